# check lists probable duplicates; --dedup id takes the first row of each id and counts the others.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
cat >"$work/in.csv" <<'ROWS'
id,date,event_type,lon,lat,place
1,2024-01-03,Bombing,60.0000,30.0000,
2,2024-01-03,bombing,60.0400,30.0000,
3,2024-01-03,shooting,60.0000,30.0000,
4,2024-01-04,bombing,60.0000,30.0000,
5,2024-01-03,bombing,60.0000,30.0450,
6,2024-01-03,bombing,60.0530,30.0000,
7,2024-01,bombing,60.0000,30.0000,
8,2024-05-05,fire,179.9800,10.0000,
9,2024-05-05,fire,-179.9850,10.0000,
10,2024-06-01,fire,60.0000,30.0000,
11,2024-06-01,fire,60.0600,30.0000,
12,2024-07-01,raid,,,Quetta
13,2024-07-01,raid,,,کوئٹہ
14,2024-07-01,raid,,,Balochistan
15,2024-07-01,raid,,,Balochistan
ROWS
# Distances by GeodSolve -i (geographiclib-tools), e.g. echo 30 60 30 60.04 | GeodSolve -i: rows 1-2 3859.45 m,
# 1-5 4988.38 m, 2-6 1254.32 m, 8-9 3837.38 m, 10-11 5789.18 m.
exits 0 "$bordermap" check "$work/in.csv" -f csv --field place=place
grep 'same day and type' "$work/out" | cut -d, -f2,5- >"$work/found"
cat >"$work/expected" <<'ROWS'
2,note,2,"one record for each incident: row 1 of in.csv has the same day and type, 3859 m away"
5,note,5,"one record for each incident: row 1 of in.csv has the same day and type, 4988 m away"
6,note,6,"one record for each incident: row 2 of in.csv has the same day and type, 1254 m away"
9,note,9,"one record for each incident: row 8 of in.csv has the same day and type, 3837 m away"
13,note,13,"one record for each incident: row 12 of in.csv has the same day and type, 0 m away"
ROWS
diff "$work/found" "$work/expected" || fail "duplicates"
says "duplicates 5 rows tell"

# Against every pair, on 3,000 random points in a box of 1 by 1 degree and 3 days.
awk 'BEGIN { srand(11); print "id,date,event_type,lon,lat"
    for (i = 1; i <= 3000; i++) printf "%d,2024-01-0%d,%s,%.4f,%.4f\n", i, 1 + int(rand() * 3), rand() < .5 ? "a" : "b", 61 + rand() * 3, 60 + rand() * 1.5 }' >"$work/many.csv"
"$bordermap" check "$work/many.csv" -f csv -q | grep 'same day and type' | cut -d, -f2 >"$work/found"
# By the sphere; pairs within 0.5 % of 5 km are left out of the comparison.
awk -F, 'function rad(d) { return d * 0.017453292519943295 }
    NR > 1 { n++; k[n] = $2 $3; x[n] = rad($4); y[n] = rad($5); doubt = hit = 0
        for (j = 1; j < n; j++) if (k[j] == k[n]) {
            h = sin((y[n] - y[j]) / 2) ^ 2 + cos(y[n]) * cos(y[j]) * sin((x[n] - x[j]) / 2) ^ 2
            d = 2 * 6371.0088 * atan2(sqrt(h), sqrt(1 - h))
            if (d < 4.96) hit = 1; else if (d < 5.04) doubt = 1 }
        if (hit) print n, "yes"; else if (!doubt) print n, "no" }' "$work/many.csv" >"$work/pairs"
awk 'NR == FNR { found[$1] = 1; next } ($2 == "yes") != ($1 in found) { print "row " $1 ": expected " $2; bad = 1 } END { exit bad }' \
    "$work/found" "$work/pairs" || fail "duplicates differ from all pairs"
[ "$(grep -c yes "$work/pairs")" -gt 300 ] || fail "too few duplicates to compare"

printf 'id,place\na,Quetta\nb,Kabul\na,Zahedan\n,Herat\n,Herat\n' >"$work/ids.csv"
printf 'id,place\nb,Quetta\nc,Quetta\n' >"$work/more.csv"
exits 0 "$bordermap" map "$work/ids.csv" "$work/more.csv" --dedup id --outputs geojson -o "$work/m"
says "2 filtered out, of these 2 repeat an id"
is "identity" "$(jq -c '.counts | [.read, .resolved + .ambiguous + .coarse + .unresolved + .rejected + .filtered]' "$work/m/manifest.json")" '[7,7]'
is "dropped" "$(jq -c '[.inputs[].repeated_ids_dropped]' "$work/m/manifest.json")" '[1,1]'
is "option" "$(jq -r '.options.dedup' "$work/m/manifest.json")" id
is "kept" "$(jq -c '[.features[].properties | [.inc_id, .place]]' "$work/m/incidents.geojson")" \
    '[["a","Quetta"],["b","Kabul"],["ids.csv:4","Herat"],["ids.csv:5","Herat"],["c","Quetta"]]'
exits 2 "$bordermap" map "$work/ids.csv" --dedup place -o "$work/m"; says "--dedup takes id"

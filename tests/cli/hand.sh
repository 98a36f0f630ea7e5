# The analyst's hand: what an alias file decides, and that it goes on deciding over another gazetteer.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"

# Two gazetteers with the same ids for some places, in another order and with other neighbours.
printf 'name,lon,lat,id,country\nAlphaville,66.1,30.1,1001,PK\nBetaville,66.2,30.2,1002,PK\n' >"$work/one.csv"
printf 'name,lon,lat,id,country\nZetaville,66.9,30.9,1009,PK\nBetaville,66.2,30.2,1002,PK\nGammaville,66.3,30.3,1003,PK\n' \
    >"$work/two.csv"
for n in one two; do "$bordermap" gazetteer build -o "$work/$n.bmg" --places "$work/$n.csv" 2>"$work/err"; done

cat >"$work/in.csv" <<'X'
event_id,place,country,lon,lat
e1,Camp Xq,PK,,
e2,near Camp Xq,PK,,
e3,30 km south of Camp Xq,PK,,
e4,Old Beta,PK,,
e5,Old Alpha,PK,,
e6,Old Alpha Two,PK,,
e7,Betaville,PK,,
e8,Betaville,PK,,
e9,Somewhere,PK,70,20
X
cat >"$work/aliases.csv" <<'X'
place,admin1,admin2,country,gaz_id,lon,lat,action,inc_id
Camp Xq,,,,,66.5,30.5,add,
Old Beta,,,,1002,,,use,
Old Alpha,,,,1001,66.1,30.1,use,
Old Alpha Two,,,,1001,,,use,
Betaville,,,,,66.7,30.7,use,e8
,,,,,66.8,30.8,use,e9
Camp Xq,,,,,666,1,add,
,,,,,66,30,add,
X
at() { # GAZETTEER ROW FIELD
    "$bordermap" geocode "$work/in.csv" --field id=event_id --gazetteer "$work/$1.bmg" --aliases "$work/aliases.csv" \
        -q -f ndjson 2>"$work/err" | jq -r "select(.inc_id == \"$2\") | .$3"
}
for gazetteer in one two; do
    is "an added place ($gazetteer)" "$(at $gazetteer e1 match) $(at $gazetteer e1 lon)" "alias 66.5"
    is "near it ($gazetteer)" "$(at $gazetteer e2 match) $(at $gazetteer e2 lon) $(at $gazetteer e2 lat)" "relative 66.5 30.5"
    # echo 30.5 66.5 180 30000 | GeodSolve -p 4
    is "30 km south of it ($gazetteer)" "$(at $gazetteer e3 match) $(at $gazetteer e3 lat)" "relative 30.229385"
    within "its radius ($gazetteer)" "$(at $gazetteer e3 rad_km)" 12 20
    is "an id in both ($gazetteer)" "$(at $gazetteer e4 gaz_id) $(at $gazetteer e4 lon)" "1002 66.2"
    is "an id with lon and lat ($gazetteer)" "$(at $gazetteer e5 lon) $(at $gazetteer e5 status)" "66.1 resolved"
    is "the same name, not fixed ($gazetteer)" "$(at $gazetteer e7 lon)" 66.2
    is "one record fixed ($gazetteer)" "$(at $gazetteer e8 lon) $(at $gazetteer e8 match)" "66.7 alias"
    is "one record fixed against its coordinates ($gazetteer)" "$(at $gazetteer e9 lon)" 66.8
done
is "an id that is there" "$(at one e6 gaz_id)" 1001
is "an id that is gone" "$(at two e6 lon)" null
"$bordermap" check "$work/in.csv" --field id=event_id --gazetteer "$work/two.bmg" --aliases "$work/aliases.csv" -f csv \
    >"$work/issues" 2>"$work/err" || true
cat "$work/err" >>"$work/issues"
grep 'aliases.csv' "$work/issues" | grep gaz_id | grep -q 1001 || fail "the id that is gone is not named: $(cat "$work/issues")"
grep -q 'aliases.csv.*666.*a longitude' "$work/issues" || fail "the bad longitude is not named: $(cat "$work/issues")"
grep -q 'aliases.csv.*a place name' "$work/issues" || fail "the row without a name is not named: $(cat "$work/issues")"

# Decisions on single records stay in the new unresolved.csv, and stay decisions on single records.
cp "$work/aliases.csv" "$work/first.csv"
mkdir "$work/out"
"$bordermap" map "$work/in.csv" --field id=event_id --gazetteer "$work/one.bmg" -q -o "$work/out" 2>"$work/err"
cp "$work/first.csv" "$work/out/unresolved.csv"
for round in 1 2; do
    "$bordermap" map "$work/in.csv" --field id=event_id --gazetteer "$work/one.bmg" -q -o "$work/out" \
        --aliases "$work/out/unresolved.csv" 2>"$work/err"
    is "rows fixed by id, round $round" "$(jq -r '.features[] | select(.properties.match == "alias") | .properties.inc_id' \
        "$work/out/incidents.geojson" | sort | tr '\n' ' ')" "e1 e4 e5 e6 e8 e9 "
    is "their column, round $round" "$(head -1 "$work/out/unresolved.csv" | awk -F, '{ print $NF }')" inc_id
done
# --explain: the score and the log-odds that it was taken from
printf 'place,country\nBetaville,PK\n' >"$work/plain.csv"
"$bordermap" geocode "$work/plain.csv" --gazetteer "$work/one.bmg" --explain 2>"$work/err" >"$work/plain.out"
says "log-odds +"

# Tables for models: incidents_table.csv against the rows as tagged, the half-degree grid against tags of its centres.
source "$(dirname "$0")/lib.bash"
cat > "$work/in.csv" <<'CSV'
id,date,event_type,lon,lat,killed
q,2020-01-01,attack,67.0014,30.1841,3
k,2020-02-01,attack,69.1723,34.5281,0
k2,2020-03-01,clash,69.1723,34.5281,
b,2020-03-02,clash,66.4500,30.9800,1
=cmd,2020-03-03,attack,61.5,31.0,2
sea,2020-03-04,attack,62.0,23.0,0
CSV
"$bordermap" map "$work/in.csv" -o "$work/one" -q --outputs table --bands 5,70 --jobs 1
"$bordermap" map "$work/in.csv" -o "$work/two" -q --outputs table --bands 5,70 --jobs 3
cmp "$work/one/incidents_table.csv" "$work/two/incidents_table.csv" || fail "jobs change the table"
jq -e '.outputs[] | select(.name == "incidents_table.csv").rows == 6' "$work/one/manifest.json" > "$work/out" ||
    fail "the manifest does not count the table's rows"
[ ! -e "$work/one/incidents.geojson" ] || fail "more than the table was written"
# cell ID COLUMN
cell() { awk -F, -v id="$1" -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $1 == id { print $at[name] }' "$work/one/incidents_table.csv"; }
is "columns" "$(head -1 "$work/one/incidents_table.csv" | tr ',' '\n' | tail -5 | tr '\n' ' ')" \
    "sdist_km treated place_key in_5km in_70km "
is "every row has every column" "$(awk -F, '{ print NF }' "$work/one/incidents_table.csv" | sort -u)" 35
is "formula" "$(grep -c "^\"'=cmd\",in.csv,5," "$work/one/incidents_table.csv")" 1
"$bordermap" tag "$work/in.csv" -q -f ndjson > "$work/tags"
for id in q k b; do
    tag() { jq -r "select(.inc_id == \"$id\") | .$1 | if type == \"number\" then . * 1000000 | round else . end" "$work/tags"; }
    is "$id's distance" "$(cell $id dist_km | awk '{ printf "%d", $1 * 1000000 + 0.5 }')" "$(tag dist_km)"
    is "$id's segment" "$(cell $id seg_id)" "$(tag seg_id)"
done
# Quetta is in Pakistan, the second of AFG-PAK; Kabul in Afghanistan.
is "Quetta is treated" "$(cell q treated)" 1
is "Quetta's sign" "$(cell q sdist_km)" "$(cell q dist_km)"
is "Kabul is not" "$(cell k treated)" 0
is "Kabul's sign" "$(cell k sdist_km)" "-$(cell k dist_km)"
is "one place" "$(cell k place_key)" "$(cell k2 place_key)"
is "no side at sea" "$(cell sea treated)$(cell sea sdist_km)" ""
is "bands" "$(cell q in_5km)$(cell q in_70km)$(cell b in_70km)" 011
is "no count is no zero" "$(cell k2 killed)" ""

# gid 145085 is 10.51 north, 2.29 east: row 202, column 365 (PRIO-GRID's own numbering: 360 rows from 90 south, 720 columns
# from 180 west, both from 1).
"$bordermap" grid --country BEN,Denmark,LSO -q -j 1 > "$work/grid.csv"
"$bordermap" grid --country BEN,Denmark,LSO -q -j 3 -o "$work/grid3.csv"
cmp "$work/grid.csv" "$work/grid3.csv" || fail "jobs change the grid"
is "a cell of Benin" "$(grep '^145085,' "$work/grid.csv" | cut -d, -f1-6)" "145085,202,365,2.25,10.75,BEN"
is "numbers" "$(awk -F, 'NR > 1 && ($1 != ($2 - 1) * 720 + $3 || $4 != -180.25 + $3 / 2 || $5 != -90.25 + $2 / 2)' "$work/grid.csv")" ""
is "countries" "$(tail -n +2 "$work/grid.csv" | cut -d, -f6 | sort -u | tr '\n' ' ')" "BEN DNK LSO "
{ echo id,lon,lat; awk -F, 'NR > 1 { print $1 "," $4 "," $5 }' "$work/grid.csv"; } > "$work/centres.csv"
column=7
for scope in own foreign outline; do
    "$bordermap" tag "$work/centres.csv" -q -f ndjson --scope $scope | jq -r '[.inc_id, .dist_km] | @csv' | tr -d '"' |
        awk -F, '{ printf "%s %s\n", $1, $2 == "" ? "" : sprintf("%.6f", $2) }' > "$work/expected"
    awk -F, -v c=$column 'NR > 1 { printf "%s %s\n", $1, $c }' "$work/grid.csv" | cmp - "$work/expected" ||
        fail "the grid's distances differ from tags in scope $scope"
    column=$((column + 1))
done
exits 2 "$bordermap" grid --country Atlantis
says "'Atlantis' is no country"

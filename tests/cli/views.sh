#!/usr/bin/env bash
# Views: lines that go, are renamed or change status, ground that changes hands; on a small file and on the world.
. "$(dirname "$0")/lib.bash"

# Three countries in a row, an island of the third off the first.
cat > "$work/three.geojson" <<'E2'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"A3":"AAA"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},
{"type":"Feature","properties":{"A3":"BBB"},"geometry":{"type":"Polygon","coordinates":[[[1,0],[2,0],[2,1],[1,1],[1,0]]]}},
{"type":"Feature","properties":{"A3":"CCC"},"geometry":{"type":"MultiPolygon","coordinates":
 [[[[2,0],[3,0],[3,1],[2,1],[2,0]]],[[[-2,0],[-1,0],[-1,1],[-2,1],[-2,0]]]]}}]}
E2
exits 0 "$bordermap" borders build -o "$work/three.bmb" "$work/three.geojson"
view() { printf 'what,of,as,west,south,east,north,status\n%s\n' "$1" > "$work/view.csv"; }
rows() { tail -n +2 "$work/out" | cut -d, -f1,6,7 | sed 's/\.[0-9]*//' | tr '\n' ' '; }
sides() { printf 'lon,lat\n0.5,0.5\n1.5,0.5\n2.5,0.5\n-1.5,0.5\n' | "$bordermap" tag - -q --borders "$work/three.bmb" "$@" -f ndjson |
    sed 's/.*"side":"\([A-Z]*\)".*/\1/' | tr '\n' ' '; }
seen() { exits 0 "$bordermap" borders info --borders "$work/three.bmb" --view "$work/view.csv"; rows; }

is "no view" "$(exits 0 "$bordermap" borders info --borders "$work/three.bmb"; rows)" "AAA-BBB,110,international BBB-CCC,110,international "
is "sides" "$(sides)" "AAA BBB CCC CCC "
view "country,BBB,AAA,,,,,"
is "a country of another" "$(seen)" "AAA-CCC,110,international "
is "sides then" "$(sides --view "$work/view.csv")" "AAA AAA CCC CCC "
view "line,AAA-BBB,none,,,,,"
is "a line that goes" "$(seen)" "BBB-CCC,110,international "
view "line,BBB-CCC,AAA-CCC,,,,,disputed"
is "a line of others" "$(seen)" "AAA-BBB,110,international AAA-CCC,110,disputed "
view "line,AAA-BBB,,0,-1,2,2,line_of_control"
is "a status" "$(seen)" "AAA-BBB,110,line_of_control BBB-CCC,110,international "
view "ground,CCC,AAA,-3,-1,0,2,"
is "an island" "$(seen)" "AAA-BBB,110,international BBB-CCC,110,international "
is "its side" "$(sides --view "$work/view.csv")" "AAA BBB CCC AAA "
view "ground,BBB,AAA,1,0,1.6,2,"
is "half a country" "$(sides --view "$work/view.csv")" "AAA AAA CCC CCC "
view "ground,BBB,AAA,1.6,0,2,2,"
is "the other half" "$(sides --view "$work/view.csv")" "AAA BBB CCC CCC "
view "line,AAA-BBB,none,5,5,6,6,"
seen > /dev/null
says "view.csv (line 2)"
for bad in "line,AAA-BBB,CCC-DDD,,,,," "country,AAA,AAA,,,,," "line,AAA-BBB,,,,,," "town,AAA,BBB,,,,," "line,AAA-BBB,none,west,,,,"; do
    view "$bad"
    exits 1 "$bordermap" borders info --borders "$work/three.bmb" --view "$work/view.csv"
    says "view.csv', line 2: expected"
done
exits 1 "$bordermap" borders info --view nowhere
says "there is no view 'nowhere'"

# The world: an empty change leaves every dyad as it is; the built-in views; a built file and a run agree.
"$bordermap" borders info > "$work/default"
view "line,FRA-MCO,,,,,,disputed"
exits 0 "$bordermap" borders info --view "$work/view.csv"
is "what changed" "$(diff "$work/default" "$work/out" | grep -c '^>')" 1
exits 0 "$bordermap" borders build -o "$work/ma.bmb" --view morocco
exits 0 "$bordermap" borders info --borders "$work/ma.bmb"
cut -d, -f1,4,6 "$work/out" > "$work/built"
exits 0 "$bordermap" borders info --view morocco
cut -d, -f1,4,6 "$work/out" | cmp - "$work/built" || fail "a built view and a run differ"
grep -q '^MAR-MRT,' "$work/out" || fail "no MAR-MRT"
! grep -q 'ESH' "$work/out" || fail "ESH is still there"

# Simferopol and Laayoune, and what the manifest and the summary say.
printf 'id,lon,lat\nsimferopol,34.1,44.95\nlaayoune,-13.2,27.15\n' > "$work/rows.csv"
whose() { "$bordermap" tag "$work/rows.csv" -q "$@" -f ndjson | sed 's/.*"side":"\([A-Z]*\)".*/\1/' | tr '\n' ' '; }
is "default" "$(whose)" "UKR ESH "
is "russia" "$(whose --view russia)" "RUS ESH "
is "morocco" "$(whose --view morocco)" "UKR MAR "
exits 0 "$bordermap" map "$work/rows.csv" -o "$work/map" --outputs geojson
says "policy     borders as administered"
exits 0 "$bordermap" map "$work/rows.csv" -o "$work/map" --outputs geojson,gpkg --view morocco
grep -qaF "Claims drawn as in the view morocco.csv; no view is endorsed." "$work/map/bordermap.gpkg" || fail "the map does not name the view"
says "policy     morocco.csv"
grep -q '"view":{"file":"morocco.csv"' "$work/map/manifest.json" || fail "the manifest does not name the view"
grep -q '"role":"view","file":"morocco.csv"' "$work/map/manifest.json" || fail "the manifest has no sum of the view"

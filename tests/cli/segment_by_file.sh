# Segments by the user's own lines. tests/data/border/README.md has the command that cut sectors.geojson out of segments of
# 200 km of IRN-PAK, the first three of five.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
lines=$BORDERMAP_SOURCE/tests/data/border/sectors.geojson

# Places on a grid over all of Balochistan, by equal lengths and by the lines: the same but for seg_id, which is the same
# stretch but within 3 km of a cut.
for lon in $(seq 58 0.25 67); do for lat in $(seq 24 0.25 31); do echo "$lon/$lat,$lon,$lat"; done; done |
    sed '1i id,lon,lat' >"$work/grid.csv"
"$bordermap" tag "$work/grid.csv" -q --dyad IRN-PAK --segment-length 200 >"$work/equal.csv"
"$bordermap" tag "$work/grid.csv" -q --dyad IRN-PAK --segment-by "$lines" >"$work/own.csv" --jobs 1
"$bordermap" tag "$work/grid.csv" -q --dyad IRN-PAK --segment-by "$lines" >"$work/own2.csv" --jobs 2
cmp "$work/own.csv" "$work/own2.csv"
fields() { ogr2ogr -f CSV /vsistdout/ "$1" -sql "SELECT inc_id, dyad, dist_km, side, near_lon, near_lat, az_deg, chain_km, dyad2,
    b_status FROM $2"; }
cmp <(fields "$work/equal.csv" equal) <(fields "$work/own.csv" own)
segments() { ogr2ogr -f CSV /vsistdout/ "$1" -sql "SELECT inc_id, chain_km, seg_id FROM $2" -lco SEPARATOR=TAB; }
paste <(segments "$work/equal.csv" equal) <(segments "$work/own.csv" own) | awk -F'\t' 'NR > 1 {
    gsub(/"/, ""); n++; far = 1
    for (cut = 1; cut < 4; cut++) if ($2 - cut * 200.98 < 3 && cut * 200.98 - $2 < 3) far = 0
    own = $3 ~ /001/ ? "جنوب" : $3 ~ /002/ ? "Middle, west" : $3 ~ /003/ ? "North" : "IRN-PAK-rest"
    if (far && own != $6) { print "FAILED: " $0; bad++ }
} END { exit bad > 0 || n != 1073 }'

# The layers: IDs as they are, lengths of the stretches, what no line covers; a line that is at no border.
jq -c '.features += [{type: "Feature", properties: {sector: "Goa"}, geometry: {type: "LineString",
    coordinates: [[74.2, 15.2], [74.2, 15.9]]}}, {type: "Feature", properties: {sector: "both"}, geometry:
    {type: "LineString", coordinates: [[61.6, 29.4], [60.87, 29.86], [61.6, 29.65]]}}]' "$lines" >"$work/more.geojson"
exits 0 "$bordermap" map "$work/grid.csv" -o "$work/map" --segment-by "$work/more.geojson" --dyad IRN-PAK --outputs geojson,shp,stats
says "more.geojson, row 4, column 'sector': warning: found 'Goa', expected a line within 25 km of a border; none of its 77."
says "more.geojson, row 5, column 'sector': warning: found 'both', expected a line along one border;"
says "more.geojson: warning: found 'IRN-PAK', expected lines along all of it;"
says "have none and are the segment IRN-PAK-rest"
of() { jq -r "[.features[].properties | select(.dyad == \"IRN-PAK\")] | $1" "$work/map/segments.geojson"; }
is "segments" "$(of 'map(.seg_id) | join("/")')" "جنوب/Middle, west/North/both/IRN-PAK-rest"
is "numbers" "$(of 'map(.seq) | join(" ")')" "1 2 3 4 5"
for i in 0 1 2; do within "length of $i" "$(of ".[$i].len_km")" 200.93 201.03; done
within "start of the third" "$(of '.[2].km0')" 401.9 402.05
within "all of it" "$(of 'map(.len_km) | add')" 1004.89 1004.90
is "its columns" "$(of '.[1] | [.iso_a, .iso_b, .b_status, (.b_acc_m > 0), (.n_inc > 0)] | map(tostring) | join(" ")')" \
    "IRN PAK international true true"
is "in the shapefile" "$(ogr2ogr -f CSV /vsistdout/ "$work/map/segments.shp" -sql 'SELECT seg_id FROM segments' | sed -n 2p)" "جنوب"
is "in the manifest" "$(jq -r '.options.segment_by, (.data[] | select(.role == "segment_lines") | .file)' \
    "$work/map/manifest.json" | tr '\n' ' ')" "more.geojson more.geojson "

# Another format in another coordinate system; all of the border in five lines, joined without a gap.
ogr2ogr -q -f GPKG -t_srs EPSG:32641 "$work/utm.gpkg" "$lines"
"$bordermap" tag "$work/grid.csv" -q --dyad IRN-PAK --segment-by "$work/utm.gpkg" >"$work/utm.csv"
cmp "$work/own.csv" "$work/utm.csv"
head -2 "$work/grid.csv" >"$work/one.csv"
"$bordermap" map "$work/one.csv" -q -o "$work/whole" --dyad IRN-PAK --segment-length 200 --outputs geojson
"$bordermap" borders info --dyad IRN-PAK --segment-by "$work/whole/segments.geojson" >"$work/info.csv" 2>"$work/err"
is "nothing to report" "$(cat "$work/err")" ""
is "the same segments" "$(cut -d, -f1-2 "$work/info.csv")" \
    "$("$bordermap" borders info --dyad IRN-PAK --segment-length 200 | cut -d, -f1-2)"
is "pairs of provinces" "$("$bordermap" borders info --dyad AFG-IRN --segment-by admin1 | cut -d, -f1 | tail -1)" AFG-IRN-P05

# What is no such file.
wrong() { # wrong TEXT JQ: the file changed by JQ is refused with TEXT
    jq -c "$2" "$lines" >"$work/wrong.geojson"
    exits 1 "$bordermap" tag "$work/one.csv" --segment-by "$work/wrong.geojson"
    grep -qF -- "$work/wrong.geojson'$1" "$work/err" || says "'wrong.geojson'$1"
}
wrong ", features 1 and 3, column 'sector': found 'North' twice" '.features[0].properties.sector = "North"'
wrong ", feature 2, column 'sector': found nothing, expected the line's ID" '.features[1].properties.sector = null'
wrong ", feature 2, column 'sector': found nothing, expected the line's ID" '.features[1].properties.sector = "  "'
wrong ", feature 1, column 'sector': found an ID of 61 bytes" '.features[0].properties.sector = "x" * 61'
wrong ", feature 3, column 'sector': found 'IRN-PAK-rest'" '.features[2].properties.sector = "IRN-PAK-rest"'
wrong ", feature 1, column 'id': found nothing" '.features[2].properties.id = 3'
wrong ", feature 3: found points, expected a line" '.features[2].geometry = {type: "Point", coordinates: [61, 28]}'
wrong ", feature 2: found a polygon, expected a line" \
    '.features[1].geometry = {type: "Polygon", coordinates: [[[61, 28], [62, 28], [62, 29], [61, 28]]]}'
wrong ", feature 2: found no geometry, expected a line" '.features[1].geometry = null'
wrong ", feature 1 ('جنوب'): found a line without length" \
    '.features[0].geometry.coordinates = [[61, 28], [61, 28]]'
wrong " has no features" '.features = []'
wrong " has no column for the IDs" '.features |= map(.properties = {km: 1})'
ogr2ogr -q -f GPKG "$work/none.gpkg" "$lines" -where '1 = 0'
exits 1 "$bordermap" tag "$work/one.csv" --segment-by "$work/none.gpkg"
says "none.gpkg' has no features"
echo '{"not": "lines"}' >"$work/not.geojson"
exits 1 "$bordermap" tag "$work/one.csv" --segment-by "$work/not.geojson"
exits 2 "$bordermap" tag "$work/one.csv" --segment-by admn1
says "--segment-by takes length, dyad, admin1 or a file of lines; there is no file 'admn1'"

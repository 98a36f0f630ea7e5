# What the formats ask for: RFC 7946, .cpg and .prj, one set of fields. Across 180 degrees, on made-up ground: two
# countries, north and south of the equator, between 175 E and 175 W.
source "$(dirname "$0")/lib.bash"
jq -n 'def box(x0; x1; y0; y1): [[[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]];
    def land(a3; y0; y1): {type: "Feature", properties: {A3: a3}, geometry: {type: "MultiPolygon",
        coordinates: [box(175; 180; y0; y1), box(-180; -175; y0; y1)]}};
    {type: "FeatureCollection", features: [land("FJI"; 0; 5), land("TON"; -5; 0)]}' > "$work/land.geojson"
"$bordermap" borders build -o "$work/land.bmb" "$work/land.geojson" 2> "$work/err" || fail "$(cat "$work/err")"
printf 'id,date,longitude,latitude\nE,2001-02-03,179.8,1.5\nW,2001-02-04,-179.95,-0.5\nM,2001,180,0.25\nU,,,\n' > "$work/in.csv"
"$bordermap" map "$work/in.csv" --borders "$work/land.bmb" -o "$work/out" -q \
    --outputs geojson,shp,gpkg,fgb --segment-length 100
cd "$work/out"

for name in incidents segments; do
    jq -e '.type == "FeatureCollection" and (has("crs") | not)' $name.geojson > /dev/null || fail "$name.geojson has a crs"
    is "positions of $name out of range" "$(jq '[.features[].geometry | values | .coordinates | flatten | _nwise(2) |
        select(.[0] < -180 or .[0] > 180 or .[1] < -90 or .[1] > 90)] | length' $name.geojson)" 0
    is "features of $name without the members that RFC 7946 asks for" "$(jq '[.features[] |
        select(.type != "Feature" or (has("geometry") and has("properties") | not))] | length' $name.geojson)" 0
    # No polygons, so nothing for the right-hand rule to hold for.
    is "types of $name" "$(jq -r '[.features[].geometry | values | .type] | unique | join(" ")' $name.geojson)" \
        "$([ $name = incidents ] && echo Point || echo MultiLineString)"
    grep -qE '[0-9]\.[0-9]{8}' <(jq -c '.features[].geometry' $name.geojson) && fail "$name.geojson has more than 7 decimals"
    # West of 180 to east of it; by another way than the program's: longitudes are turned to 180 before and after it.
    is "bbox of $name" "$(jq -c .bbox $name.geojson)" "$(jq -c '[.features[].geometry | values | .coordinates | flatten | _nwise(2)] |
        [(map(.[0] | select(. > 0)) | min), (map(.[1]) | min), (map(.[0] | select(. < 0)) | max), (map(.[1]) | max)]' $name.geojson)"
    is ".cpg of $name" "$(cat $name.cpg)" UTF-8
    grep -q '^GEOGCS\["GCS_WGS_1984",DATUM\["D_WGS_1984",SPHEROID\["WGS_1984",6378137.0,298.257223563\]\]' $name.prj ||
        fail ".prj of $name: $(cat $name.prj)"
    is "rows of $name.shp" "$(ogrinfo -q -sql "SELECT COUNT(*) AS n FROM $name" $name.shp | sed -n 's/.*n (.*= //p')" \
        "$(jq '.features | length' $name.geojson)"
    for file in $name.shp bordermap.gpkg; do
        is "fields of $name in $file" \
            "$(ogrinfo -so $file $name | sed -n 's/^\([a-z][a-z0-9_]*\): .*(.*)$/\1/p' | tr '\n' ' ')" \
            "$(jq -r '.features[0].properties | keys_unsorted[]' $name.geojson | tr '\n' ' ')"
    done
    is "long field names of $name" "$(jq -r '.features[0].properties | keys[] | select(length > 10)' $name.geojson)" ""
done
is "coordinate systems" "$(ogrinfo -so -al bordermap.gpkg | grep -c 'ID\["EPSG",4326\]')" 6

# The border along the equator is 10 degrees long and nothing of it goes the other way round.
is "steps round the world" "$(jq '[.features[].geometry.coordinates[] | [., .[1:]] | transpose[] |
    select(.[1]) | select(.[0][0] - .[1][0] | fabs > 180)] | length' segments.geojson)" 0
within "length of the border" "$(jq '[.features[].properties.len_km] | add' segments.geojson)" 1113.1 1113.3
within "degrees that are drawn" "$(jq '[.features[].geometry.coordinates[] | (map(.[0]) | max - min)] | add' \
    segments.geojson)" 9.9999 10.0001
is "incidents on it" "$(jq '[.features[].properties.n_inc] | add' segments.geojson)" 2
is "null geometry" "$(jq -c '.features[] | select(.properties.inc_id == "U").geometry' incidents.geojson)" null
is "bbox of the incidents" "$(jq -c .bbox incidents.geojson)" "[179.8,-0.5,-179.95,1.5]"

# Maps of it show a window across 180 degrees, not the world; the layers keep their longitudes.
"$bordermap" map "$work/in.csv" --borders "$work/land.bmb" -o "$work/maps" -q --outputs svg,html,qgz
page=$(sed -n 's/.*id="data">\(.*\)<.script>.*/\1/p' "$work/maps/map.html" | base64 -d | gunzip)
within "degrees in the page's view" "$(jq '.view[2] - .view[0]' <<<"$page")" 2 10
is "incidents of the page beside each other" "$(jq '[.rows.x[] | values] | (max - min) / 1e5' <<<"$page")" 0.25
is "ground of the page that is elsewhere" "$(jq '.unit as $unit | [.rings[][0] / $unit | select(. < 175 or . > 185)] | length' <<<"$page")" 0
unzip -p "$work/maps/bordermap.qgz" >"$work/project.qgs"
grep -q 'EPSG:3832' "$work/project.qgs" || fail "the QGIS project is not one of the Pacific"
sed -n 's/.*<xm[a-z]*>\(.*\)<.*/\1/p' "$work/project.qgs" >"$work/x"
within "width of the QGIS view in km" "$(awk 'NR == 1 { a = $1 } NR == 2 { print ($1 - a) / 1000 }' "$work/x")" 200 1000

# FlatGeobuf without a row (GDAL 3.6 leaves such a file empty): a head that can be read, the same fields.
printf 'id,date,longitude,latitude\nU,,,\n' >"$work/nowhere.csv"
"$bordermap" map "$work/nowhere.csv" --borders "$work/land.bmb" -o "$work/none" -q --outputs fgb || fail "no row has a place: exit $?"
is "rows of it" "$(ogrinfo -so -al "$work/none/incidents.fgb" | sed -n 's/^Feature Count: //p')" 0
is "fields of it" "$(ogrinfo -so -al "$work/none/incidents.fgb" | grep -c '^[a-z][a-z0-9_]*: ')" \
    "$(ogrinfo -so -al "$work/out/incidents.fgb" | grep -c '^[a-z][a-z0-9_]*: ')"

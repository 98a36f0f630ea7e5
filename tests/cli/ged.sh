# Half of the GED events of Pakistan: none lost, one count everywhere; the same from names alone.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
need_data ged/ged_pakistan_a.csv
ged=$data/ged/ged_pakistan_a.csv
events=3355 # python3 -c "import csv;print(sum(1 for r in csv.DictReader(open('ged_pakistan_a.csv')))-1)"; line 2 is HXL

counts_agree() { # DIR
    local dir=$1 read sum shp
    read=$(jq .counts.read "$dir/manifest.json")
    is "read" "$read" "$events"
    sum=$(jq '.counts | .resolved + .ambiguous + .coarse + .unresolved + .rejected + .filtered' "$dir/manifest.json")
    is "sum of the ways a row can end" "$sum" "$events"
    is "GeoJSON features" "$(jq '.features | length' "$dir/incidents.geojson")" "$events"
    shp=$(ogrinfo -so -q "$dir/incidents.shp" incidents | awk '/^Feature Count/ { print $3 }')
    [ -n "$shp" ] || shp=$(ogrinfo -so "$dir/incidents.shp" incidents | awk '/^Feature Count/ { print $3 }')
    is "shapefile features" "$shp" "$events"
    for status in resolved ambiguous coarse unresolved; do
        is "$status in GeoJSON" \
            "$(jq "[.features[].properties.status | select(. == \"$status\")] | length" "$dir/incidents.geojson")" \
            "$(jq ".counts.$status" "$dir/manifest.json")"
        is "$status in stats" "$(jq ".counts.$status" "$dir/stats.json")" "$(jq ".counts.$status" "$dir/manifest.json")"
    done
    is "segments in GeoJSON and shapefile" "$(jq '.features | length' "$dir/segments.geojson")" \
        "$(ogrinfo -so "$dir/segments.shp" segments | awk '/^Feature Count/ { print $3 }')"
    is "n_inc summed over segments" "$(jq '[.features[].properties.n_inc] | add' "$dir/segments.geojson")" \
        "$(jq '[.features[].properties | select(.status == "resolved" and .dist_km != null and .dist_km <= 100)] | length' \
            "$dir/incidents.geojson")"
}

"$bordermap" map "$ged" --preset ged -q -o "$work/with"
counts_agree "$work/with"

# Its types of violence are numbers, told in words; how many of each by Python's csv module:
#   python3 -c 'import collections,csv,sys; print(collections.Counter(r["type_of_violence"] for r in csv.DictReader(sys.stdin)))'
is "types" "$(jq -r '[.features[].properties.etype] | group_by(.) | map("\(length) \(.[0])") | join(", ")' "$work/with/incidents.geojson")" \
    "228 non-state conflict, 349 one-sided violence, 2778 state-based conflict"

# From names alone: switch the coordinates off.
"$bordermap" map "$ged" --preset ged --field lon= --field lat= -q -o "$work/names"
counts_agree "$work/names"
is "given coordinates" "$(jq '[.features[].properties | select(.match == "given")] | length' "$work/names/incidents.geojson")" 0

# The same bytes for one thread and for three.
"$bordermap" map "$ged" --preset ged -q --jobs 1 -o "$work/one"
"$bordermap" map "$ged" --preset ged -q --jobs 3 -o "$work/three"
diff -r "$work/one" "$work/three" || fail "the bytes depend on --jobs"

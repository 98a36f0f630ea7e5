# The same incidents by a second border file.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"

# Two drawings of one border, 0.01 degrees (1.105743 km on WGS 84 at the equator) apart; three points north, one south.
for name in one two; do
    lat=$([ $name = one ] && echo 0 || echo 0.01)
    printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"left":"AGO","right":"BWA"},"geometry":{"type":"LineString","coordinates":[[20,%s],[23,%s]]}}]}' \
        "$lat" "$lat" >"$work/$name.geojson"
    "$bordermap" borders build -o "$work/$name.bmb" "$work/$name.geojson" 2>/dev/null
done
printf 'id,lon,lat\na,20.2,0.05\nb,20.9,0.095\n=c,21.5,0.3\nd,22.5,-0.05\nnowhere,,\n' >"$work/in.csv"
"$bordermap" map "$work/in.csv" -o "$work/res" --outputs stats --borders "$work/one.bmb" --compare-borders "$work/two.bmb" 2>"$work/err"
says "4 points by"
says "4 keep the border"
says "3 the band"
get() { jq -r ".compare.$1" "$work/res/stats.json"; }
is "points" "$(get n)" 4
is "same border" "$(get same_dyad)" 4
is "same segment" "$(get same_segment)" 4
is "same band" "$(get same_band)" 3
is "median difference" "$(get abs_diff_km.q50)" 1.106
within "greatest difference" "$(get abs_diff_km.max)" 1.105740 1.105746
is "rows that change most" "$(get 'most | length')" 4
is "second file" "$(get borders)" two.bmb
# b is 10.505 km from the one and 9.399 km from the other (110.574 km a degree): another band
is "rows that come out differently" "$(cut -d, -f1,3,4,5,6,7,13,14 "$work/res/compare.csv" | tail -n +2)" \
    "b,2,AGO-BWA,AGO-BWA,AGO-BWA-003,AGO-BWA-003,25,10"
is "in the manifest" "$(jq -r '[.data[] | select(.role == "compare_borders") | .file] | join(" ")' "$work/res/manifest.json")" two.bmb
is "listed as an output" "$(jq -r '[.outputs[] | .file // .name | select(. == "compare.csv")] | length' "$work/res/manifest.json")" 1

# against itself nothing changes, for any number of threads
"$bordermap" map "$work/in.csv" -q -o "$work/same" --outputs stats --borders "$work/one.bmb" --compare-borders "$work/one.bmb" --jobs 2
is "rows that differ from themselves" "$(wc -l <"$work/same/compare.csv")" 1
is "difference from itself" "$(jq -r .compare.abs_diff_km.max "$work/same/stats.json")" 0
"$bordermap" map "$work/in.csv" -q -o "$work/res2" --outputs stats --borders "$work/one.bmb" --compare-borders "$work/two.bmb" --jobs 1
cmp "$work/res/stats.json" "$work/res2/stats.json"
cmp "$work/res/compare.csv" "$work/res2/compare.csv"
"$bordermap" map "$work/in.csv" -q -o "$work/plain" --outputs stats --borders "$work/one.bmb"
is "no comparison" "$(jq .compare "$work/plain/stats.json")" null
exits 2 "$bordermap" map "$work/in.csv" -o "$work/x" --borders "$work/one.bmb" --compare-borders "$work/two.bmb" --dyad IRN-PAK

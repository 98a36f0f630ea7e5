# Segments by pairs of provinces and whole borders.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"

printf 'id,lon,lat\nherat,61.2,34.6\nnimroz,61.6,30.9\nquetta,66.5,30.0\n' >"$work/in.csv"
"$bordermap" map "$work/in.csv" -q -o "$work/out" --segment-by admin1 --dyad AFG-IRN,IRN-PAK --outputs geojson,shp,gpkg,stats
of() { jq -r "[.features[].properties | select(.dyad == \"$1\")] | $2" "$work/out/segments.geojson"; }

# Herat, Farah and Nimroz meet Razavi Khorasan, South Khorasan and Sistan and Baluchestan, from north to south; all of
# Pakistan's border is Balochistan's and Sistan and Baluchestan's (any map of provinces).
is "pairs of AFG-IRN" "$(of AFG-IRN 'map(.adm1_a + "/" + (.adm1_b | split(" ")[0])) | join(" ")')" \
    "Herat/Razavi Herat/South Farah/South Farah/Sistan Nimroz/Sistan"
is "names of AFG-IRN" "$(of AFG-IRN 'map(.seg_id) | join(" ")')" \
    "AFG-IRN-P01 AFG-IRN-P02 AFG-IRN-P03 AFG-IRN-P04 AFG-IRN-P05"
is "pairs of IRN-PAK" "$(of IRN-PAK 'map(.adm1_b) | join(" ")')" Balochistan
for dyad in AFG-IRN IRN-PAK; do
    length=$("$bordermap" borders info | awk -F, -v d=$dyad '$1 == d { print $6 }')
    within "kilometres of $dyad" "$(of $dyad 'map(.len_km) | add')" "$(awk "BEGIN { printf \"%.6f\", $length - 1e-4 }")" \
        "$(awk "BEGIN { printf \"%.6f\", $length + 1e-4 }")"
done
is "segments of the incidents" "$(jq -r '[.features[].properties.seg_id] | join(" ")' "$work/out/incidents.geojson")" \
    "AFG-IRN-P01 AFG-IRN-P05 IRN-PAK-P01"
is "in the manifest" "$(jq -r .options.segment_by "$work/out/manifest.json")" admin1

"$bordermap" tag "$work/in.csv" -q --segment-by dyad --dyad AFG-IRN -f csv >"$work/tag.csv"
is "whole borders" "$(cut -d, -f29 "$work/tag.csv" | sort -u | tr '\n' ' ')" "AFG-IRN-001 seg_id "
"$bordermap" tag "$work/in.csv" -q --segment-by admin1 >"$work/one.csv"
"$bordermap" tag "$work/in.csv" -q --segment-by admin1 --jobs 2 >"$work/two.csv"
cmp "$work/one.csv" "$work/two.csv"

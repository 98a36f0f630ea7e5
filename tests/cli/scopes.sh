# Scopes, through tag, stats and map. From outside: the Strait of Dover is 33 km wide (between the South Foreland and Cap
# Gris-Nez); Aarhus is nearer to Sweden, across the Kattegat, than to Germany.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
cat >"$work/in.csv" <<'CSV'
id,place,country,lon,lat
1,Aarhus,DNK,10.2100,56.1500
2,Wellington,NZL,174.7800,-41.3000
3,Quetta,PAK,67.0000,30.1800
4,Dover,GBR,1.3100,51.1300
5,Islamabad,PAK,73.0479,33.6844
CSV
# field SCOPE ID NAME
field() { "$bordermap" tag "$work/in.csv" -q -f ndjson --scope "$1" | jq -r "select(.inc_id == \"$2\") | .$3"; }

is "Wellington's own border" "$(field own 2 dist_km)" null
is "Wellington's own dyad" "$(field own 2 dyad)" null
is "Quetta's own dyad" "$(field own 3 dyad)" AFG-PAK
is "own is any where the own border is the nearest" "$(field own 3 dist_km)" "$(field any 3 dist_km)"
within "Aarhus to Germany" "$(field own 1 dist_km)" 140 150
is "Aarhus, foreign" "$(field foreign 1 dyad)" DNK-SWE
is "Aarhus, foreign, no segment across water" "$(field foreign 1 seg_id)" null
is "Aarhus, the next" "$(field foreign 1 dyad2)" DEU-DNK
is "Aarhus, the next, is the own border" "$(field foreign 1 dist2_km)" "$(field own 1 dist_km)"
is "Dover, foreign" "$(field foreign 4 dyad)" FRA-GBR
within "Dover to France" "$(field foreign 4 dist_km)" 33 36
within "Dover to its own coast" "$(field outline 4 dist_km)" 0 2
is "Dover's outline is a coast" "$(field outline 4 dyad)" null
is "Islamabad's outline is a border" "$(field outline 5 dyad)" "$(field own 5 dyad)"
is "Islamabad to its outline" "$(field outline 5 dist_km)" "$(field own 5 dist_km)"

exits 2 "$bordermap" tag "$work/in.csv" --scope near
says "any|own|foreign|outline"
"$bordermap" tag --help >"$work/help"
grep -q -- "--scope any|own|foreign|outline" "$work/help" || fail "--help has no --scope"

"$bordermap" stats "$work/in.csv" -q -f json --scope own >"$work/own.json"
is "stats name their scope" "$(jq -r .scope "$work/own.json")" own
is "rows without an own border" "$(jq .overall.n_no_border "$work/own.json")" 1
is "points with one" "$(jq .overall.n_points "$work/own.json")" 4
is "all rows are there" "$(jq .overall.by_status.resolved "$work/own.json")" 5
is "points by outline" "$("$bordermap" stats "$work/in.csv" -q -f json --scope outline | jq .overall.n_points)" 5
for jobs in 1 2; do "$bordermap" map "$work/in.csv" -q --scope foreign --jobs $jobs -o "$work/$jobs"; done
cmp "$work/1/incidents.geojson" "$work/2/incidents.geojson" || fail "threads change the tags"
is "the manifest's scope" "$(jq -r .options.scope "$work/1/manifest.json")" foreign
is "segments count no row across water" "$(jq '[.features[].properties.n_inc] | add' "$work/1/segments.geojson")" \
    "$("$bordermap" tag "$work/in.csv" -q -f ndjson --scope foreign | jq -s '[.[] | select(.seg_id != null and .dist_km <= 100)] | length')"
# --dyad leaves only what it names
is "Aarhus with a dyad named" "$("$bordermap" tag "$work/in.csv" -q -f ndjson --scope foreign --dyad DEU-DNK | jq -r 'select(.inc_id == "1") | .dyad')" DEU-DNK

# build: a project is made again when what it is made from changed in content, and only then.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
mkdir "$work/p"
cd "$work/p"
cp "$BORDERMAP_SOURCE/geodata/sample/incidents.csv" in.csv
printf 'place,action,gaz_id,lon,lat\nXyzzyxq,block,,,\n' >own.csv
project() {
    jq -n "{_comment: \"a test\", inputs: [\"in.csv\"], output: \"out\", outputs: [\"geojson\", \"stats\"], aliases: [\"own.csv\"]} $*" >bordermap.json
}
state() { find out -maxdepth 1 -type f -printf '%f %i %T@ ' -exec sha256sum '{}' + | sort | sha256sum; }
# builds WHY...: stale, and every WHY is a reason
builds() {
    exits 0 "$bordermap" build --why --jobs 1
    for why in "$@"; do grep -qF "because    $why" "$work/err" || fail "no reason '$why': $(cat "$work/err")"; done
    grep -q 'up to date' "$work/err" && fail "up to date, expected: $*"
    is "reasons" "$(grep -c '  because ' "$work/err")" $#
}
rests() {
    local before
    before=$(state)
    exits 0 "$bordermap" build --why
    says "up to date"
    is "the folder after a build of nothing ($1)" "$(state)" "$before"
}

project
exits 0 "$bordermap" build --dry-run
says "would      write geojson, stats into 'out'"
[ ! -e out ] || fail "--dry-run wrote"
builds "'out' was not built yet"
rests "at once"
# The same as map makes, so a folder of map is up to date too.
"$bordermap" map in.csv --aliases own.csv --outputs geojson,stats -o ../map -q
diff -r -x changes.csv -x .bordermap-state out ../map || fail "build and map differ"
# Another place, another order of keys: nothing changed.
touch -d '2001-01-01' in.csv; rests "an older time"
cp in.csv copy; mv copy in.csv; rests "another file of the same content"
jq -S '. + {_more: 1}' bordermap.json >b; mv b bordermap.json; rests "the same project written otherwise"
echo >>out/incidents.geojson; rests "an output's bytes"
(cd / && "$bordermap" build "$work/p/bordermap.json" 2>"$work/err"); says "up to date"

sed -i 's/Kerman,/Bam,/' in.csv; builds "input 'in.csv' has changed"; rests "input"
echo 'Yzzyxqx,block,,,' >>own.csv; builds "aliases 'own.csv' has changed"; rests "aliases"
project '+ {"segment-length": 25}'; builds "option segment_length_km: 25, before 50"; rests "option"
project '+ {"segment-length": 25, field: {notes: ""}, to: "2024"}'
builds 'option fields: {"notes":""}, before not given' 'option to: "2024-12-31", before not given'
project; builds "option fields: not given" "option to: not given" "option segment_length_km: 50"
project '+ {view: "morocco"}'; builds "view 'morocco.csv' is new"; rests "view"
project '+ {"compare-borders": "'"$BORDERMAP_DATA"'/borders.bmb"}'
builds "view 'morocco.csv' is no longer used" "compare_borders 'borders.bmb' is new"
rests "a second border file"
cp "$BORDERMAP_SOURCE/tests/data/border/sectors.geojson" lines.geojson
project '+ {"segment-by": "lines.geojson"}'
builds "compare_borders 'borders.bmb' is no longer used" "segment_lines 'lines.geojson' is new" \
    'option segment_by: "lines.geojson", before "length"'
sed -i 's/North/Top/' lines.geojson; builds "segment_lines 'lines.geojson' has changed"; rests "lines"
project; builds "segment_lines 'lines.geojson' is no longer used" 'option segment_by: "length"'
rm out/stats.json; builds "output 'stats.json' is missing"
jq '.versions.bordermap = "0.0.1"' out/manifest.json >m; mv m out/manifest.json
builds "bordermap "
for name in build gdal_build zlib; do # the program built again; GDAL replaced, which is not loaded for it; a library
    jq --arg name "$name" '.versions[$name] = "0"' out/manifest.json >m; mv m out/manifest.json
    builds "$name "; rests "$name"
done
echo '{' >out/manifest.json; builds "'out/manifest.json' is damaged"

# --only: these outputs; the next whole build makes the rest.
project '+ {"max-distance": 90}'
exits 0 "$bordermap" build --only stats
is "outputs" "$(jq -c '.options.outputs' out/manifest.json)" '["stats"]'
exits 0 "$bordermap" build --only stats; says "up to date"
builds 'option outputs: ["geojson","stats"], before ["stats"]'
exits 0 "$bordermap" build --only stats; says "up to date"
exits 2 "$bordermap" build --only stat; says "there is no output 'stat'"

# One input read in a way of its own.
sed '1s/place/Ort/' in.csv >ort.csv
jq -n '{inputs: ["in.csv", {path: "ort.csv", field: {place: "Ort"}}], output: "two", outputs: "stats"}' >bordermap.json
exits 0 "$bordermap" build
is "columns" "$(jq -c '[.inputs[].columns.place]' two/manifest.json)" '["place","Ort"]'
is "placed alike" "$(jq '.counts.read' two/manifest.json)" 26
sed -i 's/"Ort"/"Ort2"/' bordermap.json; exits 2 "$bordermap" build; says "'ort.csv' has no column 'Ort2' for field 'place'; the nearest is 'Ort'"

# A build that is killed leaves the old folder.
project
exits 0 "$bordermap" build
before=$(state)
for _ in $(seq 3000); do tail -n +2 ort.csv; done >more.csv
cat more.csv >>in.csv
"$bordermap" build -q --jobs 1 2>/dev/null & pid=$!
for _ in $(seq 500); do compgen -G 'out/.bordermap-staging-*' >/dev/null && break; sleep 0.01; done
kill -9 $pid 2>/dev/null || true
wait $pid 2>/dev/null || true
is "the folder after a killed build" "$(state)" "$before"

# Mistakes name file, path and the nearest.
wrong() { # JSON TEXT...
    echo "$1" >wrong.json
    exits 2 "$bordermap" build wrong.json
    shift
    for text in "$@"; do says "$text"; done
}
wrong '{"inputs": ["in.csv"], "output": "o", "gazeteer": "a.bmg"}' "'wrong.json': \$.gazeteer: there is no such key; the nearest is 'gazetteer'"
wrong '{"inputs": [{"path": "in.csv", "preset": "gedd"}], "output": "o"}' "\$.inputs[0].preset: expected one of acled ged gtd gdelt, found 'gedd'; the nearest is 'ged'"
wrong '{"inputs": ["in.csv"], "output": "o", "field": {"plaec": "x"}}' "\$.field.plaec" "'place'"
exits 1 "$bordermap" build none.json; says "none.json"
printf '{
"inputs": [
}' >wrong.json; exits 1 "$bordermap" build wrong.json; says "'wrong.json': malformed JSON at line 3"
[ ! -e o ] || fail "a wrong project left a folder"

# The schema is published, and its keys are the options of map.
"$bordermap" map --help >help
jq -r '.properties | keys[]' "$BORDERMAP_SOURCE/geodata/project.schema.json" | grep -v -e '^\$schema$' -e '^inputs$' |
    while read -r key; do grep -qE -- "--$key( |\$)" help || fail "map has no option --$key"; done

# --watch: a change is built when it is there, also after a mistake; Ctrl-C ends it.
sample=$BORDERMAP_SOURCE/geodata/sample/incidents.csv
cp "$sample" in.csv
jq -n '{inputs: ["in.csv"], output: "watched", outputs: "stats"}' >bordermap.json
until_says() { for _ in $(seq 600); do grep -qF -- "$1" log && return; sleep 0.1; done; fail "--watch did not say '$1': $(cat log)"; }
"$bordermap" build --watch --why --jobs 1 2>log & pid=$!
until_says "wrote      watched"
: >log; echo '{' >bordermap.json; until_says "malformed JSON"
: >log; jq -n '{inputs: ["in.csv"], output: "watched", outputs: "stats", to: "2020"}' >bordermap.json
until_says "wrote      watched"
: >log; sed -i 's/Kerman,/Bam,/' in.csv; until_says "because    input 'in.csv' has changed"; until_says "wrote      watched"
: >log; touch in.csv; until_says "up to date"
kill -INT $pid
code=0; wait $pid || code=$?
is "--watch interrupted" "$code" 130

# A shapefile's attributes are content; what lies in an archive cannot be compared and is always built.
"$bordermap" map "$sample" -q --outputs shp -o shapes
jq -n '{inputs: ["shapes/incidents.shp"], output: "of-shapes", outputs: "stats"}' >bordermap.json
exits 0 "$bordermap" build
exits 0 "$bordermap" build; says "up to date"
sed -i 's/Quetta/Kabul /' shapes/incidents.dbf
builds "input 'incidents.shp' has changed"
gzip -k in.csv
jq -n --arg path "/vsigzip/$PWD/in.csv.gz" '{inputs: [$path], output: "of-archive", outputs: "stats"}' >bordermap.json
exits 0 "$bordermap" build
builds "input 'in.csv.gz' is no file whose content can be compared"

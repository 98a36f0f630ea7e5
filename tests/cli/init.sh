# init: a starter project that builds at once, keeps to its schema, and overwrites nothing.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
mkdir -p "$work/p/data" "$work/p/sub"
cd "$work/p"
cp "$BORDERMAP_SOURCE/geodata/sample/incidents.csv" data/in.csv
exits 0 "$bordermap" init data/in.csv; says "wrote 'bordermap.json'"
is "inputs" "$(jq -c .inputs bordermap.json)" '["data/in.csv"]'
is "fields" "$(jq -c .field bordermap.json)" \
    '{"id":"id","date":"date","place":"place","admin1":"admin1","country":"country","event_type":"event_type","actor1":"actor1","killed":"killed","injured":"injured","source":"source","notes":"notes"}'
is "borders" "$(jq -c '._dyad | contains(["AFG-PAK"])' bordermap.json)" true
jq -e '._comment_dyad and ._aliases and ._country' bordermap.json >/dev/null || fail "comments are missing"
exits 0 "$bordermap" build
exits 0 "$bordermap" build; says "up to date"
cp bordermap.json before
exits 2 "$bordermap" init data/in.csv; says "exists and is left alone"
cmp before bordermap.json || fail "init wrote over a project"

# From another folder, and with a preset; what it leaves out of the columns it says.
printf 'event_id_cnty,event_date,event_type,location,latitude,longitude,geo_precision,fatalities,sub_event_type,admin1,country,actor1,interaction,year,time_precision,iso,region\nPAK1,02 January 2024,Battles,Quetta,30.18,67.0,1,3,Clash,Balochistan,Pakistan,X,12,2024,1,586,South Asia\n' >data/acled.csv
exits 0 "$bordermap" init data/acled.csv -o sub/acled.json
is "from another folder" "$(jq -c .inputs sub/acled.json)" '["../data/acled.csv"]'
is "preset" "$(jq -r .preset sub/acled.json)" acled
is "as a comment" "$(jq -r ._field.place sub/acled.json)" location
exits 0 "$bordermap" build sub/acled.json
is "the row" "$(jq .counts.resolved sub/out/manifest.json)" 1
exits 2 "$bordermap" init -; says "standard input"
exits 1 "$bordermap" init none.csv -o none.json; says "none.csv"
[ "$(find . -name '*.json' -not -path '*/out/*' | wc -l)" = 2 ] || fail "a failed init left a file"
# Every suggestion is valid when its underscore goes.
jq 'with_entries(if .key | startswith("_comment") or startswith("_columns") then empty else .key |= ltrimstr("_") end)
    | del(.aliases, .gazetteer)' bordermap.json >all.json
exits 0 "$bordermap" build all.json
if python3 -c 'import jsonschema' 2>/dev/null; then
    for project in bordermap.json sub/acled.json all.json; do
        python3 - "$BORDERMAP_SOURCE/geodata/project.schema.json" "$project" <<'PY' || fail "$project is not valid"
import json, sys, jsonschema
jsonschema.Draft7Validator(json.load(open(sys.argv[1]))).validate(json.load(open(sys.argv[2])))
PY
    done
fi

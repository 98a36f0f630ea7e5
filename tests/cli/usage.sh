# Wrong usage is exit 2 with a way out; help has an example for every command.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
printf 'id,place,country\n1,Quetta,Pakistan\n' >"$work/in.csv"

exits 2 "$bordermap"
exits 0 "$bordermap" --help
exits 0 "$bordermap" --version
"$bordermap" map --help >"$work/one"; "$bordermap" help map >"$work/other"; cmp "$work/one" "$work/other"
exits 2 "$bordermap" help mpa; says "did you mean 'map'"
exits 2 "$bordermap" mpa; says "did you mean 'map'"
exits 2 "$bordermap" gazetteer; says "gazetteer build"
exits 2 "$bordermap" map; says "INCIDENTS"
exits 2 "$bordermap" map "$work/in.csv"; says "-o DIR"
exits 2 "$bordermap" map "$work/in.csv" -o "$work/o" --dayd IRN-PAK; says "did you mean '--dyad'"
exits 2 "$bordermap" map "$work/in.csv" -o "$work/o" --dyad IRN-PKA; says "IRN-PAK"
exits 2 "$bordermap" map "$work/in.csv" -o "$work/o" --outputs geojsn; says "geojson"
exits 2 "$bordermap" map "$work/in.csv" -o "$work/o" --segment-length 0; says "0.1"
exits 2 "$bordermap" map "$work/in.csv" -o "$work/o" --segment-length; says "KM"
exits 2 "$bordermap" map "$work/in.csv" -o "$work/o" --field plaec=place; says "'place'"
exits 2 "$bordermap" map "$work/in.csv" -o "$work/o" --bands 50,10; says "rise"
exits 2 "$bordermap" map "$work/in.csv" -o "$work/o" --bands "$(seq -s , 1 65)"; says "at most 64 values"
exits 2 "$bordermap" map "$work/in.csv" -o "$work/o" --from yesterday; says "2024-01-16"
exits 2 "$bordermap" map "$work/in.csv" -o "$work/o" --country Atlantis; says "Atlantis"
exits 2 "$bordermap" tag "$work/in.csv" -f xml; says "ndjson"
exits 2 "$bordermap" stats "$work/in.csv" -f geojson; says "csv and json"
exits 1 "$bordermap" tag "$work/no-such-file.csv"; says "no-such-file.csv"
exits 1 "$bordermap" gazetteer info "$work/in.csv"; says "in.csv"
[ ! -e "$work/o" ] || fail "wrong usage left a folder behind"

printf 'id,place\n1,Xyzzyxq\n' >"$work/unknown.csv"
exits 3 "$bordermap" map "$work/unknown.csv" -o "$work/o" --strict
exits 0 "$bordermap" map "$work/unknown.csv" -o "$work/o"
exits 1 bash -c "'$bordermap' tag '$work/in.csv' >/dev/full"; says "standard output"

for command in map build init check geocode tag stats merge "gazetteer build" "gazetteer info" "gazetteer find" "gazetteer list" "borders build" "borders info" "borders crosswalk"; do
    # shellcheck disable=SC2086
    "$bordermap" $command --help >"$work/help"
    grep -q '^Examples' "$work/help" || fail "no example in '$command --help'"
    grep -q "^  bordermap $command" "$work/help" || fail "the examples of '$command --help' do not show it"
done

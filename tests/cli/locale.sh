# The same bytes under a comma-decimal locale and in another time zone.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
sample=$BORDERMAP_SOURCE/geodata/sample/incidents.csv
"$bordermap" map "$sample" -q -o "$work/c"
LC_ALL=de_DE.UTF-8 TZ=Asia/Kathmandu "$bordermap" map "$sample" -q -o "$work/de"
diff -r "$work/c" "$work/de" || fail "the bytes depend on the locale or the time zone"
is "files" "$(ls "$work/c" | wc -l)" "$(ls "$work/de" | wc -l)"
(cd "$work/c" && jq -r '.outputs[] | "\(.sha256)  \(.name)"' manifest.json | sha256sum -c --quiet) || fail "the manifest's sums"

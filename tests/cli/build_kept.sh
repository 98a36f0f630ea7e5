# build keeps the tags of its points between runs: a row more, a damaged file or none change nothing of what is written.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
mkdir "$work/p"
cd "$work/p"
awk 'BEGIN { print "id,date,lon,lat,geo_prec,event_type"
    for (i = 0; i < 300; i++) printf "%d,2024-01-%02d,%.4f,%.4f,%d,Clash\n", i, i % 28 + 1, 60.5 + i % 20 * 0.4, 25.5 + int(i / 20) * 0.6, i % 2 + 1 }' >in.csv
jq -n '{inputs: ["in.csv"], output: "out", outputs: ["geojson", "stats"]}' >bordermap.json
# kept: what identifies the file of tags, which a save replaces
kept() { find "$1" -name 'tags-*.bin' -printf '%i %s\n'; }
# same WHAT: the map is what a build without anything kept makes
same() {
    rm -rf "$work/none" "$work/afresh"
    mkdir "$work/afresh"
    cp in.csv bordermap.json "$work/afresh"
    (cd "$work/afresh" && XDG_CACHE_HOME=$work/none exits 0 "$bordermap" build -q)
    diff -r -x changes.csv -x .bordermap-state out "$work/afresh/out" >"$work/diff" || fail "$1: $(head -3 "$work/diff")"
}
export XDG_CACHE_HOME=$work/cache
exits 0 "$bordermap" build -q
is "files of tags" "$(kept "$work/cache" | wc -l)" 1
first=$(kept "$work/cache")
same "the first build"

sed -i 's/Clash/Protest/' in.csv
exits 0 "$bordermap" build -q
is "the kept file where every place was known" "$(kept "$work/cache")" "$first"
same "other rows at the same places"

echo '900,2024-02-01,61.1111,29.9,2,Clash' >>in.csv
exits 0 "$bordermap" build -q
[ "$(kept "$work/cache")" != "$first" ] || fail "a new place was not kept"
second=$(kept "$work/cache")
same "a row more"

sed -i '900,$d; 2,200d' in.csv
exits 0 "$bordermap" build -q
[ "$(kept "$work/cache" | cut -d' ' -f2)" -lt "${second#* }" ] || fail "places that are gone are kept"
same "rows less"

file=$(find "$work/cache" -name 'tags-*.bin')
printf x | dd of="$file" bs=1 seek=4000 conv=notrunc 2>/dev/null
sed -i 's/Protest/Clash/' in.csv
exits 0 "$bordermap" build -q
same "a damaged file"

sed -i 's/Clash/Riot/' in.csv
XDG_CACHE_HOME='' HOME='' exits 0 "$bordermap" build -q
same "nowhere to keep it"

# An alias more says where names are, not where borders are.
printf 'place,action,gaz_id,lon,lat\nXyzzyxq,block,,,\n' >own.csv
exits 0 "$bordermap" build -q
first=$(kept "$work/cache")
jq '. + {aliases: ["own.csv"]}' bordermap.json >with.json && mv with.json bordermap.json
exits 0 "$bordermap" build -q
is "the kept file with an alias more" "$(kept "$work/cache")" "$first"

# The folder of what is kept between runs stays small: what was not used for 30 days goes, and what is beyond 512 MB, the
# longest unused first; what bordermap has not named, and what is no file, stays. The big files are holes.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
mkdir "$work/p"
cd "$work/p"
awk 'BEGIN { print "id,date,lon,lat,geo_prec,event_type"
    for (i = 0; i < 60; i++) printf "%d,2024-01-%02d,%.4f,%.4f,1,Clash\n", i, i % 28 + 1, 60.5 + i % 20 * 0.4, 25.5 + int(i / 20) * 0.6 }' >in.csv
jq -n '{inputs: ["in.csv"], output: "out", outputs: ["geojson"]}' >bordermap.json
export XDG_CACHE_HOME=$work/cache
cache=$work/cache/bordermap
mkdir -p "$cache"
hex() { printf '%032d' "$1"; }
# aged NAME BYTES WHEN
aged() { truncate -s "$2" "$cache/$1" && touch -d "$3" "$cache/$1"; }
# there NAME..., gone NAME...
there() { local name; for name in "$@"; do [ -e "$cache/$name" ] || fail "'$name' is gone"; done; }
gone() { local name; for name in "$@"; do [ ! -e "$cache/$name" ] || fail "'$name' is still there"; done; }
# another TYPE: builds again after every row changed
another() { sed -i "s/,[A-Z][a-z]*\$/,$1/" in.csv && exits 0 "$bordermap" build -q; }
# further N: builds with a place that is new, which is kept
further() { echo "x$1,2024-02-01,62.$1,29.9,1,Clash" >>in.csv && exits 0 "$bordermap" build -q; }

aged "tags-$(hex 1).bin" 9 '31 days ago'
aged "bands-$(hex 2).bin" 9 '29 days ago'
aged "null-$(hex 3).bin" 9 '400 days ago'
aged "bands-$(hex 4).bin.aBcDe1" 9 '2 days ago'
aged "bands-$(hex 5).bin.aBcDe1" 9 '2 hours ago'
others=(areas.geojson.xz tags-12.bin "tags-$(hex 6)" "tags-$(hex 6).bin.xz" "Tags-$(hex 6).bin" "-$(hex 6).bin")
for name in "${others[@]}"; do aged "$name" 9 '400 days ago'; done
echo precious >"$work/precious"
touch -d '400 days ago' "$work/precious"
ln -s "$work/precious" "$cache/tags-$(hex 7).bin"
touch -h -d '400 days ago' "$cache/tags-$(hex 7).bin"
mkdir "$cache/tags-$(hex 8).bin"
touch -d '400 days ago' "$cache/tags-$(hex 8).bin"
exits 0 "$bordermap" build -q
is "words about it" "$(cat "$work/err")" ""
gone "tags-$(hex 1).bin" "null-$(hex 3).bin" "bands-$(hex 4).bin.aBcDe1"
there "bands-$(hex 2).bin" "bands-$(hex 5).bin.aBcDe1" "${others[@]}" "tags-$(hex 7).bin" "tags-$(hex 8).bin"
is "what a link leads to" "$(cat "$work/precious")" precious

# A use counts, not when it was written: a build that finds every place renews its file.
own=$(find "$cache" -name 'tags-*.bin' -type f -mtime -1 -printf '%f\n')
touch -d '20 days ago' "$cache/$own"
before=$(stat -c %i "$cache/$own")
another Riot
is "the kept file" "$(stat -c %i "$cache/$own")" "$before"
[ -z "$(find "$cache" -name "$own" -mtime +1)" ] || fail "a file that was used is as old as before"

# 200 MB each: the third oldest and younger ones fit into 512 MB; what was just written is not among those that go.
for i in 1 2 3 4; do aged "bands-$(hex 1$i).bin" 200M "$((6 - i)) days ago"; done
aged "bands-$(hex 19).bin" 511M 'tomorrow'
aged "tags-$(hex 20).bin" 9 '7 days ago'
further 1
gone "tags-$(hex 20).bin" "bands-$(hex 11).bin" "bands-$(hex 12).bin" "bands-$(hex 13).bin" "bands-$(hex 14).bin"
there "bands-$(hex 19).bin" "$own"
rm "$cache/bands-$(hex 19).bin"
for i in 1 2 3 4; do aged "bands-$(hex 1$i).bin" 200M "$((6 - i)) days ago"; done
further 2
gone "bands-$(hex 11).bin" "bands-$(hex 12).bin"
there "bands-$(hex 13).bin" "bands-$(hex 14).bin" "$own"

# map.png and map.svg: valid files, the same bytes again, and what the data say in the right colours.
source "$(dirname "$0")/lib.bash"
run() { "$bordermap" map "$BORDERMAP_SOURCE/geodata/sample/incidents.csv" -o "$work/$1" -q --outputs png,svg --jobs "$2"; }
run one 1
run two 2
cmp "$work/one/map.png" "$work/two/map.png" || fail "another run, another map.png"
cmp "$work/one/map.svg" "$work/two/map.svg" || fail "another run, another map.svg"
is "size of map.png" "$(gdalinfo "$work/one/map.png" | sed -n 's/^Size is //p')" "2240, 1600"
xmllint --noout --nonet "$work/one/map.svg" || fail "map.svg is not well-formed"
grep -qE '(href|src)="https?:' "$work/one/map.svg" && fail "map.svg loads something"
# How often a colour is in the picture: the busiest class, the areas on land, a symbol, the sea.
gdal_translate -q -of XYZ -b 1 "$work/one/map.png" "$work/red.xyz"
gdal_translate -q -of XYZ -b 2 "$work/one/map.png" "$work/green.xyz"
paste -d' ' <(cut -d' ' -f3 "$work/red.xyz") <(cut -d' ' -f3 "$work/green.xyz") | sort | uniq -c > "$work/colors"
often() { awk -v r="$1" -v g="$2" '$2 == r && $3 == g { n = $1 } END { print n + 0 }' "$work/colors"; }
within "pixels of class 5 (741541)" "$(often 116 21)" 500 20000
within "pixels of class 4 (B52B3C)" "$(often 181 43)" 500 20000
within "pixels of sea (DCE7EF)" "$(often 220 231)" 200000 1500000
within "pixels of land (F7F5F0)" "$(often 247 245)" 300000 2000000
# Nothing but incidents without a point
printf 'place,country\nno such place at all,PK\n' > "$work/none.csv"
"$bordermap" map "$work/none.csv" -o "$work/none" -q --outputs png,svg
xmllint --noout --nonet "$work/none/map.svg" || fail "a map of nothing is not well-formed"

# What shards write and merge joins is what one run writes: every file, byte by byte.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
cd "$work"

# sums DIR: the digest and name of every file in it
sums() { (cd "$1" && find . -type f | LC_ALL=C sort | xargs sha256sum); }
# same N ARGUMENT...: `map` with these arguments in N shards, and in one run made before into one/
same() {
    local n=$1 i parts=()
    shift
    rm -rf part.* merged
    for ((i = n; i >= 1; i--)); do # the order does not matter
        "$bordermap" map "$@" --draws 19 --shard "$i/$n" -o "part.$i" -q
        parts+=("part.$i")
    done
    "$bordermap" merge "${parts[@]}" -o merged -q
    diff <(sums one) <(sums merged) || fail "$n shards of '$*' differ from one run"
}
# all ARGUMENT...: with 1, 2, 3 and 8 shards
all() {
    rm -rf one
    "$bordermap" map "$@" --draws 19 -o one -q
    for n in 1 2 3 8; do same "$n" "$@"; done
}

# Records of several lines, blank lines, quotes that do not close, empty records, bytes of Windows-1252, ids that come
# again, dates of which only the last tells day from month, a column that feeds no field. Lines up to 10 kB: the cuts
# between shards fall inside records.
{
    printf 'id,date,place,country,lon,lat,killed,notes,weather\n'
    for i in $(seq 1 400); do
        case $((i % 9)) in
        0) printf '%d,01/02/2015,Quetta,Pakistan,,,1,"one, ""two""\nthree\r\n\n,,,four",dry\n' $((i % 20)) ;;
        1) printf 'k%d,03/04/2015,Zahedan,Iran,60.86,29.5,,%0*d,\n' "$i" $((1 + i * 37 % 9999)) 0 ;;
        2) printf 'k%d,,Xyzzyxq%d,PAK,,,x,"lone ""quote,"\n' "$i" "$i" ;;
        3) printf ',,,,,,,,\n\n' ;;
        4) printf 'k%d,05/06/2016,Balochistan,Pakistan,,,3,"not closed,rain\n' "$i" ;;
        5) printf 'k%d,2015,30 km south of Zahedan,Iran,,,2,caf\xe9,"a\nb"\n' "$i" ;;
        6) printf 'k%d,1/1/2017,Chaman,Pakistan,66.4,30.9,4,,=1+1\n' "$i" ;;
        7) printf 'k%d,7/8/2017,Kabul,AFG\n' "$i" ;;
        8) printf '\xd8\xb2\xd8\xa7\xd9\x87\xd8\xaf\xd8\xa7\xd9\x86%d,9/9/2018,Herat,Afghanistan,999,1,5,"\n\n\n",\n' "$i" ;;
        esac
    done
    printf 'last,31/12/2019,Torkham,Pakistan,,,,,\n'
} >hand.csv
all hand.csv --outputs geojson,stats
grep -q '"d_start":"2017-08-07"' one/incidents.geojson || fail "7/8/2017 is not day first, as 31/12/2019 says"
all hand.csv --outputs geojson,stats --dedup id --from 2015-02 --where country=PAK
[ "$(jq ".inputs[0].repeated_ids_dropped" one/manifest.json)" -gt 0 ] || fail "no repeats were dropped"

# every output, several inputs of several kinds: bytes are cut for text, blocks of records go round for the rest
ogr2ogr -f GPKG -oo AUTODETECT_TYPE=NO few.gpkg <(head -20 hand.csv | tr -d '\r') 2>/dev/null ||
    ogr2ogr -f GPKG few.gpkg hand.csv 2>/dev/null
printf '%s\n' '{"id":"j1","place":"Quetta","country":"PK"}' '{"id":"j2","place":"Zaranj","extra":"x"}' >rows.ndjson
printf '\xff\xfe' >wide.csv
printf 'id,place,country\nw1,Quetta,PK\nw2,Kandahar,AF\n' | iconv -t UTF-16LE >>wide.csv
rm -rf one
"$bordermap" map hand.csv rows.ndjson few.gpkg wide.csv -o one -q --draws 19
same 3 hand.csv rows.ndjson few.gpkg wide.csv

# what cannot be merged says why
rm -rf part.*
for i in 1 2 3; do "$bordermap" map rows.ndjson hand.csv --shard $i/3 --outputs stats -o part.$i -q; done
exits 2 "$bordermap" merge part.1 part.3 -o x; says "shard 2 of 3 is missing"
exits 2 "$bordermap" merge part.1 part.2 part.2 part.3 -o x; says "both of shard 2"
"$bordermap" map rows.ndjson hand.csv --shard 2/3 --outputs stats --max-distance 50 -o part.other -q
exits 2 "$bordermap" merge part.1 part.other part.3 -o x; says "of different runs"
"$bordermap" map rows.ndjson hand.csv --shard 2/2 --outputs stats -o part.two -q
exits 2 "$bordermap" merge part.1 part.two -o x; says "'part.two/shard.part' of 2"
cp part.2/shard.part whole
head -c 3000 whole >part.2/shard.part
exits 1 "$bordermap" merge part.1 part.2 part.3 -o x; says "is not whole: run its shard again"
size=$(wc -c <whole)
{ head -c $((size / 2)) whole; printf X; tail -c +$((size / 2 + 2)) whole; } >part.2/shard.part
exits 1 "$bordermap" merge part.1 part.2 part.3 -o x; says "is damaged: run its shard again"
cp hand.csv part.2/shard.part
exits 1 "$bordermap" merge part.1 part.2 part.3 -o x; says "is no result of a shard"
exits 1 "$bordermap" merge no-such-part -o x; says "no-such-part"
cp whole part.2/shard.part
printf 'late,,Quetta,Pakistan,,,,,\n' >>hand.csv
exits 2 "$bordermap" merge part.1 part.2 part.3 -o x; says "not those that the shards had"
exits 2 "$bordermap" merge part.1; says "-o DIR"
exits 2 "$bordermap" map rows.ndjson --shard 0/2 -o x; says "1/N to N/N"
exits 2 "$bordermap" map rows.ndjson --shard 3/2 -o x; says "1/N to N/N"
exits 2 bash -c "'$bordermap' map - --shard 1/2 -o x <rows.ndjson"; says "it is no file"
[ ! -e x/manifest.json ] || fail "a merge that failed left a result"

# UCDP's own file
[ -e "$data/ged/ged_pakistan_a.csv" ] || { echo "skipped in part: no UCDP GED in BORDERMAP_TEST_DATA"; exit 0; }
rm -rf one
"$bordermap" map "$data/ged/ged_pakistan_a.csv" --preset ged -o one -q --outputs geojson,stats,svg --draws 19
for n in 2 8; do same $n "$data/ged/ged_pakistan_a.csv" --preset ged --outputs geojson,stats,svg; done

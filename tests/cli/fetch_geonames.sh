# scripts/fetch_geonames against a mirror on disk: zips as the site has them, plain tables as a mirror may have them.
set -euo pipefail
data=${BORDERMAP_TEST_DATA:-}/geonames
[ -f "$data/AF.txt" ] || { echo "skipped: no data folder"; exit 77; }
command -v zip > /dev/null || { echo "skipped: no zip program"; exit 77; }
fetch=$BORDERMAP_SOURCE/scripts/fetch_geonames
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
site=$work/site files=$work/files
mkdir -p "$site/alternatenames" "$work/pack"
fail() { echo "$*" >&2; exit 1; }

# AF as zips, PK as text: Kabul and the first rows of each table, with the names of those places.
slice() { # country id place.txt names.txt
    { grep -P "^$2\t" "$data/$1.txt" || true; head -n 2000 "$data/$1.txt"; } | awk -F '\t' '!seen[$1]++' > "$3"
    awk -F '\t' 'NR == FNR { id[$1]; next } $2 in id' "$3" "$data/$1.alternateNamesV2.txt" > "$4"
}
slice AF 1138958 "$work/pack/AF.txt" "$work/af-names.txt"
slice PK 1167528 "$site/PK.txt" "$site/alternatenames/PK.txt"
(cd "$work/pack" && echo "see the web site" > readme.txt && zip -q "$site/AF.zip" AF.txt readme.txt)
cp "$work/af-names.txt" "$work/pack/AF.txt"
(cd "$work/pack" && zip -q "$site/alternatenames/AF.zip" AF.txt readme.txt)
printf 'AF.13\tKabul\tKabul\t1138957\nPK.02\tBalochistan\tBalochistan\t1183606\n' > "$site/admin1CodesASCII.txt"
export BORDERMAP_GEONAMES_URL=file://$site

# a transfer that broke off goes on
mkdir -p "$files"
head -c 1000 "$site/AF.zip" > "$files/AF.zip.part"
"$fetch" AF pk -o "$work/one.bmg" --dir "$files" 2> "$work/log" || { cat "$work/log" >&2; fail "the fetch failed"; }
cmp "$site/AF.zip" "$files/AF.zip"
cmp "$work/af-names.txt" "$files/AF.alternateNamesV2.txt"
grep -q "no 'admin2Codes.txt'" "$work/log" || fail "a missing table of codes was not reported"
"$BORDERMAP" gazetteer find Kabul --gazetteer "$work/one.bmg" | grep -q 1138958 || fail "Kabul is not in the gazetteer"
"$BORDERMAP" gazetteer find Quetta --gazetteer "$work/one.bmg" | grep -q 1167528 || fail "Quetta is not in the gazetteer"

# what is there is used again: same bytes without the site
BORDERMAP_GEONAMES_URL=file://$work/nowhere "$fetch" AF PK -o "$work/two.bmg" --dir "$files" 2> /dev/null
cmp "$work/one.bmg" "$work/two.bmg"

# installed, it finds the program and the outlines beside itself
cmake --install "$(dirname "$BORDERMAP")" --prefix "$work/usr" > /dev/null
(unset BORDERMAP && cd "$work" && XDG_CACHE_HOME=$work/cache "$work/usr/bin/bordermap-fetch-geonames" AF PK -o installed.bmg 2> /dev/null)
ls "$work/cache/bordermap/AF.txt" > /dev/null
"$BORDERMAP" gazetteer info "$work/installed.bmg" | jq -e '.areas > 0' > /dev/null || fail "no outlines in the gazetteer"

# what cannot be is said, and nothing is written
expect_failure() { # pattern arguments...
    local pattern=$1
    shift
    rm -f "$work/no.bmg"
    if "$fetch" "$@" -o "$work/no.bmg" 2> "$work/log"; then fail "'$*' went well"; fi
    grep -q "$pattern" "$work/log" || { cat "$work/log" >&2; fail "'$*' did not say '$pattern'"; }
    [ ! -e "$work/no.bmg" ] || fail "'$*' left a file"
}
expect_failure "neither .*IR.zip" IR --dir "$work/a"
expect_failure "no alpha-2" Iran --dir "$work/a"
head -c 2000 "$site/AF.zip" > "$work/short" && mv "$work/short" "$site/AF.zip"
expect_failure "no whole zip" AF --dir "$work/b"
head -c 5000 "$data/PK.txt" > "$site/PK.txt"
expect_failure "no table of 19" PK --dir "$work/c"

# The files of geodata/ are the ones the manifest names, and all of them together stay small.
set -euo pipefail
cd "$BORDERMAP_SOURCE/geodata"
n=0
while IFS=, read -r kind name version sha256 bytes licence sources what; do
    case $kind in kind | npm | deb) continue ;; esac
    [ "$kind" = file ] || { echo "manifest.csv: kind '$kind', expected npm, deb or file" >&2; exit 1; }
    [ "$(stat -c %s "$name")" = "$bytes" ] || { echo "$name: $(stat -c %s "$name") bytes, manifest: $bytes" >&2; exit 1; }
    echo "$sha256  $name" | sha256sum --quiet --check -
    [ -n "$licence" ] && [ -n "$sources" ] && [ -n "$what" ] || { echo "$name: licence, sources or what is empty" >&2; exit 1; }
    n=$((n + 1))
done < manifest.csv
[ "$n" -ge 2 ]
# every packed file is in the manifest
for file in *.xz *.bmp *.bmp.xz; do
    [ ! -f "$file" ] || grep -q "^file,$file," manifest.csv || { echo "$file is not in manifest.csv" >&2; exit 1; }
done
# packages are pinned
awk -F, '$1 == "npm" || $1 == "deb" { if ($3 !~ /^[0-9]/ || length($4) != 64) { print "not pinned: " $2; exit 1 } }' manifest.csv
total=$(du -sb . | cut -f 1)
[ "$total" -lt 25000000 ] || { echo "geodata/ has $total bytes, expected less than 25 MB" >&2; exit 1; }

# What the tables must hold, whoever made them: names from public knowledge.
xz -dc places.txt.xz | LC_ALL=C awk -F '\t' '
    NF != 19 { print "row " NR ": " NF " columns"; bad = 1; exit }
    $5 + 0 != $5 || $6 + 0 != $6 || $5 < -90 || $5 > 90 || $6 < -180 || $6 > 180 { print "row " NR ": " $5 " " $6; bad = 1; exit }
    $1 in id { print "row " NR ": id " $1 " twice"; bad = 1; exit }
    { id[$1]; names = "," $2 "," $4 ","; n++ }
    $7 == "P" && $9 == "PK" && $2 == "Quetta" && $15 > 500000 && index(names, ",کوئٹہ,") { found["Quetta"] }
    $7 == "P" && $8 == "PPLC" && $9 == "AF" && $2 == "Kabul" && $15 > 3e6 && index(names, ",کابل,") { found["Kabul"] }
    $7 == "P" && $8 == "PPLC" && $9 == "IR" && $2 == "Tehran" && $15 > 7e6 && index(names, ",تهران,") { found["Tehran"] }
    $7 == "P" && $9 == "IQ" && $2 == "Mosul" && $15 > 1e6 { found["Mosul"] }
    $7 == "P" && $9 == "IR" && $2 == "Mashhad" && $15 > 2e6 && index(names, ",مشهد,") { found["Mashhad"] }
    $8 == "ADM1" && $9 == "PK" && $11 == "02" && $2 == "Balochistan" && index(names, ",بلوچستان,") { found["Balochistan"] }
    $8 == "ADM1" && $9 == "PK" && $11 == "03" && $2 == "Khyber Pakhtunkhwa" { found["Khyber Pakhtunkhwa"] }
    $8 == "PCLI" && $9 == "XK" && $2 == "Kosovo" { found["Kosovo"] }
    index($4, "\303\203\302") || index($4, "\303\230\302") || index($4, "\303\231\302") || index($4, "\357\277\275") {
        print "row " NR ": damaged text " $4; bad = 1; exit
    }
    END {
        if (bad) exit 1
        split("Quetta;Kabul;Tehran;Mosul;Mashhad;Balochistan;Khyber Pakhtunkhwa;Kosovo", want, ";")
        for (i = 1; i <= 8; i++) if (!(want[i] in found)) { print "not found as it should be: " want[i]; bad = 1 }
        if (n < 200000) { print n " places"; bad = 1 }
        exit bad
    }'
xz -dc areas.geojson.xz | jq -e '
    [.features[].properties] as $all |
    ([$all[] | select(.level == 0) | .iso3] | unique | length) as $n |
    ($n == ([$all[] | select(.level == 0)] | length)) and
    (["XKX", "PSE", "SSD", "ESH", "FRA", "NOR"] - [$all[] | select(.level == 0) | .iso3] == []) and
    ([$all[] | select(.iso3 | test("^[A-Z]{3}$") | not)] == []) and
    (["40", "42"] - [$all[] | select(.iso2 == "AF") | .admin1] == []) and
    (["26", "44"] - [$all[] | select(.iso2 == "IR") | .admin1] == [])' > /dev/null ||
    { echo "areas.geojson: countries or provinces are not as they should be" >&2; exit 1; }

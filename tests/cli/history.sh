#!/usr/bin/env bash
# An incident is tagged by the border of its day: states that divide and join (tests/data/border/history.geojson). The days are
# those of independence and union; distances are looked at only where a border comes or goes.
. "$(dirname "$0")/lib.bash"
history=$(dirname "$0")/../data/border/history.geojson

exits 0 "$bordermap" borders build -o "$work/history.bmb" "$history"
cat > "$work/rows.csv" <<'E2'
id,date,lon,lat,want_dyad,want_side
renk-before,2011-07-08,32.8,11.8,ETH-SDN,SDN
renk-after,2011-07-09,32.8,11.8,SDN-SSD,SSD
juba-before,2011-07-08,31.6,4.85,KEN-SDN,SDN
juba-after,2011-07-09,31.6,4.85,KEN-SSD,SSD
adikeyh-before,1993-05-23,39.37,14.85,ETH-SDN,ETH
adikeyh-after,1993-05-24,39.37,14.85,ERI-ETH,ERI
helmstedt-before,1990-10-02,11.0,52.23,DDR-DEU,DEU
helmstedt-after,1990-10-03,11.0,52.23,DEU-POL,DEU
leipzig-before,1990-10-02,12.4,51.34,DDR-DEU,DDR
leipzig-after,1990-10-03,12.4,51.34,DEU-POL,DEU
taizz-before,1990-05-21,44.0,13.6,YEM-YMD,YEM
taizz-after,1990-05-22,44.0,13.6,SAU-YEM,YEM
aden-before,1990-05-21,45.0,12.85,YEM-YMD,YMD
aden-after,1990-05-22,45.0,12.85,SAU-YEM,YEM
narva-before,1991-09-05,28.0,59.37,POL-RUS,RUS
narva-after,1991-09-06,28.0,59.37,EST-RUS,EST
kharkiv-before,1991-12-25,36.3,50.0,POL-RUS,RUS
kharkiv-after,1991-12-26,36.3,50.0,RUS-UKR,UKR
no-day,,32.8,11.8,SDN-SSD,SSD
a-month,2011-07,32.8,11.8,ETH-SDN,SDN
later,2024-02-01,32.8,11.8,SDN-SSD,SSD
earlier,1955-08-18,31.6,4.85,KEN-SDN,SDN
E2
exits 0 "$bordermap" tag "$work/rows.csv" --borders "$work/history.bmb" -f ndjson
says "2 rows lie outside of the borders' days (1960-01-01 to 2019-12-31)"
n=0
while IFS= read -r row; do
    get() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" <<< "$row"; }
    is "dyad of $(get inc_id)" "$(get dyad)" "$(get x_want_dyad)"
    is "side of $(get inc_id)" "$(get side)" "$(get x_want_side)"
    n=$((n + 1))
done < "$work/out"
is "rows" "$n" 22

# The same place on many days: what is remembered of one day serves no other; threads change nothing.
head -1 "$work/rows.csv" > "$work/many.csv"
for i in 1 2 3 4 5 6; do tail -n +2 "$work/rows.csv" | sed "s/^/$i-/"; done >> "$work/many.csv"
exits 0 "$bordermap" tag "$work/many.csv" --borders "$work/history.bmb" -q --jobs 1
mv "$work/out" "$work/one"
exits 0 "$bordermap" tag "$work/many.csv" --borders "$work/history.bmb" -q --jobs 3
cmp "$work/one" "$work/out" || fail "the tags depend on the number of threads"

# A segment has one pair of days, and borders info tells them.
exits 0 "$bordermap" borders info --borders "$work/history.bmb" --dyad ETH-SDN
is "days of the segments" "$(tail -n +2 "$work/out" | cut -d, -f8,9 | sort -u | tr '\n' ' ')" \
    "1960-01-01,1993-05-23 1960-01-01,2011-07-08 1960-01-01,2019-12-31 "
exits 0 "$bordermap" borders info --borders "$work/history.bmb"
is "days of SDN-SSD" "$(grep '^SDN-SSD,' "$work/out" | cut -d, -f8,9)" "2011-07-09,2019-12-31"
is "days of DDR-DEU" "$(grep '^DDR-DEU,' "$work/out" | cut -d, -f8,9)" "1960-01-01,1990-10-02"

# One column a day, named by option; a value that is no day is told and its polygon left out.
sed 's/"gwsyear"/"start"/; s/"gweyear"/"stop"/' "$history" > "$work/named.geojson"
exits 0 "$bordermap" borders build -o "$work/named.bmb" "$work/named.geojson" --valid-from start --valid-to stop
says "found 'DDR-DEU', expected polygons that do not overlap" # with years alone both Germanies of 1990 hold all year
exits 0 "$bordermap" borders info --borders "$work/named.bmb"
is "years of DDR-POL" "$(grep '^DDR-POL,' "$work/out" | cut -d, -f8,9)" "1960-01-01,1989-12-31"
sed '0,/"gwsyear":1960/s//"gwsyear":"soon"/' "$history" > "$work/bad.geojson"
exits 0 "$bordermap" borders build -o "$work/bad.bmb" "$work/bad.geojson"
says "bad.geojson, row 1, column 'date': warning: found 'soon'"
exits 1 "$bordermap" borders build -o "$work/none.bmb" "$history" --valid-from gwstart
says "the nearest name is 'gwsyear'"

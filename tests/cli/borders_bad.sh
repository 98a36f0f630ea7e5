#!/usr/bin/env bash
# Bad input of `borders build`: for each fault a clear error or a counted repair, and right lengths after it.
# Lengths of edges by GeographicLib (geographiclib-tools): GeodSolve -i -p 6 <<< "0 1 1 1" gives 110574.388558 m for a
# degree of the meridian at the equator; "0 0 0 1" 111319.490793 m and "1 0 1 1" 111302.649339 m from meridian to meridian.
. "$(dirname "$0")/lib.bash"
bad=$BORDERMAP_SOURCE/tests/data/border/bad
degree=110.574389

# build NAME [OPTION...]: the file's messages are in $work/err, its dyads in $work/out
build() {
    local name=$1; shift
    exits 0 "$bordermap" borders build -o "$work/$name.bmb" "$@"
    mv "$work/err" "$work/said"
    exits 0 "$bordermap" borders info --borders "$work/$name.bmb"
    mv "$work/said" "$work/err"
}
rows() { tail -n +2 "$work/out" | cut -d, -f1,6,7 | tr '\n' ' '; }
whose() { printf 'lon,lat\n%s\n' "$2" | "$bordermap" tag - -q --borders "$work/$1.bmb" -f ndjson |
    sed 's/.*"side":\("[A-Z]*"\|null\).*/\1/' | tr -d '"\n'; }

# A ring that crosses itself far from the border: two rings, the ground of both, none between them.
build crossing "$bad/crossing.geojson"
says "crossing.geojson, row 1, column 'geometry': warning: found 'a ring that crosses itself or has spikes', expected a simple ring; taken as the 2 rings"
is crossing "$(rows)" "AAA-BBB,$degree,international "
is "ground of the bow" "$(whose crossing -0.9,0.5)" AAA
is "ground beside the bow" "$(whose crossing -0.5,0.9)" null

# Spikes and points that are there twice.
build spikes "$bad/spikes.geojson"
says "spikes.geojson, row 1, column 'geometry': warning: found 'a ring that crosses itself or has spikes'"
says "spikes left out"
says "spikes.geojson, row 2, column 'geometry': note: found 'repeated points: 3', expected each point once"
is spikes "$(rows)" "AAA-BBB,$degree,international "

build empty "$bad/empty.geojson"
for row in 3 4; do says "empty.geojson, row $row, column 'geometry': warning: found 'an empty geometry', expected a polygon; the feature is left out"; done
says "empty.geojson, row 5, column 'geometry': warning: found 'points or lines', expected a polygon"
says "empty.geojson, row 6, column 'geometry': warning: found 'a ring without ground inside', expected three places or more"
is empty "$(rows)" "AAA-BBB,$degree,international "

# Both ways to write a ring over 180 degrees; the border of two degrees along the equator goes across it.
build over180 "$bad/over180.geojson"
for row in 1 2; do says "over180.geojson, row $row, column 'geometry': note: found 'a ring across 180 degrees', expected rings cut at 180 degrees"; done
is over180 "$(rows)" "AAA-BBB,222.638982,international "
for place in 179.5,-0.5:AAA -179.5,-0.5:AAA 179.5,0.5:BBB -179.5,0.5:BBB 0,0.5:null 178,0.5:null -178,-0.5:null; do
    is "ground at ${place%:*}" "$(whose over180 "${place%:*}")" "${place#*:}"
done
build pole "$bad/pole.geojson"
says "pole.geojson, row 1, column 'geometry': warning: found 'a ring around a pole', expected a ring closed along 180 degrees and the pole; the ring is left out"

# Rings closed by edges once round the earth: a belt, a cap about a pole, land that ends where Mercator's maps do. The
# border is the parallel of 70 degrees: 2 pi a cos(phi) / sqrt(1 - e2 sin(phi)^2) is 13,747.155 km.
build round "$bad/round.geojson"
within round "$(rows | cut -d, -f2)" 13746.9 13747.2
is "nothing said of them" "$(grep -c "'geometry'" "$work/err")" 0
for place in 0,65:AAA 180,65:AAA -179.5,65:AAA 0,80:BBB 0,90:BBB 0,50:null 45,-70:CCC -120,-89:CCC 0,-90:CCC 90,-61.5:null; do
    is "ground at ${place%:*}" "$(whose round "${place%:*}")" "${place#*:}"
done

# Overlapping countries: 1 + 0.5 + 0.5 degrees of AAA's outline, no border; the other border stays.
build overlap "$bad/overlap.geojson"
says "overlap.geojson, column 'geometry': warning: found 'AAA-BBB', expected polygons that do not overlap; "
is overlap "$(rows)" "BBB-CCC,$degree,international "

# Neighbours apart by 70 m at most, which are matched, and a lake, which is not.
build apart "$bad/apart.geojson" --tolerance 200
says "apart.geojson, column 'geometry': note: found 'AAA-BBB', expected neighbours that share their vertices; "
says "m of border are taken from two lines less than 200 m apart"
says "apart.geojson, column 'geometry': warning: found 'AAA-BBB', expected a border without gaps; 2 where only one of the two has a line, 62900 m along outlines"
within apart "$(rows | cut -d, -f2)" 88.45 88.46 # 0.8 of a degree

# A polygon that is there twice, begun elsewhere, is one: its overlap is still seen as one.
printf '%s\n' 'WKT,A3' '"POLYGON((0 0,1.5 0,1.5 1,0 1,0 0))",AAA' '"POLYGON((1 0,2 0,2 1,1 1,1 0))",BBB' \
    '"POLYGON((1.5 1,0 1,0 0,1.5 0,1.5 1))",AAA' >"$work/twice.csv"
exits 1 "$bordermap" borders build -o "$work/no.bmb" "$work/twice.csv"
says "twice.csv, column 'geometry': warning: found 'AAA', expected each ring of a country's ground once; 1 that are there again"
says "twice.csv, column 'geometry': warning: found 'AAA-BBB', expected polygons that do not overlap; 111195 m of outline"

exits 1 "$bordermap" borders build -o "$work/no.bmb" "$bad/no_country.geojson"
says "no_country.geojson' has no column with a usual name for the country (its columns: ident, population); say which one it is with --country-field"
exits 1 "$bordermap" borders build -o "$work/no.bmb" "$bad/no_country.geojson" --country-field idant
says "no_country.geojson' has no column 'idant'; the nearest name is 'ident'"
exits 1 "$bordermap" borders build -o "$work/no.bmb" "$bad/no_sides.geojson"
says "no columns with usual names for the countries to the left and right (adm0_a3_l and adm0_a3_r, left and right ...; its columns: featurecla, from)"

# Coordinate systems: named, it is converted; metres that are taken for degrees are refused; unknown, it is said.
build projected "$bad/projected.geojson"
says "projected.geojson, column 'geometry': note: found 'WGS 84 / Pseudo-Mercator', expected WGS 84 longitude and latitude; converted"
is projected "$(rows)" "AAA-BBB,$degree,international "
exits 1 "$bordermap" borders build -o "$work/no.bmb" "$bad/metres.geojson"
says "metres.geojson, row 1, column 'geometry': warning: found 'longitude 111319.490793, latitude "
says "expected longitude within 180 and latitude within 90 degrees; the ring is left out"
says "metres.geojson': none of its 2 features is a country's ground in degrees"
printf '%s\n' 'WKT,A3' '"POLYGON((0 0,1 0,1 1,0 1,0 0))",AAA' '"POLYGON((1 0,2 0,2 1,1 1,1 0))",BBB' > "$work/unknown.csv"
build unknown "$work/unknown.csv"
says "unknown.csv' does not name its coordinate system: taken as WGS 84 longitude and latitude"
is unknown "$(rows)" "AAA-BBB,$degree,international "
printf '%s\n' 'WKT,A3' '"POLYGON((500000 4000000,600000 4000000,600000 4100000,500000 4000000))",AAA' > "$work/metres.csv"
exits 1 "$bordermap" borders build -o "$work/no.bmb" "$work/metres.csv"
says "metres.csv' does not name its coordinate system: its coordinates are not longitude and latitude; give it one (a .prj file, ogr2ogr -a_srs)"
says "found 'longitude 500000, latitude 4000000'"

build heights "$bad/heights.geojson"
says "heights.geojson, row 1, column 'geometry': note: found 'heights', expected two coordinates a point"
is heights "$(rows)" "AAA-BBB,$degree,international "

# Lines: Natural Earth's classes become a status; what is no line between two countries is left out, with its row.
build lines "$bad/lines.geojson"
is lines "$(rows)" "AAA-BBB,$degree,international AAA-CCC,111.302649,disputed AAA-DDD,111.319491,line_of_control AAA-EEE,$degree,indefinite AAA-FFF,$degree,indefinite "
says "lines.geojson, row 1, column 'geometry': note: found 'repeated points: 1'"
says "lines.geojson, row 7, column 'right country': warning: expected a country as alpha-2, alpha-3 or a name; the line is left out"
says "lines.geojson, row 8, column 'left country': note: found 'AAA', expected another country than on the right"
says "lines.geojson, row 9, column 'geometry': warning: found 'an empty geometry', expected a line"
says "lines.geojson, row 10, column 'geometry': warning: found 'longitude 0, latitude 91', expected longitude within 180 and latitude within 90 degrees; the line is left out"

[ ! -e "$work/no.bmb" ] || fail "a file is left behind by a build that failed"

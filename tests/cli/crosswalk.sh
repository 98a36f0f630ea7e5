# Which segment became which: every kilometre of both files, and a name keeps its place in another drawing.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"

# Along the equator a degree is 111.3194908 km (6378.137 km x pi / 180): three degrees are 7 segments of 47.708353 km.
line() { # LEFT RIGHT FROM TO: a line on the equator
    printf '{"type":"Feature","properties":{"left":"%s","right":"%s"},"geometry":{"type":"LineString","coordinates":[[%s,0],[%s,0]]}}' "$@"
}
file() { # NAME FEATURES
    printf '{"type":"FeatureCollection","features":[%s]}' "$2" >"$work/$1.geojson"
    "$bordermap" borders build -o "$work/$1.bmb" "$work/$1.geojson" 2>/dev/null
}
file old "$(line AGO BWA 10 13)"
file new "$(line AGO BWA 10 12),$(line AGO BDI 12 12.5),$(line AGO BWA 14 15)"
"$bordermap" borders crosswalk "$work/old.bmb" "$work/new.bmb" >"$work/rows.csv"

sum() { awk -F, -v i="$1" -v v="$2" -v s="$3" 'NR > 1 && (i == 0 || $i == v) { n += $s } END { printf "%.6f\n", n }' "$work/rows.csv"; }
within "kilometres of old" "$(sum 0 '' 3)" 333.958471 333.958474
within "kilometres of new" "$(sum 0 '' 5)" 389.618216 389.618219
for k in 1 2 3 4 5 6 7; do within "share of old segment $k" "$(sum 1 AGO-BWA-00$k 4)" 0.999999 1.000001; done
# new: AGO-BWA has 3 degrees and 7 segments of its own; AGO-BDI is half a degree, one segment. Where the old line
# goes on beyond all tolerance (10 km, 0.0898315 degrees past 12.5) it has no partner.
within "old without a partner" "$(sum 2 '' 3)" 45.659 45.661
within "new without a partner" "$(sum 1 '' 5)" 111.3194 111.3196
within "what AGO-BDI took" "$(sum 2 AGO-BDI-001 3)" 55.659 55.661
is "first row" "$(sed -n 2p "$work/rows.csv")" "AGO-BWA-001,AGO-BWA-001,47.708353,1.000000000,47.708353,1.000000000"
"$bordermap" borders crosswalk "$work/old.bmb" "$work/new.bmb" -f json >"$work/rows.json"
is "rows as JSON" "$(jq length "$work/rows.json")" "$(($(wc -l <"$work/rows.csv") - 1))"
is "null where there is none" "$(jq '[.[] | select(.old_seg == null and .old_km == null)] | length' "$work/rows.json")" \
    "$(awk -F, 'NR > 1 && $1 == ""' "$work/rows.csv" | wc -l)"
exits 2 "$bordermap" borders crosswalk "$work/old.bmb" "$work/new.bmb" -f geojson
exits 2 "$bordermap" borders crosswalk "$work/old.bmb"

# The same file: every segment is itself, whole.
"$bordermap" borders crosswalk "$work/new.bmb" "$work/new.bmb" >"$work/rows.csv"
is "rows that are not themselves" "$(awk -F, 'NR > 1 && ($1 != $2 || $4 != 1 || $6 != 1)' "$work/rows.csv" | wc -l)" 0

# A real border drawn anew keeps the names of the built-in one: Natural Earth's lines are other lines, with other
# lengths, but a segment lies where it lay.
need_data borders/ne_10m_admin_0_boundary_lines_land.json
"$bordermap" borders build -o "$work/ne.bmb" "$data/borders/ne_10m_admin_0_boundary_lines_land.json" 2>/dev/null
for dyad in IRN-PAK AFG-PAK; do
    own=$("$bordermap" borders info --dyad $dyad | wc -l)
    is "segments of $dyad" "$("$bordermap" borders info --dyad $dyad --borders "$work/ne.bmb" | wc -l)" "$own"
done

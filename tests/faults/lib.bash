# Read by the scripts here: two small maps of one folder, the old and the new, and what must hold after whatever happened.
set -euo pipefail
. "$BORDERMAP_SOURCE/tests/cli/lib.bash"
faults=$BORDERMAP_FAULTS
command -v jq >/dev/null || { echo "skipped: no jq"; exit 77; }
printf 'id,date,lon,lat,place\n1,2024-01-01,0.9,0.5,\n2,2024-01-02,1.1,0.25,\n3,,,,Nowhere\n' >"$work/old.csv"
printf 'id,date,lon,lat,place\n1,2024-01-01,0.9,0.6,\n4,2024-02-02,1.9,0.75,\n5,,,,Elsewhere\n6,,200,1,\n' >"$work/new.csv"
"$bordermap" borders build -o "$work/three.bmb" "$BORDERMAP_SOURCE/tests/data/bad/borders/three.geojson" 2>/dev/null
outputs=${outputs:-geojson,shp,gpkg,fgb,qgz,html,png,svg,stats}

# map_into DIR WHICH [COMMAND...]: maps old.csv or new.csv, through COMMAND
map_into() {
    local dir=$1 which=$2; shift 2
    "$@" "$bordermap" map "$work/$which.csv" -o "$dir" -q --borders "$work/three.bmb" --outputs "$outputs"
}
# The files of a folder, whatever their order, without what a run leaves to the next one.
files_of() { find "$1" -mindepth 1 -maxdepth 1 ! -name '.bordermap-staging-*' -printf '%f\n' | LC_ALL=C sort; }
# has_begun PID DIR: waits for the run's staging folder; it ends with its words if the run ended before
has_begun() {
    until has_leftovers "$2"; do
        kill -0 "$1" 2>/dev/null || fail "the run ended: $(cat "$work/err" "$work/err1" 2>/dev/null)"
        sleep 0.02
    done
}
has_leftovers() { [ -n "$(find "$1" -mindepth 1 -name '.bordermap-staging-*' -print -quit)" ]; }
# whole DIR: every file is there and as its manifest says
whole() { jq -r '.outputs[] | .sha256 + "  " + .name' "$1/manifest.json" 2>/dev/null | (cd "$1" && sha256sum -c --quiet --strict >/dev/null 2>&1); }
# state_of DIR: old, new, or what is wrong with it
state_of() {
    local which
    whole "$1" || { echo "not whole"; return; }
    for which in old new; do
        if cmp -s "$1/manifest.json" "$work/$which/manifest.json"; then
            if [ "$(files_of "$1")" = "$(files_of "$work/$which")" ]; then echo "$which"; else echo "$which, with other files"; fi
            return
        fi
    done
    echo "neither old nor new"
}
# is_new_by_rows DIR: the new map, but for the counters in the GeoPackage's head that say how often it was written (bytes 25
# to 28 and 93 to 100, https://www.sqlite.org/fileformat.html): SQLite writes again what failed once
is_new_by_rows() {
    whole "$1" && [ "$(files_of "$1")" = "$(files_of "$work/new")" ] &&
        cmp -s <(grep -v '"bordermap.gpkg"' "$1/manifest.json") <(grep -v '"bordermap.gpkg"' "$work/new/manifest.json") &&
        { cmp -l "$1/bordermap.gpkg" "$work/new/bordermap.gpkg" || true; } | awk '$1 < 25 || ($1 > 28 && $1 < 93) || $1 > 100 { exit 1 }'
}
map_into "$work/old" old
map_into "$work/new" new
is "the old map" "$(state_of "$work/old")" old
is "the new map" "$(state_of "$work/new")" new
# afresh: the folder `d` with the old map in it
afresh() { rm -rf "${work:?}/d"; cp -a "$work/old" "$work/d"; }

# map.html in Chromium: scripts/test_page without its measurements.
source "$(dirname "$0")/lib.bash"
for program in chromium node npm; do
    command -v $program >/dev/null || { echo "skipped: no $program"; exit 77; }
done
BORDERMAP_PAGE_OUT=$work/page BORDERMAP_NO_INSTALL=1 "$BORDERMAP_SOURCE/scripts/test_page"
cmp "$work/page/one/map.html" <("$bordermap" map "$work/page/one.csv" -o "$work/again" --outputs html -q --jobs 1 &&
    cat "$work/again/map.html") || fail "another run, another map.html"

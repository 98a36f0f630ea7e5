#!/usr/bin/env bash
# A full disk, a limit of file size, a folder that may not be written, /dev/full, a pipe that closes, signals, and two runs
# into one folder: the message says why, the exit code is right, and the folder has its old map or nothing.
. "$(dirname "$0")/lib.bash"
small=$work/small

# What the system says, and what SQLite makes of it.
too_large="File too large|disk I/O error" no_space="No space left on device|database or disk is full"

# fails_into DIR TEXTS COMMAND...: exit 1, one of TEXTS on standard error, DIR as it was before (old map or empty)
fails_into() {
    local dir=$1 text=$2 before code=0; shift 2
    before=$(ls -A "$dir" 2>/dev/null || echo none)
    "$@" >"$work/out" 2>"$work/err" || code=$?
    is "'$*': exit" "$code" 1
    grep -qE "$text" "$work/err" || fail "'$*': expected '$text', found: $(cat "$work/err")"
    is "'$*': the folder" "$(ls -A "$dir" 2>/dev/null || echo none)" "$before"
    [ ! -e "$dir/manifest.json" ] || [[ $(state_of "$dir") = old* ]] || fail "'$*': the map is $(state_of "$dir")"
}

# A limit of file size stands for a quota: 40 KB are less than the GeoPackage.
limited() { (ulimit -f 40; "$@"); }
fails_into "$work/l" "$too_large" limited map_into "$work/l" new
afresh
fails_into "$work/d" "$too_large" limited map_into "$work/d" new
for only in shp fgb gpkg geojson html png svg; do
    outputs=$only
    ulimited() { (ulimit -f 1; "$@"); }
    code=0
    map_into "$work/l" new ulimited >"$work/out" 2>"$work/err" || code=$?
    [ "$code" = 1 ] || [ "$(find "$work/l" -size +1k | wc -l)" = 0 ] || fail "$only: a file over the limit of its size, and exit $code"
    rm -rf "${work:?}/l"
done
outputs=geojson,shp,gpkg,fgb,qgz,html,png,svg,stats

# A disk of 200 KB, empty, and one of 2 MB with the old map; then one that is mounted for reading only.
mkdir "$small"
if mount -t tmpfs -o size=200k tmpfs "$small" 2>/dev/null; then
    trap 'umount "$small" 2>/dev/null || true; rm -rf "$work"' EXIT
    fails_into "$small" "$no_space" map_into "$small" new
    fails_into "$small" "$no_space" map_into "$small/below" new
    mount -o remount,size=1500k "$small"
    cp -a "$work/old/." "$small"
    head -c 2000000 /dev/zero >"$small/fill" 2>/dev/null || true
    fails_into "$small" "$no_space" map_into "$small" new
    rm "$small/fill"
    mount -o remount,ro "$small"
    fails_into "$small" "Read-only file system" map_into "$small" new
    umount "$small"
else
    echo "skipped: no right to mount a small disk"
fi

# Somebody else's folder.
if [ "$(id -u)" = 0 ]; then
    chmod 755 "$work"
    as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
    afresh
    chmod 555 "$work/d"
    fails_into "$work/d" "Permission denied" map_into "$work/d" new as_nobody
fi

# Standard output that is full: every command that writes there.
for command in "check $work/old.csv" "check -f csv $work/old.csv" "geocode $work/old.csv" "tag -f ndjson $work/old.csv" "tag -f json $work/old.csv" \
    "stats -f json $work/old.csv" "stats -f csv $work/old.csv" "borders info" "borders info -f json" "borders info --dyad IRN-PAK" \
    "gazetteer info" "gazetteer find Quetta" "build --schema" "--help" "--version" "map --help"; do
    # shellcheck disable=SC2086
    exits 1 bash -c 'exec "$@" >/dev/full' full "$bordermap" $command
    says "standard output"
done

# A reader that goes away: the end, without a word, as other tools do.
{ echo id,place,country; seq -f '%.0f,Quetta,Pakistan' 20000; } >"$work/many.csv"
for command in "geocode -q $work/many.csv" "tag -q -f ndjson $work/many.csv" "check -q -f csv $work/many.csv" "borders info --dyad CHN-RUS"; do
    # shellcheck disable=SC2086
    { "$bordermap" $command 2>"$work/err" || echo $? >"$work/code"; } | head -1 >/dev/null
    [ ! -s "$work/err" ] || fail "'$command | head -1' says $(cat "$work/err")"
    [ ! -s "$work/code" ] || is "'$command | head -1'" "$(cat "$work/code")" 141
done

# Interrupted and terminated, while it waits for more and while it works: exit 130, the old map, nothing left behind.
mkfifo "$work/more"
# What a run waits for before it begins: 64 kB, which tell what a pipe holds.
much() { cat "$work/new.csv"; seq -f '%.0f,2024-03-03,0.9,0.5,' 1000 5000; }
for signal in INT TERM; do
    afresh
    "$bordermap" map - -o "$work/d" -q --borders "$work/three.bmb" --outputs "$outputs" <"$work/more" 2>"$work/err" &
    pid=$!
    exec 9>"$work/more"
    much >&9
    has_begun "$pid" "$work/d"
    kill -s "$signal" "$pid"
    code=0
    wait "$pid" || code=$?
    exec 9>&-
    is "$signal: exit" "$code" 130
    is "$signal: the map" "$(state_of "$work/d")" old
    ! has_leftovers "$work/d" || fail "$signal leaves the staging folder behind"
done

# Two runs at once: the second says so, the first goes on.
afresh
"$bordermap" map - -o "$work/d" -q --borders "$work/three.bmb" --outputs "$outputs" <"$work/more" 2>"$work/err1" &
pid=$!
exec 9>"$work/more"
much >&9
has_begun "$pid" "$work/d"
exits 1 "$bordermap" map "$work/new.csv" -o "$work/d" -q --borders "$work/three.bmb" --outputs "$outputs"
says "another run is writing into"
exec 9>&-
wait "$pid" || fail "the first of two runs fails: $(cat "$work/err1")"
whole "$work/d" || fail "two runs at once leave a folder that is not whole"

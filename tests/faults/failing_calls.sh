#!/usr/bin/env bash
# Every call that changes a file fails once (an interposed library): opening for writing, writing, fsync, truncating,
# renaming, linking, making a folder, closing; GDAL's and SQLite's too, as far as they go through the C library. The map in
# the folder is the old one or the new one, whole; the exit code is 1 and the message says why, or the run managed without
# the call; nothing half done is left behind. FAULTS=all tries every call (scripts/faults), the short form about every 23rd.
. "$(dirname "$0")/lib.bash"
errors=(28 5 122) # ENOSPC, EIO, EDQUOT
texts=('No space left on device' 'Input/output error' 'Disk quota exceeded')

# run N ERRNO COMMAND...: with the N-th call failing; its exit code
with_failure() { local n=$1 error=$2; shift 2; FAIL_AT=$n FAIL_ERRNO=$error LD_PRELOAD=$faults/failing.so "$@" >"$work/out" 2>"$work/err"; }

count_calls() { FAIL_COUNT=$work/count LD_PRELOAD=$faults/failing.so "$@" >/dev/null 2>"$work/err" || fail "$*: $(cat "$work/err")"; cat "$work/count"; }

# What a run that failed must have said; GDAL knows of its own failures only that they happened.
check_message() {
    local n=$1 which=$2
    [ -s "$work/err" ] || fail "call $n failed without a word"
    grep -qF "${texts[$which]}" "$work/err" || grep -q 'GDAL says\|cannot' "$work/err" || fail "call $n: no reason in '$(cat "$work/err")'"
}

stride=$([ "${FAULTS:-}" = all ] && echo 1 || echo 23)

afresh
total=$(count_calls map_into "$work/d" new)
is "a map without failures" "$(state_of "$work/d")" new
tried=0 managed=0 old=0
for ((n = 1; n <= total; n += stride)); do
    which=$((n % 3)) code=0
    afresh
    with_failure "$n" "${errors[$which]}" map_into "$work/d" new || code=$?
    state=$(state_of "$work/d")
    case $code in
    0) [ "$state" = new ] || is_new_by_rows "$work/d" || fail "call $n of $total: exit 0 and the folder is $state"; managed=$((managed + 1)) ;;
    1) [ "$state" = old ] || [ "$state" = new ] || fail "call $n of $total (${texts[$which]}): the folder is $state: $(cat "$work/err")"
        check_message "$n" "$which"
        [ "$state" = new ] || old=$((old + 1)) ;;
    *) fail "call $n of $total: exit $code: $(cat "$work/err")" ;;
    esac
    ! has_leftovers "$work/d" || fail "call $n of $total: leaves its staging folder behind"
    tried=$((tried + 1))
done
echo "map: $tried of $total calls failed; $old times the old map stood, $managed times the run managed without"
[ "$old" -gt $((tried / 2)) ] || fail "only $old of $tried failures had an effect"

# Commands that write one file: it is there whole, or not at all.
one_file() {
    local name=$1 file=$2; shift 2
    rm -f "$file"
    local total=$(count_calls "$@") n code tried=0 want
    want=$(sha256sum <"$file")
    for ((n = 1; n <= total; n += 1 + total / ${FAULTS_SOME:-12})); do
        code=0
        rm -f "$file"
        with_failure "$n" 28 "$@" || code=$?
        if [ "$code" = 0 ]; then [ "$(sha256sum <"$file")" = "$want" ] || fail "$name, call $n: exit 0 and another file"
        else
            is "$name, call $n: exit" "$code" 1
            # whole, where only the words about it could not be written
            [ ! -e "$file" ] || [ "$(sha256sum <"$file")" = "$want" ] || fail "$name, call $n: leaves half a file behind"
            says "No space left on device"
        fi
        [ -z "$(find "$(dirname "$file")" -name "$(basename "$file").*")" ] || fail "$name, call $n: leaves a temporary file behind"
        tried=$((tried + 1))
    done
    echo "$name: $tried of $total calls failed"
}
mkdir "$work/made"
[ "${FAULTS:-}" != all ] || export FAULTS_SOME=1000000
one_file "borders build" "$work/made/b.bmb" "$bordermap" borders build -o "$work/made/b.bmb" "$BORDERMAP_SOURCE/tests/data/bad/borders/three.geojson"
one_file "gazetteer build" "$work/made/g.bmg" "$bordermap" gazetteer build -o "$work/made/g.bmg" "$BORDERMAP_SOURCE/tests/data/gazetteer/mini.txt"
one_file "init" "$work/made/p.json" "$bordermap" init "$work/old.csv" -o "$work/made/p.json"

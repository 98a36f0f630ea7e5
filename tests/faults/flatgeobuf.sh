#!/usr/bin/env bash
# Every call that changes a FlatGeobuf file fails once, GDAL does not look at most of them: of a file with rows, and of one
# without, whose head is all there is and is written last, when GDAL closes it. The run says that it failed and which file
# could not be written, and the old map stands whole; only a file that GDAL had made for itself and removed may do as it likes.
outputs=geojson,fgb
. "$(dirname "$0")/lib.bash"
printf 'id,date,lon,lat,place\n7,2024-01-01,,,Nowhere\n' >"$work/nowhere.csv"
heads=0

# try WHICH: WHICH.csv mapped over the old map
try() {
    local which=$1 total n code what at path
    afresh
    FAIL_PATH=.fgb FAIL_COUNT=$work/count LD_PRELOAD=$faults/failing.so map_into "$work/d" "$which"
    whole "$work/d" || fail "$which: a map without failures is not whole"
    cp "$work/d/manifest.json" "$work/reference.json"
    total=$(cat "$work/count")
    for ((n = 1; n <= total; n++)); do
        code=0
        afresh
        rm -f "$work/calls"
        FAIL_PATH=.fgb FAIL_LOG=$work/calls FAIL_AT=$n LD_PRELOAD=$faults/failing.so map_into "$work/d" "$which" >"$work/out" 2>"$work/err" || code=$?
        read -r _ what at path <<<"$(grep "^$n " "$work/calls")" # threads may write both files at once, in any order
        if [[ $path == *' (deleted)' && $code = 0 ]]; then
            whole "$work/d" && cmp "$work/d/manifest.json" "$work/reference.json" || fail "$which, call $n of $total: exit 0 and another map"
            continue
        fi
        is "$which, call $n of $total ($what at $at): exit" "$code" 1
        is "$which, call $n of $total ($what at $at): the folder" "$(state_of "$work/d")" old
        says ".fgb'"
        ! has_leftovers "$work/d" || fail "$which, call $n of $total ($what at $at): leaves its staging folder behind"
        [[ $what != *write ]] || [ "$at" -gt 8 ] || heads=$((heads + 1))
    done
    echo "$which: $total calls failed"
}
try new
try nowhere
[ "$heads" -ge 6 ] || fail "only $heads of the calls wrote a head" # magic and head: of incidents, segments, incidents without rows

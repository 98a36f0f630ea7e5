#!/usr/bin/env bash
# kill -9 of `map` and of `build`: at random moments, and at each call that renames while the new map takes its place. The
# folder is the old or the new map, whole; where the kill fell between two renames, the next run first puts the old map
# back, whatever becomes of that run. The next run works and leaves nothing behind. FAULTS_KILLS=300 in scripts/faults.
. "$(dirname "$0")/lib.bash"
kills=${FAULTS_KILLS:-12}
RANDOM=${FAULTS_SEED:-20240116}
printf '{"inputs": ["new.csv"], "output": "d", "borders": "three.bmb", "outputs": ["%s"]}\n' "${outputs//,/\", \"}" >"$work/p.json"
printf '{"inputs": ["old.csv"], "output": "b", "borders": "three.bmb", "outputs": ["%s"]}\n' "${outputs//,/\", \"}" >"$work/p0.json"

# The maps that `build` makes have a state file and changes of their own: its old and new map.
"$bordermap" build -q "$work/p0.json"
sed -i 's/"d"/"b"/' "$work/p.json"
cp -a "$work/b" "$work/b.old"
"$bordermap" build -q "$work/p.json"
mv "$work/b" "$work/b.new"

map_afresh() { afresh; }
map_run() { map_into "$work/d" new; }
build_afresh() { rm -rf "$work/b"; cp -a "$work/b.old" "$work/b"; }
build_run() { "$bordermap" build -q "$work/p.json"; }

# look KIND: the state of its folder; between two renames it is mixed
look() {
    local dir which
    [ "$1" = map ] && { state_of "$work/d"; return; }
    dir=$work/b
    whole "$dir" || { echo "not whole"; return; }
    for which in old new; do
        if diff -rq -x '.bordermap-staging-*' "$dir" "$work/b.$which" >/dev/null; then echo "$which"; return; fi
    done
    echo "neither old nor new"
}
# A run that is killed too, once it has reached the folder and put back what the killed one left (some 20 renames), and
# long before its own new map is there.
failing_run() { FAIL_AT=60 FAIL_ERRNO=kill LD_PRELOAD=$faults/failing.so "$1_run" 2>/dev/null; }
after_kill() { # KIND WHAT
    local state dir=$work/d
    [ "$1" = map ] || dir=$work/b
    state=$(look "$1")
    if [ "$state" != old ] && [ "$state" != new ]; then
        mixed=$((mixed + 1))
        ! failing_run "$1" || fail "$2: a run that should fail did not"
        is "$2: $1's folder when the next run has put it back" "$(look "$1")" old
    fi
    "$1_run" 2>"$work/err" || fail "$2: the next run of $1 fails: $(cat "$work/err")"
    is "$2: $1's folder after the next run" "$(look "$1")" new
    ! has_leftovers "$dir" || fail "$2: the next run of $1 leaves its leftovers"
}

for kind in map build; do
    "${kind}_afresh"
    begun=$(date +%s%N)
    "${kind}_run"
    span_us=$((($(date +%s%N) - begun) / 1000))
    hit=0 mixed=0
    for ((i = 0; i < kills / 2; i++)); do
        "${kind}_afresh"
        delay=$(((RANDOM * 32768 + RANDOM) % (span_us + 1)))
        set -m # a group of its own, so that the whole run is killed
        "${kind}_run" 2>/dev/null &
        pid=$!
        set +m
        sleep "$(printf '%d.%06d' $((delay / 1000000)) $((delay % 1000000)))"
        kill -9 -- "-$pid" 2>/dev/null && hit=$((hit + 1))
        wait "$pid" 2>/dev/null || true
        after_kill "$kind" "killed after $delay us"
    done
    echo "$kind: $hit of $((kills / 2)) runs killed at random moments, $mixed of them between two renames"

    # Every rename, from the last one back.
    "${kind}_afresh"
    FAIL_COUNT=$work/count LD_PRELOAD=$faults/failing.so "${kind}_run"
    total=$(cat "$work/count") mixed=0
    for ((n = total; n > total - ${FAULTS_RENAMES:-5}; n -= 1)); do
        "${kind}_afresh"
        FAIL_AT=$n FAIL_ERRNO=kill LD_PRELOAD=$faults/failing.so "${kind}_run" 2>/dev/null && fail "call $n of $total did not kill"
        after_kill "$kind" "killed at call $n of $total"
    done
    echo "$kind: killed at each of the last ${FAULTS_RENAMES:-5} calls, $mixed times between two renames"
    [ "$mixed" -gt 0 ] || fail "no kill fell between two renames"
done

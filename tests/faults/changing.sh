#!/usr/bin/env bash
# Files that change while they are read: cut, appended to, replaced, removed. The run says so and exits 1, and the folder has
# its old map. Nothing here depends on time: a run waits on a pipe, or for its own output to be taken, while the file changes.
. "$(dirname "$0")/lib.bash"
many() { seq -f "%.0f,2024-03-03,0.9,0.5,$1" "$2" "$3"; }
header=id,date,lon,lat,place

# --- an input that comes after one that still runs ---

mkfifo "$work/first.csv"
# while_waiting CHANGE SECOND TEXT [OPTION...]: maps the pipe, then SECOND, which CHANGE changes in between
while_waiting() {
    local change=$1 second=$2 text=$3 code=0; shift 3
    afresh
    "$bordermap" map "$work/first.csv" "$second" -o "$work/d" -q --borders "$work/three.bmb" --outputs geojson,stats "$@" 2>"$work/err" &
    local pid=$!
    exec 9>"$work/first.csv"
    { echo "$header"; many "" 1000 5000; } >&9 # what a run waits for before it begins: 64 kB
    has_begun "$pid" "$work/d"
    "$change" "$second"
    exec 9>&-
    wait "$pid" || code=$?
    is "$change $(basename "$second"): exit" "$code" 1
    says "$(basename "$second")"
    grep -qE "$text" "$work/err" || fail "$change $(basename "$second"): expected '$text', found: $(cat "$work/err")"
    is "$change $(basename "$second"): the map" "$(state_of "$work/d")" old
    ! has_leftovers "$work/d" || fail "$change $(basename "$second"): leaves its staging folder behind"
}
cut_short() { truncate -s 1000 "$1"; }
append() { many x 7000 7009 >>"$1"; }
replace() { sed 's/^1/8/' "$1" >"$1.other"; mv "$1.other" "$1"; }
remove() { rm "$1"; }
second() { { echo "$header"; many x 1 30000; } >"$work/second.csv"; }
for change in cut_short append replace; do
    second
    while_waiting "$change" "$work/second.csv" "changed while it was read"
done
second
while_waiting remove "$work/second.csv" "cannot open|changed while it was read"
for input in second.ndjson second.geojson; do
    "$bordermap" tag -q -f "${input##*.}" --borders "$work/three.bmb" "$work/old.csv" >"$work/$input"
    cp "$work/$input" "$work/whole"
    while_waiting cut_short "$work/$input" "changed while it was read"
    cp "$work/whole" "$work/$input"
    while_waiting replace "$work/$input" "changed while it was read"
done
# through GDAL
for change in cut_short replace remove; do
    cp "$work/old/bordermap.gpkg" "$work/second.gpkg"
    while_waiting "$change" "$work/second.gpkg" "changed while it was read|cannot"
done

# --- an input of which half is read ---

for change in cut_short append replace; do
    { echo "$header"; many x 1 200000; } >"$work/long.csv"
    mkfifo "$work/rows"
    "$bordermap" tag -q --borders "$work/three.bmb" "$work/long.csv" >"$work/rows" 2>"$work/err" &
    pid=$! code=0
    exec 8<"$work/rows"
    read -r -u 8 _ # it reads, and waits as soon as the pipe and its own batches are full
    "$change" "$work/long.csv"
    cat <&8 >/dev/null
    exec 8<&-
    wait "$pid" || code=$?
    is "$change half of an input: exit" "$code" 1
    says "'$work/long.csv' changed while it was read"
    rm "$work/rows"
done

# --- data files, which are mapped ---

gazetteer=$work/mini.bmg
"$bordermap" gazetteer build -o "$gazetteer" "$BORDERMAP_SOURCE/tests/data/gazetteer/mini.txt" 2>/dev/null
cp "$gazetteer" "$work/mini.whole"
cp "$work/three.bmb" "$work/cut.bmb"
mkfifo "$work/in" "$work/out.ndjson"
for cut in "$gazetteer" "$work/cut.bmb"; do
    "$bordermap" tag -q -f ndjson --input-format ndjson --gazetteer "$gazetteer" --borders "$work/cut.bmb" - <"$work/in" >"$work/out.ndjson" 2>"$work/err" &
    pid=$! code=0
    exec 9>"$work/in" 8<"$work/out.ndjson"
    echo '{"id":1,"place":"Quetta","country":"PAK"}' >&9
    read -r -u 8 answer
    [[ $answer == *Quetta* ]] || fail "no answer: $answer"
    truncate -s 0 "$cut"
    echo '{"id":2,"place":"Mashhad","country":"IRN"}' >&9
    exec 9>&-
    cat <&8 >"$work/rest"
    exec 8<&-
    wait "$pid" || code=$?
    is "$(basename "$cut") cut: exit" "$code" 1
    says "cut short"
    cp "$work/mini.whole" "$gazetteer"
    cp "$work/three.bmb" "$work/cut.bmb"
done

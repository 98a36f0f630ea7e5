# `tag` as a stage of a pipe: one line in, one line out, in order, each as soon as its input line is there.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
cd "$work"

# A question and its answer, one after the other: the next line is only written when the answer has been read. Were
# anything held back, the answer would not come.
for jobs in 1 2; do
    coproc stage { "$bordermap" tag - -f ndjson -q --jobs $jobs; }
    pid=$stage_PID
    for i in 1 2 3 4 5; do
        printf '{"id":"q%d","lon":66.%d,"lat":30.9,"country":"PK"}\n' "$i" "$i" >&"${stage[1]}"
        read -r -t 60 answer <&"${stage[0]}" || fail "no answer to question $i with --jobs $jobs"
        is "answer $i" "$(jq -r '[.inc_id, .dyad, (.dist_km != null)] | join(" ")' <<<"$answer")" "q$i AFG-PAK true"
    done
    # a line that is no record has no answer, and the next one has
    printf 'no record\n{"id":"q6","place":"Xyzzyxq"}\n' >&"${stage[1]}"
    read -r -t 60 answer <&"${stage[0]}" || fail "no answer after a line that is no record"
    is "answer to what is not placed" "$(jq -r '[.inc_id, .status] | join(" ")' <<<"$answer")" "q6 unresolved"
    exec {stage[1]}>&-
    wait "$pid" || fail "the stage failed with --jobs $jobs"
done

# CSV through a pipe: the header, then a line for each row at once
coproc stage { "$bordermap" tag - -f ndjson -q; }
pid=$stage_PID
printf 'id,lon,lat\n1,66.4,30.9\n' >&"${stage[1]}"
read -r -t 60 answer <&"${stage[0]}" || fail "no answer to the first row of CSV"
printf '2,66.5,30.9\n' >&"${stage[1]}"
read -r -t 60 answer <&"${stage[0]}" || fail "no answer to the second row of CSV"
is "second row" "$(jq -r .inc_id <<<"$answer")" 2
exec {stage[1]}>&-
wait "$pid"

# many lines: as many out as in, in order, whatever reads them in pieces; shares of the lines give the same lines
awk 'BEGIN { srand(3); for (i = 1; i <= 9000; i++) printf "{\"id\":\"%d\",\"lon\":%.5f,\"lat\":%.5f}\n", i, 60 + 10 * rand(), 28 + 8 * rand() }' >rows.ndjson
"$bordermap" tag - -f ndjson -q <rows.ndjson >whole
is "lines" "$(wc -l <whole)" 9000
is "order" "$(jq -r .inc_id whole | sort -nc 2>&1)" ""
split -n l/4 rows.ndjson piece.
for piece in piece.??; do "$bordermap" tag - -f ndjson -q <"$piece"; done | jq -c 'del(.src_row)' >joined
cmp <(jq -c 'del(.src_row)' whole) joined || fail "four stages give other lines than one"

# whoever reads may leave: that is no loss of rows in silence, but a failure
code=0
("$bordermap" tag - -f ndjson -q <rows.ndjson || echo $? >code) | head -1 >/dev/null || true
[ "$(cat code)" != 0 ] || fail "a closed pipe looks like success"

#!/usr/bin/env bash
# Bad inputs, each with the exit code, the message and the rows that are expected: tests/data/bad/cases.tsv says what
# its columns are. No case may crash, run for a minute or hold 400 MB; what it read it must account for, row by row; and
# what fails must leave no file behind.
. "$(dirname "$0")/lib.bash"
export bad=$BORDERMAP_SOURCE/tests/data/bad big=$work/big mini=$BORDERMAP_SOURCE/tests/data/gazetteer
export program=$bordermap bounded=$BORDERMAP_FAULTS/bounded
bash "$bad/make" "$big"
"$bordermap" borders build -o "$big/three.bmb" "$bad/borders/three.geojson" 2>/dev/null
"$bordermap" gazetteer build -o "$big/mini.bmg" "$mini/mini.txt" 2>/dev/null
bash "$bad/damage" "$big"
mkfifo "$big/fifo"

# What the commands of the table call.
bordermap() { "$bounded" 60 400 "$program" "$@"; }
as_nobody() { # a file that the user may not read; root may read every file
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$bounded" 60 400 "$program" "$@"
    else bordermap "$@"; fi
}
# flood LETTER [MB]: as much of a letter as BORDERMAP_BIG_MB says (the limit of a record is 16 MB); scripts/faults makes it 1 GB.
flood() { head -c "$((${2:-${BORDERMAP_BIG_MB:-40}} * 1000000))" /dev/zero | tr "\\0" "$1"; }
export -f bordermap as_nobody flood

# What the summary on standard error says of the rows: "READ/REJECTED", "-" without one; "lost" if they do not add up.
rows_of() {
    awk '/^  read  /{ gsub(",", ""); for (i = 2; i <= NF; i++) if ($i ~ /^records?$/) read = $(i - 1); any = 1 }
        /^  placed  |^  not placed /{ gsub(",", ""); for (i = 2; i <= NF; i++) if ($i ~ /^(resolved|ambiguous|coarse|unresolved|rejected|filtered)$/) { n += $(i - 1); if ($i == "rejected") rejected = $(i - 1) } }
        END { print !any ? "-" : n != read ? "lost (" read " read, " n " accounted for)" : read "/" rejected }' "$1"
}

# run N FORMAT KIND EXIT ROWS COMMAND SAYS STANDS: a line for each expectation that does not hold.
run() {
    local at=$work/case$1 name="$2 $3" want=$4 rows=$5 command=$6 says=$7 stands=$8 got=0 part found
    mkdir -p "$at"
    in=$bad/$2 out=$at/out here=$at bash -c "$command" >"$at/stdout" 2>"$at/stderr" </dev/null || got=$?
    [ "$got" = "$want" ] || echo "$name: exits $got, expected $want: $(tail -2 "$at/stderr" | cut -c1-300 | tr '\0' '?')"
    found=$(rows_of "$at/stderr")
    [ "$found" = "$rows" ] || echo "$name: rows $found, expected $rows"
    while [ -n "$says" ]; do
        part=${says%% ~~ *}; says=${says#"$part"}; says=${says# ~~ }
        grep -aqF -- "$part" "$at/stderr" || echo "$name: says no '$part' but: $(tail -3 "$at/stderr" | cut -c1-400 | tr '\0' '?')"
    done
    [ -d "$at/out" ] && cat "$at"/out/*.csv "$at"/out/manifest.json >>"$at/stdout" 2>/dev/null || true
    while [ -n "$stands" ]; do
        part=${stands%% ~~ *}; stands=${stands#"$part"}; stands=${stands# ~~ }
        grep -aqF -- "$part" "$at/stdout" || echo "$name: '$part' does not stand in: $(head -c 600 "$at/stdout" | tr '\0' '?')"
    done
    ls -A "$at/out" 2>/dev/null | grep -q '^\.bordermap-staging' && echo "$name: leaves its staging folder behind"
    if [ "$want" != 0 ] && [ "$want" != 3 ] && [[ $command != *'mkdir'* ]]; then
        [ ! -e "$at/out" ] || echo "$name: fails and leaves files behind"
    fi
    rm -rf "$at"
    return 0
}

# every K-th case from the I-th on
run_share() {
    local n=0 format kind code rows command says stands
    while IFS=$'\t' read -r format kind code rows command says stands; do
        case $format in '' | '#'*) continue ;; esac
        n=$((n + 1))
        [ $((n % 2)) = "$1" ] || continue
        run "$n" "$format" "$kind" "$code" "$rows" "$command" "${says%-}" "${stands%-}"
    done <"$bad/cases.tsv"
}

kinds=$(grep -v '^#' "$bad/cases.tsv" | grep -c .)
twice=$(grep -v '^#' "$bad/cases.tsv" | cut -f1,2 | sort | uniq -d)
[ -z "$twice" ] || fail "two cases of one kind in one format: $twice"
[ "$kinds" -ge 150 ] || fail "only $kinds cases"
run_share 0 >"$work/failed0" & run_share 1 >"$work/failed1"
wait
cat "$work/failed0" "$work/failed1" >&2
[ ! -s "$work/failed0" ] && [ ! -s "$work/failed1" ] || fail "$(cat "$work"/failed? | wc -l) expectations of $kinds cases do not hold"
echo "$kinds cases hold"

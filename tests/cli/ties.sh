#!/usr/bin/env bash
# Ties: which rule decides, where they are counted, what --explain says. Three countries meet in one place at 1 0.5, two
# borders lie a degree north and south of 11 0.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
printf '%s\n' 'WKT,A3' '"POLYGON((0 0,1.2 0,1 0.5,1.2 1,0 1,0 0))",AAA' '"POLYGON((1.2 0,2 0,2 0.5,1 0.5,1.2 0))",BBB' \
    '"POLYGON((1 0.5,2 0.5,2 1,1.2 1,1 0.5))",CCC' '"POLYGON((10 -1,12 -1,12 1,10 1,10 -1))",DDD' \
    '"POLYGON((10 1,12 1,12 2,10 2,10 1))",EEE' '"POLYGON((10 -2,12 -2,12 -1,10 -1,10 -2))",FFF' >"$work/lands.csv"
"$bordermap" borders build -o "$work/lands.bmb" "$work/lands.csv" 2>"$work/err"
printf 'id,lon,lat\nend,0.9,0.5\napart,11,0\nnone,1.5,0.4\n' >"$work/in.csv"
"$bordermap" tag "$work/in.csv" --borders "$work/lands.bmb" --explain -q >"$work/out.csv" 2>"$work/err"
is dyads "$(tail -n +2 "$work/out.csv" | cut -d, -f28 | tr '\n' ' ')" "AAA-BBB DDD-EEE BBB-CCC "
is told "$(grep -c '^  tie: ' "$work/err")" 2
says "tie: several borders or segments end in the nearest border point; the first by name was taken"
says "tie: another border or segment is as near, within 1 mm; the first by name was taken"
is counted "$("$bordermap" stats "$work/in.csv" --borders "$work/lands.bmb" -q -f json | jq .overall.n_ties)" 2

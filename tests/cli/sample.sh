# The embedded sample gives the answers expected of it, with and without the built-in aliases.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
need_data seeds/seed_incidents.csv
sample=$BORDERMAP_SOURCE/geodata/sample/incidents.csv

# The sample holds the same 13 incidents as the seeds, in the same order.
is "ids" "$(cut -d, -f1 "$sample" | tr '\n' ' ')" "$(cut -d, -f1 "$data/seeds/seed_incidents.csv" | tr '\n' ' ')"

without=$work/data # a data folder without the alias file
mkdir "$without"
for f in "$BORDERMAP_DATA"/*; do
    [ "$(basename "$f")" = aliases.csv ] || ln -s "$(realpath "$f")" "$without/"
done

# Seeds have no quoted fields; the expect_ columns are the last five.
check() { # NDJSON
    jq -r '[.inc_id, .match, .status, .geo_prec, .lon, .lat] | map(if . == null then "" else tostring end) | join(",")' \
        "$1" >"$work/found.csv"
    tail -n +2 "$data/seeds/seed_incidents.csv" | awk -F, -v OFS=, '{ print $1, $(NF-2), $(NF-1), $NF, $(NF-4), $(NF-3) }' |
        tr -d '\r' | paste -d, - "$work/found.csv" | awk -F, '
        function bad(what, found, expected) { printf "%s: %s: found %s, expected %s\n", $1, what, found, expected; wrong++ }
        $1 != $7 { bad("id", $7, $1) }
        { want = " " $2 " "; if (index(want, " " $8 " ") == 0) bad("match", $8, $2) }
        $9 != $3 { bad("status", $9, $3) }
        $10 != $4 { bad("geo_prec", $10, $4) }
        $5 == "" && ($11 != "" || $12 != "") { bad("point", $11 " " $12, "none") }
        # 0.1 degrees: the expected coordinates have two decimals and name a city
        $5 != "" && ($11 == "" || ($11-$5)^2 > 0.01 || ($12-$6)^2 > 0.01) { bad("point", $11 " " $12, $5 " " $6) }
        END { exit wrong > 0 }' >&2
}
"$bordermap" geocode "$sample" -q -f ndjson >"$work/with.ndjson"
check "$work/with.ndjson"
BORDERMAP_DATA=$without "$bordermap" geocode "$sample" -q -f ndjson >"$work/without.ndjson"
check "$work/without.ndjson"
is "rows" "$(wc -l <"$work/with.ndjson")" 13

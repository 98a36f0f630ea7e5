# Distances from places to borders, and lengths of borders, that public sources state: each measured figure lies in the
# range that follows from the statement (tests/data/border/README.md).
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
table=$BORDERMAP_SOURCE/tests/data/border/cited_distances.csv

# The table through an independent CSV reader: id, place, lon, lat, dyad, kind, min, max.
ogr2ogr -f CSV /vsistdout/ "$table" -oo AUTODETECT_TYPE=NO \
    -dialect sqlite -sql "select rowid as id, replace(place, ',', ' ') as place, lon, lat, dyad_or_country as dyad, kind, min_km, max_km from cited_distances" \
    | tr -d '"\r' >"$work/cited.csv"
[ "$(wc -l <"$work/cited.csv")" -gt 60 ] || fail "the table was not read"
"$bordermap" borders info >"$work/dyads.csv"

measure() { # DYAD LON LAT
    local only=()
    [ "$1" = any ] || only=(--dyad "$1")
    printf 'lon,lat\n%s,%s\n' "$2" "$3" | "$bordermap" tag - -q -f ndjson "${only[@]}" | jq -r .dist_km
}

wrong=0 checked=0
while IFS=, read -r id place lon lat dyad kind min max; do
    if [ "$kind" = length ]; then
        km=$(awk -F, -v d="$dyad" '$1 == d { print $6 }' "$work/dyads.csv")
    else
        km=$(measure "$dyad" "$lon" "$lat")
    fi
    checked=$((checked + 1))
    if awk -v x="$km" -v a="$min" -v b="${max:-1e9}" 'BEGIN { exit !(x != "" && x >= a && x <= b) }'; then
        printf 'ok     %-28s %-8s %-12s %10s in [%s, %s]\n' "$place" "$dyad" "$kind" "$km" "$min" "$max"
    else
        printf 'WRONG  %-28s %-8s %-12s %10s not in [%s, %s] (row %s)\n' "$place" "$dyad" "$kind" "$km" "$min" "$max" "$id"
        wrong=$((wrong + 1))
    fi
done < <(tail -n +2 "$work/cited.csv")
echo "$checked figures checked, $wrong outside their range"
[ "$checked" -gt 60 ] && [ "$wrong" = 0 ]

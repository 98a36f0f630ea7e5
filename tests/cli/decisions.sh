# The analyst's loop: unresolved.csv filled in and given back, into the same folder, decides and is not lost.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
printf 'place,country\nXyzzy town,PK\nQuux,PK\nQuux,PK\nBlorp,\nQuetta,PK\n' >"$work/in.csv"
out=$work/out
status() { jq -r ".features[] | select(.properties.place == \"$1\") | .properties.status" "$out/incidents.geojson" | sort -u; }

"$bordermap" map "$work/in.csv" -q -o "$out"
is "names not placed" "$(tail -n +2 "$out/unresolved.csv" | cut -d, -f1 | sort | tr '\n' ' ')" "Blorp Quux Xyzzy town "
is "rows of Quux" "$(grep ^Quux "$out/unresolved.csv" | cut -d, -f5)" 2

# add a place, use a gazetteer row (Quetta's GeoNames number), block a name
sed -i -e '/^Quux/s/,,,,*$/,,66.5,30.5,add/' -e '/^Xyzzy/s/,,,,*$/,1167528,,,use/' -e '/^Blorp/s/,,,,*$/,,,,block/' \
    "$out/unresolved.csv"
cp "$out/unresolved.csv" "$work/filled.csv"
for round in 1 2 3; do
    "$bordermap" map "$work/in.csv" -q -o "$out" --aliases "$out/unresolved.csv"
    is "Quux, round $round" "$(status Quux)" resolved
    is "Xyzzy town, round $round" "$(status 'Xyzzy town')" resolved
    is "Blorp, round $round" "$(status Blorp)" unresolved
    is "decisions kept, round $round" "$(awk -F, '$NF != "" && NR > 1' "$out/unresolved.csv" | wc -l)" 3
done
is "lon of Quux" "$(jq '.features[] | select(.properties.place == "Quux") | .properties.lon' "$out/incidents.geojson" | sort -u)" 66.5
is "place of Xyzzy town" "$(jq -r '.features[] | select(.properties.place == "Xyzzy town") | .properties.gaz_id' "$out/incidents.geojson")" 1167528
# a file of another place is read, not taken over
"$bordermap" map "$work/in.csv" -q -o "$work/other" --aliases "$work/filled.csv"
is "rows in another folder" "$(tail -n +2 "$work/other/unresolved.csv" | cut -d, -f1 | tr '\n' ' ')" "Blorp "

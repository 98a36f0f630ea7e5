# --round: what is published depends on the cell alone, holds the true place, and nothing gives it away.
source "$(dirname "$0")/lib.bash"
cat > "$work/a.csv" <<'CSV'
id,date,event_type,place,district,country,lon,lat,killed,notes,shelter
1,2020-01-01,attack,,,Pakistan,67.0014123,30.1841234,3,SECRETNOTE,SECRETCOLUMN
2,2020-02-01,attack,Chaman,Qilla Abdullah,Pakistan,,,1,,
3,2020-03-01,clash,,,Pakistan,66.4512345,30.9212345,0,,
CSV
# The same cells, other places in them.
sed -e 's/67.0014123,30.1841234/66.9414123,30.2241234/' -e 's/SECRET/OTHER/' -e 's/66.4512345,30.9212345/66.4612345,30.9312345/' "$work/a.csv" > "$work/b.csv"
all=geojson,shp,gpkg,fgb,qgz,html,svg,report,stats,table
mkdir "$work/ia" "$work/ib"
cp "$work/a.csv" "$work/ia/in.csv"; cp "$work/b.csv" "$work/ib/in.csv"
"$bordermap" map "$work/ia/in.csv" -o "$work/one" -q --outputs $all --round 20
"$bordermap" map "$work/ib/in.csv" -o "$work/two" -q --outputs $all --round 20
for file in incidents.geojson segments.geojson incidents_table.csv stats.json map.html map.svg incidents.shp incidents.dbf; do
    cmp "$work/one/$file" "$work/two/$file" || fail "$file tells two places of one cell apart"
done
for text in 67.0014 30.1841 66.4512 30.9212 SECRETNOTE SECRETCOLUMN Chaman 'Qilla Abdullah'; do
    for file in "$work"/one/*; do
        case $file in *.png) continue ;; esac
        grep -qaF -- "$text" "$file" && fail "'$text' is in $(basename "$file")"
    done
done
unzip -p "$work/one/bordermap.qgz" | grep -qF -e 67.0014 -e Chaman && fail "the project names a place"
# The centre is within the radius of the true place; the plain run knows where that is.
"$bordermap" map "$work/a.csv" -o "$work/plain" -q --outputs geojson
row() { jq -r ".features[] | .properties | select(.inc_id == \"$2\") | .$3" "$work/$1/incidents.geojson"; }
for id in 1 2 3; do
    awk -v a="$(row one $id lon)" -v b="$(row one $id lat)" -v c="$(row plain $id lon)" -v d="$(row plain $id lat)" \
        -v r="$(row one $id rad_km)" 'BEGIN { rad = atan2(0, -1) / 180; x = (a - c) * cos((b + d) / 2 * rad); y = b - d
            exit !(sqrt(x * x + y * y) * 111.2 <= r && r < 80) }' || fail "row $id lies outside of its radius"
    within "row $id's true distance" "$(row plain $id dist_km)" "$(row one $id dmin_km)" "$(row one $id dmax_km)"
done
is "moved" "$([ "$(row one 1 lon)" != "$(row plain 1 lon)" ] && echo yes)" yes
is "no name" "$(row one 2 gaz_name)$(row one 2 gaz_id)$(row one 2 place)$(row one 2 adm2)" nullnullnullnull
is "the manifest says so" "$(jq .options.round_km "$work/one/manifest.json")" 20
exits 2 "$bordermap" map "$work/a.csv" -o "$work/x" --round 0

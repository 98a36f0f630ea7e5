# bordermap.qgz and the GeoPackage's own tables: well-formed, relative, the same again; in QGIS itself where it is.
source "$(dirname "$0")/lib.bash"
sample=$BORDERMAP_SOURCE/geodata/sample/incidents.csv
"$bordermap" map "$sample" -o "$work/one" -q --outputs qgz --jobs 1
"$bordermap" map "$sample" -o "$work/two" -q --outputs qgz --jobs 2
for file in bordermap.gpkg bordermap.qgz; do
    cmp "$work/one/$file" "$work/two/$file" || fail "another run, another $file"
done
unzip -q -d "$work" "$work/one/bordermap.qgz" || fail "bordermap.qgz is no zip archive"
qgs=$work/bordermap.qgs
xmllint --noout --nonet "$qgs" || fail "the project is not well-formed"
is "layers of the project" "$(xmllint --xpath '//maplayer/datasource/text()' "$qgs" | sort | tr '\n' ' ')" \
    "./bordermap.gpkg|layername=areas ./bordermap.gpkg|layername=bands ./bordermap.gpkg|layername=incidents ./bordermap.gpkg|layername=land ./bordermap.gpkg|layername=near_lines ./bordermap.gpkg|layername=segments "
is "days of the project" "$(xmllint --xpath 'string(//ProjectTimeSettings/TemporalRange/start)' "$qgs" | cut -c1-4)" \
    "$(jq -r '[.features[].properties.d_start | values] | min | .[0:4]' <("$bordermap" geocode "$sample" -q -f geojson))"
is "temporal layers" "$(xmllint --xpath 'count(//maplayer/temporal[@enabled="1"])' "$qgs")" 2
grep -qE '/(tmp|home|root)/' "$qgs" && fail "the project names a folder of this machine"
grep -qE '(href|source|datasource)[=>]"?https?:' "$qgs" && fail "the project loads something"

gpkg=$work/one/bordermap.gpkg
ask() { ogrinfo -q "$gpkg" -sql "$1" | sed -n 's/^ .*) = //p'; }
is "integrity" "$(ask 'PRAGMA integrity_check')" ok
is "foreign keys" "$(ask 'PRAGMA foreign_key_check')" ""
is "layers" "$(ogrinfo -q "$gpkg" | sed -n 's/^[0-9]*: \([a-z_]*\).*/\1/p' | sort | tr '\n' ' ')" \
    "areas bands incidents land layer_styles near_lines segments "
# 9 of the sample have a point, 4 are areas
is "lines to the border" "$(ask 'SELECT count(*) FROM near_lines WHERE geom IS NOT NULL')" 9
is "incidents of areas" "$(ask 'SELECT sum(n_inc) FROM areas')" 4
is "areas that are no polygons" "$(ask 'SELECT count(*) FROM areas WHERE NOT ST_IsValid(geom)')" 0
is "bands" "$(ask "SELECT count(*) FROM bands WHERE dyad = 'AFG-PAK'")" 4
is "bands that are no polygons" "$(ask 'SELECT count(*) FROM bands WHERE NOT ST_IsValid(geom)')" 0
is "bands that do not grow" "$(ask 'SELECT count(*) FROM bands a JOIN bands b ON a.dyad = b.dyad AND a.km < b.km
    WHERE a.area_km2 > b.area_km2 * 1.0001 OR a.n_hi > b.n_hi')" 0
is "bands with a p" "$(ask "SELECT count(*) FROM bands WHERE dyad = 'AFG-PAK' AND p > 0 AND p <= 1 AND ratio >= 0")" 4
is "distances as in incidents" "$(ask 'SELECT count(*) FROM near_lines n JOIN incidents i ON n.inc_id = i.inc_id
    WHERE n.dist_km IS NOT i.dist_km OR n.seg_id IS NOT i.seg_id')" 0
is "default styles" "$(ask 'SELECT count(*) FROM layer_styles WHERE useAsDefault = 1')" 6
is "a title" "$(ask "SELECT title FROM gpkg_data_columns WHERE table_name = 'segments' AND column_name = 'rate100'")" \
    "incidents per 100 km"
ogrinfo -so "$gpkg" incidents | grep -q '^  SOURCES=Borders: © OpenStreetMap' ||
    ogrinfo "$gpkg" | grep -q 'SOURCES=Borders: © OpenStreetMap' || fail "the GeoPackage does not name its sources"
jq -e '.outputs[] | select(.name == "bordermap.gpkg").layers.near_lines == 9' "$work/one/manifest.json" > "$work/out" ||
    fail "the manifest does not count the lines"

# Across 180 degrees a line has two parts, and no step of it goes round the world.
printf 'id,longitude,latitude\nF1,179.9,-16.5\nF2,-179.9,-16.5\nR1,-179.9,65.5\n' > "$work/far.csv"
"$bordermap" map "$work/far.csv" -o "$work/far" -q --outputs gpkg
ogrinfo -q "$work/far/bordermap.gpkg" near_lines | sed -n 's/^ *MULTILINESTRING ((\(.*\)))$/\1/p' > "$work/lines"
is "parts of the lines" "$(awk -F'\\),\\(' '{ printf "%d ", NF }' "$work/lines")" "1 2 1 "
is "steps round the world" "$(sed 's/),(/\n/g' "$work/lines" | awk -F, '{ for (i = 2; i <= NF; i++) {
    split($(i - 1), a, " "); split($i, b, " "); d = a[1] - b[1]; if (d > 180 || d < -180) n++ } } END { print n + 0 }')" 0

if /usr/bin/python3 -c 'import qgis.core' 2> "$work/err"; then
    BORDERMAP_QGIS_OUT=$work/qgis BORDERMAP_NO_INSTALL=1 "$BORDERMAP_SOURCE/scripts/test_qgis" > "$work/out" ||
        fail "QGIS: $(cat "$work/out")"
else
    echo "skipped in part: no QGIS here (scripts/test_qgis installs it)"
fi

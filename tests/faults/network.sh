#!/usr/bin/env bash
# The program opens only what it was given: whatever a path or a file names, no call reaches another machine (an interposed
# library logs and refuses each one). The same library does log them once --allow-network is given: else it would prove
# nothing. 192.0.2.1 is an address for documentation (RFC 5737), example.invalid no name at all (RFC 2606).
. "$BORDERMAP_SOURCE/tests/cli/lib.bash"
bad=$BORDERMAP_SOURCE/tests/data/bad
web=http://192.0.2.1/x

# watched COMMAND...: the calls are in $work/calls
watched() {
    rm -f "$work/calls"
    SOCKETS_LOG=$work/calls LD_PRELOAD=$BORDERMAP_FAULTS/sockets.so "$@" >"$work/out" 2>"$work/err" || true
}
silent() { watched "$@"; [ ! -e "$work/calls" ] || fail "'$*' wants to leave this machine: $(cat "$work/calls")"; }

# Files whose content names an address, in formats that follow such names.
printf '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/vsicurl/%s.csv</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>\n' "$web" >"$work/x.vrt"
cp "$work/x.vrt" "$work/x.csv"
(cd "$work" && zip -q x.zip x.vrt)
printf '<OGRWFSDataSource><URL>%s</URL></OGRWFSDataSource>\n' "$web" >"$work/wfs.xml"
printf '{"type":"FeatureCollection","features":[],"links":[{"rel":"next","href":"%s"}]}\n' "$web" >"$work/oapif.json"
printf '<VRTDataset rasterXSize="1" rasterYSize="1"><SourceFilename>/vsicurl/%s.tif</SourceFilename></VRTDataset>\n' "$web" >"$work/raster.vrt"
printf '{"jsonrpc":"2.0","currentVersion":10.1,"displayFieldName":"a","fieldAliases":{},"geometryType":"esriGeometryPoint","exceededTransferLimit":true,"features":[]}\n' >"$work/esri.json"
printf 'id,place\n1,%s\n' "$web" >"$work/in.csv"
cp "$bad"/gml/remote_schema.gml "$bad"/gml/remote_link.gml "$bad"/kml/outside_entity.kml "$work"

for input in "$work"/*.{vrt,csv,zip,xml,json,gml,kml} \
    "$web.csv" "$web.geojson" "https://example.invalid/x.csv" "/vsicurl/$web.csv" "/vsicurl?url=$web.csv" \
    "/vsizip//vsicurl/$web.zip" "/vsizip/{/vsicurl/$web.zip}/x.csv" "/vsigzip//vsicurl/$web.gz" "/vsitar//vsicurl_streaming/$web.tar" \
    "/vsis3/bucket/x.csv" "/vsigs/bucket/x.csv" "/vsiaz/bucket/x.csv" "/vsioss/bucket/x.csv" "/vsiswift/bucket/x.csv" "/vsihdfs/x.csv" \
    "/vsiwebhdfs/http://192.0.2.1:50070/x.csv" "/vsisubfile/0_9,/vsicurl/$web" "/vsicached?file=/vsicurl/$web" \
    "PG:host=192.0.2.1 dbname=x" "MYSQL:x,host=192.0.2.1" "MSSQL:server=192.0.2.1" "ODBC:x@192.0.2.1" "WFS:$web" "OAPIF:$web" \
    "CSW:$web" "ES:$web" "CARTO:x" "AMIGOCLOUD:x" "NGW:$web/resource/1" "EEDA:x" "PLScenes:x" "GMLAS:$web.gml" "MVT:$web" "OGCAPI:$web" \
    "GPSBabel:gpx:$web" "SQLITE:$web" "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>$web</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"; do
    silent "$bordermap" check "$input"
    silent "$bordermap" check --input-format gdal "$input"
done
silent "$bordermap" map "$work/in.csv" -o "$work/o"
silent "$bordermap" borders build -o "$work/o.bmb" "$work/x.vrt"
silent "$bordermap" borders build -o "$work/o.bmb" "/vsicurl/$web.geojson"
silent "$bordermap" gazetteer build -o "$work/o.bmg" --places "$bad/places/same_id.csv" --admin "/vsicurl/$web.geojson"
silent "$bordermap" borders info --segment-by "/vsicurl/$web.geojson"

# Nor does reading leave anything beside its files.
[ -z "$(find "$work" -name '*.gfs' -o -name '*.xsd' -o -name '*.qix')" ] || fail "reading left $(ls "$work")"

watched "$bordermap" check --allow-network "/vsicurl/$web.csv"
[ -s "$work/calls" ] || fail "no call was seen where one must be made: the test sees nothing"
watched "$bordermap" check --allow-network "$work/x.vrt"
[ -s "$work/calls" ] || fail "no call was seen for a file that names an address"

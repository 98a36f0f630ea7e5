#!/usr/bin/env bash
# `borders info -f json`: the same rows as CSV, where three borders meet, and what is known of the making.
. "$(dirname "$0")/lib.bash"
bad=$BORDERMAP_SOURCE/tests/data/border/bad
command -v jq > /dev/null || { echo "skipped: no jq"; exit 77; }

# Three countries about one point, two of which are one until 1990; a fourth beside the third, without a common point.
cat > "$work/three.geojson" <<'E2'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"A3":"AAA","valid_from":"","valid_to":""},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},
{"type":"Feature","properties":{"A3":"BBB","valid_from":"1991-01-01","valid_to":""},"geometry":{"type":"Polygon","coordinates":[[[1,0],[2,0],[2,1],[1,1],[1,0]]]}},
{"type":"Feature","properties":{"A3":"DDD","valid_from":"","valid_to":"1990-12-31"},"geometry":{"type":"Polygon","coordinates":[[[1,0],[2,0],[2,1],[2,2],[0,2],[0,1],[1,1],[1,0]]]}},
{"type":"Feature","properties":{"A3":"CCC","valid_from":"1991-01-01","valid_to":""},"geometry":{"type":"Polygon","coordinates":[[[0,1],[1,1],[2,1],[2,2],[0,2],[0,1]]]}}]}
E2
exits 0 "$bordermap" borders build -o "$work/three.bmb" "$work/three.geojson"
exits 0 "$bordermap" borders info --borders "$work/three.bmb" -f json
is "the meeting" "$(jq -c '.tripoints' "$work/out")" '[{"lon":1,"lat":1,"dyads":["AAA-BBB","AAA-CCC","BBB-CCC"],"valid_from":"1991-01-01","valid_to":null}]'
is "dyads" "$(jq -r '.dyads[].dyad' "$work/out" | tr '\n' ' ')" "AAA-BBB AAA-CCC AAA-DDD BBB-CCC "
exits 0 "$bordermap" borders info --borders "$work/three.bmb" -f json --dyad AAA-DDD
is "meetings of the one before" "$(jq -c '[(.tripoints | length), (.segments | length)]' "$work/out")" "[0,4]"
exits 2 "$bordermap" borders info -f geojson
says "'borders info' writes csv or json"

# What the making came upon, in numbers.
exits 0 "$bordermap" borders build -o "$work/apart.bmb" "$bad/apart.geojson" --tolerance 200
exits 0 "$bordermap" borders info --borders "$work/apart.bmb" -f json
is "apart" "$(jq -c '.about.making.dyads[0] | [.dyad, .gaps, .overlap_km]' "$work/out")" '["AAA-BBB",2,0]'
within "matched" "$(jq '.about.making.dyads[0].matched_km' "$work/out")" 44.4 44.6 # 0.4 of a degree
within "unmatched" "$(jq '.about.making.dyads[0].unmatched_km' "$work/out")" 62.8 63.0 # two ways of 31.45 km
exits 0 "$bordermap" borders build -o "$work/overlap.bmb" "$bad/overlap.geojson"
exits 0 "$bordermap" borders info --borders "$work/overlap.bmb" -f json
within "overlap" "$(jq '.about.making.dyads[0].overlap_km' "$work/out")" 166 168 # a degree and a half
exits 0 "$bordermap" borders build -o "$work/spikes.bmb" "$bad/spikes.geojson"
exits 0 "$bordermap" borders info --borders "$work/spikes.bmb" -f json
is "repairs" "$(jq -c '.about.making | [.features, .left_out, .rings_repaired, .repeated_points]' "$work/out")" '[2,0,1,3]'
is "name" "$(jq -r '.about.sources[0].name' "$work/out")" spikes.geojson

# The world: CSV and JSON agree; a known meeting (Malek Siah mountain, at 29 degrees 51 minutes north, 60 degrees 52 east).
exits 0 "$bordermap" borders info
cp "$work/out" "$work/csv"
exits 0 "$bordermap" borders info -f json
is "rows" "$(jq -r '.dyads[] | [.[]] | map(. // "" | tostring) | join(",")' "$work/out" | cut -d, -f1-5 | cksum)" \
    "$(tail -n +2 "$work/csv" | cut -d, -f1-5 | cksum)"
is "Malek Siah" "$(jq -c '.tripoints[] | select(.dyads == ["AFG-IRN","AFG-PAK","IRN-PAK"]) | [(.lon * 60 | floor), (.lat * 60 | floor)]' "$work/out")" \
    "[$((60 * 60 + 52)),$((29 * 60 + 51))]"
within "meetings" "$(jq '.tripoints | length' "$work/out")" 150 175

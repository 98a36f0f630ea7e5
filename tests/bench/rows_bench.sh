#!/usr/bin/env bash
# Rows through bordermap and through ogr2ogr: rows_bench.sh BENCH_ROWS BORDERMAP N ROUNDS. Medians of ROUNDS runs, after
# one that warms up; the programs take turns. By the clock, in processor time (user and system), and peak memory.
# Ratios: bordermap's over ogr2ogr's. The clock only means something on a machine with nothing else to do.
set -euo pipefail
rows=$(realpath "$1") bordermap=$(realpath "$2") n=$3 rounds=$4
BORDERMAP_DATA=${BORDERMAP_DATA:-$(dirname "$bordermap")/share/bordermap}
export BORDERMAP_DATA
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

for kind in names named_points points; do "$rows" "$BORDERMAP_DATA/gazetteer.bmg" "$n" $kind >$kind.csv 2>/dev/null; done
"$bordermap" tag names.csv -q >tagged.csv
head -2 names.csv >one.csv
ogr2ogr -f XLSX one.xlsx one.csv 2>/dev/null || true

# once NAME COMMAND...: appends seconds by the clock, of the processor, kilobytes to NAME.times
once() {
    local name=$1
    shift
    rm -rf out out.*
    /usr/bin/time -q -f '%e %U %S %M' -o last "$@" >/dev/null
    awk '{ print $1, $2 + $3, $4 }' last >>"$name.times"
}
median() { cut -d' ' -f"$2" "$1.times" | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
map() { once "$1" "$bordermap" map "$2" -o out --outputs "$3" --jobs "$4" -q; }
ogr() { once "$1" ogr2ogr -f "$3" "out.$4" "$2" -oo AUTODETECT_TYPE=YES -oo X_POSSIBLE_NAMES=lon -oo Y_POSSIBLE_NAMES=lat; }
# compare NAME FILE FILE_OF_OGR OUTPUT DRIVER ENDING
compare() {
    for ((i = 0; i <= rounds; i++)); do
        map "$1" "$2" "$4" 2
        map "$1.1" "$2" "$4" 1
        ogr "$1.ogr" "$3" "$5" "$6" 2>/dev/null
        [ $i -gt 0 ] || rm -f ./*.times # the warm-up
    done
    local t
    for t in "$1:2 threads" "$1.1:1 thread" "$1.ogr:ogr2ogr"; do
        printf '%-34s %-9s %8.2f s %8.2f s cpu %7.0f MB\n' "$1" "${t#*:}" "$(median "${t%%:*}" 1)" "$(median "${t%%:*}" 2)" \
            "$(awk -v k="$(median "${t%%:*}" 3)" 'BEGIN { print k / 1024 }')"
    done
    awk -v a="$(median "$1" 1)" -v b="$(median "$1.ogr" 1)" -v c="$(median "$1" 2)" -v d="$(median "$1.ogr" 2)" \
        -v e="$(median "$1.1" 1)" 'BEGIN { printf "%34s ratio %.2f by the clock, %.2f in processor time; two threads %.2f times as fast as one\n", "", a / b, c / d, e / a }'
}
printf '%s rows, 15 input fields, 10,000 places; median of %s; load %s\n' "$n" "$rounds" "$(cut -d' ' -f1-3 /proc/loadavg)"
compare names-to-geojson names.csv named_points.csv geojson GeoJSON geojson
compare coordinates-to-geojson points.csv points.csv geojson GeoJSON geojson
compare names-to-gpkg names.csv tagged.csv gpkg GPKG gpkg
compare names-to-shp names.csv tagged.csv shp 'ESRI Shapefile' shp

for ((i = 0; i < 20; i++)); do
    map one-row one.csv geojson 2
    [ ! -e one.xlsx ] || map one-row-xlsx one.xlsx geojson 2
done
for name in one-row one-row-xlsx; do
    [ ! -e $name.times ] || printf '%-34s median of 20: %.0f ms, %.0f ms cpu\n' $name \
        "$(awk -v x="$(median $name 1)" 'BEGIN { print 1000 * x }')" "$(awk -v x="$(median $name 2)" 'BEGIN { print 1000 * x }')"
done

# eight shards one after the other, and their merge, against one run
map whole names.csv geojson,stats 2
for ((i = 1; i <= 8; i++)); do
    /usr/bin/time -q -f '%e %U %S %M' -o last "$bordermap" map names.csv -o "part.$i" --outputs geojson,stats --shard $i/8 --jobs 2 -q
    awk '{ print $1, $2 + $3, $4 }' last >>shard.times
done
once merge "$bordermap" merge part.1 part.2 part.3 part.4 part.5 part.6 part.7 part.8 -o out --jobs 2 -q
printf 'eight shards: %.2f s cpu each at most, parts of %s MB; merge %.2f s cpu, %.0f MB; one run %.2f s cpu\n' \
    "$(cut -d' ' -f2 shard.times | sort -g | tail -1)" "$(du -cm part.? | tail -1 | cut -f1)" "$(median merge 2)" \
    "$(awk -v k="$(median merge 3)" 'BEGIN { print k / 1024 }')" "$(median whole 2)"

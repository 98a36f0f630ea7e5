# Statistics of UCDP GED, reckoned again by sort and awk from the rows that `tag` writes.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
need_data ged/ged_pakistan_a.csv
export XDG_CACHE_HOME=$work/cache
ged() { "$bordermap" "$1" --preset ged "$data/ged/ged_pakistan_a.csv" -q --where year=2009 "${@:2}"; }
ged stats -f csv --draws 99 >"$work/stats.csv"
ged tag -f ndjson | jq -r 'select(.status == "resolved") | [.dist_km, .dyad, .seg_id, .killed // 0, .lon, .lat, .side] | @tsv' |
    sort -n >"$work/points.tsv"
# stat DIMENSION VALUE STATISTIC KM COLUMN
stat() { awk -F, -v d="$1" -v v="$2" -v s="$3" -v k="$4" -v c="$5" '$1 == d && $2 == v && $3 == s && $4 == k { print $c }' "$work/stats.csv"; }
# same WHAT FOUND EXPECTED: to the six decimals that are written
same() { awk -v a="$2" -v b="$3" 'BEGIN { exit !(a != "" && b != "" && (a - b) ^ 2 <= 1.1e-12) }' || fail "$1: found '$2', expected '$3'"; }

# Quantiles of type 7 of whole metres, of rows and of people killed
quantile() { awk -F'\t' -v p="$1" -v weigh="$2" -v dyad="$3" '
    dyad == "" || $2 == dyad { m = int($1 * 1000 + 0.5); for (k = weigh ? $4 : 1; k > 0; k--) x[n++] = m / 1000 }
    END { at = (n - 1) * p; i = int(at); printf "%.9f", x[i] + (at - i) * (x[i + 1 < n ? i + 1 : i] - x[i]) }' "$work/points.tsv"; }
for p in 05 25 50 90; do
    same "quantile $p" "$(stat all all q${p}_km "" 5)" "$(quantile 0.$p 0 "")"
    same "quantile $p by killed" "$(stat all all killed_q${p}_km "" 5)" "$(quantile 0.$p 1 "")"
done
same "median of AFG-PAK" "$(stat dyad AFG-PAK q50_km "" 5)" "$(quantile 0.5 0 AFG-PAK)"
for km in 10 25 50 100; do
    same "share within $km km" "$(stat all all share_within $km 5)" "$(awk -v k=$km '{ n += $1 <= k } END { printf "%.9f", n / NR }' "$work/points.tsv")"
done
is "incidents on Pakistan's ground" "$(stat side PAK n_points "" 5)" "$(awk -F'\t' '$7 == "PAK"' "$work/points.tsv" | wc -l)"
is "places" "$(ged stats -f json --draws 9 | jq .method.n_places)" "$(cut -f1-3,5-7 "$work/points.tsv" | sort -u | wc -l)"

# The busiest segment: P(X <= n) = 0.025 at the upper end of its interval and P(X >= n) = 0.025 at the lower, by summing
segment=$(awk -F'\t' '$1 <= 100 { n[$3]++ } END { for (s in n) print n[s], s }' "$work/points.tsv" | sort -rn | head -1)
n=${segment% *} id=${segment#* }
is "incidents of $id" "$(stat segment "$id" rate_per_100km "" 8)" "$n"
len=$("$bordermap" borders info --dyad "${id%-*}" | awk -F, -v id="$id" 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i } $1 == id { print $c["len_km"] }')
tail=$(awk -v n="$n" -v lo="$(stat segment "$id" rate_per_100km "" 6)" -v hi="$(stat segment "$id" rate_per_100km "" 7)" -v km="$len" 'BEGIN {
    a = lo * km / 100; b = hi * km / 100
    for (k = 0; k <= n; k++) { if (k > 0) f += log(k); if (k < n) below += exp(k * log(a) - a - f); upto += exp(k * log(b) - b - f) }
    printf "%.7f %.7f", 1 - below, upto }')
within "P(X >= n) at the lower end" "${tail% *}" 0.0249999 0.0250001
within "P(X <= n) at the upper end" "${tail#* }" 0.0249999 0.0250001

# q of the segments from their p: Benjamini and Hochberg, by hand
awk -F, '$1 == "segment" && $3 == "rate_per_100km" && $9 != "" { print $9, $10 }' "$work/stats.csv" | sort -g >"$work/pq"
awk '{ p[NR] = $1; q[NR] = $2 } END { least = 1; for (i = NR; i > 0; i--) { x = p[i] * NR / i; if (x < least) least = x
    if ((least - q[i]) ^ 2 > 1e-10) { print "rank " i ": " q[i] ", expected " least; exit 1 } } }' "$work/pq" || fail "q of segments"

# Vague places drawn from where they may be: places that are certain stay in every draw.
. "$(dirname "$0")/lib.bash"
# Towns about Nagpur lie far from every border, so that their radius decides nothing; those about Taftan near one.
{
    echo 'date,place,country,lat,lon'
    for i in 1 2 3 4 5 6 7 8 9; do
        echo "2021-05-0$i,Nagpur,India,21.1$i,79.1$i"
        echo "2021-05-0$i,Taftan,Pakistan,28.9$i,61.$i"
    done
} > "$work/two.csv"
exits 0 "$bordermap" stats "$work/two.csv" -f json -q
of() { jq -r "$1" "$work/out"; }
within "vague rows" "$(of .overall.imputation.n_vague)" 1 17
is "rows" "$(of .overall.imputation.n_rows)" 18
mean=$(of .overall.dist_km.mean)
within "mean" "$mean" 300 1000
within "the mean of the draws" "$(of .overall.imputation.mean_km.estimate)" "$(jq -n "$mean - 5")" "$(jq -n "$mean + 5")"
within "the share within 100 km" "$(of .overall.imputation.share_100km.estimate)" 0.45 0.55

# The sample: the ordinary interval of its median would begin 38 km below a distance of 0.
exits 0 "$bordermap" stats "$BORDERMAP_SOURCE/geodata/sample/incidents.csv" -f json -q
is "limits of the median and the mean in order, above 0" "$(of '.overall.imputation | [.q50_km, .mean_km][] |
    (.range[0] > 0 and .range[0] < .estimate and .estimate < .range[1])')" $'true\ntrue'

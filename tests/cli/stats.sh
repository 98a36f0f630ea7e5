# Statistics of tables that have little to say: an answer or a reason, never a number that is none.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
export XDG_CACHE_HOME=$work/cache
head='id,place,country,lon,lat,event_date'
{ echo "$head"; } >"$work/zero.csv"
{ echo "$head"; echo '1,Quetta,PAK,66.99,30.18,2020-01-01'; } >"$work/one.csv"
{ echo "$head"; for i in {1..20}; do echo "$i,Quetta,PAK,66.99,30.18,2020-01-01"; done; } >"$work/same.csv"
{ echo "$head"; for i in {1..20}; do echo "$i,Balochistan,PAK,,,2020-01-0$((i % 9 + 1))"; done; } >"$work/vague.csv"
{ echo "$head"; for i in {1..30}; do echo "$i,,PAK,$((60 + i % 10)).$i,2$((i % 9)).5,"; done; } >"$work/nodate.csv"
{ echo "$head"; for i in {1..30}; do echo "$i,,,10.0$((i % 6)),10.01,2020-01-$((i % 28 + 1))"; done; } >"$work/tiny.csv"
square() { echo "{\"type\":\"Feature\",\"properties\":{\"A3\":\"$1\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[$2,10],[$3,10],[$3,10.027],[$2,10.027],[$2,10]]]}}"; }
echo "{\"type\":\"FeatureCollection\",\"features\":[$(square AAA 10 10.03),$(square BBB 10.03 10.06)]}" >"$work/tiny.geojson"
exits 0 "$bordermap" borders build -o "$work/tiny.bmb" "$work/tiny.geojson"

stats() { "$bordermap" stats "$work/$1.csv" -q --draws 99 "${@:2}"; }
for name in zero one same vague nodate tiny; do
    more=(); [ $name != tiny ] || more=(--borders "$work/tiny.bmb")
    stats $name -f json "${more[@]}" >"$work/$name.json"
    stats $name -f csv "${more[@]}" >"$work/$name.txt"
    jq -e . "$work/$name.json" >"$work/out" || fail "$name: no JSON"
    ! grep -qiE '(^|[^a-z])(-?nan|-?inf|infinity)([^a-z]|$)' "$work/$name.json" "$work/$name.txt" || fail "$name: NaN or infinity"
    ! awk -F, 'NR > 1 && $3 == ""' "$work/$name.txt" | grep -q . || fail "$name: a row without a statistic"
done
get() { jq -r "$2" "$work/$1.json"; }
is "no row, no share" "$(get zero '.overall.bands[0].share_points')" null
is "no row, why no null" "$(get zero .method.null_why)" "too few: no resolved incident"
is "no row, why no periods" "$(get zero .periods.why)" "no incident has a day"
is "one row has a median" "$(get one .overall.dist_km.q50)" "$(get one .overall.dist_km.max)"
is "one row has no interval" "$(get one .overall.bootstrap.why)" "too few places: at least 5 are needed"
is "one row is no change" "$(get one .periods.why)" "all incidents have the same day"
is "one place is one place" "$(get same .overall.bootstrap.n_places) $(get same .overall.bootstrap.n_events)" "1 20"
is "by place one place is no surprise" "$(get same '.overall.bands[3].null.p')" 1
is "vague rows have no distance" "$(get vague .overall.dist_km.q50)" null
within "but an expected number" "$(get vague '.overall.bands[3].n_exp')" 1 20
is "without dates no month" "$(jq -c '[.dimensions[] | select(.name == "month") | .values[].value]' "$work/nodate.json")" "[null]"
is "without dates no periods" "$(get nodate .periods.why)" "no incident has a day"
is "a border of 3 km" "$(get tiny '.dyads[0].len_km | round')" 3
within "incidents per 100 km of it" "$(get tiny '.dyads[0].bands[0].per_100km')" 900 1100

# The same for any number of threads and any pool that was kept
stats nodate -f json --jobs 2 >"$work/again.json"; cmp "$work/nodate.json" "$work/again.json"
rm -rf "$work/cache"; stats nodate -f json >"$work/again.json"; cmp "$work/nodate.json" "$work/again.json"
stats nodate -f json --seed 2 >"$work/again.json"
! cmp -s "$work/nodate.json" "$work/again.json" || fail "another seed, the same draws"
for null in population land; do
    is "its name" "$(stats nodate -f json --null $null | jq -r .method.null)" $null
done
is "no draws" "$(stats nodate -f json --draws 0 | jq -c '[.overall.bootstrap, .tests, .method.null]')" '[null,[],null]'

# Other columns, also by the name of the input's
{ echo "when,kind,lon,lat,desk"; for i in {1..30}; do echo "2020-0$((i % 9 + 1))-01,k$((i % 3)),6$((i % 9)).5,28.5,d$((i % 4))"; done; } >"$work/own.csv"
by() { "$bordermap" stats "$work/own.csv" -q --draws 0 -f json --field event_type=kind --field date=when --by "$1" | jq -c '[.dimensions[-1] | .name, .n_values, ([.values[].n_points] | add)]'; }
is "an own column" "$(by desk)" '["desk",4,30]'
is "with its output name" "$(by x_desk)" '["x_desk",4,30]'
is "a column that feeds a field is that field's dimension" "$(by kind)" '["month",9,30]'
exits 2 "$bordermap" stats "$work/own.csv" --by colour
says "no dimension 'colour'"
change() { "$bordermap" stats "$work/own.csv" -q --draws 0 -f json --field date=when --split "$1" | jq -c '.periods | [.split, .chosen_by, .why]'; }
is "a day of one's own" "$(change 2020-06)" '["2020-06-01","user",null]'
is "outside of the data" "$(change 2021)" '["2021-01-01","user","the day lies outside of the data"]'
exits 2 "$bordermap" stats "$work/own.csv" --split soon
says "2024-01-16"

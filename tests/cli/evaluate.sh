# scripts/evaluate: every row counted, whoever was not placed is a miss; the plain baseline beside it.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
# Towns' coordinates as in the GeoNames rows; the third is moved 1 degree of latitude (111 km) on purpose, the
# fourth is no place, the fifth is coarser than a place and left out.
cat >"$work/gold.csv" <<'END'
id,place,country,longitude,latitude,where_prec
1,Quetta town,Pakistan,67.01,30.18,1
2,کوئٹہ,Pakistan,67.01,30.18,1
3,Zahedan,Iran,60.86,30.50,1
4,Qwxzvbnm village,Iran,60.86,29.50,2
5,Punjab,Pakistan,72.0,31.0,4
END
"$BORDERMAP_SOURCE/scripts/evaluate" --misses 9 "$work/gold.csv" >"$work/report"
row() { awk -v t="$1" 'index($0, t) == 1 { print; exit }' "$work/report"; }
has() { row "$1" | tr -s ' ' | grep -qF -- "$2" || fail "expected '$2' in the row '$1': $(cat "$work/report")"; }
has "4 rows with gold" "(1 others left out)"
has "bordermap" "bordermap 50.0 % 50.0 % 50.0 % 75.0 %"
has "exact name, most people" "50.0 %"
has "resolved" "resolved 3 3 66.7 %"
has "coarse" "coarse 1 0"
grep -q "1: Qwxzvbnm village .* no point" "$work/report" || fail "the row that was not placed is no miss"
grep -q "1: Zahedan .* 11[0-9] km off" "$work/report" || fail "the moved town is no miss"
exits 2 "$BORDERMAP_SOURCE/scripts/evaluate"
printf 'place\nQuetta\n' >"$work/bare.csv"
exits 1 "$BORDERMAP_SOURCE/scripts/evaluate" "$work/bare.csv"; says "no row has coordinates"

# Distances and lengths that news articles state, measured by the program. Prints stated and measured.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"

"$bordermap" borders info >"$work/dyads.csv"
length() { awk -F, -v d="$1" '$1 == d { print $6 }' "$work/dyads.csv"; }

stated() { # WHAT STATED_KM MEASURED_KM LOW HIGH
    printf '%-44s stated %6s km   measured %9.3f km\n' "$1" "$2" "$3"
    within "$1" "$3" "$4" "$5"
}
stated "Iran-Pakistan border length" 966 "$(length IRN-PAK)" 917.7 1014.3
stated "Afghanistan-Iran border length" 921 "$(length AFG-IRN)" 874.95 967.05
stated "Afghanistan-Iran border length" 950 "$(length AFG-IRN)" 902.5 997.5

# every border of Afghanistan
afg=$(awk -F, '$2 == "AFG" || $3 == "AFG" { printf "%s%s", s, $1; s = "," }' "$work/dyads.csv")
printf 'id,place,country\n1,Mashhad,Iran\n' >"$work/mashhad.csv"
field() { "$bordermap" tag "$work/mashhad.csv" -q -f ndjson "${@:2}" | jq -r ".$1"; }
stated "Mashhad to the nearest border of Afghanistan" "<100" "$(field dist_km --dyad "$afg")" 165 175
stated "Mashhad to the nearest border of all" "" "$(field dist_km)" 73 78
is "nearest border of Mashhad" "$(field dyad)" IRN-TKM

# How well names are found, in short (scripts/measure_names does it in full): none of the figures falls below its floor.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
need_data geonames/PK.txt
cd "$work"
"$(dirname "$BORDERMAP")/tests/measure_names" "$data/geonames" "$BORDERMAP_SOURCE/tests/data/gazetteer" 300 brief > found
cat found

# share WHAT FIELD: the number before "% FIELD" in the line that starts with WHAT
share() { awk -v what="$1" -v field="$2" 'index($0, what "  ") == 1 && match($0, "[0-9.]+ % " field) {
    split(substr($0, RSTART, RLENGTH), part, " "); print part[1] }' found; }
# floor WHAT FIELD LOW
floor() { within "$1, $2" "$(share "$1" "$2")" "$3" 100; }
floor 'cities in their script' first 97
floor 'cities, no name in their script left' first 93
floor 'cities, no name in their script left' 'in ten' 95
floor 'typos, towns, with province' first 93
floor 'typos, towns, with province' 'in ten' 97
floor 'typos, any place, with province' first 72
floor 'Latin pairs of towns' first 68
floor 'Latin pairs of towns, with province' first 86
floor 'Latin pairs of towns, with province' 'in ten' 91
floor 'cited Latin pairs' first 93
floor 'cited Latin pairs' 'in ten' 97

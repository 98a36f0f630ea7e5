# cmake --install: the program runs from the place it was put, an outside program builds with pkg-config and with
# find_package, manual pages render, shells accept and run their completion.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash" || exit 1 # without it $work would be the root
unset BORDERMAP_DATA
build=$(dirname "$bordermap")
prefix=$work/usr
cmake --install "$build" --prefix "$prefix" >"$work/installed"
cp "$BORDERMAP_SOURCE/geodata/sample/incidents.csv" "$work/in.csv"
cd "$work"

# The program, from anywhere, and by way of a link.
"$bordermap" tag in.csv -q >expected.csv
mkdir bin && ln -s "$prefix/bin/bordermap" bin/bordermap
bin/bordermap tag in.csv -q >tagged.csv
cmp tagged.csv expected.csv
env -i "$prefix/bin/bordermap" map in.csv -q -o out
is "the data used" "$(jq -r '.counts.read' out/manifest.json)" 13
is "version" "$("$prefix/bin/bordermap" --version | head -1)" "$("$bordermap" --version | head -1)"
for name in build geos proj gdal_build; do
    "$prefix/bin/bordermap" --version | grep -q "^$name " || fail "--version does not tell '$name'"
done
[ ! -e "$prefix/include/bordermap/version.h.in" ] || fail "a template is installed"
[ -s "$prefix/share/doc/bordermap/copyright" ] || fail "no licence is installed"

# The library.
(echo "Quetta PAK"; cat expected.csv) >outside.expected
export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
is "pkg-config's data" "$(realpath "$(pkg-config --variable=datadir bordermap)")" "$(realpath "$prefix/share/bordermap")"
# shellcheck disable=SC2046
cc -std=c17 -Wall -Wextra -Werror "$BORDERMAP_SOURCE/tests/package/outside.c" -o outside $(pkg-config --cflags --libs bordermap)
LD_LIBRARY_PATH=$prefix/lib ./outside "$(pkg-config --variable=datadir bordermap)" in.csv Quetta >outside.csv
cmp outside.csv outside.expected
cmake -S "$BORDERMAP_SOURCE/tests/package" -B cmake -DCMAKE_PREFIX_PATH="$prefix" >cmake.log || fail "$(cat cmake.log)"
cmake --build cmake >>cmake.log 2>&1 || fail "$(cat cmake.log)"
for program in outside outside_static; do
    "cmake/$program" "$(cat cmake/data_dir)" in.csv Quetta >outside.csv
    cmp outside.csv outside.expected
done
# Only what the headers declare is to be had from the shared library.
nm -D --defined-only "$prefix/lib/libbordermap.so" | awk '{ print $3 }' | sort >symbols
grep -qx bm_run_map symbols || fail "bm_run_map is not exported"
grep -qx bm_sha256_file symbols && fail "a private function is exported"

# Manual pages: one a command, none with a complaint of groff's.
is "pages" "$(ls "$prefix/share/man/man1" | wc -l)" "$(($("$bordermap" --help | grep -c '^  [a-z]') + 1))"
for page in "$prefix"/share/man/man1/*.1; do
    LC_ALL=C.UTF-8 MANWIDTH=100 man --warnings -l "$page" >page.txt 2>page.err
    [ ! -s page.err ] || fail "$page: $(cat page.err)"
    grep -q SYNOPSIS page.txt || fail "$page has no synopsis"
done
man -l "$prefix/share/man/man1/bordermap-map.1" | grep -q -- '--segment-length KM' || fail "map's options are not in its page"

# Completion: what a shell would offer.
shells=$prefix/share
compopt() { :; } # bash has it only while it completes
completes() { # WORDS... EXPECTED: bash, the last word is being typed
    local expected=${*: -1}
    COMP_WORDS=(bordermap "${@:1:$#-1}")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _bordermap
    is "bash: ${COMP_WORDS[*]}" "${COMPREPLY[*]}" "$expected"
}
source "$shells/bash-completion/completions/bordermap"
completes ma "map"
completes gazetteer f "find"
completes map --segment- "--segment-length --segment-by"
completes map --scope fo "foreign"
completes map --scope = ow "own"
completes map --outputs geojson,s "geojson,shp geojson,svg geojson,stats"
completes borders info --dy "--dyad"
completes map in. "in.csv"
if command -v zsh >/dev/null; then
    zsh -n "$shells/zsh/site-functions/_bordermap"
    # A shell in a terminal of its own, which types a tab.
    cat >zsh.zsh <<'Z'
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "PS1=; fpath=($1 \$fpath); autoload -U compinit; compinit -u -d $2; zstyle ':completion:*' list-colors ''; LISTMAX=500"
zpty -w z 'print ready'
zpty -r z out '*ready*ready*'
zpty -n -w z $'bordermap map --segment-\t\t'
zpty -r z out '*segment-by*length of a border segment*'
Z
    timeout 20 zsh zsh.zsh "$shells/zsh/site-functions" "$work/zcompdump" || fail "zsh offers no options of map"
fi
if command -v fish >/dev/null; then
    export HOME=$work
    offers() { is "fish: $1" "$(fish -c "source $shells/fish/vendor_completions.d/bordermap.fish; complete -C '$1'" | cut -f1 | tr '\n' ' ')" "$2"; }
    offers "bordermap ma" "map "
    offers "bordermap gazetteer f" "find "
    offers "bordermap map --scope fo" "foreign "
    offers "bordermap borders info --segment-l" "--segment-length "
fi

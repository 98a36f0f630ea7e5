# Read by the other scripts: where the project is, installing packages, building.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '== %s\n' "$*" >&2; }

# need_packages GROUP...: installs what scripts/packages.txt lists for these groups and is missing. A program of a
# package's name from elsewhere (npm that came with another nodejs) serves as well.
need_packages() {
    local group wanted=() missing=() name
    for group in "$@"; do
        while read -r name; do wanted+=("$name"); done \
            < <(awk -v g="$group" '$1 == g { print $2 }' "$root/scripts/packages.txt")
    done
    for name in "${wanted[@]}"; do
        command -v "$name" >/dev/null && continue
        dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$name")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then as_root=(sudo); fi
    say "installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        "${missing[@]}" >/dev/null
}

# build DIR [CMAKE_OPTION...]: configures and builds (only $target, if set); prints only what matters.
build() {
    local dir=$1 log
    shift
    mkdir -p "$dir"
    log=$dir/build.log
    say "building in $dir"
    if ! { cmake -S "$root" -B "$dir" "$@" && cmake --build "$dir" --parallel "$(nproc)" ${target:+--target "$target"}; } >"$log" 2>&1; then
        tail -n 60 "$log" >&2
        say "the build failed; the whole log is in $log"
        return 1
    fi
}

# Each public header compiles alone, as C17 and as C++17, without a warning.
set -euo pipefail
generated=$(cd "$(dirname "$BORDERMAP")/include" && pwd)
for header in "$BORDERMAP_SOURCE"/include/bordermap/*.h; do
    for compiler in "gcc -std=c17 -xc" "g++ -std=c++17 -xc++"; do
        echo "#include \"$header\"" | $compiler -fsyntax-only -Wall -Wextra -Wpedantic -Werror \
            -I"$BORDERMAP_SOURCE/include" -I"$generated" -
    done
done

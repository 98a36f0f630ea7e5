# The rooms include each other in one direction only.
set -euo pipefail
"$BORDERMAP_SOURCE/scripts/check_layers"
# and the check can fail
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir -p "$copy/scripts"
cp -r "$BORDERMAP_SOURCE/src" "$copy/src"
cp "$BORDERMAP_SOURCE/scripts/check_layers" "$copy/scripts/"
echo '#include "cli/args.h"' >> "$copy/src/base/str.c"
if "$copy/scripts/check_layers" 2>/dev/null; then
    echo "a breach was not noticed" >&2
    exit 1
fi

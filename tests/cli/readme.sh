# The commands of the README work: every block marked ```sh is run, in a copy of what a user has.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
mkdir -p "$work/clone/build" "$work/clone/out"
ln -s "$BORDERMAP_SOURCE"/{geodata,scripts} "$work/clone/"
ln -s "$bordermap" "$work/clone/build/bordermap"
cd "$work/clone"
awk '/^```sh$/ { on = 1; next } /^```/ { on = 0 } on' "$BORDERMAP_SOURCE/README.md" |
    grep -vE '^(scripts/demo|cmake )' >"$work/commands"
[ "$(wc -l <"$work/commands")" -ge 10 ] || fail "the README has too few commands: $(cat "$work/commands")"
while IFS= read -r command; do
    bash -c "set -euo pipefail; $command" >"$work/out" 2>"$work/err" || fail "$command: $(cat "$work/err")"
done <"$work/commands"
[ "$(wc -l <out/two.csv)" = 3 ] || fail "two places in, not two out"
[ "$(wc -l <out/tagged.ndjson)" = 13 ] || fail "13 incidents in, not 13 out"

# Read by the scripts here: a folder of its own for each, failing with a word, skipping out loud.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bordermap=$BORDERMAP
data=${BORDERMAP_TEST_DATA:-}

fail() { echo "FAILED: $*" >&2; exit 1; }
need_data() { [ -e "$data/$1" ] || { echo "skipped: no $1 in BORDERMAP_TEST_DATA"; exit 77; }; }
# is WHAT FOUND EXPECTED
is() { [ "$2" = "$3" ] || fail "$1: found '$2', expected '$3'"; }
# within WHAT FOUND LOW HIGH
within() { awk -v x="$2" -v a="$3" -v b="$4" 'BEGIN { exit !(x != "" && x + 0 >= a && x + 0 <= b) }' ||
    fail "$1: found '$2', expected $3 to $4"; }
# exits CODE COMMAND...: standard error goes to $work/err
exits() { local want=$1 got=0; shift; "$@" >"$work/out" 2>"$work/err" || got=$?; [ "$got" = "$want" ] ||
    fail "'$*' exits $got, expected $want: $(tail -3 "$work/err")"; }
# says TEXT: the last command's standard error has it
says() { grep -qF -- "$1" "$work/err" || fail "expected '$1' on standard error, found: $(cat "$work/err")"; }

# Shards on a real Slurm of one node, in short; scripts/test-slurm does it with more rows.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
for program in munged slurmctld slurmd sbatch; do
    command -v $program >/dev/null || { echo "skipped: $program is not installed (scripts/test-slurm installs it)"; exit 77; }
done
[ "$(id -u)" = 0 ] || { echo "skipped: starting a Slurm of one's own needs root"; exit 77; }
bash "$BORDERMAP_SOURCE/tests/slurm/run.sh" "$bordermap" 4000

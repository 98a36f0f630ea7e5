# A real Slurm on this machine, one node, started by hand in a temporary folder: eight shards and their merge, one shard
# killed in the middle and queued again, and every file compared with one run. run.sh BORDERMAP ROWS; needs root.
set -euo pipefail
bordermap=$1 rows=$2
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d /tmp/bm-slurm.XXXXXX)
pids=()
stop() {
    local code=$?
    [ $code -eq 0 ] || tail -n 20 "$work"/*.log "$work"/out.parts/*.log 2>/dev/null || true
    scancel --full --user="$(id -un)" 2>/dev/null || true
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$work"
    exit $code
}
trap stop EXIT
chmod 755 "$work"
cd "$work"

# --- the cluster ---
free_port() { local p; while p=$((20000 + RANDOM % 10000)); ss -ltn 2>/dev/null | grep -q ":$p "; do :; done; echo "$p"; }
mkdir state spool munge
chmod 700 munge
dd if=/dev/urandom of=munge/key bs=64 count=1 status=none
chmod 400 munge/key
munged --force --foreground --key-file="$work/munge/key" --socket="$work/munge.sock" --pid-file="$work/munge/pid" \
    --log-file="$work/munged.log" --seed-file="$work/munge/seed" >munge.out 2>&1 &
pids+=($!)
node=$(hostname -s)
cat >slurm.conf <<CONF
ClusterName=bordermap
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
SlurmUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$work/munge.sock,cred_expire=5
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0,bf_interval=1
SlurmdParameters=config_overrides
ReturnToService=2
KillWait=2
MinJobAge=600
MpiDefault=none
SwitchType=switch/none
NodeName=$node NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$work/slurm.conf
for ((i = 0; i < 100; i++)); do [ -S munge.sock ] && break; sleep 0.1; done
slurmctld -D -f slurm.conf >slurmctld.out 2>&1 &
pids+=($!)
slurmd -D -f slurm.conf >slurmd.out 2>&1 &
pids+=($!)
for ((i = 0; i < 300; i++)); do [ "$(sinfo -h -o %T 2>/dev/null)" = idle ] && break; sleep 0.2; done
[ "$(sinfo -h -o %T)" = idle ] || { echo "FAILED: the node is not idle: $(sinfo -h -R)" >&2; exit 1; }

# --- rows: coordinates about Asia, a name now and then, a record of three lines in seven ---
awk -v n="$rows" 'BEGIN {
    srand(7)
    print "id,date,place,country,lon,lat,notes"
    for (i = 1; i <= n; i++) {
        named = i % 11 == 0
        printf "%d,%d-%02d-%02d,%s,%s,", i, 2000 + i % 20, 1 + i % 12, 1 + i % 28, named ? "Quetta" : "", named ? "Pakistan" : ""
        if (named) printf ",,"; else printf "%.5f,%.5f,", 40 + 50 * rand(), 15 + 30 * rand()
        print i % 7 ? "plain" : "\"three\nlines, \"\"quoted\"\"\nof text\""
    }
}' >rows.csv
"$bordermap" map rows.csv -o one --outputs geojson,stats,html -q

# --- the program of shard 3 is stopped while it writes in its first run, and then killed ---
cat >stopping <<STOP
#!/usr/bin/env bash
case " \$* " in
*" --shard 3/8 "*)
    [ -z "\${SLURM_RESTART_COUNT:-}" ] || exec "$bordermap" "\$@"
    for ((try = 0; try < 50; try++)); do # until it is caught while it writes
        "$bordermap" "\$@" &
        until compgen -G "$work/out.parts/3/shard.part.??????" >/dev/null || ! kill -0 \$! 2>/dev/null; do :; done
        kill -STOP \$! 2>/dev/null && compgen -G "$work/out.parts/3/shard.part.??????" >/dev/null && break
        kill -CONT \$! 2>/dev/null
        wait \$!
    done
    echo \$! >"$work/stopped.new" && mv "$work/stopped.new" "$work/stopped"
    wait \$!
    exit \$?
    ;;
esac
exec "$bordermap" "\$@"
STOP
chmod +x stopping
last=$(BORDERMAP=$work/stopping "$source_dir/scripts/slurm/map" 8 out rows.csv --outputs geojson,stats,html -q)
for ((i = 0; i < 600; i++)); do [ -e stopped ] && break; sleep 0.2; done
[ -e stopped ] || { echo "FAILED: shard 3 did not start" >&2; exit 1; }
kill -KILL "$(cat stopped)"
state() { scontrol show job "$last" 2>/dev/null | sed -n 's/.*JobState=\([A-Z_]*\).*/\1/p' | head -1; }
for ((i = 0; i < 1500; i++)); do
    case $(state) in COMPLETED) break ;; PENDING | RUNNING | COMPLETING | CONFIGURING | '') sleep 0.2 ;; *) break ;; esac
done
[ "$(state)" = COMPLETED ] || { squeue; echo "FAILED: the merge is $(state)" >&2; exit 1; }
grep -q 'shard 3 was killed (137): started again' out.parts/3.log ||
    { echo "FAILED: shard 3 was not started again" >&2; exit 1; }
diff <(cd one && sha256sum ./*) <(cd out && sha256sum ./*) || { echo "FAILED: the merge differs from one run" >&2; exit 1; }
[ -z "$(ls -d out.parts/[0-9] 2>/dev/null)" ] || { echo "FAILED: parts are left behind" >&2; exit 1; }
echo "eight shards on Slurm $(slurmd -V | cut -d' ' -f2), one killed and queued again: the same $(find out -type f | wc -l) files as from one run of $rows rows"

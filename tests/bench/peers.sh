#!/usr/bin/env bash
# The same land points through bordermap, PostGIS and QGIS: peers.sh PEER_POINTS BORDERS.bmb N. Starts a
# PostgreSQL of its own on a socket in a temporary folder (as a user that is not root) and removes it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
peer_points=$(realpath "$1")
borders=$(realpath "$2")
n=${3:-20000}
bin=/usr/lib/postgresql/15/bin
work=$(mktemp -d)
as_owner=()
if [ "$(id -u)" -eq 0 ]; then as_owner=(runuser -u postgres --); fi
finish() {
    "${as_owner[@]}" "$bin/pg_ctl" -D "$work/db" -m immediate -s stop 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

cd "$work"
"$peer_points" "$borders" "$n" edges.csv points.csv >bordermap_s.txt
grep -v '^bordermap_' bordermap_s.txt
cp "$here/peers.sql" .
chmod 755 "$work"
if [ "$(id -u)" -eq 0 ]; then chown postgres "$work"; fi
"${as_owner[@]}" "$bin/initdb" -D "$work/db" -A trust -U bench -E UTF8 --locale=C >/dev/null
"${as_owner[@]}" "$bin/pg_ctl" -D "$work/db" -s -w -l "$work/log" \
    -o "-k $work -c listen_addresses='' -c shared_buffers=1GB -c maintenance_work_mem=512MB" start
"${as_owner[@]}" "$bin/psql" -q -h "$work" -U bench -d postgres -f peers.sql
QT_QPA_PLATFORM=offscreen HOME=$work /usr/bin/python3 "$here/peers_qgis.py"
/usr/bin/python3 "$here/peers_report.py"

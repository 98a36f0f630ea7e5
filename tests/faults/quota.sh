#!/usr/bin/env bash
# A quota, which is another end than a full disk: EDQUOT, for one user or one folder, while the disk has room. The first of
# these that this machine can mount: ext4 with a user's quota, tmpfs with one (Linux 6.6), btrfs with a group's limit; the
# run is somebody's without root's right to exceed it.
. "$(dirname "$0")/lib.bash"
disk=$work/disk over="Disk quota exceeded|disk I/O error" # what SQLite makes of it
user=65534
quota_kb=$(($(du -s --apparent-size -k "$work/old" | cut -f1) * 3 / 2)) # the old map, and half of the new one beside it
mkdir "$disk"
trap 'umount "$disk" 2>/dev/null || true; rm -rf "$work"' EXIT
[ "$(id -u)" = 0 ] || { echo "skipped: not root, so no quota can be set"; exit 77; }

image() { truncate -s "$1" "$work/image"; }
ext4() {
    command -v setquota >/dev/null && image 32M && mkfs.ext4 -q -O quota -E quotatype=usrquota "$work/image" && mount -o loop,usrquota "$work/image" "$disk" &&
        setquota -u "$user" "$quota_kb" "$quota_kb" 0 0 "$disk"
}
tmpfs() { mount -t tmpfs -o "size=16m,usrquota,usrquota_block_hardlimit=${quota_kb}k" tmpfs "$disk"; }
btrfs_group() {
    command -v mkfs.btrfs >/dev/null && image 128M && mkfs.btrfs -q "$work/image" >/dev/null && mount -o loop "$work/image" "$disk" &&
        btrfs quota enable "$disk" && btrfs subvolume create "$disk/limited" >/dev/null && btrfs qgroup limit "${quota_kb}K" "$disk/limited"
}
folder=
for kind in ext4 tmpfs btrfs_group; do
    if "$kind" >"$work/why" 2>&1; then folder=$disk/limited; break; fi
    echo "no $kind with a quota here: $(tail -n 1 "$work/why")"
    umount "$disk" 2>/dev/null || true
    rm -f "$work/image"
done
[ -n "$folder" ] || { echo "skipped: no file system with a quota can be mounted here"; exit 77; }
echo "quota of $quota_kb KB by $kind"
mkdir -p "$folder"
chmod 755 "$work"
chown "$user" "$folder"
as_user() { setpriv --reuid="$user" --regid="$user" --clear-groups "$@"; }

# The quota does hold, and leaves room on the disk.
code=0
as_user dd if=/dev/zero of="$folder/fill" bs=10k count=$((quota_kb / 5)) 2>"$work/err" || code=$?
is "more than the quota: exit of dd" "$code" 1
says "Disk quota exceeded"
[ "$(df --output=avail -k "$disk" | tail -1)" -gt $((2 * quota_kb)) ] || fail "the disk itself is full"
as_user rm "$folder/fill"

# The old map as the user's own; the new one beside it is too much.
cp -r "$work/old" "$folder/d"
chown -R "$user" "$folder/d"
is "the old map under the quota" "$(state_of "$folder/d")" old
code=0
map_into "$folder/d" new as_user 2>"$work/err" || code=$?
is "exit" "$code" 1
grep -qE "$over" "$work/err" || fail "expected '$over', found: $(cat "$work/err")"
is "the map" "$(state_of "$folder/d")" old
! has_leftovers "$folder/d" || fail "leaves its staging folder behind"

# The same room without an old map is enough; and one file alone, that is too large.
rm -r "$folder/d"
map_into "$folder/d" new as_user 2>"$work/err" || fail "a map that fits: $(cat "$work/err")"
is "a map that fits" "$(state_of "$folder/d")" new
seq -f '%.0f,2024-03-03,0.9,0.5,a place with a long name' 20000 | sed '1i id,date,lon,lat,place' >"$work/much.csv"
code=0
as_user "$bordermap" map "$work/much.csv" -o "$folder/much" -q --borders "$work/three.bmb" --outputs geojson 2>"$work/err" || code=$?
is "a file over the quota: exit" "$code" 1
says "Disk quota exceeded"
[ ! -e "$folder/much" ] || [ -z "$(ls -A "$folder/much")" ] || fail "leaves $(ls -A "$folder/much") behind"

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# tests/lab/boot.sh ROOT IMAGE MACHINE OUT KERNEL-ARGUMENTS...: boots the machine that the
# file MACHINE describes, and leaves what came out of it in the folder OUT. No acceleration,
# no network, no disk. Status 1 if nothing came, and then OUT/why says what QEMU and the
# console said last.
#
# MACHINE holds arguments of QEMU, "#" begins a comment, and @OUT@ is the folder. The script
# named by $MONITOR, if any, gets the folder and QEMU's process, and talks to QEMU's monitor
# through the FIFO OUT/monitor.in while the machine runs.

set -u
root=$1 image=$2 machine=$3 out=$4
shift 4
mkdir -p "$out"
out=$(cd "$out" && pwd)
kernel=$(find "$root/boot" -name 'vmlinuz-*' | head -n 1)
truncate -s 0 "$out/console" "$out/data" "$out/events"
mapfile -t lines < <(sed -e 's/#.*//' -e "s|@OUT@|$out|g" "$machine")
# Words of the machine's lines are arguments.
# shellcheck disable=SC2206
arguments=(${lines[*]})

rm -f "$out"/monitor.*
mkfifo "$out/monitor.in" "$out/monitor.out" || exit 1
cat "$out/monitor.out" >"$out/monitor" &
timeout -k 5 "${LAB_SECONDS:-270}" qemu-system-x86_64 -accel tcg -cpu max -smp "${LAB_CPUS:-2}" -m "${LAB_MEMORY:-512}" \
	-nodefaults -no-user-config -display none -no-reboot \
	-kernel "$kernel" -initrd "$image" \
	-append "console=ttyS0 quiet loglevel=4 panic=-1 mitigations=off nokaslr rdinit=/init $*" \
	-chardev "file,id=console,path=$out/console" -serial chardev:console \
	-chardev "file,id=data,path=$out/data" -serial chardev:data \
	-chardev "file,id=events,path=$out/events" -serial chardev:events \
	-chardev "pipe,id=monitor,path=$out/monitor" -mon chardev=monitor,mode=readline \
	"${arguments[@]}" </dev/null >"$out/qemu" 2>&1 &
qemu=$!
trap 'kill "$qemu" 2>/dev/null' EXIT
[ -z "${MONITOR:-}" ] || "$MONITOR" "$out" "$qemu"
wait "$qemu"
status=$?
trap - EXIT

size=$(tr -d '\r' <"$out/events" | awk '$1 == "end" { print $2 }')
if [ -n "$size" ] && [ "$(wc -c <"$out/data")" -eq "$size" ] && tar -xmzf "$out/data" -C "$out"; then
	exit 0
fi
{
	echo "QEMU ended with status $status"
	head -n 5 "$out/qemu"
	tail -n 10 "$out/console"
} >"$out/why"
exit 1

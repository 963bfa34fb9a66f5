#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# tests/lab/unplug.sh OUT PID: from the host's side, takes cards out of the machine that runs
# in process PID and puts them back, while the step "unplug" runs.

set -u
out=$1 qemu=$2
exec 3<>"$out/monitor.in"
count=0
while kill -0 "$qemu" 2>/dev/null; do
	if grep -q '^unplug' "$out/events" && ! grep -q '^did unplug' "$out/events"; then
		printf 'device_del a\ndevice_del b\n' >&3
		sleep 0.4
		printf 'device_add e1000e,id=a,romfile=,bus=rp1\n' >&3
		printf 'device_add nvme,id=b,serial=b,bus=rp2\n' >&3
		count=$((count + 1))
	fi
	sleep 0.4
done
echo "$count" >"$out/cards"

#!/bin/busybox sh
# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The first and only process of a machine of the lab. What the kernel and lspci say of its
# functions, and what pcimsi says, goes to /out, and from there out of the second serial port;
# the third one tells the host where we are. The host compares: tests/lab/check.sh.

export PATH=/bin
/bin/busybox mkdir -p /proc /sys /dev /tmp /out
/bin/busybox --install -s /bin 2>/dev/null
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
mount -t securityfs security /sys/kernel/security 2>/dev/null
mount -t tmpfs tmp /tmp
mount -t tmpfs out /out
chmod 1777 /tmp
stty -F /dev/ttyS1 raw -echo
stty -F /dev/ttyS2 raw -echo
# Whatever hangs.
(sleep 240; poweroff -f) &

cd /tmp || exit
devices=/sys/bus/pci/devices
say() {
	echo "$*" >/dev/ttyS2
}

# The words of the kernel's command line that are ours: lab=STEP,STEP
steps=$(sed -n 's/.* lab=\([^ ]*\).*/\1/p' /proc/cmdline | tr , ' ')

# run NAME COMMAND...: what it wrote, and its status
run() {
	name=$1
	shift
	timeout -s KILL 100 "$@" >"/out/$name.out" 2>"/out/$name.err"
	echo $? >"/out/$name.status"
}

run_as_user() {
	name=$1
	shift
	run "user-$name" su lab -s /bin/sh -c "$*"
}

# slot vendor device driver msi_bus vectors BAR=SIZE...
describe() {
	for device in "$devices"/*; do
		read -r vendor <"$device/vendor"
		read -r id <"$device/device"
		driver=-
		[ -e "$device/driver" ] && driver=$(basename "$(readlink "$device/driver")")
		msi_bus=-
		[ -r "$device/msi_bus" ] && read -r msi_bus <"$device/msi_bus"
		vectors=0
		for irq in "$device"/msi_irqs/*; do
			[ -e "$irq" ] && vectors=$((vectors + 1))
		done
		sizes=
		bar=0
		while [ $bar -lt 6 ] && read -r start end _; do
			[ $((end)) -gt $((start)) ] && sizes="$sizes $bar=$((end - start + 1))"
			bar=$((bar + 1))
		done <"$device/resource"
		echo "${device##*/} ${vendor#0x} ${id#0x} $driver ${msi_bus:--} $vectors$sizes"
	done
}

load_drivers() {
	for module in virtio_pci virtio_net virtio_console virtio_scsi virtio_rng vmxnet3 e1000e \
		igb ahci xhci_pci; do
		modprobe -q $module
	done
	sleep 1
}

# No driver for them: each would take a second to come up.
enable_vfs() {
	for device in "$devices"/*; do
		[ -f "$device/sriov_totalvfs" ] || continue
		echo 0 >"$device/sriov_drivers_autoprobe"
		cat "$device/sriov_totalvfs" >"$device/sriov_numvfs"
	done
}

step_facts() {
	load_drivers
	enable_vfs
	describe >/out/sysfs
	run lspci lspci -D -n -vv
	run list pcimsi list
	run ndjson pcimsi list --format ndjson
	run show pcimsi show
	run check pcimsi check --inf /lab/lab.inf --format ndjson
	run text pcimsi check --inf /lab/lab.inf
	run capture pcimsi capture -o /out/machine.tgz
	# The same moment for all of it.
	describe >/out/sysfs-after
	run_as_user lspci lspci -D -n -vv
	run_as_user list pcimsi list
	run_as_user ndjson pcimsi list --format ndjson
	run_as_user show pcimsi show
	run_as_user check pcimsi check --inf /lab/lab.inf
	run_as_user capture pcimsi capture -o /tmp/user.tgz
	cp /tmp/user.tgz /out
	cat /sys/kernel/security/lockdown >/out/lockdown 2>/dev/null
}

for file in /lab/steps/*.sh; do
	# shellcheck source=/dev/null
	. "$file"
done

say "up $(cut -d ' ' -f 1 /proc/uptime)"
for step in $steps; do
	"step_$step"
	say "did $step $(cut -d ' ' -f 1 /proc/uptime)"
done
cat /proc/cmdline >/out/cmdline
uname -r >/out/kernel
dmesg | tail -n 200 >/out/dmesg
tar -C /out -cf - . | gzip -1 >/tmp/out.tgz
cat /tmp/out.tgz >/dev/ttyS1
say "end $(wc -c </tmp/out.tgz)"
poweroff -f

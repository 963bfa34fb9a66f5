# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Functions go and come while they are scanned: some by the kernel's own hand, as fast as it
# can, others because the host takes them out (tests/lab/unplug.sh). What each run of
# the program wrote is kept; the host says whether it was right.

devices=${devices:?}
removals=${removals:-1000}

take_out() {
	count=0
	while [ "$count" -lt "$removals" ] && [ ! -e /tmp/enough ]; do
		for slot in 0000:00:03.0 0000:00:03.1 0000:00:03.2; do
			echo 1 2>/dev/null >"$devices/$slot/remove"
			count=$((count + 1))
		done
		echo 1 >/sys/bus/pci/rescan
	done
	echo "$count" >/out/removals
	: >/tmp/done
}

step_unplug() {
	mkdir /out/unplug
	take_out 2>/dev/null &
	say unplug
	round=0
	while [ ! -e /tmp/done ]; do
		round=$((round + 1))
		run "unplug/$round-list" pcimsi list
		run "unplug/$round-check" pcimsi check --inf /lab/lab.inf
		run "unplug/$round-capture" pcimsi capture -o "/tmp/$round.tgz"
		run "unplug/$round-archive" pcimsi list "/tmp/$round.tgz"
		rm -f "/tmp/$round.tgz"
		[ "$(cut -d . -f 1 /proc/uptime)" -lt 160 ] || : >/tmp/enough
	done
	echo "$round" >/out/rounds
}

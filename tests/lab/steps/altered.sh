# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Bytes that no emulated card has, laid over the `config` of one that there is
# (tests/lab/altered); a file that cannot be read, and one that changes its size all the time.

devices=${devices:?}
card=0000:01:00.0

hex() {
	while [ -n "$1" ]; do
		rest=${1#??}
		printf '%b' "\\x${1%"$rest"}"
		set -- "$rest"
	done
}

# alter SIZE OFFSET=BYTES...: /tmp/config
alter() {
	cp "$devices/$card/config" /tmp/config
	size=$1
	shift
	for change; do
		hex "${change#*=}" | dd of=/tmp/config bs=1 seek=$((0x${change%%=*})) conv=notrunc 2>/dev/null
	done
	case $size in
	ones) tr '\000-\377' '\377' <"$devices/$card/config" >/tmp/config ;;
	*) truncate -s "$size" /tmp/config ;;
	esac
}

# look NAME: as root and as a user, who may read all of a file like this
look() {
	run "altered/$1-check" pcimsi check --inf /lab/lab.inf -s "$card" --format ndjson
	run "altered/$1-show" pcimsi show
	run_as_user "altered/$1" pcimsi show
	run "altered/$1-capture" pcimsi capture -o /tmp/altered.tgz
}

unreadable() {
	# The first page of process 1: EIO.
	mount -o bind /proc/1/mem "$devices/$card/config"
	cat "$devices/$card/config" >/dev/null 2>/out/altered/is-unreadable
	run altered/unreadable-list pcimsi list
	run altered/unreadable-capture pcimsi capture -o /tmp/altered.tgz
	umount "$devices/$card/config"
}

shrinking() {
	cp "$devices/$card/config" /tmp/whole
	cp /tmp/whole /tmp/config
	mount -o bind /tmp/config "$devices/$card/config"
	: >/tmp/shrink
	while [ -e /tmp/shrink ]; do
		for size in 5000 4095 256 100 64 63 1 0; do
			truncate -s $size /tmp/config
		done
		cat /tmp/whole >/tmp/config
	done &
	for round in 1 2 3 4 5 6 7 8 9 10; do
		run "altered/shrinking$round-list" pcimsi list
	done
	rm /tmp/shrink
	wait $!
	umount "$devices/$card/config"
}

step_altered() {
	mkdir /out/altered /out/user-altered
	while read -r name _ changes; do
		case $name in
		'' | '#'*) continue ;;
		esac
		# shellcheck disable=SC2086 # words
		alter $changes
		chmod 644 /tmp/config
		mount -o bind /tmp/config "$devices/$card/config"
		look "$name"
		umount "$devices/$card/config"
	done </lab/altered
	run altered/true-list pcimsi list
	unreadable
	shrinking
}

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# make bench: ratios, all in one run on one generated dump. BENCH_FUNCTIONS=N sets its size.
set -eu
cd "$(dirname "$0")/../.."
BUILD=${BUILD:-build/release}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A dump with 4096 bytes per function, from the shipped lab capture with other slots.
awk -v functions="${BENCH_FUNCTIONS:-8192}" '
	/^[0-9a-f]+:[0-9a-f]+\.[0-7] / { if (rows == 256) text[++n] = block; rows = 0; block = $0 "\n"; sub(/^[^ ]+/, "", block); next }
	/^[0-9a-f]+: / { rows++ }
	{ block = block $0 "\n" }
	END {
		if (rows == 256) text[++n] = block
		for (i = 0; i < functions; i++)
			printf "%04x:%02x:%02x.%x%s", int(i / 65536), int(i / 256) % 256, int(i / 8) % 32, i % 8, text[i % n + 1]
	}' dumps/lab-q35.txt >"$work/dump.txt"
echo "dump: ${BENCH_FUNCTIONS:-8192} functions of 4096 bytes, $(wc -c <"$work/dump.txt") bytes of text"
"$BUILD/tests/bench/bench_text" "$work/dump.txt"

if ! command -v lspci >/dev/null; then
	echo "whole run: skipped: no lspci"
	exit 0
fi

# Best of three, in hundredths of a second of processor time.
cost() {
	best=999999
	for _ in 1 2 3; do
		spent=$({ TIMEFORMAT='%3U %3S'; bash -c "TIMEFORMAT='%3U %3S'; time $1 >/dev/null 2>&1" 2>&1; } |
			tail -n 1 | awk '{ printf "%d", ($1 + $2) * 1000 }')
		[ "$spent" -lt "$best" ] && best=$spent
	done
	[ "$best" -gt 0 ] || best=1
	echo "$best"
}
ours=$(cost "$BUILD/pcimsi list --format ndjson $work/dump.txt")
theirs=$(cost "lspci -F $work/dump.txt -vv")
echo "whole run: list --format ndjson is $((theirs * 10 / ours / 10)).$((theirs * 10 / ours % 10)) x faster than lspci -F FILE -vv"
if [ -r /proc/self/status ] && command -v /usr/bin/time >/dev/null; then
	peak() {
		/usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -n 1
	}
	list=$(peak "$BUILD/pcimsi" list --format ndjson "$work/dump.txt")
	result=$(peak "$BUILD/pcimsi" check --format ndjson --inf dumps/demo.inf "$work/dump.txt")
	echo "memory: $list KiB at most to list; $result KiB with the result of a check," \
		"$(((result - list) * 1024 / ${BENCH_FUNCTIONS:-8192})) bytes a function"
fi

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make fuzz-all: every target for FUZZ_SECONDS, and a row for each: how often it ran, edges
# reached and features seen (libFuzzer's "cov" and "ft"), inputs that are worth keeping, and whether
# one of them ended it. Status 1 if one did; it is below tests/fuzz/crashers then.

set -u
cd "$(dirname "$0")/../.." || exit 1

seconds=${FUZZ_SECONDS:-60}
logs=build/fuzz/logs
status=0
mkdir -p "$logs"

# The last line of libFuzzer's statistics: "#N  DONE  cov: N ft: N corp: N/SIZE ..."
figures() {
	awk '/^#[0-9]+.*cov: / { line = $0 }
		END {
			n = split(line, words, " ")
			for (i = 1; i < n; i++)
				value[words[i]] = words[i + 1]
			runs = substr(words[1], 2)
			split(value["corp:"], corpus, "/")
			printf "%12s %8s %9s %7s\n", runs, value["cov:"], value["ft:"], corpus[1]
		}' "$1"
}

printf '%-12s %12s %8s %9s %7s\n' target executions edges features corpus
for source in tests/fuzz/fuzz_*.c; do
	name=${source##*/fuzz_}
	name=${name%.c}
	row=ok
	${MAKE:-make} --no-print-directory fuzz FUZZ="$name" FUZZ_SECONDS="$seconds" >"$logs/$name" 2>&1 || {
		row="FAILED, see $logs/$name"
		status=1
	}
	printf '%-12s %s  %s\n' "$name" "$(figures "$logs/$name")" "$row"
done
exit $status

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make check: every test program of the build in $BUILD, $JOBS at once (as many as there
# are processors). One line per program in an order that is always the same, all output of
# those that fail, and "N passed, N failed" at the end. tests/run.sh NAME...: only these.

set -u
cd "$(dirname "$0")/.." || exit 1

BUILD=${BUILD:-build/release}
LIMIT=${LIMIT:-600} # seconds per program
JOBS=${JOBS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)}
export BUILD LIMIT

# By source, not by program: one that was not built is a failure, a stale one is not run.
names() {
	for source in tests/unit/test_*.c tests/fuzz/fuzz_*.c; do
		name=${source##*/}
		name=${name%.c}
		case $name in
		fuzz_*) echo "replay_$name" ;;
		*) echo "$name" ;;
		esac
	done
	echo run_cases
	echo equivalence
	echo check_rules
	echo check_suggest
	echo check_cost
	echo build
	echo lint_docs
	echo pages
	echo completion
	echo install
	echo ci
	echo schema
	echo example
	echo recipes
	echo terminal
	echo unicode
	echo surroundings
}

limited() {
	if command -v timeout >/dev/null 2>&1; then
		exec timeout "$LIMIT" "$@"
	else
		exec "$@"
	fi
}

start() {
	case $1 in
	test_*) limited "$BUILD/tests/unit/$1" ;;
	check_cost) limited "$BUILD/tests/cost/$1" ;;
	check_*) limited "$BUILD/tests/rules/$1" ;;
	run_cases) limited "$BUILD/tests/cases/$1" ;;
	replay_*)
		program=$BUILD/tests/fuzz/$1
		name=${1#replay_fuzz_}
		set --
		for folder in "tests/fuzz/corpus/$name" "tests/fuzz/crashers/$name"; do
			[ -d "$folder" ] && set -- "$@" "$folder"
		done
		limited "$program" "$@"
		;;
	*) limited "tests/$1.sh" ;;
	esac
}

if [ "${1:-}" = --one ]; then
	(start "$2") >"$3/$2.log" 2>&1 </dev/null
	echo $? >"$3/$2.status"
	exit 0
fi

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
if [ $# -gt 0 ]; then
	printf '%s\n' "$@"
else
	names
fi >"$work/names"
# Those that take longest, which are the last ones, begin first.
sort -r "$work/names" | awk '{ print /^(test|replay)_/, $0 }' | sort -s -k 1,1n |
	cut -d ' ' -f 2 | xargs -P "$JOBS" -I '{}' "$0" --one '{}' "$work"

# What a program counts itself is worth its place on the line.
LC_ALL=C awk -v work="$work" '
function count(line) {
	if (line ~ /^\[  PASSED  \] [0-9]+ test/ || line ~ /^replayed [0-9]+$/) {
		match(line, / [0-9]+/)
		return " (" substr(line, RSTART + 1, RLENGTH - 1) ")"
	}
	if (line ~ /^\[  SKIPPED \] [0-9]+ test/) {
		match(line, / [0-9]+/)
		return " (" substr(summary, 3, length(summary) - 3) "," substr(line, RSTART, RLENGTH) " skipped)"
	}
	if (match(line, /: (skipped, .*|[0-9]+ passed.*)$/) && line ~ /^[a-z_ ]+: /)
		return " (" substr(line, RSTART + 2) ")"
	return summary
}
{
	log_file = work "/" $1 ".log"
	status_file = work "/" $1 ".status"
	status = "none"
	summary = text = rules = ""
	getline status <status_file
	close(status_file)
	while ((getline line <log_file) > 0) {
		summary = count(line)
		text = text line "\n"
		if (line ~ /^rule [A-Z]/)
			rules = rules "         " substr(line, 6) "\n"
	}
	close(log_file)
	if (status == "0") {
		passed++
		printf "ok     %s%s\n%s", $1, summary, rules
	} else {
		failed++
		printf "FAILED %s (status %s)\n%s\n", $1, status, text
	}
}
END {
	printf "%d passed, %d failed\n", passed, failed
	exit failed || !passed
}' "$work/names"

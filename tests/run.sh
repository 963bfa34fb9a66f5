#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make check: every test program of the build in $BUILD. One line per program,
# all output of those that fail, and "N passed, N failed" at the end.

set -u
cd "$(dirname "$0")/.." || exit 1

BUILD=${BUILD:-build/release}
export BUILD
LIMIT=${LIMIT:-600} # seconds per program
passed=0
failed=0
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

limited() {
	if command -v timeout >/dev/null 2>&1; then
		timeout "$LIMIT" "$@"
	else
		"$@"
	fi
}

# run NAME PROGRAM [ARGUMENT...]
run() {
	name=$1
	shift
	limited "$@" >"$log" 2>&1 </dev/null
	status=$?
	if [ "$status" -eq 0 ]; then
		passed=$((passed + 1))
		echo "ok     $name$(summary)"
		sed -n 's/^rule \([A-Z]\)/         \1/p' "$log"
	else
		failed=$((failed + 1))
		echo "FAILED $name (status $status)"
		cat "$log"
		echo
	fi
}

# What a program counts itself is worth its place on the line.
summary() {
	case $name in
	test_*) sed -n 's/^\[  PASSED  \] \([0-9]*\) test(s)\.*$/ (\1)/p' "$log" | tail -n 1 ;;
	replay_*) sed -n 's/^replayed \([0-9]*\)$/ (\1)/p' "$log" | tail -n 1 ;;
	*) sed -n 's/^[a-z_ ]*: \([0-9]* passed.*\)$/ (\1)/p' "$log" | tail -n 1 ;;
	esac
}

# By source, not by program: one that was not built is a failure, a stale one is not run.
for source in tests/unit/test_*.c; do
	[ -e "$source" ] || continue
	name=$(basename "$source" .c)
	run "$name" "$BUILD/tests/unit/$name"
done

for source in tests/fuzz/fuzz_*.c; do
	[ -e "$source" ] || continue
	name=$(basename "$source" .c)
	set --
	for folder in "tests/fuzz/corpus/${name#fuzz_}" "tests/fuzz/crashers/${name#fuzz_}"; do
		[ -d "$folder" ] && set -- "$@" "$folder"
	done
	run "replay_$name" "$BUILD/tests/fuzz/replay_$name" "$@"
done

for program in check_rules check_suggest; do
	run "$program" "$BUILD/tests/rules/$program"
done

for script in tests/run_cases.sh tests/equivalence.sh tests/lint_docs.sh; do
	[ -x "$script" ] && run "$(basename "$script" .sh)" "$script"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

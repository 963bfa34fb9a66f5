#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The example of the README is that of pcimsi(3), it compiles without a warning against the
# library that is installed, and says what the program says.

set -u
cd "$(dirname "$0")/.." || exit 1

BUILD=${BUILD:-build/release}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

expect() { # WHAT COMMAND...
	what=$1
	shift
	if "$@" >"$work/said" 2>&1; then
		passed=$((passed + 1))
	else
		echo "example: $what"
		sed 's/^/  /' "$work/said"
		failed=$((failed + 1))
	fi
}

# shellcheck disable=SC2016 # no command
sed -n '/^```c$/,/^```$/p' README.md | sed '1d;$d' >"$work/example.c"
sed -n '/^\.Bd -literal$/,/^\.Ed$/p' src/pcimsi.3 | sed '1d;$d' | sed 's/\\e/\\/g' >"$work/manual.c"
expect 'README.md and pcimsi.3 differ' diff "$work/example.c" "$work/manual.c"

case $BUILD in
*asan*) flags='-fsanitize=address,undefined' ;;
*) flags= ;;
esac
# shellcheck disable=SC2086 # CC and flags are words
expect 'it does not compile' ${CC:-cc} -std=c11 -Wall -Wextra -Werror $flags -Iinclude \
	-o "$work/example" "$work/example.c" -L"$BUILD" -lpcimsi -Wl,-rpath,"$PWD/$BUILD"
"$work/example" dumps/demo.inf dumps/demo.txt >"$work/got" 2>"$work/said"
expect 'it fails' [ $? -eq 0 ]
"$BUILD/pcimsi" check --format ndjson --inf dumps/demo.inf dumps/demo.txt 2>"$work/said" |
	sed -n 's/^{"record":"verdict".*"slot":"\([^"]*\)".*"verdict":"\([a-z]*\)".*/\1 \2/p' >"$work/want"
expect 'there are no verdicts to compare with' [ -s "$work/want" ]
expect 'it says something else than the program' diff "$work/want" "$work/got"
# A program that ends gives nothing back.
ASAN_OPTIONS=detect_leaks=0 "$work/example" no.inf dumps/demo.txt >"$work/got" 2>"$work/said"
expect 'it takes an INF that is not there' [ $? -eq 2 ]

echo "example: $passed passed, $failed failed"
[ "$failed" -eq 0 ]

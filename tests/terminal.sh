#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What is told on a terminal and nowhere else: colour, lines that fit, and how far the work is.

set -u
cd "$(dirname "$0")/.." || exit 1

build=$PWD/${BUILD:-build/release}
pcimsi=$build/pcimsi
export TERM=xterm
unset NO_COLOR CLICOLOR_FORCE
passed=0
failed=0

# A smallest system may have the one and no pseudo-terminals.
if ! script -qec true /dev/null </dev/null >/dev/null 2>&1; then
	echo "terminal: skipped, script(1) makes no terminal"
	exit 0
fi

# on COLUMNS COMMAND: its output on a terminal so wide, without the returns that a terminal adds.
on() {
	script -qec "stty cols $1 rows 50; $2" /dev/null </dev/null | tr -d '\r'
}

expect() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'terminal: %s\n  expected: %s\n  found:    %s\n' "$1" "$2" "$3"
	fi
}

# How many lines are wider. Lines of files and evidence are no prose and are left out.
too_wide() {
	awk -v width="$1" 'length > width' | wc -l
}

escapes() {
	grep -c $'\033\\[' || :
}

check="$pcimsi check -i tests/data/pci.ids --inf dumps/demo.inf dumps/demo.txt"
list="$pcimsi list -i tests/data/pci.ids dumps/lab-q35.txt"

# ---- widths ------------------------------------------------------------------------------------

for width in 40 80 120 200; do
	expect "list, $width columns" 0 "$(on $width "$list --color=never" | too_wide $width)"
	expect "check -q, $width columns" 0 \
		"$(on $width "$check -q --color=never" | grep -v '^status' | too_wide $width)"
	expect "excerpts, $width columns" 0 \
		"$(on $width "$check --color=never" | grep ' | ' | too_wide $width)"
	expect "slots are whole, $width columns" 68 \
		"$(on $width "$list --color=never" | grep -c '^[0-9a-f:]*[0-9a-f][0-9a-f]\.[0-7] ')"
done

# ---- colour ------------------------------------------------------------------------------------

colored() {
	[ "$(on 120 "$1" | escapes)" -gt 0 ] && echo yes || echo no
}
expect 'colour on a terminal' yes "$(colored "$check")"
expect 'NO_COLOR' no "$(colored "NO_COLOR=1 $check")"
expect 'empty NO_COLOR' yes "$(colored "NO_COLOR= $check")"
expect 'a dumb terminal' no "$(colored "TERM=dumb $check")"
expect '--color=never' no "$(colored "$check --color=never")"
expect 'no colour in a pipe' 0 "$($check | escapes)"
expect 'CLICOLOR_FORCE' yes "$([ "$(CLICOLOR_FORCE=1 $check | escapes)" -gt 0 ] && echo yes)"
expect 'CLICOLOR_FORCE=0' 0 "$(CLICOLOR_FORCE=0 $check | escapes)"
expect 'NO_COLOR wins' 0 "$(NO_COLOR=1 CLICOLOR_FORCE=1 $check | escapes)"

# ---- links -------------------------------------------------------------------------------------

# The page is looked for where it was to be installed, so the program is built for a folder here.
linked() {
	on 120 "$1 $check" | grep -c $'\033\\]8;;file://' || :
}
expect 'no link without the page' 0 "$(linked VTE_VERSION=7000)"

# ---- how far it is -----------------------------------------------------------------------------

# shellcheck disable=SC2016 # it is for the shell on the terminal
slow='(sed -n 1,40p dumps/demo.txt; sleep 1.2; sed -n "41,\$p" dumps/demo.txt)'
told=$(on 80 "$slow | $pcimsi list - >/dev/null")
expect 'work that takes long is told of' yes "$(grep -q 'pcimsi: .*functions' <<<"$told" && echo yes)"
expect 'and gone when it is done' yes "$([[ $told == *$'\033[K' ]] && echo yes)"
expect 'a pipe is not told' '' "$(bash -c "$slow" | $pcimsi list - 2>&1 >/dev/null)"
expect 'nor a dumb terminal' '' "$(on 80 "export TERM=dumb; $slow | $pcimsi list - >/dev/null")"
expect 'quick work is not told of' '' "$(on 80 "$pcimsi list dumps/demo.txt >/dev/null")"

echo "terminal: $passed passed, $failed failed"
[ "$failed" -eq 0 ]

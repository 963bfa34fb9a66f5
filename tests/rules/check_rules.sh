#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs the cases of every rule; see README.md beside this file.
set -u
here=$(cd "$(dirname "$0")" && pwd)
pcimsi=$(cd "${BUILD:-$here/../../build/release}" && pwd)/pcimsi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

fail() {
	echo "check_rules: $1" >&2
	failed=$((failed + 1))
}

# The case as a copy of sysfs, with what Linux says: make_tree DIR MODE VECTORS [MSI_BUS]
make_tree() {
	device=$1/tree/sys/bus/pci/devices/0000:00:01.0
	mkdir -p "$device/msi_irqs"
	# shellcheck disable=SC2059 # the format is the bytes
	printf "$(awk '
		function digit(c) { return index("0123456789abcdef", c) - 1 }
		/^[0-9a-f]+: / {
			for (i = 2; i <= NF; i++)
				printf "\\%03o", 16 * digit(substr($i, 1, 1)) + digit(substr($i, 2, 1))
		}' "$1/capture.txt")" >"$device/config"
	vector=0
	while [ "$vector" -lt "$3" ]; do
		vector=$((vector + 1))
		echo "$2" >"$device/msi_irqs/$vector"
	done
	echo "${4:-1}" >"$device/msi_bus"
	echo 11 >"$device/irq"
	rm "$1/capture.txt"
	mv "$1/tree" "$1/capture.txt"
}

# Whatever was found: a baseline made of it waives all of it. check_baseline DIR
check_baseline() {
	[ -f "$1/policy.ini" ] && return
	# shellcheck disable=SC2046 # words of the args line
	(
		cd "$1" || exit 1
		"$pcimsi" check --fail-on note --inf case.inf $(cat args) --write-waivers base.ini \
			capture.txt
		[ ! -f base.ini ] || "$pcimsi" check --fail-on note --inf case.inf $(cat args) \
			--policy base.ini capture.txt
	) >"$1/out" 2>"$1/err"
}

# One case in $1, of the rule $2.
run_case() {
	read -r expect <"$1/expect"
	words=${expect%%:*}
	# shellcheck disable=SC2086 # words of the first line
	set -- "$1" "$2" $words
	dir=$1 rule=$2 kind=$3 severity='' verdict=''
	case $kind in
	hit) severity=${4:-} verdict=${5:-} ;;
	*) verdict=${4:-} ;;
	esac
	# shellcheck disable=SC2046 # words of that line
	[ -f "$dir/linux" ] && make_tree "$dir" $(cat "$dir/linux")
	[ -f "$dir/extension.inf" ] && echo "--inf extension.inf $(cat "$dir/args")" >"$dir/args.new" &&
		mv "$dir/args.new" "$dir/args"
	[ -f "$dir/policy.ini" ] && echo "--policy policy.ini $(cat "$dir/args")" >"$dir/args.new" &&
		mv "$dir/args.new" "$dir/args"
	# shellcheck disable=SC2046 # words of the args line
	(cd "$dir" && "$pcimsi" check --format ndjson --inf case.inf $(cat args) capture.txt) \
		>"$dir/out" 2>"$dir/err"
	status=$?
	if [ "$status" -gt 2 ] || ! tail -n 1 "$dir/out" | grep -q '"record":"end"'; then
		fail "$rule: $expect: ended with status $status"
		cat "$dir/err" >&2
		return
	fi
	if grep '"record":"finding"' "$dir/out" | grep -qE '"(message|advice)":"[^"]*[{][a-z_]+[}]'; then
		fail "$rule: $expect: a message with an argument that nobody gave"
		return
	fi
	found=$(grep -c "\"record\":\"finding\",\"rule\":\"$rule\"" "$dir/out")
	skipped=$(grep -c "\"record\":\"not_evaluated\",\"rule\":\"$rule\"" "$dir/out")
	case $kind in
	hit)
		if [ "$found" -eq 0 ]; then
			fail "$rule: $expect: did not fire"
			return
		fi
		if [ -z "$severity" ] ||
			! grep "\"record\":\"finding\",\"rule\":\"$rule\"" "$dir/out" |
			grep -q "\"severity\":\"$severity\""; then
			fail "$rule: $expect: fired with another severity"
			return
		fi
		;;
	miss)
		if [ "$found" -ne 0 ] || [ "$skipped" -ne 0 ]; then
			fail "$rule: $expect: fired $found times, not evaluated $skipped times"
			return
		fi
		;;
	unknown)
		if [ "$found" -ne 0 ] || [ "$skipped" -eq 0 ]; then
			fail "$rule: $expect: fired $found times, not evaluated $skipped times"
			return
		fi
		;;
	esac
	if [ -n "$verdict" ] && ! grep '"record":"verdict"' "$dir/out" |
		grep -q "\"verdict\":\"$verdict\""; then
		fail "$rule: $expect: another verdict: $(grep -o '"verdict":"[a-z]*"' "$dir/out")"
		return
	fi
	if [ "$kind" = hit ] && ! check_baseline "$dir"; then
		fail "$rule: $expect: not all can be waived"
		return
	fi
	passed=$((passed + 1))
}

# What make check shows of a rule: how many cases, and the first of either kind.
list_rule() {
	for kind in hit miss; do
		grep "^$kind" "$cases" | head -n 1 | sed -e 's/^[^:]*: //'
	done | paste -s -d '|' - | sed -e 's/|/, not when: /' \
		-e "s/^/rule $rule fires ($(grep -c '^hit' "$cases")) when: /" \
		-e "s|\$|$(sed -n 's/^# seen: /; seen in /p' "$cases")|"
}

for rule in $("$pcimsi" explain --list | cut -d ' ' -f 1); do
	cases=$here/$rule.cases
	if [ ! -f "$cases" ]; then
		fail "$rule has no cases"
		continue
	fi
	for kind in hit miss; do
		grep -q "^$kind" "$cases" || fail "$rule has no $kind"
	done
	awk -v root="$work/$rule" -f "$here/split.awk" "$cases" || fail "$rule: bad case file"
	for dir in "$work/$rule"/*; do
		run_case "$dir" "$rule"
	done
	list_rule
done
for cases in "$here"/*.cases; do
	rule=$(basename "$cases" .cases)
	"$pcimsi" explain "$rule" >/dev/null 2>&1 || fail "$rule.cases: there is no such rule"
done
echo "rule cases: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

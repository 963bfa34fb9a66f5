#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The documents tell the truth: every option of the table stands in the man page and
# in --help, every command and every verdict in the README, every rule has its texts.
set -u
cd "$(dirname "$0")/.." || exit 1
pcimsi=${BUILD:-build/release}/pcimsi
man=src/cli/pcimsi.1
passed=0
failed=0

expect() { # WHAT COMMAND...
	what=$1
	shift
	if "$@" >/dev/null 2>&1; then
		passed=$((passed + 1))
	else
		echo "lint_docs: $what" >&2
		failed=$((failed + 1))
	fi
}

# mdoc writes -i as "Fl i" and --inf as "Fl -inf".
in_man() {
	grep -qE -- "Fl ${1#-}( |$)" "$man"
}

in_help() {
	"$pcimsi" "$1" --help | grep -qE -- "(^|[ ,])$2([ =,]|$)"
}

tab=$(printf '\t')
"$pcimsi" --option-table >"${TMPDIR:-/tmp}/options.$$" || exit 1
trap 'rm -f "${TMPDIR:-/tmp}/options.$$"' EXIT
while IFS=$tab read -r command first second; do
	for option in $first $second; do
		expect "the man page does not tell of $option" in_man "$option"
		expect "$command --help does not tell of $option" in_help "$command" "$option"
	done
	expect "the man page does not tell of the command $command" grep -q "^\.Cm $command\|Cm $command\$" "$man"
	expect "the README does not tell of the command $command" grep -q "pcimsi $command" README.md
done <"${TMPDIR:-/tmp}/options.$$"

# Every option that the man page tells of exists.
# shellcheck disable=SC2013 # options have no spaces
for option in $(sed -n 's/^\.It Fl -\([a-z-]*\).*/--\1/p; s/^\.It Fl \([a-zA-Z]\)\( .*\)*$/-\1/p' "$man"); do
	expect "the man page tells of $option, which does not exist" \
		grep -qE -- "$tab$option($tab|\$)" "${TMPDIR:-/tmp}/options.$$"
done

for verdict in impossible ineffective wasteful unknown fit; do
	expect "the README does not explain the verdict $verdict" grep -q "\*\*$verdict\*\*" README.md
done
for rule in $("$pcimsi" explain --list | cut -d ' ' -f 1); do
	expect "pcimsi explain $rule tells nothing" "$pcimsi" explain "$rule"
done

echo "lint_docs: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

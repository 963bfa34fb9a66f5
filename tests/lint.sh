#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make lint: one line per check of tests/lint/, "lint: NAME ok|FAILED|skipped (why)", and below
# a failed one what it found. A check whose tool is not installed is skipped.
#   tests/lint.sh NAME...   only these
#   tests/lint.sh --prove   faults planted into an empty tree, all of which the checks have to see

set -u
cd "$(dirname "$0")/.." || exit 1

checks=(rooms libraries files-opened reads-only pure-rooms no-globals headers-c11 headers-c++ symbols loaded-libraries functions
	format cppcheck shell man-pages provenance spdx)

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failures=0

lint() {
	"tests/lint/$1.sh" >"$work/found" 2>&1 </dev/null
	case $? in
	0) echo "lint: $1 ok" ;;
	77) echo "lint: $1 skipped ($(tail -n 1 "$work/found"))" ;;
	*)
		failures=$((failures + 1))
		echo "lint: $1 FAILED"
		head -n 100 "$work/found" | sed 's/^/  /'
		;;
	esac
}

# prove CHECK PLANT: the check fails, and says what the plant said it would
prove() {
	local tree=$work/tree said status
	rm -rf "$tree"
	mkdir -p "$tree/tests"
	cp -r .clang-format "$tree"
	cp -r tests/lint tests/format.sh "$tree/tests"
	said=$(cd "$tree" && BUILD=build/proof "tests/lint/$1.sh" "$2") || said="nothing: it could not be planted"
	(cd "$tree" && BUILD=build/proof "tests/lint/$1.sh") >"$work/found" 2>&1 </dev/null
	status=$?
	if [ $status -eq 77 ]; then
		skipped=$((skipped + 1))
	elif [ $status -ne 0 ] && grep -q -F -- "$said" "$work/found"; then
		passed=$((passed + 1))
	else
		failures=$((failures + 1))
		echo "lint_proofs: $1 does not see ${2#plant_}: status $status, expected: $said"
		sed 's/^/  /' "$work/found"
	fi
}

if [ "${1:-}" = --prove ]; then
	passed=0
	skipped=0
	for check in "${checks[@]}"; do
		plants=$("tests/lint/$check.sh" --plants)
		for plant in ${plants:-nothing}; do
			prove "$check" "$plant"
		done
	done
	for file in tests/lint/*.sh; do
		case " ${checks[*]} " in
		*" $(basename "$file" .sh) "*) continue ;;
		esac
		echo "lint_proofs: $file is run by nobody"
		failures=$((failures + 1))
	done
	echo "lint_proofs: $passed passed, $failures failed, $skipped skipped"
else
	[ $# -eq 0 ] || checks=("$@")
	for check in "${checks[@]}"; do
		lint "$check"
	done
fi

[ "$failures" -eq 0 ]

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make mutants: do the tests see it when the program says something wrong? Each mutant is a
# fault put into a copy of the tree by sed, which is found by what stands there, not by its line.
# It is dead when a test fails. One that lives, that changes nothing any more or that does not
# compile is a failure of this script: the tests or the row below need work.
#
# tests/mutants.sh [WORD]: only those whose text has the word in it.

set -u
cd "$(dirname "$0")/.." || exit 1

wanted=${1:-}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
B=build/release
dead=0
failed=0
export DEVELOPER='' CFLAGS='-O1' MAKEFLAGS='' MFLAGS=''

fail() {
	echo "FAILED $1"
	failed=$((failed + 1))
}

# The program of a test, as make calls it.
target() {
	case $1 in
	test_*) echo "$B/tests/unit/$1" ;;
	check_*) echo "$B/tests/rules/$1" ;;
	run_cases) echo "$B/tests/cases/$1 $B/pcimsi" ;;
	esac
}

build() {
	targets=
	for name in "$@"; do
		targets="$targets $(target "$name")"
	done
	# shellcheck disable=SC2086 # several targets
	make -C "$work/tree" -j"$(getconf _NPROCESSORS_ONLN)" $targets >"$work/log" 2>&1
}

# Applies the script to all files that the pattern names; true if that changed one of them.
apply() {
	changed=
	for file in "$work/tree"/$1; do
		sed -E "$2" "$file" >"$work/new"
		cmp -s "$file" "$work/new" && continue
		mkdir -p "$work/old/$(dirname "${file#"$work/tree/"}")"
		cp "$file" "$work/old/${file#"$work/tree/"}"
		cat "$work/new" >"$file"
		changed=yes
	done
	[ -n "$changed" ]
}

restore() {
	[ -d "$work/old" ] && cp -r "$work/old/." "$work/tree/"
	rm -rf "$work/old"
}

# mutant WHAT FILES SCRIPT TEST...: TEST are those that could see it
mutant() {
	what=$1 files=$2 script=$3
	shift 3
	case $what in
	*"$wanted"*) ;;
	*) return ;;
	esac
	if ! apply "$files" "$script"; then
		fail "$what: nothing to change in $files"
	elif ! build "$@"; then
		fail "$what: does not compile"
		grep -m 3 -e 'error' -e 'Error' "$work/log"
	elif BUILD=$B "$work/tree/tests/run.sh" "$@" >"$work/log" 2>&1; then
		fail "$what: still alive after $*"
	else
		dead=$((dead + 1))
		echo "dead   $what ($(sed -n 's/^FAILED \([a-z_]*\) (status.*/\1/p' "$work/log" | paste -s -d ' ' -))"
	fi
	restore
}

mkdir "$work/tree"
git ls-files -z --cached --others --exclude-standard | xargs -0 cp -p --parents -t "$work/tree"
all="check_rules check_suggest run_cases test_caps_extended test_policy test_rules_policy test_rules_served"
# shellcheck disable=SC2086 # names
if ! build $all || ! BUILD=$B "$work/tree/tests/run.sh" $all >>"$work/log" 2>&1; then
	tail -n 20 "$work/log"
	echo "mutants: the tests fail without any"
	exit 1
fi

# ---- what is said ------------------------------------------------------------------------------

mutant 'no word why nothing can be said' 'src/report/*.c' \
	's/": the capture does not hold the capabilities of the function"/""/' run_cases
mutant 'GRA703 does not say that another function reaches the limit' 'src/*/*.c' \
	's/" \(another function reaches it\)"/""/' check_rules
mutant 'INF407 exchanges what is written and what is known' 'src/rules/*.c' \
	'/^static void check_spelling/,/^}/{
		s/("written".*)written\)/\1known)/
		t
		s/("known".*)known\)/\1written)/
	}' check_rules check_suggest
mutant 'INF436 calls Windows 6.1 Windows 1.6' 'src/rules/*.c' \
	'/ rule_INF436\(/,/^}/s/target->major, target->minor\)/target->minor, target->major)/' check_rules
mutant 'the title of AFF501 is a falsehood' 'src/catalogue/catalogue.def' \
	's/"DevicePolicy above 5"/"DevicePolicy below 5"/' check_rules
mutant 'INF438 is documented, not observed' 'src/catalogue/catalogue.def' \
	'/^RULE\(INF438/,/^$/s/PCIMSI_CONFIDENCE_OBSERVED/PCIMSI_CONFIDENCE_DOCUMENTED/' check_rules
mutant 'one more in the count of what was not evaluated' 'src/report/*.c' \
	'/ \*?record_not_evaluated\(/,/^}/s/row->count/row->count + 1/' run_cases

# ---- what is proved ----------------------------------------------------------------------------

mutant 'MSI203 without evidence' 'src/rules/*.c' \
	'/ rule_MSI203\(/,/^}/{/cite_control|finding_(bytes|field)/d}' check_rules
mutant 'MSI204 at another offset' 'src/rules/*.c' \
	'/ rule_MSI204\(/,/^}/s/PCIMSI_MSIX_CONTROL/PCIMSI_MSIX_CONTROL + 2/' check_rules
mutant 'MSX311 at another offset' 'src/rules/*.c' \
	'/^static void check_page/,/^}/s/("offset".*)structure->offset\)/\1structure->offset + 1)/' check_rules
mutant 'AFF504 on the line of the policy, and without that of the mask' 'src/rules/*.c' \
	'/ rule_AFF504\(/,/^}/{/finding_effect\(.*mask\)/d}' check_rules
mutant 'CAP105 does not read the id that it cites' 'src/catalogue/catalogue.def' \
	'/^RULE\(CAP105/,/^$/s/"capability\.id", //' check_rules

# ---- what is done ------------------------------------------------------------------------------

mutant 'a backslash at the end makes another key' 'src/inf/*.c' \
	's/strspn\(subkey, "[\\]+"\) == strlen\(subkey\)/false/' check_rules check_suggest
mutant 'a loop of extended capabilities is their end' 'src/caps/*.c' \
	's/extended_end = PCIMSI_WALK_LOOP/extended_end = PCIMSI_WALK_COMPLETE/' test_caps_extended
mutant 'a waiver ends a day early' 'src/policy/*.c' \
	's/day_number\(a\) > day_number\(b\)/day_number(a) >= day_number(b)/' test_policy test_rules_policy
mutant 'who has fewest messages is said to have most' 'src/judge/served.c' \
	'/^static const struct verdict \*most_of/,/^}/s/\) > reach_of/) < reach_of/' test_rules_served
mutant 'two lines of context in a diff' 'src/*/*.c' 's/^#define CONTEXT 3/#define CONTEXT 2/' run_cases
mutant '--exit-zero is passed over' 'src/cli/*.c' 's/ && !run->options->exit_zero//' run_cases

echo "mutants: $dead dead, $failed failed"
[ "$failed" -eq 0 ] && [ "$dead" -gt 0 ]

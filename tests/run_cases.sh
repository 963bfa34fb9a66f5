#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Golden tests. tests/run_cases.sh [NAME...] runs the folders tests/cases/NAME; those below
# incidents/ are public stories, with where they are told:
#
#   about          one line: what the case shows
#   cmd            one line: arguments of pcimsi, or a shell line with "$PCIMSI" in it
#   stdin          standard input, if there is one
#   needs          a word of `pcimsi --version` without which the case is skipped
#   expect.status  exit status, required
#   expect.stdout, expect.stderr     compared byte for byte, if there
#   expect.json    standard output compared as JSON (needs jq), if there
#
# cmd runs in its folder and may use $DUMPS (dumps/), $CASES (tests/cases/),
# $DATA (tests/data/) and $TMP (an empty folder of its own). Every case runs in
# two environments and must not notice.
#
# REGEN=1 writes the expected files that exist, and stdout and status if none do.

set -u
cd "$(dirname "$0")/.." || exit 1

top=$(pwd)
BUILD=${BUILD:-build/release}
PCIMSI=${PCIMSI:-$BUILD/pcimsi}
case $PCIMSI in
/*) ;;
*) PCIMSI=$top/$PCIMSI ;;
esac
DUMPS=$top/dumps CASES=$top/tests/cases DATA=$top/tests/data
export PCIMSI DUMPS CASES DATA

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
without_jq=0

problem() {
	[ -s "$work/problems" ] || echo "FAILED $name: $(head -n 1 "$case/about" 2>/dev/null)" \
		>"$work/problems"
	echo "  $1" >>"$work/problems"
}

# Any locale that is not English, to find what depends on it.
other_locale() {
	locale -a 2>/dev/null | grep -v -e '^C' -e '^POSIX' -e '^en' | head -n 1 | grep . ||
		echo C.UTF-8
}
OTHER_LOCALE=$(other_locale)

limited() {
	if command -v timeout >/dev/null 2>&1; then
		timeout "${LIMIT:-60}" "$@"
	else
		"$@"
	fi
}

# in_environment plain|other COMMAND...
in_environment() {
	environment=$1
	shift
	if [ "$environment" = plain ]; then
		limited env LC_ALL=C TERM=dumb NO_COLOR=1 COLUMNS=100 "$@"
	else
		limited env -u NO_COLOR LC_ALL="$OTHER_LOCALE" TERM=xterm-256color COLUMNS=100 \
			TZ=Pacific/Chatham HOME=/nonexistent "$@"
	fi
}

# execute ENVIRONMENT: leaves stdout, stderr and status in $work
execute() {
	line=$(head -n 1 "$case/cmd")
	case $line in
	*PCIMSI*) ;;
	*) line="\"\$PCIMSI\" $line" ;;
	esac
	stdin=/dev/null
	[ -e "$case/stdin" ] && stdin=$case/stdin
	rm -rf "$work/tmp"
	mkdir "$work/tmp"
	(
		cd "$case" || exit 99
		TMP=$work/tmp
		export TMP
		in_environment "$1" sh -c "$line"
	) <"$stdin" >"$work/stdout" 2>"$work/stderr"
	echo $? >"$work/status"
}

# Nothing can be expected to crash, hang or trip a sanitizer.
check_survival() {
	status=$(cat "$work/status")
	[ "$status" -eq 124 ] && problem "timed out"
	[ "$status" -gt 124 ] && problem "killed, or not started: status $status"
	grep -q -e 'ERROR: [A-Za-z]*Sanitizer' -e ': runtime error: ' "$work/stderr" &&
		problem "a sanitizer complains"
	[ -s "$work/problems" ] && head -n 40 "$work/stderr" >>"$work/problems"
}

# compare EXPECTED ACTUAL
compare() {
	diff -u "$1" "$2" >"$work/diff" && return
	problem "$(basename "$1") differs${note:-}"
	sed -e "1s|.*|--- $name/$(basename "$1")|" -e '2s|.*|+++ what was written|' "$work/diff" \
		>>"$work/problems"
}

check_json() {
	if ! command -v jq >/dev/null 2>&1; then
		without_jq=$((without_jq + 1))
		return
	fi
	if ! jq -S . <"$work/stdout" >"$work/json" 2>"$work/jq"; then
		problem "standard output is not JSON: $(head -n 1 "$work/jq")"
		return
	fi
	jq -S . <"$case/expect.json" >"$work/expect.json" 2>&1
	compare "$work/expect.json" "$work/json"
}

check_plain() {
	compare "$case/expect.status" "$work/status"
	for stream in stdout stderr; do
		[ -e "$case/expect.$stream" ] && compare "$case/expect.$stream" "$work/$stream"
	done
	[ -e "$case/expect.json" ] && check_json
}

# The second environment must give what the first gave, whatever is expected.
check_other() {
	note=" with LC_ALL=$OTHER_LOCALE"
	for stream in status stdout stderr; do
		compare "$work/plain.$stream" "$work/$stream"
	done
	note=
}

run_case() {
	for needed in about cmd expect.status; do
		[ -s "$case/$needed" ] || problem "no $needed"
	done
	[ -s "$work/problems" ] && return
	execute plain
	check_survival
	check_plain
	for stream in status stdout stderr; do
		cp "$work/$stream" "$work/plain.$stream"
	done
	[ -s "$work/problems" ] && return
	execute other
	check_survival
	check_other
}

regenerate() {
	[ -s "$case/cmd" ] || problem "no cmd"
	[ -s "$work/problems" ] && return
	execute plain
	check_survival
	[ -s "$work/problems" ] && return
	ls "$case"/expect.* >/dev/null 2>&1 || : >"$case/expect.stdout"
	cp "$work/status" "$case/expect.status"
	for stream in stdout stderr; do
		[ -e "$case/expect.$stream" ] && cp "$work/$stream" "$case/expect.$stream"
	done
	if [ -e "$case/expect.json" ]; then
		if jq -S . <"$work/stdout" >"$work/json"; then
			cp "$work/json" "$case/expect.json"
		else
			problem "expect.json not written: jq failed"
		fi
	fi
}

if [ ! -x "$PCIMSI" ]; then
	echo "run_cases: $PCIMSI: not built" >&2
	exit 1
fi
if [ $# -eq 0 ]; then
	set -- tests/cases/*/ tests/cases/incidents/*/
fi
for folder in "$@"; do
	name=${folder#tests/cases/}
	name=${name%/}
	case=$CASES/$name
	[ -f "$case/cmd" ] || continue
	if [ -e "$case/needs" ] && ! "$PCIMSI" --version | grep -q -f "$case/needs"; then
		echo "skipped $name: this build has no $(cat "$case/needs")"
		continue
	fi
	: >"$work/problems"
	if [ -n "${REGEN:-}" ]; then
		regenerate
	else
		run_case
	fi
	if [ -s "$work/problems" ]; then
		failed=$((failed + 1))
		cat "$work/problems"
	else
		passed=$((passed + 1))
	fi
done

[ "$without_jq" -gt 0 ] && echo "run_cases: no jq: $without_jq expect.json not compared"
echo "run_cases: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

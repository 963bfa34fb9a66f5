#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What surrounds a run changes nothing of what it tells: locale, time zone, terminal, home, the
# name it is called by, how many files it may open. What it cannot write, or is stopped at,
# leaves the old file whole and nothing beside it.

# shellcheck disable=SC2016 # what bash -c expands
set -u
cd "$(dirname "$0")/.." || exit 1

BUILD=${BUILD:-build/release}
pcimsi=$PWD/$BUILD/pcimsi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

result() { # WHAT STATUS
	if [ "$2" -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $1"
	fi
}

# ---- what must change nothing ---------------------------------------------------------------------

commands=("list dumps" "show dumps/demo.txt" "inf dumps/demo.inf" "explain MSI201"
	"check --inf dumps/demo.inf dumps/demo.txt")
formats=(text json ndjson sarif html markdown csv)

# One after the other, into $work/NAME; in front of the program the words of a command
tell() { # NAME COMMAND...
	local out=$work/$1 words command format
	shift
	for command in "${commands[@]}"; do
		read -r -a words <<<"$command"
		"$@" "${words[@]}" -i tests/data/pci.ids >>"$out" 2>&1
		echo "status $?" >>"$out"
	done
	for format in "${formats[@]}"; do
		"$@" check --inf dumps dumps -i tests/data/pci.ids --format "$format" >>"$out" 2>&1
		echo "status $?" >>"$out"
	done
}

changes_nothing() { # WHAT COMMAND...
	local what=$1
	shift
	rm -f "$work/other"
	tell other "$@"
	cmp -s "$work/plain" "$work/other"
	result "$what changes what is told" $?
}

tell plain "$pcimsi"
grep -q '^status 1' "$work/plain" && grep -q '^status 0' "$work/plain"
result "there is something to tell" $?
changes_nothing "a second run" "$pcimsi"
for locale in C C.UTF-8 POSIX tr_TR.UTF-8 de_DE ja_JP.SJIS nonsense; do
	changes_nothing "locale $locale" env LC_ALL=$locale LANG=$locale LANGUAGE=$locale "$pcimsi"
done
for zone in UTC Asia/Kathmandu nonsense ''; do
	changes_nothing "time zone '$zone'" env TZ="$zone" "$pcimsi"
done
changes_nothing "COLUMNS" env COLUMNS=20 LINES=5 TERM=xterm-256color "$pcimsi"
changes_nothing "a home that is not there" env HOME=/nonexistent "$pcimsi"
changes_nothing "no environment" env -i "$pcimsi"
changes_nothing "another name" bash -c 'exec -a lspci "$0" "$@"' "$pcimsi"
changes_nothing "an empty name" bash -c 'exec -a "" "$0" "$@"' "$pcimsi"
changes_nothing "few files to open" bash -c 'ulimit -n 16; exec "$0" "$@"' "$pcimsi"
changes_nothing "no standard input" bash -c 'exec "$0" "$@" <&-' "$pcimsi"

# ---- what cannot be written -----------------------------------------------------------------------

mkdir "$work/reports"

# whole WHAT MESSAGE: status 2 with this message; the old report is as it was, and alone
whole() {
	[ "$status" -eq 2 ]
	result "$1: status $status" $?
	grep -q "$2" "$work/err"
	result "$1: the message is $(cat "$work/err")" $?
	untouched "$1"
}

reports() {
	find "$work/reports" -type f | wc -l
}

untouched() {
	[ "$(cat "$work/reports/old")" = old ] && [ "$(reports)" -eq 1 ]
	result "$1: there is $(ls "$work/reports"), old is $(head -c 20 "$work/reports/old")" $?
}

limited() { # LIMIT COMMAND...
	bash -c 'ulimit '"$1"'; shift; trap "" XFSZ; exec "$@"' sh "$@" >"$work/out" 2>"$work/err"
	status=$?
}

echo old >"$work/reports/old"
limited '-f 4' "$pcimsi" list -o "$work/reports/old" dumps/lab-q35.txt --format json
whole "a limit of size, and its signal passed over" 'cannot be written'
# The shell tells who was killed, and need not.
{
	bash -c 'ulimit -f 4; exec "$@"' sh "$pcimsi" list -o "$work/reports/old" dumps/lab-q35.txt \
		--format json >"$work/out" 2>"$work/err"
	status=$?
} 2>/dev/null
[ "$status" -eq $((128 + $(kill -l XFSZ))) ]
result "a limit of size ends it by its signal" $?
untouched "a limit of size"
limited '-n 4' "$pcimsi" list -o "$work/reports/old" dumps/demo.txt
whole "no file left to open" 'Too many open files'
if [ -c /dev/full ]; then
	"$pcimsi" list -o /dev/full dumps/demo.txt >"$work/out" 2>"$work/err"
	status=$?
	whole "a full disk" 'No space left'
	"$pcimsi" list dumps/demo.txt >/dev/full 2>"$work/err"
	status=$?
	whole "a full disk behind standard output" 'standard output: cannot be written'
fi

# ---- what is stopped ------------------------------------------------------------------------------

# The program has opened its report, and waits for more of its input.
stopped() { # SIGNAL
	local tries=0
	rm -f "$work/fifo"
	mkfifo "$work/fifo"
	# A job of its own: in the background of a script SIGINT would be passed over.
	(trap - INT QUIT; exec env --default-signal="$1" "$pcimsi" list --format json \
		-o "$work/reports/old" "$work/fifo") >"$work/out" 2>"$work/err" &
	exec 4>"$work/fifo"
	cat dumps/lab-q35.txt >&4
	while [ "$(reports)" -lt 2 ] && [ $((tries += 1)) -le 100 ]; do
		sleep 0.1
	done
	[ "$(reports)" -eq 2 ]
	result "SIG$1: the new report is begun beside the old one" $?
	kill -"$1" $!
	wait $! 2>/dev/null
	status=$?
	exec 4>&-
	[ $status -eq $((128 + $(kill -l "$1"))) ]
	result "SIG$1: status $status" $?
	untouched "SIG$1"
}

if env --default-signal=INT true 2>/dev/null; then
	for signal in INT TERM HUP QUIT; do
		stopped $signal
	done
else
	echo "skipped signals: env cannot reset them"
fi

echo "surroundings: $passed passed, $failed failed"
[ "$failed" -eq 0 ]

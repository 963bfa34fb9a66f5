#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The pages that `make` writes of the catalogue: pcimsi-rules(7) and pcimsi-rules.html tell of
# every rule and every note, once, and are what they should be as mdoc and HTML. So are the manual
# pages that are written by hand, and the first example of pcimsi(1) is true.

set -u
cd "$(dirname "$0")/.." || exit 1

BUILD=${BUILD:-build/release}
pcimsi=$BUILD/pcimsi
mdoc=$BUILD/pcimsi-rules.7
html=$BUILD/pcimsi-rules.html
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
skipped=0

expect() { # WHAT COMMAND...
	what=$1
	shift
	if "$@" >"$work/said" 2>&1; then
		passed=$((passed + 1))
	else
		echo "pages: $what"
		sed 's/^/  /' "$work/said"
		failed=$((failed + 1))
	fi
}

# COMMAND...: if it is installed and says nothing, the page is clean.
clean() {
	command -v "$1" >/dev/null 2>&1 || {
		echo "pages: skipped: $1 is not installed"
		skipped=$((skipped + 1))
		return
	}
	"$@" >"$work/output" 2>&1
	expect "$1 has something to say of it" diff /dev/null "$work/output"
}

"$pcimsi" explain --list | cut -d ' ' -f 1 >"$work/rules"
tr '\n\134' '  ' <include/pcimsi/note.h | grep -o 'NOTE([A-Z0-9_]*, *"[a-z0-9-]*"' |
	sed 's/.*"\(.*\)"/\1/' >"$work/notes"
expect 'there are no rules' [ -s "$work/rules" ]
expect 'there are no notes' [ -s "$work/notes" ]
"$pcimsi" --page mdoc >"$work/mdoc"
expect 'make made another manual page' diff "$work/mdoc" "$mdoc"
"$pcimsi" --page html >"$work/html"
expect 'make made another page of HTML' diff "$work/html" "$html"

# ---- which rules and notes, in which order -----------------------------------------------------

sed -n 's/^\.It Sy \([A-Z0-9]*\) Pq.*/\1/p' "$mdoc" >"$work/in_mdoc"
expect 'the manual page has other rules' diff "$work/rules" "$work/in_mdoc"
sed -n 's/^\.It Li \([a-z0-9-]*\)$/\1/p' "$mdoc" >"$work/in_mdoc"
expect 'the manual page has other notes' diff "$work/notes" "$work/in_mdoc"
sed -n 's/^<article id="\([A-Z0-9]*\)">.*/\1/p' "$html" >"$work/in_html"
expect 'the page of HTML has other rules' diff "$work/rules" "$work/in_html"
sed -n 's/^<article id="note-\([a-z0-9-]*\)">.*/\1/p' "$html" >"$work/in_html"
expect 'the page of HTML has other notes' diff "$work/notes" "$work/in_html"

# ---- HTML ----------------------------------------------------------------------------------------

# Every element that is opened is closed, in order; every link leads to an anchor, which is there once;
# nothing is loaded from elsewhere, and no {parameter} is left.
# shellcheck disable=SC2016 # awk's variables
expect 'it is no whole page of HTML' awk '
function fault(text) { print FNR ": " text; failed = 1 }
BEGIN { n = split("meta link br", list, " "); for (i = 1; i <= n; i++) empty[list[i]] = 1 }
/<style>/ { style = 1 }
/<\/style>/ { style = 0; next }
style { next }
FNR == 1 { sub(/<!DOCTYPE html>/, "") }
/src=|<script|url\(|https?:/ { fault("loads something: " $0) }
/[{][a-z_ ]*[}]/ { fault("a parameter is left: " $0) }
{
	line = $0
	while (match(line, /<[^>]*>/)) {
		tag = substr(line, RSTART + 1, RLENGTH - 2)
		text = substr(line, 1, RSTART - 1)
		if (text ~ /&/ && text !~ /&(lt|gt|amp|quot);/)
			fault("a bare &: " text)
		line = substr(line, RSTART + RLENGTH)
		name = tag
		sub(/[ \/].*/, "", name)
		if (match(tag, / id="[^"]*"/)) {
			id = substr(tag, RSTART + 5, RLENGTH - 6)
			if (id in ids)
				fault("twice: " id)
			ids[id] = 1
		}
		if (match(tag, / href="#[^"]*"/))
			links[substr(tag, RSTART + 8, RLENGTH - 9)] = 1
		if (tag ~ /^\//) {
			if (stack[depth] != substr(tag, 2))
				fault("</" substr(tag, 2) "> closes <" stack[depth] ">")
			depth--
		} else if (!(name in empty)) {
			stack[++depth] = name
		}
	}
	if (line ~ /[<>]/)
		fault("a bare bracket: " line)
}
END {
	for (id in links)
		if (!(id in ids))
			fault("nothing is at #" id)
	if (depth)
		fault("<" stack[depth] "> is not closed")
	exit failed
}' "$html"

# ---- the first example of pcimsi(1) --------------------------------------------------------------

# What it shows is what the program says on a terminal of 72 columns; [...] is anything.
shown() {
	script -qec "stty cols 72; cd dumps; '$work/$1'" /dev/null </dev/null | tr -d '\r'
}
case $BUILD in
/*) ;;
*) pcimsi=$PWD/$pcimsi ;;
esac
sed -n '/^\.Ss A first example/,/^\.Ed/{/^\.Bd/,/^\.Ed/p}' src/cli/pcimsi.1 | sed '1d;$d' |
	sed 's/\\e/\n/g; s/\\//g; s/\n/\\/g' >"$work/example"
expect 'pcimsi(1) has no first example' [ -s "$work/example" ]
if script -qec 'stty cols 72' /dev/null </dev/null >"$work/said" 2>&1; then
	# shellcheck disable=SC2016 # that of the script
	sed -n '1s/^[$] pcimsi/exec "$pcimsi"/p' "$work/example" >"$work/run"
	chmod +x "$work/run"
	export pcimsi
	sed '1d' "$work/example" >"$work/want"
	NO_COLOR=1 shown run >"$work/all"
	grep -n -F -x -f "$work/want" "$work/all" | sed 's/^[0-9]*://' >"$work/got"
	grep -v -F -x '[...]' "$work/want" >"$work/lines"
	expect 'the first example of pcimsi(1) is not what the program says' diff "$work/lines" "$work/got"
else
	echo 'pages: skipped: script(1) makes no terminal'
	skipped=$((skipped + 1))
fi

# ---- mdoc ----------------------------------------------------------------------------------------

# shellcheck disable=SC2016 # awk
expect 'a parameter is left' awk '/[{][a-z_ ]*[}]/ { print FNR ": " $0; failed = 1 } END { exit failed }' "$mdoc"
clean mandoc -T lint -W warning "$mdoc" src/*.[1-9] src/*/*.[1-9]
clean groff -w all -mandoc -z "$mdoc" src/*.[1-9] src/*/*.[1-9]

echo "pages: $passed passed, $failed failed${skipped:+, $skipped skipped}"
[ "$failed" -eq 0 ]

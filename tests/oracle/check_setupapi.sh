#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# check_setupapi.sh DIR: for every INF in DIR, the fields of the lines of every section and
# what every .HW section writes are what a SetupAPI says and does (Wine's). accepted_setupapi.tsv holds the differences
# in which Windows is documented to do otherwise. Skips visibly without Wine, a compiler
# for Windows, or a folder.
set -u
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-}
build=${BUILD:-$here/../../build/release}
ours=$build/tests/oracle/hw_effects

skip() {
	echo "check-setupapi: skipped: $1"
	exit 0
}

find_program() {
	local name
	for name in "$@"; do
		command -v "$name" && return
	done
}

[ -d "${folder:-/nonexistent}" ] || skip "no folder of INFs (INFS=DIR names one)"
wine=$(find_program wine64 /usr/lib/wine/wine64 wine)
server=$(find_program wineserver /usr/lib/wine/wineserver)
compiler=$(find_program x86_64-w64-mingw32-gcc)
[ -n "$wine" ] || skip "no Wine"
[ -n "$compiler" ] || skip "no x86_64-w64-mingw32-gcc"

work=$(mktemp -d) || exit 1
export WINEPREFIX=$work/prefix WINEDEBUG=-all DISPLAY='' WINEDLLOVERRIDES='mscoree,mshtml='
trap '[ -n "$server" ] && "$server" -k 2>/dev/null; rm -rf "$work"' EXIT
"$compiler" -O1 -o "$work/setupapi.exe" "$here/setupapi.c" -lsetupapi || exit 1

# Wine sees the root of the file system as Z:.
windows_path() {
	printf 'Z:%s' "$(realpath "$1" | sed 's|/|\\|g')"
}

: >"$work/requests"
: >"$work/ours"
count=0
while IFS= read -r -d '' inf; do
	"$ours" "$inf" "$count" "$work/requests" "$(windows_path "$inf")" >>"$work/ours"
	count=$(wc -l <"$work/requests")
done < <(find "$folder" -type f ! -name '*.tsv' ! -name '*.md' -print0 | sort -z)
[ "$count" -gt 0 ] || skip "no .HW section in $folder"

"$wine" "$work/setupapi.exe" "$(windows_path "$work/requests")" 2>/dev/null | tr -d '\r' >"$work/theirs"

# Keys and names differ in case where a section writes them twice; values are sorted. Fields
# with the number of a directory, which SetupAPI replaces by its path, and fields outside
# ASCII of files in UTF-8, which is no encoding of SetupAPI, are left out of both.
normal() {
	awk -F '\t' -v OFS='\t' '
		$4 == "skip" { skip[$1, $2, $3]; next }
		second && !(($1, $2, $3) in skip) { $2 = tolower($2); $3 = tolower($3); print }
	' "$work/ours" second=1 "$1" | sort
}
normal "$work/ours" >"$work/ours.sorted"
normal "$work/theirs" >"$work/theirs.sorted"

passed=0
failed=0
diff "$work/ours.sorted" "$work/theirs.sorted" | grep '^[<>]' >"$work/diff"
cut -c 3- "$work/diff" | cut -f 1 | sort -u >"$work/numbers"
while IFS=$'\t' read -r number path section; do
	name=$(printf '%s' "$path" | sed 's|.*\\||')
	if grep -qF "$name	$section	" "$here/accepted_setupapi.tsv"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$name [$section]: pcimsi (<) and SetupAPI (>) differ:"
		grep -P "^[<>] $number\t" "$work/diff" | cut -c 1-200 | head -n 6
	fi
done < <(awk -F '\t' 'NR == FNR { bad[$1]; next } $1 in bad' "$work/numbers" "$work/requests")
passed=$((passed + count - $(wc -l <"$work/numbers")))
echo "check-setupapi: $(wc -l <"$work/theirs") values and fields of $count sections in $("$wine" --version 2>/dev/null)"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# One machine in every form it may come in: each has to give the facts of the clean
# dump. What a form cannot hold is taken out of both sides below, by name.

set -u
cd "$(dirname "$0")/.." || exit 1

BUILD=${BUILD:-build/release}
PCIMSI=${PCIMSI:-$BUILD/pcimsi}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
mkdir "$work/facts"
passed=0
failed=0
n=0

if ! command -v jq >/dev/null 2>&1; then
	echo "skipped: no jq"
	echo "equivalence: 0 passed, 0 failed"
	exit 0
fi

# Facts of a capture: facts NAME CAPTURE. They are compared at the end, all at once.
facts() {
	"$PCIMSI" list -i tests/data/pci.ids --format json "$2" >"$work/facts/$1" 2>"$work/stderr"
}

# same WHAT WANT CAPTURE: the capture has to give the facts that are called WANT
same() {
	n=$((n + 1))
	facts "$n" "$3"
	echo "$n $2 $1" >>"$work/pairs"
}

# The notes on an input: each says that something was lost or repaired.
noted() {
	if grep -q "$2" "$work/stderr"; then
		passed=$((passed + 1))
	else
		echo "FAILED $1: no note \"$2\""
		failed=$((failed + 1))
	fi
}

spoil() {
	awk -v how="$1" -f tests/manglings.awk "$2" >"$work/$1.txt"
}

utf16() {
	{
		[ "$1" = LE ] && printf '\377\376' || printf '\376\377'
		iconv -f UTF-8 -t "UTF-16$1" "$2"
	} >"$work/utf16$1.txt"
}

for dump in dumps/lab-q35.txt dumps/lab-virtio.txt; do
	name=${dump##*/}
	grep -E '^[0-9a-f:]+\.[0-7] |^[0-9a-f]{2,3}: |^$' "$dump" >"$work/clean"
	facts "rows-$name" "$work/clean"
	for how in quoted indented nbsp crlf cr mark dmesg syslog iso hosts wrapped messages diff \
		characters upper uefi earlydump windbg; do
		spoil "$how" "$work/clean"
		same "$how of $dump" "rows-$name" "$work/$how.txt"
		case $how in
		wrapped | messages) noted "$how of $dump" row-repaired ;;
		diff) noted "$how of $dump" diff-old-side ;;
		esac
	done
	# The text around the rows changes too.
	facts "whole-$name" "$dump"
	for how in quoted nbsp crlf dmesg syslog hosts messages; do
		spoil "$how" "$dump"
		same "$how of $dump with its text" "whole-$name" "$work/$how.txt"
	done
	for order in LE BE; do
		utf16 $order "$dump"
		same "UTF-16$order of $dump" "whole-$name" "$work/utf16$order.txt"
	done
done

# Forms that hold one function; the name of the file tells which.
single=0000:01:00.0
sed -n '/^01:00.0 /,/^$/p;/^0000:01:00.0 /,/^$/p' "$work/clean" >"$work/one"
facts one "$work/one"
for how in xxd hexdump od; do
	spoil "$how" "$work/one"
	mv "$work/$how.txt" "$work/$how-$single.txt"
	same "$how" one "$work/$how-$single.txt"
done

# The bytes themselves: as a file, in a folder, and packed.
mkdir -p "$work/tree/devices/$single"
awk '/: / && !/\.[0-7] / { for (i = 2; i <= NF; i++) printf "\\x%s", $i }' "$work/one" >"$work/escapes"
bash -c 'printf "$(cat "$1")"' - "$work/escapes" >"$work/tree/devices/$single/config"
cp "$work/tree/devices/$single/config" "$work/$single.bin"
for form in "$single.bin" tree; do
	same "$form" one "$work/$form"
done
without=
if "$PCIMSI" --version | grep -q ': libarchive$'; then
	tar -C "$work" -czf "$work/packed.tar.gz" tree
	gzip -c "$work/one" >"$work/one.gz"
	for form in packed.tar.gz one.gz; do
		same "$form" one "$work/$form"
	done
else
	without=", 2 skipped (this build has no libarchive)"
fi

# Facts, without where they come from: one line a capture, its name first.
(cd "$work/facts" && jq -r -S '[input_filename, ([.functions[] |
	del(.capture, .ledger, .source, .name, .member)] | tojson)] | join(" ")' -- *) >"$work/lines"
awk '
function name_of(line) { return substr(line, 1, index(line, " ") - 1) }
NR == FNR { facts[name_of($0)] = substr($0, index($0, " ") + 1); next }
{
	what = $0
	sub(/^[^ ]* [^ ]* /, "", what)
	if (facts[$2] ~ /slot/ && facts[$1] == facts[$2]) {
		passed++
		next
	}
	failed++
	print "FAILED " what
	for (i = 1; substr(facts[$1], i, 1) == substr(facts[$2], i, 1) && i <= length(facts[$2]); i++)
		;
	print "  wanted: ..." substr(facts[$2], i > 40 ? i - 40 : 1, 120)
	print "  is:     ..." substr(facts[$1], i > 40 ? i - 40 : 1, 120)
}
END { print passed + 0, failed + 0 >counts }' counts="$work/counts" "$work/lines" counts="$work/counts" "$work/pairs"
read -r same_passed same_failed <"$work/counts"
passed=$((passed + same_passed))
failed=$((failed + same_failed))

echo "equivalence: $passed passed, $failed failed$without"
[ "$failed" -eq 0 ]

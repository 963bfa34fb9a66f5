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
passed=0
failed=0

if ! command -v jq >/dev/null 2>&1; then
	echo "skipped: no jq"
	echo "equivalence: 0 passed, 0 failed"
	exit 0
fi

# Facts, without where they come from: facts CAPTURE [JQ]
facts() {
	"$PCIMSI" list --format json "$1" 2>"$work/stderr" |
		jq -S ".functions[] | del(.capture, .ledger, .source, .name, .member) | ${2:-.}"
}

same() {
	if [ -s "$2" ] && cmp -s "$2" "$3"; then
		passed=$((passed + 1))
	else
		echo "FAILED $1"
		diff "$2" "$3" | head -n 8 | sed 's/^/  /'
		sed 's/^/  /' "$work/stderr" | head -n 4
		failed=$((failed + 1))
	fi
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
	grep -E '^[0-9a-f:]+\.[0-7] |^[0-9a-f]{2,3}: |^$' "$dump" >"$work/clean"
	facts "$work/clean" >"$work/want"
	for how in quoted indented nbsp crlf cr mark dmesg syslog iso hosts wrapped messages diff \
		characters upper uefi earlydump windbg; do
		spoil "$how" "$work/clean"
		facts "$work/$how.txt" >"$work/got"
		same "$how of $dump" "$work/want" "$work/got"
		case $how in
		wrapped | messages) noted "$how of $dump" row-repaired ;;
		diff) noted "$how of $dump" diff-old-side ;;
		esac
	done
	# The text around the rows changes too.
	facts "$dump" >"$work/want"
	for how in quoted nbsp crlf dmesg syslog hosts messages; do
		spoil "$how" "$dump"
		facts "$work/$how.txt" >"$work/got"
		same "$how of $dump with its text" "$work/want" "$work/got"
	done
	for order in LE BE; do
		utf16 $order "$dump"
		facts "$work/utf16$order.txt" >"$work/got"
		same "UTF-16$order of $dump" "$work/want" "$work/got"
	done
done

# Forms that hold one function; the name of the file tells which.
single=0000:01:00.0
sed -n '/^01:00.0 /,/^$/p;/^0000:01:00.0 /,/^$/p' "$work/clean" >"$work/one"
facts "$work/one" >"$work/want"
for how in xxd hexdump od; do
	spoil "$how" "$work/one"
	mv "$work/$how.txt" "$work/$how-$single.txt"
	facts "$work/$how-$single.txt" >"$work/got"
	same "$how" "$work/want" "$work/got"
done

# The bytes themselves: as a file, in a folder, and packed.
mkdir -p "$work/tree/devices/$single"
awk '/: / && !/\.[0-7] / { for (i = 2; i <= NF; i++) printf "\\x%s", $i }' "$work/one" >"$work/escapes"
bash -c 'printf "$(cat "$1")"' - "$work/escapes" >"$work/tree/devices/$single/config"
cp "$work/tree/devices/$single/config" "$work/$single.bin"
for form in "$single.bin" tree; do
	facts "$work/$form" >"$work/got"
	same "$form" "$work/want" "$work/got"
done
if "$PCIMSI" --version | grep -q '+libarchive\|libarchive [0-9]'; then
	tar -C "$work" -czf "$work/packed.tar.gz" tree
	gzip -c "$work/one" >"$work/one.gz"
	for form in packed.tar.gz one.gz; do
		facts "$work/$form" >"$work/got"
		same "$form" "$work/want" "$work/got"
	done
fi

echo "equivalence: $passed passed, $failed failed"
[ "$failed" -eq 0 ]

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# check_corpus.sh DIR: every file below DIR is read without a crash, and on every
# dump that `lspci -F FILE -vv` reads, MSI and MSI-X are what lspci prints,
# function by function. accepted.tsv holds the differences in which lspci is
# wrong, with the reason. Skips visibly without a folder.
set -u
here=$(cd "$(dirname "$0")" && pwd)
corpus=${1:-}
pcimsi=${BUILD:-$here/../../build/release}/pcimsi
passed=0
failed=0
unread=0

if [ -z "$corpus" ] || [ ! -d "$corpus" ]; then
	echo "check-corpus: skipped: no corpus (CORPUS=DIR names one)"
	exit 0
fi
for tool in lspci jq; do
	command -v "$tool" >/dev/null || {
		echo "check-corpus: $tool is missing; run 'make deps'" >&2
		exit 1
	}
done
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# slot, then what lspci -vv says: "msi OFFSET ENABLE ALLOCATED CAPABLE MASKABLE 64BIT",
# "msix OFFSET ENABLE COUNT MASKED", "table BAR OFFSET", "pba BAR OFFSET".
lspci_facts() {
	awk '
	function sign(text) { return text ~ /\+/ ? "true" : "false" }
	/^([0-9a-f]+:)?[0-9a-f]+:[0-9a-f]+\.[0-7] / {
		slot = $1
		if (slot !~ /:.*:/) slot = "0000:" slot
		n[slot]++
		slot = slot "#" n[slot]
		seen_msi = seen_msix = 0
	}
	/^\tCapabilities: \[[0-9a-f]+\] MSI: / && !seen_msi++ {
		offset = $2; gsub(/[][]/, "", offset)
		split($5, count, /[=\/]/)
		print slot, "msi", offset, sign($4), count[2], count[3], sign($6), sign($7)
	}
	/^\tCapabilities: \[[0-9a-f]+\] MSI-X: / && !seen_msix++ {
		offset = $2; gsub(/[][]/, "", offset)
		split($5, count, "=")
		print slot, "msix", offset, sign($4), count[2], sign($6)
		in_msix = 1
		next
	}
	/^\t\tVector table: BAR=/ && in_msix { split($3, b, "="); split($4, o, "="); print slot, "table", b[2], o[2] }
	/^\t\tPBA: BAR=/ && in_msix { split($2, b, "="); split($3, o, "="); print slot, "pba", b[2], o[2]; in_msix = 0 }
	' "$1" | sort
}

# The same from our JSON; lspci prints reserved codes as powers of two as well.
our_facts() {
	jq -r '.functions[] | .slot as $slot
		| "\($slot) function" + (if .source == "decoded" then " decoded" else "" end),
		(.msi | select(.control != null)
			| "\($slot) msi \(.offset) \(.enabled) \(.mme) \(.mmc) \(.masking) \(.address_64bit)"),
		(.msix | select(.control != null)
			| "\($slot) msix \(.offset) \(.enabled) \(.table_size) \(.function_masked)"),
		(.msix | select(.table_bar != null) | "\($slot) table \(.table_bar) \(.table_offset)"),
		(.msix | select(.pba_bar != null) | "\($slot) pba \(.pba_bar) \(.pba_offset)")' "$1" | awk '
	$2 == "function" { n[$1]++; if ($3) print $1 "#" n[$1], "decoded"; next }
	{ $1 = $1 "#" n[$1] }
	$2 == "msi" { $3 = sprintf("%02x", $3); $5 = 2 ^ $5; $6 = 2 ^ $6 }
	$2 == "msix" { $3 = sprintf("%02x", $3) }
	$2 == "table" || $2 == "pba" { $4 = sprintf("%08x", $4) }
	{ print }' | sort
}

fail() {
	echo "$1"
	failed=$((failed + 1))
}

# Runs pcimsi; a signal or a sanitizer report is never right.
survives() {
	"$pcimsi" "$@" >"$work/json" 2>"$work/err"
	status=$?
	if [ "$status" -gt 2 ] || grep -q -e 'Sanitizer' -e 'runtime error' "$work/err"; then
		fail "$1 ${*: -1}: status $status"
		head -n 5 "$work/err"
		return 1
	fi
	return 0
}

compare() {
	local file=$1 name=${1#"$corpus"/}

	LC_ALL=C lspci -F "$file" -vv >"$work/lspci" 2>/dev/null || return 0
	[ "$(grep -c '^[0-9a-f]' "$work/lspci")" -gt 0 ] || return 0
	lspci_facts "$work/lspci" >"$work/theirs"
	our_facts "$work/json" >"$work/ours"
	# Functions that lspci lost are not its to judge.
	mv "$work/ours" "$work/all"
	grep -oE '^([0-9a-f]+:)?[0-9a-f]+:[0-9a-f]+\.[0-7] ' "$work/lspci" | awk '
		{ slot = $1; if (slot !~ /:.*:/) slot = "0000:" slot; print slot "#" ++n[slot] }' >"$work/slots"
	# Nor those of which we know more from decoded text than the rows of the file hold.
	awk '$2 == "decoded" { print $1 }' "$work/all" >"$work/decoded"
	for side in theirs all; do
		awk 'NR == FNR { skip[$1]; next } !($1 in skip)' "$work/decoded" "$work/$side" >"$work/$side.kept"
	done
	mv "$work/theirs.kept" "$work/theirs"
	awk 'NR == FNR { known[$1]; next } $1 in known' "$work/slots" "$work/all.kept" >"$work/ours"
	diff "$work/theirs" "$work/ours" | grep '^[<>]' | while read -r side fact; do
		grep -qF -- "$name	$fact" "$here/accepted.tsv" || echo "$name: $side $fact"
	done >"$work/diff"
	if [ -s "$work/diff" ]; then
		fail "$name differs from lspci (<):"
		cat "$work/diff"
		return
	fi
	compared=$((compared + $(wc -l <"$work/slots")))
	passed=$((passed + 1))
}

compared=0
while IFS= read -r -d '' file; do
	survives show --format json "$file" || continue
	if [ "$status" -eq 2 ] && [ "$(jq '.functions | length' "$work/json")" -eq 0 ]; then
		unread=$((unread + 1))
		continue
	fi
	case $file in
	*-vv.txt | *-vv-unprivileged.txt) passed=$((passed + 1)) ;; # decoded text: no bytes
	*) compare "$file" ;;
	esac
done < <(find "$corpus/dumps" "$corpus/qemu" -type f ! -name '*.tsv' ! -name '*.md' -print0 2>/dev/null | sort -z)
while IFS= read -r -d '' file; do
	survives inf --format json "$file" && passed=$((passed + 1))
done < <(find "$corpus/infs" -type f ! -name '*.tsv' -print0 2>/dev/null | sort -z)

# functions, with bytes, with MSI, with MSI-X: as the manifest counts them
counts() {
	"$pcimsi" list --format json "$1" 2>/dev/null | jq -r '.functions |
		[length, (map(select(.bytes_captured > 0 and .source != "decoded")) | length),
		 (map(select(.msi.state == "present")) | length),
		 (map(select(.msix.state == "present")) | length)] | join(" ")'
}

while read -r name functions bytes msi msix; do
	want="$functions $bytes $msi $msix"
	got=$(counts "$corpus/dumps/$name")
	if [ "$got" = "$want" ] || grep -q "^$name	$got	" "$here/accepted_counts.tsv"; then
		passed=$((passed + 1))
	else
		fail "$name: the manifest counts $want (functions, with bytes, MSI, MSI-X), we $got"
	fi
done < <(tail -n +2 "$corpus/dumps/MANIFEST.tsv" 2>/dev/null | cut -f 1,7-10)

# MSISupported and MessageNumberLimit that an INF writes to hardware keys, over all targets
settings() {
	"$pcimsi" inf --all-targets --format json "$1" 2>/dev/null | jq -r '
		def values(name): map(.[name] | select(.) | .value) | unique | map(tostring) | join(",");
		[.infs[].models[].settings] | [values("MSISupported"), values("MessageNumberLimit")] |
		map(if . == "" then "-" else . end) | join(" ")'
}

while read -r name supported limit; do
	got=$(settings "$corpus/infs/$name")
	if [ "$got" = "$supported $limit" ] || grep -q "^$name	$got	" "$here/accepted_counts.tsv"; then
		passed=$((passed + 1))
	else
		fail "$name: the manifest has $supported $limit (MSISupported, MessageNumberLimit), we $got"
	fi
done < <(tail -n +2 "$corpus/infs/MANIFEST.tsv" 2>/dev/null | cut -f 1,9,10)

# A copy of sysfs tells what text tells, and more.
facts() {
	"$pcimsi" list --format json "$1" 2>/dev/null |
		jq -S '.functions[] | del(.capture, .ledger, .source, .name, .member, .linux, .bars)'
}

for archive in "$corpus"/qemu/*/sysfs.tar.gz; do
	[ -e "$archive" ] || continue
	facts "$archive" >"$work/tree"
	facts "$(dirname "$archive")/lspci-xxxx.txt" >"$work/text"
	if [ -s "$work/tree" ] && cmp -s "$work/tree" "$work/text"; then
		passed=$((passed + 1))
	else
		fail "$archive: other facts than in lspci-xxxx.txt"
	fi
done

echo "check-corpus: $compared functions equal to those of $(lspci --version); $unread files are no captures"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

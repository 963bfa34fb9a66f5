#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# `check --suggest` keeps its word: over every INF that ships and every case of a rule, as it
# is and in UTF-16, the diff applies with `patch`, what it says goes is gone, and
# nothing comes. What could be tried and was refused is left alone.
set -u
cd "$(dirname "$0")/.." || exit 1
top=$(pwd)
pcimsi=$(cd "${BUILD:-build/release}" && pwd)/pcimsi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
applied=0

command -v patch >/dev/null 2>&1 || {
	echo "suggest: patch is not installed" >&2
	exit 1
}

fail() {
	echo "suggest: $1" >&2
	failed=$((failed + 1))
}

# "RULE SLOT" of every finding about an INF, as often as it is there; sorted. That the registry
# of a machine then holds what the INF wrote before (REG) is no fault of the change.
findings() {
	grep '"record":"finding"' "$1" | grep -v -e '"inf":null' -e '"rule":"REG' |
		sed 's/.*"rule":"\([A-Z0-9]*\)".*"slot":\(null\|"[^"]*"\),"inf".*/\1 \2/' | sort
}

# "RULE" of every suggestion that is no refusal.
promises() {
	grep '"record":"suggestions"' "$1" | grep -o '"suggestion":"[a-z ]*","rule":"[A-Z0-9]*"' |
		grep -v '"suggestion":"refused"' | sed 's/.*"rule":"\(.*\)"/\1/' | sort -u
}

# check DIR OUT ARGUMENT...: the judgement of what is in DIR; fails if there is no end of it
judge() {
	dir=$1 out=$2
	shift 2
	(cd "$dir" && "$pcimsi" check "$@" >"$out" 2>"$out.err" </dev/null)
	[ $? -le 2 ] && ! grep -q -e 'Sanitizer' -e 'runtime error' "$out.err"
}

# one NAME DIR ARGUMENT...: the INFs in DIR against what the arguments say
one() {
	name=$1 dir=$2
	shift 2
	if ! judge "$dir" "$work/before" --format ndjson --suggest "$@" ||
		! judge "$dir" "$work/diff" --suggest "$@"; then
		fail "$name: no judgement"
		cat "$work/before.err" >&2
		return
	fi
	promises "$work/before" >"$work/promised"
	if ! grep -q -a '^@@' "$work/diff"; then
		[ -s "$work/promised" ] && fail "$name: suggestions and no diff"
		return
	fi
	[ -s "$work/promised" ] || fail "$name: a diff and no suggestion"
	if ! patch -s -f -p0 -d "$dir" <"$work/diff" >"$work/patch" 2>&1 || [ -s "$work/patch" ]; then
		fail "$name: the diff does not apply: $(cat "$work/patch")"
		return
	fi
	applied=$((applied + 1))
	judge "$dir" "$work/after" --format ndjson "$@" || fail "$name: no judgement afterwards"
	findings "$work/before" >"$work/old"
	findings "$work/after" >"$work/new"
	if [ -n "$(comm -13 "$work/old" "$work/new")" ]; then
		fail "$name: brings $(comm -13 "$work/old" "$work/new" | tr '\n' ' ')"
		return
	fi
	while read -r promised; do
		[ "$(grep -c "^$promised " "$work/new")" -lt "$(grep -c "^$promised " "$work/old")" ] &&
			continue
		# It showed only once another one was mended.
		grep -q "^$promised " "$work/old" && fail "$name: $promised does not go"
	done <"$work/promised"
	passed=$((passed + 1))
}

utf16() {
	{
		printf '\377\376'
		sed -e 's/\r$//' -e 's/$/\r/' "$1" | iconv -f UTF-8 -t UTF-16LE
	} >"$1.new" 2>/dev/null && mv "$1.new" "$1"
}

# Every INF that ships and those of the golden cases, against a capture with much in it.
for inf in dumps/*.inf tests/cases/*/*.inf tests/cases/incidents/*/*.inf; do
	folder=$(dirname "$inf")
	for form in plain utf16; do
		rm -rf "$work/dir"
		mkdir "$work/dir"
		cp "$inf" "$work/dir/it.inf"
		[ "$form" = utf16 ] && ! utf16 "$work/dir/it.inf" && continue
		for capture in "$folder"/capture.txt dumps/demo.txt dumps/lab-q35.txt dumps/lab-virtio.txt; do
			[ -e "$capture" ] || continue
			one "$inf ($form) with $capture" "$work/dir" --inf it.inf "$top/$capture"
		done
	done
done

# Every case of every rule.
for cases in tests/rules/*.cases; do
	rule=$(basename "$cases" .cases)
	awk -v root="$work/$rule" -f tests/rules/split.awk "$cases" || fail "$rule: bad case file"
	for dir in "$work/$rule"/*; do
		[ -f "$dir/linux" ] && continue
		set -- --inf case.inf
		[ -f "$dir/extension.inf" ] && set -- "$@" --inf extension.inf
		# shellcheck disable=SC2046 # words of the args line
		one "$rule: $(cat "$dir/expect")" "$dir" "$@" $(cat "$dir/args") capture.txt
	done
done

echo "suggest: $applied diffs applied"
echo "suggest: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

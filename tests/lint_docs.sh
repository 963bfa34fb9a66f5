#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The documents tell the truth: every option of the table stands in the man page and
# in --help, every command and every verdict in the README, every rule has its texts, and
# what CONTRIBUTING.md names is there.
set -u
cd "$(dirname "$0")/.." || exit 1
pcimsi=${BUILD:-build/release}/pcimsi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

"$pcimsi" --option-table >"$work/options" || exit 1
"$pcimsi" --option-words >"$work/words" || exit 1
"$pcimsi" explain --list >"$work/rules" || exit 1
while read -r command _; do
	[ -e "$work/help.$command" ] || "$pcimsi" "$command" --help >"$work/help.$command"
done <"$work/options"
# shellcheck disable=SC2046 # ids of rules
"$pcimsi" explain $(cut -d ' ' -f 1 "$work/rules") >"$work/explained"

# What reading an input can note: NOTE(CODE, "slug", ...
tr '\n\134' '  ' <include/pcimsi/note.h | grep -o 'NOTE([A-Z0-9_]*, *"[a-z0-9-]*"' |
	sed 's/.*"\(.*\)"/\1/' >"$work/slugs"
# shellcheck disable=SC2046 # slugs
"$pcimsi" explain $(cat "$work/slugs") >"$work/noted"

# Keys of the sections of a policy, "rule class" or "waiver until".
awk '/^const struct key_row policy_/ { kind = $4; sub(/^policy_/, "", kind); sub(/_keys.*/, "", kind) }
	kind && match($0, /[.]name = "[^"]*"/) { print kind, substr($0, RSTART + 9, RLENGTH - 10) }
	/^};/ { kind = "" }' src/policy/keys.c >"$work/keys"

# Files and folders, and functions() and tables[], that CONTRIBUTING.md names and nobody has.
find . \( -path ./build -o -path ./.git \) -prune -o -print >"$work/there"
find src include tests -name '*.[ch]' -exec cat {} + | grep -o '[a-z_][a-z0-9_]*' | sort -u >>"$work/there"
tr '\n\140' ' \n' <CONTRIBUTING.md | sed -n 'n;p' | sort -u |
	sed -n 's/^\([a-z_0-9]*\)\(()\|\[\]\)$/^\1$/p; s/^\([a-z0-9_.\/*-]*\(\.[a-z]\{1,6\}\|\/\)\)$/\/\1$/p' |
	sed 's/\./\\./g; s/\*/[^\/]*/g; s/\/\$$/$/' >"$work/patterns"
while read -r pattern; do
	grep -q -- "$pattern" "$work/there" && echo "$pattern there" || echo "$pattern gone"
done <"$work/patterns" >"$work/named"
rm "$work/there" "$work/patterns"

LC_ALL=C awk '
function expect(what, holds) {
	if (holds) {
		passed++
	} else {
		print "lint_docs: " what >"/dev/stderr"
		failed++
	}
}

# Whether a line of the text matches.
function has(text, pattern) {
	return text ~ "\n[^\n]*" pattern
}

function expect_option(command, option,    name) {
	if (option == "")
		return
	# mdoc writes -i as "Fl i" and --inf as "Fl -inf".
	name = substr(option, 2)
	expect("the man page does not tell of " option, has(text["man"], "Fl " name "[ \n]"))
	expect(command " --help does not tell of " option,
		text["help." command] ~ "[ ,\n]" option "[] =,\n[]")
	known[option] = 1
}

# A word that an option takes stands below the option in the man page, and in its line of --help.
function expect_word(command, option, word,    line) {
	expect("the man page does not tell of " option " " word,
		below[option] ~ "[ \n]" word "[ \n]")
	line = text["help." command]
	line = substr(line, index(line, option "="))
	sub(/\n.*/, "", line)
	expect(command " --help does not tell of " option " " word, line ~ " " word "( |,|$)")
}

FNR == 1 {
	kind = FILENAME
	sub(/.*\//, "", kind)
	if (kind == "pcimsi.1")
		kind = "man"
	if (kind == "pcimsi-policy.5")
		kind = "policy"
	text[kind] = "\n"
}
{ text[kind] = text[kind] $0 "\n" }
kind == "options" { row[++n_rows] = $0 }
kind == "words" { taken[++n_taken] = $0 }
kind == "keys" { key[++n_keys] = $0 }
kind == "slugs" { slug[++n_slugs] = $0 }
kind == "named" { named++; expect("CONTRIBUTING.md names " $1 ", which is nowhere", $2 == "there") }
kind == "rules" { rule[++n_rules] = $1 }
# Of pcimsi-policy(5): "rule class" where an item of [rule name] names class.
kind == "policy" && /^\.S[sh] / { section = $2; gsub(/[][]/, "", section) }
kind == "policy" && /^\.It Li / && section ~ /^(rule|waiver)$/ {
	for (i = 3; i <= NF; i++)
		if ($i != ",")
			in_policy[section " " $i] = 1
}
kind == "man" && /^\.It Fl / {
	option = $3
	if (option ~ /^-[a-z-]+$/ || option ~ /^[a-zA-Z]$/)
		in_man[++n_in_man] = "-" option
}
kind == "man" && option { below["-" option] = below["-" option] $0 "\n" }

END {
	for (i = 1; i <= n_rows; i++) {
		n = split(row[i], word, "\t")
		for (k = 2; k <= 3 && k <= n; k++)
			expect_option(word[1], word[k])
		expect("the man page does not tell of the command " word[1],
			text["man"] ~ "\n[.]Cm " word[1] || text["man"] ~ "Cm " word[1] "\n")
		expect("the README does not tell of the command " word[1],
			index(text["README.md"], "pcimsi " word[1]))
	}
	for (i = 1; i <= n_taken; i++) {
		split(taken[i], word, "\t")
		n = split(word[3], option_word, " ")
		for (k = 1; k <= n; k++)
			expect_word(word[1], word[2], option_word[k])
	}
	# Every option that the man page tells of exists.
	for (i = 1; i <= n_in_man; i++)
		expect("the man page tells of " in_man[i] ", which does not exist", in_man[i] in known)
	n = split("impossible ineffective wasteful unknown fit", word, " ")
	for (i = 1; i <= n; i++)
		expect("the README does not explain the verdict " word[i],
			index(text["README.md"], "**" word[i] "**"))
	expect("keys.c has no keys", n_keys > 10)
	for (i = 1; i <= n_keys; i++) {
		expect("pcimsi-policy(5) does not tell of the key " key[i], key[i] in in_policy)
		is_key[key[i]] = 1
	}
	for (name in in_policy)
		expect("pcimsi-policy(5) tells of the key " name ", which does not exist", name in is_key)
	expect("note.h has no notes", n_slugs)
	expect("CONTRIBUTING.md names nothing", named > 50)
	for (i = 1; i <= n_slugs; i++) {
		expect("pcimsi explain " slug[i] " tells nothing",
			text["noted"] ~ "\n" slug[i] "\n  [^\n]+\n(  [^\n]+\n)*\nWhat it means\n  [^\n]+\n")
	}
	for (i = 1; i <= n_rules; i++)
		expect("pcimsi explain " rule[i] " tells nothing",
			text["explained"] ~ "\n" rule[i] " [^\n]+\n[^\n]*\n*[^\n]+")
	printf "lint_docs: %d passed, %d failed\n", passed, failed
	exit failed || !passed
}' src/cli/pcimsi.1 src/cli/pcimsi-policy.5 README.md "$work"/*

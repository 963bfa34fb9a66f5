#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Completion: what `pcimsi --complete` offers is what the table of options has, and bash, zsh and
# fish put it into the line. A shell that is not installed is skipped visibly.

set -u
cd "$(dirname "$0")/.." || exit 1

BUILD=${BUILD:-build/release}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
skipped=0

mkdir "$work/bin" "$work/functions"
ln -s "$(realpath "$BUILD/pcimsi")" "$work/bin/pcimsi"
ln -s "$PWD/src/cli/pcimsi.zsh" "$work/functions/_pcimsi"
PATH=$work/bin:$PATH

same() { # WHAT FILE FILE
	if diff "$2" "$3" >"$work/said"; then
		passed=$((passed + 1))
	else
		echo "completion: $1"
		sed 's/^/  /' "$work/said"
		failed=$((failed + 1))
	fi
}

skip() {
	echo "completion: skipped: $1"
	skipped=$((skipped + 1))
}

# The words that are offered, or the kind of file.
offered() {
	pcimsi --complete "$@" | awk -F '\t' 'NR > 1 { print $1 } NR == 1 && $1 != "words" { print "<" $1 ">" }'
}

# ---- the program ---------------------------------------------------------------------------------

pcimsi --option-table >"$work/table"
cut -f 1 "$work/table" | uniq >"$work/commands"
offered '' | grep -v -e '^help$' -e '^--' >"$work/got"
same 'it offers other commands' "$work/commands" "$work/got"

while read -r command; do
	awk -F '\t' -v c="$command" '$1 == c { for (i = 2; i <= NF; i++) print $i }' "$work/table" >"$work/want"
	offered "$command" - >"$work/got"
	same "it offers other options of $command" "$work/want" "$work/got"
	# What --help gives a value to is completed, but for what nobody can know.
	pcimsi "$command" --help | sed -n 's/^  \(-.\| \)\{0,1\}.*--\([a-z-]*\)=[A-Z].*/--\2/p; s/^  \(-.\) [A-Z].*/\1/p' >"$work/valued"
	while read -r option; do
		[ -n "$(offered "$command" dumps/demo.txt "$option" '')" ] || echo "$option"
	done <"$work/valued" | grep -v -x -e -A -e -O -e --cpus -e --offset >"$work/got"
	same "it offers nothing for options of $command" /dev/null "$work/got"
done <"$work/commands"
[ -s "$work/valued" ] || same 'no option has a value' /dev/null "$work/table"

pcimsi --option-words >"$work/words"
while IFS=$'\t' read -r command option words; do
	tr ' ' '\n' <<<"$words" >"$work/want"
	offered "$command" "$option" '' | sed 's/=$//' >"$work/got"
	same "it offers other words for $command $option" "$work/want" "$work/got"
	offered "$command" "$option=" | sed "s/^$option=//; s/=\$//" >"$work/got"
	same "it offers other words for $command $option=" "$work/want" "$work/got"
done <"$work/words"

pcimsi explain --list | cut -d ' ' -f 1 >"$work/rules"
for words in 'check --select' 'check --ignore' explain; do
	# shellcheck disable=SC2086 # words
	offered $words '' | grep '^[A-Z][A-Z][A-Z][0-9]' >"$work/got"
	same "it offers other rules for $words" "$work/rules" "$work/got"
done

# WANT WORD...: lines with \n between them
offers() {
	printf '%b' "${1:+$1\n}" >"$work/want"
	shift
	offered "$@" >"$work/got"
	same "it offers something else for: $*" "$work/want" "$work/got"
}

offers '00:01.0\n00:02.2\n00:03.0\n01:00.0' list dumps/demo.txt -s ''
offers '00:02.2' check --inf dumps/demo.inf -F dumps/demo.txt -s 00:02
offers '-s01:00.0' list dumps/demo.txt -s01
offers '00:03.0' explain dumps/demo.txt --slot 00:03
offers '8086:10d3' list -nD dumps/demo.txt -d 8086
offers 'gra702,GRA703' check --select gra702,gra703
offers '--ignore=GRA702,limit-above-msi\n--ignore=GRA702,limit-above-msix' check --ignore=GRA702,limit-above-ms
offers 'error,wasteful,never' check --fail-on error,wasteful,ne
offers 'line-skipped' explain line-s
offers '<files>' explain --slot 00:02.2 dumps
offers '<files>' check --report json=x
offers '<files>' list -- -
offers '<folders>' check --inf-path ''
offers '' list --no-such-option=
offers '' capture ''
offers '' no-such-command ''

# ---- shells --------------------------------------------------------------------------------------

# What stands in a line, and what has to stand there after a TAB. A blank behind it is of no matter.
cat >"$work/lines" <<'END'
pcimsi che|pcimsi check
pcimsi check --form|pcimsi check --format
pcimsi check --format nd|pcimsi check --format ndjson
pcimsi check --format=nd|pcimsi check --format=ndjson
pcimsi inf --stage ef|pcimsi inf --stage effects
pcimsi check --os Server2025|pcimsi check --os Server2025
pcimsi check --fail-on=error,was|pcimsi check --fail-on=error,wasteful
pcimsi check --select GRA702,limit-above-msix|pcimsi check --select GRA702,limit-above-msix
pcimsi explain LNX80|pcimsi explain LNX80
pcimsi list dumps/demo.txt -s 00:01|pcimsi list dumps/demo.txt -s 00:01.0
pcimsi list dumps/demo.txt -d 1b36:|pcimsi list dumps/demo.txt -d 1b36:0010
pcimsi list dumps/demo.t|pcimsi list dumps/demo.txt
pcimsi check --inf=dumps/demo.i|pcimsi check --inf=dumps/demo.inf
pcimsi check --report js|pcimsi check --report json=
pcimsi check --report json=dumps/demo.i|pcimsi check --report json=dumps/demo.inf
END
cut -d '|' -f 1 "$work/lines" >"$work/typed"
cut -d '|' -f 2 "$work/lines" >"$work/want"

# Types each line and a TAB on a terminal, and has the shell write down what it made of the line.
# $start is the shell's command; its own files end with "echo READY" and bind ^G to the writing.
on_terminal() {
	local count=0 line
	: >"$work/made"
	mkfifo "$work/keys"
	script -qfec "stty cols 200; $start" /dev/null <"$work/keys" >"$work/screen" 2>&1 &
	exec 3>"$work/keys"
	until_there 200 grep -q READY "$work/screen"
	while read -r line; do
		printf '%s\t' "$line" >&3
		sleep 0.02
		printf '\a' >&3
		count=$((count + 1))
		until_there 200 has_lines "$count"
	done <"$work/typed"
	printf 'exit\n' >&3
	exec 3>&-
	wait
	rm "$work/keys"
	sed 's/ *$//' "$work/made" >"$work/got"
}

has_lines() {
	[ "$(wc -l <"$work/made")" -ge "$1" ]
}

until_there() { # TIMES COMMAND...
	local left=$1
	shift
	until "$@"; do
		left=$((left - 1))
		[ "$left" -gt 0 ] || return
		sleep 0.03
	done
}

in_bash() {
	cat >"$work/bashrc" <<-END
		PS1='> ' HISTFILE=
		PATH=$PATH
		. src/cli/pcimsi.bash
		bind 'set bell-style none'
		write() { printf '%s\n' "\$READLINE_LINE" >>"$work/made"; READLINE_LINE=; READLINE_POINT=0; }
		bind -x '"\C-g": write'
		echo READY
	END
	start="bash --noprofile --rcfile '$work/bashrc' -i"
	on_terminal
	same 'bash makes other lines' "$work/want" "$work/got"
}

in_zsh() {
	cat >"$work/.zshrc" <<-END
		PS1='> '
		PATH=$PATH
		fpath=("$work/functions" \$fpath)
		autoload -U compinit
		compinit -u -D
		write() { print -r -- "\$BUFFER" >>"$work/made"; BUFFER= }
		zle -N write
		bindkey '^G' write
		print READY
	END
	start="env ZDOTDIR='$work' zsh -i"
	on_terminal
	same 'zsh makes other lines' "$work/want" "$work/got"
}

# It says what it would offer: the word that it goes on to is the only one.
in_fish() {
	local line
	while read -r line; do
		# shellcheck disable=SC2016 # fish's
		HOME=$work fish --no-config -c 'source src/cli/pcimsi.fish; complete -C $argv' -- "$line" </dev/null |
			cut -f 1 >"$work/said"
		if [ "$(wc -l <"$work/said")" -eq 1 ]; then
			echo "${line% *} $(cat "$work/said")"
		else
			echo "$line"
		fi
	done <"$work/typed" >"$work/got"
	same 'fish makes other lines' "$work/want" "$work/got"
}

# What is there already twice, as an id and the first of its likes, is not completed further.
for shell in bash zsh fish; do
	if ! command -v "$shell" >/dev/null 2>&1; then
		skip "$shell is not installed"
	elif [ "$shell" != fish ] && ! script -qec true /dev/null </dev/null >"$work/said" 2>&1; then
		skip "script(1) makes no terminal for $shell"
	else
		"in_$shell"
	fi
done

echo "completion: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]

# SPDX-License-Identifier: GPL-2.0-or-later
# bash completion for pcimsi; the words come from the program's own option table.

# The last word of a list with commas.
_pcimsi_last()
{
	local last=${2##*,}

	mapfile -t COMPREPLY < <(compgen -P "${2%"$last"}" -W "$1" -- "$last")
}

_pcimsi()
{
	local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
	local words

	if [ "$COMP_CWORD" -eq 1 ]; then
		words=$(pcimsi --option-table | cut -f 1 | uniq)
		mapfile -t COMPREPLY < <(compgen -W "$words --help --version" -- "$current")
		return
	fi
	words=$(pcimsi --option-words | awk -F '\t' -v c="$command" -v o="$previous" '$1 == c && $2 == o { print $3 }')
	if [ "$previous" = --report ]; then
		compopt -o nospace
		mapfile -t COMPREPLY < <(compgen -S = -W "$words" -- "$current")
		return
	fi
	if [ -n "$words" ]; then
		_pcimsi_last "$words" "$current"
		return
	fi
	case $previous in
	--select | --ignore)
		_pcimsi_last "$(pcimsi explain --list | cut -d ' ' -f 1)" "$current"
		return
		;;
	*)
		if [ "$command" = explain ] && [ "${current#-}" = "$current" ]; then
			words=$(pcimsi explain --list | cut -d ' ' -f 1)
		elif [ "${current#-}" != "$current" ]; then
			words=$(pcimsi --option-table | grep "^$command	" | cut -f 2- | tr '\t' ' ')
		else
			mapfile -t COMPREPLY < <(compgen -f -- "$current")
			return
		fi
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -o filenames -F _pcimsi pcimsi

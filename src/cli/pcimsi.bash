# SPDX-License-Identifier: GPL-2.0-or-later
# bash completion for pcimsi. What may stand where, the program knows: see src/cli/complete.h.

# The words of the command line up to the cursor, with what bash has split at = and : in one again.
_pcimsi_words()
{
	local rest=${COMP_LINE:0:COMP_POINT} word i

	words=()
	for ((i = 0; i <= COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [ "$i" -eq 0 ] || [[ $rest == [[:space:]]* ]]; then
			rest=${rest#"${rest%%[![:space:]]*}"}
			words+=('')
		fi
		word=${rest:0:${#word}}
		words[-1]+=$word
		rest=${rest#"$word"}
	done
}

# Without the quotes and backslashes that the shell takes away.
_pcimsi_bare()
{
	local i

	for i in "${!words[@]}"; do
		words[i]=${words[i]//[\"\']/}
		words[i]=${words[i]//\\/}
		# shellcheck disable=SC2088 # it is what was typed
		[[ ${words[i]} != '~/'* ]] || words[i]=$HOME${words[i]:1}
	done
}

_pcimsi()
{
	local words lines line kept current action split='' IFS=$' \t\n'

	_pcimsi_words
	current=${words[-1]}
	_pcimsi_bare
	mapfile -t lines < <("${words[0]}" --complete "${words[@]:1}" 2>/dev/null)
	# Of a word with = or : bash replaces what is behind the last of them only.
	[[ $COMP_WORDBREAKS == *:* ]] && split+=:
	[[ $COMP_WORDBREAKS == *=* ]] && split+='='
	kept=
	[ -z "$split" ] || [[ $current != *["$split"]* ]] || kept=${current%"${current##*["$split"]}"}
	COMPREPLY=()
	case ${lines[0]} in
	words*)
		for line in "${lines[@]:1}"; do
			line=${line%%$'\t'*}
			COMPREPLY+=("${line#"$kept"}")
		done
		[[ ${COMPREPLY[0]} != *= ]] || compopt -o nospace
		;;
	files* | folders*)
		line=${lines[0]#*$'\t'}
		[[ ${lines[0]} == files* ]] && action=-f || action=-d
		mapfile -t COMPREPLY < <(compgen "$action" -- "${current#"$line"}")
		COMPREPLY=("${COMPREPLY[@]#"${kept#"$line"}"}")
		compopt -o filenames
		;;
	esac
}

complete -F _pcimsi pcimsi

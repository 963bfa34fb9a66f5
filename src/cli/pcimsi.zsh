#compdef pcimsi
# SPDX-License-Identifier: GPL-2.0-or-later
# zsh completion for pcimsi. What may stand where, the program knows: see src/cli/complete.h.

_pcimsi() {
	local -a lines told open
	local line kept word

	lines=("${(@f)$(_call_program pcimsi ${(q)words[1]} --complete \
		"${(@q)${(@Q)words[2,CURRENT-1]}}" "${(q)${(Q)PREFIX}}" 2>/dev/null)}")
	kept=${lines[1]#*$'\t'}
	case $lines[1] in
	words*)
		for line in "${(@)lines[2,-1]}"; do
			word=${line%%$'\t'*}
			if [[ $word == *= ]]; then
				open+=("$word")
			elif [[ $line == *$'\t'* ]]; then
				told+=("${word//:/\\:}:${line#*$'\t'}")
			else
				told+=("${word//:/\\:}")
			fi
		done
		(( $#open )) && compadd -S '' -a open
		(( $#told )) && _describe -t pcimsi pcimsi told
		;;
	files*)
		compset -p $#kept
		_files
		;;
	folders*)
		compset -p $#kept
		_files -/
		;;
	esac
}

_pcimsi "$@"

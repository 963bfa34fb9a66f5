#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# No function is longer than a screen, or has more ways through it than can be kept in mind
# (McCabe's number, a switch counting as one).

. tests/lint/lib.bash

MAX_LINES=50
MAX_WAYS=20

check() {
	local files=(src/*/*.c src/*/*/*.c)
	skip_without pmccabe || return 77
	# It takes "struct" for a class of C++, and says so at the end of some files.
	pmccabe "${files[@]}" 2>/dev/null | awk -F '\t' -v lines=$MAX_LINES -v ways=$MAX_WAYS '
	$5 > lines { print $6 ": " $5 " lines, more than " lines; faults++ }
	$1 > ways { print $6 ": " $1 " ways through it, more than " ways; faults++ }
	END {
		if (!NR)
			print "no function was seen"
		exit faults > 0 || !NR
	}'
}

plant_long() {
	mkdir -p src/caps
	{
		echo 'int f(int a)'
		echo '{'
		yes '	a++;' | head -n 50
		echo '	return a;'
		echo '}'
	} >src/caps/long.c
	echo 'src/caps/long.c(1): f: 54 lines, more than 50'
}

plant_complex() {
	mkdir -p src/caps
	{
		echo 'int f(int a)'
		echo '{'
		for ((i = 0; i < 20; i++)); do
			echo "	if (a == $i) a++;"
		done
		echo '	return a;'
		echo '}'
	} >src/caps/complex.c
	echo 'src/caps/complex.c(1): f: 21 ways through it, more than 20'
}

lint_main "$@"

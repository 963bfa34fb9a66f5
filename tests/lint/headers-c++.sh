#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Each public header compiles alone, in C++11.

. tests/lint/lib.bash

check() {
	local compiler header bad=0
	for compiler in ${CXX:+"$CXX"} c++ g++ clang++ ''; do
		command -v "$compiler" >/dev/null 2>&1 && break
	done
	[ -n "$compiler" ] || {
		echo "no C++ compiler is installed"
		return 77
	}
	for header in include/pcimsi/*.h; do
		printf '#include <%s>\nextern int not_empty;\n' "${header#include/}" |
			"$compiler" -x c++ -std=c++11 -Iinclude -Wall -Wextra -Werror -fsyntax-only - || bad=1
	done
	return $bad
}

plant_keyword() {
	plant include/pcimsi/word.h <<<'struct pcimsi_word { int class; };'
	echo 'include/pcimsi/word.h:1:'
}

lint_main "$@"

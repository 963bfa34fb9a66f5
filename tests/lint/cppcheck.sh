#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later

. tests/lint/lib.bash

check() {
	skip_without cppcheck || return 77
	local defines=() flag
	for flag in "${cflags[@]}"; do
		case $flag in
		-D*) defines+=("$flag") ;;
		esac
	done
	# Its parser stumbles over a cast to __typeof__(); what is cast is a void *, and what is called
	# through a pointer to such a type returns none. That it does not try every branch is no
	# finding. A scandir() that fails has allocated nothing.
	cppcheck --quiet -D'__typeof__(x)=void *' \
		--error-exitcode=1 --inline-suppr --std=c11 --library=posix \
		--enable=warning,performance,portability --suppress=missingIncludeSystem \
		--suppress=AssignmentAddressToInteger:src/archive/unpack_archive.c \
		--suppress=normalCheckLevelMaxBranches --suppress=memleak:src/cli/folder.c \
		-Iinclude -Isrc "${defines[@]}" -j "$(nproc)" src
}

plant_leak() {
	mkdir -p src/caps
	printf '#include <stdlib.h>\nvoid f(void)\n{\n\tchar *a = malloc(4);\n\ta[0] = 1;\n}\n' >src/caps/leak.c
	echo 'error: Memory leak: a [memleak]'
}

lint_main "$@"

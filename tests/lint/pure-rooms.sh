#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Arithmetic on bytes: no world outside. snprintf() is the one thing of <stdio.h>.

. tests/lint/lib.bash

check() {
	local files bad=0
	mapfile -t files < <(pure_files)
	search '#[ ]*include[ ]*<(errno|time|locale|ctype|wctype|strings|unistd|fcntl|dirent|pthread|signal|sys/)' \
		"${files[@]}" || bad=1
	search '\b(FILE|stdin|stdout|stderr|errno)\b' "${files[@]}" || bad=1
	search '\b(v?f?printf|f?puts|putchar|perror|exit|abort|getenv|setlocale|localeconv|strerror|time|clock|clock_gettime|rand|random|strtok|strcoll|strto(d|f|ld))[ ]*\(' \
		"${files[@]}" || bad=1
	return $bad
}

plant_header() {
	mkdir -p src/caps && echo '#include <time.h>' >src/caps/now.c
	echo 'src/caps/now.c:1:#include <time.h>'
}

plant_errno() {
	mkdir -p src/inf && echo 'int f(void) { return errno; }' >src/inf/error.c
	echo 'src/inf/error.c:1:int f(void) { return errno; }'
}

plant_environment() {
	mkdir -p src/grant && echo 'int f(void) { return !getenv("HOME"); }' >src/grant/home.c
	echo 'src/grant/home.c:1:int f(void) { return !getenv(""); }'
}

lint_main "$@"

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Only source and cli open files.

. tests/lint/lib.bash

check() {
	local room files=()
	for room in src/*/; do
		case $room in
		src/source/ | src/cli/) ;;
		*) files+=("$room"*.[ch]) ;;
		esac
	done
	# A member of that name, ops->open(), is the room's own.
	search '(^|[^A-Za-z0-9_>.])(fopen|freopen|fdopen|open|openat|opendir|popen|mmap|tmpfile|system)[ ]*\(' \
		"${files[@]}"
}

plant_fopen() {
	mkdir -p src/report && echo 'int f(void) { return !fopen("x", "r"); }' >src/report/file.c
	echo 'src/report/file.c:1:int f(void) { return !fopen("", ""); }'
}

lint_main "$@"

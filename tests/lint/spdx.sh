#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later

. tests/lint/lib.bash

check() {
	local file bad=0
	for file in "${sources[@]}" src/*/*.def src/*/*.bash tests/*.sh tests/*/*.sh tests/*/*.bash Makefile .ci/run; do
		head -n 3 "$file" | grep -q 'SPDX-License-Identifier: GPL-2.0-or-later' && continue
		echo "$file: no SPDX line"
		bad=1
	done
	return $bad
}

plant_no_line() {
	mkdir -p src/caps && echo 'int f;' >src/caps/free.c
	echo 'src/caps/free.c: no SPDX line'
}

lint_main "$@"

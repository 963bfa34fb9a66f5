#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# .clang-format is the last word on layout.

. tests/lint/lib.bash

check() {
	tests/format.sh --dry-run -Werror "${sources[@]}"
}

plant_spaces() {
	mkdir -p src/caps && printf 'int f(int a)\n{\n    return a;\n}\n' >src/caps/spaces.c
	echo 'src/caps/spaces.c:2:2: error: code should be clang-formatted'
}

lint_main "$@"

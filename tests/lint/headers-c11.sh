#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Each public header compiles alone, in strict C11.

. tests/lint/lib.bash

check() {
	local header bad=0
	for header in include/pcimsi/*.h; do
		printf '#include <%s>\nextern int not_empty;\n' "${header#include/}" |
			"${cc[@]}" -x c -std=c11 -Wpedantic -Iinclude -Wall -Wextra -Werror -fsyntax-only - || bad=1
	done
	return $bad
}

plant_forgotten_include() {
	plant include/pcimsi/alone.h <<<'extern uint8_t pcimsi_alone;'
	echo 'include/pcimsi/alone.h:1:8: error: unknown type name'
}

lint_main "$@"

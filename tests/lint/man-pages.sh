#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later

. tests/lint/lib.bash

check() {
	local pages=(src/*.[1-9] src/*/*.[1-9])
	skip_without mandoc || return 77
	[ ${#pages[@]} -gt 0 ] || {
		echo "no manual page"
		return 1
	}
	mandoc -T lint -W warning "${pages[@]}"
}

plant_macro() {
	mkdir -p src/cli && printf '.Dd June 1, 2024\n.Dt X 1\n.Os\n.Sh NAME\n.Nm x\n.Nd y\n.Bl\n' >src/cli/x.1
	echo 'src/cli/x.1:'
}

lint_main "$@"

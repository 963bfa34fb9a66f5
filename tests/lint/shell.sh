#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later

. tests/lint/lib.bash

check() {
	skip_without shellcheck || return 77
	local scripts completion=(src/cli/*.bash tests/lint/*.bash)
	mapfile -t scripts < <(find tests dumps .ci -name '*.sh' -o -path '.ci/run')
	shellcheck -x "${scripts[@]}" && { [ ${#completion[@]} -eq 0 ] ||
		shellcheck -s bash "${completion[@]}"; }
}

plant_unquoted() {
	mkdir -p tests dumps .ci
	# shellcheck disable=SC2016 # it is the fault
	printf '#!/bin/sh\nls $1\n' >tests/unquoted.sh
	echo 'SC2086'
}

lint_main "$@"

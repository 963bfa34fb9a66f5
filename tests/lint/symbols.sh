#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The shared library exports nothing without our prefix.

. tests/lint/lib.bash

check() {
	local libraries=("$BUILD"/libpcimsi.so.*.*) names
	[ ${#libraries[@]} -gt 0 ] || {
		echo "$BUILD/libpcimsi.so is not built"
		return 77
	}
	names=$(nm -D --defined-only "${libraries[0]}" | awk '$2 != "A" { print $3 }' |
		grep -v '^pcimsi_')
	[ -z "$names" ] && return
	echo "exported without our prefix:"
	echo "$names"
	return 1
}

plant_name() {
	mkdir -p "$BUILD"
	"${cc[@]}" -shared -fPIC -x c -o "$BUILD/libpcimsi.so.0.0.0" - <<<'int jsonw_key(void) { return 1; }'
	echo jsonw_key
}

lint_main "$@"

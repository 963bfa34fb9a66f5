#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Libraries that are loaded when they are needed: the program tells of each in its notes, for those
# who make packages, and is linked with none of them.

. tests/lint/lib.bash

check() {
	local soname sonames bad=0
	skip_without readelf || return 77
	if "$BUILD/pcimsi" --version | grep 'built without'; then
		return 77
	fi
	mapfile -t sonames < <(sed -n 's/^#define LIBRARY_[A-Z]* "\(.*\)"$/\1/p' src/archive/library.h)
	for soname in "${sonames[@]}"; do
		if ! readelf -p .note.dlopen "$BUILD/pcimsi" | grep -q -F "[\"$soname\"]"; then
			echo "$soname: no note tells of it"
			bad=1
		fi
		if readelf -d "$BUILD/pcimsi" | grep -q -F "[$soname]"; then
			echo "$soname: is linked"
			bad=1
		fi
	done
	return $bad
}

program() { # LIBRARY [FLAG...]
	mkdir -p "$BUILD" src/archive && echo "#define LIBRARY_PLANTED \"$1\"" >src/archive/library.h
	"${cc[@]}" -x c -o "$BUILD/pcimsi" - "${@:2}" <<<'int main(void) { return 0; }'
}

plant_untold() {
	program libplanted.so.1
	echo 'libplanted.so.1: no note tells of it'
}

plant_linked() {
	program libm.so.6 -Wl,--no-as-needed -lm
	echo 'libm.so.6: is linked'
}

lint_main "$@"

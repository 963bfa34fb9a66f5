#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The Makefile, over a handful of empty sources, with a compiler and a pkg-config that write down
# what they are asked: nothing is made twice without need, no object outlives what it was made
# with, and "make deps demo" works with libraries that only deps brings.

set -u
cd "$(dirname "$0")/.." || exit 1

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# ---- a machine: its tools in bin/, a file for each library in libraries/ ---------------------

machine() {
	local tools
	rm -rf "${work:?}"/*
	mkdir -p "$work"/{bin,libraries,tree/{include/pcimsi,src/{base,cli},tests}}
	mapfile -t tools < <(type -P ar cat cmp head grep ln make mkdir mv rm sed sh touch tr)
	ln -s "${tools[@]}" "$work/bin"
	touch "$work"/libraries/{libpci,smartcols,jansson,cmocka}
	cp Makefile "$work/tree"
	echo '#define PCIMSI_VERSION "1.2.3"' >"$work/tree/include/pcimsi/version.h"
	touch "$work"/tree/src/{base/one.c,cli/main.c,pcimsi.map,pcimsi.pc.in}
	pkg_config
	compiler cc
}

tool() {
	{ printf '#!/bin/sh\ncd "%s" || exit 1\n' "$work" && cat; } >"$work/bin/$1"
	chmod +x "$work/bin/$1"
}

# It prints the libraries it is asked for as -lNAME, and their versions.
pkg_config() {
	tool pkg-config <<-'END'
		cd libraries || exit 1
		for library; do
			case $library in
			--*) asked=$asked$library ;;
			*) [ -e "$library" ] || exit 1 ;;
			esac
		done
		shift
		case $asked in
		--modversion) cat "$@" ;;
		--libs) printf -- '-l%s ' "$@" ;;
		esac
	END
}

# compiler NAME: makes what -o names and logs "NAME ARGUMENT..."
compiler() {
	tool "$1" <<-END
		case "\$*" in
		--version) echo "version \$(cat version 2>/dev/null)"; exit ;;
		esac
		echo "$1 \$*" >>log
		while [ \$# -gt 1 ]; do
			[ "\$1" = -o ] && echo >"tree/\$2"
			shift
		done
	END
}

# build ARGUMENT...: leaves what the compiler was asked in log
build() {
	: >"$work/log"
	env -i PATH="$work/bin" make -C "$work/tree" "$@" >"$work/output" 2>&1
}

# ---- what is expected --------------------------------------------------------------------------

expect() { # WHAT COMMAND...
	local what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		echo "FAILED $what"
		sed 's/^/  /' "$work/output" "$work/log"
		failed=$((failed + 1))
	fi
}

compiled() {
	grep -c -e ' -c ' "$work/log"
}

# All objects with FLAG, then program and library.
all_made_anew() { # FLAG
	[ "$(wc -l <"$work/log")" -eq 5 ] && [ "$(grep -c -e "$1.* -c " "$work/log")" -eq 3 ]
}

one_made_anew() { # FLAG
	[ "$(wc -l <"$work/log")" -eq 1 ] && logged "$1"
}

nothing_made() {
	[ ! -s "$work/log" ]
}

logged() {
	grep -q -e "$1" "$work/log"
}

told() {
	grep -q -e "$1" "$work/output"
}

# anew WHAT FLAG [ARGUMENT]: when make gets one more argument, or something else has changed, an
# object is made anew with FLAG
arguments=()
anew() {
	local what=$1 flag=$2
	shift 2
	arguments+=("$@")
	build build/release/pic/base/one.o "${arguments[@]}"
	expect "$what: objects are made anew" one_made_anew "$flag"
}

# ---- stamps --------------------------------------------------------------------------------------

machine
build
expect 'the first build makes all' all_made_anew '^cc .* -O2 '
expect 'the shared library names all that it uses' logged ' -shared .*-Wl,-z,defs '
build VARIANT=asan
expect 'but for what a sanitizer brings' eval '! logged "-z,defs"'
build
expect 'a second build makes nothing' nothing_made
touch "$work/libraries/libarchive"
build
expect 'a library installed later: all is made anew' all_made_anew ' -DHAVE_LIBARCHIVE '
anew 'an optional library left out' . WITHOUT=libarchive
anew CFLAGS ' -O1 -DNAME="a b" ' CFLAGS="-O1 -DNAME='\"a b\"'"
anew CPPFLAGS ' -DX ' CPPFLAGS=-DX
anew LDFLAGS . LDFLAGS=-Wl,-z,now
anew DEVELOPER ' -Werror ' DEVELOPER=1
compiler clang
anew CC '^clang ' CC=clang
echo 2 >"$work/libraries/smartcols"
anew 'a new version of a library' .
echo 2 >"$work/version"
anew 'a new version of the compiler' .

arguments=()
touch "$work/tree/src/base/two.c"
build
rm "$work/tree/src/base/two.c"
build
expect 'a source that is gone leaves the shared library' logged ' build/release/pic/base/one.o *-l'
expect 'a source that is gone leaves the archive' \
	[ "$(ar t "$work/tree/build/release/libpcimsi.a")" = one.o ]
expect 'a source that is gone costs no compilation' eval '! logged " -c "'

# One rule forgotten, and there are mixed builds again.
unstamped() {
	awk '/^[^\t#]/ { rule = $0 } /^\t.*-MMD/ && rule !~ /\$\(CONFIG\)/ { print rule }' Makefile
}
expect "every rule that compiles names the stamp: $(unstamped)" [ -z "$(unstamped)" ]

# ---- a machine that has nothing yet --------------------------------------------------------------

bare_machine() {
	machine
	mv "$work/bin/cc" "$work/bin/pkg-config" "$work/libraries/libpci" "$work"
	tool ../tree/tests/deps.sh <<<'mv pkg-config cc bin; mv libpci libraries; : >libraries/libarchive'
	tool ../tree/tests/demo.sh <<<'echo "the demo"'
}

bare_machine
build demo
expect 'what is missing is said' told 'make deps'
expect 'nothing is made without libraries' nothing_made
build deps demo
expect 'make deps demo: the first time all is made' all_made_anew ' -DHAVE_LIBARCHIVE '
expect 'make deps demo: the demo runs' told 'the demo'
bare_machine
build -j2 deps demo
expect 'make -j2 deps demo: the first time all is made' all_made_anew ' -DHAVE_LIBARCHIVE '
expect 'make -j2 deps demo: the demo runs' told 'the demo'
compiler clang
rm "$work/bin/cc"
anew 'only clang is there' '^clang '

echo "build: $passed passed, $failed failed"
[ "$failed" -eq 0 ]

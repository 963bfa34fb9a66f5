# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034 # what it sets is read by those who source it
#
# What the checks of make lint have in common. A check is a file tests/lint/NAME.sh with
#   check             prints what it finds and fails; returns 77 to skip (why: its last line)
#   plant_WHAT        puts a fault into an empty tree and prints what check has to say of it
# and "lint_main "$@"" at its end. It is run in the top folder of a tree.

set -u
read -r -a cc <<<"${CC:-cc}"
read -r -a cflags <<<"${CFLAGS:--std=gnu11 -Iinclude -Isrc -Wall -Wextra}"
BUILD=${BUILD:-build/release}

# Arguments that name no file disappear.
shopt -s nullglob
sources=(src/*/*.[ch] src/*/*/*.[ch] include/pcimsi/*.h tests/*/*.[ch])
pure_rooms=(hwid catalogue caps inf registry policy match grant judge rules suggest compare)

lint_main() {
	case ${1:-} in
	--plants) compgen -A function plant_ ;;
	plant_*) "$1" ;;
	*) check ;;
	esac
}

skip_without() {
	command -v "$1" >/dev/null 2>&1 && return
	echo "$1 is not installed"
	return 1
}

# Prints "file:line:text" with comments and string literals emptied.
code_of() {
	awk '
	FNR == 1 { inside = 0 }
	{
		text = ""
		rest = $0
		while (rest != "") {
			if (inside) {
				end = index(rest, "*/")
				if (!end) { rest = ""; break }
				rest = substr(rest, end + 2)
				inside = 0
			} else if (match(rest, /^"([^"\\]|\\.)*"/)) {
				text = text (text ~ /#[ \t]*include/ ? substr(rest, 1, RLENGTH) : "\"\"")
				rest = substr(rest, RLENGTH + 1)
			} else if (match(rest, /^\047([^\047\\]|\\.)*\047/)) {
				text = text "\047\047"
				rest = substr(rest, RLENGTH + 1)
			} else if (substr(rest, 1, 2) == "/*") {
				rest = substr(rest, 3)
				inside = 1
			} else if (substr(rest, 1, 2) == "//") {
				rest = ""
			} else {
				text = text substr(rest, 1, 1)
				rest = substr(rest, 2)
			}
		}
		print FILENAME ":" FNR ":" text
	}' "$@" </dev/null
}

# search PATTERN FILE...: fails, and shows where, if the code of a file matches
search() {
	local pattern=$1
	shift
	[ $# -eq 0 ] || ! code_of "$@" | grep -E "^[^:]*:[0-9]*:.*$pattern"
}

pure_files() {
	local room
	for room in "${pure_rooms[@]}"; do
		printf '%s\n' "src/$room"/*.[ch]
	done
}

# Objects of the program and library whose source is still there.
objects() {
	local object name
	for object in "$BUILD"/obj/*/*.o "$BUILD"/obj/*/*/*.o; do
		name=${object#"$BUILD"/obj/}
		[ ! -e "src/${name%.o}.c" ] || echo "$object"
	done
}

# plant FILE: from standard input; a source is compiled, too
plant() {
	mkdir -p "$(dirname "$1")" && cat >"$1" || return
	case $1 in
	src/*.c)
		local object=$BUILD/obj/${1#src/}
		mkdir -p "$(dirname "$object")"
		"${cc[@]}" -w -Iinclude -Isrc -c -o "${object%.c}.o" "$1"
		;;
	esac
}

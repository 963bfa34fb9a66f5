#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make lint: one line per check, "lint: NAME ok|FAILED|skipped (why)", and below
# a failed one what it found. A check whose tool is not installed is skipped.
# ANALYZER=1 adds gcc -fanalyzer, which takes minutes.

set -u
cd "$(dirname "$0")/.." || exit 1

CC=${CC:-cc}
CFLAGS=${CFLAGS:--std=gnu11 -Iinclude -Isrc -Wall -Wextra}
BUILD=${BUILD:-build/release}
read -r -a cflags <<<"$CFLAGS"

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failures=0

# Arguments that name no file disappear.
shopt -s nullglob
sources=(src/*/*.[ch] src/*/*/*.[ch] include/pcimsi/*.h tests/*/*.[ch])
pure_rooms=(catalogue caps inf registry policy match grant rules suggest)

# lint NAME FUNCTION: it prints what it finds, and returns 77 to skip (why: last line)
lint() {
	"$2" >"$work/found" 2>&1
	case $? in
	0)
		echo "lint: $1 ok$(sed -n 's/^warning: \(.*\)/ (\1)/p' "$work/found")"
		;;
	77)
		echo "lint: $1 skipped ($(tail -n 1 "$work/found"))"
		;;
	*)
		failures=$((failures + 1))
		echo "lint: $1 FAILED"
		head -n 100 "$work/found" | sed 's/^/  /'
		;;
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

# ---- rooms -------------------------------------------------------------------

# Which rooms each room may include: the arrows of the design.
allowed_rooms() {
	case $1 in
	base) echo base ;;
	catalogue) echo base catalogue ;;
	caps) echo base caps ;;
	source) echo base caps source ;;
	inf) echo base inf ;;
	registry) echo base caps inf registry ;;
	policy) echo base caps catalogue policy ;;
	match) echo base caps inf match ;;
	grant) echo base catalogue caps inf match grant ;;
	rules) echo base catalogue caps inf registry policy match grant rules ;;
	compare) echo base catalogue caps inf match grant rules compare ;;
	suggest) echo base catalogue caps inf match grant rules suggest ;;
	report) echo base catalogue caps source inf registry policy match grant rules compare suggest report ;;
	cli) echo base catalogue caps source inf registry policy match grant rules compare suggest report cli ;;
	*) return 1 ;;
	esac
}

# The room that a public header speaks for; "all" includes every other one.
room_of_header() {
	case $1 in
	bytes | error | note | version | visibility) echo base ;;
	function | field) echo caps ;;
	capture) echo source ;;
	matrix) echo rules ;;
	pcimsi) echo all ;;
	*) echo "$1" ;;
	esac
}

# Prints "file:line:header" of public headers that the files include.
public_includes() {
	code_of "$@" | sed -n 's|^\([^:]*:[0-9]*\):[ \t]*#[ \t]*include[ \t]*<pcimsi/\(.*\)\.h>.*|\1:\2|p'
}

# header_arrows ROOM FILE...: public headers of rooms that it must not know
header_arrows() {
	local room=$1 allowed file line header bad=0
	shift
	allowed=$(allowed_rooms "$room") || return 1
	while IFS=: read -r file line header; do
		case " $allowed all " in
		*" $(room_of_header "$header") "*) continue ;;
		esac
		echo "$file:$line: $room must not include <pcimsi/$header.h>"
		bad=1
	done < <(public_includes "$@")
	return $bad
}

check_headers_rooms() {
	local header name folder bad=0
	for header in include/pcimsi/*.h; do
		name=$(room_of_header "$(basename "$header" .h)")
		[ "$name" = all ] || header_arrows "$name" "$header" || bad=1
	done
	for folder in src/*/; do
		header_arrows "$(basename "$folder")" "$folder"*.[ch] || bad=1
	done
	return $bad
}

check_rooms() {
	local folder room allowed file target bad=0
	for folder in src/*/; do
		room=$(basename "$folder")
		if ! allowed=$(allowed_rooms "$room"); then
			echo "src/$room: no room of the design; tests/lint.sh has the table"
			bad=1
			continue
		fi
		while IFS=: read -r file line target; do
			case " $allowed " in
			*" ${target%%/*} "*) continue ;;
			esac
			echo "$file:$line: $room must not include \"$target\""
			bad=1
		done < <(code_of "$folder"*.[ch] "$folder"*/*.[ch] |
			sed -n 's|^\([^:]*:[0-9]*\):[ \t]*#[ \t]*include[ \t]*"\([^"]*/[^"]*\)".*|\1:\2|p')
	done
	return $bad
}

# library HEADER-PATTERN FILE-PATTERN: only those files may include it
library() {
	local found
	found=$(code_of src/*/*.[ch] src/*/*/*.[ch] include/pcimsi/*.h | grep -E "#[ ]*include[ ]*<$1" |
		grep -v -E "^src/$2:")
	[ -z "$found" ] && return
	echo "$found"
	return 1
}

check_libraries() {
	local bad=0
	library 'pci/' 'source/(libpci|names)\.c' || bad=1
	library 'jansson' '(report|cli)/[^:]*' || bad=1
	library 'libsmartcols' '(report|cli)/[^:]*' || bad=1
	library 'archive' '(source|cli)/[^:]*' || bad=1
	library 'gmime/gmime' 'source/mail_parts.c' || bad=1
	library 'ini\.h' 'policy/[^:]*' || bad=1
	return $bad
}

check_files() {
	local room files=()
	for room in src/*/; do
		case $room in
		src/source/ | src/cli/) ;;
		*) files+=("$room"*.[ch]) ;;
		esac
	done
	search '\b(fopen|freopen|fdopen|open|openat|opendir|popen|mmap|tmpfile|system)[ ]*\(' \
		"${files[@]}"
}

pure_files() {
	local room
	for room in "${pure_rooms[@]}"; do
		printf '%s\n' "src/$room"/*.[ch]
	done
}

# Arithmetic on bytes: no world outside. snprintf() is the one thing of <stdio.h>.
check_pure() {
	local files bad=0
	mapfile -t files < <(pure_files)
	search '#[ ]*include[ ]*<(errno|time|locale|ctype|wctype|strings|unistd|fcntl|dirent|pthread|signal|sys/)' \
		"${files[@]}" || bad=1
	search '\b(FILE|stdin|stdout|stderr|errno)\b' "${files[@]}" || bad=1
	search '\b(v?f?printf|f?puts|putchar|perror|exit|abort|getenv|setlocale|localeconv|strerror|time|clock|clock_gettime|rand|random|strtok|strcoll|strto(d|f|ld))[ ]*\(' \
		"${files[@]}" || bad=1
	return $bad
}

# Two runs in one process share nothing: the objects have no writable data.
check_globals() {
	local file bad=0
	while read -r file; do
		if ! "$CC" "${cflags[@]}" -O0 -w -fno-pie -fno-pic -c -o "$work/object.o" "$file"; then
			bad=1
			continue
		fi
		nm "$work/object.o" | sed -n "s|^[0-9a-f]* [bBcCdD] \(.*\)|$file: \1 is writable|p"
	done < <(pure_files | grep '\.c$') >"$work/globals" 2>&1
	cat "$work/globals"
	[ ! -s "$work/globals" ] && return $bad
}

# ---- headers -------------------------------------------------------------------

# headers_compile COMPILER FLAG...: each public header alone
headers_compile() {
	local header bad=0
	for header in include/pcimsi/*.h; do
		printf '#include <%s>\nextern int not_empty;\n' "${header#include/}" |
			"$@" -Iinclude -Wall -Wextra -Werror -fsyntax-only - || bad=1
	done
	return $bad
}

check_headers_c() {
	headers_compile "$CC" -x c -std=c11 -Wpedantic
}

check_headers_cxx() {
	local compiler
	for compiler in ${CXX:+"$CXX"} c++ g++ clang++; do
		command -v "$compiler" >/dev/null 2>&1 || continue
		headers_compile "$compiler" -x c++ -std=c++11
		return
	done
	echo "no C++ compiler is installed"
	return 77
}

check_symbols() {
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

# ---- tools ---------------------------------------------------------------------

check_format() {
	tests/format.sh --dry-run -Werror "${sources[@]}"
}

check_cppcheck() {
	skip_without cppcheck || return 77
	local defines=() flag
	for flag in "${cflags[@]}"; do
		case $flag in
		-D*) defines+=("$flag") ;;
		esac
	done
	# Its parser stumbles over a cast to __typeof__(); what is cast is a void *. That it does
	# not try every branch is no finding. A scandir() that fails has allocated nothing.
	cppcheck --quiet -D'__typeof__(x)=void *' \
		--error-exitcode=1 --inline-suppr --std=c11 --library=posix \
		--enable=warning,performance,portability --suppress=missingIncludeSystem \
		--suppress=normalCheckLevelMaxBranches --suppress=memleak:src/cli/folder.c \
		-Iinclude -Isrc "${defines[@]}" -j "$(nproc)" src
}

check_analyzer() {
	[ -n "${ANALYZER:-}" ] || {
		echo "ANALYZER=1 runs it"
		return 77
	}
	local file bad=0
	for file in src/*/*.c src/*/*/*.c; do
		"$CC" "${cflags[@]}" -O1 -fanalyzer -Werror -c -o "$work/object.o" "$file" || bad=1
	done
	return $bad
}

check_shell() {
	skip_without shellcheck || return 77
	local scripts completion=(src/cli/*.bash)
	mapfile -t scripts < <(find tests dumps .ci -name '*.sh' -o -path '.ci/run')
	shellcheck "${scripts[@]}" && { [ ${#completion[@]} -eq 0 ] ||
		shellcheck -s bash "${completion[@]}"; }
}

check_man_page() {
	skip_without mandoc || return 77
	[ -e src/cli/pcimsi.1 ] || {
		echo "no man page yet"
		return 77
	}
	mandoc -T lint -W warning src/cli/pcimsi.1
}

# ---- files ---------------------------------------------------------------------

# A row of the table names the file, in back quotes or not.
check_provenance() {
	local file name bad=0
	[ -d dumps ] || {
		echo "no dumps/ yet"
		return 77
	}
	while read -r file; do
		name=${file#dumps/}
		grep '^|' dumps/README.md | tr '|' '\n' | tr -d '\140' |
			sed 's/^[ \t]*//; s/[ \t]*$//' | grep -q -x -F "$name" && continue
		echo "$file: no row in dumps/README.md"
		bad=1
	done < <(find dumps -type f ! -name README.md)
	return $bad
}

check_spdx() {
	local file bad=0
	for file in "${sources[@]}" src/*/*.def src/*/*.bash tests/*.sh tests/*/*.sh Makefile .ci/run; do
		head -n 3 "$file" | grep -q 'SPDX-License-Identifier: GPL-2.0-or-later' && continue
		echo "$file: no SPDX line"
		bad=1
	done
	return $bad
}

check_length() {
	local long
	long=$(wc -l src/*/*.[ch] src/*/*/*.[ch] | awk '$1 > 600 && $2 != "total" { print $2 " has " $1 " lines" }')
	[ -z "$long" ] || echo "warning: ${long//$'\n'/, }"
}

# ----------------------------------------------------------------------------------

lint rooms check_rooms
lint public-headers check_headers_rooms
lint libraries check_libraries
lint files-opened check_files
lint pure-rooms check_pure
lint no-globals check_globals
lint headers-c11 check_headers_c
lint headers-c++ check_headers_cxx
lint symbols check_symbols
lint format check_format
lint cppcheck check_cppcheck
lint analyzer check_analyzer
lint shell check_shell
lint man-page check_man_page
lint provenance check_provenance
lint spdx check_spdx
lint length check_length

[ "$failures" -eq 0 ]

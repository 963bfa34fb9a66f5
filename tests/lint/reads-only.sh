#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Files are opened to be read, but for what the user names to write to; and libpci writes nothing.

. tests/lint/lib.bash

check() {
	local bad=0 file files=()
	for file in src/*/*.[ch] src/*/*/*.[ch]; do
		case $file in
		src/cli/output.c) ;;      # opens what is written
		src/cli/call_filter.c) ;; # knows the flags that it refuses
		*) files+=("$file") ;;
		esac
	done
	search '\b(O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE)\b' "${files[@]}" || bad=1
	search '\b(mkstemp|mkostemp|creat|truncate|tmpfile|popen|system)[ ]*\(' "${files[@]}" || bad=1
	search '\bpci_write_(byte|word|long|block)\b|->writeable\b' src/*/*.[ch] || bad=1
	# Of the two, one stands on the line of the call.
	if code_of "${files[@]}" | grep -E '[^A-Za-z0-9_>.](open|openat)\(' |
		grep -E 'O_[A-Z]' | grep -v -E '\bO_(RDONLY|PATH)\b'; then
		bad=1
	fi
	return $bad
}

plant_write() {
	plant src/source/file.c <<<'int f(void) { return open("x", O_WRONLY | O_CLOEXEC); }'
	echo 'src/source/file.c:1:int f(void) { return open("", O_WRONLY | O_CLOEXEC); }'
}

plant_temporary() {
	plant src/report/file.c <<<'int f(char *name) { return mkstemp(name); }'
	echo 'src/report/file.c:1:int f(char *name) { return mkstemp(name); }'
}

plant_register() {
	plant src/source/file.c <<<'int f(void *d) { return pci_write_byte(d, 4, 0); }'
	echo 'src/source/file.c:1:int f(void *d) { return pci_write_byte(d, 4, 0); }'
}

plant_no_mode() {
	plant src/cli/file.c <<<'int f(void) { return open("x", O_CLOEXEC); }'
	echo 'src/cli/file.c:1:int f(void) { return open("", O_CLOEXEC); }'
}

lint_main "$@"

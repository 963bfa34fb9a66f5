#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Each library is included in its place alone.

. tests/lint/lib.bash

# library HEADER-PATTERN FILE-PATTERN: only those files may include it
library() {
	local found files=(src/*/*.[ch] src/*/*/*.[ch] include/pcimsi/*.h)
	found=$(code_of "${files[@]}" | grep -E "#[ ]*include[ ]*<$1" | grep -v -E "^src/$2:")
	[ -z "$found" ] && return
	echo "$found"
	return 1
}

check() {
	local bad=0
	library 'pci/' 'source/(libpci|pci_ids)\.c' || bad=1
	library 'jansson' 'nowhere' || bad=1
	library 'libsmartcols' '(report|cli)/[^:]*' || bad=1
	library 'archive' '(archive|source)/[^:]*' || bad=1
	library 'gmime/gmime' 'archive/unpack_mail.c' || bad=1
	library 'seccomp' 'cli/call_filter.c' || bad=1
	return $bad
}

plant_libpci() {
	mkdir -p src/caps && echo '#include <pci/pci.h>' >src/caps/live.c
	echo 'src/caps/live.c:1:#include <pci/pci.h>'
}

lint_main "$@"

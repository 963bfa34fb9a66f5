#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every file of dumps/ has a row in its README that says where it is from; the row names the
# file, in back quotes or not.

. tests/lint/lib.bash

check() {
	local file name bad=0
	while read -r file; do
		name=${file#dumps/}
		grep '^|' dumps/README.md | tr '|' '\n' | tr -d '\140' |
			sed 's/^[ \t]*//; s/[ \t]*$//' | grep -q -x -F "$name" && continue
		echo "$file: no row in dumps/README.md"
		bad=1
	done < <(find dumps -type f ! -name README.md)
	return $bad
}

plant_stranger() {
	mkdir -p dumps && echo '| known.txt | ours |' >dumps/README.md
	touch dumps/known.txt dumps/stranger.txt
	echo 'dumps/stranger.txt: no row in dumps/README.md'
}

lint_main "$@"

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# src/report/unshown.def is what its generator makes of the data of Unicode, where those of its
# version are installed (Debian: unicode-data). $UNICODE is where.

set -u
cd "$(dirname "$0")/.." || exit 1

UNICODE=${UNICODE:-/usr/share/unicode}
table=src/report/unshown.def

version() {
	sed -n 's/.*[Uu]nicode \([0-9.]*[0-9]\);.*/\1/p' "$1" | head -n 1
}

if [ ! -r "$UNICODE/DerivedCoreProperties.txt" ]; then
	echo "unicode: skipped, no $UNICODE/DerivedCoreProperties.txt"
	exit 0
fi
made=$(mktemp) || exit 1
trap 'rm -f "$made"' EXIT
awk -f src/report/unshown.awk "$UNICODE/UnicodeData.txt" "$UNICODE/DerivedCoreProperties.txt" \
	"$UNICODE/PropList.txt" >"$made" || exit 1
if [ -z "$(version $table)" ] || [ -z "$(version "$made")" ]; then
	echo "unicode: the version of Unicode is not named"
	exit 1
fi
if [ "$(version $table)" != "$(version "$made")" ]; then
	echo "unicode: skipped, $UNICODE is Unicode $(version "$made"), $table $(version $table)"
	exit 0
fi
diff -u $table "$made" && echo "unicode: 1 passed, 0 failed"

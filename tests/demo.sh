#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make demo: an INF judged against a capture, both shipped, then this machine.

set -u
cd "$(dirname "$0")/.." || exit 1

BUILD=${BUILD:-build/release}
PCIMSI=$BUILD/pcimsi

show() {
	printf '$ pcimsi %s\n\n' "$*"
	"$PCIMSI" "$@"
	status=$?
	printf '\n(exit status %d)\n\n' "$status"
}

# Of any operating system that libpci can scan; a machine without PCI has none.
has_functions() {
	"$PCIMSI" list --format ndjson 2>/dev/null | grep -q '"record": *"function"'
}

show check --inf dumps/demo.inf dumps/demo.txt
# 1 says that there are findings, which a demonstration should have.
if [ "$status" -gt 1 ]; then
	echo "demo: no verdict was possible" >&2
	exit 1
fi

echo "What to write instead:"
show check --suggest --inf dumps/demo.inf dumps/demo.txt

if has_functions; then
	echo "This machine:"
	show list
	exit "$status"
fi
echo "This machine has no PCI function that can be read; nothing more to show."

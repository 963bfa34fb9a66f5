#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make deps-dev: promtool out of Debian's package prometheus, which is not installed: it would start a server.

set -u
cd "$(dirname "$0")/.." || exit 1

tool=tests/formats/promtool
command -v promtool >/dev/null 2>&1 && exit 0
[ -x "$tool" ] && exit 0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
if (cd "$work" && apt-get -q download prometheus && dpkg-deb -x prometheus_*.deb .) >/dev/null 2>&1 &&
	cp "$work/usr/bin/promtool" "$tool"; then
	echo "deps: $tool is that of the package prometheus"
else
	echo "deps: going on without promtool"
fi

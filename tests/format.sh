#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# clang-format of the version that .clang-format names: every version lays out a little
# differently, and one has to have the last word. Status 77, and what there is instead,
# without it. CLANG_FORMAT names a program to try first.

cd "$(dirname "$0")/.." || exit 1

version=$(sed -n 's/^# clang-format \([0-9]*\).*/\1/p' .clang-format)
[ -n "$version" ] || {
	echo ".clang-format names no version"
	exit 1
}

there=
for program in ${CLANG_FORMAT:-} "clang-format-$version" clang-format; do
	has=$("$program" --version 2>/dev/null | sed -n 's/.*version \([0-9]*\)\..*/\1/p')
	[ "$has" = "$version" ] && exec "$program" "$@"
	there=$there${has:+, $program is version $has}
done
echo "needs clang-format $version${there:-, none is installed}"
exit 77

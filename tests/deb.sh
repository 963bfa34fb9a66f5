#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make deb: the Debian packages of what lies here, in build/deb, and what lintian has to say of them.
# Packaging is src/debian. The tests of the sources are those of "make check", and are not run again.
# Without debhelper it is skipped visibly.

set -u
cd "$(dirname "$0")/.." || exit 1

skip_all() {
	echo "skipped deb: $1"
	exit 0
}

for tool in dpkg-buildpackage dh; do
	command -v "$tool" >/dev/null 2>&1 || skip_all "$tool is not installed (make deps-dev)"
done
missing=$(dpkg-checkbuilddeps src/debian/control 2>&1) || skip_all "${missing#*: error: }"

version=$(sed -n 's/^#define PCIMSI_VERSION "\(.*\)"/\1/p' include/pcimsi/version.h)
[ "$(dpkg-parsechangelog -l src/debian/changelog -S Version)" = "$version-1" ] || {
	echo "FAILED deb: src/debian/changelog is not of version $version" >&2
	exit 1
}

to=build/deb
tree=$to/pcimsi-$version
rm -rf "$to" && mkdir -p "$tree" || exit 1

# What is, or would be, in the repository; copies without one are taken as they are.
sources() {
	if git rev-parse --git-dir >/dev/null 2>&1; then
		git ls-files -z --cached --others --exclude-standard
	else
		find . -path ./build -prune -o -type f -print0
	fi
}

step() { # WHAT COMMAND...
	local what=$1
	shift
	if ! "$@" >"$to/log" 2>&1; then
		echo "FAILED deb: $what" >&2
		tail -n 40 "$to/log" >&2
		exit 1
	fi
	echo "ok     deb: $what"
}

copy_sources() {
	sources | tar -c --null -T - --ignore-failed-read | tar -x -C "$tree" &&
		tar -C "$to" --sort=name --owner=0 --group=0 --mtime=@"$(date -d "$(dpkg-parsechangelog \
			-l src/debian/changelog -S Date)" +%s)" -cJf "$to/pcimsi_$version.orig.tar.xz" "pcimsi-$version" &&
		cp -r src/debian "$tree/debian"
}

# Flags are those of the distribution, not those of the make that called this.
build() {
	(cd "$tree" && env -u CC -u CFLAGS -u LDFLAGS -u CPPFLAGS -u MAKEFLAGS -u MFLAGS -u MAKELEVEL \
		DEB_BUILD_OPTIONS="nocheck parallel=$(nproc)" dpkg-buildpackage -us -uc)
}

judge() {
	lintian --fail-on error,warning --tag-display-limit 0 "$to"/*.changes
}

step 'sources' copy_sources
step 'packages' build
cp "$to/log" "$to/build.log"
if command -v lintian >/dev/null 2>&1; then
	step 'lintian' judge
else
	echo 'skipped deb: lintian is not installed'
fi
rm -f "$to/log"
ls "$to"/*.deb

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# `make install` puts everything where it belongs, readable for all, what is installed works from
# there, and `make uninstall` takes all of it away again, and nothing else.

set -u
cd "$(dirname "$0")/.." || exit 1

BUILD=${BUILD:-build/release}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
skipped=0
root=$work/root
umask 077

expect() { # WHAT COMMAND...
	what=$1
	shift
	if "$@" >"$work/said" 2>&1; then
		passed=$((passed + 1))
	else
		echo "install: $what"
		sed 's/^/  /' "$work/said"
		failed=$((failed + 1))
	fi
}

# What is built already is not built again, whatever flags it was built with.
make_it() { # GOAL VARIABLE...
	MAKEFLAGS='' make -s -o all -o pages VARIANT="${BUILD#build/}" DESTDIR="$root" "$@"
}

files() {
	(cd "$root" && find . ! -type d) | sed 's/^\.//' | sort
}

version=$(sed -n 's/^#define PCIMSI_VERSION "\(.*\)"/\1/p' include/pcimsi/version.h)
{
	cat <<-END
		/usr/local/bin/pcimsi
		/usr/local/lib/libpcimsi.a
		/usr/local/lib/libpcimsi.so
		/usr/local/lib/libpcimsi.so.0
		/usr/local/lib/libpcimsi.so.$version
		/usr/local/lib/pkgconfig/pcimsi.pc
		/usr/local/share/bash-completion/completions/pcimsi
		/usr/local/share/doc/pcimsi/pcimsi-rules.html
		/usr/local/share/fish/vendor_completions.d/pcimsi.fish
		/usr/local/share/man/man1/pcimsi.1
		/usr/local/share/man/man3/pcimsi.3
		/usr/local/share/man/man5/pcimsi-policy.5
		/usr/local/share/man/man7/pcimsi-rules.7
		/usr/local/share/pcimsi/pcimsi-2.schema.json
		/usr/local/share/pcimsi/whcp.ini
		/usr/local/share/zsh/site-functions/_pcimsi
	END
	for header in include/pcimsi/*.h; do
		echo "/usr/local/$header"
	done
} | sort >"$work/want"

case $BUILD in
build/*) ;;
*)
	echo "install: skipped, the build is not in build/"
	exit 0
	;;
esac
expect 'make install fails' make_it install
files >"$work/got"
expect 'other files are installed' diff "$work/want" "$work/got"
find "$root" ! -type l ! -perm -a=r >"$work/got"
expect 'files that not everybody can read' diff /dev/null "$work/got"
find "$root" -type f -perm /111 | sed "s|$root||" | sort >"$work/got"
printf '%s\n' /usr/local/bin/pcimsi "/usr/local/lib/libpcimsi.so.$version" >"$work/want"
expect 'other files can be run' diff "$work/want" "$work/got"
expect 'the program does not run' "$root/usr/local/bin/pcimsi" --version
expect 'pcimsi.pc is of another version' grep -q "^Version: $version\$" "$root/usr/local/lib/pkgconfig/pcimsi.pc"

# A manual page is found by its name, with what refers to it.
if command -v man >/dev/null 2>&1 && man --version >"$work/said" 2>&1; then
	for page in '1 pcimsi' '3 pcimsi' '5 pcimsi-policy' '7 pcimsi-rules'; do
		# shellcheck disable=SC2086 # words
		expect "there is no page: man $page" man -M "$root/usr/local/share/man" -P cat $page
	done
	grep -h -o '^\.Xr pcimsi[a-z-]* [0-9]' src/cli/*.[1-9] src/*.[1-9] "$BUILD"/*.[1-9] | sort -u |
		while read -r _ page section; do
			[ -e "$root/usr/local/share/man/man$section/$page.$section" ] || echo "$page($section)"
		done >"$work/got"
	expect 'pages refer to others that are not installed' diff /dev/null "$work/got"
else
	echo 'install: skipped: man is not installed'
	skipped=$((skipped + 1))
fi

touch "$root/usr/local/share/doc/another"
expect 'make uninstall fails' make_it uninstall
files >"$work/got"
echo /usr/local/share/doc/another >"$work/want"
expect 'make uninstall leaves other files' diff "$work/want" "$work/got"

# Every folder can be another one.
expect 'make install fails with another PREFIX' make_it install PREFIX=/opt/pcimsi BINDIR=/bin DOCDIR=/doc
(cd "$root" && find . -type f ! -path './opt/pcimsi/*' ! -path './bin/pcimsi' ! -path './doc/*' ! -name another) >"$work/got"
expect 'with another PREFIX files go elsewhere' diff /dev/null "$work/got"

echo "install: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make deps: what building, running and testing need, from the system's package
# manager (Debian and Ubuntu: apt-get; Fedora: dnf). make deps-dev ("deps.sh developer"):
# what linting, fuzzing, sanitizers and comparisons need besides. Only what is missing
# is installed. Not root: prints the command; status 1 if something is missing without
# which "make" or "make check" cannot work.

set -u

has_command() {
	command -v "$1" >/dev/null 2>&1
}

has_library() {
	has_command pkg-config && pkg-config --exists "$1"
}

# Any will do. Libraries' headers come with the C library's; a compiler alone is not enough.
has_compiler() {
	for compiler in "${CC:-cc}" cc gcc clang; do
		# shellcheck disable=SC2086 # CC may be two words
		echo '#include <stdio.h>' | $compiler -E - >/dev/null 2>&1 && return
	done
	return 1
}

# Of "make fuzz"; a part of clang on some systems, a package on others.
has_fuzzer() {
	has_command clang && echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' |
		clang -fsanitize=fuzzer,address -x c -o /dev/null - >/dev/null 2>&1
}

has_chromium() {
	has_command chromium || has_command chromium-browser
}

has_yaml() {
	has_command python3 && python3 -c 'import yaml' >/dev/null 2>&1
}

# kind, test, package of Debian and Ubuntu, package of Fedora ("-": the system has it anyway)
table() {
	cat <<-'END'
		required  has_compiler               build-essential    gcc
		required  has_command:make           make               make
		required  has_command:pkg-config     pkg-config         pkgconf-pkg-config
		required  has_library:libpci         libpci-dev         pciutils-devel
		required  has_library:smartcols      libsmartcols-dev   libsmartcols-devel
		required  has_library:jansson        libjansson-dev     jansson-devel
		required  has_library:cmocka         libcmocka-dev      libcmocka-devel
		required  has_command:patch          patch              patch
		required  has_command:diff           diffutils          diffutils
		required  has_command:awk            mawk               gawk
		optional  has_library:libarchive     libarchive-dev     libarchive-devel
		optional  has_library:gmime-3.0      libgmime-3.0-dev   gmime30-devel
		optional  has_library:libseccomp     libseccomp-dev     libseccomp-devel
		optional  has_command:jq             jq                 jq
		optional  has_command:tar            tar                tar
		optional  has_command:gzip           gzip               gzip
		developer has_command:c++            g++                gcc-c++
		developer has_command:clang          clang              clang
		developer has_fuzzer                 libclang-rt-dev    compiler-rt
		developer has_file:libasan.so        -                  libasan
		developer has_file:libubsan.so       -                  libubsan
		developer has_command:clang-format   clang-format       clang-tools-extra
		developer has_command:cppcheck       cppcheck           cppcheck
		developer has_command:shellcheck     shellcheck         ShellCheck
		developer has_command:mandoc         mandoc             mandoc
		developer has_command:groff          groff-base         groff-base
		developer has_command:dh             debhelper          debhelper
		developer has_command:lintian        lintian            -
		developer has_yaml                   python3-yaml       python3-pyyaml
		developer has_command:zsh            zsh                zsh
		developer has_command:fish           fish               fish
		developer has_command:pmccabe        pmccabe            pmccabe
		developer has_command:lspci          pciutils           pciutils
		developer has_command:debootstrap    debootstrap        debootstrap
		developer has_chromium               chromium           chromium
		developer has_command:node           nodejs             nodejs
		developer has_command:npm            npm                nodejs-npm
		developer has_command:xmllint        libxml2-utils      libxml2
		developer has_command:cmark-gfm      cmark-gfm          -
		developer has_command:promtool       -                  golang-github-prometheus
	END
}

# Sanitizer libraries are part of the compiler on Debian, packages on Fedora.
has_file() {
	path=$("${CC:-cc}" -print-file-name="$1" 2>/dev/null)
	[ "${path#/}" != "$path" ]
}

# missing KIND...: packages of those kinds whose test fails
missing() {
	table | while read -r kind check debian fedora; do
		case " $* " in
		*" $kind "*) ;;
		*) continue ;;
		esac
		package=$debian
		[ "$manager" = dnf ] && package=$fedora
		[ "$package" = - ] || "${check%%:*}" "${check#*:}" || printf ' %s' "$package"
	done
}

quietly() {
	"$@" >"$log" 2>&1
}

apt_install() {
	DEBIAN_FRONTEND=noninteractive quietly apt-get -y -q --no-install-recommends install "$@"
}

# The lists are fetched only if what there is does not lead to the packages.
install_packages() {
	if [ "$manager" = dnf ]; then
		quietly dnf -y -q install "$@"
	else
		apt_install "$@" || { quietly apt-get -q update && apt_install "$@"; }
	fi
}

if has_command apt-get; then
	manager=apt-get
elif has_command dnf; then
	manager=dnf
else
	manager=none
fi

# debootstrap and others live there, and an ordinary user's path leads past it.
PATH=$PATH:/usr/sbin:/sbin

required=$(missing required)
optional=$(missing optional "$@")
if [ -z "$required$optional" ]; then
	echo "deps: nothing is missing"
	exit 0
fi

if [ "$manager" = none ] || [ "$(id -u)" -ne 0 ]; then
	[ -n "$required" ] && echo "deps: needed:$required"
	[ -n "$optional" ] && echo "deps: wanted:$optional"
	if [ "$manager" = none ]; then
		echo "deps: neither apt-get nor dnf is here; these are Debian's names"
	else
		echo "deps: as root, run: $manager install$required$optional"
	fi
	[ -z "$required" ]
	exit
fi

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
# Word splitting makes arguments of the lists of names.
# shellcheck disable=SC2086
if [ -n "$required" ] && ! install_packages $required; then
	cat "$log" >&2
	echo "deps: could not install:$required" >&2
	exit 1
fi
# shellcheck disable=SC2086
if [ -n "$optional" ] && ! install_packages $optional; then
	# One name that this release does not have must not cost the others.
	for package in $optional; do
		install_packages "$package" || echo "deps: going on without $package" >&2
	done
fi
[ -z "$(missing required)" ] || {
	echo "deps: still missing:$(missing required)" >&2
	exit 1
}
echo "deps: installed:$required$optional"

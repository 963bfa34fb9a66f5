#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make check-deb: the packages of make deb in the smallest system of this machine's release. They
# are installed with what they depend on and nothing else, their autopkgtests run there, and nothing
# of them stays when they are purged. Needs root, debootstrap and the network, and is skipped visibly
# without them. ROOTS=DIR keeps the smallest system for the next time.

# shellcheck disable=SC2317 # attempt calls functions by their names
set -u
cd "$(dirname "$0")/.." || exit 1

skip_all() {
	echo "skipped check-deb: $1"
	exit 0
}

PATH=$PATH:/usr/sbin:/sbin
ls build/deb/*.deb >/dev/null 2>&1 || skip_all 'there are no packages'
for tool in debootstrap apt-get; do
	command -v "$tool" >/dev/null 2>&1 || skip_all "$tool is not installed"
done
[ "$(id -u)" -eq 0 ] || skip_all 'only root can make a root file system'

work=$(mktemp -d) || exit 1
root=$work/root
leave() {
	grep -q " $root/proc " /proc/mounts && umount "$root/proc"
	# A file system that is mounted elsewhere, too, is never walked into.
	rm -rf --one-file-system "$work"
}
trap leave EXIT
release= # of this machine
# shellcheck source=/dev/null
. tests/support/system.bash

failed=0
step() { # WHAT COMMAND...
	local what=$1
	shift
	if "$@" >"$work/log" 2>&1; then
		echo "ok     check-deb: $what"
	else
		echo "FAILED check-deb: $what"
		tail -n 20 "$work/log" | sed 's/^/  /'
		failed=1
	fi
}

prepared() {
	smallest_system "$release" && configure_apt "$release" && mount -t proc proc "$root/proc" &&
		inside "$root" apt-get -q update && mkdir -p "$root/srv/deb" &&
		cp build/deb/*.deb "$root/srv/deb" && rm -f "$root"/srv/deb/*-dbgsym_*.deb &&
		cp -r src/debian/tests "$root/srv"
}

in_root() {
	inside "$root" sh -c "cd /srv && $1"
}

files() {
	(cd "$root" && find . -xdev \( -path ./proc -o -path ./tmp -o -path ./var -o -path ./srv -o -path ./etc \) -prune \
		-o -print) | sort
}

# What a test depends on besides our own, of its stanza in control.
needs_of() { # TEST
	awk -v RS= -v test="$1" '$0 ~ "Tests: " test "\n"' src/debian/tests/control |
		sed -n 's/^Depends: //p' | tr ',' '\n' | sed 's/|.*//' | tr -d ' ' | grep -v pcimsi
}

if ! prepared >"$work/log" 2>&1; then
	skip_all "no root file system, or no network: $(tail -n 1 "$work/log")"
fi
files >"$work/before"
step 'the program installs alone' in_root 'apt-get -y -q --no-install-recommends install ./deb/pcimsi_*.deb'
step 'autopkgtest program' in_root tests/program
step 'archives and mail are told as not there' in_root 'pcimsi --version | grep archives'
step 'it is purged' in_root 'apt-get -y -q purge pcimsi && apt-get -y -q autoremove --purge'
files >"$work/after"
step 'nothing of it stays' diff "$work/before" "$work/after"
step 'everything installs' in_root 'apt-get -y -q install ./deb/*.deb'
step 'with archives and mail' in_root "pcimsi --version | grep -c -e '^archives: libarchive\$' -e '^mail: gmime\$' | grep -x 2"
for test in program library; do
	needs=$(needs_of "$test" | tr '\n' ' ')
	[ -z "${needs// /}" ] ||
		step "what autopkgtest $test needs" in_root "apt-get -y -q --no-install-recommends install $needs"
	step "autopkgtest $test" in_root "tests/$test"
done
step 'everything is purged' in_root 'apt-get -y -q purge pcimsi libpcimsi0 libpcimsi-dev'
files | grep pcimsi >"$work/after"
step 'nothing of them stays' diff /dev/null "$work/after"
exit $failed

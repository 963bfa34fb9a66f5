#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make check-first-run: what a new user meets. Into the smallest system of this machine's release
# and of the next (or of those that RELEASES names) come git, make and a clone of the last commit.
# There an ordinary user is told what to install, and the commands below "Try it" of the README,
# run as root, work the first time.
#
# Needs root, debootstrap and the network, and is skipped visibly without them. ROOTS=DIR keeps the
# smallest systems for the next time.

# shellcheck disable=SC2317 # attempt calls functions by their names
set -u
cd "$(dirname "$0")/.." || exit 1

skip_all() {
	echo "skipped check-first-run: $1"
	exit 0
}

PATH=$PATH:/usr/sbin:/sbin
for tool in debootstrap apt-get git; do
	command -v "$tool" >/dev/null 2>&1 || skip_all "$tool is not installed"
done
[ "$(id -u)" -eq 0 ] || skip_all "only root can make a root file system"

work=$(mktemp -d) || exit 1
took=0
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

# ---- a machine -----------------------------------------------------------------------------------

next_release() {
	case $1 in
	bookworm) echo trixie ;;
	trixie) echo forky ;;
	jammy) echo noble ;;
	noble) echo resolute ;;
	esac
}

as_root() {
	inside "$root" sh -c "cd /srv/pcimsi && $1"
}

as_user() {
	inside --userspec=nobody "$root" sh -c "cd /srv/pcimsi && $1"
}

with_git_and_make() { # RELEASE
	configure_apt "$1" && mount -t proc proc "$root/proc" &&
		inside "$root" apt-get -q update &&
		inside "$root" apt-get -y -q --no-install-recommends install git make &&
		git clone -q --no-hardlinks . "$root/srv/pcimsi"
}

# ---- what is expected --------------------------------------------------------------------------

commands() {
	# shellcheck disable=SC2016 # the text itself
	sed -n '/^## Try it/,/^`make`/s/^    \(make [^#]*[^# ]\).*/\1/p' README.md
}

told_what_to_install() {
	! as_user 'make deps' && grep -q 'as root, run: apt-get install .*libpci-dev' "$work/log"
}

nothing_to_do() {
	as_user 'make deps' && grep -q 'nothing is missing' "$work/log"
}

with_every_library() {
	as_root 'build/release/pcimsi --version' && ! grep -q 'built without' "$work/log"
}

# attempt WHAT COMMAND...: leaves what it wrote in log, and how long it took in took
attempt() {
	local begin=$SECONDS
	shift
	"$@" >"$work/log" 2>&1
	local status=$?
	took=$((SECONDS - begin))
	return $status
}

step() { # WHAT COMMAND...
	if ! attempt "$@"; then
		echo "FAILED $name: $1, after $took s"
		{ grep -A 20 '^FAILED' "$work/log"; tail -n 20 "$work/log"; } | sed 's/^/  /'
		return 1
	fi
	echo "ok     $name: $1 ($took s$(sed -n 's/^\([0-9]* passed, 0 failed\)$/, \1/p' "$work/log"))"
}

first_run() {
	step 'ordinary user, make deps: told what to install' told_what_to_install || return
	while read -r command; do
		step "root, $command" as_root "$command" || return
	done < <(commands)
	step 'built with every library' with_every_library &&
		step 'ordinary user, make deps: nothing is missing' nothing_to_do
}

prepared() {
	smallest_system "$name" && with_git_and_make "$name"
}

failed=0
for name in ${RELEASES:-$release $(next_release "$release")}; do
	leave && mkdir -p "$work"
	if [ ! -e "/usr/share/debootstrap/scripts/$name" ]; then
		echo "skipped $name: this debootstrap does not know it"
	elif ! attempt preparation prepared; then
		echo "skipped $name: no root file system, or no network: $(tail -n 1 "$work/log")"
	else
		echo "       $name: smallest system, git, make and a clone ($took s)"
		first_run || failed=1
	fi
done
exit $failed

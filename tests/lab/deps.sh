#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make deps-lab: what check-live-lab boots. QEMU is installed; a kernel and a static busybox
# are only unpacked, into build/lab, and nothing of this machine's own boot is touched. About
# 45 MB on Debian 12. LAB_KERNEL_PACKAGE=linux-image-amd64 (44 MB more) has more drivers.

set -u
cd "$(dirname "$0")/../.." || exit 1

root=build/lab/root
wanted=${LAB_KERNEL_PACKAGE:-linux-image-cloud-amd64}

give_up() {
	echo "deps-lab: $1; make check-live-lab will be skipped" >&2
	exit 0
}

command -v apt-get >/dev/null 2>&1 || give_up "apt-get is not here"
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

install_qemu() {
	DEBIAN_FRONTEND=noninteractive apt-get -y -q --no-install-recommends install \
		qemu-system-x86 >"$log" 2>&1
}

if ! command -v qemu-system-x86_64 >/dev/null 2>&1; then
	[ "$(id -u)" -eq 0 ] || give_up "only root can install qemu-system-x86"
	install_qemu || { apt-get -q update >"$log" 2>&1 && install_qemu; } || {
		tail -n 5 "$log" >&2
		give_up "qemu-system-x86 cannot be installed"
	}
fi

# The package behind the name that always leads to the newest kernel.
kernel_package() {
	apt-cache depends "$wanted" 2>/dev/null |
		awk '$1 == "Depends:" && $2 ~ /^linux-image-[0-9]/ { print $2; exit }'
}

kernel=$(kernel_package)
[ -n "$kernel" ] || { apt-get -q update >"$log" 2>&1; kernel=$(kernel_package); }
[ -n "$kernel" ] || give_up "there is no package $wanted"
if [ -f "$root/of-$kernel" ] && [ -x "$root/bin/busybox" ]; then
	echo "deps-lab: nothing is missing"
	exit 0
fi

fetch() (
	cd "$root.new" || exit 1
	apt-get -q -o APT::Sandbox::User=root download "$1" >"$log" 2>&1 &&
		dpkg-deb -x "$1"_*.deb . && rm -- "$1"_*.deb
)

rm -rf "$root.new"
mkdir -p "$root.new" || exit 1
for package in "$kernel" busybox-static; do
	fetch "$package" || { apt-get -q update >"$log" 2>&1 && fetch "$package"; } || {
		tail -n 5 "$log" >&2
		give_up "$package cannot be fetched"
	}
done
for modules in "$root.new"/lib/modules/*; do
	"$root.new/bin/busybox" depmod -b "$root.new" "${modules##*/}" || exit 1
done
: >"$root.new/of-$kernel"
rm -rf "$root"
mv "$root.new" "$root" || exit 1
echo "deps-lab: $kernel is in $root"

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# tests/lab/image.sh ROOT IMAGE FOLDER: writes the initramfs that every machine of the lab
# boots: busybox, lspci, the program of the build in $BUILD, what they load, the modules
# that bind drivers, and what is in FOLDER, as /lab.

set -eu
root=$1 image=$2 folder=$3
here=$(dirname "$0")
busybox=$root/bin/busybox
inside=$(mktemp -d)
trap 'rm -rf "$inside"' EXIT
# An ordinary user has to get in, too.
chmod 755 "$inside"

# ldd names them with their places.
copy_libraries() {
	ldd "$1" | awk '$2 == "=>" && $3 ~ /^\// { print $3 } $1 ~ /^\// { print $1 }' |
		while read -r library; do
			mkdir -p "$inside${library%/*}"
			cp -L "$library" "$inside$library"
		done
}

copy_program() {
	cp -L "$1" "$inside/bin/$2"
	copy_libraries "$1"
}

# A library that is loaded when it is needed; where the linker looks, ldconfig knows.
copy_loaded() {
	library=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p | awk -v name="$1" '$1 == name { print $NF; exit }')
	[ -n "$library" ] || return 0
	mkdir -p "$inside${library%/*}"
	cp -L "$library" "$inside$library"
	copy_libraries "$library"
}

# With all that a module needs, which follows it in its line.
copy_modules() {
	for modules in "$root"/lib/modules/*; do
		version=${modules##*/}
		awk -F '[: ]+' -v wanted=" $* " '
			{
				name = $1
				sub(/.*\//, "", name)
				sub(/\.ko.*/, "", name)
				gsub(/-/, "_", name)
				if (index(wanted, " " name " "))
					for (i = 1; i <= NF; i++)
						if ($i != "")
							print $i
			}' "$modules/modules.dep" | sort -u | while read -r module; do
			mkdir -p "$inside/lib/modules/$version/${module%/*}"
			cp "$modules/$module" "$inside/lib/modules/$version/$module"
		done
		[ -d "$inside/lib/modules/$version" ] || continue
		cp "$modules"/modules.builtin "$modules"/modules.order "$inside/lib/modules/$version"
		"$busybox" depmod -b "$inside" "$version"
	done
}

mkdir -p "$inside/bin" "$inside/etc" "$inside/lab" "$inside/usr/share/misc"
cp "$busybox" "$inside/bin/busybox"
cp "$here/init.sh" "$inside/init"
chmod 755 "$inside/init"
copy_program "$(PATH=$PATH:/sbin:/usr/sbin command -v lspci)" lspci
copy_program "$BUILD/pcimsi" pcimsi
copy_loaded libarchive.so.13
cp "$here/../data/pci.ids" "$inside/usr/share/misc"
printf 'root:x:0:0::/:/bin/sh\nlab:x:1000:1000::/tmp:/bin/sh\n' >"$inside/etc/passwd"
printf 'root:x:0:\nlab:x:1000:\n' >"$inside/etc/group"
copy_modules virtio_pci virtio_net virtio_console virtio_scsi virtio_rng vmxnet3 e1000e igb \
	ahci xhci_pci vfio_pci uio_pci_generic i2c_i801
cp -R "$folder/." "$inside/lab"
(cd "$inside" && find . | "$OLDPWD/$busybox" cpio -o -H newc) >"$image" 2>/dev/null

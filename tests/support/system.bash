# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Smallest systems of a release to try things in, in the folder $root. Where packages come from, and
# through which proxy, is what this machine's apt knows. ROOTS=DIR keeps the smallest systems for the
# next time. Sourced by first_run.sh and deb_root.sh.

# shellcheck disable=SC2154 # root is that of who sources it

# shellcheck source=/dev/null
. /etc/os-release
release=${VERSION_CODENAME:-}

# ---- what this machine's apt knows -------------------------------------------------------------

# "URL SUITE COMPONENT", of the distribution itself, with the names of another release
sources() { # RELEASE
	# shellcheck disable=SC2016 # apt's variables
	apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
		awk -v old="$release" -v new="$1" '
			$2 == old || index($2, old "-") == 1 { sub("^" old, new, $2); print }'
}

mirror() { # RELEASE
	sources "$1" | awk -v release="$1" '$2 == release { print $1; exit }'
}

configure_apt() { # RELEASE
	sources "$1" | sed 's/^/deb /' >"$root/etc/apt/sources.list"
	apt-config dump | grep -i -E '^Acquire::(http|https|ftp|Check-|Retries)' \
		>"$root/etc/apt/apt.conf.d/99machine"
	cp -L /etc/resolv.conf "$root/etc/resolv.conf"
	[ ! -e /etc/ssl/certs/ca-certificates.crt ] ||
		install -D -m 644 /etc/ssl/certs/ca-certificates.crt -t "$root/etc/ssl/certs"
}

# ---- a machine -----------------------------------------------------------------------------------

inside() {
	env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
		${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
		chroot "$@" </dev/null
}

smallest_system() { # RELEASE
	if [ -n "${ROOTS:-}" ] && [ -d "$ROOTS/$1" ]; then
		cp -a "$ROOTS/$1" "$root"
		return
	fi
	debootstrap --variant=minbase "$1" "$root" "$(mirror "$1")" || return
	[ -z "${ROOTS:-}" ] || cp -a "$root" "$ROOTS/$1"
}

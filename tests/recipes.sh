#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The commands of the README in a script under "set -e": every block is run as it stands, on an INF
# that has faults, and has to come to its end. Only a judgement may end with status 1, and only as
# the last command of its block: that is the answer. What is not run says why.

set -u
cd "$(dirname "$0")/.." || exit 1

build=$PWD/${BUILD:-build/release}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# A block, by how it begins, that is not run, and why.
why_not() {
	# shellcheck disable=SC2016 # they are how blocks begin
	case $1 in
	'$ '*) echo 'a sample of what is told' ;;
	'make deps'*) echo 'tests/first_run.sh runs it' ;;
	'mkdir m;'*) echo 'it reads the sysfs of this machine' ;;
	'reg export'* | *Get-CimInstance* | 'pnputil '*) echo 'it is for Windows' ;;
	*) return 1 ;;
	esac
}

# ---- what the recipes name ---------------------------------------------------------------------

# The 82574L of the demonstration as the card of the README, and the network card as that in 03:00.0
sed 's/DEV_10D3/DEV_1533/g' dumps/demo.inf >"$work/mycard.inf"
sed -e 's/8086:10d3/8086:1533/; s/^00: 86 80 d3 10/00: 86 80 33 15/; s/^0000:01:00\.0/0000:03:00.0/' \
	dumps/demo.txt >"$work/capture.txt"
cp "$work/capture.txt" "$work/before.txt"
sed 's/^40: 11 80 20/40: 11 80 10/' "$work/capture.txt" >"$work/after.txt"
mkdir "$work/captures" "$work/drivers" "$work/bin"
cp "$work/capture.txt" "$work/captures"
cp "$work/mycard.inf" "$work/drivers"
cp dumps/demo.inf "$work/released.inf"
printf '[severities]\nMSI213 = off\n' >"$work/house.ini"
cat >"$work/pci.reg" <<'EOF'
Windows Registry Editor Version 5.00

[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Enum\PCI\VEN_8086&DEV_1533&SUBSYS_00008086&REV_00\3&11583659&0&18\Device Parameters\Interrupt Management\MessageSignaledInterruptProperties]
"MSISupported"=dword:00000001
"MessageNumberLimit"=dword:00000040
EOF
cat >"$work/granted.xml" <<'EOF'
<PnpUtil Version="10.0.26100" Command="/enum-devices /connected /resources /properties /format xml">
    <Device InstanceId="PCI\VEN_8086&amp;DEV_1533&amp;SUBSYS_00008086&amp;REV_00\3&amp;11583659&amp;0&amp;18">
        <Resources>
            <IRQ>4294967293</IRQ>
        </Resources>
    </Device>
</PnpUtil>
EOF
ln -s "$build/pcimsi" "$work/bin/pcimsi"
# The machine that a root user would read is the capture.
cat >"$work/bin/sudo" <<'EOF'
#!/bin/sh
exec "$@" -F capture.txt
EOF
chmod +x "$work/bin/sudo"
PATH=$work/bin:$PATH

# ---- blocks ------------------------------------------------------------------------------------

# Indented lines, each block in a file of its own, named by its first line; a sample goes on behind
# empty lines.
awk -v to="$work" '
	/^    / {
		if (!inside) {
			file = sprintf("%s/block.%03d", to, NR)
			sample = /^    [$] /
		}
		inside = 1
		print substr($0, 5) >file
		next
	}
	{ inside = sample && $0 == "" && inside }' README.md

under_set_e() { # FILE
	(cd "$work" && SOURCE_DATE_EPOCH=1796083200 bash -e "$1" >said 2>&1)
}

# A judgement: pcimsi check of verdicts, without --exit-zero; or a difference
may_be_1() { # COMMAND
	case $1 in
	*--exit-zero* | *--suggest* | *--matrix*) return 1 ;;
	*pcimsi\ check* | *pcimsi\ diff*) return 0 ;;
	*) return 1 ;;
	esac
}

comes_to_its_end() { # FILE
	under_set_e "$1"
	status=$?
	[ $status -eq 0 ] && return
	[ $status -eq 1 ] && may_be_1 "$(tail -n 1 "$1")" || return
	sed '$d' "$1" >"$work/before"
	under_set_e "$work/before"
}

fail() { # WHAT
	echo "recipes: $1"
	sed 's/^/  /' "$work/said"
	failed=$((failed + 1))
}

for block in "$work"/block.*; do
	place=README.md:$((10#${block##*.}))
	first=$(head -n 1 "$block")
	if why=$(why_not "$first"); then
		echo "recipes: $place is not run: $why"
	elif comes_to_its_end "$block"; then
		passed=$((passed + 1))
	else
		fail "$place stops a script"
	fi
done

# The gate of CI is shut for an INF that has faults, and open for one that has none.
gate=$(grep -l -e '--report json=report.json' "$work"/block.*)
expect_gate() { # STATUS INF
	cp "$2" "$work/mycard.inf"
	under_set_e "$gate"
	if [ $? -eq "$1" ]; then
		passed=$((passed + 1))
	else
		fail "the gate does not end with $1 for $2"
	fi
}

expect_gate 1 dumps/demo.inf
awk -v RS= '/^0000:00:02\.2 /' dumps/demo.txt >"$work/captures/capture.txt"
expect_gate 0 dumps/fit.inf
echo "recipes: $passed passed, $failed failed"
[ "$failed" -eq 0 ]

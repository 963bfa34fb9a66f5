#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The JSON Schema that is installed is made of src/report/schema.def, and allows every JSON that
# a golden case expects and that the program writes of all sorts of inputs; no key of it is never
# written, and check_schema sees what does not fit.

set -u
cd "$(dirname "$0")/.." || exit 1

BUILD=${BUILD:-build/release}
pcimsi=$BUILD/pcimsi
check=$BUILD/tests/schema/check_schema
schema=src/report/pcimsi-2.schema.json
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

expect() { # WHAT COMMAND...
	local what=$1
	shift
	if "$@" >"$work/said" 2>&1; then
		passed=$((passed + 1))
	else
		echo "schema: $what"
		sed 's/^/  /' "$work/said"
		failed=$((failed + 1))
	fi
}

# write NAME ARGUMENT...: what pcimsi writes, whatever its status
write() {
	local name=$1
	shift
	"$pcimsi" "$@" >"$work/$name.json" 2>/dev/null
}

awk -f src/report/schema.awk src/report/schema.def >"$work/schema"
expect "$schema is not that of schema.def: make regen" diff "$schema" "$work/schema"

# Inputs that have something for every key.

# A function with MSI of 32 messages, 64 bits and masking; Linux has bound a driver to it.
function=$work/machine/devices/pci0000:00/0000:00:05.0
mkdir -p "$function/msi_irqs"
{
	printf '\xf4\x1a\x45\x10\0\0\x10\0\0\0\x80\2'
	head -c 40 /dev/zero
	printf '\x40\0\0\0\0\0\0\0\0\1\0\0\5\0\x8b\1\0\0\xe0\xfe\0\0\0\0\x21\0\0\0\1\0\0\0\2\0\0\0'
} >"$function/config"
echo msi >"$function/msi_irqs/24"
echo 1 >"$function/msi_bus"
ln -s ../../../bus/pci/drivers/card "$function/driver"

cat >"$work/card.inf" <<'END'
[Version]
Signature = "$Windows NT$"
Class = Net
[Manufacturer]
Example = Cards,NTamd64
[Cards.NTamd64]
Card = Card,PCI\VEN_1AF4&DEV_1045
Other = Few,PCI\VEN_1B36&DEV_0010
%Gone% = Few,PCI\VEN_8086&DEV_10D3
Bare = Bare,PCI\VEN_8086&DEV_100E
[Card]
[Card.HW]
Include = values.inf
Needs = Values, Missing
[Few]
[Few.HW]
AddReg = Few.Reg
[Few.Reg]
HKR,"Interrupt Management\MessageSignaledInterruptProperties",MSISupported,0x00010001,1
HKR,"Interrupt Management\MessageSignaledInterruptProperties",MessageNumberLimit,0x00010001,2
[Bare]
[Bare.HW]
AddReg = Bare.Reg
[Bare.Reg]
HKR,"Interrupt Management\MessageSignaledInterruptProperties",MSISupported,0x00010001,1
END
printf '00:05.0 Card\n00: f4 1a zz\n\n00:05.0 Card\n00: f4 1a\n' >"$work/odd.txt"
cat >"$work/values.inf" <<'END'
[Version]
Signature = "$Windows NT$"
[Values]
AddReg = Values.Reg
[Values.Reg]
HKR,"Interrupt Management\MessageSignaledInterruptProperties",MSISupported,0x00010001,2
HKR,"Interrupt Management\MessageSignaledInterruptProperties",MessageNumberLimit,0x00010001,4
HKR,"Interrupt Management\Affinity Policy",DevicePolicy,0x00010001,4
HKR,"Interrupt Management\Affinity Policy",DevicePriority,0x00010001,3
HKR,"Interrupt Management\Affinity Policy",GroupPolicy,0x00010001,1
HKR,"Interrupt Management\Affinity Policy",AssignmentSetOverride,1,0f,00
END
mkdir "$work/folder"
cp dumps/lab-q35.txt "$work/folder"
write note explain --format json byte-conflict
for format in json ndjson; do
	write "check-$format" check --format $format --suggest --matrix --advise --cpus 4 --limit 2 \
		--inf dumps/demo.inf dumps/demo.txt
	write "machine-$format" check --format $format --inf-path "$work" --suggest --advise \
		--inf "$work/card.inf" "$work/machine" "$work/odd.txt" dumps/demo.txt dumps/lab-q35.txt
	write "held-$format" check --format $format \
		--registry tests/cases/check-registry-alone-json/two.reg "$work/folder"
	write "flips-$format" diff --format $format --inf dumps/fit.inf \
		dumps/lab-q35-unprivileged.txt "$work/folder"
	write "infs-$format" diff --format $format -F dumps/demo.txt dumps/demo.inf dumps/fit.inf
	write "diff-$format" diff --format $format --volatile "$work/folder" "$work/machine"
	write "list-$format" list --format $format "$work/machine"
	write "tree-$format" check --tree --format $format --inf dumps/demo.inf tests/cases/list-tree/machine.txt \
		dumps/demo.txt tests/cases/show-windows-granted/devices.txt
	write "advice-$format" check --advise --cpus 1 --format $format \
		--inf tests/cases/check-advise/scsi.inf tests/cases/check-advise/captures
	write "labs-$format" check --format $format --inf dumps/demo.inf --inf dumps/mydevice.inf dumps/lab-*.txt
done

goldens=()
for file in tests/cases/*/expect.{json,stdout} tests/cases/incidents/*/expect.{json,stdout}; do
	[ -e "$file" ] && [ "$(head -c 1 "$file")" = '{' ] && ! grep -q -e sed -e sarif "${file%/*}/cmd" && goldens+=("$file")
done
expect 'what is written does not fit' "$check" "$schema" "${goldens[@]}" "$work"/*.json

fault() { # WHAT SED-SCRIPT MESSAGE
	sed -e "$2" "$work/check-ndjson.json" >"$work/fault"
	"$check" "$schema" "$work/fault" >"$work/found"
	expect "$1 is not seen" grep -q -F -- "$3" "$work/found"
}

fault 'a key of another type' 's/"rank":[0-9]*/"rank":"1"/' '.rank: has another type'
fault 'a key that is missing' 's/"rank":[0-9]*,//' 'lacks the key rank'
fault 'a key that is not documented' 's/"rank":/"order":1,"rank":/' 'the schema has no key order'
fault 'a word that is not documented' 's/"match":"hardware"/"match":"hard"/' 'has another word: hard'
fault 'a slot that is none' 's/"slot":"0000:/"slot":"/' '.slot: does not look so'
fault 'a number below zero' 's/"capacity":[0-9]*/"capacity":-1/' '.capacity: is too small'
fault 'a line that is cut' 's/"status_reason".*//' 'holds something that is no JSON'
fault 'a fingerprint that occurs twice' 's/"fingerprint":"[0-9a-f]*"/"fingerprint":"0123456789abcdef"/' \
	'has two findings of one fingerprint'
fault 'a key that is never written' 's/"what_if":{[^}]*}/"what_if":null/' 'no report has a value of verdict.what_if'

echo "schema: $passed passed, $failed failed"
[ "$failed" -eq 0 ]

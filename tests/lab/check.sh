#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make check-live-lab: boots machines full of PCI functions and holds what pcimsi says in them,
# as root and as an ordinary user, against what the kernel and lspci say there. "make deps-lab"
# brings QEMU and a kernel; without them it is skipped, and says so. check.sh NAME...: only
# these of the table below.

# shellcheck disable=SC2317,SC2329 # the table calls functions by their names
# shellcheck disable=SC2086 # names of files are patterns
set -u
cd "$(dirname "$0")/../.." || exit 1

export BUILD=${BUILD:-build/release}
here=tests/lab
root=build/lab/root
passed=0
failed=0

skip_all() {
	echo "skipped check-live-lab: $1; run 'make deps-lab'"
	exit 0
}

for tool in qemu-system-x86_64 jq ldd; do
	command -v "$tool" >/dev/null 2>&1 || skip_all "$tool is not installed"
done
PATH=$PATH:/sbin:/usr/sbin command -v lspci >/dev/null || skip_all "lspci is not installed"
[ -x $root/bin/busybox ] || skip_all "no kernel in $root"

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# passes WHAT COMMAND...: counts one check; what it wrote is shown if it failed.
passes() {
	local what=$1
	shift
	if "$@" >"$work/log" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $name: $what"
		head -n 20 "$work/log"
	fi
}

# ---- what is compared ---------------------------------------------------------------------------

# Enough functions, so that an empty machine cannot pass.
functions() { # OUT AT-LEAST
	local count
	count=$(wc -l <"$1/sysfs")
	echo "$count functions"
	[ "$count" -ge "$2" ]
}

facts() { # OUT PREFIX
	awk -f $here/facts.awk "$1/sysfs" "$1/$2lspci.out" >"$1/$2expected"
	jq -r -f $here/facts.jq "$1/$2ndjson.out" >"$1/$2actual"
	diff "$1/$2expected" "$1/$2actual"
}

# Nothing moved while it was looked at.
steady() { # OUT
	diff "$1/sysfs" "$1/sysfs-after"
}

status() { # OUT NAME STATUS...
	local out=$1 command=$2 is
	shift 2
	is=$(cat "$out/$command.status")
	echo "status $is"
	cat "$out/$command.err"
	[[ " $* " == *" $is "* ]]
}

# The archive says here what the machine said there.
archive() { # OUT ARCHIVE LIVE
	local same='select(.record == "function") | del(.capture, .source, .member)'
	"$BUILD/pcimsi" list -i tests/data/pci.ids --format ndjson "$1/$2" >"$work/archive" || return
	diff <(jq -cS "$same" "$1/$3") <(jq -cS "$same" "$work/archive")
}

judged() { # OUT
	local same='select(.record == "verdict") | del(.capture, .inf, .findings, .member)'
	"$BUILD/pcimsi" check --inf $here/lab.inf --format ndjson "$1/machine.tgz" >"$work/judged"
	[ "$(jq -c "$same" "$work/judged" | wc -l)" -ge 1 ] || { echo "no verdict"; return 1; }
	diff <(jq -cS "$same" "$1/check.out") <(jq -cS "$same" "$work/judged")
}

# An ordinary user gets 64 bytes, and what is not there is not called absent.
unprivileged() { # OUT
	jq -r 'select(.record == "function" and .bytes_captured != 64) | .slot' "$1/user-ndjson.out" >"$work/whole"
	cat "$work/whole"
	[ ! -s "$work/whole" ] && grep -q 'msi=unknown msi-x=unknown' "$1/user-actual"
}

every() { # OUT CONDITION: of jq, which holds for each function, and there are some
	jq -c "select(.record == \"function\") | select(($2) | not) | [.slot, .linux, .bytes_captured]" \
		"$1/ndjson.out" >"$work/others"
	cat "$work/others"
	[ -s "$1/ndjson.out" ] && [ ! -s "$work/others" ]
}

some() { # OUT CONDITION
	[ -n "$(jq -c "select(.record == \"function\") | select($2)" "$1/ndjson.out")" ]
}

compare() { # OUT
	passes "the machine has functions" functions "$1" 8
	passes "nothing changed meanwhile" steady "$1"
	passes "facts of lspci and the kernel" facts "$1" ""
	passes "facts for an ordinary user" facts "$1" user-
	passes "an ordinary user reads 64 bytes" unprivileged "$1"
	for command in list ndjson show capture user-list user-ndjson user-show user-capture; do
		passes "status of $command" status "$1" "$command" 0
	done
	passes "status of check" status "$1" check 0 1
	passes "status of check for an ordinary user" status "$1" user-check 2
	passes "the archive tells the same" archive "$1" machine.tgz ndjson.out
	passes "the archive of an ordinary user tells the same" archive "$1" user.tgz user-ndjson.out
	passes "the archive is judged the same" judged "$1"
}

# ---- machines -------------------------------------------------------------------------------------

# All that the machine is, taken once so that nothing here passes on an empty list.
on_q35() { # OUT
	compare "$1"
	passes "virtual functions have their ids" test 4 -eq "$(jq -c 'select(.record == "function" and
		.slot[0:11] == "0000:07:00." and .slot[11:] != "0" and .device_id == "0010")' "$1/ndjson.out" | wc -l)"
	passes "extended configuration space" some "$1" '.bytes_captured == 4096'
	passes "Linux's vectors" some "$1" '.linux.vectors >= 3'
	passes "Linux uses more than the INF lets Windows" grep -q LNX802 "$1/check.out"
	passes "Linux got fewer than there are" grep -q LNX801 "$1/check.out"
}

without_messages() { # OUT
	compare "$1"
	passes "no messages" every "$1" '.linux.vectors == 0 and (.linux.mode == "intx" or .linux.mode == "none")'
}

locked_down() { # OUT
	compare "$1"
	passes "the kernel is locked down" grep -q '\[confidentiality\]' "$1/lockdown"
}

without_extended_space() { # OUT
	compare "$1"
	passes "256 bytes each" every "$1" '.bytes_captured == 256'
}

with_many_messages() { # OUT
	compare "$1"
	passes "several MSI messages are granted" some "$1" '.msi.allocated > 1'
}

on_many_buses() { # OUT
	compare "$1"
	passes "a bus with a number of its own" some "$1" '.slot[0:7] == "0000:f8"'
}

with_virtual_functions() { # OUT
	compare "$1"
	passes "eighteen virtual functions" test 20 -eq "$(jq -c 'select(.record == "function" and
		.device_id == "0010" and .vendor_id == "1b36")' "$1/ndjson.out" | wc -l)"
}

# ---- what moves while it is read ------------------------------------------------------------------

statuses() { # FOLDER NAMES STATUS...: those of all files of these names
	local folder=$1 names=$2 count
	shift 2
	cat "$folder"/$names.status | sort | uniq -c >"$work/statuses"
	cat "$work/statuses"
	count=$(grep -c . "$work/statuses")
	for status; do
		grep -q " $status\$" "$work/statuses" && count=$((count - 1))
	done
	[ -s "$work/statuses" ] && [ "$count" -eq 0 ]
}

# slot, ids and the rest of a row, without the spaces between columns
rows() { # FOLDER NAMES
	cat "$1"/$2.out | awk '/^[0-9a-f][0-9a-f]:/ { $1 = $1; print }'
}

# Every function that stays, as often as it was looked for, and always the same.
rows_that_stay() { # FOLDER NAMES SLOTS-THAT-MOVE
	local rounds
	rounds=$(find "$1" -name "$2.out" | wc -l)
	rows "$1" "$2" | grep -v -E "^($3)" | sort | uniq -c >"$work/rows"
	awk -v rounds="$rounds" '$1 != rounds { print } END { exit !NR || rounds < 3 }' "$work/rows" >"$work/odd" || return
	cat "$work/odd"
	[ ! -s "$work/odd" ]
}

# A function that moves has its ids, or no row.
rows_that_move() { # FOLDER NAMES SLOTS-THAT-MOVE
	rows "$1" "$2" | grep -E "^($3)" | cut -d ' ' -f 1,2 | sort -u >"$work/moving"
	cat "$work/moving"
	[ -s "$work/moving" ] && [ -z "$(cut -d ' ' -f 1 "$work/moving" | uniq -d)" ]
}

lost() { # FOLDER NAMES AT-LEAST
	local count
	count=$(cat "$1"/$2.err | grep -c 'could not be read \[function-lost\]')
	echo "$count functions lost"
	[ "$count" -ge "$3" ]
}

unplugged() { # OUT
	local moving='00:03|01:00|02:00' folder=$1/unplug
	passes "functions went often" test "$(cat "$1/removals")" -ge 200
	passes "cards went often" test "$(cat "$1/cards")" -ge 10
	passes "status of list" statuses "$folder" '*-list' 0
	passes "status of reading the archive" statuses "$folder" '*-archive' 0
	passes "status of capture" statuses "$folder" '*-capture' 0
	passes "status of check" statuses "$folder" '*-check' 0 1
	passes "what stays is told each time" rows_that_stay "$folder" '*-list' "$moving"
	passes "and is in the archive each time" rows_that_stay "$folder" '*-archive' "$moving"
	passes "what moves is told right or not at all" rows_that_move "$folder" '*-list' "$moving"
	passes "what went while it was read is told of" lost "$folder" '*-list' 3
	passes "what went while it was written is told of" lost "$folder" '*-capture' 1
	note="$(cat "$1/rounds") rounds, $(cat "$1/removals") functions and $(cat "$1/cards") cards taken out,
		$(cat "$folder"/*.err | grep -c function-lost) lost while they were read"
}

rule_told() { # OUT NAME RULE
	jq -r 'select(.record == "finding") | .rule' "$1/altered/$2-check.out" >"$work/rules" || return
	cat "$work/rules"
	grep -q -x "$3" "$work/rules"
}

altered() { # OUT
	local wrong rule count=0
	while read -r wrong rule _; do
		case $wrong in
		'' | '#'*) continue ;;
		esac
		passes "$wrong: $rule is told" rule_told "$1" "$wrong" "$rule"
		count=$((count + 1))
	done <$here/altered
	passes "status of check" statuses "$1/altered" '*-check' 1 2
	passes "status of show" statuses "$1/altered" '*-show' 0
	passes "status of show for an ordinary user" statuses "$1/user-altered" '*' 0
	passes "status of list" statuses "$1/altered" '*-list' 0
	passes "status of capture" statuses "$1/altered" '*-capture' 0
	passes "the file gives EIO" grep -q 'Input/output error' "$1/altered/is-unreadable"
	passes "EIO costs one function, and it is told" lost "$1/altered" unreadable-list 1
	passes "the others are there" rows_that_stay "$1/altered" '*-list' 01:00
	passes "a file that shrinks is read whole or in part" rows_that_move "$1/altered" '*-list' 01:00
	note="$count kinds of altered bytes"
}

# name, file in machines/, step of the guest, what to look at, the kernel's arguments
machines() {
	cat <<-'END'
		q35       q35       facts    on_q35
		nomsi     q35       facts    without_messages        pci=nomsi
		lockdown  q35       facts    locked_down             lockdown=confidentiality
		nommconf  q35       facts    without_extended_space  pci=nommconf
		virtio    virtio    facts    compare
		topology  topology  facts    on_many_buses
		sriov     sriov     facts    with_virtual_functions
		i440fx    i440fx    facts    without_extended_space
		iommu     iommu     facts    with_many_messages      intel_iommu=on
		amd       amd       facts    compare
		cxl       cxl       facts    compare
		altered   q35       altered  altered
		unplug    unplug    unplug   unplugged               idle=poll
	END
}

boot() { # NAME MACHINE STEP LOOK KERNEL-ARGUMENTS...
	local step=$3 look=$4 machine=$here/machines/$2 out=$work/$1 before=$failed started=$SECONDS monitor=
	name=$1
	note=
	shift 4
	[ "$step" != unplug ] || monitor=$here/unplug.sh
	if ! MONITOR=$monitor $here/boot.sh $root "$work/image" "$machine" "$out" "lab=$step $*"; then
		failed=$((failed + 1))
		echo "FAILED $name: it did not finish"
		cat "$out/why"
		return
	fi
	"$look" "$out"
	[ -n "$note" ] || note="$(wc -l <"$out/sysfs") functions"
	# shellcheck disable=SC2086 # one line
	[ "$failed" -gt "$before" ] || echo "ok     $name:" $note, "$((SECONDS - started)) s"
	[ -z "${LAB_KEEP:-}" ] || cp -R "$out" "$LAB_KEEP"
}

mkdir -p "$work/lab"
cp -R $here/lab.inf $here/altered $here/steps "$work/lab"
$here/image.sh $root "$work/image" "$work/lab" || exit 1
while read -r row; do
	read -r -a words <<<"$row"
	[ $# -eq 0 ] || [[ " $* " == *" ${words[0]} "* ]] || continue
	boot "${words[@]}"
done < <(machines)
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

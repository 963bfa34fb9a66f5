# SPDX-License-Identifier: GPL-2.0-or-later
#
# Spoils a dump, given as hex rows below headings, as programs between a machine and
# us do: awk -v how=NAME -f tests/manglings.awk DUMP. tests/equivalence.sh lists the names.

function is_row() { return $0 ~ /^[0-9a-f][0-9a-f][0-9a-f]?: / }
function is_heading() { return $0 ~ /^[0-9a-f:]+\.[0-7] / }

# The row in the manner of programs that write eight digits.
function wide(separator, dash,   i, text) {
	text = sprintf("%s%s%s", substr("00000000", length($1)), substr($1, 1, length($1) - 1), separator)
	for (i = 2; i <= NF; i++)
		text = text (i == 10 && dash != "" ? dash : " ") $i
	return text
}

function pairs(   i, text) {
	text = substr("00000000", length($1)) $1
	for (i = 2; i <= NF; i += 2)
		text = text " " $i $(i + 1)
	return text
}

function doublewords(   i, text) {
	text = "    " $1
	for (i = 2; i <= NF; i += 4)
		text = text " " $(i + 3) $(i + 2) $(i + 1) $i
	return text
}

function parts(slot,   n) {
	n = split(slot, part, /[:.]/)
	domain = n == 4 ? part[1] : "0000"
	bus = part[n - 2]
	device = part[n - 1]
	fn = part[n]
}

is_heading() { parts($1) }

how == "quoted" { print "> >> " $0; next }
how == "indented" { print "    " $0; next }
how == "nbsp" { gsub(/ /, "\302\240"); print; next }
how == "crlf" { printf "%s\r\n", $0; next }
how == "cr" { printf "%s\r", $0; next }
how == "mark" { printf "%s%s\n", NR == 1 ? "\357\273\277" : "", $0; next }
how == "dmesg" { printf "[%5d.%06d] %s\n", NR / 7, NR, $0; next }
how == "syslog" { printf "Mar %2d 10:%02d:%02d lab3 lspci[%d]: %s\n", 1 + NR % 28, NR / 60 % 60, NR % 60, 812, $0; next }
how == "iso" { printf "2026-03-04T10:%02d:%02d.%03d+01:00 %s\n", NR / 60 % 60, NR % 60, NR, $0; next }
how == "hosts" { print "lab3: " $0; next }
how == "wrapped" && is_row() {
	first = $1
	for (i = 2; i < 16; i++)
		first = first " " $i
	print first
	print $16 " " $17
	next
}
how == "messages" && is_row() && NR % 3 == 0 {
	cut = 1 + NR % (length($0) - 1)
	print substr($0, 1, cut) "pcilib: sysfs_read_vpd: read failed: Input/output error"
	print substr($0, cut + 1)
	next
}
how == "messages" { print "lspci: Unable to load libkmod resources: error -2"; print; next }
how == "diff" {
	if (NR == 1)
		print "--- old\n+++ new\n@@ -1,9 +1,9 @@"
	if (is_row() && NR % 5 == 0) {
		print "-" substr($0, 1, 4) "ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff"
		print "+" $0
	} else
		print " " $0
	next
}
how == "characters" && is_row() { print $0 "  |..x.: 00.|"; next }
how == "upper" && is_row() { print toupper($0); next }
how == "backwards" { line[NR] = $0; next }

how == "uefi" && is_heading() {
	printf "  PCI Segment %s Bus %s Device %s Func 0%s [EFI 0000000000]\n", substr(domain, length(domain) - 1), bus, device, fn
	next
}
how == "uefi" && is_row() { print "  " toupper(wide(":", "-")) "  *................*"; next }
how == "earlydump" && is_heading() { printf "[    0.%06d] pci %s:%s:%s.%s: config space:\n", NR, domain, bus, device, fn; next }
how == "earlydump" && is_row() { printf "[    0.%06d] %s\n", NR, wide(":"); next }
how == "windbg" && is_heading() {
	printf "PCI Configuration Space (Segment:%s Bus:%s Device:%s Function:0%s)\n", domain, bus, device, fn
	next
}
how == "windbg" && is_row() { print doublewords(); next }
how == "xxd" && is_heading() { next }
how == "xxd" && is_row() { print pairs() "  ................"; next }
how == "hexdump" && is_row() {
	bytes = substr($0, index($0, " "))
	if (bytes == before) {
		if (!stars++)
			print "*"
	} else {
		print wide(" ", "  ") "  |................|"
		stars = 0
	}
	before = bytes
	rows++
	next
}
how == "od" && is_row() { print substr(wide(""), 3); next }
how == "hexdump" || how == "od" { next }

{ print }

END {
	for (i = NR; i > 0 && how == "backwards"; i--)
		print line[i]
	if (how == "hexdump")
		printf "%08x\n", 16 * rows
}

# SPDX-License-Identifier: GPL-2.0-or-later
#
# What the kernel (the file that init.sh's describe() wrote, given first) and "lspci -D -n -vv"
# say of each function, one line each, in the words of facts.jq.

function number(hex,    i, value) {
	value = 0
	for (i = 1; i <= length(hex); i++)
		value = value * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1
	return value
}

# NAME=VALUE or NAME+ of the line
function field(name,    at, rest) {
	at = index($0, name)
	rest = substr($0, at + length(name))
	if (substr(rest, 1, 1) == "=")
		rest = substr(rest, 2)
	sub(/[ \t].*/, "", rest)
	return rest
}

FNR == NR {
	slots[++n] = $1
	known[$1] = $2 " " $3 " " ($4 == "-" ? "none" : $4) " " ($5 == "-" ? "unknown" : $5) " " $6
	sizes[$1] = ""
	for (i = 7; i <= NF; i++)
		sizes[$1] = sizes[$1] " " $i
	next
}

/^[0-9a-f]+:/ {
	slot = $1
	msi[slot] = msix[slot] = "absent"
}

/Capabilities: <access denied>/ {
	msi[slot] = msix[slot] = "unknown"
}

/Capabilities: \[[0-9a-f]+\] MSI:/ && msi[slot] == "absent" {
	match($0, /\[[0-9a-f]+\]/)
	msi[slot] = number(substr($0, RSTART + 1, RLENGTH - 2)) ":" field("Enable") ":" field("Count") ":" \
		field("Maskable") ":" field("64bit")
}

/Capabilities: \[[0-9a-f]+\] MSI-X:/ && msix[slot] == "absent" {
	match($0, /\[[0-9a-f]+\]/)
	msix[slot] = number(substr($0, RSTART + 1, RLENGTH - 2)) ":" field("Enable") ":" field("Count") ":" \
		field("Masked")
}

/Vector table: BAR=/ {
	msix[slot] = msix[slot] ":" field("BAR") "@" number(field("offset"))
}

/PBA: BAR=/ {
	msix[slot] = msix[slot] ":" field("BAR") "@" number(field("offset"))
}

END {
	for (i = 1; i <= n; i++)
		print slots[i], known[slots[i]], "msi=" msi[slots[i]], "msi-x=" msix[slots[i]] sizes[slots[i]]
}

# SPDX-License-Identifier: GPL-2.0-or-later
#
# Makes src/report/unshown.def of the data files of Unicode:
#
#   awk -f src/report/unshown.awk UnicodeData.txt DerivedCoreProperties.txt PropList.txt
#
# What does not show itself, or changes how its neighbours show: general categories Cc, Cf,
# Cs, Zl and Zp; Default_Ignorable_Code_Point; Bidi_Control; Noncharacter_Code_Point.

function number(hex,   i, value) {
	hex = tolower(hex)
	for (i = 1; i <= length(hex); i++)
		value = value * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1
	return value
}

function mark(first, last,   code) {
	for (code = first; code <= last; code++)
		unshown[code] = 1
}

FNR == 1 { file = FILENAME; sub(/.*\//, "", file) }

FNR == 1 && match($0, /-[0-9]+\.[0-9]+\.[0-9]+\.txt/) {
	version = substr($0, RSTART + 1, RLENGTH - 5)
}

file == "UnicodeData.txt" {
	split($0, field, ";")
	code = number(field[1])
	if (field[3] ~ /^(Cc|Cf|Cs|Zl|Zp)$/)
		mark(field[2] ~ /, Last>$/ ? before + 1 : code, code)
	before = code
	next
}

{ sub(/#.*/, "") }

/; *(Default_Ignorable_Code_Point|Bidi_Control|Noncharacter_Code_Point) *$/ {
	split($0, field, / *; */)
	n = split(field[1], range, /\.\./)
	mark(number(range[1]), number(range[n]))
}

END {
	print "/* SPDX-License-Identifier: GPL-2.0-or-later */"
	printf "/* Unicode %s; made by src/report/unshown.awk: make unicode */\n", version
	for (code = 0; code <= 1114112; code++) {
		if ((code in unshown) == open)
			continue
		if (open)
			printf "UNSHOWN(0x%04x, 0x%04x)\n", first, code - 1
		first = code
		open = !open
	}
}

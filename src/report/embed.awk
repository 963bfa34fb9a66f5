# SPDX-License-Identifier: GPL-2.0-or-later
#
# A text as C: NAME[], and NAME_hash[] for a Content-Security-Policy. Reads what sha256sum says of
# the text, and then the text. -v name=NAME

# The base64 of 32 bytes in hexadecimal digits (RFC 4648).
function base64(hex,    alphabet, digits, at, i, number, text) {
	alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	digits = "0123456789abcdef"
	hex = hex "00"
	for (at = 1; at < length(hex); at += 6) {
		number = 0
		for (i = 0; i < 6; i++)
			number = number * 16 + index(digits, substr(hex, at + i, 1)) - 1
		for (i = 18; i >= 0; i -= 6)
			text = text substr(alphabet, int(number / 2 ^ i) % 64 + 1, 1)
	}
	return substr(text, 1, 43) "="
}

NR == 1 {
	printf "static const char %s_hash[] = \"sha256-%s\";\n", name, base64($1)
	printf "static const char %s[] =", name
	next
}

{
	gsub(/\\/, "&&")
	gsub(/"/, "\\\\&")
	printf "\n\t\"%s\\n\"", $0
}

END { print ";" }

# SPDX-License-Identifier: GPL-2.0-or-later
# A capture of -v count=N functions: those of the input again and again, each in a slot of its own.

/^[0-9a-f]+:[0-9a-f]+:[0-9a-f]+\.[0-7] / { n++ }
n { text[n] = text[n] $0 "\n" }

END {
	for (i = 0; i < count; i++) {
		one = text[i % n + 1]
		sub(/^[^ ]*/, sprintf("%04x:%02x:%02x.%x", i / 65536, i / 256 % 256, i / 8 % 32, i % 8), one)
		printf "%s", one
	}
}

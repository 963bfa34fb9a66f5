/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/source.h"

#include "base/str.h"
#include "source/dialect/hexline.h"

#include <string.h>

/* What is no capture, by name, and what to run instead. */

#define LOOK 65536 /* of the first bytes */

static const struct {
	const char *words[2]; /* both are in the text; the second may be NULL */
	const char *why;
} refusals[] = {
	{ .words = { "Windows Registry Editor", NULL },
	  .why = "an exported registry: pcimsi check --registry reads it" },
	{ .words = { "REGEDIT4", NULL },
	  .why = "an exported registry: pcimsi check --registry reads it" },
	{ .words = { "<PnpUtil", NULL },
	  .why = "what Windows granted: pcimsi check --granted reads it" },
	{ .words = { "<MsInfo>", NULL },
	  .why = "what Windows granted: pcimsi check --granted reads it" },
	{ .words = { "System Information report", "[System Summary]" },
	  .why = "what Windows granted: pcimsi check --granted reads it" },
	{ .words = { "[Version]", "Signature" },
	  .why = "an INF: pcimsi inf and pcimsi check read it" },
	{ .words = { "[severities]", NULL },
	  .why = "a policy file: pcimsi check --policy reads it" },
	{ .words = { "\n[waiver ", NULL }, .why = "a policy file: pcimsi check --policy reads it" },
	{ .words = { "\n[rule ", NULL }, .why = "a policy file: pcimsi check --policy reads it" },
	{ .words = { "SysFS BusID:", "Hardware Class:" },
	  .why = "hwinfo, which tells nothing of interrupt messages: run lspci -nnvvxxx, as root" },
	{ .words = { "vendor ID =", "device ID =" },
	  .why = "U-Boot's pci header, which tells nothing of interrupt messages: run "
		 "pci display.b BUS.DEVICE.FUNCTION 0 100" },
	{ .words = { ", function ", "PCI device " },
	  .why = "QEMU's info pci, which tells nothing of interrupt messages: run lspci -nnvvxxx "
		 "in the guest, as root" },
	{ .words = { "PCI devices found:", "Bus " },
	  .why = "/proc/pci, which tells nothing of interrupt messages: run lspci -nnvvxxx, as root" },
	{ .words = { "IOPCIDevice", NULL },
	  .why = "ioreg, which has no configuration bytes: run lspci -nnvvxxx where there is one" },
};

bool text_is_binary(const char *head, size_t size)
{
	size_t controls = 0, zeros = 0;

	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)head[i];

		zeros += !c;
		controls += c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' &&
			    c != 0x1b;
	}
	/* UTF-16 has them, too; who reads it knows. */
	return controls > size / 32 && zeros != controls;
}

/* Words, with a NUL behind each character or not. */
static bool has(const char *head, size_t size, const char *word)
{
	char wide[64];
	size_t length = strlen(word);

	if (memmem(head, size, word, length))
		return true;
	for (size_t i = 0; i < length; i++) {
		wide[2 * i] = word[i];
		wide[2 * i + 1] = '\0';
	}
	return memmem(head, size, wide, 2 * length);
}

static const char *program(const char *head, size_t size)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (has(head, size, refusals[i].words[0]) &&
		    (!refusals[i].words[1] || has(head, size, refusals[i].words[1])))
			return refusals[i].why;
	return NULL;
}

/* Lines of hex digits and nothing else, as xxd -p writes. */
static bool is_plain_hex(const char *line, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (ascii_hex(line[i]) < 0)
			return false;
	return length >= 32 && length % 2 == 0;
}

/* "0000000 206 200 063 ...": sixteen numbers of three digits. */
static bool is_octal_bytes(const char *line, size_t length)
{
	size_t at = 0, numbers = 0;

	while (at < length && ascii_is_digit(line[at]))
		at++;
	if (at < 6 || at > 8)
		return false;
	for (; at + 3 < length && ascii_is_blank(line[at]); numbers++) {
		at = hexline_skip_blanks(line, length, at);
		for (size_t start = at; at < length && ascii_is_digit(line[at]); at++)
			if (at - start > 2)
				return false;
		if (!ascii_is_digit(line[at - 1]) || !ascii_is_digit(line[at - 3]))
			return false;
	}
	return numbers == 16 && at == length;
}

/* What stands behind seven digits: by how long a word is. */
static const char *odd_words(const char *words, size_t length)
{
	size_t start = hexline_skip_blanks(words, length, 0), end = start;

	while (end < length && !ascii_is_blank(words[end]))
		end++;
	if (end - start == 2)
		return "rows of od with offsets in octal: write them with od -A x -t x1";
	if (end - start == 6)
		return "words in octal, as od writes them: write bytes with od -A x -t x1";
	return "words of hexdump or od, whose order of bytes is not known: write them with "
	       "hexdump -C, xxd, or od -A x -t x1";
}

static const char *form(const char *line, size_t length)
{
	while (length && line[length - 1] == '\r')
		length--;
	if (is_octal_bytes(line, length))
		return "bytes in octal or decimal, as od writes them: write them with od -A x -t x1";
	if (hexline_is_ambiguous(line, length))
		return odd_words(line + 7, length - 7);
	if (is_plain_hex(line, length))
		return "hex digits without offsets, as xxd -p writes them: run xxd without -p";
	return NULL;
}

const char *refused_why(const char *head, size_t size)
{
	const char *why = program(head, size < LOOK ? size : LOOK);

	if (why)
		return why;
	if (text_is_binary(head, size))
		return "binary data, neither configuration bytes nor output of lspci";
	while (size) {
		const char *newline = memchr(head, '\n', size);
		size_t length = newline ? (size_t)(newline - head) : size;

		why = form(head, length);
		if (why)
			return why;
		length += newline != NULL;
		head += length;
		size -= length;
	}
	return "text without slot headings and hex rows";
}

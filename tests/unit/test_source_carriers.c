/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "caps/decode.h"
#include "source/source.h"
#include "support/memory.h"

/*
 * Two functions, printed as every program prints them, and passed on as everybody passes text
 * on, also twice: the facts have to be those of the clean text, or unknown with a note. Never
 * may another number come out.
 */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define IMAGE_SIZE 256

static const struct pcimsi_slot slots[] = { { 0, 0x02, 0x00, 0 }, { 0, 0x3d, 0x1a, 5 } };

/* Bytes of made-up functions. */
static void make_image(unsigned number, uint8_t image[IMAGE_SIZE])
{
	static const uint8_t header[] = { 0x86, 0x80, 0x33, 0x1a, 0x06, 0x04, 0x10, 0x00,
					  0x03, 0x00, 0x00, 0x02, 0x10, 0x00, 0x00, 0x00 };

	memset(image, 0, IMAGE_SIZE);
	memcpy(image, header, sizeof(header));
	image[0x02] = (uint8_t)(0x33 + number);
	image[0x34] = 0x50;
	image[0x3d] = 1;
	/* MSI, 8 messages, 64 bits, masking; of the second enabled with 4 */
	memcpy(image + 0x50, (uint8_t[]){ 0x05, 0x70, (uint8_t)(number ? 0xa7 : 0x86), 0x01 }, 4);
	/* MSI-X of 5 or 129, table in BAR 3 */
	memcpy(image + 0x70,
	       (uint8_t[]){ 0x11, 0x00, (uint8_t)(number ? 0x80 : 4), (uint8_t)(number ? 0 : 0x80),
			    3, 0x10, 0, 0, 3, 0x20, 0, 0 },
	       12);
}

/* ---- programs -------------------------------------------------------------------------------- */

/* Rows: what stands around the offset, between the halves, and behind. */
static void rows(FILE *out, const uint8_t *image, const char *before, int digits, const char *after,
		 const char *middle, unsigned group, const char *end)
{
	for (unsigned row = 0; row < IMAGE_SIZE; row += 16) {
		fprintf(out, "%s%0*x%s", before, digits, row, after);
		for (unsigned i = 0; i < 16; i++)
			fprintf(out, "%s%02x",
				i % group ? ""
				: i == 8  ? middle
					  : " ",
				image[row + i]);
		fprintf(out, "%s\n", end);
	}
}

static void doublewords(FILE *out, const uint8_t *image, const char *before, int digits,
			const char *after)
{
	for (unsigned row = 0; row < IMAGE_SIZE; row += 16) {
		fprintf(out, "%s%0*x%s", before, digits, row, after);
		for (unsigned i = 0; i < 16; i += 4)
			fprintf(out, " %02x%02x%02x%02x", image[row + i + 3], image[row + i + 2],
				image[row + i + 1], image[row + i]);
		fputc('\n', out);
	}
}

static void print_lspci(FILE *out, struct pcimsi_slot s, const uint8_t *image)
{
	fprintf(out, "%02x:%02x.%x Ethernet controller: Made Up Card (rev 03)\n", s.bus, s.device,
		s.function);
	rows(out, image, "", 2, ":", " ", 1, "");
	fputc('\n', out);
}

static void print_words(FILE *out, struct pcimsi_slot s, const uint8_t *image)
{
	bool second = image[0x50 + 2] & 1;

	fprintf(out,
		"%02x:%02x.%x Ethernet controller [0200]: Made Up Card [8086:%02x%02x] (rev 03)\n",
		s.bus, s.device, s.function, image[3], image[2]);
	fprintf(out, "\tControl: I/O- Mem+ BusMaster+ SpecCycle- MemWINV- VGASnoop- ParErr- "
		     "Stepping- SERR- FastB2B- DisINTx+\n");
	fprintf(out, "\tStatus: Cap+ 66MHz- UDF- FastB2B- ParErr- DEVSEL=fast >TAbort- <TAbort- "
		     "<MAbort- >SERR- <PERR- INTx-\n\tInterrupt: pin A routed to IRQ 41\n");
	fprintf(out, "\tCapabilities: [50] MSI: Enable%c Count=%u/8 Maskable+ 64bit+\n",
		second ? '+' : '-', second ? 4 : 1);
	fprintf(out, "\t\tAddress: 0000000000000000  Data: 0000\n");
	fprintf(out, "\tCapabilities: [70] MSI-X: Enable%c Count=%u Masked-\n", second ? '-' : '+',
		second ? 129 : 5);
	fprintf(out, "\t\tVector table: BAR=3 offset=00001000\n\t\tPBA: BAR=3 offset=00002000\n");
	fprintf(out, "\tKernel driver in use: madeup\n\n");
}

static void print_pciconf(FILE *out, struct pcimsi_slot s, const uint8_t *image)
{
	bool second = image[0x50 + 2] & 1;

	fprintf(out,
		"mu%u@pci0:%u:%u:%u:\tclass=0x020000 rev=0x03 hdr=0x00 vendor=0x8086 "
		"device=0x%02x%02x subvendor=0x0000 subdevice=0x0000\n",
		second, s.bus, s.device, s.function, image[3], image[2]);
	fprintf(out,
		"    vendor     = 'Made Up'\n    cap 05[50] = MSI supports 8 messages, 64 bit, "
		"vector masks %s\n",
		second ? "enabled with 4 messages" : "");
	fprintf(out, "    cap 11[70] = MSI-X supports %u messages%s\n", second ? 129 : 5,
		second ? "" : ", enabled");
	fprintf(out, "                 Table in map 0x1c[0x1000], PBA in map 0x1c[0x2000]\n");
}

static void print_pcidump(FILE *out, struct pcimsi_slot s, const uint8_t *image)
{
	bool second = image[0x50 + 2] & 1;

	fprintf(out, "%s %u:%u:%u: Made Up Card\n\t0x0000: Vendor ID: 8086, Product ID: %02x%02x\n",
		second ? "" : "Domain /dev/pci0:\n", s.bus, s.device, s.function, image[3],
		image[2]);
	fprintf(out,
		"\t0x0004: Command: 0406, Status: 0010\n\t0x0050: Capability 0x05: Message "
		"Signalled Interrupts (MSI)\n\t\tEnabled: %s; 8 vectors (%u enabled)\n",
		second ? "yes" : "no", second ? 4 : 1);
	fprintf(out,
		"\t0x0070: Capability 0x11: Extended Message Signalled Interrupts (MSI-X)\n"
		"\t\tEnabled: %s; table size %u (BAR 3:4096)\n",
		second ? "no" : "yes", second ? 129 : 5);
}

static void print_uefi(FILE *out, struct pcimsi_slot s, const uint8_t *image)
{
	fprintf(out, "  PCI Segment 00 Bus %02X Device %02X Func %02X [EFI 00%02X%02X0000]\n",
		s.bus, s.device, s.function, s.bus, s.device);
	rows(out, image, "  ", 8, ":", "-", 1, "  *................*");
}

static void print_kernel(FILE *out, struct pcimsi_slot s, const uint8_t *image)
{
	fprintf(out, "mu_net 0000:%02x:%02x.%x: config space:\n", s.bus, s.device, s.function);
	rows(out, image, "", 8, ":", " ", 1, "");
}

static void print_windbg(FILE *out, struct pcimsi_slot s, const uint8_t *image)
{
	fprintf(out, "PCI Configuration Space (Segment:0000 Bus:%02x Device:%02x Function:%02x)\n",
		s.bus, s.device, s.function);
	doublewords(out, image, "    ", 2, ":");
}

static void print_windbg_bus(FILE *out, struct pcimsi_slot s, const uint8_t *image)
{
	fprintf(out, "PCI Bus %x\n%02x:%x  8086:%02x%02x.03  Cmd[0406:.mb...]  Sts[0010:c....]\n",
		s.bus, s.device, s.function, image[3], image[2]);
	doublewords(out, image, "      ", 8, ": ");
}

static void print_uroot(FILE *out, struct pcimsi_slot s, const uint8_t *image)
{
	fprintf(out, "0000:%02x:%02x.%x: Made Up Card\n", s.bus, s.device, s.function);
	rows(out, image, "", 8, " ", "  ", 1, "  |................|");
	fputc('\n', out);
}

static void print_hyperdbg(FILE *out, struct pcimsi_slot s, const uint8_t *image)
{
	fprintf(out, "PCI configuration space (CAM) for device 0000:%02x:%02x:%x\n", s.bus,
		s.device, s.function);
	fprintf(out, "    00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f\n");
	rows(out, image, "", 2, ":", " ", 1, " ................");
}

static void print_aida64(FILE *out, struct pcimsi_slot s, const uint8_t *image)
{
	fprintf(out, "    B%02X D%02X F%02X:  Made Up Card\n                  \n", s.bus, s.device,
		s.function);
	rows(out, image, "      Offset ", 3, ": ", " ", 1, " ");
	fputc('\n', out);
}

static void print_uboot(FILE *out, struct pcimsi_slot s, const uint8_t *image)
{
	fprintf(out, "=> pci display.b %02x.%02x.%02x 0 100\n", s.bus, s.device, s.function);
	rows(out, image, "", 8, ":", " ", 1, "");
}

static void print_xxd(FILE *out, struct pcimsi_slot s, const uint8_t *image)
{
	fprintf(out, "# xxd /sys/bus/pci/devices/0000:%02x:%02x.%x/config\n", s.bus, s.device,
		s.function);
	rows(out, image, "", 8, ":", " ", 2, "  ................");
}

static void print_hexdump(FILE *out, struct pcimsi_slot s, const uint8_t *image)
{
	fprintf(out, "$ hexdump -Cv /proc/bus/pci/%02x/%02x.%x\n", s.bus, s.device, s.function);
	rows(out, image, "", 8, " ", "  ", 1, "  |................|");
}

static const struct program {
	const char *name;
	void (*print)(FILE *out, struct pcimsi_slot s, const uint8_t *image);
	bool words;     /* its statements are told apart by their blanks, or break at the margin */
	bool no_layout; /* of MSI it tells the counts alone, and no PBA */
} programs[] = {
	{ .name = "lspci -xxx", .print = print_lspci },
	{ .name = "lspci -vv", .print = print_words, .words = true },
	{ .name = "pciconf", .print = print_pciconf, .words = true },
	{ .name = "pcidump", .print = print_pcidump, .words = true, .no_layout = true },
	{ .name = "UEFI", .print = print_uefi },
	{ .name = "kernel", .print = print_kernel },
	{ .name = "WinDbg", .print = print_windbg },
	{ .name = "WinDbg bus", .print = print_windbg_bus },
	{ .name = "u-root", .print = print_uroot },
	{ .name = "HyperDbg", .print = print_hyperdbg },
	{ .name = "AIDA64", .print = print_aida64 },
	{ .name = "U-Boot", .print = print_uboot },
	{ .name = "xxd", .print = print_xxd },
	{ .name = "hexdump", .print = print_hexdump },
};

/* ---- carriers -------------------------------------------------------------------------------- */

struct lines {
	const char *at;
	unsigned number;
};

static bool next_line(struct lines *lines, const char **text, size_t *length)
{
	if (!*lines->at)
		return false;
	*text = lines->at;
	*length = strcspn(lines->at, "\n");
	lines->at += *length + (lines->at[*length] == '\n');
	lines->number++;
	return true;
}

#define EACH_LINE(in)                        \
	struct lines lines = { .at = (in) }; \
	const char *text;                    \
	size_t length;                       \
	while (next_line(&lines, &text, &length))

static void prefix(FILE *out, const char *in, const char *with)
{
	EACH_LINE(in)
	fprintf(out, "%s%.*s\n", with, (int)length, text);
}

static void quote(FILE *out, const char *in)
{
	prefix(out, in, "> ");
}

static void quote_twice(FILE *out, const char *in)
{
	prefix(out, in, ">> ");
}

static void indent4(FILE *out, const char *in)
{
	prefix(out, in, "    ");
}

static void indent_tab(FILE *out, const char *in)
{
	prefix(out, in, "\t");
}

static void tabs_to(FILE *out, const char *in, const char *blanks)
{
	for (; *in; in++)
		if (*in == '\t')
			fputs(blanks, out);
		else
			fputc(*in, out);
}

static void blanks8(FILE *out, const char *in)
{
	tabs_to(out, in, "        ");
}

static void blanks2(FILE *out, const char *in)
{
	tabs_to(out, in, "  ");
}

static void flat(FILE *out, const char *in)
{
	EACH_LINE(in)
	{
		size_t blanks = strspn(text, " \t");

		fprintf(out, "%.*s\n", (int)(blanks < length ? length - blanks : 0),
			text + (blanks < length ? blanks : length));
	}
}

static void fence(FILE *out, const char *in)
{
	fprintf(out, "Here it is:\n```\n%s```\nThanks\n", in);
}

static void escape(FILE *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		switch (text[i]) {
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '&':
			fputs("&amp;", out);
			break;
		default:
			fputc(text[i], out);
		}
}

static void html_pre(FILE *out, const char *in)
{
	fputs("<html><body><p>It prints:</p><pre>", out);
	escape(out, in, strlen(in));
	fputs("</pre></body></html>\n", out);
}

static void html_br(FILE *out, const char *in)
{
	fputs("<!DOCTYPE html>\n<div>", out);
	EACH_LINE(in)
	{
		escape(out, text, length);
		fputs("<br>\n", out);
	}
	fputs("</div>\n", out);
}

/* A header, or the marks alone; lines are broken at 70 characters. */
static void encode(FILE *out, const char *in)
{
	EACH_LINE(in)
	{
		unsigned column = 0;

		for (size_t i = 0; i < length; i++) {
			if (column >= 70) {
				fputs("=\n", out);
				column = 0;
			}
			if (text[i] == '=')
				column += (unsigned)fprintf(out, "=3D");
			else
				column += (unsigned)fprintf(out, "%c", text[i]);
		}
		fputc('\n', out);
	}
}

static void quoted_printable(FILE *out, const char *in)
{
	fputs("Subject: dump\nContent-Transfer-Encoding: quoted-printable\n\n", out);
	encode(out, in);
}

static void bare_quoted_printable(FILE *out, const char *in)
{
	fputs("x =3D y\n", out);
	encode(out, in);
}

static void ansi(FILE *out, const char *in)
{
	EACH_LINE(in)
	{
		size_t word = strcspn(text, " \n");

		word = word < length ? word : length;
		fprintf(out, "\33[1;32m%.*s\33[0m%.*s\n", (int)word, text, (int)(length - word),
			text + word);
	}
}

static void cat_n(FILE *out, const char *in)
{
	EACH_LINE(in)
	fprintf(out, "%6u\t%.*s\n", lines.number, (int)length, text);
}

static void grep_n(FILE *out, const char *in)
{
	EACH_LINE(in)
	fprintf(out, "%u:%.*s\n", lines.number, (int)length, text);
}

static void kernel_log(FILE *out, const char *in)
{
	EACH_LINE(in)
	fprintf(out, "[%5u.%06u] %.*s\n", 7 + lines.number / 9, lines.number * 37 % 1000000,
		(int)length, text);
}

static void syslog(FILE *out, const char *in)
{
	EACH_LINE(in)
	fprintf(out, "Mar  3 10:%02u:%02u lab3 dump[812]: %.*s\n", lines.number / 60,
		lines.number % 60, (int)length, text);
}

static void nbsp(FILE *out, const char *in)
{
	for (; *in; in++)
		fputs(*in == ' ' ? "\302\240" : (char[]){ *in, 0 }, out);
}

static void crlf(FILE *out, const char *in)
{
	EACH_LINE(in)
	fprintf(out, "%.*s\r\n", (int)length, text);
}

static void cr(FILE *out, const char *in)
{
	EACH_LINE(in)
	fprintf(out, "%.*s\r", (int)length, text);
}

static void utf16(FILE *out, const char *in)
{
	fputs("\377\376", out);
	for (; *in; in++) {
		/* The only character above ASCII is U+00A0. */
		in += *in == '\302';
		fputc(*in, out);
		fputc(0, out);
	}
}

static void unified(FILE *out, const char *in)
{
	fputs("--- a\n+++ b\n@@ -1,9 +1,99 @@\n", out);
	EACH_LINE(in)
	fprintf(out, "%c%.*s\n", lines.number % 3 ? ' ' : '+', (int)length, text);
}

/* As mail programs break lines: at a blank, the rest begins at the margin. */
static void wrap(FILE *out, const char *in)
{
	EACH_LINE(in)
	{
		while (length > 76) {
			size_t at = 76;

			while (at > 20 && text[at] != ' ')
				at--;
			if (text[at] != ' ')
				break;
			fprintf(out, "%.*s\n", (int)at, text);
			text += at + 1;
			length -= at + 1;
		}
		fprintf(out, "%.*s\n", (int)length, text);
	}
}

static void plain(FILE *out, const char *in)
{
	fputs(in, out);
}

static const struct carrier_case {
	const char *name;
	void (*carry)(FILE *out, const char *in);
	bool last; /* nothing that looks at lines can carry it further */
} carriers[] = {
	{ .name = "nothing", .carry = plain },
	{ .name = "> quoting", .carry = quote },
	{ .name = ">> quoting", .carry = quote_twice },
	{ .name = "4 blanks", .carry = indent4 },
	{ .name = "a tab", .carry = indent_tab },
	{ .name = "8 blanks for tabs", .carry = blanks8 },
	{ .name = "2 blanks for tabs", .carry = blanks2 },
	{ .name = "no indentation", .carry = flat },
	{ .name = "a fence", .carry = fence },
	{ .name = "<pre>", .carry = html_pre },
	{ .name = "<br>", .carry = html_br },
	{ .name = "quoted-printable", .carry = quoted_printable },
	{ .name = "quoted-printable without header", .carry = bare_quoted_printable },
	{ .name = "colours", .carry = ansi },
	{ .name = "cat -n", .carry = cat_n },
	{ .name = "grep -n", .carry = grep_n },
	{ .name = "kernel log", .carry = kernel_log },
	{ .name = "syslog", .carry = syslog },
	{ .name = "non-breaking spaces", .carry = nbsp },
	{ .name = "CRLF", .carry = crlf },
	{ .name = "CR", .carry = cr, .last = true },
	{ .name = "UTF-16", .carry = utf16, .last = true },
	{ .name = "unified diff", .carry = unified },
	{ .name = "broken lines", .carry = wrap },
};

/* ---- reading --------------------------------------------------------------------------------- */

#define FACTS 12
#define FUNCTIONS_MAX 8

/* Facts of a function: numbers, or -1 where they are not known. */
struct outcome {
	unsigned functions, notes;
	bool refused;
	struct pcimsi_slot slot[FUNCTIONS_MAX];
	int64_t fact[FUNCTIONS_MAX][FACTS];
};

static void take_note(void *user, const struct pcimsi_note *note)
{
	struct outcome *outcome = user;

	(void)note;
	outcome->notes++;
}

static int64_t number(bool known, int64_t value)
{
	return known ? value : -1;
}

static void take_function(struct outcome *outcome, const struct pcimsi_raw_function *raw)
{
	struct pcimsi_function fn;
	int64_t *fact = outcome->fact[outcome->functions];
	bool msi, msix;

	assert_true(outcome->functions < FUNCTIONS_MAX);
	pcimsi_function_decode(raw, &fn);
	msi = fn.msi.state == PCIMSI_STATE_PRESENT && fn.msi.control.known;
	msix = fn.msix.state == PCIMSI_STATE_PRESENT && fn.msix.control.known;
	outcome->slot[outcome->functions++] = raw->slot;
	fact[0] = number(fn.vendor_id.known, fn.vendor_id.value);
	fact[1] = number(fn.device_id.known, fn.device_id.value);
	fact[2] = number(fn.msi.state != PCIMSI_STATE_UNKNOWN, fn.msi.state);
	fact[3] = number(msi, fn.msi.enabled);
	fact[4] = number(msi, fn.msi.capable);
	fact[5] = number(msi, fn.msi.allocated);
	fact[6] = number(msi && fn.msi.layout_known, fn.msi.address_64bit);
	fact[7] = number(fn.msix.state != PCIMSI_STATE_UNKNOWN, fn.msix.state);
	fact[8] = number(msix, fn.msix.enabled);
	fact[9] = number(msix, fn.msix.table_size);
	fact[10] = number(msix && fn.msix.table.known, fn.msix.table.value);
	fact[11] = number(msix && fn.msix.pba.known, fn.msix.pba.value);
}

static void read_text(const char *text, size_t size, struct outcome *ret)
{
	struct memory memory = { .data = text, .size = size };
	struct pcimsi_capture capture = { .ops = &source_text, .name = "test" };
	const struct pcimsi_capture_options options = { .size = sizeof(options) };
	const struct pcimsi_raw_function *raw;

	*ret = (struct outcome){ 0 };
	if (source_text.probe(text, size) != SOURCE_YES) {
		ret->refused = true;
		return;
	}
	capture.notes.sink.call = take_note;
	capture.notes.sink.user = ret;
	assert_int_equal(text_reader_open(&capture.reader, read_memory, &memory), 0);
	assert_int_equal(capture.ops->open(&capture, &options), 0);
	while (capture.ops->next(&capture, &raw) == 1)
		take_function(ret, raw);
	capture.ops->close(&capture);
	text_reader_close(&capture.reader);
}

static char *carry(const struct carrier_case *carrier, const char *in, size_t *size)
{
	char *out = NULL;
	FILE *file = open_memstream(&out, size);

	carrier->carry(file, in);
	fclose(file);
	return out;
}

static char *print(const struct program *program)
{
	char *out = NULL;
	size_t size;
	FILE *file = open_memstream(&out, &size);

	for (unsigned i = 0; i < COUNT(slots); i++) {
		uint8_t image[IMAGE_SIZE];

		make_image(i, image);
		program->print(file, slots[i], image);
	}
	fclose(file);
	return out;
}

/* The facts of the images themselves, as far as the program tells them. */
static void expect(const struct program *program, struct outcome *ret)
{
	*ret = (struct outcome){ 0 };
	for (unsigned i = 0; i < COUNT(slots); i++) {
		uint8_t image[IMAGE_SIZE];
		struct pcimsi_raw_function raw = { .slot = slots[i] };

		make_image(i, image);
		raw.bytes = (struct pcimsi_bytes){ .data = image, .size = IMAGE_SIZE };
		take_function(ret, &raw);
		if (program->no_layout)
			ret->fact[i][6] = ret->fact[i][11] = -1;
	}
}

static bool same_slot(struct pcimsi_slot a, struct pcimsi_slot b)
{
	return a.domain == b.domain && a.bus == b.bus && a.device == b.device &&
	       a.function == b.function;
}

/* 0: equal; 1: something is unknown or missing; 2: another number, or a function that is none. */
static int compare(const struct outcome *want, const struct outcome *got)
{
	int worst = got->functions < want->functions;

	for (unsigned i = 0; i < got->functions; i++) {
		static const struct pcimsi_slot nowhere;
		unsigned k = 0;

		/* Rows whose heading was lost; a note says so. */
		if (same_slot(got->slot[i], nowhere)) {
			worst = 1;
			continue;
		}
		while (k < want->functions && !same_slot(want->slot[k], got->slot[i]))
			k++;
		if (k == want->functions)
			return 2;
		for (unsigned n = 0; n < FACTS; n++)
			if (got->fact[i][n] == -1 && want->fact[k][n] != -1)
				worst = 1;
			else if (got->fact[i][n] != want->fact[k][n])
				return 2;
	}
	return worst;
}

/* A heading that is broken itself is lost, and without one doublewords are no rows. */
static bool breaks_heading(const struct program *program, const struct carrier_case *inner,
			   const struct carrier_case *outer)
{
	return program->print == print_windbg && inner->carry == html_pre && outer->carry == wrap;
}

static unsigned judge(const struct program *program, const struct carrier_case *inner,
		      const struct carrier_case *outer, const struct outcome *want,
		      const char *text, size_t size, unsigned *silent)
{
	struct outcome got;
	int difference;

	read_text(text, size, &got);
	difference = compare(want, &got);
	if (difference == 1 && breaks_heading(program, inner, outer))
		return 0;
	if (difference == 2 || (difference == 1 && !got.notes && !got.refused)) {
		for (unsigned i = 0; i < got.functions && getenv("SHOW"); i++)
			for (unsigned n = 0; n < FACTS; n++)
				print_message("%s%lld", n ? " " : "\n", (long long)got.fact[i][n]);
		print_message("%s: %s in %s in %s\n",
			      difference == 2 ? "another number" : "lost without a note",
			      program->name, inner->name, outer->name);
		if (getenv("SHOW"))
			print_message("%.*s\n", (int)size, text);
		*silent += difference == 1;
		return difference == 2;
	}
	return 0;
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void every_program_is_read(void **state)
{
	(void)state;
	for (unsigned p = 0; p < COUNT(programs); p++) {
		char *text = print(&programs[p]);
		struct outcome want, got;

		expect(&programs[p], &want);
		read_text(text, strlen(text), &got);
		if (compare(&want, &got) || got.notes)
			print_message("%s:\n%s\n", programs[p].name, text);
		assert_int_equal(compare(&want, &got), 0);
		assert_int_equal(got.functions, want.functions);
		assert_int_equal(got.notes, 0);
		free(text);
	}
}

/* Each text in each carrier, and that in each other one. */
static void carriers_change_no_number(void **state)
{
	unsigned wrong = 0, silent = 0, tried = 0;

	(void)state;
	for (unsigned p = 0; p < COUNT(programs); p++) {
		char *text = print(&programs[p]);
		struct outcome want;

		expect(&programs[p], &want);
		for (unsigned i = 0; i < COUNT(carriers); i++) {
			size_t size;
			char *inner = carry(&carriers[i], text, &size);

			for (unsigned o = 0; o < COUNT(carriers); o++) {
				size_t outer_size = size;
				char *outer = inner;

				if (carriers[i].last && o)
					continue;
				if (o)
					outer = carry(&carriers[o], inner, &outer_size);
				wrong += judge(&programs[p], &carriers[i], &carriers[o], &want,
					       outer, outer_size, &silent);
				tried++;
				if (o)
					free(outer);
			}
			free(inner);
		}
		free(text);
	}
	print_message("%u texts\n", tried);
	assert_int_equal(wrong, 0);
	assert_int_equal(silent, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_program_is_read),
		cmocka_unit_test(carriers_change_no_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

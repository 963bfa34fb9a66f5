/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/bytes.h"
#include "source/source.h"
#include "support/memory.h"

/* Reads a text and writes down what came out: functions, then notes. */

struct outcome {
	char *text;
	size_t size;
	FILE *functions;
	char *note_text;
	size_t note_size;
	FILE *notes;
};

static void take_note(void *user, const struct pcimsi_note *note)
{
	struct outcome *outcome = user;

	fprintf(outcome->notes, "%s@%u:%u%s%s ", pcimsi_note_slug(note->code), note->place.line,
		note->place.column, note->detail ? "=" : "", note->detail ? note->detail : "");
}

/* "SLOT BYTES-KNOWN:first four known bytes HEADING; " */
static void take_function(struct outcome *outcome, const struct pcimsi_raw_function *raw)
{
	char slot[PCIMSI_SLOT_TEXT];
	uint32_t shown = 0;

	fprintf(outcome->functions, "%s%s %u:", pcimsi_slot_text(raw->slot, slot),
		raw->repeated ? " again" : "", bytes_count(&raw->bytes));
	for (uint32_t i = 0; i < raw->bytes.size && shown < 4; i++) {
		struct pcimsi_reg byte = bytes_u8(&raw->bytes, i);

		if (!byte.known)
			continue;
		fprintf(outcome->functions, "%02x", byte.value);
		shown++;
	}
	fprintf(outcome->functions, " %s; ", raw->heading ? raw->heading : "-");
}

/* Functions and notes, as one string; the caller frees it. */
static char *read_text(const char *text, size_t size, size_t chunk)
{
	struct memory memory = { .data = text, .size = size, .chunk = chunk };
	struct outcome outcome = { 0 };
	struct pcimsi_capture capture = { .ops = &source_text, .name = "test" };
	const struct pcimsi_capture_options options = { .size = sizeof(options) };
	const struct pcimsi_raw_function *raw;
	char *joined = NULL;

	outcome.functions = open_memstream(&outcome.text, &outcome.size);
	outcome.notes = open_memstream(&outcome.note_text, &outcome.note_size);
	capture.notes.input = "test";
	capture.notes.sink.call = take_note;
	capture.notes.sink.user = &outcome;
	assert_int_equal(text_reader_open(&capture.reader, read_memory, &memory), 0);
	assert_int_equal(capture.ops->open(&capture, &options), 0);
	while (capture.ops->next(&capture, &raw) == 1)
		take_function(&outcome, raw);
	capture.ops->close(&capture);
	text_reader_close(&capture.reader);
	fclose(outcome.functions);
	fclose(outcome.notes);
	assert_true(asprintf(&joined, "%s| %s", outcome.text, outcome.note_text) >= 0);
	free(outcome.text);
	free(outcome.note_text);
	return joined;
}

#define ROW0 "00: 86 80 c9 10 07 04 10 00 01 00 00 02 10 00 80 00\n"
#define ROW0_BYTES "86 80 c9 10 07 04 10 00 01 00 00 02 10 00 80 00"
#define ROW1 "10: 00 00 00 f0 00 00 00 00 00 00 00 00 00 00 00 00\n"

static const struct text_case {
	const char *name, *text, *want;
	size_t size; /* 0: the length of the text */
} cases[] = {
	{ .name = "a plain dump",
	  .text = "03:00.0 Ethernet controller: X\n" ROW0 ROW1 "\n",
	  .want = "0000:03:00.0 32:8680c910 Ethernet controller: X; | " },
	{ .name = "no newline at the end",
	  .text = "03:00.0 X\n00: " ROW0_BYTES,
	  .want = "0000:03:00.0 16:8680c910 X; | " },
	{ .name = "CRLF",
	  .text = "03:00.0 X\r\n00: " ROW0_BYTES "\r\n\r\n",
	  .want = "0000:03:00.0 16:8680c910 X; | " },
	{ .name = "CRs and LFs that end lines by turns",
	  .text = "\r\r03:00.0 X\r00: " ROW0_BYTES "\r\r\n03:00.1 Y\n\r" ROW0 "\r03:00.2 Z\r" ROW0,
	  .want = "0000:03:00.0 16:8680c910 X; 0000:03:00.1 16:8680c910 Y; "
		  "0000:03:00.2 16:8680c910 Z; | " },
	{ .name = "domains of 4, 5 and 8 digits",
	  .text = "0001:03:00.0 X\n" ROW0 "10001:80:05.1 Y\n" ROW0 "FFFFFFFF:00:1f.7 Z\n" ROW0,
	  .want = "0001:03:00.0 16:8680c910 X; 10001:80:05.1 16:8680c910 Y; "
		  "ffffffff:00:1f.7 16:8680c910 Z; | " },
	{ .name = "a heading that is a slot alone",
	  .text = "03:00.0\n" ROW0,
	  .want = "0000:03:00.0 16:8680c910 -; | " },
	{ .name = "decoded text between heading and rows",
	  .text = "03:00.0 X\n\tSubsystem: Y\n\tControl: I/O- Mem+\n\tKernel driver in use: x\n"
		  "\t\tAddress: 00000000fee00000  Data: 0041\n" ROW0,
	  .want = "0000:03:00.0 16:8680c910 X; | " },
	{ .name = "decoded text that begins like a row",
	  .text = "03:00.0 X\n\t\t00: something of VPD\n\t\tab: 12 34\n" ROW0,
	  .want = "0000:03:00.0 16:8680c910 X; | " },
	{ .name = "upper case, tabs, one byte in a row, twenty in another",
	  .text = "03:00.0 X\n0:\n00:\t86\t80\n02: C9\n"
		  "10: 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11 12 13\n",
	  .want = "0000:03:00.0 23:8680c900 X; | " },
	{ .name = "eight-digit offsets and a column of characters",
	  .text = "03:00.0 X\n00000000: " ROW0_BYTES "  ................\n",
	  .want = "0000:03:00.0 16:8680c910 X; | " },
	{ .name = "an indented row",
	  .text = "03:00.0 X\n    " ROW0,
	  .want = "0000:03:00.0 16:8680c910 X; | " },
	{ .name = "mail quoting",
	  .text = "> > 03:00.0 X\n> > " ROW0 ">> " ROW1,
	  .want = "0000:03:00.0 32:8680c910 X; | " },
	{ .name = "a digit lost in the middle: what is before it stays",
	  .text = "03:00.0 X\n00: 86 80 c 10 07\n" ROW1,
	  .want = "0000:03:00.0 18:86800000 X; | line-cut@2:11 " },
	{ .name = "a row that begins with no byte",
	  .text = "03:00.0 X\n00: zz 80 c9 10\n" ROW1,
	  .want = "0000:03:00.0 16:000000f0 X; | line-skipped@2:5 " },
	{ .name = "rows before any heading",
	  .text = ROW1 "03:00.0 X\n" ROW0,
	  .want = "0000:03:00.0 16:8680c910 X; | hex-without-slot@1:0 " },
	{ .name = "two hosts at once",
	  .text = "a1: 03:00.0 Class: X\na1: " ROW0 "a2: 04:00.0 Class: Y\na1: " ROW1 "a2: " ROW0,
	  .want = "0000:03:00.0 16:8680c910 Class: X; 0000:04:00.0 16:8680c910 Class: Y; "
		  "| hex-without-slot@4:0 " },
	{ .name = "named fields of WinDbg",
	  .text = "0: kd> !pci 100 3 0 0\n\nPCI Configuration Space (Segment:0001 Bus:03 "
		  "Device:00 Function:00)\nCommon Header:\n    00: VendorID       8086 Intel\n"
		  "    02: DeviceID       10c9\n    0c: CacheLineSize  0010\n"
		  "    10: BAR0           f0000000\nDevice Private:\n"
		  "    40: 00000001 00000000 00000000 00000000\nCapabilities:\n"
		  "    50: CapID          05 MSI Capability\n",
	  .want = "0001:03:00.0 25:8680c910 -; | " },
	{ .name = "doublewords of WinDbg below a bus",
	  .text = "PCI Segment 2 Bus 0x38\n0d:1  8086:10c9.00  Cmd[0005:i.b...]  Sts[0280:.....]\n"
		  "      IO[4]:fff1\n      00000000:  10c98086 02800005 01018000 00002000\n",
	  .want = "0002:38:0d.1 16:8680c910 -; | " },
	{ .name = "a message inside a row, another behind it",
	  .text = "03:00.0 X\n00: 86 8pcilib: one\npcilib: two\n0 c9 10 07 04 10 00 01 00 00 02 10 00 "
		  "80 00\n",
	  .want = "0000:03:00.0 16:8680c910 X; | row-repaired@2:0 " },
	{ .name = "a short row that nothing follows",
	  .text = "03:00.0 X\n00: 86 80 c9 10\n\n04:00.0 Y\n" ROW0,
	  .want = "0000:03:00.0 4:8680c910 X; 0000:04:00.0 16:8680c910 Y; | " },
	{ .name = "a row behind a message without end",
	  .text = "03:00.0 X\npcilib: failed" ROW0 "pcilib: failed" ROW1,
	  .want = "0000:03:00.0 32:8680c910 X; | " },
	{ .name = "digits that no row begins with",
	  .text = "03:00.0 X\n20210304 10 20\ndeadbeef\n" ROW0,
	  .want = "0000:03:00.0 16:8680c910 X; | " },
	{ .name = "first rows before any heading",
	  .text = ROW0 "03:00.0 X\n" ROW0,
	  .want = "0000:00:00.0 16:8680c910 -; 0000:03:00.0 16:8680c910 X; "
		  "| name-without-slot@1:0 " },
	{ .name = "an offset beyond 0xfff",
	  .text = "03:00.0 X\n" ROW0 "1000: 01 02\nffffffff: 01\n",
	  .want = "0000:03:00.0 16:8680c910 X; | bytes-beyond@3:0 bytes-beyond@4:0 " },
	{ .name = "a row that runs over 0xfff",
	  .text = "03:00.0 X\nffe: 01 02 03\n",
	  .want = "0000:03:00.0 2:0102 X; | bytes-beyond@2:0 " },
	{ .name = "the same row twice",
	  .text = "03:00.0 X\n" ROW0 ROW0,
	  .want = "0000:03:00.0 16:8680c910 X; | " },
	{ .name = "the same offset with other bytes: the first stays",
	  .text = "03:00.0 X\n" ROW0 "08: 02\n",
	  .want = "0000:03:00.0 16:8680c910 X; | byte-conflict@3:0 " },
	{ .name = "a heading was lost: its rows are not taken for the function before",
	  .text = "03:00.0 X\n" ROW0
		  "0z:00.0 Y\n00: de 10 be 0b 00 00 00 00 00 00 00 00 00 00 00 00\n"
		  "10: 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10\n04:00.0 Z\n" ROW0,
	  .want = "0000:03:00.0 16:8680c910 X; 0000:04:00.0 16:8680c910 Z; | "
		  "hex-without-slot@4:0 hex-without-slot@5:0 " },
	{ .name = "a slot again",
	  .text = "03:00.0 X\n" ROW0 "03:00.0 Y\n" ROW0,
	  .want = "0000:03:00.0 16:8680c910 X; 0000:03:00.0 again 16:8680c910 Y; | "
		  "slot-repeated@3:0=0000:03:00.0 " },
	{ .name = "device and function out of range",
	  .text = "03:20.0 X\n" ROW0 "03:00.9 Y\n" ROW0,
	  .want = "0000:03:20.0 16:8680c910 X; 0000:03:00.9 16:8680c910 Y; | "
		  "slot-out-of-range@1:0=0000:03:20.0 slot-out-of-range@3:0=0000:03:00.9 " },
	{ .name = "a function digit above 9 is no heading",
	  .text = "03:00.a X\n03:00.0 Y\n" ROW0,
	  .want = "0000:03:00.0 16:8680c910 Y; | " },
	{ .name = "headings without bytes in plain lspci output",
	  .text = "03:00.0 X\n03:00.1 Y\n",
	  .want = "0000:03:00.0 0: X; 0000:03:00.1 0: Y; | " },
	{ .name = "a function without bytes among others",
	  .text = "03:00.0 X\n" ROW0 "03:00.1 Y\n\tWARNING: Cannot show hex-dump\n",
	  .want = "0000:03:00.0 16:8680c910 X; 0000:03:00.1 0: Y; | no-hex@3:0=0000:03:00.1 "
		  "text-unread@3:0=0000:03:00.1 " },
	{ .name = "NUL bytes",
	  .text = "03:00.0 X\0Y\n00: " ROW0_BYTES,
	  .size = sizeof("03:00.0 X\0Y\n00: " ROW0_BYTES) - 1,
	  .want = "0000:03:00.0 16:8680c910 X Y; | nul-byte@1:0 " },
	{ .name = "messages of stderr between",
	  .text = "pcilib: sysfs_read_vpd: read failed\n03:00.0 X\n"
		  "lspci: Unable to load libkmod resources: error -2\n" ROW0,
	  .want = "0000:03:00.0 16:8680c910 X; | " },
	{ .name = "words indented with blanks behind a list, without a blank line at the end",
	  .text = "02:00.0 A [8086:10c9]\n\n    02:00.0 B: X [8086:10c9]\n            Flags: fast\n"
		  "            Capabilities: [50] MSI: Enable- Count=1/8 Maskable+ 64bit+\n",
	  .want = "0000:02:00.0 13:8680c910 B: X [8086:10c9]; | " },
	{ .name = "a heading that was broken in two",
	  .text = "02:00.0 A: X\nY [8086:10c9] (rev 01)\n\tFlags: fast\n\n",
	  .want = "0000:02:00.0 9:8680c910 A: X Y [8086:10c9] (rev 01); | " },
	{ .name = "only drivers are told: nothing is said of capabilities",
	  .text = "02:00.0 A: X [8086:10c9]\n\tSubsystem: Y [8086:0001]\n\tKernel driver in use: y\n\n",
	  .want = "0000:02:00.0 10:8680c910 A: X [8086:10c9]; | " },
	{ .name = "a row whose offset cannot be read",
	  .text = "03:00.0 X\n" ROW0 "1O: 00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff\n",
	  .want = "0000:03:00.0 16:8680c910 X; | line-skipped@3:2 " },
	{ .name = "bytes of a file named in a prompt are of its slot, not of the list before",
	  .text = "$ lspci\n03:00.0 X\n05:00.0 Y\n$ xxd /sys/bus/pci/devices/0000\\:03\\:00.0/config\n"
		  "00000000: 8680 c910 0704 1000 0100 0002 1000 8000  ................\n"
		  "$ hexdump -C /proc/bus/pci/04/00.1\n"
		  "00000000  86 80 ca 10 07 04 10 00  01 00 00 02 10 00 80 00  |................|\n",
	  .want = "0000:05:00.0 0: Y; 0000:03:00.0 16:8680c910 X; 0000:04:00.1 16:8680ca10 -; | " },
	{ .name = "a prompt whose command printed nothing",
	  .text = "03:00.0 X\n# xxd '/sys/bus/pci/devices/0000:03:00.0/config'\nxxd: denied\n"
		  "# xxd /sys/bus/pci/devices/0000:04:00.0/config\n",
	  .want = "0000:03:00.0 0: X; | text-unread@2:0=0000:03:00.0 " },
	{ .name = "ids in words that are not those of the bytes",
	  .text = "03:00.0 A: X [8086:10d3]\n" ROW0,
	  .want = "0000:03:00.0 16:8680c910 A: X [8086:10d3]; | text-contradicts@1:0=0000:03:00.0 (header.device_id) " },
	{ .name = "more messages in words than in the bytes",
	  .text = "03:00.0 A: X\n\tCapabilities: [50] MSI: Enable- Count=1/16 Maskable- 64bit+\n" ROW0
		  "50: 05 00 86 00 00 00 00 00 00 00 00 00 00 00 00 00\n",
	  .want = "0000:03:00.0 33:8680c910 A: X; | text-contradicts@1:0=0000:03:00.0 (msi.control) " },
	{ .name = "a driver that came between the words and the bytes contradicts nothing",
	  .text = "03:00.0 A: X\n\tCapabilities: [50] MSI: Enable- Count=1/8 Maskable- 64bit+\n" ROW0
		  "50: 05 00 b7 00 00 00 e0 fe 00 00 00 00 41 00 00 00\n",
	  .want = "0000:03:00.0 33:8680c910 A: X; | " },
	{ .name = "another capability where words tell of MSI-X, and another size of it",
	  .text = "03:00.0 A: X\n\tCapabilities: [70] MSI-X: Enable+ Count=9 Masked-\n" ROW0
		  "70: 09 00 08 80 03 00 00 00 03 20 00 00 00 00 00 00\n"
		  "04:00.0 A: Y\n\tCapabilities: [70] MSI-X: Enable+ Count=9 Masked-\n" ROW0
		  "70: 11 00 07 00 03 00 00 00 03 20 00 00 00 00 00 00\n",
	  .want = "0000:03:00.0 33:8680c910 A: X; 0000:04:00.0 33:8680c910 A: Y; | "
		  "text-contradicts@1:0=0000:03:00.0 (capability.id) "
		  "text-contradicts@5:0=0000:04:00.0 (msix.control) " },
	{ .name = "words give a virtual function the ids of its device",
	  .text = "03:10.0 A: X [8086:10ed]\n"
		  "00: ff ff ff ff 00 04 10 00 01 00 00 02 00 00 00 00\n",
	  .want = "0000:03:10.0 16:ffffffff A: X [8086:10ed]; | " },
	{ .name = "two functions of one diff, of one only a row",
	  .text = "1c1\n< 03:00.0 A: X\n---\n> 03:00.0 A: Y\n2c2\n< " ROW0
		  "---\n> 00: de 10 c9 10\n"
		  "30c30\n< 40: 01 02 03 04\n---\n> 40: 05 06 07 08\n",
	  .want = "0000:03:00.0 16:8680c910 A: X; 0000:03:00.0 4:de10c910 A: Y; | diff-two-sides@1:0 "
		  "hex-without-slot@10:0 hex-without-slot@12:0 " },
	{ .name = "colours",
	  .text = "\33[1;32m03:00.0\33[0m A: X\n\33[33m00:\33[0m " ROW0_BYTES "\n10: 00 1\33[0m\n",
	  .want = "0000:03:00.0 17:8680c910 A: X; | line-cut@3:8 " },
	{ .name = "a web page",
	  .text = "<html><body><p>Hi<pre>03:00.0 A: X &amp; Y<br>00: " ROW0_BYTES
		  "<br/>10: &#48;&#x31;</pre>\n",
	  .want = "0000:03:00.0 17:8680c910 A: X & Y; | " },
	{ .name = "quoted-printable with a row that goes on",
	  .text = "> 03:00.0 A: X=20=3D\n> 00: 86 80 c9 10 07 04 10 00 01 00=\n 00 02 10 00 80 00\n",
	  .want = "0000:03:00.0 16:8680c910 A: X =; | " },
	{ .name = "numbers of lines",
	  .text = "  9\t03:00.0 A: X\n 10\t" ROW0 " 11\t10: 01\n 12\t\n",
	  .want = "0000:03:00.0 17:8680c910 A: X; | " },
	{ .name = "grep -n and grep -H",
	  .text = "1:03:00.0 A: X\n2:" ROW0 "3:10: 01\n",
	  .want = "0000:03:00.0 17:8680c910 A: X; | " },
	{ .name = "an array of bytes",
	  .text = "static const u8 x[] = { /* 00 */ 0x86, 0x80, 0xc9, 0x10, 7, };\n"
		  "int y[] = {\n\t0x86, 0x80, 0xc9, 0x10, 0x07, 0x04, 0x10, 0x00, // a\n"
		  "0x01,0x00,0x00,0x02,0x10,0x00,0x00,0x00,\n0,\n};\n",
	  .want = "| " },
	{ .name = "times and prose are no headings",
	  .text = "at 03:00.0 something\n12:34:56.7 log\n12:34 log\n03:00.0 X\n" ROW0,
	  .want = "0000:03:00.0 16:8680c910 X; | " },
};

static void every_shape_is_read(void **state)
{
	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct text_case *t = &cases[i];
		char *got = read_text(t->text, t->size ? t->size : strlen(t->text), 65536);

		if (strcmp(got, t->want) != 0)
			print_message("%s\n", t->name);
		assert_string_equal(got, t->want);
		free(got);
	}
}

/* How the input comes in pieces must not matter. */
static void pieces_of_any_size_give_the_same(void **state)
{
	static const size_t chunks[] = { 1, 2, 7, 51, 52, 4096 };

	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct text_case *t = &cases[i];

		for (unsigned k = 0; k < sizeof(chunks) / sizeof(chunks[0]); k++) {
			char *got = read_text(t->text, t->size ? t->size : strlen(t->text),
					      chunks[k]);

			assert_string_equal(got, t->want);
			free(got);
		}
	}
}

/* Cut anywhere, the text is read to its end, and what was whole before stays. */
static void a_text_may_end_anywhere(void **state)
{
	static const char text[] = "0001:03:00.0 X\n" ROW0 ROW1 "\n0001:03:00.1 Y\n" ROW0;

	(void)state;
	for (size_t size = 0; size < sizeof(text); size++) {
		char *got = read_text(text, size, 65536);

		assert_non_null(strchr(got, '|'));
		if (size > strlen("0001:03:00.0 X\n" ROW0))
			assert_non_null(strstr(got, ":8680c910 X; "));
		free(got);
	}
}

static void a_line_without_end_is_cut_and_the_rest_is_read(void **state)
{
	size_t size = 3 * TEXT_BUFFER_SIZE;
	char *text = malloc(size + 256), *got;

	(void)state;
	assert_non_null(text);
	memset(text, 'x', size);
	memcpy(text, "03:00.0 ", 8);
	strcpy(text + size, "\n" ROW0);
	got = read_text(text, strlen(text), 65536);
	assert_non_null(strstr(got, "0000:03:00.0 16:8680c910 xxx"));
	assert_non_null(strstr(got, "| long-line@1:0 "));
	free(got);
	free(text);
}

static void many_crs_before_and_after_a_buffer_are_lines(void **state)
{
	size_t size = TEXT_BUFFER_SIZE - 20;
	char *text = malloc(2 * size + 256), *got;

	(void)state;
	assert_non_null(text);
	memset(text, '\r', 2 * size + 256);
	memcpy(text, "03:00.0 X\n", 10);
	memcpy(text + size, "\r" ROW0 "03:00.1 Y\r" ROW0, 2 * strlen(ROW0) + 11);
	got = read_text(text, 2 * size + 256, 65536);
	assert_string_equal(got, "0000:03:00.0 16:8680c910 X; 0000:03:00.1 16:8680c910 Y; | ");
	free(got);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_crs_before_and_after_a_buffer_are_lines),
		cmocka_unit_test(every_shape_is_read),
		cmocka_unit_test(pieces_of_any_size_give_the_same),
		cmocka_unit_test(a_text_may_end_anywhere),
		cmocka_unit_test(a_line_without_end_is_cut_and_the_rest_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

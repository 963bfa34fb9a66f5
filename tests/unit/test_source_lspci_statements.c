/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <pcimsi/capture.h>

#include "caps/decode.h"
#include "base/str.h"
#include "source/dialect/lspci_statements.h"

/* Decodes text and nothing else; `whole`: the text of the function has its end. */
static struct pcimsi_function decode(const char *heading, const char *text, bool whole)
{
	static struct facts facts;
	static uint8_t data[FACTS_SIZE];
	static uint64_t known[PCIMSI_CONFIG_SIZE / 64];
	struct pcimsi_raw_function raw = { .source = PCIMSI_SOURCE_DECODED };
	struct pcimsi_function function;
	uint32_t size = 0;

	memset(known, 0, sizeof(known));
	facts_begin(&facts);
	while (*text) {
		size_t length = strcspn(text, "\n");
		struct scan line = scan_of(text, length);

		scan_blanks(&line);
		lspci_read(&facts, line.at - text > 1 ? DEPTH_DETAIL : DEPTH_FUNCTION, line);
		text += length + (text[length] == '\n');
	}
	lspci_begin(&facts, heading);
	facts_end(&facts, whole);
	facts_fill(&facts, data, known, &size);
	raw.bytes = (struct pcimsi_bytes){ .data = data, .known = known, .size = size };
	pcimsi_function_decode(&raw, &function);
	return function;
}

#define HEADING "USB controller [0c03]: NEC uPD720200 [1033:0194] (rev 03) (prog-if 30 [XHCI])"
#define TEXT                                                                           \
	"\tSubsystem: Red Hat, Inc. QEMU Virtual Machine [1af4:1100]\n"                \
	"\tControl: I/O+ Mem+ BusMaster+ SpecCycle- MemWINV- VGASnoop- DisINTx+\n"     \
	"\tStatus: Cap+ 66MHz- UDF- FastB2B- ParErr- DEVSEL=fast >TAbort- INTx-\n"     \
	"\tInterrupt: pin A routed to IRQ 24\n"                                        \
	"\tRegion 0: Memory at f7320000 (64-bit, non-prefetchable) [size=16K]\n"       \
	"\tCapabilities: [a0] Express (v2) Root Complex Integrated Endpoint, MSI 00\n" \
	"\t\tDevCap:\tMaxPayload 128 bytes, PhantFunc 0\n"                             \
	"\tCapabilities: [70] MSI: Enable+ Count=1/16 Maskable- 64bit+\n"              \
	"\t\tAddress: 00000000fee01004  Data: 0023\n"                                  \
	"\tCapabilities: [90] MSI-X: Enable- Count=33 Masked-\n"                       \
	"\t\tVector table: BAR=0 offset=00002000\n"                                    \
	"\t\tPBA: BAR=0 offset=00003000\n"

static void text_becomes_the_facts_it_was_made_from(void **state)
{
	struct pcimsi_function function = decode(HEADING, TEXT, true);

	(void)state;
	assert_int_equal(function.vendor_id.value, 0x1033);
	assert_int_equal(function.device_id.value, 0x0194);
	assert_int_equal(function.class_code.value, 0x0c0330);
	assert_int_equal(function.revision.value, 3);
	assert_int_equal(function.subsystem_id.value, 0x1100);
	assert_int_equal(function.command.value, 0x0407);
	assert_int_equal(function.interrupt_pin.value, 1);
	assert_int_equal(function.express_type.value, 9);
	assert_int_equal(function.bars[0].kind, PCIMSI_BAR_MEM64);
	assert_int_equal(function.bars[0].address, 0xf7320000);
	assert_int_equal(function.walk_end, PCIMSI_WALK_COMPLETE);
	assert_int_equal(function.msi.capable, 16);
	assert_int_equal(function.msi.allocated, 1);
	assert_true(function.msi.enabled && function.msi.address_64bit && !function.msi.masking);
	assert_int_equal(function.msi.address.value, 0xfee01004);
	assert_int_equal(function.msi.data.value, 0x23);
	assert_int_equal(function.msix.table_size, 33);
	assert_int_equal(function.msix.table_offset, 0x2000);
	assert_int_equal(function.msix.pba_offset, 0x3000);
}

/* Text that may have been cut proves no absence. */
static void text_without_an_end_proves_no_absence(void **state)
{
	struct pcimsi_function function = decode(
		HEADING,
		"\tFlags: fast devsel\n\tCapabilities: [70] MSI: Enable+ Count=1/1 Maskable- 64bit+\n",
		false);

	(void)state;
	assert_int_not_equal(function.msix.state, PCIMSI_STATE_ABSENT);
	function = decode(HEADING, "\tFlags: fast devsel\n", false);
	assert_int_equal(function.msi.state, PCIMSI_STATE_UNKNOWN);
	function = decode(HEADING, "\tFlags: fast devsel\n", true);
	assert_int_equal(function.msi.state, PCIMSI_STATE_ABSENT);
}

static void access_denied_is_unknown(void **state)
{
	struct pcimsi_function function =
		decode(HEADING, "\tStatus: Cap+ 66MHz-\n\tCapabilities: <access denied>\n", true);

	(void)state;
	assert_int_equal(function.msi.state, PCIMSI_STATE_UNKNOWN);
	assert_int_equal(function.msix.state, PCIMSI_STATE_UNKNOWN);
}

static void a_heading_alone_tells_ids(void **state)
{
	struct pcimsi_function function = decode(HEADING, "", true);

	(void)state;
	assert_int_equal(function.vendor_id.value, 0x1033);
	assert_int_equal(function.device_id.value, 0x0194);
	assert_int_equal(function.class_code.value, 0x0c0330);
	assert_int_equal(function.msi.state, PCIMSI_STATE_UNKNOWN);
	assert_int_equal(function.msix.state, PCIMSI_STATE_UNKNOWN);
}

/* What cannot be right is not known, and makes nothing else known. */
static void odd_text_is_passed_over(void **state)
{
	static const struct {
		const char *text;
		bool whole;
		enum pcimsi_state msi, msix;
	} odd[] = {
		{ "\tCapabilities: [zz] MSI: Enable+ Count=1/1\n", false, PCIMSI_STATE_UNKNOWN,
		  PCIMSI_STATE_UNKNOWN },
		{ "\tCapabilities: [04] MSI: Enable+ Count=1/1\n", true, PCIMSI_STATE_UNKNOWN,
		  PCIMSI_STATE_UNKNOWN },
		{ "\tCapabilities: [fc] MSI: Enable+ Count=1/1 Maskable+ 64bit+\n"
		  "\t\tAddress: ffffffffffffffff  Data: ffff\n\t\tMasking: 1 Pending: 1\n",
		  false, PCIMSI_STATE_PRESENT, PCIMSI_STATE_UNKNOWN },
		{ "\tCapabilities: [70] MSI: Enable+ Count=99999999999999/0\n\t\tAddress: \n", true,
		  PCIMSI_STATE_PRESENT, PCIMSI_STATE_ABSENT },
		{ "\tCapabilities: [70] MSI: Enable+ Count=1/3\n", true, PCIMSI_STATE_PRESENT,
		  PCIMSI_STATE_ABSENT },
		{ "\tCapabilities: [70] MSI-X: Enable+ Count=4096\n\t\tPBA: BAR=9 offset=0\n",
		  false, PCIMSI_STATE_UNKNOWN, PCIMSI_STATE_PRESENT },
		{ "\tRegion 9: Memory at 0\n"
		  "\tRegion 5: Memory at ffffffffffffffff (64-bit, prefetchable) [size=9999T]\n",
		  true, PCIMSI_STATE_UNKNOWN, PCIMSI_STATE_UNKNOWN },
		{ "\tInterrupt: pin\n\tInterrupt: pin ?\n", false, PCIMSI_STATE_UNKNOWN,
		  PCIMSI_STATE_UNKNOWN },
		{ "\t\n\t\t\n\t\t\t\n", true, PCIMSI_STATE_UNKNOWN, PCIMSI_STATE_UNKNOWN },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		struct pcimsi_function function = decode("x [: (rev (prog-if [1:2]", odd[i].text,
							 odd[i].whole);

		print_message("%s", odd[i].text);
		assert_int_equal(function.msi.state, odd[i].msi);
		assert_int_equal(function.msix.state, odd[i].msix);
		assert_false(function.vendor_id.known || function.class_code.known);
		assert_false(function.interrupt_pin.known);
		assert_false(i != 2 && (function.msi.control.known || function.msix.control.known));
		assert_int_equal(function.bars[5].kind, PCIMSI_BAR_UNKNOWN);
	}
}

/* ---- a whole capture: with its rows, and without them ---------------------------------------- */

/* Copies a capture without its rows of hex. */
static void strip_rows(const char *from, const char *to)
{
	FILE *in = fopen(from, "r"), *out = fopen(to, "w");
	char line[4096];

	assert_non_null(in);
	assert_non_null(out);
	while (fgets(line, sizeof(line), in)) {
		size_t digits = strspn(line, "0123456789abcdef");

		if (digits < 2 || digits > 3 || line[digits] != ':' || line[digits + 1] != ' ')
			fputs(line, out);
	}
	fclose(in);
	fclose(out);
}

static struct pcimsi_capture *open_path(const char *path)
{
	const struct pcimsi_capture_options options = { .size = sizeof(options) };
	struct pcimsi_capture *capture;

	assert_int_equal(pcimsi_capture_open(path, &options, &capture, NULL), 0);
	return capture;
}

static void assert_same_facts(const struct pcimsi_function *a, const struct pcimsi_function *b)
{
	assert_int_equal(a->msi.state, b->msi.state);
	assert_int_equal(a->msi.control.value, b->msi.control.value);
	assert_int_equal(a->msi.address.value, b->msi.address.value);
	assert_int_equal(a->msi.data.value, b->msi.data.value);
	assert_int_equal(a->msix.state, b->msix.state);
	assert_int_equal(a->msix.control.value, b->msix.control.value);
	assert_int_equal(a->msix.table.value, b->msix.table.value);
	assert_int_equal(a->msix.pba.value, b->msix.pba.value);
	assert_int_equal(a->interrupt_pin.value, b->interrupt_pin.value);
	assert_int_equal(a->express_type.known, b->express_type.known);
	assert_int_equal(a->express_type.value, b->express_type.value);
	assert_int_equal(a->vendor_id.value, b->vendor_id.value);
	assert_int_equal(a->subsystem_id.value, b->subsystem_id.value);
	assert_int_equal(a->class_code.value, b->class_code.value);
}

static void a_capture_without_its_rows_gives_the_same_facts(void **state)
{
	static const char capture[] = "dumps/lab-virtio.txt";
	char path[] = "/tmp/pcimsi-decoded-XXXXXX";
	const struct pcimsi_raw_function *raw_a, *raw_b;
	struct pcimsi_capture *with, *without;
	unsigned functions = 0;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	strip_rows(capture, path);
	with = open_path(capture);
	without = open_path(path);
	while (pcimsi_capture_next(with, &raw_a) == 1) {
		struct pcimsi_function a, b;

		assert_int_equal(pcimsi_capture_next(without, &raw_b), 1);
		assert_int_equal(raw_b->source, PCIMSI_SOURCE_DECODED);
		pcimsi_function_decode(raw_a, &a);
		pcimsi_function_decode(raw_b, &b);
		assert_same_facts(&a, &b);
		functions++;
	}
	assert_int_equal(functions, 36);
	pcimsi_capture_close(with);
	pcimsi_capture_close(without);
	remove(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_becomes_the_facts_it_was_made_from),
		cmocka_unit_test(text_without_an_end_proves_no_absence),
		cmocka_unit_test(access_denied_is_unknown),
		cmocka_unit_test(a_heading_alone_tells_ids),
		cmocka_unit_test(odd_text_is_passed_over),
		cmocka_unit_test(a_capture_without_its_rows_gives_the_same_facts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

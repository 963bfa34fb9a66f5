/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_source_common.h"

/* Captures that a program has in memory: what a file with the same bytes would give. */

static int open_memory(struct lab *lab, const void *bytes, size_t size, const char *name)
{
	const struct pcimsi_capture_options options = {
		.size = sizeof(options), .notes = { .call = take_note, .user = lab }
	};

	lab->capture = NULL;
	memset(lab->notes, 0, sizeof(lab->notes));
	return pcimsi_capture_open_memory(bytes, size, name, &options, &lab->capture, &lab->detail);
}

static int open_text(struct lab *lab, const char *text)
{
	return open_memory(lab, text, strlen(text), "held");
}

static void a_text(void **state)
{
	struct lab *lab = *state;

	assert_int_equal(open_text(lab, "00:05.0 A\n00: 86 80 05 00\n00: zz\n\n00:06.0 B\n"
					"00: 86 80 06 00\n"),
			 0);
	assert_string_equal(pcimsi_capture_name(lab->capture), "held");
	expect_function(lab, "0000:00:05.0", 5, NULL);
	expect_function(lab, "0000:00:06.0", 6, NULL);
	assert_int_equal(lab->notes[PCIMSI_NOTE_LINE_SKIPPED], 1);
	expect_end(lab, 0);
}

/* Longer than the buffer of a reader. */
static void a_long_text(void **state)
{
	enum { COUNT = 20000, EACH = 28 };
	struct lab *lab = *state;
	char *text = malloc((size_t)COUNT * EACH + 1), *end = text;

	assert_non_null(text);
	for (int i = 0; i < COUNT; i++)
		end += sprintf(end, "%02x:%02x.0 A\n00: 86 80 05 00\n", i >> 5 & 0xff, i & 0x1f);
	assert_int_equal(open_memory(lab, text, (size_t)(end - text), "held"), 0);
	for (int i = 0; i < COUNT; i++)
		assert_int_equal(pcimsi_capture_next(lab->capture, &lab->raw), 1);
	expect_end(lab, 0);
	free(text);
}

static void rows_of_windows(void **state)
{
	struct lab *lab = *state;

	assert_int_equal(open_text(lab, "pcimsi-windows;0;196608;4;5;PCI\\VEN_8086&DEV_10D3&SUBSYS_"
					"00008086&REV_00\n"),
			 0);
	expect_function(lab, "0000:00:03.0", 0x10d3, NULL);
	expect_end(lab, 0);
}

/* Of raw bytes the name tells the slot; a name that says nothing is noted. */
static void raw_bytes(void **state)
{
	static const uint8_t bytes[64] = { 0x86, 0x80, 0xd3, 0x10 };
	struct lab *lab = *state;

	assert_int_equal(open_memory(lab, bytes, sizeof(bytes), "0000:03:00.1.bin"), 0);
	expect_function(lab, "0000:03:00.1", 0x10d3, NULL);
	assert_int_equal(lab->notes[PCIMSI_NOTE_NAME_WITHOUT_SLOT], 0);
	expect_end(lab, 0);
	assert_int_equal(open_memory(lab, bytes, sizeof(bytes), "-"), 0);
	expect_function(lab, "0000:00:00.0", 0x10d3, NULL);
	assert_int_equal(lab->notes[PCIMSI_NOTE_NAME_WITHOUT_SLOT], 1);
	expect_end(lab, 0);
}

static void a_mail(void **state)
{
	static const char mail[] = "From: a@example.org\nTo: b@example.org\nSubject: card\n"
				   "MIME-Version: 1.0\nContent-Type: text/plain\n"
				   "Content-Transfer-Encoding: base64\n\n"
				   "MDA6MDUuMCBBCjAwOiA4NiA4MCAwNSAwMAo=\n";
	struct lab *lab = *state;

#ifndef HAVE_GMIME
	assert_int_equal(open_text(lab, mail), PCIMSI_ERR_UNSUPPORTED);
#else
	assert_int_equal(open_text(lab, mail), 0);
	expect_function(lab, "0000:00:05.0", 5, NULL);
	expect_end(lab, 0);
#endif
}

static void what_is_no_capture(void **state)
{
	static const uint8_t nothing[64];
	struct lab *lab = *state;

	assert_int_equal(open_memory(lab, NULL, 0, "held"), PCIMSI_ERR_EMPTY);
	assert_string_equal(lab->detail, "it holds no bytes");
	assert_int_equal(open_text(lab, "Dear all,\nthe card is gone.\n"), PCIMSI_ERR_FORMAT);
	assert_string_equal(lab->detail, "text without slot headings and hex rows");
	assert_null(lab->capture);
	/* The name is no path. */
	assert_int_equal(open_memory(lab, "x", 1, "/"), PCIMSI_ERR_FORMAT);
	assert_int_equal(pcimsi_capture_open_memory(nothing, 64, "held",
						    &(struct pcimsi_capture_options){ .size = 0 },
						    &lab->capture, NULL),
			 PCIMSI_ERR_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LAB_TEST(a_text),    LAB_TEST(a_long_text), LAB_TEST(rows_of_windows),
		LAB_TEST(raw_bytes), LAB_TEST(a_mail),      LAB_TEST(what_is_no_capture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

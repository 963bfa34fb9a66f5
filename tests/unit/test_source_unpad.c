/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "source/text_encoding.h"
#include "source/unpad.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define BYTES(text) .bytes = (text), .size = sizeof(text) - 1

struct input {
	const char *at;
	size_t left;
	size_t step; /* bytes that one read() gives */
	bool fails;  /* in place of an end */
};

static ssize_t read_input(void *source, void *buffer, size_t size)
{
	struct input *input = source;

	if (size > input->left)
		size = input->left;
	if (size > input->step)
		size = input->step;
	memcpy(buffer, input->at, size);
	input->at += size;
	input->left -= size;
	if (!size && input->fails) {
		errno = EIO;
		return -1;
	}
	return (ssize_t)size;
}

static void keep_detail(void *user, const struct pcimsi_note *note)
{
	char *told = user;

	assert_int_equal(note->code, PCIMSI_NOTE_NUL_PADDING);
	assert_string_equal(told, "");
	strcpy(told, note->detail);
}

static const struct {
	const char *name, *bytes;
	size_t size;
	const char *text;
	size_t length;
	const char *told;
} cases[] = {
	{ .name = "none", BYTES("ab\n"), .text = "ab\n", .length = 3, .told = "" },
	{ .name = "one",
	  BYTES("ab\n\0"),
	  .text = "ab\n",
	  .length = 3,
	  .told = "1 NUL byte from offset 0x3 on" },
	{ .name = "between", BYTES("a\0\0b\0c"), .text = "a\0\0b\0c", .length = 6, .told = "" },
	{ .name = "both",
	  BYTES("\0a\0b\0\0\0"),
	  .text = "\0a\0b",
	  .length = 4,
	  .told = "3 NUL bytes from offset 0x4 on" },
	{ .name = "UTF-16LE",
	  BYTES("\xff\xfe"
		"a\0\n\0\0\0\0\0"),
	  .text = "a\n",
	  .length = 2,
	  .told = "4 NUL bytes from offset 0x6 on" },
	{ .name = "UTF-16BE",
	  BYTES("\xfe\xff\0a\0\n\0\0\0\0"),
	  .text = "a\n",
	  .length = 2,
	  .told = "4 NUL bytes from offset 0x6 on" },
	{ .name = "UTF-16LE, no padding",
	  BYTES("\xff\xfe"
		"a\0\n\0"),
	  .text = "a\n",
	  .length = 2,
	  .told = "" },
};

static void check(size_t i, size_t step, bool fails)
{
	struct input input = {
		.at = cases[i].bytes, .left = cases[i].size, .step = step, .fails = fails
	};
	char told[100] = "";
	struct notes notes = { .sink = { .call = keep_detail, .user = told } };
	struct text_reader reader;
	const char *head;
	size_t size;

	assert_int_equal(text_reader_open(&reader, read_input, &input), 0);
	assert_int_equal(unpad_apply(&reader, &notes), 0);
	assert_int_equal(text_encoding_apply(&reader), 0);
	size = text_reader_peek(&reader, &head);
	assert_int_equal(size, cases[i].length);
	assert_memory_equal(head, cases[i].text, size);
	assert_string_equal(told, cases[i].told);
	text_reader_close(&reader);
}

static void nuls_at_the_end_are_left_out(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (size_t step = 1; step < 5; step++) {
			check(i, step, false);
			check(i, step, true);
		}
}

/* More than any buffer, and something behind them all the same. */
static void many_nuls_are_given_if_something_follows(void **state)
{
	size_t size = 3 * TEXT_BUFFER_SIZE;
	char *bytes = calloc(1, size), told[100] = "";
	struct input input = { .at = bytes, .left = size, .step = size };
	struct notes notes = { .sink = { .call = keep_detail, .user = told } };
	struct text_reader reader;
	const char *line;
	size_t length;

	(void)state;
	assert_non_null(bytes);
	bytes[0] = 'a';
	bytes[1] = '\n';
	bytes[size - 2] = '\n';
	bytes[size - 1] = 'z';
	assert_int_equal(text_reader_open(&reader, read_input, &input), 0);
	assert_int_equal(unpad_apply(&reader, &notes), 0);
	assert_true(text_reader_next(&reader, &line, &length));
	assert_int_equal(length, 1);
	assert_true(text_reader_next(&reader, &line, &length));
	assert_true(reader.was_cut);
	assert_true(text_reader_next(&reader, &line, &length));
	assert_int_equal(length, 1);
	assert_int_equal(*line, 'z');
	assert_string_equal(told, "");
	text_reader_close(&reader);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nuls_at_the_end_are_left_out),
		cmocka_unit_test(many_nuls_are_given_if_something_follows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

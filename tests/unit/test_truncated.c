/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "caps/decode.h"

#include <stdio.h>

#include <pcimsi/pcimsi.h>

/*
 * A capture and an INF that end after each of their bytes. What is left of a capture is what
 * the whole one says, or not known: a byte that was cut is never another one, and what
 * was cut off is never absent.
 */

#define FUNCTIONS_MAX 16

struct text {
	char *bytes;
	size_t size;
};

static struct text capture_text, inf_text;

/* With the bytes that it borrows. */
struct kept {
	struct pcimsi_function function;
	uint8_t data[PCIMSI_CONFIG_SIZE];
	uint64_t known[PCIMSI_CONFIG_SIZE / 64];
};

static struct kept whole[FUNCTIONS_MAX];
static uint32_t n_whole;

static void read_text(const char *path, struct text *text)
{
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	text->bytes = malloc(1 << 16);
	assert_non_null(text->bytes);
	text->size = fread(text->bytes, 1, (1 << 16) - 1, file);
	text->bytes[text->size] = '\0';
	fclose(file);
	assert_in_range(text->size, 1000, (1 << 16) - 2);
}

/* Slots and rows of bytes: what lspci tells beside them leaves out what is 0. */
static void keep_bytes_only(struct text *text)
{
	char *to = text->bytes, *end = text->bytes + text->size;

	for (char *line = text->bytes, *next; line < end; line = next) {
		char *blank = strchr(line, ' ');
		size_t size;

		next = strchr(line, '\n') + 1;
		if (*line == '\t')
			continue;
		size = (size_t)(next - line);
		memmove(to, line, size);
		if (blank && blank < next && memchr(line, '.', (size_t)(blank - line))) {
			size = (size_t)(blank - line) + 1;
			to[size - 1] = '\n';
		}
		to += size;
	}
	text->size = (size_t)(to - text->bytes);
}

/* Of exactly this size, so that a sanitizer sees a read behind it. */
static void *cut(const struct text *text, size_t size)
{
	void *bytes = malloc(size ? size : 1);

	assert_non_null(bytes);
	memcpy(bytes, text->bytes, size);
	return bytes;
}

static bool is_known(const struct pcimsi_bytes *bytes, uint32_t offset)
{
	if (offset >= bytes->size)
		return false;
	return !bytes->known || (bytes->known[offset / 64] >> (offset % 64) & 1);
}

static void keep(const struct pcimsi_raw_function *raw)
{
	struct pcimsi_raw_function copy = { .slot = raw->slot, .source = raw->source };
	struct kept *kept = &whole[n_whole++];

	assert_true(n_whole <= FUNCTIONS_MAX);
	memcpy(kept->data, raw->bytes.data, raw->bytes.size);
	for (uint32_t i = 0; i < raw->bytes.size; i++)
		kept->known[i / 64] |= (uint64_t)is_known(&raw->bytes, i) << (i % 64);
	copy.bytes = (struct pcimsi_bytes){ kept->data, kept->known, raw->bytes.size };
	pcimsi_function_decode(&copy, &kept->function);
}

static void expect_part(const struct pcimsi_raw_function *raw, const struct pcimsi_function *of)
{
	struct pcimsi_function function;

	assert_int_equal(raw->slot.device, of->raw.slot.device);
	assert_int_equal(raw->slot.function, of->raw.slot.function);
	for (uint32_t i = 0; i < raw->bytes.size; i++)
		if (is_known(&raw->bytes, i)) {
			assert_true(is_known(&of->raw.bytes, i));
			assert_int_equal(raw->bytes.data[i], of->raw.bytes.data[i]);
		}
	pcimsi_function_decode(raw, &function);
	if (function.msi.state != PCIMSI_STATE_UNKNOWN)
		assert_int_equal(function.msi.state, of->msi.state);
	if (function.msix.state != PCIMSI_STATE_UNKNOWN)
		assert_int_equal(function.msix.state, of->msix.state);
	if (function.msix.control.known)
		assert_int_equal(function.msix.table_size, of->msix.table_size);
}

/* How many functions there are. */
static uint32_t read_capture(size_t size, void (*see)(const struct pcimsi_raw_function *raw,
						      const struct pcimsi_function *of))
{
	const struct pcimsi_capture_options options = { .size = sizeof(options) };
	void *bytes = cut(&capture_text, size);
	const struct pcimsi_raw_function *raw;
	struct pcimsi_capture *capture;
	const char *detail;
	uint32_t count = 0;

	if (pcimsi_capture_open_memory(bytes, size, "c", &options, &capture, &detail) == 0) {
		while (pcimsi_capture_next(capture, &raw) == 1) {
			if (see) {
				assert_true(count < n_whole);
				see(raw, &whole[count].function);
			} else {
				keep(raw);
			}
			count++;
		}
		pcimsi_capture_close(capture);
	}
	free(bytes);
	return count;
}

static void a_capture_that_ends_anywhere(void **state)
{
	uint32_t before = 0;

	(void)state;
	for (size_t size = 0; size <= capture_text.size; size++) {
		uint32_t count = read_capture(size, expect_part);

		assert_true(count >= before);
		before = count;
	}
	assert_int_equal(before, n_whole);
	assert_in_range(n_whole, 4, FUNCTIONS_MAX);
}

/* ---- an INF ---------------------------------------------------------------------------------- */

static void judge(struct pcimsi_inf *inf, uint32_t *ret_verdicts)
{
	const struct pcimsi_check_options options = { .size = sizeof(options), .unmatched = true };
	struct pcimsi_check *check = pcimsi_check_new(&options);
	const struct pcimsi_run *run;

	assert_non_null(check);
	assert_int_equal(pcimsi_check_add_inf(check, inf, &pcimsi_target_default, true), 0);
	for (uint32_t i = 0; i < n_whole; i++)
		assert_int_equal(pcimsi_check_add_function(check, &whole[i].function, "c", true),
				 0);
	assert_int_equal(pcimsi_check_run(check, &run), 0);
	*ret_verdicts = run->n_verdicts;
	pcimsi_check_free(check);
}

static void an_inf_that_ends_anywhere(void **state)
{
	uint32_t most = 0;

	(void)state;
	for (size_t size = 0; size <= inf_text.size; size++) {
		const struct pcimsi_inf_options options = { .size = sizeof(options) };
		void *bytes = cut(&inf_text, size);
		struct pcimsi_inf *inf = NULL;
		uint32_t count = 0;

		if (pcimsi_inf_open("t.inf", bytes, size, &options, &inf) == 0)
			judge(inf, &count);
		pcimsi_inf_close(inf);
		free(bytes);
		most = count > most ? count : most;
	}
	assert_in_range(most, 3, FUNCTIONS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_capture_that_ends_anywhere),
		cmocka_unit_test(an_inf_that_ends_anywhere),
	};
	int failed;

	read_text("dumps/demo.txt", &capture_text);
	read_text("dumps/demo.inf", &inf_text);
	keep_bytes_only(&capture_text);
	read_capture(capture_text.size, NULL);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	free(capture_text.bytes);
	free(inf_text.bytes);
	return failed;
}

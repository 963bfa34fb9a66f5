/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caps/decode.h"
#include "test_source_common.h"

#include "fuzz/fewer_bytes.h"

#include <ctype.h>
#include <dirent.h>

/*
 * Every shipped capture, function by function, with one row of bytes left out in turn:
 * whatever else is said then has to be "unknown".
 */

#define BLOCK_MAX 32768

/* "1f0: 00 01 ..." */
static bool is_row(const char *line)
{
	size_t digits = strspn(line, "0123456789abcdef");

	return (digits == 2 || digits == 3) && line[digits] == ':' && line[digits + 1] == ' ' &&
	       isxdigit((unsigned char)line[digits + 2]) &&
	       isxdigit((unsigned char)line[digits + 3]);
}

/* Writes the block without its row `left_out`, counted from 0; how many rows it has. */
static int write_block(struct lab *lab, const char *block, int left_out)
{
	FILE *file = fopen(at(lab, "block"), "w");
	int rows = 0;

	assert_non_null(file);
	for (const char *line = block; *line;) {
		size_t length = strcspn(line, "\n") + 1;

		if (!is_row(line) || rows++ != left_out)
			fprintf(file, "%.*s", (int)length, line);
		line += length;
	}
	assert_int_equal(fclose(file), 0);
	return rows;
}

/* Reads the block into `ret`; its bytes live as long as the capture. */
static struct pcimsi_capture *read_block(struct lab *lab, struct pcimsi_function *ret)
{
	const struct pcimsi_capture_options options = { .size = sizeof(options) };
	const struct pcimsi_raw_function *raw;
	struct pcimsi_capture *capture;

	assert_int_equal(pcimsi_capture_open(at(lab, "block"), &options, &capture, NULL), 0);
	assert_int_equal(pcimsi_capture_next(capture, &raw), 1);
	pcimsi_function_decode(raw, ret);
	return capture;
}

/* Whether row `number` is one of zeros above the first 256 bytes, as nearly all are. */
static bool is_filler(const char *block, int number)
{
	const char *line = block;

	for (int rows = 0; *line; line += strcspn(line, "\n") + 1) {
		if (is_row(line) && rows++ == number)
			break;
	}
	return number >= 16 &&
	       strspn(strchr(line, ':') + 1, " 0") == strcspn(strchr(line, ':') + 1, "\n");
}

/* The same without text around it: 16 bytes of `whole` that nobody read. */
static void decode_without(const struct pcimsi_function *whole, int row,
			   struct pcimsi_function *ret_part)
{
	struct pcimsi_raw_function raw = whole->raw;
	uint64_t known[PCIMSI_CONFIG_SIZE / 64];
	uint32_t at = (uint32_t)row * 16;

	for (uint32_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		known[i] = raw.bytes.known ? raw.bytes.known[i] : UINT64_MAX;
	known[at / 64] &= ~((uint64_t)0xffff << at % 64);
	raw.bytes.known = known;
	pcimsi_function_decode(&raw, ret_part);
}

static unsigned try_block(struct lab *lab, const char *block)
{
	int rows = write_block(lab, block, -1);
	struct pcimsi_function whole, part;
	struct pcimsi_capture *capture = read_block(lab, &whole);

	for (int row = 0; row < rows; row++) {
		struct pcimsi_capture *cut = NULL;
		const char *fault;

		if (is_filler(block, row)) {
			decode_without(&whole, row, &part);
		} else {
			write_block(lab, block, row);
			cut = read_block(lab, &part);
		}
		fault = fewer_bytes_fault(&part, &whole);
		if (fault)
			fail_msg("%.40s: without row %d: %s", block, row, fault);
		pcimsi_capture_close(cut);
	}
	pcimsi_capture_close(capture);
	return (unsigned)rows;
}

/* Of a dump, functions stand between empty lines. */
static unsigned try_dump(struct lab *lab, const char *path)
{
	FILE *file = fopen(path, "r");
	char line[4096], block[BLOCK_MAX] = "";
	unsigned rows = 0;

	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		assert_true(strlen(block) + strlen(line) < sizeof(block));
		strcat(block, line);
		if (*line != '\n')
			continue;
		rows += strchr(block, ':') ? try_block(lab, block) : 0;
		*block = '\0';
	}
	rows += *block ? try_block(lab, block) : 0;
	fclose(file);
	return rows;
}

static void a_lost_row_makes_nothing_known(void **state)
{
	DIR *folder = opendir("dumps");
	struct dirent *entry;
	unsigned rows = 0;

	assert_non_null(folder);
	while ((entry = readdir(folder))) {
		char path[512];

		if (!strstr(entry->d_name, ".txt"))
			continue;
		snprintf(path, sizeof(path), "dumps/%s", entry->d_name);
		rows += try_dump(*state, path);
	}
	closedir(folder);
	assert_true(rows > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = { LAB_TEST(a_lost_row_makes_nothing_known) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

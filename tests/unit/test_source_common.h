/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_TESTS_TEST_SOURCE_COMMON_H
#define PCIMSI_TESTS_TEST_SOURCE_COMMON_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "caps/decode.h"

#include <pcimsi/capture.h>

/* A folder of its own for each test, and what a capture in it gives. */
struct lab {
	char folder[64];
	char path[512];
	unsigned notes[PCIMSI_NOTE_COUNT];
	char last_detail[512]; /* of the last note that has one */
	struct pcimsi_capture *capture;
	const struct pcimsi_raw_function *raw;
	const char *detail;
};

static inline int set_up(void **state)
{
	struct lab *lab = calloc(1, sizeof(*lab));

	*state = lab;
	if (!lab)
		return -1;
	strcpy(lab->folder, "/tmp/pcimsi-test-XXXXXX");
	return mkdtemp(lab->folder) && setenv("FOLDER", lab->folder, 1) == 0 ? 0 : -1;
}

static inline int tear_down(void **state)
{
	int failed = system("chmod -R u+rwX \"$FOLDER\" && rm -rf \"$FOLDER\"");

	free(*state);
	return failed;
}

#define LAB_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

/* Runs a command of the shell inside the folder. */
static inline void sh(const char *command)
{
	char line[4096];

	assert_true(snprintf(line, sizeof(line), "cd \"$FOLDER\" && { %s\n}", command) <
		    (int)sizeof(line));
	assert_int_equal(system(line), 0);
}

static inline const char *at(struct lab *lab, const char *name)
{
	snprintf(lab->path, sizeof(lab->path), "%s/%s", lab->folder, name);
	return lab->path;
}

/* Configuration bytes of 8086:`device` or so, `size` of them; the rest is zeros. */
static inline void put_config(struct lab *lab, const char *name, unsigned vendor, unsigned device,
			      size_t size)
{
	uint8_t bytes[8192] = { (uint8_t)vendor, (uint8_t)(vendor >> 8), (uint8_t)device,
				(uint8_t)(device >> 8) };
	FILE *file = fopen(at(lab, name), "w");

	assert_non_null(file);
	assert_true(size <= sizeof(bytes));
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

static inline void take_note(void *user, const struct pcimsi_note *note)
{
	struct lab *lab = user;

	lab->notes[note->code]++;
	if (note->detail)
		snprintf(lab->last_detail, sizeof(lab->last_detail), "%s", note->detail);
}

static inline int open_capture(struct lab *lab, const char *name)
{
	const struct pcimsi_capture_options options = {
		.size = sizeof(options), .notes = { .call = take_note, .user = lab }
	};

	lab->capture = NULL;
	memset(lab->notes, 0, sizeof(lab->notes));
	return pcimsi_capture_open(at(lab, name), &options, &lab->capture, &lab->detail);
}

static inline void close_capture(struct lab *lab)
{
	pcimsi_capture_close(lab->capture);
	lab->capture = NULL;
}

/* The next function has this slot and device id; `member` NULL: any. */
static inline void expect_function(struct lab *lab, const char *slot, unsigned device,
				   const char *member)
{
	struct pcimsi_function function;
	char text[PCIMSI_SLOT_TEXT];

	assert_int_equal(pcimsi_capture_next(lab->capture, &lab->raw), 1);
	assert_string_equal(pcimsi_slot_text(lab->raw->slot, text), slot);
	pcimsi_function_decode(lab->raw, &function);
	assert_true(function.device_id.known);
	assert_int_equal(function.device_id.value, device);
	if (member)
		assert_string_equal(lab->raw->member, member);
}

static inline void expect_end(struct lab *lab, int end)
{
	assert_int_equal(pcimsi_capture_next(lab->capture, &lab->raw), end);
	assert_int_equal(pcimsi_capture_next(lab->capture, &lab->raw), end);
	close_capture(lab);
}

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/capture.h>

#include "fuzz.h"

/*
 * Whatever the bytes are, a text, an archive or a mail: as a program reads them that has them
 * in memory. Twice the same is read, and what is told lies in memory that is there.
 */

#define FUNCTIONS_MAX 10000 /* of an archive that expands; the rest is more of the same */

static void see_note(void *user, const struct pcimsi_note *note)
{
	uint32_t *count = user;

	touch(note->input);
	if (note->detail)
		touch(note->detail);
	++*count;
}

static uint32_t read_functions(struct pcimsi_capture *capture)
{
	const struct pcimsi_raw_function *raw;
	uint32_t count = 0;

	while (count < FUNCTIONS_MAX && pcimsi_capture_next(capture, &raw) == 1) {
		const struct pcimsi_function *function;

		CHECK(raw->bytes.size <= 4096);
		touch_bytes(raw->bytes.data, raw->bytes.size);
		if (raw->member)
			touch(raw->member);
		CHECK(pcimsi_function_new(raw, &function) == 0);
		pcimsi_function_free(function);
		count++;
	}
	return count;
}

static uint32_t read_all(const uint8_t *data, size_t size)
{
	uint32_t n_notes = 0;
	const struct pcimsi_capture_options options = {
		.size = sizeof(options),
		.notes = { .call = see_note, .user = &n_notes },
	};
	struct pcimsi_capture *capture;
	const char *detail;
	int err = pcimsi_capture_open_memory(data, size, "0000:03:00.0.bin", &options, &capture,
					     &detail);
	uint32_t count = 0;

	if (!err) {
		count = read_functions(capture);
		pcimsi_capture_close(capture);
	} else if (detail) {
		touch(detail);
	}
	return count << 8 ^ n_notes ^ (err ? 1u << 31 : 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CHECK(read_all(data, size) == read_all(data, size));
	return 0;
}

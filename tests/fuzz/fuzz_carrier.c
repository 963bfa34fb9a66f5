/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "../support/memory.h"
#include "fuzz.h"

#include "source/carrier/carrier.h"

/*
 * Every line that comes out of the filters lies in memory that is there, and names a place
 * of the input; whatever the filters take off, they come to an end.
 */

static void drain(struct carriers *carriers, size_t size)
{
	struct text_line line;
	bool bare;

	while (carriers_next(carriers, &line, &bare)) {
		if (carriers_undo(carriers, &line, bare) == CARRIED_MARK)
			continue;
		touch_bytes((const uint8_t *)line.text, line.length);
		CHECK(line.number && line.number <= size + 1);
		for (size_t i = 0; i < line.length; i++)
			CHECK(text_line_column(&line, i));
		/* As if a heading stood there. */
		if (line.length > 2 && line.text[0] == ' ')
			carriers_indent(carriers, (unsigned)line.text[1] % 9);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct carriers carriers;
	struct memory memory = { .data = data, .size = size };
	struct text_reader reader;
	struct notes notes = { 0 };
	const char *head;
	size_t size_peeked;

	if (text_reader_open(&reader, read_memory, &memory))
		return 0;
	memset(&carriers, 0, sizeof(carriers));
	size_peeked = text_reader_peek(&reader, &head);
	carriers_init(&carriers, &reader, &notes, head, size_peeked);
	drain(&carriers, size);
	if (carriers_turn(&carriers))
		drain(&carriers, size);
	carriers_done(&carriers);
	text_reader_close(&reader);
	return 0;
}

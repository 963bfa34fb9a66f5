/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fuzz.h"

#include "source/dialect/byte_array.h"
#include "source/dialect/dialect.h"

/*
 * The first byte chooses a dialect, the lines behind it are headings, rows and
 * statements to it: none may read past its line, or tell more bytes than there are.
 */

static void statement(const struct dialect *dialect, struct facts *facts, struct scan text)
{
	enum statement kind = dialect->classify ? dialect->classify(text) : STATEMENT_NOT;

	if (kind == STATEMENT_READ)
		dialect->read(facts, (enum depth)((size_t)(text.end - text.at) % 3), text);
}

static void one_line(const struct dialect *dialect, const char *line, size_t length)
{
	static struct dialects state;
	struct heading heading = { 0 };
	struct hexline row;

	if (dialect->heading(scan_of(line, length), &state.context, &heading))
		touch(heading.text);
	if (dialect->inner)
		dialect->inner(scan_of(line, length), &heading);
	if (dialect->row ? dialect->row(line, length, &row) : hexline_parse(line, length, &row)) {
		CHECK(row.count <= sizeof(row.bytes) && row.end <= length && row.bad_at <= length);
		touch_bytes(row.bytes, row.count);
	}
}

/* Each line in memory of its own, so that a byte too far is seen. */
static void each_line(const struct dialect *dialect, const uint8_t *data, size_t size)
{
	static struct array array;
	uint64_t known[PCIMSI_CONFIG_SIZE / 64] = { 0 };
	uint8_t bytes[PCIMSI_CONFIG_SIZE];
	struct facts facts;
	uint32_t filled = 0;

	memset(&array, 0, sizeof(array));
	facts_begin(&facts);
	while (size) {
		const uint8_t *end = memchr(data, '\n', size);
		size_t length = end ? (size_t)(end - data) : size;
		char *line = malloc(length + 1);

		CHECK(line);
		memcpy(line, data, length);
		one_line(dialect, line, length);
		statement(dialect, &facts, scan_of(line, length));
		if (array_line(&array, line, length, 1))
			CHECK(array.size <= sizeof(array.data));
		free(line);
		data += length + (end != NULL);
		size -= length + (end != NULL);
	}
	facts_end(&facts, true);
	facts_fill(&facts, bytes, known, &filled);
	CHECK(filled <= FACTS_SIZE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char heading[HEADING_SIZE];
	const struct dialect *dialect;
	struct facts facts;

	if (!size)
		return 0;
	dialect = dialects[data[0] % n_dialects];
	each_line(dialect, data + 1, size - 1);
	if (dialect->begin && size < HEADING_SIZE) {
		memcpy(heading, data + 1, size - 1);
		heading[size - 1] = '\0';
		facts_begin(&facts);
		dialect->begin(&facts, heading);
	}
	return 0;
}

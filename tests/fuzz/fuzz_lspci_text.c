/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caps/decode.h"
#include "../support/memory.h"
#include "fuzz.h"

#include "source/source.h"

/*
 * The first byte says in which pieces the rest is read. However it is cut up,
 * the functions and their bytes have to be the same.
 */

static uint64_t mix(uint64_t hash, uint64_t value)
{
	return (hash ^ value) * UINT64_C(0x100000001b3);
}

static uint64_t read_all(const uint8_t *data, size_t size, size_t chunk)
{
	struct memory memory = { .data = data, .size = size, .chunk = chunk };
	struct pcimsi_capture capture = { .ops = &source_text, .name = "fuzz" };
	const struct pcimsi_capture_options options = { .size = sizeof(options) };
	const struct pcimsi_raw_function *raw;
	uint64_t hash = 0;

	if (text_reader_open(&capture.reader, read_memory, &memory))
		return 0;
	if (capture.ops->open(&capture, &options) == 0) {
		while (capture.ops->next(&capture, &raw) == 1) {
			struct pcimsi_function function;

			pcimsi_function_decode(raw, &function);
			hash = mix(hash, raw->slot.domain ^ function.bytes_captured);
			for (uint32_t i = 0; i < raw->bytes.size; i++)
				if (raw->bytes.known[i / 64] >> i % 64 & 1)
					hash = mix(hash, raw->bytes.data[i]);
		}
		capture.ops->close(&capture);
	}
	text_reader_close(&capture.reader);
	return hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	if (read_all(data + 1, size - 1, data[0] + 1u) !=
	    read_all(data + 1, size - 1, TEXT_BUFFER_SIZE))
		abort();
	source_text.probe((const char *)data, size);
	return 0;
}

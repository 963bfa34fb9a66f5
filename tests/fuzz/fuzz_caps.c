/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caps/decode.h"
#include "fewer_bytes.h"
#include "fuzz.h"

#include <pcimsi/function.h>

/*
 * Input: configuration bytes, then a ninth of the whole as a map of those that
 * were captured (bit n % 8 of map byte n / 8). Beside surviving, the decoder
 * must never know better with fewer bytes: what it says of a partial capture
 * is what it says of all the bytes, or "unknown".
 */

static void check_sane(const struct pcimsi_function *fn)
{
	CHECK(fn->n_capabilities <= PCIMSI_CAPABILITIES_MAX);
	CHECK(fn->n_bars <= PCIMSI_BARS_MAX);
	CHECK(fn->n_extended <= PCIMSI_EXTENDED_MAX);
	CHECK(fn->bytes_captured <= fn->raw.bytes.size);
	CHECK(fn->responding == (fn->walk_end != PCIMSI_WALK_NO_RESPONSE));
	CHECK(fn->msi.state != PCIMSI_STATE_ABSENT || fn->walk_end == PCIMSI_WALK_COMPLETE);
	CHECK(fn->msix.state != PCIMSI_STATE_ABSENT || fn->walk_end == PCIMSI_WALK_COMPLETE);
	CHECK((fn->msi.state == PCIMSI_STATE_PRESENT) == (fn->msi.count > 0));
	CHECK((fn->msix.state == PCIMSI_STATE_PRESENT) == (fn->msix.count > 0));
	CHECK(fn->msi.capable <= 32 && fn->msi.allocated <= 32);
	CHECK(fn->msix.table_size <= 2048);
	for (unsigned i = 0; i < fn->n_capabilities; i++) {
		CHECK(fn->capabilities[i].offset >= 0x40 && fn->capabilities[i].offset % 4 == 0);
		CHECK(fn->capabilities[i].id != 0xff);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint64_t known[PCIMSI_CONFIG_SIZE / 64] = { 0 };
	struct pcimsi_function part, whole;
	struct pcimsi_raw_function raw = { .source = PCIMSI_SOURCE_HEX };
	size_t n_bytes = size - size / 9;

	if (n_bytes > PCIMSI_CONFIG_SIZE)
		return 0;
	raw.bytes = (struct pcimsi_bytes){ .data = data, .size = (uint32_t)n_bytes };
	pcimsi_function_decode(&raw, &whole);
	check_sane(&whole);
	for (size_t i = 0; i < n_bytes && n_bytes + i / 8 < size; i++)
		known[i / 64] |= (uint64_t)(data[n_bytes + i / 8] >> i % 8 & 1) << i % 64;
	raw.bytes.known = known;
	pcimsi_function_decode(&raw, &part);
	check_sane(&part);
	/* Of a function that did not answer, the whole tells nothing to compare with. */
	if (whole.responding)
		CHECK(!fewer_bytes_fault(&part, &whole));
	return 0;
}

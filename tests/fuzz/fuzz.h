/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_TESTS_FUZZ_H
#define PCIMSI_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What every fuzz target is made of: libFuzzer's entry, and promises that end the run when broken.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition)          \
	do {                      \
		if (!(condition)) \
			abort();  \
	} while (0)

/* Reads all of the bytes, whatever the compiler thinks of that. */
static inline void touch_bytes(const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		(void)*(const volatile uint8_t *)(bytes + i);
}

/* Reads all of the text, which must be there. */
static inline void touch(const char *text)
{
	CHECK(text);
	touch_bytes((const uint8_t *)text, strlen(text));
}

#endif

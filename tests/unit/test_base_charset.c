/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/charset.h"
#include "base/utf.h"

/* Decodes as the readers of text files do; returns the length. */
static size_t decode(const uint8_t *bytes, size_t size, char *out)
{
	size_t mark, length = 0;
	enum charset charset = charset_guess(bytes, size, &mark);
	const uint8_t *at = bytes + mark, *end = bytes + size;
	size_t bound = charset_utf8_bound(charset, at, size - mark);

	while (at < end) {
		uint32_t c = charset_next_text(charset, &at, end);

		length += utf8_put(out + length,
				   c == UTF_NO_CHARACTER || c == 0 ? UTF_REPLACEMENT : c);
		assert_true(length <= bound);
	}
	out[length] = '\0';
	return length;
}

static void line_ends_are_one_character(void **state)
{
	static const uint8_t mixed[] = "a\r\nb\rc\n\r\r\n";
	static const uint8_t wide[] = { 0xff, 0xfe, 'a', 0, '\r', 0, '\n', 0, '\r', 0 };
	char out[64];

	(void)state;
	decode(mixed, sizeof(mixed) - 1, out);
	assert_string_equal(out, "a\nb\nc\n\n\n");
	decode(wide, sizeof(wide), out);
	assert_string_equal(out, "a\n\n");
}

/* What stands in place of a byte may be longer than the byte. */
static void there_is_room_for_replacements(void **state)
{
	static const uint8_t nuls[] = { 'a', 0, 0, 0, 0, 0, 0, 0, 0, 'b', 'c', 'd' };
	static const uint8_t broken[] = { 0xef, 0xbb, 0xbf, 0xff, 0xc3, 0xff, 0xe2, 0x82 };
	static const uint8_t lone[] = { 0xff, 0xfe, 0x00, 0xd8, 0x00, 0xdc, 0x00, 0xd8 };
	static const uint8_t ansi[] = { 'a', 0x80, 0x80, 0xff };
	char out[64];

	(void)state;
	assert_int_equal(decode(nuls, sizeof(nuls), out), 4 + 8 * 3);
	decode(broken, sizeof(broken), out);
	decode(lone, sizeof(lone), out);
	decode(ansi, sizeof(ansi), out);
	assert_string_equal(out, "a\u20ac\u20ac\u00ff");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line_ends_are_one_character),
		cmocka_unit_test(there_is_room_for_replacements),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

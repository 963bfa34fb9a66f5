/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/decoder.h"
#include "base/utf.h"

#include <stdio.h>
#include <string.h>

static void take_note(void *user, const struct pcimsi_note *note)
{
	char *notes = user;

	snprintf(notes + strlen(notes), 256 - strlen(notes), "%u:%u:%s\n", note->place.line,
		 note->place.column, pcimsi_note_slug(note->code));
}

static void texts_are_decoded_with_places(void **state)
{
	static const struct {
		const char *bytes, *text, *notes;
		size_t size;
		bool keeps_returns;
	} cases[] = {
		{ .bytes = "", .text = "", .notes = "" },
		{ .bytes = "a\r\nb\rc\n", .text = "a\nb\nc\n", .notes = "" },
		{ .bytes = "a\r\nb\rc\n",
		  .text = "a\r\nb\rc\n",
		  .notes = "",
		  .keeps_returns = true },
		{ .bytes = "\xef\xbb\xbf"
			   "a\n\xff"
			   "b",
		  .text = "a\n\xef\xbf\xbd"
			  "b",
		  .notes = "2:1:reg-bad-character\n" },
		{ .bytes = "gr\xfc"
			   "n",
		  .text = "gr\xc3\xbc"
			  "n",
		  .notes = "" },
		{ .bytes = "\xc3\xbc\r\nx\0y",
		  .size = 7,
		  .text = "\xc3\xbc\nx y",
		  .notes = "2:2:nul-byte\n" },
		{ .bytes = "\xff\xfe"
			   "a\0\r\0\n\0\x3d\xd8"
			   "b\0",
		  .size = 12,
		  .text = "a\n\xef\xbf\xbd"
			  "b",
		  .notes = "2:1:reg-bad-character\n" },
		{ .bytes = "\xfe\xff\0a\x20\xac\0",
		  .size = 7,
		  .text = "a\xe2\x82\xac\xef\xbf\xbd",
		  .notes = "1:3:reg-bad-character\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t size = cases[i].size ? cases[i].size : strlen(cases[i].bytes);
		struct arena arena = { 0 };
		char noted[256] = "", *text;
		struct notes notes = { .sink = { .call = take_note, .user = noted } };
		struct decoder decoder = {
			.notes = &notes,
			.bad_character = PCIMSI_NOTE_REG_BAD_CHARACTER,
			.nul = PCIMSI_NOTE_NUL_BYTE,
			.keeps_returns = cases[i].keeps_returns,
		};

		text = decoder_all(&decoder, &arena, cases[i].bytes, size);
		assert_non_null(text);
		assert_string_equal(text, cases[i].text);
		assert_string_equal(noted, cases[i].notes);
		assert_int_equal(decoder.out - decoder.text, strlen(text));
		arena_done(&arena);
	}
}

/* RFC 3629, with the limits of each length. */
static void only_utf8_is_utf8(void **state)
{
	static const struct {
		const char *bytes;
		uint32_t c;
	} cases[] = {
		{ "a", 'a' },
		{ "\x7f", 0x7f },
		{ "\xc2\x80", 0x80 },
		{ "\xdf\xbf", 0x7ff },
		{ "\xe0\xa0\x80", 0x800 },
		{ "\xef\xbf\xbf", 0xffff },
		{ "\xf0\x90\x80\x80", 0x10000 },
		{ "\xf4\x8f\xbf\xbf", 0x10ffff },
		{ "\x80", UTF_NO_CHARACTER },
		{ "\xc1\xbf", UTF_NO_CHARACTER },
		{ "\xe0\x9f\xbf", UTF_NO_CHARACTER },
		{ "\xed\xa0\x80", UTF_NO_CHARACTER }, /* a surrogate */
		{ "\xf0\x8f\xbf\xbf", UTF_NO_CHARACTER },
		{ "\xf4\x90\x80\x80", UTF_NO_CHARACTER },
		{ "\xf5\x80\x80\x80", UTF_NO_CHARACTER },
		{ "\xc2", UTF_NO_CHARACTER },
		{ "\xc2\xc2", UTF_NO_CHARACTER },
		{ "\xe2\x82", UTF_NO_CHARACTER },
		{ "\xe2\x82z", UTF_NO_CHARACTER },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t size = strlen(cases[i].bytes), taken;
		uint32_t c;

		taken = utf8_get((const uint8_t *)cases[i].bytes, size, &c);
		assert_int_equal(c, cases[i].c);
		assert_int_equal(taken, c == UTF_NO_CHARACTER ? 1 : size);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_decoded_with_places),
		cmocka_unit_test(only_utf8_is_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

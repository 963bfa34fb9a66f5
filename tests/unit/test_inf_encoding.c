/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_inf_common.h"

#include "inf/encoding.h"

#define BYTES(text) .bytes = (text), .size = sizeof(text) - 1

static const struct {
	const char *name;
	const char *bytes;
	size_t size;
	const char *text;
	enum pcimsi_inf_encoding encoding;
	int note; /* expected once, -1: none */
} decodings[] = {
	{ "ASCII", BYTES("k=v\n"), "k=v\n", PCIMSI_ENCODING_ASCII, -1 },
	{ "Windows-1252", BYTES("k=\xe9 \x80\x81\n"), "k=\xc3\xa9 \xe2\x82\xac\xc2\x81\n",
	  PCIMSI_ENCODING_ANSI, -1 },
	{ "UTF-8 without mark", BYTES("k=\xc3\xa9\xf0\x9f\x98\x80\n"),
	  "k=\xc3\xa9\xf0\x9f\x98\x80\n", PCIMSI_ENCODING_UTF8, PCIMSI_NOTE_INF_UTF8 },
	{ "overlong UTF-8 is none", BYTES("k=\xc0\xaf"), "k=\xc3\x80\xc2\xaf", PCIMSI_ENCODING_ANSI,
	  -1 },
	{ "a surrogate in UTF-8 is none", BYTES("k=\xed\xa0\x80"), "k=\xc3\xad\xc2\xa0\xe2\x82\xac",
	  PCIMSI_ENCODING_ANSI, -1 },
	{ "UTF-8 with mark", BYTES("\xef\xbb\xbfk=\xc3\xa9"), "k=\xc3\xa9",
	  PCIMSI_ENCODING_UTF8_BOM, PCIMSI_NOTE_INF_UTF8 },
	{ "bad UTF-8 with mark", BYTES("\xef\xbb\xbfk=\xc3x"), "k=\xef\xbf\xbdx",
	  PCIMSI_ENCODING_UTF8_BOM, PCIMSI_NOTE_INF_BAD_CHARACTER },
	{ "UTF-16LE", BYTES("\xff\xfek\0=\0\xe9\0\xac\x20"), "k=\xc3\xa9\xe2\x82\xac",
	  PCIMSI_ENCODING_UTF16LE, -1 },
	{ "UTF-16BE", BYTES("\xfe\xff\0k\0=\0\xe9"), "k=\xc3\xa9", PCIMSI_ENCODING_UTF16BE,
	  PCIMSI_NOTE_INF_UTF16BE },
	{ "UTF-16LE without mark", BYTES("[\0A\0]\0\n\0k\0=\0\xe5\x65\n\0"),
	  "[A]\nk=\xe6\x97\xa5\n", PCIMSI_ENCODING_UTF16LE, -1 },
	{ "surrogate pair", BYTES("\xff\xfe=\0\x3d\xd8\x00\xde"), "=\xf0\x9f\x98\x80",
	  PCIMSI_ENCODING_UTF16LE, -1 },
	{ "lone high surrogate", BYTES("\xff\xfek\0=\0v\0\x3d\xd8x\0y\0z\0"), "k=v\xef\xbf\xbdxyz",
	  PCIMSI_ENCODING_UTF16LE, PCIMSI_NOTE_INF_BAD_CHARACTER },
	{ "lone low surrogate", BYTES("\xff\xfek\0=\0v\0\x00\xdex\0y\0z\0"), "k=v\xef\xbf\xbdxyz",
	  PCIMSI_ENCODING_UTF16LE, PCIMSI_NOTE_INF_BAD_CHARACTER },
	{ "odd size", BYTES("\xff\xfek\0=\0v\0x\0y\0z"), "k=vxy\xef\xbf\xbd",
	  PCIMSI_ENCODING_UTF16LE, PCIMSI_NOTE_INF_BAD_CHARACTER },
	{ "Ctrl-Z ends the file", BYTES("k=v\x1aw\n"), "k=v", PCIMSI_ENCODING_ASCII,
	  PCIMSI_NOTE_INF_CTRL_Z },
	{ "Ctrl-Z at the end loses nothing", BYTES("k=v\n\x1a\r\n"), "k=v\n", PCIMSI_ENCODING_ASCII,
	  -1 },
	{ "NUL is a space", BYTES("k=longer\0value\n"), "k=longer value\n", PCIMSI_ENCODING_ASCII,
	  PCIMSI_NOTE_INF_NUL },
	{ "NULs behind the end", BYTES("k=v\n\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), "k=v\n",
	  PCIMSI_ENCODING_ASCII, PCIMSI_NOTE_NUL_PADDING },
	{ "NULs behind UTF-16LE", BYTES("\xff\xfek\0=\0\n\0\0\0\0\0\0\0"), "k=\n",
	  PCIMSI_ENCODING_UTF16LE, PCIMSI_NOTE_NUL_PADDING },
	{ "NULs behind UTF-16LE without mark",
	  BYTES("[\0A\0]\0\n\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), "[A]\n",
	  PCIMSI_ENCODING_UTF16LE, PCIMSI_NOTE_NUL_PADDING },
	{ "NULs behind UTF-16BE", BYTES("\xfe\xff\0k\0=\0\n\0\0\0\0"), "k=\n",
	  PCIMSI_ENCODING_UTF16BE, PCIMSI_NOTE_NUL_PADDING },
	{ "returns alone end lines", BYTES("a=b\rc=d\r"), "a=b\nc=d\n", PCIMSI_ENCODING_ASCII, -1 },
	{ "returns beside line feeds do not", BYTES("a=b\rc\r\n"), "a=b\rc\r\n",
	  PCIMSI_ENCODING_ASCII, -1 },
	{ "only a mark", BYTES("\xff\xfe"), "", PCIMSI_ENCODING_UTF16LE, -1 },
};

static void test_decoding(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(decodings); i++) {
		struct seen_notes seen = { 0 };
		struct notes notes = { .sink = { .call = see_note, .user = &seen } };
		struct arena arena = { 0 };
		struct inf_text text;

		assert_int_equal(
			inf_decode(&arena, &notes, decodings[i].bytes, decodings[i].size, &text),
			0);
		assert_string_equal(text.data, decodings[i].text);
		assert_int_equal(text.size, strlen(decodings[i].text));
		assert_int_equal(text.encoding, decodings[i].encoding);
		for (int k = 0; k < PCIMSI_NOTE_COUNT; k++)
			if (k == decodings[i].note)
				assert_int_equal(seen.count[k], 1);
			else if (k != PCIMSI_NOTE_INF_UTF8 && k != PCIMSI_NOTE_INF_UTF16BE)
				assert_int_equal(seen.count[k], 0);
		arena_done(&arena);
	}
}

static int open_status(const void *bytes, size_t size)
{
	struct pcimsi_inf *inf = NULL;
	int err = pcimsi_inf_open("x", bytes, size, NULL, &inf);

	pcimsi_inf_close(inf);
	return err;
}

static void test_binary_data_is_refused(void **state)
{
	static const unsigned char elf[] = { 0x7f, 'E', 'L', 'F', 2, 1, 1,  0, 0, 0, 0, 0,
					     0,    0,   0,   0,   3, 0, 62, 0, 1, 0, 0, 0 };
	unsigned char noise[4096];
	uint32_t random = 1;

	(void)state;
	for (size_t i = 0; i < sizeof(noise); i++) {
		random = random * 1664525u + 1013904223u;
		noise[i] = (unsigned char)(random >> 24);
	}
	assert_int_equal(open_status(elf, sizeof(elf)), PCIMSI_ERR_FORMAT);
	assert_int_equal(open_status(noise, sizeof(noise)), PCIMSI_ERR_FORMAT);
	noise[0] = 0xff;
	noise[1] = 0xfe;
	assert_int_equal(open_status(noise, sizeof(noise)), PCIMSI_ERR_FORMAT);
	memset(noise, 0, sizeof(noise));
	assert_int_equal(open_status(noise, sizeof(noise)), PCIMSI_ERR_FORMAT);
	assert_int_equal(open_status("", 0), PCIMSI_ERR_EMPTY);
}

/* Stray control characters do not make a real INF binary. */
static void test_damaged_inf_is_read(void **state)
{
	static const char damaged[] = VERSION "[A]\nk=\1\2\3\4\5\6\a\b,\0\0\0\n";
	struct pcimsi_inf *inf = open_bytes(damaged, sizeof(damaged) - 1, NULL);

	(void)state;
	assert_int_equal(pcimsi_inf_facts(inf)->rejection, PCIMSI_INF_ACCEPTED);
	pcimsi_inf_close(inf);
}

static void test_non_ascii_counts_beyond_comments(void **state)
{
	static const struct {
		const char *text;
		bool non_ascii;
	} cases[] = {
		{ .text = VERSION "; \xc3\xa9\n", .non_ascii = false },
		{ .text = VERSION "a=b ; \xc3\xa9\n", .non_ascii = false },
		{ .text = VERSION "a=\xc3\xa9\n", .non_ascii = true },
		{ .text = VERSION "\xc3\xa9=a\n", .non_ascii = true },
		{ .text = VERSION "[\xc3\xa9]\n", .non_ascii = true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pcimsi_inf *inf = open_text(cases[i].text);

		assert_int_equal(pcimsi_inf_facts(inf)->encoding, PCIMSI_ENCODING_UTF8);
		assert_int_equal(pcimsi_inf_facts(inf)->non_ascii, cases[i].non_ascii);
		pcimsi_inf_close(inf);
	}
}

/* Reading ends lines where it needs their text; what is kept is the file's all the same. */
static void test_lines_are_kept_as_they_stand(void **state)
{
	static const char *const expected[] = {
		"; first",
		"[Version]",
		"Signature=\"$Windows NT$\"",
		"",
		"",
		"[A]",
		"a = b, \\",
		"   c ; d",
		"\"open",
		"",
		"e = caf\xc3\xa9",
	};
	char text[256] = "";
	struct pcimsi_inf *inf;
	uint32_t count;
	const char *const *lines;

	(void)state;
	for (size_t i = 0; i < COUNT(expected); i++) {
		strcat(text, expected[i]);
		/* Of both kinds, and the last without one. */
		strcat(text, i + 1 == COUNT(expected) ? "" : i % 3 ? "\r\n" : "\n");
	}
	inf = open_text(text);
	lines = pcimsi_inf_lines(inf, &count);
	assert_int_equal(count, COUNT(expected));
	for (size_t i = 0; i < COUNT(expected); i++)
		assert_string_equal(lines[i], expected[i]);
	pcimsi_inf_close(inf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decoding),
		cmocka_unit_test(test_binary_data_is_refused),
		cmocka_unit_test(test_damaged_inf_is_read),
		cmocka_unit_test(test_non_ascii_counts_beyond_comments),
		cmocka_unit_test(test_lines_are_kept_as_they_stand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

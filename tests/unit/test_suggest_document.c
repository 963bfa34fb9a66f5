/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "suggest/document.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Text of a file in every form: ASCII in, the bytes of the charset out. */
struct form {
	const char *name;
	const char *mark;
	size_t mark_size;
	enum charset charset;
	const char *line_end;
};

static const struct form forms[] = {
	{ .name = "lf", .charset = CHARSET_ASCII, .line_end = "\n" },
	{ .name = "crlf", .charset = CHARSET_ASCII, .line_end = "\r\n" },
	{ .name = "cr", .charset = CHARSET_ASCII, .line_end = "\r" },
	{ .name = "utf-8 mark",
	  .mark = "\xef\xbb\xbf",
	  .mark_size = 3,
	  .charset = CHARSET_UTF8_BOM,
	  .line_end = "\r\n" },
	{ .name = "utf-16le",
	  .mark = "\xff\xfe",
	  .mark_size = 2,
	  .charset = CHARSET_UTF16LE,
	  .line_end = "\r\n" },
	{ .name = "utf-16be",
	  .mark = "\xfe\xff",
	  .mark_size = 2,
	  .charset = CHARSET_UTF16BE,
	  .line_end = "\n" },
};

struct file {
	uint8_t bytes[1024];
	size_t size;
};

/* `text` with | for line ends. */
static void make(const struct form *form, const char *text, struct file *ret)
{
	ret->size = form->mark_size;
	if (form->mark)
		memcpy(ret->bytes, form->mark, form->mark_size);
	for (; *text; text++) {
		const char one[2] = { *text, 0 };

		for (const char *c = *text == '|' ? form->line_end : one; *c; c++)
			ret->size += charset_put(form->charset, ret->bytes + ret->size,
						 (unsigned char)*c);
	}
}

static void assert_document(struct document *document, const struct form *form, const char *text)
{
	struct file wanted;
	void *bytes;
	size_t size;

	make(form, text, &wanted);
	assert_int_equal(document_join(document, &bytes, &size), 0);
	assert_int_equal(size, wanted.size);
	assert_memory_equal(bytes, wanted.bytes, size);
	free(bytes);
}

static void changes_keep_every_other_byte(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(forms); i++) {
		const struct form *form = &forms[i];
		struct document document, copy;
		struct arena texts = { 0 };
		struct file file;

		make(form, "[A]|key = one, two|last|", &file);
		assert_int_equal(document_read(&document, &texts, file.bytes, file.size), 0);
		assert_int_equal(document.lines.count, 3);
		assert_document(&document, form, "[A]|key = one, two|last|");
		assert_int_equal(document_copy(&copy, &document), 0);
		assert_int_equal(document_replace(&copy, document_line(&copy, 2), 7, 10, "another"),
				 0);
		assert_document(&copy, form, "[A]|key = another, two|last|");
		assert_int_equal(document_insert(&copy, 1, "first"), 0);
		assert_int_equal(document_insert(&copy, 99, "behind"), 0);
		document_remove(&copy, document_line(&copy, 4));
		assert_document(&document, form, "[A]|key = one, two|last|");
		document_done(&copy);
		document_done(&document);
		arena_done(&texts);
	}
}

static void lines_are_counted_as_they_are_now(void **state)
{
	static const char text[] = "a\nb\nc";
	struct document document;
	struct arena texts = { 0 };
	void *bytes;
	size_t size;

	(void)state;
	assert_int_equal(document_read(&document, &texts, text, sizeof(text) - 1), 0);
	assert_int_equal(document_line(&document, 3)->origin, 3);
	document_remove(&document, document_line(&document, 1));
	assert_int_equal(document_line(&document, 1)->origin, 2);
	assert_int_equal(document_insert(&document, 1, "new"), 0);
	assert_int_equal(document_line(&document, 1)->origin, 0);
	assert_int_equal(document_line(&document, 2)->origin, 2);
	assert_int_equal(document_line(&document, 3)->origin, 3);
	assert_null(document_line(&document, 4));
	assert_null(document_line(&document, 0));
	/* The last line has no end; what is added behind it gives it one. */
	assert_int_equal(document_insert(&document, 9, "z"), 0);
	assert_int_equal(document_join(&document, &bytes, &size), 0);
	assert_int_equal(size, strlen("new\nb\nc\nz\n"));
	assert_memory_equal(bytes, "new\nb\nc\nz\n", size);
	free(bytes);
	document_done(&document);
	arena_done(&texts);
}

static void columns_are_characters(void **state)
{
	/* Windows-1252, then UTF-8: two characters before the comma. */
	static const char *const texts_of[] = { "\xe9\x80,x\n\xff", "\xc3\xa9\xe2\x82\xac,x\n" };
	static const char *const wanted[] = { "\xe9\x80,yz\n\xff", "\xc3\xa9\xe2\x82\xac,yz\n" };

	(void)state;
	for (size_t i = 0; i < COUNT(texts_of); i++) {
		struct document document;
		struct arena texts = { 0 };
		void *bytes;
		size_t size;

		assert_int_equal(document_read(&document, &texts, texts_of[i], strlen(texts_of[i])),
				 0);
		assert_int_equal(
			document_replace(&document, document_line(&document, 1), 4, 5, "yz"), 0);
		assert_int_equal(document_join(&document, &bytes, &size), 0);
		assert_int_equal(size, strlen(wanted[i]));
		assert_memory_equal(bytes, wanted[i], size);
		free(bytes);
		document_done(&document);
		arena_done(&texts);
	}
}

static void an_empty_file_has_no_lines(void **state)
{
	struct document document;
	struct arena texts = { 0 };

	(void)state;
	assert_int_equal(document_read(&document, &texts, "", 0), 0);
	assert_null(document_line(&document, 1));
	assert_int_equal(document_insert(&document, 1, "x"), 0);
	assert_int_equal(document_line(&document, 1)->size, 3); /* with \r\n */
	document_done(&document);
	arena_done(&texts);
}

/* What Windows-1252 and UTF-16 make of a character. */
static void characters_go_back_as_they_came(void **state)
{
	static const uint32_t characters[] = { 'A', 0x20ac, 0xe9, 0x81, 0x4e2d, 0x1f600 };

	(void)state;
	for (size_t i = 0; i < COUNT(characters); i++)
		for (int charset = CHARSET_ANSI; charset <= CHARSET_UTF16BE; charset++) {
			bool lost = charset == CHARSET_ANSI && characters[i] > 0xff &&
				    characters[i] != 0x20ac;
			uint8_t bytes[4];
			size_t size = charset_put((enum charset)charset, bytes, characters[i]);
			const uint8_t *at = bytes;

			assert_int_equal(charset_next((enum charset)charset, &at, bytes + size),
					 lost ? '?' : characters[i]);
			assert_ptr_equal(at, bytes + size);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_keep_every_other_byte),
		cmocka_unit_test(lines_are_counted_as_they_are_now),
		cmocka_unit_test(columns_are_characters),
		cmocka_unit_test(an_empty_file_has_no_lines),
		cmocka_unit_test(characters_go_back_as_they_came),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/jsonw.h"

#include "report/escape.h"

#include <pcimsi/error.h>

#include <stdlib.h>
#include <string.h>

/* Room for `size` more bytes, or NULL. */
static char *room(struct jsonw *w, size_t size)
{
	if (w->capacity - w->length < size) {
		size_t wanted = (w->capacity + size) * 2;
		char *grown = realloc(w->text, wanted);

		if (!grown) {
			w->failed = true;
			return NULL;
		}
		w->text = grown;
		w->capacity = wanted;
	}
	return w->text + w->length;
}

static void put(struct jsonw *w, const char *text, size_t length)
{
	char *at = room(w, length);

	if (!at)
		return;
	memcpy(at, text, length);
	w->length += length;
}

static void put_char(struct jsonw *w, char c)
{
	char *at = room(w, 1);

	if (!at)
		return;
	*at = c;
	w->length++;
}

static void element(struct jsonw *w)
{
	if (w->comma)
		put_char(w, ',');
	w->comma = true;
}

static void open_with(struct jsonw *w, char bracket)
{
	element(w);
	put_char(w, bracket);
	w->comma = false;
}

static void close_with(struct jsonw *w, char bracket)
{
	put_char(w, bracket);
	w->comma = true;
}

void jsonw_object(struct jsonw *w)
{
	open_with(w, '{');
}

void jsonw_object_end(struct jsonw *w)
{
	close_with(w, '}');
}

void jsonw_array(struct jsonw *w)
{
	open_with(w, '[');
}

void jsonw_array_end(struct jsonw *w)
{
	close_with(w, ']');
}

void jsonw_key(struct jsonw *w, const char *key)
{
	element(w);
	put_char(w, '"');
	put(w, key, strlen(key));
	put(w, "\":", 2);
	w->comma = false;
}

/* Text without controls: only the quote and the backslash are left to escape. */
static void put_quoted(struct jsonw *w, const char *text)
{
	put_char(w, '"');
	while (*text) {
		size_t plain = strcspn(text, "\"\\");

		put(w, text, plain);
		text += plain;
		if (*text) {
			put_char(w, '\\');
			put_char(w, *text++);
		}
	}
	put_char(w, '"');
}

void jsonw_text(struct jsonw *w, const char *text)
{
	char *escaped;

	if (!text) {
		jsonw_null(w);
		return;
	}
	element(w);
	escaped = escape_text(text);
	if (escaped)
		put_quoted(w, escaped);
	else
		w->failed = true;
	free(escaped);
}

void jsonw_word(struct jsonw *w, const char *word)
{
	element(w);
	put_char(w, '"');
	put(w, word, strlen(word));
	put_char(w, '"');
}

void jsonw_number(struct jsonw *w, uint64_t number)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	element(w);
	put(w, digits + at, sizeof(digits) - at);
}

void jsonw_bool(struct jsonw *w, bool value)
{
	element(w);
	put(w, value ? "true" : "false", value ? 4 : 5);
}

void jsonw_null(struct jsonw *w)
{
	element(w);
	put(w, "null", 4);
}

void jsonw_hex(struct jsonw *w, const char *prefix, uint64_t value, unsigned digits)
{
	char text[16] = { 0 };

	for (unsigned i = digits; i--; value >>= 4)
		text[i] = "0123456789abcdef"[value & 15];
	element(w);
	put_char(w, '"');
	put(w, prefix, strlen(prefix));
	put(w, text, digits);
	put_char(w, '"');
}

void jsonw_next_line(struct jsonw *w)
{
	if (w->comma)
		put_char(w, ',');
	put_char(w, '\n');
	w->comma = false;
}

void jsonw_drop(struct jsonw *w)
{
	w->length = 0;
	w->comma = false;
	w->failed = false;
}

void jsonw_bytes(struct jsonw *w, const uint8_t *bytes, size_t size)
{
	element(w);
	put_char(w, '"');
	for (size_t i = 0; i < size; i++) {
		put_char(w, "0123456789abcdef"[bytes[i] >> 4]);
		put_char(w, "0123456789abcdef"[bytes[i] & 15]);
	}
	put_char(w, '"');
}

/* What is shorter is written whole or, out of memory, not at all. */
#define SPILL_SIZE ((size_t)1024 * 1024)

void jsonw_spill(struct jsonw *w, FILE *out)
{
	if (w->failed || w->length < SPILL_SIZE)
		return;
	fwrite(w->text, 1, w->length, out);
	w->length = 0;
}

int jsonw_flush(struct jsonw *w, FILE *out)
{
	bool failed = w->failed;

	if (!failed && w->length)
		fwrite(w->text, 1, w->length, out);
	jsonw_drop(w);
	return failed ? -1 : 0;
}

void jsonw_done(struct jsonw *w)
{
	free(w->text);
	*w = (struct jsonw){ 0 };
}

int jsonw_end(struct jsonw *w, FILE *out)
{
	int err = jsonw_flush(w, out) ? PCIMSI_ERR_NOMEM : 0;

	fputc('\n', out);
	jsonw_done(w);
	return err;
}

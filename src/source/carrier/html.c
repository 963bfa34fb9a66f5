/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/carrier/carrier.h"

#include "base/str.h"
#include "base/utf.h"

#include <string.h>

/*
 * Web pages: tags and character references (HTML Living Standard 13.1). lspci itself writes
 * words in angle brackets, "<TAbort-" and "<access denied>": only names of tags are tags.
 */

static const struct {
	const char *name;
	bool breaks; /* it begins a new line */
} tags[] = {
	{ .name = "a" },
	{ .name = "b" },
	{ .name = "blockquote", .breaks = true },
	{ .name = "body" },
	{ .name = "br", .breaks = true },
	{ .name = "code" },
	{ .name = "div", .breaks = true },
	{ .name = "em" },
	{ .name = "font" },
	{ .name = "head" },
	{ .name = "hr", .breaks = true },
	{ .name = "html" },
	{ .name = "i" },
	{ .name = "img" },
	{ .name = "kbd" },
	{ .name = "li", .breaks = true },
	{ .name = "meta" },
	{ .name = "p", .breaks = true },
	{ .name = "pre", .breaks = true },
	{ .name = "samp" },
	{ .name = "small" },
	{ .name = "span" },
	{ .name = "strong" },
	{ .name = "table", .breaks = true },
	{ .name = "tbody" },
	{ .name = "td" },
	{ .name = "title" },
	{ .name = "tr", .breaks = true },
	{ .name = "tt" },
	{ .name = "u" },
	{ .name = "ul", .breaks = true },
};

static const struct {
	const char *name;
	char c;
} references[] = {
	{ .name = "lt;", .c = '<' },   { .name = "gt;", .c = '>' },
	{ .name = "amp;", .c = '&' },  { .name = "quot;", .c = '"' },
	{ .name = "nbsp;", .c = ' ' }, { .name = "apos;", .c = '\'' },
};

static bool ends_name(char c)
{
	return c == '>' || c == '/' || ascii_is_blank(c);
}

/* The length of the tag at `at`, or 0; *ret_breaks: a line begins there. */
static size_t tag(const char *at, size_t left, bool *ret_breaks)
{
	size_t start = left > 1 && at[1] == '/' ? 2 : 1;
	const char *end = memchr(at, '>', left);

	if (!end)
		return 0;
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		size_t length = strlen(tags[i].name);

		if (left <= start + length || !str_ieq_n(at + start, tags[i].name, length) ||
		    !ends_name(at[start + length]))
			continue;
		*ret_breaks = tags[i].breaks;
		return (size_t)(end - at) + 1;
	}
	if (left > 5 && (at[1] == '!' || str_ieq_n(at + 1, "?xml", 4)))
		return (size_t)(end - at) + 1;
	return 0;
}

/* "&#x3e;" or "&#62;"; returns its length, or 0. */
static size_t numeric(const char *at, size_t left, uint32_t *ret)
{
	bool hex = left > 3 && (at[2] == 'x' || at[2] == 'X');
	size_t n = hex ? 3 : 2, start = n;

	*ret = 0;
	while (n < left && n - start < 7 && (hex ? ascii_hex(at[n]) >= 0 : ascii_is_digit(at[n])))
		*ret = *ret * (hex ? 16 : 10) + (uint32_t)ascii_hex(at[n++]);
	return n > start && n < left && at[n] == ';' ? n + 1 : 0;
}

/* The length of the reference at `at`, or 0. What is not ASCII is no part of what is read here. */
static size_t reference(const char *at, size_t left, char *ret)
{
	uint32_t c;
	size_t length;

	for (size_t i = 0; i < sizeof(references) / sizeof(references[0]); i++) {
		length = strlen(references[i].name);
		if (left > length && memcmp(at + 1, references[i].name, length) == 0) {
			*ret = references[i].c;
			return length + 1;
		}
	}
	if (left < 4 || at[1] != '#' || !(length = numeric(at, left, &c)))
		return 0;
	*ret = c == 0xa0 ? ' ' : c >= ' ' && c < 0x7f ? (char)c : '?';
	return length;
}

static bool tells(struct carriers *carriers, const char *head, size_t size)
{
	const char *end = head + size;
	bool breaks;
	char c;

	(void)carriers;
	for (const char *at = head; (at = memchr(at, '<', (size_t)(end - at))); at++)
		if (tag(at, (size_t)(end - at), &breaks))
			return true;
	for (const char *at = head; (at = memchr(at, '&', (size_t)(end - at))); at++)
		if (reference(at, (size_t)(end - at), &c))
			return true;
	return false;
}

/* Ends of lines that stand at the begin or the end of the line add nothing to it. */
static size_t trim(const char *text, size_t start, size_t length)
{
	while (length > start && text[length - 1] == '\n')
		length--;
	return length;
}

/* Takes tags and references off once. Returns whether there were any. */
static bool undo_once(struct carriers *carriers, struct text_line *line)
{
	size_t written = 0, length = line->length;
	uint32_t *columns;
	char *text;

	bool found = false;

	if (!memchr(line->text, '<', length) && !memchr(line->text, '&', length))
		return false;
	text = carriers_own(carriers, line);
	length = line->length;
	columns = carriers->columns + (text - carriers->scratch);
	for (size_t at = 0; at < length;) {
		bool breaks = false;
		char c = text[at];
		size_t size = c == '<' ? tag(text + at, length - at, &breaks) : 0;

		found |= size != 0;
		columns[written] = columns[at];
		if (size && breaks && written)
			text[written++] = '\n';
		if (!size) {
			size = c == '&' ? reference(text + at, length - at, &c) : 0;
			found |= size != 0;
			text[written++] = c;
			size = size ? size : 1;
		}
		at += size;
	}
	columns[written] = columns[length];
	line->length = trim(text, 0, written);
	return found;
}

/* A page may show the source of a page. */
static enum carried undo(struct carriers *carriers, struct text_line *line)
{
	if (!undo_once(carriers, line))
		return CARRIED_NOT;
	undo_once(carriers, line);
	return CARRIED_YES;
}

const struct carrier carrier_html = {
	.name = "HTML",
	.tells = tells,
	.undo = undo,
};

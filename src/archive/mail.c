/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "archive/mail.h"

#include "base/str.h"

#include <string.h>

/* What the header of a mail says that matters here. */
struct header {
	unsigned from, others; /* fields that no mail is without; others that only mails have */
	bool has_parts;        /* or is encoded as something else than text */
};

/* RFC 5322, 2.2: printable characters but the colon. 0: this line is no field. */
static size_t name_length(const char *line, size_t length)
{
	size_t n = 0;

	while (n < length && line[n] > ' ' && line[n] < 0x7f && line[n] != ':')
		n++;
	return n < length && line[n] == ':' ? n : 0;
}

static bool starts(const char *text, size_t length, const char *word)
{
	for (; *word; word++, text++, length--)
		if (!length || ascii_lower(*text) != *word)
			return false;
	return true;
}

static bool is_name(const char *line, size_t length, const char *name)
{
	return strlen(name) == length && starts(line, length, name);
}

static void see_value(struct header *header, const char *line, size_t name, size_t length)
{
	const char *value = line + name + 1;
	size_t left = length - name - 1;

	while (left && (*value == ' ' || *value == '\t')) {
		value++;
		left--;
	}
	if (is_name(line, name, "content-type"))
		header->has_parts |= left && !starts(value, left, "text/");
	if (is_name(line, name, "content-transfer-encoding"))
		header->has_parts |= starts(value, left, "base64") || starts(value, left, "x-uue");
}

static void see_field(struct header *header, const char *line, size_t name, size_t length)
{
	static const char *const others[] = { "date",       "message-id",   "received",
					      "subject",    "mime-version", "return-path",
					      "in-reply-to" };

	header->from += is_name(line, name, "from");
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		header->others += is_name(line, name, others[i]);
	see_value(header, line, name, length);
}

/* "From someone@there Sat Nov 28 09:00:00 2026": RFC 4155, appendix A. */
static bool is_mbox_line(const char *line, size_t length)
{
	unsigned colons = 0, blanks = 0, digits = 0;

	if (length < 5 || memcmp(line, "From ", 5) != 0)
		return false;
	for (size_t i = 0; i < length; i++) {
		colons += line[i] == ':';
		blanks += line[i] == ' ';
		digits = ascii_is_digit(line[i]) ? digits + 1 : 0;
	}
	return colons >= 2 && blanks >= 5 && (digits == 4 || memchr(line, '+', length));
}

/* All lines up to the first empty one have to be fields, or go on with one. */
static bool read_header(struct header *header, const char *at, const char *end)
{
	bool any = false;

	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t length, name;

		if (!newline)
			return false;
		length = (size_t)(newline - at);
		if (length && at[length - 1] == '\r')
			length--;
		if (!length)
			return any;
		name = name_length(at, length);
		if (name)
			see_field(header, at, name, length);
		else if (!any || (*at != ' ' && *at != '\t'))
			return false;
		any = true;
		at = newline + 1;
	}
	return false;
}

bool mail_begins(const char *head, size_t size)
{
	const char *end = head + size, *newline = memchr(head, '\n', size);
	struct header header = { 0 };
	bool is_mbox = newline &&
		       is_mbox_line(head, (size_t)(newline - head) -
						  (newline > head && newline[-1] == '\r'));

	if (!newline || !read_header(&header, is_mbox ? newline + 1 : head, end))
		return false;
	return header.from && header.others && (is_mbox || header.has_parts);
}

/*
 * GMime makes objects of every part and every field, of many times their size. What they
 * are made of is counted before, per mail: delimiters and lines that could be fields.
 */
#define DELIMITERS_MAX 100000u
#define FIELDS_MAX 2000000u

const char *mail_limit(const char *bytes, size_t size)
{
	const char *at = bytes, *end = bytes + size;
	uint32_t delimiters = 0, fields = 0;

	if (size > MAIL_SIZE_MAX)
		return "64 MiB of mail";
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t length = newline ? (size_t)(newline - at) : (size_t)(end - at);

		if (length >= 5 && memcmp(at, "From ", 5) == 0)
			delimiters = fields = 0;
		delimiters += length >= 2 && at[0] == '-' && at[1] == '-';
		fields += name_length(at, length) != 0;
		if (delimiters > DELIMITERS_MAX || fields > FIELDS_MAX)
			return "100000 parts of a mail";
		at += length + (newline != NULL);
	}
	return NULL;
}

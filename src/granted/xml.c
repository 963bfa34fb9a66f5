/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "granted/xml.h"

#include "base/array.h"
#include "base/str.h"
#include "base/utf.h"

#include <string.h>

/* ---- characters ------------------------------------------------------------------------------ */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_name(char c)
{
	return ascii_is_alnum(c) || c == '_' || c == '-' || c == '.' || c == ':' ||
	       (unsigned char)c >= 0x80;
}

static void skip(struct xml *xml, size_t count)
{
	for (; count; count--, xml->at++) {
		if (*xml->at == '\n')
			xml->place = (struct pcimsi_place){ xml->place.line + 1, 1 };
		else if (((unsigned char)*xml->at & 0xc0) != 0x80)
			xml->place.column++;
	}
}

static void skip_blanks(struct xml *xml)
{
	while (is_blank(*xml->at))
		skip(xml, 1);
}

static bool starts(const struct xml *xml, const char *with)
{
	return strncmp(xml->at, with, strlen(with)) == 0;
}

static enum xml_event broken(struct xml *xml, const char *fault)
{
	xml->begin = xml->place;
	xml->fault = fault;
	return XML_BROKEN;
}

/* ---- references ------------------------------------------------------------------------------ */

/* "#65" or "#x41" */
static bool number_of(struct xml_slice name, uint32_t *ret)
{
	bool hex = name.length > 1 && name.text[1] == 'x';
	size_t at = hex ? 2 : 1;

	for (*ret = 0; at < name.length; at++) {
		int digit = ascii_hex(name.text[at]);

		if (digit < 0 || digit >= (hex ? 16 : 10) || *ret > 0x10ffff)
			return false;
		*ret = *ret * (hex ? 16 : 10) + (uint32_t)digit;
	}
	return name.length > (hex ? 2u : 1u) && *ret && *ret <= 0x10ffff &&
	       (*ret < 0xd800 || *ret > 0xdfff);
}

static bool character_of(struct xml_slice name, uint32_t *ret)
{
	static const struct {
		const char *name;
		char c;
	} named[] = {
		{ "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' },
	};

	if (name.length && name.text[0] == '#')
		return number_of(name, ret);
	for (size_t i = 0; i < ARRAY_SIZE(named); i++) {
		if (!xml_is(name, named[i].name))
			continue;
		*ret = (unsigned char)named[i].c;
		return true;
	}
	return false;
}

/* The text without references, which are longer than what they stand for. */
static bool resolve(struct xml *xml, struct xml_slice *slice)
{
	const char *at = slice->text, *end = at + slice->length;
	char *copy, *out;

	if (!memchr(at, '&', slice->length))
		return true;
	copy = out = arena_alloc(xml->arena, slice->length + 1);
	xml->nomem |= !copy;
	while (copy && at < end) {
		const char *semicolon = memchr(at, ';', (size_t)(end - at));
		uint32_t c;

		if (*at != '&') {
			*out++ = *at++;
			continue;
		}
		if (!semicolon || semicolon - at > 10 ||
		    !character_of((struct xml_slice){ at + 1, (size_t)(semicolon - at - 1) }, &c))
			return false;
		out += utf8_put(out, c);
		at = semicolon + 1;
	}
	*slice = (struct xml_slice){ copy ? copy : "", copy ? (size_t)(out - copy) : 0 };
	return true;
}

/* ---- what is passed over ----------------------------------------------------------------------
 */

/* Up to `end` and behind it. */
static bool pass(struct xml *xml, const char *begin, const char *end, struct xml_slice *ret)
{
	const char *from = xml->at + strlen(begin), *to = strstr(from, end);

	if (!to)
		return false;
	*ret = (struct xml_slice){ from, (size_t)(to - from) };
	skip(xml, (size_t)(to - xml->at) + strlen(end));
	return true;
}

/* Comments and processing instructions; true: there was none, or it is behind us. */
static bool pass_comments(struct xml *xml)
{
	struct xml_slice ignored;

	for (;;) {
		if (starts(xml, "<!--")) {
			if (!pass(xml, "<!--", "-->", &ignored))
				return false;
		} else if (starts(xml, "<?")) {
			if (!pass(xml, "<?", "?>", &ignored))
				return false;
		} else {
			return true;
		}
		if (!xml->depth)
			skip_blanks(xml);
	}
}

/* ---- elements -------------------------------------------------------------------------------- */

static struct xml_slice take_name(struct xml *xml)
{
	struct xml_slice name = { xml->at, 0 };

	while (is_name(name.text[name.length]))
		name.length++;
	skip(xml, name.length);
	return name;
}

/* `name="value"`, behind blanks. */
static bool pass_attribute(struct xml *xml)
{
	const char *close;

	if (!take_name(xml).length)
		return false;
	skip_blanks(xml);
	if (*xml->at != '=')
		return false;
	skip(xml, 1);
	skip_blanks(xml);
	if (*xml->at != '"' && *xml->at != '\'')
		return false;
	close = strchr(xml->at + 1, *xml->at);
	if (!close)
		return false;
	skip(xml, (size_t)(close - xml->at) + 1);
	return true;
}

static enum xml_event open_element(struct xml *xml)
{
	skip(xml, 1);
	xml->name = take_name(xml);
	xml->attributes.text = xml->at;
	if (!xml->name.length)
		return broken(xml,
			      *xml->at ? "a name is missing" : "the file ends inside of a tag");
	if (xml->depth == XML_DEPTH)
		return broken(xml, "too many elements in each other");
	if (!xml->depth && xml->has_root)
		return broken(xml, "a second root element");
	for (;;) {
		const char *before = xml->at;

		skip_blanks(xml);
		xml->attributes.length = (size_t)(xml->at - xml->attributes.text);
		if (*xml->at == '>' || starts(xml, "/>"))
			break;
		if (xml->at == before || !pass_attribute(xml))
			return broken(xml, "a tag does not end");
	}
	xml->closes = *xml->at == '/';
	skip(xml, xml->closes ? 2 : 1);
	xml->open[xml->depth++] = xml->name;
	xml->has_root = true;
	return XML_OPEN;
}

static bool same(struct xml_slice a, struct xml_slice b)
{
	return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
}

static enum xml_event close_element(struct xml *xml)
{
	skip(xml, 2);
	xml->name = take_name(xml);
	skip_blanks(xml);
	if (*xml->at != '>')
		return broken(xml, "a tag does not end");
	if (!xml->depth || !same(xml->name, xml->open[xml->depth - 1]))
		return broken(xml, "an element is closed that is not open");
	skip(xml, 1);
	xml->depth--;
	return XML_CLOSE;
}

/* ---- content --------------------------------------------------------------------------------- */

static enum xml_event take_text(struct xml *xml)
{
	size_t length = strcspn(xml->at, "<");

	xml->value = (struct xml_slice){ xml->at, length };
	if (!resolve(xml, &xml->value))
		return broken(xml, "a reference that is not known");
	skip(xml, length);
	return XML_TEXT;
}

static enum xml_event at_end(struct xml *xml)
{
	if (xml->depth || !xml->has_root)
		return broken(xml, "the file ends inside of an element");
	return XML_END;
}

static enum xml_event next_content(struct xml *xml)
{
	xml->begin = xml->place;
	if (!*xml->at)
		return at_end(xml);
	if (*xml->at != '<')
		return xml->depth ? take_text(xml)
				  : broken(xml, "text outside of the root element");
	if (starts(xml, "<![CDATA[")) {
		if (!xml->depth || !pass(xml, "<![CDATA[", "]]>", &xml->value))
			return broken(xml, "the file ends inside of CDATA");
		return XML_TEXT;
	}
	if (starts(xml, "</"))
		return close_element(xml);
	if (starts(xml, "<!"))
		return broken(xml, "a declaration, which is not read");
	return open_element(xml);
}

enum xml_event xml_next(struct xml *xml)
{
	if (xml->fault)
		return XML_BROKEN;
	if (xml->closes) {
		xml->closes = false;
		xml->name = xml->open[--xml->depth];
		return XML_CLOSE;
	}
	if (!xml->depth)
		skip_blanks(xml);
	if (!pass_comments(xml))
		return broken(xml, "a comment does not end");
	return next_content(xml);
}

void xml_open(struct xml *xml, struct arena *arena, const char *text)
{
	*xml = (struct xml){
		.at = text,
		.place = { .line = 1, .column = 1 },
		.arena = arena,
	};
}

/* ---- what users ask -------------------------------------------------------------------------- */

/* The tag was checked when it was opened: names, and values in quotes. */
bool xml_attribute(struct xml *xml, const char *name, struct xml_slice *ret)
{
	const char *at = xml->attributes.text, *end = at + xml->attributes.length;

	while (at < end) {
		struct xml_slice found = { at, 0 };
		const char *value;

		if (!is_name(*at)) {
			at++;
			continue;
		}
		while (is_name(found.text[found.length]))
			found.length++;
		value = found.text + found.length;
		value += strcspn(value, "\"'");
		at = strchr(value + 1, *value) + 1;
		*ret = (struct xml_slice){ value + 1, (size_t)(at - value) - 2 };
		if (xml_is(found, name))
			return resolve(xml, ret);
	}
	return false;
}

bool xml_is(struct xml_slice slice, const char *word)
{
	return slice.length == strlen(word) && memcmp(slice.text, word, slice.length) == 0;
}

bool xml_has(struct xml_slice slice, const char *word)
{
	size_t length = strlen(word);

	for (size_t i = 0; i + length <= slice.length; i++)
		if (str_ieq_n(slice.text + i, word, length))
			return true;
	return false;
}

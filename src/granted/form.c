/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "granted/granted_priv.h"

#include "base/decoder.h"
#include "base/str.h"
#include "granted/xml.h"

#include <string.h>

/* What a file is, by what it begins with. */

#define LOOK 65536

/* The first element, of which the attributes say what it was made with. */
static enum pcimsi_granted_form form_of_xml(const char *text)
{
	struct arena arena = { 0 };
	struct xml xml;
	struct xml_slice command;
	enum pcimsi_granted_form form = PCIMSI_GRANTED_NO_FORM;

	xml_open(&xml, &arena, text);
	if (xml_next(&xml) == XML_OPEN && xml_is(xml.name, "MsInfo"))
		form = PCIMSI_GRANTED_MSINFO_XML;
	else if (xml.depth && xml_is(xml.name, "PnpUtil"))
		form = xml_attribute(&xml, "Command", &command) && !xml_has(command, "/resources")
			       ? PCIMSI_GRANTED_PNPUTIL_BARE
			       : PCIMSI_GRANTED_PNPUTIL_XML;
	arena_done(&arena);
	return form;
}

/* "IRQ 19<tab>NAME<tab>...", or "LABEL<tab>IRQ 19". */
static bool is_msinfo_row(const char *line, size_t length)
{
	const char *tab = memchr(line, '\t', length);
	size_t first = tab ? (size_t)(tab - line) : 0;

	return tab && (granted_is_interrupt(line, first) ||
		       (first && granted_is_interrupt(tab + 1, length - first - 1)));
}

/* "Instance ID:   PCI\ID\INSTANCE", with the words of any language before the colon. */
static bool is_pnputil_row(const char *line, size_t length)
{
	const char *colon = memchr(line, ':', length);
	size_t at = colon ? (size_t)(colon - line) + 1 : length;

	if (!colon || colon == line || ascii_is_blank(*line))
		return false;
	while (at < length && ascii_is_blank(line[at]))
		at++;
	return granted_is_instance_id(line + at, length - at);
}

static enum pcimsi_granted_form form_of_lines(const char *text)
{
	const char *end = text + strnlen(text, LOOK);

	while (text < end) {
		size_t length = strcspn(text, "\n");

		if (strncmp(text, GRANTED_WINDOWS_TAG, strlen(GRANTED_WINDOWS_TAG)) == 0)
			return PCIMSI_GRANTED_WINDOWS_LINES;
		if (is_msinfo_row(text, length))
			return PCIMSI_GRANTED_MSINFO_TEXT;
		if (is_pnputil_row(text, length))
			return PCIMSI_GRANTED_PNPUTIL_TEXT;
		text += length + 1;
	}
	return PCIMSI_GRANTED_NO_FORM;
}

enum pcimsi_granted_form granted_form_of(const char *text)
{
	const char *first = text + strspn(text, " \t\n");

	if (*first == '<')
		return form_of_xml(first);
	if (str_istarts(first, "System Information report"))
		return PCIMSI_GRANTED_MSINFO_TEXT;
	return form_of_lines(text);
}

enum pcimsi_granted_form pcimsi_granted_form(const void *bytes, size_t size)
{
	struct notes notes = { 0 };
	struct decoder decoder = {
		.notes = &notes,
		.bad_character = PCIMSI_NOTE_GRANTED_CHARACTER,
		.nul = PCIMSI_NOTE_NUL_BYTE,
	};
	enum pcimsi_granted_form form = PCIMSI_GRANTED_NO_FORM;
	struct arena arena = { 0 };
	const char *text = decoder_all(&decoder, &arena, bytes, size < LOOK ? size : LOOK);

	if (text)
		form = granted_form_of(text);
	arena_done(&arena);
	return form;
}

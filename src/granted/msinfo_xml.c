/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "granted/msinfo.h"
#include "granted/xml.h"

#include <string.h>

/* Rows of .nfo: the elements that a Data element has, whatever they are called. */

struct reading {
	struct msinfo msinfo;
	struct xml xml;
	struct msinfo_row row;
	uint32_t data;  /* depth of the Data element that is open; 0: none is */
	uint32_t field; /* of the next element in it */
};

static void trim(struct xml_slice *slice)
{
	while (slice->length && strchr(" \t\n", slice->text[0])) {
		slice->text++;
		slice->length--;
	}
	while (slice->length && strchr(" \t\n", slice->text[slice->length - 1]))
		slice->length--;
}

static void begin(struct reading *reading)
{
	const struct xml *xml = &reading->xml;

	if (xml_is(xml->name, "Category")) {
		msinfo_begin_category(&reading->msinfo, false);
	} else if (!reading->data && xml_is(xml->name, "Data")) {
		reading->data = xml->depth;
		reading->field = 0;
		reading->row = (struct msinfo_row){ .line = { .place = xml->begin } };
	} else if (reading->data && xml->depth == reading->data + 1) {
		reading->field++;
	}
}

/* The first text of a field; programs write no other. */
static void take_text(struct reading *reading)
{
	struct xml_slice value = reading->xml.value;
	uint32_t which = reading->field - 1;

	if (!reading->data || reading->xml.depth != reading->data + 1 || which >= MSINFO_FIELDS)
		return;
	trim(&value);
	if (!value.length || reading->row.fields[which].length)
		return;
	reading->row.fields[which].text = value.text;
	reading->row.fields[which].length = value.length;
	reading->row.n_fields = which + 1;
	/* What proves is the number or the id. */
	if (!reading->row.line.text || granted_is_instance_id(value.text, value.length) ||
	    granted_is_interrupt(value.text, value.length)) {
		reading->row.line.text = value.text;
		reading->row.line.length = value.length;
		reading->row.line.place = reading->xml.begin;
	}
}

static void end(struct reading *reading)
{
	if (!reading->data || reading->xml.depth + 1 != reading->data)
		return;
	reading->data = 0;
	for (uint32_t i = 0; i < reading->row.n_fields; i++)
		if (!reading->row.fields[i].text)
			reading->row.fields[i].text = "";
	msinfo_row(&reading->msinfo, &reading->row);
}

void granted_read_msinfo_xml(struct pcimsi_granted_list *list, const char *text)
{
	struct reading reading = { .msinfo = { .list = list } };
	enum xml_event event = XML_OPEN;

	xml_open(&reading.xml, &list->arena, text);
	while (!list->nomem && event != XML_END && event != XML_BROKEN) {
		event = xml_next(&reading.xml);
		if (event == XML_OPEN)
			begin(&reading);
		else if (event == XML_TEXT)
			take_text(&reading);
		else if (event == XML_CLOSE)
			end(&reading);
		list->nomem |= reading.xml.nomem;
	}
	if (event != XML_BROKEN)
		return;
	notes_add(&list->notes, PCIMSI_NOTE_GRANTED_XML, reading.xml.begin, reading.xml.fault);
	msinfo_cut(&reading.msinfo);
}

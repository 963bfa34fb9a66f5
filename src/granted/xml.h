/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_GRANTED_XML_H
#define PCIMSI_GRANTED_XML_H

#include "base/arena.h"

#include <pcimsi/note.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * As much XML as two programs of Windows write: elements, attributes, text, CDATA, comments,
 * character references and the five named ones. It is a reader of its own because this room opens
 * nothing, has to bear what strangers send, and needs a place in the file for all that it says;
 * a library that reads all of XML brings entities, catalogues and a network with it, of which
 * each has to be switched off. What is not read here is an error: a document type declaration, so
 * that there are no entities to be expanded, and more than XML_DEPTH elements in each other.
 * One pass, no recursion; nothing is copied but what has a reference in it.
 */

#define XML_DEPTH 32

struct xml_slice {
	const char *text;
	size_t length;
};

enum xml_event {
	XML_END,    /* of the file, with no element open */
	XML_BROKEN, /* nothing more is read; `fault` says why */
	XML_OPEN,   /* an element begins: `name`, `attributes` */
	XML_TEXT,   /* `value`; an element may have several */
	XML_CLOSE,  /* the element that was opened last ends: `name` */
};

struct xml {
	const char *at;            /* of the text, which ends with a NUL */
	struct pcimsi_place place; /* of `at` */
	struct arena *arena;
	struct xml_slice open[XML_DEPTH];
	uint32_t depth;
	bool closes; /* the element that was opened last has no content */
	bool has_root;
	bool nomem;
	/* Of the last event: */
	struct pcimsi_place begin; /* where it begins */
	struct xml_slice name, attributes, value;
	const char *fault;
};

void xml_open(struct xml *xml, struct arena *arena, const char *text);
enum xml_event xml_next(struct xml *xml);

/* The value of an attribute of the element that was opened last; false: it has none. */
bool xml_attribute(struct xml *xml, const char *name, struct xml_slice *ret);
bool xml_is(struct xml_slice slice, const char *word);
/* Whether the word is in it, whatever its case. */
bool xml_has(struct xml_slice slice, const char *word);

#endif

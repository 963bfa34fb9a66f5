/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_GRANTED_GRANTED_PRIV_H
#define PCIMSI_GRANTED_GRANTED_PRIV_H

#include <pcimsi/granted.h>

#include "base/arena.h"
#include "base/notes.h"
#include "base/table.h"

#define GRANTED_DEVICES_MAX 16384 /* of a file; as many names, too */

/* Numbers of interrupts that stand together. */
struct granted_count {
	uint32_t messages, lines;
	bool unreadable;           /* one of them is no number, or neither of the two */
	struct pcimsi_place place; /* of the first */
	const char *text;          /* that line */
};

/* A device under construction. */
struct granted_device {
	struct pcimsi_granted_device pub;
	struct granted_count own; /* that stand with its id */
	bool whole;               /* all that the file has of it was seen */
	bool has_none;            /* the file says that it has no number */
	bool absent;              /* it is not connected: it has nothing, and asks for nothing */
	uint32_t name;            /* as index + 1; 0: not told */
};

/* A name of a device, of any bus. */
struct granted_name {
	const char *text;
	struct granted_count listed; /* that stand under it */
	uint32_t device;             /* the first that has it, as index + 1; 0: none */
	bool shared;                 /* another one has it, too */
};

struct pcimsi_granted_list {
	struct arena arena;
	struct notes notes;
	const char *file;
	VEC(struct granted_device) devices;
	struct table by_id; /* of these */
	VEC(struct granted_name) names;
	struct table by_name; /* of these */
	bool listing_cut;     /* not all that stands under names was seen */
	bool tells_any;       /* interrupt, of whatever device */
	bool tells_none;      /* a device without a number has none */
	bool nomem;           /* something was lost: it cannot be opened */
	struct pcimsi_granted_device *published;
};

/* ---- what readers find: granted.c --------------------------------------------------------------
 */

/* A line of the file as it is told. */
struct granted_line {
	struct pcimsi_place place;
	const char *text;
	size_t length;
};

/* "PCI\ID\INSTANCE", `length` long. */
bool granted_is_instance_id(const char *text, size_t length);

/* Each gives a number for the list, from 1; 0: there is no room. `instance_id` is one. */
uint32_t granted_add_device(struct pcimsi_granted_list *list, const char *instance_id,
			    size_t length, const struct granted_line *line);
/* Of an id without an instance, "PCI\\ID"; each time another device. 0, too: it is no such id. */
uint32_t granted_add_placed(struct pcimsi_granted_list *list, const char *id, size_t length,
			    const struct granted_line *line);
uint32_t granted_find_name(const struct pcimsi_granted_list *list, const char *name, size_t length);
uint32_t granted_add_name(struct pcimsi_granted_list *list, const char *name, size_t length);
/* The name is that of the device, too. Either may be 0. */
void granted_name_device(struct pcimsi_granted_list *list, uint32_t name, uint32_t device);

struct granted_device *granted_device(struct pcimsi_granted_list *list, uint32_t number);
struct granted_name *granted_name(struct pcimsi_granted_list *list, uint32_t number);

/* Whether the text begins as the number of an interrupt does, "IRQ 19". */
bool granted_is_interrupt(const char *text, size_t length);
/* Counts "IRQ 4294967294", "4294967294", "0xFFFFFFFE (-2)", "-2". */
void granted_count(struct pcimsi_granted_list *list, struct granted_count *count,
		   const char *number, size_t length, const struct granted_line *line);

/* ---- readers -----------------------------------------------------------------------------------
 */

/* `text` is UTF-8. */
void granted_read_msinfo_text(struct pcimsi_granted_list *list, const char *text);
void granted_read_msinfo_xml(struct pcimsi_granted_list *list, const char *text);
void granted_read_pnputil(struct pcimsi_granted_list *list, const char *text);
void granted_read_windows_lines(struct pcimsi_granted_list *list, const char *text);

/* How a line of the latter begins. */
#define GRANTED_WINDOWS_TAG "pcimsi-windows;"

/* join.c: once all was read, what is known of each device. */
void granted_join(struct pcimsi_granted_list *list);

/* form.c: of text in UTF-8. */
enum pcimsi_granted_form granted_form_of(const char *text);

/* As pcimsi_granted_open(), with at most `memory` bytes from the arena; 0: no limit. */
int granted_open(const char *name, const void *bytes, size_t size,
		 const struct pcimsi_note_sink *notes, size_t memory,
		 struct pcimsi_granted_list **ret);

#endif

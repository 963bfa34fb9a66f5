/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_DIALECT_DIALECT_H
#define PCIMSI_SOURCE_DIALECT_DIALECT_H

#include <pcimsi/function.h>

#include "source/dialect/hexline.h"
#include "source/dialect/scan.h"
#include "source/decoded_facts.h"

/*
 * What programs print of PCI functions, one row of `dialects` per program: how it
 * begins a function, its rows of bytes, and what it says in words.
 */

#define HEADING_SIZE 1024

struct dialect;

/* The line that begins a function. */
struct heading {
	const struct dialect *dialect; /* NULL: there was no line, the rows begin by themselves */
	struct pcimsi_slot slot;
	uint32_t line;
	char text[HEADING_SIZE]; /* what stands behind the slot; may be empty */
};

/* What lines before told, and headings do not repeat. */
struct dialect_context {
	bool has_bus; /* WinDbg's !pci: the bus above the functions */
	uint32_t domain;
	uint8_t bus;
	bool has_openbsd; /* OpenBSD's "Domain /dev/pci0:" */
	uint32_t openbsd_domain;
};

/* What a line below a heading is. */
enum statement {
	STATEMENT_NOT,  /* no statement: text that the line before may have been broken into */
	STATEMENT_DULL, /* one that tells nothing of what is asked here */
	STATEMENT_READ,
	STATEMENT_LAST, /* dull, and printed behind everything else of the function */
};

/* How far a statement stands below the heading. */
enum depth {
	DEPTH_UNKNOWN, /* the blanks before the lines were lost */
	DEPTH_FUNCTION,
	DEPTH_DETAIL, /* of the statement before */
};

struct dialect {
	const char *name;
	/* First characters of its headings, blanks not counted; "" is any. */
	const char *first;
	/* Whether the line is a heading. `text` is without the blanks before. Sets all but `line`.
	 */
	bool (*heading)(struct scan text, struct dialect_context *context, struct heading *ret);
	/* Rows of bytes, where they are not those of hexline_parse(). */
	bool (*row)(const char *line, size_t length, struct hexline *ret);
	/* What the heading itself tells. */
	void (*begin)(struct facts *facts, const char *heading);
	/* NULL: words below the heading tell nothing. */
	enum statement (*classify)(struct scan text);
	void (*read)(struct facts *facts, enum depth depth, struct scan text);
	/* Its headings can be found behind what a log writes. */
	bool (*inner)(struct scan text, struct heading *ret);
	bool distinct; /* nothing else looks like a heading: it is found behind a log, too */
	bool prompt;   /* a heading is a command: without rows it tells nothing */
	bool wraps;    /* its long lines are broken by those who pass them on */
};

extern const struct dialect *const dialects[];
extern const unsigned n_dialects;

/* Which dialects may have a heading that begins with a character, as bits. */
struct dialects {
	uint32_t by_first[256];
	struct dialect_context context;
};

void dialects_init(struct dialects *dialects);

/* Whether the line is a heading of one of them; blanks before it do not matter. */
bool dialects_heading(struct dialects *dialects, const char *line, size_t length,
		      struct heading *ret);

/* ---- what the dialects share ----------------------------------------------------------------- */

/* "[dddd:]bb:dd.f"; what may follow is the caller's to say. */
bool dialect_slot(struct scan *scan, struct pcimsi_slot *ret);

/* Takes what stands behind a slot. */
void dialect_text(struct heading *heading, struct scan text);

/* Numbers as a slot; false: they are none. */
bool dialect_set_slot(struct heading *heading, uint32_t domain, uint32_t bus, uint32_t device,
		      uint32_t function);

/* ---- rows of the table ----------------------------------------------------------------------- */

extern const struct dialect dialect_lspci;
extern const struct dialect dialect_lspci_vmm;
extern const struct dialect dialect_uroot;
extern const struct dialect dialect_esxcli;
extern const struct dialect dialect_pciconf;
extern const struct dialect dialect_pcidump;
extern const struct dialect dialect_uefi;
extern const struct dialect dialect_kernel;
extern const struct dialect dialect_windbg;
extern const struct dialect dialect_hyperdbg;
extern const struct dialect dialect_aida64;
extern const struct dialect dialect_uboot;
extern const struct dialect dialect_path;

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_HEADING_H
#define PCIMSI_SOURCE_HEADING_H

#include <pcimsi/function.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The line that begins a function in a text capture. */

#define HEADING_SIZE 1024

enum heading_kind {
	HEADING_LSPCI,  /* "00:1f.2 SATA controller: ..." */
	HEADING_DUMP,   /* of firmware or a kernel: only rows follow */
	HEADING_WINDBG, /* of the !pci command of WinDbg: doublewords and named fields follow */
	HEADING_NONE,   /* there was no line: the rows begin by themselves */
};

struct heading {
	enum heading_kind kind;
	struct pcimsi_slot slot;
	uint32_t line;
	char text[HEADING_SIZE]; /* what lspci prints behind the slot; else empty */
};

/* The bus that lines of WinDbg's !pci stand below; their headings do not repeat it. */
struct heading_bus {
	bool known;
	uint32_t domain;
	uint8_t bus;
};

/* Whether the line is a heading. Sets everything but the line number. */
bool heading_parse(const char *line, size_t length, struct heading_bus *bus, struct heading *ret);

/*
 * Whether lspci's heading stands at `line`, which is not the begin of its line:
 * what follows the slot has to look like a class and a name as well.
 */
bool heading_parse_inner(const char *line, size_t length, struct heading *ret);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/dialect/dialect.h"

#include "base/str.h"
#include "source/dialect/lspci_statements.h"

/*
 * lspci in all its forms (pciutils lspci.c, show_slot_path(), show_terse() and
 * show_machine()), busybox's too, and programs that print the same slot.
 */

static bool heading(struct scan text, struct dialect_context *context, struct heading *ret)
{
	(void)context;
	if (!dialect_slot(&text, &ret->slot) || (text.at < text.end && !ascii_is_blank(*text.at)))
		return false;
	dialect_text(ret, text);
	return true;
}

/* "SATA controller: name", "SATA controller [0106]: name", "0106: 8086:2922". */
static bool is_class_and_name(const char *text)
{
	const char *colon = strstr(text, ": ");

	if (!colon || colon == text || !ascii_is_alnum(text[0]) ||
	    (text[0] >= 'a' && text[0] <= 'z' && ascii_hex(text[0]) < 0))
		return false;
	for (const char *c = text; c < colon; c++)
		if (!ascii_is_alnum(*c) && !strchr(" /-_()[].,+&", *c))
			return false;
	return true;
}

static bool inner(struct scan text, struct heading *ret)
{
	return heading(text, NULL, ret) && is_class_and_name(ret->text);
}

const struct dialect dialect_lspci = {
	.name = "lspci",
	.first = "0123456789abcdefABCDEF",
	.heading = heading,
	.begin = lspci_begin,
	.classify = lspci_classify,
	.read = lspci_read,
	.inner = inner,
	.wraps = true,
};

/* ---- lspci -vmm ------------------------------------------------------------------------------ */

/* "Slot:\t02:00.0", then a line for each part. */
static bool heading_vmm(struct scan text, struct dialect_context *context, struct heading *ret)
{
	(void)context;
	if (!(scan_text(&text, "Slot:\t") || scan_text(&text, "Device:\t")) ||
	    !dialect_slot(&text, &ret->slot) || text.at != text.end)
		return false;
	ret->text[0] = '\0';
	return true;
}

/* "Name [1533]", or with -n "1533". */
static bool value_id(struct scan text, uint32_t *ret)
{
	if (scan_left(&text) >= 6 && text.end[-1] == ']' && text.end[-6] == '[')
		text = (struct scan){ text.end - 5, text.end - 1 };
	return scan_hex32(&text, 4, 4, ret) && text.at == text.end;
}

static void read_vmm(struct facts *facts, enum depth depth, struct scan text)
{
	static const struct {
		const char *name;
		uint8_t offset;
	} ids[] = {
		{ .name = "Class:\t", .offset = 0x0a },   { .name = "Vendor:\t", .offset = 0x00 },
		{ .name = "Device:\t", .offset = 0x02 },  { .name = "SVendor:\t", .offset = 0x2c },
		{ .name = "SDevice:\t", .offset = 0x2e },
	};
	uint32_t value;

	(void)depth;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (scan_text(&text, ids[i].name) && value_id(text, &value))
			facts_set(facts, ids[i].offset, value, 2);
	if (scan_text(&text, "Rev:\t") && scan_hex32(&text, 2, 2, &value))
		facts_set(facts, 0x08, value, 1);
	if (scan_text(&text, "ProgIf:\t") && scan_hex32(&text, 2, 2, &value))
		facts_set(facts, 0x09, value, 1);
}

static enum statement classify_vmm(struct scan text)
{
	return memchr(text.at, '\t', scan_left(&text)) ? STATEMENT_READ : STATEMENT_NOT;
}

const struct dialect dialect_lspci_vmm = {
	.name = "lspci -vmm",
	.first = "SD",
	.heading = heading_vmm,
	.classify = classify_vmm,
	.read = read_vmm,
};

/* ---- u-root pci ------------------------------------------------------------------------------ */

/* "0000:00:02.0: name" and rows of hexdump (u-root pkg/pci). */
static bool heading_uroot(struct scan text, struct dialect_context *context, struct heading *ret)
{
	(void)context;
	if (!dialect_slot(&text, &ret->slot) || !scan_text(&text, ": "))
		return false;
	dialect_text(ret, text);
	return true;
}

const struct dialect dialect_uroot = {
	.name = "u-root pci",
	.first = "0123456789abcdefABCDEF",
	.heading = heading_uroot,
	.begin = lspci_begin,
	.classify = lspci_classify,
	.read = lspci_read,
};

/* ---- esxcli hardware pci list ---------------------------------------------------------------- */

/* The slot with its domain alone on the line; lines with names and values below. */
static bool heading_esxcli(struct scan text, struct dialect_context *context, struct heading *ret)
{
	const char *start = text.at;

	(void)context;
	if (!dialect_slot(&text, &ret->slot) || text.at != text.end || text.at - start < 12)
		return false;
	ret->text[0] = '\0';
	return true;
}

static const struct {
	const char *name;
	uint8_t offset, digits;
} esxcli_values[] = {
	{ .name = "Vendor ID: ", .offset = 0x00, .digits = 4 },
	{ .name = "Device ID: ", .offset = 0x02, .digits = 4 },
	{ .name = "SubVendor ID: ", .offset = 0x2c, .digits = 4 },
	{ .name = "SubDevice ID: ", .offset = 0x2e, .digits = 4 },
	{ .name = "Device Class: ", .offset = 0x0a, .digits = 4 },
	{ .name = "Programming Interface: ", .offset = 0x09, .digits = 2 },
};

/* What else it tells of a device; by name, so that nothing else is passed over. */
static const char *const esxcli_dull[] = {
	"Address:",
	"Bus:",
	"Chassis:",
	"Configured Owner:",
	"Current Owner:",
	"Dependent Device:",
	"Device Class Name:",
	"Device Layer Bus Address:",
	"Device Name:",
	"Extended Device ID:",
	"Extended Device Name:",
	"FPT Sharable:",
	"Flags:",
	"Function:",
	"Hardware Label:",
	"Interrupt Line:",
	"Interrupt Vector:",
	"Module ID:",
	"Module Name:",
	"NUMA Node:",
	"PCI Pin:",
	"Parent Device:",
	"Passthru Capable:",
	"Physical Slot:",
	"Reset Method:",
	"Segment:",
	"Slot Description:",
	"Slot:",
	"Spawned Bus:",
	"VMkernel Name:",
	"Vendor Name:",
};

static enum statement classify_esxcli(struct scan text)
{
	for (size_t i = 0; i < sizeof(esxcli_values) / sizeof(esxcli_values[0]); i++)
		if (scan_text(&text, esxcli_values[i].name))
			return STATEMENT_READ;
	for (size_t i = 0; i < sizeof(esxcli_dull) / sizeof(esxcli_dull[0]); i++)
		if (scan_text(&text, esxcli_dull[i]))
			return STATEMENT_DULL;
	return lspci_classify(text);
}

static void read_esxcli(struct facts *facts, enum depth depth, struct scan text)
{
	uint32_t value;

	for (size_t i = 0; i < sizeof(esxcli_values) / sizeof(esxcli_values[0]); i++) {
		if (!scan_text(&text, esxcli_values[i].name))
			continue;
		if (scan_0x(&text, esxcli_values[i].digits, &value))
			facts_set(facts, esxcli_values[i].offset, value,
				  esxcli_values[i].digits / 2u);
		return;
	}
	/* A slot alone may head the output of lspci as well; esxcli's addresses are slots. */
	lspci_read(facts, depth, text);
}

const struct dialect dialect_esxcli = {
	.name = "esxcli hardware pci list",
	.first = "0123456789abcdefABCDEF",
	.heading = heading_esxcli,
	.classify = classify_esxcli,
	.read = read_esxcli,
	.wraps = true,
};

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/id_fault.h"

#include "base/str.h"
#include "inf/template.h"

#include <string.h>

/* The parts of ids in the order in which they stand, with the widths they may have. */
static const struct id_part {
	const char *name;
	uint8_t width, other_width;
	char letter;
} id_parts[] = {
	{ "VEN_", 4, 4, 'v' }, { "DEV_", 4, 4, 'd' }, { "SUBSYS_", 8, 8, 's' },
	{ "REV_", 2, 2, 'r' }, { "CC_", 6, 4, 'c' },  { "DT_", 1, 1, 't' },
};

/* Which parts can stand together ("Identifiers for PCI Devices"). */
static const char *const id_forms[] = { "vdsr", "vds", "vdr", "vd", "vdc", "vc", "v", "ct", "c" };

/*
 * In the page's examples, and in two lines of the inbox machine.inf; not in its table of
 * formats.
 */
#define EXAMPLE_FORM "vdrc"

static const struct id_part *part_at(const char *text)
{
	for (size_t i = 0; i < sizeof(id_parts) / sizeof(id_parts[0]); i++)
		if (str_istarts(text, id_parts[i].name))
			return &id_parts[i];
	return NULL;
}

/* A value that no function has; NULL: it is well-formed. `text` ends at `length`. */
static const char *bad_value(const struct id_part *part, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (text[i] == 'O' || text[i] == 'o')
			return "letter-o";
		if (text[i] == 'I' || text[i] == 'l')
			return "letter-i";
		if ((unsigned char)text[i] >= 0x80 || text[i] == ' ' || text[i] == '\t')
			return "space";
		if (ascii_hex(text[i]) < 0)
			return "digit";
	}
	if (length != part->width && length != part->other_width)
		return "width";
	return NULL;
}

static bool is_form(const char *letters)
{
	for (size_t i = 0; i < sizeof(id_forms) / sizeof(id_forms[0]); i++)
		if (strcmp(id_forms[i], letters) == 0)
			return true;
	return false;
}

static const char *malformed(const char *id)
{
	char letters[8] = "";
	const char *at = id + 4;

	for (size_t n = 0; n < sizeof(letters) - 1; n++) {
		const struct id_part *part = part_at(at);
		const char *why;
		size_t length;

		if (!part)
			return "part";
		at += strlen(part->name);
		length = strcspn(at, "&");
		why = bad_value(part, at, length);
		if (why)
			return why;
		letters[n] = part->letter;
		at += length;
		if (!*at)
			return is_form(letters)                     ? NULL
			       : strcmp(letters, EXAMPLE_FORM) == 0 ? "example"
								    : "form";
		at++;
	}
	return "parts";
}

/* Template tokens are filled in later; INF434 tells of them. */
static bool has_token(const char *id)
{
	return strpbrk(id, "$%@{}<>*?") || inf_has_placeholder(id);
}

const char *pci_id_doubt(const char *id)
{
	return str_istarts(id, "PCI\\") && !has_token(id) ? malformed(id) : NULL;
}

const char *pci_id_fault(const char *id)
{
	const char *why = pci_id_doubt(id);

	return why && strcmp(why, "example") != 0 ? why : NULL;
}

bool exchange_subsystem(struct pcimsi_function *function)
{
	const struct pcimsi_reg vendor = function->subsystem_vendor_id;

	if (!vendor.known || !function->subsystem_id.known ||
	    vendor.value == function->subsystem_id.value)
		return false;
	function->subsystem_vendor_id = function->subsystem_id;
	function->subsystem_id = vendor;
	return true;
}

size_t vendor_device_length(const char *id)
{
	const char *device = str_ifind(id, "&DEV_");

	return device ? (size_t)(device - id) + 9 : 0;
}

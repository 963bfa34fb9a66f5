/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/capture.h>

#include "base/str.h"

#include <pci/pci.h>
#include <stdlib.h>
#include <string.h>

/*
 * "Vendor Device", as lspci prints it: from the heading of a text capture, so
 * that a customer's names stay as they were, else from pci.ids.
 */

struct pcimsi_names {
	struct pci_access *access; /* for its list of names; never opened */
};

/* ---- headings -------------------------------------------------------------------------------- */

/* "[8086:29c0]" at `text`. */
static bool is_bracketed_id(const char *text)
{
	for (int i = 1; i <= 9; i++)
		if (i == 5 ? text[i] != ':' : ascii_hex(text[i]) < 0)
			return false;
	return text[10] == ']';
}

/* "8086:29c0" at `text`, and nothing or a blank behind it. */
static bool is_plain_id(const char *text)
{
	for (int i = 0; i < 9; i++)
		if (i == 4 ? text[i] != ':' : ascii_hex(text[i]) < 0)
			return false;
	return !text[9] || text[9] == ' ';
}

/* How much of the text is names: up to the ids, "(rev" and "(prog-if". */
static size_t names_length(const char *text)
{
	size_t length = 0;

	while (text[length]) {
		if (text[length] == '[' && is_bracketed_id(text + length))
			break;
		if (strncmp(text + length, "(rev ", 5) == 0 ||
		    strncmp(text + length, "(prog-if ", 9) == 0)
			break;
		length++;
	}
	while (length && (text[length - 1] == ' ' || text[length - 1] == '\t'))
		length--;
	return length;
}

static const char *keep(const char *text, size_t length, char *buffer, unsigned size)
{
	if (!length || !size)
		return NULL;
	if (length >= size)
		length = size - 1;
	memcpy(buffer, text, length);
	buffer[length] = '\0';
	return buffer;
}

/* "Class name [cccc]: Vendor Device [vvvv:dddd] (rev xx) (prog-if xx [name])". */
static const char *name_of_heading(const char *heading, char *buffer, unsigned size)
{
	const char *colon = heading ? strstr(heading, ": ") : NULL;
	const char *text = colon ? colon + 2 : NULL;

	if (!text || is_plain_id(text))
		return NULL;
	/* What lspci prints where pci.ids knows neither. */
	if (strncmp(text, "Device ", 7) == 0 && is_plain_id(text + 7))
		return NULL;
	return keep(text, names_length(text), buffer, size);
}

/* ---- pci.ids --------------------------------------------------------------------------------- */

static void on_error(char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* Looking names up fails for lack of memory only. */
static void on_error(char *format, ...)
{
	(void)format;
	abort();
}

static void on_message(char *format, ...) __attribute__((format(printf, 1, 2)));

static void on_message(char *format, ...)
{
	(void)format;
}

struct pcimsi_names *pcimsi_names_open(const char *path)
{
	struct pcimsi_names *names = calloc(1, sizeof(*names));
	char *copy = path ? strdup(path) : NULL;

	if (!names || (path && !copy)) {
		free(names);
		free(copy);
		return NULL;
	}
	names->access = pci_alloc();
	names->access->error = on_error;
	names->access->warning = on_message;
	names->access->debug = on_message;
	if (copy)
		pci_set_name_list_path(names->access, copy, 1);
	return names;
}

void pcimsi_names_close(struct pcimsi_names *names)
{
	if (!names)
		return;
	pci_cleanup(names->access);
	free(names);
}

/* pci.ids alone: what udev's hwdb says differs from machine to machine, and asking it leaks. */
#define FLAGS PCI_LOOKUP_NO_HWDB

static bool is_named(const struct pcimsi_names *names, uint32_t vendor)
{
	char vendor_name[128];

	return pci_lookup_name(names->access, vendor_name, sizeof(vendor_name),
			       PCI_LOOKUP_VENDOR | PCI_LOOKUP_NO_NUMBERS | FLAGS, (int)vendor);
}

const char *pcimsi_names_function(struct pcimsi_names *names,
				  const struct pcimsi_function *function, char *buffer,
				  unsigned size)
{
	const char *name = name_of_heading(function->raw.heading, buffer, size);

	if (name)
		return name;
	if (!function->vendor_id.known || !function->device_id.known ||
	    function->vendor_id.value == 0xffff || !is_named(names, function->vendor_id.value))
		return NULL;
	return pci_lookup_name(names->access, buffer, (int)size,
			       PCI_LOOKUP_VENDOR | PCI_LOOKUP_DEVICE | FLAGS,
			       (int)function->vendor_id.value, (int)function->device_id.value);
}

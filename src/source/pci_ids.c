/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/capture.h>

#include "base/str.h"
#include "hwid/hwid.h"
#include "source/names.h"

#include <errno.h>
#include <pci/pci.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * "Vendor Device", as lspci prints it: from the heading of a text capture, so
 * that a customer's names stay as they were, else from pci.ids.
 */

struct pcimsi_names {
	struct pci_access *access; /* for its list of names; never opened */
	bool loaded;               /* or tried to */
	int error;                 /* of reading or asking the list, which is not asked again */
	char message[256];         /* why */
};

/* ---- headings -------------------------------------------------------------------------------- */

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
	uint32_t vendor, device;

	while (text[length]) {
		if (hwid_read_pair(text + length, &vendor, &device))
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

/*
 * libpci's error callback has no argument of ours and must not return, so the call in
 * progress says where to go on (pciutils lib/pci.h).
 */
static _Thread_local struct call {
	jmp_buf escape;
	struct pcimsi_names *names;
} * call;

static void on_error(char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

static void on_error(char *format, ...)
{
	va_list args;

	if (!call)
		abort(); /* libpci is called in guarded() only */
	va_start(args, format);
	vsnprintf(call->names->message, sizeof(call->names->message), format, args);
	va_end(args);
	call->names->message[strcspn(call->names->message, "\n")] = '\0';
	longjmp(call->escape, 1);
}

static void on_message(char *format, ...) __attribute__((format(printf, 1, 2)));

static void on_message(char *format, ...)
{
	(void)format;
}

/* Calls libpci, which is of no use any more after an error. */
static void guarded(struct pcimsi_names *names,
		    void (*step)(struct pcimsi_names *names, void *user), void *user)
{
	struct call this = { .names = names };

	call = &this;
	if (setjmp(this.escape) == 0)
		step(names, user);
	else
		names->error = strstr(names->message, "ut of memory") ? PCIMSI_ERR_NOMEM
								      : PCIMSI_ERR_FORMAT;
	call = NULL;
}

static void load(struct pcimsi_names *names, void *user)
{
	(void)user;
	names->loaded = true;
	errno = 0;
	if (pci_load_name_list(names->access))
		return;
	names->error = errno == ENOMEM ? PCIMSI_ERR_NOMEM : PCIMSI_ERR_IO;
	if (errno)
		snprintf(names->message, sizeof(names->message), "%s", strerror(errno));
}

/* A list that was named is read at once, so that what is wrong with it shows at once. */
static void load_from(struct pcimsi_names *names, const char *path)
{
	char *copy = strdup(path);

	if (!copy) {
		names->error = PCIMSI_ERR_NOMEM;
		return;
	}
	pci_set_name_list_path(names->access, copy, 1);
	guarded(names, load, NULL);
}

int pcimsi_names_open(const char *path, struct pcimsi_names **ret, const char **reterr_detail)
{
	struct pcimsi_names *names = calloc(1, sizeof(*names));

	*ret = NULL;
	if (!names)
		return PCIMSI_ERR_NOMEM;
	names->access = pci_alloc();
	names->access->error = on_error;
	names->access->warning = on_message;
	names->access->debug = on_message;
	/* Not what this user looked up once, in the network: that is asked for by default. */
	names->access->id_lookup_mode = 0;
	if (path)
		load_from(names, path);
	if (names->error == PCIMSI_ERR_NOMEM) {
		pcimsi_names_close(names);
		return PCIMSI_ERR_NOMEM;
	}
	*ret = names;
	return pcimsi_names_error(names, reterr_detail);
}

void pcimsi_names_close(struct pcimsi_names *names)
{
	if (!names)
		return;
	pci_cleanup(names->access);
	free(names);
}

const char *names_path(const struct pcimsi_names *names)
{
	return names->access->id_file_name;
}

int pcimsi_names_error(const struct pcimsi_names *names, const char **reterr_detail)
{
	if (!names || !names->error)
		return 0;
	*reterr_detail = *names->message ? names->message : NULL;
	return names->error;
}

/* pci.ids alone: what udev's hwdb says differs from machine to machine, and asking it leaks. */
#define FLAGS PCI_LOOKUP_NO_HWDB

struct lookup {
	const struct pcimsi_function *function;
	char *buffer;
	unsigned size;
	const char *name;
};

static void look_up(struct pcimsi_names *names, void *user)
{
	struct lookup *lookup = user;
	int vendor = (int)lookup->function->vendor_id.value;
	char vendor_name[128];

	if (pci_lookup_name(names->access, vendor_name, sizeof(vendor_name),
			    PCI_LOOKUP_VENDOR | PCI_LOOKUP_NO_NUMBERS | FLAGS, vendor))
		lookup->name = pci_lookup_name(names->access, lookup->buffer, (int)lookup->size,
					       PCI_LOOKUP_VENDOR | PCI_LOOKUP_DEVICE | FLAGS,
					       vendor, (int)lookup->function->device_id.value);
}

/* A system without a list is none of our business. */
static void load_system_list(struct pcimsi_names *names)
{
	if (!names->loaded)
		guarded(names, load, NULL);
	names->error = names->error == PCIMSI_ERR_IO ? 0 : names->error;
}

const char *pcimsi_names_function(struct pcimsi_names *names,
				  const struct pcimsi_function *function, char *buffer,
				  unsigned size)
{
	struct lookup lookup = { .function = function, .buffer = buffer, .size = size };
	const char *name = name_of_heading(function->raw.heading, buffer, size);

	if (name)
		return name;
	if (!function->vendor_id.known || !function->device_id.known ||
	    function->vendor_id.value == 0xffff)
		return NULL;
	if (!names->error)
		load_system_list(names);
	if (!names->error)
		guarded(names, look_up, &lookup);
	return names->error ? NULL : lookup.name;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_GRANTED_H
#define PCIMSI_GRANTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <pcimsi/error.h>
#include <pcimsi/function.h>
#include <pcimsi/note.h>

/*
 * Since 0.1. What a list hands out lives as long as the list; the bytes need not outlive
 * pcimsi_granted_open().
 */

/*
 * What a running Windows granted: the interrupts among the resources that it gave its PCI
 * devices. Windows writes them down in ways that are read here: what msinfo32 saves (as text or
 * as .nfo), the XML of pnputil, and what the lines of PowerShell in the README write.
 *
 * All three name interrupts by numbers. That those of messages are ten digits beginning with
 * 42949, which is a small negative number in 32 bits, is what Microsoft's script for device
 * assignment goes by (SurveyDDA.ps1 of MicrosoftDocs/Virtualization-Documentation), and not
 * documented. That there is one number for each message of MSI-X follows from "Using Interrupt
 * Resource Descriptors", which gives each of them a descriptor; plain MSI has one descriptor for
 * all of its messages, so that one number may stand for several. Until a real machine confirms
 * it, how many messages were granted is inferred.
 */

/* The first number that is a message: "42949...", of ten digits. */
#define PCIMSI_GRANTED_MESSAGE 4294900000u

/* How the interrupts of a device were found in the file. */
enum pcimsi_granted_by {
	PCIMSI_GRANTED_BY_DEVICE, /* they stand with its instance id */
	PCIMSI_GRANTED_BY_NAME,   /* under its name, which no other device of the file has */
};

/* Why it is not known what a device has. */
enum pcimsi_granted_unknown {
	PCIMSI_GRANTED_TOLD,       /* it is */
	PCIMSI_GRANTED_AMBIGUOUS,  /* several devices have its name */
	PCIMSI_GRANTED_NOT_LISTED, /* the file does not list its interrupts */
	PCIMSI_GRANTED_CUT,        /* the file ends before it is told, or is broken */
	PCIMSI_GRANTED_UNREADABLE, /* a number of it cannot be read */
	PCIMSI_GRANTED_CONFLICT,   /* two places of the file differ */
	PCIMSI_GRANTED_ABSENT,     /* it was not connected when the file was made */
};

/* One PCI device of Windows. */
struct pcimsi_granted_device {
	const char *file;                       /* name of the list */
	const char *id;                         /* "VEN_8086&DEV_10D3&...", untrusted */
	const char *instance;                   /* "3&11583659&0&18", untrusted; "": not told */
	const char *name;                       /* as Windows shows it, untrusted; NULL: not told */
	struct pcimsi_reg vendor_id, device_id; /* of `id`; not known: not in it */
	struct pcimsi_reg subsystem_vendor_id, subsystem_id, revision;
	bool has_location;              /* the file tells where it is */
	uint32_t bus, device, function; /* the buses of all segments in one number */
	enum pcimsi_granted_unknown unknown;
	enum pcimsi_granted_by by;        /* if it is known, as the next two */
	uint32_t messages;                /* numbers that are messages */
	uint32_t lines;                   /* the others */
	struct pcimsi_place place;        /* of its instance id */
	const char *text;                 /* that line, untrusted */
	struct pcimsi_place number_place; /* of its first number; 0: it has none */
	const char *number_text;          /* that line, untrusted */
	PCIMSI_ROOM;
};

/* What the bytes of a file are. */
enum pcimsi_granted_form {
	PCIMSI_GRANTED_NO_FORM,
	PCIMSI_GRANTED_MSINFO_TEXT, /* what msinfo32 exports as text, or a part of it */
	PCIMSI_GRANTED_MSINFO_XML,  /* .nfo */
	PCIMSI_GRANTED_PNPUTIL_XML, /* of pnputil /enum-devices /resources /format xml */
	/* What PowerShell wrote with the lines of the README; by itself it is a capture, too. */
	PCIMSI_GRANTED_WINDOWS_LINES,
	PCIMSI_GRANTED_PNPUTIL_TEXT, /* words in the language of the machine: not read */
	/* Made without /resources: nothing of interrupts is in it, and it is not read. */
	PCIMSI_GRANTED_PNPUTIL_BARE,
};

struct pcimsi_granted_list;

PCIMSI_BEGIN_DECLS

/* Of the first bytes, or of all: 64 KiB are enough. */
PCIMSI_API enum pcimsi_granted_form pcimsi_granted_form(const void *bytes, size_t size);

/*
 * `name` is for notes and evidence, and is copied; so are the bytes. What cannot be read makes
 * what it concerns unknown, with a note. PCIMSI_ERR_FORMAT: no form that is read.
 * PCIMSI_ERR_LIMIT: more than 256 MiB. PCIMSI_ERR_NOMEM.
 */
PCIMSI_API int pcimsi_granted_open(const char *name, const void *bytes, size_t size,
				   const struct pcimsi_note_sink *notes,
				   struct pcimsi_granted_list **ret);
PCIMSI_API void pcimsi_granted_close(struct pcimsi_granted_list *list); /* NULL is allowed */

PCIMSI_API const char *pcimsi_granted_name(const struct pcimsi_granted_list *list);
/* The PCI devices, in the order of the file; they belong to the list. */
PCIMSI_API const struct pcimsi_granted_device *
pcimsi_granted_devices(const struct pcimsi_granted_list *list, uint32_t *ret_count);
/* Whether its ids are those of the function; what either of them leaves out does not count. */
PCIMSI_API bool pcimsi_granted_device_is(const struct pcimsi_granted_device *device,
					 const struct pcimsi_function *function);

/* "ambiguous" ...; NULL: it is known. */
PCIMSI_API const char *pcimsi_granted_unknown_name(enum pcimsi_granted_unknown unknown);

PCIMSI_END_DECLS

#endif

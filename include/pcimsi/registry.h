/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REGISTRY_H
#define PCIMSI_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <pcimsi/error.h>
#include <pcimsi/function.h>
#include <pcimsi/inf.h>
#include <pcimsi/note.h>

/*
 * Since 0.1. What a registry hands out lives as long as the registry; the bytes need not outlive
 * pcimsi_registry_open().
 */

/*
 * What an exported registry holds of the MSI and affinity settings of PCI
 * devices: a .reg file as regedit writes it (version 5.00 or REGEDIT4), or the
 * text of `reg query KEY /s`. Of one device, or of a whole Enum branch.
 */

/*
 * What an export says of a value. Only regedit writes whole branches: what `reg query`
 * does not list is unknown, and so is what a file does not hold that is made to be imported.
 */
enum pcimsi_held_state {
	PCIMSI_HELD_UNKNOWN, /* the export does not reach there, or cannot be read */
	PCIMSI_HELD_MISSING, /* it reaches there, and holds no such value */
	PCIMSI_HELD_VALUE,
};

/* A key that the file names. */
struct pcimsi_registry_key {
	const char *path;          /* without superfluous backslashes, untrusted */
	bool superfluous;          /* doubled or trailing ones were there */
	struct pcimsi_place place; /* of its line */
	const char *text;          /* that line, untrusted */
};

struct pcimsi_held_value {
	enum pcimsi_held_state state;
	uint32_t type; /* enum pcimsi_registry_type */
	bool number_known;
	uint32_t number;           /* of a REG_DWORD of 4 bytes */
	uint8_t data[8];           /* the first bytes */
	uint32_t data_size;        /* of all; of a REG_SZ the bytes of its UTF-8 */
	struct pcimsi_place place; /* of the value, or of the key that lacks it; 0: none */
	const char *text;          /* that line, untrusted; NULL: none */
	const struct pcimsi_registry_key *key; /* that holds the value; NULL: there is none */
};

/* A value of the name of a setting, in a key where Windows does not look for it. */
struct pcimsi_misplaced_value {
	enum pcimsi_setting setting;
	/* Of the driver, below Control\Class; else it is a key of the device's instance. */
	bool software_key;
	const char *subkey; /* below the instance; of a software key "Control\Class\..." */
	struct pcimsi_held_value held;
};

/* One instance below ...\Enum\PCI. */
struct pcimsi_registry_device {
	const char *file;                       /* name of the export */
	const char *id;                         /* "VEN_8086&DEV_10D3&...", as in the file */
	const char *instance;                   /* "3&11583659&0&18" */
	struct pcimsi_reg vendor_id, device_id; /* of `id`; not known: not in it */
	struct pcimsi_reg subsystem_vendor_id, subsystem_id, revision;
	bool has_location;              /* LocationInformation ends in "(bus,device,function)" */
	uint32_t bus, device, function; /* the buses of all segments in one number */
	struct pcimsi_place place;      /* of its first key */
	const char *text;               /* that line, untrusted */
	struct pcimsi_held_value settings[PCIMSI_SETTING_COUNT];
	const struct pcimsi_misplaced_value
		*misplaced; /* its software key's, too, if it names it */
	uint32_t n_misplaced;
	PCIMSI_ROOM;
};

struct pcimsi_registry;

PCIMSI_BEGIN_DECLS

/*
 * `name` is for notes and evidence, and is copied; so are the bytes. What cannot
 * be read costs its line, with a note. PCIMSI_ERR_FORMAT: this is no export.
 * PCIMSI_ERR_LIMIT: more than 256 MiB. PCIMSI_ERR_NOMEM.
 */
PCIMSI_API int pcimsi_registry_open(const char *name, const void *bytes, size_t size,
				    const struct pcimsi_note_sink *notes,
				    struct pcimsi_registry **ret);
PCIMSI_API void pcimsi_registry_close(struct pcimsi_registry *registry); /* NULL is allowed */

PCIMSI_API const char *pcimsi_registry_name(const struct pcimsi_registry *registry);
/* In the order of the file; they belong to the registry. */
PCIMSI_API const struct pcimsi_registry_device *
pcimsi_registry_devices(const struct pcimsi_registry *registry, uint32_t *ret_count);
/* Those of software keys of which the export does not say whose they are. */
PCIMSI_API const struct pcimsi_misplaced_value *
pcimsi_registry_misplaced(const struct pcimsi_registry *registry, uint32_t *ret_count);
/* Whether its ids are those of the function; what either of them leaves out does not count. */
PCIMSI_API bool pcimsi_registry_device_is(const struct pcimsi_registry_device *device,
					  const struct pcimsi_function *function);

/* "22", "REG_BINARY 0f00", "missing" ... written to buffer; a string may be untrusted. */
#define PCIMSI_HELD_TEXT 40
PCIMSI_API const char *pcimsi_held_text(const struct pcimsi_held_value *held,
					char buffer[PCIMSI_HELD_TEXT]);

PCIMSI_END_DECLS

#endif

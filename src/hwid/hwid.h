/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_HWID_HWID_H
#define PCIMSI_HWID_HWID_H

#include <pcimsi/bytes.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The ids that Windows makes of a PCI function and that INFs name: "PCI\VEN_8086&DEV_1533"
 * ("Identifiers for PCI Devices"). A part of one has a letter: v vendor, d device,
 * s subsystem, r revision, c class to prog-if, u class to subclass, t port type.
 */

/* The registers that ids are made of. */
struct hwid {
	struct pcimsi_reg vendor, device;
	struct pcimsi_reg subsystem_vendor, subsystem; /* the second stands before the first */
	struct pcimsi_reg revision, class_code, port_type;
};

/* Forms of ids: the letters of their parts, in the order in which Windows has them. */
struct hwid_list {
	const char *const *forms;
	uint8_t count;
};

/* Of a function; `bare`: of one whose subsystem is 00000000. */
struct hwid_list hwid_hardware(bool bare);
struct hwid_list hwid_compatible(void);
struct hwid_list hwid_all(void); /* each once */

/* Room for the longest form, that of all of vendor, device, subsystem and revision. */
#define HWID_SIZE 48

/* Writes the id of this form; "" if a part is not known. */
void hwid_write(char out[HWID_SIZE], const char *form, const struct hwid *hwid);

/* The same with "?" for digits that are not known. False: no function has such an id. */
bool hwid_write_pattern(char out[HWID_SIZE], const char *form, const struct hwid *hwid);
bool hwid_fits(const char *pattern, const char *id);

/* Where the value of a part stands in an id, or in several in a row; NULL: it names none. */
const char *hwid_find(const char *ids, char letter);

/* What an id names, or several in a row name first; parts of another width are not known. */
void hwid_read(const char *ids, struct hwid *ret);

/*
 * Why no PCI function can report this id, which begins with "PCI\": a word of the reasons of
 * MAT607. NULL: one can. "example": Windows is not known to report it, but examples have it.
 */
const char *hwid_fault(const char *id);

/* "[8086:1533]" at `text`, as lspci -nn writes it. */
bool hwid_read_pair(const char *text, uint32_t *ret_vendor, uint32_t *ret_device);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_FIELD_TEXT_H
#define PCIMSI_REPORT_FIELD_TEXT_H

#include <pcimsi/field.h>

#include <stdio.h>

/* What a field of configuration space is called, and what it says. */

/* "Message Control for MSI (msi.control) of MSI at 0x70". */
void put_field_owner(FILE *out, const struct pcimsi_function *function,
		     const struct pcimsi_field *field);

/* Little-endian; false: some byte was not captured. */
bool field_value(const struct pcimsi_function *function, const struct pcimsi_field *field,
		 uint64_t *ret);

/*
 * What the number says that is stored in bits of that stable name, ": 16 messages"; nothing for
 * those that are what they say.
 */
void put_stored(FILE *out, const char *name, uint64_t value);

#endif

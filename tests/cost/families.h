/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_COST_FAMILIES_H
#define TESTS_COST_FAMILIES_H

#include <stddef.h>
#include <stdio.h>

/* Inputs that were slow once, or would be: what each is made of is told in families.c. */
struct family {
	const char *name;
	unsigned n;                           /* the smallest size */
	void (*inf)(FILE *f, unsigned n);     /* writes in.inf; NULL: there is none */
	void (*capture)(FILE *f, unsigned n); /* writes in.txt; NULL: there is none */
	size_t (*more)(unsigned n);           /* writes other files, returns their bytes */
	const char *argv[10];
};

extern const struct family families[]; /* ends with a NULL name */

/* Writes the input into the current folder and returns its bytes. */
size_t family_write(const struct family *family, unsigned n);
/* Removes what was written. */
void families_done(void);

#endif

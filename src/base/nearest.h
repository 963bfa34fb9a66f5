/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_BASE_NEAREST_H
#define PCIMSI_BASE_NEAREST_H

/* "Did you mean": of the words that there are the one next to a word that is none of them. */

struct nearest {
	const char *wanted;
	const char *best; /* NULL: none is near */
	unsigned distance;
};

struct nearest nearest_to(const char *wanted);
/* The first of words that are equally near stays. */
void nearest_try(struct nearest *nearest, const char *word);

#endif

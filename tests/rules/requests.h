/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_TESTS_RULES_REQUESTS_H
#define PCIMSI_TESTS_RULES_REQUESTS_H

#include <pcimsi/pcimsi.h>

#include <stddef.h>

/*
 * What Windows is expected to request for functions that the ids of INFs reach: the captured
 * ones, and made ones with few and many messages, which nobody has captured.
 */

struct request {
	char what[96]; /* the id, the Windows and the function */
	uint32_t messages;
	bool closed; /* the id names a board, and that is captured: there is no other */
};

struct requests {
	struct request *items;
	size_t count;
};

void requests_keep(struct requests *requests, const struct pcimsi_run *run);
/* The first one that is less than before, where both lists are of the same INFs; NULL: none. */
const struct request *requests_lost(const struct requests *before, const struct requests *after);
void requests_free(struct requests *requests);

#endif

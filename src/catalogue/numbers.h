/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CATALOGUE_NUMBERS_H
#define PCIMSI_CATALOGUE_NUMBERS_H

#include <pcimsi/catalogue.h>

/* The rows of the catalogue by number, for tables that have a place for every rule. */

enum rule_number {
#define RULE(id, ...) RULE_##id,
#include "catalogue/catalogue.def"
#undef RULE
	RULE_COUNT
};

extern const struct pcimsi_rule rule_table[RULE_COUNT];

#endif

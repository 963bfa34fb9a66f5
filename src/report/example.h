/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_EXAMPLE_H
#define PCIMSI_REPORT_EXAMPLE_H

#include <pcimsi/catalogue.h>

/*
 * What a finding of the rule says and advises, with the values of the example in its row.
 * The caller frees it; NULL: out of memory.
 */
char *example_message(const struct pcimsi_rule *rule);
char *example_advice(const struct pcimsi_rule *rule);

#endif

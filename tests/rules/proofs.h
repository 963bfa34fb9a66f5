/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_TESTS_RULES_PROOFS_H
#define PCIMSI_TESTS_RULES_PROOFS_H

#include <pcimsi/pcimsi.h>

#include <stdbool.h>

#include "rules/cases.h"

/* What findings say and prove, in the words of the lines "says:" and "proves:" of a case. */

/* A finding as it stands in findings.expect. */
void proofs_write(struct text_buffer *out, const struct pcimsi_finding *finding);

/*
 * Marks those lines of the case that the finding bears out; both arrays have an item for each.
 * "says:" is a part of the message, "proves:" the first words of an evidence.
 */
void proofs_mark(const struct rule_case *c, const struct pcimsi_finding *finding, bool *said,
		 bool *proved);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SUGGEST_FIXES_H
#define PCIMSI_SUGGEST_FIXES_H

#include <pcimsi/suggest.h>

#include "suggest/document.h"

/* What change of lines makes a finding go, by rule. */
struct fixing {
	struct document *document; /* is changed */
	const struct pcimsi_run *run;
	const struct pcimsi_finding *finding; /* of that result */
	const struct pcimsi_install *install; /* that it is about; NULL: none is known */
	const struct pcimsi_resolution *resolution;
	struct arena *arena;
	const char *detail;              /* of a refusal */
	const struct pcimsi_rule *other; /* likewise */
	bool nomem;
};

/* Whether fix_apply() knows the rule. */
bool fix_is_known(const struct pcimsi_rule *rule);

/* Whether it is grave enough to be mended, too. */
bool fix_mends(const struct pcimsi_finding *finding);

/* What may make others go comes first. */
enum fix_order {
	FIX_ORDER_FIRST,
	FIX_ORDER_COARSE,  /* what others do better: with the silicon, or the name as written */
	FIX_ORDER_ENABLES, /* writes MSISupported where nothing does */
	FIX_ORDERS
};
enum fix_order fix_order(const struct pcimsi_rule *rule);

/* Of a rule that is known. PCIMSI_REFUSAL_NONE: the document was changed. Else it may be, and is to
 * be dropped. */
enum pcimsi_refusal fix_apply(struct fixing *fixing);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/directive.h"

#include "base/str.h"
#include "inf/inf_priv.h"

#include <string.h>

/* "INF DDInstall Section", "INF DDInstall.HW Section"; each has a page of its own. */
static const char *const words[PCIMSI_DIRECTIVE_COUNT] = {
	[PCIMSI_DIRECTIVE_DELREG] = "DelReg",
	[PCIMSI_DIRECTIVE_ADDREG] = "AddReg",
	[PCIMSI_DIRECTIVE_BITREG] = "BitReg",
	[PCIMSI_DIRECTIVE_NEEDS] = "Needs",
	[PCIMSI_DIRECTIVE_INCLUDE] = "Include",
	[PCIMSI_DIRECTIVE_ADD_SERVICE] = "AddService",
	[PCIMSI_DIRECTIVE_ADD_INTERFACE] = "AddInterface",
	[PCIMSI_DIRECTIVE_ADD_COMPONENT] = "AddComponent",
};

const char *pcimsi_directive_name(enum pcimsi_directive directive)
{
	return (unsigned)directive < PCIMSI_DIRECTIVE_COUNT ? words[directive] : "";
}

/* Of those wanted the one that the key is; COUNT: none. */
static int find(const char *key, uint32_t wanted)
{
	int directive = 0;

	while (directive < PCIMSI_DIRECTIVE_COUNT &&
	       !(wanted & INF_DIRECTIVE(directive) && str_ieq(key, words[directive])))
		directive++;
	return directive;
}

int inf_walk(struct pcimsi_inf *inf, const struct inf_section *section, uint32_t directives,
	     inf_visit_fn *visit, void *user)
{
	int err = 0;

	for (uint32_t i = 0; !err && section && i < section->n_lines; i++) {
		const struct inf_line *line = &section->lines[i];
		const char *key = line->key;
		int directive;

		if (!key)
			continue;
		if (strchr(key, '%'))
			key = inf_expanded(inf, key);
		if (!key)
			return PCIMSI_ERR_NOMEM;
		directive = find(key, directives);
		if (directive < PCIMSI_DIRECTIVE_COUNT)
			err = visit(user, section, line, (enum pcimsi_directive)directive);
	}
	return err;
}

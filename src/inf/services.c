/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/services.h"

#include "base/str.h"
#include "inf/directive.h"
#include "inf/registry_lines.h"
#include "inf/section_names.h"

struct drivers {
	struct pcimsi_inf *inf;
	bool null, named;
};

static bool is_no_driver(const char *need)
{
	return str_ieq(need, "NO_DRV") || str_ieq(need, "NO_DRV" INF_SERVICES);
}

static int read_needs(struct drivers *drivers, const struct inf_line *line)
{
	for (uint32_t i = 0; i < line->n_fields; i++) {
		const char *name = inf_expanded(drivers->inf, line->fields[i].text);

		if (!name)
			return PCIMSI_ERR_NOMEM;
		drivers->null |= is_no_driver(name);
	}
	return 0;
}

/* AddService = [name], [flags] ... */
static int read_line(void *user, const struct inf_section *section, const struct inf_line *line,
		     enum pcimsi_directive directive)
{
	struct drivers *drivers = user;
	const char *name, *flags;

	(void)section;
	if (directive == PCIMSI_DIRECTIVE_NEEDS)
		return read_needs(drivers, line);
	name = inf_expanded(drivers->inf, line->fields[0].text);
	flags = line->n_fields > 1 ? inf_expanded(drivers->inf, line->fields[1].text) : "";
	if (!name || !flags)
		return PCIMSI_ERR_NOMEM;
	if (!(inf_number_parse(flags).value & SPSVCINST_ASSOCSERVICE))
		return 0;
	if (*name)
		drivers->named = true;
	else
		drivers->null = true;
	return 0;
}

int inf_null_driver(struct pcimsi_inf *inf, const struct inf_section *section,
		    enum pcimsi_arch arch, bool *ret)
{
	struct drivers drivers = { .inf = inf };
	struct inf_section *services;
	int err = inf_related_section(inf, section, INF_SERVICES, arch, &services);

	if (!err)
		err = inf_walk(inf, section, INF_DIRECTIVE(PCIMSI_DIRECTIVE_NEEDS), read_line,
			       &drivers);
	if (!err)
		err = inf_walk(inf, services,
			       INF_DIRECTIVE(PCIMSI_DIRECTIVE_ADD_SERVICE) |
				       INF_DIRECTIVE(PCIMSI_DIRECTIVE_NEEDS),
			       read_line, &drivers);
	*ret = drivers.null && !drivers.named;
	return err;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/inf_priv.h"

#include "base/str.h"

#include <string.h>

/*
 * Included INFs by name. To look for one costs its owner a folder or an archive, and
 * many sections include the same: what is not there is remembered like what is.
 */
static int ask(struct pcimsi_inf *inf, const char *name, uint32_t hash, struct pcimsi_inf **ret)
{
	struct inf_include *include;

	if (inf->includes.count == INF_INCLUDES_MAX)
		return 0;
	include = VEC_ADD(&inf->arena, &inf->includes);
	if (!include || table_add(&inf->by_name, &inf->arena, hash, inf->includes.count - 1))
		return PCIMSI_ERR_NOMEM;
	*include = (struct inf_include){ .name = name,
					 .inf = inf->include(inf->include_user, name) };
	*ret = include->inf;
	return 0;
}

int inf_included(struct pcimsi_inf *inf, const char *name, struct pcimsi_inf **ret)
{
	uint32_t hash = str_ihash(name, strlen(name));

	*ret = NULL;
	if (!inf->include)
		return 0;
	for (uint32_t at = table_first(&inf->by_name, hash); at;
	     at = table_next(&inf->by_name, at)) {
		const struct inf_include *include =
			&inf->includes.items[table_item(&inf->by_name, at)];

		if (str_ieq(include->name, name)) {
			*ret = include->inf;
			return 0;
		}
	}
	return ask(inf, name, hash, ret);
}

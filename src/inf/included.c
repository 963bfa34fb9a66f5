/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/inf_priv.h"

#include "base/str.h"

#include <string.h>

/*
 * Included INFs by name. To look for one costs its owner a folder or an archive, and
 * many sections include the same: what is not there is remembered like what is.
 */
#define BUCKETS 256

static uint32_t *bucket_of(struct pcimsi_inf *inf, const char *name)
{
	if (!inf->include_buckets)
		inf->include_buckets = arena_array(&inf->arena, BUCKETS, sizeof(uint32_t));
	return inf->include_buckets ? &inf->include_buckets[str_ihash(name, strlen(name)) % BUCKETS]
				    : NULL;
}

static int ask(struct pcimsi_inf *inf, const char *name, uint32_t *bucket, struct pcimsi_inf **ret)
{
	struct inf_include *include;

	if (inf->includes.count == INF_INCLUDES_MAX)
		return 0;
	include = VEC_ADD(&inf->arena, &inf->includes);
	if (!include)
		return PCIMSI_ERR_NOMEM;
	*include = (struct inf_include){ .name = name, .next = *bucket };
	*bucket = inf->includes.count;
	include->inf = inf->include(inf->include_user, name);
	*ret = include->inf;
	return 0;
}

int inf_included(struct pcimsi_inf *inf, const char *name, struct pcimsi_inf **ret)
{
	uint32_t *bucket;

	*ret = NULL;
	if (!inf->include)
		return 0;
	bucket = bucket_of(inf, name);
	if (!bucket)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t at = *bucket; at; at = inf->includes.items[at - 1].next) {
		const struct inf_include *include = &inf->includes.items[at - 1];

		if (str_ieq(include->name, name)) {
			*ret = include->inf;
			return 0;
		}
	}
	return ask(inf, name, bucket, ret);
}

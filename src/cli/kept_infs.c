/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/kept_infs.h"

#include <stdlib.h>
#include <string.h>

static bool grow(struct kept_infs *kept)
{
	unsigned capacity = kept->capacity ? 2 * kept->capacity : 16;
	struct kept_inf *items;

	if (kept->count < kept->capacity)
		return true;
	items = reallocarray(kept->items, capacity, sizeof(*items));
	if (!items)
		return false;
	kept->items = items;
	kept->capacity = capacity;
	return true;
}

int kept_infs_add(struct kept_infs *kept, struct pcimsi_inf *inf, const struct input *input)
{
	struct kept_inf *slot = grow(kept) ? &kept->items[kept->count] : NULL;

	if (!slot) {
		pcimsi_inf_close(inf);
		return PCIMSI_ERR_NOMEM;
	}
	*slot = (struct kept_inf){ .inf = inf };
	kept->count++;
	if (!kept->bytes)
		return 0;
	slot->bytes = malloc(input->size);
	if (!slot->bytes)
		return PCIMSI_ERR_NOMEM;
	memcpy(slot->bytes, input->bytes, input->size);
	slot->size = input->size;
	return 0;
}

void kept_infs_done(struct kept_infs *kept)
{
	for (unsigned i = 0; i < kept->count; i++) {
		pcimsi_inf_close(kept->items[i].inf);
		free(kept->items[i].bytes);
	}
	free(kept->items);
}

bool kept_infs_bytes(void *user, const struct pcimsi_inf *inf, const void **ret, size_t *ret_size)
{
	const struct kept_infs *kept = user;

	for (unsigned i = 0; i < kept->count; i++) {
		if (kept->items[i].inf != inf || !kept->items[i].bytes)
			continue;
		*ret = kept->items[i].bytes;
		*ret_size = kept->items[i].size;
		return true;
	}
	return false;
}

struct pcimsi_inf *kept_infs_reopen(void *user, const struct pcimsi_inf *inf, const void *bytes,
				    size_t size)
{
	const struct kept_infs *kept = user;
	const char *name = pcimsi_inf_facts(inf)->name;
	const struct pcimsi_inf_options options = {
		.size = sizeof(options),
		.include = includes_find,
		.include_user = includes_at(kept->includes, name),
	};
	struct pcimsi_inf *changed = NULL;

	return pcimsi_inf_open(name, bytes, size, &options, &changed) ? NULL : changed;
}

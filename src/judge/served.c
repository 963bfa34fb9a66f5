/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/chain.h"
#include "judge/judge_priv.h"

#include "base/str.h"
#include "match/id_fault.h"

/*
 * Whom the install sections of an INF serve: asked for every function, so it is counted
 * once, when all verdicts are there.
 */

/* Notes whether the models of an install name more than one vendor and device. */
static void see_model(struct serves *served, const char *id)
{
	size_t length = vendor_device_length(id);

	if (!served->first_id) {
		served->first_id = id;
		served->first_length = length;
	} else if (length != served->first_length || !str_ieq_n(id, served->first_id, length)) {
		served->family = true;
	}
}

static struct serves *served_of(struct judged_inf *inf, const struct pcimsi_install *install)
{
	return &inf->served[own_install(install) - inf->pub.resolution->installs];
}

static int count_models(struct pcimsi_check *check, struct judged_inf *inf)
{
	const struct pcimsi_resolution *resolution = inf->pub.resolution;

	inf->served = arena_array(&check->arena, resolution->n_installs, sizeof(*inf->served));
	if (!inf->served)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < resolution->n_models; i++)
		if (resolution->models[i].hardware_id)
			see_model(served_of(inf, resolution->models[i].install),
				  resolution->models[i].hardware_id);
	return 0;
}

int served_count(struct pcimsi_check *check)
{
	int err = 0;

	for (uint32_t i = 0; !err && i < check->infs.count; i++)
		err = count_models(check, check->infs.items[i]);
	for (uint32_t i = 0; !err && i < check->verdicts.count; i++) {
		const struct verdict *verdict = check->verdicts.items[i];
		struct judged_inf *inf = check->infs.items[verdict->pub.match.inf];
		struct serves *served = served_of(inf, verdict->pub.match.model->install);
		uint32_t size = verdict->pub.function->function.msix.table_size;

		if (size > served->most_entries)
			served->most_entries = size;
		if (!inf->first_compatible && !verdict->pub.match.from_hardware_list &&
		    !str_istarts(verdict->pub.match.id, "PCI\\CC_"))
			inf->first_compatible = verdict;
	}
	return err;
}

const struct serves *served_by(const struct context *c)
{
	return served_of(c->inf, c->install);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/served.h"

#include "base/str.h"
#include "judge/judge_priv.h"

#include <stdlib.h>
#include <string.h>

/* ---- lines ------------------------------------------------------------------------------------
 */

static int compare_lines(const struct served_value *a, const struct served_value *b)
{
	if (a->file != b->file && a->file && b->file) {
		int order = strcmp(a->file, b->file);

		if (order)
			return order;
	} else if (a->file != b->file) {
		return a->file ? 1 : -1;
	}
	return a->line < b->line ? -1 : a->line > b->line;
}

static int by_line(const void *a, const void *b)
{
	return compare_lines(a, b);
}

static const struct pcimsi_effect *limit_of(const struct pcimsi_install *install)
{
	return install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT];
}

/* An INF is judged once for each target, one behind the other: the first one has the lines. */
static struct judged_inf *first_of(const struct pcimsi_check *check, struct judged_inf *inf)
{
	while (inf->pub.order && check->infs.items[inf->pub.order - 1]->pub.inf == inf->pub.inf)
		inf = check->infs.items[inf->pub.order - 1];
	return inf;
}

struct served_value *served_find(struct judged_inf *first, const struct pcimsi_effect *limit,
				 const char *file)
{
	const struct served_value key = { .file = file, .line = limit->place.line };

	if (!first->served.count)
		return NULL;
	return bsearch(&key, first->served.items, first->served.count, sizeof(key), by_line);
}

/*
 * The line may be that of an extension INF, which wrote it last. A line of an included INF
 * is one of the INF that includes it.
 */
static struct served_value *value_of(const struct pcimsi_check *check,
				     const struct verdict *verdict, struct judged_inf **ret_first)
{
	const struct pcimsi_effect *limit = limit_of(verdict->pub.match.model->install);
	const struct pcimsi_judged_inf *owner = verdict->pub.inf;
	const char *file = limit ? limit->file : NULL;

	for (uint32_t i = 0; file && i < verdict->pub.n_extensions; i++)
		if (verdict->pub.extensions[i]->facts->name == file) {
			owner = verdict->pub.extensions[i];
			file = NULL;
		}
	*ret_first = first_of(check, check->infs.items[owner->order]);
	return limit ? served_find(*ret_first, limit, file) : NULL;
}

static int add_lines(struct pcimsi_check *check, struct judged_inf *inf)
{
	const struct pcimsi_resolution *resolution = inf->pub.resolution;
	served_list *list = &first_of(check, inf)->served;

	for (uint32_t i = 0; i < resolution->n_installs; i++) {
		const struct pcimsi_effect *limit = limit_of(&resolution->installs[i]);
		struct served_value *value = limit ? VEC_ADD(&check->arena, list) : NULL;

		if (!limit)
			continue;
		if (!value)
			return PCIMSI_ERR_NOMEM;
		*value = (struct served_value){ .file = limit->file, .line = limit->place.line };
	}
	return 0;
}

/* Each line once, in order. */
static void sort_lines(served_list *list)
{
	uint32_t kept = 0;

	if (list->count > 1)
		qsort(list->items, list->count, sizeof(*list->items), by_line);
	for (uint32_t i = 0; i < list->count; i++)
		if (!kept || compare_lines(&list->items[kept - 1], &list->items[i]))
			list->items[kept++] = list->items[i];
	list->count = kept;
}

static int add_captured(struct pcimsi_check *check, const struct verdict *verdict)
{
	struct judged_inf *first;
	struct served_value *value = value_of(check, verdict, &first);
	const struct verdict **slot;

	if (!value || !reach_of(verdict))
		return 0;
	slot = VEC_ADD(&check->arena, &value->captured);
	if (!slot)
		return PCIMSI_ERR_NOMEM;
	*slot = verdict;
	return 0;
}

/* The first verdict of the INF that is bound by no hardware id, nor by class: for MAT603. */
static void note_compatible(struct pcimsi_check *check, const struct verdict *verdict)
{
	struct judged_inf *inf = check->infs.items[verdict->pub.match.inf];

	if (!inf->first_compatible && !verdict->pub.match.from_hardware_list &&
	    !str_istarts(verdict->pub.match.id, "PCI\\CC_"))
		inf->first_compatible = verdict;
}

int served_count(struct pcimsi_check *check)
{
	int err = 0;

	for (uint32_t i = 0; !err && i < check->infs.count; i++)
		err = add_lines(check, check->infs.items[i]);
	for (uint32_t i = 0; i < check->infs.count; i++)
		sort_lines(&check->infs.items[i]->served);
	for (uint32_t i = 0; !err && i < check->verdicts.count; i++) {
		note_compatible(check, check->verdicts.items[i]);
		err = add_captured(check, check->verdicts.items[i]);
	}
	return err;
}

/* ---- what they have ---------------------------------------------------------------------------
 */

static bool has_msix(const struct verdict *verdict)
{
	return verdict->pub.function->function->msix.state == PCIMSI_STATE_PRESENT;
}

uint32_t reach_of(const struct verdict *verdict)
{
	const struct pcimsi_reg *capacity = &verdict->pub.grant.capacity;
	uint32_t most = has_msix(verdict) ? PCIMSI_WINDOWS_MSIX_MAX : PCIMSI_WINDOWS_MSI_MAX;

	if (!capacity->known)
		return 0;
	return capacity->value < most ? capacity->value : most;
}

/* The first of plain MSI, and the largest table. */
static void find_kinds(const struct served_value *value, const struct verdict **ret_msi,
		       const struct verdict **ret_msix)
{
	*ret_msi = *ret_msix = NULL;
	for (uint32_t i = 0; i < value->captured.count; i++) {
		const struct verdict *verdict = value->captured.items[i];

		if (!has_msix(verdict)) {
			if (!*ret_msi)
				*ret_msi = verdict;
		} else if (!*ret_msix || reach_of(verdict) > reach_of(*ret_msix)) {
			*ret_msix = verdict;
		}
	}
}

bool served_differ(const struct served_value *value, const struct verdict **ret_msi,
		   const struct verdict **ret_msix)
{
	find_kinds(value, ret_msi, ret_msix);
	return *ret_msi && *ret_msix && reach_of(*ret_msix) > PCIMSI_WINDOWS_MSI_MAX;
}

static const struct verdict *most_of(const struct served_value *value)
{
	const struct verdict *most = NULL;

	for (uint32_t i = 0; i < value->captured.count; i++)
		if (!most || reach_of(value->captured.items[i]) > reach_of(most))
			most = value->captured.items[i];
	return most;
}

static uint32_t reach_of_all(const struct served_value *value)
{
	uint32_t reach = value->most ? reach_of(value->most) : 0;

	for (uint32_t i = 0; i < value->captured.count; i++)
		if (reach_of(value->captured.items[i]) != reach)
			return 0;
	return reach;
}

/* ---- what was said of it ------------------------------------------------------------------------
 */

void served_tell_off(const struct context *c)
{
	struct judged_inf *first;
	struct served_value *value = value_of(c->check, c->verdict, &first);

	if (value)
		value->told_off = true;
}

bool served_is_told_off(const struct context *c)
{
	const struct pcimsi_effect *limit = limit_of(c->install);
	const struct served_value *value = served_find(first_of(c->check, c->inf), limit,
						       limit->file);

	return value && value->told_off;
}

/* ---- whom else ----------------------------------------------------------------------------------
 */

/* It takes all targets of the INF, so it is done when the limit is in question. */
static void look(struct pcimsi_check *check, struct judged_inf *first)
{
	if (served_see_ids(check, first))
		check->nomem = true;
	for (uint32_t i = 0; i < first->served.count; i++) {
		first->served.items[i].most = most_of(&first->served.items[i]);
		first->served.items[i].reach = reach_of_all(&first->served.items[i]);
	}
	first->served_known = true;
}

const struct served_value *served_captured(const struct context *c, const struct verdict *verdict)
{
	struct judged_inf *first;

	return value_of(c->check, verdict, &first);
}

const struct served_value *served_by(const struct context *c)
{
	struct judged_inf *first;
	const struct served_value *value = value_of(c->check, c->verdict, &first);

	if (value && !first->served_known)
		look(c->check, first);
	return value;
}

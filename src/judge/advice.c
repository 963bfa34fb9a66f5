/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/advice.h>

#include "base/array.h"
#include "base/str.h"
#include "judge/judge_priv.h"

#include <stdlib.h>
#include <string.h>

/* Limits tried on all functions that a line serves. */

/* An advice in the making. */
struct maker {
	struct pcimsi_check *check;
	struct verdict *const *verdicts; /* of the group */
	uint32_t count;
	struct pcimsi_advice *advice;
	const struct served_value *served; /* whom the line serves; NULL: there is none */
	VEC(struct pcimsi_advice_row) rows;
};

const char *pcimsi_limit_effect_name(enum pcimsi_limit_effect effect)
{
	static const char *const names[PCIMSI_LIMIT_EFFECTS] = {
		[PCIMSI_LIMIT_IMPOSSIBLE] = "impossible", [PCIMSI_LIMIT_CAPPED] = "capped",
		[PCIMSI_LIMIT_WASTEFUL] = "wasteful",     [PCIMSI_LIMIT_FIT] = "fit",
		[PCIMSI_LIMIT_UNKNOWN] = "unknown",
	};

	return (size_t)effect < ARRAY_SIZE(names) ? names[effect] : "";
}

const char *pcimsi_advice_reason_name(enum pcimsi_advice_reason reason)
{
	static const char *const names[] = {
		[PCIMSI_ADVICE_NONE_NEEDED] = "none-needed",
		[PCIMSI_ADVICE_BUDGET] = "budget",
		[PCIMSI_ADVICE_STARTS] = "starts",
		[PCIMSI_ADVICE_NOTHING] = "nothing-known",
	};

	return (size_t)reason < ARRAY_SIZE(names) ? names[reason] : "";
}

/* ---- groups ---------------------------------------------------------------------------------- */

static const struct pcimsi_effect *limit_of(const struct verdict *verdict)
{
	return verdict->pub.match.model->install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT];
}

static const struct pcimsi_install *base_of(const struct verdict *verdict)
{
	const struct pcimsi_install *install = verdict->pub.match.model->install;

	return install->base_install ? install->base_install : install;
}

static const char *section_of(const struct verdict *verdict)
{
	const struct pcimsi_install *install = base_of(verdict);

	return install->section ? install->section : install->base;
}

static int compare_texts(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) : (a != NULL) - (b != NULL);
}

/* Who gets the same line, or, where none is written, is in the same section. */
static int compare_groups(const struct verdict *a, const struct verdict *b)
{
	const struct pcimsi_effect *x = limit_of(a), *y = limit_of(b);
	int order;

	if (a->pub.inf->order != b->pub.inf->order)
		return a->pub.inf->order < b->pub.inf->order ? -1 : 1;
	if (!x != !y)
		return x ? -1 : 1;
	if (!x)
		return compare_texts(section_of(a), section_of(b));
	order = compare_texts(x->file, y->file);
	if (order)
		return order;
	return x->place.line < y->place.line ? -1 : x->place.line > y->place.line;
}

static int by_group(const void *a, const void *b)
{
	const struct verdict *x = *(struct verdict *const *)a, *y = *(struct verdict *const *)b;
	int order = compare_groups(x, y);

	if (order || x == y)
		return order;
	return x->pub.function->order < y->pub.function->order ? -1 : 1;
}

/* ---- what a limit makes of a function -------------------------------------------------------- */

static bool is_plain_msi(const struct verdict *verdict)
{
	return verdict->pub.function->function->msix.state != PCIMSI_STATE_PRESENT;
}

static bool is_before_8(const struct verdict *verdict)
{
	const struct pcimsi_target *target = &verdict->pub.inf->resolution->target;

	return target->major < 6 || (target->major == 6 && target->minor < 2);
}

/* "Using Interrupt Resource Descriptors": more than 910 requests, and it may fail to start. */
static bool may_fail(const struct verdict *verdict, struct pcimsi_reg limit)
{
	return is_before_8(verdict) && !is_plain_msi(verdict) &&
	       verdict->pub.grant.capacity.value > PCIMSI_WINDOWS_BEFORE_8_MAX &&
	       (!limit.known || limit.value > PCIMSI_WINDOWS_BEFORE_8_MAX);
}

/* Above what it has, a limit is a ceiling of a family, or nobody's. */
static enum pcimsi_limit_effect above(const struct maker *maker, uint32_t limit)
{
	bool reached = limit == PCIMSI_WINDOWS_MSIX_MAX || limit <= maker->advice->most ||
		       !maker->advice->all_seen;

	return reached ? PCIMSI_LIMIT_CAPPED : PCIMSI_LIMIT_IMPOSSIBLE;
}

static void predict(const struct verdict *verdict, struct pcimsi_reg limit,
		    struct pcimsi_grant *ret)
{
	const struct pcimsi_grant_settings settings = {
		.enabled = PCIMSI_ENABLED_YES,
		.supported_written = true,
		.msi_supported = { .value = 1, .known = true },
		.limit = limit,
		.limit_written = limit.known,
	};

	pcimsi_grant_predict_settings(verdict->pub.function->function, &settings,
				      &verdict->pub.inf->resolution->target, ret);
}

static enum pcimsi_limit_effect effect_of(const struct maker *maker, const struct verdict *verdict,
					  struct pcimsi_reg limit, const struct pcimsi_grant *grant)
{
	uint32_t reach = reach_of(verdict);

	if (!reach)
		return PCIMSI_LIMIT_UNKNOWN;
	if (may_fail(verdict, limit))
		return PCIMSI_LIMIT_IMPOSSIBLE;
	if (limit.known && limit.value > reach)
		return above(maker, limit.value);
	if (limit.known && is_plain_msi(verdict) && limit.value &&
	    !pcimsi_limit_valid_for_msi(limit.value))
		return PCIMSI_LIMIT_IMPOSSIBLE;
	if (!grant->requested.known)
		return PCIMSI_LIMIT_UNKNOWN;
	return grant->requested.value < reach ? PCIMSI_LIMIT_WASTEFUL : PCIMSI_LIMIT_FIT;
}

/* ---- machines -------------------------------------------------------------------------------- */

static const struct pcimsi_budget *budget_of(const struct pcimsi_check *check,
					     const struct verdict *verdict, uint32_t *from)
{
	const struct judged_function *function =
		check->functions.items[verdict->pub.function->order];

	for (uint32_t i = *from; i < check->budgets.count; i++) {
		const struct pcimsi_budget *budget = &check->budgets.items[i];

		if (budget->capture != function->pub.capture ||
		    compare_texts(budget->member, machine_member(function)) != 0)
			continue;
		*from = i;
		return budget;
	}
	return NULL;
}

/* One machine being added up, with what the group asks for now and would ask for. */
struct sum {
	const struct pcimsi_budget *budget;
	uint64_t now, then;
};

static void close_sum(struct pcimsi_advice_row *row, const struct sum *sum)
{
	if (sum->budget && sum->budget->requested - sum->now + sum->then > sum->budget->supply)
		row->over++;
}

/* Of a function the INF that asks most counts in the budget; this one is taken for that. */
static void add_to_sum(const struct maker *maker, struct pcimsi_advice_row *row, struct sum *sum,
		       const struct verdict *verdict, const struct pcimsi_grant *grant,
		       uint32_t *from)
{
	const struct pcimsi_budget *budget = budget_of(maker->check, verdict, from);

	if (budget != sum->budget) {
		close_sum(row, sum);
		*sum = (struct sum){ .budget = budget };
	}
	sum->now += verdict->pub.grant.requested.value;
	sum->then += grant->requested.value;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static bool same_limit(struct pcimsi_reg a, struct pcimsi_reg b)
{
	return a.known == b.known && a.value == b.value;
}

static void fill(struct maker *maker, struct pcimsi_advice_row *row)
{
	struct sum sum = { 0 };
	uint32_t from = 0;

	for (uint32_t i = 0; i < maker->count; i++) {
		const struct verdict *verdict = maker->verdicts[i];
		struct pcimsi_grant grant;
		uint32_t reach = reach_of(verdict);

		predict(verdict, row->limit, &grant);
		row->functions[effect_of(maker, verdict, row->limit, &grant)]++;
		row->requested += grant.requested.value;
		if (grant.requested.known && reach > grant.requested.value)
			row->unused += reach - grant.requested.value;
		row->is_capacity |= row->limit.known && reach == row->limit.value;
		add_to_sum(maker, row, &sum, verdict, &grant, &from);
	}
	close_sum(row, &sum);
	row->is_own = maker->advice->place.line
			      ? row->limit.known && same_limit(row->limit, maker->advice->own)
			      : !row->limit.known;
}

static int add_row(struct maker *maker, uint32_t limit, bool known)
{
	struct pcimsi_advice_row *row = VEC_ADD(&maker->check->arena, &maker->rows);

	if (!row)
		return PCIMSI_ERR_NOMEM;
	row->limit = (struct pcimsi_reg){ .value = limit, .known = known };
	return 0;
}

/* Of so many different numbers of messages each is tried; of more every second, or so. */
#define CAPACITIES_MAX 64

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* Each once, upwards; how many. */
static uint32_t sort_numbers(uint32_t *numbers, uint32_t count)
{
	uint32_t kept = 0;

	if (count > 1)
		qsort(numbers, count, sizeof(*numbers), by_number);
	for (uint32_t i = 0; i < count; i++)
		if (!kept || numbers[kept - 1] != numbers[i])
			numbers[kept++] = numbers[i];
	return kept;
}

/* What functions have, the largest among them in any case. */
static uint32_t add_capacities(const struct maker *maker, uint32_t *numbers)
{
	uint32_t count = 0, kept = 0, step;

	for (uint32_t i = 0; i < maker->count; i++)
		if (reach_of(maker->verdicts[i]))
			numbers[count++] = reach_of(maker->verdicts[i]);
	count = sort_numbers(numbers, count);
	step = count / (CAPACITIES_MAX + 1) + 1;
	for (uint32_t i = (count + step - 1) % step; i < count; i += step)
		numbers[kept++] = numbers[i];
	return kept;
}

static bool has_tables(const struct maker *maker)
{
	for (uint32_t i = 0; i < maker->count; i++)
		if (!is_plain_msi(maker->verdicts[i]))
			return true;
	return false;
}

static uint32_t maximum_of(const struct maker *maker)
{
	return has_tables(maker) ? PCIMSI_WINDOWS_MSIX_MAX : PCIMSI_WINDOWS_MSI_MAX;
}

static bool any_may_fail(const struct maker *maker)
{
	const struct pcimsi_reg none = { 0 };

	for (uint32_t i = 0; i < maker->count; i++)
		if (may_fail(maker->verdicts[i], none))
			return true;
	return false;
}

/* What functions have, powers of two up to that, what is written now, what is documented. */
static uint32_t candidates(const struct maker *maker, uint32_t *numbers)
{
	const struct pcimsi_advice *advice = maker->advice;
	uint32_t count = add_capacities(maker, numbers);

	numbers[count++] = maximum_of(maker);
	for (uint32_t limit = 1; limit <= advice->most; limit *= 2)
		numbers[count++] = limit;
	if (advice->own.known)
		numbers[count++] = advice->own.value;
	if (any_may_fail(maker))
		numbers[count++] = PCIMSI_WINDOWS_BEFORE_8_MAX;
	return sort_numbers(numbers, count);
}

/* Beside the capacities: 12 powers of two and three more. */
#define OTHERS_MAX 16

static int add_rows(struct maker *maker)
{
	uint32_t *numbers = arena_array(&maker->check->arena, (size_t)maker->count + OTHERS_MAX,
					sizeof(*numbers));
	uint32_t count = numbers ? candidates(maker, numbers) : 0;
	int err = numbers ? 0 : PCIMSI_ERR_NOMEM;

	for (uint32_t i = 0; !err && i < count; i++)
		err = add_row(maker, numbers[i], true);
	if (!err)
		err = add_row(maker, 0, false);
	for (uint32_t i = 0; !err && i < maker->rows.count; i++)
		fill(maker, &maker->rows.items[i]);
	return err;
}

/* ---- what is advised ------------------------------------------------------------------------- */

static bool takes_nothing(const struct pcimsi_advice_row *row, const struct pcimsi_advice_row *none)
{
	return row->limit.known && row->requested == none->requested &&
	       !row->functions[PCIMSI_LIMIT_WASTEFUL] && !row->functions[PCIMSI_LIMIT_IMPOSSIBLE];
}

/* The highest with which as few as can be fail: devices first, then vectors. */
static bool is_better(const struct pcimsi_advice_row *row, const struct pcimsi_advice_row *best)
{
	if (row->functions[PCIMSI_LIMIT_IMPOSSIBLE] != best->functions[PCIMSI_LIMIT_IMPOSSIBLE])
		return row->functions[PCIMSI_LIMIT_IMPOSSIBLE] <
		       best->functions[PCIMSI_LIMIT_IMPOSSIBLE];
	return row->over < best->over;
}

static void choose(struct pcimsi_advice *advice)
{
	const struct pcimsi_advice_row *none = advice->none;

	advice->best = none;
	advice->reason = advice->most ? PCIMSI_ADVICE_NONE_NEEDED : PCIMSI_ADVICE_NOTHING;
	for (uint32_t i = advice->n_rows - 1; advice->most && i-- > 0;) {
		const struct pcimsi_advice_row *row = &advice->rows[i];

		if (takes_nothing(row, none))
			advice->enough = row;
		if (!is_better(row, advice->best))
			continue;
		advice->reason = none->functions[PCIMSI_LIMIT_IMPOSSIBLE] ? PCIMSI_ADVICE_STARTS
									  : PCIMSI_ADVICE_BUDGET;
		advice->best = row;
	}
}

static void name_rows(struct maker *maker)
{
	struct pcimsi_advice *advice = maker->advice;
	struct pcimsi_advice_row *rows = maker->rows.items;
	uint32_t maximum = maximum_of(maker);

	advice->rows = rows;
	advice->n_rows = maker->rows.count;
	advice->none = &rows[advice->n_rows - 1];
	for (uint32_t i = 0; i + 1 < advice->n_rows; i++) {
		if (rows[i].is_own)
			advice->own_row = &rows[i];
		rows[i].is_maximum = rows[i].limit.value == maximum;
		if (rows[i].is_maximum)
			advice->maximum = &rows[i];
	}
	choose(advice);
}

/* ---- a group --------------------------------------------------------------------------------- */

/* Nothing that a limit could do anything for. */
static bool is_without(const struct verdict *verdict)
{
	const struct pcimsi_grant *grant = &verdict->pub.grant;

	return grant->null_driver ||
	       (grant->msi == PCIMSI_STATE_ABSENT && grant->msix == PCIMSI_STATE_ABSENT);
}

static void see_functions(struct maker *maker)
{
	struct pcimsi_advice *advice = maker->advice;

	for (uint32_t i = 0; i < maker->count; i++) {
		uint32_t reach = reach_of(maker->verdicts[i]);

		if (reach && (!advice->least || reach < advice->least))
			advice->least = reach;
		if (reach <= advice->most)
			continue;
		advice->most = reach;
		advice->most_verdict = &maker->verdicts[i]->pub;
	}
}

static void see_line(struct maker *maker, const struct verdict *first)
{
	const struct context c = { .check = maker->check, .verdict = (struct verdict *)first };
	const struct pcimsi_effect *limit = limit_of(first);
	struct pcimsi_advice *advice = maker->advice;

	advice->inf = first->pub.inf;
	advice->section = section_of(first);
	advice->enabled = first->pub.grant.enabled;
	maker->served = served_by(&c);
	advice->all_seen = maker->served && maker->served->known;
	if (!limit)
		return;
	advice->file = limit->file;
	advice->place = limit->place;
	advice->own = first->pub.grant.limit;
}

/* PCIMSI_ERR_NOMEM, or how many. */
static int count_sections(struct maker *maker, struct verdict *const *verdicts, uint32_t count)
{
	const struct pcimsi_resolution *resolution = verdicts[0]->pub.inf->resolution;
	bool *seen = arena_array(&maker->check->arena, resolution->n_installs, sizeof(*seen));
	int sections = 0;

	for (uint32_t i = 0; seen && i < count; i++) {
		bool *one = &seen[base_of(verdicts[i]) - resolution->installs];

		sections += !*one;
		*one = true;
	}
	return seen ? sections : PCIMSI_ERR_NOMEM;
}

/* Those without messages to the end; how many are before them. */
static uint32_t part(struct maker *maker, struct verdict **verdicts, uint32_t count)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < count; i++)
		if (!is_without(verdicts[i]))
			verdicts[kept++] = verdicts[i];
	maker->advice->n_without = count - kept;
	return kept;
}

static int make(struct pcimsi_check *check, struct verdict **verdicts, uint32_t count,
		struct pcimsi_advice *ret)
{
	struct maker maker = { .check = check, .verdicts = verdicts, .advice = ret };
	int err, sections = count_sections(&maker, verdicts, count);

	if (sections < 0)
		return sections;
	ret->n_sections = (uint32_t)sections;
	see_line(&maker, verdicts[0]);
	maker.count = part(&maker, verdicts, count);
	ret->verdicts = (const struct pcimsi_verdict *const *)verdicts;
	ret->n_verdicts = maker.count;
	see_functions(&maker);
	err = add_rows(&maker);
	if (!err)
		name_rows(&maker);
	return err;
}

int pcimsi_check_advise(struct pcimsi_check *check, const struct pcimsi_advice **ret,
			uint32_t *ret_count)
{
	uint32_t count = check->verdicts.count, end;
	struct verdict **verdicts = arena_array(&check->arena, count, sizeof(struct verdict *));
	VEC(struct pcimsi_advice) list = { 0 };
	int err = verdicts ? 0 : PCIMSI_ERR_NOMEM;

	for (uint32_t i = 0; !err && i < count; i++)
		verdicts[i] = check->verdicts.items[i];
	if (!err && count > 1)
		qsort(verdicts, count, sizeof(struct verdict *), by_group);
	for (uint32_t from = 0; !err && !check->run.advice && from < count; from = end) {
		struct pcimsi_advice *advice = VEC_ADD(&check->arena, &list);

		for (end = from + 1;
		     end < count && compare_groups(verdicts[from], verdicts[end]) == 0; end++)
			;
		err = advice ? make(check, verdicts + from, end - from, advice) : PCIMSI_ERR_NOMEM;
	}
	if (err)
		return err;
	if (!check->run.advice) {
		check->run.advice = list.items;
		check->run.n_advice = list.count;
	}
	*ret = check->run.advice;
	*ret_count = check->run.n_advice;
	return check->nomem ? PCIMSI_ERR_NOMEM : 0;
}

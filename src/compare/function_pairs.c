/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare/compare.h"

#include "compare/pairing.h"

#include <pcimsi/error.h>

#include <stdlib.h>
#include <string.h>

/* Which function of one run is held against which of the other. */

struct entry {
	const struct pcimsi_judged_function *judged;
	const char *machine; /* "": the only one of its side */
	uint32_t occurrence; /* of its slot in its machine, from 0 */
};

/* ---- keys ------------------------------------------------------------------------------------ */

static const struct pcimsi_function *fn_of(const struct entry *entry)
{
	return entry->judged->function;
}

static int order_slots(struct pcimsi_slot a, struct pcimsi_slot b)
{
	int result = order_numbers(a.domain, b.domain);

	result = result ? result : order_numbers(a.bus, b.bus);
	result = result ? result : order_numbers(a.device, b.device);
	return result ? result : order_numbers(a.function, b.function);
}

static int by_place(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int result = strcmp(a->machine, b->machine);

	result = result ? result : order_slots(fn_of(a)->raw.slot, fn_of(b)->raw.slot);
	return result ? result : order_numbers(a->occurrence, b->occurrence);
}

static int by_reg(struct pcimsi_reg a, struct pcimsi_reg b)
{
	int result = order_numbers(a.known, b.known);

	return result || !a.known ? result : order_numbers(a.value, b.value);
}

static int order_devices(const struct pcimsi_function *x, const struct pcimsi_function *y)
{
	int result = by_reg(x->vendor_id, y->vendor_id);

	result = result ? result : by_reg(x->device_id, y->device_id);
	return result ? result : by_reg(x->class_code, y->class_code);
}

static int order_identities(const struct pcimsi_function *x, const struct pcimsi_function *y)
{
	int result = order_devices(x, y);

	result = result ? result : by_reg(x->subsystem_vendor_id, y->subsystem_vendor_id);
	return result ? result : by_reg(x->subsystem_id, y->subsystem_id);
}

static int by_device(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int result = strcmp(a->machine, b->machine);

	return result ? result : order_devices(fn_of(a), fn_of(b));
}

static int by_identity(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int result = strcmp(a->machine, b->machine);

	return result ? result : order_identities(fn_of(a), fn_of(b));
}

/* Of a card with several functions that are alike, each is held against its own. */
static int by_identity_and_number(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int result = by_identity(a, b);

	return result ? result
		      : order_numbers(fn_of(a)->raw.slot.function, fn_of(b)->raw.slot.function);
}

/* ---- whether two agree ----------------------------------------------------------------------- */

static bool may_be_equal(struct pcimsi_reg a, struct pcimsi_reg b)
{
	return !a.known || !b.known || a.value == b.value;
}

/* What reads all ones tells nothing of itself. */
static bool ids_agree(const void *first, const void *second)
{
	const struct entry *a = first, *b = second;
	const struct pcimsi_function *x = fn_of(a), *y = fn_of(b);

	return !x->responding || !y->responding ||
	       (may_be_equal(x->vendor_id, y->vendor_id) &&
		may_be_equal(x->device_id, y->device_id));
}

static bool subsystems_agree(const struct entry *a, const struct entry *b)
{
	const struct pcimsi_function *x = fn_of(a), *y = fn_of(b);

	return may_be_equal(x->subsystem_vendor_id, y->subsystem_vendor_id) &&
	       may_be_equal(x->subsystem_id, y->subsystem_id);
}

static bool identities_agree(const void *first, const void *second)
{
	const struct entry *a = first, *b = second;
	if (!fn_of(a)->responding || !fn_of(b)->responding)
		return true;
	return ids_agree(a, b) && subsystems_agree(a, b) &&
	       may_be_equal(fn_of(a)->class_code, fn_of(b)->class_code);
}

static bool has_identity(const struct entry *entry)
{
	const struct pcimsi_function *fn = fn_of(entry);

	return fn->responding && fn->vendor_id.known && fn->device_id.known;
}

static bool are_known(const void *first, const void *second)
{
	const struct entry *a = first, *b = second;
	return has_identity(a) && has_identity(b);
}

static bool may_be_moved(const void *first, const void *second)
{
	const struct entry *a = first, *b = second;
	return are_known(a, b) && subsystems_agree(a, b);
}

static const struct pass passes[] = {
	{ .key = by_place, .agree = identities_agree },
	{ .key = by_identity_and_number, .agree = are_known },
	{ .key = by_identity, .agree = are_known },
	{ .key = by_device, .agree = may_be_moved },
	{ .key = by_place, .agree = ids_agree },
	{ .key = by_place },
};

static const enum pcimsi_pairing pairings[] = {
	PCIMSI_PAIRED_IN_PLACE, PCIMSI_PAIRED_MOVED,    PCIMSI_PAIRED_MOVED,
	PCIMSI_PAIRED_MOVED,    PCIMSI_PAIRED_IN_PLACE, PCIMSI_PAIRED_REPLACED,
};

/* ---- both sides ------------------------------------------------------------------------------ */

static bool is_several(const struct pcimsi_run *run)
{
	for (uint32_t i = 1; i < run->n_functions; i++)
		if (run->functions[i]->input != run->functions[0]->input)
			return true;
	return false;
}

static int by_place_in_order(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int result = by_place(x, y);

	return result ? result : order_numbers(x->judged->order, y->judged->order);
}

static bool is_same_slot(const struct entry *a, const struct entry *b)
{
	return strcmp(a->machine, b->machine) == 0 &&
	       order_slots(fn_of(a)->raw.slot, fn_of(b)->raw.slot) == 0;
}

/* A slot may occur again: it is held against what occurs again there. */
static void count_occurrences(struct entry *entries, uint32_t count)
{
	if (count > 1)
		qsort(entries, count, sizeof(*entries), by_place_in_order);
	for (uint32_t i = 1, n = 0; i < count; i++) {
		n = is_same_slot(&entries[i - 1], &entries[i]) ? n + 1 : 0;
		entries[i].occurrence = n;
	}
}

/* Where each side is one machine, what it is called says nothing. */
static int list_side(struct pairing *p, const struct pcimsi_run *run, enum pcimsi_side side,
		     bool by_name)
{
	struct entry *entries = arena_array(p->arena, run->n_functions, sizeof(*entries));
	int err = entries ? 0 : PCIMSI_ERR_NOMEM;

	for (uint32_t i = 0; !err && i < run->n_functions; i++) {
		const char *member = run->functions[i]->input->member;

		entries[i].judged = run->functions[i];
		entries[i].machine = by_name && member ? member : "";
	}
	if (!err)
		count_occurrences(entries, run->n_functions);
	for (uint32_t i = 0; !err && i < run->n_functions; i++)
		err = pairing_add(p, side, &entries[i]);
	return err;
}

/* ---- the order in which they are told -------------------------------------------------------- */

/* By its slot: the lower one of the two, or the other one. */
static const struct pcimsi_function *end_of(const struct function_pair *pair, bool is_lower)
{
	const struct pcimsi_judged_function *a = pair->functions[PCIMSI_SIDE_OLD];
	const struct pcimsi_judged_function *b = pair->functions[PCIMSI_SIDE_NEW];

	if (!a || !b)
		return a ? a->function : b->function;
	if (order_slots(a->function->raw.slot, b->function->raw.slot) > 0)
		is_lower = !is_lower;
	return is_lower ? a->function : b->function;
}

static int order_ends(const struct function_pair *x, const struct function_pair *y, bool is_lower)
{
	return order_slots(end_of(x, is_lower)->raw.slot, end_of(y, is_lower)->raw.slot);
}

/* The same whichever side is the old one: of two that have exchanged their slots ids decide. */
static int by_slots(const void *a, const void *b)
{
	const struct function_pair *x = a, *y = b;
	int result = strcmp(x->machine, y->machine);

	result = result ? result : order_ends(x, y, true);
	result = result ? result : (int)x->pairing - (int)y->pairing;
	result = result ? result : order_ends(x, y, false);
	result = result ? result : order_identities(end_of(x, true), end_of(y, true));
	return result ? result : order_numbers(x->occurrence, y->occurrence);
}

static struct function_pair pair_of(const struct pair *pair)
{
	const struct entry *a = pair->sides[PCIMSI_SIDE_OLD], *b = pair->sides[PCIMSI_SIDE_NEW];
	const struct entry *either = pair_either(pair);
	struct function_pair ret = {
		.functions = { a ? a->judged : NULL, b ? b->judged : NULL },
		.machine = either->machine,
		.occurrence = either->occurrence,
	};

	if (!a || !b)
		ret.pairing = a ? PCIMSI_PAIRED_ONLY_OLD : PCIMSI_PAIRED_ONLY_NEW;
	else
		ret.pairing = pairings[pair->pass];
	return ret;
}

int pair_functions(struct comparison *c)
{
	const struct pcimsi_run *const *runs = c->pub.runs;
	struct pairing p = {
		.arena = &c->arena,
		.passes = passes,
		.n_passes = sizeof(passes) / sizeof(passes[0]),
		.order = by_place,
	};
	bool by_name = is_several(runs[PCIMSI_SIDE_OLD]) || is_several(runs[PCIMSI_SIDE_NEW]);

	for (int side = 0; side < PCIMSI_SIDES; side++)
		if (list_side(&p, runs[side], (enum pcimsi_side)side, by_name))
			return PCIMSI_ERR_NOMEM;
	if (pairing_make(&p))
		return PCIMSI_ERR_NOMEM;
	c->pairs = arena_array(&c->arena, p.n_pairs, sizeof(*c->pairs));
	if (!c->pairs)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < p.n_pairs; i++)
		c->pairs[i] = pair_of(&p.pairs[i]);
	c->n_pairs = p.n_pairs;
	if (c->n_pairs > 1)
		qsort(c->pairs, c->n_pairs, sizeof(*c->pairs), by_slots);
	return 0;
}

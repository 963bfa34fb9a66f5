/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare/compare.h"

#include <pcimsi/error.h>

#include <stdlib.h>
#include <string.h>

/*
 * Which function of one run is held against which of the other. Each pass takes what the ones
 * before it have left, sorts both sides by its key and pairs what is equal in order, so that
 * it is the same whichever side is called the old one.
 */

struct entry {
	const struct pcimsi_judged_function *judged;
	const char *machine; /* "": the only one of its side */
	uint32_t occurrence; /* of its slot in its machine, from 0 */
	bool taken;
};

typedef int order_fn(const struct entry *a, const struct entry *b);
typedef bool agree_fn(const struct entry *a, const struct entry *b);

struct pass {
	order_fn *key;
	agree_fn *agree; /* of two with an equal key; NULL: they do */
	enum pcimsi_pairing pairing;
};

struct side {
	struct entry *entries;
	struct entry **left; /* of a pass */
	uint32_t count, n_left;
};

struct pairing {
	struct comparison *c;
	struct side sides[PCIMSI_SIDES];
	struct function_pairs *pairs;
};

/* ---- keys ------------------------------------------------------------------------------------ */

static int order(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static const struct pcimsi_function *fn_of(const struct entry *entry)
{
	return entry->judged->function;
}

static int order_slots(struct pcimsi_slot a, struct pcimsi_slot b)
{
	int result = order(a.domain, b.domain);

	result = result ? result : order(a.bus, b.bus);
	result = result ? result : order(a.device, b.device);
	return result ? result : order(a.function, b.function);
}

static int by_place(const struct entry *a, const struct entry *b)
{
	int result = strcmp(a->machine, b->machine);

	result = result ? result : order_slots(fn_of(a)->raw.slot, fn_of(b)->raw.slot);
	return result ? result : order(a->occurrence, b->occurrence);
}

static int by_reg(struct pcimsi_reg a, struct pcimsi_reg b)
{
	int result = order(a.known, b.known);

	return result || !a.known ? result : order(a.value, b.value);
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

static int by_device(const struct entry *a, const struct entry *b)
{
	int result = strcmp(a->machine, b->machine);

	return result ? result : order_devices(fn_of(a), fn_of(b));
}

static int by_identity(const struct entry *a, const struct entry *b)
{
	int result = strcmp(a->machine, b->machine);

	return result ? result : order_identities(fn_of(a), fn_of(b));
}

/* Of a card with several functions that are alike, each is held against its own. */
static int by_identity_and_number(const struct entry *a, const struct entry *b)
{
	int result = by_identity(a, b);

	return result ? result : order(fn_of(a)->raw.slot.function, fn_of(b)->raw.slot.function);
}

/* ---- whether two agree ----------------------------------------------------------------------- */

static bool may_be_equal(struct pcimsi_reg a, struct pcimsi_reg b)
{
	return !a.known || !b.known || a.value == b.value;
}

/* What reads all ones tells nothing of itself. */
static bool ids_agree(const struct entry *a, const struct entry *b)
{
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

static bool identities_agree(const struct entry *a, const struct entry *b)
{
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

static bool are_known(const struct entry *a, const struct entry *b)
{
	return has_identity(a) && has_identity(b);
}

static bool may_be_moved(const struct entry *a, const struct entry *b)
{
	return are_known(a, b) && subsystems_agree(a, b);
}

static const struct pass passes[] = {
	{ .key = by_place, .agree = identities_agree, .pairing = PCIMSI_PAIRED_IN_PLACE },
	{ .key = by_identity_and_number, .agree = are_known, .pairing = PCIMSI_PAIRED_MOVED },
	{ .key = by_identity, .agree = are_known, .pairing = PCIMSI_PAIRED_MOVED },
	{ .key = by_device, .agree = may_be_moved, .pairing = PCIMSI_PAIRED_MOVED },
	{ .key = by_place, .agree = ids_agree, .pairing = PCIMSI_PAIRED_IN_PLACE },
	{ .key = by_place, .pairing = PCIMSI_PAIRED_REPLACED },
};

/* ---- passes ---------------------------------------------------------------------------------- */

static int by_key(const void *a, const void *b, void *user)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;
	int result = ((const struct pass *)user)->key(x, y);

	return result ? result : by_place(x, y);
}

static void list_left(struct side *side, const struct pass *pass)
{
	side->n_left = 0;
	for (uint32_t i = 0; i < side->count; i++)
		if (!side->entries[i].taken)
			side->left[side->n_left++] = &side->entries[i];
	if (side->n_left > 1)
		qsort_r(side->left, side->n_left, sizeof(struct entry *), by_key, (void *)pass);
}

static void add_pair(struct pairing *p, enum pcimsi_pairing pairing, struct entry *old_entry,
		     struct entry *new_entry)
{
	struct function_pair *pair = &p->pairs->items[p->pairs->count++];

	pair->pairing = pairing;
	pair->machine = old_entry ? old_entry->machine : new_entry->machine;
	if (old_entry) {
		pair->functions[PCIMSI_SIDE_OLD] = old_entry->judged;
		old_entry->taken = true;
	}
	if (new_entry) {
		pair->functions[PCIMSI_SIDE_NEW] = new_entry->judged;
		new_entry->taken = true;
	}
}

static void run_pass(struct pairing *p, const struct pass *pass)
{
	struct side *a = &p->sides[PCIMSI_SIDE_OLD], *b = &p->sides[PCIMSI_SIDE_NEW];
	uint32_t i = 0, k = 0;

	list_left(a, pass);
	list_left(b, pass);
	while (i < a->n_left && k < b->n_left) {
		int result = pass->key(a->left[i], b->left[k]);

		if (!result && (!pass->agree || pass->agree(a->left[i], b->left[k])))
			add_pair(p, pass->pairing, a->left[i++], b->left[k++]);
		else if (result ? result < 0 : by_place(a->left[i], b->left[k]) < 0)
			i++;
		else if (result || by_place(a->left[i], b->left[k]) > 0)
			k++;
		else
			i++, k++;
	}
}

static void add_rest(struct pairing *p, enum pcimsi_side which, enum pcimsi_pairing pairing)
{
	struct side *side = &p->sides[which];

	for (uint32_t i = 0; i < side->count; i++)
		if (!side->entries[i].taken)
			add_pair(p, pairing, which == PCIMSI_SIDE_OLD ? &side->entries[i] : NULL,
				 which == PCIMSI_SIDE_NEW ? &side->entries[i] : NULL);
}

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

	return result ? result : order(x->judged->order, y->judged->order);
}

/* A slot may occur again: it is held against what occurs again there. */
static void count_occurrences(struct side *side)
{
	if (side->count > 1)
		qsort(side->entries, side->count, sizeof(*side->entries), by_place_in_order);
	for (uint32_t i = 1, n = 0; i < side->count; i++) {
		struct entry *last = &side->entries[i - 1], *entry = &side->entries[i];
		struct pcimsi_slot slot = fn_of(entry)->raw.slot;

		n = strcmp(last->machine, entry->machine) ||
				    order_slots(fn_of(last)->raw.slot, slot)
			    ? 0
			    : n + 1;
		entry->occurrence = n;
	}
}

/* Where each side is one machine, what it is called says nothing. */
static int list_side(struct pairing *p, enum pcimsi_side which, bool by_name)
{
	const struct pcimsi_run *run = p->c->pub.runs[which];
	struct side *side = &p->sides[which];

	side->entries = arena_array(&p->c->arena, run->n_functions, sizeof(*side->entries));
	side->left = arena_array(&p->c->arena, run->n_functions, sizeof(struct entry *));
	if (!side->entries || !side->left)
		return PCIMSI_ERR_NOMEM;
	side->count = run->n_functions;
	for (uint32_t i = 0; i < side->count; i++) {
		const char *member = run->functions[i]->input->member;

		side->entries[i].judged = run->functions[i];
		side->entries[i].machine = by_name && member ? member : "";
	}
	count_occurrences(side);
	return 0;
}

/* By its slot: the lower one of the two, or the other one. */
static const struct pcimsi_judged_function *end_of(const struct function_pair *pair, bool is_lower)
{
	const struct pcimsi_judged_function *a = pair->functions[PCIMSI_SIDE_OLD];
	const struct pcimsi_judged_function *b = pair->functions[PCIMSI_SIDE_NEW];

	if (!a || !b)
		return a ? a : b;
	if (order_slots(a->function->raw.slot, b->function->raw.slot) > 0)
		is_lower = !is_lower;
	return is_lower ? a : b;
}

static int order_ends(const struct function_pair *x, const struct function_pair *y, bool is_lower)
{
	return order_slots(end_of(x, is_lower)->function->raw.slot,
			   end_of(y, is_lower)->function->raw.slot);
}

/* The same whichever side is the old one: of two that have exchanged their slots ids decide. */
static int by_slots(const void *a, const void *b)
{
	const struct function_pair *x = a, *y = b;
	const struct pcimsi_judged_function *low = end_of(x, true), *other = end_of(y, true);
	int result = strcmp(x->machine, y->machine);

	result = result ? result : order_ends(x, y, true);
	result = result ? result : (int)x->pairing - (int)y->pairing;
	result = result ? result : order_ends(x, y, false);
	result = result ? result : order_identities(low->function, other->function);
	return result ? result : order(low->order, other->order);
}

int pair_functions(struct comparison *c, struct function_pairs *ret)
{
	const struct pcimsi_run *const *runs = c->pub.runs;
	struct pairing p = { .c = c, .pairs = ret };
	bool by_name = is_several(runs[PCIMSI_SIDE_OLD]) || is_several(runs[PCIMSI_SIDE_NEW]);
	size_t most = (size_t)runs[PCIMSI_SIDE_OLD]->n_functions +
		      runs[PCIMSI_SIDE_NEW]->n_functions;

	ret->items = arena_array(&c->arena, most, sizeof(*ret->items));
	if (!ret->items || list_side(&p, PCIMSI_SIDE_OLD, by_name) ||
	    list_side(&p, PCIMSI_SIDE_NEW, by_name))
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < sizeof(passes) / sizeof(passes[0]); i++)
		run_pass(&p, &passes[i]);
	add_rest(&p, PCIMSI_SIDE_OLD, PCIMSI_PAIRED_ONLY_OLD);
	add_rest(&p, PCIMSI_SIDE_NEW, PCIMSI_PAIRED_ONLY_NEW);
	if (ret->count > 1)
		qsort(ret->items, ret->count, sizeof(*ret->items), by_slots);
	return 0;
}

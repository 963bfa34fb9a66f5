/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/targets.h"

#include "base/array.h"
#include "inf/inf_priv.h"
#include "inf/witness.h"

/* What Windows runs on today, then what it ran on. */
static const enum pcimsi_arch arch_order[] = {
	PCIMSI_ARCH_AMD64, PCIMSI_ARCH_ARM64, PCIMSI_ARCH_X86, PCIMSI_ARCH_ARM, PCIMSI_ARCH_IA64,
};

static const enum pcimsi_product product_order[] = {
	PCIMSI_PRODUCT_SERVER,
	PCIMSI_PRODUCT_DOMAIN_CONTROLLER,
	PCIMSI_PRODUCT_WORKSTATION,
};

bool inf_target_equal(const struct pcimsi_target *a, const struct pcimsi_target *b)
{
	return a->major == b->major && a->minor == b->minor && a->build == b->build &&
	       a->arch == b->arch && a->product == b->product && a->suite == b->suite;
}

struct pcimsi_target inf_decoration_target(const struct pcimsi_decoration *d,
					   const struct pcimsi_target *wanted)
{
	struct pcimsi_target target = *wanted;

	target.arch = inf_decoration_arch(d);
	target.suite = d->suite;
	if (d->product)
		target.product = (enum pcimsi_product)d->product;
	if (d->has_version) {
		target.major = d->major;
		target.minor = d->minor;
		target.build = d->build;
	} else if (d->build) {
		target.build = d->build;
	}
	return target;
}

/* ---- every decoration ---------------------------------------------------------------------- */

struct list {
	struct pcimsi_inf *inf;
	const struct pcimsi_target *wanted;
	uint32_t work; /* left for witnesses */
	VEC(struct pcimsi_target) targets;
};

static int add(struct list *list, struct pcimsi_target target)
{
	struct pcimsi_target *added;

	for (uint32_t i = 0; i < list->targets.count; i++)
		if (inf_target_equal(&list->targets.items[i], &target))
			return 0;
	if (list->targets.count == INF_TARGETS_MAX)
		return 0;
	added = VEC_ADD(&list->inf->arena, &list->targets);
	if (!added)
		return PCIMSI_ERR_NOMEM;
	*added = target;
	return 0;
}

/* The Windows that takes it; where none does, or there is no section to take, its own. */
static int add_witness(struct list *list, const struct inf_manufacturer *manufacturer,
		       const struct inf_decorated *decorated, enum pcimsi_arch arch)
{
	struct pcimsi_decoration d = inf_decoration_for(decorated, arch);
	struct inf_witness witness;

	arch = inf_decoration_arch(&d);
	if (decorated->sections[arch]) {
		witness = inf_find_witness(manufacturer, decorated, arch, list->wanted, false,
					   &list->work);
		if (witness.taken)
			return add(list, witness.target);
	}
	return add(list, inf_decoration_target(&d, list->wanted));
}

static int add_decorated(struct list *list, const struct inf_manufacturer *manufacturer,
			 const struct inf_decorated *decorated)
{
	const struct pcimsi_decoration d = decorated->parsed;
	int err = 0;

	/* The undecorated section counts if it is there. */
	if (!d.valid || d.product > PCIMSI_PRODUCT_SERVER ||
	    (!d.has_nt && !decorated->sections[PCIMSI_ARCH_X86]))
		return 0;
	if (!decorated->is_template)
		return add_witness(list, manufacturer, decorated, d.arch);
	for (unsigned i = 0; !err && i < 3; i++)
		err = add_witness(list, manufacturer, decorated, arch_order[i]);
	return err;
}

int pcimsi_inf_targets(struct pcimsi_inf *inf, const struct pcimsi_target *wanted,
		       const struct pcimsi_target **ret, uint32_t *ret_count)
{
	struct list list = { .inf = inf, .wanted = wanted, .work = INF_WITNESS_WORK_MAX };

	for (uint32_t i = 0; i < inf->manufacturers.count; i++) {
		const struct inf_manufacturer *manufacturer = &inf->manufacturers.items[i];

		for (uint32_t k = 0; k < manufacturer->n_decorated; k++)
			if (list.targets.count < INF_TARGETS_MAX &&
			    add_decorated(&list, manufacturer, &manufacturer->decorated[k]) < 0)
				return PCIMSI_ERR_NOMEM;
	}
	*ret = list.targets.items;
	*ret_count = list.targets.count;
	return 0;
}

/* ---- one that the INF serves ------------------------------------------------------------------
 */

enum served { NOT_SERVED, EXCLUDED, SERVED };

static enum served served(struct pcimsi_inf *inf, const struct pcimsi_target *target)
{
	enum served best = NOT_SERVED;

	if (inf->facts.rejection != PCIMSI_INF_ACCEPTED || (unsigned)target->arch >= INF_ARCH_COUNT)
		return NOT_SERVED;
	for (uint32_t i = 0; i < inf->manufacturers.count && best != SERVED; i++) {
		const struct inf_decorated *choice = inf_models_choose(&inf->manufacturers.items[i],
								       target);
		const struct inf_section *section = choice ? choice->sections[target->arch] : NULL;

		if (section)
			best = section->n_lines ? SERVED : EXCLUDED;
	}
	return best;
}

static bool try_archs(struct pcimsi_inf *inf, struct pcimsi_target *target)
{
	for (size_t i = 0; i < ARRAY_SIZE(arch_order); i++) {
		target->arch = arch_order[i];
		if (served(inf, target) == SERVED)
			return true;
	}
	return false;
}

static bool try_products(struct pcimsi_inf *inf, const struct pcimsi_target *wanted,
			 struct pcimsi_target *ret)
{
	for (size_t i = 0; i < ARRAY_SIZE(product_order); i++) {
		*ret = *wanted;
		ret->product = product_order[i];
		if (try_archs(inf, ret))
			return true;
	}
	return false;
}

static int compare_targets(const struct pcimsi_target *a, const struct pcimsi_target *b)
{
	if (a->major != b->major)
		return a->major < b->major ? -1 : 1;
	if (a->minor != b->minor)
		return a->minor < b->minor ? -1 : 1;
	return a->build < b->build ? -1 : a->build > b->build;
}

/* For a product or suite of an older version too, the newest Windows that has it. */
static void make_newer(struct pcimsi_target *target, const struct pcimsi_target *wanted)
{
	if (compare_targets(target, wanted) >= 0)
		return;
	target->major = wanted->major;
	target->minor = wanted->minor;
	target->build = wanted->build;
}

/* The newest Windows that some decoration asks for; the earlier architecture if equal. */
static bool try_decorations(struct pcimsi_inf *inf, const struct pcimsi_target *wanted,
			    struct pcimsi_target *ret)
{
	const struct pcimsi_target *targets;
	bool found = false;
	uint32_t n;

	if (pcimsi_inf_targets(inf, wanted, &targets, &n) < 0)
		return false;
	for (size_t a = 0; a < ARRAY_SIZE(arch_order); a++)
		for (uint32_t i = 0; i < n; i++) {
			struct pcimsi_target target = targets[i];

			make_newer(&target, wanted);
			if (target.arch != arch_order[a] ||
			    (found && compare_targets(&target, ret) <= 0) ||
			    served(inf, &target) != SERVED)
				continue;
			*ret = target;
			found = true;
		}
	return found;
}

bool pcimsi_inf_fallback_target(struct pcimsi_inf *inf, const struct pcimsi_target *wanted,
				struct pcimsi_target *ret)
{
	struct pcimsi_target other = *wanted;

	*ret = *wanted;
	/* An empty Models section is an answer: excluded on purpose. */
	if (served(inf, wanted) != NOT_SERVED)
		return false;
	if (!try_archs(inf, &other) && !try_products(inf, wanted, &other) &&
	    !try_decorations(inf, wanted, &other))
		return false;
	*ret = other;
	return true;
}

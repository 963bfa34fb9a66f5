/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/witness.h"

#include "inf/targets.h"

/* Newest first. Of 10.0 those in which INFs of the last years differ. */
static const struct release {
	uint32_t major, minor, build;
} releases[] = {
	{ 10, 0, 26200 }, { 10, 0, 26100 }, { 10, 0, 22621 }, { 10, 0, 22000 }, { 10, 0, 20348 },
	{ 10, 0, 19041 }, { 10, 0, 17763 }, { 10, 0, 16299 }, { 10, 0, 15063 }, { 10, 0, 14393 },
	{ 10, 0, 10240 }, { 6, 3, 9600 },   { 6, 2, 9200 },   { 6, 1, 7601 },   { 6, 0, 6002 },
	{ 5, 2, 3790 },   { 5, 1, 2600 },   { 5, 0, 2195 },
};

static const enum pcimsi_product products[] = {
	PCIMSI_PRODUCT_WORKSTATION,
	PCIMSI_PRODUCT_SERVER,
	PCIMSI_PRODUCT_DOMAIN_CONTROLLER,
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* 6.1 -> 0x00060001 */
static uint32_t version_of(const struct pcimsi_target *target)
{
	return target->major << 16 | target->minor;
}

static bool made_for_clients(const struct pcimsi_target *target)
{
	uint32_t version = version_of(target);

	switch (target->arch) {
	case PCIMSI_ARCH_X86:
		return version < 0x000a0000 || target->build < 22000;
	case PCIMSI_ARCH_AMD64:
		return version >= 0x00050002;
	case PCIMSI_ARCH_ARM:
		return version >= 0x00060002 && (version < 0x000a0000 || target->build < 22000);
	case PCIMSI_ARCH_ARM64:
		return version >= 0x000a0000 && target->build >= 16299;
	case PCIMSI_ARCH_IA64:
		return version == 0x00050001 || version == 0x00050002;
	default:
		return false;
	}
}

static bool made_for_servers(const struct pcimsi_target *target)
{
	uint32_t version = version_of(target);

	switch (target->arch) {
	case PCIMSI_ARCH_X86:
		return version <= 0x00060000;
	case PCIMSI_ARCH_AMD64:
		return version >= 0x00050002;
	case PCIMSI_ARCH_ARM64:
		return version >= 0x000a0000 && target->build >= 26100;
	case PCIMSI_ARCH_IA64:
		return version >= 0x00050002 && version <= 0x00060001;
	default:
		return false;
	}
}

bool inf_windows_was_made(const struct pcimsi_target *target)
{
	return target->product == PCIMSI_PRODUCT_WORKSTATION ? made_for_clients(target)
							     : made_for_servers(target);
}

struct search {
	struct inf_witness *witness;
	struct pcimsi_decoration decoration;
	bool all;
	uint32_t *work;
};

static bool is_over(const struct search *search)
{
	return !*search->work || (search->witness->taken && !search->all);
}

/* Notes a Windows that takes the decoration; the first one stays. */
static void try_target(struct search *search, const struct pcimsi_target *target)
{
	struct inf_witness *witness = search->witness;
	uint32_t n = witness->manufacturer->n_decorated;

	if (*search->work < n) {
		*search->work = 0;
		witness->searched = false;
		return;
	}
	*search->work -= n;
	if (inf_models_choose(witness->manufacturer, target) != witness->decorated)
		return;
	if (!witness->taken)
		witness->target = *target;
	witness->taken = true;
	if (version_of(target) >= 0x00060002)
		witness->since_8 = true;
	else if (target->major == 6)
		witness->before_8 = true;
}

static void try_products(struct search *search, struct pcimsi_target target)
{
	for (size_t i = 0; i < COUNT(products) && !is_over(search); i++) {
		target.product = products[i];
		if (search->decoration.product &&
		    (uint32_t)target.product != search->decoration.product)
			continue;
		if (inf_windows_was_made(&target))
			try_target(search, &target);
	}
}

/* The decoration's own version, then all others. */
static void try_releases(struct search *search, struct pcimsi_target target)
{
	try_products(search, target);
	for (size_t i = 0; i < COUNT(releases) && !is_over(search); i++) {
		target.major = releases[i].major;
		target.minor = releases[i].minor;
		target.build = releases[i].build;
		try_products(search, target);
	}
}

struct inf_witness inf_find_witness(const struct inf_manufacturer *manufacturer,
				    const struct inf_decorated *decorated, enum pcimsi_arch arch,
				    const struct pcimsi_target *wanted, bool all, uint32_t *work)
{
	struct inf_witness witness = {
		.manufacturer = manufacturer,
		.decorated = decorated,
		.arch = arch,
		.searched = true,
	};
	struct search search = {
		.witness = &witness,
		.decoration = inf_decoration_for(decorated, arch),
		.all = all,
		.work = work,
	};
	struct pcimsi_target own = inf_decoration_target(&search.decoration, wanted);

	try_target(&search, &own);
	try_releases(&search, own);
	return witness;
}

/* ---- all of them ------------------------------------------------------------------------------
 */

static int add_witness(struct pcimsi_inf *inf, const struct inf_manufacturer *manufacturer,
		       const struct inf_decorated *decorated, enum pcimsi_arch arch, uint32_t *work)
{
	struct inf_witness *witness = VEC_ADD(&inf->arena, &inf->witnesses);

	if (!witness)
		return PCIMSI_ERR_NOMEM;
	*witness = inf_find_witness(manufacturer, decorated, arch, &pcimsi_target_default, true,
				    work);
	if (witness->searched && !witness->taken)
		notes_add(&inf->notes, PCIMSI_NOTE_INF_MODELS_UNREACHED, manufacturer->line->place,
			  decorated->sections[arch]->name);
	return 0;
}

static int add_decorated(struct pcimsi_inf *inf, const struct inf_manufacturer *manufacturer,
			 const struct inf_decorated *decorated, uint32_t *work)
{
	enum pcimsi_arch only = inf_decoration_arch(&decorated->parsed);
	int err = 0;

	if (!decorated->parsed.valid || !decorated->parsed.has_nt ||
	    decorated->parsed.product > PCIMSI_PRODUCT_SERVER)
		return 0;
	for (int arch = PCIMSI_ARCH_X86; !err && arch < INF_ARCH_COUNT; arch++)
		if (decorated->sections[arch] && (arch == (int)only || decorated->is_template))
			err = add_witness(inf, manufacturer, decorated, (enum pcimsi_arch)arch,
					  work);
	return err;
}

int inf_witnesses_read(struct pcimsi_inf *inf)
{
	uint32_t work = INF_WITNESS_WORK_MAX;
	int err = 0;

	for (uint32_t i = 0; i < inf->manufacturers.count; i++) {
		const struct inf_manufacturer *manufacturer = &inf->manufacturers.items[i];

		for (uint32_t k = 0; !err && work && k < manufacturer->n_decorated; k++)
			err = add_decorated(inf, manufacturer, &manufacturer->decorated[k], &work);
	}
	return err;
}

const struct inf_witness *inf_witnesses(const struct pcimsi_inf *inf, uint32_t *ret_count)
{
	*ret_count = inf->witnesses.count;
	return inf->witnesses.items;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare/compare.h"

#include <pcimsi/error.h>

#include <string.h>

/* What of INFs and of their Models lines is compared. */

/* Texts are made for it. False: out of memory. */
typedef bool inf_value_fn(struct comparison *c, const struct pcimsi_judged_inf *inf,
			  struct pcimsi_fact_value *ret);

static bool made(char *text, struct pcimsi_fact_value *ret)
{
	*ret = fact_text(text);
	return text;
}

/* ---- of the whole ---------------------------------------------------------------------------- */

static bool inf_accepted(struct comparison *c, const struct pcimsi_judged_inf *inf,
			 struct pcimsi_fact_value *ret)
{
	(void)c;
	*ret = fact_word(inf->facts->rejection == PCIMSI_INF_ACCEPTED ? "yes" : "no");
	return true;
}

static bool inf_encoding(struct comparison *c, const struct pcimsi_judged_inf *inf,
			 struct pcimsi_fact_value *ret)
{
	(void)c;
	*ret = fact_word(pcimsi_encoding_name(inf->facts->encoding));
	return true;
}

static bool inf_class(struct comparison *c, const struct pcimsi_judged_inf *inf,
		      struct pcimsi_fact_value *ret)
{
	(void)c;
	*ret = fact_text(inf->facts->class_name);
	return true;
}

static bool inf_extension(struct comparison *c, const struct pcimsi_judged_inf *inf,
			  struct pcimsi_fact_value *ret)
{
	(void)c;
	*ret = fact_word(inf->facts->extension ? "yes" : "no");
	return true;
}

static bool inf_date(struct comparison *c, const struct pcimsi_judged_inf *inf,
		     struct pcimsi_fact_value *ret)
{
	uint32_t date = inf->facts->driver_ver.date;

	*ret = fact_none();
	if (!inf->facts->driver_ver.date_known)
		return true;
	return made(arena_printf(&c->arena, "%04u-%02u-%02u", date / 10000, date / 100 % 100,
				 date % 100),
		    ret);
}

static bool inf_version(struct comparison *c, const struct pcimsi_judged_inf *inf,
			struct pcimsi_fact_value *ret)
{
	uint64_t version = inf->facts->driver_ver.version;

	*ret = fact_none();
	if (!inf->facts->driver_ver.version_known)
		return true;
	return made(arena_printf(&c->arena, "%u.%u.%u.%u", (unsigned)(version >> 48),
				 (unsigned)(version >> 32 & 0xffff),
				 (unsigned)(version >> 16 & 0xffff), (unsigned)(version & 0xffff)),
		    ret);
}

/* They differ where an INF that does not serve the wanted Windows was resolved for another. */
static bool inf_target(struct comparison *c, const struct pcimsi_judged_inf *inf,
		       struct pcimsi_fact_value *ret)
{
	const struct pcimsi_target *target = &inf->resolution->target;

	return made(arena_printf(&c->arena, "%u.%u.%u %s %s", target->major, target->minor,
				 target->build, pcimsi_arch_name(target->arch),
				 pcimsi_product_name(target->product)),
		    ret);
}

static const struct {
	struct pcimsi_fact fact;
	inf_value_fn *value;
} inf_rows[] = {
	{ .fact = { .name = "inf.accepted", .title = "taken by SetupAPI" }, .value = inf_accepted },
	{ .fact = { .name = "inf.encoding", .title = "encoding" }, .value = inf_encoding },
	{ .fact = { .name = "inf.class", .title = "Class" }, .value = inf_class },
	{ .fact = { .name = "inf.extension", .title = "extension INF" }, .value = inf_extension },
	{ .fact = { .name = "inf.driver_date", .title = "DriverVer date" }, .value = inf_date },
	{ .fact = { .name = "inf.driver_version", .title = "DriverVer version" },
	  .value = inf_version },
	{ .fact = { .name = "inf.target", .title = "resolved for Windows" }, .value = inf_target },
};

#define N_INF_ROWS (sizeof(inf_rows) / sizeof(inf_rows[0]))

const struct pcimsi_fact *pcimsi_inf_fact(uint32_t number)
{
	return number < N_INF_ROWS ? &inf_rows[number].fact : NULL;
}

int inf_changes(struct comparison *c, const struct inf_pair *pair, change_list *ret)
{
	int err = 0;

	for (uint32_t i = 0; !err && i < N_INF_ROWS; i++) {
		struct pcimsi_fact_value values[PCIMSI_SIDES];

		for (int side = 0; side < PCIMSI_SIDES; side++)
			if (!inf_rows[i].value(c, pair->infs[side], &values[side]))
				return PCIMSI_ERR_NOMEM;
		err = change_add(c, ret, &inf_rows[i].fact, &values[PCIMSI_SIDE_OLD],
				 &values[PCIMSI_SIDE_NEW]);
	}
	return err;
}

/* ---- of a Models line ------------------------------------------------------------------------ */

enum model_row {
	MODEL_COMPATIBLE_IDS,
	MODEL_SECTION,
	MODEL_HW_SECTION,
	MODEL_NULL_DRIVER,
	MODEL_COMPLETE,
	MODEL_SETTINGS /* and all behind it: three for each setting */
};

#define SETTING(of)                                                                          \
	{ .name = "settings." of, .title = of },                                             \
		{ .name = "settings." of ".type", .title = of " type" },                     \
	{                                                                                    \
		.name = "settings." of ".conditional", .title = of " only if not set before" \
	}

/* Settings in the order of enum pcimsi_setting. */
static const struct pcimsi_fact model_rows[] = {
	[MODEL_COMPATIBLE_IDS] = { .name = "model.compatible_ids", .title = "compatible ids" },
	[MODEL_SECTION] = { .name = "model.section", .title = "install section" },
	[MODEL_HW_SECTION] = { .name = "model.hw_section", .title = "hardware section" },
	[MODEL_NULL_DRIVER] = { .name = "model.null_driver", .title = "null driver" },
	[MODEL_COMPLETE] = { .name = "model.complete", .title = "Needs could be followed" },
	SETTING("MSISupported"),
	SETTING("MessageNumberLimit"),
	SETTING("DevicePolicy"),
	SETTING("DevicePriority"),
	SETTING("AssignmentSetOverride"),
	SETTING("GroupPolicy"),
};

#define N_MODEL_ROWS (sizeof(model_rows) / sizeof(model_rows[0]))

_Static_assert(N_MODEL_ROWS == MODEL_SETTINGS + 3 * PCIMSI_SETTING_COUNT,
	       "a row for each setting, its type and its condition");

const struct pcimsi_fact *pcimsi_model_fact(uint32_t number)
{
	return number < N_MODEL_ROWS ? &model_rows[number] : NULL;
}

/* "PCI\CC_0200, PCI\VEN_8086"; NULL: out of memory. */
static char *join_ids(struct arena *arena, const struct pcimsi_model *model)
{
	size_t size = 1, used = 0;
	char *text;

	for (uint32_t i = 0; i < model->n_compatible_ids; i++)
		size += strlen(model->compatible_ids[i]) + 2;
	text = arena_alloc(arena, size);
	for (uint32_t i = 0; text && i < model->n_compatible_ids; i++) {
		size_t length = strlen(model->compatible_ids[i]);

		if (i) {
			memcpy(text + used, ", ", 2);
			used += 2;
		}
		memcpy(text + used, model->compatible_ids[i], length);
		used += length;
	}
	return text;
}

/* What was not followed may write any value. */
static struct pcimsi_fact_value setting_value(const struct pcimsi_install *install,
					      const struct pcimsi_effect *effect)
{
	if (!effect)
		return install->complete ? fact_none() : fact_unknown();
	if (effect->unknown)
		return fact_unknown();
	if (effect->number_known && effect->type == PCIMSI_REGISTRY_DWORD)
		return fact_number(effect->number);
	return fact_text(effect->value_text);
}

static bool setting_type(struct arena *arena, const struct pcimsi_effect *effect,
			 struct pcimsi_fact_value *ret)
{
	char buffer[16];

	return made(arena_strdup(arena, pcimsi_registry_type_name(effect->type, buffer)), ret);
}

static struct pcimsi_fact_value setting_condition(const struct pcimsi_effect *effect)
{
	return fact_word(effect->flags & PCIMSI_ADDREG_NOCLOBBER ? "yes" : "no");
}

static bool model_value(struct comparison *c, const struct pcimsi_model *model, uint32_t row,
			struct pcimsi_fact_value *ret)
{
	const struct pcimsi_install *install = model->install;

	switch (row) {
	case MODEL_COMPATIBLE_IDS:
		return made(join_ids(&c->arena, model), ret);
	case MODEL_SECTION:
		*ret = fact_text(install->section ? install->section : install->base);
		return true;
	case MODEL_HW_SECTION:
		*ret = fact_text(install->hw_section);
		return true;
	case MODEL_NULL_DRIVER:
		*ret = fact_word(install->null_driver ? "yes" : "no");
		return true;
	default:
		*ret = fact_word(install->complete ? "yes" : "no");
		return true;
	}
}

/* What both write: as what, and over what. */
static int effect_changes(struct comparison *c, const struct pcimsi_fact *facts,
			  const struct pcimsi_effect *const effects[PCIMSI_SIDES], change_list *ret)
{
	struct pcimsi_fact_value types[PCIMSI_SIDES], conditions[PCIMSI_SIDES];
	int err;

	for (int side = 0; side < PCIMSI_SIDES; side++) {
		if (!setting_type(&c->arena, effects[side], &types[side]))
			return PCIMSI_ERR_NOMEM;
		conditions[side] = setting_condition(effects[side]);
	}
	err = change_add(c, ret, &facts[1], &types[PCIMSI_SIDE_OLD], &types[PCIMSI_SIDE_NEW]);
	if (err)
		return err;
	return change_add(c, ret, &facts[2], &conditions[PCIMSI_SIDE_OLD],
			  &conditions[PCIMSI_SIDE_NEW]);
}

static int setting_changes(struct comparison *c,
			   const struct pcimsi_model *const sides[PCIMSI_SIDES], int setting,
			   change_list *ret)
{
	const struct pcimsi_fact *facts = &model_rows[MODEL_SETTINGS + 3 * setting];
	const struct pcimsi_effect *effects[PCIMSI_SIDES];
	struct pcimsi_fact_value values[PCIMSI_SIDES];
	int err;

	for (int side = 0; side < PCIMSI_SIDES; side++) {
		effects[side] = sides[side]->install->settings[setting];
		values[side] = setting_value(sides[side]->install, effects[side]);
	}
	err = change_add(c, ret, facts, &values[PCIMSI_SIDE_OLD], &values[PCIMSI_SIDE_NEW]);
	if (err || !effects[PCIMSI_SIDE_OLD] || !effects[PCIMSI_SIDE_NEW])
		return err;
	return effect_changes(c, facts, effects, ret);
}

int model_changes(struct comparison *c, const struct pcimsi_model *const sides[PCIMSI_SIDES],
		  change_list *ret)
{
	int err = 0;

	for (uint32_t row = 0; !err && row < MODEL_SETTINGS; row++) {
		struct pcimsi_fact_value values[PCIMSI_SIDES];

		for (int side = 0; side < PCIMSI_SIDES; side++)
			if (!model_value(c, sides[side], row, &values[side]))
				return PCIMSI_ERR_NOMEM;
		err = change_add(c, ret, &model_rows[row], &values[PCIMSI_SIDE_OLD],
				 &values[PCIMSI_SIDE_NEW]);
	}
	for (int setting = 0; !err && setting < PCIMSI_SETTING_COUNT; setting++)
		err = setting_changes(c, sides, setting, ret);
	return err;
}

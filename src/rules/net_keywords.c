/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/net_keywords.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

#define PARAMS_KEY "Ndi\\params\\"

bool is_network(const struct context *c)
{
	const char *class_name = c->inf->pub.facts->class_name;

	return class_name && str_ieq(class_name, "Net");
}

static bool is_value(const struct pcimsi_effect *effect, const char *keyword)
{
	return !*effect->subkey && str_ieq(effect->name, keyword);
}

static bool is_default(const struct pcimsi_effect *effect, const char *keyword)
{
	return str_istarts(effect->subkey, PARAMS_KEY) &&
	       str_ieq(effect->subkey + strlen(PARAMS_KEY), keyword) &&
	       str_ieq(effect->name, "Default");
}

const struct pcimsi_effect *net_keyword(const struct pcimsi_install *install, const char *keyword)
{
	const struct pcimsi_effect *value = NULL, *fallback = NULL;

	for (uint32_t i = 0; i < install->n_software_effects; i++) {
		const struct pcimsi_effect *effect = &install->software_effects[i];

		if (effect->op != PCIMSI_EFFECT_SET || effect->root != PCIMSI_ROOT_HKR)
			continue;
		if (is_value(effect, keyword))
			value = effect;
		else if (is_default(effect, keyword))
			fallback = effect;
	}
	return value ? value : fallback;
}

struct pcimsi_reg net_number(const struct pcimsi_effect *effect)
{
	const char *text = effect->value_text + strspn(effect->value_text, " \t\"");
	struct pcimsi_reg reg = { .value = effect->number, .known = effect->number_known };

	if (!reg.known && ascii_is_digit(*text)) {
		unsigned long number = strtoul(text, NULL, 10);

		reg.known = number <= UINT32_MAX;
		reg.value = reg.known ? (uint32_t)number : 0;
	}
	return reg;
}

const struct pcimsi_effect *net_vmq(const struct context *c)
{
	return is_network(c) ? net_keyword(c->install, "*VMQ") : NULL;
}

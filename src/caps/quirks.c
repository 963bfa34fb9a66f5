/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caps/facts.h"

#include "base/array.h"

#include <stddef.h>

enum quirk_part {
	FUNCTION, /* whatever it is */
	BRIDGE,   /* the ids are used for other things too */
};

struct quirk {
	uint16_t vendor, first, last;
	uint16_t revisions_below;
	enum quirk_part part;
	const char *effect;
};

#define ANY 0x100

static const struct quirk quirks[] = {
#define QUIRK(...) { __VA_ARGS__ },
#include "caps/quirks.def"
#undef QUIRK
};

static const struct quirk *find_quirk(const struct pcimsi_function *function)
{
	for (size_t i = 0; i < ARRAY_SIZE(quirks); i++) {
		const struct quirk *quirk = &quirks[i];

		if (function->vendor_id.value == quirk->vendor &&
		    function->device_id.value >= quirk->first &&
		    function->device_id.value <= quirk->last)
			return quirk;
	}
	return NULL;
}

bool fn_linux_quirk(const struct pcimsi_function *fn, const char **ret)
{
	const struct quirk *quirk = find_quirk(fn);

	*ret = NULL;
	if (!quirk)
		return true;
	if ((quirk->revisions_below != ANY && !fn->revision.known) ||
	    (quirk->part == BRIDGE && !fn->class_code.known))
		return false;
	if ((quirk->revisions_below == ANY || fn->revision.value < quirk->revisions_below) &&
	    (quirk->part == FUNCTION || fn_is_bridge(fn)))
		*ret = quirk->effect;
	return true;
}

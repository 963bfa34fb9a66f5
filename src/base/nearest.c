/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/nearest.h"

#include "base/str.h"

#include <string.h>

/* Of a short word little can be wrong: any three letters are near to any others. */
static unsigned most(size_t length)
{
	return length < 3 ? 0 : length < 5 ? 1 : length < 8 ? 2 : STR_NEAR_MAX;
}

struct nearest nearest_to(const char *wanted)
{
	return (struct nearest){ .wanted = wanted, .distance = most(strlen(wanted)) + 1 };
}

void nearest_try(struct nearest *nearest, const char *word)
{
	if (nearest->distance && str_is_near(nearest->wanted, word, nearest->distance - 1)) {
		nearest->best = word;
		nearest->distance = str_edit_distance(nearest->wanted, word);
	}
}

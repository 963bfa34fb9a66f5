/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"

bool same_machine(const struct judged_function *a, const struct judged_function *b)
{
	return a->pub.capture == b->pub.capture &&
	       a->pub.function->raw.machine == b->pub.function->raw.machine;
}

const char *machine_member(const struct judged_function *function)
{
	const struct pcimsi_raw_function *raw = &function->pub.function->raw;

	return raw->machine ? raw->member : NULL;
}

const char *machine_name(const struct judged_function *function)
{
	const char *member = machine_member(function);

	return member ? member : function->pub.capture;
}

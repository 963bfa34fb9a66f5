/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/options.h"

#include <string.h>

bool options_take(void *own, size_t own_size, const void *given)
{
	size_t size = own_size;

	memset(own, 0, own_size);
	if (given)
		memcpy(&size, given, sizeof(size));
	if (size < sizeof(size))
		return false;
	if (given)
		memcpy(own, given, size < own_size ? size : own_size);
	memcpy(own, &own_size, sizeof(own_size));
	return true;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/key.h"

#include "base/str.h"

#include <string.h>

static bool names_key(const char *subkey, const char *key, bool or_parent)
{
	while (*subkey && ascii_lower(*subkey) == ascii_lower(*key)) {
		if (*subkey == '\\')
			while (subkey[1] == '\\')
				subkey++;
		subkey++;
		key++;
	}
	if (!*key)
		return !*subkey || strspn(subkey, "\\") == strlen(subkey);
	if (!or_parent || *subkey)
		return false;
	/* All of `subkey` was used up: at a border of components it is a parent. */
	return *key == '\\' || key[-1] == '\\';
}

bool inf_subkey_is(const char *subkey, const char *key)
{
	return names_key(subkey, key, false);
}

bool inf_key_holds(const char *subkey, const char *key)
{
	return !*subkey || names_key(subkey, key, true);
}

bool inf_subkey_is_below(const char *subkey, const char *key)
{
	size_t length = strlen(key);

	return str_istarts(subkey, key) && (!subkey[length] || subkey[length] == '\\');
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/records.h"

/* jansson leaves out what there was no memory for; a record is whole or there is none. */

json_t *json_listed(json_t *list, json_t *item)
{
	if (json_array_append_new(list, item) == 0)
		return list;
	json_decref(list);
	return NULL;
}

json_t *json_keyed(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value) == 0)
		return object;
	json_decref(object);
	return NULL;
}

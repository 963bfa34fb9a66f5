/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "archive/library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static bool find_symbols(void *handle, const struct library_symbol *symbol)
{
	for (; symbol->name; symbol++) {
		void *found = dlsym(handle, symbol->name);

		if (!found)
			return false;
		memcpy(symbol->ret, &found, sizeof(found));
	}
	return true;
}

/* It stays: nobody could tell when the last of its objects is gone. */
static void load(struct library *library)
{
	void *handle = dlopen(library->soname, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);

	library->is_loaded = handle && find_symbols(handle, library->symbols);
	if (!library->is_loaded)
		snprintf(library->missing, sizeof(library->missing), "needs %s", dlerror());
}

const char *library_load(struct library *library)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	bool is_loaded;

	pthread_mutex_lock(&lock);
	if (!library->is_loaded && !library->missing[0])
		load(library);
	is_loaded = library->is_loaded;
	pthread_mutex_unlock(&lock);
	return is_loaded ? NULL : library->missing;
}

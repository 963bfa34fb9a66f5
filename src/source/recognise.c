/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/source.h"

#include <stddef.h>

static enum source_match ask(const struct source_ops *kind, const char *head, size_t size,
			     const char *name)
{
	return kind->probe ? kind->probe(head, size) : kind->probe_named(head, size, name);
}

const struct source_ops *source_recognise(const struct source_ops *const *kinds, const char *head,
					  size_t size, const char *name)
{
	const struct source_ops *best = NULL;
	enum source_match best_match = SOURCE_NO;

	for (; *kinds; kinds++) {
		enum source_match match = ask(*kinds, head, size, name);

		if (match == SOURCE_YES && (*kinds)->is_container)
			return *kinds;
		if (match > best_match) {
			best = *kinds;
			best_match = match;
		}
	}
	return best;
}

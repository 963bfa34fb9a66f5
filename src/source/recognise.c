/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/source.h"

#include "base/padding.h"
#include "source/unpad.h"

#include <stddef.h>

/* Zeros at the end of text are none of it; those of a container or of bytes are data. */
static bool is_text(const struct source_ops *kind)
{
	return !kind->is_container && !kind->needs_all;
}

static size_t looked_at(const struct source_ops *kind, const char *head, size_t size)
{
	size_t padding = is_text(kind) ? padding_size(head, size) : 0;

	return padding < size ? size - padding : size;
}

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
		enum source_match match = ask(*kinds, head, looked_at(*kinds, head, size), name);

		if (match == SOURCE_YES && (*kinds)->is_container)
			return *kinds;
		if (match > best_match) {
			best = *kinds;
			best_match = match;
		}
	}
	return best;
}

int source_open(struct pcimsi_capture *capture, const struct pcimsi_capture_options *options)
{
	int err = is_text(capture->ops) ? unpad_apply(&capture->reader, &capture->notes) : 0;

	return err ? err : capture->ops->open(capture, options);
}

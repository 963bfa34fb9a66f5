/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_TESTS_SUPPORT_MEMORY_H
#define PCIMSI_TESTS_SUPPORT_MEMORY_H

#include <stddef.h>
#include <string.h>
#include <sys/types.h>

/* An input in memory, for what reads as read(2) does. */
struct memory {
	const void *data;
	size_t size, at;
	size_t chunk; /* at most so much at once; 0: all */
};

static inline ssize_t read_memory(void *source, void *buffer, size_t size)
{
	struct memory *memory = source;
	size_t left = memory->size - memory->at;

	if (memory->chunk && size > memory->chunk)
		size = memory->chunk;
	if (size > left)
		size = left;
	memcpy(buffer, (const char *)memory->data + memory->at, size);
	memory->at += size;
	return (ssize_t)size;
}

#endif

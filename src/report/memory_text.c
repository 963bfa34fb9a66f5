/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/memory_text.h"

#include <stdlib.h>
#include <string.h>

/* Room for `size` more bytes and the end of the text. */
static bool make_room(struct memory_text *memory, size_t size)
{
	size_t wanted = 2 * memory->capacity + size + 1;
	char *grown;

	if (memory->failed || memory->capacity - memory->size > size)
		return !memory->failed;
	grown = realloc(memory->text, wanted);
	if (!grown) {
		memory->failed = true;
		return false;
	}
	memory->text = grown;
	memory->capacity = wanted;
	return true;
}

static ssize_t take(void *cookie, const char *bytes, size_t size)
{
	struct memory_text *memory = cookie;

	if (!make_room(memory, size))
		return 0;
	memcpy(memory->text + memory->size, bytes, size);
	memory->size += size;
	return (ssize_t)size;
}

FILE *memory_text_open(struct memory_text *memory)
{
	return fopencookie(memory, "w", (cookie_io_functions_t){ .write = take });
}

char *memory_text_close(FILE *out, struct memory_text *memory)
{
	if (fclose(out) != 0 || !make_room(memory, 0)) {
		free(memory->text);
		return NULL;
	}
	memory->text[memory->size] = '\0';
	return memory->text;
}

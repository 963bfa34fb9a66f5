/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/padding.h"

#include "base/str.h"

#include <inttypes.h>
#include <stdio.h>

size_t padding_size(const void *bytes, size_t size)
{
	const char *start = bytes;
	size_t left = size;

	while (left && !start[left - 1])
		left--;
	return size - left;
}

void padding_note(struct notes *notes, uint64_t count, uint64_t offset)
{
	char text[80];

	snprintf(text, sizeof(text), "%" PRIu64 " NUL byte%s from offset 0x%" PRIx64 " on", count,
		 str_plural(count), offset);
	notes_add(notes, PCIMSI_NOTE_NUL_PADDING, (struct pcimsi_place){ 0 }, text);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/unpad.h"

#include "base/padding.h"
#include "source/text_encoding.h"

#include <pcimsi/error.h>

#include <stdlib.h>
#include <string.h>

/* NULs are held back until something follows them. */
struct unpad {
	ssize_t (*read)(void *source, void *buffer, size_t size);
	void *source;
	void (*free_source)(void *source);
	struct notes *notes;
	bool wide;        /* a last NUL may be half of a character */
	uint64_t offset;  /* of what is given next */
	uint64_t held;    /* NULs that were seen and not given */
	bool giving_held; /* something followed them */
	bool at_end, told;
	size_t start, end; /* what of `bytes` was not looked at yet */
	char bytes[TEXT_BUFFER_SIZE];
};

static size_t give(struct unpad *unpad, size_t size)
{
	unpad->offset += size;
	return size;
}

static size_t give_held(struct unpad *unpad, void *buffer, size_t size)
{
	if (size > unpad->held)
		size = (size_t)unpad->held;
	memset(buffer, 0, size);
	unpad->held -= size;
	return give(unpad, size);
}

static size_t give_bytes(struct unpad *unpad, void *buffer, size_t size)
{
	const char *from = unpad->bytes + unpad->start;
	size_t left = unpad->end - unpad->start;
	const char *nul = memchr(from, 0, left);

	left = nul ? (size_t)(nul - from) : left;
	size = size < left ? size : left;
	memcpy(buffer, from, size);
	unpad->start += size;
	return give(unpad, size);
}

static void hold_nuls(struct unpad *unpad)
{
	while (unpad->start < unpad->end && !unpad->bytes[unpad->start]) {
		unpad->start++;
		unpad->held++;
	}
	unpad->giving_held = unpad->held && unpad->start < unpad->end;
}

/* What is held at the end is left out, but for half of a character. */
static void end_padding(struct unpad *unpad)
{
	bool half = unpad->wide && unpad->held && unpad->offset % 2;

	if (unpad->held > half)
		padding_note(unpad->notes, unpad->held - half, unpad->offset + half);
	unpad->held = half;
	unpad->giving_held = half;
	unpad->told = true;
}

/*
 * Reads into the buffer of the caller: what has no NUL stays there, the rest comes in for a
 * closer look. How much was given; 0: nothing yet; -1 as read() does.
 */
static ssize_t refill(struct unpad *unpad, void *buffer, size_t size)
{
	ssize_t got = unpad->read(unpad->source, buffer,
				  size < sizeof(unpad->bytes) ? size : sizeof(unpad->bytes));

	if (got > 0 && !unpad->held && !memchr(buffer, 0, (size_t)got))
		return (ssize_t)give(unpad, (size_t)got);
	unpad->at_end = got == 0;
	unpad->start = 0;
	unpad->end = got > 0 ? (size_t)got : 0;
	memcpy(unpad->bytes, buffer, unpad->end);
	return got < 0 ? -1 : 0;
}

static ssize_t read_unpadded(void *source, void *buffer, size_t size)
{
	struct unpad *unpad = source;
	ssize_t got = 0;

	while (!got) {
		if (unpad->held && unpad->giving_held)
			return (ssize_t)give_held(unpad, buffer, size);
		hold_nuls(unpad);
		if (unpad->giving_held)
			continue;
		if (unpad->start < unpad->end)
			return (ssize_t)give_bytes(unpad, buffer, size);
		if (unpad->told)
			return 0;
		if (unpad->at_end)
			end_padding(unpad);
		else
			got = refill(unpad, buffer, size);
	}
	return got;
}

static void free_unpad(void *source)
{
	struct unpad *unpad = source;

	if (unpad->free_source)
		unpad->free_source(unpad->source);
	free(unpad);
}

int unpad_apply(struct text_reader *reader, struct notes *notes)
{
	const char *head;
	size_t size = text_reader_peek(reader, &head);
	enum text_encoding encoding = text_encoding_of(head, size);
	struct unpad *unpad = calloc(1, sizeof(*unpad));

	if (!unpad)
		return PCIMSI_ERR_NOMEM;
	unpad->read = reader->read;
	unpad->source = reader->source;
	unpad->free_source = reader->free_source;
	unpad->notes = notes;
	unpad->wide = encoding == TEXT_UTF16LE || encoding == TEXT_UTF16BE;
	memcpy(unpad->bytes, head, size);
	unpad->end = size;
	unpad->at_end = reader->at_end;
	reader->at_end = false;
	reader->start = 0;
	reader->end = 0;
	reader->read = read_unpadded;
	reader->source = unpad;
	reader->free_source = free_unpad;
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/member.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes, or words that tell more than the class and the ids of a heading. */
static bool has_content(const struct pcimsi_raw_function *raw)
{
	return raw->bytes.size && (raw->source != PCIMSI_SOURCE_DECODED || raw->bytes.size >= 16);
}

/* Reads the first bytes on trial: is there a function with bytes? */
static int has_bytes(const struct pcimsi_capture *capture, const char *head, size_t size)
{
	const struct source_ops *ops = capture->ops;
	struct text_memory memory = { .bytes = head, .left = size };
	struct pcimsi_capture trial = { .ops = ops,
					.kinds = capture->kinds,
					.name = capture->name,
					.parent = capture->parent };
	const struct pcimsi_capture_options options = { .size = sizeof(options) };
	const struct pcimsi_raw_function *raw;
	int more = text_reader_open(&trial.reader, text_reader_memory, &memory);

	if (!more)
		more = ops->open(&trial, &options);
	if (!more)
		while ((more = ops->next(&trial, &raw)) == 1 && !has_content(raw))
			;
	if (trial.state)
		ops->close(&trial);
	text_reader_close(&trial.reader);
	return more;
}

static int open_kind(struct member *member, const struct pcimsi_capture_options *options)
{
	struct pcimsi_capture *capture = &member->capture;
	const char *head;
	size_t size = text_reader_peek(&capture->reader, &head);

	if (!size)
		return capture->reader.failed ? PCIMSI_ERR_IO : PCIMSI_ERR_EMPTY;
	capture->ops = source_recognise(capture->kinds, head, size, capture->name);
	if (!capture->ops)
		return PCIMSI_ERR_FORMAT;
	if (capture->reader.failed && capture->ops->needs_all)
		return PCIMSI_ERR_IO;
	if (capture->ops->needs_proof) {
		int found = has_bytes(capture, head, size);

		if (found < 0)
			return found;
		if (!found && size < TEXT_BUFFER_SIZE)
			return PCIMSI_ERR_FORMAT;
		member->unproven = !found;
		if (!found)
			capture->notes.sink = (struct pcimsi_note_sink){ 0 };
	}
	return source_open(capture, options);
}

int member_open(struct member *member, struct pcimsi_capture *parent, const char *name,
		ssize_t (*read)(void *source, void *buffer, size_t size), void *source,
		const struct pcimsi_capture_options *options)
{
	size_t length = strlen(parent->name);
	int err;

	*member = (struct member){ .name = name };
	while (length > 1 && parent->name[length - 1] == '/')
		length--;
	if (asprintf(&member->input, "%.*s/%s", (int)length, parent->name, name) < 0) {
		member->input = NULL;
		return PCIMSI_ERR_NOMEM;
	}
	member->capture.kinds = parent->kinds;
	member->capture.name = member->input;
	member->capture.parent = parent;
	member->capture.notes.sink = options->notes;
	member->capture.notes.input = member->input;
	err = text_reader_open(&member->capture.reader, read, source);
	return err ? err : open_kind(member, options);
}

/*
 * A dump, or an archive of one, is a machine; raw bytes of a function are a part of
 * one, together with the others of their folder.
 */
static uint32_t machine_of(struct member *member, uint32_t inner)
{
	if (member->capture.ops->is_part)
		return 0;
	if (!member->machine || inner != member->inner_machine)
		member->machine = ++member->capture.parent->n_machines;
	member->inner_machine = inner;
	return member->machine;
}

int member_next(struct member *member, const struct pcimsi_raw_function **ret)
{
	struct pcimsi_capture *capture = &member->capture;
	const struct pcimsi_raw_function *raw;
	int more;

	do
		more = capture->ops->next(capture, &raw);
	while (more == 1 && member->unproven && !has_content(raw));
	if (more != 1)
		return more;
	member->raw = *raw;
	member->raw.member = member->name;
	member->raw.machine = machine_of(member, raw->machine);
	*ret = &member->raw;
	if (!raw->member)
		return 1;
	free(member->inner);
	if (asprintf(&member->inner, "%s/%s", member->name, raw->member) < 0) {
		member->inner = NULL;
		return PCIMSI_ERR_NOMEM;
	}
	member->raw.member = member->inner;
	return 1;
}

void member_close(struct member *member)
{
	struct pcimsi_capture *capture = &member->capture;

	if (capture->ops && capture->state)
		capture->ops->close(capture);
	text_reader_close(&capture->reader);
	free(member->input);
	free(member->inner);
	*member = (struct member){ 0 };
}

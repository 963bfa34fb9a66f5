/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "archive/container.h"
#include "archive/unpack.h"
#include "source/member.h"
#include "source/regular_file.h"
#include "source/slots.h"
#include "source/source.h"
#include "source/sysfs_tree.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * A compressed stream, an archive or a mail, and every capture in it, in one pass. Text
 * and raw members are given as they come; functions of a sysfs tree are complete at the
 * end only.
 */

struct archive_state {
	struct unpack *unpack;
	bool is_mail;
	const struct unpack_member *entry; /* the current member */
	char *name;                        /* of it; NULL: none was given yet */
	const char *limit;                 /* another than those of `unpack` */
	bool at_end, is_open;
	int err;   /* what next says when everything was given */
	char *why; /* the same in words */
	struct member member;
	struct sysfs_tree sysfs;
	struct slots slots;
	struct pcimsi_capture_options options;
	const struct pcimsi_raw_function *first; /* read ahead by open */
	struct pcimsi_raw_function raw;
};

static struct archive_state *state_of(struct pcimsi_capture *capture)
{
	return capture->state;
}

static void note(struct pcimsi_capture *capture, enum pcimsi_note_code code, const char *detail)
{
	notes_add(&capture->notes, code, (struct pcimsi_place){ 0 }, detail);
}

/* What next says when everything was given. The first reason stays. */
__attribute__((format(printf, 3, 4))) static void fail(struct pcimsi_capture *capture, int err,
						       const char *format, ...)
{
	struct archive_state *state = state_of(capture);
	va_list arguments;

	if (state->err)
		return;
	state->err = err;
	va_start(arguments, format);
	if (vasprintf(&state->why, format, arguments) < 0)
		state->why = NULL;
	va_end(arguments);
	capture->detail = state->why;
}

static const char *limit_of(const struct archive_state *state)
{
	return state->limit ? state->limit : unpack_limit(state->unpack);
}

/* First what the reader holds from looking at the kind, then what is behind it. */
static ssize_t read_input(void *source, void *buffer, size_t size)
{
	struct text_reader *reader = source;
	size_t held = reader->end - reader->start;

	if (!held)
		return reader->at_end ? 0 : reader->read(reader->source, buffer, size);
	size = held < size ? held : size;
	memcpy(buffer, reader->buffer + reader->start, size);
	reader->start += size;
	return (ssize_t)size;
}

/* ---- members --------------------------------------------------------------------------------- */

static int take_attribute(struct archive_state *state, const struct sysfs_place *place)
{
	char content[SYSFS_FILE_MAX];
	size_t total = 0;
	ssize_t got;

	do {
		got = unpack_read(state->unpack, content + total, sizeof(content) - total);
		total += got > 0 ? (size_t)got : 0;
	} while (got > 0 && total < sizeof(content));
	/* A member that is cut short is no smaller configuration space. */
	return got < 0 ? PCIMSI_ERR_IO : sysfs_tree_add(&state->sysfs, place, content, total);
}

/* Opens the member if it is a capture: 0, and is_open says whether. */
static int take_file(struct pcimsi_capture *capture)
{
	struct archive_state *state = state_of(capture);
	int err = member_open(&state->member, capture, state->name, unpack_read, state->unpack,
			      &state->options);

	state->is_open = !err;
	if (!err) {
		unpack_take(state->unpack);
		return 0;
	}
	member_close(&state->member);
	if (err == PCIMSI_ERR_FORMAT || err == PCIMSI_ERR_EMPTY)
		return 0;
	if (err != PCIMSI_ERR_NOMEM && !limit_of(state))
		note(capture, PCIMSI_NOTE_MEMBER_SKIPPED, state->name);
	return err == PCIMSI_ERR_NOMEM ? err : 0;
}

/* What is no file has no bytes, but a link to a driver says its name. */
static int take_odd(struct archive_state *state, const struct sysfs_place *place)
{
	const struct unpack_member *entry = state->entry;

	if (place->kind == SYSFS_DRIVER && entry->target)
		return sysfs_tree_add(&state->sysfs, place, entry->target, strlen(entry->target));
	if (place->kind != SYSFS_CONFIG)
		return entry->target ? sysfs_tree_expect(&state->sysfs, state->name) : 0;
	return sysfs_tree_lose(&state->sysfs, place,
			       entry->is_hard_link ? "a hard link"
						   : regular_file_type(entry->type));
}

/* A stream is named like the file without what the compression added. */
static char *name_of(const struct pcimsi_capture *capture, const struct unpack_member *entry)
{
	const char *file = strrchr(capture->name, '/'), *dot;

	if (!entry->is_stream)
		return strdup(entry->name);
	file = file ? file + 1 : capture->name;
	dot = strrchr(file, '.');
	return dot && dot > file ? strndup(file, (size_t)(dot - file)) : strdup(file);
}

static int take_entry(struct pcimsi_capture *capture)
{
	struct archive_state *state = state_of(capture);
	struct sysfs_place place;

	free(state->name);
	state->name = name_of(capture, state->entry);
	if (!state->name)
		return PCIMSI_ERR_NOMEM;
	place = sysfs_place(state->name);
	if (!state->entry->is_file)
		return take_odd(state, &place);
	if (place.kind > SYSFS_OTHER)
		return take_attribute(state, &place);
	return place.kind == SYSFS_NONE ? take_file(capture) : 0;
}

static int stop(struct pcimsi_capture *capture)
{
	state_of(capture)->at_end = true;
	sysfs_tree_finish(&state_of(capture)->sysfs);
	return 0;
}

static int stop_at_limit(struct pcimsi_capture *capture)
{
	const char *limit = limit_of(state_of(capture));

	note(capture, PCIMSI_NOTE_CAPTURE_LIMIT, limit);
	fail(capture, PCIMSI_ERR_LIMIT, "%s", limit);
	return stop(capture);
}

/* What is damaged in a mail does not keep from reading on. */
static void tell_damage(struct pcimsi_capture *capture)
{
	struct archive_state *state = state_of(capture);
	const char *damage = unpack_damage(state->unpack);
	char *where = NULL;

	if (!damage)
		return;
	if (asprintf(&where, "%s%s%s", damage, state->name ? ", in or behind " : "",
		     state->name ? state->name : "") < 0)
		where = NULL;
	note(capture, state->is_mail ? PCIMSI_NOTE_MAIL_DAMAGED : PCIMSI_NOTE_ARCHIVE_DAMAGED,
	     where ? where : damage);
	fail(capture, PCIMSI_ERR_IO, "%s%s",
	     state->is_mail ? "" : "damaged, cut short or encrypted: ", where ? where : damage);
	free(where);
}

/* Goes on to the next member. 0, or out of memory: every other error is kept for the end. */
static int next_member(struct pcimsi_capture *capture)
{
	struct archive_state *state = state_of(capture);
	int more = state->limit ? PCIMSI_ERR_LIMIT : unpack_next(state->unpack, &state->entry);

	if (more == PCIMSI_ERR_LIMIT)
		return stop_at_limit(capture);
	tell_damage(capture);
	if (!more || more == PCIMSI_ERR_IO)
		return stop(capture);
	if (more == 1)
		more = take_entry(capture);
	if (more == PCIMSI_ERR_LIMIT)
		state->limit = "65536 functions";
	return more == PCIMSI_ERR_NOMEM ? more : 0;
}

/* ---- functions ------------------------------------------------------------------------------- */

/* What ends one member is no end of the others. */
static void fail_inside(struct pcimsi_capture *capture, int err)
{
	const struct archive_state *state = state_of(capture);
	const char *why = state->member.capture.detail;

	/* What breaks all of it is told with the reason that is its own. */
	if (err != PCIMSI_ERR_IO || state->member.capture.ops->is_container)
		fail(capture, err, "%s: %s", state->name, why ? why : pcimsi_error_text(err));
}

/* The next function of the member being read: 1, 0 if that is at its end, or out of memory. */
static int next_of_member(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	struct archive_state *state = state_of(capture);
	struct member *member = &state->member;
	int more = member_next(member, ret);

	if (more == 1 && state->entry->is_stream)
		member->raw.member = member->inner ? member->raw.member : NULL;
	if (more == 1 || more == PCIMSI_ERR_NOMEM)
		return more;
	if (more < 0 && !limit_of(state))
		fail_inside(capture, more);
	state->is_open = false;
	member_close(member);
	return 0;
}

static int find_next(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	struct archive_state *state = state_of(capture);
	const struct pcimsi_raw_function *raw = NULL;
	int more = 0, seen;

	while (!more && (state->is_open || !state->at_end))
		more = state->is_open ? next_of_member(capture, &raw) : next_member(capture);
	if (!more)
		raw = sysfs_tree_next(&state->sysfs);
	if (more < 0 || !raw) {
		capture->detail = more < 0 ? NULL : state->why;
		return more < 0 ? more : state->err;
	}
	seen = raw->machine ? 0 : slots_see(&state->slots, raw->slot);
	if (seen < 0)
		return seen;
	state->raw = *raw;
	state->raw.repeated |= seen;
	*ret = &state->raw;
	return 1;
}

static int next(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	struct archive_state *state = state_of(capture);

	if (!state->first)
		return find_next(capture, ret);
	*ret = state->first;
	state->first = NULL;
	return 1;
}

/* ---- the kind -------------------------------------------------------------------------------- */

static const struct container *container_of(const struct pcimsi_capture *capture)
{
	const char *head;
	size_t size = text_reader_peek((struct text_reader *)&capture->reader, &head);

	return container_find(head, size);
}

/* A mail that is not read is a text for all that is known here: who reads text is asked first. */
static enum source_match probe(const char *head, size_t size)
{
	const struct container *container = container_find(head, size);

	if (!container)
		return SOURCE_NO;
	return container->is_mail && !unpack_reads(container) ? SOURCE_MAYBE : SOURCE_YES;
}

/* The container around this one, whose limits count what it expands to as well. */
static struct unpack *outer_of(const struct pcimsi_capture *capture)
{
	for (capture = capture->parent; capture; capture = capture->parent)
		if (capture->ops == &source_archive)
			return state_of((struct pcimsi_capture *)capture)->unpack;
	return NULL;
}

/* As constant text: nothing else lives as long as what is told of a failed open. */
static const char *why_nothing(const struct archive_state *state, int err)
{
	switch (err) {
	case 0:
		return state->is_mail ? "a mail without any capture"
				      : "an archive without any capture";
	case PCIMSI_ERR_IO:
		return state->is_mail ? "the mail is damaged or cut short"
				      : "the archive is damaged, cut short or encrypted";
	default:
		return limit_of(state);
	}
}

static int open_archive(struct pcimsi_capture *capture,
			const struct pcimsi_capture_options *options)
{
	const struct container *container = container_of(capture);
	const struct unpack_input input = { .read = read_input, .source = &capture->reader };
	struct archive_state *state = calloc(1, sizeof(*state));
	int more;

	if (!state)
		return PCIMSI_ERR_NOMEM;
	capture->state = state;
	state->options = *options;
	state->sysfs.notes = &capture->notes;
	state->is_mail = container->is_mail;
	more = unpack_open(container, &input, outer_of(capture), &state->unpack, &capture->detail);
	if (more)
		return more;
	more = find_next(capture, &state->first);
	if (more == 1)
		return 0;
	capture->detail = why_nothing(state, more);
	return more ? more : PCIMSI_ERR_FORMAT;
}

static void close_archive(struct pcimsi_capture *capture)
{
	struct archive_state *state = state_of(capture);

	member_close(&state->member);
	unpack_close(state->unpack);
	slots_done(&state->slots);
	sysfs_tree_done(&state->sysfs);
	free(state->name);
	free(state->why);
	free(state);
}

const struct source_ops source_archive = {
	.name = "archive",
	.is_container = true,
	.probe = probe,
	.open = open_archive,
	.next = next,
	.close = close_archive,
};

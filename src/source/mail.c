/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/mail_parts.h"
#include "source/source.h"

#ifndef HAVE_GMIME

/* A text as well, for all that is known here: the text reader is asked first. */
static enum source_match probe(const char *head, size_t size)
{
	return mail_begins(head, size) ? SOURCE_MAYBE : SOURCE_NO;
}

static int open_mail(struct pcimsi_capture *capture, const struct pcimsi_capture_options *options)
{
	(void)options;
	capture->detail = "this build reads no mail; save what is attached to it";
	return PCIMSI_ERR_UNSUPPORTED;
}

const struct source_ops source_mail = {
	.name = "mail",
	.needs_all = true,
	.probe = probe,
	.open = open_mail,
};

#else

#include "source/member.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/*
 * A mail or an mbox, and every capture in it: texts of mails and attachments, each decoded,
 * and archives among them.
 */

#define NESTED_MAX 1 /* a mail in an archive, or an archive in a mail, and no further */
#define MEMBERS_MAX 100000u
#define EXPANDED_MAX (UINT64_C(1) << 30)

struct mail_state {
	char *bytes;
	size_t size;
	struct mail_parts *parts;
	uint32_t n_parts;
	uint64_t expanded;
	const char *name; /* of the part */
	const char *limit;
	bool is_open, at_end;
	int err; /* what next says when everything was given */
	struct member member;
	struct pcimsi_capture_options options;
	const struct pcimsi_raw_function *first; /* read ahead by open */
};

static enum source_match probe(const char *head, size_t size)
{
	return mail_begins(head, size) ? SOURCE_YES : SOURCE_NO;
}

static void note(struct pcimsi_capture *capture, enum pcimsi_note_code code, const char *detail)
{
	notes_add(&capture->notes, code, (struct pcimsi_place){ 0 }, detail);
}

/* ---- parts ----------------------------------------------------------------------------------- */

static ssize_t read_part(void *source, void *buffer, size_t size)
{
	struct mail_state *state = source;
	ssize_t got;

	if (state->expanded > EXPANDED_MAX)
		state->limit = "1 GiB expanded";
	if (state->limit) {
		errno = EFBIG;
		return -1;
	}
	got = mail_parts_read(state->parts, buffer, size);
	state->expanded += got > 0 ? (uint64_t)got : 0;
	return got;
}

/* Opens the part if it is a capture: 0, and is_open says whether. */
static int take_part(struct pcimsi_capture *capture)
{
	struct mail_state *state = capture->state;
	int err = member_open(&state->member, capture, state->name, read_part, state,
			      &state->options);

	state->is_open = !err;
	if (!err) {
		mail_parts_take(state->parts);
		return 0;
	}
	member_close(&state->member);
	if (err == PCIMSI_ERR_FORMAT || err == PCIMSI_ERR_EMPTY)
		return 0;
	if (err != PCIMSI_ERR_NOMEM && !state->limit)
		note(capture, PCIMSI_NOTE_MEMBER_SKIPPED, state->name);
	return err == PCIMSI_ERR_NOMEM ? err : 0;
}

static int stop(struct pcimsi_capture *capture, int err)
{
	struct mail_state *state = capture->state;

	state->at_end = true;
	if (!state->err)
		state->err = err;
	return 0;
}

static int stop_at_limit(struct pcimsi_capture *capture)
{
	struct mail_state *state = capture->state;

	note(capture, PCIMSI_NOTE_CAPTURE_LIMIT, state->limit);
	capture->detail = state->limit;
	return stop(capture, PCIMSI_ERR_LIMIT);
}

/* What is damaged does not keep from reading on. */
static void tell_damage(struct pcimsi_capture *capture)
{
	struct mail_state *state = capture->state;
	const char *damage = mail_parts_damage(state->parts);

	if (!damage)
		return;
	note(capture, PCIMSI_NOTE_MAIL_DAMAGED, damage);
	capture->detail = damage;
	state->err = PCIMSI_ERR_IO;
}

static int next_part(struct pcimsi_capture *capture)
{
	struct mail_state *state = capture->state;

	if (!state->limit && ++state->n_parts > MEMBERS_MAX)
		state->limit = "100000 members";
	if (state->limit)
		return stop_at_limit(capture);
	state->name = mail_parts_next(state->parts);
	tell_damage(capture);
	return state->name ? take_part(capture) : stop(capture, 0);
}

static int next_of_part(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	struct mail_state *state = capture->state;
	int more = member_next(&state->member, ret);

	if (more == 1 || more == PCIMSI_ERR_NOMEM)
		return more;
	if (more < 0 && !state->limit)
		state->err = more;
	state->is_open = false;
	member_close(&state->member);
	return 0;
}

static int find_next(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	struct mail_state *state = capture->state;
	int more = 0;

	while (!more && (state->is_open || !state->at_end))
		more = state->is_open ? next_of_part(capture, ret) : next_part(capture);
	return more ? more : state->err;
}

static int next(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	struct mail_state *state = capture->state;

	if (!state->first)
		return find_next(capture, ret);
	*ret = state->first;
	state->first = NULL;
	return 1;
}

/* ---- the kind -------------------------------------------------------------------------------- */

/* GMime wants to go back and forth; what the reader holds comes first. */
static int read_whole(struct pcimsi_capture *capture)
{
	struct mail_state *state = capture->state;
	struct text_reader *reader = &capture->reader;
	size_t room = 0;
	const char *head;

	for (;;) {
		size_t size = text_reader_peek(reader, &head);

		if (!size)
			break;
		if (state->size + size > MAIL_SIZE_MAX) {
			capture->detail = "more than 64 MiB of mail";
			return PCIMSI_ERR_LIMIT;
		}
		if (state->size + size > room) {
			char *more = realloc(state->bytes, room = 2 * (state->size + size));

			if (!more)
				return PCIMSI_ERR_NOMEM;
			state->bytes = more;
		}
		memcpy(state->bytes + state->size, head, size);
		state->size += size;
		reader->start += size;
	}
	if (reader->failed)
		capture->detail = strerror(errno);
	return reader->failed ? PCIMSI_ERR_IO : 0;
}

static unsigned depth_of(const struct pcimsi_capture *capture)
{
	unsigned depth = 0;

	for (capture = capture->parent; capture; capture = capture->parent)
		depth += capture->ops->is_container;
	return depth;
}

static int open_parts(struct pcimsi_capture *capture)
{
	struct mail_state *state = capture->state;
	int err = read_whole(capture);

	if (err)
		return err;
	capture->detail = mail_parts_limit(state->bytes, state->size);
	if (capture->detail)
		return PCIMSI_ERR_LIMIT;
	state->parts = mail_parts_open(state->bytes, state->size);
	return state->parts ? 0 : PCIMSI_ERR_NOMEM;
}

static int open_mail(struct pcimsi_capture *capture, const struct pcimsi_capture_options *options)
{
	struct mail_state *state;
	int more;

	if (depth_of(capture) > NESTED_MAX) {
		capture->detail = "a mail in an archive in an archive";
		return PCIMSI_ERR_UNSUPPORTED;
	}
	state = calloc(1, sizeof(*state));
	if (!state)
		return PCIMSI_ERR_NOMEM;
	capture->state = state;
	state->options = *options;
	more = open_parts(capture);
	if (more)
		return more;
	more = find_next(capture, &state->first);
	if (more == 0)
		capture->detail = "a mail without any capture";
	return more == 1 ? 0 : more ? more : PCIMSI_ERR_FORMAT;
}

static void close_mail(struct pcimsi_capture *capture)
{
	struct mail_state *state = capture->state;

	member_close(&state->member);
	mail_parts_close(state->parts);
	free(state->bytes);
	free(state);
}

const struct source_ops source_mail = {
	.name = "mail",
	.is_container = true,
	.probe = probe,
	.open = open_mail,
	.next = next,
	.close = close_mail,
};

#endif

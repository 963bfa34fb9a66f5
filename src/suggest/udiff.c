/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest/udiff.h"

#include <pcimsi/error.h>

#include <string.h>

#define CONTEXT 3

/* A line of one side, in whatever way lines are counted. */
struct piece {
	const uint8_t *bytes;
	size_t size;
	bool touched; /* some byte of it is changed on this side or the other */
};

typedef VEC(struct piece) piece_list;

struct maker {
	struct udiff *diff;
	const struct pcimsi_suggested_inf *inf;
	piece_list sides[2]; /* before, after */
	VEC(struct udiff_line) lines;
	VEC(struct udiff_hunk) hunks;
};

/* ---- both sides ----------------------------------------------------------------------------- */

static const uint8_t *line_of(const struct pcimsi_suggested_line *line, int side, size_t *ret_size)
{
	*ret_size = side ? line->after_size : line->before_size;
	return side ? line->after : line->before;
}

/* As lines of text. */
static int list_lines(struct maker *m, int side)
{
	for (uint32_t i = 0; i < m->inf->n_lines; i++) {
		const struct pcimsi_suggested_line *line = &m->inf->lines[i];
		struct piece piece = { .touched = line->changed };
		struct piece *slot;

		piece.bytes = line_of(line, side, &piece.size);
		if (!piece.bytes)
			continue;
		slot = VEC_ADD(&m->diff->arena, &m->sides[side]);
		if (!slot)
			return PCIMSI_ERR_NOMEM;
		*slot = piece;
	}
	return 0;
}

/* All bytes of one side, one behind the other, with a mark for each that is changed. */
struct stream {
	uint8_t *bytes;
	bool *touched;
	size_t size;
};

static int make_stream(struct maker *m, int side, struct stream *ret)
{
	size_t total = 1, size;

	for (uint32_t i = 0; i < m->inf->n_lines; i++) {
		line_of(&m->inf->lines[i], side, &size);
		total += size;
	}
	ret->bytes = arena_alloc(&m->diff->arena, total);
	ret->touched = arena_alloc(&m->diff->arena, total * sizeof(bool));
	ret->size = 0;
	if (!ret->bytes || !ret->touched)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < m->inf->n_lines; i++) {
		const struct pcimsi_suggested_line *line = &m->inf->lines[i];
		const uint8_t *bytes = line_of(line, side, &size);

		if (bytes && size)
			memcpy(ret->bytes + ret->size, bytes, size);
		if (line->changed)
			memset(ret->touched + ret->size, true, size);
		/* What the other side has here falls into a line that began before. */
		if (!bytes && ret->size && ret->bytes[ret->size - 1] != '\n')
			ret->touched[ret->size - 1] = true;
		ret->size += size;
	}
	return 0;
}

/* As `patch` divides a file. */
static int list_pieces(struct maker *m, int side)
{
	struct stream stream;
	int err = make_stream(m, side, &stream);

	for (size_t at = 0; !err && at < stream.size;) {
		struct piece *piece = VEC_ADD(&m->diff->arena, &m->sides[side]);

		if (!piece)
			return PCIMSI_ERR_NOMEM;
		piece->bytes = stream.bytes + at;
		do {
			piece->touched = piece->touched || stream.touched[at];
			piece->size++;
		} while (stream.bytes[at++] != '\n' && at < stream.size);
	}
	return err;
}

/* ---- lines of the diff ---------------------------------------------------------------------- */

static bool same(const struct piece *a, const struct piece *b)
{
	return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

static int add_line(struct maker *m, char tag, const struct piece *piece)
{
	struct udiff_line *line = VEC_ADD(&m->diff->arena, &m->lines);

	if (!line)
		return PCIMSI_ERR_NOMEM;
	*line = (struct udiff_line){ .tag = tag, .bytes = piece->bytes, .size = piece->size };
	return 0;
}

/* The touched pieces from `at` on. */
static uint32_t touched_run(const piece_list *side, uint32_t at)
{
	uint32_t count = 0;

	while (at + count < side->count && side->items[at + count].touched)
		count++;
	return count;
}

/* A run of touched pieces of either side; those that are the same at its ends stay. */
static int add_run(struct maker *m, const struct piece *old, uint32_t n_old,
		   const struct piece *new, uint32_t n_new)
{
	uint32_t head = 0, tail = 0;
	int err = 0;

	while (head < n_old && head < n_new && same(&old[head], &new[head]))
		head++;
	while (tail < n_old - head && tail < n_new - head &&
	       same(&old[n_old - 1 - tail], &new[n_new - 1 - tail]))
		tail++;
	for (uint32_t i = 0; !err && i < head; i++)
		err = add_line(m, ' ', &old[i]);
	for (uint32_t i = head; !err && i < n_old - tail; i++)
		err = add_line(m, '-', &old[i]);
	for (uint32_t i = head; !err && i < n_new - tail; i++)
		err = add_line(m, '+', &new[i]);
	for (uint32_t i = n_old - tail; !err && i < n_old; i++)
		err = add_line(m, ' ', &old[i]);
	return err;
}

/* What is not touched stands on both sides, in one order. */
static int list_all(struct maker *m)
{
	const piece_list *old = &m->sides[0], *new = &m->sides[1];
	uint32_t i = 0, k = 0;
	int err = 0;

	while (!err && (i < old->count || k < new->count)) {
		uint32_t n_old = touched_run(old, i), n_new = touched_run(new, k);

		err = add_run(m, old->items + i, n_old, new->items + k, n_new);
		i += n_old;
		k += n_new;
		if (!err && i < old->count)
			err = add_line(m, ' ', &old->items[i]);
		i++;
		k++;
	}
	return err;
}

/* ---- hunks ---------------------------------------------------------------------------------- */

/* The end of the hunk that begins at `from`: where enough lines stay as they are. */
static uint32_t hunk_end(const struct maker *m, uint32_t from)
{
	uint32_t last = from;

	for (uint32_t i = from; i < m->lines.count && i - last <= 2 * CONTEXT; i++)
		if (m->lines.items[i].tag != ' ')
			last = i;
	return last + 1 + CONTEXT < m->lines.count ? last + 1 + CONTEXT : m->lines.count;
}

/* The lines from `from` up to `to`; `at` goes on behind them. */
static int add_hunk(struct maker *m, uint32_t from, uint32_t to, uint32_t at[2])
{
	struct udiff_hunk *hunk = VEC_ADD(&m->diff->arena, &m->hunks);

	if (!hunk)
		return PCIMSI_ERR_NOMEM;
	hunk->lines = m->lines.items + from;
	hunk->n_lines = to - from;
	for (uint32_t i = from; i < to; i++) {
		hunk->count[0] += m->lines.items[i].tag != '+';
		hunk->count[1] += m->lines.items[i].tag != '-';
	}
	for (int side = 0; side < 2; side++) {
		/* A range of no lines names the line before it. */
		hunk->first[side] = at[side] + (hunk->count[side] > 0);
		at[side] += hunk->count[side];
	}
	return 0;
}

static int list_hunks(struct maker *m)
{
	uint32_t at[2] = { 0 }, done = 0;
	int err = 0;

	for (uint32_t i = 0; !err && i < m->lines.count; i++) {
		uint32_t from;

		if (m->lines.items[i].tag == ' ')
			continue;
		from = i > done + CONTEXT ? i - CONTEXT : done;
		/* What stands between two hunks is the same on both sides. */
		at[0] += from - done;
		at[1] += from - done;
		done = hunk_end(m, i);
		err = add_hunk(m, from, done, at);
		i = done - 1;
	}
	return err;
}

int udiff_make(struct udiff *diff, const struct pcimsi_suggested_inf *inf, enum udiff_lines lines)
{
	struct maker m = { .diff = diff, .inf = inf };
	int err = 0;

	*diff = (struct udiff){ 0 };
	if (!inf->n_changed)
		return 0;
	for (int side = 0; !err && side < 2; side++)
		err = lines == UDIFF_OF_TEXT ? list_lines(&m, side) : list_pieces(&m, side);
	if (!err)
		err = list_all(&m);
	if (!err)
		err = list_hunks(&m);
	diff->hunks = m.hunks.items;
	diff->n_hunks = m.hunks.count;
	return err;
}

void udiff_done(struct udiff *diff)
{
	arena_done(&diff->arena);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/udiff.h"

#include "base/arena.h"
#include "base/utf.h"
#include "inf/encoding.h"
#include "report/escape.h"

#include <pcimsi/error.h>

#include <stdlib.h>
#include <string.h>

#define CONTEXT 3

/* A line of one side, in whatever way lines are counted. */
struct piece {
	const uint8_t *bytes;
	size_t size;
	bool touched; /* some byte of it is changed on this side or the other */
};

typedef VEC(struct piece) piece_list;

/* One line of the diff. */
struct op {
	char tag; /* ' ', '-' or '+' */
	const struct piece *piece;
};

struct diff {
	struct arena arena;
	FILE *out;
	const struct pcimsi_suggested_inf *inf;
	const struct udiff_style *style; /* NULL: bytes */
	piece_list sides[2];             /* before, after */
	VEC(struct op) ops;
};

/* ---- characters ----------------------------------------------------------------------------- */

#define BYTE_ORDER_MARK 0xfeff

char *udiff_line_text(const struct pcimsi_suggested_inf *inf, const uint8_t *bytes, size_t size)
{
	enum charset charset = inf_charset(inf->encoding);
	const uint8_t *at = bytes, *end = bytes + size;
	char *text = calloc(size + 1, 3), *out = text;

	while (text && at < end) {
		uint32_t c = charset_next(charset, &at, end);

		if (c == '\r' || c == '\n' || c == BYTE_ORDER_MARK)
			continue;
		out += utf8_put(out, c == UTF_NO_CHARACTER || !c ? UTF_REPLACEMENT : c);
	}
	return text;
}

/* ---- both sides ----------------------------------------------------------------------------- */

static const uint8_t *line_of(const struct pcimsi_suggested_line *line, int side, size_t *ret_size)
{
	*ret_size = side ? line->after_size : line->before_size;
	return side ? line->after : line->before;
}

/* As lines of text. */
static int list_lines(struct diff *d, int side)
{
	for (uint32_t i = 0; i < d->inf->n_lines; i++) {
		const struct pcimsi_suggested_line *line = &d->inf->lines[i];
		struct piece piece = { .touched = line->changed };
		struct piece *slot;

		piece.bytes = line_of(line, side, &piece.size);
		if (!piece.bytes)
			continue;
		slot = VEC_ADD(&d->arena, &d->sides[side]);
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

static int make_stream(struct diff *d, int side, struct stream *ret)
{
	size_t total = 1, size;

	for (uint32_t i = 0; i < d->inf->n_lines; i++) {
		line_of(&d->inf->lines[i], side, &size);
		total += size;
	}
	ret->bytes = arena_alloc(&d->arena, total);
	ret->touched = arena_alloc(&d->arena, total * sizeof(bool));
	ret->size = 0;
	if (!ret->bytes || !ret->touched)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < d->inf->n_lines; i++) {
		const struct pcimsi_suggested_line *line = &d->inf->lines[i];
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
static int list_pieces(struct diff *d, int side)
{
	struct stream stream;
	int err = make_stream(d, side, &stream);

	for (size_t at = 0; !err && at < stream.size;) {
		struct piece *piece = VEC_ADD(&d->arena, &d->sides[side]);

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

static int add_op(struct diff *d, char tag, const struct piece *piece)
{
	struct op *op = VEC_ADD(&d->arena, &d->ops);

	if (!op)
		return PCIMSI_ERR_NOMEM;
	*op = (struct op){ .tag = tag, .piece = piece };
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
static int add_run(struct diff *d, const struct piece *old, uint32_t n_old, const struct piece *new,
		   uint32_t n_new)
{
	uint32_t head = 0, tail = 0;
	int err = 0;

	while (head < n_old && head < n_new && same(&old[head], &new[head]))
		head++;
	while (tail < n_old - head && tail < n_new - head &&
	       same(&old[n_old - 1 - tail], &new[n_new - 1 - tail]))
		tail++;
	for (uint32_t i = 0; !err && i < head; i++)
		err = add_op(d, ' ', &old[i]);
	for (uint32_t i = head; !err && i < n_old - tail; i++)
		err = add_op(d, '-', &old[i]);
	for (uint32_t i = head; !err && i < n_new - tail; i++)
		err = add_op(d, '+', &new[i]);
	for (uint32_t i = n_old - tail; !err && i < n_old; i++)
		err = add_op(d, ' ', &old[i]);
	return err;
}

/* What is not touched stands on both sides, in one order. */
static int list_ops(struct diff *d)
{
	const piece_list *old = &d->sides[0], *new = &d->sides[1];
	uint32_t i = 0, k = 0;
	int err = 0;

	while (!err && (i < old->count || k < new->count)) {
		uint32_t n_old = touched_run(old, i), n_new = touched_run(new, k);

		err = add_run(d, old->items + i, n_old, new->items + k, n_new);
		i += n_old;
		k += n_new;
		if (!err && i < old->count)
			err = add_op(d, ' ', &old->items[i]);
		i++;
		k++;
	}
	return err;
}

/* ---- writing -------------------------------------------------------------------------------- */

static void put_decoded(struct diff *d, const struct piece *piece)
{
	char *text = udiff_line_text(d->inf, piece->bytes, piece->size);

	if (text)
		put_text(d->out, text);
	free(text);
}

static void put_op(struct diff *d, const struct op *op)
{
	const struct piece *piece = op->piece;

	if (d->style) {
		fputs(op->tag == '-'   ? d->style->removed
		      : op->tag == '+' ? d->style->added
				       : "",
		      d->out);
		fputc(op->tag, d->out);
		put_decoded(d, piece);
		fputs(op->tag == ' ' ? "" : d->style->reset, d->out);
		fputc('\n', d->out);
		return;
	}
	fputc(op->tag, d->out);
	fwrite(piece->bytes, 1, piece->size, d->out);
	if (piece->bytes[piece->size - 1] != '\n')
		fputs("\n\\ No newline at end of file\n", d->out);
}

/* "@@ -12,7 +12,8 @@"; a range of no lines names the line before it. */
static void put_place(struct diff *d, const uint32_t at[2], const uint32_t count[2])
{
	fprintf(d->out, "%s@@ -%u,%u +%u,%u @@%s\n", d->style ? d->style->place : "",
		at[0] + (count[0] > 0), count[0], at[1] + (count[1] > 0), count[1],
		d->style ? d->style->reset : "");
}

/* The end of the hunk that begins at `from`: where enough lines stay as they are. */
static uint32_t hunk_end(const struct diff *d, uint32_t from)
{
	uint32_t last = from;

	for (uint32_t i = from; i < d->ops.count && i - last <= 2 * CONTEXT; i++)
		if (d->ops.items[i].tag != ' ')
			last = i;
	return last + 1 + CONTEXT < d->ops.count ? last + 1 + CONTEXT : d->ops.count;
}

static void put_hunk(struct diff *d, uint32_t from, uint32_t to, const uint32_t at[2])
{
	uint32_t count[2] = { 0 };

	for (uint32_t i = from; i < to; i++) {
		count[0] += d->ops.items[i].tag != '+';
		count[1] += d->ops.items[i].tag != '-';
	}
	put_place(d, at, count);
	for (uint32_t i = from; i < to; i++)
		put_op(d, &d->ops.items[i]);
}

static void put_hunks(struct diff *d)
{
	uint32_t at[2] = { 0 }, done = 0, end;

	for (uint32_t i = 0; i < d->ops.count; i++) {
		uint32_t from;

		if (d->ops.items[i].tag == ' ')
			continue;
		from = i > done + CONTEXT ? i - CONTEXT : done;
		/* What stands between two hunks is the same on both sides. */
		at[0] += from - done;
		at[1] += from - done;
		end = hunk_end(d, i);
		put_hunk(d, from, end, at);
		for (done = from; done < end; done++) {
			at[0] += d->ops.items[done].tag != '+';
			at[1] += d->ops.items[done].tag != '-';
		}
		i = end - 1;
	}
}

/* A name with blanks ends with a tab, as git writes it. */
static void put_name(struct diff *d, const char *which)
{
	const char *name = d->inf->inf->facts->name;

	fputs(which, d->out);
	put_text(d->out, name);
	fputs(strchr(name, ' ') ? "\t\n" : "\n", d->out);
}

static int write_diff(struct diff *d)
{
	int err = 0;

	for (int side = 0; !err && side < 2; side++)
		err = d->style ? list_lines(d, side) : list_pieces(d, side);
	if (!err)
		err = list_ops(d);
	if (!err) {
		put_name(d, "--- ");
		put_name(d, "+++ ");
		put_hunks(d);
	}
	arena_done(&d->arena);
	return err;
}

int udiff_bytes(FILE *out, const struct pcimsi_suggested_inf *inf)
{
	struct diff diff = { .out = out, .inf = inf };

	return inf->n_changed ? write_diff(&diff) : 0;
}

int udiff_text(FILE *out, const struct pcimsi_suggested_inf *inf, const struct udiff_style *style)
{
	struct diff diff = { .out = out, .inf = inf, .style = style };

	return inf->n_changed ? write_diff(&diff) : 0;
}

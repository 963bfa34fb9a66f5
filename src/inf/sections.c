/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/sections.h"

#include "base/str.h"
#include "inf/near.h"
#include "inf/template.h"

#include <string.h>

/* One header of the file, with the lines below it. */
struct chunk {
	const char *name;
	struct pcimsi_place place;
	uint32_t first, count; /* lines */
	uint32_t leader;       /* the first chunk of the same name */
	uint32_t next;         /* the next one of the same name; NAME_NONE: none */
	uint32_t total;        /* in a leader: lines of all of them */
	uint32_t tail;         /* in a leader: the last of them */
};

struct reader {
	struct arena *arena;
	struct notes *notes;
	struct inf_sections *sections;
	struct inf_lexer lexer;
	VEC(struct chunk) chunks;
	VEC(struct inf_line) lines;
	struct pcimsi_place stray; /* the first line before any section */
	const char *stray_text;
	bool full;
};

static void reject(struct reader *r, enum pcimsi_inf_rejection why, struct pcimsi_place place,
		   const char *text)
{
	if (r->sections->rejection != PCIMSI_INF_ACCEPTED)
		return;
	r->sections->rejection = why;
	r->sections->rejected_at = place;
	r->sections->rejected_text = text;
}

static uint32_t count_characters(const char *text)
{
	uint32_t count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xc0) != 0x80;
	return count;
}

static int add_chunk(struct reader *r, const struct inf_item *item)
{
	struct chunk *chunk;

	if (item->kind == INF_ITEM_BAD_HEADER)
		reject(r, PCIMSI_INF_BAD_SECTION_NAME_LINE, item->place,
		       arena_printf(r->arena, "[%s", item->name));
	else if (count_characters(item->name) > INF_SECTION_NAME_MAX)
		reject(r, PCIMSI_INF_SECTION_NAME_TOO_LONG, item->place,
		       arena_printf(r->arena, "[%s]", item->name));
	if (r->chunks.count == INF_SECTIONS_MAX) {
		notes_add(r->notes, PCIMSI_NOTE_INF_LIMIT, item->place, "sections");
		r->full = true;
		return 0;
	}
	chunk = VEC_ADD(r->arena, &r->chunks);
	if (!chunk)
		return PCIMSI_ERR_NOMEM;
	*chunk = (struct chunk){
		.name = item->name,
		.place = item->place,
		.first = r->lines.count,
		.next = NAME_NONE,
	};
	return 0;
}

static int add_line(struct reader *r, const struct inf_line *line)
{
	struct inf_line *copy;

	if (!r->chunks.count) {
		if (!r->stray.line) {
			r->stray = line->place;
			r->stray_text = line->text;
		}
		return 0;
	}
	if (r->lines.count == INF_LINES_MAX) {
		notes_add(r->notes, PCIMSI_NOTE_INF_LIMIT, line->place, "lines");
		r->full = true;
		return 0;
	}
	copy = VEC_ADD(r->arena, &r->lines);
	if (!copy)
		return PCIMSI_ERR_NOMEM;
	*copy = *line;
	r->chunks.items[r->chunks.count - 1].count++;
	return 0;
}

/* The lexer says so once for the whole file: it is asked for each item. */
static void see_characters(struct reader *r, enum inf_item_kind kind)
{
	const struct chunk *chunk = r->chunks.count ? &r->chunks.items[r->chunks.count - 1] : NULL;

	if (!r->lexer.non_ascii)
		return;
	r->lexer.non_ascii = false;
	r->sections->non_ascii = true;
	/* Strings are for people to read; what else there is is compared. */
	if (kind != INF_ITEM_LINE || !chunk || !str_istarts(chunk->name, "Strings"))
		r->sections->non_ascii_names = true;
}

static int read_all(struct reader *r, char *text)
{
	struct inf_item item = { .kind = INF_ITEM_END };
	int err = inf_lexer_start(&r->lexer, r->arena, r->notes, text);

	while (!err && !r->full) {
		err = inf_lexer_next(&r->lexer, &item);
		if (err || item.kind == INF_ITEM_END)
			break;
		err = item.kind == INF_ITEM_LINE ? add_line(r, &item.line) : add_chunk(r, &item);
		see_characters(r, item.kind);
	}
	r->sections->annotations = r->lexer.annotations.items;
	r->sections->n_annotations = r->lexer.annotations.count;
	return err || !r->lexer.nomem ? err : PCIMSI_ERR_NOMEM;
}

/* ---- merging ----------------------------------------------------------------- */

static int link_chunks(struct reader *r)
{
	struct chunk *chunks = r->chunks.items;
	struct name_index index = { 0 };

	for (uint32_t i = 0; i < r->chunks.count; i++)
		if (name_index_add(r->arena, &index, chunks[i].name, i) < 0)
			return PCIMSI_ERR_NOMEM;
	name_index_sort(&index);
	for (uint32_t i = 0, leader = 0; i < index.entries.count; i++) {
		struct chunk *chunk = &chunks[index.entries.items[i].value];

		if (!i || !str_ieq(chunk->name, chunks[leader].name)) {
			leader = index.entries.items[i].value;
		} else {
			chunks[chunks[leader].tail].next = index.entries.items[i].value;
		}
		chunk->leader = leader;
		chunks[leader].tail = index.entries.items[i].value;
		chunks[leader].total += chunk->count;
	}
	return 0;
}

/* The lines of a section: where they stand if it occurs once, else a merged copy. */
static int take_lines(struct reader *r, const struct chunk *leader, struct inf_section *section)
{
	struct inf_line *merged = NULL;
	uint32_t n = 0;

	section->n_lines = leader->total;
	if (!leader->total)
		return 0;
	section->lines = r->lines.items + leader->first;
	if (leader->next == NAME_NONE)
		return 0;
	merged = arena_array(r->arena, leader->total, sizeof(*merged));
	if (!merged)
		return PCIMSI_ERR_NOMEM;
	section->lines = merged;
	for (const struct chunk *c = leader;; c = &r->chunks.items[c->next]) {
		if (c->count)
			memcpy(merged + n, r->lines.items + c->first, c->count * sizeof(*merged));
		n += c->count;
		if (c->next == NAME_NONE)
			return 0;
	}
}

static int merge(struct reader *r)
{
	struct inf_sections *sections = r->sections;

	if (!r->chunks.count)
		return 0;
	sections->items = arena_array(r->arena, r->chunks.count, sizeof(*sections->items));
	if (!sections->items)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < r->chunks.count; i++) {
		const struct chunk *chunk = &r->chunks.items[i];
		struct inf_section *section = &sections->items[sections->count];

		if (chunk->leader != i)
			continue;
		section->name = chunk->name;
		section->place = chunk->place;
		section->number = sections->count++;
		if (take_lines(r, chunk, section) < 0)
			return PCIMSI_ERR_NOMEM;
	}
	return 0;
}

static int add_stamped(struct reader *r, const struct inf_section *section)
{
	if (!inf_has_arch(section->name))
		return 0;
	r->sections->templates = true;
	for (int arch = PCIMSI_ARCH_X86; arch < INF_ARCH_COUNT; arch++) {
		const char *name = inf_stamp(r->arena, section->name, (enum pcimsi_arch)arch);

		if (!name || name_index_add(r->arena, &r->sections->stamped[arch], name,
					    section->number) < 0)
			return PCIMSI_ERR_NOMEM;
	}
	return 0;
}

static int make_indexes(struct reader *r)
{
	struct inf_sections *sections = r->sections;

	for (uint32_t i = 0; i < sections->count; i++)
		if (name_index_add(r->arena, &sections->index, sections->items[i].name, i) < 0 ||
		    add_stamped(r, &sections->items[i]) < 0)
			return PCIMSI_ERR_NOMEM;
	name_index_sort(&sections->index);
	for (int arch = PCIMSI_ARCH_X86; arch < INF_ARCH_COUNT; arch++)
		name_index_sort(&sections->stamped[arch]);
	return inf_sections_index_ends(r->arena, sections);
}

/* ---- why SetupAPI would refuse the file (Wine's tests) --------------------------- */

static bool is_signature(const char *text)
{
	/* $Windows 95$ is what Wine takes beside the two documented ones. */
	return str_ieq(text, "$Windows NT$") || str_ieq(text, "$Chicago$") ||
	       str_ieq(text, "$Windows 95$");
}

/*
 * autorun.inf and other INI files. A wrong Signature is that of a damaged INF, and so may
 * a missing one be where there are drivers: both are faults to be told.
 */
static bool is_foreign(const struct inf_sections *sections)
{
	const struct inf_section *version = inf_section_find(sections, "Version");

	return sections->count && !inf_section_line(version, "Signature") &&
	       !inf_section_find(sections, "Manufacturer");
}

static void judge(struct reader *r)
{
	const struct inf_section *version = inf_section_find(r->sections, "Version");
	const struct inf_line *signature = inf_section_line(version, "Signature");

	r->sections->is_foreign = is_foreign(r->sections);
	if (!r->sections->count && r->stray.line)
		reject(r, PCIMSI_INF_NO_SECTION, r->stray, r->stray_text);
	/* Text before the first section is forgiven if there is a [Strings] anywhere. */
	if (r->stray.line && !inf_section_find(r->sections, "Strings"))
		reject(r, PCIMSI_INF_EXPECTED_SECTION_NAME, r->stray, r->stray_text);
	if (!version)
		reject(r, PCIMSI_INF_NO_VERSION, (struct pcimsi_place){ 0 }, NULL);
	else if (!signature)
		reject(r, PCIMSI_INF_BAD_SIGNATURE, version->place, "[Version]");
	else if (!is_signature(signature->fields[0].text))
		reject(r, PCIMSI_INF_BAD_SIGNATURE, signature->place, signature->text);
}

int inf_sections_read(struct arena *arena, struct notes *notes, char *text,
		      struct inf_sections *ret)
{
	struct reader reader = { .arena = arena, .notes = notes, .sections = ret };
	int err;

	*ret = (struct inf_sections){ 0 };
	err = read_all(&reader, text);
	if (!err)
		err = link_chunks(&reader);
	if (!err)
		err = merge(&reader);
	if (!err)
		err = make_indexes(&reader);
	if (!err)
		judge(&reader);
	return err;
}

/* ---- look-up ------------------------------------------------------------------- */

static struct inf_section *find_in(const struct inf_sections *sections,
				   const struct name_index *index, const char *name)
{
	uint32_t number = name_index_find(index, name, strlen(name));

	return number == NAME_NONE ? NULL : &sections->items[number];
}

struct inf_section *inf_section_find(const struct inf_sections *sections, const char *name)
{
	return find_in(sections, &sections->index, name);
}

struct inf_section *inf_section_find_for(const struct inf_sections *sections, const char *name,
					 enum pcimsi_arch arch)
{
	struct inf_section *section = inf_section_find(sections, name);

	if (!section && sections->templates && arch != PCIMSI_ARCH_NONE)
		section = find_in(sections, &sections->stamped[arch], name);
	return section;
}

const struct inf_line *inf_section_line(const struct inf_section *section, const char *key)
{
	for (uint32_t i = 0; section && i < section->n_lines; i++)
		if (section->lines[i].key && str_ieq(section->lines[i].key, key))
			return &section->lines[i];
	return NULL;
}

const struct inf_line *inf_line_at(const struct inf_section *section, uint32_t number)
{
	uint32_t low = 0, high = section->n_lines;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (section->lines[middle].place.line < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low < section->n_lines && section->lines[low].place.line == number
		       ? &section->lines[low]
		       : NULL;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/lines.h"

#include <string.h>

#include <pcimsi/error.h>

#include "base/str.h"

/*
 * Lines as Windows' SetupAPI reads them. The rules are those of "General Syntax
 * Rules for INF Files"; where it is silent or wrong, those of Wine's tests for
 * SetupAPI (dlls/setupapi/tests/parser.c), which are run against Windows.
 */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\0';
}

/* Of a character of more than one byte: not its first. */
static bool is_tail(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static void advance(struct inf_lexer *l)
{
	char c = *l->at++;

	if (c == '\n') {
		l->place.line++;
		l->place.column = 1;
	} else if (!is_tail(*l->at)) {
		l->place.column++;
	}
}

static void skip_blanks(struct inf_lexer *l)
{
	while (is_blank(*l->at))
		advance(l);
}

/* What the comment at the lexer says to us; NULL: nothing. */
static const char *words_for_us(const struct inf_lexer *l)
{
	const char *at = l->at + 1;

	while (is_blank(*at))
		at++;
	if (!str_istarts(at, "pcimsi:"))
		return NULL;
	at += strlen("pcimsi:");
	while (is_blank(*at))
		at++;
	return at;
}

static char *copy_to_line_end(struct inf_lexer *l, const char *at)
{
	const char *end = at;

	while (!is_line_end(*end))
		end++;
	while (end > at && is_blank(end[-1]))
		end--;
	return arena_strndup(l->arena, at, (size_t)(end - at));
}

/* The lexer stands at a semicolon that begins a comment. */
static void see_comment(struct inf_lexer *l)
{
	const char *words = words_for_us(l);
	struct pcimsi_annotation *annotation;

	if (!words)
		return;
	if (l->annotations.count == INF_ANNOTATIONS_MAX) {
		notes_add(l->notes, PCIMSI_NOTE_INF_LIMIT, l->place, "comments for pcimsi");
		return;
	}
	annotation = VEC_ADD(l->arena, &l->annotations);
	if (annotation)
		*annotation = (struct pcimsi_annotation){
			.text = copy_to_line_end(l, l->at),
			.words = copy_to_line_end(l, words),
			.place = l->place,
			.line = l->line,
		};
	l->nomem |= !annotation || !annotation->text || !annotation->words;
}

static void skip_to_line_end(struct inf_lexer *l)
{
	while (!is_line_end(*l->at) && *l->at != ';')
		advance(l);
	if (*l->at == ';')
		see_comment(l);
	while (!is_line_end(*l->at))
		advance(l);
}

/* ---- one token --------------------------------------------------------------- */

static void append(struct inf_lexer *l, char c)
{
	if (!l->started)
		l->token_place = l->place;
	l->started = true;
	if (!is_tail(c)) {
		if (l->characters == INF_FIELD_MAX && !l->cut)
			notes_add(l->notes, PCIMSI_NOTE_INF_FIELD_LONG, l->token_place, NULL);
		l->cut = l->cut || l->characters == INF_FIELD_MAX;
		l->characters++;
	}
	if (!l->cut)
		l->token[l->length++] = c;
}

/*
 * Whether the backslash here continues the line: nothing but blanks, more
 * backslashes and a comment may follow on it. A look that finds something else
 * is good for all the backslashes it passed.
 */
static bool continues(struct inf_lexer *l)
{
	const char *p = l->at;

	if (p < l->no_join)
		return false;
	while (*p == '\\' || is_blank(*p))
		p++;
	if (is_line_end(*p) || *p == ';')
		return true;
	l->no_join = p;
	return false;
}

/* The token may end here: blanks follow, or nothing. */
static void see_end(struct inf_lexer *l)
{
	if (l->started && !l->ended)
		l->token_end = l->place;
	l->ended = true;
}

/* Drops backslash, line end and the blanks around them. */
static int join(struct inf_lexer *l)
{
	struct inf_segment *segment = VEC_ADD(l->arena, &l->segments);
	const char *end = l->at;

	if (!segment)
		return PCIMSI_ERR_NOMEM;
	while (end > l->segment && is_blank(end[-1]))
		end--;
	segment->start = l->segment;
	segment->length = (size_t)(end - l->segment);
	see_end(l);
	l->length = l->keep;
	skip_to_line_end(l);
	if (*l->at)
		advance(l);
	skip_blanks(l);
	l->segment = l->at;
	return 0;
}

/* A quote that is not closed ends with the line; a backslash there is literal. */
static void read_quoted(struct inf_lexer *l)
{
	if (!l->started)
		l->token_place = l->place;
	l->started = true;
	l->ended = false;
	advance(l);
	while (!is_line_end(*l->at)) {
		if (*l->at == '"') {
			advance(l);
			if (*l->at != '"') {
				l->keep = l->length;
				return;
			}
		}
		append(l, *l->at);
		advance(l);
	}
	see_end(l);
	for (; l->length && l->token[l->length - 1] == '\r'; l->length--)
		l->token_end.column--;
	l->keep = l->length;
	l->unterminated_quote = true;
	notes_add(l->notes, PCIMSI_NOTE_INF_UNTERMINATED_QUOTE, l->token_place, NULL);
}

/*
 * "General Syntax Rules" says that a semicolon between percent signs is part of
 * the token; Windows cuts the line there all the same (Wine's tests: %bar;bla%).
 */
static void note_percent(struct inf_lexer *l)
{
	const char *p = l->at;

	if (!l->percent)
		return;
	while (!is_line_end(*p) && !is_blank(*p) && *p != ',' && *p != '=' && *p != '%')
		p++;
	if (*p == '%')
		notes_add(l->notes, PCIMSI_NOTE_INF_PERCENT_COMMENT, l->place, NULL);
}

static void token_start(struct inf_lexer *l)
{
	l->length = l->keep = 0;
	l->characters = 0;
	l->started = l->cut = l->percent = l->ended = false;
}

/* An unquoted character that is no separator. */
static void read_plain(struct inf_lexer *l)
{
	if (is_blank(*l->at)) {
		see_end(l);
		if (l->started)
			append(l, *l->at);
	} else {
		l->ended = false;
		l->percent ^= *l->at == '%';
		append(l, *l->at);
		l->keep = l->length;
	}
	advance(l);
}

/* Up to a separator: comma, line end, comment or, if a key is allowed, "=". */
static int read_token(struct inf_lexer *l, bool key_allowed)
{
	token_start(l);
	for (;;) {
		char c = *l->at;
		int err = 0;

		if (is_line_end(c) || c == ',' || c == ';' || (c == '=' && key_allowed))
			break;
		if (c == '"')
			read_quoted(l);
		else if (c == '\\' && continues(l))
			err = join(l);
		else
			read_plain(l);
		if (err)
			return err;
	}
	if (!l->started)
		l->token_place = l->token_end = l->place;
	see_end(l);
	if (*l->at == ';')
		note_percent(l);
	return 0;
}

/* ---- one line ---------------------------------------------------------------- */

static char *copy_token(struct inf_lexer *l)
{
	for (size_t i = 0; i < l->keep && !l->non_ascii; i++)
		l->non_ascii = (unsigned char)l->token[i] >= 0x80;
	return arena_strndup(l->arena, l->token, l->keep);
}

static int add_field(struct inf_lexer *l)
{
	struct pcimsi_inf_field *field = VEC_ADD(l->arena, &l->fields);

	if (!field)
		return PCIMSI_ERR_NOMEM;
	field->place = l->token_place;
	field->end = l->token_end;
	field->text = copy_token(l);
	l->n_fields++;
	return field->text ? 0 : PCIMSI_ERR_NOMEM;
}

static bool full(struct inf_lexer *l)
{
	if (l->fields.count < INF_LINE_FIELDS_MAX && l->n_fields < INF_FIELDS_MAX)
		return false;
	notes_add(l->notes, PCIMSI_NOTE_INF_LIMIT, l->place, "fields");
	return true;
}

/* The tokens of the line; leaves the lexer at its end or comment. */
static int read_fields(struct inf_lexer *l, struct inf_line *line)
{
	int err = read_token(l, true);

	line->place = l->token_place;
	if (!err && *l->at == '=') {
		line->has_equals = true;
		line->key = copy_token(l);
		if (!line->key)
			return PCIMSI_ERR_NOMEM;
		advance(l);
		err = read_token(l, false);
	}
	if (!err)
		err = add_field(l);
	while (!err && *l->at == ',' && !full(l)) {
		advance(l);
		err = read_token(l, false);
		if (!err)
			err = add_field(l);
	}
	return err;
}

/* The lexer stands at the end of the line. */
static char *line_text(struct inf_lexer *l)
{
	char *end = l->at, *text, *p;
	size_t size = 0;

	if (*l->at)
		advance(l);
	while (end > l->segment && end[-1] == '\r')
		end--;
	*end = '\0';
	if (!l->segments.count)
		return l->segment;
	for (uint32_t i = 0; i < l->segments.count; i++)
		size += l->segments.items[i].length;
	p = text = arena_alloc(l->arena, size + (size_t)(end - l->segment) + 1);
	if (!text)
		return NULL;
	for (uint32_t i = 0; i < l->segments.count; i++) {
		memcpy(p, l->segments.items[i].start, l->segments.items[i].length);
		p += l->segments.items[i].length;
	}
	memcpy(p, l->segment, (size_t)(end - l->segment));
	return text;
}

static int read_line(struct inf_lexer *l, struct inf_line *line)
{
	struct pcimsi_inf_field *fields;
	int err;

	*line = (struct inf_line){ 0 };
	l->fields.count = l->segments.count = 0;
	l->unterminated_quote = false;
	err = read_fields(l, line);
	if (err)
		return err;
	skip_to_line_end(l);
	line->text = line_text(l);
	line->unterminated_quote = l->unterminated_quote;
	line->continued = l->segments.count;
	line->n_fields = l->fields.count;
	fields = arena_array(l->arena, line->n_fields, sizeof(*fields));
	if (!line->text || !fields)
		return PCIMSI_ERR_NOMEM;
	memcpy(fields, l->fields.items, line->n_fields * sizeof(*fields));
	line->fields = fields;
	/* So that a look-up by key finds it (Wine's tests). */
	if (!line->has_equals && line->n_fields == 1)
		line->key = fields[0].text;
	return 0;
}

/* The lexer stands at the bracket. Up to the first ]; what follows it does not count. */
static int read_header(struct inf_lexer *l, struct inf_item *ret)
{
	const char *start = l->at + 1, *end;

	ret->place = l->place;
	while (!is_line_end(*l->at) && *l->at != ']') {
		l->non_ascii = l->non_ascii || (unsigned char)*l->at >= 0x80;
		advance(l);
	}
	end = l->at;
	ret->kind = *end == ']' ? INF_ITEM_HEADER : INF_ITEM_BAD_HEADER;
	if (ret->kind == INF_ITEM_BAD_HEADER)
		while (end > start && is_blank(end[-1]))
			end--;
	ret->name = arena_strndup(l->arena, start, (size_t)(end - start));
	skip_to_line_end(l);
	return ret->name ? 0 : PCIMSI_ERR_NOMEM;
}

int inf_lexer_start(struct inf_lexer *l, struct arena *arena, struct notes *notes, char *text)
{
	*l = (struct inf_lexer){
		.arena = arena,
		.notes = notes,
		.at = text,
		.no_join = text,
		.place = { .line = 1, .column = 1 },
		.token = arena_alloc(arena, INF_FIELD_MAX * 4 + 1),
	};
	return l->token ? 0 : PCIMSI_ERR_NOMEM;
}

int inf_lexer_next(struct inf_lexer *l, struct inf_item *ret)
{
	*ret = (struct inf_item){ .kind = INF_ITEM_END };
	for (;;) {
		l->segment = l->at;
		l->line = 0;
		skip_blanks(l);
		if (*l->at == ';')
			skip_to_line_end(l);
		if (*l->at != '\n')
			break;
		advance(l);
	}
	l->line = l->place.line;
	if (l->nomem)
		return PCIMSI_ERR_NOMEM;
	if (!*l->at)
		return 0;
	if (*l->at == '[')
		return read_header(l, ret);
	ret->kind = INF_ITEM_LINE;
	return read_line(l, &ret->line);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_inf_common.h"

#include "inf/lines.h"
#include "inf/survey.h"

/* Texts and expectations follow "General Syntax Rules for INF Files" and Wine's tests. */

struct lexing {
	struct arena arena;
	struct notes notes;
	struct seen_notes seen;
	struct inf_lexer lexer;
};

static void start(struct lexing *l, const char *text)
{
	memset(l, 0, sizeof(*l));
	l->notes.sink = (struct pcimsi_note_sink){ .call = see_note, .user = &l->seen };
	assert_int_equal(
		inf_lexer_start(&l->lexer, &l->arena, &l->notes, arena_strdup(&l->arena, text)), 0);
}

static struct inf_item next(struct lexing *l)
{
	struct inf_item item;

	assert_int_equal(inf_lexer_next(&l->lexer, &item), 0);
	return item;
}

static const struct {
	const char *text;
	const char *key;    /* NULL: none */
	const char *fields; /* with | between */
} lines[] = {
	{ .text = "k=v,w", .key = "k", .fields = "v|w" },
	{ .text = "k", .key = "k", .fields = "k" },
	{ .text = "k,v", .fields = "k|v" },
	{ .text = "p,q=r", .fields = "p|q=r" },
	{ .text = "=v", .key = "", .fields = "v" },
	{ .text = "k=", .key = "k", .fields = "" },
	{ .text = "k=u,,v", .key = "k", .fields = "u||v" },
	{ .text = "k=a=b", .key = "k", .fields = "a=b" },
	{ .text = "a b = c d", .key = "a b", .fields = "c d" },
	{ .text = " \t k\t=\tv\t,\tw\t", .key = "k", .fields = "v|w" },
	{ .text = "k=v,", .key = "k", .fields = "v|" },
	{ .text = "b,,,c", .fields = "b|||c" },
	{ .text = "one\\\n two=x", .key = "onetwo", .fields = "x" },
	{ .text = "ab \\\n cd=ef", .key = "abcd", .fields = "ef" },
	{ .text = "k=a \\ ; note\n b", .key = "k", .fields = "ab" },
	{ .text = "k=a \\ b", .key = "k", .fields = "a \\ b" },
	{ .text = "k=a\\", .key = "k", .fields = "a" },
	{ .text = "k=a\\ \t\\ \n b", .key = "k", .fields = "ab" },
	{ .text = "k=a,\\\n\tb,\\\n\tc", .key = "k", .fields = "a|b|c" },
	{ .text = "k=a\\\n\nb", .key = "k", .fields = "a" },
	{ .text = "k=a\\\n;b", .key = "k", .fields = "a" },
	{ .text = "k=a\\\n[b]", .key = "k", .fields = "a[b]" },
	{ .text = "k=a\\b\\c", .key = "k", .fields = "a\\b\\c" },
	{ .text = "k=a\\\\b", .key = "k", .fields = "a\\\\b" },
	{ .text = "k=a \\ ,b", .key = "k", .fields = "a \\|b" },
	{ .text = "k=\"x,y\"", .key = "k", .fields = "x,y" },
	{ .text = "k=p\"q\"r", .key = "k", .fields = "pqr" },
	{ .text = "k=\"a\"\"b\"", .key = "k", .fields = "a\"b" },
	{ .text = "k=\"\"\"\"", .key = "k", .fields = "\"" },
	{ .text = "k=\"\"", .key = "k", .fields = "" },
	{ .text = "k=a\"\"b", .key = "k", .fields = "ab" },
	{ .text = "k=\"  x  \"", .key = "k", .fields = "  x  " },
	{ .text = "k=\"x\" y  ", .key = "k", .fields = "x y" },
	{ .text = "k=x\",y", .key = "k", .fields = "x,y" },
	{ .text = "k=\"x\\", .key = "k", .fields = "x\\" },
	{ .text = "k=\"x\\\r\ny\"", .key = "k", .fields = "x\\" },
	{ .text = "k=\"x;y\" ; c", .key = "k", .fields = "x;y" },
	{ .text = "\"a=b\"=c", .key = "a=b", .fields = "c" },
	{ .text = "k='a,b'", .key = "k", .fields = "'a|b'" },
	{ .text = "k=%t;u%", .key = "k", .fields = "%t" },
	{ .text = "k=v ; c \\\nw", .key = "k", .fields = "v" },
	{ .text = "k=v\r\n", .key = "k", .fields = "v" },
	{ .text = "k=v\rw\r\r\n", .key = "k", .fields = "v\rw" },
	{ .text = "; c\n\n \t\r\n  k=v", .key = "k", .fields = "v" },
	{ .text = "#if X", .key = "#if X", .fields = "#if X" },
};

static void test_lines_as_setupapi_reads_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct lexing l;
		struct inf_item item;
		char fields[256] = "";

		start(&l, lines[i].text);
		item = next(&l);
		assert_int_equal(item.kind, INF_ITEM_LINE);
		for (uint32_t k = 0; k < item.line.n_fields; k++) {
			strcat(fields, k ? "|" : "");
			strcat(fields, item.line.fields[k].text);
		}
		assert_text(item.line.key, lines[i].key);
		assert_text(fields, lines[i].fields);
		arena_done(&l.arena);
	}
}

static const struct {
	const char *text;
	const char *name;
	enum inf_item_kind kind;
} headers[] = {
	{ .text = "[ A B ]", .name = " A B ", .kind = INF_ITEM_HEADER },
	{ .text = "[A]junk[B]", .name = "A", .kind = INF_ITEM_HEADER },
	{ .text = "[A[B]", .name = "A[B", .kind = INF_ITEM_HEADER },
	{ .text = " \t[A;\"\\ B] ; c", .name = "A;\"\\ B", .kind = INF_ITEM_HEADER },
	{ .text = "[]", .name = "", .kind = INF_ITEM_HEADER },
	{ .text = "[A", .name = "A", .kind = INF_ITEM_BAD_HEADER },
	{ .text = "[A \r\n]", .name = "A", .kind = INF_ITEM_BAD_HEADER },
};

static const struct {
	const char *text, *words; /* NULL: none */
	uint32_t at, column, line;
} comments[] = {
	{ "; pcimsi: waive GRA705 \t\r\nk=v", "waive GRA705", 1, 1, 0 },
	{ "\n  ;PCIMSI:x", "x", 2, 3, 0 },
	{ "k=v ; pcimsi: x ; y", "x ; y", 1, 5, 1 },
	{ "[s] ; pcimsi: x", "x", 1, 5, 1 },
	{ "k=v,\\\n w ; pcimsi: x", "x", 2, 4, 1 },
	{ "k=v, \\ ; pcimsi: x\n w", "x", 1, 8, 1 },
	{ "k=\"; pcimsi: x\"", NULL, 0, 0, 0 },
	{ "; for pcimsi: x", NULL, 0, 0, 0 },
	{ "; pcimsi waives it", NULL, 0, 0, 0 },
};

static void test_comments_for_us(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(comments) / sizeof(comments[0]); i++) {
		const struct pcimsi_annotation *annotation;
		struct lexing l;

		start(&l, comments[i].text);
		while (next(&l).kind != INF_ITEM_END)
			;
		assert_int_equal(l.lexer.annotations.count, comments[i].words != NULL);
		if (comments[i].words) {
			annotation = &l.lexer.annotations.items[0];
			assert_string_equal(annotation->words, comments[i].words);
			assert_int_equal(annotation->text[0], ';');
			assert_int_equal(annotation->place.line, comments[i].at);
			assert_int_equal(annotation->place.column, comments[i].column);
			assert_int_equal(annotation->line, comments[i].line);
		}
		arena_done(&l.arena);
	}
}

static void test_headers(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(headers); i++) {
		struct lexing l;
		struct inf_item item;

		start(&l, headers[i].text);
		item = next(&l);
		assert_int_equal(item.kind, headers[i].kind);
		assert_string_equal(item.name, headers[i].name);
		arena_done(&l.arena);
	}
}

static void assert_place(struct pcimsi_place place, uint32_t line, uint32_t column)
{
	assert_int_equal(place.line, line);
	assert_int_equal(place.column, column);
}

static void test_places_count_characters(void **state)
{
	struct lexing l;
	struct inf_item item;

	(void)state;
	start(&l, "\n  k\xc3\xa9\xe2\x82\xac = \"a\",, b \\\n\t c,d\n[S]\nx");
	item = next(&l);
	assert_place(item.line.place, 2, 3);
	assert_int_equal(item.line.n_fields, 4);
	assert_place(item.line.fields[0].place, 2, 9);
	assert_place(item.line.fields[1].place, 2, 13);
	assert_place(item.line.fields[2].place, 2, 15);
	assert_string_equal(item.line.fields[2].text, "bc");
	assert_place(item.line.fields[3].place, 3, 5);
	item = next(&l);
	assert_place(item.place, 4, 1);
	item = next(&l);
	assert_place(item.line.place, 5, 1);
	item = next(&l);
	assert_int_equal(item.kind, INF_ITEM_END);
	assert_true(l.lexer.non_ascii);
	arena_done(&l.arena);
}

/* What stands between the two places, with | where a line ends. */
static const char *between(const char *text, struct pcimsi_place from, struct pcimsi_place to,
			   char buffer[64])
{
	struct pcimsi_place at = { .line = 1, .column = 1 };
	size_t length = 0;

	for (; *text; text++) {
		if (at.line == to.line && at.column == to.column)
			break;
		if (at.line > from.line || (at.line == from.line && at.column >= from.column))
			buffer[length++] = *text == '\n' ? '|' : *text;
		at.column++;
		if (*text == '\n')
			at = (struct pcimsi_place){ .line = at.line + 1, .column = 1 };
	}
	buffer[length] = '\0';
	return buffer;
}

static const struct {
	const char *line;
	const char *fields[6];
	bool continued;
} spans[] = {
	{ .line = "HKR,\"a\\b\",c,0x1,2", .fields = { "HKR", "\"a\\b\"", "c", "0x1", "2" } },
	{ .line = " HKR , x y ,,1 ; note", .fields = { "HKR", "x y", "", "1" } },
	{ .line = "\"a,b\"\"c\",d", .fields = { "\"a,b\"\"c\"", "d" } },
	{ .line = "AddReg = A, B", .fields = { "A", "B" } },
	{ .line = "k = p\"q, r\" s  ,t\t", .fields = { "p\"q, r\" s", "t" } },
	{ .line = "a,\"open,b", .fields = { "a", "\"open,b" } },
	{ .line = "a,\"open \r\r\nb", .fields = { "a", "\"open " } },
	{ .line = "a, b  \r\n", .fields = { "a", "b" } },
	{ .line = "a\\b,c\\d", .fields = { "a\\b", "c\\d" } },
	{ .line = "k=", .fields = { "" } },
	{ .line = "a, b, \\", .fields = { "a", "b", "" }, .continued = true },
	{ .line = "a, b \\ ; c\n, d", .fields = { "a", "b", "d" }, .continued = true },
	{ .line = "a, b \\\n  c, d", .fields = { "a", "b \\|  c", "d" }, .continued = true },
	{ .line = "a, \"b\"\\\n\"c\", d",
	  .fields = { "a", "\"b\"\\|\"c\"", "d" },
	  .continued = true },
};

static void test_fields_have_ends(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(spans); i++) {
		struct lexing l;
		struct inf_item item;
		uint32_t n = 0;

		start(&l, spans[i].line);
		item = next(&l);
		while (n < 6 && spans[i].fields[n])
			n++;
		assert_int_equal(item.line.n_fields, n);
		assert_int_equal(item.line.continued, spans[i].continued);
		for (uint32_t k = 0; k < n; k++) {
			const struct pcimsi_inf_field *field = &item.line.fields[k];
			char text[64];

			assert_string_equal(between(spans[i].line, field->place, field->end, text),
					    spans[i].fields[k]);
		}
		arena_done(&l.arena);
	}
}

/* In characters, however many bytes they are. */
static void test_ends_in_utf16(void **state)
{
	static const char text[] = "[Version]\nSignature=\"$Windows NT$\"\n[x]\nHKR,\"k\", N ,1\n";
	unsigned char bytes[2 * sizeof(text)] = { 0xff, 0xfe };
	const struct inf_line *line;
	struct pcimsi_inf *inf;

	(void)state;
	for (size_t i = 0; i < sizeof(text) - 1; i++)
		bytes[2 + 2 * i] = (unsigned char)text[i];
	/* A character of two units, which is one column. */
	memcpy(bytes + 2 + 2 * (strchr(text, 'k') - text), "\x3d\xd8", 2);
	memmove(bytes + 2 + 2 * (strchr(text, 'k') - text) + 4,
		bytes + 2 + 2 * (strchr(text, 'k') - text) + 2,
		2 * strlen(strchr(text, 'k') + 1) - 2);
	memcpy(bytes + 2 + 2 * (strchr(text, 'k') - text) + 2, "\x00\xde", 2);
	inf = open_bytes(bytes, 2 * sizeof(text) - 2, NULL);
	line = inf_find_line(inf, 4);
	assert_non_null(line);
	assert_int_equal(line->n_fields, 4);
	assert_place(line->fields[1].place, 4, 5);
	assert_place(line->fields[1].end, 4, 8);
	assert_place(line->fields[2].place, 4, 10);
	assert_place(line->fields[2].end, 4, 11);
	assert_null(inf_find_line(inf, 3));
	pcimsi_inf_close(inf);
}

static void test_text_is_kept(void **state)
{
	struct lexing l;

	(void)state;
	start(&l, "  k = \"v\" ; c\r\na=b, \\ ; gone\r\n  c ; kept\nend");
	assert_string_equal(next(&l).line.text, "  k = \"v\" ; c");
	assert_string_equal(next(&l).line.text, "a=b,c ; kept");
	assert_string_equal(next(&l).line.text, "end");
	assert_false(l.lexer.non_ascii);
	arena_done(&l.arena);
}

static void test_unterminated_quote_is_told(void **state)
{
	struct lexing l;

	(void)state;
	start(&l, "a=\"b\nc=\"d\"\n");
	assert_true(next(&l).line.unterminated_quote);
	assert_false(next(&l).line.unterminated_quote);
	assert_int_equal(l.seen.count[PCIMSI_NOTE_INF_UNTERMINATED_QUOTE], 1);
	assert_place(l.seen.last[PCIMSI_NOTE_INF_UNTERMINATED_QUOTE], 1, 3);
	arena_done(&l.arena);
}

static void test_semicolon_inside_percent_signs_is_told(void **state)
{
	static const struct {
		const char *text;
		unsigned notes;
	} cases[] = {
		{ .text = "k=%t;u%", .notes = 1 },   { .text = "k=50% ; is 20% more", .notes = 0 },
		{ .text = "k=%t% ;u%", .notes = 0 }, { .text = "k=%t;u", .notes = 0 },
		{ .text = "k=a;%u%", .notes = 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct lexing l;

		start(&l, cases[i].text);
		next(&l);
		assert_int_equal(l.seen.count[PCIMSI_NOTE_INF_PERCENT_COMMENT], cases[i].notes);
		arena_done(&l.arena);
	}
}

/* 4096 characters with the NUL; a character of two bytes counts once. */
static void test_long_field_is_cut(void **state)
{
	char text[2 * 4096 + 8];
	struct lexing l;
	size_t n = 0;

	(void)state;
	text[n++] = 'k';
	text[n++] = '=';
	for (int i = 0; i < 4096; i++) {
		text[n++] = '\xc3';
		text[n++] = '\xa9';
	}
	strcpy(text + n, ",x");
	start(&l, text);
	struct inf_item item = next(&l);

	assert_int_equal(item.line.n_fields, 2);
	assert_int_equal(strlen(item.line.fields[0].text), 2 * 4095);
	assert_string_equal(item.line.fields[1].text, "x");
	assert_int_equal(l.seen.count[PCIMSI_NOTE_INF_FIELD_LONG], 1);
	arena_done(&l.arena);
	/* One less is whole. */
	memmove(text + 2, text + 4, strlen(text + 4) + 1);
	start(&l, text);
	item = next(&l);
	assert_int_equal(strlen(item.line.fields[0].text), 2 * 4095);
	assert_int_equal(l.seen.count[PCIMSI_NOTE_INF_FIELD_LONG], 0);
	arena_done(&l.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines_as_setupapi_reads_them),
		cmocka_unit_test(test_comments_for_us),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_places_count_characters),
		cmocka_unit_test(test_fields_have_ends),
		cmocka_unit_test(test_ends_in_utf16),
		cmocka_unit_test(test_text_is_kept),
		cmocka_unit_test(test_unterminated_quote_is_told),
		cmocka_unit_test(test_semicolon_inside_percent_signs_is_told),
		cmocka_unit_test(test_long_field_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

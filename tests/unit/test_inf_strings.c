/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_inf_common.h"

#include "inf/inf_priv.h"

static const char strings[] = VERSION "[Strings]\n"
				      "t=abc\n"
				      "a=1\n"
				      "b=2\n"
				      "foo=\"a, b\"\n"
				      "nest=%a%\n"
				      "twice=first\n"
				      "Twice=second\n"
				      "comma=x,y\n"
				      "semi=x ; c\n"
				      "empty=\n"
				      "alone\n"
				      "half%%way=50%%\n"
				      "12=twelve\n"
				      "[strings]\n"
				      "later=z\n"
				      "[Strings.0407]\n"
				      "a=eins\n"
				      "only=nur\n";

static const struct {
	const char *raw;
	const char *text;
	const char *undefined;
} expansions[] = {
	{ .raw = "", .text = "" },
	{ .raw = "plain", .text = "plain" },
	{ .raw = "%t%", .text = "abc" },
	{ .raw = "%T%", .text = "abc" },
	{ .raw = "x%t%y", .text = "xabcy" },
	{ .raw = "%none%", .text = "%none%", .undefined = "none" },
	{ .raw = "%none%%t%%more%", .text = "%none%abc%more%", .undefined = "none" },
	{ .raw = "100%%", .text = "100%" },
	{ .raw = "%%t%%", .text = "%t%" },
	{ .raw = "%a%%b%", .text = "12" },
	{ .raw = "50% off", .text = "50% off" },
	{ .raw = "%t", .text = "%t" },
	{ .raw = "%a%%", .text = "1%" },
	{ .raw = "% t %", .text = "% t %", .undefined = " t " },
	{ .raw = "%foo%", .text = "a, b" },
	{ .raw = "%nest%", .text = "%a%" },
	{ .raw = "x%nest%", .text = "x%a%" },
	{ .raw = "%twice%", .text = "first" },
	{ .raw = "%comma%", .text = "x" },
	{ .raw = "%semi%", .text = "x" },
	{ .raw = "x%empty%y", .text = "xy" },
	{ .raw = "%alone%", .text = "alone" },
	{ .raw = "%12%\\x", .text = "twelve\\x" },
	{ .raw = "%13%\\x", .text = "%13%\\x" },
	{ .raw = "%later%", .text = "z" },
	{ .raw = "%only%", .text = "%only%", .undefined = "only" },
};

static void test_expansion(void **state)
{
	struct pcimsi_inf *inf = open_text(strings);

	(void)state;
	for (size_t i = 0; i < COUNT(expansions); i++) {
		struct inf_expansion expansion;

		assert_int_equal(
			inf_expand(&inf->arena, &inf->strings, expansions[i].raw, &expansion), 0);
		assert_string_equal(expansion.text, expansions[i].text);
		assert_text(expansion.undefined, expansions[i].undefined);
	}
	pcimsi_inf_close(inf);
}

static void test_doubled_percent_in_a_key(void **state)
{
	struct pcimsi_inf *inf = open_text(strings);

	(void)state;
	assert_text(inf_string(&inf->strings, "half%way", 8), "50%%");
	assert_null(inf_string(&inf->strings, "half", 4));
	pcimsi_inf_close(inf);
}

static void test_quotes_go_before_percent_signs_pair(void **state)
{
	struct pcimsi_inf *inf = open_text(VERSION "[Strings]\nfoo=aha\n[S]\nk=%f\"o\"o%\n");
	const struct inf_section *section = inf_section_find(&inf->sections, "s");

	(void)state;
	assert_non_null(section);
	assert_string_equal(inf_expanded(inf, section->lines[0].fields[0].text), "aha");
	pcimsi_inf_close(inf);
}

static void test_keys_are_expanded(void **state)
{
	struct pcimsi_inf *inf = open_text(VERSION "[Strings]\nt=abc\n[S]\n%t%=1\n");
	const struct inf_section *section = inf_section_find(&inf->sections, "S");

	(void)state;
	assert_true(inf_key_is(inf, &section->lines[0], "ABC"));
	assert_false(inf_key_is(inf, &section->lines[0], "%t%"));
	pcimsi_inf_close(inf);
}

static void test_languages_are_kept_apart(void **state)
{
	struct pcimsi_inf *inf = open_text(strings);

	(void)state;
	assert_int_equal(inf->strings.n_languages, 1);
	assert_int_equal(inf->strings.languages[0].id, 0x0407);
	assert_text(inf_language_string(&inf->strings.languages[0], "A", 1), "eins");
	assert_null(inf_language_string(&inf->strings.languages[0], "t", 1));
	pcimsi_inf_close(inf);
}

/* Each field may be 4095 characters of tokens of 4095 characters each. */
static void test_expansion_is_bounded(void **state)
{
	static char text[64 + 4095 + 16], raw[4095 + 1];
	struct inf_expansion expansion;
	struct pcimsi_inf *inf;

	(void)state;
	strcpy(text, VERSION "[Strings]\na=");
	memset(text + strlen(text), 'v', 4095);
	inf = open_text(text);
	for (int i = 0; i < 4095; i += 3)
		memcpy(raw + i, "%a%", 3);
	assert_int_equal(inf_expand(&inf->arena, &inf->strings, raw, &expansion), 0);
	assert_int_equal(strlen(expansion.text), 4095);
	for (int i = 0; i < 20000; i++)
		inf_expand(&inf->arena, &inf->strings, raw, &expansion);
	assert_true(inf->strings.exhausted);
	assert_string_equal(expansion.text, raw);
	assert_true(inf->arena.used < 2 * INF_EXPANSION_MAX);
	pcimsi_inf_close(inf);
}

static void test_tokens_of_a_text(void **state)
{
	const char *text = "50%%%a% x%bc%%";
	size_t length = 0;

	(void)state;
	text = inf_next_token(text, &length);
	assert_int_equal(length, 1);
	assert_memory_equal(text, "a", 1);
	text = inf_next_token(text + length + 1, &length);
	assert_int_equal(length, 2);
	assert_memory_equal(text, "bc", 2);
	assert_null(inf_next_token(text + length + 1, &length));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_expansion),
		cmocka_unit_test(test_doubled_percent_in_a_key),
		cmocka_unit_test(test_quotes_go_before_percent_signs_pair),
		cmocka_unit_test(test_keys_are_expanded),
		cmocka_unit_test(test_languages_are_kept_apart),
		cmocka_unit_test(test_expansion_is_bounded),
		cmocka_unit_test(test_tokens_of_a_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include <ctype.h>
#include <string.h>

#include "report/example.h"
#include "report/rules_page.h"

#include <pcimsi/catalogue.h>

/* `pcimsi explain` shows what a finding says, of the example in the row of its rule. */

/* A {parameter} that nothing was put in place of; a GUID in a key is none. */
static bool has_parameter(const char *text)
{
	while ((text = strchr(text, '{')))
		if (islower((unsigned char)*++text) || *text == '}')
			return true;
	return false;
}

static void every_parameter_has_an_example(void **state)
{
	uint32_t count;
	const struct pcimsi_rule *rules = pcimsi_rules(&count);

	(void)state;
	for (uint32_t i = 0; i < count; i++) {
		const char *const *example = rules[i].example;
		const struct pcimsi_parameter *param = rules[i].params;

		for (; param && param->name && example && *example; param++)
			example++;
		if ((param && param->name) || (example && *example))
			fail_msg("%s: one value for each parameter", rules[i].id);
	}
}

static void no_rule_shows_a_parameter(void **state)
{
	uint32_t count, shown = 0;
	const struct pcimsi_rule *rules = pcimsi_rules(&count);

	(void)state;
	for (uint32_t i = 0; i < count; i++) {
		char *message = example_message(&rules[i]), *advice = example_advice(&rules[i]);

		assert_non_null(message);
		assert_non_null(advice);
		if (has_parameter(message) || has_parameter(advice))
			fail_msg("%s: %s %s", rules[i].id, message, advice);
		shown += has_parameter(rules[i].message);
		free(message);
		free(advice);
	}
	assert_true(shown > 100);
}

static void says(const char *id, const char *message, const char *advice)
{
	char *said = example_message(pcimsi_rule_find(id));
	char *advised = example_advice(pcimsi_rule_find(id));

	assert_string_equal(said, message);
	assert_string_equal(advised, advice);
	free(said);
	free(advised);
}

/* A number, a count, words, bits, functions with what they have, a sum of losses. */
static void values_read_as_in_a_report(void **state)
{
	(void)state;
	says("GRA703",
	     "MessageNumberLimit 64 can never be reached: the MSI-X table has 32 entries.",
	     "Write 32, or leave MessageNumberLimit out.");
	says("MSI201",
	     "Multiple Message Capable is 110, a reserved code: the number of messages is undefined.",
	     "Correct Message Control bits 3:1.");
	says("GRA714",
	     "capture.txt: expected requests come to 256 messages; about 200 vectors for devices are "
	     "there, of 1 processor. Most: 0000:01:00.0 256.",
	     "Lower the limits of those that ask most, or reckon with the fallback.");
	says("MAT606",
	     "[Dev] serves 0000:00:01.0 with 4 MSI messages and 0000:00:02.0 with 32 MSI-X messages: "
	     "no single limit fits both.",
	     "Leave MessageNumberLimit out, which fits both.");
	says("CAP110", "From capture.txt:4 on, 2 rows cut short, 1 row dropped.",
	     "Look at the notes, and capture again if the bytes matter.");
}

/* A value of the wrong kind reads as a text: "0x60" of a count, a word that the row does not have.
 */
static void words_are_words_and_numbers_numbers(void **state)
{
	uint32_t count;
	const struct pcimsi_rule *rules = pcimsi_rules(&count);

	(void)state;
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t k = 0; rules[i].example && rules[i].example[k]; k++) {
			const struct pcimsi_parameter *param = &rules[i].params[k];
			const char *const *word = param->words, *text = rules[i].example[k];

			while (word && *word && strcmp(*word, text) != 0)
				word++;
			if (param->kind == PCIMSI_PARAM_WORD && !*word && strcmp(text, "none") != 0)
				fail_msg("%s: %s has no word %s", rules[i].id, param->name, text);
			if (param->kind == PCIMSI_PARAM_COUNT && !isdigit((unsigned char)*text))
				fail_msg("%s: %s is no count: %s", rules[i].id, param->name, text);
		}
}

static void a_rule_has_its_place_in_a_page(void **state)
{
	static const char end[] = "/pcimsi/pcimsi-rules.html#GRA703";
	char buffer[RULES_PAGE_URL];
	const char *url = rules_page_url(pcimsi_rule_find("GRA703"), buffer);

	(void)state;
	assert_memory_equal(url, "file:///", 8);
	assert_string_equal(url + strlen(url) - strlen(end), end);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_parameter_has_an_example),
		cmocka_unit_test(no_rule_shows_a_parameter),
		cmocka_unit_test(values_read_as_in_a_report),
		cmocka_unit_test(words_are_words_and_numbers_numbers),
		cmocka_unit_test(a_rule_has_its_place_in_a_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include <string.h>

#include <pcimsi/run.h>

/* The catalogue itself. That every rule has cases is for tests/rules/check_rules.c. */

/* In the order of the catalogue, with the number of the first rule. */
static const struct {
	const char *name;
	int first;
} families[] = {
	{ "CAP", 101 }, { "MSI", 201 }, { "MSX", 301 }, { "INT", 351 },
	{ "INF", 401 }, { "AFF", 501 }, { "MAT", 601 }, { "GRA", 701 },
	{ "LNX", 801 }, { "REG", 901 }, { "POL", 951 }, { "WIN", 961 },
};

/* An id is for ever: a family without one of its numbers has lost a rule. */
static void ids_have_no_gaps(void **state)
{
	const size_t n_families = sizeof(families) / sizeof(families[0]);
	uint32_t count, i = 0;
	const struct pcimsi_rule *rules = pcimsi_rules(&count);

	(void)state;
	for (size_t family = 0; family < n_families; family++) {
		char id[8];
		int number = families[family].first;

		for (; i < count && memcmp(rules[i].id, families[family].name, 3) == 0; i++) {
			snprintf(id, sizeof(id), "%s%d", families[family].name, number++);
			assert_string_equal(rules[i].id, id);
		}
		assert_true(number > families[family].first);
	}
	assert_int_equal(i, count);
}

static void rules_are_found_by_id_and_slug(void **state)
{
	uint32_t count;
	const struct pcimsi_rule *rules = pcimsi_rules(&count);

	(void)state;
	for (uint32_t i = 0; i < count; i++) {
		assert_ptr_equal(pcimsi_rule_find(rules[i].id), &rules[i]);
		assert_ptr_equal(pcimsi_rule_find(rules[i].slug), &rules[i]);
	}
}

static void ends_as_a_sentence(const char *text)
{
	size_t length = strlen(text);

	assert_true(length > 5);
	assert_true(strchr(".!?)}", text[length - 1]));
}

/* What is said of Windows is said with how sure that is, and where it is from. */
static void every_rule_explains_itself(void **state)
{
	uint32_t count;
	const struct pcimsi_rule *rules = pcimsi_rules(&count);

	(void)state;
	for (uint32_t i = 0; i < count; i++) {
		assert_memory_equal(pcimsi_family_name(rules[i].family), rules[i].id, 4 - 1);
		assert_true(strlen(rules[i].title) > 10);
		ends_as_a_sentence(rules[i].message);
		ends_as_a_sentence(rules[i].why);
		ends_as_a_sentence(rules[i].advice);
		assert_true(strlen(rules[i].source) > 5);
		assert_true(strlen(rules[i].since) > 2);
		assert_int_equal((rules[i].needs | rules[i].whole) >> PCIMSI_NEED_COUNT, 0);
		assert_true(*pcimsi_confidence_name(rules[i].confidence));
		assert_true(*pcimsi_class_name(rules[i].class_));
	}
}

/* What is not known for all subjects of a rule is no need of it. */
static void needs_are_of_the_subject(void **state)
{
	const uint32_t of_install = PCIMSI_NEED_SUPPORTED | PCIMSI_NEED_LIMIT | PCIMSI_NEED_POLICY |
				    PCIMSI_NEED_PRIORITY | PCIMSI_NEED_MASK;
	const uint32_t of_inf = of_install | PCIMSI_NEED_ACCEPTED_INF;
	const uint32_t of_run = PCIMSI_NEED_CPUS | PCIMSI_NEED_REGISTRY | PCIMSI_NEED_GRANTED_GIVEN;
	const uint32_t of_function = (UINT32_C(1) << PCIMSI_NEED_COUNT) - 1 - of_inf - of_run;
	const uint32_t known[] = {
		[PCIMSI_SUBJECT_FUNCTION] = of_run | of_function,
		[PCIMSI_SUBJECT_INF] = of_run | PCIMSI_NEED_ACCEPTED_INF,
		[PCIMSI_SUBJECT_INSTALL] = of_run | of_inf,
		[PCIMSI_SUBJECT_VERDICT] = of_run | of_inf | of_function,
		[PCIMSI_SUBJECT_RUN] = of_run,
		[PCIMSI_SUBJECT_POLICY] = of_run,
	};
	uint32_t count;
	const struct pcimsi_rule *rules = pcimsi_rules(&count);

	(void)state;
	for (uint32_t i = 0; i < count; i++)
		assert_int_equal((rules[i].needs | rules[i].whole) & ~known[rules[i].subject], 0);
}

static void what_is_no_word_has_none(void **state)
{
	(void)state;
	assert_string_equal(pcimsi_severity_name((enum pcimsi_severity)99), "");
	assert_string_equal(pcimsi_class_name((enum pcimsi_class)99), "");
	assert_string_equal(pcimsi_confidence_name((enum pcimsi_confidence)99), "");
	assert_string_equal(pcimsi_mode_name((enum pcimsi_mode)99), "");
	assert_string_equal(pcimsi_reason_text(PCIMSI_REASON_COUNT), "");
	assert_string_equal(pcimsi_reason_name(PCIMSI_REASON_COUNT), "");
	assert_string_equal(pcimsi_family_name((enum pcimsi_family)99), "");
	assert_string_equal(pcimsi_need_name((enum pcimsi_need)0), "");
	assert_string_equal(pcimsi_need_text((enum pcimsi_need)0), "");
	for (int i = 0; i < PCIMSI_NEED_COUNT; i++) {
		assert_true(*pcimsi_need_name((enum pcimsi_need)(1 << i)));
		assert_true(*pcimsi_need_text((enum pcimsi_need)(1 << i)));
	}
	for (int i = 0; i < PCIMSI_REASON_COUNT; i++) {
		assert_true(*pcimsi_reason_text((enum pcimsi_reason)i));
		assert_true(*pcimsi_reason_name((enum pcimsi_reason)i));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_have_no_gaps),
		cmocka_unit_test(rules_are_found_by_id_and_slug),
		cmocka_unit_test(every_rule_explains_itself),
		cmocka_unit_test(needs_are_of_the_subject),
		cmocka_unit_test(what_is_no_word_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

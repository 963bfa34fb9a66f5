/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include <pcimsi/rules.h>

/* The catalogue itself. That every rule has cases is for tests/rules/check_rules.c. */

static const struct pcimsi_rule *all(uint32_t *ret_count)
{
	const struct pcimsi_rule *rules = pcimsi_rules(ret_count);

	assert_true(*ret_count >= 134);
	return rules;
}

static void ids_are_in_order_and_slugs_are_their_own(void **state)
{
	uint32_t count;
	const struct pcimsi_rule *rules = all(&count);

	(void)state;
	for (uint32_t i = 0; i < count; i++) {
		assert_int_equal(strlen(rules[i].id), 6);
		assert_ptr_equal(pcimsi_rule_find(rules[i].id), &rules[i]);
		assert_ptr_equal(pcimsi_rule_find(rules[i].slug), &rules[i]);
		/* Within a family ids go up. */
		if (i && memcmp(rules[i].id, rules[i - 1].id, 3) == 0)
			assert_true(strcmp(rules[i].id, rules[i - 1].id) > 0);
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
	const struct pcimsi_rule *rules = all(&count);

	(void)state;
	for (uint32_t i = 0; i < count; i++) {
		assert_true(strlen(rules[i].title) > 10);
		ends_as_a_sentence(rules[i].message);
		ends_as_a_sentence(rules[i].why);
		ends_as_a_sentence(rules[i].advice);
		assert_true(strlen(rules[i].source) > 5);
		assert_true(strlen(rules[i].needs) > 2);
		assert_true(*pcimsi_confidence_name(rules[i].confidence));
		assert_true(*pcimsi_class_name(rules[i].class_));
	}
}

static void what_is_no_word_has_none(void **state)
{
	(void)state;
	assert_string_equal(pcimsi_severity_name((enum pcimsi_severity)99), "");
	assert_string_equal(pcimsi_class_name((enum pcimsi_class)99), "");
	assert_string_equal(pcimsi_confidence_name((enum pcimsi_confidence)99), "");
	assert_string_equal(pcimsi_mode_name((enum pcimsi_mode)99), "");
	assert_string_equal(pcimsi_reason_text(PCIMSI_REASON_COUNT), "");
	for (int i = 0; i < PCIMSI_REASON_COUNT; i++)
		assert_true(*pcimsi_reason_text((enum pcimsi_reason)i));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_are_in_order_and_slugs_are_their_own),
		cmocka_unit_test(every_rule_explains_itself),
		cmocka_unit_test(what_is_no_word_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

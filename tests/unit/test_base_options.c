/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pcimsi/pcimsi.h>

#include "base/options.h"

struct old {
	size_t size;
	size_t first;
};

struct now {
	size_t size;
	size_t first, second;
};

static void what_an_older_caller_lacks_is_zero(void **state)
{
	const struct old old = { .size = sizeof(old), .first = 7 };
	struct now own = { .second = 9 };

	(void)state;
	assert_true(OPTIONS_TAKE(&own, &old));
	assert_int_equal(own.first, 7);
	assert_int_equal(own.second, 0);
	assert_int_equal(own.size, sizeof(own));
}

static void what_a_newer_caller_has_is_left_out(void **state)
{
	const struct now given = { .size = sizeof(given), .first = 7, .second = 8 };
	struct {
		struct old own;
		size_t behind;
	} room = { .behind = 5 };

	(void)state;
	assert_true(options_take(&room.own, sizeof(room.own), &given));
	assert_int_equal(room.own.first, 7);
	assert_int_equal(room.behind, 5);
}

static void nothing_is_all_defaults(void **state)
{
	struct now own = { .first = 1, .second = 2 };

	(void)state;
	assert_true(OPTIONS_TAKE(&own, NULL));
	assert_int_equal(own.first, 0);
	assert_int_equal(own.second, 0);
}

/* Every call with options tells those that were not initialised. */
static void forgotten_options_are_refused(void **state)
{
	const struct pcimsi_capture_options capture_options = { 0 };
	const struct pcimsi_inf_options inf_options = { .size = 0 };
	const struct pcimsi_policy_options policy_options = { .size = 0 };
	const struct pcimsi_check_options check_options = { .size = 0 };
	const struct pcimsi_suggest_options suggest_options = { .size = 0 };
	const struct pcimsi_run run = { .n_infs = 0 };
	struct pcimsi_capture *capture;
	struct pcimsi_suggest *suggest;
	struct pcimsi_policy *policy;
	const char *detail;
	struct pcimsi_inf *inf;

	(void)state;
	assert_int_equal(pcimsi_capture_open("/dev/null", &capture_options, &capture, &detail),
			 PCIMSI_ERR_USAGE);
	assert_int_equal(pcimsi_capture_open_live(&capture_options, &capture, &detail),
			 PCIMSI_ERR_USAGE);
	assert_int_equal(pcimsi_inf_open("x", "[x]", 3, &inf_options, &inf), PCIMSI_ERR_USAGE);
	assert_int_equal(pcimsi_policy_open("x", "", 0, &policy_options, &policy),
			 PCIMSI_ERR_USAGE);
	assert_null(pcimsi_check_new(&check_options));
	assert_int_equal(pcimsi_suggest_new(&run, &suggest_options, &suggest), PCIMSI_ERR_USAGE);
}

static void options_that_were_initialised_are_taken(void **state)
{
	struct pcimsi_check_options options;
	struct pcimsi_check *check;

	(void)state;
	pcimsi_check_options_init(&options);
	assert_int_equal(options.size, sizeof(options));
	assert_int_equal(options.cpus, 0);
	check = pcimsi_check_new(&options);
	assert_non_null(check);
	pcimsi_check_free(check);
	check = pcimsi_check_new(NULL);
	assert_non_null(check);
	pcimsi_check_free(check);
}

static void the_library_tells_its_version(void **state)
{
	(void)state;
	assert_string_equal(pcimsi_version(), PCIMSI_VERSION);
	assert_int_equal(pcimsi_abi_version(), PCIMSI_ABI_VERSION);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_an_older_caller_lacks_is_zero),
		cmocka_unit_test(what_a_newer_caller_has_is_left_out),
		cmocka_unit_test(nothing_is_all_defaults),
		cmocka_unit_test(forgotten_options_are_refused),
		cmocka_unit_test(options_that_were_initialised_are_taken),
		cmocka_unit_test(the_library_tells_its_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

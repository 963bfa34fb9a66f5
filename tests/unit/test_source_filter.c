/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pcimsi/capture.h>

#include "caps/decode.h"
#include "config.h"

/* 0001:03:1f.2, an AHCI controller 8086:2922. */
static struct pcimsi_function controller(struct config *c)
{
	struct pcimsi_function function;

	config_endpoint(c, 0x8086, 0x2922);
	config_u8(c, 0x09, 0x01);
	config_u16(c, 0x0a, 0x0106);
	c->raw.slot = (struct pcimsi_slot){ .domain = 1, .bus = 3, .device = 0x1f, .function = 2 };
	pcimsi_function_decode(&c->raw, &function);
	return function;
}

struct filter_case {
	const char *text;
	bool id;    /* -d, else -s */
	int result; /* 1 matches, 0 does not, -1 is refused */
};

static const struct filter_case filter_cases[] = {
	{ .text = "", .result = 1 },
	{ .text = "1f", .result = 1 },
	{ .text = "1f.2", .result = 1 },
	{ .text = ".2", .result = 1 },
	{ .text = ".", .result = 1 },
	{ .text = "3:", .result = 1 },
	{ .text = "03:1f.2", .result = 1 },
	{ .text = "1:03:1f.2", .result = 1 },
	{ .text = "00000001:*:*.*", .result = 1 },
	{ .text = "0:", .result = 0 },
	{ .text = "0::", .result = 0 },
	{ .text = "1::", .result = 1 },
	{ .text = "1e", .result = 0 },
	{ .text = ".3", .result = 0 },
	{ .text = "0:03:1f.2", .result = 0 },
	{ .text = "20", .result = -1 },
	{ .text = ".8", .result = -1 },
	{ .text = "100:0.0", .result = -1 },
	{ .text = "1:2:3:4", .result = -1 },
	{ .text = "x", .result = -1 },
	{ .text = "0.0:1", .result = -1 },
	{ .text = "8086:", .id = true, .result = 1 },
	{ .text = ":2922", .id = true, .result = 1 },
	{ .text = "8086:2922", .id = true, .result = 1 },
	{ .text = "*:*", .id = true, .result = 1 },
	{ .text = "8086:2923", .id = true, .result = 0 },
	{ .text = "::0106", .id = true, .result = 1 },
	{ .text = "::01xx", .id = true, .result = 1 },
	{ .text = "::0200", .id = true, .result = 0 },
	{ .text = "::0106:01", .id = true, .result = 1 },
	{ .text = "::0106:02", .id = true, .result = 0 },
	{ .text = ":::01", .id = true, .result = 1 },
	{ .text = "8086", .id = true, .result = -1 },
	{ .text = "18086:", .id = true, .result = -1 },
	{ .text = "::01060", .id = true, .result = -1 },
	{ .text = "::0106:01:0", .id = true, .result = -1 },
	{ .text = "80g6:", .id = true, .result = -1 },
};

static void the_grammar_is_that_of_lspci(void **state)
{
	struct config c;
	struct pcimsi_function function = controller(&c);

	(void)state;
	for (unsigned i = 0; i < sizeof(filter_cases) / sizeof(filter_cases[0]); i++) {
		const struct filter_case *t = &filter_cases[i];
		struct pcimsi_filter filter, before;
		int err;

		pcimsi_filter_init(&filter);
		before = filter;
		err = t->id ? pcimsi_filter_parse_id(&filter, t->text)
			    : pcimsi_filter_parse_slot(&filter, t->text);
		if (err != (t->result < 0 ? PCIMSI_ERR_USAGE : 0))
			print_message("%s\n", t->text);
		assert_int_equal(err, t->result < 0 ? PCIMSI_ERR_USAGE : 0);
		if (err)
			assert_memory_equal(&filter, &before, sizeof(filter));
		else if (pcimsi_filter_matches(&filter, &function) != t->result)
			fail_msg("%s", t->text);
	}
}

static void ids_that_were_not_captured_match_no_id(void **state)
{
	struct config c;
	struct pcimsi_function function;
	struct pcimsi_filter filter;

	(void)state;
	controller(&c);
	config_hide(&c, 0, 16);
	pcimsi_function_decode(&c.raw, &function);
	pcimsi_filter_init(&filter);
	assert_true(pcimsi_filter_matches(&filter, &function));
	assert_int_equal(pcimsi_filter_parse_id(&filter, "0000:"), 0);
	assert_false(pcimsi_filter_matches(&filter, &function));
	pcimsi_filter_init(&filter);
	assert_int_equal(pcimsi_filter_parse_id(&filter, "::0000"), 0);
	assert_false(pcimsi_filter_matches(&filter, &function));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_grammar_is_that_of_lspci),
		cmocka_unit_test(ids_that_were_not_captured_match_no_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pcimsi/grant.h>

/* What the hardware has; 0: the capability is absent. */
struct hardware {
	uint16_t table; /* MSI-X entries */
	uint8_t msi;    /* messages */
	uint8_t pin;
	bool cut_short; /* nothing of the capabilities was captured */
};

/* What the INF leaves; -1: nothing. */
struct settings {
	int supported, limit;
	bool supported_is_text, limit_is_text, incomplete;
};

struct expected {
	enum pcimsi_mode mode;
	int requested; /* -1: not known */
	enum pcimsi_fallback fallback;
	enum pcimsi_confidence confidence;
};

static const struct grant_case {
	const char *name;
	struct settings inf;
	struct hardware hw;
	struct expected want;
	uint32_t major, minor; /* 0: Windows 10 */
} cases[] = {
	{ .name = "never written: the line",
	  .inf = { .supported = -1, .limit = -1 },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_INTX, 0, PCIMSI_FALLBACK_NONE, PCIMSI_OBSERVED } },
	{ .name = "never written and no pin: nothing",
	  .inf = { .supported = -1, .limit = -1 },
	  .hw = { .table = 32 },
	  .want = { PCIMSI_MODE_NONE, 0, PCIMSI_FALLBACK_NONE, PCIMSI_INFERRED } },
	{ .name = "0: the line",
	  .inf = { .supported = 0, .limit = -1 },
	  .hw = { .msi = 4, .pin = 1 },
	  .want = { PCIMSI_MODE_INTX, 0, PCIMSI_FALLBACK_NONE, PCIMSI_OBSERVED } },
	{ .name = "0 with a limit: the line, and the limit is dead",
	  .inf = { .supported = 0, .limit = 4 },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_INTX, 0, PCIMSI_FALLBACK_NONE, PCIMSI_OBSERVED } },
	{ .name = "1, no limit, MSI-X: the whole table",
	  .inf = { .supported = 1, .limit = -1 },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 32, PCIMSI_FALLBACK_ONE_OR_INTX, PCIMSI_INFERRED } },
	{ .name = "1, limit below the table: the limit",
	  .inf = { .supported = 1, .limit = 8 },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 8, PCIMSI_FALLBACK_ONE_OR_INTX, PCIMSI_DOCUMENTED } },
	{ .name = "1, limit equal to the table, no pin",
	  .inf = { .supported = 1, .limit = 32 },
	  .hw = { .table = 32 },
	  .want = { PCIMSI_MODE_MSIX, 32, PCIMSI_FALLBACK_ONE, PCIMSI_DOCUMENTED } },
	{ .name = "1, limit above the table: the table",
	  .inf = { .supported = 1, .limit = 2048 },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 32, PCIMSI_FALLBACK_ONE_OR_INTX, PCIMSI_INFERRED } },
	{ .name = "1, limit above 2048: undefined",
	  .inf = { .supported = 1, .limit = 2049 },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_UNKNOWN, -1, PCIMSI_FALLBACK_UNKNOWN, PCIMSI_INFERRED } },
	{ .name = "1, limit 0: undefined",
	  .inf = { .supported = 1, .limit = 0 },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_UNKNOWN, -1, PCIMSI_FALLBACK_UNKNOWN, PCIMSI_INFERRED } },
	{ .name = "1, no limit, plain MSI of 8",
	  .inf = { .supported = 1, .limit = -1 },
	  .hw = { .msi = 8, .pin = 1 },
	  .want = { PCIMSI_MODE_MSI, 8, PCIMSI_FALLBACK_ONE_OR_INTX, PCIMSI_INFERRED } },
	{ .name = "1, limit 4, plain MSI of 8",
	  .inf = { .supported = 1, .limit = 4 },
	  .hw = { .msi = 8, .pin = 1 },
	  .want = { PCIMSI_MODE_MSI, 4, PCIMSI_FALLBACK_ONE_OR_INTX, PCIMSI_DOCUMENTED } },
	{ .name = "1, limit 16, plain MSI of 8: what there is",
	  .inf = { .supported = 1, .limit = 16 },
	  .hw = { .msi = 8, .pin = 1 },
	  .want = { PCIMSI_MODE_MSI, 8, PCIMSI_FALLBACK_ONE_OR_INTX, PCIMSI_INFERRED } },
	{ .name = "1, limit 3, plain MSI: undefined",
	  .inf = { .supported = 1, .limit = 3 },
	  .hw = { .msi = 8, .pin = 1 },
	  .want = { PCIMSI_MODE_UNKNOWN, -1, PCIMSI_FALLBACK_UNKNOWN, PCIMSI_INFERRED } },
	{ .name = "1, limit 32, plain MSI: undefined",
	  .inf = { .supported = 1, .limit = 32 },
	  .hw = { .msi = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_UNKNOWN, -1, PCIMSI_FALLBACK_UNKNOWN, PCIMSI_INFERRED } },
	{ .name = "1, no limit, plain MSI of 32: the documented 16",
	  .inf = { .supported = 1, .limit = -1 },
	  .hw = { .msi = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_MSI, 16, PCIMSI_FALLBACK_ONE_OR_INTX, PCIMSI_INFERRED } },
	{ .name = "1, both: MSI-X is taken",
	  .inf = { .supported = 1, .limit = 3 },
	  .hw = { .table = 32, .msi = 8, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 3, PCIMSI_FALLBACK_ONE_OR_INTX, PCIMSI_DOCUMENTED } },
	{ .name = "1, neither: the line",
	  .inf = { .supported = 1, .limit = -1 },
	  .hw = { .pin = 1 },
	  .want = { PCIMSI_MODE_INTX, 0, PCIMSI_FALLBACK_NONE, PCIMSI_INFERRED } },
	{ .name = "1, neither and no pin: nothing",
	  .inf = { .supported = 1, .limit = -1 },
	  .hw = { .pin = 0 },
	  .want = { PCIMSI_MODE_NONE, 0, PCIMSI_FALLBACK_NONE, PCIMSI_INFERRED } },
	{ .name = "1, a table of one",
	  .inf = { .supported = 1, .limit = -1 },
	  .hw = { .table = 1, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 1, PCIMSI_FALLBACK_ONE_OR_INTX, PCIMSI_DOCUMENTED } },
	{ .name = "2: not documented to enable",
	  .inf = { .supported = 2, .limit = -1 },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_UNKNOWN, -1, PCIMSI_FALLBACK_UNKNOWN, PCIMSI_INFERRED } },
	{ .name = "a string: not a REG_DWORD",
	  .inf = { .supported = 1, .limit = -1, .supported_is_text = true },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_UNKNOWN, -1, PCIMSI_FALLBACK_UNKNOWN, PCIMSI_INFERRED } },
	{ .name = "a limit that is a string",
	  .inf = { .supported = 1, .limit = 8, .limit_is_text = true },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_UNKNOWN, -1, PCIMSI_FALLBACK_UNKNOWN, PCIMSI_INFERRED } },
	{ .name = "never written, but a Needs may",
	  .inf = { .supported = -1, .limit = -1, .incomplete = true },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_UNKNOWN, -1, PCIMSI_FALLBACK_UNKNOWN, PCIMSI_INFERRED } },
	{ .name = "written here, so the Needs does not matter",
	  .inf = { .supported = 1, .limit = 32, .incomplete = true },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 32, PCIMSI_FALLBACK_ONE_OR_INTX, PCIMSI_DOCUMENTED } },
	{ .name = "64 bytes: nobody knows",
	  .inf = { .supported = 1, .limit = 4 },
	  .hw = { .pin = 1, .cut_short = true },
	  .want = { PCIMSI_MODE_UNKNOWN, -1, PCIMSI_FALLBACK_UNKNOWN, PCIMSI_INFERRED } },
	{ .name = "Windows 7: 910 at most",
	  .inf = { .supported = 1, .limit = -1 },
	  .hw = { .table = 2048, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 910, PCIMSI_FALLBACK_ONE_OR_INTX, PCIMSI_INFERRED },
	  .major = 6,
	  .minor = 1 },
	{ .name = "Windows 8: 2048",
	  .inf = { .supported = 1, .limit = -1 },
	  .hw = { .table = 2048, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 2048, PCIMSI_FALLBACK_ONE_OR_INTX, PCIMSI_INFERRED },
	  .major = 6,
	  .minor = 2 },
	{ .name = "Windows XP: no messages at all",
	  .inf = { .supported = 1, .limit = 8 },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_INTX, 0, PCIMSI_FALLBACK_NONE, PCIMSI_DOCUMENTED },
	  .major = 5,
	  .minor = 1 },
};

static struct pcimsi_effect make_effect(int value, bool text)
{
	return (struct pcimsi_effect){
		.type = text ? PCIMSI_REG_SZ : PCIMSI_REG_DWORD,
		.number = text ? 0 : (uint32_t)value,
		.number_known = !text,
	};
}

static struct pcimsi_function make_function(const struct hardware *hw)
{
	struct pcimsi_function function = {
		.responding = true,
		.interrupt_pin = { .value = hw->pin, .known = true },
	};

	function.msix.state = hw->cut_short ? PCIMSI_UNKNOWN
			      : hw->table   ? PCIMSI_PRESENT
					    : PCIMSI_ABSENT;
	function.msix.control.known = hw->table != 0;
	function.msix.table_size = hw->table;
	function.msi.state = hw->cut_short ? PCIMSI_UNKNOWN
			     : hw->msi     ? PCIMSI_PRESENT
					   : PCIMSI_ABSENT;
	function.msi.control.known = hw->msi != 0;
	function.msi.capable = hw->msi;
	return function;
}

static void predict(const struct grant_case *t, struct pcimsi_grant *ret)
{
	struct pcimsi_effect supported = make_effect(t->inf.supported, t->inf.supported_is_text);
	struct pcimsi_effect limit = make_effect(t->inf.limit, t->inf.limit_is_text);
	struct pcimsi_install install = { .complete = !t->inf.incomplete };
	struct pcimsi_function function = make_function(&t->hw);
	struct pcimsi_target target = { .major = t->major ? t->major : 10, .minor = t->minor };

	if (t->inf.supported >= 0)
		install.settings[PCIMSI_MSI_SUPPORTED] = &supported;
	if (t->inf.limit >= 0)
		install.settings[PCIMSI_MESSAGE_NUMBER_LIMIT] = &limit;
	pcimsi_grant_predict(&function, &install, &target, ret);
}

static void every_row_of_the_table_holds(void **state)
{
	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct expected *want = &cases[i].want;
		struct pcimsi_grant grant;

		print_message("%s\n", cases[i].name);
		predict(&cases[i], &grant);
		assert_int_equal(grant.mode, want->mode);
		assert_int_equal(grant.requested.known, want->requested >= 0);
		if (want->requested >= 0)
			assert_int_equal(grant.requested.value, want->requested);
		assert_int_equal(grant.fallback, want->fallback);
		assert_int_equal(grant.confidence, want->confidence);
	}
}

/* Whatever is asked for, no more is expected than the hardware has. */
static void the_request_never_exceeds_the_hardware(void **state)
{
	(void)state;
	for (int limit = -1; limit <= 4096; limit++) {
		for (uint16_t table = 1; table <= 2048; table = (uint16_t)(table * 2)) {
			struct grant_case t = { .inf = { .supported = 1, .limit = limit },
						.hw = { .table = table, .pin = 1 } };
			struct pcimsi_grant grant;

			predict(&t, &grant);
			assert_true(grant.requested.value <= table);
			if (grant.requested.known && limit > 0)
				assert_true(grant.requested.value <= (uint32_t)limit);
		}
	}
}

static void only_powers_of_two_up_to_16_are_valid_for_msi(void **state)
{
	(void)state;
	for (uint32_t limit = 0; limit < 100; limit++)
		assert_int_equal(pcimsi_limit_valid_for_msi(limit),
				 limit == 1 || limit == 2 || limit == 4 || limit == 8 ||
					 limit == 16);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_of_the_table_holds),
		cmocka_unit_test(the_request_never_exceeds_the_hardware),
		cmocka_unit_test(only_powers_of_two_up_to_16_are_valid_for_msi),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

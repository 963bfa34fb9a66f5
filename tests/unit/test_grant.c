/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <pcimsi/grant.h>

/* What the hardware has; 0: the capability is absent. */
struct hardware {
	uint16_t table; /* MSI-X entries */
	uint8_t msi;    /* messages */
	uint8_t pin;
	bool cut_short; /* nothing of the capabilities was captured */
	bool no_pin_captured;
	enum pcimsi_mode uncounted; /* this capability, and not how many messages it has */
};

/* What the INF leaves; -1: nothing. */
struct settings {
	int supported, limit;
	bool supported_is_text, limit_is_text, incomplete, null_driver;
};

struct expected {
	enum pcimsi_mode mode;
	int requested; /* -1: not known */
	enum pcimsi_fallback fallback;
	enum pcimsi_confidence confidence;
};

static const struct grant_case {
	const char *name, *row;
	struct settings inf;
	struct hardware hw;
	struct expected want;
	uint32_t major, minor; /* 0: Windows 10 */
} cases[] = {
	{ .name = "no driver: nothing, whatever is written",
	  .row = "null-driver",
	  .inf = { .supported = 1, .limit = 8, .null_driver = true },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_NONE, 0, PCIMSI_FALLBACK_NONE, PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "never written: the line",
	  .row = "never-written",
	  .inf = { .supported = -1, .limit = -1 },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_INTX, 0, PCIMSI_FALLBACK_NONE, PCIMSI_CONFIDENCE_OBSERVED } },
	{ .name = "never written and no pin: nothing",
	  .row = "never-written-no-pin",
	  .inf = { .supported = -1, .limit = -1 },
	  .hw = { .table = 32 },
	  .want = { PCIMSI_MODE_NONE, 0, PCIMSI_FALLBACK_NONE, PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "0: the line",
	  .row = "zero",
	  .inf = { .supported = 0, .limit = -1 },
	  .hw = { .msi = 4, .pin = 1 },
	  .want = { PCIMSI_MODE_INTX, 0, PCIMSI_FALLBACK_NONE, PCIMSI_CONFIDENCE_OBSERVED } },
	{ .name = "0 with a limit: the line, and the limit is dead",
	  .row = "zero-dead-limit",
	  .inf = { .supported = 0, .limit = 4 },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_INTX, 0, PCIMSI_FALLBACK_NONE, PCIMSI_CONFIDENCE_OBSERVED } },
	{ .name = "1, no limit, MSI-X: the whole table",
	  .row = "msix-no-limit",
	  .inf = { .supported = 1, .limit = -1 },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 32, PCIMSI_FALLBACK_ONE_OR_INTX,
		    PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "1, limit below the table: the limit",
	  .row = "msix-limit",
	  .inf = { .supported = 1, .limit = 8 },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 8, PCIMSI_FALLBACK_ONE_OR_INTX,
		    PCIMSI_CONFIDENCE_DOCUMENTED } },
	{ .name = "1, limit equal to the table, no pin",
	  .row = "msix-limit",
	  .inf = { .supported = 1, .limit = 32 },
	  .hw = { .table = 32 },
	  .want = { PCIMSI_MODE_MSIX, 32, PCIMSI_FALLBACK_ONE, PCIMSI_CONFIDENCE_DOCUMENTED } },
	{ .name = "1, limit above the table: the table",
	  .row = "msix-limit-above",
	  .inf = { .supported = 1, .limit = 2048 },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 32, PCIMSI_FALLBACK_ONE_OR_INTX,
		    PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "1, limit above 2048: undefined",
	  .row = "msix-limit-undefined",
	  .inf = { .supported = 1, .limit = 2049 },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_UNKNOWN, -1, PCIMSI_FALLBACK_UNKNOWN,
		    PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "1, limit 0: undefined",
	  .row = "limit-undefined",
	  .inf = { .supported = 1, .limit = 0 },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_UNKNOWN, -1, PCIMSI_FALLBACK_UNKNOWN,
		    PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "1, no limit, plain MSI of 8",
	  .row = "msi-no-limit",
	  .inf = { .supported = 1, .limit = -1 },
	  .hw = { .msi = 8, .pin = 1 },
	  .want = { PCIMSI_MODE_MSI, 8, PCIMSI_FALLBACK_ONE_OR_INTX, PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "1, limit 4, plain MSI of 8",
	  .row = "msi-limit",
	  .inf = { .supported = 1, .limit = 4 },
	  .hw = { .msi = 8, .pin = 1 },
	  .want = { PCIMSI_MODE_MSI, 4, PCIMSI_FALLBACK_ONE_OR_INTX,
		    PCIMSI_CONFIDENCE_DOCUMENTED } },
	{ .name = "1, limit 16, plain MSI of 8: what there is",
	  .row = "msi-limit-above",
	  .inf = { .supported = 1, .limit = 16 },
	  .hw = { .msi = 8, .pin = 1 },
	  .want = { PCIMSI_MODE_MSI, 8, PCIMSI_FALLBACK_ONE_OR_INTX, PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "1, limit 3, plain MSI of 8: as many, though no documented number",
	  .row = "msi-limit-undefined",
	  .inf = { .supported = 1, .limit = 3 },
	  .hw = { .msi = 8, .pin = 1 },
	  .want = { PCIMSI_MODE_MSI, 3, PCIMSI_FALLBACK_ONE_OR_INTX, PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "1, limit 24, plain MSI of 32: 16 at most are documented",
	  .row = "msi-limit-undefined-above",
	  .inf = { .supported = 1, .limit = 24 },
	  .hw = { .msi = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_MSI, 16, PCIMSI_FALLBACK_ONE_OR_INTX,
		    PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "1, limit 72, plain MSI of one message",
	  .row = "msi-limit-undefined-above",
	  .inf = { .supported = 1, .limit = 72 },
	  .hw = { .msi = 1, .pin = 1 },
	  .want = { PCIMSI_MODE_MSI, 1, PCIMSI_FALLBACK_ONE_OR_INTX, PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "1, limit 72, MSI whose Multiple Message Capable is reserved",
	  .row = "msi-count-not-captured",
	  .inf = { .supported = 1, .limit = 72 },
	  .hw = { .pin = 1, .uncounted = PCIMSI_MODE_MSI },
	  .want = { PCIMSI_MODE_MSI, -1, PCIMSI_FALLBACK_ONE_OR_INTX,
		    PCIMSI_CONFIDENCE_DOCUMENTED } },
	{ .name = "1, no limit, plain MSI of 32: the documented 16",
	  .row = "msi-32",
	  .inf = { .supported = 1, .limit = -1 },
	  .hw = { .msi = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_MSI, 16, PCIMSI_FALLBACK_ONE_OR_INTX,
		    PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "1, both: MSI-X is taken",
	  .row = "msix-limit",
	  .inf = { .supported = 1, .limit = 3 },
	  .hw = { .table = 32, .msi = 8, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 3, PCIMSI_FALLBACK_ONE_OR_INTX,
		    PCIMSI_CONFIDENCE_DOCUMENTED } },
	{ .name = "1, neither: the line",
	  .row = "neither",
	  .inf = { .supported = 1, .limit = -1 },
	  .hw = { .pin = 1 },
	  .want = { PCIMSI_MODE_INTX, 0, PCIMSI_FALLBACK_NONE, PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "1, neither and no pin: nothing",
	  .row = "neither-no-pin",
	  .inf = { .supported = 1, .limit = -1 },
	  .hw = { .pin = 0 },
	  .want = { PCIMSI_MODE_NONE, 0, PCIMSI_FALLBACK_NONE, PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "1, a table of one",
	  .row = "msix-one-entry",
	  .inf = { .supported = 1, .limit = -1 },
	  .hw = { .table = 1, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 1, PCIMSI_FALLBACK_ONE_OR_INTX,
		    PCIMSI_CONFIDENCE_DOCUMENTED } },
	{ .name = "2: not documented to enable",
	  .row = "supported-undefined",
	  .inf = { .supported = 2, .limit = -1 },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_UNKNOWN, -1, PCIMSI_FALLBACK_UNKNOWN,
		    PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "a string: not a REG_DWORD",
	  .row = "supported-undefined",
	  .inf = { .supported = 1, .limit = -1, .supported_is_text = true },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_UNKNOWN, -1, PCIMSI_FALLBACK_UNKNOWN,
		    PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "a limit that is a string",
	  .row = "limit-undefined",
	  .inf = { .supported = 1, .limit = 8, .limit_is_text = true },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_UNKNOWN, -1, PCIMSI_FALLBACK_UNKNOWN,
		    PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "never written, but a Needs may",
	  .row = "needs-not-followed",
	  .inf = { .supported = -1, .limit = -1, .incomplete = true },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_UNKNOWN, -1, PCIMSI_FALLBACK_UNKNOWN,
		    PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "written here, so the Needs does not matter",
	  .row = "msix-limit",
	  .inf = { .supported = 1, .limit = 32, .incomplete = true },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 32, PCIMSI_FALLBACK_ONE_OR_INTX,
		    PCIMSI_CONFIDENCE_DOCUMENTED } },
	{ .name = "64 bytes: nobody knows",
	  .row = "not-captured",
	  .inf = { .supported = 1, .limit = 4 },
	  .hw = { .pin = 1, .cut_short = true },
	  .want = { PCIMSI_MODE_UNKNOWN, -1, PCIMSI_FALLBACK_UNKNOWN,
		    PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "Windows 7: 910 at most",
	  .row = "msix-above-910",
	  .inf = { .supported = 1, .limit = -1 },
	  .hw = { .table = 2048, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 910, PCIMSI_FALLBACK_ONE_OR_INTX,
		    PCIMSI_CONFIDENCE_INFERRED },
	  .major = 6,
	  .minor = 1 },
	{ .name = "Windows 8: 2048",
	  .row = "msix-no-limit",
	  .inf = { .supported = 1, .limit = -1 },
	  .hw = { .table = 2048, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 2048, PCIMSI_FALLBACK_ONE_OR_INTX,
		    PCIMSI_CONFIDENCE_INFERRED },
	  .major = 6,
	  .minor = 2 },
	{ .name = "Windows XP: no messages at all",
	  .row = "before-vista",
	  .inf = { .supported = 1, .limit = 8 },
	  .hw = { .table = 32, .pin = 1 },
	  .want = { PCIMSI_MODE_INTX, 0, PCIMSI_FALLBACK_NONE, PCIMSI_CONFIDENCE_DOCUMENTED },
	  .major = 5,
	  .minor = 1 },
	{ .name = "0 and no pin: nothing",
	  .row = "zero-no-pin",
	  .inf = { .supported = 0, .limit = -1 },
	  .hw = { .table = 32 },
	  .want = { PCIMSI_MODE_NONE, 0, PCIMSI_FALLBACK_NONE, PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "plain MSI of one message",
	  .row = "msi-one-message",
	  .inf = { .supported = 1, .limit = 16 },
	  .hw = { .msi = 1, .pin = 1 },
	  .want = { PCIMSI_MODE_MSI, 1, PCIMSI_FALLBACK_ONE_OR_INTX,
		    PCIMSI_CONFIDENCE_DOCUMENTED } },
	{ .name = "MSI-X whose Message Control was not captured",
	  .row = "msix-count-not-captured",
	  .inf = { .supported = 1, .limit = 8 },
	  .hw = { .pin = 1, .uncounted = PCIMSI_MODE_MSIX },
	  .want = { PCIMSI_MODE_MSIX, -1, PCIMSI_FALLBACK_ONE_OR_INTX,
		    PCIMSI_CONFIDENCE_DOCUMENTED } },
	{ .name = "MSI whose Multiple Message Capable is reserved",
	  .row = "msi-count-not-captured",
	  .inf = { .supported = 1, .limit = 8 },
	  .hw = { .pin = 1, .uncounted = PCIMSI_MODE_MSI },
	  .want = { PCIMSI_MODE_MSI, -1, PCIMSI_FALLBACK_ONE_OR_INTX,
		    PCIMSI_CONFIDENCE_DOCUMENTED } },
	{ .name = "the line, and nobody saw the pin",
	  .row = "pin-not-captured",
	  .inf = { .supported = -1, .limit = -1 },
	  .hw = { .table = 8, .no_pin_captured = true },
	  .want = { PCIMSI_MODE_UNKNOWN, -1, PCIMSI_FALLBACK_UNKNOWN,
		    PCIMSI_CONFIDENCE_INFERRED } },
	{ .name = "messages, and nobody saw the pin: the fallback is not known",
	  .row = "msix-limit",
	  .inf = { .supported = 1, .limit = 8 },
	  .hw = { .table = 8, .no_pin_captured = true },
	  .want = { PCIMSI_MODE_MSIX, 8, PCIMSI_FALLBACK_UNKNOWN, PCIMSI_CONFIDENCE_DOCUMENTED } },
	{ .name = "Vista: a limit below 910 on a large table",
	  .row = "msix-limit",
	  .inf = { .supported = 1, .limit = 900 },
	  .hw = { .table = 2048, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 900, PCIMSI_FALLBACK_ONE_OR_INTX,
		    PCIMSI_CONFIDENCE_DOCUMENTED },
	  .major = 6 },
	{ .name = "Windows 7: a limit between 910 and 2048",
	  .row = "msix-above-910",
	  .inf = { .supported = 1, .limit = 1024 },
	  .hw = { .table = 2048, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 910, PCIMSI_FALLBACK_ONE_OR_INTX,
		    PCIMSI_CONFIDENCE_INFERRED },
	  .major = 6,
	  .minor = 1 },
	{ .name = "Windows 10: the same limit",
	  .row = "msix-limit",
	  .inf = { .supported = 1, .limit = 1024 },
	  .hw = { .table = 2048, .pin = 1 },
	  .want = { PCIMSI_MODE_MSIX, 1024, PCIMSI_FALLBACK_ONE_OR_INTX,
		    PCIMSI_CONFIDENCE_DOCUMENTED } },
	{ .name = "Windows 7: 2049 is as invalid",
	  .row = "msix-limit-undefined",
	  .inf = { .supported = 1, .limit = 2049 },
	  .hw = { .table = 2048, .pin = 1 },
	  .want = { PCIMSI_MODE_UNKNOWN, -1, PCIMSI_FALLBACK_UNKNOWN, PCIMSI_CONFIDENCE_INFERRED },
	  .major = 6,
	  .minor = 1 },
	{ .name = "Windows XP, no pin",
	  .row = "before-vista-no-pin",
	  .inf = { .supported = 1, .limit = 8 },
	  .hw = { .table = 32 },
	  .want = { PCIMSI_MODE_NONE, 0, PCIMSI_FALLBACK_NONE, PCIMSI_CONFIDENCE_INFERRED },
	  .major = 5,
	  .minor = 1 },
};

static struct pcimsi_effect make_effect(int value, bool text)
{
	return (struct pcimsi_effect){
		.type = text ? PCIMSI_REGISTRY_SZ : PCIMSI_REGISTRY_DWORD,
		.number = text ? 0 : (uint32_t)value,
		.number_known = !text,
	};
}

static struct pcimsi_function make_function(const struct hardware *hw)
{
	struct pcimsi_function function = {
		.responding = true,
		.interrupt_pin = { .value = hw->pin, .known = !hw->no_pin_captured },
	};

	function.msix.state = hw->cut_short ? PCIMSI_STATE_UNKNOWN
			      : hw->table   ? PCIMSI_STATE_PRESENT
					    : PCIMSI_STATE_ABSENT;
	function.msix.control.known = hw->table != 0;
	function.msix.table_size = hw->table;
	function.msi.state = hw->cut_short ? PCIMSI_STATE_UNKNOWN
			     : hw->msi     ? PCIMSI_STATE_PRESENT
					   : PCIMSI_STATE_ABSENT;
	function.msi.control.known = hw->msi != 0;
	function.msi.capable = hw->msi;
	if (hw->uncounted == PCIMSI_MODE_MSIX)
		function.msix.state = PCIMSI_STATE_PRESENT;
	if (hw->uncounted == PCIMSI_MODE_MSI)
		function.msi.state = PCIMSI_STATE_PRESENT;
	return function;
}

static void predict(const struct grant_case *t, struct pcimsi_grant *ret);

static enum pcimsi_grant_unknown why(struct grant_case t)
{
	struct pcimsi_grant grant;

	predict(&t, &grant);
	return grant.unknown;
}

static void what_is_unknown_is_so_for_a_reason(void **state)
{
	struct grant_case t = { .inf = { .supported = 2, .limit = -1 },
				.hw = { .table = 32, .pin = 1 } };

	(void)state;
	assert_int_equal(why(t), PCIMSI_GRANT_SUPPORTED_VALUE);
	t.inf.supported = 1;
	assert_int_equal(why(t), PCIMSI_GRANT_KNOWN);
	t.inf.supported_is_text = true;
	assert_int_equal(why(t), PCIMSI_GRANT_SUPPORTED_TYPE);
	t.inf.supported_is_text = false;
	t.inf.limit = 4096;
	assert_int_equal(why(t), PCIMSI_GRANT_LIMIT_UNDOCUMENTED);
	t.hw.no_pin_captured = true;
	assert_int_equal(why(t), PCIMSI_GRANT_LIMIT_UNDOCUMENTED);
	t.inf.supported = 0;
	assert_int_equal(why(t), PCIMSI_GRANT_PIN_NOT_CAPTURED);
	assert_null(pcimsi_grant_unknown_name(PCIMSI_GRANT_KNOWN));
	assert_string_equal(pcimsi_grant_unknown_name(PCIMSI_GRANT_SUPPORTED_VALUE),
			    "supported-value");
}

static void predict(const struct grant_case *t, struct pcimsi_grant *ret)
{
	struct pcimsi_effect supported = make_effect(t->inf.supported, t->inf.supported_is_text);
	struct pcimsi_effect limit = make_effect(t->inf.limit, t->inf.limit_is_text);
	struct pcimsi_install install = { .complete = !t->inf.incomplete,
					  .null_driver = t->inf.null_driver };
	struct pcimsi_function function = make_function(&t->hw);
	struct pcimsi_target target = { .major = t->major ? t->major : 10, .minor = t->minor };

	if (t->inf.supported >= 0)
		install.settings[PCIMSI_SETTING_MSI_SUPPORTED] = &supported;
	if (t->inf.limit >= 0)
		install.settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT] = &limit;
	pcimsi_grant_predict(&function, &install, &target, ret);
}

static enum pcimsi_asks asks(struct grant_case t)
{
	struct pcimsi_grant grant;

	predict(&t, &grant);
	return pcimsi_grant_asks(&grant);
}

static void what_is_asked_for_is_said_of_every_prediction(void **state)
{
	struct grant_case t = { .inf = { .supported = 1, .limit = -1 },
				.hw = { .table = 32, .pin = 1 } };

	(void)state;
	assert_int_equal(asks(t), PCIMSI_ASKS_ALL);
	t.inf.limit = 64;
	assert_int_equal(asks(t), PCIMSI_ASKS_LIMIT);
	t.inf.limit_is_text = true;
	assert_int_equal(asks(t), PCIMSI_ASKS_UNKNOWN);
	t.inf.supported = 0;
	assert_int_equal(asks(t), PCIMSI_ASKS_NOTHING);
	t.inf.supported = -1;
	assert_int_equal(asks(t), PCIMSI_ASKS_NOTHING);
	t.inf.supported = 2;
	assert_int_equal(asks(t), PCIMSI_ASKS_UNKNOWN);
	t.inf.null_driver = true;
	assert_int_equal(asks(t), PCIMSI_ASKS_NOTHING);
}

static void every_row_of_the_table_holds(void **state)
{
	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct expected *want = &cases[i].want;
		struct pcimsi_grant grant;

		print_message("%s\n", cases[i].name);
		predict(&cases[i], &grant);
		assert_string_equal(grant.row->id, cases[i].row);
		assert_int_equal(grant.mode, want->mode);
		assert_int_equal(!grant.unknown, want->mode != PCIMSI_MODE_UNKNOWN);
		assert_int_equal(grant.requested.known, want->requested >= 0);
		if (want->requested >= 0)
			assert_int_equal(grant.requested.value, want->requested);
		assert_int_equal(grant.fallback, want->fallback);
		assert_int_equal(grant.confidence, want->confidence);
	}
}

static bool has_case(const char *row)
{
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (strcmp(cases[i].row, row) == 0)
			return true;
	return false;
}

static void every_row_of_the_model_has_a_case(void **state)
{
	const struct pcimsi_grant_row *row;

	(void)state;
	for (uint32_t i = 0; (row = pcimsi_grant_row(i)); i++) {
		print_message("%s\n", row->id);
		assert_true(has_case(row->id));
		assert_true(*row->when && *row->expected && *row->source);
	}
}

static void events_have_text_and_source(void **state)
{
	const struct pcimsi_grant_event *event;
	uint32_t count = 0;

	(void)state;
	while ((event = pcimsi_grant_event(count))) {
		assert_true(*event->id && *event->text && *event->source);
		count++;
	}
	assert_int_equal(count, 6);
}

/* A larger limit never brings fewer messages, for as long as both are documented as valid. */
static void the_request_grows_with_the_limit(void **state)
{
	static const uint8_t messages[] = { 1, 2, 4, 8, 16, 32 };

	(void)state;
	for (unsigned i = 0; i < 2 * sizeof(messages); i++) {
		uint8_t count = messages[i / 2];
		uint32_t last = 0;

		for (int limit = 1; limit <= 2048; limit++) {
			struct grant_case t = { .inf = { .supported = 1, .limit = limit },
						.hw = { .pin = 1 },
						.major = 6,
						.minor = i % 3 };
			struct pcimsi_grant grant;

			if (i % 2)
				t.hw.table = (uint16_t)(count * 64);
			else
				t.hw.msi = count;
			predict(&t, &grant);
			if (!grant.requested.known)
				continue;
			assert_true(grant.requested.value >= last);
			assert_true(grant.requested.value + grant.unused.value ==
				    grant.capacity.value);
			last = grant.requested.value;
		}
		assert_true(last > 0);
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
		cmocka_unit_test(what_is_unknown_is_so_for_a_reason),
		cmocka_unit_test(what_is_asked_for_is_said_of_every_prediction),
		cmocka_unit_test(every_row_of_the_table_holds),
		cmocka_unit_test(every_row_of_the_model_has_a_case),
		cmocka_unit_test(events_have_text_and_source),
		cmocka_unit_test(the_request_grows_with_the_limit),
		cmocka_unit_test(the_request_never_exceeds_the_hardware),
		cmocka_unit_test(only_powers_of_two_up_to_16_are_valid_for_msi),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

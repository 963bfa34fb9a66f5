/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <pcimsi/matrix.h>

#include "caps/decode.h"
#include "config.h"
#include "judge/judge_priv.h"

static const char inf_text[] =
	"[Version]\nSignature=\"$Windows NT$\"\nClass=Net\n"
	"[Manufacturer]\nP=M,NTamd64\n"
	"[M.NTamd64]\n"
	"A=One,PCI\\VEN_1AF4&DEV_1041\n"
	"B=Two,PCI\\VEN_1AF4&DEV_1042\n"
	"[One]\n[One.HW]\nAddReg=Shared\n"
	"[Two]\n[Two.HW]\nAddReg=Shared\n"
	"[Shared]\n"
	"HKR,\"Interrupt Management\\MessageSignaledInterruptProperties\",MSISupported,0x00010003,1\n"
	"HKR,\"Interrupt Management\\MessageSignaledInterruptProperties\",MessageNumberLimit,0x00010001,64\n";

/* MSI-X with 32 entries at 0x60, on 00:01.0. */
static struct pcimsi_function card(struct config *c, uint16_t device)
{
	struct pcimsi_function function;

	config_endpoint(c, 0x1af4, device);
	config_capability(c, 0x11, 0x60);
	config_u16(c, 0x62, 0x001f);
	config_u8(c, 0x3d, 1);
	c->raw.slot.device = 1;
	pcimsi_function_decode(&c->raw, &function);
	return function;
}

static struct pcimsi_inf *open_inf(void)
{
	const struct pcimsi_inf_options options = { .size = sizeof(options),
						    .notes = { .call = NULL } };
	struct pcimsi_inf *inf;

	assert_int_equal(
		pcimsi_inf_open("test.inf", inf_text, sizeof(inf_text) - 1, &options, &inf), 0);
	return inf;
}

static int judge(struct pcimsi_check *check, struct pcimsi_inf *inf, const struct pcimsi_run **run)
{
	struct config c;
	struct pcimsi_function function = card(&c, 0x1041);
	int err = pcimsi_check_add_inf(check, inf, &pcimsi_target_default, true);

	if (!err)
		err = pcimsi_check_add_function(check, &function, "capture", false);
	return err ? err : pcimsi_check_run(check, run);
}

static const struct pcimsi_finding *find(const struct pcimsi_run *run, const char *rule)
{
	for (uint32_t i = 0; i < run->n_findings; i++)
		if (strcmp(run->findings[i]->rule->id, rule) == 0)
			return run->findings[i];
	fail_msg("%s did not fire", rule);
	return run->findings[0]; /* not reached */
}

static uint32_t count(const struct pcimsi_run *run, const char *rule)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < run->n_findings; i++)
		n += strcmp(run->findings[i]->rule->id, rule) == 0;
	return n;
}

static void a_verdict_carries_its_findings_and_their_evidence(void **state)
{
	const struct pcimsi_check_options options = { .size = sizeof(options) };
	struct pcimsi_check *check = pcimsi_check_new(&options);
	struct pcimsi_inf *inf = open_inf();
	const struct pcimsi_run *run;
	const struct pcimsi_finding *above;

	(void)state;
	assert_int_equal(judge(check, inf, &run), 0);
	assert_int_equal(run->n_verdicts, 1);
	/* The other card, which gets the same limit, may reach it. */
	assert_int_equal(run->verdicts[0]->word, PCIMSI_VERDICT_FIT);
	above = find(run, "GRA703");
	assert_int_equal(above->severity, PCIMSI_SEVERITY_NOTE);
	assert_int_equal(above->n_locations, 2);
	assert_int_equal(above->locations[0].offset, 0x62);
	assert_int_equal(above->locations[0].bytes[0], 0x1f);
	assert_int_equal(above->locations[1].place.line, 17);
	assert_true(above->counts);
	pcimsi_check_free(check);
	pcimsi_inf_close(inf);
}

/* Two install sections that share an AddReg section have one fault, not two. */
static void a_shared_line_is_one_finding(void **state)
{
	const struct pcimsi_check_options options = { .size = sizeof(options) };
	struct pcimsi_check *check = pcimsi_check_new(&options);
	struct pcimsi_inf *inf = open_inf();
	const struct pcimsi_run *run;

	(void)state;
	assert_int_equal(judge(check, inf, &run), 0);
	assert_int_equal(count(run, "INF418"), 1);
	assert_ptr_equal(find(run, "INF418")->inf, run->infs[0]);
	/* ... which concerns the verdict. */
	assert_string_equal(run->verdicts[0]->findings[0]->rule->id, "INF418");
	pcimsi_check_free(check);
	pcimsi_inf_close(inf);
}

/* MAT601 turns to an INF; what MAT602 says is about none. */
static void a_rule_begins_with_a_clean_context(void **state)
{
	const struct pcimsi_check_options options = { .size = sizeof(options), .unmatched = true };
	struct pcimsi_check *check = pcimsi_check_new(&options);
	struct pcimsi_inf *inf = open_inf();
	const struct pcimsi_run *run;
	struct config c;
	struct pcimsi_function function = card(&c, 0x1099);

	(void)state;
	assert_int_equal(pcimsi_check_add_inf(check, inf, &pcimsi_target_default, true), 0);
	assert_int_equal(pcimsi_check_add_function(check, &function, "capture", false), 0);
	assert_int_equal(pcimsi_check_run(check, &run), 0);
	assert_ptr_equal(find(run, "MAT601")->inf, run->infs[0]);
	assert_null(find(run, "MAT602")->inf);
	pcimsi_check_free(check);
	pcimsi_inf_close(inf);
}

static const char *cut_text(struct pcimsi_check *check, char last)
{
	char text[1000];

	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 2] = last;
	text[sizeof(text) - 1] = '\0';
	return check_string(check, "%s", text);
}

/* Else a waiver of the one would hide the other. */
static void texts_that_were_cut_are_told_apart(void **state)
{
	const struct pcimsi_check_options options = { .size = sizeof(options) };
	struct pcimsi_check *check = pcimsi_check_new(&options);
	const char *a = cut_text(check, 'a'), *b = cut_text(check, 'b');

	(void)state;
	assert_int_equal(strlen(a), 511);
	assert_string_not_equal(a, b);
	assert_string_equal(a, cut_text(check, 'a'));
	pcimsi_check_free(check);
}

static uint64_t fingerprint_at(uint8_t device)
{
	const struct pcimsi_check_options options = { .size = sizeof(options) };
	struct pcimsi_check *check = pcimsi_check_new(&options);
	struct pcimsi_inf *inf = open_inf();
	const struct pcimsi_run *run;
	struct pcimsi_function function;
	uint64_t fingerprint;
	struct config c;

	card(&c, 0x1041);
	c.raw.slot.device = device;
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(pcimsi_check_add_inf(check, inf, &pcimsi_target_default, true), 0);
	assert_int_equal(pcimsi_check_add_function(check, &function, "capture", false), 0);
	assert_int_equal(pcimsi_check_run(check, &run), 0);
	fingerprint = find(run, "GRA703")->fingerprint;
	pcimsi_check_free(check);
	pcimsi_inf_close(inf);
	return fingerprint;
}

static void fingerprints_do_not_depend_on_the_slot(void **state)
{
	(void)state;
	assert_true(fingerprint_at(1) == fingerprint_at(2));
}

/* As a program would know them again: the second board does not change what the first has. */
static void boards_of_a_kind_have_fingerprints_of_their_own(void **state)
{
	struct pcimsi_check *check = pcimsi_check_new(NULL);
	struct pcimsi_inf *inf = open_inf();
	const struct pcimsi_finding *first, *second;
	const struct pcimsi_run *run;
	struct pcimsi_function function;
	struct config c;

	(void)state;
	assert_int_equal(pcimsi_check_add_inf(check, inf, &pcimsi_target_default, true), 0);
	for (uint8_t device = 1; device <= 2; device++) {
		card(&c, 0x1041);
		c.raw.slot.device = device;
		pcimsi_function_decode(&c.raw, &function);
		assert_int_equal(pcimsi_check_add_function(check, &function, "capture", false), 0);
	}
	assert_int_equal(pcimsi_check_run(check, &run), 0);
	first = second = find(run, "GRA703");
	for (uint32_t i = first->number + 1; i < run->n_findings; i++)
		if (run->findings[i]->rule == first->rule)
			second = run->findings[i];
	assert_ptr_not_equal(first, second);
	assert_true(first->identity == second->identity);
	assert_true(first->fingerprint == fingerprint_at(1));
	assert_true(second->fingerprint != first->fingerprint);
	pcimsi_check_free(check);
	pcimsi_inf_close(inf);
}

/* Findings on a function that no INF matches are told and do not count. */
static void strangers_do_not_count_unless_selected(void **state)
{
	(void)state;
	for (int selected = 0; selected < 2; selected++) {
		const struct pcimsi_check_options options = { .size = sizeof(options) };
		struct pcimsi_check *check = pcimsi_check_new(&options);
		struct pcimsi_inf *inf = open_inf();
		const struct pcimsi_run *run;
		struct pcimsi_function function;
		struct config c;

		assert_int_equal(pcimsi_check_add_inf(check, inf, &pcimsi_target_default, true), 0);
		function = card(&c, 0x1041);
		assert_int_equal(pcimsi_check_add_function(check, &function, "capture", false), 0);
		card(&c, 0x9999);
		config_u32(&c, 0x64, 7);
		pcimsi_function_decode(&c.raw, &function);
		assert_int_equal(pcimsi_check_add_function(check, &function, "capture", selected),
				 0);
		assert_int_equal(pcimsi_check_run(check, &run), 0);
		assert_int_equal(find(run, "MSX301")->counts, selected);
		pcimsi_check_free(check);
		pcimsi_inf_close(inf);
	}
}

/* Registers that were not captured, against an INF of two devices of the vendor 1af4. */
static void what_may_match_is_undecided(void **state)
{
	static const struct {
		uint16_t device;
		bool vendor_known, device_known;
		bool undecided;
	} rows[] = {
		{ 0x1041, true, true, false }, /* it matches */
		{ 0x9999, true, true, false },
		{ 0x9999, true, false, true },
		{ 0x1041, false, true, true },
		{ 0x9999, false, true, false }, /* no vendor makes it one of the two */
		{ 0x9999, false, false, true },
	};
	const struct pcimsi_check_options options = { .size = sizeof(options) };
	struct pcimsi_check *check = pcimsi_check_new(&options);
	struct pcimsi_inf *inf = open_inf();
	const struct pcimsi_run *run;

	(void)state;
	assert_int_equal(pcimsi_check_add_inf(check, inf, &pcimsi_target_default, true), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct config c;
		struct pcimsi_function function = card(&c, rows[i].device);

		function.vendor_id.known = rows[i].vendor_known;
		function.device_id.known = rows[i].device_known;
		assert_int_equal(pcimsi_check_add_function(check, &function, "capture", false), 0);
	}
	assert_int_equal(pcimsi_check_run(check, &run), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(run->functions[i]->undecided, rows[i].undecided);
	assert_int_equal(run->n_undecided, 3);
	assert_int_equal(run->n_verdicts, 1);
	pcimsi_check_free(check);
	pcimsi_inf_close(inf);
}

/* Whatever allocation fails, the check says so and nothing is lost or used after it. */
/* The matrix and the verdicts tell the same story. */
static void every_verdict_is_a_best_cell_of_the_matrix(void **state)
{
	const struct pcimsi_check_options options = { .size = sizeof(options) };
	struct pcimsi_check *check = pcimsi_check_new(&options);
	struct pcimsi_inf *inf = open_inf();
	const struct pcimsi_run *run;
	const struct pcimsi_matrix *matrix;
	struct pcimsi_function function;
	struct config c;

	(void)state;
	assert_int_equal(pcimsi_check_add_inf(check, inf, &pcimsi_target_default, true), 0);
	for (uint16_t device = 0x1040; device < 0x1044; device++) {
		function = card(&c, device);
		assert_int_equal(pcimsi_check_add_function(check, &function, "capture", false), 0);
	}
	assert_int_equal(pcimsi_check_run(check, &run), 0);
	assert_null(run->matrix);
	assert_int_equal(pcimsi_check_matrix(check, &matrix), 0);
	assert_ptr_equal(run->matrix, matrix);
	assert_int_equal(pcimsi_check_matrix(check, &matrix), 0);
	assert_ptr_equal(run->matrix, matrix);
	assert_int_equal(matrix->n_rows, 2);
	assert_int_equal(run->n_verdicts, 2);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(matrix->rows[i].coverage, PCIMSI_COVERAGE_MATCHED);
		assert_int_equal(matrix->rows[i].n_cells, 1);
		assert_true(matrix->rows[i].cells[0].best);
		assert_ptr_equal(matrix->rows[i].cells[0].function, run->verdicts[i]->function);
		assert_int_equal(matrix->rows[i].cells[0].rank, run->verdicts[i]->match.rank);
	}
	/* 1040 and 1043. */
	assert_int_equal(matrix->n_uncovered, 2);
	assert_int_equal(matrix->uncovered[1]->order, 3);
	pcimsi_check_free(check);
	pcimsi_inf_close(inf);
}

static void running_out_of_memory_is_an_error_at_every_place(void **state)
{
	const struct pcimsi_check_options options = { .size = sizeof(options) };
	size_t limit = 0;
	int err;

	(void)state;
	do {
		struct pcimsi_check *check = pcimsi_check_new(&options);
		struct pcimsi_inf *inf = open_inf();
		const struct pcimsi_run *run;

		limit += 64;
		check->arena.limit = limit;
		err = judge(check, inf, &run);
		assert_true(err == 0 || err == PCIMSI_ERR_NOMEM);
		pcimsi_check_free(check);
		pcimsi_inf_close(inf);
	} while (err);
	assert_true(limit > 1024);
}

static void calls_that_come_too_late_are_refused(void **state)
{
	const struct pcimsi_check_options options = { .size = sizeof(options) };
	struct pcimsi_check *check = pcimsi_check_new(&options);
	struct pcimsi_inf *inf = open_inf();
	const struct pcimsi_run *run, *again;
	struct config c;
	struct pcimsi_function function = card(&c, 0x1041);
	uint32_t n_findings;

	(void)state;
	assert_int_equal(judge(check, inf, &run), 0);
	n_findings = run->n_findings;
	assert_int_equal(pcimsi_check_add_inf(check, inf, &pcimsi_target_default, true),
			 PCIMSI_ERR_ORDER);
	assert_int_equal(pcimsi_check_add_registry(check, NULL), PCIMSI_ERR_ORDER);
	assert_int_equal(pcimsi_check_add_function(check, &function, "late", false),
			 PCIMSI_ERR_ORDER);
	/* Once more is no second time. */
	assert_int_equal(pcimsi_check_run(check, &again), 0);
	assert_ptr_equal(again, run);
	assert_int_equal(again->n_findings, n_findings);
	assert_int_equal(again->n_verdicts, 1);
	pcimsi_check_free(check);
	pcimsi_inf_close(inf);
}

/* An INF that is added behind a function would match nothing. */
static void an_inf_comes_before_functions(void **state)
{
	const struct pcimsi_check_options options = { .size = sizeof(options) };
	struct pcimsi_check *check = pcimsi_check_new(&options);
	struct pcimsi_inf *inf = open_inf();
	struct config c;
	struct pcimsi_function function = card(&c, 0x1041);

	(void)state;
	assert_int_equal(pcimsi_check_add_function(check, &function, "capture", false), 0);
	assert_int_equal(pcimsi_check_add_inf(check, inf, &pcimsi_target_default, true),
			 PCIMSI_ERR_ORDER);
	pcimsi_check_free(check);
	pcimsi_inf_close(inf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calls_that_come_too_late_are_refused),
		cmocka_unit_test(an_inf_comes_before_functions),
		cmocka_unit_test(a_verdict_carries_its_findings_and_their_evidence),
		cmocka_unit_test(a_shared_line_is_one_finding),
		cmocka_unit_test(texts_that_were_cut_are_told_apart),
		cmocka_unit_test(a_rule_begins_with_a_clean_context),
		cmocka_unit_test(fingerprints_do_not_depend_on_the_slot),
		cmocka_unit_test(boards_of_a_kind_have_fingerprints_of_their_own),
		cmocka_unit_test(what_may_match_is_undecided),
		cmocka_unit_test(strangers_do_not_count_unless_selected),
		cmocka_unit_test(every_verdict_is_a_best_cell_of_the_matrix),
		cmocka_unit_test(running_out_of_memory_is_an_error_at_every_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

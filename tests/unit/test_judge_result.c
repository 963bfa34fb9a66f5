/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_source_common.h"

#include <pcimsi/pcimsi.h>

/* The result is what happened: of every finding where it is, and of every rule what became of it.
 */

#define PATH "HKR,\"Interrupt Management\\MessageSignaledInterruptProperties\","

static const char inf_text[] = "[Version]\nSignature=\"$Windows NT$\"\nClass=Net\n"
			       "[Manufacturer]\nP=M,NTamd64\n"
			       "[M.NTamd64]\nA=I,PCI\\VEN_8086&DEV_10D3\n"
			       "[I]\n[I.HW]\nAddReg=R\n[R]\n" /* line 11 */
	PATH "MSISupported,0x00010003,1\n" PATH "MessageNumberLimit,0x00010001,  64 ; too many\n";

/* MSI-X of 32 entries; the table is told of on line 8. */
static const char dump[] = "00:01.0 Ethernet controller: Card\n"
			   "00: 86 80 d3 10 00 00 10 00 00 00 00 02 00 00 00 00\n"
			   "10: 00 00 00 f0 00 00 00 00 00 00 00 00 00 00 00 00\n"
			   "20: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
			   "30: 00 00 00 00 60 00 00 00 00 00 00 00 0b 01 00 00\n"
			   "40: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
			   "50: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
			   "60: 11 00 1f 00 00 00 00 00 00 08 00 00 00 00 00 00\n"
			   "70: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n";

struct judged {
	struct pcimsi_capture *capture;
	struct pcimsi_inf *inf;
	struct pcimsi_check *check;
	const struct pcimsi_run *run;
};

static void judge(struct lab *lab, struct judged *judged)
{
	const struct pcimsi_capture_options options = { .size = sizeof(options) };
	const struct pcimsi_inf_options inf_options = { .size = sizeof(inf_options) };
	const struct pcimsi_check_options check_options = { .size = sizeof(check_options) };
	const struct pcimsi_raw_function *raw;
	struct pcimsi_function function;
	const char *detail = NULL;
	FILE *file = fopen(at(lab, "dump.txt"), "w");

	assert_non_null(file);
	fputs(dump, file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(
		pcimsi_capture_open(at(lab, "dump.txt"), &options, &judged->capture, &detail), 0);
	assert_int_equal(pcimsi_inf_open("test.inf", inf_text, sizeof(inf_text) - 1, &inf_options,
					 &judged->inf),
			 0);
	judged->check = pcimsi_check_new(&check_options);
	assert_non_null(judged->check);
	assert_int_equal(
		pcimsi_check_add_inf(judged->check, judged->inf, &pcimsi_target_default, true), 0);
	assert_int_equal(pcimsi_capture_next(judged->capture, &raw), 1);
	pcimsi_function_decode(raw, &function);
	assert_int_equal(pcimsi_check_add_function(judged->check, &function, "dump.txt", false), 0);
	assert_int_equal(pcimsi_capture_next(judged->capture, &raw), 0);
	pcimsi_capture_close(judged->capture);
	assert_int_equal(pcimsi_check_run(judged->check, &judged->run), 0);
}

static void done(struct judged *judged)
{
	pcimsi_check_free(judged->check);
	pcimsi_inf_close(judged->inf);
}

static const struct pcimsi_finding *find(const struct judged *judged, const char *rule)
{
	for (uint32_t i = 0; i < judged->run->n_findings; i++)
		if (strcmp(judged->run->findings[i]->rule->id, rule) == 0)
			return judged->run->findings[i];
	fail_msg("%s did not fire", rule);
	return judged->run->findings[0]; /* not reached */
}

static void is_at(const struct pcimsi_location *evidence, uint32_t line, uint32_t from, uint32_t to)
{
	assert_int_equal(evidence->from.line, line);
	assert_int_equal(evidence->to.line, line);
	assert_int_equal(evidence->from.column, from);
	assert_int_equal(evidence->to.column, to);
}

static void evidence_says_where_it_is(void **state)
{
	const struct pcimsi_finding *above, *flags;
	struct judged judged;

	judge(*state, &judged);
	above = find(&judged, "GRA703");
	assert_int_equal(above->n_locations, 2);
	/* The row of the control word, after the capture was closed. */
	is_at(&above->locations[0], 8, 0, 0);
	assert_int_equal(above->locations[0].role, PCIMSI_ROLE_CONTRADICTS);
	assert_string_equal(above->locations[0].bits->name, "table_size");
	assert_string_equal(above->locations[0].input->name, "dump.txt");
	assert_int_equal(above->locations[0].input->kind, PCIMSI_INPUT_CAPTURE);
	/* The value, without the blanks before it and the comment behind it. */
	is_at(&above->locations[1], 13, 95, 97);
	assert_int_equal(above->locations[1].role, PCIMSI_ROLE_CAUSE);
	assert_string_equal(above->locations[1].input->name, "test.inf");
	flags = find(&judged, "INF418");
	is_at(&flags->locations[0], 12, 76, 86);
	done(&judged);
}

static void findings_know_their_verdicts(void **state)
{
	struct judged judged;
	const struct pcimsi_verdict *verdict;

	judge(*state, &judged);
	verdict = judged.run->verdicts[0];
	assert_true(verdict->n_findings > 1);
	for (uint32_t i = 0; i < verdict->n_findings; i++) {
		assert_int_equal(verdict->findings[i]->n_verdicts, 1);
		assert_ptr_equal(verdict->findings[i]->verdicts[0], verdict);
	}
	assert_ptr_equal(judged.run->worst, find(&judged, "GRA703"));
	done(&judged);
}

static void all_bytes_are_kept(void **state)
{
	struct judged judged;
	const struct pcimsi_judged_function *function;

	judge(*state, &judged);
	function = judged.run->functions[0];
	assert_int_equal(function->function->raw.bytes.size, 0x80);
	assert_int_equal(function->function->raw.bytes.data[0x62], 0x1f);
	assert_int_equal(pcimsi_raw_line(&function->function->raw, 0), 2);
	assert_int_equal(pcimsi_raw_line(&function->function->raw, 0x7f), 9);
	assert_int_equal(pcimsi_raw_line(&function->function->raw, 0x80), 1);
	assert_string_equal(function->input->name, "dump.txt");
	assert_int_equal(judged.run->n_inputs, 2);
	done(&judged);
}

static const struct pcimsi_evaluation *evaluation_of(const struct judged *judged,
						     enum pcimsi_subject subject)
{
	for (uint32_t i = 0; i < judged->run->n_evaluations; i++)
		if (judged->run->evaluations[i].subject == subject)
			return &judged->run->evaluations[i];
	fail_msg("no subject of that kind was judged");
	return NULL;
}

static struct pcimsi_outcome outcome(const struct judged *judged, const char *rule)
{
	const struct pcimsi_rule *row = pcimsi_rule_find(rule);
	struct pcimsi_outcome outcome;

	assert_true(pcimsi_outcome(evaluation_of(judged, row->subject), row, &outcome));
	return outcome;
}

static void every_rule_has_an_outcome(void **state)
{
	struct judged judged;
	uint32_t count, clear = 0;
	const struct pcimsi_rule *rules = pcimsi_rules(&count);

	judge(*state, &judged);
	for (uint32_t i = 0; i < count; i++) {
		struct pcimsi_outcome one = outcome(&judged, rules[i].id);

		clear += !one.hit && !one.reason;
	}
	assert_true(clear > 50);
	assert_true(outcome(&judged, "GRA703").hit);
	assert_true(outcome(&judged, "INF418").hit);
	assert_false(outcome(&judged, "INF419").hit);
	assert_int_equal(outcome(&judged, "GRA710").reason, PCIMSI_REASON_NO_CPUS);
	assert_false(pcimsi_outcome(evaluation_of(&judged, PCIMSI_SUBJECT_RUN),
				    pcimsi_rule_find("GRA703"), &(struct pcimsi_outcome){ 0 }));
	done(&judged);
}

static void words_of_the_result(void **state)
{
	(void)state;
	assert_string_equal(pcimsi_role_name(PCIMSI_ROLE_DEFINES), "defines");
	assert_string_equal(pcimsi_role_name((enum pcimsi_role)99), "");
	assert_string_equal(pcimsi_input_kind_name(PCIMSI_INPUT_POLICY), "policy");
	assert_string_equal(pcimsi_input_kind_name((enum pcimsi_input_kind)99), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LAB_TEST(evidence_says_where_it_is),   LAB_TEST(findings_know_their_verdicts),
		LAB_TEST(all_bytes_are_kept),          LAB_TEST(every_rule_has_an_outcome),
		cmocka_unit_test(words_of_the_result),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

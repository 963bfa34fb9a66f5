/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge_lab.h"

/* The result is what happened: of every finding where it is, and of every rule what became of it.
 */

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

	judge(*state, "00 00 00 f0", &judged);
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

	judge(*state, "00 00 00 f0", &judged);
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

	judge(*state, "00 00 00 f0", &judged);
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

	judge(*state, "00 00 00 f0", &judged);
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

static void the_input_keeps_the_lines_of_an_inf(void **state)
{
	struct judged judged;
	const struct pcimsi_input *input;

	judge(*state, "00 00 00 f0", &judged);
	input = find(&judged, "GRA703")->locations[1].input;
	assert_int_equal(input->n_lines, 13);
	assert_string_equal(input->lines[0], "[Version]");
	assert_string_equal(input->lines[10], "[R]");
	assert_non_null(strstr(input->lines[12], "MessageNumberLimit,0x00010001,  64 ; too many"));
	assert_null(judged.run->inputs[1]->lines);
	done(&judged);
}

static void notes_are_kept_in_their_order(void **state)
{
	struct pcimsi_check *check = pcimsi_check_new(NULL);
	const struct pcimsi_run *run;
	char detail[] = "0000:01:00.0";
	const struct pcimsi_note notes[] = {
		{ .code = PCIMSI_NOTE_NO_HEX, .input = "a.txt", .detail = detail },
		{ .code = PCIMSI_NOTE_NUL_BYTE, .input = "b.txt", .place = { 3, 7 } },
	};

	(void)state;
	for (int i = 0; i < 2; i++)
		assert_int_equal(pcimsi_check_add_note(check, &notes[i]), 0);
	detail[0] = 'x';
	assert_int_equal(pcimsi_check_run(check, &run), 0);
	assert_int_equal(run->n_notes, 2);
	assert_int_equal(run->notes[0].code, PCIMSI_NOTE_NO_HEX);
	assert_string_equal(run->notes[0].detail, "0000:01:00.0");
	assert_string_equal(run->notes[1].input, "b.txt");
	assert_int_equal(run->notes[1].place.column, 7);
	assert_null(run->notes[1].detail);
	assert_int_equal(pcimsi_check_add_note(check, &notes[0]), PCIMSI_ERR_ORDER);
	pcimsi_check_free(check);
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
		LAB_TEST(evidence_says_where_it_is),
		LAB_TEST(findings_know_their_verdicts),
		LAB_TEST(all_bytes_are_kept),
		LAB_TEST(every_rule_has_an_outcome),
		LAB_TEST(the_input_keeps_the_lines_of_an_inf),
		cmocka_unit_test(notes_are_kept_in_their_order),
		cmocka_unit_test(words_of_the_result),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

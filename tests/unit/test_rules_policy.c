/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <pcimsi/pcimsi.h>

#include "caps/decode.h"
#include "config.h"
#include "report/waivers.h"

/* What a policy makes of a judgement: 32 entries of MSI-X, and an INF that asks for `limit`. */

#define KEY "\"Interrupt Management\\MessageSignaledInterruptProperties\""

struct judged {
	struct pcimsi_check *check;
	struct pcimsi_inf *inf;
	struct pcimsi_policy *policies[2];
	const struct pcimsi_run *run;
	unsigned limit;
	struct pcimsi_date today;
	bool (*wanted)(void *user, const struct pcimsi_rule *rule);
};

static struct pcimsi_inf *open_inf(unsigned limit)
{
	static const char format[] =
		"[Version]\nSignature=\"$Windows NT$\"\nClass=Net\n"
		"[Manufacturer]\nP=M,NTamd64\n[M.NTamd64]\n"
		"A=One,PCI\\VEN_1AF4&DEV_1041\n[One]\n[One.HW]\nAddReg=R\n[R]\n"
		"HKR," KEY ",MSISupported,0x00010001,1\n"
		"HKR," KEY ",MessageNumberLimit,0x00010001,%u\n";
	const struct pcimsi_inf_options options = { .size = sizeof(options),
						    .notes = { .call = NULL } };
	char text[1024];
	struct pcimsi_inf *inf;

	snprintf(text, sizeof(text), format, limit);
	assert_int_equal(pcimsi_inf_open("d/test.inf", text, strlen(text), &options, &inf), 0);
	return inf;
}

static struct pcimsi_policy *open_policy(const char *text)
{
	const struct pcimsi_policy_options options = { .size = sizeof(options),
						       .notes = { .call = NULL } };
	struct pcimsi_policy *policy;

	assert_int_equal(pcimsi_policy_open("p.ini", text, strlen(text), &options, &policy), 0);
	assert_int_equal(pcimsi_policy_errors(policy), 0);
	return policy;
}

static void judge(struct judged *j, const char *policy, const char *second)
{
	struct config c;
	struct pcimsi_function function;
	struct pcimsi_check_options options = {
		.size = sizeof(options),
		.wanted = j->wanted,
		.policies = (const struct pcimsi_policy *const *)j->policies,
		.n_policies = second ? 2 : 1,
		.today = j->today,
	};

	config_endpoint(&c, 0x1af4, 0x1041);
	config_capability(&c, 0x11, 0x60);
	config_u16(&c, 0x62, 0x001f);
	pcimsi_function_decode(&c.raw, &function);
	j->policies[0] = open_policy(policy);
	j->policies[1] = second ? open_policy(second) : NULL;
	j->inf = open_inf(j->limit);
	j->check = pcimsi_check_new(&options);
	assert_non_null(j->check);
	assert_int_equal(pcimsi_check_add_inf(j->check, j->inf, &pcimsi_target_default, true), 0);
	assert_int_equal(pcimsi_check_add_function(j->check, &function, "d/c.txt", false), 0);
	assert_int_equal(pcimsi_check_run(j->check, &j->run), 0);
}

static void judged_done(struct judged *j)
{
	pcimsi_check_free(j->check);
	pcimsi_inf_close(j->inf);
	pcimsi_policy_close(j->policies[0]);
	pcimsi_policy_close(j->policies[1]);
}

static bool fired(const struct judged *j, const char *rule)
{
	for (uint32_t i = 0; i < j->run->n_findings; i++)
		if (strcmp(j->run->findings[i]->rule->id, rule) == 0)
			return true;
	return false;
}

static const struct pcimsi_finding *find(const struct judged *j, const char *rule)
{
	for (uint32_t i = 0; i < j->run->n_findings; i++)
		if (strcmp(j->run->findings[i]->rule->id, rule) == 0)
			return j->run->findings[i];
	fail_msg("%s did not fire", rule);
	return j->run->findings[0]; /* not reached */
}

/* ---- severities ------------------------------------------------------------------------------ */

static void a_severity_replaces_that_of_the_catalogue(void **state)
{
	struct judged j = { .limit = 8 };

	(void)state;
	judge(&j, "[severities]\nGRA705 = error\n", NULL);
	assert_int_equal(find(&j, "GRA705")->severity, PCIMSI_SEVERITY_ERROR);
	assert_int_equal(j.run->verdicts[0]->word, PCIMSI_VERDICT_WASTEFUL);
	judged_done(&j);
}

/* What is told, and what counts, is a matter of taste; what the silicon can do is not. */
static void a_severity_changes_no_verdict(void **state)
{
	struct judged j = { .limit = 8 };

	(void)state;
	judge(&j, "[severities]\nGRA705 = note\n", NULL);
	assert_int_equal(find(&j, "GRA705")->severity, PCIMSI_SEVERITY_NOTE);
	assert_int_equal(j.run->verdicts[0]->word, PCIMSI_VERDICT_WASTEFUL);
	judged_done(&j);
}

static void of_two_policies_the_later_one_holds(void **state)
{
	struct judged j = { .limit = 8 };

	(void)state;
	judge(&j, "[severities]\nGRA705 = off\n", "[severities]\nlimit-below-msix = error\n");
	assert_int_equal(find(&j, "GRA705")->severity, PCIMSI_SEVERITY_ERROR);
	judged_done(&j);
}

static void what_is_off_is_not_told_and_decides(void **state)
{
	struct judged j = { .limit = 8 };

	(void)state;
	judge(&j, "[severities]\nGRA705 = off\n", NULL);
	assert_false(fired(&j, "GRA705"));
	assert_int_equal(j.run->verdicts[0]->word, PCIMSI_VERDICT_WASTEFUL);
	assert_int_equal(j.run->verdicts[0]->counts_as, PCIMSI_VERDICT_FIT);
	for (uint32_t i = 0; i < j.run->verdicts[0]->n_findings; i++)
		assert_string_not_equal(j.run->verdicts[0]->findings[i]->rule->id, "GRA705");
	judged_done(&j);
}

/* 2048 says "as many as there are": the rule itself makes a note of its warning. */
static void what_a_rule_softened_stays_soft(void **state)
{
	struct judged j = { .limit = 2048 };

	(void)state;
	judge(&j, "[severities]\nGRA703 = error\n", NULL);
	assert_int_equal(find(&j, "GRA703")->severity, PCIMSI_SEVERITY_NOTE);
	judged_done(&j);
}

/* ---- waivers --------------------------------------------------------------------------------- */

#define WAIVER "[waiver w]\nrule = GRA705\nreason = r\nowner = o\n"
#define WAIVER_OF_8 WAIVER "ids = 1af4:1041\nvalue = limit=8\n"

static void a_waived_finding_keeps_its_verdict(void **state)
{
	struct judged j = { .limit = 8 };
	const struct pcimsi_finding *finding;

	(void)state;
	judge(&j, WAIVER_OF_8, NULL);
	finding = find(&j, "GRA705");
	assert_non_null(finding->waiver);
	assert_string_equal(finding->waiver->name, "w");
	assert_true(finding->decides);
	assert_int_equal(j.run->verdicts[0]->word, PCIMSI_VERDICT_WASTEFUL);
	assert_int_equal(j.run->verdicts[0]->counts_as, PCIMSI_VERDICT_FIT);
	assert_int_equal(j.run->n_waivers, 1);
	assert_int_equal(j.run->waivers[0].n_findings, 1);
	assert_false(fired(&j, "POL953"));
	judged_done(&j);
}

static void a_waiver_never_hides_another_value(void **state)
{
	struct judged j = { .limit = 4 };

	(void)state;
	judge(&j, WAIVER_OF_8, NULL);
	assert_null(find(&j, "GRA705")->waiver);
	assert_true(fired(&j, "POL953"));
	assert_int_equal(find(&j, "POL953")->locations[0].kind, PCIMSI_INPUT_POLICY);
	assert_int_equal(find(&j, "POL953")->locations[0].place.line, 1);
	assert_null(find(&j, "POL953")->inf);
	assert_ptr_equal(find(&j, "POL953")->missed, find(&j, "GRA705"));
	judged_done(&j);
}

static void everything_that_a_waiver_names_must_agree(void **state)
{
	static const struct {
		const char *keys;
		bool waived;
		bool unread; /* what it names is not there to be judged */
	} rows[] = {
		{ "ids = 1af4\nvalue = limit=8 unused=24\n", true, false },
		{ "ids = 1af4\nvalue = limit=8 unused=25\n", false, false },
		{ "ids = 1af4\nvalue = limit=8 entries=31\n", false, false },
		{ "ids = 1af4\n", false, false },
		{ "ids = 8086, 1af4:1041\nvalue = limit=8\n", true, false },
		{ "ids = 8086\nvalue = limit=8\n", false, false },
		{ "section = ONE\nvalue = limit=8\n", true, false },
		{ "section = Two\nvalue = limit=8\n", false, false },
		{ "ids = 1af4\nsection = Two\nvalue = limit=8\n", false, false },
		{ "inf = test.inf\nvalue = limit=8\n", true, false },
		{ "inf = D/Test.inf\nvalue = limit=8\n", true, false },
		{ "inf = e/test.inf\nvalue = limit=8\n", false, true },
		{ "capture = c.txt\nvalue = limit=8\n", true, false },
		{ "capture = .txt\nvalue = limit=8\n", false, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct judged j = { .limit = 8 };
		char text[256];

		snprintf(text, sizeof(text), WAIVER "%s", rows[i].keys);
		judge(&j, text, NULL);
		assert_int_equal(find(&j, "GRA705")->waiver != NULL, rows[i].waived);
		assert_int_equal(fired(&j, "POL953"), !rows[i].waived && !rows[i].unread);
		judged_done(&j);
	}
}

static void a_waiver_ends_after_its_day(void **state)
{
	static const char text[] = WAIVER_OF_8 "until = 2027-02-28\n";
	struct judged j = { .limit = 8, .today = { 2027, 2, 28 } };

	(void)state;
	judge(&j, text, NULL);
	assert_non_null(find(&j, "GRA705")->waiver);
	assert_false(fired(&j, "POL952"));
	judged_done(&j);
	j.today = (struct pcimsi_date){ 2027, 3, 1 };
	judge(&j, text, NULL);
	assert_null(find(&j, "GRA705")->waiver);
	assert_true(fired(&j, "POL952"));
	assert_false(fired(&j, "POL953"));
	judged_done(&j);
	/* Without a clock nothing ends. */
	j.today = (struct pcimsi_date){ 0 };
	judge(&j, text, NULL);
	assert_non_null(find(&j, "GRA705")->waiver);
	judged_done(&j);
}

static void another_waiver_may_hold_on(void **state)
{
	struct judged j = { .limit = 8, .today = { 2027, 1, 1 } };

	(void)state;
	judge(&j, WAIVER_OF_8 "until = 2026-01-01\n",
	      "[waiver x]\nrule = GRA705\nreason = r\nowner = o\nsection = One\nvalue = limit=8\n");
	assert_string_equal(find(&j, "GRA705")->waiver->name, "x");
	assert_true(fired(&j, "POL952"));
	judged_done(&j);
}

static bool not_gra(void *user, const struct pcimsi_rule *rule)
{
	(void)user;
	return strncmp(rule->id, "GRA", 3) != 0;
}

/* That it matches nothing means nothing. */
static void a_waiver_of_a_rule_that_is_not_run_is_not_unused(void **state)
{
	struct judged j = { .limit = 8, .wanted = not_gra };

	(void)state;
	judge(&j, WAIVER_OF_8, NULL);
	assert_false(fired(&j, "POL953"));
	assert_false(j.run->waivers[0].evaluated);
	assert_int_equal(waivers_superfluous(j.run, j.policies[0]), 0);
	judged_done(&j);
}

/* ---- writing --------------------------------------------------------------------------------- */

static char *write_waivers(const struct judged *j, const struct pcimsi_fail_on *fail_on,
			   uint32_t *ret_count)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	assert_int_equal(waivers_write(out, j->run, fail_on, ret_count), 0);
	fclose(out);
	return text;
}

static const struct pcimsi_fail_on on_notes = { .severities = true,
						.severity = PCIMSI_SEVERITY_NOTE,
						.verdict = PCIMSI_VERDICT_FIT };

static void what_is_written_waives_all(void **state)
{
	struct judged j = { .limit = 8 };
	uint32_t count;
	char *text;

	(void)state;
	judge(&j, "", NULL);
	text = write_waivers(&j, &on_notes, &count);
	assert_true(count > 0);
	judged_done(&j);
	judge(&j, text, NULL);
	for (uint32_t i = 0; i < j.run->n_findings; i++)
		assert_non_null(j.run->findings[i]->waiver);
	free(text);
	/* Nothing is left to be written. */
	text = write_waivers(&j, &on_notes, &count);
	assert_int_equal(count, 0);
	free(text);
	judged_done(&j);
}

/* What decides it is a note by now, and makes the status all the same. */
static void a_verdict_that_fails_is_waived_through_its_finding(void **state)
{
	static const struct pcimsi_fail_on on_waste = { .verdict = PCIMSI_VERDICT_WASTEFUL };
	static const struct pcimsi_fail_on on_impossible = { .verdict = PCIMSI_VERDICT_IMPOSSIBLE };
	struct judged j = { .limit = 8 };
	struct pcimsi_failures failures;
	uint32_t count;
	char *text;

	(void)state;
	judge(&j, "[severities]\nGRA705 = note\n", NULL);
	pcimsi_failures_count(j.run, &on_impossible, &failures);
	assert_int_equal(failures.n_verdicts, 0);
	pcimsi_failures_count(j.run, &on_waste, &failures);
	assert_int_equal(failures.n_findings, 0);
	assert_int_equal(failures.verdicts[PCIMSI_VERDICT_WASTEFUL], 1);
	text = write_waivers(&j, &on_waste, &count);
	assert_int_equal(count, 1);
	judged_done(&j);
	judge(&j, text, NULL);
	pcimsi_failures_count(j.run, &on_waste, &failures);
	assert_int_equal(failures.n_verdicts, 0);
	free(text);
	judged_done(&j);
}

/* Whatever is in a text: it is read back as it was, and no line is too long. */
static void every_text_survives_being_written(void **state)
{
	const struct pcimsi_rule *rule = pcimsi_rule_find("INF417");
	struct pcimsi_value values[] = {
		{ .param = &rule->params[0], .kind = PCIMSI_VALUE_TEXT },
		{ .param = pcimsi_rule_parameter(pcimsi_rule_find("GRA703"), "best"),
		  .kind = PCIMSI_VALUE_NUMBER,
		  .number = 33 },
		{ .param = &rule->params[1], .kind = PCIMSI_VALUE_TEXT, .text = "8, \"x\" = y" },
	};
	const struct pcimsi_finding finding = {
		.rule = rule,
		.inf =
			&(struct pcimsi_judged_inf){
				.facts = &(struct pcimsi_inf_facts){ .name = "a; b,\xe4\n.inf" } },
		.section = "[S] #1 ; \"q\" \\",
		.values = values,
		.n_values = 3,
		.counts = true,
	};
	const struct pcimsi_finding *const list[] = { &finding };
	const struct judged j = {
		.run = &(struct pcimsi_run){ .findings = list, .n_findings = 1 },
	};

	(void)state;
	for (unsigned length = 0; length < 600; length += 7) {
		const struct pcimsi_waiver *waiver;
		struct pcimsi_policy *policy;
		char value[600], *text;
		uint32_t count;

		for (unsigned i = 0; i < length; i++)
			value[i] = (char)(i % 255 + 1);
		value[length] = '\0';
		values[0].text = value;
		text = write_waivers(&j, &on_notes, &count);
		policy = open_policy(text);
		waiver = pcimsi_policy_waivers(policy, &count);
		assert_int_equal(count, 1);
		assert_string_equal(waiver->section, finding.section);
		assert_string_equal(waiver->inf, finding.inf->facts->name);
		assert_int_equal(waiver->n_values, 2);
		assert_string_equal(waiver->values[0].text, value);
		assert_string_equal(waiver->values[1].text, values[2].text);
		pcimsi_policy_close(policy);
		free(text);
	}
}

static void only_what_is_unused_is_taken_out(void **state)
{
	static const char text[] = "; head\n[waiver w]\nrule = GRA705\nreason = r\n; inside\n"
				   "owner = o\nids = 1af4\nvalue = limit=4\n\n\n; tail\n"
				   "[waiver x]\nrule = GRA705\nreason = r\nowner = o\nids = 1af4\n"
				   "value = limit=8\n[severities]\nGRA711=off";
	struct judged j = { .limit = 8 };
	char *kept = NULL;
	size_t size;
	FILE *out = open_memstream(&kept, &size);

	(void)state;
	judge(&j, text, NULL);
	assert_int_equal(waivers_superfluous(j.run, j.policies[0]), 1);
	waivers_keep(out, j.run, j.policies[0], text, sizeof(text) - 1);
	fclose(out);
	assert_int_equal(memcmp(kept, "; head\n; tail\n[waiver x]\n", 25), 0);
	assert_string_equal(kept + 14, strstr(text, "[waiver x]"));
	free(kept);
	judged_done(&j);
}

/* ---- house rules ----------------------------------------------------------------------------- */

static void a_house_rule_is_proved_from_all_sides(void **state)
{
	struct judged j = { .limit = 8 };
	const struct pcimsi_finding *finding;
	bool kinds[PCIMSI_INPUT_POLICY + 1] = { false };

	(void)state;
	judge(&j, "[rule r]\nmessages-at-least = 16\nseverity = warning\n", NULL);
	finding = find(&j, "POL951");
	assert_int_equal(finding->severity, PCIMSI_SEVERITY_WARNING);
	assert_ptr_equal(finding->inf, j.run->infs[0]);
	assert_true(finding->counts);
	for (uint32_t i = 0; i < finding->n_locations; i++)
		kinds[finding->locations[i].kind] = true;
	assert_true(kinds[PCIMSI_INPUT_CAPTURE] && kinds[PCIMSI_INPUT_INF] &&
		    kinds[PCIMSI_INPUT_POLICY]);
	/* It makes no verdict. */
	assert_int_equal(j.run->verdicts[0]->word, PCIMSI_VERDICT_WASTEFUL);
	for (uint32_t i = 0; i < j.run->verdicts[0]->n_findings; i++)
		assert_ptr_not_equal(j.run->verdicts[0]->findings[i], finding);
	judged_done(&j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_severity_replaces_that_of_the_catalogue),
		cmocka_unit_test(a_severity_changes_no_verdict),
		cmocka_unit_test(of_two_policies_the_later_one_holds),
		cmocka_unit_test(what_is_off_is_not_told_and_decides),
		cmocka_unit_test(what_a_rule_softened_stays_soft),
		cmocka_unit_test(a_waived_finding_keeps_its_verdict),
		cmocka_unit_test(a_waiver_never_hides_another_value),
		cmocka_unit_test(everything_that_a_waiver_names_must_agree),
		cmocka_unit_test(a_waiver_ends_after_its_day),
		cmocka_unit_test(another_waiver_may_hold_on),
		cmocka_unit_test(a_waiver_of_a_rule_that_is_not_run_is_not_unused),
		cmocka_unit_test(what_is_written_waives_all),
		cmocka_unit_test(a_verdict_that_fails_is_waived_through_its_finding),
		cmocka_unit_test(every_text_survives_being_written),
		cmocka_unit_test(only_what_is_unused_is_taken_out),
		cmocka_unit_test(a_house_rule_is_proved_from_all_sides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caps/decode.h"
#include "config.h"
#include "test_inf_common.h"

#include <pcimsi/pcimsi.h>

#include "suggest/suggest.h"

/* An INF judged against one function, and what is suggested. tests/rules/check_suggest.c applies
 * diffs. */

#define INF(models, rest) VERSION "[Manufacturer]\nA=M,NTamd64\n[M.NTamd64]\n" models "[I]\n" rest
#define ONE "D=I,PCI\\VEN_1234&DEV_0001\n"
#define KEY "HKR,\"" MESSAGES "\","
#define HW "[I.HW]\nAddReg=R\n[R]\n"

struct trial {
	const char *text;
	struct pcimsi_inf *inf;
	struct pcimsi_check *check;
	const struct pcimsi_run *run;
	struct pcimsi_suggest *suggest;
	const struct pcimsi_suggested_inf *answer; /* NULL: none */
};

static bool give_bytes(void *user, const struct pcimsi_inf *inf, const void **ret, size_t *ret_size)
{
	const struct trial *trial = user;

	assert_ptr_equal(inf, trial->inf);
	*ret = trial->text;
	*ret_size = strlen(trial->text);
	return true;
}

static struct pcimsi_inf *open_again(void *user, const struct pcimsi_inf *inf, const void *bytes,
				     size_t size)
{
	(void)user;
	(void)inf;
	return open_bytes(bytes, size, NULL);
}

#define NO_MESSAGES 0xffff

/* Functions 1234:0001 and 1234:0002 with tables of these sizes; 0: no such function. */
static void judge(struct trial *trial, const char *text, uint16_t first, uint16_t second)
{
	const struct pcimsi_check_options options = { .size = sizeof(options) };
	const uint16_t sizes[] = { first, second };

	*trial = (struct trial){ .text = text, .inf = open_text(text) };
	trial->check = pcimsi_check_new(&options);
	assert_int_equal(
		pcimsi_check_add_inf(trial->check, trial->inf, &pcimsi_target_default, true), 0);
	for (uint16_t i = 0; i < 2; i++) {
		struct pcimsi_function function;
		struct config c;

		if (!sizes[i])
			continue;
		config_endpoint(&c, 0x1234, (uint16_t)(1 + i));
		if (sizes[i] != NO_MESSAGES) {
			config_capability(&c, 0x11, 0x60);
			config_u16(&c, 0x62, (uint16_t)(sizes[i] - 1));
		}
		config_u8(&c, 0x3d, 1);
		c.raw.slot.device = (uint8_t)(1 + i);
		pcimsi_function_decode(&c.raw, &function);
		assert_int_equal(
			pcimsi_check_add_function(trial->check, &function, "capture", false), 0);
	}
	assert_int_equal(pcimsi_check_run(trial->check, &trial->run), 0);
}

static int suggest(struct trial *trial, size_t memory)
{
	const struct pcimsi_suggest_options options = {
		.size = sizeof(options),
		.bytes = give_bytes,
		.reopen = open_again,
		.user = trial,
	};

	return suggest_new(trial->run, &options, memory, &trial->suggest);
}

static void try_text(struct trial *trial, const char *text, uint16_t first, uint16_t second)
{
	uint32_t count;

	judge(trial, text, first, second);
	assert_int_equal(suggest(trial, 0), 0);
	trial->answer = pcimsi_suggest_infs(trial->suggest, &count);
	if (!count)
		trial->answer = NULL;
}

static void trial_done(struct trial *trial)
{
	pcimsi_suggest_free(trial->suggest);
	pcimsi_check_free(trial->check);
	pcimsi_inf_close(trial->inf);
}

/* The first suggestion for the rule, which must be there. */
static const struct pcimsi_suggestion *find(const struct trial *trial, const char *rule)
{
	assert_non_null(trial->answer);
	for (uint32_t i = 0; i < trial->answer->n_suggestions; i++)
		if (strcmp(trial->answer->suggestions[i].rule->id, rule) == 0)
			return &trial->answer->suggestions[i];
	fail_msg("nothing is said of %s", rule);
	return NULL;
}

/* The lines that come, joined by |. */
static const char *added(const struct trial *trial, char buffer[512])
{
	size_t length = 0;

	for (uint32_t i = 0; i < trial->answer->n_lines; i++) {
		const struct pcimsi_suggested_line *line = &trial->answer->lines[i];

		if (!line->changed || !line->after)
			continue;
		memcpy(buffer + length, line->after, line->after_size);
		length += line->after_size;
		buffer[length - 1] = '|';
	}
	buffer[length] = '\0';
	return buffer;
}

static void each_fix_writes_what_the_rule_advises(void **state)
{
	static const struct {
		const char *rule;
		const char *text;
		enum pcimsi_suggestion_kind kind;
		const char *added;
		const char *other; /* NULL: none comes */
	} rows[] = {
		{ .rule = "GRA703",
		  .text = INF(ONE, HW KEY "MSISupported," DWORD ",1\n" KEY
					  "MessageNumberLimit," DWORD ", 64 ; much\n"),
		  .kind = PCIMSI_SUGGESTION_SAFE,
		  .added = "" },
		{ .rule = "GRA705",
		  .text = INF(ONE, HW KEY "MSISupported," DWORD ",1\n" KEY
					  "MessageNumberLimit," DWORD ",0x8\n"),
		  .kind = PCIMSI_SUGGESTION_NEEDS_DRIVER,
		  .added = KEY "MessageNumberLimit," DWORD ",32|" },
		/* What a device needs that no capture shows is not known. */
		{ .rule = "GRA705",
		  .text = INF(ONE "E=I,PCI\\VEN_1234&DEV_0002\n", HW KEY
			      "MSISupported," DWORD ",1\n" KEY "MessageNumberLimit," DWORD ",8\n"),
		  .kind = PCIMSI_SUGGESTION_NEEDS_DRIVER,
		  .added = "" },
		{ .rule = "GRA707",
		  .text = INF(ONE, "CopyFiles=@x.sys\n\n[End]\n"),
		  .kind = PCIMSI_SUGGESTION_NEEDS_DRIVER,
		  .added = "[I.HW]|AddReg = I_MSI||[I_MSI]|" KEY "MSISupported," DWORD ",1||" },
		{ .rule = "GRA707",
		  .text = INF(ONE, "[I.HW]\nAddReg=R\n[R]\nHKR,,Other,,x\n"),
		  .kind = PCIMSI_SUGGESTION_NEEDS_DRIVER,
		  .added = KEY "MSISupported," DWORD ",1|" },
		/* That the id reaches a whole vendor is told, and takes messages from nobody. */
		{ .rule = "GRA707",
		  .text = INF("E=I,PCI\\VEN_1234\n", "[I.HW]\nAddReg=R\n[R]\nHKR,,Other,,x\n"),
		  .kind = PCIMSI_SUGGESTION_NEEDS_DRIVER,
		  .added = KEY "MSISupported," DWORD ",1|",
		  .other = "MAT604" },
		{ .rule = "INF403",
		  .text = INF(ONE, "AddReg=Other, R\n[R]\n" KEY "MSISupported," DWORD
				   ",1\n[Other]\nHKR,,a,,b\n"),
		  .kind = PCIMSI_SUGGESTION_NEEDS_DRIVER,
		  .added = "AddReg=Other|[I.HW]|AddReg = R||" },
		{ .rule = "INF405",
		  .text = INF(ONE, "[R]\n" KEY "MSISupported," DWORD ",1\n"),
		  .kind = PCIMSI_SUGGESTION_NEEDS_DRIVER,
		  .added = "[I.HW]|AddReg = R||" },
		{ .rule = "INF406",
		  .text = INF(ONE, HW KEY "MSISupported,,\"1\"\n"),
		  .kind = PCIMSI_SUGGESTION_NEEDS_DRIVER,
		  .added = KEY "MSISupported," DWORD ",1|" },
		{ .rule = "INF407",
		  .text = INF(ONE,
			      HW "HKR,\"Interrupt Managment\\"
				 "MessageSignaledInterruptProperties\",MSISupported," DWORD ",1\n"),
		  .kind = PCIMSI_SUGGESTION_NEEDS_DRIVER,
		  .added = KEY "MSISupported," DWORD ",1|" },
		{ .rule = "INF408",
		  .text = VERSION "[Manufacturer]\nA=M,NTamd64\n[M.NTamd64]\n" ONE
				  "[I.NT]\n[I.HW]\nAddReg=R\n[R]\n" KEY "MSISupported," DWORD
				  ",1\n",
		  .kind = PCIMSI_SUGGESTION_NEEDS_DRIVER,
		  .added = "[I.NT.HW]|" },
		{ .rule = "INF405",
		  .text = INF(ONE, "[I.HW]\nAddReg=Msi_Reg\n[MsiReg]\n" KEY "MSISupported," DWORD
				   ",1\n"),
		  .kind = PCIMSI_SUGGESTION_NEEDS_DRIVER,
		  .added = "AddReg=MsiReg|" },
		{ .rule = "INF418",
		  .text = INF(ONE, HW KEY "MSISupported,0x00010003,1\n"),
		  .kind = PCIMSI_SUGGESTION_SAFE,
		  .added = KEY "MSISupported," DWORD ",1|" },
		{ .rule = "INF420",
		  .text = INF(ONE, HW KEY "MSISupported," DWORD ",1\n" KEY
					  "MessageNumberLimit," DWORD ",032\n"),
		  .kind = PCIMSI_SUGGESTION_SAFE,
		  .added = KEY "MessageNumberLimit," DWORD ",32|" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct trial trial;
		char text[512];
		const struct pcimsi_suggestion *suggestion;

		try_text(&trial, rows[i].text, 32, 0);
		suggestion = find(&trial, rows[i].rule);
		assert_int_equal(suggestion->refusal, PCIMSI_REFUSAL_NONE);
		assert_int_equal(suggestion->kind, rows[i].kind);
		assert_non_null(suggestion->finding);
		assert_true(suggestion->n_gone > 0);
		assert_string_equal(added(&trial, text), rows[i].added);
		assert_string_equal(suggestion->other ? suggestion->other->id : "",
				    rows[i].other ? rows[i].other : "");
		trial_done(&trial);
	}
}

static void what_is_not_sure_is_refused(void **state)
{
	static const struct {
		const char *rule;
		const char *text;
		uint16_t first; /* 0: 32 */
		uint16_t second;
		enum pcimsi_refusal refusal;
		const char *detail;
	} rows[] = {
		{ .rule = "GRA701",
		  .text = INF("E=I,PCI\\VEN_1234&DEV_0003\n" ONE,
			      HW KEY "MSISupported," DWORD ",1\n"),
		  .first = NO_MESSAGES,
		  .refusal = PCIMSI_REFUSAL_OTHERS,
		  .detail = "PCI\\VEN_1234&DEV_0003" },
		{ .rule = "GRA707",
		  .text = INF(ONE, HW KEY "MSISupported," DWORD ",0\n"),
		  .refusal = PCIMSI_REFUSAL_DECISION },
		{ .rule = "INF411",
		  .text = INF(ONE, HW KEY "MSISupported," DWORD ",1\n" KEY
					  "MessageNumberLimit," DWORD ",many\n"),
		  .refusal = PCIMSI_REFUSAL_DECISION },
		{ .rule = "GRA705",
		  .text = INF(ONE, HW KEY "MSISupported," DWORD ",1\n" KEY
					  "MessageNumberLimit," DWORD ",\\\n8\n"),
		  .refusal = PCIMSI_REFUSAL_UNUSUAL },
		{ .rule = "INF405",
		  .text = INF(ONE "E=J,PCI\\VEN_1234&DEV_0002\n",
			      "[J]\n[R]\n" KEY "MSISupported," DWORD ",1\n"),
		  .second = 16,
		  .refusal = PCIMSI_REFUSAL_DECISION },
		{ .rule = "INF403",
		  .text = INF(ONE, "AddReg=R\n[R]\nHKR,,a,,b\n" KEY "MSISupported," DWORD ",1\n"),
		  .refusal = PCIMSI_REFUSAL_STRUCTURE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct pcimsi_suggestion *suggestion;
		struct trial trial;

		try_text(&trial, rows[i].text, rows[i].first ? rows[i].first : 32, rows[i].second);
		suggestion = find(&trial, rows[i].rule);
		assert_int_equal(suggestion->kind, PCIMSI_SUGGESTION_REFUSED);
		assert_int_equal(suggestion->refusal, rows[i].refusal);
		assert_true(*pcimsi_refusal_text(suggestion->refusal));
		if (rows[i].detail)
			assert_string_equal(suggestion->detail, rows[i].detail);
		assert_int_equal(trial.answer->n_changed, 0);
		trial_done(&trial);
	}
}

/* What is mended on the way belongs to the suggestion: the spelling, then the limit. */
static void what_comes_is_mended_too(void **state)
{
	static const char text[] = INF(ONE, HW KEY "MSISupported," DWORD ",1\n" KEY
						   "MessageNumberLimt," DWORD ",64\n");
	const struct pcimsi_suggestion *second;
	struct trial trial;
	char lines[512];

	(void)state;
	try_text(&trial, text, 32, 0);
	assert_int_equal(find(&trial, "INF407")->kind, PCIMSI_SUGGESTION_SAFE);
	second = find(&trial, "GRA703");
	assert_int_equal(second->kind, PCIMSI_SUGGESTION_SAFE);
	assert_null(second->finding);
	assert_string_equal(added(&trial, lines), "");
	trial_done(&trial);
}

static void what_fits_is_left_alone(void **state)
{
	struct trial trial;

	(void)state;
	try_text(&trial, INF(ONE, HW KEY "MSISupported," DWORD ",1\n"), 32, 0);
	assert_null(trial.answer);
	trial_done(&trial);
}

/* One line is wrong for many functions: it is changed once. */
static void one_change_serves_all_its_functions(void **state)
{
	static const char text[] = INF(ONE "E=I,PCI\\VEN_1234&DEV_0002\n",
				       HW KEY "MSISupported," DWORD ",1\n" KEY
					      "MessageNumberLimit," DWORD ",8\n");
	struct trial trial;

	(void)state;
	try_text(&trial, text, 32, 32);
	assert_int_equal(find(&trial, "GRA705")->n_gone, 2);
	assert_int_equal(trial.answer->n_suggestions, 1);
	assert_int_equal(trial.answer->n_changed, 1);
	trial_done(&trial);
}

/* No number is right for tables that differ. */
static void one_number_is_for_those_that_are_alike(void **state)
{
	static const char text[] = INF(ONE "E=I,PCI\\VEN_1234&DEV_0002\n",
				       HW KEY "MSISupported," DWORD ",1\n" KEY
					      "MessageNumberLimit," DWORD ",8\n");
	struct trial trial;
	char lines[512];

	(void)state;
	try_text(&trial, text, 40, 40);
	assert_string_equal(added(&trial, lines), KEY "MessageNumberLimit," DWORD ",40|");
	trial_done(&trial);
	try_text(&trial, text, 18, 40);
	assert_int_equal(find(&trial, "GRA705")->n_gone, 2);
	assert_int_equal(trial.answer->n_suggestions, 1);
	assert_string_equal(added(&trial, lines), "");
	trial_done(&trial);
}

static void running_out_of_memory_is_an_error_at_every_place(void **state)
{
	struct trial trial;
	size_t limit = 0;
	int err;

	(void)state;
	judge(&trial,
	      INF(ONE, HW KEY "MSISupported," DWORD ",1\n" KEY "MessageNumberLimt," DWORD ",64\n"),
	      32, 0);
	do {
		limit += 32;
		err = suggest(&trial, limit);
		assert_true(err == 0 || (err == PCIMSI_ERR_NOMEM && !trial.suggest));
	} while (err);
	assert_true(limit > 256);
	trial_done(&trial);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_fix_writes_what_the_rule_advises),
		cmocka_unit_test(what_is_not_sure_is_refused),
		cmocka_unit_test(what_comes_is_mended_too),
		cmocka_unit_test(what_fits_is_left_alone),
		cmocka_unit_test(one_change_serves_all_its_functions),
		cmocka_unit_test(one_number_is_for_those_that_are_alike),
		cmocka_unit_test(running_out_of_memory_is_an_error_at_every_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caps/decode.h"
#include "fuzz.h"

#include <locale.h>
#include <stdio.h>

#include <jansson.h>

#include <pcimsi/pcimsi.h>

#include "report/formats.h"

/*
 * Input: 256 bytes of configuration space, then an INF, and from "REGEDIT4" on an
 * exported registry, which need not be there. Beside surviving, the
 * judgement must prove what it says, never expect more than there is, come out the
 * same again, and every report of it be safe to show and well-formed.
 */

#define CONFIG_SIZE 256

/* ---- the judgement ------------------------------------------------------------------------- */

static void check_grant(const struct pcimsi_grant *grant)
{
	CHECK(grant->row);
	touch(grant->row->id);
	if (grant->requested.known && grant->capacity.known)
		CHECK(grant->requested.value <= grant->capacity.value);
	if (grant->mode == PCIMSI_MODE_INTX || grant->mode == PCIMSI_MODE_NONE)
		CHECK(grant->requested.value == 0);
}

static void check_finding(const struct pcimsi_run *run, uint32_t number)
{
	const struct pcimsi_finding *finding = run->findings[number];

	CHECK(finding->number == number);
	for (uint32_t i = number < 64 ? 0 : number - 64; i < number; i++)
		CHECK(run->findings[i]->fingerprint != finding->fingerprint);
	touch(finding->rule->id);
	for (uint32_t i = 0; i < finding->n_values; i++) {
		char buffer[PCIMSI_VALUE_CHARS];

		CHECK(finding->values[i].kind != PCIMSI_VALUE_NOT_GIVEN);
		touch(finding->values[i].param->name);
		touch(pcimsi_value_text(&finding->values[i], buffer));
	}
	for (uint32_t i = 0; i < finding->n_locations; i++) {
		const struct pcimsi_location *evidence = &finding->locations[i];

		touch(evidence->file);
		CHECK(evidence->kind || evidence->size <= 16);
		CHECK(evidence->kind || evidence->offset + evidence->size <= CONFIG_SIZE);
	}
}

/* Every row speaks of every function. */
static void check_advice(struct pcimsi_check *check)
{
	const struct pcimsi_advice *advice;
	uint32_t count;

	CHECK(pcimsi_check_advise(check, &advice, &count) == 0);
	for (uint32_t i = 0; i < count; i++) {
		touch(advice[i].section);
		CHECK(advice[i].n_rows && advice[i].best && advice[i].none);
		for (uint32_t k = 0; k < advice[i].n_rows; k++) {
			uint32_t functions = 0;

			for (int e = 0; e < PCIMSI_LIMIT_EFFECTS; e++)
				functions += advice[i].rows[k].functions[e];
			CHECK(functions == advice[i].n_verdicts);
		}
	}
}

static void check_matrix(const struct pcimsi_run *run, const struct pcimsi_matrix *matrix)
{
	uint32_t best = 0, cells = 0;

	for (uint32_t i = 0; i < matrix->n_rows; i++) {
		const struct pcimsi_matrix_row *row = &matrix->rows[i];

		touch(row->id);
		CHECK((row->coverage >= PCIMSI_COVERAGE_ORPHAN) == (row->n_cells == 0));
		for (uint32_t k = 0; k < row->n_cells; k++) {
			best += row->cells[k].best;
			cells++;
		}
	}
	/* One function, one INF: the best line is that of the verdict. */
	CHECK(best == run->n_verdicts && best <= 1);
	CHECK(matrix->n_uncovered == (cells == 0));
}

/* ---- reports ------------------------------------------------------------------------------- */

static struct pcimsi_names *names; /* none, and opened once */

static char *write_report(const struct report_ops *format, const struct pcimsi_run *run,
			  size_t *ret_size)
{
	struct report report = {
		.ops = format,
		.command = REPORT_CHECK,
		.target = pcimsi_target_default,
		.numeric = 1,
		.verbose = 1,
	};
	char *text = NULL;

	const char *detail;

	if (!names) {
		pcimsi_names_open("/dev/null", &names, &detail);
		/* As the program does: in the C locale libsmartcols does not get past UTF-8. */
		CHECK(setlocale(LC_CTYPE, "C.UTF-8"));
	}
	report.names = names;
	report.out = open_memstream(&text, ret_size);
	CHECK(report.out);
	CHECK(format_begin(&report) == 0);
	for (uint32_t i = 0; i < run->n_functions; i++)
		CHECK(format_function(&report, run->functions[i]->function, "c") == 0);
	report.judged = run;
	CHECK(format_result(&report, run) == 0);
	CHECK(format_matrix(&report, run) == 0);
	CHECK(format_end(&report, 0) == 0);
	format_done(&report);
	fclose(report.out);
	return text;
}

/* Nothing of an input can move a cursor. */
static void check_text(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)text[i];

		CHECK(c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7f));
		/* C1 controls in UTF-8. */
		CHECK(c != 0xc2 || (unsigned char)text[i + 1] >= 0xa0);
	}
}

static void check_json(const char *text, size_t size)
{
	json_t *json = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);

	CHECK(json);
	json_decref(json);
}

static void check_reports(const struct pcimsi_run *run)
{
	for (size_t i = 0; report_formats[i]; i++) {
		const struct report_ops *format = report_formats[i];
		size_t size;
		char *text = write_report(format, run, &size);

		check_text(text, size);
		if (format == &report_json || format == &report_sarif || format == &report_gitlab)
			check_json(text, size);
		free(text);
	}
}

/* Each finding is in one group, and no two have one key. */
static void check_groups(const struct pcimsi_run *run)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < run->n_groups; i++) {
		const struct pcimsi_group *group = run->groups[i];

		CHECK(group->number == i && group->n_findings);
		for (uint32_t k = 0; k < group->n_findings; k++)
			CHECK(group->findings[k]->group == group);
		for (uint32_t k = i < 64 ? 0 : i - 64; k < i; k++)
			CHECK(run->groups[k]->key != group->key);
		count += group->n_findings;
	}
	CHECK(count == run->n_findings);
}

struct bytes {
	const void *bytes;
	size_t size;
};

/* What is judged. */
struct inputs {
	struct pcimsi_inf *inf;
	struct bytes bytes; /* of it */
	struct pcimsi_function function;
	struct pcimsi_registry *registry; /* NULL: none */
};

/* ---- what to write instead ----------------------------------------------------------------- */

static bool give_bytes(void *user, const struct pcimsi_inf *inf, const void **ret, size_t *ret_size)
{
	const struct bytes *bytes = user;

	(void)inf;
	*ret = bytes->bytes;
	*ret_size = bytes->size;
	return true;
}

static struct pcimsi_inf *open_again(void *user, const struct pcimsi_inf *inf, const void *bytes,
				     size_t size)
{
	const struct pcimsi_inf_options options = { .size = sizeof(options),
						    .notes = { .call = NULL } };
	struct pcimsi_inf *changed = NULL;

	(void)user;
	(void)inf;
	CHECK(pcimsi_inf_open("fuzz.inf", bytes, size, &options, &changed) == 0);
	return changed;
}

static void check_suggested(const struct pcimsi_suggested_inf *inf, const struct bytes *bytes)
{
	size_t at = 0;

	for (uint32_t i = 0; i < inf->n_lines; i++) {
		const struct pcimsi_suggested_line *line = &inf->lines[i];

		CHECK(line->before || line->changed);
		CHECK(line->changed || line->before == line->after);
		at += line->before_size;
	}
	CHECK(at == bytes->size);
	for (uint32_t i = 0; i < inf->n_suggestions; i++) {
		const struct pcimsi_suggestion *suggestion = &inf->suggestions[i];

		CHECK((suggestion->kind == PCIMSI_SUGGESTION_REFUSED) == (suggestion->refusal > 0));
		CHECK((suggestion->n_gone > 0) == !suggestion->refusal);
	}
}

static void suggest(const struct pcimsi_run *run, const struct pcimsi_check_options *options,
		    const struct bytes *bytes)
{
	const struct pcimsi_suggest_options suggest_options = {
		.size = sizeof(suggest_options),
		.check = options,
		.bytes = give_bytes,
		.reopen = open_again,
		.user = (void *)bytes,
	};
	const struct pcimsi_suggested_inf *infs;
	struct pcimsi_suggest *suggestions;
	uint32_t count;

	CHECK(pcimsi_suggest_new(run, &suggest_options, &suggestions) == 0);
	infs = pcimsi_suggest_infs(suggestions, &count);
	for (uint32_t i = 0; i < count; i++)
		check_suggested(&infs[i], bytes);
	pcimsi_suggest_free(suggestions);
}

/* ---- one run ------------------------------------------------------------------------------- */

/* Returns what the fingerprints come to. */
static uint64_t judge(const struct inputs *inputs, bool reports)
{
	const struct pcimsi_check_options options = {
		.size = sizeof(options),
		.cpus = 4,
		.unmatched = true,
		.what_if = true,
		.what_if_limit = { .value = 8, .known = true },
	};
	struct pcimsi_check *check = pcimsi_check_new(&options);
	const struct pcimsi_matrix *matrix;
	const struct pcimsi_run *run;
	uint64_t sum = 0;

	CHECK(check);
	CHECK(pcimsi_check_add_inf(check, inputs->inf, &pcimsi_target_default, true) == 0);
	if (inputs->registry)
		CHECK(pcimsi_check_add_registry(check, inputs->registry) == 0);
	CHECK(pcimsi_check_add_function(check, &inputs->function, "capture", true) == 0);
	CHECK(pcimsi_check_run(check, &run) == 0);
	CHECK(pcimsi_check_matrix(check, &matrix) == 0);
	for (uint32_t i = 0; i < run->n_verdicts; i++) {
		check_grant(&run->verdicts[i]->grant);
		check_grant(run->verdicts[i]->what_if);
	}
	for (uint32_t i = 0; i < run->n_findings; i++) {
		check_finding(run, i);
		sum = sum * 31 + run->findings[i]->fingerprint;
	}
	check_groups(run);
	check_matrix(run, matrix);
	check_advice(check);
	if (reports) {
		check_reports(run);
		suggest(run, &options, &inputs->bytes);
	}
	pcimsi_check_free(check);
	return sum;
}

#define REGISTRY "REGEDIT4"

/* Takes the registry off the end; returns what is left. */
static size_t open_registry(struct inputs *inputs, const uint8_t *data, size_t size)
{
	const uint8_t *at = memmem(data, size, REGISTRY, strlen(REGISTRY));

	if (!at)
		return size;
	CHECK(pcimsi_registry_open("fuzz.reg", at, size - (size_t)(at - data), NULL,
				   &inputs->registry) == 0);
	return (size_t)(at - data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct pcimsi_inf_options options = { .size = sizeof(options),
						    .notes = { .call = NULL } };
	struct pcimsi_raw_function raw = { .bytes = { .data = data, .size = CONFIG_SIZE } };
	uint64_t known[CONFIG_SIZE / 64];
	struct inputs inputs = { .inf = NULL };

	if (size < CONFIG_SIZE || size > 65536)
		return 0;
	memset(known, 0xff, sizeof(known));
	raw.bytes.known = known;
	pcimsi_function_decode(&raw, &inputs.function);
	size = CONFIG_SIZE + open_registry(&inputs, data + CONFIG_SIZE, size - CONFIG_SIZE);
	inputs.bytes = (struct bytes){ .bytes = data + CONFIG_SIZE, .size = size - CONFIG_SIZE };
	if (pcimsi_inf_open("fuzz.inf", inputs.bytes.bytes, inputs.bytes.size, &options,
			    &inputs.inf) == 0) {
		uint64_t first = judge(&inputs, true);

		CHECK(judge(&inputs, false) == first);
	}
	pcimsi_inf_close(inputs.inf);
	pcimsi_registry_close(inputs.registry);
	return 0;
}

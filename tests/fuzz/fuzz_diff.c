/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fuzz.h"

#include <stdio.h>

#include <jansson.h>

#include <pcimsi/pcimsi.h>

#include "report/formats.h"

/*
 * Input: how many functions the old and the new machine have, up to 3 each; each function as its
 * slot, how many of its bytes were captured and 128 bytes; then the old INF, and behind a line of
 * "%%%%" the new one. Beside surviving, nothing must differ from itself, the diff must be the same
 * from either side, tell of each function and INF once, and every report be well-formed.
 */

#define FUNCTION_BYTES 128
#define FUNCTION_SIZE (2 + FUNCTION_BYTES)
#define FUNCTIONS_MAX 3
#define MARK "\n%%%%\n"

struct side {
	struct pcimsi_inf *inf;
	struct pcimsi_check *check;
	const struct pcimsi_run *run;
};

/* ---- what is compared ------------------------------------------------------------------------ */

static void add_function(struct side *side, const uint8_t *data)
{
	uint64_t known[FUNCTION_BYTES / 64] = { 0 };
	struct pcimsi_raw_function raw = {
		.slot = { .device = data[0] >> 3 & 3, .function = data[0] & 7 },
		.bytes = { .data = data + 2, .known = known, .size = FUNCTION_BYTES },
	};
	const struct pcimsi_function *function;

	for (unsigned i = 0; i < data[1] && i < FUNCTION_BYTES; i++)
		known[i / 64] |= UINT64_C(1) << i % 64;
	CHECK(pcimsi_function_new(&raw, &function) == 0);
	CHECK(pcimsi_check_add_function(side->check, function, "capture", false) == 0);
	pcimsi_function_free(function);
}

static void make_side(struct side *side, const char *name, const uint8_t *functions, unsigned count,
		      const uint8_t *text, size_t size)
{
	side->check = pcimsi_check_new(NULL);
	CHECK(side->check);
	if (pcimsi_inf_open(name, text, size, NULL, &side->inf) == 0)
		CHECK(pcimsi_check_add_inf(side->check, side->inf, &pcimsi_target_default, true) ==
		      0);
	for (unsigned i = 0; i < count; i++)
		add_function(side, functions + (size_t)i * FUNCTION_SIZE);
	CHECK(pcimsi_check_run(side->check, &side->run) == 0);
}

static void free_side(struct side *side)
{
	pcimsi_check_free(side->check);
	pcimsi_inf_close(side->inf);
}

/* ---- promises -------------------------------------------------------------------------------- */

static const struct pcimsi_diff *diff(const struct side *a, const struct side *b)
{
	const struct pcimsi_diff_options options = { .size = sizeof(options),
						     .volatile_fields = true };
	const struct pcimsi_diff *ret;

	CHECK(pcimsi_diff_new(a->run, b->run, &options, &ret) == 0);
	return ret;
}

static void check_itself(const struct side *side)
{
	const struct pcimsi_diff *none = diff(side, side);

	CHECK(!none->differs && !none->n_changes && !none->n_unknown);
	CHECK(none->n_same_functions == side->run->n_functions);
	CHECK(none->n_same_infs == side->run->n_infs);
	pcimsi_diff_free(none);
}

static void check_changes(const struct pcimsi_change *there, const struct pcimsi_change *back,
			  uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		touch(there[i].fact->name);
		CHECK(there[i].fact == back[i].fact);
		for (int side = 0; side < PCIMSI_SIDES; side++) {
			CHECK(there[i].values[side].kind == back[i].values[!side].kind);
			CHECK(there[i].values[side].number == back[i].values[!side].number);
			if (there[i].values[side].text)
				touch(there[i].values[side].text);
		}
	}
}

static void check_mirrored(const struct pcimsi_diff *there, const struct pcimsi_diff *back)
{
	CHECK(there->differs == back->differs && there->n_functions == back->n_functions);
	CHECK(there->n_infs == back->n_infs && there->n_flips == back->n_flips);
	CHECK(there->n_verdicts == back->n_verdicts && there->n_findings == back->n_findings);
	for (uint32_t i = 0; i < there->n_functions; i++) {
		const struct pcimsi_function_diff *a = &there->functions[i];
		const struct pcimsi_function_diff *b = &back->functions[i];

		for (int side = 0; side < PCIMSI_SIDES; side++)
			CHECK(a->functions[side] == b->functions[!side]);
		CHECK(a->n_changes == b->n_changes);
		check_changes(a->changes, b->changes, a->n_changes);
	}
	for (uint32_t i = 0; i < there->n_infs; i++) {
		CHECK(there->infs[i].n_models == back->infs[i].n_models);
		CHECK(there->infs[i].n_changes == back->infs[i].n_changes);
		check_changes(there->infs[i].changes, back->infs[i].changes,
			      there->infs[i].n_changes);
	}
	for (uint32_t i = 0; i < there->n_verdicts; i++) {
		CHECK(there->verdicts[i].n_findings == back->verdicts[i].n_findings);
		CHECK(there->verdicts[i].n_changes == back->verdicts[i].n_changes);
		check_changes(there->verdicts[i].changes, back->verdicts[i].changes,
			      there->verdicts[i].n_changes);
	}
}

/* Each function of a side is the same, or told of once. */
static void check_complete(const struct pcimsi_diff *d)
{
	for (int side = 0; side < PCIMSI_SIDES; side++) {
		uint32_t count = d->n_same_functions;

		for (uint32_t i = 0; i < d->n_functions; i++)
			count += d->functions[i].functions[side] != NULL;
		CHECK(count == d->runs[side]->n_functions);
	}
}

/* ---- reports --------------------------------------------------------------------------------- */

static char *write_report(const struct report_ops *format, const struct pcimsi_diff *d, size_t *ret)
{
	static struct pcimsi_names *names;
	struct report report = {
		.ops = format,
		.command = REPORT_DIFF,
		.target = pcimsi_target_default,
		.numeric = 1,
	};
	const char *detail;
	char *text = NULL;

	if (!names)
		pcimsi_names_open("/dev/null", &names, &detail);
	report.names = names;
	report.out = open_memstream(&text, ret);
	CHECK(report.out);
	CHECK(format_begin(&report) == 0);
	CHECK(format_diff(&report, d) == 0);
	CHECK(format_end(&report, d->differs) == 0);
	format_done(&report);
	CHECK(fclose(report.out) == 0 && !report.lost);
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

static void check_reports(const struct pcimsi_diff *d)
{
	for (unsigned i = 0; report_formats[i]; i++) {
		size_t size;
		char *text;

		if (!report_formats[i]->diff)
			continue;
		text = write_report(report_formats[i], d, &size);
		check_text(text, size);
		if (report_formats[i] == &report_json) {
			json_t *json = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);

			CHECK(json);
			json_decref(json);
		}
		free(text);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct pcimsi_diff *there, *back;
	struct side a = { 0 }, b = { 0 };
	const uint8_t *text, *mark;
	unsigned n_old, n_new;
	size_t left;

	if (size < 2 || size > 65536)
		return 0;
	n_old = data[0] % (FUNCTIONS_MAX + 1);
	n_new = data[1] % (FUNCTIONS_MAX + 1);
	if (size < 2 + (size_t)(n_old + n_new) * FUNCTION_SIZE)
		return 0;
	text = data + 2 + (size_t)(n_old + n_new) * FUNCTION_SIZE;
	left = size - (size_t)(text - data);
	mark = memmem(text, left, MARK, strlen(MARK));
	make_side(&a, "old.inf", data + 2, n_old, text, mark ? (size_t)(mark - text) : left);
	if (mark) {
		left -= (size_t)(mark - text) + strlen(MARK);
		text = mark + strlen(MARK);
	}
	make_side(&b, "new.inf", data + 2 + (size_t)n_old * FUNCTION_SIZE, n_new, text, left);
	check_itself(&a);
	there = diff(&a, &b);
	back = diff(&b, &a);
	check_complete(there);
	check_mirrored(there, back);
	check_reports(there);
	pcimsi_diff_free(there);
	pcimsi_diff_free(back);
	free_side(&a);
	free_side(&b);
	return 0;
}

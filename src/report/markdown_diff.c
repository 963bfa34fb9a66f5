/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/escape.h"
#include "report/fact_value.h"
#include "report/markdown.h"
#include "report/memory_text.h"
#include "report/message.h"
#include "report/text.h"

#include <stdlib.h>
#include <string.h>

/* What differs, as a comment on a pull request: the verdicts first, then what they come of. */

/* ---- cells ----------------------------------------------------------------------------------- */

static bool put_two(FILE *out, const char *old_text, const char *new_text)
{
	bool made = markdown_code(out, old_text, true);

	if (strcmp(old_text, new_text) == 0)
		return made;
	fputs(" \xe2\x86\x92 ", out);
	return markdown_code(out, new_text, true) && made;
}

/* The slots, ids and name of the function of a row. */
static void put_function(struct report *report, FILE *out,
			 const struct pcimsi_judged_function *const functions[PCIMSI_SIDES])
{
	const struct pcimsi_function *first = side_function(functions, PCIMSI_SIDE_OLD)->function;
	const struct pcimsi_function *last = side_function(functions, PCIMSI_SIDE_NEW)->function;
	char slots[PCIMSI_SIDES][PCIMSI_SLOT_TEXT], ids[TEXT_IDS];
	const char *old_slot = text_slot(report, first->raw.slot, slots[PCIMSI_SIDE_OLD]);
	const char *new_slot = text_slot(report, last->raw.slot, slots[PCIMSI_SIDE_NEW]);
	char *name = text_name(report, last);

	fputs(old_slot, out);
	if (strcmp(old_slot, new_slot) != 0)
		fprintf(out, " \xe2\x86\x92 %s", new_slot);
	fprintf(out, " %s<br>", text_ids(last, ids));
	if (name)
		markdown_prose(out, name);
	free(name);
}

static bool put_value(FILE *out, const struct pcimsi_change *change, enum pcimsi_side side)
{
	const struct pcimsi_fact_value *value = &change->values[side];
	char buffer[FACT_VALUE_CHARS];
	const char *text = fact_value_text(change->fact, value, buffer);

	if (value->kind == PCIMSI_VALUE_TEXT)
		return markdown_code(out, text, true);
	fputs(text, out);
	return true;
}

static bool put_change(FILE *out, const struct pcimsi_change *change)
{
	bool made;

	fprintf(out, " | %s | ", change->fact->title);
	made = put_value(out, change, PCIMSI_SIDE_OLD);
	fputs(" | ", out);
	made &= put_value(out, change, PCIMSI_SIDE_NEW);
	fputs(" |\n", out);
	return made;
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* A row that is written by the rest; closed by row_end(). NULL: out of memory. */
static FILE *row_begin(struct memory_text *memory)
{
	FILE *out = memory_text_open(memory);

	if (out)
		fputs("| ", out);
	return out;
}

static uint32_t row_end(struct markdown *comment, FILE *out, struct memory_text *memory, bool made)
{
	comment->report->lost |= !made;
	return !markdown_piece(comment, out ? memory_text_close(out, memory) : NULL);
}

static void put_word(FILE *out, const struct pcimsi_verdict_diff *diff, enum pcimsi_side side)
{
	if (diff->verdicts[side])
		markdown_verdict(out, diff->verdicts[side]->word);
	else if (diff->functions[side] && diff->functions[side]->undecided)
		markdown_verdict(out, PCIMSI_VERDICT_UNKNOWN);
	else
		fputs(diff->functions[side] ? "no match" : "no such function", out);
}

static uint32_t verdict_row(struct markdown *comment, const struct pcimsi_verdict_diff *diff)
{
	const struct pcimsi_judged_inf *first = side_inf(diff->infs, PCIMSI_SIDE_OLD);
	struct memory_text memory = { 0 };
	FILE *out = row_begin(&memory);
	bool made = out;

	if (out) {
		put_function(comment->report, out, diff->functions);
		fputs(" | ", out);
		if (first)
			made = put_two(out, first->facts->name,
				       side_inf(diff->infs, PCIMSI_SIDE_NEW)->facts->name);
		fputs(" | ", out);
		put_word(out, diff, PCIMSI_SIDE_OLD);
		fputs(" | ", out);
		put_word(out, diff, PCIMSI_SIDE_NEW);
		fputs(" |\n", out);
	}
	return row_end(comment, out, &memory, made);
}

/* That it moved, or that only one side has it, is a row. */
static uint32_t pairing_row(struct markdown *comment, const struct pcimsi_function_diff *diff)
{
	struct memory_text memory = { 0 };
	FILE *out = row_begin(&memory);

	if (out) {
		put_function(comment->report, out, diff->functions);
		fprintf(out, " | **%s** | | |\n", pairing_text(diff->pairing));
	}
	return row_end(comment, out, &memory, out);
}

static uint32_t function_rows(struct markdown *comment, const struct pcimsi_function_diff *diff)
{
	uint32_t left_out = 0;

	if (diff->pairing != PCIMSI_PAIRED_IN_PLACE)
		left_out += pairing_row(comment, diff);
	for (uint32_t i = 0; i < diff->n_changes; i++) {
		struct memory_text memory = { 0 };
		FILE *out = row_begin(&memory);
		bool made = out;

		if (out) {
			put_function(comment->report, out, diff->functions);
			made = put_change(out, &diff->changes[i]);
		}
		left_out += row_end(comment, out, &memory, made);
	}
	return left_out;
}

static uint32_t inf_rows(struct markdown *comment, const struct pcimsi_inf_diff *diff)
{
	const char *old_name = side_inf(diff->infs, PCIMSI_SIDE_OLD)->facts->name;
	const char *new_name = side_inf(diff->infs, PCIMSI_SIDE_NEW)->facts->name;
	bool both = diff->infs[PCIMSI_SIDE_OLD] && diff->infs[PCIMSI_SIDE_NEW];
	uint32_t left_out = 0;

	for (uint32_t i = 0; i < diff->n_changes || (!both && !i); i++) {
		struct memory_text memory = { 0 };
		FILE *out = row_begin(&memory);
		bool made = out && put_two(out, old_name, new_name);

		if (out && both)
			made &= put_change(out, &diff->changes[i]);
		else if (out)
			fprintf(out, " | **only in %s** | | |\n",
				side_text(diff->infs[PCIMSI_SIDE_OLD] ? PCIMSI_SIDE_OLD
								      : PCIMSI_SIDE_NEW));
		left_out += row_end(comment, out, &memory, made);
	}
	return left_out;
}

static uint32_t model_rows(struct markdown *comment, const struct pcimsi_model_diff *diff)
{
	const struct pcimsi_model *model = side_model(diff->models, PCIMSI_SIDE_OLD);
	const char *id = model->hardware_id ? model->hardware_id : "(compatible ids only)";
	bool both = diff->models[PCIMSI_SIDE_OLD] && diff->models[PCIMSI_SIDE_NEW];
	uint32_t left_out = 0;

	for (uint32_t i = 0; i < diff->n_changes || (!both && !i); i++) {
		struct memory_text memory = { 0 };
		FILE *out = row_begin(&memory);
		bool made = out && markdown_code(out, id, true);

		if (out && both)
			made &= put_change(out, &diff->changes[i]);
		else if (out)
			fprintf(out, " | **only in %s** | | |\n",
				side_text(diff->models[PCIMSI_SIDE_OLD] ? PCIMSI_SIDE_OLD
									: PCIMSI_SIDE_NEW));
		left_out += row_end(comment, out, &memory, made);
	}
	return left_out;
}

/* ---- tables ---------------------------------------------------------------------------------- */

static void put_head(struct markdown *comment, const char *what)
{
	fprintf(comment->report->out, "\n| %s | OLD | NEW |\n| --- | --- | --- | --- |\n", what);
	comment->used += 80;
}

static void put_verdicts(struct markdown *comment, const struct pcimsi_diff *diff)
{
	uint32_t left_out = 0;

	if (!diff->n_verdicts)
		return;
	put_head(comment, "Function | INF");
	for (int flips = 1; flips >= 0; flips--)
		for (uint32_t i = 0; i < diff->n_verdicts; i++)
			if (diff->verdicts[i].flips == flips)
				left_out += verdict_row(comment, &diff->verdicts[i]);
	markdown_left_out(comment, left_out, "verdicts");
}

static void put_functions(struct markdown *comment, const struct pcimsi_diff *diff)
{
	uint32_t left_out = 0;

	if (!diff->n_functions)
		return;
	put_head(comment, "Function | Fact");
	for (int unknown = 0; unknown <= 1; unknown++)
		for (uint32_t i = 0; i < diff->n_functions; i++)
			if (function_diff_is_unknown(&diff->functions[i]) == unknown)
				left_out += function_rows(comment, &diff->functions[i]);
	markdown_left_out(comment, left_out, "facts of functions");
}

static void put_infs(struct markdown *comment, const struct pcimsi_diff *diff)
{
	uint32_t left_out = 0;

	if (!diff->n_infs)
		return;
	put_head(comment, "INF, or id of a Models line | Fact");
	for (uint32_t i = 0; i < diff->n_infs; i++) {
		left_out += inf_rows(comment, &diff->infs[i]);
		for (uint32_t k = 0; k < diff->infs[i].n_models; k++)
			left_out += model_rows(comment, &diff->infs[i].models[k]);
	}
	markdown_left_out(comment, left_out, "facts of INFs");
}

/* ---- findings -------------------------------------------------------------------------------- */

/* Where it is, and what to do about one that is there now. */
static bool put_list(struct report *report, FILE *out, const struct pcimsi_finding_diff *diff)
{
	const struct pcimsi_finding *finding = side_finding(diff->findings, PCIMSI_SIDE_NEW);
	char *advice = message_format(finding, finding->rule->advice);
	char slot[PCIMSI_SLOT_TEXT];
	bool made = true;

	if (finding->function)
		fprintf(out, "- function %s\n",
			text_slot(report, finding->function->function->raw.slot, slot));
	if (finding->inf) {
		fputs("- ", out);
		made = markdown_code(out, finding->inf->facts->name, false);
		if (finding->place.line)
			fprintf(out, " line %u", finding->place.line);
		fputc('\n', out);
	}
	if (diff->reason)
		fprintf(out, "- Not evaluated on the other side: %s.\n",
			pcimsi_reason_text(diff->reason));
	if (diff->findings[PCIMSI_SIDE_NEW] && advice) {
		fputs("- Do: ", out);
		markdown_prose(out, advice);
		fputc('\n', out);
	}
	made &= advice != NULL;
	free(advice);
	return made;
}

static char *finding_text(struct report *report, const struct pcimsi_finding_diff *diff)
{
	const struct pcimsi_finding *finding = side_finding(diff->findings, PCIMSI_SIDE_NEW);
	char *message = message_format(finding, finding->rule->message);
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);

	if (out) {
		fprintf(out, "\n<details><summary>%s: %s <b>%s</b> ", finding_diff_name(diff),
			pcimsi_severity_name(finding->severity), finding->rule->id);
		markdown_html(out, message ? message : "");
		fputs("</summary>\n\n", out);
		report->lost |= !put_list(report, out, diff) || !message;
		fputs("\n</details>\n", out);
	}
	free(message);
	return out ? memory_text_close(out, &memory) : NULL;
}

static void put_findings(struct markdown *comment, const struct pcimsi_diff *diff)
{
	uint32_t left_out = 0;

	for (uint32_t i = 0; i < diff->n_findings; i++)
		left_out += !markdown_piece(comment,
					    finding_text(comment->report, &diff->findings[i]));
	markdown_left_out(comment, left_out, "findings");
}

int markdown_diff(struct report *report, const struct pcimsi_diff *diff)
{
	struct markdown comment = { .report = report, .room = MARKDOWN_MAX / 4 };

	fputs("### pcimsi diff: ", report->out);
	if (diff->differs)
		put_diff_summary(report->out, diff);
	else
		fputs("nothing differs", report->out);
	fputc('\n', report->out);
	put_verdicts(&comment, diff);
	comment.room = MARKDOWN_MAX / 2;
	put_functions(&comment, diff);
	comment.room = MARKDOWN_MAX / 4 * 3;
	put_infs(&comment, diff);
	comment.room = MARKDOWN_MAX - MARKDOWN_TAIL;
	put_findings(&comment, diff);
	return 0;
}

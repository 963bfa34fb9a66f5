/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/escape.h"
#include "report/formats.h"
#include "report/markdown.h"
#include "report/memory_text.h"
#include "report/message.h"
#include "report/spots.h"
#include "report/text.h"

#include <stdlib.h>
#include <string.h>

/*
 * A comment on a pull request, in the Markdown of GitHub and GitLab: a table of the verdicts, and
 * below it each group of findings, folded. A comment has at most 65,536 characters: what is more
 * is counted.
 */
#define TABLE_MAX 30000 /* of a comment, so that findings have room */

/* ---- the table ------------------------------------------------------------------------------- */

static void put_reg(FILE *out, struct pcimsi_reg reg)
{
	if (reg.known)
		fprintf(out, "%u | ", reg.value);
	else
		fputs("? | ", out);
}

static void put_asks(FILE *out, const struct pcimsi_grant *grant)
{
	switch (pcimsi_grant_asks(grant)) {
	case PCIMSI_ASKS_LIMIT:
		fprintf(out, "%u | ", grant->limit.value);
		break;
	case PCIMSI_ASKS_ALL:
		fputs("all | ", out);
		break;
	case PCIMSI_ASKS_NOTHING:
		fputs("none | ", out);
		break;
	default:
		fputs("? | ", out);
		break;
	}
}

static bool put_function(struct markdown *comment, FILE *out,
			 const struct pcimsi_judged_function *judged)
{
	char slot[PCIMSI_SLOT_TEXT], ids[TEXT_IDS];
	char *name = text_name(comment->report, judged->function);
	bool made = true;

	fprintf(out, "%s %s", text_slot(comment->report, judged->function->raw.slot, slot),
		text_ids(judged->function, ids));
	if (comment->captures) {
		char *capture = text_capture(judged);

		fputs(" in ", out);
		made = capture;
		markdown_shown(out, capture ? capture : "", true);
		free(capture);
	}
	fputs("<br>", out);
	if (name)
		markdown_prose(out, name);
	fputs(" | ", out);
	free(name);
	return made;
}

static bool has_several_targets(const struct pcimsi_run *run)
{
	for (uint32_t i = 1; i < run->n_infs; i++)
		if (run->infs[i]->inf == run->infs[i - 1]->inf)
			return true;
	return false;
}

static void put_target(FILE *out, const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_target *target = &verdict->inf->resolution->target;
	char os[OS_TEXT];

	fprintf(out, "<br>Windows %s %s %s", os_text(target, os), pcimsi_arch_name(target->arch),
		pcimsi_product_name(target->product));
}

static char *verdict_row(struct markdown *comment, const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_install *install = verdict->match.model->install;
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);
	bool made;

	if (!out)
		return NULL;
	fputs("| ", out);
	made = put_function(comment, out, verdict->function);
	made &= markdown_code(out, verdict->inf->facts->name, true);
	fputs("<br>", out);
	made &= markdown_code(out, install->section ? install->section : install->base, true);
	if (comment->targets)
		put_target(out, verdict);
	fputs(" | ", out);
	put_asks(out, &verdict->grant);
	put_reg(out, verdict->grant.capacity);
	put_reg(out, verdict->grant.requested);
	markdown_verdict(out, verdict->word);
	fputs(" |\n", out);
	comment->report->lost |= !made;
	return memory_text_close(out, &memory);
}

static char *undecided_row(struct markdown *comment, const struct pcimsi_judged_function *function)
{
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);

	if (!out)
		return NULL;
	fputs("| ", out);
	comment->report->lost |= !put_function(comment, out, function);
	fprintf(out, "%s | ? | ? | ? | ", undecided_text(function->function));
	markdown_verdict(out, PCIMSI_VERDICT_UNKNOWN);
	fputs(" |\n", out);
	return memory_text_close(out, &memory);
}

/* The worst first, since the last may not fit. */
static uint32_t put_rows(struct markdown *comment, enum pcimsi_verdict_word word)
{
	const struct pcimsi_run *run = comment->run;
	uint32_t left_out = 0;

	for (uint32_t i = 0; i < run->n_verdicts; i++)
		if (run->verdicts[i]->word == word)
			left_out += !markdown_piece(comment,
						    verdict_row(comment, run->verdicts[i]));
	for (uint32_t i = 0; word == PCIMSI_VERDICT_UNKNOWN && i < run->n_functions; i++)
		if (run->functions[i]->undecided)
			left_out += !markdown_piece(comment,
						    undecided_row(comment, run->functions[i]));
	return left_out;
}

static void put_table(struct markdown *comment)
{
	uint32_t left_out = 0;

	if (!comment->run->n_verdicts && !comment->run->n_undecided)
		return;
	markdown_piece(comment, strdup("| Function | INF | Asks | Has | Gets | Verdict |\n"
				       "| --- | --- | --: | --: | --: | --- |\n"));
	comment->room = TABLE_MAX;
	for (int word = PCIMSI_VERDICT_IMPOSSIBLE; word <= PCIMSI_VERDICT_FIT; word++)
		left_out += put_rows(comment, (enum pcimsi_verdict_word)word);
	markdown_left_out(comment, left_out, "verdicts");
}

/* ---- findings -------------------------------------------------------------------------------- */

static bool put_spot(FILE *out, const struct pcimsi_run *run, const struct pcimsi_finding *finding)
{
	struct spot spot = spot_of_finding(run, finding);
	char *path = spot.input ? input_path(spot.input) : NULL;
	char buffer[EXCERPT_SIZE];
	bool made = !spot.input || path;

	if (!path)
		return made;
	fputs("- ", out);
	made = markdown_code(out, path, false);
	if (spot.from.line)
		fprintf(out, " line %u", spot.from.line);
	if (spot.line) {
		fputs(": ", out);
		made &= markdown_code(out, excerpt(spot.line, buffer), false);
	}
	fputc('\n', out);
	free(path);
	return made;
}

static bool put_silicon(FILE *out, const struct pcimsi_finding *finding)
{
	const struct pcimsi_location *bytes = silicon_location(finding);
	char slot[PCIMSI_SLOT_TEXT], *value;

	if (!bytes)
		return true;
	fprintf(out, "- silicon %s", pcimsi_slot_text(bytes->slot, slot));
	if (bytes->size)
		fprintf(out, " at 0x%02x", bytes->offset);
	fputs(": ", out);
	markdown_prose(out, bytes->field);
	value = escape_text(bytes->value ? bytes->value : "");
	fputs(value && *value ? ", " : "", out);
	markdown_prose(out, value ? value : "");
	fputc('\n', out);
	free(value);
	return value != NULL;
}

static void put_summary(FILE *out, const struct pcimsi_group *group, const char *message)
{
	const struct pcimsi_finding *finding = group->findings[0];

	fprintf(out, "\n<details><summary>%s <b>%s</b> ", pcimsi_severity_name(finding->severity),
		finding->rule->id);
	markdown_html(out, message);
	if (group->n_findings > 1)
		fprintf(out, " (%u places)", group->n_findings);
	fputs("</summary>\n\n", out);
}

static char *places_text(const struct pcimsi_group *group)
{
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);
	struct places places;

	if (!out)
		return NULL;
	places_of_group(group, &places);
	put_other_places(out, &places);
	return memory_text_close(out, &memory);
}

/* What to do, and where else. */
static bool put_list(FILE *out, const struct pcimsi_run *run, const struct pcimsi_group *group)
{
	const struct pcimsi_finding *finding = group->findings[0];
	char *advice = message_format(finding, finding->rule->advice);
	char *places = places_text(group);
	bool made = put_spot(out, run, finding) && advice && places;

	made &= put_silicon(out, finding);
	fprintf(out, "- Confidence: %s. Do: ", pcimsi_confidence_name(finding->confidence));
	markdown_prose(out, advice ? advice : "");
	if (places && *places) {
		fputs("\n- ", out);
		markdown_prose(out, places);
	}
	fputs("\n\n</details>\n", out);
	free(advice);
	free(places);
	return made;
}

static char *group_text(struct markdown *comment, const struct pcimsi_group *group)
{
	const struct pcimsi_finding *finding = group->findings[0];
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);
	char *message = message_format(finding, finding->rule->message);

	if (out) {
		put_summary(out, group, message ? message : "");
		comment->report->lost |= !put_list(out, comment->run, group) || !message;
	}
	free(message);
	return out ? memory_text_close(out, &memory) : NULL;
}

static void put_groups(struct markdown *comment)
{
	const struct pcimsi_run *run = comment->run;
	uint32_t left_out = 0;

	comment->room = MARKDOWN_MAX - MARKDOWN_TAIL;
	for (int severity = PCIMSI_SEVERITY_ERROR; severity >= PCIMSI_SEVERITY_NOTE; severity--)
		for (uint32_t i = 0; i < run->n_groups; i++)
			if (group_is(run->groups[i], (enum pcimsi_severity)severity))
				left_out += !markdown_piece(comment,
							    group_text(comment, run->groups[i]));
	markdown_left_out(comment, left_out, "findings");
}

/* ---- all of it ------------------------------------------------------------------------------- */

static char *heading(const struct pcimsi_run *run)
{
	const uint32_t *words = run->totals.verdicts;
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);
	const char *gap = "### pcimsi: ";

	if (!out)
		return NULL;
	for (int i = 0; i <= PCIMSI_VERDICT_FIT; i++) {
		if (!words[i])
			continue;
		fprintf(out, "%s%u %s", gap, words[i],
			pcimsi_verdict_name((enum pcimsi_verdict_word)i));
		gap = ", ";
	}
	fprintf(out, "%s\n\n", *gap == '#' ? "### pcimsi: no verdict" : "");
	return memory_text_close(out, &memory);
}

static int run(struct report *report, const struct pcimsi_run *run)
{
	struct markdown comment = {
		.report = report,
		.run = run,
		.room = MARKDOWN_MAX,
		.captures = text_several_captures(run),
		.targets = has_several_targets(run),
	};

	markdown_piece(&comment, heading(run));
	put_table(&comment);
	put_groups(&comment);
	return 0;
}

static void end_diff(struct report *report, int status)
{
	fprintf(report->out, "\nStatus %d: ", status);
	if (status)
		put_status_reason(report->out, report);
	else
		fputs("nothing differs", report->out);
	fputs(".\n", report->out);
}

static int end(struct report *report, int status)
{
	const struct pcimsi_run *run = report->judged;
	uint32_t waived = 0;

	if (report->command == REPORT_DIFF) {
		end_diff(report, status);
		return 0;
	}
	for (uint32_t i = 0; run && i < run->n_findings; i++)
		waived += run->findings[i]->waiver != NULL;
	fprintf(report->out, "\nStatus %d: ", status);
	put_status_reason(report->out, report);
	fputc('.', report->out);
	if (waived)
		fprintf(report->out, " %u waived.", waived);
	fputs(" Asks: what the INF asks for; has: what the function has; gets: what Windows is "
	      "expected to request, which a shortage of vectors can change.\n",
	      report->out);
	return 0;
}

const struct report_ops report_markdown = {
	.name = "markdown",
	.commands = 1 << REPORT_CHECK | 1 << REPORT_DIFF,
	.run = run,
	.diff = markdown_diff,
	.end = end,
};

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/escape.h"
#include "report/formats.h"
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
#define COMMENT_MAX 65000
#define TABLE_MAX 30000 /* of these, so that findings have room */
#define TAIL_MAX 1000   /* kept for the last lines */

/* ---- text ------------------------------------------------------------------------------------ */

/* Looked for in the text that is shown: a name of somebody, a number of an issue, an address. */
static bool is_looked_for(const char *at)
{
	return *at == '@' || *at == '#' || (at[0] == ':' && at[1] == '/');
}

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	default:
		return NULL;
	}
}

/*
 * Prose with what was in an input, fit to be shown: what means something to Markdown is escaped,
 * and where that does not help, since it is looked for in what is left, it becomes code.
 */
static void put_prose(FILE *out, const char *text)
{
	for (char before = ' '; *text; before = *text++) {
		if (entity(*text))
			fputs(entity(*text), out);
		else if (is_looked_for(text))
			fprintf(out, "`%c`", *text);
		else if (strchr("\\`*_{}[]|~$!", *text) || (*text == '.' && (before | 0x20) == 'w'))
			fprintf(out, "\\%c", *text);
		else
			fputc(*text, out);
	}
}

/* The same in a line of HTML, which is no Markdown. */
static void put_html(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (entity(*text))
			fputs(entity(*text), out);
		else
			fprintf(out, is_looked_for(text) ? "<code>%c</code>" : "%c", *text);
	}
}

/* The longest run of backticks; a fence has one more. */
static size_t longest_run(const char *text)
{
	size_t longest = 0;

	for (text += strcspn(text, "`"); *text; text += strcspn(text, "`")) {
		size_t run = strspn(text, "`");

		longest = run > longest ? run : longest;
		text += run;
	}
	return longest;
}

static void put_fence(FILE *out, size_t length)
{
	while (length--)
		fputc('`', out);
}

/* Fit to be shown. A blank at both ends belongs to the fence. */
static void put_fenced(FILE *out, const char *text, bool cell)
{
	size_t fence = longest_run(text) + 1, length = strlen(text);
	const char *blank = !length || strchr("` ", text[0]) || strchr("` ", text[length - 1]) ? " "
											       : "";

	put_fence(out, fence);
	fputs(blank, out);
	for (; *text; text++)
		fprintf(out, cell && *text == '|' ? "\\|" : "%c", *text);
	fputs(blank, out);
	put_fence(out, fence);
}

/* Untrusted, as code: nothing in it has a meaning but the fence and, in a cell of a table, a bar.
 */
static bool put_code(FILE *out, const char *untrusted, bool cell)
{
	char *text = escape_text(untrusted);

	if (text)
		put_fenced(out, text, cell);
	free(text);
	return text != NULL;
}

/* ---- what fits ------------------------------------------------------------------------------- */

struct comment {
	struct report *report;
	const struct pcimsi_run *run;
	size_t used, room;
};

/* A piece is written whole or not at all: false, it does not fit, or memory is short. */
static bool put_piece(struct comment *comment, char *text)
{
	size_t length = text ? strlen(text) : 0;
	bool fits = text && comment->used + length <= comment->room;

	if (!text)
		comment->report->lost = true;
	if (fits) {
		fputs(text, comment->report->out);
		comment->used += length;
	}
	free(text);
	return fits;
}

/* A paragraph of its own. */
static void put_left_out(struct comment *comment, uint32_t count, const char *what)
{
	if (count)
		fprintf(comment->report->out,
			"\n%u more %s: a comment has no room for them; another format has all.\n",
			count, what);
}

/* ---- the table ------------------------------------------------------------------------------- */

static const char *symbol(enum pcimsi_verdict_word word)
{
	static const char *const symbols[] = {
		[PCIMSI_VERDICT_IMPOSSIBLE] = "\xf0\x9f\x94\xb4",  /* large red circle */
		[PCIMSI_VERDICT_INEFFECTIVE] = "\xf0\x9f\x9f\xa0", /* orange */
		[PCIMSI_VERDICT_WASTEFUL] = "\xf0\x9f\x9f\xa1",    /* yellow */
		[PCIMSI_VERDICT_UNKNOWN] = "\xe2\x9a\xaa",         /* white */
		[PCIMSI_VERDICT_FIT] = "\xf0\x9f\x9f\xa2",         /* green */
	};

	return symbols[word];
}

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

static bool put_function(struct comment *comment, FILE *out,
			 const struct pcimsi_judged_function *judged)
{
	char slot[PCIMSI_SLOT_TEXT], ids[TEXT_IDS];
	char *name = text_name(comment->report, judged->function);
	bool made = true;

	fprintf(out, "%s %s", text_slot(comment->report, judged->function->raw.slot, slot),
		text_ids(judged->function, ids));
	if (text_several_captures(comment->run)) {
		fputs(" in ", out);
		made = put_code(out, text_capture(judged), true);
	}
	fputs("<br>", out);
	if (name)
		put_prose(out, name);
	fputs(" | ", out);
	free(name);
	return made;
}

/* An INF is judged for several Windows with --all-targets. */
static void put_target(struct comment *comment, FILE *out, const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_target *target = &verdict->inf->resolution->target;
	bool several = false;
	char os[OS_TEXT];

	for (uint32_t i = 1; i < comment->run->n_infs && !several; i++)
		several = comment->run->infs[i]->inf == comment->run->infs[i - 1]->inf;
	if (several)
		fprintf(out, "<br>Windows %s %s %s", os_text(target, os),
			pcimsi_arch_name(target->arch), pcimsi_product_name(target->product));
}

static char *verdict_row(struct comment *comment, const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_install *install = verdict->match.model->install;
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);
	bool made;

	if (!out)
		return NULL;
	fputs("| ", out);
	made = put_function(comment, out, verdict->function);
	made &= put_code(out, verdict->inf->facts->name, true);
	fputs("<br>", out);
	made &= put_code(out, install->section ? install->section : install->base, true);
	put_target(comment, out, verdict);
	fputs(" | ", out);
	put_asks(out, &verdict->grant);
	put_reg(out, verdict->grant.capacity);
	put_reg(out, verdict->grant.requested);
	fprintf(out, "%s %s |\n", symbol(verdict->word), pcimsi_verdict_name(verdict->word));
	comment->report->lost |= !made;
	return memory_text_close(out, &memory);
}

static char *undecided_row(struct comment *comment, const struct pcimsi_judged_function *function)
{
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);

	if (!out)
		return NULL;
	fputs("| ", out);
	comment->report->lost |= !put_function(comment, out, function);
	fprintf(out, "%s | ? | ? | ? | %s %s |\n", undecided_text(function->function),
		symbol(PCIMSI_VERDICT_UNKNOWN), pcimsi_verdict_name(PCIMSI_VERDICT_UNKNOWN));
	return memory_text_close(out, &memory);
}

/* The worst first, since the last may not fit. */
static uint32_t put_rows(struct comment *comment, enum pcimsi_verdict_word word)
{
	const struct pcimsi_run *run = comment->run;
	uint32_t left_out = 0;

	for (uint32_t i = 0; i < run->n_verdicts; i++)
		if (run->verdicts[i]->word == word)
			left_out += !put_piece(comment, verdict_row(comment, run->verdicts[i]));
	for (uint32_t i = 0; word == PCIMSI_VERDICT_UNKNOWN && i < run->n_functions; i++)
		if (run->functions[i]->undecided)
			left_out += !put_piece(comment, undecided_row(comment, run->functions[i]));
	return left_out;
}

static void put_table(struct comment *comment)
{
	uint32_t left_out = 0;

	if (!comment->run->n_verdicts && !comment->run->n_undecided)
		return;
	put_piece(comment, strdup("| Function | INF | Asks | Has | Gets | Verdict |\n"
				  "| --- | --- | --: | --: | --: | --- |\n"));
	comment->room = TABLE_MAX;
	for (int word = PCIMSI_VERDICT_IMPOSSIBLE; word <= PCIMSI_VERDICT_FIT; word++)
		left_out += put_rows(comment, (enum pcimsi_verdict_word)word);
	put_left_out(comment, left_out, "verdicts");
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
	made = put_code(out, path, false);
	if (spot.from.line)
		fprintf(out, " line %u", spot.from.line);
	if (spot.line) {
		fputs(": ", out);
		made &= put_code(out, excerpt(spot.line, buffer), false);
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
	put_prose(out, bytes->field);
	value = escape_text(bytes->value ? bytes->value : "");
	fputs(value && *value ? ", " : "", out);
	put_prose(out, value ? value : "");
	fputc('\n', out);
	free(value);
	return value != NULL;
}

static void put_summary(FILE *out, const struct pcimsi_group *group, const char *message)
{
	const struct pcimsi_finding *finding = group->findings[0];

	fprintf(out, "\n<details><summary>%s <b>%s</b> ", pcimsi_severity_name(finding->severity),
		finding->rule->id);
	put_html(out, message);
	if (group->n_findings > 1)
		fprintf(out, " (%u places)", group->n_findings);
	fputs("</summary>\n\n", out);
}

static char *places_text(const struct pcimsi_run *run, const struct pcimsi_group *group)
{
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);
	struct places places;

	if (!out)
		return NULL;
	places_of_group(run, group, &places);
	put_other_places(out, &places);
	return memory_text_close(out, &memory);
}

/* What to do, and where else. */
static bool put_list(FILE *out, const struct pcimsi_run *run, const struct pcimsi_group *group)
{
	const struct pcimsi_finding *finding = group->findings[0];
	char *advice = message_format(finding, finding->rule->advice);
	char *places = places_text(run, group);
	bool made = put_spot(out, run, finding) && advice && places;

	made &= put_silicon(out, finding);
	fprintf(out, "- Confidence: %s. Do: ", pcimsi_confidence_name(finding->confidence));
	put_prose(out, advice ? advice : "");
	if (places && *places) {
		fputs("\n- ", out);
		put_prose(out, places);
	}
	fputs("\n\n</details>\n", out);
	free(advice);
	free(places);
	return made;
}

static char *group_text(struct comment *comment, const struct pcimsi_group *group)
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

static void put_groups(struct comment *comment)
{
	const struct pcimsi_run *run = comment->run;
	uint32_t left_out = 0;

	comment->room = COMMENT_MAX - TAIL_MAX;
	for (int severity = PCIMSI_SEVERITY_ERROR; severity >= PCIMSI_SEVERITY_NOTE; severity--)
		for (uint32_t i = 0; i < run->n_groups; i++)
			if (group_is(run->groups[i], (enum pcimsi_severity)severity))
				left_out += !put_piece(comment,
						       group_text(comment, run->groups[i]));
	put_left_out(comment, left_out, "findings");
}

/* ---- all of it ------------------------------------------------------------------------------- */

static char *heading(const struct pcimsi_run *run)
{
	uint32_t words[PCIMSI_VERDICT_FIT + 1] = { [PCIMSI_VERDICT_UNKNOWN] = run->n_undecided };
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);
	const char *gap = "### pcimsi: ";

	if (!out)
		return NULL;
	for (uint32_t i = 0; i < run->n_verdicts; i++)
		words[run->verdicts[i]->word]++;
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
	struct comment comment = { .report = report, .run = run, .room = COMMENT_MAX };

	put_piece(&comment, heading(run));
	put_table(&comment);
	put_groups(&comment);
	return 0;
}

static int end(struct report *report, int status)
{
	const struct pcimsi_run *run = report->judged;
	uint32_t waived = 0;

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
	.commands = 1 << REPORT_CHECK,
	.run = run,
	.end = end,
};

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text.h"

#include "report/escape.h"
#include "report/message.h"
#include "report/text_diff.h"

#include <stdlib.h>

/*
 * `pcimsi check --suggest`: what was tried for each finding, in lines that `patch`
 * passes over, and the diff. Into a file or pipe goes the file's own bytes, on a
 * terminal it is text.
 */

static enum text_style kind_style(enum pcimsi_suggestion_kind kind)
{
	static const enum text_style styles[] = {
		[PCIMSI_SUGGESTION_SAFE] = STYLE_GREEN,
		[PCIMSI_SUGGESTION_NEEDS_DRIVER] = STYLE_YELLOW,
		[PCIMSI_SUGGESTION_REFUSED] = STYLE_RED,
	};

	return styles[kind];
}

static void put_where(struct report *report, const struct pcimsi_suggestion *suggestion)
{
	uint32_t all = suggestion->n_gone + suggestion->n_alike;
	char slot[PCIMSI_SLOT_TEXT];
	FILE *out = report->out;

	if (suggestion->function)
		fprintf(out, ", %s",
			text_slot(report, suggestion->function->function->raw.slot, slot));
	if (all > 1)
		fprintf(out, " and %u more", all - 1);
	if (suggestion->line)
		fprintf(out, ", line %u", suggestion->line);
}

static char *message_of(struct report *report, const struct pcimsi_finding *finding,
			const char *template)
{
	return text_made(report, message_format(finding, template));
}

static void put_message(struct report *report, const struct pcimsi_suggestion *suggestion)
{
	const struct pcimsi_finding *finding = suggestion->finding;
	char *message = finding ? message_of(report, finding, finding->rule->message) : NULL;

	fputs("#   ", report->out);
	if (!finding)
		fputs("shows once the one before is carried out: ", report->out);
	fputs(message ? message : suggestion->rule->title, report->out);
	fputc('\n', report->out);
	free(message);
}

static void put_refusal(struct report *report, const struct pcimsi_suggestion *suggestion)
{
	const struct pcimsi_finding *finding = suggestion->finding;
	char *advice = finding ? message_of(report, finding, finding->rule->advice) : NULL;
	FILE *out = report->out;

	fprintf(out, "#   not changed: %s", pcimsi_refusal_text(suggestion->refusal));
	if (suggestion->other)
		fprintf(out, ", %s %s", suggestion->other->id, suggestion->other->slug);
	if (suggestion->detail) {
		fputs(": ", out);
		put_text(out, suggestion->detail);
	}
	fputc('\n', out);
	if (advice)
		fprintf(out, "#   %s\n", advice);
	free(advice);
}

static enum pcimsi_confidence confidence_of(const struct pcimsi_suggestion *suggestion)
{
	return suggestion->finding ? suggestion->finding->confidence : suggestion->rule->confidence;
}

static void put_suggestion(struct report *report, const struct pcimsi_suggestion *suggestion)
{
	fprintf(report->out, "# %s%s%s: %s %s", text_style(report, kind_style(suggestion->kind)),
		pcimsi_suggestion_name(suggestion->kind), text_reset(report), suggestion->rule->id,
		suggestion->rule->slug);
	put_where(report, suggestion);
	fprintf(report->out, " (%s)\n", pcimsi_confidence_name(confidence_of(suggestion)));
	put_message(report, suggestion);
	if (suggestion->kind == PCIMSI_SUGGESTION_REFUSED)
		put_refusal(report, suggestion);
	else if (suggestion->other)
		fprintf(report->out, "#   brings a note: %s %s\n", suggestion->other->id,
			suggestion->other->slug);
}

int text_suggest(struct report *report, const struct pcimsi_suggest *suggest)
{
	const struct pcimsi_suggested_inf *infs;
	uint32_t count;
	int err = 0;

	infs = pcimsi_suggest_infs(suggest, &count);
	for (uint32_t i = 0; !err && i < count; i++) {
		fputs("# ", report->out);
		put_text(report->out, infs[i].inf->facts->name);
		fputc('\n', report->out);
		for (uint32_t k = 0; k < infs[i].n_suggestions; k++)
			put_suggestion(report, &infs[i].suggestions[k]);
		if (infs[i].n_passed_over)
			fprintf(report->out, "# %u more findings were not looked at\n",
				infs[i].n_passed_over);
		err = text_diff(report, &infs[i]);
	}
	if (!count)
		fputs("# nothing to suggest: no line of the INFs has an error or a warning\n",
		      report->out);
	return err;
}

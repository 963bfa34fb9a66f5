/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/escape.h"
#include "report/formats.h"
#include "report/spots.h"
#include "report/text.h"

#include <stdlib.h>

/*
 * Annotations of GitHub Actions: workflow commands in the log of a step, which GitHub shows at the
 * lines of a pull request. Of each kind it shows ten a step; what is more is counted.
 */
#define SHOWN_MAX 10u

static const char *const kinds[] = {
	[PCIMSI_SEVERITY_NOTE] = "notice",
	[PCIMSI_SEVERITY_WARNING] = "warning",
	[PCIMSI_SEVERITY_ERROR] = "error",
};

/* As the runner undoes it: in properties more characters have a meaning (ActionCommand.cs). */
static void put_escaped(FILE *out, const char *text, bool property)
{
	for (; *text; text++) {
		if (*text == '%' || (property && (*text == ':' || *text == ',')))
			fprintf(out, "%%%02X", (unsigned)*text);
		else
			fputc(*text, out);
	}
}

/* Made fit to be shown first: no control character is left. */
static bool put_property(FILE *out, const char *name, const char *untrusted)
{
	char *text = escape_text(untrusted);

	if (!text)
		return false;
	fprintf(out, "%s=", name);
	put_escaped(out, text, true);
	free(text);
	return true;
}

static bool put_spot(FILE *out, const struct spot *spot)
{
	char *path = spot->input ? input_path(spot->input) : NULL;
	bool made = path && put_property(out, "file", path);

	free(path);
	if (!spot->input)
		return true;
	if (spot->from.line)
		fprintf(out, ",line=%u", spot->from.line);
	if (spot->from.column)
		fprintf(out, ",col=%u", spot->from.column);
	if (spot->to.line > spot->from.line)
		fprintf(out, ",endLine=%u", spot->to.line);
	if (spot->from.column && spot->to.line == spot->from.line &&
	    spot->to.column > spot->from.column)
		fprintf(out, ",endColumn=%u", spot->to.column);
	fputc(',', out);
	return made;
}

static int put_group(struct report *report, const struct pcimsi_run *run,
		     const struct pcimsi_group *group)
{
	const struct pcimsi_finding *finding = group->findings[0];
	struct spot spot = spot_of_finding(run, finding);
	char *text = group_sentences(group);
	FILE *out = report->out;

	if (!text)
		return PCIMSI_ERR_NOMEM;
	fprintf(out, "::%s ", kinds[finding->severity]);
	report->lost |= !put_spot(out, &spot);
	fprintf(out, "title=%s %s::", finding->rule->id, finding->rule->slug);
	put_escaped(out, text, false);
	fputc('\n', out);
	free(text);
	return 0;
}

static int put_kind(struct report *report, const struct pcimsi_run *run,
		    enum pcimsi_severity severity, uint32_t most, uint32_t *left_out)
{
	uint32_t shown = 0;
	int err = 0;

	for (uint32_t i = 0; !err && i < run->n_groups; i++) {
		if (!group_is(run->groups[i], severity))
			continue;
		if (shown++ < most)
			err = put_group(report, run, run->groups[i]);
		else
			++*left_out;
	}
	return err;
}

static uint32_t count_kind(const struct pcimsi_run *run, enum pcimsi_severity severity)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < run->n_groups; i++)
		count += group_is(run->groups[i], severity);
	return count;
}

/* Whether something is left out, and so has to be told by one notice. */
static bool is_too_much(const struct pcimsi_run *run)
{
	for (int severity = PCIMSI_SEVERITY_NOTE; severity <= PCIMSI_SEVERITY_ERROR; severity++)
		if (count_kind(run, (enum pcimsi_severity)severity) > SHOWN_MAX)
			return true;
	return false;
}

/* The run itself, which is an error more: not all that was asked for could be done. */
static bool fails(const struct report *report)
{
	return report->reason > REPORT_REASON_EXIT_ZERO;
}

static int run(struct report *report, const struct pcimsi_run *run)
{
	uint32_t left_out = 0, notices = SHOWN_MAX - is_too_much(run);
	int err;

	err = put_kind(report, run, PCIMSI_SEVERITY_ERROR, SHOWN_MAX - fails(report), &left_out);
	if (!err)
		err = put_kind(report, run, PCIMSI_SEVERITY_WARNING, SHOWN_MAX, &left_out);
	if (!err)
		err = put_kind(report, run, PCIMSI_SEVERITY_NOTE, notices, &left_out);
	if (left_out)
		fprintf(report->out,
			"::notice title=pcimsi::%u more findings: GitHub shows %u of a kind; the "
			"log of pcimsi, or its report in another format, has all.\n",
			left_out, SHOWN_MAX);
	return err;
}

/* A step that saw nothing would look like one that found nothing. */
static int end(struct report *report, int status)
{
	if (status < 2)
		return 0;
	fputs("::error title=pcimsi::status 2: ", report->out);
	put_status_reason(report->out, report);
	fputc('\n', report->out);
	return 0;
}

const struct report_ops report_github = {
	.name = "github",
	.commands = 1 << REPORT_CHECK,
	.run = run,
	.end = end,
};

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_groups.h"

#include "report/message.h"
#include "report/text_finding.h"

#include <stdlib.h>
#include <string.h>

/* The findings of a check, the worst first; what says the same is told once. */

static int by_weight(const void *a, const void *b)
{
	const struct pcimsi_group *const *x = a, *const *y = b;
	const struct pcimsi_finding *first = (*x)->findings[0], *second = (*y)->findings[0];

	if (!first->waiver != !second->waiver)
		return first->waiver ? 1 : -1;
	if (first->severity != second->severity)
		return first->severity > second->severity ? -1 : 1;
	return (*x)->number < (*y)->number ? -1 : 1;
}

/* Notes are for those who ask for them, but one that makes the status or a verdict. */
static bool is_quiet(const struct report *report, const struct pcimsi_run *run,
		     const struct pcimsi_finding *finding)
{
	return finding->severity == PCIMSI_SEVERITY_NOTE && !report->verbose && !report->notes &&
	       !finding->decides && !finding->waiver &&
	       !pcimsi_finding_fails(finding, &run->fail_on);
}

static bool same_functions(const struct pcimsi_group *a, const struct pcimsi_group *b)
{
	if (a->n_findings != b->n_findings)
		return false;
	for (uint32_t i = 0; i < a->n_findings; i++)
		if (a->findings[i]->function != b->findings[i]->function)
			return false;
	return true;
}

static bool same_kind(const struct pcimsi_finding *a, const struct pcimsi_finding *b)
{
	return a->rule == b->rule && a->severity == b->severity && a->confidence == b->confidence &&
	       a->inf == b->inf && a->waiver == b->waiver && a->counts == b->counts;
}

/* Of other lines, and no other word. */
static bool says_the_same(const struct pcimsi_group *one, const struct pcimsi_group *other)
{
	const struct pcimsi_finding *a = one->findings[0], *b = other->findings[0];

	if (!same_kind(a, b) || a->n_values != b->n_values || !same_functions(one, other))
		return false;
	for (uint32_t i = 0; i < a->n_values; i++)
		if (!pcimsi_value_equal(&a->values[i], &b->values[i]))
			return false;
	return true;
}

static bool same_cause(const struct pcimsi_finding *a, const struct pcimsi_finding *b)
{
	const struct pcimsi_location *cause = pcimsi_finding_cause(a),
				     *other = pcimsi_finding_cause(b);

	return cause && other && cause->kind != PCIMSI_INPUT_CAPTURE && cause->from.line &&
	       cause->file == other->file && cause->from.line == other->from.line &&
	       cause->from.column == other->from.column;
}

static bool same_advice(const struct pcimsi_finding *a, const struct pcimsi_finding *b)
{
	char *advice = message_format(a, a->rule->advice);
	char *other = message_format(b, b->rule->advice);
	bool same = advice && other && strcmp(advice, other) == 0;

	free(advice);
	free(other);
	return same;
}

/* Of the same line on other functions, with other numbers, and the same has to be done. */
static bool is_likewise(const struct pcimsi_group *one, const struct pcimsi_group *other)
{
	const struct pcimsi_finding *a = one->findings[0], *b = other->findings[0];

	return a->function && b->function && same_kind(a, b) && same_cause(a, b) &&
	       same_advice(a, b);
}

typedef bool alike_fn(const struct pcimsi_group *one, const struct pcimsi_group *other);

static uint32_t count_alike(const struct pcimsi_group *const *groups, uint32_t count,
			    alike_fn *alike)
{
	uint32_t n = 1;

	while (n < count && alike(groups[0], groups[n]))
		n++;
	return n;
}

/* What is waived is counted at the end; of what would have decided a verdict is told who did. */
static void put_groups(struct report *report, const struct pcimsi_run *run,
		       const struct pcimsi_group *const *groups, struct text_alike alike,
		       bool *told_waived)
{
	const struct pcimsi_finding *finding = groups[0]->findings[0];

	if (!finding->waiver || report->verbose) {
		fputc('\n', report->out);
		text_findings(report, run, groups, alike);
	} else if (finding->rule->decides) {
		/* They are the last, a line each. */
		if (!*told_waived)
			fputc('\n', report->out);
		*told_waived = true;
		text_waived(report, finding);
	}
}

int text_groups(struct report *report, const struct pcimsi_run *run, uint32_t *ret_quiet)
{
	const struct pcimsi_group **groups = calloc(run->n_groups + 1u, sizeof(*groups));
	bool told_waived = false;
	uint32_t count = 0;

	*ret_quiet = 0;
	if (!groups)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < run->n_groups; i++) {
		if (is_quiet(report, run, run->groups[i]->findings[0]))
			*ret_quiet += run->groups[i]->n_findings;
		else
			groups[count++] = run->groups[i];
	}
	if (count)
		qsort(groups, count, sizeof(*groups), by_weight);
	for (uint32_t i = 0; i < count;) {
		struct text_alike alike = {
			.lines = count_alike(groups + i, count - i, says_the_same),
		};

		if (alike.lines == 1)
			alike.others = count_alike(groups + i, count - i, is_likewise) - 1;
		put_groups(report, run, groups + i, alike, &told_waived);
		i += alike.lines + alike.others;
	}
	free(groups);
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"
#include "judge/chain.h"

#include <stdlib.h>

/* MAT606: one limit for functions that differ. */

/* What the functions that one install section serves have. */
struct mixture {
	const struct verdict *least, *most; /* of plain MSI, by what they are capable of */
	const struct verdict *msix;         /* with the largest table */
};

static void mix(struct mixture *mixture, const struct verdict *verdict)
{
	const struct pcimsi_function *function = &verdict->pub.function->function;
	uint32_t capacity = verdict->pub.grant.capacity.value;

	if (!verdict->pub.grant.capacity.known || !capacity)
		return;
	if (function->msix.state == PCIMSI_PRESENT) {
		if (!mixture->msix || capacity > mixture->msix->pub.grant.capacity.value)
			mixture->msix = verdict;
		return;
	}
	if (!mixture->least || capacity < mixture->least->pub.grant.capacity.value)
		mixture->least = verdict;
	if (!mixture->most || capacity > mixture->most->pub.grant.capacity.value)
		mixture->most = verdict;
}

/*
 * 2048, "as many as there are", fits tables of every size. A limit for plain MSI has to
 * be a number that the function reaches, which others may not, or exceed by far.
 */
static const struct verdict *misfit(const struct mixture *mixture)
{
	uint32_t least;

	if (!mixture->least)
		return NULL;
	least = mixture->least->pub.grant.capacity.value;
	if (mixture->msix && mixture->msix->pub.grant.capacity.value > least)
		return mixture->msix;
	if (mixture->most->pub.grant.capacity.value > least)
		return mixture->most;
	return NULL;
}

static const struct pcimsi_install *install_of(const struct verdict *verdict)
{
	return own_install(verdict->pub.match.model->install);
}

static void report_mixture(struct context *c, const struct mixture *mixture,
			   const struct verdict *other)
{
	const struct pcimsi_install *install = install_of(mixture->least);
	const struct verdict *both[2] = { mixture->least, other };
	struct finding *finding;

	turn_to(c, seen_inf(c, mixture->least->pub.match.inf));
	finding = finding_new(c);
	finding_effect(finding, c->inf, install->settings[PCIMSI_MESSAGE_NUMBER_LIMIT]);
	finding_text(finding, "section", install->base);
	for (int i = 0; i < 2; i++) {
		finding_slot(finding, i ? "other_slot" : "slot",
			     both[i]->pub.function->function.raw.slot);
		finding_number(finding, i ? "other" : "one", both[i]->pub.grant.capacity.value);
		finding_word(finding, i ? "other_by" : "one_by",
			     both[i] == mixture->msix ? "msi-x" : "msi");
		finding_line(finding, c->inf, both[i]->pub.match.model->place,
			     both[i]->pub.match.model->text);
	}
}

/* By INF and install section, in the order of the file; else as they were made. */
static int by_install(const void *a, const void *b)
{
	const struct verdict *x = *(const struct verdict *const *)a;
	const struct verdict *y = *(const struct verdict *const *)b;

	if (x->pub.match.inf != y->pub.match.inf)
		return x->pub.match.inf < y->pub.match.inf ? -1 : 1;
	if (install_of(x) != install_of(y))
		return install_of(x) < install_of(y) ? -1 : 1;
	return x->pub.function->order < y->pub.function->order   ? -1
	       : x->pub.function->order > y->pub.function->order ? 1
								 : 0;
}

enum pcimsi_reason rule_MAT606(struct context *c)
{
	uint32_t count = seen_verdicts(c);
	const struct verdict **sorted = arena_array(rule_arena(c), count, sizeof(*sorted));

	if (!sorted) {
		rule_nomem(c);
		return PCIMSI_REASON_NONE;
	}
	for (uint32_t i = 0; i < count; i++)
		sorted[i] = seen_verdict(c, i);
	qsort(sorted, count, sizeof(*sorted), by_install);
	for (uint32_t i = 0, next; i < count; i = next) {
		struct mixture mixture = { 0 };
		const struct verdict *other;

		for (next = i; next < count && install_of(sorted[next]) == install_of(sorted[i]);
		     next++)
			mix(&mixture, sorted[next]);
		other = misfit(&mixture);
		if (other && install_of(sorted[i])->settings[PCIMSI_MESSAGE_NUMBER_LIMIT])
			report_mixture(c, &mixture, other);
	}
	return PCIMSI_REASON_NONE;
}

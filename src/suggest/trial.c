/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest/trial.h"

#include "catalogue/numbers.h"

#include <pcimsi/error.h>

#include <stdlib.h>

/* ---- judging a text ------------------------------------------------------------------------- */

/*
 * The rules that look at INFs: what else there is does not change with their lines. What Windows
 * granted was granted for the lines as they were.
 */
static bool is_wanted(void *user, const struct pcimsi_rule *rule)
{
	const struct pcimsi_check_options *options = user;

	return rule->subject != PCIMSI_SUBJECT_FUNCTION && rule->family != PCIMSI_FAMILY_WIN &&
	       (!options->wanted || options->wanted(options->user, rule));
}

void trial_done(struct trial *state)
{
	pcimsi_check_free(state->check);
	pcimsi_inf_close(state->inf);
	document_done(&state->document);
	*state = (struct trial){ 0 };
}

static int open_inf(struct trial *state, const struct pcimsi_inf *inf,
		    const struct pcimsi_suggest_options *options)
{
	void *bytes;
	size_t size;
	int err = document_join(&state->document, &bytes, &size);

	if (err)
		return err;
	pcimsi_inf_close(state->inf);
	state->inf = options->reopen(options->user, inf, bytes, size);
	free(bytes);
	return state->inf ? 0 : PCIMSI_ERR_NOMEM;
}

int trial_judge(struct trial *state, const struct concerned_functions *concern,
		const struct pcimsi_suggest_options *options)
{
	struct pcimsi_check_options check_options = *options->check;
	int err;

	check_options.wanted = is_wanted;
	check_options.user = (void *)options->check;
	check_options.notes = (struct pcimsi_note_sink){ 0 }; /* they were told */
	pcimsi_check_free(state->check);
	state->check = pcimsi_check_new(&check_options);
	err = state->check ? open_inf(state, concern->inf, options) : PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; !err && i < concern->infs.count; i++) {
		const struct pcimsi_judged_inf *judged = concern->infs.items[i];

		err = pcimsi_check_add_inf(state->check,
					   judged->inf == concern->inf ? state->inf : judged->inf,
					   &judged->resolution->target, false);
	}
	for (uint32_t i = 0; !err && i < concern->functions.count; i++) {
		const struct pcimsi_judged_function *judged = concern->functions.items[i];

		err = pcimsi_check_add_function(state->check, judged->function, judged->capture,
						judged->selected);
	}
	return err ? err : pcimsi_check_run(state->check, &state->run);
}

uint32_t trial_origin(struct trial *state, uint32_t number)
{
	const struct document_line *line = number ? document_line(&state->document, number) : NULL;

	return line ? line->origin : 0;
}

/* ---- comparing two judgements --------------------------------------------------------------- */

/* What makes findings of two texts the same: neither line nor value. */
struct key {
	const struct pcimsi_rule *rule;
	uint32_t function;
	enum pcimsi_severity severity;
	const struct pcimsi_finding *finding;
};

typedef VEC(struct key) key_list;

bool trial_is_about(const struct trial *state, const struct pcimsi_finding *finding)
{
	return finding->inf && finding->inf->inf == state->inf;
}

uint32_t finding_function(const struct pcimsi_finding *finding)
{
	return finding->function ? finding->function->order : UINT32_MAX;
}

static int compare(const struct key *a, const struct key *b)
{
	if (a->rule != b->rule)
		return a->rule < b->rule ? -1 : 1;
	if (a->function != b->function)
		return a->function < b->function ? -1 : 1;
	return 0;
}

/* The gravest first, so that one that got worse is left over. */
static int by_key(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int order = compare(x, y);

	return order ? order : (int)y->severity - (int)x->severity;
}

/*
 * That settings reach a whole class or vendor follows from there being any. reached_loses()
 * looks at what they do there.
 */
static bool is_reach_note(const struct pcimsi_finding *finding)
{
	return finding->rule == &rule_table[RULE_MAT604] &&
	       finding->severity == PCIMSI_SEVERITY_NOTE;
}

static int list_keys(struct arena *arena, const struct trial *state, key_list *ret)
{
	*ret = (key_list){ 0 };
	for (uint32_t i = 0; i < state->run->n_findings; i++) {
		const struct pcimsi_finding *finding = state->run->findings[i];
		struct key *key;

		if (!trial_is_about(state, finding) || is_reach_note(finding))
			continue;
		key = VEC_ADD(arena, ret);
		if (!key)
			return PCIMSI_ERR_NOMEM;
		*key = (struct key){
			.rule = finding->rule,
			.function = finding_function(finding),
			.severity = finding->severity,
			.finding = finding,
		};
	}
	if (ret->count > 1)
		qsort(ret->items, ret->count, sizeof(*ret->items), by_key);
	return 0;
}

int trial_find_new(const struct trial *before, const struct trial *after,
		   const struct pcimsi_finding **ret)
{
	struct arena arena = { 0 };
	key_list old, new;
	uint32_t at = 0;
	int err = list_keys(&arena, before, &old);

	*ret = NULL;
	if (!err)
		err = list_keys(&arena, after, &new);
	for (uint32_t i = 0; !err && !*ret && i < new.count; i++) {
		while (at < old.count && compare(&old.items[at], &new.items[i]) < 0)
			at++;
		if (at == old.count || compare(&old.items[at], &new.items[i]) ||
		    old.items[at].severity < new.items[i].severity)
			*ret = new.items[i].finding;
		else
			at++;
	}
	arena_done(&arena);
	return err;
}

uint32_t trial_count(const struct trial *state, const struct pcimsi_rule *rule, uint32_t function)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < state->run->n_findings; i++) {
		const struct pcimsi_finding *finding = state->run->findings[i];

		count += trial_is_about(state, finding) && finding->rule == rule &&
			 (function == EVERY_FUNCTION || finding_function(finding) == function);
	}
	return count;
}

const struct pcimsi_rule *trial_reach_note(const struct trial *before, const struct trial *after)
{
	const struct pcimsi_rule *rule = &rule_table[RULE_MAT604];

	return trial_count(after, rule, EVERY_FUNCTION) > trial_count(before, rule, EVERY_FUNCTION)
		       ? rule
		       : NULL;
}

/* What is not known may be anything, before and after. */
static bool same_grant(const struct pcimsi_grant *a, const struct pcimsi_grant *b)
{
	if (a->mode != b->mode || a->mode == PCIMSI_MODE_UNKNOWN)
		return false;
	if (a->mode != PCIMSI_MODE_MSI && a->mode != PCIMSI_MODE_MSIX)
		return true;
	return a->requested.known && b->requested.known && a->requested.value == b->requested.value;
}

bool trial_is_safe(const struct trial *before, const struct trial *after)
{
	const struct pcimsi_run *a = before->run, *b = after->run;

	if (a->n_verdicts != b->n_verdicts)
		return false;
	for (uint32_t i = 0; i < a->n_verdicts; i++)
		if (a->verdicts[i]->function->order != b->verdicts[i]->function->order ||
		    a->verdicts[i]->inf->order != b->verdicts[i]->inf->order ||
		    !same_grant(&a->verdicts[i]->grant, &b->verdicts[i]->grant))
			return false;
	return true;
}

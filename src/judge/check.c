/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/budget.h"
#include "judge/chain.h"
#include "judge/comments.h"
#include "judge/extensions.h"
#include "judge/inputs.h"
#include "judge/judge_priv.h"
#include "judge/needs.h"
#include "judge/outcomes.h"
#include "judge/undecided.h"
#include "judge/waive.h"

#include "base/options.h"

#include <stdlib.h>

struct pcimsi_check *check_new(const struct pcimsi_check_options *options,
			       rule_fn *const rules[RULE_COUNT])
{
	struct pcimsi_check *check = calloc(1, sizeof(*check));

	if (!check || !OPTIONS_TAKE(&check->options, options)) {
		free(check);
		return NULL;
	}
	check->run.fail_on = check->options.fail_on ? *check->options.fail_on
						    : pcimsi_fail_on_default;
	check->run.target = check->options.target ? *check->options.target : pcimsi_target_default;
	for (uint32_t i = 0; i < check->options.n_policies; i++)
		input_add(check, PCIMSI_INPUT_POLICY,
			  pcimsi_policy_name(check->options.policies[i]), NULL);
	check->rules = rules;
	check->index = pcimsi_match_index_new();
	if (!check->index || policies_prepare(check) || check->nomem) {
		pcimsi_check_free(check);
		return NULL;
	}
	return check;
}

void pcimsi_check_free(struct pcimsi_check *check)
{
	if (!check)
		return;
	comments_done(check);
	pcimsi_match_index_free(check->index);
	arena_done(&check->arena);
	free(check);
}

/* What has to be known is asked here, once for all rules. */
static enum pcimsi_reason evaluate(struct context *c)
{
	enum pcimsi_reason reason = needs_unmet(c, c->rule->needs), whole;

	if (reason)
		return reason;
	reason = c->check->rules[c->rule - rule_table](c);
	whole = needs_unmet(c, c->rule->whole);
	return whole ? whole : reason;
}

/* What the rule has found, from `first` on. */
static void take_findings(struct pcimsi_check *check, uint32_t first, bool wanted)
{
	for (uint32_t i = first; i < check->findings.count; i++) {
		struct finding *finding = check->findings.items[i];

		finding->own = finding->pub.severity;
		finding->unwanted = !wanted;
	}
}

/* `outcome` NULL: nobody wants to hear of it. */
static void run_rule(const struct context *c, const struct pcimsi_rule *rule, uint8_t *outcome)
{
	uint32_t first = c->check->findings.count, made = c->check->n_made;
	struct context of_rule = *c;
	enum pcimsi_reason reason;

	of_rule.rule = rule;
	reason = evaluate(&of_rule);
	take_findings(c->check, first, outcome != NULL);
	if (!outcome)
		return;
	c->check->reasons[rule - rule_table][reason]++;
	outcome_set(outcome, c->check->n_made > made, reason);
	policies_grade(c->check, rule, first);
}

/* What it says of an interrupt is moot where the INF installs no driver to connect one. */
static bool is_moot(const struct context *c, const struct pcimsi_rule *rule)
{
	return rule->subject == PCIMSI_SUBJECT_VERDICT && c->install->null_driver &&
	       (rule->family == PCIMSI_FAMILY_GRA || rule->family == PCIMSI_FAMILY_AFF ||
		rule->family == PCIMSI_FAMILY_WIN);
}

/*
 * Runs every rule of one kind of subject on the subject in `c`. Each gets a context of its
 * own: one that turns to an INF leaves nothing of it to the next. A rule that nobody wants
 * to hear of decides a verdict all the same.
 */
static void run_rules(const struct context *c, enum pcimsi_subject subject)
{
	uint8_t *outcome = outcomes_begin(c, subject);

	for (uint32_t i = 0; outcome && i < RULE_COUNT; i++) {
		const struct pcimsi_rule *rule = &rule_table[i];
		bool wanted;

		if (rule->subject != subject)
			continue;
		wanted = policies_want(c->check, rule);
		if ((wanted || rule->decides) && !is_moot(c, rule))
			run_rule(c, rule, wanted ? outcome : NULL);
		outcome++;
	}
}

/* ---- adding ------------------------------------------------------------------------------- */

static int judge_inf(struct pcimsi_check *check, struct judged_inf *inf)
{
	const struct pcimsi_resolution *resolution = inf->pub.resolution;
	struct context c = { .check = check, .inf = inf };

	inf->by_install = arena_array(&check->arena, resolution->n_installs, sizeof(finding_list));
	if (!inf->by_install)
		return PCIMSI_ERR_NOMEM;
	run_rules(&c, PCIMSI_SUBJECT_INF);
	for (uint32_t i = 0; i < resolution->n_installs; i++) {
		c.install = &resolution->installs[i];
		run_rules(&c, PCIMSI_SUBJECT_INSTALL);
	}
	return check->nomem ? PCIMSI_ERR_NOMEM : 0;
}

/* A function is matched when it is added: what comes after it would be missed. */
static bool functions_began(const struct pcimsi_check *check)
{
	return check->has_run || check->functions.count;
}

int pcimsi_check_add_inf(struct pcimsi_check *check, struct pcimsi_inf *inf,
			 const struct pcimsi_target *target, bool may_fall_back)
{
	struct judged_inf **slot, *judged;
	struct pcimsi_target used = *target;
	int err;

	if (functions_began(check))
		return PCIMSI_ERR_ORDER;
	slot = VEC_ADD(&check->arena, &check->infs);
	judged = slot ? arena_alloc(&check->arena, sizeof(*judged)) : NULL;
	if (!judged) {
		if (slot)
			check->infs.count--;
		return PCIMSI_ERR_NOMEM;
	}
	*slot = judged;
	judged->pub.inf = inf;
	judged->pub.facts = pcimsi_inf_facts(inf);
	judged->pub.order = check->infs.count - 1;
	judged->pub.wanted = *target;
	judged->pub.input = input_of_inf(check, inf);
	if (may_fall_back)
		judged->pub.fell_back = pcimsi_inf_fallback_target(inf, target, &used);
	err = pcimsi_inf_resolve(inf, &used, &judged->pub.resolution);
	if (err) {
		check->infs.count--;
		return err;
	}
	err = pcimsi_match_index_add(check->index, judged->pub.order, judged->pub.resolution);
	if (!err)
		err = comments_take(check, judged);
	return err ? err : judge_inf(check, judged);
}

int pcimsi_check_add_registry(struct pcimsi_check *check, const struct pcimsi_registry *registry)
{
	if (functions_began(check))
		return PCIMSI_ERR_ORDER;
	input_add(check, PCIMSI_INPUT_REGISTRY, pcimsi_registry_name(registry), NULL);
	return registry_index_add(&check->registries, &check->arena, registry);
}

int pcimsi_check_add_granted(struct pcimsi_check *check, const struct pcimsi_granted_list *list)
{
	if (functions_began(check))
		return PCIMSI_ERR_ORDER;
	input_add(check, PCIMSI_INPUT_GRANTED, pcimsi_granted_name(list), NULL);
	return granted_index_add(&check->granted, &check->arena, list);
}

static int predict_what_if(struct pcimsi_check *check, struct verdict *verdict)
{
	const struct pcimsi_grant_settings settings = {
		.enabled = PCIMSI_ENABLED_YES,
		.supported_written = true,
		.msi_supported = { .value = 1, .known = true },
		.limit = check->options.what_if_limit,
		.limit_written = check->options.what_if_limit.known,
	};
	struct pcimsi_grant *grant = arena_alloc(&check->arena, sizeof(*grant));

	if (!grant)
		return PCIMSI_ERR_NOMEM;
	pcimsi_grant_predict_settings(verdict->pub.function->function, &settings,
				      &verdict->pub.inf->resolution->target, grant);
	verdict->pub.what_if = grant;
	return 0;
}

static int add_verdict(struct pcimsi_check *check, struct judged_function *function,
		       const struct pcimsi_match *matches, uint32_t count, uint32_t which)
{
	const struct pcimsi_match *match = &matches[which];
	struct judged_inf *inf = check->infs.items[match->inf];
	struct verdict **slot = VEC_ADD(&check->arena, &check->verdicts);
	struct verdict *verdict = slot ? arena_alloc(&check->arena, sizeof(*verdict)) : NULL;

	if (!verdict)
		return PCIMSI_ERR_NOMEM;
	*slot = verdict;
	verdict->pub.function = &function->pub;
	verdict->pub.inf = &inf->pub;
	verdict->pub.match = *match;
	for (uint32_t i = which + 1; i < count && matches[i].inf == match->inf; i++)
		if (!verdict->shadowed.model && matches[i].model->install != match->model->install)
			verdict->shadowed = matches[i];
	if (!is_extension(check, match) && extend_verdict(check, verdict, matches, count) < 0)
		return PCIMSI_ERR_NOMEM;
	pcimsi_grant_predict(function->pub.function, verdict->pub.match.model->install,
			     &inf->pub.resolution->target, &verdict->pub.grant);
	if (check->options.what_if && predict_what_if(check, verdict))
		return PCIMSI_ERR_NOMEM;
	function->pub.n_verdicts++;
	inf->pub.n_matched++;
	return 0;
}

static bool has_base(const struct pcimsi_check *check, const struct pcimsi_match *matches,
		     int count)
{
	for (int i = 0; i < count; i++)
		if (!is_extension(check, &matches[i]))
			return true;
	return false;
}

/*
 * The best line of each INF makes the verdict. An extension INF adds to those of the
 * others; where no other INF matches, it is all that is known.
 */
static int match_function(struct pcimsi_check *check, struct judged_function *function)
{
	const struct pcimsi_match *matches = NULL;
	int count = pcimsi_match_index_find(check->index, function->pub.function, &matches);
	int err = count < 0 ? count : 0;
	bool base = has_base(check, matches, count);

	for (int i = 0; i < count && !err; i++)
		if ((i == 0 || matches[i].inf != matches[i - 1].inf) &&
		    !(base && is_extension(check, &matches[i])))
			err = add_verdict(check, function, matches, (uint32_t)count, (uint32_t)i);
	return err;
}

int pcimsi_check_add_function(struct pcimsi_check *check, const struct pcimsi_function *function,
			      const char *capture, bool selected)
{
	struct judged_function *judged;
	struct context c = { .check = check };

	if (check->has_run)
		return PCIMSI_ERR_ORDER;
	judged = keep_function(check, function, capture, selected);
	c.function = judged;
	if (!judged || registry_index_find(&check->registries, &check->arena, &judged->pub) ||
	    match_function(check, judged))
		return PCIMSI_ERR_NOMEM;
	c.bytes = &judged->kept.raw.bytes;
	run_rules(&c, PCIMSI_SUBJECT_FUNCTION);
	if (!keep_bytes(check, &judged->kept.raw.bytes) || !keep_rows(check, &judged->kept.raw))
		check->nomem = true;
	return check->nomem ? PCIMSI_ERR_NOMEM : 0;
}

/* ---- verdicts ----------------------------------------------------------------------------- */

static void gather(struct pcimsi_check *check, struct verdict *verdict, const finding_list *list)
{
	for (uint32_t i = 0; i < list->count; i++) {
		struct finding **slot = VEC_ADD(&check->arena, &verdict->findings);

		if (slot)
			*slot = list->items[i];
		else
			check->nomem = true;
	}
}

/* Findings of the INF whose evidence lies on the verdict's chain, or that explain its silence. */
static void gather_inf_findings(struct pcimsi_check *check, struct verdict *verdict)
{
	struct judged_inf *inf = check->infs.items[verdict->pub.match.inf];
	const struct pcimsi_install *merged = verdict->pub.match.model->install;
	const struct pcimsi_install *install = merged->base_install ? merged->base_install : merged;

	gather(check, verdict, &inf->by_install[install - inf->pub.resolution->installs]);
	if (!chain_sets_msi(merged))
		gather(check, verdict, &inf->explaining);
}

/* The word speaks of messages: of affinity only what cannot work bears on it. */
static bool decides(const struct finding *finding)
{
	const struct pcimsi_rule *rule = finding->pub.rule;

	return rule->decides &&
	       finding->own >= (rule->family == PCIMSI_FAMILY_AFF ? PCIMSI_SEVERITY_ERROR
								  : PCIMSI_SEVERITY_WARNING);
}

/* What the finding by itself makes of a verdict; FIT: nothing. */
static enum pcimsi_verdict_word word_of(const struct finding *finding)
{
	static const enum pcimsi_verdict_word words[] = {
		[PCIMSI_CLASS_IMPOSSIBLE] = PCIMSI_VERDICT_IMPOSSIBLE,
		[PCIMSI_CLASS_INEFFECTIVE] = PCIMSI_VERDICT_INEFFECTIVE,
		[PCIMSI_CLASS_WASTEFUL] = PCIMSI_VERDICT_WASTEFUL,
	};
	enum pcimsi_class class_ = finding->pub.rule->class_;

	return decides(finding) && class_ <= PCIMSI_CLASS_WASTEFUL ? words[class_]
								   : PCIMSI_VERDICT_FIT;
}

/* The strongest word of the findings; FIT if none decides. */
static enum pcimsi_verdict_word strongest(const finding_list *findings,
					  enum pcimsi_confidence *ret_confidence,
					  const struct pcimsi_rule **ret_unwanted)
{
	enum pcimsi_verdict_word strongest = PCIMSI_VERDICT_FIT;

	for (uint32_t i = 0; i < findings->count; i++) {
		const struct finding *finding = findings->items[i];
		enum pcimsi_verdict_word word = word_of(finding);

		if (word == PCIMSI_VERDICT_FIT || word > strongest)
			continue;
		if (word < strongest || !finding->unwanted)
			*ret_unwanted = finding->unwanted ? finding->pub.rule : NULL;
		/* Each of several is reason enough: the surest one gives the confidence. */
		if (word < strongest || finding->pub.confidence < *ret_confidence)
			*ret_confidence = finding->pub.confidence;
		strongest = word;
	}
	return strongest;
}

/* Without anything against it, it may still not be known what Windows does. */
static enum pcimsi_verdict_word or_unknown(enum pcimsi_verdict_word word,
					   const struct pcimsi_grant *grant)
{
	bool known = grant->null_driver ||
		     (grant->mode != PCIMSI_MODE_UNKNOWN && grant->capacity.known);

	return word == PCIMSI_VERDICT_FIT && !known ? PCIMSI_VERDICT_UNKNOWN : word;
}

/* What is neither waived nor unwanted makes of it; the unwanted were dropped. */
static void count_verdict(struct verdict *verdict)
{
	enum pcimsi_verdict_word word = PCIMSI_VERDICT_FIT;

	for (uint32_t i = 0; i < verdict->findings.count; i++) {
		struct finding *finding = verdict->findings.items[i];

		finding->pub.decides = word_of(finding) != PCIMSI_VERDICT_FIT;
		if (!finding->pub.waiver && word_of(finding) < word)
			word = word_of(finding);
	}
	verdict->pub.counts_as = or_unknown(word, &verdict->pub.grant);
}

int findings_by_catalogue(const void *a, const void *b)
{
	const struct finding *x = *(struct finding *const *)a, *y = *(struct finding *const *)b;

	if (x->pub.rule != y->pub.rule)
		return x->pub.rule < y->pub.rule ? -1 : 1;
	return x->sequence < y->sequence ? -1 : x->sequence > y->sequence;
}

static void drop_unwanted(finding_list *list)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < list->count; i++)
		if (!list->items[i]->unwanted)
			list->items[count++] = list->items[i];
	list->count = count;
}

static void decide(struct verdict *verdict)
{
	struct pcimsi_verdict *pub = &verdict->pub;
	const struct pcimsi_grant *grant = &pub->grant;

	pub->confidence = grant->confidence;
	pub->word = or_unknown(strongest(&verdict->findings, &pub->confidence, &pub->unwanted),
			       grant);
	drop_unwanted(&verdict->findings);
	if (verdict->findings.count > 1)
		qsort(verdict->findings.items, verdict->findings.count,
		      sizeof(*verdict->findings.items), findings_by_catalogue);
	pub->findings = (const struct pcimsi_finding *const *)verdict->findings.items;
	pub->n_findings = verdict->findings.count;
}

static void judge_verdicts(struct pcimsi_check *check)
{
	for (uint32_t i = 0; i < check->verdicts.count; i++) {
		struct verdict *verdict = check->verdicts.items[i];
		struct judged_function *function =
			check->functions.items[verdict->pub.function->order];
		struct context c = {
			.check = check,
			.function = function,
			.bytes = &function->pub.function->raw.bytes,
			.inf = check->infs.items[verdict->pub.match.inf],
			.install = verdict->pub.match.model->install,
			.verdict = verdict,
		};

		run_rules(&c, PCIMSI_SUBJECT_VERDICT);
		gather_inf_findings(check, verdict);
		decide(verdict);
		if (verdict->pub.word != PCIMSI_VERDICT_UNKNOWN) {
			function->pub.has_verdict = true;
			function->touched = true;
		}
	}
}

const char *pcimsi_verdict_name(enum pcimsi_verdict_word word)
{
	static const char *const names[] = {
		[PCIMSI_VERDICT_IMPOSSIBLE] = "impossible",
		[PCIMSI_VERDICT_INEFFECTIVE] = "ineffective",
		[PCIMSI_VERDICT_WASTEFUL] = "wasteful",
		[PCIMSI_VERDICT_UNKNOWN] = "unknown",
		[PCIMSI_VERDICT_FIT] = "fit",
	};

	return names[word];
}

int pcimsi_check_run(struct pcimsi_check *check, const struct pcimsi_run **ret)
{
	const struct context c = { .check = check };

	if (check->has_run) {
		*ret = &check->run;
		return check->nomem ? PCIMSI_ERR_NOMEM : 0;
	}
	check->has_run = true;
	if (served_count(check) < 0 || granted_find(check) < 0) {
		check->nomem = true;
		return PCIMSI_ERR_NOMEM;
	}
	judge_verdicts(check);
	undecided_mark(check);
	budgets_make(check);
	run_rules(&c, PCIMSI_SUBJECT_RUN);
	drop_unwanted(&check->findings);
	policies_waive(check);
	for (uint32_t i = 0; i < check->verdicts.count; i++)
		count_verdict(check->verdicts.items[i]);
	run_rules(&c, PCIMSI_SUBJECT_POLICY);
	run_make(check);
	if (check->nomem)
		return PCIMSI_ERR_NOMEM;
	*ret = &check->run;
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"
#include "rules/cite.h"

#include <string.h>

/* POL: what a policy file requires, and what became of its waivers. */

/* ---- house rules ----------------------------------------------------------------------------- */

/* A house rule being held against a function, and what Windows makes of it if there is a verdict.
 */
struct holding {
	struct context *c;
	const struct pcimsi_house_rule *rule;
	const struct pcimsi_requirement *requirement;
	const struct pcimsi_grant *grant;
};

static enum pcimsi_reason not_captured(const struct pcimsi_function *function)
{
	return function->responding ? PCIMSI_REASON_NOT_CAPTURED : PCIMSI_REASON_NO_RESPONSE;
}

static void cite_silicon(struct finding *finding, struct context *c)
{
	const struct pcimsi_function *function = c->function->pub.function;

	if (function->msix.state == PCIMSI_STATE_PRESENT)
		cite_msix(finding, c);
	else if (function->msi.state == PCIMSI_STATE_PRESENT)
		cite_msi(finding, c);
}

/* The lines that decide, or the Models line if there are none. */
static void cite_inf(struct finding *finding, struct context *c)
{
	const struct pcimsi_effect *const *settings = c->install->settings;

	finding_effect(finding, c->inf, settings[PCIMSI_SETTING_MSI_SUPPORTED]);
	finding_effect(finding, c->inf, settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT]);
	if (!settings[PCIMSI_SETTING_MSI_SUPPORTED] &&
	    !settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT])
		finding_model(finding, c->verdict);
}

static struct finding *violation(const struct holding *h)
{
	const struct pcimsi_policy_line *line = &h->requirement->line;
	struct context *c = h->c, of_finding = *c;
	struct finding *finding;

	/* The list of the verdict is closed: this does not make it. */
	of_finding.verdict = NULL;
	finding = finding_new(&of_finding);
	finding_severity(finding, h->rule->severity);
	finding_text(finding, "house_rule", h->rule->name);
	finding_text_or_none(finding, "because", h->rule->reason);
	cite_silicon(finding, c);
	if (c->verdict)
		cite_inf(finding, c);
	finding_file_line(finding, PCIMSI_INPUT_POLICY, h->rule->file, line->place, line->text);
	return finding;
}

/* What Windows is expected to do. */
static void tell_grant(struct finding *finding, const struct pcimsi_grant *grant)
{
	finding_word(finding, "found", pcimsi_mode_name(grant->mode));
	if (grant->mode == PCIMSI_MODE_MSIX || grant->mode == PCIMSI_MODE_MSI)
		finding_number(finding, "found_messages", grant->requested.value);
	else
		finding_none(finding, "found_messages");
}

/* What the house rule wants; 0: not a number of messages. */
static void tell_wanted(struct finding *finding, const char *what, const char *mode,
			uint32_t messages)
{
	finding_word(finding, "wanted", what);
	if (mode)
		finding_word(finding, "wanted_mode", mode);
	else
		finding_none(finding, "wanted_mode");
	if (mode)
		finding_none(finding, "wanted_messages");
	else
		finding_number(finding, "wanted_messages", messages);
}

static void hold_messages(const struct holding *h, bool violated, const char *bound)
{
	struct finding *finding;

	if (!violated)
		return;
	finding = violation(h);
	tell_wanted(finding, bound, NULL, h->requirement->messages);
	tell_grant(finding, h->grant);
}

static void hold_mode(const struct holding *h)
{
	struct finding *finding;

	if (h->requirement->mode == h->grant->mode)
		return;
	finding = violation(h);
	tell_wanted(finding, "mode", pcimsi_mode_name(h->requirement->mode), 0);
	tell_grant(finding, h->grant);
}

/* Why it is not known what Windows does. */
static enum pcimsi_reason unknown_grant(const struct holding *h)
{
	const struct pcimsi_grant *grant = h->grant;
	bool needs_number = h->requirement - h->rule->requirements != PCIMSI_REQUIRE_MODE;

	if (grant->mode != PCIMSI_MODE_UNKNOWN && (grant->requested.known || !needs_number))
		return PCIMSI_REASON_NONE;
	if (grant->enabled != PCIMSI_ENABLED_UNKNOWN)
		return not_captured(h->c->function->pub.function);
	return h->c->install->settings[PCIMSI_SETTING_MSI_SUPPORTED] ? PCIMSI_REASON_NO_NUMBER
								     : PCIMSI_REASON_INCOMPLETE_INF;
}

static void hold_against_grant(const struct holding *h)
{
	enum pcimsi_requirement_kind kind =
		(enum pcimsi_requirement_kind)(h->requirement - h->rule->requirements);
	enum pcimsi_reason reason = unknown_grant(h);

	if (reason) {
		rule_not_evaluated(h->c, reason);
		return;
	}
	if (kind == PCIMSI_REQUIRE_AT_LEAST)
		hold_messages(h, h->grant->requested.value < h->requirement->messages, "at-least");
	else if (kind == PCIMSI_REQUIRE_AT_MOST)
		hold_messages(h, h->grant->requested.value > h->requirement->messages, "at-most");
	else
		hold_mode(h);
}

/* The most messages that either mechanism has; not known if one may have more. */
static struct pcimsi_reg capable_of(const struct pcimsi_function *function)
{
	uint32_t msi = function->msi.capable, msix = function->msix.table_size;
	struct pcimsi_reg most = { msi > msix ? msi : msix, true };

	if (function->msi.state == PCIMSI_STATE_UNKNOWN ||
	    function->msix.state == PCIMSI_STATE_UNKNOWN ||
	    (function->msi.state == PCIMSI_STATE_PRESENT && !msi) ||
	    (function->msix.state == PCIMSI_STATE_PRESENT && !msix))
		most.known = false;
	return most;
}

static void hold_against_silicon(const struct holding *h)
{
	const struct pcimsi_function *function = h->c->function->pub.function;
	struct pcimsi_reg most = capable_of(function);
	uint32_t wanted = h->requirement->messages;
	struct finding *finding;

	if (most.value >= wanted)
		return;
	if (!most.known) {
		rule_not_evaluated(h->c, not_captured(function));
		return;
	}
	finding = violation(h);
	tell_wanted(finding, "capable-of", NULL, wanted);
	finding_word(finding, "found", "capable");
	finding_number(finding, "found_messages", most.value);
}

static bool needs_verdict(const struct pcimsi_house_rule *rule)
{
	return rule->requirements[PCIMSI_REQUIRE_AT_LEAST].given ||
	       rule->requirements[PCIMSI_REQUIRE_AT_MOST].given ||
	       rule->requirements[PCIMSI_REQUIRE_MODE].given;
}

static void hold_against_verdict(struct context *c, const struct pcimsi_house_rule *rule)
{
	for (int kind = 0; kind < PCIMSI_REQUIRE_COUNT; kind++) {
		const struct holding h = {
			.c = c,
			.rule = rule,
			.requirement = &rule->requirements[kind],
			.grant = &c->verdict->pub.grant,
		};

		if (h.requirement->given && kind != PCIMSI_REQUIRE_CAPABLE_OF)
			hold_against_grant(&h);
	}
}

static void hold_verdicts(struct context *c, const struct pcimsi_house_rule *rule)
{
	for (uint32_t i = 0; needs_verdict(rule) && i < seen_verdicts(c); i++) {
		struct verdict *verdict = seen_verdict(c, i);
		const struct judged_function *judged = seen_function(c,
								     verdict->pub.function->order);
		struct context of_verdict = {
			.check = c->check,
			.rule = c->rule,
			.function = judged,
			.bytes = &judged->pub.function->raw.bytes,
			.inf = seen_inf(c, verdict->pub.match.inf),
			.install = verdict->pub.match.model->install,
			.verdict = verdict,
		};
		enum pcimsi_agreement agreement = pcimsi_house_rule_selects(rule,
									    judged->pub.function);

		if (agreement == PCIMSI_AGREEMENT_YES)
			hold_against_verdict(&of_verdict, rule);
		else if (agreement == PCIMSI_AGREEMENT_POSSIBLE)
			rule_not_evaluated(c, not_captured(judged->pub.function));
	}
}

static void hold_functions(struct context *c, const struct pcimsi_house_rule *rule)
{
	const struct pcimsi_requirement *requirement =
		&rule->requirements[PCIMSI_REQUIRE_CAPABLE_OF];

	for (uint32_t i = 0; requirement->given && i < seen_functions(c); i++) {
		const struct judged_function *judged = seen_function(c, i);
		struct context of_function = {
			.check = c->check,
			.rule = c->rule,
			.function = judged,
			.bytes = &judged->pub.function->raw.bytes,
		};
		const struct holding h = {
			.c = &of_function,
			.rule = rule,
			.requirement = requirement,
		};
		enum pcimsi_agreement agreement = pcimsi_house_rule_selects(rule,
									    judged->pub.function);

		if (agreement == PCIMSI_AGREEMENT_YES)
			hold_against_silicon(&h);
		else if (agreement == PCIMSI_AGREEMENT_POSSIBLE)
			rule_not_evaluated(c, not_captured(judged->pub.function));
	}
}

/* Calls `visit` for every house rule of every policy. */
static void each_house_rule(struct context *c,
			    void (*visit)(struct context *c, const struct pcimsi_house_rule *rule))
{
	for (uint32_t i = 0; i < seen_options(c)->n_policies; i++) {
		const struct pcimsi_house_rule *rules;
		uint32_t count;

		rules = pcimsi_policy_house_rules(seen_options(c)->policies[i], &count);
		for (uint32_t k = 0; k < count; k++)
			visit(c, &rules[k]);
	}
}

static void hold(struct context *c, const struct pcimsi_house_rule *rule)
{
	hold_functions(c, rule);
	hold_verdicts(c, rule);
}

enum pcimsi_reason rule_POL951(struct context *c)
{
	each_house_rule(c, hold);
	return PCIMSI_REASON_NONE;
}

/* ---- waivers --------------------------------------------------------------------------------- */

static struct finding *on_waiver(struct context *c, const struct pcimsi_waiver *waiver,
				 const struct pcimsi_policy_line *line)
{
	struct finding *finding = finding_new(c);

	finding_text(finding, "waiver", waiver->name);
	finding_text(finding, "owner", waiver->owner);
	finding_text(finding, "rule", waiver->rule->id);
	finding_file_line(finding, waiver->is_comment ? PCIMSI_INPUT_INF : PCIMSI_INPUT_POLICY,
			  waiver->file, line->place, line->text);
	return finding;
}

enum pcimsi_reason rule_POL952(struct context *c)
{
	uint32_t count;
	const struct pcimsi_waiver_use *uses = seen_waivers(c, &count);

	for (uint32_t i = 0; i < count; i++) {
		const struct pcimsi_waiver_use *use = &uses[i];
		const struct pcimsi_date *until = &use->waiver->until;
		struct finding *finding;

		if (!use->expired || !use->n_findings)
			continue;
		finding = on_waiver(c, use->waiver, &use->waiver->until_line);
		finding_text(finding, "until",
			     check_string(c->check, "%04u-%02u-%02u", until->year, until->month,
					  until->day));
		finding_number(finding, "findings", use->n_findings);
	}
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_POL953(struct context *c)
{
	enum pcimsi_reason reason = PCIMSI_REASON_NONE;

	uint32_t count;
	const struct pcimsi_waiver_use *uses = seen_waivers(c, &count);

	for (uint32_t i = 0; i < count; i++) {
		const struct pcimsi_waiver_use *use = &uses[i];
		struct finding *finding;

		if (!use->evaluated)
			reason = PCIMSI_REASON_LEFT_OUT;
		if (!use->evaluated || use->n_findings)
			continue;
		finding = on_waiver(c, use->waiver, &use->waiver->line);
		finding_word(finding, "stands_in", use->waiver->is_comment ? "comment" : "policy");
		finding_missed(finding, use->missed);
	}
	return reason;
}

/* ---- house rules that look at nothing -------------------------------------------------------- */

static enum pcimsi_agreement best_agreement(const struct context *c,
					    const struct pcimsi_house_rule *rule, bool capable)
{
	enum pcimsi_agreement best = PCIMSI_AGREEMENT_NO;

	for (uint32_t i = 0; best != PCIMSI_AGREEMENT_YES && i < seen_functions(c); i++) {
		const struct pcimsi_judged_function *judged = &seen_function(c, i)->pub;
		enum pcimsi_agreement one = pcimsi_house_rule_selects(rule, judged->function);

		if (judged->undecided && one == PCIMSI_AGREEMENT_YES && !capable)
			one = PCIMSI_AGREEMENT_POSSIBLE;
		if ((capable || judged->n_verdicts || judged->undecided) && one > best)
			best = one;
	}
	return best;
}

static void tell_vacuous(struct context *c, const struct pcimsi_house_rule *rule)
{
	bool capable = rule->requirements[PCIMSI_REQUIRE_CAPABLE_OF].given;
	enum pcimsi_agreement best = best_agreement(c, rule, capable);
	struct finding *finding;

	if (best == PCIMSI_AGREEMENT_POSSIBLE)
		rule_not_evaluated(c, PCIMSI_REASON_NOT_CAPTURED);
	else if (best == PCIMSI_AGREEMENT_NO && seen_options(c)->partial)
		rule_not_evaluated(c, PCIMSI_REASON_LEFT_OUT);
	if (best != PCIMSI_AGREEMENT_NO || seen_options(c)->partial)
		return;
	finding = finding_new(c);
	finding_text(finding, "house_rule", rule->name);
	finding_word(finding, "judged", capable ? "any" : "matched");
	finding_file_line(finding, PCIMSI_INPUT_POLICY, rule->file, rule->line.place,
			  rule->line.text);
}

enum pcimsi_reason rule_POL954(struct context *c)
{
	each_house_rule(c, tell_vacuous);
	return PCIMSI_REASON_NONE;
}

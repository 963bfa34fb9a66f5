/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"
#include "rules/cite.h"
#include "rules/rules_grant.h"

#include <string.h>

/* GRA702 to GRA706, GRA709: a limit against the messages of the function, and whom it serves. */

static const struct pcimsi_grant *grant_of(const struct context *c)
{
	return &c->verdict->pub.grant;
}

/*
 * "MSI enabled by the INF, limit >= 1", and the mechanism is `wanted`: what most
 * rules here begin with. `*ret`: the rule's own condition is to be looked at.
 */
static enum pcimsi_reason limit_applies(const struct context *c, enum pcimsi_mode wanted, bool *ret)
{
	const struct pcimsi_grant *grant = grant_of(c);

	*ret = false;
	if (grant->enabled == PCIMSI_ENABLED_NO)
		return PCIMSI_REASON_NONE;
	if (grant->enabled == PCIMSI_ENABLED_UNKNOWN)
		return c->install->settings[PCIMSI_SETTING_MSI_SUPPORTED]
			       ? PCIMSI_REASON_NO_NUMBER
			       : PCIMSI_REASON_INCOMPLETE_INF;
	if (!grant->limit_written)
		return PCIMSI_REASON_NONE;
	if (!grant->limit.known)
		return PCIMSI_REASON_NO_NUMBER;
	if (!grant->limit.value)
		return PCIMSI_REASON_NONE;
	return takes(c, wanted, ret);
}

uint32_t best_msi_limit(const struct context *c)
{
	uint32_t capable = function_of(c)->msi.capable;

	return capable < PCIMSI_WINDOWS_MSI_MAX ? capable : PCIMSI_WINDOWS_MSI_MAX;
}

static struct finding *on_limit(struct context *c, enum pcimsi_mode mode)
{
	struct finding *finding = finding_new(c);

	finding_number(finding, "limit", grant_of(c)->limit.value);
	if (mode == PCIMSI_MODE_MSI)
		cite_msi(finding, c);
	else
		cite_msix(finding, c);
	finding_effect(finding, c->inf, c->install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT]);
	return finding;
}

/* ---- whom the limit serves --------------------------------------------------------------------
 */

/* Why a limit above this function may be right all the same, and for which captured function. */
struct ceiling {
	const char *word;
	const struct verdict *reached_by; /* NULL: by none */
};

static struct ceiling ceiling_of(const struct served_value *served, uint32_t limit)
{
	static const char *const unseen[] = {
		[WHOM_BOARD] = "several-devices",
		[WHOM_DEVICE] = "several-devices",
		[WHOM_DEVICES] = "several-devices",
		[WHOM_VENDOR] = "vendor",
		[WHOM_CLASS] = "class",
		[WHOM_ANYONE] = "anyone",
	};
	const struct verdict *most = served ? served->most : NULL;

	if (limit == PCIMSI_WINDOWS_MSIX_MAX)
		return (struct ceiling){ .word = "no-ceiling" };
	if (most && reach_of(most) >= limit)
		return (struct ceiling){ .word = "reached", .reached_by = most };
	if (served && !served->known)
		return (struct ceiling){ .word = unseen[served->whom] };
	if (served && served->varies)
		return (struct ceiling){ .word = "several-sizes" };
	return (struct ceiling){ .word = served && served->whom > WHOM_DEVICE ? "all" : "one" };
}

/* It can be reached by nothing that it serves. */
static bool is_vain(const struct ceiling *ceiling)
{
	return strcmp(ceiling->word, "one") == 0 || strcmp(ceiling->word, "all") == 0;
}

/* With the bytes of the function that reaches it. */
static void name_ceiling(struct finding *finding, struct context *c, const struct ceiling *ceiling)
{
	struct context other = *c;

	finding_word(finding, "family", ceiling->word);
	if (!ceiling->reached_by) {
		finding_none(finding, "by");
		finding_none(finding, "where");
		return;
	}
	other.function = seen_function(c, ceiling->reached_by->pub.function->order);
	finding_slot(finding, "by", other.function->pub.function->raw.slot);
	finding_text(finding, "where", machine_name(other.function));
	if (other.function->pub.function->msix.state == PCIMSI_STATE_PRESENT)
		cite_msix(finding, &other);
	else
		cite_msi(finding, &other);
}

/*
 * What fits everything is to leave the limit out. A number is advised beside that where all
 * captured functions have as many messages, and only if it takes none from anything else
 * that the ids reach: a lower one where all boards are captured, a higher one where all
 * devices are.
 */
static void advise(struct finding *finding, const struct served_value *served, bool lower)
{
	uint32_t best = served && (lower ? served->closed : served->known) ? served->reach : 0;

	if (best)
		finding_number(finding, "best", best);
	else
		finding_none(finding, "best");
	finding_word(finding, "remedy", best ? "number" : "leave-out");
}

static void advise_nothing(struct finding *finding)
{
	finding_none(finding, "best");
	finding_word(finding, "remedy", "nothing");
}

/* Of a limit above the messages of the function. */
static void judge_ceiling(struct finding *finding, struct context *c)
{
	const struct served_value *served = served_by(c);
	struct ceiling ceiling = ceiling_of(served, grant_of(c)->limit.value);

	name_ceiling(finding, c, &ceiling);
	if (is_vain(&ceiling)) {
		advise(finding, served, true);
		return;
	}
	advise_nothing(finding);
	finding_severity(finding, PCIMSI_SEVERITY_NOTE);
}

/* ---- the rules --------------------------------------------------------------------------------
 */

enum pcimsi_reason rule_GRA702(struct context *c)
{
	const struct pcimsi_msi *msi = &function_of(c)->msi;
	uint32_t limit = grant_of(c)->limit.value;
	bool applies;
	enum pcimsi_reason reason = limit_applies(c, PCIMSI_MODE_MSI, &applies);

	if (applies && msi->capable && pcimsi_limit_valid_for_msi(limit) && limit > msi->capable) {
		struct finding *finding = on_limit(c, PCIMSI_MODE_MSI);

		finding_number(finding, "capable", msi->capable);
		judge_ceiling(finding, c);
	}
	return reason;
}

enum pcimsi_reason rule_GRA703(struct context *c)
{
	const struct pcimsi_msix *msix = &function_of(c)->msix;
	bool applies;
	enum pcimsi_reason reason = limit_applies(c, PCIMSI_MODE_MSIX, &applies);

	if (applies && grant_of(c)->limit.value > msix->table_size) {
		struct finding *finding = on_limit(c, PCIMSI_MODE_MSIX);

		finding_number(finding, "entries", msix->table_size);
		judge_ceiling(finding, c);
	}
	return reason;
}

/* How many it has is a reserved code, or it has more: the number is wrong for this one alone. */
static void judge_invalid(struct finding *finding, struct context *c)
{
	const struct ceiling within = { .word = "within" };

	name_ceiling(finding, c, &within);
	if (function_of(c)->msi.capable) {
		advise(finding, served_by(c), false);
		return;
	}
	finding_unknown(finding, "best");
	finding_word(finding, "remedy", "number");
}

enum pcimsi_reason rule_GRA704(struct context *c)
{
	uint32_t capable = function_of(c)->msi.capable, limit = grant_of(c)->limit.value;
	bool applies;
	enum pcimsi_reason reason = limit_applies(c, PCIMSI_MODE_MSI, &applies);
	struct finding *finding;

	if (!applies || pcimsi_limit_valid_for_msi(limit))
		return reason;
	finding = on_limit(c, PCIMSI_MODE_MSI);
	finding_number_or_unknown(finding, "capable", capable);
	if (capable && limit > capable) {
		finding_severity(finding, PCIMSI_SEVERITY_WARNING);
		judge_ceiling(finding, c);
	} else {
		judge_invalid(finding, c);
	}
	return reason;
}

enum pcimsi_reason rule_GRA705(struct context *c)
{
	const struct pcimsi_msix *msix = &function_of(c)->msix;
	uint32_t limit = grant_of(c)->limit.value;
	bool applies;
	enum pcimsi_reason reason = limit_applies(c, PCIMSI_MODE_MSIX, &applies);

	if (applies && limit < msix->table_size) {
		struct finding *finding = on_limit(c, PCIMSI_MODE_MSIX);

		finding_number(finding, "unused", msix->table_size - limit);
		finding_number(finding, "entries", msix->table_size);
		advise(finding, served_by(c), false);
	}
	return reason;
}

enum pcimsi_reason rule_GRA706(struct context *c)
{
	uint32_t limit = grant_of(c)->limit.value;
	bool applies;
	enum pcimsi_reason reason = limit_applies(c, PCIMSI_MODE_MSI, &applies);

	if (applies && pcimsi_limit_valid_for_msi(limit) && limit < best_msi_limit(c)) {
		struct finding *finding = on_limit(c, PCIMSI_MODE_MSI);

		finding_number(finding, "capable", function_of(c)->msi.capable);
		advise(finding, served_by(c), false);
	}
	return reason;
}

enum pcimsi_reason rule_GRA709(struct context *c)
{
	const struct pcimsi_msix *msix = &function_of(c)->msix;
	uint32_t limit = grant_of(c)->limit.value;
	bool applies;
	enum pcimsi_reason reason = limit_applies(c, PCIMSI_MODE_MSIX, &applies);

	if (applies && msix->table_size > PCIMSI_WINDOWS_MSI_MAX &&
	    pcimsi_limit_valid_for_msi(limit))
		finding_number(on_limit(c, PCIMSI_MODE_MSIX), "entries", msix->table_size);
	return reason;
}

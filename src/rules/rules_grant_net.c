/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"

#include "rules/cite.h"
#include "rules/net_keywords.h"

/* GRA715, GRA717, GRA718: what network drivers need, as keywords of their INFs tell. */

static const struct pcimsi_effect *limit_of(const struct context *c)
{
	return c->install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT];
}

/* ---- receive side scaling -------------------------------------------------------------------- */

/* With VMQ preferred a driver must not read keywords of RSS. */
static bool prefers_vmq(const struct context *c)
{
	const struct pcimsi_effect *preference = net_keyword(c->install, "*RssOrVmqPreference");

	return preference && net_number(preference).value == 1;
}

/* As many messages as there are queues; with VMQ a driver takes none beyond the processors. */
static uint32_t useful_messages(const struct context *c, uint32_t queues)
{
	uint32_t cpus = seen_options(c)->cpus;

	return cpus && cpus < queues && net_vmq(c) ? cpus : queues;
}

/* One message of plain MSI serves all queues, as it always did. */
enum pcimsi_reason rule_GRA715(struct context *c)
{
	const struct pcimsi_grant *grant = &c->verdict->pub.grant;
	const struct pcimsi_effect *queues = net_keyword(c->install, "*NumRSSQueues");
	struct finding *finding;
	struct pcimsi_reg count;

	if (!queues || !is_network(c) || grant->mode != PCIMSI_MODE_MSIX || prefers_vmq(c))
		return PCIMSI_REASON_NONE;
	count = net_number(queues);
	if (!count.value || count.value > 4096)
		return PCIMSI_REASON_NO_NUMBER;
	if (!grant->requested.known)
		return PCIMSI_REASON_NOT_CAPTURED;
	if (grant->requested.value >= useful_messages(c, count.value))
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "messages", grant->requested.value);
	finding_number(finding, "queues", count.value);
	cite_msix(finding, c);
	finding_effect(finding, c->inf, queues);
	finding_effect(finding, c->inf, limit_of(c));
	return PCIMSI_REASON_NONE;
}

/* ---- virtual machine queues ------------------------------------------------------------------ */

/* What is missing of MSI-X; NULL: nothing, or *ret_reason is why that is not known. */
static const char *lack_of_msix(const struct context *c, enum pcimsi_reason *ret_reason)
{
	const struct pcimsi_function *function = c->function->pub.function;

	*ret_reason = PCIMSI_REASON_NONE;
	if (!function->responding)
		*ret_reason = PCIMSI_REASON_NO_RESPONSE;
	else if (function->msix.state == PCIMSI_STATE_UNKNOWN)
		*ret_reason = PCIMSI_REASON_NOT_CAPTURED;
	else if (function->msix.state == PCIMSI_STATE_ABSENT)
		return "silicon";
	else if (c->verdict->pub.grant.enabled == PCIMSI_ENABLED_NO)
		return "inf";
	else if (c->verdict->pub.grant.enabled == PCIMSI_ENABLED_UNKNOWN)
		*ret_reason = PCIMSI_REASON_NO_NUMBER;
	return NULL;
}

/* "VMQ Interrupt Requirements": the miniport driver must support MSI-X. */
enum pcimsi_reason rule_GRA717(struct context *c)
{
	const struct pcimsi_effect *vmq = net_vmq(c);
	enum pcimsi_reason reason = PCIMSI_REASON_NONE;
	const char *lack = vmq ? lack_of_msix(c, &reason) : NULL;
	struct finding *finding;
	bool is_off;

	if (!lack)
		return reason;
	is_off = net_number(vmq).known && !net_number(vmq).value;
	finding = finding_new(c);
	finding_word(finding, "vmq", is_off ? "off" : "on");
	finding_word(finding, "lack", lack);
	if (is_off)
		finding_severity(finding, PCIMSI_SEVERITY_NOTE);
	finding_effect(finding, c->inf, vmq);
	finding_effect(finding, c->inf, c->install->settings[PCIMSI_SETTING_MSI_SUPPORTED]);
	if (c->function->pub.function->msix.state == PCIMSI_STATE_PRESENT)
		cite_msix(finding, c);
	else
		cite_list(finding, c, "a complete capability list without 11");
	return reason;
}

/* The page has ranges; this is what is needed at the least. */
static uint32_t vmq_minimum(uint32_t queues)
{
	return queues <= 16 ? queues : queues <= 64 ? 16 : 32;
}

/* The other way round; 0: as many as one likes. */
static uint32_t vmq_queues(uint32_t messages)
{
	return messages < 16 ? messages : messages < 32 ? 64 : 0;
}

static struct finding *too_few(struct context *c, const char *demand, uint32_t queues)
{
	struct finding *finding = finding_new(c);

	finding_number(finding, "messages", c->verdict->pub.grant.requested.value);
	finding_word(finding, "demand", demand);
	finding_number(finding, "queues", queues);
	finding_effect(finding, c->inf, limit_of(c));
	cite_msix(finding, c);
	return finding;
}

/* The INF says how many queues there are, in a word of its vendor's. */
static enum pcimsi_reason hold_queues(struct context *c, const struct pcimsi_effect *line)
{
	struct pcimsi_reg queues = net_number(line);
	struct finding *finding;

	if (!queues.known)
		return PCIMSI_REASON_NO_NUMBER;
	if (c->verdict->pub.grant.requested.value >= vmq_minimum(queues.value))
		return PCIMSI_REASON_NONE;
	finding = too_few(c, "queues", queues.value);
	finding_number(finding, "minimum", vmq_minimum(queues.value));
	finding_effect(finding, c->inf, line);
	return PCIMSI_REASON_NONE;
}

/* Only a driver knows how many: a limit that leaves few is worth a thought. */
static void hold_limit(struct context *c, const struct pcimsi_effect *vmq)
{
	const struct pcimsi_grant *grant = &c->verdict->pub.grant;
	uint32_t queues = vmq_queues(grant->requested.value);
	struct finding *finding;

	if (!queues || !grant->limit.known || grant->limit.value >= grant->capacity.value)
		return;
	finding = too_few(c, "limit", queues);
	finding_none(finding, "minimum");
	finding_severity(finding, PCIMSI_SEVERITY_NOTE);
	finding_effect(finding, c->inf, vmq);
}

enum pcimsi_reason rule_GRA718(struct context *c)
{
	const struct pcimsi_grant *grant = &c->verdict->pub.grant;
	const struct pcimsi_effect *vmq = net_vmq(c), *queues;

	if (!vmq || grant->mode != PCIMSI_MODE_MSIX)
		return PCIMSI_REASON_NONE;
	if (!grant->requested.known || !grant->capacity.known)
		return PCIMSI_REASON_NOT_CAPTURED;
	queues = net_keyword(c->install, "MaxNumVmqs");
	if (queues)
		return hold_queues(c, queues);
	hold_limit(c, vmq);
	return PCIMSI_REASON_NONE;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/waivers.h"

#include "policy/value.h"
#include "report/message.h"

#include <stdlib.h>
#include <string.h>

/* A list of values that is longer is written in lines of their own. */
#define LINE_LIMIT 150

/* ---- values ---------------------------------------------------------------------------------- */

/* "limit=64 leaves=absent"; NULL: out of memory. */
static const char *value_of(struct arena *arena, const struct pcimsi_finding *finding,
			    const char *gap)
{
	struct pcimsi_waived_value *named = arena_array(arena, finding->n_values + 1u,
							sizeof(*named));
	uint32_t count = 0;

	for (uint32_t i = 0; named && i < finding->n_values; i++) {
		const struct pcimsi_value *value = &finding->values[i];
		char *buffer = arena_alloc(arena, PCIMSI_VALUE_CHARS);

		if (!buffer)
			return NULL;
		if (value->param->aside)
			continue;
		named[count].name = value->param->name;
		named[count++].text = pcimsi_value_text(value, buffer);
	}
	return named ? value_list_written(arena, named, count, gap) : NULL;
}

char *finding_value(const struct pcimsi_finding *finding)
{
	struct arena arena = { 0 };
	const char *value = finding->rule->class_ == PCIMSI_CLASS_POLICY
				    ? ""
				    : value_of(&arena, finding, " ");
	char *copy = value ? strdup(value) : NULL;

	arena_done(&arena);
	return copy;
}

/* ---- a new file ------------------------------------------------------------------------------ */

/* NULL for NULL. */
static const char *base_name(const char *file)
{
	const char *slash = file ? strrchr(file, '/') : NULL;

	return slash && slash[1] ? slash + 1 : file;
}

static const char *inf_of(const struct pcimsi_finding *finding)
{
	return finding->inf ? base_name(finding->inf->facts->name) : NULL;
}

static bool has_ids(const struct pcimsi_finding *finding)
{
	return finding->function && finding->function->function->vendor_id.known &&
	       finding->function->function->device_id.known;
}

/* What a waiver of it names if there are neither ids nor an INF. */
static const char *capture_of(const struct pcimsi_finding *finding)
{
	if (has_ids(finding) || finding->inf)
		return NULL;
	/* Members of the same name lie in several folders. */
	return finding->member ? finding->member : base_name(finding->capture);
}

/* ... and if there is no capture either. */
static const char *cited_of(const struct pcimsi_finding *finding, enum pcimsi_input_kind kind)
{
	if (has_ids(finding) || finding->inf || finding->capture)
		return NULL;
	for (uint32_t i = 0; i < finding->n_locations; i++)
		if (finding->locations[i].kind == kind)
			return base_name(finding->locations[i].file);
	return NULL;
}

static const char *registry_of(const struct pcimsi_finding *finding)
{
	return cited_of(finding, PCIMSI_INPUT_REGISTRY);
}

static const char *granted_of(const struct pcimsi_finding *finding)
{
	return cited_of(finding, PCIMSI_INPUT_GRANTED);
}

/* A waiver has to name something. */
static bool can_be_waived(const struct pcimsi_finding *finding)
{
	return finding->rule->class_ != PCIMSI_CLASS_POLICY &&
	       (has_ids(finding) || finding->inf || finding->section || finding->capture ||
		registry_of(finding) || granted_of(finding));
}

static void put_ids(FILE *out, const struct pcimsi_function *function)
{
	fprintf(out, "ids = %04x:%04x", function->vendor_id.value, function->device_id.value);
	if (function->subsystem_vendor_id.known && function->subsystem_id.known)
		fprintf(out, ":%04x:%04x", function->subsystem_vendor_id.value,
			function->subsystem_id.value);
	fputc('\n', out);
}

/* False: out of memory. */
static bool put_key(FILE *out, struct arena *arena, const char *key, const char *text)
{
	const char *written = text ? value_written(arena, text, "\n  ") : NULL;

	if (written)
		fprintf(out, "%s = %s\n", key, written);
	return written || !text;
}

static bool put_values(FILE *out, struct arena *arena, const struct pcimsi_finding *finding)
{
	const char *value = value_of(arena, finding, " ");

	if (value && strlen(value) > LINE_LIMIT)
		value = value_of(arena, finding, "\n  ");
	if (value && *value)
		fprintf(out, "value = %s\n", value);
	return value;
}

static bool put_keys(FILE *out, struct arena *arena, const struct pcimsi_finding *finding)
{
	if (has_ids(finding))
		put_ids(out, finding->function->function);
	return put_key(out, arena, "section", finding->section) &&
	       put_key(out, arena, "inf", inf_of(finding)) &&
	       put_key(out, arena, "capture", capture_of(finding)) &&
	       put_key(out, arena, "registry", registry_of(finding)) &&
	       put_key(out, arena, "granted", granted_of(finding)) &&
	       put_values(out, arena, finding);
}

static int put_waiver(FILE *out, const struct pcimsi_finding *finding, unsigned same)
{
	char *message = message_format(finding, finding->rule->message);
	struct arena arena = { 0 };
	bool whole = message != NULL;

	if (whole) {
		fprintf(out, "\n[waiver %s-%016llx", finding->rule->id,
			(unsigned long long)finding->identity);
		if (same)
			fprintf(out, "-%u", same + 1);
		fprintf(out, "]\n; %s\nrule = %s\n", message, finding->rule->id);
		whole = put_keys(out, &arena, finding);
		fputs("reason = baseline\nowner = unassigned\n", out);
	}
	arena_done(&arena);
	free(message);
	return whole ? 0 : PCIMSI_ERR_NOMEM;
}

static int compare_names(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

/* By all that a waiver names: those that are the same lie together. */
static int by_waiver(const void *a, const void *b)
{
	const struct pcimsi_finding *x = *(const struct pcimsi_finding *const *)a;
	const struct pcimsi_finding *y = *(const struct pcimsi_finding *const *)b;
	int order = 0;

	if (x->rule != y->rule)
		return x->rule < y->rule ? -1 : 1;
	if (x->identity != y->identity)
		return x->identity < y->identity ? -1 : 1;
	order = compare_names(inf_of(x), inf_of(y));
	if (!order)
		order = compare_names(capture_of(x), capture_of(y));
	if (!order)
		order = compare_names(registry_of(x), registry_of(y));
	return order ? order : compare_names(granted_of(x), granted_of(y));
}

static int by_waiver_and_number(const void *a, const void *b)
{
	const struct pcimsi_finding *x = *(const struct pcimsi_finding *const *)a;
	const struct pcimsi_finding *y = *(const struct pcimsi_finding *const *)b;
	int order = by_waiver(a, b);

	return order ? order : x->number < y->number ? -1 : x->number > y->number;
}

static int put_waivers(FILE *out, const struct pcimsi_finding **findings, uint32_t count,
		       uint32_t *ret_count)
{
	unsigned same = 0;
	int err = 0;

	fputs("; What pcimsi found when this file was made. What is not here counts, and\n"
	      "; pcimsi check --write-waivers takes out what it does not find any more.\n",
	      out);
	for (uint32_t i = 0; i < count && !err; i++) {
		const struct pcimsi_finding *last = i ? findings[i - 1] : NULL;

		if (last && by_waiver(&findings[i - 1], &findings[i]) == 0)
			continue;
		same = last && last->rule == findings[i]->rule &&
				       last->identity == findings[i]->identity
			       ? same + 1
			       : 0;
		err = put_waiver(out, findings[i], same);
		++*ret_count;
	}
	return err;
}

/* By itself, or through a verdict: what is waived makes it another word. */
static bool makes_fail(const struct pcimsi_finding *finding, const struct pcimsi_fail_on *fail_on)
{
	if (pcimsi_finding_fails(finding, fail_on))
		return true;
	for (uint32_t i = 0; finding->decides && !finding->waiver && i < finding->n_verdicts; i++)
		if (pcimsi_verdict_fails(finding->verdicts[i], fail_on))
			return true;
	return false;
}

int waivers_write(FILE *out, const struct pcimsi_run *run, const struct pcimsi_fail_on *fail_on,
		  uint32_t *ret_count)
{
	const struct pcimsi_finding **findings = calloc((size_t)run->n_findings + 1,
							sizeof(*findings));
	uint32_t count = 0;
	int err;

	*ret_count = 0;
	if (!findings)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < run->n_findings; i++) {
		const struct pcimsi_finding *finding = run->findings[i];

		if (makes_fail(finding, fail_on) && can_be_waived(finding))
			findings[count++] = finding;
	}
	qsort(findings, count, sizeof(*findings), by_waiver_and_number);
	err = put_waivers(out, findings, count, ret_count);
	free(findings);
	return err;
}

/* ---- a file that is there -------------------------------------------------------------------- */

static bool is_superfluous(const struct pcimsi_waiver_use *use, const struct pcimsi_policy *policy)
{
	return use->waiver->file == pcimsi_policy_name(policy) && use->evaluated &&
	       !use->n_findings;
}

uint32_t waivers_superfluous(const struct pcimsi_run *run, const struct pcimsi_policy *policy)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < run->n_waivers; i++)
		count += is_superfluous(&run->waivers[i], policy);
	return count;
}

void waivers_keep(FILE *out, const struct pcimsi_run *run, const struct pcimsi_policy *policy,
		  const char *bytes, size_t size)
{
	size_t from = 0;

	for (uint32_t i = 0; i < run->n_waivers; i++) {
		const struct pcimsi_waiver *waiver = run->waivers[i].waiver;

		if (!is_superfluous(&run->waivers[i], policy))
			continue;
		fwrite(bytes + from, 1, waiver->offset - from, out);
		from = waiver->offset + waiver->size;
	}
	fwrite(bytes + from, 1, size - from, out);
}

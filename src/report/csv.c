/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/escape.h"
#include "report/formats.h"
#include "report/message.h"
#include "report/text.h"

#include <stdlib.h>
#include <string.h>

/*
 * For spreadsheets: a row per function of list, per verdict of check (RFC 4180, but for its line
 * ends). What is not known is an empty cell. A program that opens it must not take a name for a
 * formula: a cell that begins like one begins with an apostrophe.
 */

/* ---- cells ----------------------------------------------------------------------------------- */

struct csv {
	struct report *report;
	FILE *out;
	bool begun; /* the row has a cell */
};

static void begin_cell(struct csv *csv)
{
	fputs(csv->begun ? "," : "", csv->out);
	csv->begun = true;
}

static void end_row(struct csv *csv)
{
	fputc('\n', csv->out);
	csv->begun = false;
}

/* With the wide forms of these characters, which some spreadsheets take for them. */
static bool is_formula(const char *text)
{
	static const char *const begins[] = { "=",      "+",      "-",      "@",
					      "\uff1d", "\uff0b", "\uff0d", "\uff20" };

	text += strspn(text, " '\"");
	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (strncmp(text, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}

/* Fit to be shown. */
static void put_shown(struct csv *csv, const char *text)
{
	bool quoted = text[strcspn(text, "\",;'")] || *text == ' ' || is_formula(text);

	begin_cell(csv);
	fputs(quoted ? "\"" : "", csv->out);
	fputs(is_formula(text) ? "'" : "", csv->out);
	for (; *text; text++)
		fprintf(csv->out, *text == '"' ? "\"\"" : "%c", *text);
	fputs(quoted ? "\"" : "", csv->out);
}

/* Untrusted; NULL: an empty cell. */
static void put_cell(struct csv *csv, const char *untrusted)
{
	char *text = text_made(csv->report, escape_text(untrusted ? untrusted : ""));

	put_shown(csv, text ? text : "");
	free(text);
}

/* Of ours. */
static void put_word(struct csv *csv, const char *word)
{
	begin_cell(csv);
	fputs(word ? word : "", csv->out);
}

static void put_number(struct csv *csv, bool known, uint32_t number)
{
	begin_cell(csv);
	if (known)
		fprintf(csv->out, "%u", number);
}

static void put_reg(struct csv *csv, struct pcimsi_reg reg)
{
	put_number(csv, reg.known, reg.value);
}

/* With a prefix, unlike in JSON: 5e03 would be taken for 5000. */
static void put_id(struct csv *csv, struct pcimsi_reg id, int digits)
{
	begin_cell(csv);
	if (id.known)
		fprintf(csv->out, "0x%0*x", digits, id.value);
}

static void put_heads(struct csv *csv, const char *const *heads)
{
	for (; *heads; heads++)
		put_word(csv, *heads);
}

/* ---- functions ------------------------------------------------------------------------------- */

static const char *const function_heads[] = { "capture",      "member",    "slot",
					      "vendor_id",    "device_id", "subsystem_vendor_id",
					      "subsystem_id", "class",     "revision",
					      "name",         NULL };

static void put_function(struct csv *csv, const struct pcimsi_function *function,
			 const char *capture)
{
	char slot[PCIMSI_SLOT_TEXT];
	char *name = text_name(csv->report, function);

	put_cell(csv, capture);
	put_cell(csv, function->raw.member);
	put_word(csv, pcimsi_slot_text(function->raw.slot, slot));
	put_id(csv, function->vendor_id, 4);
	put_id(csv, function->device_id, 4);
	put_id(csv, function->subsystem_vendor_id, 4);
	put_id(csv, function->subsystem_id, 4);
	put_id(csv, function->class_code, 6);
	put_id(csv, function->revision, 2);
	put_shown(csv, name ? name : "");
	free(name);
}

static const char *const list_heads[] = {
	"pin",  "msi",          "msi_enabled",  "msi_messages", "msi_allocated",
	"msix", "msix_enabled", "msix_entries", "linux_driver", "linux_vectors",
	NULL
};

static const char *state_word(enum pcimsi_state state)
{
	static const char *const words[] = {
		[PCIMSI_STATE_ABSENT] = "absent",
		[PCIMSI_STATE_PRESENT] = "present",
		[PCIMSI_STATE_UNKNOWN] = "unknown",
	};

	return words[state];
}

static const char *yes_no(bool known, bool yes)
{
	if (!known)
		return NULL;
	return yes ? "yes" : "no";
}

static void put_msi(struct csv *csv, const struct pcimsi_msi *msi)
{
	bool present = msi->state == PCIMSI_STATE_PRESENT, known = present && msi->control.known;

	put_word(csv, state_word(msi->state));
	put_word(csv, yes_no(known, msi->enabled));
	put_number(csv, present && msi->capable, msi->capable);
	put_number(csv, known && msi->allocated, msi->allocated);
}

static void put_msix(struct csv *csv, const struct pcimsi_msix *msix)
{
	bool present = msix->state == PCIMSI_STATE_PRESENT;

	put_word(csv, state_word(msix->state));
	put_word(csv, yes_no(present && msix->control.known, msix->enabled));
	put_number(csv, present && msix->table_size, msix->table_size);
}

/* "A", "none"; a dash would be one of a formula. */
static const char *pin_word(const struct pcimsi_function *function)
{
	if (!function->interrupt_pin.known)
		return NULL;
	return function->interrupt_pin.value ? text_pin(function) : "none";
}

static int begin(struct report *report)
{
	struct csv csv = { .report = report, .out = report->out };

	if (report->command == REPORT_LIST) {
		put_heads(&csv, function_heads);
		put_heads(&csv, list_heads);
		end_row(&csv);
	}
	return 0;
}

static int function(struct report *report, const struct pcimsi_function *fn, const char *capture)
{
	const struct pcimsi_linux *linux_state = fn->raw.linux_state;
	struct csv csv = { .report = report, .out = report->out };

	if (report->command != REPORT_LIST)
		return 0;
	put_function(&csv, fn, capture);
	put_word(&csv, pin_word(fn));
	put_msi(&csv, &fn->msi);
	put_msix(&csv, &fn->msix);
	put_cell(&csv, linux_state ? linux_state->driver : NULL);
	put_number(&csv, linux_state, linux_state ? linux_state->vectors : 0);
	end_row(&csv);
	return 0;
}

/* ---- verdicts -------------------------------------------------------------------------------- */

static const char *const verdict_heads[] = { "inf",      "section",    "hardware_id", "os",
					     "arch",     "product",    "verdict",     "mode",
					     "asks",     "has",        "gets",        "unused",
					     "fallback", "confidence", "rules",       NULL };

/* "64", "all", "none", or nothing. */
static void put_asks(struct csv *csv, const struct pcimsi_grant *grant)
{
	switch (pcimsi_grant_asks(grant)) {
	case PCIMSI_ASKS_LIMIT:
		put_number(csv, true, grant->limit.value);
		break;
	case PCIMSI_ASKS_ALL:
		put_word(csv, "all");
		break;
	case PCIMSI_ASKS_NOTHING:
		put_word(csv, "none");
		break;
	default:
		put_word(csv, NULL);
		break;
	}
}

/* Rule ids, each once. */
static void put_rules(struct csv *csv, const struct pcimsi_verdict *verdict)
{
	begin_cell(csv);
	for (uint32_t i = 0; i < verdict->n_findings; i++)
		if (!i || verdict->findings[i]->rule != verdict->findings[i - 1]->rule)
			fprintf(csv->out, "%s%s", i ? " " : "", verdict->findings[i]->rule->id);
}

static void put_inf(struct csv *csv, const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_install *install = verdict->match.model->install;
	const struct pcimsi_target *target = &verdict->inf->resolution->target;
	char os[OS_TEXT];

	put_cell(csv, verdict->inf->facts->name);
	put_cell(csv, install->section ? install->section : install->base);
	put_cell(csv, verdict->match.id);
	put_word(csv, os_text(target, os));
	put_word(csv, pcimsi_arch_name(target->arch));
	put_word(csv, pcimsi_product_name(target->product));
}

static void put_verdict(struct csv *csv, const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_grant *grant = &verdict->grant;
	bool unknown = verdict->word == PCIMSI_VERDICT_UNKNOWN;

	put_function(csv, verdict->function->function, verdict->function->capture);
	put_inf(csv, verdict);
	put_word(csv, pcimsi_verdict_name(verdict->word));
	put_word(csv, pcimsi_mode_name(grant->mode));
	put_asks(csv, grant);
	put_reg(csv, grant->capacity);
	put_reg(csv, grant->requested);
	put_reg(csv, grant->unused);
	put_word(csv, pcimsi_fallback_name(grant->fallback));
	put_word(csv, unknown ? NULL : pcimsi_confidence_name(verdict->confidence));
	put_rules(csv, verdict);
	end_row(csv);
}

/* All cells of it but those of the function and the word are empty. */
static void put_undecided(struct csv *csv, const struct pcimsi_judged_function *function)
{
	put_function(csv, function->function, function->capture);
	for (const char *const *head = verdict_heads; *head; head++)
		put_word(csv, strcmp(*head, "verdict") == 0
				      ? pcimsi_verdict_name(PCIMSI_VERDICT_UNKNOWN)
				      : NULL);
	end_row(csv);
}

static int run(struct report *report, const struct pcimsi_run *run)
{
	struct csv csv = { .report = report, .out = report->out };
	uint32_t next = 0;

	put_heads(&csv, function_heads);
	put_heads(&csv, verdict_heads);
	end_row(&csv);
	for (uint32_t i = 0; i < run->n_functions; i++) {
		if (run->functions[i]->undecided)
			put_undecided(&csv, run->functions[i]);
		while (next < run->n_verdicts && run->verdicts[next]->function->order == i)
			put_verdict(&csv, run->verdicts[next++]);
	}
	return 0;
}

const struct report_ops report_csv = {
	.name = "csv",
	.commands = 1 << REPORT_LIST | 1 << REPORT_CHECK,
	.begin = begin,
	.function = function,
	.run = run,
};

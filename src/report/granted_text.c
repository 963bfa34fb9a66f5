/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/granted_text.h"

#include "report/memory_text.h"

#include <stdio.h>

bool granted_is_told(const struct pcimsi_judged_function *function)
{
	return function->granted.state != PCIMSI_GRANTED_NOT_GIVEN;
}

/* ---- the three others ------------------------------------------------------------------------ */

static void put_asked(FILE *out, const char *who, const struct pcimsi_grant *grant)
{
	fprintf(out, "%s ", who);
	switch (pcimsi_grant_asks(grant)) {
	case PCIMSI_ASKS_NOTHING:
		fputs("nothing", out);
		break;
	case PCIMSI_ASKS_ALL:
		fputs("all", out);
		break;
	case PCIMSI_ASKS_LIMIT:
		fprintf(out, "%u", grant->limit.value);
		break;
	case PCIMSI_ASKS_UNKNOWN:
		fputs("what is not known", out);
		break;
	}
	fputs(", ", out);
}

static uint32_t messages_of(const struct pcimsi_function *function)
{
	return function->msix.state == PCIMSI_STATE_PRESENT  ? function->msix.table_size
	       : function->msi.state == PCIMSI_STATE_PRESENT ? function->msi.capable
							     : 0;
}

static void put_silicon(FILE *out, const struct pcimsi_function *function)
{
	bool none = function->msix.state == PCIMSI_STATE_ABSENT &&
		    function->msi.state == PCIMSI_STATE_ABSENT;
	bool unknown = function->msix.state == PCIMSI_STATE_UNKNOWN || !messages_of(function);

	fputs("silicon has ", out);
	if (none)
		fputs("none, ", out);
	else if (unknown)
		fputs("what was not captured, ", out);
	else
		fprintf(out, "%u, ", messages_of(function));
}

static void put_registry(FILE *out, const struct pcimsi_judged_function *function,
			 const struct pcimsi_target *windows)
{
	struct pcimsi_grant grant;

	if (!function->n_held)
		return;
	if (function->granted.held &&
	    pcimsi_held_predict(function->function, function->granted.held, windows, &grant))
		put_asked(out, "registry holds", &grant);
	else
		fputs("registry holds what is not known, ", out);
}

/* ---- what was granted ------------------------------------------------------------------------ */

static void put_known(FILE *out, const struct pcimsi_granted *granted)
{
	if (granted->messages)
		fprintf(out, "%s%u", granted->at_least ? "at least " : "", granted->messages);
	else if (!granted->lines_known)
		fputs("no message", out);
	else if (!granted->lines)
		fputs("no interrupt", out);
	if (granted->lines_known && granted->lines)
		fprintf(out, "%sthe interrupt line", granted->messages ? " and " : "");
	fprintf(out, " (%s%s)",
		granted->device && granted->device->by == PCIMSI_GRANTED_BY_NAME
			? "by the name of the device, "
			: "",
		pcimsi_confidence_name(granted->confidence));
}

static const char *why_unknown(enum pcimsi_granted_unknown unknown)
{
	static const char *const texts[] = {
		[PCIMSI_GRANTED_TOLD] = "",
		[PCIMSI_GRANTED_AMBIGUOUS] = "several devices may be the function",
		[PCIMSI_GRANTED_NOT_LISTED] = "its interrupts are not listed",
		[PCIMSI_GRANTED_CUT] = "the list breaks off",
		[PCIMSI_GRANTED_UNREADABLE] = "a number cannot be read",
		[PCIMSI_GRANTED_CONFLICT] = "two lists of the file differ",
		[PCIMSI_GRANTED_ABSENT] = "the device was not connected",
	};

	return texts[unknown];
}

static void put_granted(FILE *out, const struct pcimsi_granted *granted)
{
	fputs("Windows granted ", out);
	if (granted->state == PCIMSI_GRANTED_KNOWN)
		put_known(out, granted);
	else if (granted->state == PCIMSI_GRANTED_UNKNOWN)
		fprintf(out, "what is not known: %s", why_unknown(granted->unknown));
	else
		fputs("what is not told: no device of the list has these ids", out);
}

char *granted_sentence(const struct pcimsi_judged_function *function,
		       const struct pcimsi_verdict *verdict, const struct pcimsi_target *windows)
{
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);

	if (!out)
		return NULL;
	if (verdict)
		put_asked(out, "INF asks", &verdict->grant);
	put_silicon(out, function->function);
	put_registry(out, function, windows);
	put_granted(out, &function->granted);
	return memory_text_close(out, &memory);
}

const char *granted_cell(const struct pcimsi_granted *granted, char cell[GRANTED_CELL])
{
	if (granted->state == PCIMSI_GRANTED_UNKNOWN)
		return "?";
	if (granted->state != PCIMSI_GRANTED_KNOWN)
		return "-";
	if (!granted->messages)
		return !granted->lines_known ? "0" : granted->lines ? "INTx" : "none";
	snprintf(cell, GRANTED_CELL, "%u%s", granted->messages, granted->at_least ? "+" : "");
	return cell;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text.h"

#include "base/str.h"
#include "report/escape.h"
#include "report/text_table.h"

#include <stdlib.h>
#include <string.h>

/* `pcimsi list`: a table for each machine, a row per function. */

enum column {
	COLUMN_SLOT,
	COLUMN_ID,
	COLUMN_MSIX,
	COLUMN_MSI,
	COLUMN_PIN,
	COLUMN_DRIVER,
	COLUMN_NAME,
	COLUMN_REMARK,
	COLUMN_COUNT
};

static const struct text_column columns[COLUMN_COUNT] = {
	[COLUMN_SLOT] = { .name = "SLOT" },
	[COLUMN_ID] = { .name = "ID", .priority = 2 },
	[COLUMN_MSIX] = { .name = "MSI-X" },
	[COLUMN_MSI] = { .name = "MSI" },
	[COLUMN_PIN] = { .name = "PIN", .priority = 3 },
	[COLUMN_DRIVER] = { .name = "DRIVER", .priority = 4, .hidden = true },
	[COLUMN_NAME] = { .name = "NAME", .priority = 5, .cut = 10 },
	[COLUMN_REMARK] = { .name = "REMARK", .priority = 1, .cut = 10, .hidden = true },
};

/* A slot says little without the machine that it is of. */
struct machine {
	const char *capture; /* as the user named it */
	char *member;        /* NULL: the capture is one machine */
	uint32_t number;     /* inside of the capture */
	struct libscols_table *table;
};

/* Words of the MSI columns, for the legend. */
enum word {
	WORD_ALLOCATED,
	WORD_CODE,
	WORD_ON,
	WORD_OFF,
	WORD_YES,
	WORD_ABSENT,
	WORD_UNKNOWN,
	WORD_COUNT
};

/* The first cell of a word. */
struct example {
	bool seen;
	unsigned messages, allocated;
};

struct list_state {
	struct machine *machines;
	size_t count, room;
	size_t whole; /* of the last capture, what is no machine by itself; its index + 1 */
	struct example examples[WORD_COUNT];
	unsigned cut_short, live_cut_short, listed, nameless, unreadable;
};

/* Why the capability list could not be followed. */
enum gap {
	GAP_SHORT,      /* too few bytes were captured */
	GAP_LISTED,     /* nothing but a heading was there */
	GAP_UNREADABLE, /* rows were lost */
};

static enum gap gap_of(const struct pcimsi_function *function)
{
	if (function->raw.ledger.rows_dropped || function->raw.ledger.rows_cut)
		return GAP_UNREADABLE;
	if (!function->bytes_captured)
		return GAP_LISTED;
	return function->raw.source == PCIMSI_SOURCE_DECODED && !function->status.known ? GAP_LISTED
											: GAP_SHORT;
}

int text_list_begin(struct report *report)
{
	struct list_state *state = calloc(1, sizeof(*state));

	report->state = state;
	return state ? 0 : PCIMSI_ERR_NOMEM;
}

/* ---- machines ------------------------------------------------------------------------------ */

static struct machine *new_machine(struct report *report, const struct pcimsi_raw_function *raw,
				   const char *capture)
{
	struct list_state *state = report->state;
	bool named = raw->machine && raw->member;
	struct machine *machine;

	if (state->count == state->room) {
		size_t room = state->room ? 2 * state->room : 4;
		struct machine *grown = reallocarray(state->machines, room, sizeof(*grown));

		if (!grown)
			return NULL;
		state->machines = grown;
		state->room = room;
	}
	machine = &state->machines[state->count];
	*machine = (struct machine){
		.capture = capture,
		.number = raw->machine,
		.member = named ? strdup(raw->member) : NULL,
		.table = text_table_new(report, columns, COLUMN_COUNT),
	};
	state->count++;
	if (!raw->machine)
		state->whole = state->count;
	return machine->table && (machine->member || !named) ? machine : NULL;
}

/* NULL: out of memory. */
static struct machine *machine_of(struct report *report, const struct pcimsi_raw_function *raw,
				  const char *capture)
{
	struct list_state *state = report->state;
	struct machine *last = state->count ? &state->machines[state->count - 1] : NULL;
	bool same = last && last->capture == capture;

	if (!same)
		state->whole = 0;
	if (same && last->number == raw->machine)
		return last;
	if (!raw->machine && state->whole)
		return &state->machines[state->whole - 1];
	return new_machine(report, raw, capture);
}

static void put_heading(const struct report *report, const struct machine *machine)
{
	fputs(text_style(report, STYLE_BOLD), report->out);
	put_text(report->out, machine->capture);
	if (machine->member) {
		fputc('/', report->out);
		put_text(report->out, machine->member);
	}
	fprintf(report->out, ":%s\n", text_reset(report));
}

/* The name of the only one is what the user wrote. */
static int put_tables(struct report *report)
{
	struct list_state *state = report->state;
	bool named = state->count > 1 || (state->count && state->machines->member);

	for (size_t i = 0; i < state->count; i++) {
		if (i)
			fputc('\n', report->out);
		if (named)
			put_heading(report, &state->machines[i]);
		if (text_table_print(report, state->machines[i].table, columns, COLUMN_COUNT))
			return PCIMSI_ERR_NOMEM;
	}
	return 0;
}

/* ---- the legend ---------------------------------------------------------------------------- */

/* What is said of a word, with the numbers of the first cell that has it. */
static int meaning(char *out, size_t size, enum word word, const struct example *example)
{
	unsigned n = example->messages;
	const char *s = str_plural(n);

	switch (word) {
	case WORD_ALLOCATED:
		return snprintf(out, size, "on %u/%u: MSI enabled, %u of %u message%s allocated",
				example->allocated, n, example->allocated, n, s);
	case WORD_CODE:
		return snprintf(out, size, "code %u: reserved, so it is unknown how many messages",
				n);
	case WORD_ON:
		return snprintf(out, size, "on %u: MSI-X enabled, a table of %u", n, n);
	case WORD_OFF:
		return snprintf(out, size, "off %u: there for %u message%s, and not enabled", n, n,
				s);
	case WORD_YES:
		return snprintf(out, size,
				"yes %u: there for %u message%s, enabled or not is unknown", n, n,
				s);
	case WORD_ABSENT:
		return snprintf(out, size, "-: not there");
	default:
		return snprintf(out, size, "?: unknown");
	}
}

static void see(struct list_state *state, enum word word, unsigned messages, unsigned allocated)
{
	struct example *example = &state->examples[word];

	if (!example->seen)
		*example = (struct example){ true, messages, allocated };
}

static void see_msi(struct list_state *state, const struct pcimsi_msi *msi)
{
	bool known = msi->state == PCIMSI_STATE_PRESENT && msi->control.known;

	if (msi->state == PCIMSI_STATE_ABSENT)
		see(state, WORD_ABSENT, 0, 0);
	else if (known && !msi->capable)
		see(state, WORD_CODE, msi->mmc, 0);
	else if (known && !msi->enabled)
		see(state, WORD_OFF, msi->capable, 0);
	else if (known && msi->allocated)
		see(state, WORD_ALLOCATED, msi->capable, msi->allocated);
	else if (msi->state == PCIMSI_STATE_PRESENT && msi->capable && !known)
		see(state, WORD_YES, msi->capable, 0);
	else
		see(state, WORD_UNKNOWN, 0, 0);
}

static void see_msix(struct list_state *state, const struct pcimsi_msix *msix)
{
	bool present = msix->state == PCIMSI_STATE_PRESENT;

	if (msix->state == PCIMSI_STATE_ABSENT)
		see(state, WORD_ABSENT, 0, 0);
	else if (present && msix->control.known)
		see(state, msix->enabled ? WORD_ON : WORD_OFF, msix->table_size, 0);
	else if (present && msix->table_size)
		see(state, WORD_YES, msix->table_size, 0);
	else
		see(state, WORD_UNKNOWN, 0, 0);
}

static void see_words(struct list_state *state, const struct pcimsi_function *function)
{
	see_msi(state, &function->msi);
	see_msix(state, &function->msix);
}

static void put_legend(struct report *report)
{
	const struct list_state *state = report->state;
	char text[600] = "";
	size_t length = 0;

	for (int word = 0; word < WORD_COUNT; word++) {
		if (!state->examples[word].seen)
			continue;
		if (length)
			length += (size_t)snprintf(text + length, sizeof(text) - length, "; ");
		length += (size_t)meaning(text + length, sizeof(text) - length, (enum word)word,
					  &state->examples[word]);
	}
	if (!length)
		return;
	fputc('\n', report->out);
	text_wrap(report, 0, text);
}

/* ---- functions ----------------------------------------------------------------------------- */

/* What a person has to know before believing the row. */
static const char *remark(const struct pcimsi_function *function)
{
	static const char *const gaps[] = {
		[GAP_SHORT] = "capture too short",
		[GAP_LISTED] = "no bytes captured",
		[GAP_UNREADABLE] = "rows unreadable",
	};

	if (!function->responding)
		return "did not answer (all ones)";
	if (function->raw.windows)
		return "as Windows says";
	switch (function->walk_end) {
	case PCIMSI_WALK_NOT_CAPTURED:
		return gaps[gap_of(function)];
	case PCIMSI_WALK_BAD_POINTER:
		return "bad capability pointer";
	case PCIMSI_WALK_LOOP:
		return "capability list loops";
	case PCIMSI_WALK_ID_FF:
		return "capability list broken";
	case PCIMSI_WALK_UNKNOWN_LAYOUT:
		return "unknown header type";
	default:
		return "";
	}
}

static void set_colors(struct report *report, struct libscols_line *line,
		       const struct pcimsi_function *function)
{
	if (!report->color)
		return;
	if (function->msix.enabled)
		scols_cell_set_color(scols_line_get_cell(line, COLUMN_MSIX), "green");
	if (function->msi.enabled)
		scols_cell_set_color(scols_line_get_cell(line, COLUMN_MSI), "green");
	scols_cell_set_color(scols_line_get_cell(line, COLUMN_REMARK), "yellow");
}

/* The system's: "-" where none is bound, NULL where nobody says. */
static char *driver_of(struct report *report, const struct pcimsi_function *function)
{
	const struct pcimsi_linux *state = function->raw.linux_state;

	return state ? text_made(report, escape_text(state->driver ? state->driver : "-")) : NULL;
}

int text_list_function(struct report *report, const struct pcimsi_function *function,
		       const char *capture)
{
	struct list_state *state = report->state;
	struct machine *machine = machine_of(report, &function->raw, capture);
	struct libscols_line *line = machine ? scols_table_new_line(machine->table, NULL) : NULL;
	char slot[PCIMSI_SLOT_TEXT], ids[TEXT_IDS], msi[TEXT_CELL], msix[TEXT_CELL];
	char *name = report->numeric == 1 ? NULL : text_name(report, function);
	char *driver = driver_of(report, function);
	const char *cells[COLUMN_COUNT] = {
		[COLUMN_SLOT] = text_slot(report, function->raw.slot, slot),
		[COLUMN_ID] = text_ids(function, ids),
		[COLUMN_MSIX] = text_msix(&function->msix, msix),
		[COLUMN_MSI] = text_msi(&function->msi, msi),
		[COLUMN_PIN] = text_pin(function),
		[COLUMN_DRIVER] = driver ? driver : "",
		[COLUMN_NAME] = name ? name : "",
		[COLUMN_REMARK] = remark(function),
	};
	int err = line ? 0 : -1;

	for (int i = 0; !err && i < COLUMN_COUNT; i++)
		err = scols_line_set_data(line, (size_t)i, cells[i]);
	if (!err)
		set_colors(report, line, function);
	if (!err && driver)
		text_table_show(machine->table, COLUMN_DRIVER);
	if (!err && *cells[COLUMN_REMARK])
		text_table_show(machine->table, COLUMN_REMARK);
	free(driver);
	free(name);
	see_words(state, function);
	if (function->walk_end == PCIMSI_WALK_NOT_CAPTURED && !function->raw.windows) {
		enum gap gap = gap_of(function);

		state->cut_short += gap == GAP_SHORT;
		state->live_cut_short += function->raw.source == PCIMSI_SOURCE_LIVE;
		state->listed += gap == GAP_LISTED;
		state->nameless += gap == GAP_LISTED && !function->vendor_id.known;
		state->unreadable += gap == GAP_UNREADABLE;
	}
	return err ? PCIMSI_ERR_NOMEM : 0;
}

static const char *short_advice(const struct report *report, const struct list_state *state)
{
	if (!state->live_cut_short)
		return "Capture again as root: lspci -xxx (256 bytes) or lspci -xxxx.";
	return report->root ? "The system gives no more of them."
			    : "Run as root to read all of configuration space.";
}

static void put_gap(struct report *report, unsigned functions, const char *what, const char *advice)
{
	if (functions)
		fprintf(report->out, "Of %u function%s %s.\n%s\n", functions, str_plural(functions),
			what, advice);
}

int text_list_end(struct report *report)
{
	struct list_state *state = report->state;

	if (put_tables(report))
		return PCIMSI_ERR_NOMEM;
	put_legend(report);
	put_gap(report, state->cut_short, "the captured bytes end before the capability list does",
		short_advice(report, state));
	put_gap(report, state->listed, "there are no bytes, only a heading",
		state->nameless
			? "Ask for the output of lspci -nnvvxxx, run as root: it has ids, too."
			: "Ask for the output of lspci -nnvvxxx, run as root.");
	put_gap(report, state->unreadable, "rows could not be read; the notes tell which",
		"Ask for the capture as a file, as lspci wrote it.");
	return 0;
}

void text_list_done(struct report *report)
{
	struct list_state *state = report->state;

	for (size_t i = 0; state && i < state->count; i++) {
		scols_unref_table(state->machines[i].table);
		free(state->machines[i].member);
	}
	if (state)
		free(state->machines);
	free(state);
	report->state = NULL;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text.h"

#include "base/str.h"
#include "report/escape.h"
#include "report/memory_text.h"
#include "report/phrases.h"
#include "report/text_table.h"

#include <stdlib.h>
#include <string.h>

/* --tree: bridges and what is below them, a tree for each machine. */

enum column {
	COLUMN_SLOT,
	COLUMN_ID,
	COLUMN_CAPABLE,
	COLUMN_ENABLED,
	COLUMN_ASKED,
	COLUMN_GRANTED,
	COLUMN_NAME,
	COLUMN_REMARK,
	COLUMN_COUNT
};

static const struct text_column columns[COLUMN_COUNT] = {
	[COLUMN_SLOT] = { .name = "SLOT", .tree = true },
	[COLUMN_ID] = { .name = "ID", .priority = 3 },
	[COLUMN_CAPABLE] = { .name = "CAPABLE", .right = true },
	[COLUMN_ENABLED] = { .name = "ENABLED", .right = true },
	[COLUMN_ASKED] = { .name = "ASKED", .right = true, .hidden = true },
	[COLUMN_GRANTED] = { .name = "GRANTED", .right = true, .hidden = true },
	[COLUMN_NAME] = { .name = "NAME", .priority = 2, .cut = 10 },
	[COLUMN_REMARK] = { .name = "REMARK", .priority = 1, .cut = 10, .hidden = true },
};

/* What is told of a function, as it was read. */
struct row {
	const char *capture; /* as the user named it */
	char *member;        /* NULL: the capture is one machine */
	uint32_t machine;
	char ids[TEXT_IDS];
	char *name;                 /* NULL: ids alone */
	size_t next;                /* of its machine, as index + 1 */
	struct libscols_line *line; /* once it is in a table */
};

/* The first and the last of its rows, as index + 1. */
struct machine {
	size_t first, last;
};

struct tree_state {
	struct row *rows;
	size_t count, room;
	struct machine *machines;
	size_t n_machines, machine_room;
	size_t whole;      /* of the last capture, what is no machine by itself; its index + 1 */
	bool granted;      /* something was */
	bool summed, more; /* cells that the legend has to explain */
};

int text_tree_begin(struct report *report)
{
	report->state = calloc(1, sizeof(struct tree_state));
	return report->state ? 0 : PCIMSI_ERR_NOMEM;
}

/* Room for one more; false: out of memory. */
static bool grow(void **items, size_t count, size_t *room, size_t size)
{
	size_t wanted = *room ? 2 * *room : 64;
	void *grown;

	if (count < *room)
		return true;
	grown = reallocarray(*items, wanted, size);
	if (!grown)
		return false;
	*items = grown;
	*room = wanted;
	return true;
}

/* Its index + 1, or 0: out of memory. Of a folder, files of raw bytes are one, wherever they are.
 */
static size_t machine_of(struct tree_state *state, const struct row *row)
{
	const struct row *last = state->count > 1 ? row - 1 : NULL;

	if (!last || last->capture != row->capture)
		state->whole = 0;
	else if (last->machine == row->machine)
		return state->whole && !row->machine ? state->whole : state->n_machines;
	if (!row->machine && state->whole)
		return state->whole;
	if (!grow((void **)&state->machines, state->n_machines, &state->machine_room,
		  sizeof(*state->machines)))
		return 0;
	state->machines[state->n_machines++] = (struct machine){ 0 };
	if (!row->machine)
		state->whole = state->n_machines;
	return state->n_machines;
}

static bool add_to_machine(struct tree_state *state, const struct row *row)
{
	size_t which = machine_of(state, row);
	struct machine *machine = which ? &state->machines[which - 1] : NULL;

	if (!machine)
		return false;
	if (machine->last)
		state->rows[machine->last - 1].next = state->count;
	else
		machine->first = state->count;
	machine->last = state->count;
	return true;
}

int text_tree_function(struct report *report, const struct pcimsi_function *function,
		       const char *capture)
{
	const struct pcimsi_raw_function *raw = &function->raw;
	struct tree_state *state = report->state;
	struct row *row;

	if (!grow((void **)&state->rows, state->count, &state->room, sizeof(*state->rows)))
		return PCIMSI_ERR_NOMEM;
	row = &state->rows[state->count++];
	*row = (struct row){ .capture = capture, .machine = raw->machine };
	if (!add_to_machine(state, row))
		return PCIMSI_ERR_NOMEM;
	if (raw->machine && raw->member)
		row->member = text_made(report, strdup(raw->member));
	text_ids(function, row->ids);
	row->name = report->numeric == 1 ? NULL : text_name(report, function);
	return 0;
}

/* ---- cells ----------------------------------------------------------------------------------- */

/* "5"; of a bridge "1+40" with what is below it; "?" of what is not known. */
static void put_count(struct tree_state *state, char cell[TEXT_CELL],
		      const struct pcimsi_topology_node *node, struct pcimsi_reg own,
		      uint64_t below, uint32_t unknown)
{
	char number[16] = "?";

	if (own.known)
		snprintf(number, sizeof(number), "%u", own.value);
	if (!node->below.functions) {
		snprintf(cell, TEXT_CELL, "%s", own.known && !own.value ? "-" : number);
		return;
	}
	snprintf(cell, TEXT_CELL, "%s+%llu%s", number, (unsigned long long)below,
		 unknown ? "?" : "");
	state->summed = true;
	state->more |= unknown != 0;
}

/* The same of what only some are told of. */
static void put_told(struct tree_state *state, char cell[TEXT_CELL],
		     const struct pcimsi_topology_node *node, bool told, struct pcimsi_reg own,
		     uint64_t below, uint32_t unknown)
{
	*cell = '\0';
	if (told)
		put_count(state, cell, node, own, below, unknown);
	else if (below || unknown)
		snprintf(cell, TEXT_CELL, "+%llu%s", (unsigned long long)below, unknown ? "?" : "");
}

static const char *parent_remark(const struct pcimsi_topology_node *node)
{
	if (node->parentage == PCIMSI_PARENT_UNKNOWN)
		return "below which bridge is unknown";
	return node->parentage == PCIMSI_PARENT_ABOVE ? "somewhere below" : NULL;
}

static void put_remark(FILE *out, const char **gap, const char *text)
{
	if (!text)
		return;
	fprintf(out, "%s%s", *gap, text);
	*gap = "; ";
}

/* To be freed; NULL: out of memory. */
static char *remark_of(const struct report *report, const struct pcimsi_topology_node *node)
{
	char slot[PCIMSI_SLOT_TEXT];
	struct memory_text text = { 0 };
	const char *gap = "";
	FILE *out = memory_text_open(&text);

	if (!out)
		return NULL;
	put_remark(out, &gap, parent_remark(node));
	if (node->msi_bus_off)
		put_remark(out, &gap, "no messages below it (msi_bus 0)");
	if (node->quirk) {
		put_remark(out, &gap, "Linux ");
		fputs(phrase_of_word("effect", node->quirk), out);
	}
	if (node->cut_off_by) {
		put_remark(out, &gap, "cut off by ");
		fputs(text_slot(report, node->cut_off_by->slot, slot), out);
	}
	return memory_text_close(out, &text);
}

static int fill(struct report *report, struct libscols_table *table, struct libscols_line *line,
		const struct pcimsi_topology_node *node)
{
	struct tree_state *state = report->state;
	const struct row *row = &state->rows[node->number];
	const struct pcimsi_message_sum *below = &node->below;
	char slot[PCIMSI_SLOT_TEXT], capable[TEXT_CELL], enabled[TEXT_CELL];
	char asked[TEXT_CELL], granted[TEXT_CELL];
	char *remark = text_made(report, remark_of(report, node));
	const char *cells[COLUMN_COUNT] = {
		[COLUMN_SLOT] = text_slot(report, node->slot, slot),
		[COLUMN_ID] = row->ids,
		[COLUMN_CAPABLE] = capable,
		[COLUMN_ENABLED] = enabled,
		[COLUMN_ASKED] = asked,
		[COLUMN_GRANTED] = granted,
		[COLUMN_NAME] = row->name ? row->name : "",
		[COLUMN_REMARK] = remark ? remark : "",
	};
	int err = 0;

	put_count(state, capable, node, node->capable, below->capable, below->capable_unknown);
	put_count(state, enabled, node, node->enabled, below->enabled, below->enabled_unknown);
	put_told(state, asked, node, node->is_asked, node->asked, below->asked,
		 below->asked_unknown);
	put_told(state, granted, node, node->is_granted, node->granted, below->granted,
		 below->granted_unknown);
	for (int i = 0; !err && i < COLUMN_COUNT; i++)
		err = scols_line_set_data(line, (size_t)i, cells[i]);
	if (*cells[COLUMN_REMARK])
		text_table_show(table, COLUMN_REMARK);
	if (report->command == REPORT_CHECK)
		text_table_show(table, COLUMN_ASKED);
	if (*granted)
		text_table_show(table, COLUMN_GRANTED);
	state->granted |= *granted != '\0';
	free(remark);
	return err;
}

/* ---- trees ----------------------------------------------------------------------------------- */

static void put_heading(struct report *report, const struct row *row)
{
	fputs(text_style(report, STYLE_BOLD), report->out);
	put_text(report->out, row->capture);
	if (row->member) {
		fputc('/', report->out);
		put_text(report->out, row->member);
	}
	fprintf(report->out, ":%s\n", text_reset(report));
}

static int put_machine(struct report *report, const struct pcimsi_topology *topology,
		       const struct machine *machine)
{
	struct row *rows = ((struct tree_state *)report->state)->rows;
	struct libscols_table *table = text_table_new(report, columns, COLUMN_COUNT);
	int err = table ? 0 : -1;

	for (size_t i = machine->first; !err && i; i = rows[i - 1].next) {
		rows[i - 1].line = scols_table_new_line(table, NULL);
		err = rows[i - 1].line ? fill(report, table, rows[i - 1].line,
					      pcimsi_topology_node(topology, (uint32_t)(i - 1)))
				       : -1;
	}
	for (size_t i = machine->first; !err && i; i = rows[i - 1].next) {
		const struct pcimsi_topology_node *node = pcimsi_topology_node(topology,
									       (uint32_t)(i - 1));

		if (node->parent)
			err = scols_line_add_child(rows[node->parent->number].line,
						   rows[i - 1].line);
	}
	if (!err)
		err = text_table_print(report, table, columns, COLUMN_COUNT);
	scols_unref_table(table);
	return err ? PCIMSI_ERR_NOMEM : 0;
}

static void put_legend(struct report *report)
{
	const struct tree_state *state = report->state;

	if (!state->count)
		return;
	fputc('\n', report->out);
	text_wrap(report, 0,
		  "CAPABLE: messages that the function has, by MSI-X or else by MSI; ENABLED: of "
		  "them by what is on, with MSI-X its table; -: none; ?: unknown");
	if (report->command == REPORT_CHECK)
		text_wrap(report, 0,
			  "ASKED: what Windows is expected to request by the INF that matches");
	if (state->granted)
		text_wrap(report, 0, "GRANTED: what the running Windows gave, by what it says");
	if (state->summed)
		text_wrap(report, 0,
			  state->more
				  ? "1+40: of a bridge, and of all that is below it; 40?: at least"
				  : "1+40: of a bridge, and of all that is below it");
}

int text_tree(struct report *report, const struct pcimsi_topology *topology)
{
	struct tree_state *state = report->state;
	int err = 0;

	for (size_t i = 0; !err && i < state->n_machines; i++) {
		const struct row *first = &state->rows[state->machines[i].first - 1];

		if (i)
			fputc('\n', report->out);
		if (state->n_machines > 1 || first->member)
			put_heading(report, first);
		err = put_machine(report, topology, &state->machines[i]);
	}
	if (!err)
		put_legend(report);
	return err;
}

void text_tree_done(struct report *report)
{
	struct tree_state *state = report->state;

	for (size_t i = 0; state && i < state->count; i++) {
		free(state->rows[i].member);
		free(state->rows[i].name);
	}
	if (state) {
		free(state->rows);
		free(state->machines);
	}
	free(state);
	report->state = NULL;
}

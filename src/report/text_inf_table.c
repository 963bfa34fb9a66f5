/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/escape.h"
#include "report/text.h"

#include "base/str.h"
#include "inf/name_index.h"

#include <libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* `pcimsi inf --all-targets`: hardware ids down, targets across. */

#define CELL_SIZE 32

struct table {
	struct report *report;
	const struct pcimsi_resolution *const *resolutions;
	uint32_t n_resolutions;
	struct arena arena;
	struct name_index ids;      /* each with the number of its first appearance */
	VEC(const char *) in_order; /* as the file has them */
	struct libscols_table *scols;
};

static int add_id(struct table *table, const char *id)
{
	const char **place;

	place = VEC_ADD(&table->arena, &table->in_order);
	if (!place)
		return PCIMSI_ERR_NOMEM;
	*place = id;
	return name_index_add(&table->arena, &table->ids, id, table->in_order.count - 1);
}

static int collect_ids(struct table *table)
{
	int err = 0;

	for (uint32_t t = 0; t < table->n_resolutions; t++) {
		const struct pcimsi_resolution *resolution = table->resolutions[t];

		for (uint32_t i = 0; !err && i < resolution->n_models; i++)
			if (resolution->models[i].hardware_id)
				err = add_id(table, resolution->models[i].hardware_id);
	}
	name_index_sort(&table->ids);
	return err;
}

/* Whether this is where the id first appears. */
static bool is_first(const struct table *table, uint32_t number)
{
	const char *id = table->in_order.items[number];

	return name_index_find(&table->ids, id, strlen(id)) == number;
}

static void put_number(char *cell, const struct pcimsi_effect *effect)
{
	size_t used = strlen(cell);

	if (!effect)
		snprintf(cell + used, CELL_SIZE - used, "-");
	else if (effect->number_known)
		snprintf(cell + used, CELL_SIZE - used, "%u", effect->number);
	else
		snprintf(cell + used, CELL_SIZE - used, effect->unknown ? "?" : "!");
}

/* "1/16": MSISupported and MessageNumberLimit. */
static void describe(const struct pcimsi_install *install, char cell[CELL_SIZE])
{
	const struct pcimsi_effect *supported = install->settings[PCIMSI_SETTING_MSI_SUPPORTED];
	const struct pcimsi_effect *limit = install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT];

	cell[0] = '\0';
	if (!supported && !limit) {
		snprintf(cell, CELL_SIZE, "%s", install->complete ? "-" : "?");
		return;
	}
	put_number(cell, supported);
	strcat(cell, "/");
	put_number(cell, limit);
	if (!install->complete)
		strcat(cell, "?");
}

/* Models are found by id in one index a target, not by walking over all of them. */
static int fill_column(struct table *table, uint32_t t, struct libscols_line **lines)
{
	const struct pcimsi_resolution *resolution = table->resolutions[t];
	bool *filled = arena_array(&table->arena, table->in_order.count, sizeof(*filled));

	if (!filled)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < resolution->n_models; i++) {
		const char *id = resolution->models[i].hardware_id;
		uint32_t row = id ? name_index_find(&table->ids, id, strlen(id)) : NAME_NONE;
		char cell[CELL_SIZE];

		/* The first line of an id is the one that is taken. */
		if (row == NAME_NONE || filled[row])
			continue;
		filled[row] = true;
		describe(resolution->models[i].install, cell);
		if (scols_line_set_data(lines[row], t + 1, cell))
			return PCIMSI_ERR_NOMEM;
	}
	return 0;
}

static void name_column(const struct table *table, uint32_t t, char name[64])
{
	const struct pcimsi_target *target = &table->resolutions[t]->target;
	int length = target->build ? snprintf(name, 64, "%u.%u.%u", target->major, target->minor,
					      target->build)
				   : snprintf(name, 64, "%u.%u", target->major, target->minor);

	length += snprintf(name + length, 64 - (size_t)length, " %s",
			   *pcimsi_arch_name(target->arch) ? pcimsi_arch_name(target->arch)
							   : "x86");
	if (target->product != table->report->target.product)
		snprintf(name + length, 64 - (size_t)length, " %s",
			 pcimsi_product_name(target->product));
}

static int make_columns(struct table *table)
{
	if (!scols_table_new_column(table->scols, "HARDWARE ID", 0.5, 0))
		return PCIMSI_ERR_NOMEM;
	for (uint32_t t = 0; t < table->n_resolutions; t++) {
		char name[64];

		name_column(table, t, name);
		if (!scols_table_new_column(table->scols, name, 0.1, 0))
			return PCIMSI_ERR_NOMEM;
	}
	return 0;
}

static struct libscols_line *make_line(struct table *table, const char *id)
{
	struct libscols_line *line = scols_table_new_line(table->scols, NULL);
	char *text = escape_text(id);

	if (!line || !text || scols_line_set_data(line, 0, text))
		line = NULL;
	free(text);
	return line;
}

static int fill(struct table *table)
{
	uint32_t count = table->in_order.count;
	struct libscols_line **lines = arena_array(&table->arena, count,
						   sizeof(struct libscols_line *));
	int err = lines ? make_columns(table) : PCIMSI_ERR_NOMEM;

	for (uint32_t i = 0; !err && i < count; i++) {
		if (!is_first(table, i))
			continue;
		lines[i] = make_line(table, table->in_order.items[i]);
		err = lines[i] ? 0 : PCIMSI_ERR_NOMEM;
	}
	for (uint32_t t = 0; !err && t < table->n_resolutions; t++)
		err = fill_column(table, t, lines);
	return err;
}

static int print(struct table *table)
{
	FILE *out = table->report->out;

	scols_table_set_stream(table->scols, out);
	scols_table_enable_noencoding(table->scols, 1); /* escaped already */
	scols_table_enable_minout(table->scols, 1);
	scols_table_set_termforce(table->scols, table->report->width ? SCOLS_TERMFORCE_ALWAYS
								     : SCOLS_TERMFORCE_NEVER);
	if (table->report->width)
		scols_table_set_termwidth(table->scols, table->report->width);
	if (fill(table) || scols_print_table(table->scols))
		return PCIMSI_ERR_NOMEM;
	fputs("\nMSISupported/MessageNumberLimit; - not written, ! no number, ? a Needs that was not "
	      "supplied may write it,\nempty: this Windows does not take the id. -v shows how each "
	      "comes about.\n\n",
	      out);
	return 0;
}

int text_inf_table(struct report *report, const struct pcimsi_inf_facts *facts,
		   const struct pcimsi_resolution *const *resolutions, uint32_t count)
{
	struct table table = {
		.report = report,
		.resolutions = resolutions,
		.n_resolutions = count,
		.scols = scols_new_table(),
	};
	int err = table.scols ? collect_ids(&table) : PCIMSI_ERR_NOMEM;

	if (!err && table.in_order.count) {
		put_text(report->out, facts->name);
		fputs("\n\n", report->out);
		err = print(&table);
	}
	if (table.scols)
		scols_unref_table(table.scols);
	arena_done(&table.arena);
	return err;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_OPTION_VALUES_H
#define PCIMSI_CLI_OPTION_VALUES_H

#include "cli/option_table.h"

/* What the rows of the option table name. */

int add_word(struct words *words, const char *word); /* 0, or STATUS_NO_VERDICT after a message */

int take_os(struct options *options, const struct option_row *row, const char *text);
int take_cpus(struct options *options, const struct option_row *row, const char *text);
int take_limit(struct options *options, const struct option_row *row, const char *text);
int take_offset(struct options *options, const struct option_row *row, const char *text);
int take_param(struct options *options, const struct option_row *row, const char *text);
int take_slot(struct options *options, const struct option_row *row, const char *text);
int take_byte_slot(struct options *options, const struct option_row *row, const char *text);
int take_id(struct options *options, const struct option_row *row, const char *text);
int take_write_waivers(struct options *options, const struct option_row *row, const char *text);
int take_report(struct options *options, const struct option_row *row, const char *text);
int take_fail_on(struct options *options, const struct option_row *row, const char *text);
int take_rules(struct options *options, const struct option_row *row, const char *text);

const char *format_word(unsigned index, enum command_bit command);
void choose_format(struct options *options, unsigned index);
const char *stage_word(unsigned index, enum command_bit command);
void choose_stage(struct options *options, unsigned index);
const char *arch_word(unsigned index, enum command_bit command);
void choose_arch(struct options *options, unsigned index);
const char *product_word(unsigned index, enum command_bit command);
void choose_product(struct options *options, unsigned index);
const char *fail_on_word(unsigned index, enum command_bit command);
const char *color_word(unsigned index, enum command_bit command);
void choose_color(struct options *options, unsigned index);

#endif

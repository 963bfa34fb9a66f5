/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_RULE_CHOICE_H
#define PCIMSI_CLI_RULE_CHOICE_H

#include "cli/command_line.h"

/* Which rules the words of --select and --ignore name. */
bool names_any_rule(const char *word);

/* Whether the options want the rule (pcimsi_check_options.wanted). */
bool options_want_rule(void *options, const struct pcimsi_rule *rule);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_SANDBOX_H
#define PCIMSI_CLI_SANDBOX_H

#include "cli/call_filter.h"
#include "cli/ruleset.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What holds for the process while it parses what strangers wrote: files are those that were
 * named (Landlock), system calls are those that reading takes (seccomp), and root has no more
 * rights than it needs (capabilities). Each holds without the others, as far as the kernel has
 * it, for every user: see call_filter.h for the cost. What a run may reach is in reach.h.
 */
struct sandbox {
	struct ruleset files;
	struct call_needs calls;
	uint64_t capabilities; /* that are kept */
};

/* Only the program itself may: what holds, holds until the process ends. Called by main(). */
void sandbox_permit(void);

/* The user wants none, or this run can have none; `why` lives as long as the program. */
void sandbox_refuse(const char *why);

/* false: there will be none, or is one already. Else files get their rules, and then
 * sandbox_enter() comes. */
bool sandbox_begin(struct sandbox *sandbox);
void sandbox_enter(struct sandbox *sandbox);

/* Whether the sandbox is what denied to open the path, with this errno. */
bool sandbox_denied(const char *path, int error);

#define SANDBOX_TEXT 512
/* What holds; before sandbox_enter(), what would. Returns `buffer`. */
const char *sandbox_text(char buffer[SANDBOX_TEXT]);

#endif

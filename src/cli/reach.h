/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_REACH_H
#define PCIMSI_CLI_REACH_H

#include "cli/session.h"

/*
 * What a run may reach from here on, by its options: what was named, the INFs that lie beside
 * a named one, a policy that is found, pci.ids, and the folders of libraries, which are loaded
 * when they are needed. Of the folders of reports, files may be replaced: the reports are open,
 * and so is this machine, if it is to be read.
 */
void reach_limit(const struct run *run);

/* Whether this machine is read. */
bool reach_machine(const struct options *options);

/* For `pcimsi capture`, which looks at nothing that it reads: this machine can be read. */
void reach_limit_capture(const struct options *options, const struct output *output);

/* For a shell that asks what slots these captures have, or this machine. */
void reach_limit_completion(const struct words *captures);

#endif

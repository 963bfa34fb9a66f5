/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_POLICIES_H
#define PCIMSI_CLI_POLICIES_H

#include "cli/input.h"
#include "cli/session.h"

/* The policy files of a run, and the one that --write-waivers names. Zero-initialise. */
struct policies {
	struct pcimsi_policy **items;
	struct report_policy *told; /* the same, for the report */
	unsigned count;
	struct pcimsi_policy *baseline; /* one of them; NULL: its file is to be made */
	struct input baseline_input;
	bool failed; /* one could not be read whole */
};

/*
 * Reads them; if none is named, those that are beside the INFs or above them in their repository
 * (policy_search.h). One that cannot be read, or has an error, costs a message and
 * STATUS_NO_VERDICT.
 */
void policies_read(struct run *run, struct policies *policies);

/* Makes or shortens the file of --write-waivers, if there is one and the run got a verdict. */
void policies_write(struct run *run, const struct policies *policies,
		    const struct pcimsi_run *judged);

void policies_done(struct policies *policies);

/*
 * The day of SOURCE_DATE_EPOCH, or of the clock, in UTC. STATUS_NO_VERDICT after a
 * message if that is no day: nobody could say then which waivers have ended.
 */
int policies_today(struct pcimsi_date *ret);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_WAIVERS_H
#define PCIMSI_REPORT_WAIVERS_H

#include <pcimsi/pcimsi.h>

#include <stdio.h>

/* Waivers in the words of a policy file. */

/*
 * What a waiver of the finding has as its value, in ASCII; "" if the finding has none, or
 * cannot be waived. The caller frees it; NULL: out of memory.
 */
char *finding_value(const struct pcimsi_finding *finding);

/*
 * Writes a waiver for every finding that is not waived yet and makes the exit status 1, by itself
 * or through a verdict; sets *ret_count to how many. PCIMSI_ERR_NOMEM.
 */
int waivers_write(FILE *out, const struct pcimsi_run *run, const struct pcimsi_fail_on *fail_on,
		  uint32_t *ret_count);

/* How many waivers of the policy match nothing although their rule was run. */
uint32_t waivers_superfluous(const struct pcimsi_run *run, const struct pcimsi_policy *policy);

/* Writes the file of the policy, of these bytes, without those waivers. */
void waivers_keep(FILE *out, const struct pcimsi_run *run, const struct pcimsi_policy *policy,
		  const char *bytes, size_t size);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/policies.h"

#include "cli/complain.h"
#include "cli/output.h"
#include "report/waivers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct pcimsi_date policies_today(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	char *end = NULL;
	time_t now;
	struct tm day;

	errno = 0;
	now = epoch && *epoch ? (time_t)strtoll(epoch, &end, 10) : time(NULL);
	if ((end && (*end || errno)) || !gmtime_r(&now, &day) || day.tm_year < -1899 ||
	    day.tm_year > 8099)
		return (struct pcimsi_date){ 0 };
	return (struct pcimsi_date){
		.year = (uint16_t)(day.tm_year + 1900),
		.month = (uint8_t)(day.tm_mon + 1),
		.day = (uint8_t)day.tm_mday,
	};
}

static void fail(struct run *run, struct policies *policies, const char *path, int err,
		 const char *detail)
{
	complain_file(path, pcimsi_error_text(err), detail);
	run_raise(run, STATUS_NO_VERDICT);
	policies->failed = true;
}

/* NULL after a message. */
static struct pcimsi_policy *open_policy(struct run *run, struct policies *policies,
					 const char *path, const struct input *input)
{
	const struct pcimsi_policy_options options = {
		.notes = { .call = run_note, .user = run },
	};
	struct pcimsi_policy *policy;
	int err = pcimsi_policy_open(path, input->bytes, input->size, &options, &policy);

	if (err) {
		fail(run, policies, path, err, NULL);
		return NULL;
	}
	if (pcimsi_policy_errors(policy)) {
		run_raise(run, STATUS_NO_VERDICT);
		policies->failed = true;
	}
	policies->items[policies->count++] = policy;
	return policy;
}

static bool is_baseline(const struct run *run, const char *path)
{
	return run->options->write_waivers && strcmp(path, run->options->write_waivers) == 0;
}

/* Keeps the bytes of the file that is to be written again. */
static void read_policy(struct run *run, struct policies *policies, const char *path)
{
	bool baseline = is_baseline(run, path);
	struct pcimsi_policy *policy = NULL;
	const char *detail = NULL;
	struct input input = { 0 };
	int err;

	if (baseline && policies->baseline)
		return;
	err = input_read(path, &input, &detail);
	if (err)
		fail(run, policies, path, err, detail);
	else
		policy = open_policy(run, policies, path, &input);
	if (baseline && policy) {
		policies->baseline = policy;
		policies->baseline_input = input;
	} else {
		input_done(&input);
	}
}

static bool may_be_made(const char *path)
{
	return access(path, F_OK) != 0 && errno == ENOENT;
}

void policies_read(struct run *run, struct policies *policies)
{
	const struct words *words = &run->options->policies;
	const char *baseline = run->options->write_waivers;

	policies->items = calloc((size_t)words->count + 1, sizeof(struct pcimsi_policy *));
	if (!policies->items) {
		run_out_of_memory(run);
		return;
	}
	for (unsigned i = 0; i < words->count; i++)
		read_policy(run, policies, words->items[i]);
	if (baseline && !policies->failed && !may_be_made(baseline))
		read_policy(run, policies, baseline);
}

static int write_baseline(const struct run *run, const struct policies *policies, FILE *out,
			  const struct pcimsi_result *result, uint32_t *ret_count)
{
	const struct input *input = &policies->baseline_input;

	if (!policies->baseline)
		return waivers_write(out, result, (int)run->options->fail_on, ret_count);
	*ret_count = waivers_superfluous(result, policies->baseline);
	waivers_keep(out, result, policies->baseline, input->bytes, input->size);
	return 0;
}

static void tell(const char *path, uint32_t count, bool made)
{
	char text[64];

	snprintf(text, sizeof(text), "%u waiver%s %s", count, count == 1 ? "" : "s",
		 made ? "written" : "removed");
	complain_file(path, text, NULL);
}

void policies_write(struct run *run, const struct policies *policies,
		    const struct pcimsi_result *result)
{
	const char *path = run->options->write_waivers;
	uint32_t count = 0;
	char *temporary;
	FILE *out;
	int err;

	if (!path)
		return;
	/* What was not seen was not put right. */
	if (run->status == STATUS_NO_VERDICT) {
		complain_file(path, "not written, because this run could not judge everything",
			      NULL);
		return;
	}
	if (policies->baseline && !waivers_superfluous(result, policies->baseline))
		return;
	out = output_open(path, &temporary);
	if (!out) {
		run_raise(run, STATUS_NO_VERDICT);
		return;
	}
	err = write_baseline(run, policies, out, result, &count);
	if (err)
		run_out_of_memory(run);
	if (output_close(out, path, temporary, !err))
		run_raise(run, STATUS_NO_VERDICT);
	else if (!err)
		tell(path, count, !policies->baseline);
}

void policies_done(struct policies *policies)
{
	for (unsigned i = 0; i < policies->count; i++)
		pcimsi_policy_close(policies->items[i]);
	free(policies->items);
	input_done(&policies->baseline_input);
}

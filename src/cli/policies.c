/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/policies.h"

#include "base/str.h"
#include "cli/complain.h"
#include "cli/output.h"
#include "cli/policy_search.h"
#include "cli/target.h"
#include "report/waivers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int bad_date(const char *epoch)
{
	if (epoch && *epoch)
		complain_value("SOURCE_DATE_EPOCH", epoch,
			       "a number of seconds since 1970, in the years 1 to 9999");
	else
		complain("the clock of this machine tells no date");
	return STATUS_NO_VERDICT;
}

/* Seconds since 1970 as SOURCE_DATE_EPOCH writes them: digits alone, or with a minus before. */
static bool parse_epoch(const char *text, time_t *ret)
{
	const char *digits = text + (*text == '-');
	char *end;
	long long value;

	if (!ascii_is_digit(*digits))
		return false;
	errno = 0;
	value = strtoll(text, &end, 10);
	*ret = (time_t)value;
	return !*end && !errno && *ret == value;
}

int policies_today(struct pcimsi_date *ret)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	time_t now = 0;
	struct tm day;

	*ret = (struct pcimsi_date){ 0 };
	/* An empty one counts as none; a wrong one must not make waivers hold for ever. */
	if (epoch && *epoch ? !parse_epoch(epoch, &now) : time(&now) == (time_t)-1)
		return bad_date(epoch);
	if (!gmtime_r(&now, &day) || day.tm_year < -1899 || day.tm_year > 8099)
		return bad_date(epoch);
	*ret = (struct pcimsi_date){
		.year = (uint16_t)(day.tm_year + 1900),
		.month = (uint8_t)(day.tm_mon + 1),
		.day = (uint8_t)day.tm_mday,
	};
	return 0;
}

static void fail(struct run *run, struct policies *policies, const char *path, int err,
		 const char *detail)
{
	complain_file(path, pcimsi_error_text(err), detail);
	run_raise(run, REPORT_REASON_INPUT);
	policies->failed = true;
}

/* NULL after a message. */
static struct pcimsi_policy *open_policy(struct run *run, struct policies *policies,
					 const char *path, const struct input *input, bool found)
{
	const struct pcimsi_policy_options options = {
		.size = sizeof(options),
		.notes = { .call = run_note, .user = run },
	};
	struct pcimsi_policy *policy;
	int err = pcimsi_policy_open(path, input->bytes, input->size, &options, &policy);

	if (err) {
		fail(run, policies, path, err, NULL);
		return NULL;
	}
	if (pcimsi_policy_errors(policy)) {
		run_raise(run, REPORT_REASON_POLICY);
		policies->failed = true;
	}
	policies->told[policies->count] = (struct report_policy){
		.name = pcimsi_policy_name(policy),
		.found = found,
	};
	policies->items[policies->count++] = policy;
	run->report.policies = policies->told;
	run->report.n_policies = policies->count;
	return policy;
}

static bool is_baseline(const struct run *run, const char *path)
{
	const char *baseline = run->options->write_waivers;

	return baseline && (strcmp(path, baseline) == 0 || target_is_same(path, baseline));
}

/* Keeps the bytes of the file that is to be written again. */
static void read_policy(struct run *run, struct policies *policies, const char *path, bool found)
{
	bool baseline = is_baseline(run, path);
	struct pcimsi_policy *policy = NULL;
	const char *detail = NULL;
	struct input input = { 0 };
	int err;

	if (baseline && policies->baseline)
		return;
	err = (found ? input_read_found : input_read)(path, INPUT_POLICY_MAX, &input, &detail);
	if (err)
		fail(run, policies, path, err, detail);
	else
		policy = open_policy(run, policies, path, &input, found);
	if (baseline && policy) {
		policies->baseline = policy;
		policies->baseline_input = input;
	} else {
		input_done(&input);
	}
}

/* That there is no file yet; a link to none is none. */
static bool may_be_made(const char *path)
{
	return access(path, F_OK) != 0 && errno == ENOENT;
}

/* A file to be made is tried before all the work, and left as it is. */
static bool can_be_written(const char *path)
{
	struct output output;

	return output_open(&output, path) == 0 && output_close(&output, false) == 0;
}

/* The file of --write-waivers: read again if it is there. */
static void read_baseline(struct run *run, struct policies *policies, const char *path)
{
	struct stat status;

	if (may_be_made(path)) {
		if (can_be_written(path))
			return;
		run_raise(run, REPORT_REASON_OUTPUT);
		policies->failed = true;
	} else if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
		fail(run, policies, path, PCIMSI_ERR_USAGE,
		     "--write-waivers wants an ordinary file");
	} else {
		read_policy(run, policies, path, false);
	}
}

static bool is_same(const char *a, const char *b)
{
	return a == b || (a && b && target_is_same(a, b));
}

/* What one INF is judged by must not hold for another that has none, or another one. */
static void refuse_several(struct run *run, struct policies *policies, const char *inf)
{
	complain_file(inf, "the INFs lead to different policies",
		      "name what holds with --policy, or give --no-policy");
	run_raise(run, REPORT_REASON_POLICY);
	policies->failed = true;
}

/* The one that is there for all of the INFs. */
static void find_policy(struct run *run, struct policies *policies)
{
	const struct words *infs = &run->options->infs;
	char *found = NULL;

	for (unsigned i = 0; i < infs->count && !run->failed && !policies->failed; i++) {
		char *path = NULL;

		if (strcmp(infs->items[i], "-") != 0 && policy_search(infs->items[i], &path))
			run_out_of_memory(run);
		else if (i && !is_same(found, path))
			refuse_several(run, policies, infs->items[i]);
		if (i)
			free(path);
		else
			found = path;
	}
	if (found && !run->failed && !policies->failed)
		read_policy(run, policies, found, true);
	free(found);
}

void policies_read(struct run *run, struct policies *policies)
{
	const struct words *words = &run->options->policies;
	const char *baseline = run->options->write_waivers;
	size_t most = (size_t)words->count + 2;

	policies->items = calloc(most, sizeof(struct pcimsi_policy *));
	policies->told = calloc(most, sizeof(*policies->told));
	if (!policies->items || !policies->told) {
		run_out_of_memory(run);
		return;
	}
	for (unsigned i = 0; i < words->count; i++)
		read_policy(run, policies, words->items[i], false);
	if (!words->count && !run->options->no_policy)
		find_policy(run, policies);
	if (baseline && !policies->failed)
		read_baseline(run, policies, baseline);
}

static int write_baseline(const struct run *run, const struct policies *policies, FILE *out,
			  const struct pcimsi_run *judged, uint32_t *ret_count)
{
	const struct input *input = &policies->baseline_input;

	if (!policies->baseline)
		return waivers_write(out, judged, &run->options->fail_on, ret_count);
	*ret_count = waivers_superfluous(judged, policies->baseline);
	waivers_keep(out, judged, policies->baseline, input->bytes, input->size);
	return 0;
}

static void tell(const char *path, uint32_t count, bool made)
{
	char text[64];

	snprintf(text, sizeof(text), "%u waiver%s %s", count, str_plural(count),
		 made ? "written" : "removed");
	complain_file(path, text, NULL);
}

void policies_write(struct run *run, const struct policies *policies,
		    const struct pcimsi_run *judged)
{
	const char *path = run->options->write_waivers;
	struct output output;
	uint32_t count = 0;
	int err;

	if (!path)
		return;
	/* What was not seen was not put right. */
	if (run->status == STATUS_NO_VERDICT) {
		complain_file(path, "not written, because this run could not judge everything",
			      NULL);
		return;
	}
	if (policies->baseline && !waivers_superfluous(judged, policies->baseline))
		return;
	if (output_open(&output, path)) {
		run_raise(run, REPORT_REASON_OUTPUT);
		return;
	}
	err = write_baseline(run, policies, output.stream, judged, &count);
	if (err)
		run_out_of_memory(run);
	if (output_close(&output, !err))
		run_raise(run, REPORT_REASON_OUTPUT);
	else if (!err)
		tell(path, count, !policies->baseline);
}

void policies_done(struct policies *policies)
{
	for (unsigned i = 0; i < policies->count; i++)
		pcimsi_policy_close(policies->items[i]);
	free(policies->items);
	free(policies->told);
	input_done(&policies->baseline_input);
}

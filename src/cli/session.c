/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/session.h"

#include "base/str.h"
#include "cli/complain.h"
#include "cli/folder.h"
#include "cli/input.h"
#include "cli/operands.h"
#include "cli/progress.h"
#include "cli/reach.h"
#include "cli/target.h"
#include "report/message.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int status_of(enum report_reason reason)
{
	switch (reason) {
	case REPORT_REASON_NONE:
	case REPORT_REASON_EXIT_ZERO:
		return 0;
	case REPORT_REASON_FINDINGS:
	case REPORT_REASON_VERDICTS:
	case REPORT_REASON_DIFFERS:
		return STATUS_FINDINGS;
	default:
		return STATUS_NO_VERDICT;
	}
}

void run_raise(struct run *run, enum report_reason reason)
{
	int status = status_of(reason);

	if (status > run->status || run->report.reason == REPORT_REASON_NONE)
		run->report.reason = reason;
	if (status > run->status)
		run->status = status;
}

void run_out_of_memory(struct run *run)
{
	if (!run->failed)
		complain("out of memory; the report is not complete");
	run->failed = true;
	run_raise(run, REPORT_REASON_MEMORY);
}

/* A report without names is still one, but not what was asked for. */
static void open_names(struct run *run)
{
	const char *detail = NULL, *path = run->options->pci_ids;
	int err = pcimsi_names_open(path, &run->report.names, &detail);

	if (err == PCIMSI_ERR_NOMEM) {
		run_out_of_memory(run);
	} else if (err) {
		complain_file(path ? path : "pci.ids", pcimsi_error_text(err), detail);
		run_raise(run, REPORT_REASON_INPUT);
	}
}

static bool leads_to(const struct words *words, const char *path)
{
	for (unsigned i = 0; i < words->count; i++)
		if (target_is_same(words->items[i], path))
			return true;
	return false;
}

/* What standard input is, if it is read. */
static bool is_piped_in(const struct options *options, const struct stat *status)
{
	const struct words *lists[] = { &options->captures, &options->operands, &options->infs,
					&options->registries, &options->granted };
	struct stat input;

	if (fstat(STDIN_FILENO, &input) || input.st_dev != status->st_dev ||
	    input.st_ino != status->st_ino)
		return false;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (unsigned k = 0; k < lists[i]->count; k++)
			if (strcmp(lists[i]->items[k], "-") == 0)
				return true;
	return false;
}

/* Whether writing the report would put it in the place of what is read, or of the waivers. */
static bool output_is_input(const struct options *options, const char *path)
{
	struct stat status;

	if (path && options->write_waivers && target_is_same_place(options->write_waivers, path))
		return true;
	if (!path || stat(path, &status) || !S_ISREG(status.st_mode))
		return false;
	/* An INF may be included, a policy found: nobody names them. */
	if (operands_know(path) || is_piped_in(options, &status))
		return true;
	return leads_to(&options->captures, path) || leads_to(&options->operands, path) ||
	       leads_to(&options->infs, path) || leads_to(&options->old_infs, path) ||
	       leads_to(&options->registries, path) || leads_to(&options->policies, path) ||
	       leads_to(&options->granted, path) ||
	       (options->pci_ids && target_is_same(options->pci_ids, path));
}

static int refuse_outputs(const struct options *options)
{
	const char *refused = output_is_input(options, options->output) ? options->output : NULL;

	for (unsigned i = 0; !refused && i < options->n_reports; i++)
		if (output_is_input(options, options->reports[i].file))
			refused = options->reports[i].file;
	if (refused)
		complain_file(
			refused, "cannot be written",
			"it is an input, or begins as one, or is the file of --write-waivers");
	return refused ? STATUS_NO_VERDICT : 0;
}

static int open_outputs(struct run *run)
{
	if (refuse_outputs(run->options) || output_open(&run->output, run->options->output))
		return STATUS_NO_VERDICT;
	run->report.out = run->output.stream;
	output_terminal(run->report.out, run->options->color, &run->report);
	open_names(run);
	if (!reports_open(&run->reports, run->options, &run->report, &run->output))
		return 0;
	pcimsi_names_close(run->report.names);
	output_close(&run->output, false);
	return STATUS_NO_VERDICT;
}

/* Only these tell nothing before all was read. */
static bool waits_for_report(const struct report *report)
{
	return !isatty(fileno(report->out)) ||
	       (report->ops == report_formats[0] &&
		(report->command == REPORT_LIST || report->command == REPORT_CHECK));
}

/* `path` NULL: this machine. */
static void open_capture(struct run *run, const char *path, struct opened_capture *opened)
{
	const struct pcimsi_capture_options options = {
		.size = sizeof(options),
		.notes = { .call = run_note, .user = run },
		.access_method = run->options->access_method,
		.params = run->options->params,
		.n_params = run->options->n_params,
	};

	*opened = (struct opened_capture){ 0 };
	opened->err = path ? pcimsi_capture_open(path, &options, &opened->capture, &opened->detail)
			   : pcimsi_capture_open_live(&options, &opened->capture, &opened->detail);
}

int run_begin(struct run *run, const struct options *options, enum report_command command)
{
	*run = (struct run){ .options = options };
	run->includes = (struct includes){
		.paths = &options->inf_paths,
		.notes = { .call = run_note, .user = run },
	};
	run->report = (struct report){
		.ops = options->format,
		.command = command,
		.target = options->target,
		.root = geteuid() == 0,
		.domains = options->domains,
		.numeric = options->numeric,
		.verbose = options->verbose,
		.sort = options->sort,
		.notes = options->notes,
		.quiet = options->quiet,
		.matrix = options->matrix,
		.suggest = options->suggest,
		.tree = options->tree,
		.advise = options->advise,
	};
	if (open_outputs(run))
		return STATUS_NO_VERDICT;
	progress_begin(waits_for_report(&run->report));
	if (reports_begin(&run->reports))
		run_out_of_memory(run);
	/* What takes root comes before what reads the files of strangers. */
	if (reach_machine(options))
		open_capture(run, NULL, &run->machine);
	reach_limit(run);
	if (!includes_look(&run->includes))
		run_raise(run, REPORT_REASON_INPUT);
	return 0;
}

/* The list of the system is read when the first name is looked up. */
static void check_names(struct run *run)
{
	const char *detail = NULL;
	int err = pcimsi_names_error(run->report.names, &detail);

	if (err == PCIMSI_ERR_NOMEM)
		run->report.lost = true;
	else if (err && !run->options->pci_ids)
		complain_file("pci.ids", pcimsi_error_text(err), detail);
}

int run_end(struct run *run)
{
	progress_end();
	check_names(run);
	if (run->report.lost || run->includes.failed)
		run_out_of_memory(run);
	if (!run->failed && (reports_end(&run->reports, run->status) || run->report.lost))
		run_out_of_memory(run);
	if (reports_close(&run->reports, !run->failed))
		run_raise(run, REPORT_REASON_OUTPUT);
	if (!run->failed && (format_end(&run->report, run->status) || run->report.lost))
		run_out_of_memory(run);
	format_done(&run->report);
	pcimsi_names_close(run->report.names);
	pcimsi_capture_close(run->machine.capture);
	includes_done(&run->includes);
	arena_done(&run->early);
	if (output_close(&run->output, !run->failed))
		run_raise(run, REPORT_REASON_OUTPUT);
	return run->status;
}

static bool keep_early(struct run *run, const struct pcimsi_note *note)
{
	struct pcimsi_note *slot = VEC_ADD(&run->early, &run->early_notes);

	if (!slot)
		return false;
	*slot = *note;
	slot->input = note->input ? arena_strdup(&run->early, note->input) : NULL;
	slot->detail = note->detail ? arena_strdup(&run->early, note->detail) : NULL;
	return (slot->input || !note->input) && (slot->detail || !note->detail);
}

static void keep_note(struct run *run, const struct pcimsi_note *note)
{
	if (run->report.command != REPORT_CHECK)
		return;
	if (run->check ? pcimsi_check_add_note(run->check, note) == PCIMSI_ERR_NOMEM
		       : !keep_early(run, note))
		run_out_of_memory(run);
}

void run_keep_notes(struct run *run, struct pcimsi_check *check)
{
	run->check = check;
	for (uint32_t i = 0; i < run->early_notes.count; i++)
		keep_note(run, &run->early_notes.items[i]);
	arena_done(&run->early);
}

void run_note(void *user, const struct pcimsi_note *note)
{
	struct run *run = user;

	if (pcimsi_note_is_error(note->code))
		run_raise(run, REPORT_REASON_POLICY);
	fflush(run->report.out);
	progress_clear();
	put_note(stderr, note);
	keep_note(run, note);
	if (!run->failed && reports_note(&run->reports, note))
		run_out_of_memory(run);
}

void run_note_left_out(struct run *run, const struct pcimsi_inf_facts *facts,
		       const struct pcimsi_resolution *resolution)
{
	char detail[64];
	const struct pcimsi_note note = {
		.code = PCIMSI_NOTE_INF_LIMIT,
		.input = facts->name,
		.detail = detail,
	};

	if (!resolution->n_left_out)
		return;
	snprintf(detail, sizeof(detail), "models (%u more are left out)", resolution->n_left_out);
	run_note(run, &note);
}

static bool asks_for_ids(const struct pcimsi_filter *filter)
{
	return filter->vendor_id >= 0 || filter->device_id >= 0;
}

/* Records and findings name the capture after it was closed: `name` is the user's word. */
static int visit_capture(struct run *run, struct pcimsi_capture *capture, const char *name,
			 visit_fn *visit, void *user)
{
	const struct pcimsi_raw_function *raw;
	unsigned seen = 0;
	int more;

	while (!run->failed && (more = pcimsi_capture_next(capture, &raw)) == 1) {
		const struct pcimsi_function *function;

		seen++;
		progress_count(PROGRESS_FUNCTIONS);
		if (pcimsi_function_new(raw, &function)) {
			run_out_of_memory(run);
		} else if (pcimsi_filter_matches(&run->options->filter, function)) {
			run->functions++;
			if (visit(run, function, name, user))
				run_out_of_memory(run);
		} else {
			run->without_ids += asks_for_ids(&run->options->filter) &&
					    !(function->vendor_id.known &&
					      function->device_id.known);
		}
		pcimsi_function_free(function);
	}
	if (run->failed)
		return 0;
	if (more < 0)
		return more;
	return seen ? 0 : PCIMSI_ERR_EMPTY;
}

static void report_capture(struct run *run, const char *name, int err, const char *detail)
{
	if (err == PCIMSI_ERR_EMPTY && !detail)
		complain_file(name, "holds no PCI function", NULL);
	else
		complain_file(name, pcimsi_error_text(err), detail);
	run_raise(run, REPORT_REASON_INPUT);
}

static void visit_opened(struct run *run, struct opened_capture *opened, const char *path,
			 visit_fn *visit, void *user)
{
	if (!opened->err) {
		opened->err = visit_capture(run, opened->capture, path ? path : "live", visit,
					    user);
		opened->detail = pcimsi_capture_detail(opened->capture);
	}
	if (opened->err)
		report_capture(run, path ? path : "this machine", opened->err, opened->detail);
	pcimsi_capture_close(opened->capture);
	*opened = (struct opened_capture){ 0 };
	progress_count(PROGRESS_CAPTURES);
}

void run_capture(struct run *run, const char *path, visit_fn *visit, void *user)
{
	struct opened_capture opened;

	open_capture(run, path, &opened);
	visit_opened(run, &opened, path, visit, user);
}

static void complain_without_ids(unsigned count)
{
	char text[96];

	snprintf(text, sizeof(text), "%u function%s left out by -d: the ids were not captured",
		 count, str_plural(count));
	if (count)
		complain(text);
}

void run_captures(struct run *run, visit_fn *visit, void *user)
{
	const struct words *captures = &run->options->captures;

	if (!captures->count)
		visit_opened(run, &run->machine, NULL, visit, user);
	for (unsigned i = 0; i < captures->count && !run->failed; i++)
		run_capture(run, captures->items[i], visit, user);
	run_check_filter(run);
}

void run_check_filter(struct run *run)
{
	complain_without_ids(run->without_ids);
	if (run->options->filtered && !run->functions && !run->status) {
		complain("no function passes the filter");
		run_raise(run, REPORT_REASON_NOTHING_SELECTED);
	}
}

/* What nobody named as an INF: discs and packages hold files that only have its ending. */
static void pass_over(struct run *run, struct pcimsi_inf *inf)
{
	const struct pcimsi_note note = {
		.code = PCIMSI_NOTE_INF_FOREIGN,
		.input = pcimsi_inf_facts(inf)->name,
	};

	run_note(run, &note);
	run->passed_over++;
	pcimsi_inf_close(inf);
}

/* `package`: what the INF is in, or NULL. `found`: it was in there, or in a folder. */
static void open_inf(struct run *run, const char *path, const struct package *package, bool found,
		     const struct input *input, visit_inf_fn *visit, void *user)
{
	struct include_place *place = includes_place(&run->includes, path, package);
	const struct pcimsi_inf_options options = {
		.size = sizeof(options),
		.notes = { .call = run_note, .user = run },
		.include = includes_find,
		.include_user = place,
	};
	struct pcimsi_inf *inf = NULL;
	int err = place ? pcimsi_inf_open(place->path, input->bytes, input->size, &options, &inf)
			: PCIMSI_ERR_NOMEM;

	progress_count(PROGRESS_INFS);
	if (err) {
		complain_file(path, pcimsi_error_text(err),
			      err == PCIMSI_ERR_FORMAT ? "this is no INF" : NULL);
		run_raise(run, REPORT_REASON_INPUT);
		return;
	}
	if (found && pcimsi_inf_facts(inf)->is_foreign) {
		pass_over(run, inf);
		return;
	}
	if (pcimsi_inf_facts(inf)->rejection == PCIMSI_INF_NO_SECTION) {
		complain_file(path, "this is no INF", "it has no section");
		run_raise(run, REPORT_REASON_INPUT);
	}
	if (visit(run, inf, input, user))
		run_out_of_memory(run);
}

static void package_lost(const char *path, int err, const char *why, void *user)
{
	struct run *run = user;

	complain_file(path, pcimsi_error_text(err), why);
	run_raise(run, REPORT_REASON_INPUT);
	run->lost++;
}

/* What could be read of a damaged archive is judged. */
static void infs_of_package(struct run *run, const char *path, const struct input *input,
			    visit_inf_fn *visit, void *user)
{
	const struct package_visitor visitor = { .lost = package_lost, .user = run };
	struct package *package = includes_package(&run->includes);
	unsigned passed_over = run->passed_over, lost = run->lost;

	if (!package || package_add(package, path, input, &visitor)) {
		run_out_of_memory(run);
		return;
	}
	for (size_t i = 0; i < package->files.count && !run->failed; i++)
		open_inf(run, package->files.items[i].path, package, true,
			 &package->files.items[i].input, visit, user);
	if (package->files.count == run->passed_over - passed_over && lost == run->lost) {
		complain_file(path, "holds no INF", NULL);
		run_raise(run, REPORT_REASON_INPUT);
	}
}

typedef int read_fn(const char *path, size_t max, struct input *ret, const char **reterr_detail);

/* `found`: in a folder. */
static void one_inf(struct run *run, const char *path, bool found, visit_inf_fn *visit, void *user)
{
	read_fn *read = found ? input_read_found : input_read;
	const char *detail = NULL;
	struct input input = { 0 };
	int err = read(path, INPUT_MAX, &input, &detail);

	if (err) {
		complain_file(path, pcimsi_error_text(err), detail);
		run_raise(run, REPORT_REASON_INPUT);
	} else if (package_is(&input)) {
		infs_of_package(run, path, &input, visit, user);
	} else {
		open_inf(run, path, NULL, found, &input, visit, user);
	}
	input_done(&input);
}

struct folder_visit {
	struct run *run;
	visit_inf_fn *visit;
	void *user;
	bool lost;
};

static void inf_of_folder(const char *path, void *user)
{
	struct folder_visit *folder = user;

	if (!folder->run->failed)
		one_inf(folder->run, path, true, folder->visit, folder->user);
}

static void folder_lost(const char *path, const char *why, void *user)
{
	struct folder_visit *folder = user;

	complain_file(path, pcimsi_error_text(PCIMSI_ERR_IO), why);
	run_raise(folder->run, REPORT_REASON_INPUT);
	folder->lost = true;
}

static void folder_of_infs(struct run *run, const char *path, visit_inf_fn *visit, void *user)
{
	struct folder_visit folder = { .run = run, .visit = visit, .user = user };
	const struct folder_visitor visitor = {
		.inf = inf_of_folder,
		.lost = folder_lost,
		.user = &folder,
	};
	unsigned passed_over = run->passed_over;
	int count = folder_infs(path, &visitor);

	if (count < 0) {
		run_out_of_memory(run);
	} else if ((unsigned)count == run->passed_over - passed_over && !folder.lost) {
		complain_file(path, "holds no INF", NULL);
		run_raise(run, REPORT_REASON_INPUT);
	}
}

void run_infs(struct run *run, visit_inf_fn *visit, void *user)
{
	run_these_infs(run, &run->options->infs, visit, user);
}

void run_these_infs(struct run *run, const struct words *infs, visit_inf_fn *visit, void *user)
{
	for (unsigned i = 0; i < infs->count && !run->failed; i++) {
		if (folder_is(infs->items[i]))
			folder_of_infs(run, infs->items[i], visit, user);
		else
			one_inf(run, infs->items[i], false, visit, user);
	}
}

int run_targets(const struct options *options, struct pcimsi_inf *inf, struct pcimsi_target *one,
		const struct pcimsi_target **ret, uint32_t *ret_count)
{
	*ret_count = 0;
	if (options->all_targets) {
		int err = pcimsi_inf_targets(inf, &options->target, ret, ret_count);

		if (err || *ret_count)
			return err;
	}
	*one = options->target;
	if (!options->target_given)
		pcimsi_inf_fallback_target(inf, &options->target, one);
	*ret = one;
	*ret_count = 1;
	return 0;
}

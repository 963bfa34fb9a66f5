/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/reach.h"

#include "cli/capabilities.h"
#include "cli/complain.h"
#include "cli/listing.h"
#include "cli/policy_search.h"
#include "cli/sandbox.h"
#include "cli/target.h"
#include "source/names.h"

#include <limits.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- paths ----------------------------------------------------------------------------------- */

#define PATH_ROOM (PATH_MAX + 1)

static void read_named(const struct sandbox *sandbox, const char *path)
{
	if (strcmp(path, "-") != 0)
		ruleset_read(&sandbox->files, path);
}

static void read_words(const struct sandbox *sandbox, const struct words *words)
{
	for (unsigned i = 0; i < words->count; i++)
		read_named(sandbox, words->items[i]);
}

/* The folder of the path, for a name to be put behind: "" or "FOLDER/". */
static int folder_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (int)(slash - path) + 1 : 0;
}

/* NULL: longer than any that can be opened. */
static const char *folder_of(const char *path, char folder[PATH_ROOM])
{
	int length = snprintf(folder, PATH_ROOM, "%.*s.", folder_length(path), path);

	return length < PATH_ROOM ? folder : NULL;
}

/* ---- libraries ------------------------------------------------------------------------------- */

/* Where systems have them; OpenSSL, which libarchive may use, reads how it is configured. */
static const char *const library_paths[] = {
	"/lib",
	"/lib64",
	"/usr/lib",
	"/usr/lib64",
	"/usr/local/lib",
	"/usr/local/lib64",
	"/nix/store",
	"/gnu/store",
	"/etc/ld.so.cache",
	"/etc/ssl/openssl.cnf",
	"/etc/pki/tls/openssl.cnf",
	"/etc/crypto-policies",
};

#define N_LIBRARY_PATHS (sizeof(library_paths) / sizeof(library_paths[0]))

static bool is_usual(const char *path)
{
	for (unsigned i = 0; i < N_LIBRARY_PATHS; i++) {
		size_t length = strlen(library_paths[i]);

		if (strncmp(path, library_paths[i], length) == 0 && path[length] == '/')
			return true;
	}
	return false;
}

/* Where one library lies that the program has, others lie. The first object is the program. */
static int read_beside_object(struct dl_phdr_info *info, size_t size, void *user)
{
	const struct sandbox *sandbox = user;
	const char *name = info->dlpi_name;
	char folder[PATH_ROOM];

	(void)size;
	if (name && strchr(name, '/') && !is_usual(name) && folder_of(name, folder))
		ruleset_read(&sandbox->files, folder);
	return 0;
}

static void read_libraries(struct sandbox *sandbox)
{
	const char *at = getenv("LD_LIBRARY_PATH");

	for (unsigned i = 0; i < N_LIBRARY_PATHS; i++)
		ruleset_read(&sandbox->files, library_paths[i]);
	dl_iterate_phdr(read_beside_object, sandbox);
	while (at && *at) {
		int length = (int)strcspn(at, ":;");
		char folder[PATH_ROOM];

		if (length && snprintf(folder, sizeof(folder), "%.*s", length, at) < PATH_ROOM)
			ruleset_read(&sandbox->files, folder);
		at += length;
		at += *at != '\0';
	}
}

/* ---- INFs and policies ----------------------------------------------------------------------- */

static bool is_inf(const char *name)
{
	size_t length = strlen(name);

	return length > 4 && strcasecmp(name + length - 4, ".inf") == 0;
}

/* What it may include lies beside it; other files of that folder are none of its business. */
static void read_beside_inf(const struct sandbox *sandbox, struct listings *listings,
			    const char *inf)
{
	char folder[PATH_ROOM], path[PATH_ROOM];
	const struct listing *listing;

	if (!folder_of(inf, folder) || listings_has(listings, folder))
		return;
	ruleset_list(&sandbox->files, folder);
	listing = listings_of(listings, folder);
	for (size_t i = 0; listing && i < listing->count; i++)
		if (is_inf(listing->names[i]) &&
		    snprintf(path, sizeof(path), "%s/%s", folder, listing->names[i]) < PATH_ROOM)
			ruleset_read_found(&sandbox->files, path);
}

static void read_policy_of(const struct sandbox *sandbox, const char *inf)
{
	char *path = NULL;

	if (!policy_search(inf, &path) && path)
		ruleset_read_found(&sandbox->files, path);
	free(path);
}

static void read_infs(const struct sandbox *sandbox, const struct words *infs,
		      const struct options *options)
{
	struct listings listings = { 0 };

	for (unsigned i = 0; i < infs->count; i++) {
		const char *inf = infs->items[i];
		struct stat status;

		if (strcmp(inf, "-") == 0)
			continue;
		ruleset_read(&sandbox->files, inf);
		if (stat(inf, &status) == 0 && S_ISREG(status.st_mode))
			read_beside_inf(sandbox, &listings, inf);
		if (!options->no_policy && !options->policies.count)
			read_policy_of(sandbox, inf);
	}
	listings_done(&listings);
}

/* ---- this machine ---------------------------------------------------------------------------- */

bool reach_machine(const struct options *options)
{
	switch (options->command) {
	case FOR_INF:
	case FOR_DIFF:
		return false;
	default:
		return !options->captures.count;
	}
}

/* Others than those of the kernel's files take I/O ports, or all memory. */
static bool is_plain_method(const char *name)
{
	return !name || strcmp(name, "linux-sysfs") == 0 || strcmp(name, "linux-proc") == 0;
}

/* ---- reports --------------------------------------------------------------------------------- */

static void replace_output(struct sandbox *sandbox, const struct output *output)
{
	char folder[PATH_ROOM];

	if (!output->target || !folder_of(output->target, folder))
		return;
	ruleset_replace(&sandbox->files, folder);
	sandbox->calls.replaces = true;
	/* Root may have been asked to write to where others own. */
	sandbox->capabilities |= CAPABILITY(CAP_DAC_OVERRIDE) | CAPABILITY(CAP_FOWNER);
}

/* They are opened when all was judged. */
static void write_waivers(struct sandbox *sandbox, const char *path)
{
	struct target target;
	char folder[PATH_ROOM];

	target_find(&target, path);
	if (target.path && folder_of(target.path, folder))
		ruleset_write(&sandbox->files, folder);
	target_done(&target);
	ruleset_read(&sandbox->files, path);
	sandbox->calls.replaces = sandbox->calls.creates = true;
	sandbox->capabilities |= CAPABILITY(CAP_DAC_OVERRIDE) | CAPABILITY(CAP_FOWNER) |
				 CAPABILITY(CAP_CHOWN);
}

/* ---- all of it ------------------------------------------------------------------------------- */

static bool begin(struct sandbox *sandbox, const struct options *options)
{
	if (options->no_sandbox)
		sandbox_refuse("--no-sandbox");
	else if (reach_machine(options) && !is_plain_method(options->access_method))
		sandbox_refuse("-A names a method that needs more");
	if (!sandbox_begin(sandbox))
		return false;
	sandbox->capabilities = CAPABILITY(CAP_DAC_READ_SEARCH);
	read_libraries(sandbox);
	return true;
}

static void tell(const struct options *options)
{
	char text[SANDBOX_TEXT];

	if (options->verbose)
		complain_file("sandbox", sandbox_text(text), NULL);
}

static void read_inputs(const struct sandbox *sandbox, const struct options *options)
{
	read_words(sandbox, &options->captures);
	read_words(sandbox, &options->operands);
	read_words(sandbox, &options->inf_paths);
	read_words(sandbox, &options->registries);
	read_words(sandbox, &options->granted);
	read_words(sandbox, &options->policies);
	read_infs(sandbox, &options->infs, options);
	read_infs(sandbox, &options->old_infs, options);
}

static void read_names(const struct sandbox *sandbox, const struct pcimsi_names *names)
{
	const char *path = names ? names_path(names) : NULL;
	char other[PATH_ROOM];
	int length = path ? (int)strlen(path) : 0;

	if (!path)
		return;
	/* libpci tries both, whichever it was built for. */
	ruleset_read(&sandbox->files, path);
	if (length > 3 && strcmp(path + length - 3, ".gz") == 0)
		snprintf(other, sizeof(other), "%.*s", length - 3, path);
	else
		snprintf(other, sizeof(other), "%s.gz", path);
	ruleset_read(&sandbox->files, other);
}

void reach_limit(const struct run *run)
{
	const struct options *options = run->options;
	struct sandbox sandbox;

	if (begin(&sandbox, options)) {
		read_inputs(&sandbox, options);
		read_names(&sandbox, run->report.names);
		replace_output(&sandbox, &run->output);
		for (unsigned i = 0; i < run->reports.count; i++)
			replace_output(&sandbox, &run->reports.items[i].output);
		if (options->write_waivers)
			write_waivers(&sandbox, options->write_waivers);
		sandbox_enter(&sandbox);
	}
	tell(options);
}

static const char *parameter(const struct options *options, const char *name)
{
	const char *value = NULL;

	for (unsigned i = 0; i < options->n_params; i++)
		if (strcmp(options->params[i].name, name) == 0)
			value = options->params[i].value;
	return value;
}

/* The folders of functions are links out of the one that is named. */
static void read_machine(struct sandbox *sandbox, const struct options *options)
{
	const char *sysfs = parameter(options, "sysfs.path");
	const char *proc = parameter(options, "proc.path");
	char devices[PATH_ROOM];

	if (!sysfs)
		ruleset_read(&sandbox->files, "/sys");
	else if (snprintf(devices, sizeof(devices), "%s/../../devices", sysfs) < PATH_ROOM)
		ruleset_read(&sandbox->files, devices);
	if (sysfs)
		ruleset_read(&sandbox->files, sysfs);
	ruleset_read(&sandbox->files, proc ? proc : "/proc/bus/pci");
	/* More than 64 bytes of a function are for those who have it. */
	sandbox->capabilities |= CAPABILITY(CAP_SYS_ADMIN);
}

void reach_limit_completion(const struct words *captures)
{
	const struct options options = { .command = FOR_LIST, .captures = *captures };
	struct sandbox sandbox;

	if (!begin(&sandbox, &options))
		return;
	read_words(&sandbox, captures);
	read_machine(&sandbox, &options);
	sandbox_enter(&sandbox);
}

void reach_limit_capture(const struct options *options, const struct output *output)
{
	struct sandbox sandbox;

	if (begin(&sandbox, options)) {
		read_machine(&sandbox, options);
		replace_output(&sandbox, output);
		sandbox_enter(&sandbox);
	}
	tell(options);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases/execute.h"
#include "support/files.h"

#include <glob.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * Golden tests. run_cases [NAME...] runs the folders tests/cases/NAME; those below
 * incidents/ are public stories, with where they are told:
 *
 *   about          one line: what the case shows
 *   cmd            one line: arguments of pcimsi, or a shell line with "$PCIMSI" in it
 *   stdin          standard input, if there is one
 *   needs          optional libraries, one a line, without which the case is skipped
 *   expect.status  exit status, required
 *   expect.stdout, expect.stderr     compared byte for byte, if there
 *   expect.json    standard output compared as JSON, if there
 *
 * cmd runs in its folder and may use $DUMPS (dumps/), $CASES (tests/cases/),
 * $DATA (tests/data/) and $TMP (an empty folder of its own). Every case runs in
 * two environments and must not notice.
 *
 * With REGEN=1 it writes the expected files that exist, and stdout and status if none do.
 */

struct golden {
	char name[256], folder[5000];
	char *line; /* of the shell */
	struct text_buffer problems;
};

static unsigned skipped; /* cases */

__attribute__((format(printf, 2, 3))) static void problem(struct golden *golden, const char *format,
							  ...)
{
	va_list list;
	char *text;

	va_start(list, format);
	if (vasprintf(&text, format, list) < 0)
		abort();
	va_end(list);
	text_add(&golden->problems, "  %s\n", text);
	free(text);
}

/* ---- files of a case ------------------------------------------------------------------------- */

static bool has_file(const struct golden *golden, const char *name)
{
	char path[6000];

	snprintf(path, sizeof(path), "%s/%s", golden->folder, name);
	return access(path, F_OK) == 0;
}

/* The first line; NULL: there is none. */
static char *first_line(const struct golden *golden, const char *name)
{
	struct bytes bytes = read_bytes(golden->folder, name);

	if (bytes.data)
		bytes.data[strcspn(bytes.data, "\n")] = '\0';
	if (bytes.data && !*bytes.data) {
		free(bytes.data);
		bytes.data = NULL;
	}
	return bytes.data;
}

/* ---- comparing ------------------------------------------------------------------------------- */

/* Nothing can be expected to crash, hang or trip a sanitizer. */
static void check_survival(struct golden *golden, const struct outcome *outcome)
{
	if (outcome->late)
		problem(golden, "timed out");
	else if (outcome->status > 124)
		problem(golden, "killed, or not started: status %d", outcome->status);
	if (strstr(outcome->err.data, "Sanitizer") ||
	    strstr(outcome->err.data, ": runtime error: "))
		problem(golden, "a sanitizer complains");
	if (golden->problems.size)
		text_add(&golden->problems, "%.4000s", outcome->err.data);
}

static void compare(struct golden *golden, const char *name, const char *note, struct bytes want,
		    struct bytes got)
{
	char label[512];

	if (want.size == got.size && memcmp(want.data, got.data, want.size) == 0)
		return;
	problem(golden, "%s differs%s", name, note);
	snprintf(label, sizeof(label), "%s/%s", golden->name, name);
	add_difference(&golden->problems, label, want.data, want.size, got.data, got.size);
}

static void compare_file(struct golden *golden, const char *name, struct bytes got)
{
	struct bytes want = read_bytes(golden->folder, name);

	if (want.data)
		compare(golden, name, "", want, got);
	free(want.data);
}

/* As expect.json is written: keys sorted, two blanks a level. NULL: it is no JSON. */
static char *tidy_json(struct golden *golden, const char *what, struct bytes bytes)
{
	json_error_t error;
	json_t *json = json_loadb(bytes.data, bytes.size, JSON_REJECT_DUPLICATES, &error);
	char *text = NULL, *line = NULL;

	if (!json)
		problem(golden, "%s is not JSON: line %d: %s", what, error.line, error.text);
	else
		text = json_dumps(json, JSON_INDENT(2) | JSON_SORT_KEYS);
	json_decref(json);
	if (text && asprintf(&line, "%s\n", text) < 0)
		abort();
	free(text);
	return line;
}

static void compare_json(struct golden *golden, struct bytes got)
{
	struct bytes want = read_bytes(golden->folder, "expect.json");
	char *want_text = tidy_json(golden, "expect.json", want);
	char *got_text = tidy_json(golden, "standard output", got);

	if (want_text && got_text)
		compare(golden, "expect.json", "", (struct bytes){ want_text, strlen(want_text) },
			(struct bytes){ got_text, strlen(got_text) });
	free(want_text);
	free(got_text);
	free(want.data);
}

static struct bytes status_text(const struct outcome *outcome, char buffer[16])
{
	return (struct bytes){ buffer, (size_t)snprintf(buffer, 16, "%d\n", outcome->status) };
}

static void check_plain(struct golden *golden, const struct outcome *outcome)
{
	char buffer[16];

	check_survival(golden, outcome);
	compare_file(golden, "expect.status", status_text(outcome, buffer));
	compare_file(golden, "expect.stdout", outcome->out);
	compare_file(golden, "expect.stderr", outcome->err);
	if (has_file(golden, "expect.json"))
		compare_json(golden, outcome->out);
}

/* The second environment must give what the first gave, whatever is expected. */
static void check_other(struct golden *golden, const struct outcome *plain)
{
	struct outcome other = execute(golden->folder, golden->line, OTHER);
	char note[128], first[16], second[16];

	snprintf(note, sizeof(note), " with LC_ALL=%s", execute_locale());
	check_survival(golden, &other);
	compare(golden, "status", note, status_text(plain, first), status_text(&other, second));
	compare(golden, "stdout", note, plain->out, other.out);
	compare(golden, "stderr", note, plain->err, other.err);
	outcome_free(&other);
}

/* ---- writing what is expected ------------------------------------------------------------------
 */

static void write_expected(struct golden *golden, const char *name, struct bytes bytes)
{
	if (has_file(golden, name) && !write_file(golden->folder, name, bytes.data, bytes.size))
		problem(golden, "%s not written", name);
}

static void regenerate_json(struct golden *golden, const struct outcome *outcome)
{
	char *text = tidy_json(golden, "standard output", outcome->out);

	if (text)
		write_expected(golden, "expect.json", (struct bytes){ text, strlen(text) });
	free(text);
}

static void regenerate(struct golden *golden)
{
	struct outcome outcome = execute(golden->folder, golden->line, PLAIN);
	char buffer[16];

	check_survival(golden, &outcome);
	if (!golden->problems.size) {
		if (!has_file(golden, "expect.stdout") && !has_file(golden, "expect.stderr") &&
		    !has_file(golden, "expect.json") && !has_file(golden, "expect.status"))
			write_file(golden->folder, "expect.stdout", "", 0);
		if (!has_file(golden, "expect.status"))
			write_file(golden->folder, "expect.status", "", 0);
		write_expected(golden, "expect.status", status_text(&outcome, buffer));
		write_expected(golden, "expect.stdout", outcome.out);
		write_expected(golden, "expect.stderr", outcome.err);
		if (has_file(golden, "expect.json"))
			regenerate_json(golden, &outcome);
	}
	outcome_free(&outcome);
}

/* ---- cases -------------------------------------------------------------------------------------
 */

static void check(struct golden *golden)
{
	struct outcome plain = execute(golden->folder, golden->line, PLAIN);

	check_plain(golden, &plain);
	if (!golden->problems.size)
		check_other(golden, &plain);
	outcome_free(&plain);
}

/* A line without the program's name is its arguments. */
static char *line_of(const struct golden *golden)
{
	char *line = first_line(golden, "cmd"), *whole;

	if (!line || strstr(line, "PCIMSI"))
		return line;
	if (asprintf(&whole, "\"$PCIMSI\" %s", line) < 0)
		abort();
	free(line);
	return whole;
}

static void need_file(struct golden *golden, const char *name)
{
	struct bytes bytes = read_bytes(golden->folder, name);

	if (!bytes.size)
		problem(golden, "no %s", name);
	free(bytes.data);
}

/* --version says "FEATURE: LIBRARY", or "FEATURE: built without LIBRARY"; "sandbox: Landlock 7". */
static bool is_missing(const char *version, const char *library)
{
	char has[80], has_version[80];

	snprintf(has, sizeof(has), ": %s\n", library);
	snprintf(has_version, sizeof(has_version), ": %s ", library);
	return !strstr(version, has) && !strstr(version, has_version);
}

static bool is_skipped(const struct golden *golden, const char *version)
{
	struct bytes needs = read_bytes(golden->folder, "needs");
	bool skip = false;

	for (char *line = needs.data ? strtok(needs.data, "\n") : NULL; line && !skip;
	     line = strtok(NULL, "\n")) {
		skip = is_missing(version, line);
		if (skip)
			printf("skipped %s: this build has no %s\n", golden->name, line);
	}
	free(needs.data);
	skipped += skip;
	return skip;
}

static void report(const struct golden *golden)
{
	char *about = first_line(golden, "about");

	printf("FAILED %s: %s\n", golden->name, about ? about : "");
	fwrite(golden->problems.text, 1, golden->problems.size, stdout);
	free(about);
}

/* False: it failed. */
static bool run_case(struct golden *golden)
{
	bool good;

	now_at("%s", golden->name);
	golden->line = line_of(golden);
	need_file(golden, "cmd");
	if (!getenv("REGEN")) {
		need_file(golden, "about");
		need_file(golden, "expect.status");
	}
	if (!golden->problems.size && getenv("REGEN"))
		regenerate(golden);
	else if (!golden->problems.size)
		check(golden);
	good = !golden->problems.size;
	if (!good)
		report(golden);
	text_free(&golden->problems);
	free(golden->line);
	return good;
}

/* The folder, its name, or the file cmd in it. */
static void run_folder(const char *path, const char *version, unsigned *passed, unsigned *failed)
{
	struct golden golden = { 0 };
	const char *name = strstr(path, "tests/cases/"), *end;

	name = name ? name + strlen("tests/cases/") : path;
	end = strstr(name, "/cmd");
	if (!end)
		end = name + strlen(name) - (name[strlen(name) - 1] == '/');
	snprintf(golden.name, sizeof(golden.name), "%.*s", (int)(end - name), name);
	snprintf(golden.folder, sizeof(golden.folder), "%s/tests/cases/%s", top, golden.name);
	if (is_skipped(&golden, version))
		return;
	if (run_case(&golden))
		(*passed)++;
	else
		(*failed)++;
}

int main(int argc, char **argv)
{
	char *version;
	unsigned passed = 0, failed = 0;
	glob_t found = { 0 };

	enter_work();
	version = execute_begin();
	if (!version) {
		fprintf(complaints, "run_cases: %s: not built\n", getenv("PCIMSI"));
		return 1;
	}
	for (int i = 1; i < argc; i++)
		run_folder(argv[i], version, &passed, &failed);
	if (argc < 2 && chdir(top) == 0 && glob("tests/cases/*/cmd", 0, NULL, &found) == 0 &&
	    glob("tests/cases/incidents/*/cmd", GLOB_APPEND, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			run_folder(found.gl_pathv[i], version, &passed, &failed);
	globfree(&found);
	free(version);
	printf("run_cases: %u passed, %u failed", passed, failed);
	if (skipped)
		printf(", %u skipped (this build lacks a library)", skipped);
	putchar('\n');
	return failed || !passed;
}

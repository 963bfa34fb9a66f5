/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/program.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Whatever allocation fails, ours or one of a library: the program gives the same
 * report with the same status, or says so and has status 2. Each run is a process of
 * its own; how many there are is bounded. PCIMSI_EVERY_ALLOCATION=1 fails each one,
 * and =2 each one and all that follow.
 */
#define RUNS_PER_COMMAND 16

/* ---- an allocator that fails once, or from then on ------------------------------------------ */

static unsigned long allocations, fail_at; /* 0: never */
static bool fail_on;

#ifdef __SANITIZE_ADDRESS__

static bool can_fail(void)
{
	return false; /* malloc() is the sanitizer's */
}

#else

static bool can_fail(void)
{
	return true;
}

static bool fails(void)
{
	allocations++;
	if (!fail_at || (fail_on ? allocations < fail_at : allocations != fail_at))
		return false;
	errno = ENOMEM;
	return true;
}

/* Of the libraries, too: those of the program come first, if they can be seen. */
#define VISIBLE __attribute__((visibility("default")))
#define NEXT(name) ((typeof(&name))dlsym(RTLD_NEXT, #name))

VISIBLE void *malloc(size_t size)
{
	static typeof(&malloc) next;

	if (!next)
		next = NEXT(malloc);
	return fails() ? NULL : next(size);
}

VISIBLE void *calloc(size_t count, size_t size)
{
	static typeof(&calloc) next;

	if (!next)
		next = NEXT(calloc);
	return fails() ? NULL : next(count, size);
}

VISIBLE void *realloc(void *old, size_t size)
{
	static typeof(&realloc) next;

	if (!next)
		next = NEXT(realloc);
	return fails() ? NULL : next(old, size);
}

VISIBLE void *reallocarray(void *old, size_t count, size_t size)
{
	static typeof(&reallocarray) next;

	if (!next)
		next = NEXT(reallocarray);
	return fails() ? NULL : next(old, count, size);
}

#endif

/* ---- runs ------------------------------------------------------------------------------------ */

#define TEXT_MAX 262144

struct outcome {
	int status; /* of waitpid() */
	char *out, *err;
	unsigned long allocations;
};

static FILE *out_file, *err_file, *count_file;

static void run_child(const char *const *words)
{
	char *argv[16] = { NULL };
	int argc = 0, status;

	while (words[argc]) {
		argv[argc] = (char *)words[argc];
		argc++;
	}
	dup2(fileno(out_file), 1);
	dup2(fileno(err_file), 2);
	program_guard();
	allocations = 0;
	status = program_run(argc, argv);
	dprintf(fileno(count_file), "%lu", allocations);
	_exit(status);
}

static char *read_back(FILE *file)
{
	char *text = calloc(1, TEXT_MAX);
	ssize_t got;

	assert_non_null(text);
	got = pread(fileno(file), text, TEXT_MAX - 1, 0);
	assert_true(got >= 0 && got < TEXT_MAX - 1);
	return text;
}

static void empty(FILE *file)
{
	assert_int_equal(ftruncate(fileno(file), 0), 0);
	assert_int_equal(lseek(fileno(file), 0, SEEK_SET), 0);
}

static struct outcome run(const char *const *words, unsigned long failing, bool on)
{
	struct outcome outcome = { 0 };
	char *count;
	pid_t child;

	empty(out_file);
	empty(err_file);
	empty(count_file);
	fflush(stdout);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		fail_at = failing;
		fail_on = on;
		run_child(words);
	}
	assert_int_equal(waitpid(child, &outcome.status, 0), child);
	outcome.out = read_back(out_file);
	outcome.err = read_back(err_file);
	count = read_back(count_file);
	outcome.allocations = strtoul(count, NULL, 10);
	free(count);
	return outcome;
}

static void done(struct outcome *outcome)
{
	free(outcome->out);
	free(outcome->err);
}

static bool is_same(const struct outcome *a, const struct outcome *b)
{
	return a->status == b->status && strcmp(a->out, b->out) == 0 && strcmp(a->err, b->err) == 0;
}

static bool is_told(const struct outcome *outcome)
{
	return WIFEXITED(outcome->status) && WEXITSTATUS(outcome->status) == 2 &&
	       (strstr(outcome->err, "memory") || strstr(outcome->err, "a library ended"));
}

/* ---- commands -------------------------------------------------------------------------------- */

#define NAMES "-i", "tests/data/pci.ids"
#define CAPTURE "tests/cases/names-utf8/card.txt"
#define GRANTED "tests/cases/check-granted/devices.xml"
#define DEMO "--inf", "dumps/demo.inf", "dumps/demo.txt"

static const char *const commands_tried[][12] = {
	{ "pcimsi", "list", NAMES, "dumps/demo.txt" },
	{ "pcimsi", "list", NAMES, "--format", "json", CAPTURE },
	{ "pcimsi", "list", NAMES, "--tree", "dumps/demo.txt" },
	{ "pcimsi", "show", NAMES, CAPTURE },
	{ "pcimsi", "check", NAMES, "-v", DEMO },
	{ "pcimsi", "check", NAMES, "--format", "json", DEMO },
	{ "pcimsi", "check", NAMES, "--format", "html", DEMO },
	{ "pcimsi", "show", NAMES, "--format", "html", CAPTURE },
	{ "pcimsi", "check", NAMES, "--report", "ndjson=/dev/null", DEMO },
	{ "pcimsi", "check", NAMES, "--format", "sarif", DEMO },
	{ "pcimsi", "check", NAMES, "--format", "junit", DEMO },
	{ "pcimsi", "check", NAMES, "--format", "github", DEMO },
	{ "pcimsi", "check", NAMES, "--format", "gitlab", DEMO },
	{ "pcimsi", "check", NAMES, "--format", "gcc", DEMO },
	{ "pcimsi", "check", NAMES, "--format", "markdown", DEMO },
	{ "pcimsi", "check", NAMES, "--format", "csv", DEMO },
	{ "pcimsi", "check", NAMES, "--format", "prom", DEMO },
	{ "pcimsi", "check", NAMES, "--matrix", DEMO },
	{ "pcimsi", "check", NAMES, "--granted", GRANTED, DEMO },
	{ "pcimsi", "check", NAMES, "--suggest", DEMO },
	{ "pcimsi", "diff", NAMES, "dumps/demo.txt", "dumps/lab-virtio.txt" },
	{ "pcimsi", "diff", NAMES, "--format", "json", "dumps/demo.txt", CAPTURE },
	{ "pcimsi", "check", NAMES, "--advise", DEMO },
	{ "pcimsi", "diff", NAMES, "-F", "dumps/demo.txt", "dumps/demo.inf", "dumps/fit.inf" },
	{ "pcimsi", "diff", "--format", "markdown", "-F", "dumps/demo.txt", "dumps/demo.inf",
	  "dumps/fit.inf" },
	{ "pcimsi", "diff", "--format", "html", "-F", "dumps/demo.txt", "dumps/demo.inf",
	  "dumps/fit.inf" },
	{ "pcimsi", "diff", "--format", "json", "-F", "dumps/demo.txt", "dumps/demo.inf",
	  "dumps/fit.inf" },
	{ "pcimsi", "check", NAMES, "--tree", "--format", "json", DEMO },
	{ "pcimsi", "inf", "--all-targets", "dumps/demo.inf" },
	{ "pcimsi", "explain", "--model", "--format", "json" },
};

static unsigned try_command(const char *const *words)
{
	struct outcome whole = run(words, 0, false);
	const char *every = getenv("PCIMSI_EVERY_ALLOCATION");
	unsigned long step = every ? 1 : whole.allocations / RUNS_PER_COMMAND + 1;
	unsigned wrong = 0;

	assert_true(WIFEXITED(whole.status));
	assert_true(whole.allocations > 20);
	for (unsigned long n = 1; n <= whole.allocations; n += step) {
		bool on = every ? *every == '2' : n / step % 8 == 7;
		struct outcome outcome = run(words, n, on);

		if (!is_same(&whole, &outcome) && !is_told(&outcome)) {
			print_message("%s %s: allocation %lu of %lu: status 0x%x\n%s\n", words[1],
				      words[4] ? words[4] : "", n, whole.allocations,
				      (unsigned)outcome.status, outcome.err);
			wrong++;
		}
		done(&outcome);
	}
	done(&whole);
	return wrong;
}

static void no_failure_is_silent(void **state)
{
	unsigned wrong = 0;

	(void)state;
	if (!can_fail()) {
		print_message("skipped: the sanitizer's allocator does not fail\n");
		skip();
	}
	out_file = tmpfile();
	err_file = tmpfile();
	count_file = tmpfile();
	assert_true(out_file && err_file && count_file);
	for (unsigned i = 0; i < sizeof(commands_tried) / sizeof(commands_tried[0]); i++)
		wrong += try_command(commands_tried[i]);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_failure_is_silent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

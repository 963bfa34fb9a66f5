/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/output.h"

#include "cli/complain.h"
#include "cli/target.h"
#include "report/rules_page.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* ---- temporary files ------------------------------------------------------------------------- */

/* Signals that end the program, and so would leave them. */
static const int endings[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGXCPU, SIGXFSZ };

#define N_ENDINGS (sizeof(endings) / sizeof(endings[0]))

/* The reports and the waivers of the same run. */
#define TEMPORARIES_MAX 64
static char *volatile temporaries[TEMPORARIES_MAX];

void output_remove_temporaries(void)
{
	for (unsigned i = 0; i < TEMPORARIES_MAX; i++)
		if (temporaries[i])
			unlink(temporaries[i]);
}

/* unlink(), signal() and raise() may be called in a handler (POSIX 2.4.3). */
static void on_ending(int number)
{
	output_remove_temporaries();
	signal(number, SIG_DFL);
	raise(number);
}

void output_guard(void)
{
	struct sigaction ours = { .sa_handler = on_ending }, before;

	sigfillset(&ours.sa_mask);
	for (unsigned i = 0; i < N_ENDINGS; i++)
		if (sigaction(endings[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
			sigaction(endings[i], &ours, NULL);
}

/* No signal comes between a file and the note that it is there. */
static void hold_signals(sigset_t *before)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, before);
}

static bool remember(char *path)
{
	for (unsigned i = 0; i < TEMPORARIES_MAX; i++)
		if (!temporaries[i]) {
			temporaries[i] = path;
			return true;
		}
	return false;
}

static void forget(const char *path)
{
	for (unsigned i = 0; i < TEMPORARIES_MAX; i++)
		if (temporaries[i] == path)
			temporaries[i] = NULL;
}

/* ---- opening --------------------------------------------------------------------------------- */

static int refuse(const char *path, const char *why)
{
	complain_file(*path ? path : "''", "cannot be written", why);
	return STATUS_NO_VERDICT;
}

/* mkstemp() makes files that only their owner may read; a new report is an ordinary file. */
static bool give_mode(int fd, const struct target *target)
{
	mode_t mask;

	if (target->kind == TARGET_FILE) {
		/* What cannot be given stays the user's, and gets no set-user-ID bits. */
		bool same = fchown(fd, target->status.st_uid, target->status.st_gid) == 0 ||
			    fchown(fd, (uid_t)-1, target->status.st_gid) == 0;

		return fchmod(fd, target->status.st_mode & (same ? 01777 : 0777)) == 0;
	}
	mask = umask(0);
	umask(mask);
	return fchmod(fd, 0666 & ~mask) == 0;
}

static int make_temporary(struct output *output)
{
	sigset_t before;
	int fd;

	hold_signals(&before);
	fd = mkstemp(output->temporary);
	if (fd >= 0 && !remember(output->temporary)) {
		unlink(output->temporary);
		close(fd);
		errno = EMFILE;
		fd = -1;
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	return fd;
}

static int open_replacement(struct output *output, struct target *target)
{
	int fd;

	if (asprintf(&output->temporary, "%s.XXXXXX", target->path) < 0) {
		output->temporary = NULL;
		errno = ENOMEM;
		return -1;
	}
	fd = make_temporary(output);
	if (fd < 0) {
		free(output->temporary);
		output->temporary = NULL;
		return -1;
	}
	output->target = target->path;
	target->path = NULL;
	if (!give_mode(fd, target))
		complain_file(output->path, "its mode could not be set", strerror(errno));
	return fd;
}

static int open_target(struct output *output, struct target *target)
{
	switch (target->kind) {
	case TARGET_DESCRIPTOR:
		return fcntl(target->descriptor, F_DUPFD_CLOEXEC, 0);
	case TARGET_DIRECT:
		return open(target->path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	default:
		return open_replacement(output, target);
	}
}

/* In the usual pieces of 4096 bytes, a tenth of the time of a long list goes into write(). */
void output_buffer(void)
{
	static char buffer[1 << 16];

	if (!isatty(STDOUT_FILENO))
		setvbuf(stdout, buffer, _IOFBF, sizeof(buffer));
}

static void drop_temporary(struct output *output)
{
	if (output->temporary) {
		unlink(output->temporary);
		forget(output->temporary);
	}
	free(output->temporary);
	free(output->target);
	output->temporary = output->target = NULL;
}

int output_open(struct output *output, const char *path)
{
	struct target target;
	int fd, status = 0;

	*output = (struct output){ .stream = stdout };
	if (!path || strcmp(path, "-") == 0)
		return 0;
	output->path = path;
	target_find(&target, path);
	if (target.kind == TARGET_REFUSED) {
		status = refuse(path, target.why);
	} else {
		fd = open_target(output, &target);
		output->stream = fd < 0 ? NULL : fdopen(fd, "w");
		if (!output->stream) {
			status = refuse(path, strerror(errno));
			if (fd >= 0)
				/* cppcheck-suppress doubleFree ; no stream, fd is still open */
				close(fd);
			drop_temporary(output);
		}
	}
	target_done(&target);
	return status;
}

bool output_is_same(const struct output *a, const struct output *b)
{
	return a->target && b->target && target_is_same_place(a->target, b->target);
}

/* ---- closing --------------------------------------------------------------------------------- */

static bool replace(struct output *output)
{
	sigset_t before;
	bool failed;

	hold_signals(&before);
	failed = rename(output->temporary, output->target) != 0;
	if (!failed)
		forget(output->temporary);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (!failed) {
		free(output->temporary);
		output->temporary = NULL;
	}
	return !failed;
}

int output_flush(void)
{
	static bool told;
	bool failed;

	errno = 0;
	failed = ferror(stdout) != 0;
	failed = fflush(stdout) != 0 || failed;
	/* Who reads no further knows that. */
	if (failed && !told && errno != EPIPE)
		complain_file("standard output", "cannot be written",
			      errno ? strerror(errno) : NULL);
	told |= failed;
	return failed ? STATUS_NO_VERDICT : 0;
}

int output_close(struct output *output, bool keep)
{
	bool failed;

	if (!output->path)
		return output_flush();
	errno = 0;
	failed = ferror(output->stream) != 0;
	failed = fclose(output->stream) != 0 || failed;
	if (!failed && keep && output->temporary)
		failed = !replace(output);
	if (failed && errno != EPIPE)
		complain_file(output->path, "cannot be written", errno ? strerror(errno) : NULL);
	drop_temporary(output);
	return failed ? STATUS_NO_VERDICT : 0;
}

static bool is_set(const char *variable)
{
	const char *value = getenv(variable);

	return value && *value;
}

/* For a program that reads our output and shows it on a terminal, or for a page that can. */
static bool is_forced(void)
{
	return is_set("CLICOLOR_FORCE") && strcmp(getenv("CLICOLOR_FORCE"), "0") != 0;
}

/*
 * Terminals that are known to take OSC 8; the others mostly pass over it, and some show it. Nobody
 * can be asked without waiting for an answer.
 */
static bool takes_links(void)
{
	static const char *const programs[] = { "iTerm.app", "WezTerm", "vscode", "ghostty" };
	const char *program = getenv("TERM_PROGRAM"), *vte = getenv("VTE_VERSION");

	if (is_set("KITTY_WINDOW_ID") || is_set("WT_SESSION") || is_set("KONSOLE_VERSION"))
		return true;
	if (vte && strtoul(vte, NULL, 10) >= 5000)
		return true;
	for (size_t i = 0; program && i < sizeof(programs) / sizeof(programs[0]); i++)
		if (strcmp(program, programs[i]) == 0)
			return true;
	return false;
}

void output_terminal(FILE *out, enum color_choice choice, struct report *report)
{
	const char *term = getenv("TERM");
	bool terminal = isatty(fileno(out));
	struct winsize size;

	if (terminal && ioctl(fileno(out), TIOCGWINSZ, &size) == 0)
		report->width = size.ws_col;
	if (terminal && !report->width)
		report->width = 80;
	report->color = choice == COLOR_ALWAYS ||
			(choice == COLOR_AUTO && !is_set("NO_COLOR") &&
			 (is_forced() || (terminal && !(term && strcmp(term, "dumb") == 0))));
	report->links = terminal && report->color && takes_links() &&
			access(rules_page_path(), R_OK) == 0; /* installed */
}

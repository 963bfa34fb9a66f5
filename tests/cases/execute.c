/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases/execute.h"

#include "support/files.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char other_locale[64] = "C.UTF-8";
static unsigned limit = 60; /* seconds */

const char *execute_locale(void)
{
	return other_locale;
}

struct bytes read_bytes(const char *folder, const char *name)
{
	struct bytes bytes;
	char path[6000];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	bytes.data = read_file(path, &bytes.size);
	return bytes;
}

static void set_environment(enum environment environment)
{
	setenv("COLUMNS", "100", 1);
	setenv("LC_ALL", environment == PLAIN ? "C" : other_locale, 1);
	setenv("TERM", environment == PLAIN ? "dumb" : "xterm-256color", 1);
	if (environment == PLAIN) {
		setenv("NO_COLOR", "1", 1);
		return;
	}
	unsetenv("NO_COLOR");
	setenv("TZ", "Pacific/Chatham", 1);
	setenv("HOME", "/nonexistent", 1);
}

static void redirect(int to, const char *path, bool write)
{
	if (!freopen(path, write ? "w" : "r", to == 0 ? stdin : to == 1 ? stdout : stderr))
		_exit(126);
}

/* In the child: does not come back. */
static void become(const char *folder, const char *line, enum environment environment)
{
	setpgid(0, 0);
	redirect(1, "stdout", true);
	redirect(2, "stderr", true);
	if (chdir(folder) != 0)
		_exit(99);
	redirect(0, access("stdin", F_OK) == 0 ? "stdin" : "/dev/null", false);
	set_environment(environment);
	execl("/bin/sh", "sh", "-c", line, (char *)NULL);
	_exit(127);
}

static void on_alarm(int signal_number)
{
	(void)signal_number;
}

/* Ends what the case has started, too. */
static int wait_for(pid_t child, bool *ret_late)
{
	int status;

	alarm(limit);
	while (waitpid(child, &status, 0) != child) {
		*ret_late = true;
		kill(-child, SIGKILL);
	}
	alarm(0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct outcome execute(const char *folder, const char *line, enum environment environment)
{
	struct outcome outcome = { 0 };
	pid_t child;

	enter_folder("tmp");
	enter_folder(".");
	fflush(stdout);
	child = fork();
	if (child < 0)
		abort();
	if (!child)
		become(folder, line, environment);
	outcome.status = wait_for(child, &outcome.late);
	outcome.out = read_bytes(".", "stdout");
	outcome.err = read_bytes(".", "stderr");
	leave_folder("tmp");
	return outcome;
}

void outcome_free(struct outcome *outcome)
{
	free(outcome->out.data);
	free(outcome->err.data);
}

/* What the command writes; NULL: nothing. */
static char *output_of(const char *command)
{
	struct text_buffer all = { 0 };
	FILE *in = popen(command, "r");
	char chunk[4096];
	size_t size;

	while (in && (size = fread(chunk, 1, sizeof(chunk), in)) > 0)
		text_add_bytes(&all, chunk, size);
	if (in)
		pclose(in);
	return text_take(&all);
}

/* Any locale that is not English, to find what depends on it. */
static void find_locale(void)
{
	char *names = output_of("locale -a 2>/dev/null"), *place = NULL;

	for (char *name = strtok_r(names, "\n", &place); name;
	     name = strtok_r(NULL, "\n", &place)) {
		if (*name == 'C' || strncmp(name, "POSIX", 5) == 0 || strncmp(name, "en", 2) == 0)
			continue;
		snprintf(other_locale, sizeof(other_locale), "%s", name);
		break;
	}
	free(names);
}

static void set_path(const char *name, const char *folder, const char *path)
{
	char text[10000];

	snprintf(text, sizeof(text), "%s%s%s", *path == '/' ? "" : folder, *path == '/' ? "" : "/",
		 path);
	setenv(name, text, 1);
}

char *execute_begin(void)
{
	static const struct sigaction action = { .sa_handler = on_alarm };
	const char *build = getenv("BUILD"), *program = getenv("PCIMSI");
	char path[5000], *temporary = getcwd(path, sizeof(path));

	snprintf(path, sizeof(path), "%s/pcimsi", build ? build : "build/release");
	set_path("PCIMSI", top, program ? program : path);
	set_path("DUMPS", top, "dumps");
	set_path("CASES", top, "tests/cases");
	set_path("DATA", top, "tests/data");
	temporary = getcwd(path, sizeof(path));
	set_path("TMP", temporary ? temporary : "", "tmp");
	if (getenv("LIMIT"))
		limit = (unsigned)strtoul(getenv("LIMIT"), NULL, 10);
	find_locale();
	sigaction(SIGALRM, &action, NULL);
	return output_of("\"$PCIMSI\" --version");
}

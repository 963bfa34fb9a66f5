/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "cli/capabilities.h"
#include "cli/output.h"
#include "cli/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * What an input that took over the program would try, tried in a sandbox that may read the
 * folder "in" and replace files of "out". Each in a child: nobody comes out of it again.
 */

static char folder[] = "/tmp/pcimsi-sandbox-XXXXXX";

struct attempt {
	const char *name;
	int (*act)(void);  /* 0, or errno */
	int error;         /* that it has to come to */
	const char *ended; /* the call that has to end the program; NULL: it goes on */
	bool creates;      /* the run makes files when it has read */
};

static int result(long value)
{
	return value < 0 ? errno : 0;
}

static int open_at(const char *path, int flags)
{
	int fd = open(path, flags, 0600);
	int error = result(fd);

	if (fd >= 0)
		close(fd);
	return error;
}

static int read_inside(void)
{
	return open_at("in/file", O_RDONLY);
}

static int list_inside(void)
{
	return open_at("in", O_RDONLY | O_DIRECTORY);
}

static int read_outside(void)
{
	return open_at("secret", O_RDONLY);
}

static int read_by_a_link(void)
{
	return open_at("in/link", O_RDONLY);
}

static int read_what_was_found(void)
{
	return open_at("found", O_RDONLY);
}

static int read_by_a_found_link(void)
{
	return open_at("lead", O_RDONLY);
}

static int list_outside(void)
{
	return open_at("/", O_RDONLY | O_DIRECTORY);
}

static int read_an_output(void)
{
	return open_at("out/file", O_RDONLY);
}

static int write_inside(void)
{
	return open_at("in/file", O_WRONLY);
}

static int append_outside(void)
{
	return open_at("secret", O_RDWR | O_APPEND);
}

static int make_a_file(void)
{
	return open_at("in/new", O_CREAT | O_RDONLY);
}

static int cut_a_file(void)
{
	return open_at("in/file", O_RDONLY | O_TRUNC);
}

static int make_an_output(void)
{
	return open_at("out/new", O_CREAT | O_RDWR | O_EXCL);
}

static int replace_an_output(void)
{
	return result(rename("out/temporary", "out/file"));
}

static int replace_another(void)
{
	return result(rename("in/file", "in/other"));
}

static int remove_another(void)
{
	return result(unlink("secret"));
}

static int call_out(void)
{
	return result(socket(AF_INET, SOCK_STREAM, 0));
}

static int run_a_program(void)
{
	return result(execl("/bin/sh", "sh", "-c", "exit 0", (char *)NULL));
}

static int begin_a_process(void)
{
	return result(fork());
}

static int trace(void)
{
	return result(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
}

static int signal_another(void)
{
	return result(kill(getppid(), 0));
}

static int change_a_mode(void)
{
	return result(chmod("in/file", 0777));
}

static int change_mode_of_open(void)
{
	return result(fchmod(STDIN_FILENO, 0777));
}

static int become_another(void)
{
	return result(setuid(1));
}

static int take_ports(void)
{
#ifdef SYS_iopl
	return result(syscall(SYS_iopl, 3));
#else
	return ENOSYS;
#endif
}

static int call_what_is_new(void)
{
	return result(syscall(100000));
}

static const struct attempt attempts[] = {
	{ .name = "a file that was named is read", .act = read_inside },
	{ .name = "its folder is listed", .act = list_inside },
	{ .name = "a file outside is not read", .act = read_outside, .error = EACCES },
	{ .name = "a link does not lead outside", .act = read_by_a_link, .error = EACCES },
	{ .name = "a file that was found is read", .act = read_what_was_found },
	{ .name = "but no link", .act = read_by_a_found_link, .error = EACCES },
	{ .name = "a folder outside is not listed", .act = list_outside, .error = EACCES },
	{ .name = "what is replaced is not read", .act = read_an_output, .error = EACCES },
	{ .name = "an input is not written to", .act = write_inside, .ended = "open" },
	{ .name = "nor what is outside", .act = append_outside, .ended = "open" },
	{ .name = "nothing is made", .act = make_a_file, .ended = "open" },
	{ .name = "nothing is cut", .act = cut_a_file, .ended = "open" },
	{ .name = "what is made later is made in its folder",
	  .act = make_an_output,
	  .creates = true },
	{ .name = "and nowhere else", .act = make_a_file, .error = EACCES, .creates = true },
	{ .name = "and nothing else is written to",
	  .act = write_inside,
	  .error = EACCES,
	  .creates = true },
	{ .name = "a report takes its place", .act = replace_an_output },
	{ .name = "and no other", .act = replace_another, .error = EACCES },
	{ .name = "and nothing else is removed", .act = remove_another, .error = EACCES },
	{ .name = "no network", .act = call_out, .ended = "socket" },
	{ .name = "no program", .act = run_a_program, .ended = "execve" },
	{ .name = "no process", .act = begin_a_process, .ended = "clone" },
	{ .name = "no other process is traced", .act = trace, .ended = "ptrace" },
	{ .name = "or sent a signal", .act = signal_another, .ended = "kill" },
	{ .name = "no mode", .act = change_a_mode, .ended = "chmod" },
	{ .name = "of what is open neither", .act = change_mode_of_open, .ended = "fchmod" },
	{ .name = "no other user", .act = become_another, .ended = "set" },
#ifdef SYS_iopl
	{ .name = "no ports", .act = take_ports, .ended = "iopl" },
#endif
	{ .name = "a call that nobody knows is one that the kernel has not",
	  .act = call_what_is_new,
	  .error = ENOSYS },
};

/* ---- the sandbox ----------------------------------------------------------------------------- */

static void enter(bool creates)
{
	struct sandbox sandbox;

	sandbox_permit();
	if (!sandbox_begin(&sandbox))
		_exit(100);
	ruleset_read(&sandbox.files, "in");
	ruleset_read_found(&sandbox.files, "found");
	ruleset_read_found(&sandbox.files, "lead");
	if (creates)
		ruleset_write(&sandbox.files, "out");
	else
		ruleset_replace(&sandbox.files, "out");
	sandbox.calls.replaces = true;
	sandbox.calls.creates = creates;
	sandbox_enter(&sandbox);
}

/* How the attempt ended, with what it wrote to standard error. */
static int try(const struct attempt *attempt, char *message, size_t size)
{
	int ends[2], status;
	ssize_t got;
	size_t length = 0;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		enter(attempt->creates);
		_exit(attempt->act() == attempt->error ? 0 : 101);
	}
	close(ends[1]);
	while ((got = read(ends[0], message + length, size - 1 - length)) > 0)
		length += (size_t)got;
	message[length] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static bool is_as_wanted(const struct attempt *attempt, int status, const char *message)
{
	char wanted[128];

	if (!attempt->ended)
		return status == 0 && !*message;
	snprintf(wanted, sizeof(wanted), "pcimsi: the sandbox ended the program, which called %s",
		 attempt->ended);
	return status == 2 && strncmp(message, wanted, strlen(wanted)) == 0;
}

/* Why it cannot be tried; NULL: it can. */
static const char *lacking(void)
{
	static char text[SANDBOX_TEXT];

	sandbox_text(text);
	return strncmp(text, "Landlock ", 9) == 0 && strstr(text, ", seccomp") &&
			       ruleset_version() >= 3
		       ? NULL
		       : text;
}

static bool can_be_tried(void)
{
	const char *why = lacking();

	if (why)
		print_message("sandbox: %s\n", why);
	return !why;
}

static void what_it_refuses(void **state)
{
	unsigned wrong = 0;

	(void)state;
	if (!can_be_tried())
		skip();
	for (unsigned i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++) {
		char message[1024];
		int status = try(&attempts[i], message, sizeof(message));

		if (is_as_wanted(&attempts[i], status, message))
			continue;
		print_error("%s: status %d, %s\n", attempts[i].name, status, message);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

/* ---- what goes with it ----------------------------------------------------------------------- */

static int leave_a_temporary(void)
{
	struct output output;

	if (output_open(&output, "out/report"))
		return 1;
	enter(false);
	return call_out();
}

static unsigned files_of(const char *pattern)
{
	char command[256];
	unsigned count = 0;
	FILE *in;

	snprintf(command, sizeof(command), "ls -d %s 2>/dev/null | wc -l", pattern);
	in = popen(command, "r");
	assert_non_null(in);
	assert_int_equal(fscanf(in, "%u", &count), 1);
	pclose(in);
	return count;
}

static void a_report_that_is_not_complete_is_gone(void **state)
{
	pid_t child;
	int status;

	(void)state;
	if (!can_be_tried())
		skip();
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		if (!freopen("/dev/null", "w", stderr))
			_exit(102);
		_exit(leave_a_temporary());
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 2);
	assert_int_equal(files_of("out/report*"), 0);
}

/* Nothing of what was kept is lost by dropping more, and nothing comes back. */
static int drop(void)
{
	if (capabilities_keep(CAPABILITY(CAP_SYS_ADMIN)) || chown("secret", 1, 1) == 0)
		return 1;
	if (capabilities_keep(0) || capabilities_keep(CAPABILITY(CAP_CHOWN)))
		return 2;
	return chown("secret", 1, 1) == 0 ? 3 : 0;
}

static void capabilities_are_dropped(void **state)
{
	pid_t child;
	int status;

	(void)state;
	child = fork();
	assert_true(child >= 0);
	if (!child)
		_exit(drop());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* Only main() permits it: tests run commands in their own process. */
static void nothing_holds_that_was_not_permitted(void **state)
{
	struct sandbox sandbox;

	(void)state;
	assert_false(sandbox_begin(&sandbox));
	assert_false(sandbox_denied("/", EACCES));
}

static void what_is_refused_is_told(void **state)
{
	char text[SANDBOX_TEXT];
	struct sandbox sandbox;

	(void)state;
	sandbox_refuse("asked for");
	assert_string_equal(sandbox_text(text), "none: asked for");
	assert_false(sandbox_begin(&sandbox));
	sandbox_refuse(NULL);
}

/* ---- the program ----------------------------------------------------------------------------- */

static char program[4096]; /* empty: not built */

/* The number behind "NAME:" in what the kernel says of a process. */
static unsigned long long fact_of(pid_t child, const char *name, int base)
{
	char path[64], line[256];
	unsigned long long value = ~0ULL;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)child);
	file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file))
		if (strncmp(line, name, strlen(name)) == 0 && line[strlen(name)] == ':')
			value = strtoull(line + strlen(name) + 1, NULL, base);
	fclose(file);
	return value;
}

/* It waits for somebody who writes into the pipe; a minute is for ever. */
static void wait_for_filter(pid_t child)
{
	for (int i = 0; i < 6000 && fact_of(child, "Seccomp", 10) != 2; i++)
		usleep(10000);
	assert_int_equal(fact_of(child, "Seccomp", 10), 2);
}

static void end_of(pid_t child, const char *text, int wanted)
{
	FILE *pipe = fopen("in/pipe", "w");
	int status;

	assert_non_null(pipe);
	fputs(text, pipe);
	fclose(pipe);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), wanted);
}

static void the_program_waits_for_input_in_it(void **state)
{
	pid_t child;

	(void)state;
	if (!can_be_tried())
		skip();
	if (!*program) {
		print_message("sandbox: the program is not built\n");
		skip();
	}
	assert_int_equal(mkfifo("in/pipe", 0600), 0);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		if (freopen("/dev/null", "w", stdout))
			execl(program, "pcimsi", "list", "in/pipe", (char *)NULL);
		_exit(126);
	}
	wait_for_filter(child);
	assert_int_equal(fact_of(child, "NoNewPrivs", 10), 1);
	assert_int_equal(fact_of(child, "CapEff", 16) & ~CAPABILITY(CAP_DAC_READ_SEARCH), 0);
	assert_int_equal(fact_of(child, "CapPrm", 16) & ~CAPABILITY(CAP_DAC_READ_SEARCH), 0);
	end_of(child,
	       "00:01.0 USB controller: Example\n00: 33 10 94 01 00 00 00 00 00 00 00 00 00 00 00 00\n",
	       0);
}

static void make(const char *path)
{
	int fd = open(path, O_CREAT | O_WRONLY | O_EXCL | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	close(fd);
}

static void find_program(void)
{
	const char *build = getenv("BUILD");
	char path[2048];

	snprintf(path, sizeof(path), "%s/pcimsi", build ? build : "build/release");
	if (!realpath(path, program))
		program[0] = '\0';
}

static int setup(void **state)
{
	(void)state;
	find_program();
	if (!mkdtemp(folder) || chdir(folder) || mkdir("in", 0700) || mkdir("out", 0700))
		return -1;
	make("in/file");
	make("secret");
	make("found");
	make("out/file");
	make("out/temporary");
	return symlink("../secret", "in/link") || symlink("secret", "lead");
}

static int teardown(void **state)
{
	char command[256];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return chdir("/") || system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_holds_that_was_not_permitted),
		cmocka_unit_test(what_is_refused_is_told),
		cmocka_unit_test(what_it_refuses),
		cmocka_unit_test(a_report_that_is_not_complete_is_gone),
		cmocka_unit_test(capabilities_are_dropped),
		cmocka_unit_test(the_program_waits_for_input_in_it),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}

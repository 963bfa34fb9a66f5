/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/output.h"
#include "cli/policies.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Every test runs in an empty folder of its own; what is complained about is not shown. */
static char folder[] = "/tmp/test_cli_output.XXXXXX";
static int standard_error;

static int enter(void **state)
{
	int null = open("/dev/null", O_WRONLY);

	(void)state;
	strcpy(folder + sizeof(folder) - 7, "XXXXXX");
	if (!mkdtemp(folder) || chdir(folder) != 0 || null < 0)
		return -1;
	standard_error = dup(2);
	dup2(null, 2);
	close(null);
	umask(022);
	return 0;
}

/* How many files the folder has. */
static int count_files(void)
{
	DIR *directory = opendir(".");
	int count = 0;

	while (readdir(directory))
		count++;
	closedir(directory);
	return count - 2;
}

static int leave(void **state)
{
	DIR *directory = opendir(".");
	struct dirent *entry;

	(void)state;
	while ((entry = readdir(directory)))
		if (unlink(entry->d_name) != 0)
			rmdir(entry->d_name);
	closedir(directory);
	dup2(standard_error, 2);
	close(standard_error);
	return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void put_file(const char *path, const char *text, mode_t mode)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static void assert_holds(const char *path, const char *text)
{
	char bytes[64] = { 0 };
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	fread(bytes, 1, sizeof(bytes) - 1, file);
	fclose(file);
	assert_string_equal(bytes, text);
}

static mode_t mode_of(const char *path)
{
	struct stat status;

	assert_int_equal(lstat(path, &status), 0);
	return status.st_mode;
}

static void write_to(const char *path, const char *text)
{
	struct output output;

	assert_int_equal(output_open(&output, path), 0);
	fputs(text, output.stream);
	assert_int_equal(output_close(&output, true), 0);
}

static void assert_refused(const char *path)
{
	struct output output;

	assert_int_equal(output_open(&output, path), STATUS_NO_VERDICT);
}

static void a_new_file(void **state)
{
	(void)state;
	write_to("new", "text");
	assert_holds("new", "text");
	assert_int_equal(mode_of("new"), S_IFREG | 0644);
	assert_int_equal(count_files(), 1);
}

static void a_file_keeps_its_mode_and_owner(void **state)
{
	struct stat status;

	(void)state;
	put_file("old", "old", 0640);
	if (geteuid() == 0)
		assert_int_equal(chown("old", 12, 34), 0);
	assert_int_equal(link("old", "hard"), 0);
	write_to("old", "text");
	assert_holds("old", "text");
	assert_int_equal(mode_of("old"), S_IFREG | 0640);
	assert_int_equal(stat("old", &status), 0);
	if (geteuid() == 0)
		assert_true(status.st_uid == 12 && status.st_gid == 34);
	/* Replaced in one step: its other name keeps the old text. */
	assert_holds("hard", "old");
	assert_int_equal(count_files(), 2);
}

static void what_is_not_kept_leaves_nothing(void **state)
{
	struct output output;

	(void)state;
	put_file("old", "old", 0644);
	assert_int_equal(output_open(&output, "old"), 0);
	fputs("half", output.stream);
	assert_int_equal(output_close(&output, false), 0);
	assert_holds("old", "old");
	assert_int_equal(count_files(), 1);
}

static void links_are_followed(void **state)
{
	(void)state;
	put_file("file", "old", 0600);
	assert_int_equal(mkdir("sub", 0755), 0);
	assert_int_equal(symlink("../file", "sub/link"), 0);
	assert_int_equal(symlink("sub/link", "link"), 0);
	assert_int_equal(symlink("missing", "dangling"), 0);
	assert_int_equal(symlink("self", "self"), 0);
	write_to("link", "text");
	assert_true(S_ISLNK(mode_of("link")) && S_ISLNK(mode_of("sub/link")));
	assert_int_equal(mode_of("file"), S_IFREG | 0600);
	assert_holds("file", "text");
	write_to("dangling", "made");
	assert_true(S_ISLNK(mode_of("dangling")));
	assert_holds("missing", "made");
	assert_refused("self");
	unlink("sub/link");
	assert_int_equal(count_files(), 6);
}

static void pipes_and_devices_are_written(void **state)
{
	char text[8] = { 0 };
	int reader;

	(void)state;
	assert_int_equal(mkfifo("pipe", 0600), 0);
	reader = open("pipe", O_RDONLY | O_NONBLOCK);
	write_to("pipe", "text");
	assert_int_equal(read(reader, text, sizeof(text)), 4);
	assert_string_equal(text, "text");
	close(reader);
	assert_true(S_ISFIFO(mode_of("pipe")));
	write_to("/dev/null", "text");
	assert_true(S_ISCHR(mode_of("/dev/null")));
	assert_int_equal(count_files(), 1);
}

/* As with a shell's >>: what was written before stays, and the file is the same one. */
static void descriptors_are_written_where_they_stand(void **state)
{
	char path[32];
	int fd;

	(void)state;
	put_file("log", "before ", 0644);
	fd = open("log", O_WRONLY | O_APPEND);
	assert_int_equal(link("log", "hard"), 0);
	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	write_to(path, "text");
	assert_int_equal(symlink(path, "link"), 0);
	write_to("link", " more");
	close(fd);
	assert_holds("hard", "before text more");
	assert_int_equal(count_files(), 3);
}

static void folders_and_nothing_are_refused(void **state)
{
	(void)state;
	assert_int_equal(mkdir("folder", 0755), 0);
	assert_int_equal(symlink("folder", "link"), 0);
	assert_refused("folder");
	assert_refused("folder/");
	assert_refused("link");
	assert_refused("new/");
	assert_refused("missing/file");
	assert_refused("");
	assert_int_equal(count_files(), 2);
}

static void a_file_that_may_not_be_written_is_refused(void **state)
{
	(void)state;
	put_file("old", "old", 0444);
	if (geteuid() == 0)
		return; /* who may write all */
	assert_refused("old");
	assert_holds("old", "old");
}

static void a_full_device_is_told(void **state)
{
	struct output output;

	(void)state;
	assert_int_equal(output_open(&output, "/dev/full"), 0);
	fputs("text", output.stream);
	assert_int_equal(output_close(&output, true), STATUS_NO_VERDICT);
	assert_true(S_ISCHR(mode_of("/dev/full")));
}

/* ---- signals ------------------------------------------------------------------------------- */

static void die_while_writing(int number)
{
	struct rlimit limit = { .rlim_cur = 4, .rlim_max = 4 }, none = { 0 };
	struct output output, second;

	setrlimit(RLIMIT_CORE, &none);
	output_guard();
	if (output_open(&output, "old") || output_open(&second, "second"))
		_exit(99);
	fputs("half of it", output.stream);
	if (number == SIGXFSZ)
		setrlimit(RLIMIT_FSIZE, &limit);
	else
		raise(number);
	fflush(output.stream);
	_exit(98);
}

static void no_signal_leaves_a_file(void **state)
{
	static const int numbers[] = {
		SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGXCPU, SIGXFSZ
	};

	(void)state;
	put_file("old", "old", 0644);
	for (unsigned i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		pid_t child = fork();
		int status;

		if (!child)
			die_while_writing(numbers[i]);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), numbers[i]);
		assert_int_equal(count_files(), 1);
		assert_holds("old", "old");
	}
}

/* nohup(1) keeps SIGHUP ignored. */
static void an_ignored_signal_stays_ignored(void **state)
{
	pid_t child = fork();
	int status;

	(void)state;
	if (!child) {
		signal(SIGHUP, SIG_IGN);
		output_guard();
		raise(SIGHUP);
		_exit(7);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 7);
}

/* ---- the date ------------------------------------------------------------------------------ */

static void a_wrong_date_is_no_date(void **state)
{
	static const struct {
		const char *epoch;
		unsigned year, month, day; /* 0: refused */
	} dates[] = {
		{ .epoch = "0", .year = 1970, .month = 1, .day = 1 },
		{ .epoch = "-1", .year = 1969, .month = 12, .day = 31 },
		{ .epoch = "951782400", .year = 2000, .month = 2, .day = 29 },
		{ .epoch = "253402300799", .year = 9999, .month = 12, .day = 31 },
		{ .epoch = "253402300800" },
		{ .epoch = "-99999999999999" },
		{ .epoch = "99999999999999999999" },
		{ .epoch = "abc" },
		{ .epoch = "1 " },
		{ .epoch = " 1" },
		{ .epoch = "+1" },
		{ .epoch = "-" },
		{ .epoch = "0x10" },
		{ .epoch = "1.5" },
	};
	struct pcimsi_date date;

	(void)state;
	for (unsigned i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		setenv("SOURCE_DATE_EPOCH", dates[i].epoch, 1);
		assert_int_equal(policies_today(&date), dates[i].year ? 0 : STATUS_NO_VERDICT);
		assert_int_equal(date.year, dates[i].year);
		assert_int_equal(date.month, dates[i].month);
		assert_int_equal(date.day, dates[i].day);
	}
	for (unsigned i = 0; i < 2; i++) {
		setenv("SOURCE_DATE_EPOCH", "", 1);
		if (i)
			unsetenv("SOURCE_DATE_EPOCH");
		assert_int_equal(policies_today(&date), 0);
		assert_true(date.year >= 2024);
	}
}

static bool lead_to_one(const char *one, const char *other)
{
	struct output a, b;
	bool same;

	assert_int_equal(output_open(&a, one), 0);
	assert_int_equal(output_open(&b, other), 0);
	same = output_is_same(&a, &b) && output_is_same(&b, &a);
	output_close(&a, false);
	output_close(&b, false);
	return same;
}

static void two_names_of_a_file_are_told(void **state)
{
	(void)state;
	assert_int_equal(mkdir("sub", 0777), 0);
	assert_int_equal(symlink("new.txt", "link"), 0);
	assert_true(lead_to_one("new.txt", "new.txt"));
	assert_true(lead_to_one("new.txt", "./new.txt"));
	assert_true(lead_to_one("new.txt", "sub/../new.txt"));
	assert_true(lead_to_one("link", "new.txt"));
	assert_false(lead_to_one("new.txt", "sub/new.txt"));
	assert_false(lead_to_one("new.txt", "old.txt"));
	assert_false(lead_to_one("new.txt", "-"));
	assert_false(lead_to_one("/dev/null", "/dev/null"));
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(a_new_file),
		IN_FOLDER(a_file_keeps_its_mode_and_owner),
		IN_FOLDER(what_is_not_kept_leaves_nothing),
		IN_FOLDER(links_are_followed),
		IN_FOLDER(pipes_and_devices_are_written),
		IN_FOLDER(descriptors_are_written_where_they_stand),
		IN_FOLDER(folders_and_nothing_are_refused),
		IN_FOLDER(a_file_that_may_not_be_written_is_refused),
		IN_FOLDER(a_full_device_is_told),
		IN_FOLDER(no_signal_leaves_a_file),
		IN_FOLDER(an_ignored_signal_stays_ignored),
		IN_FOLDER(two_names_of_a_file_are_told),
		IN_FOLDER(a_wrong_date_is_no_date),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

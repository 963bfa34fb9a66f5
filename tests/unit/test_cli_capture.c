/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_source_common.h"

#include "cli/session.h"

#include <fcntl.h>

/* The command `capture`, with a made-up sysfs in place of the machine's. */

#ifdef HAVE_LIBARCHIVE

/* Runs the command with standard output and error in files; its status. */
static int capture(struct lab *lab, const char *sysfs, const char *output)
{
	struct pcimsi_param param = { .name = "sysfs.path", .value = sysfs };
	const struct options options = {
		.command = FOR_CAPTURE,
		.params = &param,
		.n_params = 1,
		.output = output,
	};
	int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO), status;

	fflush(NULL);
	assert_non_null(freopen(at(lab, "stdout"), "w", stdout));
	assert_non_null(freopen(at(lab, "stderr"), "w", stderr));
	status = command_capture(&options);
	fflush(NULL);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	close(out);
	close(err);
	return status;
}

static void make_machine(struct lab *lab)
{
	sh("mkdir -p pci/devices/0000:00:01.0 pci/devices/0000:00:02.0");
	put_config(lab, "pci/devices/0000:00:01.0/config", 0x8086, 1, 256);
	put_config(lab, "pci/devices/0000:00:02.0/config", 0x8086, 2, 4096);
}

static void paths(struct lab *lab, char sysfs[512], char output[512])
{
	strcpy(sysfs, at(lab, "pci"));
	strcpy(output, at(lab, "c.tgz"));
}

static void a_machine_is_written_and_read_back(void **state)
{
	char sysfs[512], output[512];
	struct lab *lab = *state;

	make_machine(lab);
	paths(lab, sysfs, output);
	assert_int_equal(capture(lab, sysfs, output), STATUS_OK);
	sh("test ! -s stdout && grep -q '^pcimsi: 2 functions captured$' stderr && "
	   "test \"$(wc -l <stderr)\" -eq 1 && test \"$(ls | wc -l)\" -eq 4");
	assert_int_equal(open_capture(lab, "c.tgz"), 0);
	expect_function(lab, "0000:00:01.0", 1, "bus/pci/devices/0000:00:01.0/config");
	expect_function(lab, "0000:00:02.0", 2, NULL);
	expect_end(lab, 0);
}

static void standard_output_is_an_archive_too(void **state)
{
	char sysfs[512], output[512];
	struct lab *lab = *state;

	make_machine(lab);
	paths(lab, sysfs, output);
	assert_int_equal(capture(lab, sysfs, NULL), STATUS_OK);
	assert_int_equal(open_capture(lab, "stdout"), 0);
	expect_function(lab, "0000:00:01.0", 1, NULL);
	close_capture(lab);
}

/* What an ordinary user gets, and who goes while it is looked at. */
static void what_is_missing_is_told(void **state)
{
	char sysfs[512], output[512];
	struct lab *lab = *state;

	make_machine(lab);
	sh("mkdir pci/devices/0000:00:03.0 pci/devices/odd && ln -s gone pci/devices/0000:00:04.0");
	put_config(lab, "pci/devices/0000:00:01.0/config", 0x8086, 1, 64);
	paths(lab, sysfs, output);
	assert_int_equal(capture(lab, sysfs, output), STATUS_OK);
	sh("grep -q '3 functions captured' stderr && grep -q 'of 1 no configuration byte' stderr && "
	   "grep -q 'of 1 only the first bytes' stderr && grep -q '0000:00:04.0' stderr && "
	   "grep -q 'devices/odd' stderr");
	/* root is not told to become root. */
	if (geteuid() == 0)
		sh("! grep -q 'as root' stderr");
	else
		sh("grep -q 'as root' stderr");
}

static void no_machine_leaves_no_archive(void **state)
{
	char sysfs[512], output[512];
	struct lab *lab = *state;

	paths(lab, sysfs, output);
	assert_int_equal(capture(lab, sysfs, output), STATUS_NO_VERDICT);
	sh("grep -q 'pci: cannot be read: No such file' stderr && test ! -e c.tgz");
	sh("mkdir -p pci/devices");
	assert_int_equal(capture(lab, sysfs, output), STATUS_NO_VERDICT);
	sh("grep -q 'no PCI functions' stderr && test ! -e c.tgz && test \"$(ls | wc -l)\" -eq 3");
}

static void an_archive_that_cannot_be_written_is_an_error(void **state)
{
	char sysfs[512], output[512];
	struct lab *lab = *state;

	make_machine(lab);
	paths(lab, sysfs, output);
	assert_int_equal(capture(lab, sysfs, "/nonexistent/c.tgz"), STATUS_NO_VERDICT);
	sh("test -s stderr");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LAB_TEST(a_machine_is_written_and_read_back),
		LAB_TEST(standard_output_is_an_archive_too),
		LAB_TEST(what_is_missing_is_told),
		LAB_TEST(no_machine_leaves_no_archive),
		LAB_TEST(an_archive_that_cannot_be_written_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

static void it_needs_libarchive(void **state)
{
	const struct options options = { .command = FOR_CAPTURE, .output = "/dev/null" };

	(void)state;
	assert_int_equal(command_capture(&options), STATUS_NO_VERDICT);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(it_needs_libarchive) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif

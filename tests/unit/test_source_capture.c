/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include <pcimsi/capture.h>

/* A folder of its own for each test; what is in it goes with it. */
static int make_folder(void **state)
{
	char *folder = strdup("/tmp/pcimsi-test-XXXXXX");

	*state = folder;
	return folder && mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	char command[128];
	int failed;

	snprintf(command, sizeof(command), "rm -rf '%s'", (char *)*state);
	failed = system(command);
	free(*state);
	return failed;
}

static const char *write_file(void **state, const char *name, const void *bytes, size_t size)
{
	static char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", (char *)*state, name);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	fclose(file);
	return path;
}

static int open_path(const char *path, struct pcimsi_capture **capture, const char **detail)
{
	const struct pcimsi_capture_options options = { .size = sizeof(options) };

	*capture = NULL;
	*detail = NULL;
	return pcimsi_capture_open(path, &options, capture, detail);
}

static void what_cannot_be_read_says_why(void **state)
{
	static const char prose[] = "Dear all,\nthe card is gone.\n";
	static const char binary[] = "\0\1\2\3\4\5\6\7\0\1\2\3\4\5\6\7\0\1\2\3\4\5\6\7";
	struct pcimsi_capture *capture;
	const char *detail;

	assert_int_equal(open_path("/nonexistent/file", &capture, &detail), PCIMSI_ERR_IO);
	assert_string_equal(detail, "No such file or directory");
	assert_int_equal(open_path(*state, &capture, &detail), PCIMSI_ERR_FORMAT);
	assert_string_equal(detail, "a directory without any capture");
	assert_int_equal(open_path(write_file(state, "empty", "", 0), &capture, &detail),
			 PCIMSI_ERR_EMPTY);
	assert_non_null(detail);
	assert_int_equal(
		open_path(write_file(state, "prose", prose, sizeof(prose) - 1), &capture, &detail),
		PCIMSI_ERR_FORMAT);
	assert_string_equal(detail, "text without slot headings and hex rows");
	assert_int_equal(
		open_path(write_file(state, "binary", binary, sizeof(binary)), &capture, &detail),
		PCIMSI_ERR_FORMAT);
	assert_string_equal(detail, "binary data, neither configuration bytes nor output of lspci");
	assert_null(capture);
}

static void a_capture_is_read_function_by_function(void **state)
{
	static const char text[] = "00:01.0 A\n00: 86 80\n\n00:02.0 B\n00: f4 1a\n";
	const struct pcimsi_raw_function *raw;
	struct pcimsi_capture *capture;
	const char *detail, *path = write_file(state, "capture", text, sizeof(text) - 1);

	assert_int_equal(open_path(path, &capture, &detail), 0);
	assert_string_equal(pcimsi_capture_name(capture), path);
	assert_int_equal(pcimsi_capture_next(capture, &raw), 1);
	assert_string_equal(raw->heading, "A");
	assert_int_equal(raw->line, 1);
	assert_int_equal(raw->source, PCIMSI_SOURCE_HEX);
	assert_int_equal(pcimsi_capture_next(capture, &raw), 1);
	assert_string_equal(raw->heading, "B");
	assert_int_equal(raw->line, 4);
	assert_int_equal(pcimsi_capture_next(capture, &raw), 0);
	assert_int_equal(pcimsi_capture_next(capture, &raw), 0);
	pcimsi_capture_close(capture);
	pcimsi_capture_close(NULL);
}

/* ---- a live machine, as libpci's sysfs method sees one -------------------------------------- */

static void run(const char *folder, const char *command)
{
	assert_int_equal(setenv("FOLDER", folder, 1), 0);
	assert_int_equal(system(command), 0);
}

/* 0001:03:00.0 with 256 bytes, and 0001:03:00.1, whose bytes cannot be read. */
static void make_sysfs(const char *folder)
{
	run(folder, "cd \"$FOLDER\" && mkdir -p devices/0001:03:00.0/msi_irqs "
		    "devices/0001:03:00.1 drivers/lab && cd devices && "
		    "for d in 0001:03:00.0 0001:03:00.1; do "
		    "echo 0x1af4 >$d/vendor; echo 0x1041 >$d/device; echo 0x020000 >$d/class; "
		    "echo 11 >$d/irq; echo 1 >$d/msi_bus; "
		    "for i in 1 2 3 4 5 6 7; do echo '0x0 0x0 0x0'; done >$d/resource; done");
	run(folder, "cd \"$FOLDER\"/devices/0001:03:00.0 && echo msix >msi_irqs/24 && "
		    "echo msix >msi_irqs/25 && ln -s ../../drivers/lab driver && "
		    "{ printf '\\364\\032\\101\\020'; head -c 252 /dev/zero; } >config");
}

static void take_note(void *user, const struct pcimsi_note *note)
{
	if (note->code == PCIMSI_NOTE_FUNCTION_LOST)
		++*(unsigned *)user;
}

static void a_function_that_cannot_be_read_costs_itself_only(void **state)
{
	const struct pcimsi_param param = { .name = "sysfs.path", .value = *state };
	unsigned lost = 0;
	const struct pcimsi_capture_options options = {
		.size = sizeof(options),
		.access_method = "linux-sysfs",
		.params = &param,
		.n_params = 1,
		.notes = { .call = take_note, .user = &lost },
	};
	const struct pcimsi_raw_function *raw;
	struct pcimsi_capture *capture;
	const char *detail;

	make_sysfs(*state);
	assert_int_equal(pcimsi_capture_open_live(&options, &capture, &detail), 0);
	assert_int_equal(pcimsi_capture_next(capture, &raw), 1);
	assert_int_equal(raw->slot.domain, 1);
	assert_int_equal(raw->bytes.size, 256);
	assert_int_equal(raw->bytes.data[0], 0xf4);
	assert_non_null(raw->linux_state);
	assert_string_equal(raw->linux_state->driver, "lab");
	assert_string_equal(raw->linux_state->mode, "msi-x");
	assert_int_equal(raw->linux_state->vectors, 2);
	assert_true(raw->linux_state->msi_allowed_known && raw->linux_state->msi_allowed);
	assert_int_equal(pcimsi_capture_next(capture, &raw), 0);
	assert_int_equal(lost, 1);
	pcimsi_capture_close(capture);
}

static void a_scan_that_libpci_gives_up_is_an_error(void **state)
{
	const struct pcimsi_param param = { .name = "sysfs.path", .value = "/nonexistent" };
	const struct pcimsi_capture_options options = { .size = sizeof(options),
							.access_method = "linux-sysfs",
							.params = &param,
							.n_params = 1 };
	struct pcimsi_capture *capture = NULL;
	const char *detail;

	(void)state;
	assert_int_equal(pcimsi_capture_open_live(&options, &capture, &detail), PCIMSI_ERR_IO);
	assert_non_null(detail);
	assert_null(capture);
}

static void methods_and_parameters_are_checked(void **state)
{
	static const char *const methods[] = { "dump", "no-such-method" };
	const struct pcimsi_param param = { .name = "no.such", .value = "x" };
	struct pcimsi_capture *capture = NULL;
	const char *detail;

	(void)state;
	for (int i = 0; i < 2; i++) {
		const struct pcimsi_capture_options options = { .size = sizeof(options),
								.access_method = methods[i] };

		assert_int_equal(pcimsi_capture_open_live(&options, &capture, &detail),
				 PCIMSI_ERR_USAGE);
	}
	{
		const struct pcimsi_capture_options options = { .size = sizeof(options),
								.params = &param,
								.n_params = 1 };

		assert_int_equal(pcimsi_capture_open_live(&options, &capture, &detail),
				 PCIMSI_ERR_USAGE);
	}
	assert_null(capture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_cannot_be_read_says_why, make_folder,
						remove_folder),
		cmocka_unit_test_setup_teardown(a_capture_is_read_function_by_function, make_folder,
						remove_folder),
		cmocka_unit_test_setup_teardown(a_function_that_cannot_be_read_costs_itself_only,
						make_folder, remove_folder),
		cmocka_unit_test(a_scan_that_libpci_gives_up_is_an_error),
		cmocka_unit_test(methods_and_parameters_are_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

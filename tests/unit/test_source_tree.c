/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_source_common.h"

#define DEVICES "copy/sys/devices/pci0000:00/"

/* A root port 0000:00:01.0 and behind it 0000:01:00.0 and its VF 0000:01:00.1. */
static void make_sysfs(struct lab *lab)
{
	sh("mkdir -p " DEVICES "0000:00:01.0/0000:01:00.0/msi_irqs " DEVICES
	   "0000:00:01.0/0000:01:00.1 copy/sys/bus/pci/devices && cd " DEVICES
	   "0000:00:01.0 && echo 0 >irq && echo 1 >msi_bus && cd 0000:01:00.0 && "
	   "echo msix >msi_irqs/24; echo msix >msi_irqs/25; echo 0 >msi_bus; echo 11 >irq; "
	   "ln -s ../../../../bus/pci/drivers/nvme driver; "
	   "{ echo '0x00000000fe600000 0x00000000fe603fff 0x0000000000140204'; "
	   "for i in 1 2 3 4; do echo '0x0000000000000000 0x0000000000000000 0x0'; done; "
	   "echo '0xc000 0xc01f 0x40101'; echo '0xfe000000 0xfeffffff 0x0'; } >resource; "
	   "cd ../0000:01:00.1; echo 0x1b36 >vendor; echo 0x0010 >device; "
	   "echo DRIVER=vfio-pci >uevent");
	put_config(lab, DEVICES "0000:00:01.0/config", 0x1b36, 0x000c, 256);
	put_config(lab, DEVICES "0000:00:01.0/0000:01:00.0/config", 0x1b36, 0x0010, 4096);
	put_config(lab, DEVICES "0000:00:01.0/0000:01:00.1/config", 0xffff, 0xffff, 4096);
}

static void expect_sysfs(struct lab *lab)
{
	expect_function(lab, "0000:00:01.0", 0x000c, NULL);
	assert_string_equal(lab->raw->linux_state->mode, "none");
	assert_true(lab->raw->linux_state->msi_allowed);
	assert_null(lab->raw->linux_state->driver);
	expect_function(lab, "0000:01:00.0", 0x0010, NULL);
	assert_int_equal(lab->raw->bar_sizes[0], 0x4000);
	assert_int_equal(lab->raw->bar_sizes[1], 0);
	assert_int_equal(lab->raw->bar_sizes[5], 0x20);
	assert_string_equal(lab->raw->linux_state->mode, "msi-x");
	assert_int_equal(lab->raw->linux_state->vectors, 2);
	assert_true(lab->raw->linux_state->msi_allowed_known);
	assert_false(lab->raw->linux_state->msi_allowed);
	assert_string_equal(lab->raw->linux_state->driver, "nvme");
	expect_function(lab, "0000:01:00.1", 0x0010, NULL);
	assert_string_equal(lab->raw->linux_state->driver, "vfio-pci");
	assert_null(lab->raw->linux_state->mode);
	expect_end(lab, 0);
}

static void a_copy_of_sysfs_is_read_at_any_depth(void **state)
{
	struct lab *lab = *state;

	make_sysfs(lab);
	assert_int_equal(open_capture(lab, "copy"), 0);
	expect_sysfs(lab);
	assert_int_equal(open_capture(lab, DEVICES), 0);
	expect_sysfs(lab);
	assert_int_equal(open_capture(lab, DEVICES "0000:00:01.0"), 0);
	expect_sysfs(lab);
}

static void links_add_no_function_twice(void **state)
{
	struct lab *lab = *state;

	make_sysfs(lab);
	sh("cd copy/sys/bus/pci/devices && p=../../../devices/pci0000:00/0000:00:01.0 && "
	   "ln -s $p . && ln -s $p/0000:01:00.0 $p/0000:01:00.1 .");
	assert_int_equal(open_capture(lab, "copy"), 0);
	expect_sysfs(lab);
	/* Links out of the named directory are all there is. */
	assert_int_equal(open_capture(lab, "copy/sys/bus/pci/devices"), 0);
	expect_sysfs(lab);
}

static void loops_of_links_end(void **state)
{
	struct lab *lab = *state;

	make_sysfs(lab);
	sh("ln -s . copy/0000:00:01.0; ln -s .. copy/sys/loop; mkdir copy/devices; "
	   "ln -s .. copy/devices/0000:00:02.0; ln -s ../devices copy/devices/0000:00:03.0; "
	   "ln -s 0000:07:00.0 copy/devices/0000:07:00.0; "
	   "ln -s ../.. " DEVICES "0000:00:01.0/0000:02:00.0");
	assert_int_equal(open_capture(lab, "copy"), 0);
	while (pcimsi_capture_next(lab->capture, &lab->raw) == 1)
		;
	close_capture(lab);
	sh("mkdir -p empty && ln -s .. empty/0000:00:00.0 && ln -s . empty/0000:00:01.0 && "
	   "rm -rf copy");
	assert_int_equal(open_capture(lab, "empty"), PCIMSI_ERR_FORMAT);
}

static void a_copy_of_proc_is_read(void **state)
{
	struct lab *lab = *state;

	sh("mkdir -p proc/bus/pci/00 proc/bus/pci/0001:03 && echo x >proc/bus/pci/devices && "
	   "echo text >proc/bus/pci/00/00.1");
	put_config(lab, "proc/bus/pci/0001:03/1f.7", 0x8086, 0x0003, 256);
	put_config(lab, "proc/bus/pci/00/02.0", 0x8086, 0x0002, 64);
	put_config(lab, "proc/bus/pci/00/01.0", 0x8086, 0x0001, 4096);
	assert_int_equal(open_capture(lab, "proc/bus/pci"), 0);
	expect_function(lab, "0000:00:01.0", 1, "00/01.0");
	expect_function(lab, "0000:00:02.0", 2, NULL);
	expect_function(lab, "0001:03:1f.7", 3, NULL);
	assert_null(lab->raw->linux_state);
	expect_end(lab, 0);
}

static void a_folder_of_captures_is_read_in_the_order_of_names(void **state)
{
	struct lab *lab = *state;

	sh("mkdir in in/sub && cd in && printf '00:05.0 B\\n00: 86 80 05 00\\n' >b.txt && "
	   "printf '00:06.0 heading only\\n' >list.txt && echo 'dear all' >mail.txt && "
	   "printf '00:05.0 Z\\n00: 86 80 07 00\\n' >sub/z.txt && mkfifo pipe && : >empty && "
	   "printf '\\1\\2\\3' >blob && ln -s nowhere broken && gzip -c b.txt >c.gz");
	put_config(lab, "in/0000_00_01.0.config", 0x8086, 0x0001, 64);
	put_config(lab, "in/sub/0000_00_01.0.config", 0x8086, 0x0002, 64);
	assert_int_equal(open_capture(lab, "in"), 0);
	assert_string_equal(pcimsi_capture_name(lab->capture), lab->path);
	/* Bytes of single functions are together those of one machine. */
	expect_function(lab, "0000:00:01.0", 1, "0000_00_01.0.config");
	assert_int_equal(lab->raw->machine, 0);
	/* A dump is one by itself, whatever slots others have. */
	expect_function(lab, "0000:00:05.0", 5, "b.txt");
	assert_int_equal(lab->raw->machine, 1);
	assert_false(lab->raw->repeated);
	assert_int_equal(lab->raw->line, 1);
#ifdef HAVE_LIBARCHIVE
	expect_function(lab, "0000:00:05.0", 5, "c.gz");
#endif
	expect_function(lab, "0000:00:01.0", 2, "sub/0000_00_01.0.config");
	assert_int_equal(lab->raw->machine, 0);
	assert_true(lab->raw->repeated);
	expect_function(lab, "0000:00:05.0", 7, "sub/z.txt");
	assert_true(lab->raw->machine > 1);
	assert_false(lab->raw->repeated);
	expect_end(lab, 0);
}

static void a_folder_without_captures_is_an_error(void **state)
{
	struct lab *lab = *state;

	assert_int_equal(open_capture(lab, ""), PCIMSI_ERR_FORMAT);
	assert_string_equal(lab->detail, "a directory without any capture");
	sh("echo 'dear all' >mail.txt");
	assert_int_equal(open_capture(lab, ""), PCIMSI_ERR_FORMAT);
}

static void odd_sizes_are_left_out_with_a_note(void **state)
{
	static const size_t sizes[] = { 0, 3, 5000 };
	struct lab *lab = *state;

	sh("for i in 0 1 2 3; do mkdir -p t/0000:00:0$i.0; done");
	for (int i = 0; i < 3; i++) {
		char name[64];

		snprintf(name, sizeof(name), "t/0000:00:0%d.0/config", i);
		put_config(lab, name, 0x8086, 1, sizes[i]);
	}
	put_config(lab, "t/0000:00:03.0/config", 0x8086, 3, 256);
	assert_int_equal(open_capture(lab, "t"), 0);
	expect_function(lab, "0000:00:03.0", 3, NULL);
	assert_int_equal(lab->notes[PCIMSI_NOTE_MEMBER_SKIPPED], 3);
	expect_end(lab, 0);
}

/* Reading /proc/self/mem from its start fails for everybody, root as well. */
static void what_cannot_be_read_is_left_out_with_a_note(void **state)
{
	struct lab *lab = *state;

	sh("mkdir -p t/0000:00:01.0 t/0000:00:02.0 && ln -s /proc/self/mem t/0000:00:01.0/config "
	   "&& ln -s /proc/self/mem t/capture");
	put_config(lab, "t/0000:00:02.0/config", 0x8086, 2, 256);
	assert_int_equal(open_capture(lab, "t"), 0);
	expect_function(lab, "0000:00:02.0", 2, NULL);
	assert_int_equal(pcimsi_capture_next(lab->capture, &lab->raw), 0);
	assert_int_equal(lab->notes[PCIMSI_NOTE_MEMBER_SKIPPED], 2);
	close_capture(lab);
}

/* Nothing blocks, no device is read, and no function goes without a note. */
static void bytes_that_are_no_file_are_told(void **state)
{
	static const char *const made[] = {
		"mkfifo config",
		"ln -s config config",
		"ln -s /dev/zero config",
		"ln -s nowhere config",
		"mkdir config",
		"mkfifo ../../pipe; ln -s ../../pipe config",
		("python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"config\")' || "
		 "mkfifo config"),
	};
	struct lab *lab = *state;

	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
		char line[512];

		sh("mkdir -p t/0000:00:01.0 t/0000:00:02.0");
		snprintf(line, sizeof(line), "cd t/0000:00:02.0 && { %s; } 2>/dev/null", made[i]);
		sh(line);
		put_config(lab, "t/0000:00:01.0/config", 0x8086, 1, 256);
		alarm(20);
		assert_int_equal(open_capture(lab, "t"), 0);
		expect_function(lab, "0000:00:01.0", 1, NULL);
		assert_int_equal(pcimsi_capture_next(lab->capture, &lab->raw), 0);
		alarm(0);
		assert_int_equal(lab->notes[PCIMSI_NOTE_MEMBER_SKIPPED], 1);
		assert_int_equal(lab->notes[PCIMSI_NOTE_FUNCTION_LOST], 0);
		assert_non_null(strstr(lab->last_detail, "0000:00:02.0/config: "));
		close_capture(lab);
		sh("rm -rf t pipe");
	}
}

/* Files but no bytes; or a link in the list of functions whose function was not copied. */
static void functions_without_bytes_are_told(void **state)
{
	struct lab *lab = *state;

	make_sysfs(lab);
	sh("cd copy/sys/bus/pci/devices && p=../../../devices/pci0000:00/0000:00:01.0 && "
	   "ln -s $p . && ln -s $p/0000:01:00.0 $p/0000:01:00.1 . && "
	   "ln -s ../../../devices/pci0000:00/0000:00:1f.0 . && cd .. && mkdir -p drivers/x && "
	   "ln -s ../../../../devices/pci0000:00/0000:00:1e.0 drivers/x/0000:00:1e.0");
	sh("mkdir " DEVICES "0000:00:02.0 && echo 1 >" DEVICES "0000:00:02.0/irq");
	assert_int_equal(open_capture(lab, "copy"), 0);
	while (pcimsi_capture_next(lab->capture, &lab->raw) == 1)
		;
	assert_int_equal(lab->notes[PCIMSI_NOTE_FUNCTION_LOST], 2);
	assert_int_equal(lab->notes[PCIMSI_NOTE_MEMBER_SKIPPED], 0);
	close_capture(lab);
}

static void text_attributes_may_hold_anything(void **state)
{
	struct lab *lab = *state;

	sh("mkdir -p t/0000:00:02.0/msi_irqs && cd t/0000:00:02.0 && echo zz >vendor && "
	   "echo 0x123456 >device && echo x >irq && : >msi_bus && echo '0x1' >resource && "
	   ": >uevent && : >msi_irqs/1");
	put_config(lab, "t/0000:00:02.0/config", 0xffff, 0xffff, 256);
	assert_int_equal(open_capture(lab, "t"), 0);
	expect_function(lab, "0000:00:02.0", 0xffff, NULL);
	assert_false(lab->raw->vf_vendor_id.known || lab->raw->vf_device_id.known);
	assert_int_equal(lab->raw->bar_sizes[0], 0);
	assert_false(lab->raw->linux_state->msi_allowed_known);
	expect_end(lab, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LAB_TEST(a_copy_of_sysfs_is_read_at_any_depth),
		LAB_TEST(links_add_no_function_twice),
		LAB_TEST(loops_of_links_end),
		LAB_TEST(a_copy_of_proc_is_read),
		LAB_TEST(a_folder_of_captures_is_read_in_the_order_of_names),
		LAB_TEST(a_folder_without_captures_is_an_error),
		LAB_TEST(odd_sizes_are_left_out_with_a_note),
		LAB_TEST(what_cannot_be_read_is_left_out_with_a_note),
		LAB_TEST(bytes_that_are_no_file_are_told),
		LAB_TEST(functions_without_bytes_are_told),
		LAB_TEST(text_attributes_may_hold_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

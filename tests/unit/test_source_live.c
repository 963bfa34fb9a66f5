/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_source_common.h"

#include "source/sysfs_live.h"
#include "source/sysfs_write.h"

/*
 * This machine is a made-up sysfs, which libpci and the reader look at in place of
 * the real one. The live scan, the archive that `capture` writes and the tree itself
 * have to tell the same.
 */

/* ---- a machine ------------------------------------------------------------------------------- */

#define CAP_MSI 0x05

/* A function of 8086:`device` with MSI at 0x50, enabled or not; `size` as the kernel gives it. */
static void put_function(struct lab *lab, const char *slot, unsigned device, size_t size,
			 bool enabled)
{
	uint8_t bytes[4096] = { 0x86, 0x80, (uint8_t)device, (uint8_t)(device >> 8) };
	char name[256];
	FILE *file;

	bytes[0x06] = 0x10;
	bytes[0x34] = 0x50;
	bytes[0x50] = CAP_MSI;
	bytes[0x52] = (uint8_t)(0x8a | enabled);
	snprintf(name, sizeof(name), "mkdir -p pci/devices/%s", slot);
	sh(name);
	snprintf(name, sizeof(name), "pci/devices/%s/config", slot);
	file = fopen(at(lab, name), "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

#define ZEROS "0x0000000000000000 0x0000000000000000 0x0000000000000000"
#define IN(slot) "cd \"$FOLDER\"/pci/devices/" slot " && "

/* Every attribute there is, and what an ordinary user, old kernels and odd devices leave out. */
static void make_machine(struct lab *lab)
{
	put_function(lab, "0000:00:01.0", 0x1001, 256, false);
	sh(IN("0000:00:01.0") "echo 11 >irq; echo 1 >msi_bus; echo 0x8086 >vendor; "
			      "echo 0x1001 >device; echo 0x020000 >class; printf '%s\\n' "
			      "'0xfe600000 0xfe603fff 0x140204' '" ZEROS "' '" ZEROS "' "
			      "'0xc000 0xc01f 0x40101' '" ZEROS "' '" ZEROS "' >resource; "
			      "ln -s ../../../bus/pci/drivers/e1000e driver");
	put_function(lab, "0000:00:02.0", 0x1002, 4096, true);
	sh(IN("0000:00:02.0") "mkdir msi_irqs; echo msi >msi_irqs/24; echo 24 >irq; echo 0 >msi_bus; "
			      "echo DRIVER=ahci >uevent");
	/* MSI is enabled, and nobody has the interrupts: a driver in user space. */
	put_function(lab, "0000:00:03.0", 0x1003, 256, true);
	sh(IN("0000:00:03.0") "echo 16 >irq");
	put_function(lab, "0000:00:04.0", 0x1004, 256, false);
	sh(IN("0000:00:04.0") "echo 0 >irq; ln -s nvme driver");
	put_function(lab, "0000:00:05.0", 0x1005, 64, true);
	sh(IN("0000:00:05.0") "echo 17 >irq; echo '0xfe700000 0xfe700fff 0x40200' >resource");
	put_function(lab, "0000:01:00.0", 0x1006, 256, false);
	sh(IN("0000:01:00.0") "echo >irq; echo zz >vendor; echo >msi_bus; : >uevent; echo x >resource; "
			      "mkdir msi_irqs; : >msi_irqs/7");
	/* A virtual function, which has its ids beside the bytes. */
	put_config(lab, "pci/devices/0000:01:00.0/config", 0xffff, 0xffff, 256);
	sh(IN("0000:01:00.0") "echo 0x8086 >vendor; echo 0x10ca >device; ln -s ../0000:00:02.0 physfn");
	put_function(lab, "10000:e1:00.0", 0x1008, 4096, false);
	sh(IN("10000:e1:00.0") "mkdir msi_irqs && for i in 30 31 32; do echo msix >msi_irqs/$i; done");
}

static int open_live_at(struct lab *lab, const char *sysfs, const char *proc, const char *method)
{
	const struct pcimsi_param params[] = { { "sysfs.path", sysfs }, { "proc.path", proc } };
	const struct pcimsi_capture_options options = {
		.size = sizeof(options),
		.notes = { .call = take_note, .user = lab },
		.params = params,
		.n_params = 2,
		.access_method = method,
	};

	lab->capture = NULL;
	memset(lab->notes, 0, sizeof(lab->notes));
	return pcimsi_capture_open_live(&options, &lab->capture, &lab->detail);
}

static void open_live(struct lab *lab)
{
	char path[512];

	strcpy(path, at(lab, "pci"));
	assert_int_equal(open_live_at(lab, path, "/nonexistent", NULL), 0);
}

static int write_capture(struct lab *lab, struct sysfs_written *written)
{
	struct notes notes = { .sink = { .call = take_note, .user = lab } };
	const char *why = NULL;
	FILE *file = fopen(at(lab, "c.tgz"), "w");
	int err;

	assert_non_null(file);
	memset(lab->notes, 0, sizeof(lab->notes));
	err = sysfs_write(file, at(lab, "pci"), &notes, written, &why);
	assert_int_equal(fclose(file), 0);
	assert_true(!err || why);
	return err;
}

/* ---- facts ----------------------------------------------------------------------------------- */

static void expect_text(const char *x, const char *y)
{
	assert_string_equal(x ? x : "(none)", y ? y : "(none)");
}

static void expect_same_linux(const struct pcimsi_linux *x, const struct pcimsi_linux *y)
{
	assert_int_equal(x == NULL, y == NULL);
	if (!x)
		return;
	expect_text(x->driver, y->driver);
	expect_text(x->mode, y->mode);
	assert_int_equal(x->vectors, y->vectors);
	assert_int_equal(x->msi_allowed, y->msi_allowed);
	assert_int_equal(x->msi_allowed_known, y->msi_allowed_known);
}

static void expect_same_reg(struct pcimsi_reg x, struct pcimsi_reg y)
{
	assert_int_equal(x.known, y.known);
	assert_int_equal(x.value, y.value);
}

/* All that a source says; the decoder knows nothing else. */
static void expect_same(const struct pcimsi_raw_function *x, const struct pcimsi_raw_function *y)
{
	assert_memory_equal(&x->slot, &y->slot, sizeof(x->slot));
	assert_int_equal(x->bytes.size, y->bytes.size);
	assert_null(x->bytes.known);
	assert_null(y->bytes.known);
	assert_memory_equal(x->bytes.data, y->bytes.data, x->bytes.size);
	assert_memory_equal(x->bar_sizes, y->bar_sizes, sizeof(x->bar_sizes));
	expect_same_reg(x->vf_vendor_id, y->vf_vendor_id);
	expect_same_reg(x->vf_device_id, y->vf_device_id);
	expect_same_linux(x->linux_state, y->linux_state);
	assert_null(x->windows);
	assert_null(y->windows);
}

/* Live, and the other, from its start to its end; how many functions there are. */
static unsigned compare_with_live(struct lab *lab, const char *other)
{
	struct pcimsi_capture *capture;
	unsigned count = 0;

	assert_int_equal(open_capture(lab, other), 0);
	capture = lab->capture;
	open_live(lab);
	for (;; count++) {
		const struct pcimsi_raw_function *raw;
		int more = pcimsi_capture_next(lab->capture, &lab->raw);

		assert_int_equal(pcimsi_capture_next(capture, &raw), more);
		if (more != 1)
			break;
		assert_int_equal(lab->raw->source, PCIMSI_SOURCE_LIVE);
		expect_same(lab->raw, raw);
	}
	pcimsi_capture_close(capture);
	close_capture(lab);
	return count;
}

static void the_live_scan_knows_what_sysfs_says(void **state)
{
	struct lab *lab = *state;

	make_machine(lab);
	open_live(lab);
	expect_function(lab, "0000:00:01.0", 0x1001, NULL);
	assert_int_equal(lab->raw->bar_sizes[0], 0x4000);
	assert_int_equal(lab->raw->bar_sizes[1], 0);
	assert_int_equal(lab->raw->bar_sizes[3], 0x20);
	assert_string_equal(lab->raw->linux_state->driver, "e1000e");
	assert_string_equal(lab->raw->linux_state->mode, "intx");
	assert_true(lab->raw->linux_state->msi_allowed);
	expect_function(lab, "0000:00:02.0", 0x1002, NULL);
	assert_int_equal(lab->raw->bytes.size, 4096);
	assert_string_equal(lab->raw->linux_state->driver, "ahci");
	assert_string_equal(lab->raw->linux_state->mode, "msi");
	assert_int_equal(lab->raw->linux_state->vectors, 1);
	assert_false(lab->raw->linux_state->msi_allowed);
	expect_function(lab, "0000:00:03.0", 0x1003, NULL);
	assert_null(lab->raw->linux_state);
	expect_function(lab, "0000:00:04.0", 0x1004, NULL);
	assert_string_equal(lab->raw->linux_state->driver, "nvme");
	assert_string_equal(lab->raw->linux_state->mode, "none");
	expect_function(lab, "0000:00:05.0", 0x1005, NULL);
	assert_int_equal(lab->raw->bytes.size, 64);
	/* Whether MSI is enabled was not captured. */
	assert_null(lab->raw->linux_state);
	assert_int_equal(lab->raw->bar_sizes[0], 0x1000);
	expect_function(lab, "0000:01:00.0", 0x10ca, NULL);
	assert_false(lab->raw->linux_state->msi_allowed_known);
	expect_function(lab, "10000:e1:00.0", 0x1008, NULL);
	assert_int_equal(lab->raw->linux_state->vectors, 3);
	expect_end(lab, 0);
}

static void a_tree_says_what_the_live_scan_says(void **state)
{
	struct lab *lab = *state;

	make_machine(lab);
	assert_int_equal(compare_with_live(lab, "pci"), 7);
}

/* ---- what is odd ----------------------------------------------------------------------------- */

static void odd_names_stop_nothing(void **state)
{
	struct lab *lab = *state;

	put_function(lab, "0000:00:01.0", 1, 256, false);
	put_function(lab, "0000:00:1f.7", 2, 256, false);
	sh("cd pci/devices && mkdir 'not a slot' 00:03.0 0000:00:04.0.bak 0000:00:20.0 .hidden && "
	   ": >0000:00:05");
	open_live(lab);
	assert_int_equal(lab->notes[PCIMSI_NOTE_MEMBER_SKIPPED], 5);
	expect_function(lab, "0000:00:01.0", 1, NULL);
	expect_function(lab, "0000:00:1f.7", 2, NULL);
	expect_end(lab, 0);
}

static void what_goes_while_it_is_read_is_told(void **state)
{
	struct lab *lab = *state;

	put_function(lab, "0000:00:01.0", 1, 256, false);
	sh("cd pci/devices && ln -s gone 0000:00:02.0 && mkdir 0000:00:03.0 && "
	   "echo 5 >0000:00:03.0/irq && : >0000:00:04.0 && mkdir 0000:00:05.0 && "
	   "mkfifo 0000:00:05.0/config");
	open_live(lab);
	expect_function(lab, "0000:00:01.0", 1, NULL);
	assert_int_equal(pcimsi_capture_next(lab->capture, &lab->raw), 0);
	assert_int_equal(lab->notes[PCIMSI_NOTE_FUNCTION_LOST], 4);
	close_capture(lab);
}

/* libpci by itself would go on to ports 0xcf8 and 0xcfc. */
static void nothing_is_read_behind_the_back_of_the_kernel(void **state)
{
	struct lab *lab = *state;

	assert_int_equal(open_live_at(lab, "/nonexistent", "/nonexistent", NULL), PCIMSI_ERR_IO);
	assert_non_null(strstr(lab->detail, "neither sysfs nor"));
	assert_int_equal(open_live_at(lab, "/nonexistent", "/nonexistent", "linux-sysfs"),
			 PCIMSI_ERR_IO);
	assert_int_equal(open_live_at(lab, "/nonexistent", "/nonexistent", "no-such-method"),
			 PCIMSI_ERR_USAGE);
}

/* Without sysfs the kernel has another list, and nothing beside the bytes. */
static void proc_stands_in_for_sysfs(void **state)
{
	struct lab *lab = *state;
	char path[512];

	sh("mkdir -p proc/00 && printf '0008\\t80861234\\t0' >proc/devices && "
	   "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do printf '\\t0'; done >>proc/devices && "
	   "echo >>proc/devices");
	put_config(lab, "proc/00/01.0", 0x8086, 0x1234, 256);
	strcpy(path, at(lab, "proc"));
	assert_int_equal(open_live_at(lab, "/nonexistent", path, NULL), 0);
	expect_function(lab, "0000:00:01.0", 0x1234, NULL);
	assert_null(lab->raw->linux_state);
	expect_end(lab, 0);
}

/* ---- the archive ----------------------------------------------------------------------------- */

#ifdef HAVE_LIBARCHIVE

static void an_archive_says_what_the_live_scan_says(void **state)
{
	struct lab *lab = *state;
	struct sysfs_written written;

	make_machine(lab);
	assert_int_equal(write_capture(lab, &written), 0);
	assert_int_equal(written.functions, 7);
	assert_int_equal(written.cut, 1);
	assert_int_equal(written.unreadable, 0);
	assert_int_equal(compare_with_live(lab, "c.tgz"), 7);
}

static void the_same_machine_gives_the_same_archive(void **state)
{
	struct lab *lab = *state;
	struct sysfs_written written;

	make_machine(lab);
	assert_int_equal(write_capture(lab, &written), 0);
	sh("mv c.tgz first && find pci -exec touch -h -d 2001-01-01 {} +");
	assert_int_equal(write_capture(lab, &written), 0);
	sh("cmp first c.tgz");
}

static void what_goes_while_it_is_written_is_told(void **state)
{
	struct lab *lab = *state;
	struct sysfs_written written;

	put_function(lab, "0000:00:01.0", 1, 256, false);
	sh("cd pci/devices && ln -s gone 0000:00:02.0 && mkdir 0000:00:03.0 0000:00:04.0 odd && "
	   "echo 5 >0000:00:03.0/irq && cd 0000:00:04.0 && mkfifo config irq && mkdir msi_irqs && "
	   "mkfifo msi_irqs/9");
	assert_int_equal(write_capture(lab, &written), 0);
	assert_int_equal(written.functions, 3);
	assert_int_equal(written.unreadable, 2);
	assert_int_equal(lab->notes[PCIMSI_NOTE_FUNCTION_LOST], 1);
	assert_int_equal(lab->notes[PCIMSI_NOTE_MEMBER_SKIPPED], 1);
	/* Who reads it is told of what has no bytes. */
	assert_int_equal(open_capture(lab, "c.tgz"), 0);
	expect_function(lab, "0000:00:01.0", 1, NULL);
	assert_int_equal(pcimsi_capture_next(lab->capture, &lab->raw), 0);
	assert_int_equal(lab->notes[PCIMSI_NOTE_FUNCTION_LOST], 1);
	close_capture(lab);
}

static void what_cannot_be_read_or_written_is_an_error(void **state)
{
	struct notes notes = { 0 };
	struct lab *lab = *state;
	struct sysfs_written written;
	const char *why = NULL;
	FILE *full = fopen("/dev/full", "w");

	assert_int_equal(write_capture(lab, &written), PCIMSI_ERR_IO);
	put_function(lab, "0000:00:01.0", 1, 4096, false);
	if (!full)
		skip();
	setvbuf(full, NULL, _IONBF, 0);
	assert_int_equal(sysfs_write(full, at(lab, "pci"), &notes, &written, &why), PCIMSI_ERR_IO);
	assert_non_null(why);
	assert_true(ferror(full));
	fclose(full);
}

#else

static void an_archive_needs_libarchive(void **state)
{
	struct lab *lab = *state;
	struct sysfs_written written;

	make_machine(lab);
	assert_int_equal(write_capture(lab, &written), PCIMSI_ERR_UNSUPPORTED);
}

#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		LAB_TEST(the_live_scan_knows_what_sysfs_says),
		LAB_TEST(a_tree_says_what_the_live_scan_says),
		LAB_TEST(odd_names_stop_nothing),
		LAB_TEST(what_goes_while_it_is_read_is_told),
		LAB_TEST(nothing_is_read_behind_the_back_of_the_kernel),
		LAB_TEST(proc_stands_in_for_sysfs),
#ifdef HAVE_LIBARCHIVE
		LAB_TEST(an_archive_says_what_the_live_scan_says),
		LAB_TEST(the_same_machine_gives_the_same_archive),
		LAB_TEST(what_goes_while_it_is_written_is_told),
		LAB_TEST(what_cannot_be_read_or_written_is_an_error),
#else
		LAB_TEST(an_archive_needs_libarchive),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

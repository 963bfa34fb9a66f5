/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_source_common.h"

#ifndef HAVE_LIBARCHIVE

static void archives_need_libarchive(void **state)
{
	struct lab *lab = *state;

	sh("echo x | gzip >a.gz");
	assert_int_equal(open_capture(lab, "a.gz"), PCIMSI_ERR_UNSUPPORTED);
	assert_non_null(lab->detail);
}

static void archives_are_read(void **state)
{
	(void)state;
	skip(); /* this build has no libarchive */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LAB_TEST(archives_need_libarchive),
		cmocka_unit_test(archives_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

#include <archive.h>
#include <archive_entry.h>

/* Inputs are written with the library as well: not every machine has the programs. */

static struct archive *begin(struct lab *lab, const char *name, int filter, int format)
{
	struct archive *archive = archive_write_new();

	assert_non_null(archive);
	if (filter)
		assert_true(archive_write_add_filter(archive, filter) >= ARCHIVE_WARN);
	assert_int_equal(archive_write_set_format(archive, format), ARCHIVE_OK);
	assert_int_equal(archive_write_open_filename(archive, at(lab, name)), ARCHIVE_OK);
	return archive;
}

static void add(struct archive *archive, const char *name, const void *bytes, size_t size,
		const char *target)
{
	struct archive_entry *entry = archive_entry_new();

	archive_entry_set_pathname(entry, name);
	archive_entry_set_size(entry, (la_int64_t)size);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_filetype(entry, target ? AE_IFLNK : AE_IFREG);
	if (target)
		archive_entry_set_symlink(entry, target);
	assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
	if (size)
		assert_int_equal(archive_write_data(archive, bytes, size), size);
	archive_entry_free(entry);
}

static void add_text(struct archive *archive, const char *name, const char *text)
{
	add(archive, name, text, strlen(text), NULL);
}

static void add_config(struct archive *archive, const char *name, unsigned device, size_t size)
{
	uint8_t bytes[8192] = { 0x86, 0x80, (uint8_t)device, (uint8_t)(device >> 8) };

	if (device == 0xffff)
		bytes[0] = bytes[1] = 0xff;
	add(archive, name, bytes, size, NULL);
}

static void end(struct archive *archive)
{
	assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
	archive_write_free(archive);
}

static const char dump[] = "00:05.0 A\n00: 86 80 05 00\n\n00:06.0 B\n00: 86 80 06 00\n";

static void expect_dump(struct lab *lab, const char *member)
{
	expect_function(lab, "0000:00:05.0", 5, member);
	assert_string_equal(lab->raw->heading, "A");
	expect_function(lab, "0000:00:06.0", 6, member);
}

static void compressed_streams_are_read(void **state)
{
	static const int filters[] = { ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_ZSTD,
				       ARCHIVE_FILTER_BZIP2 };
	struct lab *lab = *state;

	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
		struct archive *archive = begin(lab, "dump.txt.z", filters[i], ARCHIVE_FORMAT_RAW);

		add_text(archive, "-", dump);
		end(archive);
		assert_int_equal(open_capture(lab, "dump.txt.z"), 0);
		expect_dump(lab, NULL);
		assert_null(lab->raw->member);
		expect_end(lab, 0);
	}
}

static void a_compressed_config_has_the_slot_of_its_name(void **state)
{
	struct lab *lab = *state;
	struct archive *archive = begin(lab, "0000_03_00.0.config.gz", ARCHIVE_FILTER_GZIP,
					ARCHIVE_FORMAT_RAW);

	add_config(archive, "-", 0x1533, 256);
	end(archive);
	assert_int_equal(open_capture(lab, "0000_03_00.0.config.gz"), 0);
	expect_function(lab, "0000:03:00.0", 0x1533, NULL);
	expect_end(lab, 0);
}

static void every_member_that_is_a_capture_is_read(void **state)
{
	static const struct {
		int filter, format;
	} kinds[] = {
		{ 0, ARCHIVE_FORMAT_TAR_USTAR },
		{ ARCHIVE_FILTER_XZ, ARCHIVE_FORMAT_TAR_PAX_RESTRICTED },
		{ ARCHIVE_FILTER_ZSTD, ARCHIVE_FORMAT_TAR_GNUTAR },
		{ 0, ARCHIVE_FORMAT_ZIP },
	};
	struct lab *lab = *state;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct archive *archive = begin(lab, "a", kinds[i].filter, kinds[i].format);

		add_text(archive, "readme", "dear all\n");
		add_text(archive, "logs/lspci.txt", dump);
		add_text(archive, "logs/short.txt", "00:06.0 heading only\n");
		add_text(archive, "empty", "");
		add_config(archive, "raw/0000_03_00.0.config", 3, 64);
		end(archive);
		assert_int_equal(open_capture(lab, "a"), 0);
		assert_string_equal(pcimsi_capture_name(lab->capture), lab->path);
		expect_dump(lab, "logs/lspci.txt");
		expect_function(lab, "0000:03:00.0", 3, "raw/0000_03_00.0.config");
		expect_end(lab, 0);
	}
}

#define PORT "m/sys/devices/pci0000:00/0000:00:01.0/"

static void sysfs_in_an_archive_is_put_together(void **state)
{
	struct lab *lab = *state;
	struct archive *archive = begin(lab, "m.tgz", ARCHIVE_FILTER_GZIP,
					ARCHIVE_FORMAT_TAR_USTAR);

	/* The order of the members is nobody's. */
	add_text(archive, PORT "0000:01:00.0/msi_irqs/24", "msix\n");
	add(archive, PORT "0000:01:00.0/driver", NULL, 0, "../../../../bus/pci/drivers/nvme");
	add_config(archive, PORT "0000:01:00.1/config", 0xffff, 4096);
	add(archive, "m/sys/bus/pci/devices/0000:01:00.0", NULL, 0, "../../../devices/x");
	add_config(archive, PORT "0000:01:00.0/config", 0x10, 256);
	add_text(archive, PORT "0000:01:00.0/resource", "0xfe600000 0xfe603fff 0x140204\n");
	add_text(archive, PORT "0000:01:00.1/vendor", "0x1b36\n");
	add_text(archive, PORT "0000:01:00.1/device", "0x0011\n");
	add_config(archive, PORT "config", 0x0c, 64);
	add_config(archive, "m/sys/bus/pci/devices/0000:00:01.0/config", 0x0c, 64);
	end(archive);
	assert_int_equal(open_capture(lab, "m.tgz"), 0);
	expect_function(lab, "0000:00:01.0", 0x0c, PORT "config");
	assert_null(lab->raw->linux_state);
	expect_function(lab, "0000:01:00.0", 0x10, PORT "0000:01:00.0/config");
	assert_int_equal(lab->raw->bar_sizes[0], 0x4000);
	assert_string_equal(lab->raw->linux_state->driver, "nvme");
	assert_int_equal(lab->raw->linux_state->vectors, 1);
	expect_function(lab, "0000:01:00.1", 0x11, NULL);
	expect_end(lab, 0);
}

static void put_file(struct archive *archive, struct lab *lab, const char *file, const char *member)
{
	static char bytes[65536];
	FILE *in = fopen(at(lab, file), "r");
	size_t size;

	assert_non_null(in);
	size = fread(bytes, 1, sizeof(bytes), in);
	fclose(in);
	add(archive, member, bytes, size, NULL);
}

static void archives_nest(void **state)
{
	struct lab *lab = *state;
	struct archive *archive = begin(lab, "1", ARCHIVE_FILTER_GZIP, ARCHIVE_FORMAT_TAR_USTAR);

	add_text(archive, "dump.txt", dump);
	end(archive);
	for (char name[] = "2", inner[] = "1"; *name < '6'; ++*name, ++*inner) {
		archive = begin(lab, name, 0,
				*name & 1 ? ARCHIVE_FORMAT_ZIP : ARCHIVE_FORMAT_TAR_USTAR);
		put_file(archive, lab, inner, inner);
		add_text(archive, "dump.txt", dump);
		end(archive);
	}
	assert_int_equal(open_capture(lab, "2"), 0);
	expect_dump(lab, "1/dump.txt");
	expect_dump(lab, "dump.txt");
	expect_end(lab, 0);
	/* There is an end to it, and the others are read all the same. */
	assert_int_equal(open_capture(lab, "5"), 0);
	expect_dump(lab, "4/3/2/dump.txt");
	assert_true(lab->notes[PCIMSI_NOTE_MEMBER_SKIPPED] > 0);
	expect_dump(lab, "4/3/dump.txt");
	expect_dump(lab, "4/dump.txt");
	expect_dump(lab, "dump.txt");
	expect_end(lab, 0);
}

/* Each is small enough by itself. */
static void many_bombs_inside_are_one(void **state)
{
	static char text[1 << 20];
	struct lab *lab = *state;
	struct archive *archive = begin(lab, "bomb", ARCHIVE_FILTER_BZIP2, ARCHIVE_FORMAT_RAW);

	memset(text, 'x', sizeof(text));
	add(archive, "-", text, sizeof(text), NULL);
	end(archive);
	archive = begin(lab, "a", 0, ARCHIVE_FORMAT_ZIP);
	add_text(archive, "dump.txt", dump);
	for (int i = 0; i < 32; i++)
		put_file(archive, lab, "bomb", "bomb.bz2");
	add_text(archive, "dump.txt", dump);
	end(archive);
	assert_int_equal(open_capture(lab, "a"), 0);
	expect_dump(lab, "dump.txt");
	expect_end(lab, PCIMSI_ERR_LIMIT);
}

/* The archive is whole; what is in it is not. */
static void damage_inside_is_told(void **state)
{
	struct lab *lab = *state;
	struct archive *archive = begin(lab, "whole", 0, ARCHIVE_FORMAT_TAR_USTAR);

	add_text(archive, "first.txt", dump);
	add_text(archive, "second.txt", dump);
	end(archive);
	sh("head -c 1550 whole >cut");
	archive = begin(lab, "a", 0, ARCHIVE_FORMAT_ZIP);
	put_file(archive, lab, "cut", "cut.tar");
	add_text(archive, "dump.txt", dump);
	end(archive);
	assert_int_equal(open_capture(lab, "a"), 0);
	expect_dump(lab, "cut.tar/first.txt");
	expect_dump(lab, "dump.txt");
	assert_int_equal(pcimsi_capture_next(lab->capture, &lab->raw), PCIMSI_ERR_IO);
	lab->detail = pcimsi_capture_detail(lab->capture);
	assert_non_null(lab->detail);
	assert_non_null(strstr(lab->detail, "cut.tar"));
	assert_non_null(strstr(lab->detail, "second.txt"));
	close_capture(lab);
}

/* What the directory says of the first member is not what its bytes come to. */
static void a_wrong_checksum_is_told(void **state)
{
	struct lab *lab = *state;
	struct archive *archive = begin(lab, "a", 0, ARCHIVE_FORMAT_ZIP);
	static char bytes[65536];
	char *entry;
	size_t size;
	FILE *file;

	add_text(archive, "dump.txt", dump);
	add_text(archive, "other.txt", dump);
	end(archive);
	file = fopen(at(lab, "a"), "r+");
	assert_non_null(file);
	size = fread(bytes, 1, sizeof(bytes), file);
	entry = memmem(bytes, size, "PK\1\2", 4);
	assert_non_null(entry);
	entry[16] ^= 1; /* APPNOTE.TXT, 4.3.12 */
	rewind(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(open_capture(lab, "a"), 0);
	expect_dump(lab, "dump.txt");
	expect_dump(lab, "other.txt");
	expect_end(lab, PCIMSI_ERR_IO);
	assert_int_equal(lab->notes[PCIMSI_NOTE_ARCHIVE_DAMAGED], 1);
}

static void a_cut_archive_gives_what_came_before(void **state)
{
	struct lab *lab = *state;
	struct archive *archive = begin(lab, "whole", 0, ARCHIVE_FORMAT_TAR_USTAR);

	add_text(archive, "dump.txt", dump);
	add_config(archive, "0000:01:00.0/config", 1, 256);
	add_config(archive, "0000:02:00.0/config", 2, 4096);
	end(archive);
	sh("head -c 3000 whole >cut; head -c 100 whole >stump; gzip -c whole | head -c 60 >cut.gz");
	assert_int_equal(open_capture(lab, "cut"), 0);
	expect_dump(lab, "dump.txt");
	expect_function(lab, "0000:01:00.0", 1, NULL);
	assert_int_equal(pcimsi_capture_next(lab->capture, &lab->raw), PCIMSI_ERR_IO);
	/* What is wrong, and where. */
	lab->detail = pcimsi_capture_detail(lab->capture);
	assert_non_null(lab->detail);
	assert_non_null(strstr(lab->detail, "0000:02:00.0/config"));
	close_capture(lab);
	assert_true(lab->notes[PCIMSI_NOTE_ARCHIVE_DAMAGED] > 0);
	assert_int_equal(open_capture(lab, "stump"), PCIMSI_ERR_FORMAT);
	assert_int_equal(open_capture(lab, "cut.gz"), PCIMSI_ERR_IO);
	assert_non_null(lab->detail);
}

/* Rows that nothing compresses, so that the cut is behind the first functions. */
static void a_cut_stream_gives_what_came_before(void **state)
{
	struct lab *lab = *state;
	unsigned functions = 0;
	int more;

	sh("{ for d in 0 1; do for f in 0 1 2 3 4 5 6 7; do echo \"00:0$d.$f X\"; "
	   "head -c 4096 /dev/urandom | od -An -tx1 -v | "
	   "awk '{ printf \"%x:%s\\n\", 16 * n++, $0 }'; echo; done; done; } >dump; "
	   "gzip -c dump >whole.gz; head -c 60000 whole.gz >cut.gz");
	assert_int_equal(open_capture(lab, "cut.gz"), 0);
	while ((more = pcimsi_capture_next(lab->capture, &lab->raw)) == 1)
		functions++;
	assert_int_equal(more, PCIMSI_ERR_IO);
	assert_true(functions > 0 && functions < 16);
	assert_int_equal(lab->notes[PCIMSI_NOTE_ARCHIVE_DAMAGED], 1);
	close_capture(lab);
}

static void an_archive_without_captures_is_an_error(void **state)
{
	struct lab *lab = *state;
	struct archive *archive = begin(lab, "a", 0, ARCHIVE_FORMAT_ZIP);

	add_text(archive, "readme", "dear all\n");
	end(archive);
	assert_int_equal(open_capture(lab, "a"), PCIMSI_ERR_FORMAT);
	assert_string_equal(lab->detail, "an archive without any capture");
}

/* Zeros shrink to a thousandth with deflate, and to nothing with the others. */
static void a_bomb_is_not_unpacked(void **state)
{
	static const uint8_t zeros[1 << 20];
	static const int filters[] = { ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_ZSTD,
				       ARCHIVE_FILTER_BZIP2 };
	struct lab *lab = *state;

	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
		struct archive *archive = begin(lab, "bomb", filters[i], ARCHIVE_FORMAT_TAR_USTAR);

		add_text(archive, "dump.txt", dump);
		for (int n = 0; n < 64; n++)
			add(archive, "zeros", zeros, sizeof(zeros), NULL);
		add_config(archive, "0000:01:00.0/config", 1, 256);
		end(archive);
		assert_int_equal(open_capture(lab, "bomb"), 0);
		expect_dump(lab, "dump.txt");
		expect_end(lab, PCIMSI_ERR_LIMIT);
		assert_int_equal(lab->notes[PCIMSI_NOTE_CAPTURE_LIMIT], 1);
	}
}

static void a_bomb_inside_is_left_out(void **state)
{
	static char text[32 << 20];
	struct lab *lab = *state;
	struct archive *archive = begin(lab, "bomb", ARCHIVE_FILTER_BZIP2, ARCHIVE_FORMAT_RAW);

	/* Not zeros: these are the end of a tar without members. */
	memset(text, 'x', sizeof(text));
	add(archive, "-", text, sizeof(text), NULL);
	end(archive);
	assert_int_equal(open_capture(lab, "bomb"), PCIMSI_ERR_LIMIT);
	archive = begin(lab, "a", 0, ARCHIVE_FORMAT_TAR_USTAR);
	put_file(archive, lab, "bomb", "bomb.bz2");
	add_text(archive, "dump.txt", dump);
	end(archive);
	assert_int_equal(open_capture(lab, "a"), 0);
	expect_dump(lab, "dump.txt");
	assert_int_equal(lab->notes[PCIMSI_NOTE_CAPTURE_LIMIT], 1);
	close_capture(lab);
}

static void odd_configs_are_left_out_with_a_note(void **state)
{
	static const size_t sizes[] = { 0, 3, 5000 };
	struct lab *lab = *state;
	struct archive *archive = begin(lab, "a", 0, ARCHIVE_FORMAT_TAR_USTAR);

	for (int i = 0; i < 3; i++) {
		char name[64];

		snprintf(name, sizeof(name), "0000:00:0%d.0/config", i);
		add_config(archive, name, 1, sizes[i]);
	}
	add_config(archive, "0000:00:03.0/config", 3, 256);
	end(archive);
	assert_int_equal(open_capture(lab, "a"), 0);
	expect_function(lab, "0000:00:03.0", 3, NULL);
	assert_int_equal(lab->notes[PCIMSI_NOTE_MEMBER_SKIPPED], 3);
	expect_end(lab, 0);
}

static void add_odd(struct archive *archive, const char *name, unsigned type, const char *link)
{
	struct archive_entry *entry = archive_entry_new();

	archive_entry_set_pathname(entry, name);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_filetype(entry, type);
	archive_entry_set_size(entry, 0);
	if (type == AE_IFLNK)
		archive_entry_set_symlink(entry, link);
	else if (link)
		archive_entry_set_hardlink(entry, link);
	assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
	archive_entry_free(entry);
}

static void bytes_that_are_no_file_are_told(void **state)
{
	struct lab *lab = *state;
	struct archive *archive = begin(lab, "a", 0, ARCHIVE_FORMAT_TAR_USTAR);

	add_config(archive, "bus/pci/devices/0000:00:01.0/config", 1, 256);
	add_odd(archive, "bus/pci/devices/0000:00:02.0/config", AE_IFIFO, NULL);
	add_odd(archive, "bus/pci/devices/0000:00:03.0/config", AE_IFCHR, NULL);
	add_odd(archive, "bus/pci/devices/0000:00:04.0/config", AE_IFLNK, "../0000:00:01.0/config");
	add_odd(archive, "bus/pci/devices/0000:00:05.0/config", AE_IFREG,
		"bus/pci/devices/0000:00:01.0/config");
	add_odd(archive, "bus/pci/devices/0000:00:06.0/config", AE_IFDIR, NULL);
	add_text(archive, "bus/pci/devices/0000:00:07.0/irq", "1\n");
	/* Links of the list, of which one leads out of the archive. */
	add_odd(archive, "bus/pci/devices/0000:00:08.0", AE_IFLNK, "../../../devices/0000:00:08.0");
	add_odd(archive, "bus/pci/devices/0000:00:09.0", AE_IFLNK, "../../../devices/0000:00:09.0");
	add_config(archive, "devices/0000:00:09.0/config", 9, 256);
	end(archive);
	assert_int_equal(open_capture(lab, "a"), 0);
	expect_function(lab, "0000:00:01.0", 1, NULL);
	expect_function(lab, "0000:00:09.0", 9, NULL);
	assert_int_equal(pcimsi_capture_next(lab->capture, &lab->raw), 0);
	assert_int_equal(lab->notes[PCIMSI_NOTE_MEMBER_SKIPPED], 5);
	assert_int_equal(lab->notes[PCIMSI_NOTE_FUNCTION_LOST], 2);
	close_capture(lab);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LAB_TEST(bytes_that_are_no_file_are_told),
		LAB_TEST(compressed_streams_are_read),
		LAB_TEST(a_compressed_config_has_the_slot_of_its_name),
		LAB_TEST(every_member_that_is_a_capture_is_read),
		LAB_TEST(sysfs_in_an_archive_is_put_together),
		LAB_TEST(archives_nest),
		LAB_TEST(many_bombs_inside_are_one),
		LAB_TEST(damage_inside_is_told),
		LAB_TEST(a_wrong_checksum_is_told),
		LAB_TEST(a_cut_archive_gives_what_came_before),
		LAB_TEST(a_cut_stream_gives_what_came_before),
		LAB_TEST(an_archive_without_captures_is_an_error),
		LAB_TEST(a_bomb_is_not_unpacked),
		LAB_TEST(a_bomb_inside_is_left_out),
		LAB_TEST(odd_configs_are_left_out_with_a_note),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif

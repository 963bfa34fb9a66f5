/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_source_common.h"

#include "archive/container.h"

#include <dirent.h>

/* What holds a dump is never read as the dump that can be seen in its bytes. */

static void odd_files_are_no_container(void **state)
{
	static const char *const texts[] = {
		"",
		"BZh is how bzip2 begins, and this is a text of more than ten letters\n",
		"070701: 86 80 c0 29 06 05 10 00 00 00 00 06 00 00 00 00 and some more of it\n",
		"0707010 8086 29c0\n",
		"PK, as they call him\n",
		"00:05.0 Class 0200: 8086:1533\n00: 86 80 33 15\n",
	};
	char zeros[512] = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_null(container_find(texts[i], strlen(texts[i])));
	assert_null(container_find(zeros, sizeof(zeros)));
}

/* Stored in these, a dump can be seen as well, and nobody here looks inside. */
static void what_is_not_read_is_not_read_as_text(void **state)
{
	static const struct {
		const char *name, *bytes;
		size_t offset, length;
	} kinds[] = {
		{ "rar", "Rar!\x1a\x07\x01", 0, 7 }, { "wim", "MSWIM\0\0\0", 0, 8 },
		{ "xar", "xar!\0\x1c", 0, 6 },       { "lzop", "\x89LZO\0\r\n\x1a\n", 0, 9 },
		{ "iso9660", "\1CD001", 0x8000, 6 },
	};
	static const char dump[] = "\n00:05.0 A\n00: 86 80 05 00\n";
	struct lab *lab = *state;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		static char bytes[0x9000];
		const struct container *container;
		FILE *file = fopen(at(lab, "a"), "w");

		memset(bytes, '\n', sizeof(bytes));
		memcpy(bytes + kinds[i].offset, kinds[i].bytes, kinds[i].length);
		memcpy(bytes + 64, dump, sizeof(dump) - 1);
		assert_non_null(file);
		assert_int_equal(fwrite(bytes, 1, sizeof(bytes), file), sizeof(bytes));
		assert_int_equal(fclose(file), 0);
		container = container_find(bytes, sizeof(bytes));
		assert_non_null(container);
		assert_string_equal(container->name, kinds[i].name);
		assert_int_equal(open_capture(lab, "a"), PCIMSI_ERR_UNSUPPORTED);
		assert_non_null(lab->detail);
	}
}

#ifdef HAVE_LIBARCHIVE

#include <archive.h>
#include <archive_entry.h>

/* How a container is written; `options` are those of archive_write_set_options(3). */
static const struct kind {
	int filter, format;
	const char *options;
	const char *name; /* that container_find() has for it */
} kinds[] = {
	{ ARCHIVE_FILTER_GZIP, ARCHIVE_FORMAT_RAW, "compression-level=0", "gzip" },
	{ ARCHIVE_FILTER_GZIP, ARCHIVE_FORMAT_RAW, "compression-level=9", "gzip" },
	{ ARCHIVE_FILTER_BZIP2, ARCHIVE_FORMAT_RAW, "compression-level=1", "bzip2" },
	{ ARCHIVE_FILTER_XZ, ARCHIVE_FORMAT_RAW, "compression-level=0", "xz" },
	{ ARCHIVE_FILTER_ZSTD, ARCHIVE_FORMAT_RAW, "compression-level=-7", "zstd" },
	{ ARCHIVE_FILTER_ZSTD, ARCHIVE_FORMAT_RAW, "compression-level=-99", "zstd" },
	{ ARCHIVE_FILTER_ZSTD, ARCHIVE_FORMAT_RAW, "compression-level=19", "zstd" },
	{ ARCHIVE_FILTER_LZ4, ARCHIVE_FORMAT_RAW, "compression-level=1", "lz4" },
	{ ARCHIVE_FILTER_LZIP, ARCHIVE_FORMAT_RAW, "compression-level=0", "lzip" },
	{ ARCHIVE_FILTER_COMPRESS, ARCHIVE_FORMAT_RAW, NULL, "compress" },
	{ ARCHIVE_FILTER_NONE, ARCHIVE_FORMAT_ZIP, "compression=store", "zip" },
	{ ARCHIVE_FILTER_NONE, ARCHIVE_FORMAT_ZIP, "compression=deflate", "zip" },
	{ ARCHIVE_FILTER_NONE, ARCHIVE_FORMAT_7ZIP, "compression=store", "7z" },
	{ ARCHIVE_FILTER_NONE, ARCHIVE_FORMAT_7ZIP, "compression=lzma2", "7z" },
	{ ARCHIVE_FILTER_NONE, ARCHIVE_FORMAT_TAR_USTAR, NULL, "tar" },
	{ ARCHIVE_FILTER_NONE, ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, NULL, "tar" },
	{ ARCHIVE_FILTER_NONE, ARCHIVE_FORMAT_TAR_GNUTAR, NULL, "tar" },
	{ ARCHIVE_FILTER_NONE, ARCHIVE_FORMAT_CPIO_POSIX, NULL, "cpio" },
	{ ARCHIVE_FILTER_NONE, ARCHIVE_FORMAT_CPIO_SVR4_NOCRC, NULL, "cpio" },
	{ ARCHIVE_FILTER_NONE, ARCHIVE_FORMAT_AR_BSD, NULL, "ar" },
	{ ARCHIVE_FILTER_GZIP, ARCHIVE_FORMAT_TAR_USTAR, "gzip:compression-level=0", "gzip" },
	{ ARCHIVE_FILTER_ZSTD, ARCHIVE_FORMAT_TAR_USTAR, "zstd:compression-level=-99", "zstd" },
	{ ARCHIVE_FILTER_GZIP, ARCHIVE_FORMAT_ZIP, "zip:compression=store", "gzip" },
};

static char *read_file(const char *path, size_t *ret_size)
{
	FILE *file = fopen(path, "r");
	char *bytes = malloc(1 << 20);

	assert_non_null(file);
	assert_non_null(bytes);
	*ret_size = fread(bytes, 1, 1 << 20, file);
	assert_true(feof(file));
	fclose(file);
	return bytes;
}

static void put_dump(struct archive *archive, const char *name, const char *bytes, size_t size)
{
	struct archive_entry *entry = archive_entry_new();

	archive_entry_set_pathname(entry, name);
	archive_entry_set_size(entry, (la_int64_t)size);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_filetype(entry, AE_IFREG);
	assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
	assert_int_equal(archive_write_data(archive, bytes, size), size);
	archive_entry_free(entry);
}

static void write_container(struct lab *lab, const struct kind *kind, const char *bytes,
			    size_t size)
{
	struct archive *archive = archive_write_new();

	assert_non_null(archive);
	assert_true(archive_write_add_filter(archive, kind->filter) >= ARCHIVE_WARN);
	/* Of the formats, ar is one that has no number to be set by. */
	assert_int_equal(kind->format == ARCHIVE_FORMAT_AR_BSD
				 ? archive_write_set_format_ar_bsd(archive)
				 : archive_write_set_format(archive, kind->format),
			 ARCHIVE_OK);
	assert_int_equal(archive_write_set_options(archive, kind->options), ARCHIVE_OK);
	assert_int_equal(archive_write_open_filename(archive, at(lab, "held")), ARCHIVE_OK);
	put_dump(archive, "dump.txt", bytes, size);
	assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
	archive_write_free(archive);
}

static void expect_same(const struct pcimsi_raw_function *x, const struct pcimsi_raw_function *y)
{
	assert_memory_equal(&x->slot, &y->slot, sizeof(x->slot));
	assert_int_equal(x->source, y->source);
	assert_int_equal(x->bytes.size, y->bytes.size);
	for (uint32_t i = 0; i < x->bytes.size; i++) {
		bool known = !x->bytes.known || (x->bytes.known[i / 64] >> i % 64 & 1);

		assert_int_equal(known, !y->bytes.known || (y->bytes.known[i / 64] >> i % 64 & 1));
		if (known)
			assert_int_equal(x->bytes.data[i], y->bytes.data[i]);
	}
	assert_int_equal(x->line, y->line);
	assert_int_equal(x->repeated, y->repeated);
	assert_memory_equal(&x->ledger, &y->ledger, sizeof(x->ledger));
	assert_memory_equal(x->bar_sizes, y->bar_sizes, sizeof(x->bar_sizes));
	assert_string_equal(x->heading ? x->heading : "", y->heading ? y->heading : "");
}

/* Both captures give the same functions; returns how many. */
static unsigned compare_captures(struct pcimsi_capture *x, struct pcimsi_capture *y)
{
	unsigned count = 0;

	for (;;) {
		const struct pcimsi_raw_function *one, *other;
		int more = pcimsi_capture_next(x, &one);

		assert_int_equal(pcimsi_capture_next(y, &other), more);
		assert_true(more >= 0);
		if (!more)
			return count;
		expect_same(one, other);
		count++;
	}
}

/* The container has what the dump has, by its path and in memory. */
static void expect_held(struct lab *lab, const char *dump, const char *bytes, size_t size)
{
	const struct pcimsi_capture_options options = { .size = sizeof(options) };

	for (int in_memory = 0; in_memory < 2; in_memory++) {
		struct pcimsi_capture *plain;

		assert_int_equal(pcimsi_capture_open(dump, &options, &plain, NULL), 0);
		if (in_memory)
			assert_int_equal(pcimsi_capture_open_memory(bytes, size, "held", &options,
								    &lab->capture, NULL),
					 0);
		else
			assert_int_equal(open_capture(lab, "held"), 0);
		assert_true(compare_captures(plain, lab->capture) > 0);
		pcimsi_capture_close(plain);
		close_capture(lab);
	}
}

static void expect_facts(struct lab *lab, const char *dump, const struct kind *kind)
{
	size_t size;
	char *bytes = read_file(dump, &size);
	const struct container *container;

	assert_null(container_find(bytes, size));
	write_container(lab, kind, bytes, size);
	free(bytes);
	bytes = read_file(at(lab, "held"), &size);
	container = container_find(bytes, size);
	assert_non_null(container);
	assert_string_equal(container->name, kind->name);
	expect_held(lab, dump, bytes, size);
	free(bytes);
}

static void every_dump_is_the_same_in_every_container(void **state)
{
	DIR *folder = opendir("dumps");
	unsigned dumps = 0;
	struct dirent *entry;

	assert_non_null(folder);
	while ((entry = readdir(folder))) {
		char path[512];

		if (!strstr(entry->d_name, ".txt"))
			continue;
		dumps++;
		snprintf(path, sizeof(path), "dumps/%s", entry->d_name);
		for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
			expect_facts(*state, path, &kinds[i]);
	}
	closedir(folder);
	assert_true(dumps > 0);
}

/* Two members whose bytes stand one behind the other are two captures. */
static void stored_members_keep_their_functions(void **state)
{
	struct lab *lab = *state;
	struct archive *archive = archive_write_new();
	static const char first[] = "00:05.0 A\n00: 86 80 05 00\n";
	static const char second[] = "00:06.0 B\n00: 86 80 06 00\n";

	assert_int_equal(archive_write_set_format(archive, ARCHIVE_FORMAT_ZIP), ARCHIVE_OK);
	assert_int_equal(archive_write_set_options(archive, "compression=store"), ARCHIVE_OK);
	assert_int_equal(archive_write_open_filename(archive, at(lab, "held")), ARCHIVE_OK);
	put_dump(archive, "a.txt", first, sizeof(first) - 1);
	put_dump(archive, "b.txt", second, sizeof(second) - 1);
	assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
	archive_write_free(archive);
	assert_int_equal(open_capture(lab, "held"), 0);
	expect_function(lab, "0000:00:05.0", 5, "a.txt");
	expect_function(lab, "0000:00:06.0", 6, "b.txt");
	expect_end(lab, 0);
}

#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		LAB_TEST(odd_files_are_no_container),
		LAB_TEST(what_is_not_read_is_not_read_as_text),
#ifdef HAVE_LIBARCHIVE
		LAB_TEST(every_dump_is_the_same_in_every_container),
		LAB_TEST(stored_members_keep_their_functions),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

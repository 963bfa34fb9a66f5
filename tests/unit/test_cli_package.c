/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pcimsi/error.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/package.h"

/* What was left out: how often, and the first time. */
struct losses {
	unsigned count;
	int err;
	char path[64], why[256];
};

static void lost(const char *path, int err, const char *why, void *user)
{
	struct losses *losses = user;

	if (losses->count++)
		return;
	losses->err = err;
	snprintf(losses->path, sizeof(losses->path), "%s", path);
	snprintf(losses->why, sizeof(losses->why), "%s", why ? why : "");
}

static int add(struct package *package, const char *path, const struct input *input,
	       struct losses *losses)
{
	const struct package_visitor visitor = { .lost = lost, .user = losses };

	return package_add(package, path, input, &visitor);
}

static void an_inf_is_no_archive(void **state)
{
	struct input inf = { .bytes = (char *)"[Version]\n", .size = 10 };
	struct input wide = { .bytes = (char *)"\xff\xfe[\0", .size = 4 };
	struct input empty = { .bytes = NULL };

	(void)state;
	assert_false(package_is(&inf));
	assert_false(package_is(&wide));
	assert_false(package_is(&empty));
}

#ifndef HAVE_LIBARCHIVE

static void archives_need_libarchive(void **state)
{
	struct input zip = { .bytes = (char *)"PK\3\4", .size = 4 };
	struct package package = { 0 };
	struct losses losses = { 0 };

	(void)state;
	assert_true(package_is(&zip));
	assert_int_equal(add(&package, "a.zip", &zip, &losses), 0);
	assert_int_equal(losses.err, PCIMSI_ERR_UNSUPPORTED);
	assert_string_not_equal(losses.why, "");
}

static void archives_are_read(void **state)
{
	(void)state;
	skip(); /* this build has no libarchive */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_inf_is_no_archive),
		cmocka_unit_test(archives_need_libarchive),
		cmocka_unit_test(archives_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

#include <archive.h>
#include <archive_entry.h>

#define ARCHIVE_SIZE 65536

struct file {
	const char *name, *bytes;
	size_t size; /* 0: of a text */
};

static const struct file tree[] = {
	{ .name = "readme.txt", .bytes = "no INF" },
	{ .name = "net/card.inf", .bytes = "[Version]\n" },
	{ .name = "net/Shared.INF", .bytes = "[Shared]\n" },
	{ .name = "storage/shared.inf", .bytes = "[Other]\n" },
	{ .name = "net/driver.sys", .bytes = "MZ" },
};

/* Inputs are written with the library as well: not every machine has the programs. */
static struct input make_sized(int format, int filter, const struct file *files, size_t count,
			       size_t room)
{
	struct input input = { .bytes = malloc(room) };
	struct archive *archive = archive_write_new();

	assert_int_equal(archive_write_set_format(archive, format), ARCHIVE_OK);
	if (filter)
		assert_true(archive_write_add_filter(archive, filter) >= ARCHIVE_WARN);
	archive_write_set_bytes_in_last_block(archive, 1);
	assert_int_equal(archive_write_open_memory(archive, input.bytes, room, &input.size),
			 ARCHIVE_OK);
	for (size_t i = 0; i < count; i++) {
		struct archive_entry *entry = archive_entry_new();
		size_t size = files[i].size ? files[i].size : strlen(files[i].bytes);

		archive_entry_set_pathname(entry, files[i].name);
		archive_entry_set_size(entry, (int64_t)size);
		archive_entry_set_filetype(entry, AE_IFREG);
		archive_entry_set_perm(entry, 0644);
		assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
		archive_write_data(archive, files[i].bytes, size);
		archive_entry_free(entry);
	}
	assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
	archive_write_free(archive);
	return input;
}

static struct input make(int format, int filter, const struct file *files, size_t count)
{
	return make_sized(format, filter, files, count, ARCHIVE_SIZE);
}

static struct input make_tree(int format, int filter)
{
	return make(format, filter, tree, sizeof(tree) / sizeof(tree[0]));
}

/* The error of the first loss, or 0. */
static int read_in(struct package *package, struct input *input)
{
	struct losses losses = { 0 };

	*package = (struct package){ 0 };
	assert_true(package_is(input));
	assert_int_equal(add(package, "d.bin", input, &losses), 0);
	assert_true(!losses.count || *losses.why);
	free(input->bytes);
	return losses.err;
}

static void the_infs_of_every_format(void **state)
{
	static const int formats[][2] = {
		{ ARCHIVE_FORMAT_ZIP, 0 },
		{ ARCHIVE_FORMAT_7ZIP, 0 },
		{ ARCHIVE_FORMAT_TAR_USTAR, 0 },
		{ ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP },
		{ ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_XZ },
	};
	struct package package;

	(void)state;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct input input = make_tree(formats[i][0], formats[i][1]);

		assert_int_equal(read_in(&package, &input), 0);
		assert_int_equal(package.files.count, 3);
		assert_string_equal(package.files.items[0].path, "d.bin/net/card.inf");
		assert_int_equal(package.files.items[0].input.size, 10);
		assert_memory_equal(package.files.items[0].input.bytes, "[Version]\n", 10);
		assert_string_equal(package.files.items[1].path, "d.bin/net/Shared.INF");
		package_done(&package);
	}
}

/* What drivers are delivered in: [MS-CAB], one folder without compression. */
static void a_cabinet(void **state)
{
	static const unsigned char
		bytes
			[] = {
				'M',  'S',  'C', 'F',  0,   0,   0,   0,   94,  0,    0,
				0,    0,    0,   0,    0, /* size 94 */
				44,   0,    0,   0,    0,   0,   0,   0,   3,   1,    1,
				0,    1,    0,   0,    0,   0,   0,   0,   0, /* files at 44 */
				76,   0,    0,   0,    1,   0,   0,   0, /* the folder: data at 76,
									    one block, stored */
				10,   0,    0,   0,    0,   0,   0,   0,   0,   0,    0x21,
				0x58, 0,    0,   0x20, 0, /* the file: 10 bytes */
				'n',  'e',  't', '\\', 'c', 'a', 'r', 'd', '.', 'i',  'n',
				'f',  '\0', 0,   0,    0,   0,   0,   0,   0,   10,   0,
				10,   0, /* the block, without a checksum */
				'[',  'V',  'e', 'r',  's', 'i', 'o', 'n', ']', '\n',
			};
	struct input input = { .bytes = malloc(sizeof(bytes)), .size = sizeof(bytes) };
	struct package package;

	(void)state;
	memcpy(input.bytes, bytes, sizeof(bytes));
	assert_int_equal(read_in(&package, &input), 0);
	assert_int_equal(package.files.count, 1);
	assert_string_equal(package.files.items[0].path, "d.bin/net/card.inf");
	assert_memory_equal(package.files.items[0].input.bytes, "[Version]\n", 10);
	package_done(&package);
}

static void wrap(struct input *input, const char *name)
{
	const struct file member = { .name = name, .bytes = input->bytes, .size = input->size };
	struct input outer = make(ARCHIVE_FORMAT_TAR_USTAR, 0, &member, 1);

	free(input->bytes);
	*input = outer;
}

static void an_archive_in_an_archive(void **state)
{
	static const char *const names[] = { "1.tar", "2.tar", "3.tar", "4.tar" };
	struct input input = make_tree(ARCHIVE_FORMAT_TAR_USTAR, 0);
	struct package package;

	(void)state;
	for (int depth = 0; depth < 3; depth++)
		wrap(&input, names[depth]);
	assert_int_equal(read_in(&package, &input), 0);
	assert_int_equal(package.files.count, 3);
	assert_string_equal(package.files.items[0].path, "d.bin/3.tar/2.tar/1.tar/net/card.inf");
	package_done(&package);
	/* There is an end to it. */
	input = make_tree(ARCHIVE_FORMAT_TAR_USTAR, 0);
	for (int depth = 0; depth < 4; depth++)
		wrap(&input, names[depth]);
	assert_int_equal(read_in(&package, &input), PCIMSI_ERR_UNSUPPORTED);
	package_done(&package);
}

/* Whatever it is called; what is not read is no reason to leave out the others. */
static void damage_inside_is_told(void **state)
{
	struct input whole = make_tree(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP);
	const struct file files[] = {
		{ .name = "a.dat", .bytes = whole.bytes, .size = whole.size / 2 },
		{ .name = "b.dat", .bytes = whole.bytes, .size = whole.size },
		tree[1],
	};
	struct input input = make(ARCHIVE_FORMAT_ZIP, 0, files, 3);
	struct losses losses = { 0 };
	struct package package = { 0 };

	(void)state;
	assert_int_equal(add(&package, "d.zip", &input, &losses), 0);
	assert_int_equal(losses.count, 1);
	assert_int_equal(losses.err, PCIMSI_ERR_IO);
	assert_string_equal(losses.path, "d.zip/a.dat");
	assert_true(package.files.count >= 4);
	assert_string_equal(package.files.items[package.files.count - 1].path,
			    "d.zip/net/card.inf");
	package_done(&package);
	free(input.bytes);
	free(whole.bytes);
}

/* A stream has no name of its own: only what is called one is an INF. */
static void a_compressed_inf(void **state)
{
	static const struct file inf = { .name = "-", .bytes = "[Version]\n" };
	struct input stream = make(ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP, &inf, 1);
	const struct file files[] = {
		{ .name = "card.inf.gz", .bytes = stream.bytes, .size = stream.size },
		{ .name = "changes.gz", .bytes = stream.bytes, .size = stream.size },
	};
	struct input input = make(ARCHIVE_FORMAT_TAR_USTAR, 0, files, 2);
	struct package package;

	(void)state;
	assert_int_equal(read_in(&package, &input), 0);
	assert_int_equal(package.files.count, 1);
	assert_string_equal(package.files.items[0].path, "d.bin/card.inf.gz");
	assert_int_equal(package.files.items[0].input.size, 10);
	package_done(&package);
	assert_int_equal(read_in(&package, &stream), 0);
	assert_int_equal(package.files.count, 1);
	assert_string_equal(package.files.items[0].path, "d.bin");
	package_done(&package);
}

/* What the directory says of the first INF is not what its bytes come to. */
static void a_wrong_checksum_is_told(void **state)
{
	struct input input = make(ARCHIVE_FORMAT_ZIP, 0, tree + 1, 2);
	char *entry = memmem(input.bytes, input.size, "PK\1\2", 4);
	struct losses losses = { 0 };
	struct package package = { 0 };

	(void)state;
	assert_non_null(entry);
	entry[16] ^= 1; /* APPNOTE.TXT, 4.3.12 */
	assert_int_equal(add(&package, "d.zip", &input, &losses), 0);
	assert_int_equal(losses.err, PCIMSI_ERR_IO);
	assert_non_null(strstr(losses.why, "net/card.inf"));
	assert_int_equal(package.files.count, 2);
	package_done(&package);
	free(input.bytes);
}

static void includes_are_found_in_the_same_folder(void **state)
{
	struct input input = make_tree(ARCHIVE_FORMAT_ZIP, 0);
	struct package package;

	(void)state;
	assert_int_equal(read_in(&package, &input), 0);
	assert_ptr_equal(package_beside(&package, "d.bin/net/card.inf", "shared.inf"),
			 &package.files.items[1]);
	assert_ptr_equal(package_beside(&package, "d.bin/storage/x.inf", "SHARED.inf"),
			 &package.files.items[2]);
	assert_null(package_beside(&package, "d.bin/net/card.inf", "other.inf"));
	assert_null(package_beside(&package, "d.bin/card.inf", "shared.inf"));
	assert_ptr_equal(package_find(&package, "d.bin/storage/shared.inf"),
			 &package.files.items[2]);
	package_done(&package);
}

static void what_a_damaged_archive_holds_stays(void **state)
{
	struct input whole = make_tree(ARCHIVE_FORMAT_TAR_USTAR, 0);
	struct package package;

	(void)state;
	for (size_t size = 512; size < whole.size; size += 97) {
		struct input cut = { .bytes = malloc(size), .size = size };

		memcpy(cut.bytes, whole.bytes, size);
		read_in(&package, &cut);
		assert_true(package.files.count <= 3);
		package_done(&package);
	}
	free(whole.bytes);
}

static void infs_without_end_are_refused(void **state)
{
	struct input input = make_tree(ARCHIVE_FORMAT_ZIP, 0);
	struct package package = { .kept = (UINT64_C(512) << 20) - 15 };
	struct losses losses = { 0 };

	(void)state;
	assert_int_equal(add(&package, "d.zip", &input, &losses), 0);
	assert_int_equal(losses.err, PCIMSI_ERR_LIMIT);
	assert_int_equal(package.files.count, 1);
	package_done(&package);
	free(input.bytes);
}

/* Of a member that is no INF nothing is kept, but all of it has to be expanded. */
static void what_is_skipped_counts(void **state)
{
	static const int filters[] = { ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_XZ };
	struct file zeros = { .name = "driver.sys", .size = 64u << 20 };
	char *bytes = calloc(zeros.size, 1);
	struct package package;

	(void)state;
	assert_non_null(bytes);
	zeros.bytes = bytes;
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
		struct file files[] = { tree[1], zeros, tree[2] };
		struct input input = make(ARCHIVE_FORMAT_TAR_USTAR, filters[i], files, 3);

		assert_int_equal(read_in(&package, &input), PCIMSI_ERR_LIMIT);
		assert_int_equal(package.files.count, 1);
		package_done(&package);
	}
	free(bytes);
}

/* Many that are small are many: 100,000 members in all. */
static void every_member_counts(void **state)
{
	static struct file empty[50000];
	struct package package = { 0 };
	struct input inner, input;
	struct losses losses = { 0 };

	(void)state;
	for (size_t i = 0; i < 50000; i++)
		empty[i] = (struct file){ .name = "x", .bytes = "" };
	inner = make_sized(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, empty, 50000, 1 << 20);
	const struct file files[] = {
		tree[1],
		{ .name = "1.tgz", .bytes = inner.bytes, .size = inner.size },
		{ .name = "2.tgz", .bytes = inner.bytes, .size = inner.size },
		tree[2],
	};
	input = make_sized(ARCHIVE_FORMAT_TAR_USTAR, 0, files, 4, 1 << 20);
	assert_int_equal(add(&package, "d.tar", &input, &losses), 0);
	assert_int_equal(losses.err, PCIMSI_ERR_LIMIT);
	assert_string_equal(losses.why, "100000 members");
	assert_int_equal(package.files.count, 1);
	package_done(&package);
	free(inner.bytes);
	free(input.bytes);
}

/* Whatever the locale: a name that it has no characters for is still that of an INF. */
static void names_are_those_of_the_archive(void **state)
{
	static const char *const locales[] = { "C", "C.UTF-8", "tr_TR.UTF-8", "zh_CN.gb18030" };
	static const struct file files[] = {
		{ .name = "gr\xc3\xb6\xc3\x9f"
			  "e.inf",
		  .bytes = "[Version]\n" },
		{ .name = "FIT.INF", .bytes = "[Version]\n" },
		{ .name = "empty.inf", .bytes = "" },
	};
	static const int formats[] = { ARCHIVE_FORMAT_ZIP, ARCHIVE_FORMAT_TAR_PAX_RESTRICTED,
				       ARCHIVE_FORMAT_7ZIP };
	struct input inputs[3], input;
	struct package package;

	(void)state;
	assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
	for (unsigned f = 0; f < 3; f++)
		inputs[f] = make(formats[f], 0, files, 3);
	for (unsigned l = 0; l < sizeof(locales) / sizeof(locales[0]); l++) {
		if (!setlocale(LC_CTYPE, locales[l]))
			continue;
		for (unsigned f = 0; f < 3; f++) {
			input = (struct input){ malloc(inputs[f].size), inputs[f].size };
			memcpy(input.bytes, inputs[f].bytes, input.size);
			assert_int_equal(read_in(&package, &input), 0);
			assert_int_equal(package.files.count, 3);
			/* In C there are no characters for it, and it is an INF all the same. */
			if (MB_CUR_MAX > 1)
				assert_string_equal(package.files.items[0].path,
						    "d.bin/gr\xc3\xb6\xc3\x9f"
						    "e.inf");
			assert_non_null(package_beside(&package, "d.bin/x", "fit.inf"));
			package_done(&package);
		}
	}
	for (unsigned f = 0; f < 3; f++)
		free(inputs[f].bytes);
	setlocale(LC_CTYPE, "C");
}

#define MAIL                                                                              \
	"From: a@lab.example\nDate: Sat, 28 Nov 2026 09:00:00 +0000\nMIME-Version: 1.0\n" \
	"Content-Type: multipart/mixed; boundary=b\n\n"

/* The text of a mail is none, though no part says that it is not. */
static void infs_of_mails(void **state)
{
#ifndef HAVE_GMIME
	(void)state;
	skip(); /* this build has no GMime */
#else
	static const struct file mail = {
		.name = "driver.eml",
		.bytes = MAIL "--b\n\nDear all, [it] is attached.\n"
			      "--b\nContent-Disposition: attachment; filename=\"card.inf\"\n"
			      "Content-Transfer-Encoding: base64\n\nW1ZlcnNpb25dCg==\n--b--\n",
	};
	struct input input = { .bytes = strdup(mail.bytes), .size = strlen(mail.bytes) };
	struct package package;

	(void)state;
	assert_int_equal(read_in(&package, &input), 0);
	assert_int_equal(package.files.count, 1);
	assert_string_equal(package.files.items[0].path, "d.bin/part 2/card.inf");
	assert_memory_equal(package.files.items[0].input.bytes, "[Version]\n", 10);
	package_done(&package);
	input = make(ARCHIVE_FORMAT_ZIP, 0, &mail, 1);
	assert_int_equal(read_in(&package, &input), 0);
	assert_int_equal(package.files.count, 1);
	assert_string_equal(package.files.items[0].path, "d.bin/driver.eml/part 2/card.inf");
	package_done(&package);
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_inf_is_no_archive),
		cmocka_unit_test(the_infs_of_every_format),
		cmocka_unit_test(a_cabinet),
		cmocka_unit_test(an_archive_in_an_archive),
		cmocka_unit_test(includes_are_found_in_the_same_folder),
		cmocka_unit_test(what_a_damaged_archive_holds_stays),
		cmocka_unit_test(infs_without_end_are_refused),
		cmocka_unit_test(damage_inside_is_told),
		cmocka_unit_test(a_compressed_inf),
		cmocka_unit_test(a_wrong_checksum_is_told),
		cmocka_unit_test(infs_of_mails),
		cmocka_unit_test(what_is_skipped_counts),
		cmocka_unit_test(every_member_counts),
		cmocka_unit_test(names_are_those_of_the_archive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif

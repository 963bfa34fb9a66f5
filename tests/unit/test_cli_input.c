/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pcimsi/error.h>

#include "cli/folder.h"
#include "cli/input.h"
#include "cli/listing.h"

#include <dirent.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where case is not that of ASCII: I there is no capital i. */
static int enter(void **state)
{
	static char folder[] = "/tmp/test_cli_input.XXXXXX";

	*state = folder;
	setlocale(LC_CTYPE, "tr_TR.UTF-8");
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

/* Removes what is below the folder the program stands in. */
static void clear(void)
{
	DIR *folder = opendir(".");
	struct dirent *entry;

	while ((entry = readdir(folder))) {
		if (entry->d_name[0] == '.')
			continue;
		if (unlink(entry->d_name) == 0)
			continue;
		chmod(entry->d_name, 0700);
		if (chdir(entry->d_name) == 0) {
			clear();
			assert_int_equal(chdir(".."), 0);
		}
		rmdir(entry->d_name);
	}
	closedir(folder);
}

static int leave(void **state)
{
	clear();
	return chdir("/") == 0 ? rmdir(*state) : -1;
}

static void put_file(const char *path)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs("[Version]\n", file);
	assert_int_equal(fclose(file), 0);
}

/* ---- files --------------------------------------------------------------------------------- */

static void what_is_found_is_an_ordinary_file(void **state)
{
	const char *detail = NULL;
	struct input input;

	(void)state;
	put_file("a.inf");
	assert_int_equal(mkfifo("pipe.inf", 0600), 0);
	assert_int_equal(symlink("/dev/zero", "zero.inf"), 0);
	assert_int_equal(input_read_found("a.inf", 100, &input, &detail), 0);
	assert_int_equal(input.size, 10);
	assert_memory_equal(input.bytes, "[Version]\n", 10);
	input_done(&input);
	assert_int_equal(input_read_found("pipe.inf", 100, &input, &detail), PCIMSI_ERR_IO);
	assert_string_equal(detail, "it is no ordinary file");
	assert_int_equal(input_read_found("zero.inf", 100, &input, &detail), PCIMSI_ERR_IO);
	assert_int_equal(input_read_found("none.inf", 100, &input, &detail), PCIMSI_ERR_IO);
	assert_string_equal(detail, strerror(ENOENT));
	assert_int_equal(input_read(".", 100, &input, &detail), PCIMSI_ERR_IO);
	assert_string_equal(detail, strerror(EISDIR));
	clear();
}

static void no_more_is_read_than_may_be(void **state)
{
	const char *detail = NULL;
	struct input input;

	(void)state;
	put_file("a.inf");
	assert_int_equal(input_read("a.inf", 10, &input, &detail), 0);
	input_done(&input);
	assert_int_equal(input_read("a.inf", 9, &input, &detail), PCIMSI_ERR_LIMIT);
	assert_null(input.bytes);
	assert_int_equal(input_read("/dev/zero", 1 << 20, &input, &detail), PCIMSI_ERR_LIMIT);
	assert_null(input.bytes);
	clear();
}

/* ---- folders ------------------------------------------------------------------------------- */

struct seen {
	char text[512];
	unsigned lost;
};

static void see(const char *path, void *user)
{
	struct seen *seen = user;

	assert_true(strlen(seen->text) + strlen(path) + 2 < sizeof(seen->text));
	strcat(strcat(seen->text, path), " ");
}

static void see_loss(const char *path, const char *why, void *user)
{
	assert_non_null(path);
	assert_non_null(why);
	((struct seen *)user)->lost++;
}

static int look(const char *path, struct seen *seen)
{
	const struct folder_visitor visitor = { .inf = see, .lost = see_loss, .user = seen };

	*seen = (struct seen){ 0 };
	return folder_infs(path, &visitor);
}

static void all_infs_whatever_the_locale(void **state)
{
	struct seen seen;

	(void)state;
	assert_int_equal(mkdir("sub", 0700), 0);
	put_file("B.INF");
	put_file("a.inf");
	put_file("card.Inx");
	put_file("readme.txt");
	put_file("sub/FIT.Inf");
	assert_int_equal(look(".", &seen), 4);
	assert_string_equal(seen.text, "./B.INF ./a.inf ./card.Inx ./sub/FIT.Inf ");
	assert_int_equal(seen.lost, 0);
	assert_int_equal(look("none", &seen), 0);
	assert_int_equal(seen.lost, 1);
	clear();
}

static void a_folder_that_cannot_be_read_is_told(void **state)
{
	struct seen seen;
	bool root = geteuid() == 0;

	(void)state;
	assert_int_equal(chmod(".", 0755), 0);
	assert_int_equal(mkdir("secret", 0700), 0);
	put_file("secret/b.inf");
	put_file("z.inf");
	assert_int_equal(chmod("secret", 0), 0);
	/* Root may read all. */
	if (root)
		assert_int_equal(seteuid(65534), 0);
	assert_int_equal(look(".", &seen), 1);
	if (root)
		assert_int_equal(seteuid(0), 0);
	assert_string_equal(seen.text, "./z.inf ");
	assert_int_equal(seen.lost, 1);
	clear();
}

static void a_folder_that_is_too_deep_is_told(void **state)
{
	char path[512] = ".";
	struct seen seen;

	(void)state;
	for (int i = 0; i < 70; i++) {
		strcat(path, "/d");
		assert_int_equal(mkdir(path, 0700), 0);
	}
	path[2 * 20 + 1] = '\0';
	put_file(strcat(path, "/a.inf"));
	assert_int_equal(look(".", &seen), 1);
	assert_int_equal(seen.lost, 1);
	clear();
}

/* ---- listings ------------------------------------------------------------------------------ */

static void names_are_found_whatever_their_case(void **state)
{
	struct listings listings = { 0 };
	const struct listing *listing;

	(void)state;
	put_file("MACHINE.INF");
	put_file("b.inf");
	put_file("B.inf");
	assert_false(listings_has(&listings, "."));
	listing = listings_of(&listings, ".");
	assert_non_null(listing);
	assert_int_equal(listing->error, 0);
	assert_string_equal(listing_find(listing, "machine.inf"), "MACHINE.INF");
	assert_string_equal(listing_find(listing, "B.INF"), "B.inf");
	assert_null(listing_find(listing, "machine.in"));
	assert_null(listing_find(listing, "machine.inf1"));
	/* A folder is read once: what comes later is not there. */
	put_file("later.inf");
	assert_ptr_equal(listings_of(&listings, "."), listing);
	assert_null(listing_find(listing, "later.inf"));
	listings_done(&listings);
	clear();
}

static void what_cannot_be_read_is_remembered(void **state)
{
	struct listings listings = { 0 };
	const struct listing *listing = listings_of(&listings, "none");

	(void)state;
	assert_non_null(listing);
	assert_int_equal(listing->error, ENOENT);
	assert_null(listing_find(listing, "a.inf"));
	assert_true(listings_has(&listings, "none"));
	assert_int_equal(mkdir("none", 0700), 0);
	assert_ptr_equal(listings_of(&listings, "none"), listing);
	listings_done(&listings);
	clear();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_found_is_an_ordinary_file),
		cmocka_unit_test(no_more_is_read_than_may_be),
		cmocka_unit_test(all_infs_whatever_the_locale),
		cmocka_unit_test(a_folder_that_cannot_be_read_is_told),
		cmocka_unit_test(a_folder_that_is_too_deep_is_told),
		cmocka_unit_test(names_are_found_whatever_their_case),
		cmocka_unit_test(what_cannot_be_read_is_remembered),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}

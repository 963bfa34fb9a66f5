/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pcimsi/capture.h>

#include "caps/decode.h"
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What tests/data/pci.ids calls 8086:10c9 and 8086:1234. */
#define KNOWN "Test Silicon Dual-port gigabit Ethernet"
#define HALF_KNOWN "Test Silicon Device 1234"

static const struct {
	const char *heading, *want;
	uint16_t vendor, device;
} cases[] = {
	{ .heading = "Host bridge [0600]: Intel Corporation 82G33 [8086:29c0] (rev 02)",
	  .want = "Intel Corporation 82G33" },
	{ .heading = "Host bridge: Intel Corporation 82G33 (rev 02) (prog-if 00 [x])",
	  .want = "Intel Corporation 82G33" },
	{ .heading = "SCSI: Advanced Micro Devices, Inc. [AMD] 53c974 [PCscsi] (rev 10)",
	  .want = "Advanced Micro Devices, Inc. [AMD] 53c974 [PCscsi]" },
	{ .heading = "0200: 8086:10c9 (rev 01)", .want = KNOWN },
	{ .heading = "Ethernet controller: Device 8086:10c9", .want = KNOWN },
	{ .heading = "no class here", .want = KNOWN },
	{ .heading = NULL, .want = KNOWN },
	{ .heading = NULL, .device = 0x1234, .want = HALF_KNOWN },
	{ .heading = NULL, .vendor = 0x4321, .want = NULL },
	{ .heading = "Ethernet controller: ", .want = KNOWN },
};

static struct pcimsi_names *open_names(const char *path)
{
	struct pcimsi_names *names = NULL;
	const char *detail = NULL;

	assert_int_equal(pcimsi_names_open(path, &names, &detail), 0);
	assert_non_null(names);
	return names;
}

static void names_come_from_the_heading_else_from_pci_ids(void **state)
{
	struct pcimsi_names *names = open_names("tests/data/pci.ids");

	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pcimsi_function function;
		struct config c;
		char buffer[256];
		const char *name;

		config_endpoint(&c, cases[i].vendor ? cases[i].vendor : 0x8086,
				cases[i].device ? cases[i].device : 0x10c9);
		c.raw.heading = cases[i].heading;
		pcimsi_function_decode(&c.raw, &function);
		name = pcimsi_names_function(names, &function, buffer, sizeof(buffer));
		if (cases[i].want)
			assert_string_equal(name, cases[i].want);
		else
			assert_null(name);
	}
	pcimsi_names_close(names);
}

/* Whether the list gives the vendor 4321 a name; it is in none that ships. */
static bool knows_4321(struct pcimsi_names *names)
{
	struct pcimsi_function function;
	struct config c;
	char buffer[256];

	config_endpoint(&c, 0x4321, 0x0001);
	pcimsi_function_decode(&c.raw, &function);
	return pcimsi_names_function(names, &function, buffer, sizeof(buffer)) != NULL;
}

/* libpci keeps what it looked up in the network there, and would ask it by default. */
static void a_users_cache_is_not_asked(void **state)
{
	char folder[] = "/tmp/test_source_names.XXXXXX", path[64];
	struct pcimsi_names *names;
	FILE *cache;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/.pciids-cache", folder);
	cache = fopen(path, "w");
	assert_non_null(cache);
	fputs("#PCI-CACHE-1.0\n0 4321 0 0 0 Cached\n1 4321 1 0 0 Device\n", cache);
	assert_int_equal(fclose(cache), 0);
	setenv("HOME", folder, 1);
	names = open_names("tests/data/pci.ids");
	assert_false(knows_4321(names));
	pcimsi_names_close(names);
	unlink(path);
	rmdir(folder);
}

static void write_list(const char *path, const char *text)
{
	FILE *list = fopen(path, "w");

	assert_non_null(list);
	fputs(text, list);
	assert_int_equal(fclose(list), 0);
}

/* Named and not read is an error, and names of headings are known all the same. */
static void a_list_that_cannot_be_read_is_an_error(void **state)
{
	char path[] = "/tmp/test_source_names.XXXXXX";
	struct pcimsi_names *names;
	const char *detail = NULL;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(pcimsi_names_open("tests/data/none.ids", &names, &detail), PCIMSI_ERR_IO);
	assert_non_null(names);
	assert_non_null(detail);
	assert_false(knows_4321(names));
	pcimsi_names_close(names);
	write_list(path, "4321  Silicon\nno number\n");
	assert_int_equal(pcimsi_names_open(path, &names, &detail), PCIMSI_ERR_FORMAT);
	assert_non_null(names);
	assert_non_null(strstr(detail, "line 2"));
	assert_false(knows_4321(names));
	pcimsi_names_close(names);
	write_list(path, "4321  Silicon\n");
	assert_int_equal(pcimsi_names_open(path, &names, &detail), 0);
	assert_true(knows_4321(names));
	assert_int_equal(pcimsi_names_error(names, &detail), 0);
	pcimsi_names_close(names);
	unlink(path);
}

static void a_short_buffer_cuts_the_name(void **state)
{
	struct pcimsi_names *names = open_names("tests/data/pci.ids");
	struct pcimsi_function function;
	struct config c;
	char buffer[8];

	(void)state;
	config_endpoint(&c, 0x8086, 0x10c9);
	c.raw.heading = "Class: A long name of a device";
	pcimsi_function_decode(&c.raw, &function);
	assert_string_equal(pcimsi_names_function(names, &function, buffer, sizeof(buffer)),
			    "A long ");
	pcimsi_names_close(names);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_come_from_the_heading_else_from_pci_ids),
		cmocka_unit_test(a_users_cache_is_not_asked),
		cmocka_unit_test(a_list_that_cannot_be_read_is_an_error),
		cmocka_unit_test(a_short_buffer_cuts_the_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

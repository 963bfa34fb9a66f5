/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pcimsi/capture.h>

#include "config.h"

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

static void names_come_from_the_heading_else_from_pci_ids(void **state)
{
	struct pcimsi_names *names = pcimsi_names_open("tests/data/pci.ids");

	(void)state;
	assert_non_null(names);
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

static void a_short_buffer_cuts_the_name(void **state)
{
	struct pcimsi_names *names = pcimsi_names_open("tests/data/pci.ids");
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
		cmocka_unit_test(a_short_buffer_cuts_the_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

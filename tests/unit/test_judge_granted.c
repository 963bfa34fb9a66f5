/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "caps/decode.h"
#include "config.h"
#include "judge/judge_priv.h"

/* Which devices of what Windows granted are which function. */

#define ID "PCI\\VEN_8086&amp;DEV_10D3&amp;SUBSYS_00000000&amp;REV_00"
#define HEAD "<PnpUtil Command=\"/resources\">\n"
#define PLACE(bus, address)                                                           \
	"<Properties><Property Key=\"DEVPKEY_Device_BusNumber\"><Value>" bus          \
	"</Value></Property><Property Key=\"DEVPKEY_Device_Address\"><Value>" address \
	"</Value></Property></Properties>\n"
#define DEVICE(instance, content) \
	"<Device InstanceId=\"" ID "\\" instance "\">\n" content "</Device>\n"
#define MESSAGE "<IRQ>4294967293</IRQ>\n"
#define LINE "<IRQ>16</IRQ>\n"
#define TAIL "</PnpUtil>\n"

/* One run over functions in given slots, with a list and perhaps an export. */
struct run {
	struct pcimsi_check *check;
	struct pcimsi_granted_list *list;
	struct pcimsi_registry *registry;
	const struct pcimsi_run *run;
};

static void begin(struct run *run, const char *text, const char *registry)
{
	*run = (struct run){ .check = pcimsi_check_new(NULL) };
	assert_non_null(run->check);
	assert_int_equal(pcimsi_granted_open("test.xml", text, strlen(text), NULL, &run->list), 0);
	assert_int_equal(pcimsi_check_add_granted(run->check, run->list), 0);
	if (!registry)
		return;
	assert_int_equal(
		pcimsi_registry_open("test.reg", registry, strlen(registry), NULL, &run->registry),
		0);
	assert_int_equal(pcimsi_check_add_registry(run->check, run->registry), 0);
}

/* MSI-X with 32 entries, or MSI with this control word. */
static void add_with(struct run *run, uint8_t bus, bool msix, uint16_t control, const char *capture)
{
	struct pcimsi_function function;
	struct config c;

	config_endpoint(&c, 0x8086, 0x10d3);
	config_capability(&c, msix ? 0x11 : 0x05, 0x60);
	config_u16(&c, 0x62, control);
	c.raw.slot = (struct pcimsi_slot){ .bus = bus };
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(pcimsi_check_add_function(run->check, &function, capture, false), 0);
}

/* MSI has 4 messages. */
static void add_function(struct run *run, uint8_t bus, bool msix, const char *capture)
{
	add_with(run, bus, msix, msix ? 0x001f : 0x0004, capture);
}

static const struct pcimsi_granted *judge(struct run *run, uint32_t which)
{
	assert_int_equal(pcimsi_check_run(run->check, &run->run), 0);
	return &run->run->functions[which]->granted;
}

static void end(struct run *run)
{
	pcimsi_check_free(run->check);
	pcimsi_registry_close(run->registry);
	pcimsi_granted_close(run->list);
}

static void expect_known(const struct pcimsi_granted *granted, uint32_t messages, uint32_t lines)
{
	assert_string_equal(pcimsi_granted_state_name(granted->state), "known");
	assert_int_equal(granted->messages, messages);
	assert_int_equal(granted->lines, lines);
	assert_true(granted->lines_known);
	assert_int_equal(granted->confidence,
			 messages ? PCIMSI_CONFIDENCE_INFERRED : PCIMSI_CONFIDENCE_OBSERVED);
}

static void expect_unknown(const struct pcimsi_granted *granted, enum pcimsi_granted_unknown why)
{
	assert_string_equal(pcimsi_granted_state_name(granted->state), "unknown");
	assert_int_equal(granted->unknown, why);
}

static void the_only_device_of_the_only_function(void **state)
{
	struct run run;

	(void)state;
	begin(&run, HEAD DEVICE("1", MESSAGE MESSAGE) TAIL, NULL);
	add_function(&run, 3, true, "capture");
	expect_known(judge(&run, 0), 2, 0);
	assert_false(judge(&run, 0)->at_least);
	assert_string_equal(judge(&run, 0)->device->instance, "1");
	assert_int_equal(pcimsi_check_add_granted(run.check, run.list), PCIMSI_ERR_ORDER);
	end(&run);
}

/* One number of plain MSI may be several messages; of MSI-X, and of several, each is one. */
static void one_number_of_msi_is_at_least_one_message(void **state)
{
	struct run run;

	(void)state;
	for (int msix = 0; msix < 2; msix++) {
		begin(&run, HEAD DEVICE("1", MESSAGE) TAIL, NULL);
		add_function(&run, 3, msix, "capture");
		expect_known(judge(&run, 0), 1, 0);
		assert_int_equal(judge(&run, 0)->at_least, !msix);
		end(&run);
	}
	begin(&run, HEAD DEVICE("1", MESSAGE MESSAGE) TAIL, NULL);
	add_function(&run, 3, false, "capture");
	assert_false(judge(&run, 0)->at_least);
	end(&run);
	/* One message is all that it has. */
	begin(&run, HEAD DEVICE("1", MESSAGE) TAIL, NULL);
	add_with(&run, 3, false, 0x0000, "capture");
	assert_false(judge(&run, 0)->at_least);
	end(&run);
}

static void the_device_in_the_slot_counts(void **state)
{
	struct run run;

	(void)state;
	begin(&run,
	      HEAD DEVICE("1", MESSAGE PLACE("3", "0")) DEVICE("2", LINE PLACE("0x4", "0x00000000"))
		      TAIL,
	      NULL);
	add_function(&run, 3, true, "capture");
	add_function(&run, 4, true, "capture");
	expect_known(judge(&run, 0), 1, 0);
	expect_known(judge(&run, 1), 0, 1);
	end(&run);
}

static void twins_that_differ_are_not_told_apart(void **state)
{
	struct run run;

	(void)state;
	begin(&run, HEAD DEVICE("1", MESSAGE) DEVICE("2", LINE) TAIL, NULL);
	add_function(&run, 3, true, "capture");
	expect_unknown(judge(&run, 0), PCIMSI_GRANTED_AMBIGUOUS);
	assert_int_equal(judge(&run, 0)->n_devices, 2);
	end(&run);
}

static void twins_that_agree_need_no_place(void **state)
{
	struct run run;

	(void)state;
	begin(&run, HEAD DEVICE("1", MESSAGE) DEVICE("2", MESSAGE) TAIL, NULL);
	add_function(&run, 3, true, "capture");
	add_function(&run, 4, true, "capture");
	expect_known(judge(&run, 0), 1, 0);
	expect_known(judge(&run, 1), 1, 0);
	end(&run);
}

/* Which of two functions the only device is, nobody knows; of two machines it may be both. */
static void fewer_devices_than_functions_are_ambiguous(void **state)
{
	struct run run;

	(void)state;
	begin(&run, HEAD DEVICE("1", MESSAGE) TAIL, NULL);
	add_function(&run, 3, true, "capture");
	add_function(&run, 4, true, "capture");
	expect_unknown(judge(&run, 0), PCIMSI_GRANTED_AMBIGUOUS);
	end(&run);
	begin(&run, HEAD DEVICE("1", MESSAGE) TAIL, NULL);
	add_function(&run, 3, true, "capture");
	add_function(&run, 3, true, "another");
	expect_known(judge(&run, 0), 1, 0);
	expect_known(judge(&run, 1), 1, 0);
	end(&run);
}

/* The export says which instance is in the slot. */
static void a_registry_tells_twins_apart(void **state)
{
	static const char registry[] =
		"REGEDIT4\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Enum\\PCI\\"
		"VEN_8086&DEV_10D3&SUBSYS_00000000&REV_00\\2]\n"
		"\"LocationInformation\"=\"PCI bus;(3,0,0)\"\n";
	struct run run;

	(void)state;
	begin(&run, HEAD DEVICE("1", MESSAGE) DEVICE("2", LINE) TAIL, registry);
	add_function(&run, 3, true, "capture");
	expect_known(judge(&run, 0), 0, 1);
	assert_string_equal(judge(&run, 0)->device->instance, "2");
	end(&run);
}

static void others_are_not_the_function(void **state)
{
	struct run run;

	(void)state;
	begin(&run,
	      HEAD "<Device InstanceId=\"PCI\\VEN_8086&amp;DEV_1533\\1\">" MESSAGE
		   "</Device>\n" TAIL,
	      NULL);
	add_function(&run, 3, true, "capture");
	assert_int_equal(judge(&run, 0)->state, PCIMSI_GRANTED_NO_DEVICE);
	assert_int_equal(judge(&run, 0)->n_devices, 0);
	end(&run);
}

/* What the device has is not known, and why. */
static void what_is_unknown_stays_so(void **state)
{
	struct run run;

	(void)state;
	begin(&run, HEAD DEVICE("1", "<IRQ>edge</IRQ>") TAIL, NULL);
	add_function(&run, 3, true, "capture");
	expect_unknown(judge(&run, 0), PCIMSI_GRANTED_UNREADABLE);
	end(&run);
}

/* So many that they are not compared; those in a place are found all the same. */
static void of_very_many_only_places_count(void **state)
{
	enum { MANY = 300 };
	static char text[MANY * 512];
	size_t size = (size_t)snprintf(text, sizeof(text), HEAD);
	struct run run;

	(void)state;
	for (unsigned i = 0; i < MANY; i++)
		size += (size_t)snprintf(text + size, sizeof(text) - size,
					 "<Device InstanceId=\"" ID "\\%u\">" MESSAGE
					 "%s</Device>\n",
					 i, i == MANY - 1 ? PLACE("5", "0") : "");
	snprintf(text + size, sizeof(text) - size, TAIL);
	begin(&run, text, NULL);
	add_function(&run, 3, true, "capture");
	add_function(&run, 5, true, "capture");
	expect_unknown(judge(&run, 0), PCIMSI_GRANTED_AMBIGUOUS);
	expect_known(judge(&run, 1), 1, 0);
	end(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_only_device_of_the_only_function),
		cmocka_unit_test(one_number_of_msi_is_at_least_one_message),
		cmocka_unit_test(the_device_in_the_slot_counts),
		cmocka_unit_test(twins_that_differ_are_not_told_apart),
		cmocka_unit_test(twins_that_agree_need_no_place),
		cmocka_unit_test(fewer_devices_than_functions_are_ambiguous),
		cmocka_unit_test(a_registry_tells_twins_apart),
		cmocka_unit_test(others_are_not_the_function),
		cmocka_unit_test(what_is_unknown_stays_so),
		cmocka_unit_test(of_very_many_only_places_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

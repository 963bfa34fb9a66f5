/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <pcimsi/registry.h>

#include "caps/decode.h"
#include "config.h"
#include "registry/registry_priv.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define HEADER "Windows Registry Editor Version 5.00\r\n\r\n"
#define BRANCH "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Enum\\PCI"
#define ID "VEN_8086&DEV_10D3&SUBSYS_A01F8086&REV_00"
#define DEVICE BRANCH "\\" ID "\\3&11583659&0&18"
#define MANAGEMENT DEVICE "\\Device Parameters\\Interrupt Management"
#define MESSAGES MANAGEMENT "\\MessageSignaledInterruptProperties"
#define AFFINITY MANAGEMENT "\\Affinity Policy"

struct seen_notes {
	unsigned count;
	enum pcimsi_note_code code;
	struct pcimsi_place place;
	char detail[64];
};

static void see_note(void *user, const struct pcimsi_note *note)
{
	struct seen_notes *seen = user;

	assert_string_equal(note->input, "test.reg");
	seen->count++;
	seen->code = note->code;
	seen->place = note->place;
	seen->detail[0] = '\0';
	if (note->detail)
		strncat(seen->detail, note->detail, sizeof(seen->detail) - 1);
}

static struct pcimsi_registry *open_bytes(const void *bytes, size_t size, struct seen_notes *seen)
{
	const struct pcimsi_note_sink sink = { .call = see_note, .user = seen };
	struct pcimsi_registry *registry = NULL;

	memset(seen, 0, sizeof(*seen));
	assert_int_equal(pcimsi_registry_open("test.reg", bytes, size, &sink, &registry), 0);
	assert_non_null(registry);
	return registry;
}

static struct pcimsi_registry *open_text(const char *text, struct seen_notes *seen)
{
	return open_bytes(text, strlen(text), seen);
}

/* The only device. */
static const struct pcimsi_registry_device *only(const struct pcimsi_registry *registry)
{
	const struct pcimsi_registry_device *devices;
	uint32_t count;

	devices = pcimsi_registry_devices(registry, &count);
	assert_int_equal(count, 1);
	return devices;
}

/* Without notes. */
static struct pcimsi_registry *open_clean(const char *text)
{
	struct seen_notes seen;
	struct pcimsi_registry *registry = open_text(text, &seen);

	assert_int_equal(seen.count, 0);
	return registry;
}

/* Without notes, but that regedit did not write it. */
static struct pcimsi_registry *open_import(const char *text)
{
	struct seen_notes seen;
	struct pcimsi_registry *registry = open_text(text, &seen);

	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.code, PCIMSI_NOTE_REG_IMPORT);
	return registry;
}

/* ---- what is held ---------------------------------------------------------------------------- */

static void a_whole_branch_is_read(void **state)
{
	static const char text[] = HEADER
		"[" BRANCH "]\r\n\r\n"
		"[" BRANCH "\\" ID "]\r\n\r\n"
		"[" DEVICE "]\r\n"
		"\"DeviceDesc\"=\"@net.inf,%desc%;A \\\"card\\\"\"\r\n"
		"\"LocationInformation\"=\"@System32\\\\drivers\\\\pci.sys,#65536;PCI bus %1, "
		"device %2, function %3;(0,3,0)\"\r\n"
		"\"Capabilities\"=dword:00000000\r\n"
		"\"HardwareID\"=hex(7):50,00,43,00,49,00,\\\r\n"
		"  00,00\r\n\r\n"
		"[" DEVICE "\\Device Parameters]\r\n\r\n"
		"[" MANAGEMENT "]\r\n\r\n"
		"[" AFFINITY "]\r\n"
		"\"DevicePolicy\"=dword:00000004\r\n"
		"\"AssignmentSetOverride\"=hex:0f,00\r\n\r\n"
		"[" MESSAGES "]\r\n"
		"\"MSISupported\"=dword:00000001\r\n"
		"\"MessageNumberLimit\"=dword:00000016\r\n\r\n";
	struct pcimsi_registry *registry = open_clean(text);
	const struct pcimsi_registry_device *device = only(registry);
	const struct pcimsi_held_value *settings = device->settings;

	(void)state;
	assert_string_equal(pcimsi_registry_name(registry), "test.reg");
	assert_string_equal(device->file, "test.reg");
	assert_string_equal(device->id, ID);
	assert_string_equal(device->instance, "3&11583659&0&18");
	assert_int_equal(device->vendor_id.value, 0x8086);
	assert_int_equal(device->device_id.value, 0x10d3);
	assert_int_equal(device->subsystem_id.value, 0xa01f);
	assert_int_equal(device->subsystem_vendor_id.value, 0x8086);
	assert_true(device->revision.known);
	assert_true(device->has_location);
	assert_int_equal(device->device, 3);
	assert_int_equal(device->place.line, 7);
	assert_int_equal(settings[PCIMSI_SETTING_MSI_SUPPORTED].state, PCIMSI_HELD_VALUE);
	assert_int_equal(settings[PCIMSI_SETTING_MSI_SUPPORTED].number, 1);
	assert_int_equal(settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT].number, 22);
	assert_int_equal(settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT].place.line, 24);
	assert_string_equal(settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT].text,
			    "\"MessageNumberLimit\"=dword:00000016");
	assert_int_equal(settings[PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE].type,
			 PCIMSI_REGISTRY_BINARY);
	assert_int_equal(settings[PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE].data_size, 2);
	assert_int_equal(settings[PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE].data[0], 0x0f);
	assert_int_equal(settings[PCIMSI_SETTING_DEVICE_PRIORITY].state, PCIMSI_HELD_MISSING);
	assert_int_equal(settings[PCIMSI_SETTING_DEVICE_PRIORITY].place.line, 18);
	pcimsi_registry_close(registry);
}

static void to_utf16(const char *text, uint8_t *out, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		out[2 * i] = (uint8_t)text[i];
		out[2 * i + 1] = 0;
	}
}

static void the_encoding_does_not_matter(void **state)
{
	static const char text[] = "\xff" HEADER "[" MESSAGES "]\r\n"
				   "\"MSISupported\"=dword:00000001\r\n";
	static const char *const narrow[] = {
		HEADER "[" MESSAGES "]\r\n\"MSISupported\"=dword:00000001\r\n",
		"\xef\xbb\xbf" HEADER "[" MESSAGES "]\r\n\"MSISupported\"=dword:00000001\r\n",
		"REGEDIT4\n\n[" MESSAGES "]\n\"MSISupported\"=dword:00000001\n",
		"REGEDIT4\r[" MESSAGES "]\r\"msisupported\"=DWORD:1\r",
		"REGEDIT4\n\n[" BRANCH "]\n\n[" BRANCH "\\VEN_1234&DEV_0001\\\xe4]\n\n[" MESSAGES
		"]\n\"MSISupported\"=dword:00000001\n",
		"; by hand\n[" MESSAGES "]\n\"MSISupported\" = dword: 1 ; yes\n",
		HEADER "[" MESSAGES "]\n\"MSISupported\"=hex(4):01,00,00,00\n",
		HEADER "[" MESSAGES "]\n\"MSISupported\"=hex(4):01,\\\n  00,00,\\\n  00\n",
		"\r\n" MESSAGES "\r\n    MSISupported    REG_DWORD    0x1\r\n\r\n",
	};
	uint8_t wide[2 * sizeof(text)];
	struct pcimsi_registry *registry;
	struct seen_notes seen;

	(void)state;
	to_utf16(text, wide, sizeof(text) - 1);
	wide[1] = 0xfe;
	registry = open_bytes(wide, 2 * (sizeof(text) - 1), &seen);
	assert_int_equal(seen.count, 0);
	assert_int_equal(only(registry)->settings[PCIMSI_SETTING_MSI_SUPPORTED].number, 1);
	pcimsi_registry_close(registry);
	for (size_t i = 0; i < COUNT(narrow); i++) {
		const struct pcimsi_registry_device *devices;
		uint32_t count;

		registry = open_clean(narrow[i]);
		devices = pcimsi_registry_devices(registry, &count);
		assert_int_equal(devices[count - 1].settings[PCIMSI_SETTING_MSI_SUPPORTED].number,
				 1);
		pcimsi_registry_close(registry);
	}
}

/* One value of MSISupported, as it is written. */
static void types_and_data_are_kept(void **state)
{
	static const struct {
		const char *data;
		uint32_t type;
		uint32_t size;
		int number; /* -1: none */
	} rows[] = {
		{ "dword:ffffffff", PCIMSI_REGISTRY_DWORD, 4, -1 },
		{ "dword:16", PCIMSI_REGISTRY_DWORD, 4, 22 },
		{ "\"1\"", PCIMSI_REGISTRY_SZ, 1, -1 },
		{ "\"a\\\\b\\\"c\"", PCIMSI_REGISTRY_SZ, 5, -1 },
		{ "\"two\nlines\"", PCIMSI_REGISTRY_SZ, 9, -1 },
		{ "hex:", PCIMSI_REGISTRY_BINARY, 0, -1 },
		{ "hex:01", PCIMSI_REGISTRY_BINARY, 1, -1 },
		{ "hex(b):01,00,00,00,00,00,00,00", PCIMSI_REGISTRY_QWORD, 8, -1 },
		{ "hex(2):31,00,00,00", PCIMSI_REGISTRY_EXPAND_SZ, 4, -1 },
		{ "hex(4):01,00", PCIMSI_REGISTRY_DWORD, 2, -1 },
		{ "hex:1,2,3,4,5,6,7,8,9,a", PCIMSI_REGISTRY_BINARY, 10, -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[512] = HEADER "[" MESSAGES "]\n\"MSISupported\"=";
		const struct pcimsi_held_value *held;
		struct pcimsi_registry *registry;

		strcat(strcat(text, rows[i].data), "\n\"MessageNumberLimit\"=dword:00000002\n");
		registry = open_clean(text);
		held = only(registry)->settings;
		assert_int_equal(held->state, PCIMSI_HELD_VALUE);
		assert_int_equal(held->type, rows[i].type);
		assert_int_equal(held->data_size, rows[i].size);
		if (rows[i].number >= 0)
			assert_int_equal(held->number, rows[i].number);
		assert_true(held->number_known || !held->number);
		assert_int_equal(held->number_known,
				 rows[i].type == PCIMSI_REGISTRY_DWORD && rows[i].size == 4);
		assert_int_equal(held[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT].number, 2);
		pcimsi_registry_close(registry);
	}
}

static void reg_query_lists_and_does_not_tell_what_is_not_there(void **state)
{
	static const char text[] =
		"\r\n" DEVICE "\r\n"
		"    LocationInformation    REG_SZ    @pci.sys,#65536;PCI bus %1;(259,31,7)\r\n\r\n" MESSAGES
		"\r\n"
		"    (Default)    REG_SZ    \r\n"
		"    MSISupported    REG_DWORD    0x1\r\n\r\n" AFFINITY "\r\n"
		"    AssignmentSetOverride    REG_BINARY    0F00\r\n"
		"    DevicePolicy    REG_QWORD    0x4\r\n"
		"    DevicePriority    REG_MULTI_SZ    a\\0b\r\n\r\n"
		"End of search: 3 match(es) found.\r\n";
	struct pcimsi_registry *registry = open_clean(text);
	const struct pcimsi_registry_device *device = only(registry);
	const struct pcimsi_held_value *settings = device->settings;

	(void)state;
	assert_int_equal(device->bus, 259);
	assert_int_equal(settings[PCIMSI_SETTING_MSI_SUPPORTED].number, 1);
	assert_string_equal(settings[PCIMSI_SETTING_MSI_SUPPORTED].text,
			    "MSISupported    REG_DWORD    0x1");
	assert_int_equal(settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT].state, PCIMSI_HELD_UNKNOWN);
	assert_int_equal(settings[PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE].data_size, 2);
	assert_int_equal(settings[PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE].data[0], 0x0f);
	assert_int_equal(settings[PCIMSI_SETTING_DEVICE_POLICY].type, PCIMSI_REGISTRY_QWORD);
	assert_int_equal(settings[PCIMSI_SETTING_DEVICE_POLICY].data_size, 8);
	assert_int_equal(settings[PCIMSI_SETTING_DEVICE_PRIORITY].type, PCIMSI_REGISTRY_MULTI_SZ);
	pcimsi_registry_close(registry);
}

/* ---- what is missing, and what is unknown ------------------------------------------------------
 */

#define ONE "\"MSISupported\"=dword:00000001\n"

static void an_export_tells_what_is_missing_as_far_as_it_reaches(void **state)
{
	enum { MISSING = PCIMSI_HELD_MISSING, UNKNOWN = PCIMSI_HELD_UNKNOWN };
	static const struct {
		const char *text;
		int limit, policy; /* states of MessageNumberLimit and DevicePolicy */
	} rows[] = {
		/* The whole branch, the device, Device Parameters: all that is below. */
		{ "[" BRANCH "]\n\n[" DEVICE "]\n", MISSING, MISSING },
		{ "[HKEY_LOCAL_MACHINE\\SYSTEM]\n\n[" DEVICE "]\n", MISSING, MISSING },
		{ "[" DEVICE "]\n", MISSING, MISSING },
		{ "[" DEVICE "\\Device Parameters]\n", MISSING, MISSING },
		/* One key, as in what is made to be imported: it changes that, and tells no more.
		 */
		{ "[" MANAGEMENT "]\n\n[" MESSAGES "]\n" ONE, UNKNOWN, UNKNOWN },
		{ "[" MESSAGES "]\n" ONE, UNKNOWN, UNKNOWN },
		{ "[" AFFINITY "]\n", UNKNOWN, UNKNOWN },
		{ "[" DEVICE "]\n\n[" MESSAGES "]\n\"MSISupported\"=-\n", UNKNOWN, UNKNOWN },
		/* Another branch. */
		{ "[" DEVICE "\\LogConf]\n", UNKNOWN, UNKNOWN },
		{ "[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Enum]\n\n[" DEVICE "]\n", UNKNOWN,
		  UNKNOWN },
		/* Deleted. */
		{ "[" MESSAGES "]\n" ONE "\"MessageNumberLimit\"=-\n", MISSING, UNKNOWN },
		{ "[-" MESSAGES "]\n", MISSING, UNKNOWN },
		{ "[" MESSAGES "]\n\"MessageNumberLimit\"=dword:00000004\n\n[-" MANAGEMENT "]\n",
		  MISSING, MISSING },
		/* A line that was lost may have held it. */
		{ "[" DEVICE "]\n\n[" MESSAGES "]\n" ONE "MessageNumberLimit\n", UNKNOWN, UNKNOWN },
		{ "[" DEVICE "]\n\n[" MESSAGES "\n" ONE, UNKNOWN, UNKNOWN },
		{ "[" BRANCH "]\n\n[" MESSAGES "\n" ONE "\n[" DEVICE "]\n", UNKNOWN, UNKNOWN },
		{ "[" DEVICE "]\n\n[" MESSAGES "]\n\"MSISupported\"=\"1\n\"MessageNumber"
		  "Limit\"=dword:00000002\n",
		  UNKNOWN, UNKNOWN },
		/* The end may have been cut off. */
		{ "[" DEVICE "]\n\n[" MESSAGES "]\n\"MSISupported\"=dword:00000001", UNKNOWN,
		  UNKNOWN },
		{ "[" DEVICE "]\n\n[" MESSAGES "]\n\"MessageNumberLimit\"=dword:0000", UNKNOWN,
		  UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[1024] = HEADER;
		const struct pcimsi_registry_device *device;
		struct pcimsi_registry *registry;
		struct seen_notes seen;

		registry = open_text(strcat(text, rows[i].text), &seen);
		device = only(registry);
		assert_int_equal(device->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT].state,
				 rows[i].limit);
		assert_int_equal(device->settings[PCIMSI_SETTING_DEVICE_POLICY].state,
				 rows[i].policy);
		for (int s = 0; s < PCIMSI_SETTING_COUNT; s++)
			assert_int_equal(device->settings[s].state == PCIMSI_HELD_UNKNOWN &&
						 !device->settings[s].place.line,
					 !device->settings[s].text);
		pcimsi_registry_close(registry);
	}
}

/* The bytes as UTF-16LE with its mark. */
static struct pcimsi_registry *open_wide(const char *text, struct seen_notes *seen)
{
	uint8_t wide[4096] = { 0xff, 0xfe };
	size_t size = strlen(text);

	assert_true(2 * size + 2 <= sizeof(wide));
	to_utf16(text, wide + 2, size);
	return open_bytes(wide, 2 + 2 * size, seen);
}

static void utf_16_is_the_sign_of_an_export(void **state)
{
	struct seen_notes seen;
	struct pcimsi_registry *registry = open_wide(HEADER "[" MESSAGES "]\n" ONE, &seen);

	(void)state;
	assert_int_equal(only(registry)->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT].state,
			 PCIMSI_HELD_MISSING);
	assert_int_equal(only(registry)->settings[PCIMSI_SETTING_DEVICE_POLICY].state,
			 PCIMSI_HELD_UNKNOWN);
	pcimsi_registry_close(registry);
}

/*
 * As msi-mode-utility.ps1 writes msi_undo_*.reg (github.com/vadyaravadim/msi-mode-utility): UTF-16,
 * the value that it is about to change, and what Set-Content puts at the end.
 */
static void what_undoes_is_no_export(void **state)
{
	enum { MISSING = PCIMSI_HELD_MISSING, UNKNOWN = PCIMSI_HELD_UNKNOWN };
	static const struct {
		const char *text;
		int limit;
		uint32_t line; /* of the note; 0: none */
	} rows[] = {
		/* The value was there, or was not. */
		{ "[" MESSAGES "]\r\n" ONE "\r\n\r\n", UNKNOWN, 6 },
		{ "[" MESSAGES "]\r\n\"MSISupported\"=-\r\n\r\n\r\n", UNKNOWN, 4 },
		/* Other programs. */
		{ "; undo\r\n[" MESSAGES "]\r\n" ONE, UNKNOWN, 3 },
		{ "[" MESSAGES "]\r\n" ONE "[" MESSAGES "\\x]\r\n", UNKNOWN, 5 },
		/* What regedit writes of one key, once and again. */
		{ "[" MESSAGES "]\r\n" ONE "\r\n", MISSING, 0 },
		{ "[" MESSAGES "]\r\n" ONE "\r\n" HEADER "[" MESSAGES "]\r\n" ONE "\r\n", MISSING,
		  0 },
		/* Of a device all would be there, however somebody edited it. */
		{ "; mine\r\n[" DEVICE "]\r\n\r\n\r\n[" MESSAGES "]\r\n" ONE, MISSING, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[1024] = HEADER;
		struct pcimsi_registry *registry;
		struct seen_notes seen;

		registry = open_wide(strcat(text, rows[i].text), &seen);
		assert_int_equal(
			only(registry)->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT].state,
			rows[i].limit);
		assert_int_equal(seen.count, rows[i].line != 0);
		if (rows[i].line) {
			assert_int_equal(seen.code, PCIMSI_NOTE_REG_IMPORT);
			assert_int_equal(seen.place.line, rows[i].line);
		}
		pcimsi_registry_close(registry);
	}
	(void)state;
}

/* Each was in order as it was: nothing else tells that it is no export. */
static void what_undoes_two_devices_is_no_export(void **state)
{
	static const char text[] = HEADER
		"[" MESSAGES "]\r\n" ONE "\r\n[" BRANCH "\\VEN_8086&DEV_10D4\\1\\Device "
		"Parameters\\Interrupt Management\\MessageSignaledInterruptProperties]\r\n" ONE
		"\r\n";
	const struct pcimsi_registry_device *devices;
	struct pcimsi_registry *registry;
	struct seen_notes seen;
	uint32_t count;

	(void)state;
	registry = open_wide(text, &seen);
	devices = pcimsi_registry_devices(registry, &count);
	assert_int_equal(count, 2);
	for (uint32_t i = 0; i < count; i++)
		assert_int_equal(devices[i].settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT].state,
				 PCIMSI_HELD_UNKNOWN);
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.code, PCIMSI_NOTE_REG_IMPORT);
	assert_int_equal(seen.place.line, 6);
	pcimsi_registry_close(registry);
}

static void a_deleted_key_holds_nothing_until_it_is_made_again(void **state)
{
	static const char text[] = HEADER "[" MESSAGES "]\n\"MessageNumberLimit\"=dword:00000004\n"
					  "\n[-" DEVICE "]\n\n[" MESSAGES "]\n" ONE;
	struct pcimsi_registry *registry = open_import(text);
	const struct pcimsi_held_value *settings = only(registry)->settings;

	(void)state;
	assert_int_equal(settings[PCIMSI_SETTING_MSI_SUPPORTED].number, 1);
	assert_int_equal(settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT].state, PCIMSI_HELD_MISSING);
	assert_int_equal(settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT].place.line, 6);
	pcimsi_registry_close(registry);
}

/* ---- devices --------------------------------------------------------------------------------- */

#define SET(set)                                                                          \
	"[HKEY_LOCAL_MACHINE\\SYSTEM\\" set "\\Enum\\PCI\\" ID "\\1\\Device Parameters\\" \
	"Interrupt Management\\MessageSignaledInterruptProperties]\n"

static void the_current_control_set_counts(void **state)
{
	static const struct {
		const char *text;
		unsigned number;
	} rows[] = {
		{ SET("ControlSet001") "\"MSISupported\"=dword:0\n" SET(
			  "CurrentControlSet") "\"MSISupported\"=dword:1\n",
		  1 },
		{ SET("CurrentControlSet") "\"MSISupported\"=dword:1\n" SET(
			  "ControlSet001") "\"MSISupported\"=dword:0\n",
		  1 },
		/* Of a hive that was loaded elsewhere. */
		{ SET("ControlSet001") "\"MSISupported\"=dword:2\n" SET(
			  "ControlSet002") "\"MSISupported\"=dword:0\n",
		  2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[1024] = HEADER;
		struct pcimsi_registry *registry = open_import(strcat(text, rows[i].text));

		assert_int_equal(only(registry)->settings[PCIMSI_SETTING_MSI_SUPPORTED].number,
				 rows[i].number);
		pcimsi_registry_close(registry);
	}
}

static void other_keys_are_no_devices(void **state)
{
	static const char text[] = HEADER
		"[HKEY_LOCAL_MACHINE\\SOFTWARE]\n\"a\"=\"b\"\n@=\"c\"\n\n"
		"[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Enum\\USB\\X\\1]\n\n"
		"[" BRANCH "]\n\n[" BRANCH "\\" ID "]\n\n[" BRANCH "\\" ID "\\]\n\n";
	struct pcimsi_registry *registry = open_import(text);
	uint32_t count;

	(void)state;
	pcimsi_registry_devices(registry, &count);
	assert_int_equal(count, 0);
	pcimsi_registry_close(registry);
}

static void ids_are_compared_as_far_as_both_tell(void **state)
{
	static const struct {
		const char *id;
		bool is;
	} rows[] = {
		{ "VEN_8086&DEV_10D3&SUBSYS_A01F8086&REV_00", true },
		{ "ven_8086&dev_10d3", true },
		{ "VEN_8086&DEV_10D4", false },
		{ "VEN_8087&DEV_10D3", false },
		{ "VEN_8086&DEV_10D3&SUBSYS_8086A01F", false },
		{ "VEN_8086&DEV_10D3&SUBSYS_A01F8086&REV_01", false },
		{ "VEN_8086", false },
		{ "VEN_8086&DEV_10G3", false },
		{ "PNP0A08", false },
	};
	struct pcimsi_function function;
	struct config c;

	(void)state;
	config_endpoint(&c, 0x8086, 0x10d3);
	config_u16(&c, 0x2c, 0x8086);
	config_u16(&c, 0x2e, 0xa01f);
	pcimsi_function_decode(&c.raw, &function);
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[256] = HEADER "[" BRANCH "\\";
		struct pcimsi_registry *registry;

		registry = open_clean(strcat(strcat(text, rows[i].id), "\\1]\n"));
		assert_int_equal(pcimsi_registry_device_is(only(registry), &function), rows[i].is);
		pcimsi_registry_close(registry);
	}
}

/* ---- where they do not belong ---------------------------------------------------------------- */

#define CLASS "\\Control\\Class\\{4d36e972-e325-11ce-bfc1-08002be10318}"
#define SYSTEM "HKEY_LOCAL_MACHINE\\SYSTEM"

static void values_in_other_keys_are_kept_apart(void **state)
{
	static const char text[] = HEADER "[" DEVICE "]\r\n\"DevicePolicy\"=dword:00000005\r\n"
					  "[" MANAGEMENT "]\r\n\"MSISupported\"=dword:00000001\r\n"
					  "[" AFFINITY "]\r\n\"MSISupported\"=\"1\"\r\n"
					  "\"MessageNumberLimit\"=dword:00000002\r\n"
					  "\"MessageNumberLimit\"=-\r\n\"Other\"=dword:00000001\r\n"
					  "[" MESSAGES "]\r\n\"MSISupported\"=dword:00000000\r\n"
					  "[" MANAGEMENT "]\r\n\"MSISupported\"=dword:00000003\r\n";
	static const struct {
		enum pcimsi_setting setting;
		const char *subkey, *text;
	} rows[] = {
		{ PCIMSI_SETTING_DEVICE_POLICY, "", "DevicePolicy" },
		{ PCIMSI_SETTING_MSI_SUPPORTED, "Device Parameters\\Interrupt Management",
		  "\"MSISupported\"=dword:00000003" },
		{ PCIMSI_SETTING_MSI_SUPPORTED,
		  "Device Parameters\\Interrupt Management\\Affinity Policy",
		  "\"MSISupported\"=\"1\"" },
	};
	struct pcimsi_registry *registry = open_import(text);
	const struct pcimsi_registry_device *device = only(registry);

	(void)state;
	assert_int_equal(device->n_misplaced, COUNT(rows));
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct pcimsi_misplaced_value *value = &device->misplaced[i];

		assert_int_equal(value->setting, rows[i].setting);
		assert_string_equal(value->subkey, rows[i].subkey);
		assert_non_null(strstr(value->held.text, rows[i].text));
		assert_false(value->software_key);
		assert_int_equal(value->held.state, PCIMSI_HELD_VALUE);
	}
	assert_int_equal(device->settings[PCIMSI_SETTING_MSI_SUPPORTED].number, 0);
	assert_string_equal(device->settings[PCIMSI_SETTING_MSI_SUPPORTED].key->path, MESSAGES);
	assert_int_equal(device->settings[PCIMSI_SETTING_DEVICE_POLICY].state, PCIMSI_HELD_UNKNOWN);
	pcimsi_registry_close(registry);
}

static void a_software_key_is_that_of_the_device_that_names_it(void **state)
{
	static const char text[] = HEADER
		"[" SYSTEM "\\ControlSet001" CLASS "\\0001]\r\n\"MSISupported\"=dword:00000002\r\n"
		"[" SYSTEM "\\CurrentControlSet" CLASS "\\0001\\Interrupt Management]\r\n"
		"\"MSISupported\"=dword:00000001\r\n"
		"[" SYSTEM "\\CurrentControlSet" CLASS "\\0002]\r\n"
		"\"MessageNumberLimit\"=dword:00000008\r\n"
		"[" SYSTEM "\\CurrentControlSet" CLASS "]\r\n\"MSISupported\"=dword:00000004\r\n"
		"[" SYSTEM "\\CurrentControlSet" CLASS "\\Properties]\r\n"
		"\"MSISupported\"=dword:00000004\r\n"
		"[" DEVICE "]\r\n"
		"\"Driver\"=\"{4D36E972-E325-11CE-BFC1-08002BE10318}\\\\0001\"\r\n";
	struct pcimsi_registry *registry = open_import(text);
	const struct pcimsi_registry_device *device = only(registry);
	const struct pcimsi_misplaced_value *others;
	uint32_t count;

	(void)state;
	assert_int_equal(device->n_misplaced, 1);
	assert_true(device->misplaced->software_key);
	assert_int_equal(device->misplaced->held.number, 1);
	assert_string_equal(device->misplaced->subkey, &(CLASS "\\0001\\Interrupt Management")[1]);
	others = pcimsi_registry_misplaced(registry, &count);
	assert_int_equal(count, 1);
	assert_int_equal(others->held.number, 8);
	assert_string_equal(others->subkey, &(CLASS "\\0002")[1]);
	pcimsi_registry_close(registry);
}

static void superfluous_backslashes_are_told_and_do_not_count(void **state)
{
	static const char *const rows[] = {
		HEADER "[" DEVICE "\\Device Parameters\\\\Interrupt Management\\"
		       "MessageSignaledInterruptProperties]\r\n\"MSISupported\"=dword:1\r\n",
		HEADER "[" MESSAGES "\\]\r\n\"MSISupported\"=dword:1\r\n",
		HEADER "[HKEY_LOCAL_MACHINE\\\\SYSTEM\\CurrentControlSet\\\\\\Enum\\PCI\\" ID
		       "\\3&11583659&0&18\\Device Parameters\\Interrupt Management\\"
		       "MessageSignaledInterruptProperties\\\\]\r\n\"MSISupported\"=dword:1\r\n",
		MESSAGES "\\\r\n    MSISupported    REG_DWORD    0x1\r\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct seen_notes seen;
		struct pcimsi_registry *registry = open_text(rows[i], &seen);
		const struct pcimsi_held_value *held = only(registry)->settings;

		assert_int_equal(seen.count, i != 3);
		assert_int_equal(held->number, 1);
		assert_true(held->key->superfluous);
		assert_string_equal(held->key->path, MESSAGES);
		assert_non_null(strchr(held->key->text, '\\'));
		assert_int_equal(held->key->place.line, i == 3 ? 1 : 3);
		pcimsi_registry_close(registry);
	}
}

/* ---- notes ----------------------------------------------------------------------------------- */

static void every_loss_is_a_note_with_its_place(void **state)
{
	static const struct {
		const char *text;
		enum pcimsi_note_code code;
		struct pcimsi_place place;
		const char *detail;
	} rows[] = {
		{ "[" MESSAGES "]\nMSISupported=1\n", PCIMSI_NOTE_REG_LINE, { 4, 1 }, "" },
		{ "[" MESSAGES "]\n\"MSISupported\":1\n", PCIMSI_NOTE_REG_LINE, { 4, 15 }, "" },
		{ "[" MESSAGES "\n", PCIMSI_NOTE_REG_LINE, { 3, 1 }, "" },
		{ "[]\n[" MESSAGES "]\n", PCIMSI_NOTE_REG_LINE, { 3, 1 }, "" },
		{ "[" MESSAGES "]\n\"MSISupported\"=dword:0x1\n",
		  PCIMSI_NOTE_REG_VALUE,
		  { 4, 23 },
		  "MSISupported" },
		{ "[" MESSAGES "]\n\"MSISupported\"=dword:123456789\n",
		  PCIMSI_NOTE_REG_VALUE,
		  { 4, 30 },
		  "MSISupported" },
		{ "[" MESSAGES "]\n\"a\"=hex(4:01\n", PCIMSI_NOTE_REG_VALUE, { 4, 10 }, "a" },
		{ "[" MESSAGES "]\n\"a\"=hex:01,\\ 02\n", PCIMSI_NOTE_REG_VALUE, { 4, 14 }, "a" },
		{ "[" MESSAGES "]\n\"a\"=one\n", PCIMSI_NOTE_REG_VALUE, { 4, 5 }, "a" },
		{ "[" MESSAGES "]\n\"a\"=dword:000000", PCIMSI_NOTE_REG_CUT, { 4, 17 }, "" },
		{ "[" MESSAGES "]\n\"a\"=hex:01,\\\n", PCIMSI_NOTE_REG_CUT, { 5, 1 }, "" },
		{ "[" MESSAGES "]\n\"a\"=\"b", PCIMSI_NOTE_REG_VALUE, { 4, 5 }, "a" },
		{ "[" MESSAGES "]\n;\xff\xfe\xff\n\"a\"=\"\x01\"\n",
		  PCIMSI_NOTE_COUNT,
		  { 0, 0 },
		  "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[512] = HEADER;
		struct seen_notes seen;

		pcimsi_registry_close(open_text(strcat(text, rows[i].text), &seen));
		assert_int_equal(seen.count, rows[i].code != PCIMSI_NOTE_COUNT);
		if (!seen.count)
			continue;
		assert_int_equal(seen.code, rows[i].code);
		assert_int_equal(seen.place.line, rows[i].place.line);
		assert_int_equal(seen.place.column, rows[i].place.column);
		assert_string_equal(seen.detail, rows[i].detail);
	}
}

/* A NUL takes one byte and its replacement must not take more. */
static void nul_bytes_are_spaces(void **state)
{
	char text[8192] = HEADER "[" MESSAGES "]\n";
	size_t head = strlen(text);
	struct seen_notes seen;

	(void)state;
	pcimsi_registry_close(open_bytes(text, sizeof(text), &seen));
	assert_int_equal(seen.code, PCIMSI_NOTE_MORE_NOTES);
	assert_int_equal(seen.place.line, 4);
	pcimsi_registry_close(open_bytes(text, head + 1, &seen));
	assert_int_equal(seen.code, PCIMSI_NOTE_NUL_BYTE);
	assert_int_equal(seen.place.column, 1);
}

static void half_a_character_is_replaced(void **state)
{
	static const char text[] = "\xff" HEADER "\x01";
	uint8_t wide[2 * sizeof(text)];
	struct seen_notes seen;

	(void)state;
	to_utf16(text, wide, sizeof(text) - 1);
	wide[1] = 0xfe;
	wide[2 * sizeof(text) - 3] = 0xd8;
	pcimsi_registry_close(open_bytes(wide, 2 * sizeof(text) - 2, &seen));
	assert_int_equal(seen.code, PCIMSI_NOTE_REG_LINE);
	assert_int_equal(seen.count, 2);
}

/* ---- what is no export -------------------------------------------------------------------------
 */

static void what_is_no_export_is_refused(void **state)
{
	static const char *const texts[] = {
		"",
		"\n\n",
		"[Version]\nSignature=\"$Windows NT$\"\n",
		"HKR,,a,,b\n",
		"00:01.0 0200: 8086:10d3\n",
		"hkey\n",
	};
	struct pcimsi_registry *registry;

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		assert_int_equal(
			pcimsi_registry_open("x", texts[i], strlen(texts[i]), NULL, &registry),
			PCIMSI_ERR_FORMAT);
		assert_null(registry);
	}
	assert_int_equal(pcimsi_registry_open("x", "", (size_t)257 << 20, NULL, &registry),
			 PCIMSI_ERR_LIMIT);
	assert_null(registry);
	pcimsi_registry_close(NULL);
}

/* Whatever is cut off, what is said of the rest stays true. */
static void every_prefix_says_nothing_wrong(void **state)
{
	static const char text[] = HEADER
		"[" DEVICE "]\r\n\"LocationInformation\"=\"x;(0,3,0)\"\r\n\r\n[" AFFINITY
		"]\r\n\"AssignmentSetOverride\"=hex:0f,00\r\n\r\n[" MESSAGES
		"]\r\n\"MessageNumberLimit\"=dword:00000016\r\n\"MSISupported\"=dword:"
		"00000001\r\n\r\n";

	(void)state;
	for (size_t size = sizeof(HEADER) - 1; size < sizeof(text); size++) {
		const struct pcimsi_registry_device *devices;
		const struct pcimsi_held_value *settings;
		struct pcimsi_registry *registry;
		struct seen_notes seen;
		uint32_t count;

		registry = open_bytes(text, size, &seen);
		devices = pcimsi_registry_devices(registry, &count);
		for (uint32_t i = 0; i < count; i++) {
			settings = devices[i].settings;
			if (settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT].number_known)
				assert_int_equal(
					settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT].number, 22);
			if (settings[PCIMSI_SETTING_MSI_SUPPORTED].number_known)
				assert_int_equal(settings[PCIMSI_SETTING_MSI_SUPPORTED].number, 1);
			if (settings[PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE].state ==
			    PCIMSI_HELD_VALUE)
				assert_int_equal(
					settings[PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE].data_size,
					2);
		}
		pcimsi_registry_close(registry);
	}
}

static void devices_above_the_limit_are_left_out(void **state)
{
	enum { MANY = 16384 + 10, LINE = 120 };
	char *text = malloc((size_t)MANY * LINE), *out = text;
	struct pcimsi_registry *registry;
	struct seen_notes seen;
	uint32_t count;

	(void)state;
	assert_non_null(text);
	out += sprintf(out, "REGEDIT4\n[" BRANCH "]\n");
	for (int i = 0; i < MANY; i++)
		out += sprintf(out, "[" BRANCH "\\VEN_8086&DEV_10D3\\%d]\n", i);
	registry = open_bytes(text, (size_t)(out - text), &seen);
	pcimsi_registry_devices(registry, &count);
	assert_int_equal(count, 16384);
	assert_int_equal(seen.code, PCIMSI_NOTE_MORE_NOTES);
	pcimsi_registry_close(registry);
	free(text);
}

static void running_out_of_memory_is_an_error_at_every_place(void **state)
{
	static const char text[] = HEADER "[" DEVICE "]\r\n\"LocationInformation\"=\"(0,3,0)\"\r\n"
					  "[" MESSAGES "]\r\n\"MSISupported\"=dword:1\r\n"
					  "\"MessageNumberLimit\"=hex(4):10,\\\r\n 00,00,00\r\n"
					  "[" AFFINITY "]\r\n\"DevicePolicy\"=dword:5\r\n"
					  "\"MSISupported\"=dword:1\r\n"
					  "[" SYSTEM CLASS
					  "\\\\0001]\r\n\"GroupPolicy\"=dword:1\r\n"
					  "\"DevicePriority\"=dword:1\r\n";
	struct pcimsi_registry *registry;
	size_t limit = 0;
	uint32_t count;
	int err;

	(void)state;
	do {
		limit += 16;
		err = registry_open("test.reg", text, sizeof(text) - 1, NULL, limit, &registry);
		assert_true(err == 0 || (err == PCIMSI_ERR_NOMEM && !registry));
	} while (err);
	assert_true(limit > 256);
	assert_int_equal(pcimsi_registry_devices(registry, &count)->settings[1].number, 16);
	pcimsi_registry_close(registry);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_branch_is_read),
		cmocka_unit_test(the_encoding_does_not_matter),
		cmocka_unit_test(types_and_data_are_kept),
		cmocka_unit_test(reg_query_lists_and_does_not_tell_what_is_not_there),
		cmocka_unit_test(an_export_tells_what_is_missing_as_far_as_it_reaches),
		cmocka_unit_test(utf_16_is_the_sign_of_an_export),
		cmocka_unit_test(what_undoes_is_no_export),
		cmocka_unit_test(what_undoes_two_devices_is_no_export),
		cmocka_unit_test(a_deleted_key_holds_nothing_until_it_is_made_again),
		cmocka_unit_test(the_current_control_set_counts),
		cmocka_unit_test(other_keys_are_no_devices),
		cmocka_unit_test(ids_are_compared_as_far_as_both_tell),
		cmocka_unit_test(values_in_other_keys_are_kept_apart),
		cmocka_unit_test(a_software_key_is_that_of_the_device_that_names_it),
		cmocka_unit_test(superfluous_backslashes_are_told_and_do_not_count),
		cmocka_unit_test(every_loss_is_a_note_with_its_place),
		cmocka_unit_test(nul_bytes_are_spaces),
		cmocka_unit_test(half_a_character_is_replaced),
		cmocka_unit_test(what_is_no_export_is_refused),
		cmocka_unit_test(every_prefix_says_nothing_wrong),
		cmocka_unit_test(devices_above_the_limit_are_left_out),
		cmocka_unit_test(running_out_of_memory_is_an_error_at_every_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <pcimsi/granted.h>

#include "granted/granted_priv.h"

/* What Windows granted, read of made-up files in the forms of msinfo32 and pnputil. */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define NIC "PCI\\VEN_8086&DEV_10D3&SUBSYS_A01F8086&REV_00\\3&11583659&0&18"
#define NIC_XML \
	"PCI\\VEN_8086&amp;DEV_10D3&amp;SUBSYS_A01F8086&amp;REV_00\\3&amp;11583659&amp;0&amp;18"
#define TWIN "PCI\\VEN_8086&DEV_10D3&SUBSYS_A01F8086&REV_00\\3&11583659&0&20"
#define USB "PCI\\VEN_8086&DEV_1E31&SUBSYS_00000000&REV_04\\3&11583659&0&A0"
#define NIC_NAME "Intel(R) 82574L Gigabit Network Connection"
#define USB_NAME "Intel(R) USB 3.0 eXtensible Host Controller"

struct seen_notes {
	unsigned count;
	enum pcimsi_note_code code;
	struct pcimsi_place place;
};

static void see_note(void *user, const struct pcimsi_note *note)
{
	struct seen_notes *seen = user;

	assert_string_equal(note->input, "test.txt");
	seen->count++;
	seen->code = note->code;
	seen->place = note->place;
}

static struct pcimsi_granted_list *open_bytes(const void *bytes, size_t size,
					      struct seen_notes *seen)
{
	const struct pcimsi_note_sink sink = { .call = see_note, .user = seen };
	struct pcimsi_granted_list *list = NULL;

	memset(seen, 0, sizeof(*seen));
	assert_int_equal(pcimsi_granted_open("test.txt", bytes, size, &sink, &list), 0);
	assert_non_null(list);
	return list;
}

static struct pcimsi_granted_list *open_text(const char *text, struct seen_notes *seen)
{
	return open_bytes(text, strlen(text), seen);
}

/* Without notes. */
static struct pcimsi_granted_list *open_clean(const char *text)
{
	struct seen_notes seen;
	struct pcimsi_granted_list *list = open_text(text, &seen);

	assert_int_equal(seen.count, 0);
	return list;
}

static const struct pcimsi_granted_device *nth(const struct pcimsi_granted_list *list,
					       uint32_t which, uint32_t of)
{
	const struct pcimsi_granted_device *devices;
	uint32_t count;

	devices = pcimsi_granted_devices(list, &count);
	assert_int_equal(count, of);
	return &devices[which];
}

static void expect_known(const struct pcimsi_granted_device *device, uint32_t messages,
			 uint32_t lines, enum pcimsi_granted_by by)
{
	assert_int_equal(device->unknown, PCIMSI_GRANTED_TOLD);
	assert_null(pcimsi_granted_unknown_name(device->unknown));
	assert_int_equal(device->messages, messages);
	assert_int_equal(device->lines, lines);
	assert_int_equal(device->by, by);
}

/* The text as UTF-16, as msinfo32 writes it; returns its size. */
static size_t widen(const char *text, bool mark, char *out)
{
	size_t size = 0;

	if (mark) {
		out[size++] = '\xff';
		out[size++] = '\xfe';
	}
	for (; *text; text++) {
		if (*text == '\n') {
			out[size++] = '\r';
			out[size++] = 0;
		}
		out[size++] = *text;
		out[size++] = 0;
	}
	return size;
}

/* ---- msinfo32, text -------------------------------------------------------------------------- */

#define REPORT "System Information report written at: 11/28/26 19:00:00\n[System Summary]\n\n"
#define IRQS "[IRQs]\n\nResource\tDevice\tStatus\t\n"
#define ITEMS "\n\nItem\tValue\t\n"

static const char whole_report[] = REPORT
	"Item\tValue\t\nOS Name\tMicrosoft Windows 11 Pro\t\n\n" IRQS "IRQ 4294967293\t" NIC_NAME
	"\tOK\t\nIRQ 9\tMicrosoft ACPI-Compliant System\tOK\t\n"
	"IRQ 4294967292\t" NIC_NAME "\tOK\t\nIRQ 4294967291\t" NIC_NAME "\tOK\t\n"
	"IRQ 16\t" USB_NAME "\tOK\t\n\n[Memory]\n\nResource\tDevice\tStatus\t\n"
	"0xF7C00000-0xF7C1FFFF\t" NIC_NAME "\tOK\t\n\n[Components]\n\n[Network]\n\n[Adapter]" ITEMS
	"Name\t[00000001] " NIC_NAME "\t\nAdapter Type\tEthernet 802.3\t\nLast Reset\t\t\n"
	"PNP Device ID\t" NIC "\t\nMemory Address\t0xF7C00000-0xF7C1FFFF\t\n"
	"IRQ Channel\tIRQ 4294967293\t\nIRQ Channel\tIRQ 4294967292\t\n"
	"IRQ Channel\tIRQ 4294967291\t\nDriver\tc:\\windows\\system32\\drivers\\e1i.sys\t\n"
	"\t\t\n\n[USB]\n\nDevice\tPNP Device ID\t\nUSB Root Hub\tUSB\\ROOT_HUB30\\4&1\t\n" USB_NAME
	"\t" USB "\t\n\n";

static void expect_whole_report(const struct pcimsi_granted_list *list)
{
	const struct pcimsi_granted_device *nic = nth(list, 0, 2), *usb = nth(list, 1, 2);

	expect_known(nic, 3, 0, PCIMSI_GRANTED_BY_DEVICE);
	assert_string_equal(nic->id, "VEN_8086&DEV_10D3&SUBSYS_A01F8086&REV_00");
	assert_string_equal(nic->instance, "3&11583659&0&18");
	assert_string_equal(nic->name, NIC_NAME);
	assert_string_equal(nic->file, "test.txt");
	assert_int_equal(nic->vendor_id.value, 0x8086);
	assert_int_equal(nic->subsystem_id.value, 0xa01f);
	assert_false(nic->has_location);
	expect_known(usb, 0, 1, PCIMSI_GRANTED_BY_NAME);
	assert_string_equal(usb->number_text, "IRQ 16\t" USB_NAME "\tOK\t");
}

static void msinfo_tells_by_id_and_by_name(void **state)
{
	static char wide[2 * sizeof(whole_report) + 256];
	struct seen_notes seen;
	struct pcimsi_granted_list *list;
	size_t size;

	(void)state;
	list = open_clean(whole_report);
	expect_whole_report(list);
	assert_int_equal(nth(list, 0, 2)->number_place.line, 33);
	pcimsi_granted_close(list);
	for (int mark = 0; mark < 2; mark++) {
		size = widen(whole_report, mark, wide);
		assert_int_equal(pcimsi_granted_form(wide, size), PCIMSI_GRANTED_MSINFO_TEXT);
		list = open_bytes(wide, size, &seen);
		assert_int_equal(seen.count, 0);
		expect_whole_report(list);
		pcimsi_granted_close(list);
	}
}

/* Labels and categories are in the language of the machine; the Finnish ones are of a report. */
static void labels_may_be_of_any_language(void **state)
{
	struct pcimsi_granted_list *list = open_clean(
		"[Keskeytyspyynnot]\n\nResurssi\tLaite\tTila\t\nIRQ 4294967290\tVerkko\tOK\t\n"
		"[Naytto]\n\nKohde\tArvo\t\nNimi\tVerkko\t\nPNP-tunnus\t" NIC "\t\n");

	(void)state;
	expect_known(nth(list, 0, 1), 1, 0, PCIMSI_GRANTED_BY_NAME);
	pcimsi_granted_close(list);
}

static void a_name_of_two_devices_is_nobodys(void **state)
{
	struct seen_notes seen;
	struct pcimsi_granted_list *list =
		open_text(IRQS "IRQ 4294967293\tCard\tOK\t\nIRQ 4294967292\tCard\tOK\t\n"
			       "[Problem Devices]\n\nDevice\tPNP Device ID\tError Code\t\n"
			       "Card\t" NIC "\tThe device cannot start.\t\n"
			       "Card\t" TWIN "\tThe device cannot start.\t\n",
			  &seen);

	(void)state;
	for (uint32_t i = 0; i < 2; i++)
		assert_int_equal(nth(list, i, 2)->unknown, PCIMSI_GRANTED_AMBIGUOUS);
	assert_int_equal(seen.count, 2);
	assert_int_equal(seen.code, PCIMSI_NOTE_GRANTED_AMBIGUOUS);
	pcimsi_granted_close(list);
}

/* Twins, of which each has its own where its properties stand. */
static void what_stands_with_the_id_needs_no_name(void **state)
{
	struct pcimsi_granted_list *list = open_clean(
		IRQS "IRQ 4294967293\tCard\tOK\t\nIRQ 4294967292\tCard\tOK\t\n"
		     "IRQ 4294967291\tCard\tOK\t\n[Display]" ITEMS
		     "Name\tCard\t\nPNP Device ID\t" NIC "\t\nIRQ\tIRQ 4294967293\t\n"
		     "\t\t\nName\tCard\t\nIRQ\tIRQ 4294967292\t\nPNP Device ID\t" TWIN
		     "\t\nIRQ\tIRQ 4294967291\t\n");

	(void)state;
	expect_known(nth(list, 0, 2), 1, 0, PCIMSI_GRANTED_BY_DEVICE);
	expect_known(nth(list, 1, 2), 2, 0, PCIMSI_GRANTED_BY_DEVICE);
	pcimsi_granted_close(list);
}

struct odd {
	const char *text;
	enum pcimsi_granted_unknown unknown;
	enum pcimsi_note_code note; /* PCIMSI_NOTE_COUNT: none */
	uint32_t line;
};

static const struct odd odd_reports[] = {
	/* Two lists that differ. */
	{ IRQS "IRQ 4294967293\tCard\tOK\t\n[Display]" ITEMS "Name\tCard\t\nID\t" NIC
	       "\t\nIRQ\tIRQ 4294967293\t\nIRQ\tIRQ 4294967292\t\n",
	  PCIMSI_GRANTED_CONFLICT, PCIMSI_NOTE_GRANTED_CONFLICT, 9 },
	/* Between the two kinds of numbers, and none. */
	{ "[Display]" ITEMS "Name\tCard\t\nID\t" NIC "\t\nIRQ\tIRQ 2147483648\t\n",
	  PCIMSI_GRANTED_UNREADABLE, PCIMSI_NOTE_GRANTED_NUMBER, 6 },
	{ "[Display]" ITEMS "Name\tCard\t\nID\t" NIC "\t\nIRQ\tIRQ 16 17\t\n",
	  PCIMSI_GRANTED_UNREADABLE, PCIMSI_NOTE_GRANTED_NUMBER, 6 },
	{ "[Display]" ITEMS "Name\tCard\t\nID\t" NIC "\t\nIRQ\tIRQ 99999999999\t\n",
	  PCIMSI_GRANTED_UNREADABLE, PCIMSI_NOTE_GRANTED_NUMBER, 6 },
	/* A name that is not listed is not one without interrupts: it may be listed otherwise. */
	{ IRQS "IRQ 9\tMicrosoft ACPI-Compliant System\tOK\t\n[Display]" ITEMS
	       "Name\tCard\t\nID\t" NIC "\t\n",
	  PCIMSI_GRANTED_NOT_LISTED, PCIMSI_NOTE_COUNT, 0 },
	/* The list is cut off, and so may its numbers be. */
	{ "[Display]" ITEMS "Name\tCard\t\nID\t" NIC "\t\n" IRQS
	  "IRQ 4294967293\tCard\tOK\t\nIRQ 42949",
	  PCIMSI_GRANTED_CUT, PCIMSI_NOTE_GRANTED_CUT, 10 },
	/* So is the device. */
	{ "[Display]" ITEMS "Name\tCard\t\nID\t" NIC "\t\nIRQ\tIRQ 4294967293\t\nIRQ\tIRQ 4",
	  PCIMSI_GRANTED_CUT, PCIMSI_NOTE_GRANTED_CUT, 7 },
};

static void expect_odd(const struct odd *odd)
{
	struct seen_notes seen;
	struct pcimsi_granted_list *list = open_text(odd->text, &seen);
	const struct pcimsi_granted_device *device = nth(list, 0, 1);

	assert_int_equal(device->unknown, odd->unknown);
	assert_non_null(pcimsi_granted_unknown_name(device->unknown));
	assert_int_equal(device->messages, 0);
	assert_int_equal(seen.count, odd->note != PCIMSI_NOTE_COUNT);
	if (seen.count) {
		assert_int_equal(seen.code, odd->note);
		assert_int_equal(seen.place.line, odd->line);
	}
	pcimsi_granted_close(list);
}

static void odd_reports_tell_nothing_false(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(odd_reports); i++)
		expect_odd(&odd_reports[i]);
}

/* Devices of which msinfo32 tells no id. */
static void names_without_ids_are_counted(void **state)
{
	struct seen_notes seen;
	struct pcimsi_granted_list *list = open_text(
		IRQS "IRQ 4294967293\tRoot Port\tOK\t\nIRQ 4294967292\tBridge\tOK\t\n", &seen);

	(void)state;
	nth(list, 0, 0);
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.code, PCIMSI_NOTE_GRANTED_NAMELESS);
	pcimsi_granted_close(list);
}

/* ---- msinfo32, XML --------------------------------------------------------------------------- */

#define NFO "<?xml version=\"1.0\"?>\n<MsInfo>\n<Metadata><Version>8.0</Version></Metadata>\n"
#define LISTED(number, name)                                                              \
	"<Data>\n<Resource><![CDATA[IRQ " number "]]></Resource>\n<Device><![CDATA[" name \
	"]]></Device>\n<Status><![CDATA[OK]]></Status>\n</Data>\n"
#define PROPERTY(item, value) \
	"<Data>\n<Item><![CDATA[" item "]]></Item>\n<Value><![CDATA[" value "]]></Value>\n</Data>\n"
#define BEGIN(name) "<Category name=\"" name "\">\n"
#define END "</Category>\n"

static const char whole_nfo[] = NFO BEGIN("System Summary") PROPERTY(
	"OS Name", "Microsoft Windows 11 Pro") BEGIN("Hardware Resources") BEGIN("IRQs")
	LISTED("4294967293", NIC_NAME) LISTED("4294967292", NIC_NAME) LISTED("4294967291", NIC_NAME)
		LISTED("16", USB_NAME) END END BEGIN("Components") BEGIN("Adapter")
			PROPERTY("Name", "[00000001] " NIC_NAME) PROPERTY("PNP Device ID", NIC)
				PROPERTY("IRQ Channel", "IRQ 4294967293")
					PROPERTY("IRQ Channel", "IRQ 4294967292")
						PROPERTY("IRQ Channel", "IRQ 4294967291")
							PROPERTY("", "") END BEGIN("USB")
								PROPERTY(USB_NAME, USB) END END END
	"</MsInfo>\n";

static void nfo_tells_the_same(void **state)
{
	static char wide[2 * sizeof(whole_nfo) + 512];
	struct seen_notes seen;
	struct pcimsi_granted_list *list;
	size_t size = widen(whole_nfo, true, wide);

	(void)state;
	assert_int_equal(pcimsi_granted_form(whole_nfo, sizeof(whole_nfo) - 1),
			 PCIMSI_GRANTED_MSINFO_XML);
	list = open_bytes(wide, size, &seen);
	assert_int_equal(seen.count, 0);
	expect_known(nth(list, 0, 2), 3, 0, PCIMSI_GRANTED_BY_DEVICE);
	expect_known(nth(list, 1, 2), 0, 1, PCIMSI_GRANTED_BY_NAME);
	assert_string_equal(nth(list, 1, 2)->number_text, "IRQ 16");
	pcimsi_granted_close(list);
}

/* Cut anywhere, it never tells another number. */
static void a_cut_nfo_tells_the_same_or_nothing(void **state)
{
	const struct pcimsi_granted_device *devices;
	uint32_t count;

	(void)state;
	for (size_t size = strlen(NFO); size < sizeof(whole_nfo) - 1; size++) {
		struct seen_notes seen;
		struct pcimsi_granted_list *list = open_bytes(whole_nfo, size, &seen);

		assert_true(seen.count >= (size < sizeof(whole_nfo) - 2));
		devices = pcimsi_granted_devices(list, &count);
		for (uint32_t i = 0; i < count; i++)
			if (!devices[i].unknown)
				expect_known(&devices[i], i ? 0 : 3, i,
					     i ? PCIMSI_GRANTED_BY_NAME : devices[i].by);
		pcimsi_granted_close(list);
	}
}

/* ---- pnputil --------------------------------------------------------------------------------- */

#define COMMAND "/enum-devices /connected /resources /properties /format xml"
#define PNPUTIL(with, devices)                                                                        \
	"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<PnpUtil Version=\"10.0.26100\" Command=\"" with \
	"\">\n" devices "</PnpUtil>\n"
#define DEVICE(id, content)                                                                     \
	"<Device InstanceId=\"" id "\">\n<DeviceDescription>Card</DeviceDescription>\n" content \
	"</Device>\n"
#define STARTED "<Status>Started</Status>\n"
#define PLACE                                                                                        \
	"<Properties>\n<Property Key=\"DEVPKEY_Device_BusNumber\" Type=\"UINT32\"><Value>0x00000003" \
	"</Value></Property>\n<Property Key=\"DEVPKEY_Device_Address\" Type=\"UINT32\"><Value>"      \
	"0x001f0002</Value></Property>\n<Property Key=\"DEVPKEY_PciDevice_InterruptSupport\">"       \
	"<Value>0x00000007</Value></Property>\n</Properties>\n"
#define SOUND \
	DEVICE("HDAUDIO\\FUNC_01\\5", STARTED "<IrqResources><Value>9</Value></IrqResources>\n")

static void pnputil_tells_by_id(void **state)
{
	struct pcimsi_granted_list *list = open_clean(PNPUTIL(
		COMMAND, DEVICE(NIC_XML, STARTED PLACE
				"<Resources>\n<Memory>0xF7C00000 - 0xF7C1FFFF</Memory>\n"
				"<IRQ>4294967293</IRQ>\n<IRQ>0xFFFFFFFC (-4)</IRQ>\n<IRQ>-5</IRQ>\n"
				"</Resources>\n") SOUND));
	const struct pcimsi_granted_device *nic = nth(list, 0, 1);

	(void)state;
	expect_known(nic, 3, 0, PCIMSI_GRANTED_BY_DEVICE);
	assert_true(nic->has_location);
	assert_int_equal(nic->bus, 3);
	assert_int_equal(nic->device, 31);
	assert_int_equal(nic->function, 2);
	assert_string_equal(nic->id, "VEN_8086&DEV_10D3&SUBSYS_A01F8086&REV_00");
	pcimsi_granted_close(list);
}

static void other_shapes_of_pnputil_are_read_or_unknown(void **state)
{
	static const struct {
		const char *content;
		enum pcimsi_granted_unknown unknown;
		uint32_t messages, lines;
	} shapes[] = {
		{ "<IrqResources><Value>4294967293</Value><Value>17</Value></IrqResources>\n",
		  PCIMSI_GRANTED_TOLD, 1, 1 },
		{ "<Resources><Resource Type=\"IRQ\">4294967293</Resource></Resources>\n",
		  PCIMSI_GRANTED_TOLD, 1, 0 },
		{ "<Interrupts><Interrupt>IRQ 16</Interrupt></Interrupts>\n", PCIMSI_GRANTED_TOLD,
		  0, 1 },
		{ "<Resources><Memory>0xF7C00000</Memory></Resources>\n", PCIMSI_GRANTED_TOLD, 0,
		  0 },
		/* Which of them is the number is not known. */
		{ "<Irq><Level>5</Level><Vector>4294967293</Vector></Irq>\n",
		  PCIMSI_GRANTED_UNREADABLE, 0, 0 },
		{ "<Irq Number=\"4294967293\"/>\n", PCIMSI_GRANTED_UNREADABLE, 0, 0 },
		{ "<Irq>edge</Irq>\n", PCIMSI_GRANTED_UNREADABLE, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(shapes); i++) {
		char text[2048];
		struct seen_notes seen;
		struct pcimsi_granted_list *list;
		const struct pcimsi_granted_device *device;

		snprintf(text, sizeof(text), PNPUTIL(COMMAND, DEVICE(NIC_XML, "%s") SOUND),
			 shapes[i].content);
		list = open_text(text, &seen);
		device = nth(list, 0, 1);
		assert_int_equal(device->unknown, shapes[i].unknown);
		assert_int_equal(device->messages, shapes[i].messages);
		assert_int_equal(device->lines, shapes[i].lines);
		assert_int_equal(seen.count > 0, shapes[i].unknown != PCIMSI_GRANTED_TOLD);
		pcimsi_granted_close(list);
	}
}

/* If no device has an interrupt, it is the file that does not tell of them. */
static void a_file_without_interrupts_says_nothing(void **state)
{
	struct seen_notes seen;
	struct pcimsi_granted_list *list = open_text(
		PNPUTIL(COMMAND, DEVICE(NIC_XML, "<Resources><Memory>1</Memory></Resources>\n")),
		&seen);

	(void)state;
	assert_int_equal(nth(list, 0, 1)->unknown, PCIMSI_GRANTED_NOT_LISTED);
	assert_int_equal(seen.code, PCIMSI_NOTE_GRANTED_NOTHING);
	pcimsi_granted_close(list);
	list = open_clean(PNPUTIL(COMMAND, ""));
	nth(list, 0, 0);
	pcimsi_granted_close(list);
}

static void what_is_not_connected_asks_for_nothing(void **state)
{
	struct pcimsi_granted_list *list = open_clean(
		PNPUTIL(COMMAND, DEVICE(NIC_XML, "<Status>Disconnected</Status>\n") SOUND));

	(void)state;
	assert_int_equal(nth(list, 0, 1)->unknown, PCIMSI_GRANTED_ABSENT);
	pcimsi_granted_close(list);
}

/* ---- lines of PowerShell --------------------------------------------------------------------- */

#define LINE(place, count, ids) "pcimsi-windows;" place ";7;64;" count ids "\n"
#define IDS "PCI\\VEN_8086&DEV_10D3&SUBSYS_A01F8086&REV_00 PCI\\VEN_8086&DEV_10D3"

static void lines_of_windows_tell_by_place(void **state)
{
	struct seen_notes seen;
	struct pcimsi_granted_list *list = open_text(
		"blank\n" LINE("3;2031618", "33/34;", IDS) LINE("4;0", "0/0;", IDS)
			LINE("5;0", ";", IDS) LINE("6;0", "many/2;", IDS) LINE("7;0", "", IDS)
				LINE("8;4294967295", "1/1;", IDS) LINE("9;0", "1/1;", "USB\\VID_1"),
		&seen);

	(void)state;
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.code, PCIMSI_NOTE_GRANTED_NUMBER);
	assert_int_equal(seen.place.line, 5);
	expect_known(nth(list, 0, 4), 33, 1, PCIMSI_GRANTED_BY_DEVICE);
	assert_int_equal(nth(list, 0, 4)->bus, 3);
	assert_int_equal(nth(list, 0, 4)->device, 31);
	assert_int_equal(nth(list, 0, 4)->function, 2);
	assert_string_equal(nth(list, 0, 4)->instance, "");
	assert_int_equal(nth(list, 0, 4)->subsystem_id.value, 0xa01f);
	expect_known(nth(list, 1, 4), 0, 0, PCIMSI_GRANTED_BY_DEVICE);
	assert_int_equal(nth(list, 2, 4)->unknown, PCIMSI_GRANTED_NOT_LISTED);
	assert_int_equal(nth(list, 3, 4)->unknown, PCIMSI_GRANTED_UNREADABLE);
	pcimsi_granted_close(list);
}

/* ---- XML that is none ------------------------------------------------------------------------ */

#define BEFORE DEVICE(NIC_XML, "<IRQ>4294967293</IRQ>\n")
#define HEAD "<?xml version=\"1.0\"?>\n<PnpUtil Command=\"/resources\">\n"

static void broken_xml_keeps_what_was_before(void **state)
{
	static const char *const faults[] = {
		"<Device InstanceId=\"",
		"<Device InstanceId=x>",
		"<Device <",
		"</Device>",
		"<!DOCTYPE a [<!ENTITY b \"c\">]>",
		"<a>&b;</a>",
		"<a>&#0;</a>",
		"<a>&#xd800;</a>",
		"<a>&#x110000;</a>",
		"<a>&amp</a>",
		"<!-- never ends",
		"<![CDATA[ never ends",
		"<>",
		"<a b=\"c",
		"<a b='c\"/>",
		"<a></b>",
		"<a/b>",
		"<?never ends",
		"</PnpUtil><Second/>",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(faults); i++) {
		char text[1024];
		struct seen_notes seen;
		struct pcimsi_granted_list *list;

		snprintf(text, sizeof(text), HEAD BEFORE "%s", faults[i]);
		list = open_text(text, &seen);
		expect_known(nth(list, 0, 1), 1, 0, PCIMSI_GRANTED_BY_DEVICE);
		assert_int_equal(seen.count, 1);
		assert_int_equal(seen.code, PCIMSI_NOTE_GRANTED_XML);
		assert_in_range(seen.place.line, 7, 8);
		pcimsi_granted_close(list);
	}
}

static void a_device_that_is_broken_off_is_unknown(void **state)
{
	struct seen_notes seen;
	struct pcimsi_granted_list *list = open_text(
		HEAD "<Device InstanceId=\"" NIC_XML "\">\n<IRQ>4294967293</IRQ>\n<IRQ>42", &seen);

	(void)state;
	assert_int_equal(nth(list, 0, 1)->unknown, PCIMSI_GRANTED_CUT);
	assert_int_equal(seen.code, PCIMSI_NOTE_GRANTED_XML);
	pcimsi_granted_close(list);
}

static void elements_are_not_endlessly_deep(void **state)
{
	enum { DEEP = 40000 };
	char *text = malloc(sizeof(HEAD) + 3 * DEEP);
	struct seen_notes seen;
	struct pcimsi_granted_list *list;
	size_t size = sizeof(HEAD) - 1;

	(void)state;
	assert_non_null(text);
	memcpy(text, HEAD, size);
	for (int i = 0; i < DEEP; i++, size += 3)
		memcpy(text + size, "<a>", 3);
	list = open_bytes(text, size, &seen);
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.code, PCIMSI_NOTE_GRANTED_XML);
	pcimsi_granted_close(list);
	free(text);
}

/* ---- what it is ------------------------------------------------------------------------------ */

static void forms_are_told_apart(void **state)
{
	static const struct {
		const char *text;
		enum pcimsi_granted_form form;
	} forms[] = {
		{ REPORT, PCIMSI_GRANTED_MSINFO_TEXT },
		{ "IRQ 19\tCard\tOK\n", PCIMSI_GRANTED_MSINFO_TEXT },
		{ "Name\tCard\nIRQ Channel\tIRQ 4294967294\n", PCIMSI_GRANTED_MSINFO_TEXT },
		{ NFO, PCIMSI_GRANTED_MSINFO_XML },
		{ "\n<!-- saved --><MsInfo/>", PCIMSI_GRANTED_MSINFO_XML },
		{ PNPUTIL(COMMAND, ""), PCIMSI_GRANTED_PNPUTIL_XML },
		{ "<PnpUtil/>", PCIMSI_GRANTED_PNPUTIL_XML },
		{ PNPUTIL("/enum-devices /format xml", ""), PCIMSI_GRANTED_PNPUTIL_BARE },
		{ "Microsoft PnP Utility\n\nInstance ID:                " NIC "\n",
		  PCIMSI_GRANTED_PNPUTIL_TEXT },
		{ "Microsoft-PnP-Dienstprogramm\n\nInstanz-ID:              " NIC "\n",
		  PCIMSI_GRANTED_PNPUTIL_TEXT },
		{ "pcimsi-windows;3;0;7;64;PCI\\VEN_8086&DEV_10D3\n",
		  PCIMSI_GRANTED_WINDOWS_LINES },
		{ "00:1f.2 SATA controller [0106]\n\tInterrupt: pin B routed to IRQ 16\n",
		  PCIMSI_GRANTED_NO_FORM },
		{ "<html><PnpUtil/></html>", PCIMSI_GRANTED_NO_FORM },
		{ "<", PCIMSI_GRANTED_NO_FORM },
		{ "", PCIMSI_GRANTED_NO_FORM },
	};
	struct pcimsi_granted_list *list;

	(void)state;
	for (size_t i = 0; i < COUNT(forms); i++) {
		bool is_read = forms[i].form && forms[i].form <= PCIMSI_GRANTED_WINDOWS_LINES;
		int err = pcimsi_granted_open("test.txt", forms[i].text, strlen(forms[i].text),
					      NULL, &list);

		assert_int_equal(pcimsi_granted_form(forms[i].text, strlen(forms[i].text)),
				 forms[i].form);
		assert_int_equal(err, is_read ? 0 : PCIMSI_ERR_FORMAT);
		pcimsi_granted_close(list);
	}
}

static void no_memory_is_no_list(void **state)
{
	struct pcimsi_granted_list *list;
	bool enough = false;

	(void)state;
	for (size_t memory = 1; memory < 65536 && !enough; memory += 512) {
		int err = granted_open("test.txt", whole_nfo, sizeof(whole_nfo) - 1, NULL, memory,
				       &list);

		enough = err == 0;
		assert_int_equal(err, enough ? 0 : PCIMSI_ERR_NOMEM);
		assert_int_equal(list != NULL, enough);
		pcimsi_granted_close(list);
	}
	assert_true(enough);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(msinfo_tells_by_id_and_by_name),
		cmocka_unit_test(labels_may_be_of_any_language),
		cmocka_unit_test(a_name_of_two_devices_is_nobodys),
		cmocka_unit_test(what_stands_with_the_id_needs_no_name),
		cmocka_unit_test(odd_reports_tell_nothing_false),
		cmocka_unit_test(names_without_ids_are_counted),
		cmocka_unit_test(nfo_tells_the_same),
		cmocka_unit_test(a_cut_nfo_tells_the_same_or_nothing),
		cmocka_unit_test(pnputil_tells_by_id),
		cmocka_unit_test(other_shapes_of_pnputil_are_read_or_unknown),
		cmocka_unit_test(a_file_without_interrupts_says_nothing),
		cmocka_unit_test(what_is_not_connected_asks_for_nothing),
		cmocka_unit_test(lines_of_windows_tell_by_place),
		cmocka_unit_test(broken_xml_keeps_what_was_before),
		cmocka_unit_test(a_device_that_is_broken_off_is_unknown),
		cmocka_unit_test(elements_are_not_endlessly_deep),
		cmocka_unit_test(forms_are_told_apart),
		cmocka_unit_test(no_memory_is_no_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/decoded.h"

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_DECODED 512

static void set(struct decoded *d, uint32_t offset, uint32_t value, uint32_t size)
{
	for (uint32_t i = 0; i < size && offset + i < DECODED_SIZE; i++) {
		d->data[offset + i] = (uint8_t)(value >> 8 * i);
		d->known[(offset + i) / 64] |= UINT64_C(1) << (offset + i) % 64;
	}
	d->any = true;
}

/* "Name+" in the line. */
static bool flag(const char *line, const char *name)
{
	const char *at = line;
	size_t length = strlen(name);

	while ((at = strstr(at, name))) {
		if ((at == line || at[-1] == ' ' || at[-1] == '\t') && at[length] == '+')
			return true;
		at += length;
	}
	return false;
}

/* ---- the heading ----------------------------------------------------------------------------- */

/* "1af4:1041", bracketed or not, whose digits begin at `text`. */
static bool take_ids(const char *text, unsigned *vendor, unsigned *device)
{
	int end = 0;

	return sscanf(text, "%4x:%4x%n", vendor, device, &end) == 2 && end == 9;
}

static void heading_ids(struct decoded *d, const char *heading)
{
	unsigned vendor, device;

	for (const char *at = heading; *at; at++) {
		bool starts = at == heading || at[-1] == '[' || at[-1] == ' ';

		if (!starts || !take_ids(at, &vendor, &device))
			continue;
		set(d, 0x00, vendor, 2);
		set(d, 0x02, device, 2);
	}
}

/* "USB controller [0c03]: ..." or, with -n, "0c03: ...". */
static void heading_class(struct decoded *d, const char *heading)
{
	const char *colon = strstr(heading, ": ");
	const char *revision = strstr(heading, "(rev "), *prog_if = strstr(heading, "(prog-if ");
	unsigned code;

	if (colon && colon - heading >= 4 &&
	    ((colon[-1] == ']' && colon - heading >= 6 && sscanf(colon - 5, "%4x", &code) == 1) ||
	     (colon - heading == 4 && sscanf(heading, "%4x", &code) == 1)))
		set(d, 0x0a, code, 2);
	/* lspci leaves out a revision and a prog-if of 0. */
	if (!revision || sscanf(revision, "(rev %2x", &code) != 1)
		code = 0;
	set(d, 0x08, code, 1);
	if (!prog_if || sscanf(prog_if, "(prog-if %2x", &code) != 1)
		code = 0;
	set(d, 0x09, code, 1);
}

void decoded_begin(struct decoded *d, const char *heading)
{
	memset(d, 0, sizeof(*d));
	d->pointer_at = 0x34;
	if (!heading)
		return;
	heading_ids(d, heading);
	heading_class(d, heading);
	d->any = false; /* a heading alone is not decoded text */
}

/* ---- lines of the header --------------------------------------------------------------------- */

static uint32_t flags(const char *line, const char *const *names, uint32_t count)
{
	uint32_t value = 0;

	for (uint32_t i = 0; i < count; i++)
		if (names[i] && flag(line, names[i]))
			value |= UINT32_C(1) << i;
	return value;
}

static void take_control(struct decoded *d, const char *line)
{
	static const char *const names[] = { "I/O",     "Mem",      "BusMaster", "SpecCycle",
					     "MemWINV", "VGASnoop", "ParErr",    "Stepping",
					     "SERR",    "FastB2B",  "DisINTx" };

	set(d, 0x04, flags(line, names, 11), 2);
	d->verbose = true;
}

static void take_status(struct decoded *d, const char *line)
{
	static const char *const names[] = { NULL,      NULL,      NULL,    "INTx",
					     "Cap",     "66MHz",   "UDF",   "FastB2B",
					     "ParErr",  NULL,      NULL,    ">TAbort",
					     "<TAbort", "<MAbort", ">SERR", "<PERR" };
	uint32_t value = flags(line, names, 16);

	if (strstr(line, "DEVSEL=medium"))
		value |= 1u << 9;
	else if (strstr(line, "DEVSEL=slow"))
		value |= 2u << 9;
	set(d, 0x06, value, 2);
	d->verbose = true;
}

static void take_interrupt(struct decoded *d, const char *line)
{
	const char *pin = strstr(line, "pin ");
	unsigned irq;

	if (!pin)
		return;
	/* "pin ?" is a value that lspci has no letter for: which one is not known. */
	if (pin[4] >= 'A' && pin[4] <= 'D')
		set(d, 0x3d, (uint32_t)(pin[4] - 'A' + 1), 1);
	if (sscanf(pin, "pin %*c routed to IRQ %u", &irq) == 1 && irq < 256)
		set(d, 0x3c, irq, 1);
	d->has_interrupt = true;
}

static void take_subsystem(struct decoded *d, const char *line)
{
	const char *bracket = strrchr(line, '[');
	unsigned vendor, device;

	if (!(bracket && take_ids(bracket + 1, &vendor, &device)) &&
	    !take_ids(line, &vendor, &device))
		return;
	set(d, 0x2c, vendor, 2);
	set(d, 0x2e, device, 2);
}

/* "[size=16K]" */
static uint64_t take_size(const char *line)
{
	const char *at = strstr(line, "[size="), *units = "KMGT", *unit;
	char *end;
	uint64_t size = at ? strtoull(at + 6, &end, 10) : 0;

	unit = at && *end ? strchr(units, *end) : NULL;
	return unit ? size << 10 * (unit - units + 1) : size;
}

/* "Region 0: Memory at f7320000 (64-bit, non-prefetchable) [size=16K]" */
static void take_region(struct decoded *d, const char *line)
{
	const char *memory = strstr(line, "Memory at "), *io = strstr(line, "I/O ports at ");
	unsigned number;
	uint64_t address;
	uint32_t low;

	if (sscanf(line, "Region %u:", &number) != 1 || number > 5 || (!memory && !io))
		return;
	address = strtoull(memory ? memory + 10 : io + 13, NULL, 16);
	low = io ? 1u : (strstr(line, "64-bit") ? 4u : 0u);
	if (memory && strstr(line, "prefetchable") && !strstr(line, "non-prefetchable"))
		low |= 8u;
	d->bar_sizes[number] = take_size(line);
	set(d, 0x10 + 4 * number, (uint32_t)address | low, 4);
	if (low & 4 && number < 5)
		set(d, 0x14 + 4 * number, (uint32_t)(address >> 32), 4);
}

/* ---- capabilities ---------------------------------------------------------------------------- */

/* What ls-caps.c prints first, in old and new versions. */
static const struct {
	const char *name;
	uint8_t id;
} capability_names[] = {
	{ .name = "Null", .id = 0x00 },
	{ .name = "Power Management", .id = 0x01 },
	{ .name = "AGP3", .id = 0x0e },
	{ .name = "AGP", .id = 0x02 },
	{ .name = "Vital Product Data", .id = 0x03 },
	{ .name = "Slot ID", .id = 0x04 },
	{ .name = "MSI:", .id = 0x05 },
	{ .name = "Message Signalled Interrupts:", .id = 0x05 },
	{ .name = "CompactPCI hot-swap", .id = 0x06 },
	{ .name = "PCI-X", .id = 0x07 },
	{ .name = "HyperTransport", .id = 0x08 },
	{ .name = "Vendor Specific", .id = 0x09 },
	{ .name = "Debug port", .id = 0x0a },
	{ .name = "CompactPCI central", .id = 0x0b },
	{ .name = "Hot-plug capable", .id = 0x0c },
	{ .name = "Subsystem:", .id = 0x0d },
	{ .name = "Secure device", .id = 0x0f },
	{ .name = "Express", .id = 0x10 },
	{ .name = "MSI-X:", .id = 0x11 },
	{ .name = "SATA HBA", .id = 0x12 },
	{ .name = "PCI Advanced Features", .id = 0x13 },
	{ .name = "Enhanced Allocation", .id = 0x14 },
};

static int capability_id(const char *text)
{
	unsigned id;

	if (sscanf(text, "#%2x", &id) == 1)
		return (int)id;
	for (size_t i = 0; i < sizeof(capability_names) / sizeof(capability_names[0]); i++)
		if (strncmp(text, capability_names[i].name, strlen(capability_names[i].name)) == 0)
			return capability_names[i].id;
	return -1;
}

/* The code of 1, 2, 4 ... 128 messages, of which the last two are reserved; -1: of no other. */
static int count_code(unsigned count)
{
	for (int code = 0; code < 8; code++)
		if (count == 1u << code)
			return code;
	return -1;
}

/* "MSI: Enable+ Count=1/16 Maskable- 64bit+" */
static void take_msi(struct decoded *d, const char *text)
{
	const char *count = strstr(text, "Count=");
	unsigned allocated, capable;
	int allocated_code, capable_code;

	if (!count || sscanf(count, "Count=%u/%u", &allocated, &capable) != 2)
		return;
	allocated_code = count_code(allocated);
	capable_code = count_code(capable);
	if (allocated_code < 0 || capable_code < 0)
		return;
	set(d, d->last + 2u,
	    (flag(text, "Enable") ? 1u : 0) | (uint32_t)capable_code << 1 |
		    (uint32_t)allocated_code << 4 | (flag(text, "64bit") ? 0x80u : 0) |
		    (flag(text, "Maskable") ? 0x100u : 0),
	    2);
}

/* "MSI-X: Enable+ Count=33 Masked-" */
static void take_msix(struct decoded *d, const char *text)
{
	const char *count = strstr(text, "Count=");
	unsigned entries;

	if (!count || sscanf(count, "Count=%u", &entries) != 1 || !entries || entries > 2048)
		return;
	set(d, d->last + 2u,
	    (entries - 1) | (flag(text, "Masked") ? 0x4000u : 0) |
		    (flag(text, "Enable") ? 0x8000u : 0),
	    2);
}

/* "Express (v2) Root Port (Slot+), MSI 00" */
static void take_express(struct decoded *d, const char *text)
{
	static const struct {
		const char *name;
		uint8_t type;
	} types[] = {
		{ .name = "Legacy Endpoint", .type = 1 },
		{ .name = "Root Complex Integrated Endpoint", .type = 9 },
		{ .name = "Root Complex Event Collector", .type = 10 },
		{ .name = "Root Port", .type = 4 },
		{ .name = "Upstream Port", .type = 5 },
		{ .name = "Downstream Port", .type = 6 },
		{ .name = "PCI-Express to PCI", .type = 7 },
		{ .name = "PCI/PCI-X to PCI-Express", .type = 8 },
		{ .name = "Endpoint", .type = 0 },
	};
	const char *message = strstr(text, "MSI ");
	unsigned version, number = 0;

	if (sscanf(text, "Express (v%u)", &version) != 1)
		return;
	if (message)
		sscanf(message, "MSI %2x", &number);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (!strstr(text, types[i].name))
			continue;
		set(d, d->last + 2u,
		    (version & 15) | (uint32_t)types[i].type << 4 | (number & 31) << 9, 2);
		return;
	}
}

/* "Capabilities: [70] MSI: ..."; those of extended space have a version behind the offset. */
static void take_capability(struct decoded *d, const char *text)
{
	unsigned offset;
	int end = 0, id;

	if (*text == '<') {
		d->denied = true;
		d->any = true;
		return;
	}
	if (sscanf(text, "[%2x] %n", &offset, &end) != 1 || !end || offset < 0x40 || offset & 3)
		return;
	text += end;
	id = capability_id(text);
	set(d, d->pointer_at, offset, 1);
	d->last = (uint8_t)offset;
	d->pointer_at = (uint8_t)(offset + 1);
	/* One that we do not know by name is some other than MSI and MSI-X. */
	d->last_id = id < 0 ? 0xfe : (uint8_t)id;
	set(d, offset, d->last_id, 1);
	if (id == 0x05)
		take_msi(d, text);
	else if (id == 0x11)
		take_msix(d, text);
	else if (id == 0x10)
		take_express(d, text);
}

/* ---- lines below a capability ---------------------------------------------------------------- */

static void take_structure(struct decoded *d, const char *text, uint32_t at)
{
	const char *bar = strstr(text, "BAR=");
	unsigned bir, offset;

	if (d->last_id == 0x11 && bar && sscanf(bar, "BAR=%u offset=%x", &bir, &offset) == 2 &&
	    bir < 8)
		set(d, d->last + at, offset | bir, 4);
}

static void take_address(struct decoded *d, const char *text)
{
	bool wide = d->data[d->last + 2] & 0x80;
	const char *data = strstr(text, "Data: ");
	uint64_t address = strtoull(text + 9, NULL, 16);

	if (d->last_id != 0x05)
		return;
	set(d, d->last + 4u, (uint32_t)address, 4);
	if (wide)
		set(d, d->last + 8u, (uint32_t)(address >> 32), 4);
	if (data)
		set(d, d->last + (wide ? 0xcu : 8u), (uint32_t)strtoul(data + 6, NULL, 16), 2);
}

static void take_masking(struct decoded *d, const char *text)
{
	uint32_t at = d->last + (d->data[d->last + 2] & 0x80 ? 0x10u : 0xcu);
	unsigned mask, pending;

	if (d->last_id != 0x05 || sscanf(text, "Masking: %8x Pending: %8x", &mask, &pending) != 2)
		return;
	set(d, at, mask, 4);
	set(d, at + 4, pending, 4);
}

/* "Status: D0 NoSoftRst-" below Power Management. */
static void take_power(struct decoded *d, const char *text)
{
	unsigned state;

	if (d->last_id == 0x01 && sscanf(text, "Status: D%1u", &state) == 1 && state < 4)
		set(d, d->last + 4u, state, 2);
}

static bool starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static void take_detail(struct decoded *d, const char *text)
{
	if (!d->last || d->last > 0xe8)
		return;
	if (starts(text, "Vector table: "))
		take_structure(d, text, 4);
	else if (starts(text, "PBA: "))
		take_structure(d, text, 8);
	else if (starts(text, "Address: "))
		take_address(d, text);
	else if (starts(text, "Masking: "))
		take_masking(d, text);
	else if (starts(text, "Status: D"))
		take_power(d, text);
}

static void take_line(struct decoded *d, const char *text)
{
	if (starts(text, "Capabilities: "))
		take_capability(d, text + 14);
	else if (starts(text, "Control: "))
		take_control(d, text);
	else if (starts(text, "Status: "))
		take_status(d, text);
	else if (starts(text, "Interrupt: "))
		take_interrupt(d, text);
	else if (starts(text, "Subsystem: "))
		take_subsystem(d, text + 11);
	else if (starts(text, "Region "))
		take_region(d, text);
	else if (starts(text, "Bus: primary="))
		set(d, 0x0e, 1, 1);
	else if (starts(text, "Memory window 0:") || starts(text, "16-bit legacy interface"))
		set(d, 0x0e, 2, 1);
	else if (starts(text, "Flags: "))
		d->any = true;
}

void decoded_line(struct decoded *d, const char *line, size_t length)
{
	char text[LINE_MAX_DECODED];

	if (d->complete || !length)
		return;
	if (length >= sizeof(text))
		length = sizeof(text) - 1;
	memcpy(text, line, length);
	text[length] = '\0';
	if (starts(text, "\t\t"))
		take_detail(d, text + 2);
	else if (*text == '\t')
		take_line(d, text + 1);
}

static bool is_known(const struct decoded *d, uint32_t offset)
{
	return d->known[offset / 64] >> offset % 64 & 1;
}

/* What lspci does not print is 0, once the text of the function is whole. */
static void imply_zeros(struct decoded *d)
{
	uint32_t bars = d->data[0x0e] == 1 ? 2 : d->data[0x0e] == 2 ? 1 : 6;

	if (!is_known(d, 0x0e))
		set(d, 0x0e, 0, 1);
	if (!d->verbose)
		return;
	if (!d->has_interrupt)
		set(d, 0x3d, 0, 1);
	for (uint32_t i = 0; i < bars; i++)
		if (!is_known(d, 0x10 + 4 * i))
			set(d, 0x10 + 4 * i, 0, 4);
}

/* A CardBus bridge keeps the pointer to its list elsewhere. */
static void move_pointer(struct decoded *d)
{
	if (d->data[0x0e] != 2 || !is_known(d, 0x34))
		return;
	set(d, 0x14, d->data[0x34], 1);
	d->known[0] &= ~(UINT64_C(1) << 0x34);
}

void decoded_end(struct decoded *d)
{
	if (!d->any || d->complete)
		return;
	d->complete = true;
	/* -v has no Status line; its list, or the lack of one, tells bit 4. */
	if (!is_known(d, 0x06))
		set(d, 0x06, d->last || d->denied ? 0x10 : 0, 2);
	imply_zeros(d);
	move_pointer(d);
	if (d->last && !d->denied)
		set(d, d->pointer_at, 0, 1);
}

uint32_t decoded_fill(const struct decoded *d, uint8_t *data, uint64_t *known, uint32_t *size)
{
	uint32_t added = 0;

	for (uint32_t i = 0; d->any && i < DECODED_SIZE; i++) {
		uint64_t bit = UINT64_C(1) << i % 64;

		if (!(d->known[i / 64] & bit) || known[i / 64] & bit)
			continue;
		data[i] = d->data[i];
		known[i / 64] |= bit;
		added++;
		if (*size <= i)
			*size = i + 1;
	}
	return added;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/dialect/lspci_statements.h"

#include "base/str.h"

/* ---- the heading ----------------------------------------------------------------------------- */

/* What ids may stand behind: "[8086:1533]", "Device 8086:1533", "8086:1533" of -n, and -mm. */
static bool may_precede_ids(char c)
{
	return c == '[' || c == ' ' || c == '"';
}

/* The last ids of the text are the device's. */
static bool find_ids(struct scan text, uint32_t *vendor, uint32_t *device)
{
	struct scan at = text;
	bool found = false;

	for (; at.at < at.end; at.at++) {
		struct scan ids = at;
		uint32_t v, d;

		if ((at.at != text.at && !may_precede_ids(at.at[-1])) || !scan_ids(&ids, &v, &d))
			continue;
		if (at.at != text.at && at.at[-1] == '[' && !scan_text(&ids, "]"))
			continue;
		*vendor = v;
		*device = d;
		found = true;
	}
	return found;
}

/* The quote that ends a field; lspci -mm writes \\ before quotes and backslashes in it. */
static const char *closing_quote(const struct scan *text)
{
	for (const char *c = text->at; c < text->end; c++) {
		if (*c == '"')
			return c;
		c += *c == '\\';
	}
	return NULL;
}

/* "..." of lspci -mm; *ret_id is what it ends with: "0200" or "Name [0200]". */
static bool quoted_id(struct scan *text, uint32_t *ret_id)
{
	struct scan field;
	const char *close;

	scan_blanks(text);
	if (!scan_text(text, "\"") || !(close = closing_quote(text)))
		return false;
	field = (struct scan){ text->at, close };
	text->at = close + 1;
	if (scan_left(&field) >= 6 && field.end[-1] == ']' && field.end[-6] == '[')
		field = (struct scan){ field.end - 5, field.end - 1 };
	scan_text(&field, "Class ");
	return scan_hex32(&field, 4, 4, ret_id) && field.at == field.end;
}

/* 02:00.0 "Ethernet controller [0200]" "Intel [8086]" "I210 [1533]" -r03 "" "" */
static bool machine_readable(struct facts *facts, struct scan text)
{
	uint32_t class_code, vendor, device, revision;

	if (text.at == text.end || *text.at != '"' || !quoted_id(&text, &class_code))
		return false;
	facts_set(facts, 0x0a, class_code, 2);
	if (quoted_id(&text, &vendor) && quoted_id(&text, &device)) {
		facts_set(facts, 0x00, vendor, 2);
		facts_set(facts, 0x02, device, 2);
		if (scan_text(&text, " -r") && scan_hex32(&text, 2, 2, &revision))
			facts_set(facts, 0x08, revision, 1);
	}
	return true;
}

/* "USB controller [0c03]: ...", with -n "0c03: ...", of busybox "Class 0c03: ...". */
static void heading_class(struct facts *facts, struct scan text)
{
	const char *colon = memmem(text.at, scan_left(&text), ": ", 2);
	struct scan code;
	uint32_t value;

	if (!colon)
		return;
	scan_text(&text, "Class ");
	code = (struct scan){ text.at, colon };
	if (colon - text.at >= 6 && colon[-1] == ']' && colon[-6] == '[')
		code = (struct scan){ colon - 5, colon - 1 };
	if (scan_hex32(&code, 4, 4, &value) && code.at == code.end)
		facts_set(facts, 0x0a, value, 2);
}

void lspci_begin(struct facts *facts, const char *heading)
{
	struct scan text = scan_of(heading, strlen(heading)), revision = text, prog_if = text;
	uint32_t vendor, device, value;

	if (machine_readable(facts, text))
		return;
	heading_class(facts, text);
	if (!find_ids(text, &vendor, &device))
		return;
	facts_set(facts, 0x00, vendor, 2);
	facts_set(facts, 0x02, device, 2);
	/* lspci leaves out a revision and a prog-if of 0. */
	if (!scan_past(&revision, "(rev ") || !scan_hex32(&revision, 2, 2, &value))
		value = 0;
	facts_set(facts, 0x08, value, 1);
	if (!scan_past(&prog_if, "(prog-if ") || !scan_hex32(&prog_if, 2, 2, &value))
		value = 0;
	facts_set(facts, 0x09, value, 1);
}

/* ---- registers ------------------------------------------------------------------------------- */

/* Sets one byte of flags. `last`: without this one the line was cut, and the byte is unknown. */
static void set_flags(struct facts *facts, uint32_t offset, struct scan text,
		      const char *const names[8], const char *last, uint32_t value)
{
	bool on;

	if (!scan_flag(&text, last, &on))
		return;
	for (unsigned i = 0; i < 8; i++)
		if (names[i] && scan_flag(&text, names[i], &on) && on)
			value |= 1u << i;
	facts_set(facts, offset, value, 1);
}

static void read_control(struct facts *facts, struct scan text)
{
	static const char *const low[8] = { "I/O",     "Mem",      "BusMaster", "SpecCycle",
					    "MemWINV", "VGASnoop", "ParErr",    "Stepping" };
	static const char *const high[8] = { "SERR", "FastB2B", "DisINTx" };

	set_flags(facts, 0x04, text, low, "BusMaster", 0);
	set_flags(facts, 0x05, text, high, "DisINTx", 0);
	facts->any = facts->verbose = true;
}

static void read_status(struct facts *facts, struct scan text)
{
	static const char *const low[8] = { NULL,  NULL,    NULL,  "INTx",
					    "Cap", "66MHz", "UDF", "FastB2B" };
	static const char *const high[8] = { "ParErr",  NULL,      NULL,    ">TAbort",
					     "<TAbort", "<MAbort", ">SERR", "<PERR" };
	static const char *const speeds[] = { "DEVSEL=fast", "DEVSEL=medium", "DEVSEL=slow" };
	bool on;

	if (!scan_flag(&text, "Cap", &on))
		return;
	set_flags(facts, 0x06, text, low, "Cap", 0);
	for (uint32_t i = 0; i < 3; i++) {
		struct scan at = text;

		if (scan_past(&at, speeds[i]))
			set_flags(facts, 0x07, text, high, "Cap", i << 1);
	}
	facts->any = facts->lists = facts->verbose = true;
}

static void read_interrupt(struct facts *facts, struct scan text)
{
	uint32_t irq;
	char pin;

	if (!scan_past(&text, "pin ") || text.at == text.end)
		return;
	pin = *text.at++;
	/* "pin ?" is a value that lspci has no letter for: which one is not known. */
	if (pin >= 'A' && pin <= 'D')
		facts_set(facts, 0x3d, (uint32_t)(pin - 'A' + 1), 1);
	if (scan_text(&text, " routed to IRQ ") && scan_decimal(&text, &irq) && irq < 256)
		facts_set(facts, 0x3c, irq, 1);
	facts->any = facts->has_interrupt = true;
}

static void read_subsystem(struct facts *facts, struct scan text)
{
	uint32_t vendor, device;

	if (!find_ids(text, &vendor, &device))
		return;
	facts_set(facts, 0x2c, vendor, 2);
	facts_set(facts, 0x2e, device, 2);
}

/* "[size=16K]" */
static uint64_t read_size(struct scan text)
{
	static const char units[] = "KMGT";
	const char *unit, *end;
	uint64_t size = 0;

	if (!scan_past(&text, "[size=") || !(end = memchr(text.at, ']', scan_left(&text))))
		return 0;
	while (text.at < end && ascii_is_digit(*text.at) && size < UINT64_C(1) << 32)
		size = size * 10 + (uint64_t)(*text.at++ - '0');
	if (text.at == end)
		return size;
	unit = strchr(units, *text.at);
	return unit && text.at + 1 == end ? size << 10 * (unit - units + 1) : 0;
}

static bool has(struct scan text, const char *words)
{
	return scan_past(&text, words);
}

/* "0: Memory at f7320000 (64-bit, non-prefetchable) [size=16K]" */
static void read_region(struct facts *facts, struct scan text)
{
	uint32_t number, low;
	uint64_t address;
	bool memory;

	if (!scan_decimal(&text, &number) || number > 5 || !scan_text(&text, ": "))
		return;
	facts->bar_sizes[number] = read_size(text);
	memory = has(text, "Memory at ");
	if (!(memory ? scan_past(&text, "Memory at ") : scan_past(&text, "I/O ports at ")) ||
	    !scan_hex(&text, 4, 16, &address) || (memory && !has(text, " (")))
		return;
	low = !memory ? 1u : has(text, "64-bit") ? 4u : 0u;
	if (memory && has(text, "prefetchable") && !has(text, "non-prefetchable"))
		low |= 8u;
	facts_set(facts, 0x10 + 4 * number, (uint32_t)address | low, 4);
	if (low & 4 && number < 5)
		facts_set(facts, 0x14 + 4 * number, (uint32_t)(address >> 32), 4);
}

/* ---- capabilities ---------------------------------------------------------------------------- */

/* What ls-caps.c prints first, in old and new versions. */
static const struct {
	const char *name;
	uint8_t id;
} capability_names[] = {
	{ .name = "MSI:", .id = 0x05 },
	{ .name = "MSI-X:", .id = 0x11 },
	{ .name = "Express", .id = 0x10 },
	{ .name = "Power Management", .id = 0x01 },
	{ .name = "Null", .id = 0x00 },
	{ .name = "AGP3", .id = 0x0e },
	{ .name = "AGP", .id = 0x02 },
	{ .name = "Vital Product Data", .id = 0x03 },
	{ .name = "Slot ID", .id = 0x04 },
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
	{ .name = "SATA HBA", .id = 0x12 },
	{ .name = "PCI Advanced Features", .id = 0x13 },
	{ .name = "Enhanced Allocation", .id = 0x14 },
};

static uint8_t capability_id(struct scan text)
{
	uint32_t id;

	if (scan_text(&text, "#"))
		return scan_hex32(&text, 2, 2, &id) ? (uint8_t)id : FACTS_OTHER_ID;
	for (size_t i = 0; i < sizeof(capability_names) / sizeof(capability_names[0]); i++)
		if (scan_text(&text, capability_names[i].name))
			return capability_names[i].id;
	return FACTS_OTHER_ID;
}

/* "MSI: Enable+ Count=1/16 Maskable- 64bit+", or of old "Mask- 64bit+ Queue=0/4 Enable-". */
static bool read_msi(struct facts *facts, struct scan text)
{
	uint32_t allocated, capable;
	bool enabled, wide, maskable;
	struct scan at = text;

	if (!scan_flag(&text, "Enable", &enabled) || !scan_flag(&text, "64bit", &wide) ||
	    (!scan_flag(&text, "Maskable", &maskable) && !scan_flag(&text, "Mask", &maskable)))
		return false;
	if (scan_past(&at, "Count="))
		return scan_decimal(&at, &allocated) && scan_text(&at, "/") &&
		       scan_decimal(&at, &capable) &&
		       facts_msi(facts, enabled, capable, allocated, wide, maskable);
	return scan_past(&at, "Queue=") && scan_decimal(&at, &allocated) && scan_text(&at, "/") &&
	       scan_decimal(&at, &capable) && allocated < 8 && capable < 8 &&
	       facts_msi(facts, enabled, 1u << capable, 1u << allocated, wide, maskable);
}

/* "MSI-X: Enable+ Count=33 Masked-", or of old "Enable+ Mask- TabSize=33". */
static bool read_msix(struct facts *facts, struct scan text)
{
	bool enabled, masked;
	uint32_t entries;
	struct scan at = text;

	if (!scan_flag(&text, "Enable", &enabled) ||
	    (!scan_flag(&text, "Masked", &masked) && !scan_flag(&text, "Mask", &masked)))
		return false;
	return (scan_past(&at, "Count=") || scan_past(&at, "TabSize=")) &&
	       scan_decimal(&at, &entries) && facts_msix(facts, enabled, entries, masked);
}

/* "Express (v2) Root Port (Slot+), MSI 00", or of new "IntMsgNum 0" */
static void read_express(struct facts *facts, struct scan text)
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
	uint32_t version, message = 0;
	struct scan at = text;

	if (!scan_text(&at, "Express (v") || !scan_decimal(&at, &version))
		return;
	if (scan_past(&text, "MSI "))
		scan_hex32(&text, 2, 2, &message);
	else if (scan_past(&text, "IntMsgNum "))
		scan_decimal(&text, &message);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (!has(at, types[i].name))
			continue;
		facts_set(facts, facts->last + 2u,
			  (version & 15) | (uint32_t)types[i].type << 4 | (message & 31) << 9, 2);
		return;
	}
}

/* "100 v1] ..." or, of old, "100] ...", behind the bracket. */
static bool is_extended(struct scan text)
{
	uint32_t offset;

	scan_text(&text, "[");
	return scan_hex32(&text, 3, 3, &offset) && (has(text, "]"));
}

/* "[70] MSI: ..."; those of extended space have three digits and a version. */
static void read_capability(struct facts *facts, struct scan text)
{
	uint32_t offset;
	uint8_t id;

	if (scan_text(&text, "<")) {
		facts->denied = facts->any = facts->lists = true;
		return;
	}
	facts->last_id = FACTS_NO_ID;
	if (!scan_text(&text, "[") || !scan_hex32(&text, 2, 2, &offset) || !scan_text(&text, "]")) {
		/* One of the list that cannot be read is not an absent one. */
		if (!is_extended(text))
			facts->denied = facts->unread = true;
		return;
	}
	scan_blanks(&text);
	id = capability_id(text);
	if (!facts_capability(facts, offset, id)) {
		facts->denied = facts->unread = true;
		return;
	}
	if (id == 0x05)
		facts->unread |= !read_msi(facts, text);
	else if (id == 0x11)
		facts->unread |= !read_msix(facts, text);
	else if (id == 0x10)
		read_express(facts, text);
}

/* ---- lines below a capability ---------------------------------------------------------------- */

/* "BAR=0 offset=00002000" */
static void read_structure(struct facts *facts, struct scan text, uint32_t at)
{
	uint32_t bir, offset;

	if (facts->last_id != 0x11)
		return;
	if (scan_past(&text, "BAR=") && scan_decimal(&text, &bir) && bir < 8 &&
	    scan_past(&text, "offset=") && scan_hex32(&text, 8, 8, &offset))
		facts_set(facts, facts->last + at, offset | bir, 4);
	else
		facts->unread = true;
}

/* "00000000fee00000  Data: 0041" */
static void read_address(struct facts *facts, struct scan text)
{
	bool wide = facts->data[facts->last + 2] & 0x80;
	uint64_t address;
	uint32_t data;

	if (facts->last_id != 0x05 || !facts_know(facts, facts->last + 2u) ||
	    !scan_hex(&text, 8, 16, &address))
		return;
	facts_set(facts, facts->last + 4u, (uint32_t)address, 4);
	if (wide)
		facts_set(facts, facts->last + 8u, (uint32_t)(address >> 32), 4);
	if (scan_past(&text, "Data: ") && scan_hex32(&text, 4, 4, &data))
		facts_set(facts, facts->last + (wide ? 0xcu : 8u), data, 2);
}

/* "fffffffe  Pending: 00000000" */
static void read_masking(struct facts *facts, struct scan text)
{
	uint32_t at = facts->last + (facts->data[facts->last + 2] & 0x80 ? 0x10u : 0xcu);
	uint32_t mask, pending;

	if (facts->last_id != 0x05 || !facts_know(facts, facts->last + 2u) ||
	    !scan_hex32(&text, 8, 8, &mask) || !scan_past(&text, "Pending: ") ||
	    !scan_hex32(&text, 8, 8, &pending))
		return;
	facts_set(facts, at, mask, 4);
	facts_set(facts, at + 4, pending, 4);
}

/* "D0 NoSoftRst-" below Power Management. */
static bool read_power(struct facts *facts, struct scan text)
{
	uint32_t state;

	if (!scan_text(&text, "D") || !scan_decimal(&text, &state))
		return false;
	if (facts->last_id == 0x01 && state < 4)
		facts_set(facts, facts->last + 4u, state, 2);
	return true;
}

/* ---- statements ------------------------------------------------------------------------------ */

/* The names that lspci begins its lines with; where the blanks are lost they tell a line's begin.
 */
static const struct {
	const char *name;
	enum statement kind;
} names[] = {
	{ .name = "Capabilities: ", .kind = STATEMENT_READ },
	{ .name = "Control: ", .kind = STATEMENT_READ },
	{ .name = "Status: ", .kind = STATEMENT_READ },
	{ .name = "Interrupt: ", .kind = STATEMENT_READ },
	{ .name = "Subsystem: ", .kind = STATEMENT_READ },
	{ .name = "Region ", .kind = STATEMENT_READ },
	{ .name = "Bus: primary=", .kind = STATEMENT_READ },
	{ .name = "Memory window 0:", .kind = STATEMENT_READ },
	{ .name = "16-bit legacy interface", .kind = STATEMENT_READ },
	{ .name = "Flags: ", .kind = STATEMENT_READ },
	{ .name = "Vector table: ", .kind = STATEMENT_READ },
	{ .name = "PBA: ", .kind = STATEMENT_READ },
	{ .name = "Address: ", .kind = STATEMENT_READ },
	{ .name = "Masking: ", .kind = STATEMENT_READ },
	{ .name = "Kernel driver in use: ", .kind = STATEMENT_LAST },
	{ .name = "Kernel modules: ", .kind = STATEMENT_LAST },
	{ .name = "BIST ", .kind = STATEMENT_DULL },
	{ .name = "Bridge", .kind = STATEMENT_DULL },
	{ .name = "Changed:", .kind = STATEMENT_DULL },
	{ .name = "Dev", .kind = STATEMENT_DULL },
	{ .name = "Device Name:", .kind = STATEMENT_DULL },
	{ .name = "Expansion ROM", .kind = STATEMENT_DULL },
	{ .name = "I/O ", .kind = STATEMENT_DULL },
	{ .name = "IOMMU group:", .kind = STATEMENT_DULL },
	{ .name = "Latency: ", .kind = STATEMENT_DULL },
	{ .name = "Lnk", .kind = STATEMENT_DULL },
	{ .name = "Memory ", .kind = STATEMENT_DULL },
	{ .name = "NUMA node:", .kind = STATEMENT_DULL },
	{ .name = "Physical Slot:", .kind = STATEMENT_DULL },
	{ .name = "Prefetchable ", .kind = STATEMENT_DULL },
	{ .name = "Root", .kind = STATEMENT_DULL },
	{ .name = "Secondary status:", .kind = STATEMENT_DULL },
	{ .name = "Slt", .kind = STATEMENT_DULL },
	{ .name = "[virtual]", .kind = STATEMENT_DULL },
	{ .name = "<", .kind = STATEMENT_NOT },
};

enum statement lspci_classify(struct scan text)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text.at < text.end && *text.at == *names[i].name &&
		    scan_text(&text, names[i].name))
			return names[i].kind;
	return STATEMENT_NOT;
}

/* Lines of the header come before the capabilities; below those the same words mean others. */
static bool read_header(struct facts *facts, struct scan text)
{
	if (scan_text(&text, "Control: "))
		read_control(facts, text);
	else if (scan_text(&text, "Status: "))
		read_status(facts, text);
	else if (scan_text(&text, "Interrupt: "))
		read_interrupt(facts, text);
	else if (scan_text(&text, "Subsystem: "))
		read_subsystem(facts, text);
	else if (scan_text(&text, "Region "))
		read_region(facts, text);
	else if (scan_text(&text, "Bus: primary="))
		facts_set(facts, 0x0e, 1, 1);
	else if (scan_text(&text, "Memory window 0:") ||
		 scan_text(&text, "16-bit legacy interface"))
		facts_set(facts, 0x0e, 2, 1);
	else if (scan_text(&text, "Flags: "))
		facts->any = facts->lists = true;
	else
		return false;
	return true;
}

static void read_detail(struct facts *facts, struct scan text)
{
	if (!facts->last || facts->last > 0xe8)
		return;
	if (scan_text(&text, "Vector table: "))
		read_structure(facts, text, 4);
	else if (scan_text(&text, "PBA: "))
		read_structure(facts, text, 8);
	else if (scan_text(&text, "Address: "))
		read_address(facts, text);
	else if (scan_text(&text, "Masking: "))
		read_masking(facts, text);
	else if (scan_text(&text, "Status: "))
		read_power(facts, text);
}

void lspci_read(struct facts *facts, enum depth depth, struct scan text)
{
	if (depth != DEPTH_DETAIL && scan_text(&text, "Capabilities: "))
		read_capability(facts, text);
	else if (depth == DEPTH_FUNCTION || (depth == DEPTH_UNKNOWN && !facts->last))
		read_header(facts, text);
	else
		read_detail(facts, text);
}

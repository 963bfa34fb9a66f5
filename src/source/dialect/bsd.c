/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/dialect/dialect.h"

#include "base/str.h"

/* FreeBSD's pciconf and OpenBSD's pcidump. Both print slots in decimal. */

/* ---- pciconf -l, -lv, -lcbv (FreeBSD usr.sbin/pciconf, pciconf.c and cap.c) -------------------
 */

/* "ix0@pci0:2:0:0:" and "none1@pci2:0:0:" of old, with the ids behind. */
static bool heading_pciconf(struct scan text, struct dialect_context *context, struct heading *ret)
{
	uint32_t part[4] = { 0 };
	unsigned n = 0;

	(void)context;
	while (text.at < text.end &&
	       (ascii_is_digit(*text.at) || *text.at == '_' ||
		(ascii_lower(*text.at) >= 'a' && ascii_lower(*text.at) <= 'z')))
		text.at++;
	if (!scan_text(&text, "@pci"))
		return false;
	while (n < 4 && scan_decimal(&text, &part[n]) && scan_text(&text, ":"))
		n++;
	if (n < 3 || (text.at < text.end && !ascii_is_blank(*text.at)))
		return false;
	if (!dialect_set_slot(ret, n == 4 ? part[0] : 0, part[n - 3], part[n - 2], part[n - 1]))
		return false;
	dialect_text(ret, text);
	return true;
}

/* "name=0x12345678" anywhere in the heading, with all its digits. */
static bool value_of(const char *heading, const char *name, unsigned digits, uint32_t *ret)
{
	struct scan text = scan_of(heading, strlen(heading));

	while (scan_past(&text, name)) {
		const char *start = text.at - strlen(name);

		if ((start == heading || ascii_is_blank(start[-1])) && scan_text(&text, "0x") &&
		    scan_hex32(&text, digits, digits, ret) &&
		    (text.at == text.end || ascii_is_blank(*text.at)))
			return true;
	}
	return false;
}

static void begin_pciconf(struct facts *facts, const char *heading)
{
	static const struct {
		const char *name;
		uint8_t offset, size;
	} values[] = {
		{ .name = "chip=", .offset = 0x00, .size = 4 },
		{ .name = "vendor=", .offset = 0x00, .size = 2 },
		{ .name = "device=", .offset = 0x02, .size = 2 },
		{ .name = "rev=", .offset = 0x08, .size = 1 },
		{ .name = "hdr=", .offset = 0x0e, .size = 1 },
		{ .name = "card=", .offset = 0x2c, .size = 4 },
		{ .name = "subvendor=", .offset = 0x2c, .size = 2 },
		{ .name = "subdevice=", .offset = 0x2e, .size = 2 },
	};
	uint32_t value;

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (value_of(heading, values[i].name, 2u * values[i].size, &value))
			facts_set(facts, values[i].offset, value, values[i].size);
	if (value_of(heading, "class=", 6, &value))
		facts_set(facts, 0x09, value, 3);
	facts->unread |= !facts_know(facts, 0) || !facts_know(facts, 2);
	/* Bridges have no subsystem in the header: what is printed comes from a capability. */
	if (facts_know(facts, 0x0e) && (facts->data[0x0e] & 0x7f) != 0)
		facts->known[0] &= ~(UINT64_C(0xf) << 0x2c);
}

/* "supports 8 messages, 64 bit, vector masks enabled with 1 message" */
static bool pciconf_msi(struct facts *facts, struct scan text)
{
	uint32_t capable, allocated = 1;
	bool wide, maskable, enabled;

	if (!scan_text(&text, "supports ") || !scan_decimal(&text, &capable) ||
	    !scan_text(&text, " message"))
		return false;
	scan_text(&text, "s");
	wide = scan_text(&text, ", 64 bit");
	maskable = scan_text(&text, ", vector masks");
	scan_blanks(&text);
	enabled = scan_text(&text, "enabled with ");
	if (enabled && (!scan_decimal(&text, &allocated) || !scan_text(&text, " message")))
		return false;
	if (!enabled && text.at != text.end)
		return false;
	return facts_msi(facts, enabled, capable, allocated, wide, maskable);
}

/* "supports 5 messages, enabled" or of old "supports 5 messages in map 0x1c enabled" */
static bool pciconf_msix(struct facts *facts, struct scan text)
{
	uint32_t entries, map;
	bool enabled;

	if (!scan_text(&text, "supports ") || !scan_decimal(&text, &entries) ||
	    !scan_text(&text, " message"))
		return false;
	scan_text(&text, "s");
	if (scan_text(&text, " in map ") && !scan_0x(&text, 2, &map))
		return false;
	if (scan_text(&text, " and ") && !scan_0x(&text, 2, &map))
		return false;
	scan_text(&text, ",");
	scan_blanks(&text);
	enabled = scan_text(&text, "enabled");
	return text.at == text.end && facts_msix(facts, enabled, entries, false);
}

/* "0x1c[0x2000]": the register of a BAR and an offset. */
static bool pciconf_place(struct scan *text, uint32_t *ret)
{
	uint32_t bar, offset;

	if (!scan_0x(text, 2, &bar) || !scan_text(text, "[") || !scan_0x(text, 8, &offset) ||
	    !scan_text(text, "]") || bar < 0x10 || bar > 0x24 || bar & 3 || offset & 7)
		return false;
	*ret = offset | (bar - 0x10) / 4;
	return true;
}

static void pciconf_table(struct facts *facts, struct scan text)
{
	uint32_t table, pba;

	if (facts->last_id != 0x11)
		return;
	facts->unread |= !pciconf_place(&text, &table);
	if (facts->unread)
		return;
	facts_set(facts, facts->last + 4u, table, 4);
	if (scan_text(&text, ", PBA in map ") && pciconf_place(&text, &pba))
		facts_set(facts, facts->last + 8u, pba, 4);
	else
		facts->unread = true;
}

/* "cap 05[50] = MSI supports ..." */
static void pciconf_capability(struct facts *facts, struct scan text)
{
	uint32_t id, offset;

	facts->last_id = FACTS_NO_ID;
	if (!scan_hex32(&text, 2, 2, &id) || !scan_text(&text, "[") ||
	    !scan_hex32(&text, 2, 2, &offset) || !scan_text(&text, "] = ") ||
	    !facts_capability(facts, offset, (uint8_t)id)) {
		facts->denied = facts->unread = true;
		return;
	}
	if (id == 0x05)
		facts->unread |= !scan_text(&text, "MSI ") || !pciconf_msi(facts, text);
	else if (id == 0x11)
		facts->unread |= !scan_text(&text, "MSI-X ") || !pciconf_msix(facts, text);
}

static void read_pciconf(struct facts *facts, enum depth depth, struct scan text)
{
	(void)depth;
	while (text.end > text.at && ascii_is_blank(text.end[-1]))
		text.end--;
	if (scan_text(&text, "cap") && scan_blanks(&text))
		pciconf_capability(facts, text);
	else if (scan_text(&text, "Table in map "))
		pciconf_table(facts, text);
	else
		facts->last_id = FACTS_NO_ID;
}

/* "vendor     = 'Made Up'", "bar   [10] = type Memory" */
static bool is_value(struct scan text)
{
	while (text.at < text.end && ascii_lower(*text.at) >= 'a' && ascii_lower(*text.at) <= 'z')
		text.at++;
	scan_blanks(&text);
	if (scan_text(&text, "["))
		scan_past(&text, "]");
	scan_blanks(&text);
	return scan_text(&text, "= ");
}

static enum statement classify_pciconf(struct scan text)
{
	if (scan_text(&text, "ecap "))
		return STATEMENT_LAST;
	if (scan_text(&text, "cap") || scan_text(&text, "Table in map "))
		return STATEMENT_READ;
	return is_value(text) ? STATEMENT_READ : STATEMENT_NOT;
}

const struct dialect dialect_pciconf = {
	.name = "FreeBSD pciconf",
	.first = "abcdefghijklmnopqrstuvwxyz_ABCDEFGHIJKLMNOPQRSTUVWXYZ",
	.heading = heading_pciconf,
	.begin = begin_pciconf,
	.classify = classify_pciconf,
	.distinct = true,
	.read = read_pciconf,
	.wraps = true,
};

/* ---- pcidump -v, -x (OpenBSD usr.sbin/pcidump/pcidump.c) --------------------------------------
 */

/* "2:0:0: name" below "Domain /dev/pci0:" */
static bool heading_pcidump(struct scan text, struct dialect_context *context, struct heading *ret)
{
	uint32_t bus, device, function, domain = 0;

	if (scan_text(&text, "Domain /dev/pci")) {
		context->has_openbsd = scan_decimal(&text, &domain) && scan_text(&text, ":");
		context->openbsd_domain = domain;
		return false;
	}
	/* Without the line above it could be a time. */
	if (!context->has_openbsd || !scan_decimal(&text, &bus) || !scan_text(&text, ":") ||
	    !scan_decimal(&text, &device) || !scan_text(&text, ":") ||
	    !scan_decimal(&text, &function) || !scan_text(&text, ": ") || function > 7 ||
	    device > 31 || !dialect_set_slot(ret, context->openbsd_domain, bus, device, function))
		return false;
	dialect_text(ret, text);
	return true;
}

/* "0x0010: 15338086 00100007 ...": doublewords */
static bool row_pcidump(const char *line, size_t length, struct hexline *ret)
{
	struct scan text = scan_of(line, length), words;
	uint32_t word;

	*ret = (struct hexline){ .form = HEXLINE_COLON };
	scan_blanks(&text);
	if (!scan_0x(&text, 4, &ret->offset) || !scan_text(&text, ": "))
		return hexline_parse(line, length, ret);
	for (words = text; ret->count < 16 && scan_hex32(&words, 8, 8, &word); scan_blanks(&words))
		for (unsigned i = 0; i < 4; i++)
			ret->bytes[ret->count++] = (uint8_t)(word >> 8 * i);
	return ret->count && words.at == words.end;
}

/* "Command: 0007, Status: 0010" */
static bool after(struct scan text, const char *name, unsigned digits, uint32_t *ret)
{
	return scan_past(&text, name) && scan_hex32(&text, digits, digits, ret);
}

static void pcidump_register(struct facts *facts, uint32_t offset, struct scan text)
{
	static const struct {
		uint8_t at, offset, digits;
		const char *name;
	} values[] = {
		{ .at = 0x00, .offset = 0x00, .digits = 4, .name = "Vendor ID: " },
		{ .at = 0x00, .offset = 0x02, .digits = 4, .name = "Product ID: " },
		{ .at = 0x04, .offset = 0x04, .digits = 4, .name = "Command: " },
		{ .at = 0x04, .offset = 0x06, .digits = 4, .name = "Status: " },
		{ .at = 0x08, .offset = 0x0b, .digits = 2, .name = "Class: " },
		{ .at = 0x08, .offset = 0x0a, .digits = 2, .name = "Subclass: " },
		{ .at = 0x0c, .offset = 0x0e, .digits = 2, .name = "Header Type: " },
		{ .at = 0x2c, .offset = 0x2c, .digits = 4, .name = "Subsystem Vendor ID: " },
		{ .at = 0x2c, .offset = 0x2e, .digits = 4, .name = "Product ID: " },
		{ .at = 0x3c, .offset = 0x3d, .digits = 2, .name = "Interrupt Pin: " },
	};
	uint32_t value;

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (values[i].at == offset && after(text, values[i].name, values[i].digits, &value))
			facts_set(facts, values[i].offset, value, values[i].digits / 2u);
	if (offset == 0x04)
		facts->any = facts->lists = true;
}

/* "8 vectors (1 enabled)" */
static bool pcidump_vectors(struct scan *text, uint32_t *ret_count, uint32_t *ret_enabled)
{
	return scan_decimal(text, ret_count) && scan_text(text, " vector") &&
	       scan_past(text, "(") && scan_decimal(text, ret_enabled) &&
	       scan_text(text, " enabled)");
}

/* "table size 5 (BAR 3:8192)" */
static bool pcidump_table(struct scan *text, uint32_t *ret_size, uint32_t *ret_bar,
			  uint32_t *ret_offset)
{
	return scan_text(text, "table size ") && scan_decimal(text, ret_size) &&
	       scan_text(text, " (BAR ") && scan_decimal(text, ret_bar) && scan_text(text, ":") &&
	       scan_decimal(text, ret_offset) && scan_text(text, ")");
}

/* "Enabled: no; 8 vectors (1 enabled)", "Enabled: yes; table size 5 (BAR 3:8192)" */
static void pcidump_enabled(struct facts *facts, struct scan text)
{
	bool enabled = scan_text(&text, "yes; ");
	uint32_t count, allocated, bar, offset;

	if (!enabled && !scan_text(&text, "no; "))
		return;
	if (facts->last_id == 0x05 && pcidump_vectors(&text, &count, &allocated)) {
		/* Nothing is said of 64 bits and of masking. */
		facts->msi_counts = facts_msi(facts, enabled, count, allocated, false, false);
	} else if (facts->last_id == 0x11 && pcidump_table(&text, &count, &bar, &offset)) {
		if (facts_msix(facts, enabled, count, false) && bar < 8 && !(offset & 7))
			facts_set(facts, facts->last + 4u, offset | bar, 4);
	} else {
		facts->unread |= facts->last_id == 0x05 || facts->last_id == 0x11;
	}
}

static void read_pcidump(struct facts *facts, enum depth depth, struct scan text)
{
	uint32_t offset, id, revision;

	(void)depth;
	if (scan_text(&text, "Enabled: ")) {
		pcidump_enabled(facts, text);
	} else if (scan_text(&text, "Interface: ")) {
		if (scan_hex32(&text, 2, 2, &offset) && scan_text(&text, ", Revision: ") &&
		    scan_hex32(&text, 2, 2, &revision)) {
			facts_set(facts, 0x09, offset, 1);
			facts_set(facts, 0x08, revision, 1);
		}
	} else if (scan_0x(&text, 4, &offset) && scan_text(&text, ":")) {
		scan_blanks(&text);
		facts->last_id = FACTS_NO_ID;
		if (!scan_text(&text, "Capability "))
			pcidump_register(facts, offset, text);
		else if (scan_0x(&text, 2, &id))
			facts_capability(facts, offset, (uint8_t)id);
	}
}

static enum statement classify_pcidump(struct scan text)
{
	if (scan_text(&text, "0x") || scan_text(&text, "Enabled: ") ||
	    scan_text(&text, "Interface: "))
		return STATEMENT_READ;
	return STATEMENT_DULL;
}

const struct dialect dialect_pcidump = {
	.name = "OpenBSD pcidump",
	.first = "0123456789D",
	.heading = heading_pcidump,
	.row = row_pcidump,
	.classify = classify_pcidump,
	.read = read_pcidump,
};

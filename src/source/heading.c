/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/heading.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

/* Up to `most` hex digits; returns how many. */
static size_t take_hex(const char *text, size_t length, size_t most, uint32_t *ret)
{
	size_t digits = 0;

	*ret = 0;
	while (digits < length && digits < most && ascii_hex(text[digits]) >= 0)
		*ret = *ret << 4 | (uint32_t)ascii_hex(text[digits++]);
	return digits;
}

/* "bus:device.function" and a blank or the end; returns its length, or 0. */
static size_t take_slot(const char *text, size_t length, struct pcimsi_slot *ret)
{
	uint32_t bus, device;

	if (length < 7 || take_hex(text, length, 2, &bus) != 2 || text[2] != ':' ||
	    take_hex(text + 3, length - 3, 2, &device) != 2 || text[5] != '.' ||
	    !ascii_is_digit(text[6]))
		return 0;
	ret->bus = (uint8_t)bus;
	ret->device = (uint8_t)device;
	ret->function = (uint8_t)(text[6] - '0');
	return 7;
}

/* The same with or without a domain before it. */
static size_t take_full_slot(const char *line, size_t length, struct pcimsi_slot *ret)
{
	uint32_t domain;
	size_t digits, taken = take_slot(line, length, ret);

	ret->domain = 0;
	if (taken)
		return taken;
	digits = take_hex(line, length, 8, &domain);
	/* lspci prints four digits at least; two would be the hours of a log. */
	if (digits < 4 || digits >= length || line[digits] != ':')
		return 0;
	taken = take_slot(line + digits + 1, length - digits - 1, ret);
	ret->domain = domain;
	return taken ? digits + 1 + taken : 0;
}

static void set_text(struct heading *heading, const char *text, size_t length)
{
	while (length && ascii_is_blank(*text)) {
		text++;
		length--;
	}
	if (length >= HEADING_SIZE)
		length = HEADING_SIZE - 1;
	memcpy(heading->text, text, length);
	heading->text[length] = '\0';
}

static bool parse_lspci(const char *line, size_t length, struct heading *ret)
{
	size_t at = take_full_slot(line, length, &ret->slot);

	if (!at || (at < length && !ascii_is_blank(line[at])))
		return false;
	ret->kind = HEADING_LSPCI;
	set_text(ret, line + at, length - at);
	return true;
}

static bool is_alnum(char c)
{
	return ascii_is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z');
}

/* "SATA controller: name", "SATA controller [0106]: name", "0106: 8086:2922". */
static bool is_class_and_name(const char *text)
{
	const char *colon = strstr(text, ": ");

	if (!colon || colon == text || !is_alnum(text[0]) ||
	    (text[0] >= 'a' && text[0] <= 'z' && ascii_hex(text[0]) < 0))
		return false;
	for (const char *c = text; c < colon; c++)
		if (!is_alnum(*c) && !strchr(" /-_()[].,+&", *c))
			return false;
	return true;
}

bool heading_parse_inner(const char *line, size_t length, struct heading *ret)
{
	return parse_lspci(line, length, ret) && is_class_and_name(ret->text);
}

/* ---- other programs -------------------------------------------------------------------------- */

/* The first bytes of the line as a string, for sscanf(). */
static void copy_line(const char *line, size_t length, char copy[128])
{
	while (length && ascii_is_blank(*line)) {
		line++;
		length--;
	}
	if (length > 127)
		length = 127;
	memcpy(copy, line, length);
	copy[length] = '\0';
}

static bool set_slot(struct heading *heading, enum heading_kind kind, const unsigned part[4])
{
	if (part[1] > 0xff || part[2] > 0xff || part[3] > 0xff)
		return false;
	heading->kind = kind;
	heading->slot = (struct pcimsi_slot){ part[0], (uint8_t)part[1], (uint8_t)part[2],
					      (uint8_t)part[3] };
	heading->text[0] = '\0';
	return true;
}

/* The pci command of the UEFI shell (edk2 UefiShellDebug1CommandsLib, Pci.c). */
static bool parse_uefi(const char *copy, struct heading *ret)
{
	unsigned part[4];

	return sscanf(copy, "PCI Segment %8x Bus %8x Device %8x Func %8x", &part[0], &part[1],
		      &part[2], &part[3]) == 4 &&
	       set_slot(ret, HEADING_DUMP, part);
}

/* A kernel booted with pci=earlydump (Linux drivers/pci/probe.c, early_dump_pci_device()). */
static bool parse_earlydump(const char *line, size_t length, struct heading *ret)
{
	static const char words[] = "config space";
	const char *end = memmem(line, length, words, sizeof(words) - 1);
	const char *pci = memmem(line, length, "pci ", 4);
	size_t taken;

	if (!end || !pci || pci > end)
		return false;
	pci += 4;
	taken = take_full_slot(pci, (size_t)(end - pci), &ret->slot);
	ret->kind = HEADING_DUMP;
	ret->text[0] = '\0';
	return taken && (pci + taken + 1 == end || pci + taken + 2 == end);
}

/* "!pci 100 ..." names the whole slot, other forms only what is below the bus. */
static bool parse_windbg(const char *copy, struct heading_bus *bus, struct heading *ret)
{
	unsigned part[4], vendor, device, revision;
	int end = 0;

	if (sscanf(copy, "PCI Configuration Space (Segment:%8x Bus:%8x Device:%8x Function:%8x)",
		   &part[0], &part[1], &part[2], &part[3]) == 4)
		return set_slot(ret, HEADING_WINDBG, part);
	if (bus->known &&
	    sscanf(copy, "%2x:%1x %4x:%4x.%2x Cmd[%n", &part[2], &part[3], &vendor, &device,
		   &revision, &end) == 5 &&
	    end) {
		part[0] = bus->domain;
		part[1] = bus->bus;
		return set_slot(ret, HEADING_WINDBG, part);
	}
	return false;
}

static void take_bus(const char *copy, struct heading_bus *bus)
{
	unsigned domain = 0, number;
	int end = 0;

	if ((sscanf(copy, "PCI Segment %x Bus %x%n", &domain, &number, &end) != 2 &&
	     sscanf(copy, "PCI Bus %x%n", &number, &end) != 1) ||
	    copy[end] || number > 0xff)
		return;
	*bus = (struct heading_bus){ true, domain, (uint8_t)number };
}

bool heading_parse(const char *line, size_t length, struct heading_bus *bus, struct heading *ret)
{
	char copy[128];

	if (parse_lspci(line, length, ret))
		return true;
	if (length < 12)
		return false;
	if (ascii_is_blank(line[0])) {
		size_t at = 0;

		while (at < length && ascii_is_blank(line[at]))
			at++;
		if (heading_parse_inner(line + at, length - at, ret))
			return true;
	}
	if (parse_earlydump(line, length, ret))
		return true;
	copy_line(line, length, copy);
	if (copy[0] != 'P' && !strstr(copy, "Cmd["))
		return false;
	if (parse_uefi(copy, ret) || parse_windbg(copy, bus, ret))
		return true;
	take_bus(copy, bus);
	return false;
}

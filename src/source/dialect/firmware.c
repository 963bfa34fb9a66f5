/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/dialect/dialect.h"

#include "base/str.h"
#include "source/dialect/windbg_rows.h"

/* Firmware, kernels, debuggers and tools that print a heading and rows of bytes. */

/* ---- the pci command of the UEFI shell ------------------------------------------------------- */

/* "PCI Segment 00 Bus 02 Device 00 Func 00 [EFI ...]" (edk2 UefiShellDebug1CommandsLib, Pci.c) */
static bool heading_uefi(struct scan text, struct dialect_context *context, struct heading *ret)
{
	uint32_t domain, bus, device, function;

	(void)context;
	return scan_text(&text, "PCI Segment ") && scan_hex32(&text, 1, 8, &domain) &&
	       scan_text(&text, " Bus ") && scan_hex32(&text, 1, 2, &bus) &&
	       scan_text(&text, " Device ") && scan_hex32(&text, 1, 2, &device) &&
	       scan_text(&text, " Func ") && scan_hex32(&text, 1, 2, &function) &&
	       dialect_set_slot(ret, domain, bus, device, function);
}

const struct dialect dialect_uefi = {
	.name = "UEFI shell pci",
	.first = "P",
	.heading = heading_uefi,
	.distinct = true,
};

/* ---- Linux kernel ---------------------------------------------------------------------------- */

/*
 * "pci 0000:02:00.0: config space:" of pci=earlydump (Linux drivers/pci/probe.c,
 * early_dump_pci_device()); drivers print the same with their own name before it.
 */
static bool heading_kernel(struct scan text, struct dialect_context *context, struct heading *ret)
{
	static const char words[] = "config space";
	const char *end = memmem(text.at, scan_left(&text), words, sizeof(words) - 1);

	(void)context;
	if (!end)
		return false;
	for (struct scan at = { text.at, end }; at.at < end; at.at++) {
		struct scan slot = at;

		if ((at.at != text.at && !ascii_is_blank(at.at[-1])) ||
		    !dialect_slot(&slot, &ret->slot))
			continue;
		scan_text(&slot, ":");
		scan_blanks(&slot);
		if (slot.at != end)
			continue;
		ret->text[0] = '\0';
		return true;
	}
	return false;
}

const struct dialect dialect_kernel = {
	.name = "Linux kernel",
	.first = "",
	.heading = heading_kernel,
};

/* ---- WinDbg !pci ----------------------------------------------------------------------------- */

static void take_bus(struct scan text, struct dialect_context *context)
{
	uint32_t domain = 0, bus;

	if (!scan_text(&text, "PCI "))
		return;
	if (scan_text(&text, "Segment ") &&
	    (!scan_hex32(&text, 1, 4, &domain) || !scan_text(&text, " ")))
		return;
	if (!scan_text(&text, "Bus "))
		return;
	if (!scan_0x(&text, 2, &bus) && !scan_hex32(&text, 1, 2, &bus))
		return;
	scan_blanks(&text);
	if (text.at != text.end)
		return;
	context->has_bus = true;
	context->domain = domain;
	context->bus = (uint8_t)bus;
}

/* "!pci 100 ..." names the whole slot, other forms only what is below the bus. */
static bool heading_windbg(struct scan text, struct dialect_context *context, struct heading *ret)
{
	uint32_t domain, bus, device, function, vendor, id;

	if (scan_text(&text, "PCI Configuration Space (Segment:"))
		return scan_hex32(&text, 1, 8, &domain) && scan_text(&text, " Bus:") &&
		       scan_hex32(&text, 1, 2, &bus) && scan_text(&text, " Device:") &&
		       scan_hex32(&text, 1, 2, &device) && scan_text(&text, " Function:") &&
		       scan_hex32(&text, 1, 2, &function) &&
		       dialect_set_slot(ret, domain, bus, device, function);
	take_bus(text, context);
	/* "0d:1  8086:7010.00  Cmd[0005:i.b...]" */
	return context->has_bus && scan_hex32(&text, 1, 2, &device) && scan_text(&text, ":") &&
	       scan_hex32(&text, 1, 1, &function) && scan_text(&text, " ") && scan_blanks(&text) &&
	       scan_ids(&text, &vendor, &id) && scan_past(&text, "Cmd[") &&
	       dialect_set_slot(ret, context->domain, context->bus, device, function);
}

const struct dialect dialect_windbg = {
	.name = "WinDbg !pci",
	.first = "P0123456789abcdefABCDEF",
	.heading = heading_windbg,
	.row = windbg_parse,
	.distinct = true,
};

/* ---- HyperDbg !pcicam ------------------------------------------------------------------------ */

/* All numbers are hexadecimal (docs.hyperdbg.org, "!pcicam"). */
static bool heading_hyperdbg(struct scan text, struct dialect_context *context, struct heading *ret)
{
	uint32_t domain, bus, device, function;

	(void)context;
	return scan_text(&text, "PCI configuration space (CAM) for device ") &&
	       scan_hex32(&text, 4, 8, &domain) && scan_text(&text, ":") &&
	       scan_hex32(&text, 2, 2, &bus) && scan_text(&text, ":") &&
	       scan_hex32(&text, 2, 2, &device) && scan_text(&text, ":") &&
	       scan_hex32(&text, 1, 2, &function) &&
	       dialect_set_slot(ret, domain, bus, device, function);
}

const struct dialect dialect_hyperdbg = {
	.name = "HyperDbg !pcicam",
	.first = "P",
	.heading = heading_hyperdbg,
	.distinct = true,
};

/* ---- AIDA64, report "Debug - PCI" ------------------------------------------------------------ */

/*
 * "B00 D14 F00:  name". The numbers are hexadecimal: public reports have the xHCI
 * controllers of Intel's Panther Point and Lynx Point (8086:1e31, 8086:8c31) at D14 and
 * their LPC bridges at D1F, which are devices 20 and 31 of those chipsets.
 */
static bool heading_aida64(struct scan text, struct dialect_context *context, struct heading *ret)
{
	uint32_t bus, device, function;

	(void)context;
	if (!scan_text(&text, "B") || !scan_hex32(&text, 2, 2, &bus) || !scan_text(&text, " D") ||
	    !scan_hex32(&text, 2, 2, &device) || !scan_text(&text, " F") ||
	    !scan_hex32(&text, 2, 2, &function) || !scan_text(&text, ":") ||
	    !dialect_set_slot(ret, 0, bus, device, function))
		return false;
	dialect_text(ret, text);
	return true;
}

static bool row_aida64(const char *line, size_t length, struct hexline *ret)
{
	struct scan text = scan_of(line, length);

	scan_blanks(&text);
	if (!scan_text(&text, "Offset ") || !hexline_parse(text.at, scan_left(&text), ret))
		return false;
	ret->end += (uint32_t)(text.at - line);
	if (ret->bad_at)
		ret->bad_at += (uint32_t)(text.at - line);
	return true;
}

const struct dialect dialect_aida64 = {
	.name = "AIDA64",
	.first = "B",
	.heading = heading_aida64,
	.row = row_aida64,
	.distinct = true,
};

/* ---- U-Boot ---------------------------------------------------------------------------------- */

/* "=> pci display.b 02.00.00 0 100"; the numbers are hexadecimal (U-Boot cmd/pci.c). */
static bool heading_uboot(struct scan text, struct dialect_context *context, struct heading *ret)
{
	uint32_t bus, device, function;

	(void)context;
	if (!scan_past(&text, "pci d"))
		return false;
	while (text.at < text.end && *text.at >= 'a' && *text.at <= 'z')
		text.at++;
	return scan_text(&text, ".b ") && scan_hex32(&text, 1, 2, &bus) && scan_text(&text, ".") &&
	       scan_hex32(&text, 1, 2, &device) && scan_text(&text, ".") &&
	       scan_hex32(&text, 1, 2, &function) &&
	       dialect_set_slot(ret, 0, bus, device, function);
}

const struct dialect dialect_uboot = {
	.name = "U-Boot pci display.b",
	.first = "=#>$p",
	.heading = heading_uboot,
	.distinct = true,
	.prompt = true,
};

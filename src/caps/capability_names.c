/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caps/caps.h"

#include "base/array.h"

#include <stddef.h>

static const char *const capability_names[] = {
	[0x00] = "Null",
	[0x01] = "Power Management",
	[0x02] = "AGP",
	[0x03] = "Vital Product Data",
	[0x04] = "Slot ID",
	[0x05] = "MSI",
	[0x06] = "CompactPCI hot-swap",
	[0x07] = "PCI-X",
	[0x08] = "HyperTransport",
	[0x09] = "Vendor Specific Information",
	[0x0a] = "Debug port",
	[0x0b] = "CompactPCI central resource control",
	[0x0c] = "Hot-plug capable",
	[0x0d] = "Subsystem",
	[0x0e] = "AGP3",
	[0x0f] = "Secure device",
	[0x10] = "Express",
	[0x11] = "MSI-X",
	[0x12] = "SATA HBA",
	[0x13] = "PCI Advanced Features",
	[0x14] = "Enhanced Allocation",
	[0x15] = "Flattening Portal Bridge",
};

const char *pcimsi_capability_name(uint8_t id)
{
	return id < ARRAY_SIZE(capability_names) ? capability_names[id] : "";
}

/* Extended capabilities (PCI Code and ID Assignment Specification, 3). */
static const char *const extended_names[] = {
	[0x00] = "Null",
	[0x01] = "Advanced Error Reporting",
	[0x02] = "Virtual Channel",
	[0x03] = "Device Serial Number",
	[0x04] = "Power Budgeting",
	[0x05] = "Root Complex Link Declaration",
	[0x06] = "Root Complex Internal Link Control",
	[0x07] = "Root Complex Event Collector Endpoint Association",
	[0x08] = "Multi-Function Virtual Channel",
	[0x09] = "Virtual Channel (with MFVC)",
	[0x0a] = "Root Complex Register Block",
	[0x0b] = "Vendor-Specific Extended",
	[0x0c] = "Configuration Access Correlation",
	[0x0d] = "Access Control Services",
	[0x0e] = "Alternative Routing-ID Interpretation",
	[0x0f] = "Address Translation Services",
	[0x10] = "Single Root I/O Virtualization",
	[0x11] = "Multi-Root I/O Virtualization",
	[0x12] = "Multicast",
	[0x13] = "Page Request Interface",
	[0x14] = "Reserved for AMD",
	[0x15] = "Resizable BAR",
	[0x16] = "Dynamic Power Allocation",
	[0x17] = "TPH Requester",
	[0x18] = "Latency Tolerance Reporting",
	[0x19] = "Secondary PCI Express",
	[0x1a] = "Protocol Multiplexing",
	[0x1b] = "Process Address Space ID",
	[0x1c] = "LN Requester",
	[0x1d] = "Downstream Port Containment",
	[0x1e] = "L1 PM Substates",
	[0x1f] = "Precision Time Measurement",
	[0x20] = "PCI Express over M-PHY",
	[0x21] = "FRS Queueing",
	[0x22] = "Readiness Time Reporting",
	[0x23] = "Designated Vendor-Specific Extended",
	[0x24] = "VF Resizable BAR",
	[0x25] = "Data Link Feature",
	[0x26] = "Physical Layer 16.0 GT/s",
	[0x27] = "Lane Margining at the Receiver",
	[0x28] = "Hierarchy ID",
	[0x29] = "Native PCIe Enclosure Management",
	[0x2a] = "Physical Layer 32.0 GT/s",
	[0x2b] = "Alternate Protocol",
	[0x2c] = "System Firmware Intermediary",
	[0x2d] = "Shadow Functions",
	[0x2e] = "Data Object Exchange",
	[0x2f] = "Device 3",
	[0x30] = "Integrity and Data Encryption",
	[0x31] = "Physical Layer 64.0 GT/s",
	[0x32] = "Flit Logging",
	[0x33] = "Flit Performance Measurement",
	[0x34] = "Flit Error Injection",
};

const char *pcimsi_extended_name(uint16_t id)
{
	return id < ARRAY_SIZE(extended_names) ? extended_names[id] : "";
}

/* Device/Port Type, bits 7:4 of the PCI Express Capabilities Register (7.5.3.2). */
static const char *const express_type_names[] = {
	[0x0] = "PCI Express Endpoint",
	[0x1] = "Legacy PCI Express Endpoint",
	[0x4] = "Root Port of PCI Express Root Complex",
	[0x5] = "Upstream Port of PCI Express Switch",
	[0x6] = "Downstream Port of PCI Express Switch",
	[0x7] = "PCI Express to PCI/PCI-X Bridge",
	[0x8] = "PCI/PCI-X to PCI Express Bridge",
	[0x9] = "Root Complex Integrated Endpoint",
	[0xa] = "Root Complex Event Collector",
};

const char *pcimsi_express_type_name(uint32_t type)
{
	return type < ARRAY_SIZE(express_type_names) ? express_type_names[type] : NULL;
}

/* Writes `value` with at least `digits` digits; returns the end. */
static char *put_hex(char *at, uint32_t value, unsigned digits)
{
	while (digits < 8 && value >> (4 * digits))
		digits++;
	while (digits-- > 0)
		*at++ = "0123456789abcdef"[value >> (4 * digits) & 15];
	return at;
}

const char *pcimsi_slot_text(struct pcimsi_slot slot, char buffer[PCIMSI_SLOT_TEXT])
{
	char *at = put_hex(buffer, slot.domain, 4);

	*at++ = ':';
	at = put_hex(at, slot.bus, 2);
	*at++ = ':';
	at = put_hex(at, slot.device, 2);
	*at++ = '.';
	at = put_hex(at, slot.function, 1);
	*at = '\0';
	return buffer;
}

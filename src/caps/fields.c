/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/field.h>

#include "base/array.h"
#include "caps/caps.h"

#include <stddef.h>

/* One field of a header or of a capability; offsets count from its start. */
struct field_row {
	uint8_t offset;
	uint8_t size;
	const char *name, *title;
};

#define FIELD(at, bytes, field_name, field_title)                                             \
	{                                                                                     \
		.offset = (at), .size = (bytes), .name = (field_name), .title = (field_title) \
	}

/* The part that all header types share (7.5.1.1). */
static const struct field_row common[] = {
	FIELD(0x00, 2, "header.vendor_id", "Vendor ID"),
	FIELD(0x02, 2, "header.device_id", "Device ID"),
	FIELD(0x04, 2, "header.command", "Command"),
	FIELD(0x06, 2, "header.status", "Status"),
	FIELD(0x08, 1, "header.revision", "Revision ID"),
	FIELD(0x09, 3, "header.class", "Class Code"),
	FIELD(0x0c, 1, "header.cache_line_size", "Cache Line Size"),
	FIELD(0x0d, 1, "header.latency_timer", "Latency Timer"),
	FIELD(0x0e, 1, "header.header_type", "Header Type"),
	FIELD(0x0f, 1, "header.bist", "BIST"),
	FIELD(0x3c, 1, "header.interrupt_line", "Interrupt Line"),
	FIELD(0x3d, 1, "header.interrupt_pin", "Interrupt Pin"),
};

/* Type 0 (7.5.1.2). */
static const struct field_row endpoint[] = {
	FIELD(0x10, 4, "header.bar0", "Base Address Register 0"),
	FIELD(0x14, 4, "header.bar1", "Base Address Register 1"),
	FIELD(0x18, 4, "header.bar2", "Base Address Register 2"),
	FIELD(0x1c, 4, "header.bar3", "Base Address Register 3"),
	FIELD(0x20, 4, "header.bar4", "Base Address Register 4"),
	FIELD(0x24, 4, "header.bar5", "Base Address Register 5"),
	FIELD(0x28, 4, "header.cardbus_cis", "CardBus CIS Pointer"),
	FIELD(0x2c, 2, "header.subsystem_vendor_id", "Subsystem Vendor ID"),
	FIELD(0x2e, 2, "header.subsystem_id", "Subsystem ID"),
	FIELD(0x30, 4, "header.expansion_rom", "Expansion ROM Base Address"),
	FIELD(0x34, 1, "header.capabilities_pointer", "Capabilities Pointer"),
	FIELD(0x3e, 1, "header.min_gnt", "Min_Gnt"),
	FIELD(0x3f, 1, "header.max_lat", "Max_Lat"),
};

/* Type 1 (7.5.1.3). */
static const struct field_row bridge[] = {
	FIELD(0x10, 4, "header.bar0", "Base Address Register 0"),
	FIELD(0x14, 4, "header.bar1", "Base Address Register 1"),
	FIELD(0x18, 1, "header.primary_bus", "Primary Bus Number"),
	FIELD(0x19, 1, "header.secondary_bus", "Secondary Bus Number"),
	FIELD(0x1a, 1, "header.subordinate_bus", "Subordinate Bus Number"),
	FIELD(0x1b, 1, "header.secondary_latency_timer", "Secondary Latency Timer"),
	FIELD(0x1c, 2, "header.io_window", "I/O Base and Limit"),
	FIELD(0x1e, 2, "header.secondary_status", "Secondary Status"),
	FIELD(0x20, 4, "header.memory_window", "Memory Base and Limit"),
	FIELD(0x24, 4, "header.prefetchable_window", "Prefetchable Memory Base and Limit"),
	FIELD(0x28, 8, "header.prefetchable_upper", "Prefetchable Base and Limit Upper 32 Bits"),
	FIELD(0x30, 4, "header.io_upper", "I/O Base and Limit Upper 16 Bits"),
	FIELD(0x34, 1, "header.capabilities_pointer", "Capabilities Pointer"),
	FIELD(0x38, 4, "header.expansion_rom", "Expansion ROM Base Address"),
	FIELD(0x3e, 2, "header.bridge_control", "Bridge Control"),
};

/* Type 2 (PC Card Standard, as Linux' pci_regs.h lays it out). */
static const struct field_row cardbus[] = {
	FIELD(0x10, 4, "header.bar0", "CardBus Socket Base Address"),
	FIELD(0x14, 1, "header.capabilities_pointer", "Capabilities Pointer"),
	FIELD(0x3e, 2, "header.bridge_control", "Bridge Control"),
	FIELD(0x40, 2, "header.subsystem_vendor_id", "Subsystem Vendor ID"),
	FIELD(0x42, 2, "header.subsystem_id", "Subsystem ID"),
};

static const struct field_row any_capability[] = {
	FIELD(0x00, 1, "capability.id", "Capability ID"),
	FIELD(0x01, 1, "capability.next", "Next Capability Pointer"),
};

static const struct field_row power[] = {
	FIELD(0x02, 2, "pm.capabilities", "Power Management Capabilities"),
	FIELD(0x04, 2, "pm.control", "Power Management Control/Status"),
};

/* MSI has four layouts (7.7.1). */
static const struct field_row msi_32[] = {
	FIELD(0x02, 2, "msi.control", "Message Control for MSI"),
	FIELD(0x04, 4, "msi.address", "Message Address"),
	FIELD(0x08, 2, "msi.data", "Message Data"),
	FIELD(0x0a, 2, "msi.extended_data", "Extended Message Data"),
	FIELD(0x0c, 4, "msi.mask", "Mask Bits"),
	FIELD(0x10, 4, "msi.pending", "Pending Bits"),
};

static const struct field_row msi_64[] = {
	FIELD(0x02, 2, "msi.control", "Message Control for MSI"),
	FIELD(0x04, 4, "msi.address", "Message Address"),
	FIELD(0x08, 4, "msi.address_upper", "Message Upper Address"),
	FIELD(0x0c, 2, "msi.data", "Message Data"),
	FIELD(0x0e, 2, "msi.extended_data", "Extended Message Data"),
	FIELD(0x10, 4, "msi.mask", "Mask Bits"),
	FIELD(0x14, 4, "msi.pending", "Pending Bits"),
};

static const struct field_row msix[] = {
	FIELD(0x02, 2, "msix.control", "Message Control for MSI-X"),
	FIELD(0x04, 4, "msix.table", "Table Offset/Table BIR"),
	FIELD(0x08, 4, "msix.pba", "PBA Offset/PBA BIR"),
};

static const struct field_row ssvid[] = {
	FIELD(0x04, 2, "header.subsystem_vendor_id", "Subsystem Vendor ID"),
	FIELD(0x06, 2, "header.subsystem_id", "Subsystem ID"),
};

static const struct field_row express[] = {
	FIELD(0x02, 2, "express.capabilities", "PCI Express Capabilities"),
	FIELD(0x04, 4, "express.device_capabilities", "Device Capabilities"),
	FIELD(0x08, 2, "express.device_control", "Device Control"),
	FIELD(0x0a, 2, "express.device_status", "Device Status"),
	FIELD(0x0c, 4, "express.link_capabilities", "Link Capabilities"),
	FIELD(0x10, 2, "express.link_control", "Link Control"),
	FIELD(0x12, 2, "express.link_status", "Link Status"),
};

/* HyperTransport: only the type MSI Mapping has these (Linux pci_regs.h). */
static const struct field_row hypertransport[] = {
	FIELD(0x02, 2, "ht.command", "HyperTransport Command: type in bits 15:11, flags"),
	FIELD(0x04, 4, "ht.msi_address", "MSI Mapping Address"),
	FIELD(0x08, 4, "ht.msi_address_upper", "MSI Mapping Address Upper"),
};

static const struct field_row allocation[] = {
	FIELD(0x02, 1, "ea.entries", "Num Entries"),
};

static const struct field_row any_extended[] = {
	FIELD(0x00, 4, "extended.header", "Extended Capability Header: id, version, next"),
};

/* Those that hold numbers of interrupt messages. */
static const struct field_row aer[] = {
	FIELD(0x04, 4, "aer.uncorrectable_status", "Uncorrectable Error Status"),
	FIELD(0x08, 4, "aer.uncorrectable_mask", "Uncorrectable Error Mask"),
	FIELD(0x0c, 4, "aer.uncorrectable_severity", "Uncorrectable Error Severity"),
	FIELD(0x10, 4, "aer.correctable_status", "Correctable Error Status"),
	FIELD(0x14, 4, "aer.correctable_mask", "Correctable Error Mask"),
	FIELD(0x18, 4, "aer.control", "Advanced Error Capabilities and Control"),
	FIELD(0x2c, 4, "aer.root_command", "Root Error Command"),
	FIELD(0x30, 4, "aer.root_status", "Root Error Status: message number in bits 31:27"),
};

static const struct field_row sriov[] = {
	FIELD(0x04, 4, "sriov.capabilities",
	      "SR-IOV Capabilities: VF migration message number in bits 31:21"),
	FIELD(0x08, 2, "sriov.control", "SR-IOV Control"),
	FIELD(0x0c, 2, "sriov.initial_vfs", "InitialVFs"),
	FIELD(0x0e, 2, "sriov.total_vfs", "TotalVFs"),
	FIELD(0x10, 2, "sriov.num_vfs", "NumVFs"),
	FIELD(0x14, 2, "sriov.first_vf_offset", "First VF Offset"),
	FIELD(0x16, 2, "sriov.vf_stride", "VF Stride"),
	FIELD(0x1a, 2, "sriov.vf_device_id", "VF Device ID"),
};

static const struct field_row dpc[] = {
	FIELD(0x04, 2, "dpc.capability", "DPC Capability: message number in bits 4:0"),
	FIELD(0x06, 2, "dpc.control", "DPC Control"),
	FIELD(0x08, 2, "dpc.status", "DPC Status"),
};

static const struct field_row *find(const struct field_row *rows, size_t count, uint32_t offset)
{
	for (size_t i = 0; i < count; i++)
		if (offset >= rows[i].offset && offset < rows[i].offset + rows[i].size)
			return &rows[i];
	return NULL;
}

static const struct field_row *find_in_header(const struct pcimsi_function *fn, uint32_t offset)
{
	const struct field_row *row = find(common, ARRAY_SIZE(common), offset);

	if (row || !fn->header_type.known)
		return row;
	switch (fn->header_type.value) {
	case HEADER_ENDPOINT:
		return find(endpoint, ARRAY_SIZE(endpoint), offset);
	case HEADER_BRIDGE:
		return find(bridge, ARRAY_SIZE(bridge), offset);
	case HEADER_CARDBUS:
		return find(cardbus, ARRAY_SIZE(cardbus), offset);
	default:
		return NULL;
	}
}

/* `offset` counts from the capability's start. */
static const struct field_row *find_in_capability(const struct pcimsi_function *fn, uint8_t id,
						  uint32_t offset)
{
	const struct field_row *row = find(any_capability, ARRAY_SIZE(any_capability), offset);

	if (row)
		return row;
	switch (id) {
	case CAP_ID_PM:
		return find(power, ARRAY_SIZE(power), offset);
	case CAP_ID_MSI:
		return fn->msi.address_64bit ? find(msi_64, ARRAY_SIZE(msi_64), offset)
					     : find(msi_32, ARRAY_SIZE(msi_32), offset);
	case CAP_ID_MSIX:
		return find(msix, ARRAY_SIZE(msix), offset);
	case CAP_ID_SSVID:
		return find(ssvid, ARRAY_SIZE(ssvid), offset);
	case CAP_ID_HT:
		return find(hypertransport, ARRAY_SIZE(hypertransport), offset);
	case CAP_ID_EA:
		return find(allocation, ARRAY_SIZE(allocation), offset);
	case CAP_ID_EXPRESS:
		return find(express, ARRAY_SIZE(express), offset);
	default:
		return NULL;
	}
}

/* Where a capability ends: by its size, else where the next one in space begins. */
static uint32_t end_of(const struct pcimsi_function *fn, const struct pcimsi_capability *capability)
{
	uint32_t end = CAPS_CONFIG_SIZE;

	if (capability->size)
		return capability->offset + capability->size;
	for (uint32_t i = 0; i < fn->n_capabilities; i++) {
		uint32_t other = fn->capabilities[i].offset;

		if (other > capability->offset && other < end)
			end = other;
	}
	return end;
}

/* Of capabilities that overlap, the one that begins last: its header is sure. */
static const struct pcimsi_capability *capability_at(const struct pcimsi_function *fn,
						     uint32_t offset)
{
	const struct pcimsi_capability *best = NULL;

	for (uint32_t i = 0; i < fn->n_capabilities; i++) {
		const struct pcimsi_capability *capability = &fn->capabilities[i];

		if (offset >= capability->offset && offset < end_of(fn, capability) &&
		    (!best || capability->offset > best->offset))
			best = capability;
	}
	return best;
}

/* The extended capability that begins last before the byte. */
static const struct pcimsi_extended *extended_at(const struct pcimsi_function *fn, uint32_t offset)
{
	const struct pcimsi_extended *best = NULL;

	for (uint32_t i = 0; i < fn->n_extended; i++)
		if (fn->extended[i].offset <= offset &&
		    (!best || fn->extended[i].offset > best->offset))
			best = &fn->extended[i];
	return best;
}

static const struct field_row *find_in_extended(uint16_t id, uint32_t offset)
{
	const struct field_row *row = find(any_extended, ARRAY_SIZE(any_extended), offset);

	if (row)
		return row;
	switch (id) {
	case EXTENDED_ID_AER:
		return find(aer, ARRAY_SIZE(aer), offset);
	case EXTENDED_ID_SRIOV:
		return find(sriov, ARRAY_SIZE(sriov), offset);
	case EXTENDED_ID_DPC:
		return find(dpc, ARRAY_SIZE(dpc), offset);
	default:
		return NULL;
	}
}

/* Where a list should go on and does not: an id of ff, or the first word of extended space. */
static const struct field_row *find_at_end(const struct pcimsi_function *fn, uint32_t offset,
					   uint32_t *ret_start)
{
	if (fn->walk_end == PCIMSI_WALK_ID_FF && offset == fn->walk_target) {
		*ret_start = offset;
		return &any_capability[0];
	}
	if (offset < CAPS_CONFIG_SIZE || offset >= CAPS_CONFIG_SIZE + 4 ||
	    fn->raw.bytes.size <= CAPS_CONFIG_SIZE)
		return NULL;
	*ret_start = CAPS_CONFIG_SIZE;
	return &any_extended[0];
}

static uint32_t header_end(const struct pcimsi_function *fn)
{
	return fn->header_type.known && fn->header_type.value == HEADER_CARDBUS ? 0x48 : 0x40;
}

static void name_field(struct pcimsi_field *field, const struct field_row *row, uint32_t start)
{
	if (!row)
		return;
	field->name = row->name;
	field->title = row->title;
	field->offset = (uint16_t)(start + row->offset);
	field->size = row->size;
}

static void name_capability_field(struct pcimsi_field *field, const struct pcimsi_function *fn,
				  const struct pcimsi_capability *capability)
{
	field->owner = PCIMSI_OWNER_CAPABILITY;
	field->capability_id = capability->id;
	field->capability_offset = capability->offset;
	name_field(field,
		   find_in_capability(fn, capability->id,
				      (uint32_t)field->offset - capability->offset),
		   capability->offset);
}

static void name_extended_field(struct pcimsi_field *field, const struct pcimsi_extended *extended)
{
	field->owner = PCIMSI_OWNER_EXTENDED;
	field->extended_id = extended->id;
	field->extended_offset = extended->offset;
	name_field(field,
		   find_in_extended(extended->id, (uint32_t)field->offset - extended->offset),
		   extended->offset);
}

struct pcimsi_field pcimsi_field_at(const struct pcimsi_function *function, uint16_t offset)
{
	struct pcimsi_field field = { .offset = offset, .size = 1 };
	const struct pcimsi_capability *capability = capability_at(function, offset);
	const struct pcimsi_extended *extended = extended_at(function, offset);
	uint32_t start = 0;

	if (offset < header_end(function)) {
		field.owner = PCIMSI_OWNER_HEADER;
		name_field(&field, find_in_header(function, offset), 0);
	} else if (extended) {
		name_extended_field(&field, extended);
	} else if (capability) {
		name_capability_field(&field, function, capability);
	} else {
		const struct field_row *row = find_at_end(function, offset, &start);

		name_field(&field, row, start);
	}
	return field;
}

struct pcimsi_field pcimsi_field_of(const struct pcimsi_function *function, uint16_t start,
				    uint16_t at)
{
	struct pcimsi_field field = { .offset = (uint16_t)(start + at), .size = 1 };

	for (uint32_t i = 0; i < function->n_capabilities; i++) {
		if (function->capabilities[i].offset != start)
			continue;
		name_capability_field(&field, function, &function->capabilities[i]);
		return field;
	}
	return pcimsi_field_at(function, field.offset);
}

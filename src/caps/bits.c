/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/field.h>

#include "base/array.h"

#include <string.h>

/* The bits of fields, after the specification (PCI Express 6.0, the section behind each). */

#define BITS(lowest, highest, bits_name, bits_title)                                           \
	{                                                                                      \
		.name = (bits_name), .title = (bits_title), .low = (lowest), .high = (highest) \
	}

/* 7.5.1.1.3 */
static const struct pcimsi_bits command[] = {
	BITS(0, 0, "io_space_enable", "I/O Space Enable"),
	BITS(1, 1, "memory_space_enable", "Memory Space Enable"),
	BITS(2, 2, "bus_master_enable", "Bus Master Enable"),
	BITS(6, 6, "parity_error_response", "Parity Error Response"),
	BITS(8, 8, "serr_enable", "SERR# Enable"),
	BITS(10, 10, "interrupt_disable", "Interrupt Disable"),
};

/* 7.5.1.1.4 */
static const struct pcimsi_bits status[] = {
	BITS(3, 3, "interrupt_status", "Interrupt Status"),
	BITS(4, 4, "capabilities_list", "Capabilities List"),
	BITS(8, 8, "master_data_parity_error", "Master Data Parity Error"),
	BITS(11, 11, "signaled_target_abort", "Signaled Target Abort"),
	BITS(12, 12, "received_target_abort", "Received Target Abort"),
	BITS(13, 13, "received_master_abort", "Received Master Abort"),
	BITS(14, 14, "signaled_system_error", "Signaled System Error"),
	BITS(15, 15, "detected_parity_error", "Detected Parity Error"),
};

/* 7.5.1.1.9 */
static const struct pcimsi_bits header_type[] = {
	BITS(0, 6, "header_layout", "Header Layout"),
	BITS(7, 7, "multi_function_device", "Multi-Function Device"),
};

/* 7.5.1.1.11; next pointers likewise */
static const struct pcimsi_bits pointer[] = {
	BITS(0, 1, "reserved", "reserved"),
};

/* 7.5.2.2 */
static const struct pcimsi_bits power_control[] = {
	BITS(0, 1, "power_state", "PowerState"),
	BITS(3, 3, "no_soft_reset", "No_Soft_Reset"),
	BITS(8, 8, "pme_enable", "PME_En"),
	BITS(15, 15, "pme_status", "PME_Status"),
};

/* 7.7.1.2 */
static const struct pcimsi_bits msi_control[] = {
	BITS(0, 0, "msi_enable", "MSI Enable"),
	BITS(1, 3, "multiple_message_capable", "Multiple Message Capable"),
	BITS(4, 6, "multiple_message_enable", "Multiple Message Enable"),
	BITS(7, 7, "address_64bit_capable", "64-bit Address Capable"),
	BITS(8, 8, "per_vector_masking_capable", "Per-Vector Masking Capable"),
	BITS(9, 9, "extended_message_data_capable", "Extended Message Data Capable"),
	BITS(10, 10, "extended_message_data_enable", "Extended Message Data Enable"),
};

/* 7.7.2.2 */
static const struct pcimsi_bits msix_control[] = {
	BITS(0, 10, "table_size", "Table Size"),
	BITS(11, 13, "reserved", "reserved"),
	BITS(14, 14, "function_mask", "Function Mask"),
	BITS(15, 15, "msix_enable", "MSI-X Enable"),
};

/* 7.7.2.3 */
static const struct pcimsi_bits msix_table[] = {
	BITS(0, 2, "table_bir", "Table BIR"),
	BITS(3, 31, "table_offset", "Table Offset"),
};

/* 7.7.2.4 */
static const struct pcimsi_bits msix_pba[] = {
	BITS(0, 2, "pba_bir", "PBA BIR"),
	BITS(3, 31, "pba_offset", "PBA Offset"),
};

/* 7.5.3.2 */
static const struct pcimsi_bits express_capabilities[] = {
	BITS(0, 3, "capability_version", "Capability Version"),
	BITS(4, 7, "device_port_type", "Device/Port Type"),
	BITS(8, 8, "slot_implemented", "Slot Implemented"),
	BITS(9, 13, "interrupt_message_number", "Interrupt Message Number"),
};

/* HyperTransport I/O Link Specification 3.10, 7.12 (MSI Mapping) */
static const struct pcimsi_bits hypertransport[] = {
	BITS(0, 0, "msi_mapping_enable", "MSI Mapping Enable"),
	BITS(1, 1, "msi_mapping_fixed", "MSI Mapping Fixed"),
	BITS(11, 15, "capability_type", "Capability Type"),
};

/* 7.6.3 */
static const struct pcimsi_bits extended_header[] = {
	BITS(0, 15, "extended_capability_id", "PCI Express Extended Capability ID"),
	BITS(16, 19, "capability_version", "Capability Version"),
	BITS(20, 31, "next_capability_offset", "Next Capability Offset"),
};

/* 7.8.4.10, 9.3.3.2, 7.9.14.2: which message an event raises */
static const struct pcimsi_bits aer_root_status[] = {
	BITS(27, 31, "interrupt_message_number", "Advanced Error Interrupt Message Number"),
};

static const struct pcimsi_bits sriov_capabilities[] = {
	BITS(21, 31, "interrupt_message_number", "VF Migration Interrupt Message Number"),
};

static const struct pcimsi_bits dpc_capability[] = {
	BITS(0, 4, "interrupt_message_number", "DPC Interrupt Message Number"),
};

#define FIELD_BITS(field_name, rows)                                             \
	{                                                                        \
		.field = (field_name), .bits = (rows), .count = ARRAY_SIZE(rows) \
	}

static const struct {
	const char *field;
	const struct pcimsi_bits *bits;
	uint32_t count;
} fields[] = {
	FIELD_BITS("header.command", command),
	FIELD_BITS("header.status", status),
	FIELD_BITS("header.header_type", header_type),
	FIELD_BITS("header.capabilities_pointer", pointer),
	FIELD_BITS("capability.next", pointer),
	FIELD_BITS("pm.control", power_control),
	FIELD_BITS("msi.control", msi_control),
	FIELD_BITS("msix.control", msix_control),
	FIELD_BITS("msix.table", msix_table),
	FIELD_BITS("msix.pba", msix_pba),
	FIELD_BITS("express.capabilities", express_capabilities),
	FIELD_BITS("ht.command", hypertransport),
	FIELD_BITS("extended.header", extended_header),
	FIELD_BITS("aer.root_status", aer_root_status),
	FIELD_BITS("sriov.capabilities", sriov_capabilities),
	FIELD_BITS("dpc.capability", dpc_capability),
};

const struct pcimsi_bits *pcimsi_field_bits(const char *field, uint32_t *ret_count)
{
	*ret_count = 0;
	for (size_t i = 0; field && i < ARRAY_SIZE(fields); i++) {
		if (strcmp(fields[i].field, field) != 0)
			continue;
		*ret_count = fields[i].count;
		return fields[i].bits;
	}
	return NULL;
}

const struct pcimsi_bits *pcimsi_field_bits_named(const char *field, const char *name)
{
	uint32_t count;
	const struct pcimsi_bits *bits = pcimsi_field_bits(field, &count);

	for (uint32_t i = 0; i < count; i++)
		if (strcmp(bits[i].name, name) == 0)
			return &bits[i];
	return NULL;
}

uint64_t pcimsi_bits_value(const struct pcimsi_bits *bits, uint64_t field)
{
	unsigned width = bits->high - bits->low + 1u;

	return field >> bits->low & ((UINT64_C(1) << width) - 1);
}

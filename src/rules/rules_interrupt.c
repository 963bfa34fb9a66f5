/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"

#include "caps/facts.h"
#include "rules/device.h"

/* INT: how a function interrupts, over all of its mechanisms. */

#define COMMAND 0x04
#define COMMAND_INTX_DISABLE 0x0400
#define PIN 0x3d

/* Storage, network, display, multimedia, simple communication, input, serial bus, wireless ... */
static bool class_needs_interrupts(uint32_t class_code)
{
	switch (class_code >> 16) {
	case 0x01:
	case 0x02:
	case 0x03:
	case 0x04:
	case 0x07:
	case 0x09:
	case 0x0d:
	case 0x0f:
	case 0x10:
	case 0x12:
		return true;
	case 0x0c:
		return class_code >> 8 != 0x0c05; /* SMBus is often polled */
	default:
		return false;
	}
}

static void cite_pin(struct finding *finding, struct context *c)
{
	finding_field(finding, c->function, 0, PIN, "%u", function_of(c)->interrupt_pin.value);
}

enum pcimsi_reason rule_INT351(struct context *c)
{
	const struct pcimsi_function *function = function_of(c);
	struct finding *finding;

	if (fn_messages(function) == PCIMSI_STATE_PRESENT || function->interrupt_pin.value ||
	    function->header_type.value != 0 || !class_needs_interrupts(function->class_code.value))
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "class", function->class_code.value);
	cite_pin(finding, c);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_INT352(struct context *c)
{
	const struct pcimsi_function *function = function_of(c);
	uint32_t type = function->express_type.value;
	struct finding *finding;

	if (!function->express_type.known || fn_messages(function) == PCIMSI_STATE_PRESENT ||
	    !function->interrupt_pin.value || (type != 0 && type != 1 && type != 9))
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "type", type);
	cite_pin(finding, c);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_INT353(struct context *c)
{
	const struct pcimsi_function *function = function_of(c);
	struct finding *finding;

	if (!function->interrupt_pin.value || !(function->command.value & COMMAND_INTX_DISABLE))
		return PCIMSI_REASON_NONE;
	if ((function->msi.state == PCIMSI_STATE_PRESENT && !function->msi.control.known) ||
	    (function->msix.state == PCIMSI_STATE_PRESENT && !function->msix.control.known))
		return PCIMSI_REASON_NOT_CAPTURED;
	if (function->msi.enabled || function->msix.enabled)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_field(finding, c->function, 0, COMMAND, "Interrupt Disable set");
	finding_bits(finding, "interrupt_disable");
	cite_pin(finding, c);
	return PCIMSI_REASON_NONE;
}

/* HyperTransport capability of the type MSI Mapping, as Linux' pci_regs.h has it. */
#define HT_TYPE_MASK 0xf8
#define HT_MSI_MAPPING 0xa8

static void check_mapping(struct context *c, uint8_t offset)
{
	struct pcimsi_reg type = bytes_u8(c->bytes, offset + 3u);
	struct pcimsi_reg flags = bytes_u8(c->bytes, offset + 2u);
	struct finding *finding;

	if (!type.known || (type.value & HT_TYPE_MASK) != HT_MSI_MAPPING || flags.value & 1)
		return;
	finding = finding_new(c);
	finding_number(finding, "offset", offset);
	finding_field(finding, c->function, offset, 0, "HyperTransport");
	finding_field(finding, c->function, offset, 2u, "MSI Mapping, disabled");
	finding_bits(finding, "msi_mapping_enable");
}

enum pcimsi_reason rule_INT354(struct context *c)
{
	const struct pcimsi_function *function = function_of(c);

	for (uint32_t i = 0; fn_is_bridge(function) && i < function->n_capabilities; i++)
		if (function->capabilities[i].id == CAP_ID_HT)
			check_mapping(c, function->capabilities[i].offset);
	return PCIMSI_REASON_NONE;
}

/* Root port, switch ports and event collector; endpoints have garbage in the field. */
static bool signals_events(uint32_t type)
{
	return type == 4 || type == 5 || type == 6 || type == 0x0a;
}

enum pcimsi_reason rule_INT355(struct context *c)
{
	const struct pcimsi_function *function = function_of(c);
	const struct pcimsi_capability *express = fn_capability(function, CAP_ID_EXPRESS);
	uint32_t number, enabled;
	struct finding *finding;

	if (!express || !function->express_type.known ||
	    !signals_events(function->express_type.value))
		return PCIMSI_REASON_NONE;
	enabled = function->msix.enabled  ? function->msix.table_size
		  : function->msi.enabled ? function->msi.allocated
					  : 0;
	number = bytes_u16(c->bytes, express->offset + 2u).value >> 9 & 31;
	if (!enabled || number < enabled)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "number", number);
	finding_number(finding, "enabled", enabled);
	finding_field(finding, c->function, express->offset, 2, "Interrupt Message Number %u",
		      number);
	finding_bits(finding, "interrupt_message_number");
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_INT356(struct context *c)
{
	const struct pcimsi_function *function = function_of(c);
	struct finding *finding;

	if (!fn_is_vf(function) || !function->interrupt_pin.value)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "pin", function->interrupt_pin.value);
	cite_pin(finding, c);
	return PCIMSI_REASON_NONE;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/records.h"

#include "report/escape.h"

#include <stdlib.h>

json_t *json_text(const char *text)
{
	char *escaped = text ? escape_text(text) : NULL;
	json_t *json = escaped ? json_string_nocheck(escaped) : text ? NULL : json_null();

	free(escaped);
	return json;
}

json_t *json_slot(struct pcimsi_slot slot)
{
	char text[PCIMSI_SLOT_TEXT];

	return json_string_nocheck(pcimsi_slot_text(slot, text));
}

json_t *json_hex(const uint8_t *bytes, uint32_t size)
{
	static const char digits[] = "0123456789abcdef";
	char *text = malloc((size_t)size * 2 + 1);
	json_t *json;

	if (!text)
		return NULL;
	for (uint32_t i = 0; i < size; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	text[(size_t)size * 2] = '\0';
	json = json_string_nocheck(text);
	free(text);
	return json;
}

json_t *json_reg(struct pcimsi_reg reg)
{
	return reg.known ? json_integer(reg.value) : json_null();
}

/* An id or class: lower-case digits without a prefix. */
static json_t *json_id(struct pcimsi_reg reg, int digits)
{
	return reg.known ? json_sprintf("%0*x", digits, reg.value) : json_null();
}

/* A register that is written with 0x. */
static json_t *json_register(struct pcimsi_reg reg, int digits)
{
	return reg.known ? json_sprintf("0x%0*x", digits, reg.value) : json_null();
}

static json_t *json_count(bool known, uint32_t count)
{
	return known && count ? json_integer(count) : json_null();
}

static json_t *json_bool(bool known, bool value)
{
	return known ? json_boolean(value) : json_null();
}

static json_t *json_number(bool known, uint32_t value)
{
	return known ? json_integer(value) : json_null();
}

static const char *state_name(enum pcimsi_state state)
{
	static const char *const names[] = {
		[PCIMSI_ABSENT] = "absent",
		[PCIMSI_PRESENT] = "present",
		[PCIMSI_UNKNOWN] = "unknown",
	};

	return names[state];
}

static json_t *msi_address(const struct pcimsi_msi *msi)
{
	unsigned long long address = msi->address.value;

	if (!msi->control.known || !msi->address.known ||
	    (msi->address_64bit && !msi->address_upper.known))
		return json_null();
	if (!msi->address_64bit)
		return json_sprintf("0x%08llx", address);
	return json_sprintf("0x%016llx",
			    address | (unsigned long long)msi->address_upper.value << 32);
}

static json_t *record_msi(const struct pcimsi_msi *msi)
{
	bool known = msi->state == PCIMSI_PRESENT && msi->control.known;

	return json_pack(
		"{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
		"state", state_name(msi->state), "offset",
		json_number(msi->state == PCIMSI_PRESENT, msi->offset), "control",
		json_register(msi->control, 4), "enabled", json_bool(known, msi->enabled), "mmc",
		json_number(known, msi->mmc), "mme", json_number(known, msi->mme), "capable",
		json_count(known, msi->capable), "allocated", json_count(known, msi->allocated),
		"address_64bit", json_bool(known, msi->address_64bit), "masking",
		json_bool(known, msi->masking), "extended_data_capable",
		json_bool(known, msi->extended_data_capable), "extended_data_enabled",
		json_bool(known, msi->extended_data_enabled), "address", msi_address(msi), "data",
		json_register(msi->data, msi->extended_data_capable ? 8 : 4), "mask",
		json_register(msi->mask, 8), "pending", json_register(msi->pending, 8));
}

static json_t *record_msix(const struct pcimsi_msix *msix)
{
	bool known = msix->state == PCIMSI_PRESENT && msix->control.known;

	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "state",
			 state_name(msix->state), "offset",
			 json_number(msix->state == PCIMSI_PRESENT, msix->offset), "control",
			 json_register(msix->control, 4), "enabled",
			 json_bool(known, msix->enabled), "function_masked",
			 json_bool(known, msix->function_masked), "table_size",
			 json_number(known, msix->table_size), "table_bar",
			 json_number(known && msix->table.known, msix->table_bar), "table_offset",
			 json_number(known && msix->table.known, msix->table_offset), "pba_bar",
			 json_number(known && msix->pba.known, msix->pba_bar), "pba_offset",
			 json_number(known && msix->pba.known, msix->pba_offset));
}

static json_t *list_capabilities(const struct pcimsi_function *function)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < function->n_capabilities; i++) {
		const struct pcimsi_capability *capability = &function->capabilities[i];

		json_array_append_new(list,
				      json_pack("{s:o, s:o, s:i}", "id",
						json_sprintf("%02x", capability->id), "name",
						json_text(pcimsi_capability_name(capability->id)),
						"offset", capability->offset));
	}
	return list;
}

static json_t *record_linux(const struct pcimsi_linux *state)
{
	if (!state)
		return json_null();
	return json_pack("{s:o, s:o, s:i, s:o}", "driver", json_text(state->driver), "mode",
			 json_text(state->mode), "vectors", (int)state->vectors, "msi_allowed",
			 json_bool(state->msi_allowed_known, state->msi_allowed));
}

static const char *source_name(enum pcimsi_source source)
{
	static const char *const names[] = {
		[PCIMSI_SOURCE_LIVE] = "live",
		[PCIMSI_SOURCE_HEX] = "hex",
		[PCIMSI_SOURCE_BINARY] = "binary",
		[PCIMSI_SOURCE_DECODED] = "decoded",
	};

	return names[source];
}

json_t *record_function(struct report *report, const struct pcimsi_function *function,
			const char *capture)
{
	char name[512];

	return json_pack(
		"{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:i, s:s, s:o, s:o, s:o, s:o}",
		"capture", json_text(capture), "slot", json_slot(function->raw.slot), "name",
		json_text(pcimsi_names_function(report->names, function, name, sizeof(name))),
		"vendor_id", json_id(function->vendor_id, 4), "device_id",
		json_id(function->device_id, 4), "subsystem_vendor_id",
		json_id(function->subsystem_vendor_id, 4), "subsystem_id",
		json_id(function->subsystem_id, 4), "revision", json_id(function->revision, 2),
		"class", json_id(function->class_code, 6), "header_type",
		json_reg(function->header_type), "express_type", json_reg(function->express_type),
		"interrupt_pin", json_reg(function->interrupt_pin), "bytes_captured",
		(int)function->bytes_captured, "source", source_name(function->raw.source),
		"capabilities", list_capabilities(function), "msi", record_msi(&function->msi),
		"msix", record_msix(&function->msix), "linux",
		record_linux(function->raw.linux_state));
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/records.h"

#include "base/bytes.h"

/*
 * The function record of schema pcimsi/1. It is made once per function, so it is
 * written straight away (jsonw.h) instead of being built first.
 */

/* An id or class: lower-case digits without a prefix. */
static void put_id(struct jsonw *w, const char *key, struct pcimsi_reg reg, unsigned digits)
{
	jsonw_key(w, key);
	if (reg.known)
		jsonw_hex(w, "", reg.value, digits);
	else
		jsonw_null(w);
}

/* A register that is written with 0x. */
static void put_register(struct jsonw *w, const char *key, bool known, uint64_t value,
			 unsigned digits)
{
	jsonw_key(w, key);
	if (known)
		jsonw_hex(w, "0x", value, digits);
	else
		jsonw_null(w);
}

static void put_number(struct jsonw *w, const char *key, bool known, uint32_t value)
{
	jsonw_key(w, key);
	if (known)
		jsonw_number(w, value);
	else
		jsonw_null(w);
}

static void put_bool(struct jsonw *w, const char *key, bool known, bool value)
{
	jsonw_key(w, key);
	if (known)
		jsonw_bool(w, value);
	else
		jsonw_null(w);
}

static void put_word(struct jsonw *w, const char *key, const char *word)
{
	jsonw_key(w, key);
	jsonw_word(w, word);
}

static void put_text(struct jsonw *w, const char *key, const char *text)
{
	jsonw_key(w, key);
	jsonw_text(w, text);
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

/* A capability whose Message Control was not captured is present, with null fields. */
static void put_msi(struct jsonw *w, const struct pcimsi_msi *msi)
{
	bool present = msi->state == PCIMSI_PRESENT, known = present && msi->control.known;
	bool wide = msi->address_64bit;
	uint64_t address = (uint64_t)msi->address_upper.value << 32 | msi->address.value;

	jsonw_key(w, "msi");
	jsonw_object(w);
	put_word(w, "state", state_name(msi->state));
	put_number(w, "offset", present && msi->offset, msi->offset);
	put_register(w, "control", known && msi->layout_known, msi->control.value, 4);
	put_bool(w, "enabled", known, msi->enabled);
	put_number(w, "mmc", known, msi->mmc);
	put_number(w, "mme", known, msi->mme);
	put_number(w, "capable", present && msi->capable, msi->capable);
	put_number(w, "allocated", known && msi->allocated, msi->allocated);
	put_bool(w, "address_64bit", known && msi->layout_known, wide);
	put_bool(w, "masking", known && msi->layout_known, msi->masking);
	put_bool(w, "extended_data_capable", known && msi->layout_known,
		 msi->extended_data_capable);
	put_bool(w, "extended_data_enabled", known && msi->layout_known,
		 msi->extended_data_enabled);
	put_register(w, "address",
		     known && msi->address.known && (!wide || msi->address_upper.known), address,
		     wide ? 16 : 8);
	put_register(w, "data", known && msi->data.known, msi->data.value,
		     msi->extended_data_capable ? 8 : 4);
	put_register(w, "mask", known && msi->mask.known, msi->mask.value, 8);
	put_register(w, "pending", known && msi->pending.known, msi->pending.value, 8);
	jsonw_object_end(w);
}

static void put_msix(struct jsonw *w, const struct pcimsi_msix *msix)
{
	bool present = msix->state == PCIMSI_PRESENT, known = present && msix->control.known;

	jsonw_key(w, "msix");
	jsonw_object(w);
	put_word(w, "state", state_name(msix->state));
	put_number(w, "offset", present && msix->offset, msix->offset);
	put_register(w, "control", known, msix->control.value, 4);
	put_bool(w, "enabled", known, msix->enabled);
	put_bool(w, "function_masked", known, msix->function_masked);
	put_number(w, "table_size", present && msix->table_size, msix->table_size);
	put_number(w, "table_bar", known && msix->table.known, msix->table_bar);
	put_number(w, "table_offset", known && msix->table.known, msix->table_offset);
	put_number(w, "pba_bar", known && msix->pba.known, msix->pba_bar);
	put_number(w, "pba_offset", known && msix->pba.known, msix->pba_offset);
	jsonw_object_end(w);
}

static void put_capabilities(struct jsonw *w, const struct pcimsi_function *function)
{
	jsonw_key(w, "capabilities");
	jsonw_array(w);
	for (uint32_t i = 0; i < function->n_capabilities; i++) {
		const struct pcimsi_capability *capability = &function->capabilities[i];

		jsonw_object(w);
		jsonw_key(w, "id");
		jsonw_hex(w, "", capability->id, 2);
		put_word(w, "name", pcimsi_capability_name(capability->id));
		put_number(w, "offset", true, capability->offset);
		jsonw_object_end(w);
	}
	jsonw_array_end(w);
}

static void put_extended(struct jsonw *w, const struct pcimsi_function *function)
{
	jsonw_key(w, "extended_capabilities");
	jsonw_array(w);
	for (uint32_t i = 0; i < function->n_extended; i++) {
		const struct pcimsi_extended *extended = &function->extended[i];

		jsonw_object(w);
		jsonw_key(w, "id");
		jsonw_hex(w, "", extended->id, 4);
		put_word(w, "name", pcimsi_extended_name(extended->id));
		put_number(w, "offset", true, extended->offset);
		jsonw_object_end(w);
	}
	jsonw_array_end(w);
}

static const char *end_name(enum pcimsi_walk_end end)
{
	static const char *const names[] = {
		[PCIMSI_WALK_COMPLETE] = "complete",
		[PCIMSI_WALK_NOT_CAPTURED] = "not-captured",
		[PCIMSI_WALK_BAD_POINTER] = "bad-pointer",
		[PCIMSI_WALK_LOOP] = "loop",
		[PCIMSI_WALK_ID_FF] = "id-ff",
		[PCIMSI_WALK_UNKNOWN_LAYOUT] = "unknown-layout",
		[PCIMSI_WALK_NO_RESPONSE] = "no-response",
		[PCIMSI_WALK_TOO_LONG] = "too-long",
	};

	return names[end];
}

static void put_linux(struct jsonw *w, const struct pcimsi_linux *state)
{
	jsonw_key(w, "linux");
	if (!state) {
		jsonw_null(w);
		return;
	}
	jsonw_object(w);
	put_text(w, "driver", state->driver);
	put_text(w, "mode", state->mode);
	put_number(w, "vectors", true, state->vectors);
	put_bool(w, "msi_allowed", state->msi_allowed_known, state->msi_allowed);
	jsonw_object_end(w);
}

static void put_windows(struct jsonw *w, const struct pcimsi_windows *windows)
{
	jsonw_key(w, "windows");
	if (!windows) {
		jsonw_null(w);
		return;
	}
	jsonw_object(w);
	put_number(w, "interrupt_support", windows->interrupt_support.known,
		   windows->interrupt_support.value);
	put_number(w, "interrupt_message_maximum", windows->interrupt_message_maximum.known,
		   windows->interrupt_message_maximum.value);
	jsonw_object_end(w);
}

static void put_slot(struct jsonw *w, struct pcimsi_slot slot)
{
	char text[PCIMSI_SLOT_TEXT];

	put_word(w, "slot", pcimsi_slot_text(slot, text));
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

/* Runs of bytes below the last captured one that were not captured. */
static void put_holes(struct jsonw *w, const struct pcimsi_function *function)
{
	const struct pcimsi_bytes *bytes = &function->raw.bytes;
	bool whole = function->bytes_captured == bytes->size;

	jsonw_key(w, "holes");
	jsonw_array(w);
	for (uint32_t at = whole ? bytes->size : 0; at < bytes->size; at++) {
		uint32_t from = at;

		while (at < bytes->size && !bytes_has(bytes, at, 1))
			at++;
		if (at == from)
			continue;
		jsonw_object(w);
		put_number(w, "offset", true, from);
		put_number(w, "size", true, at - from);
		jsonw_object_end(w);
	}
	jsonw_array_end(w);
}

/* What is missing, and why. */
static void put_ledger(struct jsonw *w, const struct pcimsi_function *function)
{
	const struct pcimsi_ledger *ledger = &function->raw.ledger;

	jsonw_key(w, "ledger");
	jsonw_object(w);
	put_number(w, "line", function->raw.line != 0, function->raw.line);
	put_bool(w, "repeated_slot", true, function->raw.repeated);
	put_number(w, "rows_cut", true, ledger->rows_cut);
	put_number(w, "rows_repaired", true, ledger->rows_repaired);
	put_number(w, "rows_dropped", true, ledger->rows_dropped);
	put_number(w, "conflicts", true, ledger->conflicts);
	put_number(w, "beyond", true, ledger->beyond);
	put_holes(w, function);
	jsonw_object_end(w);
}

static void put_bars(struct jsonw *w, const struct pcimsi_function *function)
{
	static const char *const kinds[] = {
		[PCIMSI_BAR_UNKNOWN] = "unknown", [PCIMSI_BAR_ZERO] = "zero",
		[PCIMSI_BAR_IO] = "io",           [PCIMSI_BAR_MEM32] = "mem32",
		[PCIMSI_BAR_MEM64] = "mem64",     [PCIMSI_BAR_MEM64_UPPER] = "upper",
	};

	jsonw_key(w, "bars");
	jsonw_array(w);
	for (uint32_t i = 0; i < function->n_bars; i++) {
		const struct pcimsi_bar *bar = &function->bars[i];

		jsonw_object(w);
		put_number(w, "bar", true, i);
		put_word(w, "kind", kinds[bar->kind]);
		put_register(w, "address",
			     bar->address_known || bar->kind == PCIMSI_BAR_MEM64_UPPER,
			     bar->address, 16);
		jsonw_key(w, "size");
		if (bar->size)
			jsonw_number(w, bar->size);
		else
			jsonw_null(w);
		jsonw_object_end(w);
	}
	jsonw_array_end(w);
}

static void put_reg(struct jsonw *w, const char *key, struct pcimsi_reg reg)
{
	put_number(w, key, reg.known, reg.value);
}

void record_function(struct jsonw *w, bool named, struct report *report,
		     const struct pcimsi_function *function, const char *capture)
{
	char name[512];

	jsonw_object(w);
	if (named)
		put_word(w, "record", "function");
	put_text(w, "capture", capture);
	put_slot(w, function->raw.slot);
	put_text(w, "name", pcimsi_names_function(report->names, function, name, sizeof(name)));
	put_id(w, "vendor_id", function->vendor_id, 4);
	put_id(w, "device_id", function->device_id, 4);
	put_id(w, "subsystem_vendor_id", function->subsystem_vendor_id, 4);
	put_id(w, "subsystem_id", function->subsystem_id, 4);
	put_id(w, "revision", function->revision, 2);
	put_id(w, "class", function->class_code, 6);
	put_reg(w, "header_type", function->header_type);
	put_reg(w, "express_type", function->express_type);
	put_reg(w, "interrupt_pin", function->interrupt_pin);
	put_number(w, "bytes_captured", true, function->bytes_captured);
	put_word(w, "source", source_name(function->raw.source));
	put_capabilities(w, function);
	put_msi(w, &function->msi);
	put_msix(w, &function->msix);
	put_linux(w, function->raw.linux_state);
	put_windows(w, function->raw.windows);
	put_text(w, "member", function->raw.member);
	put_bars(w, function);
	put_extended(w, function);
	put_ledger(w, function);
	put_word(w, "capabilities_end", end_name(function->walk_end));
	put_word(w, "extended_end", end_name(function->extended_end));
	jsonw_object_end(w);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/records.h"

#include "base/bytes.h"

/* The function record. */

/* An id or class: lower-case digits without a prefix. */
static void put_id(struct jsonw *w, const char *key, struct pcimsi_reg reg, unsigned digits)
{
	if (reg.known)
		key_hex(w, key, "", reg.value, digits);
	else
		key_null(w, key);
}

/* A register that is written with 0x. */
static void put_register(struct jsonw *w, const char *key, bool known, uint64_t value,
			 unsigned digits)
{
	if (known)
		key_hex(w, key, "0x", value, digits);
	else
		key_null(w, key);
}

static const char *state_name(enum pcimsi_state state)
{
	static const char *const names[] = {
		[PCIMSI_STATE_ABSENT] = "absent",
		[PCIMSI_STATE_PRESENT] = "present",
		[PCIMSI_STATE_UNKNOWN] = "unknown",
	};

	return names[state];
}

/* A capability whose Message Control was not captured is present, with null fields. */
static void put_msi(struct jsonw *w, const struct pcimsi_msi *msi)
{
	bool present = msi->state == PCIMSI_STATE_PRESENT, known = present && msi->control.known;
	bool wide = msi->address_64bit;
	uint64_t address = (uint64_t)msi->address_upper.value << 32 | msi->address.value;

	key_object(w, "msi");
	key_word(w, "state", state_name(msi->state));
	key_known_number(w, "offset", present && msi->offset, msi->offset);
	put_register(w, "control", known && msi->layout_known, msi->control.value, 4);
	key_known_bool(w, "enabled", known, msi->enabled);
	key_known_number(w, "mmc", known, msi->mmc);
	key_known_number(w, "mme", known, msi->mme);
	key_known_number(w, "capable", present && msi->capable, msi->capable);
	key_known_number(w, "allocated", known && msi->allocated, msi->allocated);
	key_known_bool(w, "address_64bit", known && msi->layout_known, wide);
	key_known_bool(w, "masking", known && msi->layout_known, msi->masking);
	key_known_bool(w, "extended_data_capable", known && msi->layout_known,
		       msi->extended_data_capable);
	key_known_bool(w, "extended_data_enabled", known && msi->layout_known,
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
	bool present = msix->state == PCIMSI_STATE_PRESENT, known = present && msix->control.known;

	key_object(w, "msix");
	key_word(w, "state", state_name(msix->state));
	key_known_number(w, "offset", present && msix->offset, msix->offset);
	put_register(w, "control", known, msix->control.value, 4);
	key_known_bool(w, "enabled", known, msix->enabled);
	key_known_bool(w, "function_masked", known, msix->function_masked);
	key_known_number(w, "table_size", present && msix->table_size, msix->table_size);
	key_known_number(w, "table_bar", known && msix->table.known, msix->table_bar);
	key_known_number(w, "table_offset", known && msix->table.known, msix->table_offset);
	key_known_number(w, "pba_bar", known && msix->pba.known, msix->pba_bar);
	key_known_number(w, "pba_offset", known && msix->pba.known, msix->pba_offset);
	jsonw_object_end(w);
}

static void put_capabilities(struct jsonw *w, const struct pcimsi_function *function)
{
	key_array(w, "capabilities");
	for (uint32_t i = 0; i < function->n_capabilities; i++) {
		const struct pcimsi_capability *capability = &function->capabilities[i];

		jsonw_object(w);
		key_hex(w, "id", "", capability->id, 2);
		key_word(w, "name", pcimsi_capability_name(capability->id));
		key_number(w, "offset", capability->offset);
		jsonw_object_end(w);
	}
	jsonw_array_end(w);
}

static void put_extended(struct jsonw *w, const struct pcimsi_function *function)
{
	key_array(w, "extended_capabilities");
	for (uint32_t i = 0; i < function->n_extended; i++) {
		const struct pcimsi_extended *extended = &function->extended[i];

		jsonw_object(w);
		key_hex(w, "id", "", extended->id, 4);
		key_word(w, "name", pcimsi_extended_name(extended->id));
		key_number(w, "offset", extended->offset);
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
	if (!state) {
		key_null(w, "linux");
		return;
	}
	key_object(w, "linux");
	key_text(w, "driver", state->driver);
	key_text(w, "mode", state->mode);
	key_number(w, "vectors", state->vectors);
	key_known_bool(w, "msi_allowed", state->msi_allowed_known, state->msi_allowed);
	jsonw_object_end(w);
}

static void put_windows(struct jsonw *w, const struct pcimsi_windows *windows)
{
	if (!windows) {
		key_null(w, "windows");
		return;
	}
	key_object(w, "windows");
	key_known_number(w, "interrupt_support", windows->interrupt_support.known,
			 windows->interrupt_support.value);
	key_known_number(w, "interrupt_message_maximum", windows->interrupt_message_maximum.known,
			 windows->interrupt_message_maximum.value);
	key_reg(w, "granted_messages", windows->granted_messages);
	key_reg(w, "granted_lines", windows->granted_lines);
	jsonw_object_end(w);
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

	key_array(w, "holes");
	for (uint32_t at = whole ? bytes->size : 0; at < bytes->size; at++) {
		uint32_t from = at;

		while (at < bytes->size && !bytes_has(bytes, at, 1))
			at++;
		if (at == from)
			continue;
		jsonw_object(w);
		key_number(w, "offset", from);
		key_number(w, "size", at - from);
		jsonw_object_end(w);
	}
	jsonw_array_end(w);
}

/* What is missing, and why. */
static void put_ledger(struct jsonw *w, const struct pcimsi_function *function)
{
	const struct pcimsi_ledger *ledger = &function->raw.ledger;

	key_object(w, "ledger");
	key_known_number(w, "line", function->raw.line != 0, function->raw.line);
	key_bool(w, "repeated_slot", function->raw.repeated);
	key_number(w, "rows_cut", ledger->rows_cut);
	key_number(w, "rows_repaired", ledger->rows_repaired);
	key_number(w, "rows_dropped", ledger->rows_dropped);
	key_number(w, "conflicts", ledger->conflicts);
	key_number(w, "beyond", ledger->beyond);
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

	key_array(w, "bars");
	for (uint32_t i = 0; i < function->n_bars; i++) {
		const struct pcimsi_bar *bar = &function->bars[i];

		jsonw_object(w);
		key_number(w, "bar", i);
		key_word(w, "kind", kinds[bar->kind]);
		put_register(w, "address",
			     bar->address_known || bar->kind == PCIMSI_BAR_MEM64_UPPER,
			     bar->address, 16);
		key_known_number(w, "size", bar->size != 0, bar->size);
		jsonw_object_end(w);
	}
	jsonw_array_end(w);
}

void record_function(struct jsonw *w, struct report *report, const struct pcimsi_function *function,
		     const char *capture)
{
	char name[512];

	key_text(w, "capture", capture);
	key_slot(w, "slot", function->raw.slot);
	key_text(w, "name", pcimsi_names_function(report->names, function, name, sizeof(name)));
	put_id(w, "vendor_id", function->vendor_id, 4);
	put_id(w, "device_id", function->device_id, 4);
	put_id(w, "subsystem_vendor_id", function->subsystem_vendor_id, 4);
	put_id(w, "subsystem_id", function->subsystem_id, 4);
	put_id(w, "revision", function->revision, 2);
	put_id(w, "class", function->class_code, 6);
	key_reg(w, "header_type", function->header_type);
	key_reg(w, "express_type", function->express_type);
	key_reg(w, "interrupt_pin", function->interrupt_pin);
	key_number(w, "bytes_captured", function->bytes_captured);
	key_word(w, "source", source_name(function->raw.source));
	put_capabilities(w, function);
	put_msi(w, &function->msi);
	put_msix(w, &function->msix);
	put_linux(w, function->raw.linux_state);
	put_windows(w, function->raw.windows);
	key_text(w, "member", function->raw.member);
	put_bars(w, function);
	put_extended(w, function);
	put_ledger(w, function);
	key_word(w, "capabilities_end", end_name(function->walk_end));
	key_word(w, "extended_end", end_name(function->extended_end));
}

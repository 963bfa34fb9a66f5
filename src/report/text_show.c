/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text.h"

#include "base/bytes.h"
#include "base/str.h"
#include "report/escape.h"

#include <stdlib.h>

/* `pcimsi show`: a function with its fields, their offsets and raw bytes. */

#define FIRST_BAR 0x10 /* offset of the first Base Address Register */

static void put_label(struct report *report, const char *label)
{
	fprintf(report->out, "  %s%-11s%s", text_style(report, STYLE_BOLD), label,
		text_reset(report));
}

static void put_raw(struct report *report, const struct pcimsi_function *function, uint32_t offset,
		    uint32_t size)
{
	const struct pcimsi_bytes *bytes = &function->raw.bytes;
	FILE *out = report->out;

	fprintf(out, "    %s0x%02x:", text_style(report, STYLE_DIM), offset);
	for (uint32_t i = 0; i < size; i++) {
		struct pcimsi_reg byte = bytes_u8(bytes, offset + i);

		if (byte.known)
			fprintf(out, " %02x", byte.value);
		else
			fputs(" ..", out);
	}
	fprintf(out, "%*s%s", (int)(size < 4 ? 3 * (4 - size) : 0), "", text_reset(report));
}

/* A register: offset, bytes, name, meaning. */
static void put_field(struct report *report, const struct pcimsi_function *function,
		      uint32_t offset, uint32_t size, const char *name)
{
	put_raw(report, function, offset, size);
	fprintf(report->out, "  %-22s ", name);
}

static void put_register(struct report *report, struct pcimsi_reg reg, int digits)
{
	if (reg.known)
		fprintf(report->out, "0x%0*x\n", digits, reg.value);
	else
		fputs("not captured\n", report->out);
}

static void put_title(struct report *report, const struct pcimsi_function *function)
{
	char slot[PCIMSI_SLOT_TEXT], ids[TEXT_IDS];
	char *name = text_name(report, function);
	FILE *out = report->out;

	fprintf(out, "%s%s%s  %s", text_style(report, STYLE_BLUE),
		text_slot(report, function->raw.slot, slot), text_reset(report),
		text_ids(function, ids));
	if (function->revision.known)
		fprintf(out, " rev %02x", function->revision.value);
	if (function->class_code.known)
		fprintf(out, " class %06x", function->class_code.value);
	fprintf(out, "  %s\n", name && report->numeric != 1 ? name : "");
	free(name);
}

static void put_losses(struct report *report, const struct pcimsi_ledger *ledger)
{
	if (!ledger->first_line)
		return;
	put_label(report, "Lost");
	fprintf(report->out,
		"from line %u on: %u rows cut, %u dropped, %u in conflict, %u beyond 0xfff; "
		"%u joined from two lines\n",
		ledger->first_line, ledger->rows_cut, ledger->rows_dropped, ledger->conflicts,
		ledger->beyond, ledger->rows_repaired);
}

static void put_capture(struct report *report, const struct pcimsi_function *function,
			const char *capture)
{
	FILE *out = report->out;

	put_label(report, "Capture");
	put_text(out, capture);
	if (function->raw.member) {
		fputs(", ", out);
		put_text(out, function->raw.member);
	}
	if (function->raw.line)
		fprintf(out, ":%u", function->raw.line);
	fprintf(out, ", %u bytes", function->bytes_captured);
	if (function->raw.source == PCIMSI_SOURCE_DECODED)
		fputs(", some of them taken from decoded text", out);
	if (function->raw.repeated)
		fputs(", this slot occurred before", out);
	fputc('\n', out);
	put_losses(report, &function->raw.ledger);
}

static void put_header(struct report *report, const struct pcimsi_function *function)
{
	FILE *out = report->out;

	put_label(report, "Header");
	if (function->header_type.known)
		fprintf(out, "type %u, ", function->header_type.value);
	fprintf(out, "interrupt pin %s", text_pin(function));
	if (function->command.known)
		fprintf(out, ", command 0x%04x (bus master %s, memory %s, INTx %s)",
			function->command.value, function->command.value & 4 ? "on" : "off",
			function->command.value & 2 ? "on" : "off",
			function->command.value & 0x400 ? "disabled" : "enabled");
	fputc('\n', out);
	if (function->subsystem_id.known) {
		put_label(report, "Subsystem");
		fprintf(out, "%04x:%04x\n", function->subsystem_vendor_id.value,
			function->subsystem_id.value);
	}
	if (function->express_type.known) {
		const char *type = pcimsi_express_type_name(function->express_type.value);

		put_label(report, "Express");
		fprintf(out, "%s (type %u)\n", type ? type : "reserved type",
			function->express_type.value);
	}
}

/* A BAR that reads 0 says nothing by itself, whether something else may stand for it or not. */
static bool is_silent(const struct pcimsi_function *function, unsigned bar)
{
	switch (function->bars[bar].kind) {
	case PCIMSI_BAR_ZERO:
	case PCIMSI_BAR_MEM64_UPPER:
		return true;
	case PCIMSI_BAR_UNKNOWN:
		return function->walk_end != PCIMSI_WALK_COMPLETE && !function->bars[bar].raw &&
		       bytes_has(&function->raw.bytes, FIRST_BAR + 4 * bar, 4);
	default:
		return false;
	}
}

static void put_bars(struct report *report, const struct pcimsi_function *function)
{
	static const char *const kinds[] = {
		[PCIMSI_BAR_UNKNOWN] = "not captured",
		[PCIMSI_BAR_ZERO] = "0",
		[PCIMSI_BAR_IO] = "I/O",
		[PCIMSI_BAR_MEM32] = "32-bit memory",
		[PCIMSI_BAR_MEM64] = "64-bit memory",
		[PCIMSI_BAR_MEM64_UPPER] = "upper half",
	};

	const char *label = "BARs";

	for (unsigned i = 0; i < function->n_bars; i++) {
		const struct pcimsi_bar *bar = &function->bars[i];

		if (is_silent(function, i))
			continue;
		put_label(report, label);
		label = "";
		fprintf(report->out, "%u: %s", i, kinds[bar->kind]);
		if (bar->address_known)
			fprintf(report->out, " at 0x%llx", (unsigned long long)bar->address);
		else if (bar->kind == PCIMSI_BAR_MEM64)
			fputs(" at an address whose upper half was not captured", report->out);
		if (bar->size)
			fprintf(report->out, ", %llu bytes", (unsigned long long)bar->size);
		fputc('\n', report->out);
	}
}

static const char *end_text(enum pcimsi_walk_end end)
{
	switch (end) {
	case PCIMSI_WALK_COMPLETE:
		return "end";
	case PCIMSI_WALK_NOT_CAPTURED:
		return "not captured";
	case PCIMSI_WALK_BAD_POINTER:
		return "a pointer before the list, stopped";
	case PCIMSI_WALK_LOOP:
		return "an offset already visited, stopped";
	case PCIMSI_WALK_ID_FF:
		return "id ff, stopped";
	case PCIMSI_WALK_UNKNOWN_LAYOUT:
		return "unknown header layout, not walked";
	case PCIMSI_WALK_NO_RESPONSE:
		return "the function did not answer";
	case PCIMSI_WALK_TOO_LONG:
		return "more than are followed, stopped";
	}
	return "?";
}

static void put_chain(struct report *report, const struct pcimsi_function *function)
{
	FILE *out = report->out;

	put_label(report, "Chain");
	for (unsigned i = 0; i < function->n_capabilities; i++) {
		const struct pcimsi_capability *capability = &function->capabilities[i];
		const char *name = pcimsi_capability_name(capability->id);

		fprintf(out, "0x%02x %s", capability->offset, *name ? name : "?");
		if (!*name)
			fprintf(out, " (id %02x)", capability->id);
		fputs(" -> ", out);
	}
	if (!function->n_capabilities && function->walk_end == PCIMSI_WALK_COMPLETE)
		fputs("no capability list\n", out);
	else
		fprintf(out, "%s\n", end_text(function->walk_end));
}

static void put_extended_chain(struct report *report, const struct pcimsi_function *function)
{
	FILE *out = report->out;

	if (!function->n_extended)
		return;
	put_label(report, "Extended");
	for (unsigned i = 0; i < function->n_extended; i++) {
		const struct pcimsi_extended *extended = &function->extended[i];
		const char *name = pcimsi_extended_name(extended->id);

		fprintf(out, "0x%03x %s", extended->offset, *name ? name : "?");
		if (!*name)
			fprintf(out, " (id %04x)", extended->id);
		fputs(" -> ", out);
	}
	fprintf(out, "%s\n", end_text(function->extended_end));
}

/* Returns whether there are fields to show. */
static bool put_state(struct report *report, const char *label, enum pcimsi_state state)
{
	put_label(report, label);
	if (state == PCIMSI_STATE_PRESENT)
		return true;
	fprintf(report->out, "%s\n",
		state == PCIMSI_STATE_ABSENT
			? "absent"
			: "unknown: the bytes that would tell were not captured");
	return false;
}

/* False: there are no bytes, it is somebody else who tells of the capability. */
static bool put_offset(struct report *report, uint32_t offset)
{
	if (offset)
		fprintf(report->out, "at 0x%02x", offset);
	else
		fputs("present\n", report->out);
	return offset;
}

static void put_msi(struct report *report, const struct pcimsi_function *function)
{
	const struct pcimsi_msi *msi = &function->msi;
	uint32_t at = msi->offset, data = at + (msi->address_64bit ? 0x0cu : 0x08u);
	FILE *out = report->out;

	if (!put_state(report, "MSI", msi->state) || !put_offset(report, msi->offset))
		return;
	if (!msi->control.known) {
		fputs("; Message Control was not captured\n", out);
		return;
	}
	fprintf(out, ", %s, ", msi->enabled ? "enabled" : "disabled");
	if (msi->capable)
		fprintf(out, "capable of %u message%s", msi->capable, str_plural(msi->capable));
	else
		fprintf(out, "reserved capable code %u", msi->mmc);
	if (msi->enabled && msi->allocated)
		fprintf(out, ", %u allocated", msi->allocated);
	fputc('\n', out);
	put_field(report, function, at + PCIMSI_MSI_CONTROL, 2, "Message Control");
	fprintf(out, "0x%04x: mmc %u, mme %u, %s, %s%s%s\n", msi->control.value, msi->mmc, msi->mme,
		!msi->layout_known   ? "64-bit ?"
		: msi->address_64bit ? "64-bit"
				     : "32-bit",
		!msi->layout_known ? "masking ?"
		: msi->masking     ? "per-vector masking"
				   : "no masking",
		msi->extended_data_capable ? ", extended data capable" : "",
		msi->extended_data_enabled ? ", extended data enabled" : "");
	put_field(report, function, at + PCIMSI_MSI_ADDRESS, 4, "Message Address");
	put_register(report, msi->address, 8);
	if (msi->address_64bit) {
		put_field(report, function, at + PCIMSI_MSI_ADDRESS_UPPER, 4,
			  "Message Upper Address");
		put_register(report, msi->address_upper, 8);
	}
	put_field(report, function, data, msi->extended_data_capable ? 4 : 2, "Message Data");
	put_register(report, msi->data, 4);
	if (!msi->masking)
		return;
	put_field(report, function, data + 4, 4, "Mask Bits");
	put_register(report, msi->mask, 8);
	put_field(report, function, data + 8, 4, "Pending Bits");
	put_register(report, msi->pending, 8);
}

static void put_structure(struct report *report, const struct pcimsi_function *function,
			  uint32_t offset, const char *name, struct pcimsi_reg reg, uint32_t size)
{
	put_field(report, function, offset, 4, name);
	if (!reg.known) {
		fputs("not captured\n", report->out);
		return;
	}
	fprintf(report->out, "BAR %u, offset 0x%x", reg.value & 7, reg.value & ~7u);
	if (size)
		fprintf(report->out, ", 0x%x bytes", size);
	fputc('\n', report->out);
}

static void put_msix(struct report *report, const struct pcimsi_function *function)
{
	const struct pcimsi_msix *msix = &function->msix;
	uint32_t at = msix->offset, entries = msix->table_size;
	FILE *out = report->out;

	if (!put_state(report, "MSI-X", msix->state) || !put_offset(report, at))
		return;
	if (msix->control.known) {
		fprintf(out, ", %s%s, table of %u entr%s\n", msix->enabled ? "enabled" : "disabled",
			msix->function_masked ? ", function masked" : "", entries,
			entries == 1 ? "y" : "ies");
		put_field(report, function, at + PCIMSI_MSIX_CONTROL, 2, "Message Control");
		fprintf(out, "0x%04x\n", msix->control.value);
	} else {
		fputs("; Message Control was not captured\n", out);
	}
	put_structure(report, function, at + PCIMSI_MSIX_TABLE, "Table Offset/BIR", msix->table,
		      16 * entries);
	put_structure(report, function, at + PCIMSI_MSIX_PBA, "PBA Offset/BIR", msix->pba,
		      8 * ((entries + 63) / 64));
}

static void put_linux(struct report *report, const struct pcimsi_linux *state)
{
	if (!state)
		return;
	put_label(report, "Linux");
	fputs("driver ", report->out);
	put_text(report->out, state->driver ? state->driver : "none");
	if (state->mode)
		fprintf(report->out, ", %s", state->mode);
	if (state->vectors)
		fprintf(report->out, ", %u vector%s", state->vectors, str_plural(state->vectors));
	if (state->msi_allowed_known && !state->msi_allowed)
		fputs(", MSI forbidden (msi_bus 0)", report->out);
	fputc('\n', report->out);
}

static void put_windows(struct report *report, const struct pcimsi_windows *windows)
{
	uint32_t support;

	if (!windows)
		return;
	put_label(report, "Windows");
	support = windows->interrupt_support.value;
	if (windows->interrupt_support.known)
		fprintf(report->out, "supports %s%s%s%s",
			support & PCIMSI_WINDOWS_LINE ? "the line" : "no line",
			support & PCIMSI_WINDOWS_MSI ? ", MSI" : "",
			support & PCIMSI_WINDOWS_MSIX ? ", MSI-X" : "",
			windows->interrupt_message_maximum.known ? "; " : "");
	if (windows->interrupt_message_maximum.known)
		fprintf(report->out, "at most %u messages",
			windows->interrupt_message_maximum.value);
	if (windows->granted_messages.known)
		fprintf(report->out, "; granted %u message%s", windows->granted_messages.value,
			str_plural(windows->granted_messages.value));
	if (windows->granted_lines.known && windows->granted_lines.value)
		fputs(" and the line", report->out);
	fputc('\n', report->out);
}

int text_show_function(struct report *report, const struct pcimsi_function *function,
		       const char *capture)
{
	put_title(report, function);
	put_capture(report, function, capture);
	put_header(report, function);
	put_bars(report, function);
	put_chain(report, function);
	put_extended_chain(report, function);
	put_msi(report, function);
	put_msix(report, function);
	put_linux(report, function->raw.linux_state);
	put_windows(report, function->raw.windows);
	text_map(report, function);
	fputc('\n', report->out);
	return 0;
}

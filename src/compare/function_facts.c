/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare/compare.h"

#include "base/array.h"

#include <stddef.h>

/*
 * What of a function is compared: a row for each fact, in the order in which changes are told.
 * What the system sets while it runs is volatile.
 */

/* When the member of struct pcimsi_function that a row names has a meaning. */
enum gate {
	GATE_ALWAYS,
	GATE_ANSWERS, /* the function did */
	GATE_MSI,
	GATE_MSI_CONTROL,
	GATE_MSI_LAYOUT,
	GATE_MSI_64BIT,
	GATE_MSI_MASKING,
	GATE_MSIX,
	GATE_MSIX_CONTROL,
	GATE_MSIX_TABLE,
	GATE_MSIX_PBA,
};

/* What the member is. */
enum shape {
	SHAPE_REG,
	SHAPE_BYTE,
	SHAPE_DWORD,
	SHAPE_BOOL,
	SHAPE_STATE,
	SHAPE_MSI_COUNT,
	SHAPE_MSIX_COUNT,
	SHAPE_BAR_KIND,
	SHAPE_BAR_SIZE,
	SHAPE_BAR_ADDRESS,
	SHAPE_DRIVER,
	SHAPE_MODE,
	SHAPE_VECTORS,
};

struct row {
	struct pcimsi_fact fact;
	enum gate gate;
	enum shape shape;
	size_t at;
	bool where_known; /* that one side does not tell it says nothing: captures differ in form */
};

#define FACT(fact_name, fact_title, ...) \
	.fact = { .name = (fact_name), .title = (fact_title), __VA_ARGS__ }
#define MEMBER(what, member) .shape = SHAPE_##what, .at = offsetof(struct pcimsi_function, member)
#define VOLATILE .is_volatile = true
#define ID(n) .form = PCIMSI_FACT_ID, .digits = (n)
#define REGISTER(n) .form = PCIMSI_FACT_REGISTER, .digits = (n)
#define OFFSET .form = PCIMSI_FACT_OFFSET
#define BAR(n)                                                                                \
	{ FACT("bars." #n ".kind", "BAR " #n), .gate = GATE_ANSWERS, .shape = SHAPE_BAR_KIND, \
	  .at = (n), .where_known = true },                                                   \
		{ FACT("bars." #n ".size", "BAR " #n " size", OFFSET), .gate = GATE_ANSWERS,  \
		  .shape = SHAPE_BAR_SIZE, .at = (n), .where_known = true },                  \
	{                                                                                     \
		FACT("bars." #n ".address", "BAR " #n " address", REGISTER(8), VOLATILE),     \
			.gate = GATE_ANSWERS, .shape = SHAPE_BAR_ADDRESS, .at = (n)           \
	}

/* clang-format off */
static const struct row rows[] = {
	{ FACT("responding", "answers"), .gate = GATE_ALWAYS, MEMBER(BOOL, responding) },
	{ FACT("vendor_id", "Vendor ID", ID(4)), .gate = GATE_ANSWERS, MEMBER(REG, vendor_id) },
	{ FACT("device_id", "Device ID", ID(4)), .gate = GATE_ANSWERS, MEMBER(REG, device_id) },
	{ FACT("subsystem_vendor_id", "Subsystem Vendor ID", ID(4)), .gate = GATE_ANSWERS,
	  MEMBER(REG, subsystem_vendor_id) },
	{ FACT("subsystem_id", "Subsystem ID", ID(4)), .gate = GATE_ANSWERS,
	  MEMBER(REG, subsystem_id) },
	{ FACT("revision", "Revision ID", ID(2)), .gate = GATE_ANSWERS, MEMBER(REG, revision) },
	{ FACT("class", "Class Code", ID(6)), .gate = GATE_ANSWERS, MEMBER(REG, class_code) },
	{ FACT("header_type", "Header Type"), .gate = GATE_ANSWERS, MEMBER(REG, header_type) },
	{ FACT("express_type", "Device/Port Type"), .gate = GATE_ANSWERS, MEMBER(REG, express_type),
	  .where_known = true },
	{ FACT("interrupt_pin", "Interrupt Pin"), .gate = GATE_ANSWERS, MEMBER(REG, interrupt_pin) },

	{ FACT("msi.state", "MSI"), .gate = GATE_ANSWERS, MEMBER(STATE, msi.state) },
	{ FACT("msi.capable", "MSI messages"), .gate = GATE_MSI, .shape = SHAPE_MSI_COUNT },
	{ FACT("msi.offset", "MSI offset", OFFSET), .gate = GATE_MSI, MEMBER(BYTE, msi.offset) },
	{ FACT("msi.count", "MSI capabilities"), .gate = GATE_MSI, MEMBER(BYTE, msi.count) },
	{ FACT("msi.address_64bit", "MSI 64-bit address"), .gate = GATE_MSI_LAYOUT,
	  MEMBER(BOOL, msi.address_64bit) },
	{ FACT("msi.masking", "MSI per-vector masking"), .gate = GATE_MSI_LAYOUT,
	  MEMBER(BOOL, msi.masking) },
	{ FACT("msi.extended_data_capable", "MSI Extended Message Data Capable"),
	  .gate = GATE_MSI_LAYOUT, MEMBER(BOOL, msi.extended_data_capable) },
	{ FACT("msi.enabled", "MSI Enable", VOLATILE), .gate = GATE_MSI_CONTROL,
	  MEMBER(BOOL, msi.enabled) },
	{ FACT("msi.mme", "Multiple Message Enable", VOLATILE), .gate = GATE_MSI_CONTROL,
	  MEMBER(BYTE, msi.mme) },
	{ FACT("msi.extended_data_enabled", "Extended Message Data Enable", VOLATILE),
	  .gate = GATE_MSI_LAYOUT, MEMBER(BOOL, msi.extended_data_enabled) },
	{ FACT("msi.address", "Message Address", REGISTER(8), VOLATILE), .gate = GATE_MSI,
	  MEMBER(REG, msi.address) },
	{ FACT("msi.address_upper", "Message Upper Address", REGISTER(8), VOLATILE),
	  .gate = GATE_MSI_64BIT, MEMBER(REG, msi.address_upper) },
	{ FACT("msi.data", "Message Data", REGISTER(4), VOLATILE), .gate = GATE_MSI,
	  MEMBER(REG, msi.data) },
	{ FACT("msi.mask", "Mask Bits", REGISTER(8), VOLATILE), .gate = GATE_MSI_MASKING,
	  MEMBER(REG, msi.mask) },
	{ FACT("msi.pending", "Pending Bits", REGISTER(8), VOLATILE), .gate = GATE_MSI_MASKING,
	  MEMBER(REG, msi.pending) },

	{ FACT("msix.state", "MSI-X"), .gate = GATE_ANSWERS, MEMBER(STATE, msix.state) },
	{ FACT("msix.table_size", "MSI-X Table Size"), .gate = GATE_MSIX, .shape = SHAPE_MSIX_COUNT },
	{ FACT("msix.offset", "MSI-X offset", OFFSET), .gate = GATE_MSIX,
	  MEMBER(BYTE, msix.offset) },
	{ FACT("msix.count", "MSI-X capabilities"), .gate = GATE_MSIX, MEMBER(BYTE, msix.count) },
	{ FACT("msix.table_bar", "MSI-X Table BIR"), .gate = GATE_MSIX_TABLE,
	  MEMBER(BYTE, msix.table_bar) },
	{ FACT("msix.table_offset", "MSI-X Table Offset", OFFSET), .gate = GATE_MSIX_TABLE,
	  MEMBER(DWORD, msix.table_offset) },
	{ FACT("msix.pba_bar", "MSI-X PBA BIR"), .gate = GATE_MSIX_PBA, MEMBER(BYTE, msix.pba_bar) },
	{ FACT("msix.pba_offset", "MSI-X PBA Offset", OFFSET), .gate = GATE_MSIX_PBA,
	  MEMBER(DWORD, msix.pba_offset) },
	{ FACT("msix.enabled", "MSI-X Enable", VOLATILE), .gate = GATE_MSIX_CONTROL,
	  MEMBER(BOOL, msix.enabled) },
	{ FACT("msix.function_masked", "MSI-X Function Mask", VOLATILE), .gate = GATE_MSIX_CONTROL,
	  MEMBER(BOOL, msix.function_masked) },

	BAR(0), BAR(1), BAR(2), BAR(3), BAR(4), BAR(5),

	{ FACT("linux.driver", "Linux driver", VOLATILE), .gate = GATE_ALWAYS, .shape = SHAPE_DRIVER,
	  .where_known = true },
	{ FACT("linux.mode", "Linux interrupt mode", VOLATILE), .gate = GATE_ALWAYS,
	  .shape = SHAPE_MODE, .where_known = true },
	{ FACT("linux.vectors", "Linux vectors", VOLATILE), .gate = GATE_ALWAYS,
	  .shape = SHAPE_VECTORS, .where_known = true },
};
/* clang-format on */

const struct pcimsi_fact *pcimsi_function_fact(uint32_t number)
{
	return number < ARRAY_SIZE(rows) ? &rows[number].fact : NULL;
}

/* ---- gates: NUMBER if the member is to be read, else NONE or UNKNOWN ------------------------- */

static enum pcimsi_value_kind if_known(bool known)
{
	return known ? PCIMSI_VALUE_NUMBER : PCIMSI_VALUE_UNKNOWN;
}

/* Of a field of a capability. */
static enum pcimsi_value_kind if_there(enum pcimsi_state state, bool known)
{
	return state == PCIMSI_STATE_ABSENT ? PCIMSI_VALUE_NONE
					    : if_known(state == PCIMSI_STATE_PRESENT && known);
}

/* Of one that only some layouts of MSI have. */
static enum pcimsi_value_kind if_laid_out(const struct pcimsi_msi *msi, bool has)
{
	bool known = msi->control.known && msi->layout_known;

	if (msi->state == PCIMSI_STATE_PRESENT && known && !has)
		return PCIMSI_VALUE_NONE;
	return if_there(msi->state, known);
}

static enum pcimsi_value_kind pass(enum gate gate, const struct pcimsi_function *fn)
{
	const struct pcimsi_msi *msi = &fn->msi;
	const struct pcimsi_msix *msix = &fn->msix;

	switch (gate) {
	case GATE_ALWAYS:
		return PCIMSI_VALUE_NUMBER;
	case GATE_ANSWERS:
		return if_known(fn->responding);
	case GATE_MSI:
		return if_there(msi->state, true);
	case GATE_MSI_CONTROL:
		return if_there(msi->state, msi->control.known);
	case GATE_MSI_LAYOUT:
		return if_laid_out(msi, true);
	case GATE_MSI_64BIT:
		return if_laid_out(msi, msi->address_64bit);
	case GATE_MSI_MASKING:
		return if_laid_out(msi, msi->masking);
	case GATE_MSIX:
		return if_there(msix->state, true);
	case GATE_MSIX_CONTROL:
		return if_there(msix->state, msix->control.known);
	case GATE_MSIX_TABLE:
		return if_there(msix->state, msix->table.known);
	case GATE_MSIX_PBA:
		return if_there(msix->state, msix->pba.known);
	}
	return PCIMSI_VALUE_UNKNOWN;
}

/* ---- values ---------------------------------------------------------------------------------- */

static struct pcimsi_fact_value of_state(enum pcimsi_state state)
{
	if (state == PCIMSI_STATE_UNKNOWN)
		return fact_unknown();
	return fact_word(state == PCIMSI_STATE_PRESENT ? "present" : "absent");
}

/* Of a reserved code it is not known how many messages it means; two codes are two values. */
static struct pcimsi_fact_value of_msi_count(const struct pcimsi_msi *msi)
{
	if (msi->capable)
		return fact_number(msi->capable);
	if (!msi->control.known)
		return fact_unknown();
	return fact_word(msi->mmc == 6 ? "reserved-6" : "reserved-7");
}

static struct pcimsi_fact_value of_msix_count(const struct pcimsi_msix *msix)
{
	return msix->table_size ? fact_number(msix->table_size) : fact_unknown();
}

static struct pcimsi_fact_value of_bar_kind(const struct pcimsi_function *fn, size_t n)
{
	static const char *const words[] = {
		[PCIMSI_BAR_UNKNOWN] = NULL,  [PCIMSI_BAR_ZERO] = "zero",
		[PCIMSI_BAR_IO] = "io",       [PCIMSI_BAR_MEM32] = "mem32",
		[PCIMSI_BAR_MEM64] = "mem64", [PCIMSI_BAR_MEM64_UPPER] = "upper",
	};

	if (n >= fn->n_bars)
		return fn->header_type.known ? fact_none() : fact_unknown();
	return words[fn->bars[n].kind] ? fact_word(words[fn->bars[n].kind]) : fact_unknown();
}

static struct pcimsi_fact_value of_bar_size(const struct pcimsi_function *fn, size_t n)
{
	return n < fn->n_bars && fn->bars[n].size ? fact_number(fn->bars[n].size) : fact_unknown();
}

static struct pcimsi_fact_value of_bar_address(const struct pcimsi_function *fn, size_t n)
{
	if (n >= fn->n_bars || fn->bars[n].kind == PCIMSI_BAR_ZERO ||
	    fn->bars[n].kind == PCIMSI_BAR_MEM64_UPPER)
		return fact_none();
	return fn->bars[n].address_known ? fact_number(fn->bars[n].address) : fact_unknown();
}

static struct pcimsi_fact_value of_linux(const struct pcimsi_function *fn, enum shape shape)
{
	const struct pcimsi_linux *state = fn->raw.linux_state;

	if (!state)
		return fact_unknown();
	if (shape == SHAPE_DRIVER)
		return fact_text(state->driver);
	if (!state->mode)
		return fact_unknown();
	return shape == SHAPE_MODE ? fact_text(state->mode) : fact_number(state->vectors);
}

static struct pcimsi_fact_value read_row(const struct row *row, const struct pcimsi_function *fn)
{
	const void *member = (const char *)fn + row->at;

	switch (row->shape) {
	case SHAPE_REG:
		return fact_reg(*(const struct pcimsi_reg *)member);
	case SHAPE_BYTE:
		return fact_number(*(const uint8_t *)member);
	case SHAPE_DWORD:
		return fact_number(*(const uint32_t *)member);
	case SHAPE_BOOL:
		return fact_word(*(const bool *)member ? "yes" : "no");
	case SHAPE_STATE:
		return of_state(*(const enum pcimsi_state *)member);
	case SHAPE_MSI_COUNT:
		return of_msi_count(&fn->msi);
	case SHAPE_MSIX_COUNT:
		return of_msix_count(&fn->msix);
	case SHAPE_BAR_KIND:
		return of_bar_kind(fn, row->at);
	case SHAPE_BAR_SIZE:
		return of_bar_size(fn, row->at);
	case SHAPE_BAR_ADDRESS:
		return of_bar_address(fn, row->at);
	case SHAPE_DRIVER:
	case SHAPE_MODE:
	case SHAPE_VECTORS:
		return of_linux(fn, row->shape);
	}
	return fact_unknown();
}

static struct pcimsi_fact_value value_of(const struct row *row, const struct pcimsi_function *fn)
{
	enum pcimsi_value_kind kind = pass(row->gate, fn);

	if (kind == PCIMSI_VALUE_NUMBER)
		return read_row(row, fn);
	return kind == PCIMSI_VALUE_NONE ? fact_none() : fact_unknown();
}

static bool is_count(const struct row *row)
{
	return row->shape == SHAPE_MSI_COUNT || row->shape == SHAPE_MSIX_COUNT;
}

/* That one side has the capability says all but how many messages: the rest follows from it. */
static bool follows(const struct row *row, const struct pcimsi_function *const sides[PCIMSI_SIDES])
{
	const struct pcimsi_function *a = sides[PCIMSI_SIDE_OLD], *b = sides[PCIMSI_SIDE_NEW];

	if (row->gate < GATE_MSI || is_count(row))
		return false;
	return row->gate < GATE_MSIX ? a->msi.state != b->msi.state
				     : a->msix.state != b->msix.state;
}

static bool is_compared(const struct comparison *c, const struct row *row,
			const struct pcimsi_function *const sides[PCIMSI_SIDES])
{
	return (!row->fact.is_volatile || c->options.volatile_fields) && !follows(row, sides);
}

int function_changes(struct comparison *c, const struct pcimsi_function *const sides[PCIMSI_SIDES],
		     change_list *ret)
{
	int err = 0;

	for (uint32_t i = 0; !err && i < ARRAY_SIZE(rows); i++) {
		const struct row *row = &rows[i];
		struct pcimsi_fact_value old_value, new_value;

		if (!is_compared(c, row, sides))
			continue;
		old_value = value_of(row, sides[PCIMSI_SIDE_OLD]);
		new_value = value_of(row, sides[PCIMSI_SIDE_NEW]);
		if (row->where_known && (old_value.kind == PCIMSI_VALUE_UNKNOWN ||
					 new_value.kind == PCIMSI_VALUE_UNKNOWN))
			continue;
		err = change_add(c, ret, &row->fact, &old_value, &new_value);
	}
	return err;
}

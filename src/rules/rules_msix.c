/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"

#include "caps/facts.h"

/* MSX: what the MSI-X capability says of itself (PCI Express Base Specification 7.7.2). */

/* Table or Pending Bit Array. */
struct structure {
	const char *word, *name; /* as a value, and in what its register says */
	uint8_t at;              /* of its register in the capability */
	bool known;
	uint8_t bir;
	uint32_t offset;
};

struct structures {
	struct structure table, pba;
};

static struct structures structures_of(const struct pcimsi_msix *msix)
{
	return (struct structures){
		.table = { .word = "table",
			   .name = "Table",
			   .at = PCIMSI_MSIX_TABLE,
			   .known = msix->table.known,
			   .bir = msix->table_bar,
			   .offset = msix->table_offset },
		.pba = { .word = "pba",
			 .name = "PBA",
			 .at = PCIMSI_MSIX_PBA,
			 .known = msix->pba.known,
			 .bir = msix->pba_bar,
			 .offset = msix->pba_offset },
	};
}

static void cite_structure(struct finding *finding, struct context *c,
			   const struct structure *structure)
{
	finding_field(finding, c->function, c->function->pub.function->msix.offset, structure->at,
		      "%s BIR %u, offset 0x%x", structure->name, structure->bir, structure->offset);
}

static void cite_bar(struct finding *finding, struct context *c, uint8_t bar)
{
	if (bar < PCIMSI_BARS_MAX)
		finding_field(finding, c->function, 0, 0x10u + 4u * bar, "0x%08x",
			      c->function->pub.function->bars[bar].raw);
}

static struct finding *report_structure(struct context *c, const struct structure *structure)
{
	struct finding *finding = finding_new(c);

	finding_word(finding, "structure", structure->word);
	finding_number(finding, "bir", structure->bir);
	cite_structure(finding, c, structure);
	return finding;
}

typedef enum pcimsi_reason structure_rule(struct context *c, const struct structure *structure);

static enum pcimsi_reason one_structure(struct context *c, const struct structure *structure,
					structure_rule *rule)
{
	return structure->known ? rule(c, structure) : PCIMSI_REASON_NOT_CAPTURED;
}

/* Runs `rule` on the table and on the Pending Bit Array. */
static enum pcimsi_reason each_structure(struct context *c, structure_rule *rule)
{
	const struct pcimsi_function *function = c->function->pub.function;
	struct structures both = structures_of(&function->msix);
	enum pcimsi_reason first, second;

	if (function->msix.state != PCIMSI_STATE_PRESENT)
		return PCIMSI_REASON_NONE;
	first = one_structure(c, &both.table, rule);
	second = one_structure(c, &both.pba, rule);
	return first ? first : second;
}

static bool bir_is_reserved(const struct pcimsi_function *function, uint8_t bir)
{
	return bir > 5 || bir >= function->n_bars;
}

static enum pcimsi_reason check_reserved(struct context *c, const struct structure *structure)
{
	const struct pcimsi_function *function = c->function->pub.function;
	struct finding *finding;

	if (!bir_is_reserved(function, structure->bir))
		return PCIMSI_REASON_NONE;
	finding = report_structure(c, structure);
	finding_number(finding, "header_type", function->header_type.value);
	finding_field(finding, c->function, 0, 0x0e, "type %u", function->header_type.value);
	finding_bits(finding, "header_layout");
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSX301(struct context *c)
{
	return each_structure(c, check_reserved);
}

static enum pcimsi_reason check_io(struct context *c, const struct structure *structure)
{
	const struct pcimsi_function *function = c->function->pub.function;
	enum pcimsi_bar_kind kind;

	if (bir_is_reserved(function, structure->bir))
		return PCIMSI_REASON_NONE;
	kind = function->bars[structure->bir].kind;
	if (kind == PCIMSI_BAR_IO)
		cite_bar(report_structure(c, structure), c, structure->bir);
	return kind == PCIMSI_BAR_UNKNOWN ? PCIMSI_REASON_NOT_CAPTURED : PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSX302(struct context *c)
{
	return each_structure(c, check_io);
}

static enum pcimsi_reason check_upper_half(struct context *c, const struct structure *structure)
{
	const struct pcimsi_function *function = c->function->pub.function;
	enum pcimsi_bar_kind kind;

	if (bir_is_reserved(function, structure->bir))
		return PCIMSI_REASON_NONE;
	kind = function->bars[structure->bir].kind;
	if (kind == PCIMSI_BAR_MEM64_UPPER) {
		struct finding *finding = report_structure(c, structure);

		finding_number(finding, "lower", structure->bir - 1u);
		cite_bar(finding, c, (uint8_t)(structure->bir - 1));
	}
	return kind == PCIMSI_BAR_UNKNOWN ? PCIMSI_REASON_NOT_CAPTURED : PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSX303(struct context *c)
{
	return each_structure(c, check_upper_half);
}

static bool all_bars_zero(const struct pcimsi_function *function)
{
	for (uint32_t i = 0; i < function->n_bars; i++)
		if (function->bars[i].kind != PCIMSI_BAR_ZERO)
			return false;
	return true;
}

static enum pcimsi_reason check_unimplemented(struct context *c, const struct structure *structure)
{
	const struct pcimsi_function *function = c->function->pub.function;
	enum pcimsi_bar_kind kind;

	/* The BARs of a virtual function are in its physical function; its own read 0 (9.3.4.1.11).
	 */
	if (bir_is_reserved(function, structure->bir) || fn_is_vf(function) ||
	    fn_capability(function, CAP_ID_EA) || all_bars_zero(function))
		return PCIMSI_REASON_NONE;
	kind = function->bars[structure->bir].kind;
	if (kind == PCIMSI_BAR_ZERO)
		cite_bar(report_structure(c, structure), c, structure->bir);
	return kind == PCIMSI_BAR_UNKNOWN ? PCIMSI_REASON_NOT_CAPTURED : PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSX304(struct context *c)
{
	return each_structure(c, check_unimplemented);
}

enum pcimsi_reason rule_MSX305(struct context *c)
{
	const struct pcimsi_function *function = c->function->pub.function;
	const struct pcimsi_msix *msix = &function->msix;
	struct structures both = structures_of(msix);
	uint64_t table_end, pba_end;
	struct finding *finding;

	if (msix->state != PCIMSI_STATE_PRESENT)
		return PCIMSI_REASON_NONE;
	table_end = (uint64_t)msix->table_offset + 16u * msix->table_size;
	pba_end = (uint64_t)msix->pba_offset + 8u * ((msix->table_size + 63u) / 64u);
	if (msix->table_bar != msix->pba_bar || msix->table_offset >= pba_end ||
	    msix->pba_offset >= table_end)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "bir", msix->table_bar);
	finding_number(finding, "table", msix->table_offset);
	finding_number(finding, "table_end", table_end - 1);
	finding_number(finding, "pba", msix->pba_offset);
	finding_number(finding, "pba_end", pba_end - 1);
	finding_field(finding, c->function, msix->offset, PCIMSI_MSIX_CONTROL, "Table Size %u",
		      msix->table_size);
	finding_bits(finding, "table_size");
	cite_structure(finding, c, &both.table);
	cite_structure(finding, c, &both.pba);
	return PCIMSI_REASON_NONE;
}

/* ---- sizes of BARs, and the control word ---------------------------------------------------- */

static uint32_t table_bytes(const struct pcimsi_msix *msix)
{
	return 16u * msix->table_size;
}

static uint32_t pba_bytes(const struct pcimsi_msix *msix)
{
	return 8u * ((msix->table_size + 63u) / 64u);
}

static uint32_t bytes_of(const struct pcimsi_msix *msix, const struct structure *structure)
{
	return structure->at == PCIMSI_MSIX_TABLE ? table_bytes(msix) : pba_bytes(msix);
}

/* Bytes behind the BAR of a structure; 0: not known. */
static uint64_t bar_size(const struct pcimsi_function *function, const struct structure *structure)
{
	return bir_is_reserved(function, structure->bir) ? 0 : function->bars[structure->bir].size;
}

static enum pcimsi_reason check_end(struct context *c, const struct structure *structure)
{
	const struct pcimsi_function *function = c->function->pub.function;
	uint64_t size = bar_size(function, structure);
	uint64_t end = (uint64_t)structure->offset + bytes_of(&function->msix, structure);
	struct finding *finding;

	if (!size)
		return PCIMSI_REASON_NO_SIZES;
	if (end <= size)
		return PCIMSI_REASON_NONE;
	finding = report_structure(c, structure);
	finding_number(finding, "end", end);
	finding_number(finding, "size", size);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSX306(struct context *c)
{
	return each_structure(c, check_end);
}

enum pcimsi_reason rule_MSX307(struct context *c)
{
	const struct pcimsi_function *function = c->function->pub.function;
	struct finding *finding;

	if (function->msix.count < 2)
		return function->walk_end == PCIMSI_WALK_NOT_CAPTURED ? PCIMSI_REASON_NOT_CAPTURED
								      : PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "count", function->msix.count);
	for (uint32_t i = 0; i < function->n_capabilities; i++)
		if (function->capabilities[i].id == CAP_ID_MSIX)
			finding_field(finding, c->function, function->capabilities[i].offset, 0,
				      "MSI-X");
	return PCIMSI_REASON_NONE;
}

/* NULL: there is none. Its control word is known where there is. */
static const struct pcimsi_msix *msix_of(const struct context *c)
{
	const struct pcimsi_msix *msix = &c->function->pub.function->msix;

	return msix->state == PCIMSI_STATE_PRESENT ? msix : NULL;
}

static void cite_control(struct finding *finding, struct context *c, const struct pcimsi_msix *msix)
{
	finding_field(finding, c->function, msix->offset, PCIMSI_MSIX_CONTROL,
		      "MSI-X %s%s, Table Size %u", msix->enabled ? "enabled" : "disabled",
		      msix->function_masked ? ", function masked" : "", msix->table_size);
}

enum pcimsi_reason rule_MSX308(struct context *c)
{
	const struct pcimsi_msix *msix = msix_of(c);

	if (msix && msix->control.value & 0x3800) {
		struct finding *finding = finding_new(c);

		finding_number(finding, "control", msix->control.value);
		cite_control(finding, c, msix);
		finding_bits(finding, "reserved");
	}
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSX309(struct context *c)
{
	const struct pcimsi_msix *msix = msix_of(c);

	if (msix && msix->enabled && msix->function_masked) {
		struct finding *finding = finding_new(c);

		cite_control(finding, c, msix);
		finding_bits(finding, "function_mask");
	}
	return PCIMSI_REASON_NONE;
}

#define COMMAND_ACCESS 0x0006 /* Memory Space Enable and Bus Master Enable */

enum pcimsi_reason rule_MSX310(struct context *c)
{
	const struct pcimsi_function *function = c->function->pub.function;
	const struct pcimsi_msix *msix = msix_of(c);
	struct finding *finding;
	uint32_t command;

	if (!msix || !msix->enabled)
		return PCIMSI_REASON_NONE;
	if (!function->command.known)
		return PCIMSI_REASON_NOT_CAPTURED;
	command = function->command.value & COMMAND_ACCESS;
	/* Memory Space Enable of a virtual function is that of its physical one (9.3.4.1.3). */
	if (fn_is_vf(function))
		command |= 2;
	if (command == COMMAND_ACCESS ||
	    (function->power_state.known && function->power_state.value))
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_word(finding, "missing",
		     !command      ? "both"
		     : command & 4 ? "memory-space"
				   : "bus-master");
	finding_field(finding, c->function, 0, 0x04, "0x%04x", function->command.value);
	cite_control(finding, c, msix);
	return PCIMSI_REASON_NONE;
}

#define PAGE 0x1000u

/* The other structure ends in the page in which this one begins. */
static bool shares_page(const struct pcimsi_msix *msix, const struct structure *structure,
			const struct structure *other)
{
	uint64_t end = (uint64_t)other->offset + bytes_of(msix, other);

	return other->bir == structure->bir && end <= structure->offset && end &&
	       (end - 1) / PAGE == structure->offset / PAGE;
}

static void check_page(struct context *c, const struct structure *structure,
		       const struct structure *other)
{
	const struct pcimsi_function *function = c->function->pub.function;
	struct finding *finding;

	if (bar_size(function, structure) <= PAGE || structure->offset % PAGE == 0 ||
	    shares_page(&function->msix, structure, other))
		return;
	finding = report_structure(c, structure);
	finding_number(finding, "offset", structure->offset);
}

enum pcimsi_reason rule_MSX311(struct context *c)
{
	const struct pcimsi_function *function = c->function->pub.function;
	struct structures both = structures_of(&function->msix);

	if (function->msix.state != PCIMSI_STATE_PRESENT)
		return PCIMSI_REASON_NONE;
	check_page(c, &both.table, &both.pba);
	check_page(c, &both.pba, &both.table);
	return PCIMSI_REASON_NONE;
}

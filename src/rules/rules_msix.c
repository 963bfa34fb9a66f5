/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/engine.h"

/* MSX: what the MSI-X capability says of itself (PCI Express Base Specification 7.7.2). */

#define CAPABILITY_ENHANCED_ALLOCATION 0x14

/* Table or Pending Bit Array. */
struct structure {
	const char *name;  /* for people */
	const char *field; /* for machines */
	uint8_t at;        /* of its register in the capability */
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
		.table = { .name = "Table",
			   .field = "msix.table",
			   .at = PCIMSI_MSIX_TABLE,
			   .known = msix->table.known,
			   .bir = msix->table_bar,
			   .offset = msix->table_offset },
		.pba = { .name = "PBA",
			 .field = "msix.pba",
			 .at = PCIMSI_MSIX_PBA,
			 .known = msix->pba.known,
			 .bir = msix->pba_bar,
			 .offset = msix->pba_offset },
	};
}

static void cite_structure(struct finding *finding, struct context *c,
			   const struct structure *structure)
{
	finding_bytes(finding, c->function, c->bytes,
		      c->function->pub.function.msix.offset + structure->at, 4, structure->field,
		      "%s BIR %u, offset 0x%x", structure->name, structure->bir, structure->offset);
}

static void cite_bar(struct finding *finding, struct context *c, uint8_t bar)
{
	static const char *const fields[] = { "header.bar0", "header.bar1", "header.bar2",
					      "header.bar3", "header.bar4", "header.bar5" };

	if (bar < PCIMSI_BARS_MAX)
		finding_bytes(finding, c->function, c->bytes, 0x10u + 4u * bar, 4, fields[bar],
			      "0x%08x", c->function->pub.function.bars[bar].raw);
}

static struct finding *report_structure(struct context *c, const struct structure *structure)
{
	struct finding *finding = finding_new(c);

	finding_argument(finding, "structure", "%s", structure->name);
	finding_argument(finding, "bir", "%u", structure->bir);
	cite_structure(finding, c, structure);
	return finding;
}

typedef enum pcimsi_reason structure_rule(struct context *c, const struct structure *structure);

static enum pcimsi_reason msix_reason(const struct pcimsi_function *function)
{
	if (!function->responding)
		return PCIMSI_REASON_NO_RESPONSE;
	return function->msix.state == PCIMSI_UNKNOWN ? PCIMSI_REASON_NOT_CAPTURED
						      : PCIMSI_REASON_NONE;
}

static enum pcimsi_reason one_structure(struct context *c, const struct structure *structure,
					structure_rule *rule)
{
	return structure->known ? rule(c, structure) : PCIMSI_REASON_NOT_CAPTURED;
}

/* Runs `rule` on the table and on the Pending Bit Array. */
static enum pcimsi_reason each_structure(struct context *c, structure_rule *rule)
{
	const struct pcimsi_function *function = &c->function->pub.function;
	struct structures both = structures_of(&function->msix);
	enum pcimsi_reason first, second;

	if (function->msix.state != PCIMSI_PRESENT)
		return msix_reason(function);
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
	const struct pcimsi_function *function = &c->function->pub.function;
	struct finding *finding;

	if (!bir_is_reserved(function, structure->bir))
		return PCIMSI_REASON_NONE;
	finding = report_structure(c, structure);
	finding_argument(finding, "header_type", "%u", function->header_type.value);
	finding_bytes(finding, c->function, c->bytes, 0x0e, 1, "header.header_type", "type %u",
		      function->header_type.value);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSX301(struct context *c)
{
	return each_structure(c, check_reserved);
}

static enum pcimsi_reason check_io(struct context *c, const struct structure *structure)
{
	const struct pcimsi_function *function = &c->function->pub.function;
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
	const struct pcimsi_function *function = &c->function->pub.function;
	enum pcimsi_bar_kind kind;

	if (bir_is_reserved(function, structure->bir))
		return PCIMSI_REASON_NONE;
	kind = function->bars[structure->bir].kind;
	if (kind == PCIMSI_BAR_MEM64_UPPER) {
		struct finding *finding = report_structure(c, structure);

		finding_argument(finding, "lower", "%u", structure->bir - 1u);
		cite_bar(finding, c, (uint8_t)(structure->bir - 1));
	}
	return kind == PCIMSI_BAR_UNKNOWN ? PCIMSI_REASON_NOT_CAPTURED : PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSX303(struct context *c)
{
	return each_structure(c, check_upper_half);
}

static bool has_capability(const struct pcimsi_function *function, uint8_t id)
{
	for (uint32_t i = 0; i < function->n_capabilities; i++)
		if (function->capabilities[i].id == id)
			return true;
	return false;
}

static bool all_bars_zero(const struct pcimsi_function *function)
{
	for (uint32_t i = 0; i < function->n_bars; i++)
		if (function->bars[i].kind != PCIMSI_BAR_ZERO)
			return false;
	return true;
}

/* The BARs of a virtual function are in its physical function; its own read 0 (9.3.4.1.11). */
static bool is_virtual(const struct pcimsi_function *function)
{
	return function->vendor_id.known && function->vendor_id.value == 0xffff;
}

static enum pcimsi_reason check_unimplemented(struct context *c, const struct structure *structure)
{
	const struct pcimsi_function *function = &c->function->pub.function;
	enum pcimsi_bar_kind kind;

	if (bir_is_reserved(function, structure->bir) || is_virtual(function) ||
	    has_capability(function, CAPABILITY_ENHANCED_ALLOCATION) || all_bars_zero(function))
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
	const struct pcimsi_function *function = &c->function->pub.function;
	const struct pcimsi_msix *msix = &function->msix;
	struct structures both = structures_of(msix);
	uint64_t table_end, pba_end;
	struct finding *finding;

	if (msix->state != PCIMSI_PRESENT)
		return msix_reason(function);
	if (!msix->control.known || !msix->table.known || !msix->pba.known)
		return PCIMSI_REASON_NOT_CAPTURED;
	table_end = (uint64_t)msix->table_offset + 16u * msix->table_size;
	pba_end = (uint64_t)msix->pba_offset + 8u * ((msix->table_size + 63u) / 64u);
	if (msix->table_bar != msix->pba_bar || msix->table_offset >= pba_end ||
	    msix->pba_offset >= table_end)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_argument(finding, "bir", "%u", msix->table_bar);
	finding_argument(finding, "table", "0x%x-0x%llx", msix->table_offset,
			 (unsigned long long)table_end - 1);
	finding_argument(finding, "pba", "0x%x-0x%llx", msix->pba_offset,
			 (unsigned long long)pba_end - 1);
	finding_bytes(finding, c->function, c->bytes, msix->offset + PCIMSI_MSIX_CONTROL, 2,
		      "msix.control", "Table Size %u", msix->table_size);
	cite_structure(finding, c, &both.table);
	cite_structure(finding, c, &both.pba);
	return PCIMSI_REASON_NONE;
}

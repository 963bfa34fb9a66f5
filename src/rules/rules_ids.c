/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/engine.h"

#include "base/str.h"
#include "inf/template.h"

#include <string.h>

/* MAT607, MAT608: ids that no PCI function has, or that another one has. */

/* The parts of ids in the order in which they stand, with the widths they may have. */
static const struct id_part {
	const char *name;
	uint8_t width, other_width;
	char letter;
} id_parts[] = {
	{ "VEN_", 4, 4, 'v' }, { "DEV_", 4, 4, 'd' }, { "SUBSYS_", 8, 8, 's' },
	{ "REV_", 2, 2, 'r' }, { "CC_", 6, 4, 'c' },  { "DT_", 1, 1, 't' },
};

/* Which parts can stand together ("Identifiers for PCI Devices"). */
static const char *const id_forms[] = { "vdsr", "vds", "vdr", "vd", "vdc", "vc", "v", "ct", "c" };

static const struct id_part *part_at(const char *text)
{
	for (size_t i = 0; i < sizeof(id_parts) / sizeof(id_parts[0]); i++)
		if (str_istarts(text, id_parts[i].name))
			return &id_parts[i];
	return NULL;
}

/* A value that no function has; NULL: it is well-formed. `text` ends at `length`. */
static const char *bad_value(const struct id_part *part, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (text[i] == 'O' || text[i] == 'o')
			return "letter-o";
		if (text[i] == 'I' || text[i] == 'l')
			return "letter-i";
		if ((unsigned char)text[i] >= 0x80 || text[i] == ' ' || text[i] == '\t')
			return "space";
		if (ascii_hex(text[i]) < 0)
			return "digit";
	}
	if (length != part->width && length != part->other_width)
		return "width";
	return NULL;
}

static bool is_form(const char *letters)
{
	for (size_t i = 0; i < sizeof(id_forms) / sizeof(id_forms[0]); i++)
		if (strcmp(id_forms[i], letters) == 0)
			return true;
	return false;
}

static const char *malformed(const char *id)
{
	char letters[8] = "";
	const char *at = id + 4;

	for (size_t n = 0; n < sizeof(letters) - 1; n++) {
		const struct id_part *part = part_at(at);
		const char *why;
		size_t length;

		if (!part)
			return "part";
		at += strlen(part->name);
		length = strcspn(at, "&");
		why = bad_value(part, at, length);
		if (why)
			return why;
		letters[n] = part->letter;
		at += length;
		if (!*at)
			return is_form(letters) ? NULL : "form";
		at++;
	}
	return "parts";
}

/* Template tokens are filled in later; INF434 tells of them. */
static bool has_token(const char *id)
{
	return strpbrk(id, "$%@{}<>*?") || inf_has_placeholder(id);
}

const char *pci_id_fault(const char *id)
{
	return str_istarts(id, "PCI\\") && !has_token(id) ? malformed(id) : NULL;
}

static void check_id(struct context *c, const struct pcimsi_model *model, const char *id)
{
	const char *why = id ? pci_id_fault(id) : NULL;
	struct finding *finding;

	if (!why)
		return;
	finding = finding_new(c);
	finding_line(finding, c->inf, model->place, model->text);
	finding_text(finding, "id", id);
	finding_word(finding, "reason", why);
}

enum pcimsi_reason rule_MAT607(struct context *c)
{
	const struct pcimsi_resolution *resolution = c->inf->pub.resolution;

	for (uint32_t i = 0; i < resolution->n_models; i++) {
		const struct pcimsi_model *model = &resolution->models[i];

		check_id(c, model, model->hardware_id);
		for (uint32_t k = 0; k < model->n_compatible_ids; k++)
			check_id(c, model, model->compatible_ids[k]);
	}
	return PCIMSI_REASON_NONE;
}

/* ---- MAT608: vendor and device exchanged in SUBSYS ------------------------------------------- */

static void report_swapped(struct context *c, const struct judged_function *function,
			   const struct pcimsi_match *match)
{
	const struct pcimsi_function *f = &function->pub.function;
	struct finding *finding;

	if (!str_ifind(match->id, "&SUBSYS_"))
		return;
	turn_to(c, c->check->infs.items[match->inf]);
	finding = finding_on(c, function);
	finding_text(finding, "id", match->id);
	finding_text(finding, "right",
		     check_string(c->check, "SUBSYS_%04X%04X", f->subsystem_id.value,
				  f->subsystem_vendor_id.value));
	finding_line(finding, c->inf, match->model->place, match->model->text);
}

bool exchange_subsystem(struct pcimsi_function *function)
{
	const struct pcimsi_reg vendor = function->subsystem_vendor_id;

	if (!vendor.known || !function->subsystem_id.known ||
	    vendor.value == function->subsystem_id.value)
		return false;
	function->subsystem_vendor_id = function->subsystem_id;
	function->subsystem_id = vendor;
	return true;
}

enum pcimsi_reason rule_MAT608(struct context *c)
{
	for (uint32_t i = 0; i < c->check->functions.count; i++) {
		const struct judged_function *function = c->check->functions.items[i];
		struct pcimsi_function swapped = function->pub.function;
		const struct pcimsi_match *matches;
		int count;

		if (!exchange_subsystem(&swapped))
			continue;
		count = pcimsi_match_index_find(c->check->index, &swapped, &matches);
		if (count < 0)
			c->check->nomem = true;
		for (int k = 0; k < count; k++)
			if (k == 0 || matches[k].inf != matches[k - 1].inf)
				report_swapped(c, function, &matches[k]);
	}
	return PCIMSI_REASON_NONE;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/engine.h"

#include "base/str.h"
#include "inf/survey.h"
#include "inf/template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* MAT: which lines of an INF a function reaches, and which it does not. */

#define TARGET_TEXT 80

static const char *target_text(const struct pcimsi_target *target, char buffer[TARGET_TEXT])
{
	snprintf(buffer, TARGET_TEXT, "Windows %u.%u.%u %s %s", target->major, target->minor,
		 target->build, pcimsi_arch_name(target->arch),
		 pcimsi_product_name(target->product));
	return buffer;
}

/* For a rule of the run: makes `c` speak of one INF. */
static void turn_to(struct context *c, struct judged_inf *inf)
{
	c->inf = inf;
	c->install = NULL;
}

static bool names_pci(const struct pcimsi_model *model)
{
	return model->hardware_id && str_istarts(model->hardware_id, "PCI\\");
}

static void cite_first_models(struct finding *finding, const struct judged_inf *inf)
{
	const struct pcimsi_resolution *resolution = inf->pub.resolution;
	uint32_t cited = 0;

	for (uint32_t i = 0; i < resolution->n_models && cited < 3; i++) {
		if (!names_pci(&resolution->models[i]))
			continue;
		finding_line(finding, inf, resolution->models[i].place, resolution->models[i].text);
		cited++;
	}
}

enum pcimsi_reason rule_MAT601(struct context *c)
{
	for (uint32_t i = 0; i < c->check->infs.count; i++) {
		struct judged_inf *inf = c->check->infs.items[i];
		char target[TARGET_TEXT];
		struct finding *finding;

		if (inf->pub.n_matched || inf->pub.facts->rejection != PCIMSI_INF_ACCEPTED)
			continue;
		turn_to(c, inf);
		finding = finding_new(c);
		finding_count(finding, "ids", inf->pub.resolution->n_models, "Models line");
		finding_argument(finding, "target", "%s",
				 target_text(&inf->pub.resolution->target, target));
		cite_first_models(finding, inf);
	}
	return PCIMSI_REASON_NONE;
}

/* Only where it was asked for: a machine is full of functions that other INFs drive. */
enum pcimsi_reason rule_MAT602(struct context *c)
{
	for (uint32_t i = 0; c->check->options.unmatched && i < c->check->functions.count; i++) {
		const struct judged_function *judged = c->check->functions.items[i];
		const struct pcimsi_function *function = &judged->pub.function;
		struct pcimsi_device_ids ids;
		struct finding *finding;

		if (judged->pub.n_verdicts || (function->msi.state != PCIMSI_PRESENT &&
					       function->msix.state != PCIMSI_PRESENT))
			continue;
		pcimsi_device_ids(function, true, &ids);
		finding = finding_on(c, judged);
		finding_argument(finding, "id", "%s",
				 ids.hardware[1][0] ? ids.hardware[1]
						    : "a function of unknown ids");
		finding_argument(finding, "has", "%s",
				 function->msix.state == PCIMSI_PRESENT ? "MSI-X" : "MSI");
	}
	return PCIMSI_REASON_NONE;
}

/* "PCI\VEN_v&DEV_d&SUBSYS_sn" of the function, which is a hardware id everywhere. */
static void name_better_id(struct finding *finding, const struct pcimsi_function *function)
{
	struct pcimsi_device_ids ids;

	pcimsi_device_ids(function, true, &ids);
	finding_argument(finding, "better", "%s",
			 ids.hardware[1][0] ? ids.hardware[1] : "PCI\\VEN_...&DEV_...&SUBSYS_...");
}

static const struct verdict *first_compatible(const struct context *c, const struct judged_inf *inf)
{
	for (uint32_t i = 0; i < c->check->verdicts.count; i++) {
		const struct verdict *verdict = c->check->verdicts.items[i];

		if (verdict->pub.inf == &inf->pub && !verdict->pub.match.from_hardware_list &&
		    !str_istarts(verdict->pub.match.id, "PCI\\CC_"))
			return verdict;
	}
	return NULL;
}

enum pcimsi_reason rule_MAT603(struct context *c)
{
	for (uint32_t i = 0; i < c->check->infs.count; i++) {
		struct judged_inf *inf = c->check->infs.items[i];
		const struct verdict *verdict = inf->pub.n_matched ? first_compatible(c, inf)
								   : NULL;
		struct finding *finding;

		if (!verdict)
			continue;
		turn_to(c, inf);
		finding = finding_on(c, c->check->functions.items[verdict->pub.function->order]);
		finding_argument(finding, "id", "%s", verdict->pub.match.id);
		finding_argument(finding, "rank", "0x%04x", verdict->pub.match.rank);
		name_better_id(finding, &verdict->pub.function->function);
		finding_model(finding, verdict);
	}
	return PCIMSI_REASON_NONE;
}

static const struct pcimsi_effect *any_setting(const struct pcimsi_install *install)
{
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++)
		if (install->settings[i])
			return install->settings[i];
	return NULL;
}

enum pcimsi_reason rule_MAT604(struct context *c)
{
	const struct pcimsi_effect *setting = any_setting(c->install);
	struct finding *finding;

	if (!setting || !str_istarts(c->verdict->pub.match.id, "PCI\\CC_"))
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_argument(finding, "section", "%s", c->install->section);
	finding_argument(finding, "id", "%s", c->verdict->pub.match.id);
	finding_model(finding, c->verdict);
	finding_effect(finding, c->inf, setting);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MAT610(struct context *c)
{
	const struct pcimsi_resolution *resolution = c->inf->pub.resolution;
	char target[TARGET_TEXT];
	struct finding *finding;

	if (c->inf->pub.facts->rejection != PCIMSI_INF_ACCEPTED)
		return PCIMSI_REASON_REJECTED_INF;
	if (resolution->n_models && !c->inf->pub.fell_back)
		return PCIMSI_REASON_NONE;
	if (resolution->has_models_section && !resolution->excluded && !c->inf->pub.fell_back)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	target_text(&resolution->target, target);
	if (c->inf->pub.fell_back) {
		finding_severity(finding, PCIMSI_NOTE);
		finding_argument(finding, "what",
				 "The INF does not serve the default target; it is judged for the "
				 "newest Windows it serves, %s",
				 target);
	} else if (resolution->excluded) {
		finding_argument(
			finding, "what",
			"The Models section for %s is empty: the INF excludes it on purpose",
			target);
	} else {
		finding_argument(finding, "what", "No Models section serves %s", target);
	}
	return PCIMSI_REASON_NONE;
}

/* ---- MAT607 ---------------------------------------------------------------------------------- */

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
			return "the letter O stands for a digit 0";
		if (text[i] == 'I' || text[i] == 'l')
			return "a letter stands for a digit 1";
		if ((unsigned char)text[i] >= 0x80 || text[i] == ' ' || text[i] == '\t')
			return "a space or a character outside ASCII stands in it";
		if (ascii_hex(text[i]) < 0)
			return "a character that is no hexadecimal digit stands in it";
	}
	if (length != part->width && length != part->other_width)
		return "a part has the wrong number of digits";
	return NULL;
}

static bool is_form(const char *letters)
{
	for (size_t i = 0; i < sizeof(id_forms) / sizeof(id_forms[0]); i++)
		if (strcmp(id_forms[i], letters) == 0)
			return true;
	return false;
}

/* Why no PCI function can report this id; NULL: one can. */
static const char *malformed(const char *id)
{
	char letters[8] = "";
	const char *at = id + 4;

	for (size_t n = 0; n < sizeof(letters) - 1; n++) {
		const struct id_part *part = part_at(at);
		const char *why;
		size_t length;

		if (!part)
			return "a part is none of VEN, DEV, SUBSYS, REV, CC and DT";
		at += strlen(part->name);
		length = strcspn(at, "&");
		why = bad_value(part, at, length);
		if (why)
			return why;
		letters[n] = part->letter;
		at += length;
		if (!*at)
			return is_form(letters)
				       ? NULL
				       : "these parts do not stand together, or not in this order";
		at++;
	}
	return "it has too many parts";
}

/* Template tokens are filled in later; INF434 tells of them. */
static bool has_token(const char *id)
{
	return strpbrk(id, "$%@{}<>*?") || inf_has_placeholder(id);
}

static void check_id(struct context *c, const struct pcimsi_model *model, const char *id)
{
	const char *why = id && str_istarts(id, "PCI\\") && !has_token(id) ? malformed(id) : NULL;
	struct finding *finding;

	if (!why)
		return;
	finding = finding_new(c);
	finding_line(finding, c->inf, model->place, model->text);
	finding_argument(finding, "id", "%s", id);
	finding_argument(finding, "reason", "%s", why);
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

/* ---- MAT605, MAT609, MAT611: one verdict ----------------------------------------------------- */

enum pcimsi_reason rule_MAT605(struct context *c)
{
	const struct pcimsi_match *shadowed = &c->verdict->shadowed;
	struct finding *finding;

	if (!shadowed->model)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_model(finding, c->verdict);
	finding_line(finding, c->inf, shadowed->model->place, shadowed->model->text);
	finding_argument(finding, "id", "%s", c->verdict->pub.match.id);
	finding_argument(finding, "section", "%s", c->install->base);
	finding_argument(finding, "other_id", "%s", shadowed->id);
	finding_argument(finding, "other_section", "%s", shadowed->model->install->base);
	return PCIMSI_REASON_NONE;
}

static bool same_data(const struct pcimsi_effect *a, const struct pcimsi_effect *b)
{
	return a->type == b->type && a->data_size == b->data_size &&
	       memcmp(a->data, b->data, a->data_size) == 0;
}

enum pcimsi_reason rule_MAT609(struct context *c)
{
	const struct pcimsi_install *base = c->install->base_install;

	for (int i = 0; base && i < PCIMSI_SETTING_COUNT; i++) {
		const struct pcimsi_effect *before = base->settings[i];
		const struct pcimsi_effect *after = c->install->settings[i];
		struct finding *finding;

		if (!before || !after || same_data(before, after))
			continue;
		finding = finding_new(c);
		finding_effect(finding, c->inf, before);
		finding_effect(finding, c->inf, after);
		finding_argument(finding, "name", "%s",
				 pcimsi_setting_name((enum pcimsi_setting)i));
		finding_argument(finding, "before", "%s", before->value_text);
		finding_argument(finding, "after", "%s", after->value_text);
		finding_argument(finding, "extension", "%s", after->file ? after->file : "");
	}
	return PCIMSI_REASON_NONE;
}

#define EXTENDED_SRIOV 0x0010

static bool is_physical_function(const struct pcimsi_function *function)
{
	for (unsigned i = 0; i < function->n_extended; i++)
		if (function->extended[i].id == EXTENDED_SRIOV)
			return true;
	return false;
}

static bool needs_sriov(const struct inf_survey_install *install)
{
	for (uint32_t i = 0; i < install->n_needs; i++)
		if (str_istarts(install->needs[i], "PciSriovSupported"))
			return true;
	return false;
}

enum pcimsi_reason rule_MAT611(struct context *c)
{
	const struct pcimsi_function *function = &c->function->pub.function;
	const char *class_name = c->inf->pub.facts->class_name;
	const struct inf_survey_install *install = NULL;
	const struct inf_survey *survey = NULL;
	struct finding *finding;

	if (!class_name || !str_ieq(class_name, "Net") || !c->install->section)
		return PCIMSI_REASON_NONE;
	if (!is_physical_function(function))
		return function->extended_end == PCIMSI_WALK_NOT_CAPTURED
			       ? PCIMSI_REASON_NOT_CAPTURED
			       : PCIMSI_REASON_NONE;
	if (inf_survey(c->inf->pub.inf, &survey))
		c->check->nomem = true;
	if (survey)
		install = inf_survey_install(survey, c->install->section);
	if (!install || needs_sriov(install))
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_model(finding, c->verdict);
	finding_line(finding, c->inf, c->install->section_place, NULL);
	finding_argument(finding, "section", "%s", c->install->section);
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
	finding_argument(finding, "id", "%s", match->id);
	finding_argument(finding, "right", "SUBSYS_%04X%04X", f->subsystem_id.value,
			 f->subsystem_vendor_id.value);
	finding_line(finding, c->inf, match->model->place, match->model->text);
}

enum pcimsi_reason rule_MAT608(struct context *c)
{
	for (uint32_t i = 0; i < c->check->functions.count; i++) {
		const struct judged_function *function = c->check->functions.items[i];
		struct pcimsi_function swapped = function->pub.function;
		const struct pcimsi_match *matches;
		int count;

		if (!swapped.subsystem_id.known || !swapped.subsystem_vendor_id.known ||
		    swapped.subsystem_id.value == swapped.subsystem_vendor_id.value)
			continue;
		swapped.subsystem_id = function->pub.function.subsystem_vendor_id;
		swapped.subsystem_vendor_id = function->pub.function.subsystem_id;
		count = pcimsi_match_index_find(c->check->index, &swapped, &matches);
		if (count < 0)
			c->check->nomem = true;
		for (int k = 0; k < count; k++)
			if (k == 0 || matches[k].inf != matches[k - 1].inf)
				report_swapped(c, function, &matches[k]);
	}
	return PCIMSI_REASON_NONE;
}

/* ---- MAT606: one limit for functions that differ --------------------------------------------- */

/* What the functions that one install section serves have. */
struct mixture {
	const struct verdict *least, *most; /* of plain MSI, by what they are capable of */
	const struct verdict *msix;         /* with the largest table */
};

static void mix(struct mixture *mixture, const struct verdict *verdict)
{
	const struct pcimsi_function *function = &verdict->pub.function->function;
	uint32_t capacity = verdict->pub.grant.capacity.value;

	if (!verdict->pub.grant.capacity.known || !capacity)
		return;
	if (function->msix.state == PCIMSI_PRESENT) {
		if (!mixture->msix || capacity > mixture->msix->pub.grant.capacity.value)
			mixture->msix = verdict;
		return;
	}
	if (!mixture->least || capacity < mixture->least->pub.grant.capacity.value)
		mixture->least = verdict;
	if (!mixture->most || capacity > mixture->most->pub.grant.capacity.value)
		mixture->most = verdict;
}

/*
 * 2048, "as many as there are", fits tables of every size. A limit for plain MSI has to
 * be a number that the function reaches, which others may not, or exceed by far.
 */
static const struct verdict *misfit(const struct mixture *mixture)
{
	uint32_t least;

	if (!mixture->least)
		return NULL;
	least = mixture->least->pub.grant.capacity.value;
	if (mixture->msix && mixture->msix->pub.grant.capacity.value > least)
		return mixture->msix;
	if (mixture->most->pub.grant.capacity.value > least)
		return mixture->most;
	return NULL;
}

static const struct pcimsi_install *own_install(const struct verdict *verdict)
{
	const struct pcimsi_install *install = verdict->pub.match.model->install;

	return install->base_install ? install->base_install : install;
}

static void report_mixture(struct context *c, const struct mixture *mixture,
			   const struct verdict *other)
{
	const struct pcimsi_install *install = own_install(mixture->least);
	const struct verdict *both[2] = { mixture->least, other };
	struct finding *finding;

	turn_to(c, c->check->infs.items[mixture->least->pub.match.inf]);
	finding = finding_new(c);
	finding_effect(finding, c->inf, install->settings[PCIMSI_MESSAGE_NUMBER_LIMIT]);
	finding_argument(finding, "section", "%s", install->base);
	for (int i = 0; i < 2; i++) {
		char slot[PCIMSI_SLOT_TEXT];

		pcimsi_slot_text(both[i]->pub.function->function.raw.slot, slot);
		finding_place_argument(finding, i ? "other_slot" : "slot", "%s", slot);
		finding_argument(finding, i ? "other" : "one", "%u %s message%s",
				 both[i]->pub.grant.capacity.value,
				 both[i] == mixture->msix ? "MSI-X" : "MSI",
				 both[i]->pub.grant.capacity.value == 1 ? "" : "s");
		finding_line(finding, c->inf, both[i]->pub.match.model->place,
			     both[i]->pub.match.model->text);
	}
}

/* By INF and install section, in the order of the file; else as they were made. */
static int by_install(const void *a, const void *b)
{
	const struct verdict *x = *(const struct verdict *const *)a;
	const struct verdict *y = *(const struct verdict *const *)b;

	if (x->pub.match.inf != y->pub.match.inf)
		return x->pub.match.inf < y->pub.match.inf ? -1 : 1;
	if (own_install(x) != own_install(y))
		return own_install(x) < own_install(y) ? -1 : 1;
	return x->pub.function->order < y->pub.function->order   ? -1
	       : x->pub.function->order > y->pub.function->order ? 1
								 : 0;
}

enum pcimsi_reason rule_MAT606(struct context *c)
{
	uint32_t count = c->check->verdicts.count;
	const struct verdict **sorted = arena_array(&c->check->arena, count, sizeof(*sorted));

	if (!sorted) {
		c->check->nomem = true;
		return PCIMSI_REASON_NONE;
	}
	for (uint32_t i = 0; i < count; i++)
		sorted[i] = c->check->verdicts.items[i];
	qsort(sorted, count, sizeof(*sorted), by_install);
	for (uint32_t i = 0, next; i < count; i = next) {
		struct mixture mixture = { 0 };
		const struct verdict *other;

		for (next = i; next < count && own_install(sorted[next]) == own_install(sorted[i]);
		     next++)
			mix(&mixture, sorted[next]);
		other = misfit(&mixture);
		if (other && own_install(sorted[i])->settings[PCIMSI_MESSAGE_NUMBER_LIMIT])
			report_mixture(c, &mixture, other);
	}
	return PCIMSI_REASON_NONE;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/survey_priv.h"

#include "base/str.h"
#include "inf/directive.h"
#include "inf/registry_lines.h"
#include "inf/section_names.h"
#include "inf/services.h"
#include "inf/template.h"

#include <string.h>

/* ---- Models: which install sections are used ------------------------------------------------ */

static int add_bases(struct surveyor *s, const struct inf_section *section, enum pcimsi_arch arch)
{
	struct inf_mark *m = &s->marks[section->number];

	if (m->models_archs & 1u << arch)
		return 0;
	m->models_archs |= 1u << arch;
	for (uint32_t i = 0; i < section->n_models; i++) {
		const char *base = inf_stamp(&s->inf->arena, section->models[i].install, arch);

		if (!base || name_index_add(&s->inf->arena, &s->bases, base, (uint32_t)arch) < 0)
			return PCIMSI_ERR_NOMEM;
	}
	return 0;
}

static int add_models(struct surveyor *s, uint32_t number, const struct inf_decorated *decorated,
		      enum pcimsi_arch arch)
{
	const struct inf_manufacturer *manufacturer = &s->inf->manufacturers.items[number];
	const struct inf_section *section = decorated->sections[arch];
	struct inf_survey_models *models;

	/* Nobody has asked for an undecorated section that is not there. */
	if (!section && (!*decorated->text || decorated->is_template))
		return 0;
	models = VEC_ADD(&s->inf->arena, &s->models);
	if (!models)
		return PCIMSI_ERR_NOMEM;
	*models = (struct inf_survey_models){
		.manufacturer = manufacturer->name,
		.manufacturer_number = number,
		.section = section ? section->name : NULL,
		.decoration_text = decorated->text,
		.decoration = inf_decoration_for(decorated, arch),
		.arch = arch,
		.n_models = section ? section->n_models : 0,
		.place = manufacturer->line->place,
		.text = manufacturer->line->text,
	};
	return section ? add_bases(s, section, arch) : 0;
}

static int read_manufacturer(struct surveyor *s, uint32_t number)
{
	const struct inf_manufacturer *manufacturer = &s->inf->manufacturers.items[number];

	for (uint32_t i = 0; i < manufacturer->n_decorated; i++) {
		const struct inf_decorated *decorated = &manufacturer->decorated[i];
		enum pcimsi_arch only = inf_decoration_arch(&decorated->parsed);

		if (!decorated->parsed.valid)
			continue;
		for (int arch = PCIMSI_ARCH_X86; arch < INF_ARCH_COUNT; arch++)
			if ((decorated->is_template || arch == (int)only) &&
			    add_models(s, number, decorated, (enum pcimsi_arch)arch) < 0)
				return PCIMSI_ERR_NOMEM;
	}
	return 0;
}

/* ---- what belongs to a chosen install section ----------------------------------------------- */

typedef VEC(const char *) names;

struct install_parts {
	struct surveyor *s;
	struct inf_survey_install *install;
	names includes, needs;
	VEC(struct inf_service) services;
};

static int add_names(struct surveyor *s, const struct inf_line *line, names *list)
{
	for (uint32_t i = 0; i < line->n_fields; i++) {
		const char **name = VEC_ADD(&s->inf->arena, list);

		if (!name)
			return PCIMSI_ERR_NOMEM;
		*name = inf_expanded(s->inf, line->fields[i].text);
		if (!*name)
			return PCIMSI_ERR_NOMEM;
	}
	return 0;
}

/* The inbox driver of multifunction cards; the first Needs tells more than an Include. */
static void see_mf(struct inf_survey_install *install, const struct inf_line *line,
		   const char *name, bool needs)
{
	bool tells_more = needs && (!install->mf_text || !install->mf_by_needs);

	if (needs ? !str_istarts(name, "MFINSTALL") || !tells_more
		  : !str_ieq(name, "mf.inf") || install->mf_text)
		return;
	install->mf_by_needs = needs;
	install->mf_place = line->place;
	install->mf_text = line->text;
}

/* A line of Include or Needs. */
static int read_include(void *user, const struct inf_section *section, const struct inf_line *line,
			enum pcimsi_directive directive)
{
	struct install_parts *p = user;
	bool needs = directive == PCIMSI_DIRECTIVE_NEEDS;
	names *list = needs ? &p->needs : &p->includes;
	uint32_t first = list->count;
	int err = add_names(p->s, line, list);

	(void)section;
	for (uint32_t i = first; !err && i < list->count; i++)
		see_mf(p->install, line, list->items[i], needs);
	return err;
}

static int read_includes(struct install_parts *p, const struct inf_section *section)
{
	return inf_walk(p->s->inf, section,
			INF_DIRECTIVE(PCIMSI_DIRECTIVE_INCLUDE) |
				INF_DIRECTIVE(PCIMSI_DIRECTIVE_NEEDS),
			read_include, p);
}

/* Field `number`, expanded; "" if there is none; NULL: out of memory. */
static const char *field(struct surveyor *s, const struct inf_line *line, uint32_t number)
{
	return number < line->n_fields ? inf_expanded(s->inf, line->fields[number].text) : "";
}

/* All sections of that name are reached as `context` says. */
static int follow_name(struct surveyor *s, const char *name, enum inf_context context,
		       struct inf_section **ret)
{
	struct inf_section *found[INF_ARCH_COUNT];

	*ret = NULL;
	if (!*name)
		return 0;
	if (inf_survey_find(s, name, found) < 0)
		return PCIMSI_ERR_NOMEM;
	for (int arch = PCIMSI_ARCH_X86; arch < INF_ARCH_COUNT; arch++) {
		if (found[arch] && inf_survey_follow(s, found[arch], context) < 0)
			return PCIMSI_ERR_NOMEM;
		if (!*ret)
			*ret = found[arch];
	}
	return 0;
}

/* Looked up once, however many services share the section. */
static int service_binary(struct surveyor *s, const struct inf_section *section, const char **ret)
{
	struct inf_mark *m = &s->marks[section->number];
	const struct inf_line *line;

	if (!m->binary_read) {
		line = inf_section_line(section, "ServiceBinary");
		m->binary = line ? field(s, line, 0) : NULL;
		if (line && !m->binary)
			return PCIMSI_ERR_NOMEM;
		m->binary_read = true;
	}
	*ret = m->binary;
	return 0;
}

/* AddService = name, [flags], service-install-section, [event-log-install-section] ... */
static int read_service(struct surveyor *s, const struct inf_line *line, struct inf_service *ret)
{
	const char *flags = field(s, line, 1), *log = field(s, line, 3);
	struct inf_section *section, *log_section;

	*ret = (struct inf_service){
		.name = field(s, line, 0),
		.section = field(s, line, 2),
		.place = line->place,
		.text = line->text,
	};
	if (!ret->name || !flags || !ret->section || !log)
		return PCIMSI_ERR_NOMEM;
	ret->function_driver = inf_number_parse(flags).value & SPSVCINST_ASSOCSERVICE;
	if (follow_name(s, ret->section, INF_FROM_SERVICE, &section) < 0 ||
	    follow_name(s, log, INF_FROM_EVENT_LOG, &log_section) < 0)
		return PCIMSI_ERR_NOMEM;
	if (!*ret->section)
		ret->section = NULL;
	return section ? service_binary(s, section, &ret->binary) : 0;
}

static int add_service(void *user, const struct inf_section *section, const struct inf_line *line,
		       enum pcimsi_directive directive)
{
	struct install_parts *p = user;
	struct inf_service service, *added;

	(void)section;
	(void)directive;
	if (read_service(p->s, line, &service) < 0)
		return PCIMSI_ERR_NOMEM;
	added = VEC_ADD(&p->s->inf->arena, &p->services);
	if (!added)
		return PCIMSI_ERR_NOMEM;
	*added = service;
	return 0;
}

static int read_services(struct install_parts *p, const struct inf_section *section)
{
	return inf_walk(p->s->inf, section, INF_DIRECTIVE(PCIMSI_DIRECTIVE_ADD_SERVICE),
			add_service, p);
}

/* What a line that names a section for one architecture needs. */
struct related {
	struct surveyor *s;
	enum pcimsi_arch arch;
};

/* AddInterface = {guid} [, [reference string] [, [add-interface-section] [, flags]]] */
static int read_interface(void *user, const struct inf_section *section,
			  const struct inf_line *line, enum pcimsi_directive directive)
{
	const struct related *related = user;
	struct surveyor *s = related->s;
	const char *name = field(s, line, 2);
	struct inf_section *target;

	(void)section;
	(void)directive;
	name = name ? inf_stamp(&s->inf->arena, name, related->arch) : NULL;
	if (!name || inf_choose_section(s->inf, name, related->arch, &target) < 0)
		return PCIMSI_ERR_NOMEM;
	return *name && target ? inf_survey_follow(s, target, INF_FROM_INTERFACE) : 0;
}

/* AddComponent = name, [flags], component-install-section */
static int read_component(void *user, const struct inf_section *section,
			  const struct inf_line *line, enum pcimsi_directive directive)
{
	const struct related *related = user;
	const char *name = field(related->s, line, 2);
	struct inf_section *ignored;

	(void)section;
	(void)directive;
	return name ? follow_name(related->s, name, INF_FROM_COMPONENT, &ignored)
		    : PCIMSI_ERR_NOMEM;
}

static void read_wdf(struct install_parts *p, const struct inf_section *section)
{
	const struct inf_line *line = inf_section_line(section, "KmdfService");

	if (!line)
		return;
	p->install->kmdf = true;
	p->install->kmdf_place = line->place;
	p->install->kmdf_text = line->text;
}

enum { HW, SERVICES, INTERFACES, COINSTALLERS, COMPONENTS, WDF, PARTS };

static int find_parts(struct surveyor *s, const struct inf_section *section, enum pcimsi_arch arch,
		      struct inf_section *ret[PARTS])
{
	static const char *const suffixes[PARTS] = {
		[HW] = ".HW",
		[SERVICES] = INF_SERVICES,
		[INTERFACES] = ".Interfaces",
		[COINSTALLERS] = ".CoInstallers",
		[COMPONENTS] = ".Components",
		[WDF] = ".Wdf",
	};

	for (int i = 0; i < PARTS; i++)
		if (inf_related_section(s->inf, section, suffixes[i], arch, &ret[i]) < 0)
			return PCIMSI_ERR_NOMEM;
	return 0;
}

static int follow_parts(struct surveyor *s, struct inf_section *parts[PARTS], enum pcimsi_arch arch)
{
	struct related related = { .s = s, .arch = arch };
	int err = 0;

	if (parts[HW]) {
		s->marks[parts[HW]->number].chosen_hw = true;
		err = inf_survey_follow(s, parts[HW], INF_FROM_HW);
	}
	if (!err && parts[COINSTALLERS])
		err = inf_survey_follow(s, parts[COINSTALLERS], INF_FROM_COINSTALLERS);
	if (!err)
		err = inf_walk(s->inf, parts[COMPONENTS],
			       INF_DIRECTIVE(PCIMSI_DIRECTIVE_ADD_COMPONENT), read_component,
			       &related);
	if (!err)
		err = inf_walk(s->inf, parts[INTERFACES],
			       INF_DIRECTIVE(PCIMSI_DIRECTIVE_ADD_INTERFACE), read_interface,
			       &related);
	return err;
}

/* The install section is chosen for the first time: take down what the rules ask about. */
static int add_install(struct surveyor *s, const struct inf_section *section, const char *base,
		       struct inf_section *parts[PARTS])
{
	struct install_parts p = { .s = s };

	p.install = VEC_ADD(&s->inf->arena, &s->installs);
	if (!p.install)
		return PCIMSI_ERR_NOMEM;
	p.install->section = section->name;
	p.install->base = base;
	read_wdf(&p, parts[WDF]);
	if (read_includes(&p, section) < 0 || read_includes(&p, parts[HW]) < 0 ||
	    read_includes(&p, parts[SERVICES]) < 0 || read_services(&p, parts[SERVICES]) < 0)
		return PCIMSI_ERR_NOMEM;
	p.install->includes = p.includes.items;
	p.install->n_includes = p.includes.count;
	p.install->needs = p.needs.items;
	p.install->n_needs = p.needs.count;
	p.install->services = p.services.items;
	p.install->n_services = p.services.count;
	return 0;
}

static int use_base(struct surveyor *s, const char *base, enum pcimsi_arch arch)
{
	struct inf_section *section, *parts[PARTS];
	struct inf_mark *m;

	if (inf_choose_section(s->inf, base, arch, &section) < 0)
		return PCIMSI_ERR_NOMEM;
	if (!section)
		return 0;
	m = &s->marks[section->number];
	if (m->install_archs & 1u << arch)
		return 0;
	if (find_parts(s, section, arch, parts) < 0)
		return PCIMSI_ERR_NOMEM;
	if (!m->install_archs && add_install(s, section, base, parts) < 0)
		return PCIMSI_ERR_NOMEM;
	m->install_archs |= 1u << arch;
	if (inf_survey_follow(s, section, INF_FROM_INSTALL) < 0)
		return PCIMSI_ERR_NOMEM;
	return follow_parts(s, parts, arch);
}

/* Entries of one base and architecture stand side by side. */
static int use_bases(struct surveyor *s)
{
	const struct name_entry *last = NULL;

	name_index_sort(&s->bases);
	for (uint32_t i = 0; i < s->bases.entries.count; i++) {
		const struct name_entry *entry = &s->bases.entries.items[i];

		if (last && last->value == entry->value && str_ieq(last->name, entry->name))
			continue;
		last = entry;
		if (use_base(s, entry->name, (enum pcimsi_arch)entry->value) < 0)
			return PCIMSI_ERR_NOMEM;
	}
	for (uint32_t i = 0; i < s->installs.count; i++) {
		struct inf_survey_install *install = &s->installs.items[i];
		const struct inf_section *section = inf_section_find(&s->inf->sections,
								     install->section);

		if (section)
			install->archs = s->marks[section->number].install_archs;
	}
	return 0;
}

/* ---- sections that are reached by their own names ------------------------------------------- */

/* "name", or "name" with a dot and more behind it. */
static bool is_named(const struct inf_section *section, const char *name)
{
	char next = str_istarts(section->name, name) ? section->name[strlen(name)] : 'x';

	return next == '\0' || next == '.';
}

static bool has_suffix(const char *name, const char *suffix)
{
	size_t length = strlen(name), width = strlen(suffix);

	return length >= width && str_ieq(name + length - width, suffix);
}

/* {interface class GUID} = section [, flags] */
static int follow_interface_install(struct surveyor *s, const struct inf_section *section)
{
	for (uint32_t i = 0; i < section->n_lines; i++) {
		const char *name = field(s, &section->lines[i], 0);
		struct inf_section *ignored;

		if (!name || follow_name(s, name, INF_FROM_INTERFACE, &ignored) < 0)
			return PCIMSI_ERR_NOMEM;
	}
	return 0;
}

static int follow_named(struct surveyor *s, const struct inf_section *section)
{
	if (is_named(section, "InterfaceInstall32"))
		return follow_interface_install(s, section);
	if (!is_named(section, "ClassInstall32") && !is_named(section, "DefaultInstall"))
		return 0;
	if (has_suffix(section->name, INF_SERVICES))
		return read_services(&(struct install_parts){ .s = s }, section);
	if (is_named(section, "ClassInstall32"))
		return inf_survey_follow(s, section, INF_FROM_CLASS_INSTALL);
	return inf_survey_follow(s, section, INF_FROM_DEFAULT_INSTALL);
}

/* ---- sections of a used name that no target takes ------------------------------------------- */

/* The base that some Models line uses and `name` decorates; NULL: none. */
static const char *used_base(struct surveyor *s, const char *name, size_t length)
{
	const struct name_index *bases = &s->bases;

	for (size_t i = length; i > 0; i--) {
		struct pcimsi_decoration d;

		if (i < length && (name[i] != '.' || ascii_lower(name[i + 1]) != 'n'))
			continue;
		d = pcimsi_decoration_parse(name + i + (i < length), length - i - (i < length));
		if (d.valid && name_index_find(bases, name, i) != NAME_NONE)
			return arena_strndup(&s->inf->arena, name, i);
	}
	return NULL;
}

/* What is chosen for that base on the first architecture that uses it. */
static int find_chosen(struct surveyor *s, const char *base, struct inf_unpaired_hw *unpaired)
{
	uint32_t arch = name_index_find(&s->bases, base, strlen(base));
	struct inf_section *chosen, *hw;

	if (arch == NAME_NONE)
		return 0;
	if (inf_choose_section(s->inf, base, (enum pcimsi_arch)arch, &chosen) < 0)
		return PCIMSI_ERR_NOMEM;
	if (!chosen)
		return 0;
	unpaired->chosen = chosen->name;
	if (inf_related_section(s->inf, chosen, ".HW", (enum pcimsi_arch)arch, &hw) < 0)
		return PCIMSI_ERR_NOMEM;
	if (hw)
		unpaired->chosen_hw = hw->name;
	return 0;
}

static int add_unpaired(struct surveyor *s, const struct inf_section *section, const char *own,
			const char *base)
{
	struct inf_unpaired_hw *unpaired = VEC_ADD(&s->inf->arena, &s->unpaired);
	const struct inf_section *install = inf_section_find(&s->inf->sections, own);

	if (!unpaired)
		return PCIMSI_ERR_NOMEM;
	*unpaired = (struct inf_unpaired_hw){
		.section = section->name,
		.place = section->place,
		.base = base,
		.own = install ? install->name : NULL,
	};
	if (find_chosen(s, base, unpaired) < 0)
		return PCIMSI_ERR_NOMEM;
	s->reached = NULL;
	if (inf_survey_follow(s, section, INF_FROM_UNPAIRED_HW) < 0)
		return PCIMSI_ERR_NOMEM;
	unpaired->reaches = s->reached;
	return 0;
}

static int follow_unpaired(struct surveyor *s, const struct inf_section *section)
{
	const struct inf_mark *m = &s->marks[section->number];
	bool is_hw = has_suffix(section->name, ".HW");
	const char *own = arena_strndup(&s->inf->arena, section->name,
					strlen(section->name) - (is_hw ? strlen(".HW") : 0));
	const char *base;

	if (!own)
		return PCIMSI_ERR_NOMEM;
	/* Any architecture will do to recognise a decoration. */
	own = inf_stamp(&s->inf->arena, own, PCIMSI_ARCH_AMD64);
	if (!own)
		return PCIMSI_ERR_NOMEM;
	if (m->install_archs || m->chosen_hw)
		return 0;
	base = used_base(s, own, strlen(own));
	if (!base)
		return 0;
	if (is_hw)
		return add_unpaired(s, section, own, base);
	return inf_survey_follow(s, section, INF_FROM_UNPAIRED_INSTALL);
}

/* ---- all of it ------------------------------------------------------------------------------ */

int inf_survey_walk(struct surveyor *s)
{
	const struct inf_sections *sections = &s->inf->sections;
	int err = 0;

	for (uint32_t i = 0; !err && i < s->inf->manufacturers.count; i++)
		err = read_manufacturer(s, i);
	if (!err)
		err = use_bases(s);
	for (uint32_t i = 0; !err && i < sections->count; i++)
		err = follow_named(s, &sections->items[i]);
	for (uint32_t i = 0; !err && i < sections->count; i++)
		err = follow_unpaired(s, &sections->items[i]);
	/* Whatever has not been come by: nothing leads there. */
	for (uint32_t i = 0; !err && i < sections->count; i++)
		if (!s->marks[i].walked)
			err = inf_survey_follow(s, &sections->items[i], INF_FROM_UNUSED);
	return err;
}

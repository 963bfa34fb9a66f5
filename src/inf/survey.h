/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_SURVEY_H
#define PCIMSI_INF_SURVEY_H

#include <stdbool.h>
#include <stdint.h>

#include <pcimsi/inf.h>

#include "inf/sections.h"

/*
 * The whole file, for any target: where MSI settings stand, and from where
 * their sections are reached. Everything belongs to the INF.
 */

/* From where a section is reached: a bit mask. */
enum inf_context {
	/* A .HW section that is used, by registry directive: the hardware key. */
	INF_FROM_HW = 1 << 0,
	INF_FROM_HW_DELREG = INF_FROM_HW << PCIMSI_DIRECTIVE_DELREG,
	INF_FROM_HW_ADDREG = INF_FROM_HW << PCIMSI_DIRECTIVE_ADDREG,
	INF_FROM_HW_BITREG = INF_FROM_HW << PCIMSI_DIRECTIVE_BITREG,
	/* A DDInstall section, likewise: the software key. */
	INF_FROM_INSTALL = INF_FROM_HW << INF_REGISTRY_DIRECTIVES,
	INF_FROM_INSTALL_DELREG = INF_FROM_INSTALL << PCIMSI_DIRECTIVE_DELREG,
	INF_FROM_INSTALL_ADDREG = INF_FROM_INSTALL << PCIMSI_DIRECTIVE_ADDREG,
	INF_FROM_INSTALL_BITREG = INF_FROM_INSTALL << PCIMSI_DIRECTIVE_BITREG,
	/* A service-install section: the service's key. */
	INF_FROM_SERVICE = INF_FROM_INSTALL << INF_REGISTRY_DIRECTIVES,
	INF_FROM_EVENT_LOG = INF_FROM_SERVICE << 1,       /* event-log-install section */
	INF_FROM_INTERFACE = INF_FROM_SERVICE << 2,       /* add-interface, InterfaceInstall32 */
	INF_FROM_COINSTALLERS = INF_FROM_SERVICE << 3,    /* .CoInstallers section */
	INF_FROM_CLASS_INSTALL = INF_FROM_SERVICE << 4,   /* ClassInstall32 section */
	INF_FROM_DEFAULT_INSTALL = INF_FROM_SERVICE << 5, /* DefaultInstall and what it names */
	/* .HW section of a used name that no target takes; DDInstall section likewise. */
	INF_FROM_UNPAIRED_HW = INF_FROM_SERVICE << 6,
	INF_FROM_UNPAIRED_INSTALL = INF_FROM_SERVICE << 7,
	INF_FROM_UNUSED = INF_FROM_SERVICE << 8,    /* a section that is reached from nowhere */
	INF_FROM_COMPONENT = INF_FROM_SERVICE << 9, /* component-install section */
};

/* A line that names a section. */
struct inf_reference {
	enum inf_context context;
	enum pcimsi_directive directive;
	const char *section; /* where the line stands */
	struct pcimsi_place place;
	const char *text;
};

/* A section with registry lines that touch MSI or affinity settings, or seem meant to. */
struct inf_survey_section {
	const char *name;
	struct pcimsi_place place;
	const struct pcimsi_effect *effects; /* of all its lines, read as AddReg lines */
	uint32_t n_effects;
	uint32_t contexts;                      /* 0: nothing names it */
	const struct inf_reference *references; /* at most one for each context */
	uint32_t n_references;
};

/* A .HW section whose name, decoration aside, a Models line uses, but which no target takes. */
struct inf_unpaired_hw {
	const char *section;
	struct pcimsi_place place;
	const char *base;   /* as the Models line writes it */
	const char *own;    /* the install section it belongs to, not chosen either; NULL: none */
	const char *chosen; /* an install section that is taken in its stead; NULL: none */
	const char *chosen_hw;                    /* the .HW section of `chosen`; NULL: none */
	const struct inf_survey_section *reaches; /* the first it names; NULL: no MSI value */
};

/* A service that a .Services section installs. */
struct inf_service {
	const char *name;
	const char *binary;   /* ServiceBinary, expanded; NULL: not given */
	const char *section;  /* service-install section, as named; NULL: none */
	bool function_driver; /* SPSVCINST_ASSOCSERVICE: the driver of the device */
	struct pcimsi_place place;
	const char *text;
};

/* An install section that is chosen for some target. */
struct inf_survey_install {
	const char *section; /* as in its header: that of pcimsi_install */
	const char *base;    /* one name by which a Models line uses it */
	uint32_t archs;      /* bit n: for enum pcimsi_arch n */
	const struct inf_service *services;
	uint32_t n_services;
	const char *const *includes; /* Include of the section, its .HW and .Services; expanded */
	uint32_t n_includes;
	const char *const *needs; /* Needs of the same */
	uint32_t n_needs;
	/* The line by which the inbox mf.sys comes in: Needs of MFINSTALL, else Include of mf.inf.
	 */
	struct pcimsi_place mf_place;
	const char *mf_text; /* NULL: none does */
	bool mf_by_needs;
	bool kmdf; /* its .Wdf section has a KmdfService */
	struct pcimsi_place kmdf_place;
	const char *kmdf_text;
};

/* A Models section and the decoration by which it is chosen. */
struct inf_survey_models {
	const char *manufacturer;
	uint32_t manufacturer_number; /* lines of one number compete with each other */
	const char *section;          /* as in its header; NULL: not in the file */
	const char *decoration_text;
	struct pcimsi_decoration decoration; /* one for each architecture of a template */
	enum pcimsi_arch arch;               /* x86 where the decoration gives none */
	uint32_t n_models;
	struct pcimsi_place place; /* of the Manufacturer line */
	const char *text;
};

struct inf_survey {
	const struct inf_survey_section *sections; /* in the order of the file */
	uint32_t n_sections;
	const struct inf_unpaired_hw *unpaired;
	uint32_t n_unpaired;
	const struct inf_survey_install *installs;
	uint32_t n_installs;
	const struct inf_survey_models *models;
	uint32_t n_models;
};

/* Made when first asked for. Of a rejected INF it is empty. PCIMSI_ERR_NOMEM. */
int inf_survey(struct pcimsi_inf *inf, const struct inf_survey **ret);

bool inf_has_section(const struct pcimsi_inf *inf, const char *name);

struct inf_line;

/* The line of the INF that begins on that line of the file; NULL: none. */
const struct inf_line *inf_find_line(const struct pcimsi_inf *inf, uint32_t number);

/* The section of the INF that is spelt most like `name`; NULL: none is near. */
const char *inf_near_section(const struct pcimsi_inf *inf, const char *name);

/* NULL: that section is chosen for no target. */
const struct inf_survey_install *inf_survey_install(const struct inf_survey *survey,
						    const char *section);

/* A token of a line that a localized [Strings.LANGID] defines otherwise, or not at all. */
struct inf_localized {
	const char *token;
	const char *value;           /* of [Strings]; NULL: not defined there */
	const char *section;         /* the localized one, as in its header */
	const char *localized_value; /* NULL: missing */
	struct pcimsi_place place;   /* of the localized line, else of the section */
};

/*
 * The first such token of the line that `effect` comes from. Returns 1 if there
 * is one, else 0. PCIMSI_ERR_NOMEM.
 */
int inf_localized_difference(struct pcimsi_inf *inf, const struct pcimsi_effect *effect,
			     struct inf_localized *ret);

#endif

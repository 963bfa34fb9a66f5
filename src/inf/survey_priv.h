/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_SURVEY_PRIV_H
#define PCIMSI_INF_SURVEY_PRIV_H

#include "inf/inf_priv.h"
#include "inf/survey.h"

/* What is known of each section of the file, by number. */
struct inf_mark {
	struct inf_survey_section *survey; /* NULL: nothing of interest in it */
	VEC(struct inf_reference) references;
	uint32_t walked;        /* contexts in which its directives were followed */
	uint32_t models_archs;  /* architectures for which it was read as a Models section */
	uint32_t install_archs; /* architectures for which it is chosen as DDInstall */
	bool chosen_hw;         /* it is the .HW section of a chosen one */
	bool binary_read;
	const char *binary; /* ServiceBinary, if it is a service-install section */
};

struct surveyor {
	struct pcimsi_inf *inf;
	struct inf_survey *survey;
	struct inf_mark *marks;
	struct name_index bases;            /* of all Models lines, stamped; value: architecture */
	struct inf_survey_section *reached; /* the first since it was cleared */
	VEC(struct inf_survey_install) installs;
	VEC(struct inf_unpaired_hw) unpaired;
	VEC(struct inf_survey_models) models;
};

/* survey_walk.c: marks all sections with where they are reached from. PCIMSI_ERR_NOMEM. */
int inf_survey_walk(struct surveyor *s);

/*
 * survey_refs.c: follows the registry directives and Needs of a section that is
 * reached as `context` says; INF_FROM_HW and INF_FROM_INSTALL are the first of those
 * that tell directives apart. PCIMSI_ERR_NOMEM.
 */
int inf_survey_follow(struct surveyor *s, const struct inf_section *section,
		      enum inf_context context);

/* The sections that a name with $ARCH$ or none stands for, by architecture; may be NULL. */
int inf_survey_find(struct surveyor *s, const char *name, struct inf_section *ret[INF_ARCH_COUNT]);

#endif

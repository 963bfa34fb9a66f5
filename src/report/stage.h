/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_STAGE_H
#define PCIMSI_REPORT_STAGE_H

#include <stdio.h>

#include <pcimsi/inf.h>

/* What `pcimsi inf --stage` shows, for those who look for a fault in the front end. */
enum inf_stage {
	STAGE_NONE,
	STAGE_LINES,    /* as the lexer gives them: places, keys, fields without quotes */
	STAGE_SECTIONS, /* merged by name */
	STAGE_STRINGS,  /* tokens and values, of every language */
	STAGE_MODELS,   /* Manufacturer lines, and the Models lines of the target */
	STAGE_EFFECTS,  /* what is written to the registry, in order */
};

/* NULL: STAGE_NONE, or no such stage. */
const char *stage_name(enum inf_stage stage);

void text_stage(FILE *out, const struct pcimsi_inf *inf, const struct pcimsi_resolution *resolution,
		enum inf_stage stage);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_MODELS_H
#define PCIMSI_INF_MODELS_H

#include "inf/sections.h"

#define INF_MANUFACTURERS_MAX 4096u
#define INF_DECORATIONS_MAX 16384u
/*
 * What the models of one target may cost, and those of all targets together: lines of many
 * manufacturers may name one section, so models are a product. A model costs what is
 * written about it: its texts, and about this much besides.
 */
#define INF_MODEL_COST 256u
#define INF_MODELS_LEAST (1u << 20)
#define INF_MODELS_MAX (1u << 27)
#define INF_MODELS_PER_BYTE 64u
#define INF_TARGETS_TOGETHER 4

/* One TargetOSVersion of a Manufacturer line. */
struct inf_decorated {
	const char *text;                /* as written, expanded; "": the undecorated section */
	bool is_template;                /* $ARCH$ stands for the architecture */
	struct pcimsi_decoration parsed; /* its arch means nothing in a template */
	struct inf_section *sections[INF_ARCH_COUNT]; /* by target; NULL: no such section */
};

/* A line of [Manufacturer]. */
struct inf_manufacturer {
	const char *name;   /* expanded */
	const char *models; /* name of its Models sections without decoration, expanded */
	const struct inf_line *line;
	struct inf_decorated *decorated; /* the undecorated one comes first */
	uint32_t n_decorated;
};

/* A line of a Models section; target or not, it reads the same. */
struct inf_model_line {
	const char *description;
	const char *install; /* expanded, not stamped */
	const char *hardware_id;
	const char *const *compatible_ids;
	uint32_t n_compatible_ids;
	const struct inf_line *line;
};

/* NONE given means x86 ("INF Manufacturer Section"). */
enum pcimsi_arch inf_decoration_arch(const struct pcimsi_decoration *decoration);
bool inf_decoration_applies(const struct pcimsi_decoration *decoration,
			    const struct pcimsi_target *target);
/* Above 0: `a` is preferred on `target`; both apply to it. */
int inf_decoration_compare(const struct pcimsi_decoration *a, const struct pcimsi_decoration *b,
			   const struct pcimsi_target *target);

/* Fills inf->manufacturers and notes what is wrong with them. PCIMSI_ERR_NOMEM. */
int inf_manufacturers_read(struct pcimsi_inf *inf);

/* As an architecture sees it: $ARCH$ is filled in. */
struct pcimsi_decoration inf_decoration_for(const struct inf_decorated *decorated,
					    enum pcimsi_arch arch);

/*
 * The decoration that `target` takes of a Manufacturer line; NULL: none of them.
 * Its section may be missing all the same.
 */
const struct inf_decorated *inf_models_choose(const struct inf_manufacturer *manufacturer,
					      const struct pcimsi_target *target);

/* Fills section->models. PCIMSI_ERR_NOMEM. */
int inf_models_read(struct pcimsi_inf *inf, struct inf_section *section);

#endif

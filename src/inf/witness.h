/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_WITNESS_H
#define PCIMSI_INF_WITNESS_H

#include "inf/inf_priv.h"

/* Comparisons of decorations for all witnesses of an INF. */
#define INF_WITNESS_WORK_MAX (1u << 16)

/* A decoration of a Manufacturer line, and a Windows that takes it. */
struct inf_witness {
	const struct inf_manufacturer *manufacturer;
	const struct inf_decorated *decorated;
	enum pcimsi_arch arch;
	bool searched;               /* false: there are so many that nobody looked */
	bool taken;                  /* false: on every Windows another one comes first */
	bool before_8;               /* by Vista or 7 ... if all Windows were tried */
	bool since_8;                /* ... by a later one, likewise */
	struct pcimsi_target target; /* if taken */
};

/*
 * Looks for a Windows that takes the decoration on `arch`: as exactly as the decoration
 * says, the rest from `wanted`; else of another product; else the newest one that does.
 * With `all`, others are tried as well. `work` is what is left of INF_WITNESS_WORK_MAX.
 */
struct inf_witness inf_find_witness(const struct inf_manufacturer *manufacturer,
				    const struct inf_decorated *decorated, enum pcimsi_arch arch,
				    const struct pcimsi_target *wanted, bool all, uint32_t *work);

/*
 * Of every Models section that is there, with all Windows tried; made when the INF is
 * opened. The undecorated one is left out: systems before XP know no other.
 */
int inf_witnesses_read(struct pcimsi_inf *inf); /* PCIMSI_ERR_NOMEM */
const struct inf_witness *inf_witnesses(const struct pcimsi_inf *inf, uint32_t *ret_count);

/*
 * Whether a Windows of the product was ever made for the architecture; what is newer than
 * we know of counts as what it followed.
 */
bool inf_windows_was_made(const struct pcimsi_target *target);

#endif

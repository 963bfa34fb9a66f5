/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_DRIVER_VER_H
#define PCIMSI_INF_DRIVER_VER_H

#include "inf/inf_priv.h"

/* The DriverVer line of the section; what cannot be read is not known. PCIMSI_ERR_NOMEM. */
int inf_driver_ver(struct pcimsi_inf *inf, const struct inf_section *section,
		   struct pcimsi_driver_ver *ret);

/* The FeatureScore of an install section; PCIMSI_FEATURE_SCORE_NONE. PCIMSI_ERR_NOMEM. */
int inf_feature_score(struct pcimsi_inf *inf, const struct inf_section *section, uint8_t *ret);

#endif

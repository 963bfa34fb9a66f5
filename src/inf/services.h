/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_SERVICES_H
#define PCIMSI_INF_SERVICES_H

#include "inf/inf_priv.h"

#define INF_SERVICES ".Services"

#define SPSVCINST_ASSOCSERVICE 0x2u /* the service is the driver of the device */

/*
 * Whether the install section installs the null driver: no service has
 * SPSVCINST_ASSOCSERVICE, and one without a name has it ("INF AddService Directive"), or
 * NO_DRV of the inbox machine.inf is needed, which writes that. PCIMSI_ERR_NOMEM.
 */
int inf_null_driver(struct pcimsi_inf *inf, const struct inf_section *section,
		    enum pcimsi_arch arch, bool *ret);

#endif

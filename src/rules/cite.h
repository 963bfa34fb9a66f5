/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_RULES_CITE_H
#define PCIMSI_RULES_CITE_H

#include "judge/rule.h"

/* Evidence that rules of several families give. */

/* Vendor and Device ID of the function of the context; `what` NULL: their numbers. */
void cite_ids(struct finding *finding, struct context *c, const char *what);
/* The bytes that tell how many messages the function of the context has. */
void cite_msi(struct finding *finding, struct context *c);
void cite_msix(struct finding *finding, struct context *c);
/* The capabilities that are there; `what` says what is not in their list. */
void cite_list(struct finding *finding, struct context *c, const char *what);
/* The line of an exported registry that holds it, or of the key that lacks it. */
void cite_held(struct finding *finding, const struct pcimsi_registry_device *device,
	       enum pcimsi_setting setting);

#endif

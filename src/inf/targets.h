/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_TARGETS_H
#define PCIMSI_INF_TARGETS_H

#include <pcimsi/inf.h>

#define INF_TARGETS_MAX 256

/* $ARCH$ of a template is amd64, arm64 and x86 in pcimsi_inf_targets(). */

/* The Windows that a decoration asks for, as above; for a template `arch` tells which. */
struct pcimsi_target inf_decoration_target(const struct pcimsi_decoration *decoration,
					   const struct pcimsi_target *wanted);

bool inf_target_equal(const struct pcimsi_target *a, const struct pcimsi_target *b);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_TARGETS_H
#define PCIMSI_INF_TARGETS_H

#include <pcimsi/inf.h>

#define INF_TARGETS_MAX 256

/*
 * A target for every decoration of the INF, in the order of the file, each
 * once: exactly its version, product, suite and build; what it does not say
 * comes from `wanted`. Undecorated and bare NT are x86, $ARCH$ is amd64, arm64
 * and x86. *ret belongs to `inf`. PCIMSI_ERR_NOMEM.
 */
int inf_targets(struct pcimsi_inf *inf, const struct pcimsi_target *wanted,
		const struct pcimsi_target **ret, uint32_t *ret_count);

/* The Windows that a decoration asks for, as above; for a template `arch` tells which. */
struct pcimsi_target inf_decoration_target(const struct pcimsi_decoration *decoration,
					   const struct pcimsi_target *wanted);

bool inf_target_equal(const struct pcimsi_target *a, const struct pcimsi_target *b);

#endif

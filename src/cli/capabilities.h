/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_CAPABILITIES_H
#define PCIMSI_CLI_CAPABILITIES_H

#include <linux/capability.h>
#include <stdint.h>

#define CAPABILITY(name) (UINT64_C(1) << (name))

/*
 * What makes root more than the owner of its files: gives up all but these, for ever. Who has
 * none keeps none. 0, or negative errno.
 * Source: capabilities(7); libcap would do no more, and be one more library.
 */
int capabilities_keep(uint64_t kept);

#endif

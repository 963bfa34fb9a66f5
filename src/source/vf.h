/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_VF_H
#define PCIMSI_SOURCE_VF_H

#include <pcimsi/function.h>

#include "base/arena.h"

/*
 * The ids of SR-IOV virtual functions read all ones; the capability of the
 * physical function tells which functions are its VFs and what device they are
 * (PCI Express Base Specification 9.3.3 and 9.3.4.1). Zero-initialise.
 */

struct vf_parent {
	uint32_t domain;
	uint32_t first;  /* routing id of the first VF: bus << 8 | device << 3 | function */
	uint32_t stride; /* between two of them */
	uint32_t count;
	uint16_t vendor_id, device_id;
};

struct vf_parents {
	struct arena arena;
	VEC(struct vf_parent) list;
	uint64_t member; /* hash of the part of the capture they stand in */
};

/*
 * Remembers a physical function; for a function that one before said is its VF,
 * sets vf_vendor_id and vf_device_id. PCIMSI_ERR_NOMEM, or 0.
 */
int vf_see(struct vf_parents *parents, struct pcimsi_raw_function *raw);

void vf_done(struct vf_parents *parents);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/vf.h"

#include "base/bytes.h"
#include "base/str.h"
#include "caps/caps.h"

#include <pcimsi/error.h>

#include <string.h>

/* Of the SR-IOV Extended Capability (9.3.3). */
#define EXTENDED_START 0x100
#define SRIOV_NUM_VFS 0x10
#define SRIOV_FIRST_VF_OFFSET 0x14
#define SRIOV_VF_STRIDE 0x16
#define SRIOV_VF_DEVICE_ID 0x1a

#define PARENTS_MAX 4096

static uint32_t routing_id(struct pcimsi_slot slot)
{
	return (uint32_t)slot.bus << 8 | (uint32_t)slot.device << 3 | slot.function;
}

/* Offset of the SR-IOV capability, or 0. */
static uint32_t find_sriov(const struct pcimsi_bytes *bytes)
{
	struct pcimsi_function function = { 0 };
	const struct pcimsi_extended *sriov;

	extended_decode(&function, bytes);
	sriov = fn_extended(&function, EXTENDED_ID_SRIOV);
	return sriov ? sriov->offset : 0;
}

static int remember(struct vf_parents *parents, const struct pcimsi_raw_function *raw, uint32_t at)
{
	const struct pcimsi_bytes *bytes = &raw->bytes;
	struct pcimsi_reg vendor = bytes_u16(bytes, 0x00);
	struct pcimsi_reg count = bytes_u16(bytes, at + SRIOV_NUM_VFS);
	struct pcimsi_reg first = bytes_u16(bytes, at + SRIOV_FIRST_VF_OFFSET);
	struct pcimsi_reg stride = bytes_u16(bytes, at + SRIOV_VF_STRIDE);
	struct pcimsi_reg device = bytes_u16(bytes, at + SRIOV_VF_DEVICE_ID);
	struct vf_parent *parent;

	if (!vendor.known || !count.known || !first.known || !stride.known || !device.known ||
	    !count.value || parents->list.count == PARENTS_MAX)
		return 0;
	parent = VEC_ADD(&parents->arena, &parents->list);
	if (!parent)
		return PCIMSI_ERR_NOMEM;
	*parent = (struct vf_parent){
		.domain = raw->slot.domain,
		.first = routing_id(raw->slot) + first.value,
		.stride = stride.value,
		.count = count.value,
		.vendor_id = (uint16_t)vendor.value,
		.device_id = (uint16_t)device.value,
	};
	return 0;
}

static bool is_child(const struct vf_parent *parent, struct pcimsi_slot slot)
{
	uint32_t id = routing_id(slot), distance = id - parent->first;

	if (slot.domain != parent->domain || id < parent->first)
		return false;
	if (!parent->stride)
		return distance == 0 && parent->count == 1;
	return distance % parent->stride == 0 && distance / parent->stride < parent->count;
}

static void name_child(const struct vf_parents *parents, struct pcimsi_raw_function *raw)
{
	/* The last one said so most recently: a slot may occur again. */
	for (uint32_t i = parents->list.count; i > 0; i--) {
		const struct vf_parent *parent = &parents->list.items[i - 1];

		if (!is_child(parent, raw->slot))
			continue;
		raw->vf_vendor_id = (struct pcimsi_reg){ .value = parent->vendor_id,
							 .known = true };
		raw->vf_device_id = (struct pcimsi_reg){ .value = parent->device_id,
							 .known = true };
		return;
	}
}

int vf_see(struct vf_parents *parents, struct pcimsi_raw_function *raw)
{
	struct pcimsi_reg ids = bytes_u32(&raw->bytes, 0);
	uint64_t member = raw->member ? str_fnv64(STR_FNV64, raw->member, strlen(raw->member)) : 0;
	uint32_t at;

	if (member != parents->member)
		parents->list.count = 0;
	parents->member = member;
	if (ids.known && ids.value == UINT32_MAX) {
		if (!raw->vf_vendor_id.known)
			name_child(parents, raw);
		return 0;
	}
	at = raw->bytes.size > EXTENDED_START ? find_sriov(&raw->bytes) : 0;
	return at ? remember(parents, raw, at) : 0;
}

void vf_done(struct vf_parents *parents)
{
	arena_done(&parents->arena);
	*parents = (struct vf_parents){ 0 };
}

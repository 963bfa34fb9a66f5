/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caps/caps.h"

#include "base/bytes.h"

/* MSI capability (7.7.1). Its four layouts follow from two bits of Message Control. */

/* 1 << code messages (7.7.1.2); 110 and 111 are reserved and count nothing. */
static uint8_t count_messages(uint32_t code)
{
	return (uint8_t)(code <= 5 ? 1u << code : 0);
}

static void decode_control(struct pcimsi_msi *msi, uint32_t control)
{
	msi->enabled = bit(control, 0);
	msi->mmc = (uint8_t)bits(control, 3, 1);
	msi->mme = (uint8_t)bits(control, 6, 4);
	msi->capable = count_messages(msi->mmc);
	msi->allocated = count_messages(msi->mme);
	msi->address_64bit = bit(control, 7);
	msi->masking = bit(control, 8);
	msi->extended_data_capable = bit(control, 9);
	msi->extended_data_enabled = bit(control, 10);
}

/* The 16 bits after Message Data belong to the capability with bit 9 only (7.7.1.6). */
static struct pcimsi_reg read_data(const struct pcimsi_msi *msi, const struct pcimsi_bytes *config,
				   uint32_t offset)
{
	return msi->extended_data_capable ? bytes_u32(config, offset) : bytes_u16(config, offset);
}

void msi_decode(struct pcimsi_function *fn, const struct pcimsi_bytes *config)
{
	const struct pcimsi_capability *capability = fn_capability(fn, CAP_ID_MSI);
	struct pcimsi_msi *msi = &fn->msi;
	uint32_t data;

	msi->state = walk_state(fn, CAP_ID_MSI);
	if (!capability)
		return;
	msi->offset = capability->offset;
	msi->count = walk_count(fn, CAP_ID_MSI);
	msi->address = bytes_u32(config, msi->offset + PCIMSI_MSI_ADDRESS);
	msi->control = bytes_u16(config, msi->offset + PCIMSI_MSI_CONTROL);
	if (!msi->control.known)
		return;
	decode_control(msi, msi->control.value);
	msi->layout_known = !fn->raw.msi_counts_only;
	data = msi->offset + PCIMSI_MSI_ADDRESS + 4u;
	if (msi->address_64bit) {
		msi->address_upper = bytes_u32(config, msi->offset + PCIMSI_MSI_ADDRESS_UPPER);
		data += 4;
	}
	msi->data = read_data(msi, config, data);
	if (msi->masking) {
		msi->mask = bytes_u32(config, data + 4);
		msi->pending = bytes_u32(config, data + 8);
	}
}

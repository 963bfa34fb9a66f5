/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caps/caps.h"

#include "base/bytes.h"

/* MSI-X capability (7.7.2). */

/* Offsets are aligned to 8 bytes; the low three bits name the BAR instead (7.7.2.3, 7.7.2.4). */
#define BIR_MASK UINT32_C(7)

static void decode_control(struct pcimsi_msix *msix, uint32_t control)
{
	msix->enabled = bit(control, 15);
	msix->function_masked = bit(control, 14);
	msix->table_size = (uint16_t)(bits(control, 10, 0) + 1);
}

void msix_decode(struct pcimsi_function *fn, const struct pcimsi_bytes *config)
{
	const struct pcimsi_capability *capability = fn_capability(fn, CAP_ID_MSIX);
	struct pcimsi_msix *msix = &fn->msix;

	msix->state = walk_state(fn, CAP_ID_MSIX);
	if (!capability)
		return;
	msix->offset = capability->offset;
	msix->count = walk_count(fn, CAP_ID_MSIX);
	msix->control = bytes_u16(config, msix->offset + PCIMSI_MSIX_CONTROL);
	if (msix->control.known)
		decode_control(msix, msix->control.value);
	msix->table = bytes_u32(config, msix->offset + PCIMSI_MSIX_TABLE);
	msix->table_bar = (uint8_t)(msix->table.value & BIR_MASK);
	msix->table_offset = msix->table.value & ~BIR_MASK;
	msix->pba = bytes_u32(config, msix->offset + PCIMSI_MSIX_PBA);
	msix->pba_bar = (uint8_t)(msix->pba.value & BIR_MASK);
	msix->pba_offset = msix->pba.value & ~BIR_MASK;
}

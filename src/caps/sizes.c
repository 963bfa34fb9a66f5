/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caps/caps.h"

#include "base/bytes.h"

/*
 * Sizes that the specification fixes. Vendor-specific capabilities (09) carry
 * a length byte, but it is not trusted: real devices keep other things there.
 */

/* With per-vector masking the reserved half of the data dword is inside (7.7.1.1). */
static uint8_t msi_size(struct pcimsi_reg control)
{
	unsigned upper_address = bit(control.value, 7) ? 4 : 0;

	if (!control.known)
		return 0;
	if (bit(control.value, 8))
		return (uint8_t)(20 + upper_address);
	return (uint8_t)((bit(control.value, 9) ? 12 : 10) + upper_address);
}

/*
 * 7.5.3. Version 1 lets a function leave out the registers it has no use for;
 * only of an Endpoint is it known which those are. Version 2 does not.
 */
static uint8_t express_size(struct pcimsi_reg flags)
{
	uint32_t version = bits(flags.value, 3, 0), type = bits(flags.value, 7, 4);

	if (!flags.known)
		return 0;
	if (version == 1)
		return type <= 1 ? 0x14 : 0;
	if (version != 2)
		return 0;
	if (type <= 1 || type == 9)
		return 0x34;
	return type >= 4 && type <= 8 ? 0x3c : 0;
}

uint8_t capability_size(const struct pcimsi_bytes *config, uint8_t id, uint8_t offset)
{
	switch (id) {
	case CAP_ID_PM:
		return 8;
	case CAP_ID_MSI:
		return msi_size(bytes_u16(config, offset + 2u));
	case CAP_ID_EXPRESS:
		return express_size(bytes_u16(config, offset + 2u));
	case CAP_ID_MSIX:
		return PCIMSI_MSIX_SIZE;
	default:
		return 0;
	}
}

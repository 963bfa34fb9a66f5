/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/device.h"

enum pcimsi_reason extended_reason(const struct pcimsi_function *function)
{
	switch (function->extended_end) {
	case PCIMSI_WALK_NOT_CAPTURED:
		return PCIMSI_REASON_NOT_CAPTURED;
	case PCIMSI_WALK_BAD_POINTER:
	case PCIMSI_WALK_ID_FF:
	case PCIMSI_WALK_TOO_LONG:
		return PCIMSI_REASON_LIST_BROKEN;
	default:
		return PCIMSI_REASON_NONE;
	}
}

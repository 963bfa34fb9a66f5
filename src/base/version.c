/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/version.h>

unsigned pcimsi_abi_version(void)
{
	return PCIMSI_ABI_VERSION;
}

const char *pcimsi_version(void)
{
	return PCIMSI_VERSION;
}

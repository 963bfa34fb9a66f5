/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_VERSION_H
#define PCIMSI_VERSION_H

#include <pcimsi/visibility.h>

/*
 * Since 0.1. Constants.
 */

/* The Makefile reads this line; the .pc file and the symbol map follow it. */
#define PCIMSI_VERSION "0.1.0"

/*
 * Grows by one with every member that is added at the end of a struct and every function that
 * is added; what was there stays as it is. What breaks programs changes the name of the shared
 * library instead.
 */
#define PCIMSI_ABI_VERSION 1

PCIMSI_BEGIN_DECLS

/* That of the library at run time: at least what a program was compiled with, or it is older. */
PCIMSI_API unsigned pcimsi_abi_version(void);
PCIMSI_API const char *pcimsi_version(void); /* PCIMSI_VERSION of the library at run time */

PCIMSI_END_DECLS

#endif

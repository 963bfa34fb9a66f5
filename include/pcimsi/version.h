/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_VERSION_H
#define PCIMSI_VERSION_H

/* The Makefile reads this line; the .pc file and the symbol map follow it. */
#define PCIMSI_VERSION "0.1.0"

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_BASE_ARRAY_H
#define PCIMSI_BASE_ARRAY_H

/* How many elements an array has; not for a pointer to one. */
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

#endif

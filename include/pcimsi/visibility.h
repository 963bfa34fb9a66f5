/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_VISIBILITY_H
#define PCIMSI_VISIBILITY_H

/*
 * Since 0.1. Macros.
 */

/* Marks what the shared library exports; everything else is hidden. */
#define PCIMSI_API __attribute__((visibility("default")))

/*
 * At the end of structs that stand in others or in lists, so that later versions can have more
 * members where these are. They are 0.
 */
#define PCIMSI_ROOM const void *reserved[2]

#ifdef __cplusplus
#define PCIMSI_BEGIN_DECLS extern "C" {
#define PCIMSI_END_DECLS }
#else
#define PCIMSI_BEGIN_DECLS
#define PCIMSI_END_DECLS
#endif

#endif

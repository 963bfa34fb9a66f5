/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_VISIBILITY_H
#define PCIMSI_VISIBILITY_H

/* Marks what the shared library exports; everything else is hidden. */
#define PCIMSI_API __attribute__((visibility("default")))

#ifdef __cplusplus
#define PCIMSI_BEGIN_DECLS extern "C" {
#define PCIMSI_END_DECLS }
#else
#define PCIMSI_BEGIN_DECLS
#define PCIMSI_END_DECLS
#endif

#endif

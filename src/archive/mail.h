/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_ARCHIVE_MAIL_H
#define PCIMSI_ARCHIVE_MAIL_H

#include <stdbool.h>
#include <stddef.h>

#define MAIL_SIZE_MAX ((size_t)64 << 20)

/*
 * Whether this is the beginning of an mbox, or of a mail that is more than lines of text:
 * one that has parts, or is encoded as something else than text. The header of another mail
 * is only a few lines before a text, and anybody may have written those.
 */
bool mail_begins(const char *head, size_t size);

/* NULL, or what of a mail is more than is read. */
const char *mail_limit(const char *bytes, size_t size);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_MAIL_PARTS_H
#define PCIMSI_SOURCE_MAIL_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* The parts of mails, decoded, one after the other: a mail (RFC 5322, MIME) or an mbox. */
struct mail_parts;

#define MAIL_SIZE_MAX ((size_t)64 << 20)

/*
 * Whether this is the beginning of an mbox, or of a mail that is more than lines of text:
 * one that has parts, or is encoded as something else than text. The header of another mail
 * is only a few lines before a text, and anybody may have written those.
 */
bool mail_begins(const char *head, size_t size);

/* NULL, or what of a mail is more than is read. */
const char *mail_parts_limit(const char *bytes, size_t size);

/*
 * `bytes` must live as long. GMime ends the process when memory runs out; NULL is returned
 * when that can be told, and by a build without GMime.
 */
struct mail_parts *mail_parts_open(const char *bytes, size_t size);

/*
 * Goes on to the next part: its name, as "part 2/lspci.txt", or "mail 7/part 2/lspci.txt"
 * of an mbox; valid until the next call. NULL: there is no further one.
 */
const char *mail_parts_next(struct mail_parts *parts);

/* Bytes of the part, of which `parts` is the source; as read(). */
ssize_t mail_parts_read(void *parts, void *buffer, size_t size);

/* The part was wanted: its alternatives (multipart/alternative) are not given. */
void mail_parts_take(struct mail_parts *parts);

/* What was found damaged since the last question, or NULL. */
const char *mail_parts_damage(struct mail_parts *parts);

void mail_parts_close(struct mail_parts *parts);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_UNPAD_H
#define PCIMSI_SOURCE_UNPAD_H

#include "base/notes.h"
#include "source/text_reader.h"

/*
 * From here on the reader gives no NUL bytes at the end of the input, and a note how many
 * there were; those between other bytes are given. For text: the zeros of configuration
 * space are data. PCIMSI_ERR_NOMEM.
 */
int unpad_apply(struct text_reader *reader, struct notes *notes);

#endif

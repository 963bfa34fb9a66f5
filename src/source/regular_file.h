/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_REGULAR_FILE_H
#define PCIMSI_SOURCE_REGULAR_FILE_H

#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

/* Files of a folder that nobody named: nothing but regular ones is ever read. */

/* Opens no pipe that would block and no device; -1 with errno set. */
int regular_file_open(int directory, const char *name);

/* At most `size` bytes of a file, in as many reads as it takes; -1 with errno set. */
ssize_t regular_file_read(int directory, const char *name, char *buffer, size_t size);

/* What is no regular file: "a FIFO", "a directory" ... */
const char *regular_file_type(mode_t mode);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/source.h"

#include <stddef.h>

/* Of kinds that are equally sure, the first is right. */
const struct source_ops *const source_kinds[] = {
	&source_archive, &source_windows_text, &source_text, &source_raw, NULL,
};

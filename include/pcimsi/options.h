/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_OPTIONS_H
#define PCIMSI_OPTIONS_H

#include <stddef.h>
#include <string.h>

#include <pcimsi/visibility.h>

/*
 * Structs with options are the caller's, and may get new members at their end in later
 * versions. Each begins with its size, which pcimsi_NAME_options_init() sets; all other
 * members are 0 then, which is the default of each. A call with options that were not
 * initialised fails; NULL is all defaults. A call keeps nothing of the struct itself; what
 * it points to must live as long as the object that was made with it.
 *
 * Since 0.1.
 */
#define PCIMSI_OPTIONS(name)                                                                     \
	static inline void pcimsi_##name##_options_init(struct pcimsi_##name##_options *options) \
	{                                                                                        \
		memset(options, 0, sizeof(*options));                                            \
		options->size = sizeof(*options);                                                \
	}

#endif

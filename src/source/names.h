/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_NAMES_H
#define PCIMSI_SOURCE_NAMES_H

#include <pcimsi/capture.h>

/* The list that names come from: as libpci has it, which also tries it with and without ".gz". */
const char *names_path(const struct pcimsi_names *names);

#endif

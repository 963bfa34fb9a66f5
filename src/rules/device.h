/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_RULES_DEVICE_H
#define PCIMSI_RULES_DEVICE_H

#include <pcimsi/catalogue.h>
#include <pcimsi/function.h>

/* What rules of several families ask of a function. */

/* Why what is not in the list of extended capabilities may be there all the same. */
enum pcimsi_reason extended_reason(const struct pcimsi_function *function);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CAPS_DECODE_H
#define PCIMSI_CAPS_DECODE_H

#include <pcimsi/function.h>

/*
 * pcimsi_function_new() into memory of ours, so that it cannot fail. Not exported: how
 * large a function is, only this library knows.
 */
void pcimsi_function_decode(const struct pcimsi_raw_function *raw, struct pcimsi_function *ret);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_PHRASES_H
#define PCIMSI_REPORT_PHRASES_H

#include <pcimsi/run.h>

/*
 * The English of values. What is returned is a template as messages of the catalogue are:
 * {name} stands for another value of the finding, {name noun} for a number of such things,
 * {} for the value itself.
 */

/* A word of a parameter; the word itself if it needs no other. */
const char *phrase_of_word(const char *param, const char *word);

/* A text, or what stands for one that is not there or not known; NULL: just the value. */
const char *phrase_of_value(const struct pcimsi_rule *rule, const struct pcimsi_value *value);

#endif

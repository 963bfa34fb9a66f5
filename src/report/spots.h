/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_SPOTS_H
#define PCIMSI_REPORT_SPOTS_H

#include <pcimsi/run.h>

#include <stdio.h>

/* For formats that point into files, and tell each group once. */

/* Where something is. */
struct spot {
	const struct pcimsi_input *input; /* NULL: in no file */
	struct pcimsi_place from, to;     /* `to` is behind it; 0: not known, or not text */
	const char *line;                 /* the whole of it, untrusted; NULL: not kept */
};

struct spot spot_of_location(const struct pcimsi_location *location);
/* The evidence that somebody can change: the cause, or the line of an INF; NULL: there is none. */
const struct pcimsi_location *main_location(const struct pcimsi_finding *finding);
/* The first bytes that are evidence beside that; NULL: none are. */
const struct pcimsi_location *silicon_location(const struct pcimsi_finding *finding);
/* Of the main location; without one, of what the finding is about. */
struct spot spot_of_finding(const struct pcimsi_run *run, const struct pcimsi_finding *finding);

/*
 * "folder/capture.tar/dump.txt", as the user named it but for a leading "./". Untrusted; the caller
 * frees it. NULL: out of memory.
 */
char *input_path(const struct pcimsi_input *input);

/* Places of a group that differ in function or section; of many the first few. */
#define PLACES_SHOWN 8
struct places {
	const struct pcimsi_finding *shown[PLACES_SHOWN];
	uint32_t n_shown;
	uint32_t n_more;
	bool captures; /* they are of several: a slot alone does not say which */
};
void places_of_group(const struct pcimsi_group *group, struct places *ret);
/* "0000:01:00.0 in dump.txt [Card.NT]", safe to show; nothing for a place of neither. */
void put_place(FILE *out, const struct places *places, const struct pcimsi_finding *finding);
/* "; also 0000:02:00.0, 0000:03:00.0 and 3 more places": all but the first. */
void put_other_places(FILE *out, const struct places *places);

/*
 * Message and advice of the finding that stands for its group, and its other places. The caller
 * frees it; NULL: out of memory.
 */
char *group_sentences(const struct pcimsi_group *group);

/* Of a finding of that severity that is not waived; for formats that tell the worst first. */
bool group_is(const struct pcimsi_group *group, enum pcimsi_severity severity);

#endif

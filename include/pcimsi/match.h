/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_MATCH_H
#define PCIMSI_MATCH_H

#include <stdbool.h>
#include <stdint.h>

#include <pcimsi/function.h>
#include <pcimsi/inf.h>

/*
 * Since 0.1. An index borrows what is added to it. Matches live until the next question to the
 * index.
 */

/*
 * Which INF lines a function matches on a given Windows. Ids are opaque
 * strings, compared whole and without regard to case ("Device Identification
 * Strings"); nothing here parses the ids of an INF.
 */

#define PCIMSI_DEVICE_ID_SIZE 48
#define PCIMSI_HARDWARE_IDS_MAX 6
#define PCIMSI_COMPATIBLE_IDS_MAX 9

/*
 * The id lists that Windows' PCI driver reports, best first ("Identifiers for
 * PCI Devices"). An id whose registers were not captured is an empty string, so
 * that the positions of the others, which make the rank, stay right. VEN&DEV and
 * VEN&DEV&REV are hardware ids only of a function whose subsystem is 00000000
 * (observed in logs of Server 2003 and Windows 7; what Windows 10 does then is inferred).
 */
struct pcimsi_device_ids {
	char hardware[PCIMSI_HARDWARE_IDS_MAX][PCIMSI_DEVICE_ID_SIZE];
	char compatible[PCIMSI_COMPATIBLE_IDS_MAX][PCIMSI_DEVICE_ID_SIZE];
	uint8_t n_hardware;
	uint8_t n_compatible;
	/* The subsystem is known; else the lists are those of a function that has one. */
	bool lists_known;
};

/* Identifier score of "Identifier Score (Windows Vista and later)"; lower is better. */
struct pcimsi_match {
	const struct pcimsi_model *model;
	const char *id;          /* the id of the INF that matched, as the Models line writes it */
	uint32_t inf;            /* the number given to pcimsi_match_index_add() */
	uint16_t rank;           /* 0x0000 hardware/hardware .. 0x3000 compatible/compatible */
	bool from_hardware_list; /* the device's list: hardware, else compatible */
	/* false: which list has the id depends on a subsystem that was not captured. */
	bool rank_known;
	PCIMSI_ROOM;
};

/* Ids that a function may have: of each some register was not captured, with ? for its digits. */
#define PCIMSI_POSSIBLE_IDS_MAX 13
struct pcimsi_possible_ids {
	char patterns[PCIMSI_POSSIBLE_IDS_MAX][PCIMSI_DEVICE_ID_SIZE];
	uint8_t count;
};

struct pcimsi_match_index;

PCIMSI_BEGIN_DECLS

/* Fills `ret` with what `windows` makes of the function: before 10 there are no DT ids. */
PCIMSI_API void pcimsi_device_ids(const struct pcimsi_function *function,
				  const struct pcimsi_target *windows,
				  struct pcimsi_device_ids *ret);

/* What pcimsi_device_ids() leaves empty; none where all was captured. */
PCIMSI_API void pcimsi_possible_ids(const struct pcimsi_function *function,
				    struct pcimsi_possible_ids *ret);
/* Whether an id of an INF may be one of them. */
PCIMSI_API bool pcimsi_id_is_possible(const struct pcimsi_possible_ids *ids, const char *id);

/*
 * An index over the ids of any number of resolved INFs. What is added must
 * outlive it. NULL: out of memory.
 */
PCIMSI_API struct pcimsi_match_index *pcimsi_match_index_new(void);
PCIMSI_API void pcimsi_match_index_free(struct pcimsi_match_index *index);

/* Adds every id of `resolution` under the number `inf`. PCIMSI_ERR_NOMEM. */
PCIMSI_API int pcimsi_match_index_add(struct pcimsi_match_index *index, uint32_t inf,
				      const struct pcimsi_resolution *resolution);

/*
 * All matches of the function, by INF number, then rank, then place in the INF:
 * the first of each INF is its best. Returns their number or an error; *ret
 * belongs to the index until the next call.
 */
PCIMSI_API int pcimsi_match_index_find(struct pcimsi_match_index *index,
				       const struct pcimsi_function *function,
				       const struct pcimsi_match **ret);

PCIMSI_END_DECLS

#endif

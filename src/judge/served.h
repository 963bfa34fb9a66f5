/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_JUDGE_SERVED_H
#define PCIMSI_JUDGE_SERVED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct context;
struct verdict;

/*
 * Whom a value serves: all that the ids reach which an INF gives its line to, be it captured
 * or not. Asked of MessageNumberLimit, which is right or wrong for all of them.
 */

enum whom {
	WHOM_BOARD,   /* one vendor, device and subsystem */
	WHOM_DEVICE,  /* one vendor and device, on any board or on several */
	WHOM_DEVICES, /* several of them */
	WHOM_VENDOR,  /* whatever a vendor makes, perhaps of one class */
	WHOM_CLASS,   /* whatever is of a class */
	WHOM_ANYONE,  /* who includes the INF that the line stands in, or who was not counted */
};

/* An id of a Models line, as far as it tells devices and boards apart. */
struct served_id {
	uint32_t device;    /* vendor << 16 | device */
	uint32_t subsystem; /* subsystem << 16 | its vendor */
	bool is_board;      /* it names a subsystem */
	uint32_t reach;     /* of a captured function */
};

/* A line that writes MessageNumberLimit, for all targets of its INF. */
struct served_value {
	const char *file; /* an included INF; NULL: the INF itself */
	uint32_t line;
	VEC(const struct verdict *) captured; /* that get it, and have a number of messages */
	VEC(struct served_id) ids;
	enum whom whom;
	bool told_off; /* a finding tells that MSI is off, and so the limit moot */
	bool known;    /* every device that the ids name is captured */
	bool varies;   /* captured functions of the same board have different reaches: no one of
			  them stands for those that are not captured */
	bool closed;   /* the ids name nothing but boards, and each of them is captured */
	const struct verdict
		*most;  /* the captured function with the largest reach; NULL: none is */
	uint32_t reach; /* that all captured functions have; 0: they differ, or none is */
};

typedef VEC(struct served_value) served_list;

/* Of the limit of the context's verdict; NULL: its INF writes none, or memory is short. */
const struct served_value *served_by(const struct context *c);
/* Of that verdict, with the captured functions only: nothing is known of the ids. */
const struct served_value *served_captured(const struct context *c, const struct verdict *verdict);

/* Notes that a finding on the context's verdict tells that its limit is moot. */
void served_tell_off(const struct context *c);
/* Whether one did, of the limit of the context's install section. */
bool served_is_told_off(const struct context *c);

/* The messages that the function has and that Windows documents a request for; 0: not known. */
uint32_t reach_of(const struct verdict *verdict);
/* The captured function with plain MSI and the one with MSI-X that have no valid limit in common.
 */
bool served_differ(const struct served_value *value, const struct verdict **ret_msi,
		   const struct verdict **ret_msix);

#endif

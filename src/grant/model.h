/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_GRANT_MODEL_H
#define PCIMSI_GRANT_MODEL_H

#include <pcimsi/grant.h>

/* Facts of one question to the model, and sets of them in its rows: one bit a fact. */
enum {
	WRITTEN_NEVER = 1 << 0,
	WRITTEN_ZERO = 1 << 1,
	WRITTEN_ONE = 1 << 2,
	WRITTEN_ELSEWHERE = 1 << 3, /* perhaps, in a section that was not supplied */
	WRITTEN_STRANGE = 1 << 4,   /* above 1, or no number */
	WRITTEN_ALL = (1 << 5) - 1,
};

enum {
	DRIVER_SOME = 1 << 0,
	DRIVER_NULL = 1 << 1, /* none is installed */
	DRIVER_ALL = (1 << 2) - 1,
};

enum {
	MECHANISM_MSIX = 1 << 0, /* also where there is MSI, too */
	MECHANISM_MSI = 1 << 1,
	MECHANISM_NEITHER = 1 << 2,
	MECHANISM_UNSEEN = 1 << 3, /* the capture does not tell which */
	MECHANISM_MESSAGES = MECHANISM_MSIX | MECHANISM_MSI,
	MECHANISM_ALL = (1 << 4) - 1,
};

/* MessageNumberLimit, for the mechanism; reach = the capacity, but for what Windows documents. */
enum {
	LIMIT_NONE = 1 << 0,
	LIMIT_WITHIN = 1 << 1,    /* valid, and at most the reach */
	LIMIT_ABOVE = 1 << 2,     /* valid, and above it */
	LIMIT_ZERO = 1 << 3,      /* 0, or no number */
	LIMIT_INVALID = 1 << 4,   /* for MSI-X, above what is documented */
	LIMIT_ODD = 1 << 5,       /* for MSI, no documented number, and at most the reach */
	LIMIT_ODD_ABOVE = 1 << 6, /* likewise, and above it */
	LIMIT_ALL = (1 << 7) - 1,
};

enum {
	CAPACITY_ONE = 1 << 0,
	CAPACITY_SOME = 1 << 1,
	CAPACITY_BEYOND = 1 << 2, /* above what that Windows documents */
	CAPACITY_UNSEEN = 1 << 3,
	CAPACITY_ALL = (1 << 4) - 1,
};

enum {
	PIN_YES = 1 << 0,
	PIN_NO = 1 << 1,
	PIN_UNSEEN = 1 << 2,
	PIN_ALL = (1 << 3) - 1,
};

enum {
	ERA_BEFORE_VISTA = 1 << 0,
	ERA_BEFORE_8 = 1 << 1,
	ERA_SINCE_8 = 1 << 2,
	ERA_VISTA_ON = ERA_BEFORE_8 | ERA_SINCE_8,
	ERA_ALL = (1 << 3) - 1,
};

/* Where the number of messages comes from. */
enum model_count {
	COUNT_NONE,  /* no messages, or nobody knows how many */
	COUNT_LIMIT, /* MessageNumberLimit */
	COUNT_REACH, /* the capacity, but for what Windows documents */
};

/* In a row, sets of facts; 0 in place of all. In a question, one fact each. */
struct model_facts {
	uint8_t driver, enabled, mechanism, limit, capacity, pin, era;
};

struct model_row {
	struct pcimsi_grant_row pub;
	uint8_t driver, enabled, mechanism, limit, capacity, pin, era;
	enum pcimsi_mode mode;
	enum model_count count;
};

/* Never NULL: the last row takes what is left. */
const struct model_row *model_find(const struct model_facts *facts);

#endif

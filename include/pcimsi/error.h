/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_ERROR_H
#define PCIMSI_ERROR_H

#include <pcimsi/visibility.h>

/*
 * Since 0.1. Texts are constant.
 */

/*
 * A call failed. Odd input is not a failure (see note.h), and neither is what
 * the analysis finds (see catalogue.h). Every function that returns an int returns
 * 0 or a positive answer on success and one of these on failure.
 */
enum pcimsi_error {
	PCIMSI_OK = 0,
	PCIMSI_ERR_NOMEM = -1,       /* out of memory */
	PCIMSI_ERR_IO = -2,          /* the system could not open or read an input */
	PCIMSI_ERR_FORMAT = -3,      /* the input is not of a kind that is read here */
	PCIMSI_ERR_EMPTY = -4,       /* the input holds no bytes, or no function */
	PCIMSI_ERR_LIMIT = -5,       /* the input passes a documented limit */
	PCIMSI_ERR_USAGE = -6,       /* an argument has no meaning */
	PCIMSI_ERR_UNSUPPORTED = -7, /* this build, or this program, cannot do it */
	PCIMSI_ERR_ORDER = -8,       /* a call that comes too late */
};

PCIMSI_BEGIN_DECLS

/* A short sentence without a final stop; never NULL, also for unknown codes. */
PCIMSI_API const char *pcimsi_error_text(int error);

PCIMSI_END_DECLS

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/error.h>

const char *pcimsi_error_text(int error)
{
	switch ((enum pcimsi_error)error) {
	case PCIMSI_OK:
		return "no error";
	case PCIMSI_ERR_NOMEM:
		return "out of memory";
	case PCIMSI_ERR_IO:
		return "cannot be read";
	case PCIMSI_ERR_FORMAT:
		return "not a format that is read here";
	case PCIMSI_ERR_EMPTY:
		return "empty";
	case PCIMSI_ERR_LIMIT:
		return "above a limit";
	case PCIMSI_ERR_USAGE:
		return "an argument has no meaning";
	case PCIMSI_ERR_UNSUPPORTED:
		return "not supported";
	case PCIMSI_ERR_ORDER:
		return "a call that comes too late";
	}
	return "unknown error";
}

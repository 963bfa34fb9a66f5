/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_CALL_FILTER_H
#define PCIMSI_CLI_CALL_FILTER_H

#include <stdbool.h>

/*
 * seccomp: which system calls this process may make from some time on. Those that reading
 * needs, and what a run says that it needs besides. Of the others, those that no input can have
 * a reason for (sockets, programs, opening to write, other owners ...) end the program with
 * a message; the rest fails as on an older kernel, so that a library goes on without.
 *
 * libseccomp knows the numbers of every architecture, which a filter of our own would have to
 * list; it is loaded for this alone. With it a run takes 0.8 ms of processor time more, with
 * Landlock 0.1 ms, where the smallest takes 1.6 ms: too little for ordinary users to go without.
 */
struct call_needs {
	bool replaces; /* renames and removes files */
	bool creates;  /* opens files to write, and gives them mode and owner */
};

/* NULL: it can be had; or why not, as text that lives as long as the program. */
const char *call_filter_missing(void);

/* From here on it holds, for ever. 0, or negative errno. */
int call_filter_enter(const struct call_needs *needs);

/* The name of a call that ends the program; NULL: it is none of them. */
const char *call_filter_name(int number);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CAPTURE_H
#define PCIMSI_CAPTURE_H

#include <pcimsi/error.h>
#include <pcimsi/function.h>
#include <pcimsi/note.h>
#include <pcimsi/options.h>

/*
 * Since 0.1. A capture, a filter and names are independent of each other. What a capture hands out
 * lives until the next function is asked for; a name that was given must outlive the capture. A
 * filter is a value of the caller's and never grows.
 */

/* A capture: anything that holds configuration space. */
struct pcimsi_capture;

/* One -O NAME=VALUE of libpci. */
struct pcimsi_param {
	const char *name;
	const char *value;
};

struct pcimsi_capture_options {
	size_t size; /* options.h */
	struct pcimsi_note_sink notes;
	const char *access_method;         /* libpci method of a live scan; NULL: automatic */
	const struct pcimsi_param *params; /* of libpci, for a live scan */
	unsigned n_params;
};
PCIMSI_OPTIONS(capture)

PCIMSI_BEGIN_DECLS

/*
 * Opens the capture at `path`; "-" is standard input. The kind is recognised
 * from content; a folder, an archive or a mail is every capture in it. `path` and what
 * `options` points to must live as long as the capture. On failure
 * *reterr_detail, if not NULL, is set to a sentence part that says more (a
 * constant or strerror text), or to NULL.
 *
 * PCIMSI_ERR_IO: cannot be opened or read. PCIMSI_ERR_EMPTY: no bytes.
 * PCIMSI_ERR_FORMAT: no kind of capture that is known here. PCIMSI_ERR_LIMIT: it
 * expands too far. PCIMSI_ERR_UNSUPPORTED: this build reads no archives, or no mail.
 */
PCIMSI_API int pcimsi_capture_open(const char *path, const struct pcimsi_capture_options *options,
				   struct pcimsi_capture **ret, const char **reterr_detail);

/*
 * As pcimsi_capture_open(), of `size` bytes that are in memory, which no file is opened for: a
 * text, raw bytes, an archive or a mail. `name` is for notes and reports and, of raw bytes, tells
 * the slot; it is no path, and "-" is nothing special. Bytes, `name` and what `options` points to
 * must live as long as the capture, and the bytes must not change; NULL is none.
 * All but PCIMSI_ERR_IO is told as there.
 */
PCIMSI_API int pcimsi_capture_open_memory(const void *bytes, size_t size, const char *name,
					  const struct pcimsi_capture_options *options,
					  struct pcimsi_capture **ret, const char **reterr_detail);

/* Opens this machine through libpci. PCIMSI_ERR_IO: no access method works. */
PCIMSI_API int pcimsi_capture_open_live(const struct pcimsi_capture_options *options,
					struct pcimsi_capture **ret, const char **reterr_detail);

/*
 * The next function: 1 and *ret, 0 at the end, or an error (what came before
 * it stays valid to report). *ret belongs to the capture until the next call.
 */
PCIMSI_API int pcimsi_capture_next(struct pcimsi_capture *capture,
				   const struct pcimsi_raw_function **ret);

/*
 * Why pcimsi_capture_next() failed, as a sentence part that lives as long as the capture:
 * what is damaged in an archive, and behind which member. NULL: no more is known than the error.
 */
PCIMSI_API const char *pcimsi_capture_detail(const struct pcimsi_capture *capture);

/* How the user named it; "live" for this machine. Lives as long as the capture. */
PCIMSI_API const char *pcimsi_capture_name(const struct pcimsi_capture *capture);

/* NULL is allowed. */
PCIMSI_API void pcimsi_capture_close(struct pcimsi_capture *capture);

/* Which functions are wanted, in lspci's grammar. Unset parts match everything. */
struct pcimsi_filter {
	int64_t domain, bus, device, function;           /* -1: any */
	int64_t vendor_id, device_id, class_id, prog_if; /* -1: any */
	uint32_t class_mask;                             /* over class_id << 8 | prog_if */
};

/* Matches every function. */
PCIMSI_API void pcimsi_filter_init(struct pcimsi_filter *filter);

/*
 * [[[[DOMAIN]:]BUS]:][DEVICE][.[FUNCTION]] and [VENDOR]:[DEVICE][:CLASS[:PROG-IF]],
 * hexadecimal, "*" and nothing for any. PCIMSI_ERR_USAGE leaves the filter as it was.
 */
PCIMSI_API int pcimsi_filter_parse_slot(struct pcimsi_filter *filter, const char *text);
PCIMSI_API int pcimsi_filter_parse_id(struct pcimsi_filter *filter, const char *text);

/* A function whose ids were not captured does not match a filter that asks for them. */
PCIMSI_API bool pcimsi_filter_matches(const struct pcimsi_filter *filter,
				      const struct pcimsi_function *function);

/* Names from pci.ids, loaded at the first question. */
struct pcimsi_names;

/*
 * `path`: a pci.ids file, or NULL for the system's, which need not be there and is
 * read when it is first needed. Nothing else is asked, neither a user's cache nor the
 * network. 0, or PCIMSI_ERR_IO, PCIMSI_ERR_FORMAT or PCIMSI_ERR_NOMEM; but for the last *ret
 * is set even then and knows what headings say. *reterr_detail may say why, and lives
 * as long as *ret.
 */
PCIMSI_API int pcimsi_names_open(const char *path, struct pcimsi_names **ret,
				 const char **reterr_detail);

/* Why names may be missing: 0, or an error of the above that came since. NULL: 0. */
PCIMSI_API int pcimsi_names_error(const struct pcimsi_names *names, const char **reterr_detail);

/*
 * "Vendor Device" of the function: from its heading if that has names, else from
 * pci.ids; NULL if neither knows. Written to `buffer`; untrusted text.
 */
PCIMSI_API const char *pcimsi_names_function(struct pcimsi_names *names,
					     const struct pcimsi_function *function, char *buffer,
					     unsigned size);

PCIMSI_API void pcimsi_names_close(struct pcimsi_names *names);

PCIMSI_END_DECLS

#endif

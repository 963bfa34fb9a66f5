/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_SOURCE_H
#define PCIMSI_SOURCE_SOURCE_H

#include <pcimsi/capture.h>

#include "base/notes.h"
#include "source/text_reader.h"
#include "source/vf.h"

/*
 * One kind of capture is one row of methods. probe() looks at the first bytes
 * of an input and says how sure it is; the surest kind is opened.
 */
struct pcimsi_capture {
	const struct source_ops *ops;
	const struct source_ops *const *kinds; /* that its bytes, and members of it, may be of */
	const char *name;
	struct notes notes;
	struct text_reader reader;     /* of kinds that read a stream */
	void *state;                   /* of the kind */
	struct pcimsi_capture *parent; /* the archive or folder this is a member of, or NULL */
	uint32_t n_machines;           /* captures inside that are one by themselves */
	const char *detail;        /* why the last call failed; constant text, or of the state */
	struct vf_parents parents; /* of virtual functions that may follow */
	struct pcimsi_raw_function raw; /* given last */
};

/* How sure probe() is. */
enum source_match {
	SOURCE_NO = 0,
	SOURCE_MAYBE = 1,
	SOURCE_YES = 2,
};

struct source_ops {
	const char *name;
	/* Its YES is the last word: what is inside may look like any other kind. */
	bool is_container;
	bool needs_all;   /* what is cut short is wrong, not less */
	bool needs_proof; /* of text that nobody named: bytes of a function */
	bool is_part;     /* one function: with the others of its folder it is a machine */
	enum source_match (*probe)(const char *head, size_t size);
	/* In its place, of kinds to which the name says something as well. */
	enum source_match (*probe_named)(const char *head, size_t size, const char *name);
	int (*open)(struct pcimsi_capture *capture, const struct pcimsi_capture_options *options);
	int (*next)(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret);
	void (*close)(struct pcimsi_capture *capture);
};

extern const struct source_ops source_text;
extern const struct source_ops source_windows_text;
extern const struct source_ops source_raw;
extern const struct source_ops source_tree; /* opened by name: a directory has no bytes */
extern const struct source_ops source_archive;
extern const struct source_ops source_libpci;

/* Kinds that are recognised from the first bytes of an input; NULL ends them. */
extern const struct source_ops *const source_kinds[];

/* The one of `kinds` whose first bytes these are, or NULL. */
const struct source_ops *source_recognise(const struct source_ops *const *kinds, const char *head,
					  size_t size, const char *name);

/* Opens a capture of the kind that was recognised. */
int source_open(struct pcimsi_capture *capture, const struct pcimsi_capture_options *options);

/* Why these first bytes of an input are no kind of capture. */
const char *refused_why(const char *head, size_t size);

/* Text has few control characters; configuration bytes have many. */
bool text_is_binary(const char *head, size_t size);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_ARCHIVE_LIBRARY_H
#define PCIMSI_ARCHIVE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Libraries that are loaded when they are needed first. Few runs see an archive or a mail,
 * and what libarchive and GMime bring with them takes longer to load than a capture to read.
 * libseccomp is loaded by every run that reads, and by none on a system that has it not.
 */

/* The names of all releases whose headers this compiles with. */
#define LIBRARY_ARCHIVE "libarchive.so.13"
#define LIBRARY_GMIME "libgmime-3.0.so.0"
#define LIBRARY_SECCOMP "libseccomp.so.2"

struct library_symbol {
	const char *name;
	void *ret; /* points to a pointer to such a function */
};

struct library {
	const char *soname;
	const struct library_symbol *symbols; /* behind the last one, one without a name */
	bool is_loaded;
	char missing[256];
};

/*
 * NULL, and from then on all of its symbols are found; or what is missing, as text that lives
 * as long as `library`: "needs libarchive.so.13: ...". From any thread.
 */
const char *library_load(struct library *library);

/* Each function that is used, as sym_NAME, and its row: a list that takes one of these. */
#define LIBRARY_FUNCTION(name) static __typeof__(name) *sym_##name;
#define LIBRARY_SYMBOL(name) { #name, &sym_##name },

/*
 * What ldd cannot see, for those who make packages: "readelf -p .note.dlopen" shows it.
 * Source: https://uapi-group.org/specifications/specs/elf_dlopen_metadata/
 */
#define LIBRARY_NOTE(feature, description, soname)                                     \
	LIBRARY_NOTE_OF("[{\"feature\":\"" feature "\",\"description\":\"" description \
			"\",\"priority\":\"recommended\",\"soname\":[\"" soname "\"]}]")
#define LIBRARY_NOTE_OF(json)                                                            \
	__attribute__((used, section(".note.dlopen"))) _Alignas(4) static const struct { \
		uint32_t name_size, size, type;                                          \
		char name[4];                                                            \
		char text[sizeof(json)];                                                 \
	} library_note = { 4, sizeof(json), 0x407c0c0a, "FDO", json }

#endif

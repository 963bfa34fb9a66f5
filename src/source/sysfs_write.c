/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/sysfs_write.h"

#include "source/sysfs_live.h"

#include <pcimsi/error.h>

#ifndef HAVE_LIBARCHIVE

int sysfs_write(FILE *out, const char *root, struct notes *notes, struct sysfs_written *ret,
		const char **ret_detail)
{
	(void)out;
	(void)root;
	(void)notes;
	*ret = (struct sysfs_written){ 0 };
	*ret_detail = "built without libarchive: capture with lspci -xxxx, as root, instead";
	return PCIMSI_ERR_UNSUPPORTED;
}

#else

#include "archive/library.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>

#define PREFIX "bus/pci/devices"

#define FUNCTIONS(DO)                               \
	DO(archive_entry_free)                      \
	DO(archive_entry_new)                       \
	DO(archive_entry_set_filetype)              \
	DO(archive_entry_set_mtime)                 \
	DO(archive_entry_set_pathname)              \
	DO(archive_entry_set_perm)                  \
	DO(archive_entry_set_size)                  \
	DO(archive_entry_set_symlink)               \
	DO(archive_write_add_filter_gzip)           \
	DO(archive_write_close)                     \
	DO(archive_write_data)                      \
	DO(archive_write_free)                      \
	DO(archive_write_header)                    \
	DO(archive_write_new)                       \
	DO(archive_write_open_FILE)                 \
	DO(archive_write_set_bytes_in_last_block)   \
	DO(archive_write_set_format_pax_restricted) \
	DO(archive_write_set_options)

FUNCTIONS(LIBRARY_FUNCTION)

static const char *missing(void)
{
	static const struct library_symbol symbols[] = { FUNCTIONS(LIBRARY_SYMBOL){ 0 } };
	static struct library library = { .soname = LIBRARY_ARCHIVE, .symbols = symbols };

	return library_load(&library);
}

struct writing {
	struct archive *archive;
	struct pcimsi_slot slot;
	struct sysfs_written *written;
};

/* ---- entries --------------------------------------------------------------------------------- */

static void describe(struct archive_entry *entry, const char *path, const struct sysfs_file *file,
		     const char *content, size_t size)
{
	sym_archive_entry_set_pathname(entry, path);
	sym_archive_entry_set_filetype(entry, file->is_link ? AE_IFLNK : AE_IFREG);
	sym_archive_entry_set_perm(entry, 0644);
	/* No clock and no owner. */
	sym_archive_entry_set_mtime(entry, 0, 0);
	sym_archive_entry_set_size(entry, file->is_link ? 0 : (la_int64_t)size);
	if (file->is_link)
		sym_archive_entry_set_symlink(entry, content);
}

static int put_entry(struct archive *archive, struct archive_entry *entry, const char *content,
		     size_t size)
{
	if (sym_archive_write_header(archive, entry) != ARCHIVE_OK ||
	    sym_archive_write_data(archive, content, size) != (la_ssize_t)size)
		return PCIMSI_ERR_IO;
	return 0;
}

static int write_file(struct writing *writing, const struct sysfs_file *file, const char *content,
		      size_t size)
{
	struct archive_entry *entry = sym_archive_entry_new();
	char slot[PCIMSI_SLOT_TEXT], path[512], target[SYSFS_FILE_MAX + 1];
	int err;

	if (!entry)
		return PCIMSI_ERR_NOMEM;
	memcpy(target, content, size);
	target[size] = '\0';
	snprintf(path, sizeof(path), PREFIX "/%s/%s", pcimsi_slot_text(writing->slot, slot),
		 file->name);
	describe(entry, path, file, target, size);
	err = put_entry(writing->archive, entry, content, file->is_link ? 0 : size);
	sym_archive_entry_free(entry);
	return err;
}

static int visit(void *user, const struct sysfs_file *file, const char *content, ssize_t size)
{
	struct writing *writing = user;

	if (file->kind == SYSFS_CONFIG) {
		writing->written->unreadable += size <= 0;
		writing->written->cut += size > 0 && size < 256;
	}
	return size < 0 ? 0 : write_file(writing, file, content, (size_t)size);
}

/* ---- functions ------------------------------------------------------------------------------- */

/* A function that goes while it is looked at is told, and no reason to stop. */
static int write_function(struct writing *writing, const char *root, struct notes *notes)
{
	char text[PCIMSI_SLOT_TEXT];
	int err;

	err = sysfs_visit(root, writing->slot, sysfs_files, visit, writing);
	writing->written->functions += !err;
	if (err != PCIMSI_ERR_EMPTY)
		return err;
	notes_add(notes, PCIMSI_NOTE_FUNCTION_LOST, (struct pcimsi_place){ 0 },
		  pcimsi_slot_text(writing->slot, text));
	return 0;
}

static int write_functions(struct writing *writing, const char *root, struct arena *arena,
			   struct notes *notes, const char **ret_detail)
{
	struct sysfs_slots slots;
	int err = sysfs_list(root, arena, notes, &slots);

	if (err == PCIMSI_ERR_IO)
		*ret_detail = strerror(errno);
	for (uint32_t i = 0; !err && i < slots.count; i++) {
		writing->slot = slots.items[i];
		err = write_function(writing, root, notes);
	}
	return err;
}

static int begin(struct archive *archive, FILE *out)
{
	if (sym_archive_write_set_format_pax_restricted(archive) != ARCHIVE_OK ||
	    sym_archive_write_add_filter_gzip(archive) != ARCHIVE_OK ||
	    sym_archive_write_set_options(archive, "gzip:!timestamp") != ARCHIVE_OK ||
	    sym_archive_write_set_bytes_in_last_block(archive, 1) != ARCHIVE_OK ||
	    sym_archive_write_open_FILE(archive, out) != ARCHIVE_OK)
		return PCIMSI_ERR_IO;
	return 0;
}

int sysfs_write(FILE *out, const char *root, struct notes *notes, struct sysfs_written *ret,
		const char **ret_detail)
{
	struct writing writing = { .written = ret };
	struct arena arena = { 0 };
	int err;

	*ret = (struct sysfs_written){ 0 };
	*ret_detail = missing();
	if (*ret_detail)
		return PCIMSI_ERR_UNSUPPORTED;
	writing.archive = sym_archive_write_new();
	*ret_detail = "the archive cannot be written";
	if (!writing.archive)
		return PCIMSI_ERR_NOMEM;
	err = begin(writing.archive, out);
	if (!err)
		err = write_functions(&writing, root, &arena, notes, ret_detail);
	if (sym_archive_write_close(writing.archive) != ARCHIVE_OK && !err)
		err = PCIMSI_ERR_IO;
	sym_archive_write_free(writing.archive);
	arena_done(&arena);
	return err;
}

#endif

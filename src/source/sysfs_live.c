/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/sysfs_live.h"

#include "source/regular_file.h"
#include "source/slot_name.h"

#include <pcimsi/error.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* ---- functions ------------------------------------------------------------------------------- */

/* Linux has one name for a slot, and libpci looks for no other. */
static bool is_slot(const char *name, struct pcimsi_slot *ret)
{
	char text[PCIMSI_SLOT_TEXT];

	return slot_name_whole(name, strlen(name), ret) &&
	       strcmp(pcimsi_slot_text(*ret, text), name) == 0;
}

static void note_odd_name(struct notes *notes, const char *name)
{
	char detail[NAME_MAX + 64];

	snprintf(detail, sizeof(detail), "devices/%s: not the slot of a function", name);
	notes_add(notes, PCIMSI_NOTE_MEMBER_SKIPPED, (struct pcimsi_place){ 0 }, detail);
}

static int by_slot(const void *a, const void *b)
{
	return slot_compare(*(const struct pcimsi_slot *)a, *(const struct pcimsi_slot *)b);
}

static int take_names(struct dirent **names, int count, struct arena *arena, struct notes *notes,
		      struct sysfs_slots *ret)
{
	for (int i = 0; i < count; i++) {
		struct pcimsi_slot slot, *listed;

		if (!is_slot(names[i]->d_name, &slot)) {
			note_odd_name(notes, names[i]->d_name);
			continue;
		}
		listed = VEC_ADD(arena, ret);
		if (!listed)
			return PCIMSI_ERR_NOMEM;
		*listed = slot;
	}
	if (ret->count)
		qsort(ret->items, ret->count, sizeof(*ret->items), by_slot);
	return 0;
}

int sysfs_list(const char *root, struct arena *arena, struct notes *notes, struct sysfs_slots *ret)
{
	struct dirent **names;
	char path[PATH_MAX];
	int count, err;

	*ret = (struct sysfs_slots){ 0 };
	snprintf(path, sizeof(path), "%s/devices", root);
	count = scandir(path, &names, is_visible, by_name);
	if (count < 0)
		return errno == ENOMEM ? PCIMSI_ERR_NOMEM : PCIMSI_ERR_IO;
	err = take_names(names, count, arena, notes, ret);
	while (count > 0)
		free(names[--count]);
	free(names);
	return err;
}

/* ---- the files of one ------------------------------------------------------------------------ */

/* What can be read, whatever stat() says: 64 bytes of `config` for an ordinary user. */
static int visit_file(int directory, const struct sysfs_file *file, sysfs_visit_fn *visit,
		      void *user)
{
	char content[SYSFS_FILE_MAX];
	ssize_t size = file->is_link
			       ? readlinkat(directory, file->name, content, sizeof(content))
			       : regular_file_read(directory, file->name, content, sizeof(content));

	return visit(user, file, content, size);
}

/* A file per allocated interrupt; no directory without any. */
static int visit_irqs(int directory, sysfs_visit_fn *visit, void *user)
{
	struct dirent **irqs;
	int count = scandirat(directory, "msi_irqs", &irqs, is_visible, by_name), err = 0;

	for (int i = 0; i < count; i++) {
		char name[NAME_MAX + 16];
		struct sysfs_file file = { .name = name, .kind = SYSFS_MSI_IRQ };

		snprintf(name, sizeof(name), "msi_irqs/%s", irqs[i]->d_name);
		if (!err)
			err = visit_file(directory, &file, visit, user);
		free(irqs[i]);
	}
	if (count >= 0)
		free(irqs);
	return err;
}

static const char *path_of(const char *root, struct pcimsi_slot slot, char path[PATH_MAX])
{
	char text[PCIMSI_SLOT_TEXT];

	snprintf(path, PATH_MAX, "%s/devices/%s", root, pcimsi_slot_text(slot, text));
	return path;
}

int sysfs_visit(const char *root, struct pcimsi_slot slot, const struct sysfs_file *files,
		sysfs_visit_fn *visit, void *user)
{
	char path[PATH_MAX];
	int directory = open(path_of(root, slot, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int err = 0;

	if (directory < 0)
		return PCIMSI_ERR_EMPTY;
	for (const struct sysfs_file *file = files; !err && file->name; file++)
		err = visit_file(directory, file, visit, user);
	if (!err)
		err = visit_irqs(directory, visit, user);
	close(directory);
	return err;
}

bool sysfs_has_config(const char *root, struct pcimsi_slot slot)
{
	char path[PATH_MAX], file[PATH_MAX + 8];
	struct stat status;

	snprintf(file, sizeof(file), "%s/config", path_of(root, slot, path));
	return stat(file, &status) == 0 && S_ISREG(status.st_mode);
}

struct reading {
	struct arena *arena;
	struct sysfs_function *function;
};

static int take_file(void *user, const struct sysfs_file *file, const char *content, ssize_t size)
{
	struct reading *reading = user;

	if (size < 0)
		return 0;
	return sysfs_function_take(reading->function, reading->arena, file->kind, content,
				   (size_t)size);
}

int sysfs_read(const char *root, struct pcimsi_slot slot, struct arena *arena,
	       struct sysfs_function *ret)
{
	struct reading reading = { .arena = arena, .function = ret };

	*ret = (struct sysfs_function){ 0 };
	return sysfs_visit(root, slot, sysfs_files + 1, take_file, &reading);
}

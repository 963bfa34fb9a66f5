/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/sysfs_tree.h"
#include "source/member.h"
#include "source/regular_file.h"
#include "source/slot_name.h"
#include "source/slots.h"
#include "source/source.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/*
 * A directory: copies of sysfs and of /proc/bus/pci at any depth, and every other
 * file that is a capture by itself. The functions of the copies come first,
 * sorted; the other captures follow in the order of their names.
 */

#define DEPTH_MAX 32
#define ENTRIES_MAX 1000000u

struct tree {
	int fd;
	bool is_live; /* sysfs or /proc themselves: their other files are not to be read */
	uint32_t n_entries;
	struct arena arena;
	struct sysfs_tree sysfs;
	VEC(const char *) files; /* which may be captures, below the directory */
	uint32_t next_file;
	int file_fd;
	bool is_open; /* `member` is being read */
	struct member member;
	struct slots slots;
	struct pcimsi_capture_options options;
	const struct pcimsi_raw_function *first; /* read ahead by open */
	struct pcimsi_raw_function raw;
};

/* A directory being read. */
struct folder {
	const char *path; /* below the top, with the top's own name before it */
	const char *name; /* of the folder */
	unsigned depth;
	bool of_function; /* it is a function's directory, or below one */
	bool linked;      /* a link led here */
};

static struct tree *state_of(struct pcimsi_capture *capture)
{
	return capture->state;
}

static void note(struct pcimsi_capture *capture, enum pcimsi_note_code code, const char *detail)
{
	notes_add(&capture->notes, code, (struct pcimsi_place){ 0 }, detail);
}

/* ---- files ----------------------------------------------------------------------------------- */

static int take_attribute(struct pcimsi_capture *capture, int directory, const char *name,
			  const struct sysfs_place *place)
{
	struct sysfs_tree *sysfs = &state_of(capture)->sysfs;
	char content[SYSFS_FILE_MAX];
	ssize_t size = regular_file_read(directory, name, content, sizeof(content));

	if (size >= 0)
		return sysfs_tree_add(sysfs, place, content, (size_t)size);
	if (place->kind != SYSFS_CONFIG && place->kind != SYSFS_PROC)
		return 0;
	return sysfs_tree_lose(sysfs, place, strerror(errno));
}

static int take_file(struct pcimsi_capture *capture, int directory, const char *name,
		     const char *path)
{
	struct tree *tree = state_of(capture);
	struct sysfs_place place = sysfs_place(path);
	const char **file;

	if (place.kind > SYSFS_OTHER)
		return take_attribute(capture, directory, name, &place);
	if (place.kind == SYSFS_OTHER || tree->is_live)
		return 0;
	file = VEC_ADD(&tree->arena, &tree->files);
	if (!file)
		return PCIMSI_ERR_NOMEM;
	*file = path;
	return 0;
}

static int take_link(struct pcimsi_capture *capture, int directory, const char *name,
		     const char *path)
{
	struct sysfs_place place = sysfs_place(path);
	char target[SYSFS_FILE_MAX];
	ssize_t length;

	if (place.kind != SYSFS_DRIVER)
		return 0;
	length = readlinkat(directory, name, target, sizeof(target));
	return length < 0
		       ? 0
		       : sysfs_tree_add(&state_of(capture)->sysfs, &place, target, (size_t)length);
}

/* ---- directories ----------------------------------------------------------------------------- */

static int read_folder(struct pcimsi_capture *capture, int fd, const struct folder *folder);

static bool is_slot(const char *name)
{
	struct pcimsi_slot slot;

	return slot_name_whole(name, strlen(name), &slot);
}

/* A function's directory holds those of functions behind it, also behind a host bridge (VMD). */
static bool is_below_function(const char *name)
{
	return is_slot(name) || strcmp(name, "msi_irqs") == 0 || strncmp(name, "pci", 3) == 0;
}

/*
 * Links are followed where sysfs has one for each function, and below that no
 * more: so there are no loops, and no tree is read many times.
 */
static bool is_followed(const struct folder *folder, const char *name)
{
	return !folder->linked && is_slot(name) &&
	       (folder->depth == 0 || strcmp(folder->name, "devices") == 0);
}

static int enter(struct pcimsi_capture *capture, int directory, const struct folder *folder,
		 const char *name, const char *path, bool linked)
{
	struct folder inner = {
		.path = path,
		.name = name,
		.depth = folder->depth + 1,
		.of_function = folder->of_function || is_slot(name),
		.linked = linked || folder->linked,
	};
	int fd;

	if (folder->of_function && !is_below_function(name))
		return 0;
	/* The functions behind a linked one have links themselves. */
	if (folder->linked && is_slot(name))
		return 0;
	if (inner.depth > DEPTH_MAX) {
		note(capture, PCIMSI_NOTE_MEMBER_SKIPPED, path);
		return 0;
	}
	fd = openat(directory, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0) {
		note(capture, PCIMSI_NOTE_MEMBER_SKIPPED, path);
		return 0;
	}
	return read_folder(capture, fd, &inner);
}

/* Nobody's files are looked for here; those whose type nobody expects are told. */
static int take_odd(struct pcimsi_capture *capture, const char *path, const char *what)
{
	struct sysfs_place place = sysfs_place(path);
	struct tree *tree = state_of(capture);
	const char *detail;

	if (place.kind == SYSFS_CONFIG)
		return sysfs_tree_lose(&tree->sysfs, &place, what);
	if (place.kind != SYSFS_NONE || tree->is_live)
		return 0;
	detail = arena_printf(&tree->arena, "%s: %s", path + tree->sysfs.top_length, what);
	if (!detail)
		return PCIMSI_ERR_NOMEM;
	note(capture, PCIMSI_NOTE_MEMBER_SKIPPED, detail);
	return 0;
}

/* A link that leads nowhere is what copying leaves, but for the bytes of a function. */
static int take_broken_link(struct pcimsi_capture *capture, const char *name, const char *path)
{
	const char *why = errno == ENOENT ? "a link that leads nowhere" : strerror(errno);

	if (strcmp(name, "config") == 0)
		return take_odd(capture, path, why);
	return sysfs_tree_expect(&state_of(capture)->sysfs, path);
}

static int take_entry(struct pcimsi_capture *capture, int directory, const struct folder *folder,
		      const char *name)
{
	struct tree *tree = state_of(capture);
	const char *path = arena_printf(&tree->arena, "%s/%s", folder->path, name);
	struct stat status;
	bool linked;

	if (!path)
		return PCIMSI_ERR_NOMEM;
	if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return 0;
	linked = S_ISLNK(status.st_mode);
	if (linked && strcmp(name, "driver") == 0)
		return take_link(capture, directory, name, path);
	if (linked && fstatat(directory, name, &status, 0) != 0)
		return take_broken_link(capture, name, path);
	if (S_ISREG(status.st_mode))
		return take_file(capture, directory, name, path);
	if (!S_ISDIR(status.st_mode))
		return take_odd(capture, path, regular_file_type(status.st_mode));
	if (folder->of_function && strcmp(name, "config") == 0)
		return take_odd(capture, path, regular_file_type(status.st_mode));
	return linked && !is_followed(folder, name)
		       ? 0
		       : enter(capture, directory, folder, name, path, linked);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct names {
	const char **items;
	uint32_t count, capacity;
};

/* The names in a directory, without those that begin with a dot. */
static int read_names(struct pcimsi_capture *capture, DIR *stream, struct names *names)
{
	struct tree *tree = state_of(capture);
	struct dirent *entry;

	/* The stream is this call's own, for which readdir() is safe and readdir_r() deprecated. */
	/* cppcheck-suppress readdirCalled */
	while ((entry = readdir(stream))) {
		const char **name;

		if (entry->d_name[0] == '.')
			continue;
		if (tree->n_entries++ == ENTRIES_MAX)
			return PCIMSI_ERR_LIMIT;
		name = VEC_ADD(&tree->arena, names);
		if (!name || !(*name = arena_strdup(&tree->arena, entry->d_name)))
			return PCIMSI_ERR_NOMEM;
	}
	if (names->count)
		qsort(names->items, names->count, sizeof(*names->items), by_name);
	return 0;
}

/* Takes `fd`. */
static int read_folder(struct pcimsi_capture *capture, int fd, const struct folder *folder)
{
	struct names names = { 0 };
	DIR *stream = fdopendir(fd);
	int err;

	if (!stream) {
		close(fd);
		return PCIMSI_ERR_NOMEM;
	}
	err = read_names(capture, stream, &names);
	for (uint32_t i = 0; !err && i < names.count; i++)
		err = take_entry(capture, dirfd(stream), folder, names.items[i]);
	closedir(stream);
	return err;
}

/* ---- functions ------------------------------------------------------------------------------- */

/* A file of the folder that could not be read, and why if anybody says. */
static void note_lost(struct pcimsi_capture *capture, const char *name, const char *why)
{
	const char *detail = why ? arena_printf(&state_of(capture)->arena, "%s: %s", name, why)
				 : name;

	note(capture, PCIMSI_NOTE_MEMBER_SKIPPED, detail ? detail : name);
}

/* Opens the next file if it is a capture: 1, 0 if it is none, or an error. */
static int open_file(struct pcimsi_capture *capture, const char *path)
{
	struct tree *tree = state_of(capture);
	const char *name = strchr(path, '/') + 1; /* without the top's own name */
	const char *why = NULL;
	int err = 0;

	tree->file_fd = regular_file_open(tree->fd, name);
	if (tree->file_fd < 0) {
		err = PCIMSI_ERR_IO;
		why = strerror(errno);
	} else {
		err = member_open(&tree->member, capture, name, text_reader_fd, &tree->file_fd,
				  &tree->options);
		why = tree->member.capture.detail;
	}
	if (!err)
		return 1;
	/* What is no capture is no matter; what could not be read is. */
	if (err != PCIMSI_ERR_NOMEM && err != PCIMSI_ERR_FORMAT && err != PCIMSI_ERR_EMPTY)
		note_lost(capture, name, why);
	member_close(&tree->member);
	return err == PCIMSI_ERR_NOMEM ? err : 0;
}

static void close_file(struct tree *tree)
{
	member_close(&tree->member);
	if (tree->file_fd >= 0)
		close(tree->file_fd);
	tree->file_fd = -1;
}

static int next_of_files(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	struct tree *tree = state_of(capture);
	int more = 0;

	for (;;) {
		if (tree->is_open) {
			more = member_next(&tree->member, ret);
			if (more == 1 || more == PCIMSI_ERR_NOMEM)
				return more;
			if (more < 0)
				note_lost(capture, tree->member.name, tree->member.capture.detail);
		}
		tree->is_open = false;
		close_file(tree);
		if (tree->next_file == tree->files.count)
			return 0;
		more = open_file(capture, tree->files.items[tree->next_file++]);
		if (more < 0)
			return more;
		tree->is_open = more;
	}
}

static int find_next(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	struct tree *tree = state_of(capture);
	const struct pcimsi_raw_function *raw = sysfs_tree_next(&tree->sysfs);
	int seen, more = raw ? 1 : next_of_files(capture, &raw);

	if (more != 1)
		return more;
	seen = raw->machine ? 0 : slots_see(&tree->slots, raw->slot);
	if (seen < 0)
		return seen;
	tree->raw = *raw;
	tree->raw.repeated |= seen;
	*ret = &tree->raw;
	return 1;
}

static int next(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	struct tree *tree = state_of(capture);

	if (!tree->first)
		return find_next(capture, ret);
	*ret = tree->first;
	tree->first = NULL;
	return 1;
}

/* ---- the kind -------------------------------------------------------------------------------- */

/* The last name of what the user named: it may be a function's directory. */
static const char *top_name(struct tree *tree, const char *path)
{
	size_t end = strlen(path), start;

	while (end > 1 && path[end - 1] == '/')
		end--;
	for (start = end; start && path[start - 1] != '/'; start--)
		;
	return arena_strndup(&tree->arena, path + start, end - start);
}

static bool is_live(int fd)
{
	struct statfs status;

	return fstatfs(fd, &status) == 0 &&
	       (status.f_type == SYSFS_MAGIC || status.f_type == PROC_SUPER_MAGIC);
}

static int read_tree(struct pcimsi_capture *capture)
{
	struct tree *tree = state_of(capture);
	struct folder top = { .path = top_name(tree, capture->name) };
	int fd, err;

	if (!top.path)
		return PCIMSI_ERR_NOMEM;
	tree->fd = open(capture->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	fd = tree->fd < 0 ? -1 : openat(tree->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		capture->detail = strerror(errno);
		return PCIMSI_ERR_IO;
	}
	tree->is_live = is_live(fd);
	top.name = top.path;
	tree->sysfs.top_length = strlen(top.path) + 1;
	top.of_function = is_slot(top.name);
	err = read_folder(capture, fd, &top);
	sysfs_tree_finish(&tree->sysfs);
	if (err != PCIMSI_ERR_LIMIT)
		return err;
	note(capture, PCIMSI_NOTE_CAPTURE_LIMIT, "files in a folder");
	return 0;
}

static int open_tree(struct pcimsi_capture *capture, const struct pcimsi_capture_options *options)
{
	struct tree *tree = calloc(1, sizeof(*tree));
	int more;

	if (!tree)
		return PCIMSI_ERR_NOMEM;
	capture->state = tree;
	tree->fd = tree->file_fd = -1;
	tree->options = *options;
	tree->sysfs.notes = &capture->notes;
	more = read_tree(capture);
	if (!more)
		more = find_next(capture, &tree->first);
	if (more == 1)
		return 0;
	if (more == 0)
		capture->detail = "a directory without any capture";
	return more ? more : PCIMSI_ERR_FORMAT;
}

static void close_tree(struct pcimsi_capture *capture)
{
	struct tree *tree = state_of(capture);

	close_file(tree);
	if (tree->fd >= 0)
		close(tree->fd);
	slots_done(&tree->slots);
	sysfs_tree_done(&tree->sysfs);
	arena_done(&tree->arena);
	free(tree);
}

const struct source_ops source_tree = {
	.name = "directory",
	.open = open_tree,
	.next = next,
	.close = close_tree,
};

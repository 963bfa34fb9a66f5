/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/sysfs.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One line of an attribute, without its end; false: it cannot be read. */
static bool read_attribute(int directory, const char *name, char *buffer, size_t size)
{
	int fd = openat(directory, name, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, buffer, size - 1);

	if (fd >= 0)
		close(fd);
	if (got < 0)
		return false;
	buffer[got] = '\0';
	buffer[strcspn(buffer, "\n")] = '\0';
	return true;
}

static void read_driver(int directory, struct sysfs_state *state)
{
	char target[PATH_MAX];
	ssize_t length = readlinkat(directory, "driver", target, sizeof(target) - 1);
	const char *name;

	if (length < 0)
		return;
	target[length] = '\0';
	name = strrchr(target, '/');
	snprintf(state->driver, sizeof(state->driver), "%.63s", name ? name + 1 : target);
	state->state.driver = state->driver;
}

/* A file per allocated irq, which holds "msi" or "msix". */
static void read_vectors(int directory, struct sysfs_state *state)
{
	int fd = openat(directory, "msi_irqs", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *irqs = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	char kind[16];

	if (!irqs) {
		if (fd >= 0)
			close(fd);
		return;
	}
	/* The stream is this call's own, for which readdir() is safe and readdir_r() deprecated. */
	/* cppcheck-suppress readdirCalled */
	while ((entry = readdir(irqs))) {
		if (entry->d_name[0] == '.')
			continue;
		if (read_attribute(dirfd(irqs), entry->d_name, kind, sizeof(kind)))
			state->state.mode = strcmp(kind, "msix") == 0 ? "msi-x" : "msi";
		state->state.vectors++;
	}
	closedir(irqs);
}

static void read_line(int directory, struct sysfs_state *state)
{
	char irq[16];

	if (state->state.vectors || !read_attribute(directory, "irq", irq, sizeof(irq)))
		return;
	state->state.mode = strtol(irq, NULL, 10) > 0 ? "intx" : "none";
}

const struct pcimsi_linux *sysfs_read_state(struct sysfs_state *state, const char *root,
					    struct pcimsi_slot slot)
{
	char path[PATH_MAX], name[PCIMSI_SLOT_TEXT], allowed[8];
	int directory;

	*state = (struct sysfs_state){ 0 };
	snprintf(path, sizeof(path), "%s/devices/%s", root ? root : "/sys/bus/pci",
		 pcimsi_slot_text(slot, name));
	directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (directory < 0)
		return NULL;
	read_driver(directory, state);
	read_vectors(directory, state);
	read_line(directory, state);
	if (read_attribute(directory, "msi_bus", allowed, sizeof(allowed)) && *allowed) {
		state->state.msi_allowed = *allowed != '0';
		state->state.msi_allowed_known = true;
	}
	close(directory);
	return &state->state;
}

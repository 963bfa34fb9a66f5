/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complain.h"
#include "cli/output.h"
#include "cli/run.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * `pcimsi capture`: this machine as a tar of what Linux' sysfs says of its PCI
 * functions, which the other commands read back to the same facts. Only reading.
 */

#ifdef HAVE_LIBARCHIVE

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>

#define DEFAULT_ROOT "/sys/bus/pci"
#define PREFIX "bus/pci/devices"
#define ATTRIBUTE_MAX 8192

/* Attributes of a function that say something; `config` first
 * (Documentation/ABI/testing/sysfs-bus-pci). */
static const char *const attributes[] = {
	"config",           "resource",       "vendor",       "device", "subsystem_vendor",
	"subsystem_device", "class",          "revision",     "irq",    "uevent",
	"msi_bus",          "sriov_totalvfs", "sriov_numvfs", NULL,
};

static const char *const links[] = { "driver", "physfn", NULL };

struct tarring {
	struct archive *archive;
	unsigned functions, short_ones, unreadable;
	bool failed; /* the archive could not be written */
};

/* ---- writing --------------------------------------------------------------------------------- */

/* No clock and no owner: the same machine gives the same archive. */
static void put_entry(struct tarring *tarring, const char *path, mode_t type, const char *link,
		      const void *bytes, size_t size)
{
	struct archive_entry *entry = archive_entry_new();

	if (!entry) {
		tarring->failed = true;
		return;
	}
	archive_entry_set_pathname(entry, path);
	archive_entry_set_filetype(entry, type);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_mtime(entry, 0, 0);
	if (link)
		archive_entry_set_symlink(entry, link);
	archive_entry_set_size(entry, link ? 0 : (la_int64_t)size);
	if (archive_write_header(tarring->archive, entry) != ARCHIVE_OK ||
	    (!link && size && archive_write_data(tarring->archive, bytes, size) != (ssize_t)size))
		tarring->failed = true;
	archive_entry_free(entry);
}

/* ---- reading --------------------------------------------------------------------------------- */

/* What can be read, whatever stat() says: 64 bytes of `config` for an ordinary user. */
static ssize_t read_file(int directory, const char *name, char buffer[ATTRIBUTE_MAX])
{
	int fd = openat(directory, name, O_RDONLY | O_CLOEXEC);
	size_t size = 0;
	ssize_t got = 0;

	if (fd < 0)
		return -1;
	while (size < ATTRIBUTE_MAX && (got = read(fd, buffer + size, ATTRIBUTE_MAX - size)) > 0)
		size += (size_t)got;
	close(fd);
	return got < 0 && !size ? -1 : (ssize_t)size;
}

static ssize_t add_file(struct tarring *tarring, int directory, const char *slot, const char *name)
{
	char buffer[ATTRIBUTE_MAX], path[PATH_MAX];
	ssize_t size = read_file(directory, name, buffer);

	if (size < 0)
		return size;
	snprintf(path, sizeof(path), PREFIX "/%s/%s", slot, name);
	put_entry(tarring, path, AE_IFREG, NULL, buffer, (size_t)size);
	return size;
}

static void add_link(struct tarring *tarring, int directory, const char *slot, const char *name)
{
	char target[PATH_MAX], path[PATH_MAX];
	ssize_t length = readlinkat(directory, name, target, sizeof(target) - 1);

	if (length < 0)
		return;
	target[length] = '\0';
	snprintf(path, sizeof(path), PREFIX "/%s/%s", slot, name);
	put_entry(tarring, path, AE_IFLNK, target, NULL, 0);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void add_vectors(struct tarring *tarring, int directory, const char *slot)
{
	struct dirent **irqs;
	int count = scandirat(directory, "msi_irqs", &irqs, is_visible, by_name);

	for (int i = 0; i < count; i++) {
		char name[NAME_MAX + 16];

		snprintf(name, sizeof(name), "msi_irqs/%s", irqs[i]->d_name);
		add_file(tarring, directory, slot, name);
		free(irqs[i]);
	}
	if (count >= 0)
		free(irqs);
}

static void add_function(struct tarring *tarring, int devices, const char *slot)
{
	int directory = openat(devices, slot, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ssize_t size;

	if (directory < 0)
		return;
	tarring->functions++;
	size = add_file(tarring, directory, slot, attributes[0]);
	tarring->unreadable += size <= 0;
	tarring->short_ones += size > 0 && size < 256;
	for (int i = 1; attributes[i]; i++)
		add_file(tarring, directory, slot, attributes[i]);
	for (int i = 0; links[i]; i++)
		add_link(tarring, directory, slot, links[i]);
	add_vectors(tarring, directory, slot);
	close(directory);
}

static const char *root_of(const struct options *options)
{
	for (unsigned i = 0; i < options->n_params; i++)
		if (strcmp(options->params[i].name, "sysfs.path") == 0)
			return options->params[i].value;
	return DEFAULT_ROOT;
}

static int add_functions(struct tarring *tarring, const char *root)
{
	char path[PATH_MAX];
	struct dirent **slots;
	int devices, count;

	snprintf(path, sizeof(path), "%s/devices", root);
	devices = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	count = devices < 0 ? -1 : scandirat(devices, ".", &slots, is_visible, by_name);
	if (count < 0) {
		complain_file(path, "cannot be read", strerror(errno));
		return STATUS_NO_VERDICT;
	}
	for (int i = 0; i < count; i++) {
		add_function(tarring, devices, slots[i]->d_name);
		free(slots[i]);
	}
	free(slots);
	close(devices);
	return 0;
}

/* ---- the command ----------------------------------------------------------------------------- */

static void tell(const struct tarring *tarring)
{
	fprintf(stderr, "pcimsi: %u function%s captured\n", tarring->functions,
		tarring->functions == 1 ? "" : "s");
	if (tarring->unreadable)
		fprintf(stderr, "pcimsi: of %u no configuration byte could be read\n",
			tarring->unreadable);
	if (tarring->short_ones)
		fprintf(stderr,
			"pcimsi: of %u only the first bytes could be read: capabilities will be "
			"unknown%s\n",
			tarring->short_ones, geteuid() == 0 ? "" : "; run as root");
}

static int write_archive(struct tarring *tarring, FILE *out, const char *root)
{
	int err;

	tarring->archive = archive_write_new();
	if (!tarring->archive) {
		complain("out of memory");
		return STATUS_NO_VERDICT;
	}
	archive_write_set_format_pax_restricted(tarring->archive);
	archive_write_add_filter_gzip(tarring->archive);
	archive_write_set_options(tarring->archive, "gzip:!timestamp");
	archive_write_set_bytes_in_last_block(tarring->archive, 1);
	if (archive_write_open_FILE(tarring->archive, out) != ARCHIVE_OK)
		tarring->failed = true;
	err = tarring->failed ? 0 : add_functions(tarring, root);
	if (archive_write_close(tarring->archive) != ARCHIVE_OK)
		tarring->failed = true;
	archive_write_free(tarring->archive);
	if (tarring->failed)
		complain("the archive could not be written");
	return err || tarring->failed ? STATUS_NO_VERDICT : 0;
}

int command_capture(const struct options *options)
{
	struct tarring tarring = { 0 };
	struct output output;
	int status;

	if (!options->output && isatty(STDOUT_FILENO)) {
		complain("an archive is not for a terminal: -o FILE");
		complain_usage("capture");
		return STATUS_NO_VERDICT;
	}
	if (output_open(&output, options->output))
		return STATUS_NO_VERDICT;
	status = write_archive(&tarring, output.stream, root_of(options));
	if (!status)
		tell(&tarring);
	if (!status && !tarring.functions) {
		complain("this machine has no PCI functions");
		status = STATUS_NO_VERDICT;
	}
	if (output_close(&output, !status))
		status = STATUS_NO_VERDICT;
	return status;
}

#else

int command_capture(const struct options *options)
{
	(void)options;
	complain("built without libarchive: capture with lspci -xxxx, as root, instead");
	return STATUS_NO_VERDICT;
}

#endif

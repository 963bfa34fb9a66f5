/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/ruleset.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * The numbers of linux/landlock.h, of which systems have an older one than their kernel, or
 * none. What a version does not know must not be asked of it.
 */

/* Rights to files. */
#define WRITE_FILE (UINT64_C(1) << 1)
#define READ_FILE (UINT64_C(1) << 2)
#define READ_DIR (UINT64_C(1) << 3)
#define REMOVE_FILE (UINT64_C(1) << 5)
#define MAKE_REG (UINT64_C(1) << 8)
#define TRUNCATE (UINT64_C(1) << 14) /* since 3 */

#define VERSION_FLAG 1U /* LANDLOCK_CREATE_RULESET_VERSION */
#define PATH_BENEATH 1  /* LANDLOCK_RULE_PATH_BENEATH */

/* struct landlock_ruleset_attr: all of what a version knows is refused unless a rule allows it. */
struct handled {
	uint64_t files, network, scopes;
};

/* struct landlock_path_beneath_attr */
struct beneath {
	uint64_t allowed;
	int32_t folder;
} __attribute__((packed));

static struct handled handled_by(int version)
{
	static const unsigned file_rights[] = { 0, 13, 14, 15, 15, 16 };
	unsigned last = sizeof(file_rights) / sizeof(file_rights[0]) - 1;
	unsigned known = file_rights[(unsigned)version < last ? (unsigned)version : last];

	return (struct handled){
		.files = (UINT64_C(1) << known) - 1,
		.network = version >= 4 ? 3 : 0, /* bind and connect over TCP */
		.scopes = version >= 6 ? 3 : 0,  /* abstract sockets, signals */
	};
}

#ifdef SYS_landlock_create_ruleset

int ruleset_version(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION_FLAG);

	return version > 0 ? (int)version : -errno;
}

int ruleset_open(struct ruleset *ruleset)
{
	struct handled handled;

	ruleset->fd = -1;
	ruleset->version = ruleset_version();
	if (ruleset->version < 0)
		return ruleset->version;
	handled = handled_by(ruleset->version);
	ruleset->fd = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof(handled), 0);
	return ruleset->fd < 0 ? -errno : 0;
}

static void add(const struct ruleset *ruleset, int fd, uint64_t rights)
{
	const struct beneath rule = {
		.allowed = rights & handled_by(ruleset->version).files,
		.folder = fd,
	};

	/* It fails for pipes and the like, which are not refused in the first place. */
	syscall(SYS_landlock_add_rule, ruleset->fd, PATH_BENEATH, &rule, 0);
}

int ruleset_enter(const struct ruleset *ruleset)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    syscall(SYS_landlock_restrict_self, ruleset->fd, 0))
		return -errno;
	return 0;
}

#else

int ruleset_version(void)
{
	return -ENOSYS;
}

int ruleset_open(struct ruleset *ruleset)
{
	*ruleset = (struct ruleset){ .fd = -1 };
	return -ENOSYS;
}

static void add(const struct ruleset *ruleset, int fd, uint64_t rights)
{
	(void)ruleset;
	(void)fd;
	(void)rights;
}

int ruleset_enter(const struct ruleset *ruleset)
{
	(void)ruleset;
	return -ENOSYS;
}

#endif

void ruleset_close(struct ruleset *ruleset)
{
	if (ruleset->fd >= 0)
		close(ruleset->fd);
	ruleset->fd = -1;
}

static void allow(const struct ruleset *ruleset, const char *path, int flags, uint64_t of_file,
		  uint64_t of_folder)
{
	int fd = ruleset->fd < 0 ? -1 : open(path, O_PATH | O_CLOEXEC | flags);
	struct stat status;

	if (fd < 0)
		return;
	if (fstat(fd, &status) == 0) {
		uint64_t rights = S_ISDIR(status.st_mode) ? of_folder : of_file;

		if (rights)
			add(ruleset, fd, rights);
	}
	close(fd);
}

void ruleset_read(const struct ruleset *ruleset, const char *path)
{
	allow(ruleset, path, 0, READ_FILE, READ_FILE | READ_DIR);
}

void ruleset_read_found(const struct ruleset *ruleset, const char *path)
{
	allow(ruleset, path, O_NOFOLLOW, READ_FILE, 0);
}

void ruleset_list(const struct ruleset *ruleset, const char *folder)
{
	allow(ruleset, folder, 0, 0, READ_DIR);
}

void ruleset_replace(const struct ruleset *ruleset, const char *folder)
{
	allow(ruleset, folder, 0, 0, REMOVE_FILE | MAKE_REG);
}

void ruleset_write(const struct ruleset *ruleset, const char *folder)
{
	/* mkstemp() opens to read, too. */
	allow(ruleset, folder, 0, 0, REMOVE_FILE | MAKE_REG | WRITE_FILE | TRUNCATE | READ_FILE);
}

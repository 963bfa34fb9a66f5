/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/regular_file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int regular_file_open(int directory, const char *name)
{
	int fd = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat status;

	if (fd < 0)
		return -1;
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
		return fd;
	close(fd);
	errno = EINVAL;
	return -1;
}

ssize_t regular_file_read(int directory, const char *name, char *buffer, size_t size)
{
	int fd = regular_file_open(directory, name), error = 0;
	size_t total = 0;

	if (fd < 0)
		return -1;
	while (total < size && !error) {
		ssize_t got = read(fd, buffer + total, size - total);

		if (got == 0)
			break;
		if (got > 0)
			total += (size_t)got;
		else if (errno != EINTR)
			error = errno;
	}
	close(fd);
	errno = error;
	return error && !total ? -1 : (ssize_t)total;
}

const char *regular_file_type(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFIFO:
		return "a FIFO";
	case S_IFSOCK:
		return "a socket";
	case S_IFDIR:
		return "a directory";
	case S_IFLNK:
		return "a link";
	case S_IFCHR:
	case S_IFBLK:
		return "a device";
	default:
		return "no regular file";
	}
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/input.h"

#include "cli/sandbox.h"

#include <pcimsi/error.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Room for one byte more than `max`, so that too many show. */
static int grow(struct input *input, size_t max, size_t *capacity)
{
	size_t wanted = *capacity ? *capacity * 2 : 65536;
	char *grown;

	if (wanted > max + 1)
		wanted = max + 1;
	grown = realloc(input->bytes, wanted);
	if (!grown)
		return PCIMSI_ERR_NOMEM;
	input->bytes = grown;
	*capacity = wanted;
	return 0;
}

static int read_all(int fd, size_t max, struct input *input)
{
	size_t capacity = 0;
	ssize_t got;

	do {
		int err = input->size == capacity ? grow(input, max, &capacity) : 0;

		if (err)
			return err;
		do {
			got = read(fd, input->bytes + input->size, capacity - input->size);
		} while (got < 0 && errno == EINTR);
		if (got < 0)
			return PCIMSI_ERR_IO;
		input->size += (size_t)got;
		if (input->size > max)
			return PCIMSI_ERR_LIMIT;
	} while (got);
	return 0;
}

static int read_fd(int fd, size_t max, struct input *ret, const char **reterr_detail)
{
	int err = read_all(fd, max, ret);

	if (err == PCIMSI_ERR_IO)
		*reterr_detail = strerror(errno);
	if (err)
		input_done(ret);
	return err;
}

static const char *why_not_opened(const char *path)
{
	return sandbox_denied(path, errno) ? "it is not below what was named; see --no-sandbox"
					   : strerror(errno);
}

/* Without waiting for the other end of a pipe; -1 after a reason. */
static int open_found(const char *path, const char **reterr_detail)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat status;

	if (fd < 0) {
		*reterr_detail = why_not_opened(path);
		return -1;
	}
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
		return fd;
	*reterr_detail = "it is no ordinary file";
	close(fd);
	return -1;
}

static int open_named(const char *path, const char **reterr_detail)
{
	int fd = strcmp(path, "-") == 0 ? STDIN_FILENO
					: open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		*reterr_detail = why_not_opened(path);
	return fd;
}

static int read_opened(int fd, size_t max, struct input *ret, const char **reterr_detail)
{
	int err;

	*ret = (struct input){ 0 };
	if (fd < 0)
		return PCIMSI_ERR_IO;
	err = read_fd(fd, max, ret, reterr_detail);
	if (fd != STDIN_FILENO)
		close(fd);
	return err;
}

int input_read(const char *path, size_t max, struct input *ret, const char **reterr_detail)
{
	return read_opened(open_named(path, reterr_detail), max, ret, reterr_detail);
}

int input_read_found(const char *path, size_t max, struct input *ret, const char **reterr_detail)
{
	return read_opened(open_found(path, reterr_detail), max, ret, reterr_detail);
}

void input_done(struct input *input)
{
	free(input->bytes);
	*input = (struct input){ 0 };
}

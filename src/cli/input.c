/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/input.h"

#include <pcimsi/error.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Above what pcimsi_inf_open() accepts, so that it is the one to refuse. */
#define INPUT_MAX ((size_t)300 * 1024 * 1024)

static int grow(struct input *input, size_t *capacity)
{
	size_t wanted = *capacity ? *capacity * 2 : 65536;
	char *grown;

	if (wanted > INPUT_MAX * 2)
		return PCIMSI_ERR_LIMIT;
	grown = realloc(input->bytes, wanted);
	if (!grown)
		return PCIMSI_ERR_NOMEM;
	input->bytes = grown;
	*capacity = wanted;
	return 0;
}

static int read_all(FILE *file, struct input *input)
{
	size_t capacity = 0, got;

	do {
		if (input->size == capacity) {
			int err = grow(input, &capacity);

			if (err)
				return err;
		}
		got = fread(input->bytes + input->size, 1, capacity - input->size, file);
		input->size += got;
	} while (got);
	return ferror(file) ? PCIMSI_ERR_IO : 0;
}

int input_read(const char *path, struct input *ret, const char **reterr_detail)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	int err;

	*ret = (struct input){ 0 };
	if (!file) {
		*reterr_detail = strerror(errno);
		return PCIMSI_ERR_IO;
	}
	errno = 0;
	err = read_all(file, ret);
	if (err == PCIMSI_ERR_IO && errno)
		*reterr_detail = strerror(errno);
	if (file != stdin)
		fclose(file);
	return err;
}

void input_done(struct input *input)
{
	free(input->bytes);
	*input = (struct input){ 0 };
}

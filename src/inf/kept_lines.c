/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/inf_priv.h"

#include <string.h>

#include <pcimsi/error.h>

/* The lines of the file, for who shows what stands around a finding. */

/* Nobody shows more; a hostile INF has a line for each byte. */
#define KEPT_MAX (UINT32_C(1) << 20)

static const char *behind(const char *line, const char *end)
{
	const char *feed = memchr(line, '\n', (size_t)(end - line));

	return feed ? feed + 1 : end;
}

int inf_lines_mark(struct pcimsi_inf *inf)
{
	const char *start = inf->text.data, *end = start + inf->text.size;
	uint32_t count = 0;

	for (const char *at = start; at < end && count < KEPT_MAX; at = behind(at, end))
		count++;
	inf->lines = arena_array(&inf->arena, count + 1u, sizeof(*inf->lines));
	if (!inf->lines)
		return PCIMSI_ERR_NOMEM;
	for (const char *at = start; inf->n_lines < count; at = behind(at, end))
		inf->lines[inf->n_lines++] = (char *)at;
	return 0;
}

void inf_lines_end(struct pcimsi_inf *inf)
{
	char *end = inf->text.data + inf->text.size;

	for (uint32_t i = 0; i < inf->n_lines; i++) {
		char *line = inf->lines[i];
		/* Behind the last one that is kept there may be more. */
		char *at = i + 1 < inf->n_lines ? inf->lines[i + 1] - 1
						: line + strcspn(line, "\n");

		if (at < end || i + 1 == inf->n_lines)
			*at = '\0';
		while (at > line && at[-1] == '\r')
			*--at = '\0';
	}
}

const char *const *pcimsi_inf_lines(const struct pcimsi_inf *inf, uint32_t *ret_count)
{
	*ret_count = inf->n_lines;
	return (const char *const *)inf->lines;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/dialect/dialect.h"

#include "base/str.h"
#include "source/slot_name.h"

/*
 * A line that names the file whose bytes follow: a shell prompt with xxd, hexdump or
 * od, or what head and tail write above each file. Backslashes before colons are the shell's.
 */

#define PATH_MAX_READ 256

/* The word at `at` without its backslashes and quotes; *ret_end is behind it. */
static void take_word(struct scan at, char path[PATH_MAX_READ])
{
	size_t length = 0;

	while (at.at < at.end && !ascii_is_blank(*at.at) && !strchr("'\"|;<>&", *at.at) &&
	       length < PATH_MAX_READ - 1) {
		if (*at.at != '\\')
			path[length++] = *at.at;
		at.at++;
	}
	while (length && path[length - 1] == ':')
		length--;
	path[length] = '\0';
}

/* ".../0000:02:00.0/config", ".../bus/pci/02/00.0" */
static bool is_config(const char *path, struct pcimsi_slot *ret)
{
	const char *file = strrchr(path, '/'), *directory = file;

	if (!file)
		return false;
	while (directory > path && directory[-1] != '/')
		directory--;
	if (strcmp(file, "/config") == 0)
		return slot_name_whole(directory, (size_t)(file - directory), ret);
	return strstr(path, "bus/pci/") &&
	       slot_name_proc(directory, (size_t)(file - directory), file + 1, ret);
}

static bool heading(struct scan text, struct dialect_context *context, struct heading *ret)
{
	char path[PATH_MAX_READ];

	(void)context;
	if (!memchr(text.at, '/', scan_left(&text)))
		return false;
	for (struct scan at = text; at.at < at.end; at.at++) {
		if ((at.at != text.at && !ascii_is_blank(at.at[-1]) &&
		     !strchr("'\"<", at.at[-1])) ||
		    !memchr(at.at, '/', scan_left(&at)))
			continue;
		take_word(at, path);
		if (!is_config(path, &ret->slot))
			continue;
		ret->text[0] = '\0';
		return true;
	}
	return false;
}

const struct dialect dialect_path = {
	.name = "path of a file",
	.first = "",
	.heading = heading,
	.prompt = true,
};

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/output.h"

#include "cli/complain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* mkstemp() makes files that only their owner may read; a report is an ordinary file. */
static void make_ordinary(int fd)
{
	mode_t mask = umask(0);

	umask(mask);
	if (fchmod(fd, 0666 & ~mask) != 0)
		complain("the mode of the report could not be set");
}

FILE *output_open(const char *path, char **ret_temporary)
{
	FILE *out;
	int fd;

	*ret_temporary = NULL;
	if (!path || strcmp(path, "-") == 0)
		return stdout;
	if (asprintf(ret_temporary, "%s.XXXXXX", path) < 0) {
		*ret_temporary = NULL;
		complain("out of memory");
		return NULL;
	}
	fd = mkstemp(*ret_temporary);
	out = fd < 0 ? NULL : fdopen(fd, "w");
	if (!out) {
		complain_file(path, "cannot be written", strerror(errno));
		free(*ret_temporary);
		*ret_temporary = NULL;
		return NULL;
	}
	make_ordinary(fd);
	return out;
}

int output_close(FILE *out, const char *path, char *temporary, bool keep)
{
	bool failed = fflush(out) != 0 || ferror(out);

	if (!temporary) {
		if (failed && errno != EPIPE)
			complain_file("standard output", "cannot be written", strerror(errno));
		return failed;
	}
	failed = fclose(out) != 0 || failed;
	if (!failed && keep)
		failed = rename(temporary, path) != 0;
	else
		unlink(temporary);
	if (failed)
		complain_file(path, "cannot be written", strerror(errno));
	free(temporary);
	return failed;
}

void output_terminal(FILE *out, enum color_choice choice, struct report *report)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
	bool terminal = isatty(fileno(out));
	struct winsize size;

	if (terminal && ioctl(fileno(out), TIOCGWINSZ, &size) == 0)
		report->width = size.ws_col;
	if (terminal && !report->width)
		report->width = 80;
	report->color = choice == COLOR_ALWAYS ||
			(choice == COLOR_AUTO && terminal && !(no_color && *no_color) &&
			 !(term && strcmp(term, "dumb") == 0));
}

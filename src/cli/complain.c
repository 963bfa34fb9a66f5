/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complain.h"

#include "cli/progress.h"
#include "report/escape.h"

#include <stdio.h>

static void begin(void)
{
	progress_clear();
	fputs("pcimsi: ", stderr);
}

void complain(const char *message)
{
	begin();
	put_text(stderr, message);
	fputc('\n', stderr);
}

void complain_file(const char *file, const char *why, const char *detail)
{
	begin();
	put_text(stderr, file);
	fputs(": ", stderr);
	put_text(stderr, why);
	if (detail) {
		fputs(": ", stderr);
		put_text(stderr, detail);
	}
	fputc('\n', stderr);
}

void complain_value(const char *option, const char *value, const char *wanted)
{
	begin();
	fprintf(stderr, "%s: '", option);
	put_text(stderr, value);
	fprintf(stderr, "' is not %s\n", wanted);
}

void complain_word(const char *word, const char *why, const char *best)
{
	begin();
	put_text(stderr, word);
	fprintf(stderr, ": %s", why);
	if (best)
		fprintf(stderr, "; did you mean %s?", best);
	fputc('\n', stderr);
}

void complain_usage(const char *command)
{
	begin();
	fprintf(stderr, "try 'pcimsi %s --help'\n", command);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complain.h"

#include "report/escape.h"

#include <stdio.h>

void complain(const char *message)
{
	fputs("pcimsi: ", stderr);
	put_text(stderr, message);
	fputc('\n', stderr);
}

void complain_file(const char *file, const char *why, const char *detail)
{
	fputs("pcimsi: ", stderr);
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
	fprintf(stderr, "pcimsi: %s: '", option);
	put_text(stderr, value);
	fprintf(stderr, "' is not %s\n", wanted);
}

void complain_word(const char *word, const char *why, const char *best)
{
	fputs("pcimsi: ", stderr);
	put_text(stderr, word);
	fprintf(stderr, ": %s", why);
	if (best)
		fprintf(stderr, "; did you mean %s?", best);
	fputc('\n', stderr);
}

void complain_usage(const char *command)
{
	fprintf(stderr, "pcimsi: try 'pcimsi %s --help'\n", command);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/progress.h"

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* In milliseconds: who waits for less does not want to read, and nobody reads faster. */
#define FIRST 1000
#define AGAIN 200

static struct {
	bool on, shown;
	unsigned counts[PROGRESS_KINDS];
	long long began, last;
} progress;

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

void progress_begin(bool wanted)
{
	const char *term = getenv("TERM");

	memset(&progress, 0, sizeof(progress));
	progress.on = wanted && isatty(STDERR_FILENO) && !(term && strcmp(term, "dumb") == 0);
	if (progress.on)
		progress.began = progress.last = now();
}

static void put_counts(long long passed)
{
	static const char *const nouns[PROGRESS_KINDS] = {
		[PROGRESS_CAPTURES] = "capture",
		[PROGRESS_FUNCTIONS] = "function",
		[PROGRESS_INFS] = "INF",
	};
	unsigned functions = progress.counts[PROGRESS_FUNCTIONS];

	fputs("\r\033[Kpcimsi:", stderr);
	for (int i = 0; i < PROGRESS_KINDS; i++)
		if (progress.counts[i])
			fprintf(stderr, " %u %s%s,", progress.counts[i], nouns[i],
				str_plural(progress.counts[i]));
	if (functions)
		fprintf(stderr, " %lld functions a second,", functions * 1000LL / passed);
	fprintf(stderr, " %lld s", passed / 1000);
	fflush(stderr);
	progress.shown = true;
}

void progress_count(enum progress_kind kind)
{
	long long time;

	if (!progress.on)
		return;
	progress.counts[kind]++;
	time = now();
	if (time - progress.began < FIRST || time - progress.last < AGAIN)
		return;
	progress.last = time;
	put_counts(time - progress.began);
}

void progress_clear(void)
{
	if (progress.shown)
		fputs("\r\033[K", stderr);
	progress.shown = false;
}

void progress_end(void)
{
	progress_clear();
	progress.on = false;
}

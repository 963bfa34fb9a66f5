/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <pcimsi/capture.h>

/*
 * How fast a text capture is read, as a ratio to a bare loop over the same file
 * that finds lines and turns pairs of digits into bytes. Both in one run, taking
 * turns; the best of a few rounds counts.
 */

#define ROUNDS 5

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static unsigned char nibble(char c)
{
	return (unsigned char)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
}

/* Lines and pairs of digits, and nothing of what makes a reader. */
static unsigned long bare_loop(const char *path)
{
	static char buffer[1 << 18];
	unsigned long sum = 0;
	size_t kept = 0;
	ssize_t got;
	int fd = open(path, O_RDONLY);

	while (fd >= 0 && (got = read(fd, buffer + kept, sizeof(buffer) - kept)) > 0) {
		char *at = buffer, *end = buffer + kept + got, *newline;

		while ((newline = memchr(at, '\n', (size_t)(end - at)))) {
			for (char *c = at + 4; c + 1 < newline; c += 3)
				sum += (unsigned)(nibble(c[0]) << 4 | nibble(c[1]));
			at = newline + 1;
		}
		kept = (size_t)(end - at);
		memmove(buffer, at, kept);
	}
	close(fd);
	return sum;
}

static unsigned long read_capture(const char *path)
{
	const struct pcimsi_capture_options options = { .size = sizeof(options) };
	const struct pcimsi_raw_function *raw;
	struct pcimsi_capture *capture;
	unsigned long functions = 0;

	if (pcimsi_capture_open(path, &options, &capture, NULL))
		return 0;
	while (pcimsi_capture_next(capture, &raw) == 1)
		functions++;
	pcimsi_capture_close(capture);
	return functions;
}

int main(int argc, char **argv)
{
	double bare = 1e9, ours = 1e9;
	unsigned long functions = 0, sum = 0;
	FILE *file;
	long size;

	if (argc != 2 || !(file = fopen(argv[1], "r")))
		return 2;
	fseek(file, 0, SEEK_END);
	size = ftell(file);
	fclose(file);
	for (int round = 0; round < ROUNDS; round++) {
		double start = now(), middle, end;

		sum += bare_loop(argv[1]);
		middle = now();
		functions = read_capture(argv[1]);
		end = now();
		if (middle - start < bare)
			bare = middle - start;
		if (end - middle < ours)
			ours = end - middle;
	}
	printf("text: %lu functions, %.2f GB/s; bare loop %.2f GB/s; ratio %.2f (check %lx)\n",
	       functions, (double)size / ours / 1e9, (double)size / bare / 1e9, bare / ours, sum);
	return functions ? 0 : 1;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Input that is made to be slow: each family at n, 2n and 4n. What is counted is not time
 * but steps: every basic block of the program calls a counter (the objects of this test
 * are compiled with -fsanitize-coverage=trace-pc), and so does what libc does for it by the
 * byte (count.c). That is the same on every machine, idle or not; all of it takes a few
 * seconds.
 *
 * An input of n bytes may cost a constant times n log n in steps, in memory and in output.
 * Two ways to be wrong are looked for: more a byte at 4n than at n, and more a byte than
 * the constant allows at all, as of a family that a limit ends only after too long.
 */
#include "tests/cost/count.h"
#include "tests/cost/families.h"

#include "cli/command_line.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZES 3

/* For a byte and a factor of two of the input. Ordinary input takes 2 to 30 steps. */
#define STEPS_MAX 200
#define MEMORY_MAX 500
#define OUTPUT_MAX 50
#define GROWTH_MAX 1.3

struct measured {
	double input, steps, memory, output;
};

static int run_program(const char *const *argv)
{
	char *words[16] = { 0 }; /* are put in order by getopt */
	int argc = 0;

	for (; argv[argc]; argc++)
		words[argc] = strdup(argv[argc]);
	for (const struct command *command = commands; command->name; command++) {
		struct options options;
		int status;

		if (strcmp(command->name, argv[0]) != 0)
			continue;
		status = options_parse(&options, command, argc, words);
		if (!status)
			status = command->run(&options);
		options_done(&options);
		return status;
	}
	return -1;
}

/* In a process of its own, as the program is meant to run once. */
static bool measure(const struct family *family, unsigned n, struct measured *ret)
{
	struct cost *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct stat out = { 0 };
	int status = 0;
	pid_t child;

	ret->input = (double)family_write(family, n);
	fflush(NULL);
	child = shared == MAP_FAILED ? -1 : fork();
	if (child == 0) {
		if (!freopen("out", "w", stdout) || !freopen("err", "w", stderr))
			_exit(99);
		alarm(60);
		cost = shared;
		status = run_program(family->argv);
		cost = NULL;
		fflush(NULL);
		_exit(status);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) ||
	    WEXITSTATUS(status) > STATUS_NO_VERDICT || stat("out", &out)) {
		printf("FAILED %s: no result at %u (status %x)\n", family->name, n, status);
		return false;
	}
	ret->steps = (double)shared->steps;
	ret->memory = (double)shared->memory;
	ret->output = (double)out.st_size;
	munmap(shared, sizeof(*shared));
	return true;
}

/* For a byte, and a factor of two. */
static double rate(double value, const struct measured *m)
{
	return value / (m->input * log2(m->input));
}

static bool judge(const struct family *family, const char *what, double first, double last,
		  double most)
{
	bool grows = last > first * GROWTH_MAX && last > most / 10, much = last > most;

	if (grows || much)
		printf("FAILED %s: %s a byte: %.1f at n, %.1f at 4n%s\n", family->name, what, first,
		       last, much ? ", too much" : "");
	return !grows && !much;
}

static bool check(const struct family *family)
{
	struct measured m[SIZES];
	const struct measured *a = &m[0], *b = &m[SIZES - 1];
	bool ok = true;

	for (unsigned i = 0; i < SIZES; i++)
		if (!measure(family, family->n << i, &m[i]))
			return false;
	ok &= judge(family, "steps", rate(a->steps, a), rate(b->steps, b), STEPS_MAX);
	ok &= judge(family, "memory", rate(a->memory, a), rate(b->memory, b), MEMORY_MAX);
	ok &= judge(family, "output", rate(a->output, a), rate(b->output, b), OUTPUT_MAX);
	if (getenv("VERBOSE"))
		printf("%-28s %8.0f bytes: steps %6.1f %6.1f %6.1f  memory %6.1f %6.1f  output %5.1f %5.1f\n",
		       family->name, b->input, rate(a->steps, a), rate(m[1].steps, &m[1]),
		       rate(b->steps, b), rate(a->memory, a), rate(b->memory, b),
		       rate(a->output, a), rate(b->output, b));
	return ok;
}

int main(int argc, char **argv)
{
	char folder[] = "/tmp/pcimsi-cost-XXXXXX";
	unsigned passed = 0, failed = 0;

	if (!mkdtemp(folder) || chdir(folder))
		return 1;
	for (const struct family *family = families; family->name; family++) {
		if (argc > 1 && strcmp(argv[1], family->name) != 0)
			continue;
		if (check(family))
			passed++;
		else
			failed++;
	}
	families_done();
	if (chdir("/") || rmdir(folder))
		printf("%s is left\n", folder);
	printf("check_cost: %u passed, %u failed\n", passed, failed);
	return failed || !passed;
}

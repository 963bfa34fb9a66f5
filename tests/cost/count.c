/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/cost/count.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cost *cost;

/* Called by the compiler at every basic block of the program (-fsanitize-coverage=trace-pc). */
void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void)
{
	if (cost)
		cost->steps++;
}

/* ---- calls of libc, which the linker sends here (--wrap): a loop may hide in each -------------
 */

#define SYSTEM_CALL 500 /* steps */

static void spend(size_t steps)
{
	if (cost)
		cost->steps += steps;
}

static void ask_for(size_t bytes)
{
	if (cost)
		cost->memory += bytes;
}

#define WRAP(type, name, ...)            \
	type __real_##name(__VA_ARGS__); \
	type __wrap_##name(__VA_ARGS__); \
	type __wrap_##name(__VA_ARGS__)

WRAP(void *, malloc, size_t size)
{
	ask_for(size);
	return __real_malloc(size);
}

WRAP(void *, calloc, size_t count, size_t size)
{
	ask_for(count * size);
	spend(count * size / 8);
	return __real_calloc(count, size);
}

WRAP(void *, realloc, void *memory, size_t size)
{
	ask_for(size);
	return __real_realloc(memory, size);
}

WRAP(void *, memcpy, void *to, const void *from, size_t size)
{
	spend(size / 8);
	return __real_memcpy(to, from, size);
}

WRAP(void *, memmove, void *to, const void *from, size_t size)
{
	spend(size / 8);
	return __real_memmove(to, from, size);
}

WRAP(void *, memset, void *to, int byte, size_t size)
{
	spend(size / 8);
	return __real_memset(to, byte, size);
}

WRAP(void *, memchr, const void *bytes, int byte, size_t size)
{
	void *found = __real_memchr(bytes, byte, size);

	spend((found ? (size_t)((char *)found - (const char *)bytes) : size) / 8);
	return found;
}

WRAP(size_t, strlen, const char *text)
{
	size_t length = __real_strlen(text);

	spend(length / 8);
	return length;
}

WRAP(char *, strchr, const char *text, int byte)
{
	char *found = __real_strchr(text, byte);

	spend((found ? (size_t)(found - text) : __real_strlen(text)) / 8);
	return found;
}

WRAP(char *, strrchr, const char *text, int byte)
{
	spend(__real_strlen(text) / 8);
	return __real_strrchr(text, byte);
}

WRAP(char *, strstr, const char *text, const char *needle)
{
	char *found = __real_strstr(text, needle);

	spend((found ? (size_t)(found - text) : __real_strlen(text)) / 8);
	return found;
}

WRAP(size_t, strcspn, const char *text, const char *reject)
{
	size_t length = __real_strcspn(text, reject);

	spend(length / 8);
	return length;
}

WRAP(int, strcmp, const char *a, const char *b)
{
	size_t same = 0;

	while (a[same] && a[same] == b[same])
		same++;
	spend(same / 8);
	return __real_strcmp(a, b);
}

WRAP(size_t, fwrite, const void *bytes, size_t size, size_t count, FILE *out)
{
	spend(size * count / 8);
	return __real_fwrite(bytes, size, count, out);
}

WRAP(int, fputs, const char *text, FILE *out)
{
	spend(__real_strlen(text) / 8);
	return __real_fputs(text, out);
}

WRAP(int, vsnprintf, char *buffer, size_t size, const char *format, va_list args)
{
	int length = __real_vsnprintf(buffer, size, format, args);

	spend(length > 0 ? (size_t)length : 0);
	return length;
}

WRAP(DIR *, opendir, const char *path)
{
	spend(SYSTEM_CALL);
	return __real_opendir(path);
}

WRAP(struct dirent *, readdir, DIR *folder)
{
	spend(SYSTEM_CALL / 10);
	return __real_readdir(folder);
}

WRAP(int, scandir, const char *path, struct dirent ***entries, int (*select)(const struct dirent *),
     int (*compare)(const struct dirent **, const struct dirent **))
{
	int count = __real_scandir(path, entries, select, compare);

	spend(SYSTEM_CALL + (count > 0 ? (size_t)count * SYSTEM_CALL / 10 : 0));
	return count;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/files.h"

#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

FILE *complaints;
char top[4096];
static char work[256];
static char at[512];

static void give_up(const char *what)
{
	fprintf(complaints ? complaints : stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

void *grow(void *items, size_t count, size_t size)
{
	items = reallocarray(items, count, size);
	if (!items)
		give_up("test");
	return items;
}

char *copy_text(const char *text)
{
	char *copy = strdup(text);

	if (!copy)
		give_up("test");
	return copy;
}

void text_add_bytes(struct text_buffer *buffer, const void *bytes, size_t size)
{
	buffer->text = grow(buffer->text, buffer->size + size + 1, 1);
	memcpy(buffer->text + buffer->size, bytes, size);
	buffer->size += size;
	buffer->text[buffer->size] = '\0';
}

void text_add(struct text_buffer *buffer, const char *format, ...)
{
	char *text;
	va_list list;
	int length;

	va_start(list, format);
	length = vasprintf(&text, format, list);
	va_end(list);
	if (length < 0)
		give_up("test");
	text_add_bytes(buffer, text, (size_t)length);
	free(text);
}

const char *text_of(const struct text_buffer *buffer)
{
	return buffer->text ? buffer->text : "";
}

char *text_take(struct text_buffer *buffer)
{
	char *text = buffer->text;

	*buffer = (struct text_buffer){ 0 };
	return text;
}

void text_free(struct text_buffer *buffer)
{
	free(text_take(buffer));
}

void lines_add(struct text_lines *lines, const char *text)
{
	lines->items = grow(lines->items, lines->count + 1, sizeof(*lines->items));
	lines->items[lines->count++] = copy_text(text);
}

void lines_free(struct text_lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		free(lines->items[i]);
	free(lines->items);
	*lines = (struct text_lines){ 0 };
}

static void make_folders(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0777);
		*slash = '/';
	}
}

bool write_file(const char *folder, const char *name, const void *bytes, size_t size)
{
	char path[4096];
	FILE *out;
	bool good;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	out = fopen(path, "w");
	if (!out) {
		make_folders(path);
		out = fopen(path, "w");
	}
	good = out && fwrite(bytes, 1, size, out) == size;
	good = out && fclose(out) == 0 && good;
	if (!good)
		fprintf(complaints, "%s: cannot be written: %s\n", path, strerror(errno));
	return good;
}

char *read_file(const char *path, size_t *ret_size)
{
	struct text_buffer all = { 0 };
	char chunk[8192];
	size_t size;
	FILE *in = fopen(path, "r");

	*ret_size = 0;
	if (!in)
		return NULL;
	text_add_bytes(&all, "", 0);
	while ((size = fread(chunk, 1, sizeof(chunk), in)) > 0)
		text_add_bytes(&all, chunk, size);
	fclose(in);
	*ret_size = all.size;
	return all.text;
}

void add_difference(struct text_buffer *out, const char *name, const char *want, size_t want_size,
		    const char *got, size_t got_size)
{
	char command[1024];
	size_t size;
	char *diff;

	snprintf(command, sizeof(command),
		 "diff -a -u --label '%s' --label 'what was written' %s/want %s/got >%s/diff", name,
		 work, work, work);
	if (!write_file(work, "want", want ? want : "", want_size) ||
	    !write_file(work, "got", got, got_size) || system(command) < 0)
		return;
	snprintf(command, sizeof(command), "%s/diff", work);
	diff = read_file(command, &size);
	text_add_bytes(out, diff ? diff : "", size);
	free(diff);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	return remove(path);
}

static void leave_work(void)
{
	if (chdir(top) == 0)
		nftw(work, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Small files that live for seconds: in memory, if the machine has such a folder. */
static const char *temporary_folder(void)
{
	const char *folder = getenv("TMPDIR");

	if (folder && *folder)
		return folder;
	return access("/dev/shm", W_OK | X_OK) == 0 ? "/dev/shm" : "/tmp";
}

void enter_work(void)
{

	complaints = fdopen(dup(STDERR_FILENO), "w");
	if (!complaints || !getcwd(top, sizeof(top)))
		give_up("test");
	snprintf(work, sizeof(work), "%s/pcimsi.XXXXXX", temporary_folder());
	if (!mkdtemp(work))
		give_up(work);
	atexit(leave_work);
	if (chdir(work) != 0 || !freopen("err", "w", stderr))
		give_up(work);
}

void enter_folder(const char *format, ...)
{
	char name[256];
	va_list list;

	va_start(list, format);
	vsnprintf(name, sizeof(name), format, list);
	va_end(list);
	if (chdir(work) != 0 || (mkdir(name, 0777) != 0 && errno != EEXIST) || chdir(name) != 0)
		give_up(name);
}

void leave_folder(const char *name)
{
	if (chdir(work) != 0)
		give_up(work);
	nftw(name, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

char *read_err(void)
{
	char path[5000];
	size_t size;

	snprintf(path, sizeof(path), "%s/err", work);
	return read_file(path, &size);
}

static void tell_where(int signal_number)
{
	static const char before[] = "killed at ";

	if (write(fileno(complaints), before, sizeof(before) - 1) < 0 ||
	    write(fileno(complaints), at, strlen(at)) < 0 || write(fileno(complaints), "\n", 1) < 0)
		_exit(1);
	raise(signal_number);
}

void now_at(const char *format, ...)
{
	static const struct sigaction action = {
		.sa_handler = tell_where,
		.sa_flags = (int)SA_RESETHAND,
	};
	va_list list;

	if (!*at) {
		sigaction(SIGABRT, &action, NULL);
#ifndef __SANITIZE_ADDRESS__
		sigaction(SIGSEGV, &action, NULL);
#endif
	}
	va_start(list, format);
	vsnprintf(at, sizeof(at), format, list);
	va_end(list);
}

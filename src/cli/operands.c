/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/operands.h"

#include "base/str.h"
#include "cli/complain.h"
#include "cli/option_values.h"

#include <pcimsi/granted.h>

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The first lines of an INF are often a licence. */
#define LOOK 65536

struct head {
	char text[LOOK + 1]; /* ASCII of it; without the zeros of UTF-16 */
	size_t size;
};

/* Nothing, if it is no ordinary file: to wait for a pipe here would be for ever. */
static void read_head(const char *path, struct head *head)
{
	int fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK) : -1;
	struct stat status;
	ssize_t got = 0;

	head->size = 0;
	if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
		got = read(fd, head->text, LOOK);
	for (ssize_t i = 0; i < got; i++)
		if (head->text[i])
			head->text[head->size++] = head->text[i];
	head->text[head->size] = '\0';
	if (fd >= 0)
		close(fd);
}

/* Behind a byte order mark, blank lines and comments. */
static const char *first_line(const struct head *head)
{
	const char *line = head->text;

	if (strncmp(line, "\xff\xfe", 2) == 0 || strncmp(line, "\xfe\xff", 2) == 0)
		line += 2;
	else if (strncmp(line, "\xef\xbb\xbf", 3) == 0)
		line += 3;
	for (;;) {
		line += strspn(line, " \t\r\n");
		if (*line != ';' && *line != '#')
			return line;
		line += strcspn(line, "\n");
	}
}

/* "[name]" and nothing else but a comment: lines of a kernel's log begin with a bracket, too. */
static bool is_section(const char *line)
{
	size_t length = strcspn(line, "]\r\n");

	if (*line != '[' || line[length] != ']')
		return false;
	line += length + 1;
	line += strspn(line, " \t");
	return !*line || strchr("\r\n;", *line);
}

static bool is_policy(const char *line)
{
	return is_section(line) && (str_istarts(line, "[severities]") ||
				    str_istarts(line, "[rule ") || str_istarts(line, "[waiver "));
}

/* Windows takes no INF without this section; "[code]" of a forum is another thing. */
static bool is_inf(const char *line, const char *text)
{
	return is_section(line) && str_ifind(text, "[version]");
}

static bool is_registry(const char *line)
{
	return str_istarts(line, "Windows Registry Editor") || str_istarts(line, "REGEDIT4") ||
	       str_istarts(line, "HKEY_LOCAL_MACHINE\\") || str_istarts(line, "HKLM\\");
}

/* Of a text, also what is refused then: no capture looks like it, but for Windows' lines. */
static bool is_granted(const char *line)
{
	enum pcimsi_granted_form form = pcimsi_granted_form(line, strlen(line));

	return form != PCIMSI_GRANTED_NO_FORM && form != PCIMSI_GRANTED_WINDOWS_LINES;
}

static struct words *list_of(struct options *options, const char *path, struct head *head)
{
	const char *line;

	read_head(path, head);
	line = first_line(head);
	if (is_policy(line))
		return &options->policies;
	if (is_inf(line, head->text))
		return &options->infs;
	if (is_registry(line))
		return &options->registries;
	return is_granted(line) ? &options->granted : &options->captures;
}

bool operands_know(const char *path)
{
	struct options none = { 0 };
	struct head head;

	return list_of(&none, path, &head) != &none.captures;
}

/* Two INFs are INFs; all else stays, and is two captures, or wrong. */
static int sort_two_sides(struct options *options, struct head *head)
{
	struct words *operands = &options->operands;
	unsigned infs = 0;
	int err;

	for (unsigned i = 0; operands->count == 2 && i < operands->count; i++)
		infs += list_of(options, operands->items[i], head) == &options->infs;
	if (infs == 1) {
		complain("one of OLD and NEW is an INF, and the other is not");
		return STATUS_NO_VERDICT;
	}
	if (!infs)
		return 0;
	err = add_word(&options->old_infs, operands->items[PCIMSI_SIDE_OLD]);
	if (!err)
		err = add_word(&options->infs, operands->items[PCIMSI_SIDE_NEW]);
	operands->count = 0;
	return err;
}

int operands_sort(struct options *options)
{
	struct head head;
	int err = 0;

	if (options->command == FOR_DIFF)
		return sort_two_sides(options, &head);
	if (options->command != FOR_CHECK)
		return 0;
	for (unsigned i = 0; !err && i < options->operands.count; i++) {
		const char *path = options->operands.items[i];

		err = add_word(list_of(options, path, &head), path);
	}
	options->operands.count = 0;
	return err;
}

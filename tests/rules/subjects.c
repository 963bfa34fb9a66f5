/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/subjects.h"

#include "rules/cases.h"

#include <glob.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct subject *add_subject(struct subjects *subjects, const char *name)
{
	struct subject *subject;

	subjects->items = grow(subjects->items, subjects->count + 1, sizeof(*subjects->items));
	subject = &subjects->items[subjects->count++];
	*subject = (struct subject){ .name = copy_text(name), .folder = copy_text(name) };
	for (char *c = subject->folder; *c; c++)
		if (*c == '/')
			*c = '_';
	return subject;
}

static void add_path(struct text_lines *lines, const char *folder, const char *name)
{
	char path[5000];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	lines_add(lines, path);
}

static void add_inf_word(struct subject *subject, const char *name)
{
	lines_add(&subject->words, "--inf");
	add_path(&subject->words, subject->folder, name);
}

/* With the line ends of Windows. NULL: it is no UTF-8. */
static char *to_utf16(const char *text, size_t size, size_t *ret_size)
{
	size_t left = 4 * size + 2;
	char *lines = grow(NULL, left, 1), *in = lines, *out = grow(NULL, left, 1), *end = out;
	iconv_t converter = iconv_open("UTF-16LE", "UTF-8");
	size_t length = 0;

	for (size_t i = 0; i < size; i++) {
		if (text[i] == '\n' && (!i || text[i - 1] != '\r'))
			lines[length++] = '\r';
		lines[length++] = text[i];
	}
	memcpy(end, "\377\376", 2);
	end += 2;
	left -= 2;
	if (converter == (iconv_t)-1 || iconv(converter, &in, &length, &end, &left) == (size_t)-1) {
		free(out);
		out = end = NULL;
	}
	if (converter != (iconv_t)-1)
		iconv_close(converter);
	free(lines);
	*ret_size = (size_t)(end - out);
	return out;
}

/* Its own capture, and three with much in them. */
static void add_captures(struct subject *subject, const char *inf)
{
	static const char *const dumps[] = { "demo.txt", "lab-q35.txt", "lab-virtio.txt" };
	char path[5000];

	snprintf(path, sizeof(path), "%.*scapture.txt", (int)(strrchr(inf, '/') + 1 - inf), inf);
	if (access(path, F_OK) == 0)
		lines_add(&subject->captures, path);
	for (size_t i = 0; i < sizeof(dumps) / sizeof(dumps[0]); i++) {
		snprintf(path, sizeof(path), "%s/dumps/%s", top, dumps[i]);
		lines_add(&subject->captures, path);
	}
}

static void add_form(struct subjects *subjects, const char *inf, const char *form, const char *text,
		     size_t size)
{
	struct subject *subject;
	char name[5000];

	snprintf(name, sizeof(name), "%s (%s)", inf + strlen(top) + 1, form);
	subject = add_subject(subjects, name);
	if (!write_file(subject->folder, "it.inf", text, size))
		exit(1);
	add_inf_word(subject, "it.inf");
	add_captures(subject, inf);
}

static void add_inf(struct subjects *subjects, const char *inf)
{
	size_t size, wide_size;
	char *text = read_file(inf, &size), *wide;

	if (!text)
		return;
	wide = to_utf16(text, size, &wide_size);
	add_form(subjects, inf, "plain", text, size);
	if (wide)
		add_form(subjects, inf, "utf16", wide, wide_size);
	free(wide);
	free(text);
}

static void add_case(struct subjects *subjects, const char *rule, const struct rule_case *c)
{
	struct subject *subject;
	char name[512];

	snprintf(name, sizeof(name), "%.16s: %zu %.300s", rule, subjects->count, c->expect);
	subject = add_subject(subjects, name);
	if (!case_write(c, subject->folder))
		exit(1);
	add_inf_word(subject, "case.inf");
	if (c->extension)
		add_inf_word(subject, "extension.inf");
	for (size_t i = 0; i < c->args.count; i++)
		lines_add(&subject->words, c->args.items[i]);
	if (c->registry) {
		lines_add(&subject->words, "--registry");
		add_path(&subject->words, subject->folder, "case.reg");
	}
	if (c->granted) {
		lines_add(&subject->words, "--granted");
		add_path(&subject->words, subject->folder, "case.xml");
	}
	add_path(&subject->captures, subject->folder, "capture.txt");
}

static void add_cases(struct subjects *subjects, const char *path)
{
	const char *name = strrchr(path, '/') + 1;
	char rule[32];
	struct case_file file;

	snprintf(rule, sizeof(rule), "%.*s", (int)strcspn(name, "."), name);
	if (!cases_read(path, &file))
		exit(1);
	for (size_t i = 0; i < file.count; i++)
		if (!file.cases[i].linux_state)
			add_case(subjects, rule, &file.cases[i]);
	cases_free(&file);
}

static void each_file(struct subjects *subjects, const char *pattern,
		      void (*add)(struct subjects *subjects, const char *path))
{
	char path[5000];
	glob_t found;

	snprintf(path, sizeof(path), "%s/%s", top, pattern);
	if (glob(path, 0, NULL, &found) != 0)
		return;
	for (size_t i = 0; i < found.gl_pathc; i++)
		add(subjects, found.gl_pathv[i]);
	globfree(&found);
}

void subjects_collect(struct subjects *subjects)
{
	each_file(subjects, "dumps/*.inf", add_inf);
	each_file(subjects, "tests/cases/*/*.inf", add_inf);
	each_file(subjects, "tests/cases/incidents/*/*.inf", add_inf);
	each_file(subjects, "tests/rules/*.cases", add_cases);
}

void subjects_free(struct subjects *subjects)
{
	for (size_t i = 0; i < subjects->count; i++) {
		struct subject *subject = &subjects->items[i];

		free(subject->name);
		free(subject->folder);
		lines_free(&subject->words);
		lines_free(&subject->captures);
		lines_free(&subject->before);
		lines_free(&subject->after);
		lines_free(&subject->promised);
		lines_free(&subject->announced);
		requests_free(&subject->requested);
		requests_free(&subject->requested_after);
	}
	free(subjects->items);
}

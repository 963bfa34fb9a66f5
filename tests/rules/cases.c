/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/cases.h"

#include "rules/image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a case is made of, while its lines are read. */

#define SETTINGS "\\Device Parameters\\Interrupt Management\\"
#define DEVICE_KEY                                                   \
	"HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Enum\\PCI\\" \
	"VEN_1234&DEV_0001&SUBSYS_00011234&REV_00\\1"

struct builder {
	const char *path;
	unsigned line;
	struct case_file *file;
	struct rule_case *c; /* NULL: none is open */
	struct image image;  /* the function that is open */
	bool touched;        /* a line of it was read */
	struct text_buffer capture, config, inf, extension, policy, registry, granted, lines,
		models;
	bool in_inf, in_extension, failed;
};

static void complain_line(struct builder *b, const char *what, const char *line)
{
	fprintf(complaints, "%s:%u: %s: %s\n", b->path, b->line, what, line);
	b->failed = true;
}

static void usual_inf(struct builder *b)
{
	const char *models = text_of(&b->models);

	text_add(&b->inf,
		 "[Version]\nSignature=\"$Windows NT$\"\nClass=Net\n"
		 "ClassGuid={4d36e972-e325-11ce-bfc1-08002be10318}\nProvider=%%P%%\n"
		 "[Manufacturer]\n%%P%%=Models,NTamd64\n[Models.NTamd64]\n"
		 "%s[Dev]\n[Dev.HW]\nAddReg=Dev.Msi\n[Dev.Msi]\n%s"
		 "[Strings]\nP=\"Example\"\nD=\"Example device\"\n",
		 *models ? models : "%D%=Dev,PCI\\VEN_1234&DEV_0001&SUBSYS_00011234\n",
		 text_of(&b->lines));
}

static void end_case(struct builder *b)
{
	struct rule_case *c = b->c;

	if (!c)
		return;
	image_end(&b->image, &b->capture, &b->config);
	if (!b->in_inf)
		usual_inf(b);
	if (c->kind != CASE_HIT && (c->says.count || c->proves.count))
		complain_line(b, "says and proves nothing", c->expect);
	c->config_size = b->config.size;
	c->config = text_take(&b->config);
	c->capture = text_take(&b->capture);
	c->inf = text_take(&b->inf);
	c->extension = text_take(&b->extension);
	c->policy = text_take(&b->policy);
	if (b->granted.size)
		text_add(&b->granted, "</PnpUtil>\n");
	c->registry = text_take(&b->registry);
	c->granted = text_take(&b->granted);
	text_free(&b->lines);
	text_free(&b->models);
	b->in_inf = b->in_extension = false;
	b->c = NULL;
}

/* "hit SEVERITY [VERDICT]: why", "miss [VERDICT]: why", "unknown: why" */
static bool read_expect(struct rule_case *c)
{
	static const char *const kinds[] = { "hit", "miss", "unknown" };
	char words[64], *place = words, *verdict;
	const char *colon = strchr(c->expect, ':'), *word;
	int kind = 0;

	if (!colon || (size_t)(colon - c->expect) >= sizeof(words))
		return false;
	memcpy(words, c->expect, (size_t)(colon - c->expect));
	words[colon - c->expect] = '\0';
	c->why = colon + 1 + strspn(colon + 1, " ");
	word = next_word(&place);
	while (kind < 3 && word && strcmp(kinds[kind], word) != 0)
		kind++;
	if (!word || kind == 3)
		return false;
	c->kind = (enum case_kind)kind;
	if (c->kind == CASE_HIT) {
		word = next_word(&place);
		snprintf(c->severity, sizeof(c->severity), "%s", word ? word : "");
	}
	verdict = next_word(&place);
	snprintf(c->verdict, sizeof(c->verdict), "%s", verdict ? verdict : "");
	return !next_word(&place) && (c->kind != CASE_HIT || *c->severity);
}

static void begin_case(struct builder *b, const char *line)
{
	struct case_file *file = b->file;

	end_case(b);
	file->cases = grow(file->cases, file->count + 1, sizeof(*file->cases));
	b->c = &file->cases[file->count++];
	memset(b->c, 0, sizeof(*b->c));
	b->c->expect = copy_text(line);
	if (!read_expect(b->c))
		complain_line(b, "not understood", line);
	image_begin(&b->image, "00:01.0");
	b->touched = false;
}

/* A line of an export, with a key of the function's device in place of {device}, {msi}, {affinity}.
 */
static void registry_line(struct text_buffer *out, const char *line)
{
	static const struct {
		const char *word, *key;
	} keys[] = {
		{ "{device}", DEVICE_KEY },
		{ "{msi}", DEVICE_KEY SETTINGS "MessageSignaledInterruptProperties" },
		{ "{affinity}", DEVICE_KEY SETTINGS "Affinity Policy" },
	};

	if (!out->size)
		text_add(out, "REGEDIT4\n\n");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const char *found = strstr(line, keys[i].word);

		if (!found)
			continue;
		text_add(out, "%.*s%s%s\n", (int)(found - line), line, keys[i].key,
			 found + strlen(keys[i].word));
		return;
	}
	text_add(out, "%s\n", line);
}

static void take_cap(struct builder *b, char *rest)
{
	image_capability(&b->image, rest);
}

static void take_at(struct builder *b, char *rest)
{
	lines_add(&b->image.late, rest);
}

static void take_text(struct builder *b, char *rest)
{
	for (const char *at = rest; *at; at++) {
		bool tab = at[0] == '\\' && at[1] == 't';

		text_add(&b->image.around, "%c", tab ? '\t' : *at);
		at += tab;
	}
	text_add(&b->image.around, "\n");
}

static void take_spoil(struct builder *b, char *rest)
{
	b->image.spoilt = (long)next_offset(&rest);
}

static void take_bytes(struct builder *b, char *rest)
{
	b->image.size = strtoul(rest, NULL, 10);
	if (b->image.size > IMAGE_SIZE)
		complain_line(b, "too many", rest);
}

static void take_linux(struct builder *b, char *rest)
{
	b->c->linux_state = copy_text(rest);
}

static void take_function(struct builder *b, char *rest)
{
	if (b->touched)
		image_end(&b->image, &b->capture, &b->config);
	image_begin(&b->image, rest);
	b->touched = false;
}

static void take_args(struct builder *b, char *rest)
{
	for (char *word = next_word(&rest); word; word = next_word(&rest))
		lines_add(&b->c->args, word);
}

static void take_registry(struct builder *b, char *rest)
{
	registry_line(&b->registry, rest);
}

static void add_numbers(struct text_buffer *out, unsigned long first, long step,
			unsigned long count)
{
	for (unsigned long i = 0; i < count; i++, first += (unsigned long)step)
		text_add(out, "<IRQ>%lu</IRQ>\n", first);
}

/* "MESSAGES LINES [ID\INSTANCE]" of the XML of pnputil, beside a device with a line. */
static void take_granted(struct builder *b, char *rest)
{
	const char *messages = next_word(&rest), *lines = next_word(&rest), *id = next_word(&rest);

	if (!messages || !lines) {
		complain_line(b, "not understood", "granted");
		return;
	}
	if (!b->granted.size)
		text_add(&b->granted,
			 "<PnpUtil Command=\"/resources\">\n"
			 "<Device InstanceId=\"ACPI\\PNP0103\\1\"><IRQ>0</IRQ></Device>\n");
	text_add(&b->granted, "<Device InstanceId=\"PCI\\%s\">\n",
		 id ? id : "VEN_1234&amp;DEV_0001&amp;SUBSYS_00011234&amp;REV_00\\1");
	if (strcmp(messages, "?") == 0)
		text_add(&b->granted, "<IRQ>edge</IRQ>\n");
	add_numbers(&b->granted, 4294967293, -1, strtoul(messages, NULL, 10));
	add_numbers(&b->granted, 16, 1, strtoul(lines, NULL, 10));
	text_add(&b->granted, "</Device>\n");
}

static void take_reg(struct builder *b, char *rest)
{
	text_add(&b->lines, "%s\n", rest);
}

static void take_policy(struct builder *b, char *rest)
{
	text_add(&b->policy, "%s\n", rest);
}

static void take_model(struct builder *b, char *rest)
{
	text_add(&b->models, "%s\n", rest);
}

static void take_value(struct builder *b, const char *name, const char *value)
{
	text_add(
		&b->lines,
		"HKR,\"Interrupt Management\\MessageSignaledInterruptProperties\",%s,0x00010001,%s\n",
		name, value);
}

static void take_supported(struct builder *b, char *rest)
{
	take_value(b, "MSISupported", rest);
}

static void take_limit(struct builder *b, char *rest)
{
	take_value(b, "MessageNumberLimit", rest);
}

static void take_inf(struct builder *b, char *rest)
{
	(void)rest;
	b->in_inf = true;
}

/* What is said is no part of a function. */
static void take_says(struct builder *b, char *rest)
{
	lines_add(&b->c->says, rest);
}

static void take_proves(struct builder *b, char *rest)
{
	lines_add(&b->c->proves, rest);
}

static const struct {
	const char *word;
	void (*take)(struct builder *b, char *rest);
} words[] = {
	{ "args", take_args },
	{ "at", take_at },
	{ "bytes", take_bytes },
	{ "cap", take_cap },
	{ "function", take_function },
	{ "inf", take_inf },
	{ "granted", take_granted },
	{ "limit", take_limit },
	{ "linux", take_linux },
	{ "model", take_model },
	{ "policy", take_policy },
	{ "proves:", take_proves },
	{ "reg", take_reg },
	{ "registry", take_registry },
	{ "says:", take_says },
	{ "spoil", take_spoil },
	{ "supported", take_supported },
	{ "text", take_text },
};

static void take_line(struct builder *b, char *line)
{
	char *start = line + strspn(line, " \t");
	size_t length = strcspn(start, " \t");
	char *rest = start + length + strspn(start + length, " \t");

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i].word) != length || strncmp(words[i].word, start, length) != 0)
			continue;
		words[i].take(b, rest);
		if (words[i].take != take_function && words[i].take != take_says &&
		    words[i].take != take_proves)
			b->touched = true;
		return;
	}
	complain_line(b, "not understood", line);
}

/* Lines of an INF stand as they are, but for the first character of their indent. */
static void take_inf_line(struct builder *b, const char *line)
{
	if (strcmp(line + strspn(line, " \t"), "extension") == 0)
		b->in_extension = true;
	else
		text_add(b->in_extension ? &b->extension : &b->inf, "%s\n", *line ? line + 1 : "");
}

static bool begins(const char *line, const char *with)
{
	return strncmp(line, with, strlen(with)) == 0;
}

static void read_line(struct builder *b, char *line)
{
	if (begins(line, "hit") || begins(line, "miss") || begins(line, "unknown"))
		begin_case(b, line);
	else if (begins(line, "# seen: ") && !b->file->seen)
		b->file->seen = copy_text(line + strlen("# seen: "));
	else if (*line == '#' || !b->c)
		return;
	else if (b->in_inf)
		take_inf_line(b, line);
	else if (line[strspn(line, " \t")])
		take_line(b, line);
}

bool cases_read(const char *path, struct case_file *file)
{
	struct builder b = { .path = path, .file = file };
	size_t capacity = 0;
	ssize_t length;
	char *line = NULL;
	FILE *in = fopen(path, "r");

	*file = (struct case_file){ 0 };
	if (!in)
		return false;
	while ((length = getline(&line, &capacity, in)) > 0) {
		if (line[length - 1] == '\n')
			line[length - 1] = '\0';
		b.line++;
		read_line(&b, line);
	}
	end_case(&b);
	free(line);
	fclose(in);
	return !b.failed;
}

void cases_free(struct case_file *file)
{
	for (size_t i = 0; i < file->count; i++) {
		struct rule_case *c = &file->cases[i];

		free(c->expect);
		free(c->capture);
		free(c->inf);
		free(c->extension);
		free(c->policy);
		free(c->registry);
		free(c->granted);
		free(c->config);
		free(c->linux_state);
		lines_free(&c->args);
		lines_free(&c->says);
		lines_free(&c->proves);
	}
	free(file->cases);
	free(file->seen);
}

/* The case as a copy of sysfs, with what Linux says. */
static bool write_tree(const struct rule_case *c, const char *folder)
{
	char device[1024], name[32], mode[8] = "", mode_line[10], bus_line[16];
	unsigned vectors = 0, bus = 1;
	bool good;

	snprintf(device, sizeof(device), "%s/capture.txt/sys/bus/pci/devices/0000:00:01.0", folder);
	if (sscanf(c->linux_state, "%7s %u %u", mode, &vectors, &bus) < 2)
		return false;
	snprintf(mode_line, sizeof(mode_line), "%s\n", mode);
	snprintf(bus_line, sizeof(bus_line), "%u\n", bus);
	good = write_file(device, "config", c->config, c->config_size) &&
	       write_file(device, "msi_bus", bus_line, strlen(bus_line)) &&
	       write_file(device, "irq", "11\n", 3);
	for (unsigned i = 1; good && i <= vectors; i++) {
		snprintf(name, sizeof(name), "msi_irqs/%u", i);
		good = write_file(device, name, mode_line, strlen(mode_line));
	}
	return good;
}

static bool write_text(const char *folder, const char *name, const char *text)
{
	return !text || write_file(folder, name, text, strlen(text));
}

bool case_write(const struct rule_case *c, const char *folder)
{
	return write_text(folder, "case.inf", c->inf) &&
	       write_text(folder, "extension.inf", c->extension) &&
	       write_text(folder, "policy.ini", c->policy) &&
	       write_text(folder, "case.reg", c->registry) &&
	       write_text(folder, "case.xml", c->granted) &&
	       (c->linux_state ? write_tree(c, folder)
			       : write_text(folder, "capture.txt", c->capture));
}

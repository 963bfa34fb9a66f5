/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What pcimsi says that each .HW section of an INF writes, in the form of setupapi.c:
 * hw_effects INF FIRST REQUESTS WINDOWS_PATH appends requests from number FIRST on to the
 * file REQUESTS and prints the values. Needs is not followed, as SetupAPI does not. Before
 * that, the same for the fields of the lines of every section.
 */
#include "base/str.h"
#include "inf/inf_priv.h"
#include "inf/install.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Values of the scratch key, in no order. */
struct value {
	const struct pcimsi_effect *effect;
	bool deleted;
};

static bool same_value(const struct pcimsi_effect *a, const struct pcimsi_effect *b)
{
	return str_ieq(a->subkey, b->subkey) && str_ieq(a->name, b->name);
}

static bool is_below(const char *key, const char *top)
{
	size_t length = strlen(top);

	return str_istarts(key, top) && (!key[length] || key[length] == '\\' || !length);
}

static struct value *find(struct value *values, uint32_t count, const struct pcimsi_effect *effect)
{
	for (uint32_t i = 0; i < count; i++)
		if (!values[i].deleted && same_value(values[i].effect, effect))
			return &values[i];
	return NULL;
}

static void apply(struct value *values, uint32_t *count, const struct pcimsi_effect *effect)
{
	struct value *old = find(values, *count, effect);

	if (effect->root != PCIMSI_ROOT_HKR || effect->skipped)
		return;
	switch (effect->op) {
	case PCIMSI_EFFECT_SET:
		if ((old && effect->flags & PCIMSI_ADDREG_NOCLOBBER) ||
		    (!old && effect->flags & PCIMSI_ADDREG_OVERWRITEONLY))
			return;
		if (!old)
			old = &values[(*count)++];
		*old = (struct value){ .effect = effect };
		break;
	case PCIMSI_EFFECT_DELETE_VALUE:
		if (old)
			old->deleted = true;
		break;
	case PCIMSI_EFFECT_DELETE_KEY:
		for (uint32_t i = 0; i < *count; i++)
			if (is_below(values[i].effect->subkey, effect->subkey))
				values[i].deleted = true;
		break;
	case PCIMSI_EFFECT_CREATE_KEY:
		break;
	}
}

static void put_hex(const char *bytes, size_t size, bool wide)
{
	for (size_t i = 0; i < size; i++)
		printf(wide ? "%02x00" : "%02x", (unsigned char)bytes[i]);
}

/* Strings come out as UTF-16 with their end; ASCII is all that is asked here. */
static void put_data(const struct pcimsi_effect *effect)
{
	bool list = effect->type == PCIMSI_REGISTRY_MULTI_SZ;
	bool text = list || effect->type == PCIMSI_REGISTRY_SZ ||
		    effect->type == PCIMSI_REGISTRY_EXPAND_SZ;

	put_hex((const char *)effect->data, effect->data_size, text);
	printf("%s%s\n", text ? "0000" : "", list ? "0000" : "");
}

static void put_section(struct pcimsi_inf *inf, const char *name, unsigned number)
{
	struct pcimsi_install install;
	struct value *values;
	uint32_t count = 0;

	if (inf_install(inf, name, PCIMSI_ARCH_AMD64, &install) || !install.section)
		return;
	values = calloc(install.n_software_effects + 1, sizeof(*values));
	if (!values)
		exit(1);
	for (uint32_t i = 0; i < install.n_software_effects; i++)
		apply(values, &count, &install.software_effects[i]);
	for (uint32_t i = 0; i < count; i++) {
		if (values[i].deleted)
			continue;
		printf("%u\t%s\t%s\t%u\t", number, values[i].effect->subkey, values[i].effect->name,
		       values[i].effect->type);
		put_data(values[i].effect);
	}
	free(values);
}

/* "%12%": where Windows keeps it is of no interest here, and is left as it stands. */
static bool names_directory(const char *text)
{
	for (text = strchr(text, '%'); text; text = strchr(text + 1, '%')) {
		size_t digits = strspn(text + 1, "0123456789");

		if (digits && text[digits + 1] == '%')
			return true;
	}
	return false;
}

/* UTF-8 is no encoding of SetupAPI; what it makes of it depends on the machine (INF425). */
static bool is_undocumented(const struct pcimsi_inf *inf, const char *text)
{
	if (inf->facts.encoding != PCIMSI_ENCODING_UTF8 &&
	    inf->facts.encoding != PCIMSI_ENCODING_UTF8_BOM)
		return false;
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return *text;
}

static void put_lines(struct pcimsi_inf *inf, const struct inf_section *section, unsigned number)
{
	for (uint32_t i = 0; i < section->n_lines; i++)
		for (uint32_t k = 0; k < section->lines[i].n_fields; k++) {
			const char *text = inf_expanded(inf, section->lines[i].fields[k].text);

			printf("%u\t%u\t%u\t", number, i, k + 1);
			if (names_directory(text) || is_undocumented(inf, text))
				fputs("skip", stdout);
			else
				put_hex(text, strlen(text), false);
			putchar('\n');
		}
}

static bool ends_in_hw(const char *name)
{
	size_t length = strlen(name);

	return length > 3 && str_ieq(name + length - 3, ".HW");
}

static struct pcimsi_inf *open_inf(const char *path)
{
	const struct pcimsi_inf_options options = { .size = sizeof(options) };
	struct pcimsi_inf *inf = NULL;
	char *bytes = NULL;
	size_t size = 0;
	FILE *file = fopen(path, "rb"), *copy = open_memstream(&bytes, &size);
	int c;

	while (file && copy && (c = getc(file)) != EOF)
		putc(c, copy);
	if (file)
		fclose(file);
	if (copy)
		fclose(copy);
	if (pcimsi_inf_open(path, bytes, size, &options, &inf))
		inf = NULL;
	free(bytes);
	return inf;
}

int main(int argc, char **argv)
{
	struct pcimsi_inf *inf = argc == 5 ? open_inf(argv[1]) : NULL;
	unsigned number = argc == 5 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
	FILE *requests = inf ? fopen(argv[3], "a") : NULL;

	if (!requests)
		return 1;
	/* A file that SetupAPI refuses has no sections to ask for. */
	for (uint32_t i = 0; inf->facts.rejection == PCIMSI_INF_ACCEPTED && i < inf->sections.count;
	     i++) {
		const char *name = inf->sections.items[i].name;

		fprintf(requests, "%u\t%s\t=%s\n", number, argv[4], name);
		put_lines(inf, &inf->sections.items[i], number++);
		if (!ends_in_hw(name) || strchr(name, '$'))
			continue;
		fprintf(requests, "%u\t%s\t%s\n", number, argv[4], name);
		put_section(inf, name, number++);
	}
	fclose(requests);
	pcimsi_inf_close(inf);
	return 0;
}

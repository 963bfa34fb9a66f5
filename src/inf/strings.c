/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/inf_priv.h"

#include "base/str.h"

#include <string.h>

#define LANGUAGES_MAX 1024

/* In a key of [Strings], %% stands for one percent sign ("INF Strings Section"). */
static const char *token_name(struct arena *arena, const char *key)
{
	char *name, *out;

	if (!strstr(key, "%%"))
		return key;
	out = name = arena_strdup(arena, key);
	if (!name)
		return NULL;
	for (; *key; key++) {
		if (key[0] == '%' && key[1] == '%')
			key++;
		*out++ = *key;
	}
	*out = '\0';
	return name;
}

/* Entries are numbered by line, so that the first definition of a name is found. */
static int read_section(struct arena *arena, const struct inf_section *section,
			struct name_index *index)
{
	for (uint32_t i = 0; section && i < section->n_lines; i++) {
		const char *name;

		if (!section->lines[i].key)
			continue;
		name = token_name(arena, section->lines[i].key);
		if (!name || name_index_add(arena, index, name, i) < 0)
			return PCIMSI_ERR_NOMEM;
	}
	name_index_sort(index);
	return 0;
}

/* 0: not a [Strings.LANGID]. */
static uint32_t language_id(const char *name)
{
	uint32_t id;

	if (!str_istarts(name, "Strings."))
		return 0;
	name += strlen("Strings.");
	return ascii_take_hex(&name, 4, &id) && !*name ? id : 0;
}

static int read_languages(struct arena *arena, const struct inf_sections *sections,
			  struct inf_strings *strings)
{
	VEC(struct inf_language) languages = { 0 };

	for (uint32_t i = 0; i < sections->count && languages.count < LANGUAGES_MAX; i++) {
		uint32_t id = language_id(sections->items[i].name);
		struct inf_language *language;

		if (!id)
			continue;
		language = VEC_ADD(arena, &languages);
		if (!language)
			return PCIMSI_ERR_NOMEM;
		language->section = &sections->items[i];
		language->id = id;
		if (read_section(arena, language->section, &language->index) < 0)
			return PCIMSI_ERR_NOMEM;
	}
	strings->languages = languages.items;
	strings->n_languages = languages.count;
	return 0;
}

static size_t expansion_room(size_t size)
{
	return size < (INF_EXPANSION_MAX - INF_EXPANSION_LEAST) / INF_EXPANSION_PER_BYTE
		       ? INF_EXPANSION_LEAST + size * INF_EXPANSION_PER_BYTE
		       : INF_EXPANSION_MAX;
}

int inf_strings_read(struct arena *arena, const struct inf_sections *sections, size_t size,
		     struct inf_strings *ret)
{
	*ret = (struct inf_strings){ .section = inf_section_find(sections, "Strings") };
	ret->most = expansion_room(size);
	ret->scratch = arena_alloc(arena, INF_FIELD_MAX * 4 + 1);
	if (!ret->scratch || read_section(arena, ret->section, &ret->index) < 0)
		return PCIMSI_ERR_NOMEM;
	return read_languages(arena, sections, ret);
}

static const char *find(const struct inf_section *section, const struct name_index *index,
			const char *token, size_t length)
{
	uint32_t line = name_index_find(index, token, length);

	return line == NAME_NONE ? NULL : section->lines[line].fields[0].text;
}

const char *inf_string(const struct inf_strings *strings, const char *token, size_t length)
{
	return find(strings->section, &strings->index, token, length);
}

const char *inf_language_string(const struct inf_language *language, const char *token,
				size_t length)
{
	return find(language->section, &language->index, token, length);
}

const char *inf_next_token(const char *text, size_t *ret_length)
{
	for (text = strchr(text, '%'); text && text[1] == '%'; text = strchr(text + 2, '%'))
		;
	if (!text || !strchr(text + 1, '%'))
		return NULL;
	*ret_length = (size_t)(strchr(text + 1, '%') - text - 1);
	return text + 1;
}

/* ---- expansion ----------------------------------------------------------------- */

struct output {
	char *at;
	uint32_t characters;
};

/* Drops what goes beyond the longest string SetupAPI hands out. */
static void put(struct output *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		out->characters += ((unsigned char)text[i] & 0xc0) != 0x80;
		if (out->characters > INF_FIELD_MAX)
			return;
		*out->at++ = text[i];
	}
}

static bool is_directory(const char *token, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!ascii_is_digit(token[i]))
			return false;
	return length > 0;
}

/*
 * Percent signs pair from left to right; a value is not expanded again, and an
 * unknown token stays as typed with its signs (Wine's tests). Returns the first
 * unknown one.
 */
static const char *replace(const struct inf_strings *strings, const char *raw, struct output *out,
			   size_t *ret_length)
{
	const char *undefined = NULL, *open, *close, *value;

	while ((open = strchr(raw, '%')) && (close = strchr(open + 1, '%'))) {
		size_t length = (size_t)(close - open - 1);

		put(out, raw, (size_t)(open - raw));
		raw = close + 1;
		value = length ? inf_string(strings, open + 1, length) : "%";
		if (value) {
			put(out, value, strlen(value));
			continue;
		}
		put(out, open, length + 2);
		if (!undefined && !is_directory(open + 1, length)) {
			undefined = open + 1;
			*ret_length = length;
		}
	}
	put(out, raw, strlen(raw));
	return undefined;
}

/* A field that is one token and nothing else is its value: no copy is needed. */
static const char *whole_token(const struct inf_strings *strings, const char *raw)
{
	const char *close = strchr(raw + 1, '%');

	if (*raw != '%' || !close || close == raw + 1 || close[1])
		return NULL;
	return inf_string(strings, raw + 1, (size_t)(close - raw - 1));
}

int inf_expand(struct arena *arena, struct inf_strings *strings, const char *raw,
	       struct inf_expansion *ret)
{
	struct output out = { .at = strings->scratch };
	const char *undefined;
	size_t length = 0, size;

	*ret = (struct inf_expansion){ .text = raw };
	if (!strchr(raw, '%') || strings->exhausted)
		return 0;
	ret->text = whole_token(strings, raw);
	if (ret->text)
		return 0;
	undefined = replace(strings, raw, &out, &length);
	size = (size_t)(out.at - strings->scratch);
	strings->expanded += size;
	strings->exhausted = strings->expanded > strings->most;
	ret->text = arena_strndup(arena, strings->scratch, size);
	if (undefined)
		ret->undefined = arena_strndup(arena, undefined, length);
	return ret->text && (!undefined || ret->undefined) ? 0 : PCIMSI_ERR_NOMEM;
}

const char *inf_expanded(struct pcimsi_inf *inf, const char *raw)
{
	struct inf_expansion expansion;

	if (inf_expand(&inf->arena, &inf->strings, raw, &expansion) < 0)
		return NULL;
	return expansion.text;
}

bool inf_key_is(struct pcimsi_inf *inf, const struct inf_line *line, const char *key)
{
	const char *name = line->key;

	if (name && strchr(name, '%'))
		name = inf_expanded(inf, name);
	return name && str_ieq(name, key);
}

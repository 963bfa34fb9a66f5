/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/template.h"

#include "base/str.h"

#include <string.h>

#define ARCH "$ARCH$"
#define ARCH_LENGTH (sizeof(ARCH) - 1)

static bool is_token_char(char c)
{
	return (c >= 'A' && c <= 'Z') || ascii_is_digit(c) || c == '_';
}

/* $NAME$ or @NAME@ at `text`, in capitals; $CHICAGO$ is a signature. */
static bool is_marked(const char *text)
{
	const char *end = text + 1;

	while (is_token_char(*end))
		end++;
	return *end == *text && end > text + 1 && !ascii_is_digit(text[1]) &&
	       !str_istarts(text, "$CHICAGO$");
}

bool inf_has_placeholder(const char *text)
{
	char before = '\0';

	for (; *text; before = *text++) {
		if ((*text == '$' || *text == '@') && is_marked(text))
			return true;
		if (*text == '$' && str_istarts(text, ARCH))
			return true;
		/* A word of its own: "INX_" or "_INX_", not "LINX_". */
		if (*text == 'I' && strncmp(text, "INX_", 4) == 0 &&
		    !(before >= 'A' && before <= 'Z'))
			return true;
	}
	return false;
}

static const char *find_arch(const char *text)
{
	for (text = strchr(text, '$'); text; text = strchr(text + 1, '$'))
		if (str_istarts(text, ARCH))
			return text;
	return NULL;
}

bool inf_has_arch(const char *text)
{
	return find_arch(text) != NULL;
}

/* An architecture's name is shorter than $ARCH$, so the text never grows. */
const char *inf_stamp(struct arena *arena, const char *text, enum pcimsi_arch arch)
{
	const char *name = pcimsi_arch_name(arch), *mark = find_arch(text);
	char *copy, *out;

	if (!mark)
		return text;
	out = copy = arena_alloc(arena, strlen(text) + 1);
	if (!copy)
		return NULL;
	for (; mark; mark = find_arch(text)) {
		memcpy(out, text, (size_t)(mark - text));
		out += mark - text;
		memcpy(out, name, strlen(name));
		out += strlen(name);
		text = mark + ARCH_LENGTH;
	}
	memcpy(out, text, strlen(text));
	return copy;
}

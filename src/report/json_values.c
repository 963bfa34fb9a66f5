/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/json_values.h"

#include <stdlib.h>

void key_null(struct jsonw *w, const char *key)
{
	jsonw_key(w, key);
	jsonw_null(w);
}

void key_object(struct jsonw *w, const char *key)
{
	jsonw_key(w, key);
	jsonw_object(w);
}

void key_array(struct jsonw *w, const char *key)
{
	jsonw_key(w, key);
	jsonw_array(w);
}

void key_text(struct jsonw *w, const char *key, const char *text)
{
	jsonw_key(w, key);
	jsonw_text(w, text);
}

void key_own(struct jsonw *w, const char *key, char *text)
{
	key_text(w, key, text);
	if (!text)
		w->failed = true;
	free(text);
}

void key_word(struct jsonw *w, const char *key, const char *word)
{
	jsonw_key(w, key);
	if (word)
		jsonw_word(w, word);
	else
		jsonw_null(w);
}

void key_bool(struct jsonw *w, const char *key, bool value)
{
	jsonw_key(w, key);
	jsonw_bool(w, value);
}

void key_number(struct jsonw *w, const char *key, uint64_t number)
{
	jsonw_key(w, key);
	jsonw_number(w, number);
}

void key_known_bool(struct jsonw *w, const char *key, bool known, bool value)
{
	if (known)
		key_bool(w, key, value);
	else
		key_null(w, key);
}

void key_known_number(struct jsonw *w, const char *key, bool known, uint64_t number)
{
	if (known)
		key_number(w, key, number);
	else
		key_null(w, key);
}

void key_line(struct jsonw *w, const char *key, uint32_t number)
{
	key_known_number(w, key, number != 0, number);
}

void key_reg(struct jsonw *w, const char *key, struct pcimsi_reg reg)
{
	key_known_number(w, key, reg.known, reg.value);
}

void key_slot(struct jsonw *w, const char *key, struct pcimsi_slot slot)
{
	char text[PCIMSI_SLOT_TEXT];

	key_word(w, key, pcimsi_slot_text(slot, text));
}

void key_hex(struct jsonw *w, const char *key, const char *prefix, uint64_t value, unsigned digits)
{
	jsonw_key(w, key);
	jsonw_hex(w, prefix, value, digits);
}

void key_bytes(struct jsonw *w, const char *key, const uint8_t *bytes, size_t size)
{
	jsonw_key(w, key);
	jsonw_bytes(w, bytes, size);
}

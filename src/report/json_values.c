/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/records.h"

#include "report/escape.h"

#include <stdlib.h>

json_t *json_text(const char *text)
{
	char *escaped = text ? escape_text(text) : NULL;
	json_t *json = escaped ? json_string_nocheck(escaped) : text ? NULL : json_null();

	free(escaped);
	return json;
}

json_t *json_slot(struct pcimsi_slot slot)
{
	char text[PCIMSI_SLOT_TEXT];

	return json_string_nocheck(pcimsi_slot_text(slot, text));
}

json_t *json_hex(const uint8_t *bytes, uint32_t size)
{
	static const char digits[] = "0123456789abcdef";
	char *text = malloc((size_t)size * 2 + 1);
	json_t *json;

	if (!text)
		return NULL;
	for (uint32_t i = 0; i < size; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	text[(size_t)size * 2] = '\0';
	json = json_string_nocheck(text);
	free(text);
	return json;
}

json_t *json_reg(struct pcimsi_reg reg)
{
	return reg.known ? json_integer(reg.value) : json_null();
}

json_t *json_own(char *text)
{
	json_t *json = text ? json_string_nocheck(text) : NULL;

	free(text);
	return json;
}

json_t *json_line(uint32_t number)
{
	return number ? json_integer(number) : json_null();
}

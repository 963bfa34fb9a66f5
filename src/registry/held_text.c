/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/registry.h>

#include <stdio.h>
#include <string.h>

#define SHOWN sizeof(((struct pcimsi_held_value *)0)->data)

static uint32_t shown(const struct pcimsi_held_value *held)
{
	return held->data_size < SHOWN ? held->data_size : SHOWN;
}

static const char *cut_mark(const struct pcimsi_held_value *held)
{
	return held->data_size > SHOWN ? "..." : "";
}

static void put_bytes(const struct pcimsi_held_value *held, char buffer[PCIMSI_HELD_TEXT])
{
	char type[16], digits[2 * SHOWN + 1] = "";

	for (uint32_t i = 0; i < shown(held); i++)
		snprintf(digits + 2 * i, 3, "%02x", held->data[i]);
	snprintf(buffer, PCIMSI_HELD_TEXT, "%s%s%s%s", pcimsi_registry_type_name(held->type, type),
		 *digits ? " " : "", digits, cut_mark(held));
}

const char *pcimsi_held_text(const struct pcimsi_held_value *held, char buffer[PCIMSI_HELD_TEXT])
{
	if (held->state == PCIMSI_HELD_UNKNOWN)
		strcpy(buffer, "unknown");
	else if (held->state == PCIMSI_HELD_MISSING)
		strcpy(buffer, "missing");
	else if (held->number_known)
		snprintf(buffer, PCIMSI_HELD_TEXT, "%u", held->number);
	else if (held->type == PCIMSI_REGISTRY_SZ)
		snprintf(buffer, PCIMSI_HELD_TEXT, "REG_SZ \"%.*s%s\"", (int)shown(held),
			 (const char *)held->data, cut_mark(held));
	else
		put_bytes(held, buffer);
	return buffer;
}

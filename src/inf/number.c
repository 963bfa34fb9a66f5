/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/registry_lines.h"

#include "base/str.h"

/*
 * "SetupGetIntField": decimal or 0x hexadecimal, with an optional sign. An empty
 * field is 0 (Wine's tests). What goes beyond is not documented; the likely
 * readings are those of Wine: leading digits count, and too much saturates.
 */

static const char *skip_spaces(const char *text)
{
	while (*text == ' ' || *text == '\t')
		text++;
	return text;
}

/* The digits at *text; false: none, or more than 32 bits of them. */
static bool read_digits(const char **text, unsigned base, uint32_t *ret)
{
	const char *start = *text;
	uint64_t value = 0;
	int digit;

	for (; (digit = ascii_hex(**text)) >= 0 && (unsigned)digit < base; ++*text)
		if (value <= UINT32_MAX)
			value = value * base + (unsigned)digit;
	*ret = value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
	return *text > start && value <= UINT32_MAX;
}

struct inf_number inf_number_parse(const char *text)
{
	struct inf_number number = { .well_formed = true };
	const char *p = skip_spaces(text);
	bool negative = *p == '-', hex;

	if (!*p)
		return number;
	if (*p == '-' || *p == '+')
		p++;
	hex = p[0] == '0' && ascii_lower(p[1]) == 'x';
	number.leading_zero = p[0] == '0' && ascii_is_digit(p[1]);
	if (hex)
		p += 2;
	number.well_formed = read_digits(&p, hex ? 16 : 10, &number.value);
	if (*skip_spaces(p))
		number.well_formed = false;
	if (negative && number.value > 0x80000000u)
		number.well_formed = false;
	else if (negative)
		number.value = 0u - number.value;
	return number;
}

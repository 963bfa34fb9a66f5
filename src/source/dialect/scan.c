/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/dialect/scan.h"

#include "base/str.h"

static bool is_part_of_word(char c)
{
	return ascii_is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || c == '_';
}

static bool is_word_end(const struct scan *scan, const char *at)
{
	return at == scan->end || !is_part_of_word(*at);
}

bool scan_blanks(struct scan *scan)
{
	while (scan->at < scan->end && ascii_is_blank(*scan->at))
		scan->at++;
	return true;
}

bool scan_past(struct scan *scan, const char *text)
{
	const char *at = memmem(scan->at, scan_left(scan), text, strlen(text));

	if (!at)
		return false;
	scan->at = at + strlen(text);
	return true;
}

bool scan_hex(struct scan *scan, unsigned least, unsigned most, uint64_t *ret)
{
	size_t left = scan_left(scan);
	uint64_t value;
	size_t digits = ascii_read_hex(scan->at, left < most ? left : most, &value);

	if (digits < least || !is_word_end(scan, scan->at + digits))
		return false;
	scan->at += digits;
	*ret = value;
	return true;
}

bool scan_hex32(struct scan *scan, unsigned least, unsigned most, uint32_t *ret)
{
	uint64_t value;

	if (!scan_hex(scan, least, most, &value))
		return false;
	*ret = (uint32_t)value;
	return true;
}

bool scan_0x(struct scan *scan, unsigned most, uint32_t *ret)
{
	struct scan number = *scan;

	if (!scan_text(&number, "0x") || !scan_hex32(&number, 1, most, ret))
		return false;
	*scan = number;
	return true;
}

bool scan_decimal(struct scan *scan, uint32_t *ret)
{
	const char *at = scan->at;
	uint64_t value = 0;

	while (at < scan->end && ascii_is_digit(*at) && value <= UINT32_MAX)
		value = value * 10 + (uint64_t)(*at++ - '0');
	if (at == scan->at || value > UINT32_MAX || !is_word_end(scan, at))
		return false;
	scan->at = at;
	*ret = (uint32_t)value;
	return true;
}

bool scan_flag(const struct scan *scan, const char *name, bool *ret)
{
	struct scan rest = *scan;
	size_t length = strlen(name);

	while (scan_past(&rest, name)) {
		const char *start = rest.at - length;

		if (start > scan->at && !ascii_is_blank(start[-1]) && start[-1] != '(')
			continue;
		if (rest.at < rest.end && (*rest.at == '+' || *rest.at == '-')) {
			*ret = *rest.at == '+';
			return true;
		}
	}
	return false;
}

bool scan_ids(struct scan *scan, uint32_t *ret_vendor, uint32_t *ret_device)
{
	struct scan ids = *scan;

	if (!scan_hex32(&ids, 4, 4, ret_vendor) || !scan_text(&ids, ":") ||
	    !scan_hex32(&ids, 4, 4, ret_device))
		return false;
	*scan = ids;
	return true;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/utf.h"

size_t utf8_put(char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* Length of the sequence that a first byte begins; 0: it begins none. */
static unsigned utf8_length(uint8_t first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2 || first > 0xf4)
		return 0;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

size_t utf8_get(const uint8_t *at, size_t size, uint32_t *ret)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned length = utf8_length(*at);
	uint32_t c = *at & (length > 1 ? 0x7fu >> length : 0xffu);

	*ret = UTF_NO_CHARACTER;
	if (!length || size < length)
		return 1;
	for (unsigned i = 1; i < length; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 1;
		c = c << 6 | (at[i] & 0x3fu);
	}
	if (c < least[length] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 1;
	*ret = c;
	return length;
}

static uint32_t unit_at(const uint8_t *at, bool big_endian)
{
	return big_endian ? (uint32_t)(at[0] << 8 | at[1]) : (uint32_t)(at[1] << 8 | at[0]);
}

size_t utf16_get(const uint8_t *at, size_t size, bool big_endian, uint32_t *ret)
{
	uint32_t unit, low;

	*ret = UTF_NO_CHARACTER;
	if (size < 2)
		return 0;
	unit = unit_at(at, big_endian);
	if (unit < 0xd800 || unit >= 0xe000) {
		*ret = unit;
		return 2;
	}
	if (unit >= 0xdc00)
		return 2;
	if (size < 4)
		return 0;
	low = unit_at(at + 2, big_endian);
	if (low < 0xdc00 || low >= 0xe000)
		return 2;
	*ret = 0x10000 + ((unit - 0xd800) << 10 | (low - 0xdc00));
	return 4;
}

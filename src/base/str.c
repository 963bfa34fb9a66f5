/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/str.h"

#include <string.h>

int ascii_hex(char c)
{
	if (ascii_is_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

size_t ascii_read_hex(const char *text, size_t most, uint64_t *ret)
{
	size_t digits = 0;
	int digit;

	*ret = 0;
	for (; digits < most && (digit = ascii_hex(text[digits])) >= 0; digits++)
		*ret = *ret << 4 | (uint64_t)digit;
	return digits;
}

bool ascii_take_hex(const char **at, unsigned digits, uint32_t *ret)
{
	uint64_t value;
	size_t taken = ascii_read_hex(*at, digits, &value);

	*at += taken;
	*ret = (uint32_t)value;
	return taken == digits;
}

bool str_ieq(const char *a, const char *b)
{
	while (*a && ascii_lower(*a) == ascii_lower(*b)) {
		a++;
		b++;
	}
	return ascii_lower(*a) == ascii_lower(*b);
}

int str_icmp(const char *a, const char *b)
{
	while (*a && ascii_lower(*a) == ascii_lower(*b)) {
		a++;
		b++;
	}
	return (unsigned char)ascii_lower(*a) - (unsigned char)ascii_lower(*b);
}

bool str_ieq_n(const char *a, const char *b, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (ascii_lower(a[i]) != ascii_lower(b[i]))
			return false;
		if (!a[i])
			return true;
	}
	return true;
}

bool str_istarts(const char *text, const char *prefix)
{
	return str_ieq_n(text, prefix, strlen(prefix));
}

const char *str_ifind(const char *text, const char *needle)
{
	for (; *text; text++)
		if (str_istarts(text, needle))
			return text;
	return *needle ? NULL : text;
}

uint32_t str_ihash(const char *text, size_t length)
{
	return str_ihash_more(0x811c9dc5u, text, length);
}

uint32_t str_ihash_more(uint32_t hash, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (uint8_t)ascii_lower(text[i])) * 0x01000193u;
	return hash;
}

uint64_t str_fnv64(uint64_t hash, const void *data, size_t size)
{
	const uint8_t *bytes = data;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ bytes[i]) * 0x100000001b3u;
	return hash;
}

#define EDIT_MAX 64

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
	unsigned least = a < b ? a : b;

	return least < c ? least : c;
}

/* The three rows of the usual table that are needed, and what they are about. */
struct edits {
	const char *a, *b;
	unsigned rows[3][EDIT_MAX + 1];
};

/* Optimal string alignment: row i from column `from`, above 0, to `to`. The least of it. */
static unsigned fill_row(struct edits *e, size_t i, size_t from, size_t to)
{
	unsigned *row = e->rows[i % 3], *above = e->rows[(i + 2) % 3], *two = e->rows[(i + 1) % 3];
	unsigned least = EDIT_MAX;

	for (size_t j = from; j <= to; j++) {
		char x = ascii_lower(e->a[i - 1]), y = ascii_lower(e->b[j - 1]);

		row[j] = min3(above[j] + 1, row[j - 1] + 1, above[j - 1] + (x != y));
		if (i > 1 && j > 1 && x == ascii_lower(e->b[j - 2]) &&
		    ascii_lower(e->a[i - 2]) == y && two[j - 2] + 1 < row[j])
			row[j] = two[j - 2] + 1;
		least = row[j] < least ? row[j] : least;
	}
	return least;
}

unsigned str_edit_distance(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	struct edits e = { .a = a, .b = b };

	if (n > EDIT_MAX || m > EDIT_MAX)
		return EDIT_MAX;
	for (size_t j = 0; j <= m; j++)
		e.rows[0][j] = (unsigned)j;
	for (size_t i = 1; i <= n; i++) {
		e.rows[i % 3][0] = (unsigned)i;
		fill_row(&e, i, 1, m);
	}
	return e.rows[n % 3][m];
}

/* What is left and right of the band in rows that look there. */
static void close_band(struct edits *e, size_t i, size_t from, size_t to, size_t m)
{
	e->rows[i % 3][from - 1] = from == 1 ? (unsigned)i : EDIT_MAX;
	if (to < m)
		e->rows[i % 3][to + 1] = EDIT_MAX;
}

bool str_is_near(const char *a, const char *b, unsigned most)
{
	size_t n = strlen(a), m = strlen(b);
	struct edits e = { .a = a, .b = b };

	if (n > EDIT_MAX || m > EDIT_MAX || n > m + most || m > n + most)
		return false;
	for (size_t j = 0; j <= m; j++)
		e.rows[0][j] = (unsigned)j;
	for (size_t i = 1; i <= n; i++) {
		size_t from = i > most ? i - most : 1, to = i + most < m ? i + most : m;
		unsigned least;

		close_band(&e, i, from, to, m);
		least = fill_row(&e, i, from, to);
		/* Column 0 is in the band, too; a swap comes from the row before this one. */
		if (least > most + 1 && i > most + 1)
			return false;
	}
	return e.rows[n % 3][m] <= most;
}

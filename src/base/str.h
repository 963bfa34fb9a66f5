/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_BASE_STR_H
#define PCIMSI_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ASCII only, whatever the locale says: INF and PCI ids are compared so. */
static inline char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline bool ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool ascii_is_letter(char c)
{
	return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

static inline bool ascii_is_alnum(char c)
{
	return ascii_is_digit(c) || ascii_is_letter(c);
}

static inline bool ascii_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Value of a hex digit, or -1. */
int ascii_hex(char c);
/* The number that `text` begins with, of at most `most` hex digits; returns how many it has. */
size_t ascii_read_hex(const char *text, size_t most, uint64_t *ret);
/* Exactly `digits` hex digits, at most 8; moves *at behind those that there are. */
bool ascii_take_hex(const char **at, unsigned digits, uint32_t *ret);

/* What stands behind the name of things that are counted. */
static inline const char *str_plural(uint64_t count)
{
	return count == 1 ? "" : "s";
}

bool str_ieq(const char *a, const char *b);
int str_icmp(const char *a, const char *b);                  /* <0, 0, >0, by lower case */
bool str_ieq_n(const char *a, const char *b, size_t length); /* first `length` of both */
bool str_istarts(const char *text, const char *prefix);
const char *str_ifind(const char *text, const char *needle); /* NULL: not in it */
uint32_t str_ihash(const char *text, size_t length);         /* equal for texts that str_ieq */
uint32_t str_ihash_more(uint32_t hash, const char *text, size_t length); /* of more behind it */
uint64_t str_fnv64(uint64_t hash, const void *data, size_t size);        /* start with STR_FNV64 */
#define STR_FNV64 0xcbf29ce484222325u

/* Fewest insertions, deletions, substitutions and swaps of neighbours; case does not count. */
unsigned str_edit_distance(const char *a, const char *b);

/*
 * Whether that is `most` or less, `most` up to STR_NEAR_MAX: looks only at what can still
 * come out so, a band of the table. Texts that str_edit_distance() cuts are not near.
 */
bool str_is_near(const char *a, const char *b, unsigned most);
#define STR_NEAR_MAX 3

#endif

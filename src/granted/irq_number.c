/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "granted/granted_priv.h"

#include "base/str.h"

#include <string.h>

/* Numbers of interrupts, in the ways in which programs of Windows write them. */

#define WORD "IRQ"

static size_t skip_blanks(const char *text, size_t at, size_t length)
{
	while (at < length && (ascii_is_blank(text[at]) || text[at] == '\n'))
		at++;
	return at;
}

/* What stands behind "IRQ ", or all of it. */
static size_t skip_word(const char *text, size_t length)
{
	size_t at = skip_blanks(text, 0, length);

	if (length - at > strlen(WORD) && str_ieq_n(text + at, WORD, strlen(WORD)))
		at = skip_blanks(text, at + strlen(WORD), length);
	return at;
}

bool granted_is_interrupt(const char *text, size_t length)
{
	size_t begin = skip_blanks(text, 0, length), at = skip_word(text, length);

	if (at == begin || at == length)
		return false;
	return ascii_is_digit(text[at]) || text[at] == '-';
}

/* Digits of that base from `at` on; more than 32 bits are none. Returns where they end, or 0. */
static size_t read_digits(const char *text, size_t at, size_t length, uint64_t base, uint64_t *ret)
{
	size_t begin = at;

	for (*ret = 0; at < length; at++) {
		int digit = ascii_hex(text[at]);

		if (digit < 0 || (uint64_t)digit >= base)
			break;
		*ret = *ret * base + (uint64_t)digit;
		if (*ret > UINT32_MAX)
			return 0;
	}
	return at > begin ? at : 0;
}

/* "(-2)" behind a number says it again; anything else makes it another thing. */
static bool ends(const char *text, size_t at, size_t length)
{
	at = skip_blanks(text, at, length);
	if (at < length && text[at] == '(') {
		const char *close = memchr(text + at, ')', length - at);

		at = close ? skip_blanks(text, (size_t)(close - text) + 1, length) : at;
	}
	return at == length;
}

static bool read_number(const char *text, size_t length, uint32_t *ret)
{
	size_t at = skip_word(text, length);
	bool negative = at < length && text[at] == '-';
	bool hex = length - at > 2 && text[at] == '0' && ascii_lower(text[at + 1]) == 'x';
	uint64_t number;

	at = read_digits(text, at + negative + (hex ? 2 : 0), length, hex ? 16 : 10, &number);
	if (!at || !ends(text, at, length) || (negative && number > INT32_MAX))
		return false;
	*ret = negative ? (uint32_t) - (int64_t)number : (uint32_t)number;
	return true;
}

/* Above lines of any controller, and below what is told of messages, is nobody's number. */
#define LINES_END 0x10000u

void granted_count(struct pcimsi_granted_list *list, struct granted_count *count,
		   const char *number, size_t length, const struct granted_line *line)
{
	uint32_t value = 0;
	bool read = read_number(number, length, &value);

	list->tells_any = true;
	if (!count->text) {
		count->place = line->place;
		count->text = arena_strndup(&list->arena, line->text, line->length);
		list->nomem |= !count->text;
	}
	if (read && value >= PCIMSI_GRANTED_MESSAGE) {
		count->messages++;
	} else if (read && value < LINES_END) {
		count->lines++;
	} else {
		count->unreadable = true;
		notes_add(&list->notes, PCIMSI_NOTE_GRANTED_NUMBER, line->place, NULL);
	}
}

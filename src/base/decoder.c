/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/decoder.h"

#include "base/utf.h"

#include <pcimsi/error.h>

int decoder_open(struct decoder *decoder, struct arena *arena, const void *bytes, size_t size)
{
	size_t mark;

	decoder->charset = charset_guess(bytes, size, &mark);
	decoder->at = (const uint8_t *)bytes + mark;
	decoder->end = (const uint8_t *)bytes + size;
	decoder->place = (struct pcimsi_place){ .line = 1, .column = 1 };
	decoder->out = decoder->text = arena_alloc(
		arena, charset_utf8_bound(decoder->charset, decoder->at, size - mark) + 1);
	return decoder->text ? 0 : PCIMSI_ERR_NOMEM;
}

bool decoder_next(struct decoder *decoder, uint32_t *ret)
{
	if (decoder->at >= decoder->end)
		return false;
	*ret = decoder->keeps_returns
		       ? charset_next(decoder->charset, &decoder->at, decoder->end)
		       : charset_next_text(decoder->charset, &decoder->at, decoder->end);
	decoder->replaced = *ret == UTF_NO_CHARACTER || *ret == 0;
	if (*ret == UTF_NO_CHARACTER) {
		notes_add(decoder->notes, decoder->bad_character, decoder->place, NULL);
		*ret = UTF_REPLACEMENT;
	} else if (*ret == 0) {
		notes_add(decoder->notes, decoder->nul, decoder->place, NULL);
		*ret = ' ';
	}
	return true;
}

void decoder_put(struct decoder *decoder, uint32_t c)
{
	decoder->out += utf8_put(decoder->out, c);
	decoder->place.column++;
	if (c == '\n') {
		decoder->place.line++;
		decoder->place.column = 1;
	}
}

char *decoder_all(struct decoder *decoder, struct arena *arena, const void *bytes, size_t size)
{
	uint32_t c;

	if (decoder_open(decoder, arena, bytes, size))
		return NULL;
	while (decoder_next(decoder, &c))
		decoder_put(decoder, c);
	return decoder->text;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *next_word(char **place)
{
	return strtok_r(NULL, " \t", place);
}

size_t next_offset(char **place)
{
	char *word = next_word(place);
	size_t offset = word ? strtoul(word, NULL, 16) : IMAGE_SIZE;

	return offset < IMAGE_SIZE ? offset : 0;
}

static size_t put_hex(struct image *image, size_t offset, const char *digits)
{
	unsigned byte;

	for (; digits[0] && digits[1] && offset < IMAGE_SIZE; digits += 2)
		if (sscanf(digits, "%2x", &byte) == 1)
			image->bytes[offset++] = (uint8_t)byte;
	return offset;
}

static void put_words(struct image *image, size_t offset, char **place)
{
	for (char *word = next_word(place); word; word = next_word(place))
		offset = put_hex(image, offset, word);
}

void image_begin(struct image *image, const char *slot)
{
	memset(image, 0, sizeof(*image));
	snprintf(image->slot, sizeof(image->slot), "%s", slot);
	image->size = 256;
	image->pointer = 0x34;
	image->spoilt = -1;
	put_hex(image, 0x00, "341201000600100000000002");
	put_hex(image, 0x10, "000000f0");
	put_hex(image, 0x2c, "34120100");
	image->bytes[0x3d] = 1;
}

void image_capability(struct image *image, char *words)
{
	size_t offset = next_offset(&words);
	char *id = next_word(&words);

	image->bytes[image->pointer] = (uint8_t)offset;
	put_hex(image, offset, id ? id : "");
	put_words(image, offset + 2, &words);
	image->pointer = offset + 1;
}

static void put_row(const struct image *image, size_t row, struct text_buffer *dump)
{
	text_add(dump, "%02zx:", row);
	for (size_t i = row; i < row + 16 && i < image->size; i++)
		text_add(dump, (long)row == image->spoilt && i == row + 8 ? " %x" : " %02x",
			 image->bytes[i]);
	text_add(dump, "\n");
}

void image_end(struct image *image, struct text_buffer *dump, struct text_buffer *bytes)
{
	for (size_t i = 0; i < image->late.count; i++) {
		char *place = image->late.items[i];
		size_t offset = next_offset(&place);

		put_words(image, offset, &place);
	}
	text_add(dump, "%s Ethernet controller: Example\n%s", image->slot, text_of(&image->around));
	for (size_t row = 0; row < image->size; row += 16)
		put_row(image, row, dump);
	text_add(dump, "\n");
	text_add_bytes(bytes, image->bytes, image->size);
	text_free(&image->around);
	lines_free(&image->late);
}

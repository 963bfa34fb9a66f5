/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "archive/container.h"

#include "archive/mail.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/* A container, and the bytes at an offset that no other file has there. */
struct signature {
	struct container container;
	size_t offset;
	const char *bytes;
	size_t length;
	bool (*confirms)(const char *head, size_t size); /* where those say too little */
};

#define BYTES(text) .bytes = (text), .length = sizeof(text) - 1

/* The size of blocks, and how a block or the end begins. */
static bool is_bzip2(const char *head, size_t size)
{
	return size >= 10 && head[3] >= '1' && head[3] <= '9' &&
	       (memcmp(head + 4, "1AY&SY", 6) == 0 || memcmp(head + 4, "\x17rE8P\x90", 6) == 0);
}

/* The header checksum of every tar, with its own field as blanks (POSIX pax, ustar). */
static bool is_tar(const char *head, size_t size)
{
	unsigned long sum = 0;
	char field[9] = { 0 };

	if (size < 512 || !head[0])
		return false;
	for (size_t i = 0; i < 512; i++)
		sum += i >= 148 && i < 156 ? ' ' : (unsigned char)head[i];
	memcpy(field, head + 148, 8);
	return strtoul(field, NULL, 8) == sum;
}

/* The header is digits alone: octal ones, or hexadecimal ones (POSIX pax, cpio; cpio(5)). */
static bool is_cpio(const char *head, size_t size)
{
	if (size < 76)
		return false;
	for (size_t i = 0; i < 76; i++)
		if (ascii_hex(head[i]) < 0)
			return false;
	return true;
}

static const struct signature signatures[] = {
	/* Compressed streams. */
	{ .container = { .name = "gzip", .is_read = true }, BYTES("\x1f\x8b\x08") }, /* RFC 1952 */
	{ .container = { .name = "xz", .is_read = true }, BYTES("\xfd\x37zXZ\0") },
	{ .container = { .name = "zstd", .is_read = true },
	  BYTES("\x28\xb5\x2f\xfd") }, /* RFC 8878 */
	{ .container = { .name = "bzip2", .is_read = true }, BYTES("BZh"), .confirms = is_bzip2 },
	{ .container = { .name = "lz4", .is_read = true }, BYTES("\x04\x22\x4d\x18") },
	{ .container = { .name = "lzip", .is_read = true }, BYTES("LZIP\1") },
	{ .container = { .name = "compress", .is_read = true }, BYTES("\x1f\x9d") },
	{ .container = { .name = "lzop" }, BYTES("\x89LZO\0\r\n\x1a\n") },
	/* Archives. */
	{ .container = { .name = "zip", .is_read = true, .is_whole = true },
	  BYTES("PK\3\4") }, /* APPNOTE.TXT, 4.3.7 */
	{ .container = { .name = "zip", .is_read = true, .is_whole = true },
	  BYTES("PK\5\6") }, /* an empty one */
	{ .container = { .name = "7z", .is_read = true, .is_whole = true },
	  BYTES("7z\xbc\xaf\x27\x1c") },
	{ .container = { .name = "cab", .is_read = true },
	  BYTES("MSCF\0\0\0\0") }, /* [MS-CAB] 2.1 */
	{ .container = { .name = "cpio", .is_read = true }, BYTES("07070"), .confirms = is_cpio },
	{ .container = { .name = "ar", .is_read = true }, BYTES("!<arch>\n") },
	{ .container = { .name = "tar", .is_read = true }, BYTES(""), .confirms = is_tar },
	{ .container = { .name = "rar" }, BYTES("Rar!\x1a\x07") },
	{ .container = { .name = "wim" }, BYTES("MSWIM\0\0\0") },
	{ .container = { .name = "xar" }, BYTES("xar!\0") },
	/* ECMA-119, 8.1.2: the first volume descriptor, of sector 16. */
	{ .container = { .name = "iso9660" }, .offset = 0x8001, BYTES("CD001") },
	{ .container = { .name = "mail", .is_read = true, .is_whole = true, .is_mail = true },
	  BYTES(""),
	  .confirms = mail_begins },
};

static bool matches(const struct signature *signature, const char *head, size_t size)
{
	return size >= signature->offset + signature->length &&
	       memcmp(head + signature->offset, signature->bytes, signature->length) == 0 &&
	       (!signature->confirms || signature->confirms(head, size));
}

const struct container *container_find(const char *head, size_t size)
{
	/* Of an empty file `head` may be NULL. */
	for (size_t i = 0; size && i < sizeof(signatures) / sizeof(signatures[0]); i++)
		if (matches(&signatures[i], head, size))
			return &signatures[i].container;
	return NULL;
}

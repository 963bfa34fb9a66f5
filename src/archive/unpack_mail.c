/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "archive/unpack_priv.h"

#ifndef HAVE_GMIME

static const char *missing(void)
{
	return "this build reads no mail; save what is attached to it";
}

const struct unpack_ops unpack_mail = { .missing = missing };

#else

#include "archive/library.h"
#include "archive/mail.h"
#include "base/str.h"

#include <pcimsi/error.h>

/* No calls in GMIME_OBJECT() and the like. */
#define G_DISABLE_CAST_CHECKS
#include <gmime/gmime.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The parts of a mail (RFC 5322, MIME) or an mbox, decoded, through GMime. */

LIBRARY_NOTE("mail", "Captures and INFs in mails", LIBRARY_GMIME);

#define FUNCTIONS(DO)                                  \
	DO(g_free)                                     \
	DO(g_mime_content_type_get_parameter)          \
	DO(g_mime_content_type_is_type)                \
	DO(g_mime_data_wrapper_get_encoding)           \
	DO(g_mime_data_wrapper_get_stream)             \
	DO(g_mime_filter_basic_new)                    \
	DO(g_mime_filter_charset_new)                  \
	DO(g_mime_init)                                \
	DO(g_mime_multipart_get_type)                  \
	DO(g_mime_object_get_content_type)             \
	DO(g_mime_parser_construct_message)            \
	DO(g_mime_parser_eos)                          \
	DO(g_mime_parser_new_with_stream)              \
	DO(g_mime_parser_options_free)                 \
	DO(g_mime_parser_options_new)                  \
	DO(g_mime_parser_options_set_warning_callback) \
	DO(g_mime_parser_set_format)                   \
	DO(g_mime_parser_tell)                         \
	DO(g_mime_part_get_content)                    \
	DO(g_mime_part_get_filename)                   \
	DO(g_mime_part_get_type)                       \
	DO(g_mime_part_iter_free)                      \
	DO(g_mime_part_iter_get_current)               \
	DO(g_mime_part_iter_get_parent)                \
	DO(g_mime_part_iter_get_path)                  \
	DO(g_mime_part_iter_new)                       \
	DO(g_mime_part_iter_next)                      \
	DO(g_mime_stream_filter_add)                   \
	DO(g_mime_stream_filter_new)                   \
	DO(g_mime_stream_mem_new_with_buffer)          \
	DO(g_mime_stream_read)                         \
	DO(g_mime_stream_reset)                        \
	DO(g_object_unref)                             \
	DO(g_type_check_instance_is_a)

FUNCTIONS(LIBRARY_FUNCTION)

static const char *missing(void)
{
	static const struct library_symbol symbols[] = { FUNCTIONS(LIBRARY_SYMBOL){ 0 } };
	static struct library library = { .soname = LIBRARY_GMIME, .symbols = symbols };

	return library_load(&library);
}

/* GMIME_IS_PART(), GMIME_IS_MULTIPART() */
static bool is_a(GMimeObject *object, GType type)
{
	return object && sym_g_type_check_instance_is_a((GTypeInstance *)object, type);
}

struct parts {
	GMimeParser *parser;
	GMimeParserOptions *options;
	GMimeMessage *message; /* being given */
	GMimePartIter *at;     /* in it */
	bool at_new;           /* `at` was not given yet */
	GMimeStream *content;  /* of the part, decoded */
	bool is_mbox;
	unsigned n_mails;
	char *taken; /* path that the alternatives to a part that was taken begin with */
};

static void init_gmime(void)
{
	sym_g_mime_init();
}

static void see_damage(gint64 offset, GMimeParserWarning what, const gchar *item, gpointer user)
{
	struct unpack *unpack = user;

	(void)offset;
	(void)item;
	switch (what) {
	case GMIME_WARN_TRUNCATED_MESSAGE:
		unpack->damage = "a mail is cut short";
		break;
	case GMIME_WARN_MALFORMED_MULTIPART:
	case GMIME_CRIT_MULTIPART_WITHOUT_BOUNDARY:
		unpack->damage =
			"a mail says that it has parts, and where they begin cannot be found";
		break;
	case GMIME_CRIT_NESTING_OVERFLOW:
		unpack->damage = "a mail has parts too deep in parts";
		break;
	default:
		break;
	}
}

static int open_mail(struct unpack *unpack, const char **ret_detail)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	const struct unpack_input *input = &unpack->input;
	GMimeStream *stream;
	struct parts *parts;

	*ret_detail = mail_limit(input->bytes, input->size);
	if (*ret_detail)
		return PCIMSI_ERR_LIMIT;
	parts = calloc(1, sizeof(*parts));
	if (!parts)
		return PCIMSI_ERR_NOMEM;
	unpack->state = parts;
	pthread_once(&once, init_gmime);
	stream = sym_g_mime_stream_mem_new_with_buffer(input->bytes, input->size);
	parts->is_mbox = input->size >= 5 && memcmp(input->bytes, "From ", 5) == 0;
	parts->parser = sym_g_mime_parser_new_with_stream(stream);
	sym_g_object_unref(stream);
	sym_g_mime_parser_set_format(parts->parser,
				     parts->is_mbox ? GMIME_FORMAT_MBOX : GMIME_FORMAT_MESSAGE);
	parts->options = sym_g_mime_parser_options_new();
	sym_g_mime_parser_options_set_warning_callback(parts->options, see_damage, unpack);
	return 0;
}

/* ---- going on -------------------------------------------------------------------------------- */

static void end_part(struct parts *parts)
{
	if (parts->content)
		sym_g_object_unref(parts->content);
	parts->content = NULL;
}

static void end_mail(struct parts *parts)
{
	if (parts->at)
		sym_g_mime_part_iter_free(parts->at);
	if (parts->message)
		sym_g_object_unref(parts->message);
	sym_g_free(parts->taken);
	parts->at = NULL;
	parts->message = NULL;
	parts->taken = NULL;
}

static bool next_mail(struct parts *parts)
{
	end_mail(parts);
	while (!parts->message && !sym_g_mime_parser_eos(parts->parser)) {
		gint64 before = sym_g_mime_parser_tell(parts->parser);

		parts->message = sym_g_mime_parser_construct_message(parts->parser, parts->options);
		if (!parts->message && sym_g_mime_parser_tell(parts->parser) == before)
			return false;
	}
	if (!parts->message)
		return false;
	parts->n_mails++;
	parts->at = sym_g_mime_part_iter_new(GMIME_OBJECT(parts->message));
	parts->at_new = true;
	return true;
}

/* Whether it is an alternative to what was taken. */
static bool is_passed_over(const struct parts *parts, const char *path)
{
	return parts->taken && strncmp(path, parts->taken, strlen(parts->taken)) == 0;
}

/* Moves to the next part of the mail that has content. */
static bool next_in_mail(struct parts *parts)
{
	while (parts->at && (parts->at_new || sym_g_mime_part_iter_next(parts->at))) {
		GMimeObject *object = sym_g_mime_part_iter_get_current(parts->at);
		char *path = sym_g_mime_part_iter_get_path(parts->at);
		bool is_given = is_a(object, sym_g_mime_part_get_type()) &&
				!is_passed_over(parts, path);

		parts->at_new = false;
		sym_g_free(path);
		if (is_given && sym_g_mime_part_get_content(GMIME_PART(object)))
			return true;
	}
	return false;
}

/* ---- one part -------------------------------------------------------------------------------- */

/* The name of an attachment, without folders. */
static const char *file_name(GMimePart *part)
{
	const char *name = sym_g_mime_part_get_filename(part), *at;

	for (at = name; at && *at; at++)
		if (*at == '/' || *at == '\\')
			name = at + 1;
	return name && *name ? name : NULL;
}

/* "part 2/lspci.txt", or "mail 7/part 2/lspci.txt" of an mbox. */
static char *name_part(const struct parts *parts, const char *file)
{
	char *path = sym_g_mime_part_iter_get_path(parts->at), *name = NULL;
	/* GMime calls what is all of a mail "0". */
	const char *number = strcmp(path, "0") == 0 ? "1" : path;
	const char *slash = file ? "/" : "";
	int length;

	file = file ? file : "";
	length = parts->is_mbox ? asprintf(&name, "mail %u/part %s%s%s", parts->n_mails, number,
					   slash, file)
				: asprintf(&name, "part %s%s%s", number, slash, file);
	sym_g_free(path);
	return length < 0 ? NULL : name;
}

static void add_filter(GMimeStream *stream, GMimeFilter *filter)
{
	if (!filter)
		return;
	sym_g_mime_stream_filter_add(GMIME_STREAM_FILTER(stream), filter);
	sym_g_object_unref(filter);
}

static GMimeStream *decode(GMimePart *part)
{
	GMimeDataWrapper *content = sym_g_mime_part_get_content(part);
	GMimeStream *raw = sym_g_mime_data_wrapper_get_stream(content);
	GMimeStream *decoded = sym_g_mime_stream_filter_new(raw);

	sym_g_mime_stream_reset(raw);
	add_filter(decoded, sym_g_mime_filter_basic_new(
				    sym_g_mime_data_wrapper_get_encoding(content), FALSE));
	return decoded;
}

/* Programs attach UTF-16 files as whatever text they take for usual; those have a mark. */
static bool has_mark(GMimePart *part)
{
	GMimeStream *stream = decode(part);
	unsigned char head[2] = { 0 };
	ssize_t got = sym_g_mime_stream_read(stream, (char *)head, sizeof(head));

	sym_g_object_unref(stream);
	return got == 2 &&
	       ((head[0] == 0xff && head[1] == 0xfe) || (head[0] == 0xfe && head[1] == 0xff));
}

/* A character set that is not known here is left to who reads the text. */
static GMimeStream *open_content(GMimePart *part)
{
	GMimeContentType *type = sym_g_mime_object_get_content_type(GMIME_OBJECT(part));
	const char *charset = sym_g_mime_content_type_get_parameter(type, "charset");
	bool is_converted = charset && sym_g_mime_content_type_is_type(type, "text", "*") &&
			    !str_ieq(charset, "us-ascii") && !str_ieq(charset, "utf-8") &&
			    !has_mark(part);
	GMimeStream *stream = decode(part);

	if (is_converted)
		add_filter(stream, sym_g_mime_filter_charset_new(charset, "utf-8"));
	return stream;
}

static int next_part(struct unpack *unpack)
{
	struct parts *parts = unpack->state;
	const char *file;
	GMimePart *part;

	end_part(parts);
	while (!next_in_mail(parts))
		if (!next_mail(parts))
			return 0;
	unpack_count_member(unpack);
	part = GMIME_PART(sym_g_mime_part_iter_get_current(parts->at));
	parts->content = open_content(part);
	file = file_name(part);
	unpack->member.is_file = true;
	unpack->member.is_named = file;
	unpack->member.name = name_part(parts, file);
	return unpack->member.name ? 1 : PCIMSI_ERR_NOMEM;
}

static ssize_t read_part(struct unpack *unpack, void *buffer, size_t size)
{
	const struct parts *parts = unpack->state;
	ssize_t got = sym_g_mime_stream_read(parts->content, buffer, size);

	/* Of memory it can only be the end. */
	return got < 0 ? 0 : got;
}

/* What is in memory and not decoded costs nothing. */
static bool skips_unread(const struct unpack *unpack)
{
	(void)unpack;
	return true;
}

static void take_part(struct unpack *unpack)
{
	struct parts *parts = unpack->state;
	GMimeObject *parent = sym_g_mime_part_iter_get_parent(parts->at);
	char *path, *dot;

	if (!is_a(parent, sym_g_mime_multipart_get_type()) ||
	    !sym_g_mime_content_type_is_type(sym_g_mime_object_get_content_type(parent),
					     "multipart", "alternative"))
		return;
	path = sym_g_mime_part_iter_get_path(parts->at);
	dot = strrchr(path, '.');
	path[dot ? dot + 1 - path : 0] = '\0';
	sym_g_free(parts->taken);
	parts->taken = path;
}

static void close_mail(struct unpack *unpack)
{
	struct parts *parts = unpack->state;

	end_part(parts);
	end_mail(parts);
	sym_g_mime_parser_options_free(parts->options);
	sym_g_object_unref(parts->parser);
	free(parts);
}

const struct unpack_ops unpack_mail = {
	.missing = missing,
	.whole_max = MAIL_SIZE_MAX,
	.whole_text = "more than 64 MiB of mail",
	.open = open_mail,
	.next = next_part,
	.read = read_part,
	.skips_unread = skips_unread,
	.take = take_part,
	.close = close_mail,
};

#endif

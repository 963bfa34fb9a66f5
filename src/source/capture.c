/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/options.h"
#include "source/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What belongs to an input that is a stream of bytes. */
struct stream {
	struct pcimsi_capture capture; /* first, so that one is the other */
	int fd;
	struct text_memory memory;
};

static int open_fd(struct stream *stream, const char *path)
{
	struct stat status;

	stream->fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
	if (stream->fd < 0 || fstat(stream->fd, &status) != 0) {
		stream->capture.detail = strerror(errno);
		return PCIMSI_ERR_IO;
	}
	if (S_ISDIR(status.st_mode)) {
		stream->capture.ops = &source_tree;
		return 0;
	}
	return text_reader_open(&stream->capture.reader, text_reader_fd, &stream->fd);
}

/* What the first bytes that the reader has tell of the kind, and the name. */
static int open_bytes(struct pcimsi_capture *capture, const struct pcimsi_capture_options *options)
{
	const char *head;
	size_t size;

	errno = 0;
	size = text_reader_peek(&capture->reader, &head);
	if (capture->reader.failed) {
		capture->detail = strerror(errno);
		return PCIMSI_ERR_IO;
	}
	if (!size) {
		capture->detail = "it holds no bytes";
		return PCIMSI_ERR_EMPTY;
	}
	capture->ops = source_recognise(capture->kinds, head, size, capture->name);
	if (!capture->ops) {
		capture->detail = refused_why(head, size);
		return PCIMSI_ERR_FORMAT;
	}
	return source_open(capture, options);
}

static int open_path(struct stream *stream, const char *path,
		     const struct pcimsi_capture_options *options)
{
	struct pcimsi_capture *capture = &stream->capture;
	int err = open_fd(stream, path);

	if (err)
		return err;
	return capture->ops ? capture->ops->open(capture, options) : open_bytes(capture, options);
}

static int open_memory(struct stream *stream, const struct pcimsi_capture_options *options)
{
	struct text_reader *reader = &stream->capture.reader;
	int err = text_reader_open(reader, text_reader_memory, &stream->memory);

	return err ? err : open_bytes(&stream->capture, options);
}

static int new_capture(const char *name, const struct pcimsi_capture_options *given,
		       struct pcimsi_capture_options *options, struct stream **ret)
{
	struct stream *stream;

	if (!OPTIONS_TAKE(options, given))
		return PCIMSI_ERR_USAGE;
	stream = calloc(1, sizeof(*stream));
	if (!stream)
		return PCIMSI_ERR_NOMEM;
	stream->fd = -1;
	stream->capture.kinds = source_kinds;
	stream->capture.name = name;
	stream->capture.notes.sink = options->notes;
	stream->capture.notes.input = name;
	*ret = stream;
	return 0;
}

static int hand_out(struct stream *stream, int err, struct pcimsi_capture **ret,
		    const char **reterr_detail)
{
	if (reterr_detail)
		*reterr_detail = err ? stream->capture.detail : NULL;
	if (err)
		pcimsi_capture_close(&stream->capture);
	else
		*ret = &stream->capture;
	return err;
}

int pcimsi_capture_open(const char *path, const struct pcimsi_capture_options *options,
			struct pcimsi_capture **ret, const char **reterr_detail)
{
	struct pcimsi_capture_options own;
	struct stream *stream;
	int err = new_capture(path, options, &own, &stream);

	return err ? err : hand_out(stream, open_path(stream, path, &own), ret, reterr_detail);
}

int pcimsi_capture_open_memory(const void *bytes, size_t size, const char *name,
			       const struct pcimsi_capture_options *options,
			       struct pcimsi_capture **ret, const char **reterr_detail)
{
	struct pcimsi_capture_options own;
	struct stream *stream;
	int err = new_capture(name, options, &own, &stream);

	if (err)
		return err;
	stream->memory = (struct text_memory){ .bytes = bytes, .left = size };
	return hand_out(stream, open_memory(stream, &own), ret, reterr_detail);
}

int pcimsi_capture_open_live(const struct pcimsi_capture_options *options,
			     struct pcimsi_capture **ret, const char **reterr_detail)
{
	struct pcimsi_capture_options own;
	struct stream *stream;
	int err = new_capture("live", options, &own, &stream);

	if (err)
		return err;
	stream->capture.ops = &source_libpci;
	return hand_out(stream, source_libpci.open(&stream->capture, &own), ret, reterr_detail);
}

int pcimsi_capture_next(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	const struct pcimsi_raw_function *raw;
	int more;

	capture->detail = NULL;
	more = capture->ops->next(capture, &raw);
	if (more != 1)
		return more;
	capture->raw = *raw;
	more = vf_see(&capture->parents, &capture->raw);
	*ret = &capture->raw;
	return more < 0 ? more : 1;
}

const char *pcimsi_capture_detail(const struct pcimsi_capture *capture)
{
	return capture->detail;
}

const char *pcimsi_capture_name(const struct pcimsi_capture *capture)
{
	return capture->name;
}

void pcimsi_capture_close(struct pcimsi_capture *capture)
{
	struct stream *stream = (struct stream *)capture;

	if (!capture)
		return;
	if (capture->ops && capture->state)
		capture->ops->close(capture);
	vf_done(&capture->parents);
	text_reader_close(&capture->reader);
	if (stream->fd >= 0)
		close(stream->fd);
	free(stream);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/sandbox.h"

#include "cli/capabilities.h"
#include "cli/command_line.h"
#include "cli/complain.h"
#include "cli/output.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

/* Sanitizers look for leaks by tracing their own process, and profilers write when it ends. */
#if defined(WITHOUT_SANDBOX)
#define BUILT_WITHOUT "built without it"
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) ||         \
	__has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
	__has_feature(memory_sanitizer)
#define BUILT_WITHOUT "built with a sanitizer"
#else
#define BUILT_WITHOUT NULL
#endif

static struct {
	bool permitted, looked, entered;
	const char *none;    /* why there is none */
	const char *missing; /* why there is no seccomp */
	int version;         /* of Landlock, or negative errno */
	int files, calls;    /* 0, or negative errno */
} holds;

void sandbox_permit(void)
{
	holds.permitted = true;
}

void sandbox_refuse(const char *why)
{
	holds.none = why;
}

static const char *none(void)
{
	const char *preload = getenv("LD_PRELOAD");

	if (holds.none)
		return holds.none;
	if (BUILT_WITHOUT)
		return BUILT_WITHOUT;
	/* Valgrind, fakeroot and others that need more than the program does. */
	if (preload && *preload)
		return "LD_PRELOAD is set";
	return NULL;
}

/* What there is; later the filter would refuse to ask. */
static void look(void)
{
	if (holds.looked)
		return;
	holds.looked = true;
	holds.version = ruleset_version();
	holds.missing = call_filter_missing();
}

bool sandbox_begin(struct sandbox *sandbox)
{
	*sandbox = (struct sandbox){ .files.fd = -1 };
	if (!holds.permitted || holds.entered || none())
		return false;
	look();
	holds.files = ruleset_open(&sandbox->files);
	return true;
}

/* ---- what ends the program ------------------------------------------------------------------- */

static void put(const char *text)
{
	ssize_t ignored = write(STDERR_FILENO, text, strlen(text));

	(void)ignored;
}

/* write() and unlink() may be called in a handler (POSIX 2.4.3); if unlink() may not, it is none
 * of this run's files. */
static void on_refused_call(int number, siginfo_t *info, void *context)
{
	const char *name = call_filter_name(info->si_syscall);

	(void)number;
	(void)context;
	put("pcimsi: the sandbox ended the program, which called ");
	put(name ? name : "what it must not");
	put(": no input needs that; the report is not complete\n");
	signal(SIGSYS, SIG_DFL);
	output_remove_temporaries();
	_exit(STATUS_NO_VERDICT);
}

/* ---- entering -------------------------------------------------------------------------------- */

static void complain_failure(const char *what, int err)
{
	if (err && err != -ENOSYS && err != -EOPNOTSUPP)
		complain_file("sandbox", what, strerror(-err));
}

void sandbox_enter(struct sandbox *sandbox)
{
	const struct sigaction action = { .sa_sigaction = on_refused_call, .sa_flags = SA_SIGINFO };

	complain_failure("capabilities cannot be dropped",
			 capabilities_keep(sandbox->capabilities));
	if (!holds.files)
		holds.files = ruleset_enter(&sandbox->files);
	complain_failure("Landlock cannot be used", holds.files);
	ruleset_close(&sandbox->files);
	holds.entered = true;
	if (holds.missing)
		return;
	sigaction(SIGSYS, &action, NULL);
	holds.calls = call_filter_enter(&sandbox->calls);
	complain_failure("seccomp cannot be used", holds.calls);
}

bool sandbox_denied(const char *path, int error)
{
	return holds.entered && !holds.files && error == EACCES && access(path, R_OK) == 0;
}

/* ---- telling --------------------------------------------------------------------------------- */

/* "NAME", or "no NAME (WHY)" with the first of these that there is. */
static void put_part(char *at, size_t size, const char *name, const char *why, int err)
{
	if (!why && err)
		why = err == -ENOSYS || err == -EOPNOTSUPP ? "the kernel has none" : strerror(-err);
	if (why)
		snprintf(at, size, "no %s (%s)", name, why);
	else
		snprintf(at, size, "%s", name);
}

const char *sandbox_text(char buffer[SANDBOX_TEXT])
{
	char landlock[SANDBOX_TEXT / 4], seccomp[SANDBOX_TEXT / 2 + 64], version[32];

	if (none()) {
		snprintf(buffer, SANDBOX_TEXT, "none: %s", none());
		return buffer;
	}
	look();
	snprintf(version, sizeof(version), "Landlock");
	if (holds.version > 0)
		snprintf(version, sizeof(version), "Landlock %d", holds.version);
	put_part(landlock, sizeof(landlock), version, NULL,
		 holds.version < 0 ? holds.version : holds.files);
	put_part(seccomp, sizeof(seccomp), "seccomp", holds.missing, holds.calls);
	snprintf(buffer, SANDBOX_TEXT, "%s, %s", landlock, seccomp);
	return buffer;
}

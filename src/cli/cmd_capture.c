/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complain.h"
#include "base/str.h"
#include "cli/output.h"
#include "cli/reach.h"
#include "cli/session.h"
#include "report/message.h"
#include "source/sysfs_live.h"
#include "source/sysfs_write.h"

#include <string.h>
#include <unistd.h>

/*
 * `pcimsi capture`: this machine as a tar of what Linux' sysfs says of its PCI
 * functions, which the other commands read back to the same facts. Only reading.
 */

static const char *root_of(const struct options *options)
{
	const char *root = SYSFS_ROOT;

	for (unsigned i = 0; i < options->n_params; i++)
		if (strcmp(options->params[i].name, "sysfs.path") == 0)
			root = options->params[i].value;
	return root;
}

static void tell_note(void *user, const struct pcimsi_note *note)
{
	(void)user;
	put_note(stderr, note);
}

static void tell(const struct sysfs_written *written)
{
	fprintf(stderr, "pcimsi: %u function%s captured\n", written->functions,
		str_plural(written->functions));
	if (written->unreadable)
		fprintf(stderr, "pcimsi: of %u no configuration byte could be read\n",
			written->unreadable);
	if (written->cut)
		fprintf(stderr,
			"pcimsi: of %u only the first bytes could be read: capabilities will be "
			"unknown%s\n",
			written->cut, geteuid() == 0 ? "" : "; run as root");
}

static void complain_failure(FILE *out, const char *root, int err, const char *why)
{
	if (ferror(out))
		complain("the archive could not be written");
	else if (err == PCIMSI_ERR_IO)
		complain_file(root, "cannot be read", why);
	else
		complain(err == PCIMSI_ERR_UNSUPPORTED ? why : pcimsi_error_text(err));
}

static int write_archive(FILE *out, const char *root)
{
	struct notes notes = { .sink = { .call = tell_note }, .input = root };
	struct sysfs_written written;
	const char *why;
	int err = sysfs_write(out, root, &notes, &written, &why);

	if (err) {
		complain_failure(out, root, err, why);
		return STATUS_NO_VERDICT;
	}
	tell(&written);
	if (written.functions)
		return 0;
	complain("this machine has no PCI functions");
	return STATUS_NO_VERDICT;
}

int command_capture(const struct options *options)
{
	struct output output;
	int status;

	if (!options->output && isatty(STDOUT_FILENO)) {
		complain("an archive is not for a terminal: -o FILE");
		complain_usage("capture");
		return STATUS_NO_VERDICT;
	}
	if (output_open(&output, options->output))
		return STATUS_NO_VERDICT;
	reach_limit_capture(options, &output);
	status = write_archive(output.stream, root_of(options));
	if (output_close(&output, !status))
		status = STATUS_NO_VERDICT;
	return status;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/registries.h"

#include "cli/complain.h"
#include "cli/input.h"

#include <stdlib.h>

static void refuse(struct run *run, const char *path, const char *why, const char *detail)
{
	complain_file(path, why, detail);
	run_raise(run, REPORT_REASON_INPUT);
}

/* NULL after a message. */
static struct pcimsi_registry *open_one(struct run *run, const char *path)
{
	const struct pcimsi_note_sink notes = { .call = run_note, .user = run };
	struct pcimsi_registry *registry = NULL;
	const char *detail = NULL;
	struct input input;
	int err = input_read(path, INPUT_MAX, &input, &detail);

	if (!err)
		err = pcimsi_registry_open(path, input.bytes, input.size, &notes, &registry);
	input_done(&input);
	if (err == PCIMSI_ERR_FORMAT)
		detail = "this is no exported registry";
	if (err)
		refuse(run, path, pcimsi_error_text(err), detail);
	return registry;
}

int registries_open(struct registries *registries, struct run *run)
{
	const struct words *words = &run->options->registries;

	registries->items = calloc(words->count + 1, sizeof(struct pcimsi_registry *));
	if (!registries->items)
		return PCIMSI_ERR_NOMEM;
	for (unsigned i = 0; i < words->count; i++) {
		struct pcimsi_registry *registry = open_one(run, words->items[i]);
		uint32_t n_devices, n_misplaced;

		if (!registry)
			continue;
		registries->items[registries->count++] = registry;
		pcimsi_registry_devices(registry, &n_devices);
		pcimsi_registry_misplaced(registry, &n_misplaced);
		if (!n_devices && !n_misplaced)
			refuse(run, words->items[i], "holds no key of a PCI device", NULL);
	}
	return 0;
}

void registries_close(struct registries *registries)
{
	for (unsigned i = 0; i < registries->count; i++)
		pcimsi_registry_close(registries->items[i]);
	free(registries->items);
}

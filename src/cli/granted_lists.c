/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/granted_lists.h"

#include "cli/complain.h"
#include "cli/input.h"

#include <stdlib.h>

#define COMMAND "run pnputil /enum-devices /connected /resources /properties /format xml"

static void refuse(struct run *run, const char *path, const char *why, const char *detail)
{
	complain_file(path, why, detail);
	run_raise(run, REPORT_REASON_INPUT);
}

/* Why it is none of what is read, and what to do instead. */
static const char *why_not(const struct input *input)
{
	switch (pcimsi_granted_form(input->bytes, input->size)) {
	case PCIMSI_GRANTED_PNPUTIL_TEXT:
		return "pnputil's text, which is in the language of the machine: " COMMAND;
	case PCIMSI_GRANTED_PNPUTIL_BARE:
		return "pnputil's XML without resources: " COMMAND;
	default:
		return "neither what msinfo32 saves nor the XML of pnputil: " COMMAND;
	}
}

/* NULL after a message. */
static struct pcimsi_granted_list *open_one(struct run *run, const char *path)
{
	const struct pcimsi_note_sink notes = { .call = run_note, .user = run };
	struct pcimsi_granted_list *list = NULL;
	const char *detail = NULL;
	struct input input;
	int err = input_read(path, INPUT_MAX, &input, &detail);

	if (!err)
		err = pcimsi_granted_open(path, input.bytes, input.size, &notes, &list);
	if (err == PCIMSI_ERR_FORMAT)
		detail = why_not(&input);
	input_done(&input);
	if (err)
		refuse(run, path, pcimsi_error_text(err), detail);
	return list;
}

int granted_lists_open(struct granted_lists *lists, struct run *run)
{
	const struct words *words = &run->options->granted;

	lists->items = calloc(words->count + 1, sizeof(struct pcimsi_granted_list *));
	if (!lists->items)
		return PCIMSI_ERR_NOMEM;
	for (unsigned i = 0; i < words->count; i++) {
		struct pcimsi_granted_list *list = open_one(run, words->items[i]);
		uint32_t n_devices;

		if (!list)
			continue;
		lists->items[lists->count++] = list;
		pcimsi_granted_devices(list, &n_devices);
		if (!n_devices)
			refuse(run, words->items[i], "tells the id of no PCI device", NULL);
	}
	return 0;
}

void granted_lists_close(struct granted_lists *lists)
{
	for (unsigned i = 0; i < lists->count; i++)
		pcimsi_granted_close(lists->items[i]);
	free(lists->items);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/cite.h"

#include "base/str.h"

void cite_ids(struct finding *finding, struct context *c, const char *what)
{
	for (uint32_t offset = 0; offset < 4; offset += 2)
		if (what)
			finding_field(finding, c->function, 0, offset, "%s", what);
		else
			finding_field(finding, c->function, 0, offset, "%04x",
				      bytes_u16(c->bytes, offset).value);
}

/* Where there are no bytes, it is Windows that tells. */
static bool cite_windows(struct finding *finding, struct context *c)
{
	const struct pcimsi_windows *windows = c->function->pub.function->raw.windows;

	if (windows)
		finding_windows(finding, c->function, windows->interrupt_message_maximum.value);
	return windows;
}

void cite_msi(struct finding *finding, struct context *c)
{
	const struct pcimsi_msi *msi = &c->function->pub.function->msi;

	if (cite_windows(finding, c))
		return;
	finding_field(finding, c->function, msi->offset, PCIMSI_MSI_CONTROL,
		      "Multiple Message Capable %u, %u message%s", msi->mmc, msi->capable,
		      str_plural(msi->capable));
	finding_bits(finding, "multiple_message_capable");
}

void cite_msix(struct finding *finding, struct context *c)
{
	const struct pcimsi_msix *msix = &c->function->pub.function->msix;

	if (cite_windows(finding, c))
		return;
	finding_field(finding, c->function, msix->offset, PCIMSI_MSIX_CONTROL, "Table Size %u",
		      msix->table_size);
	finding_bits(finding, "table_size");
}

void cite_list(struct finding *finding, struct context *c, const char *what)
{
	const struct pcimsi_function *function = c->function->pub.function;

	finding_field(finding, c->function, 0, 0x06, "%s",
		      function->status.value & 0x10 ? what : "no capability list");
	finding_bits(finding, "capabilities_list");
	for (uint32_t i = 0; i < function->n_capabilities; i++)
		finding_field(finding, c->function, function->capabilities[i].offset, 0, "%s",
			      pcimsi_capability_name(function->capabilities[i].id));
}

void cite_held(struct finding *finding, const struct pcimsi_registry_device *device,
	       enum pcimsi_setting setting)
{
	const struct pcimsi_held_value *held = &device->settings[setting];

	finding_file_line(finding, PCIMSI_INPUT_REGISTRY, device->file, held->place, held->text);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/dialect/dialect.h"

#include "base/str.h"

/* In the order in which they are asked. Add a row here, its struct is in a file of its own. */
const struct dialect *const dialects[] = {
	&dialect_esxcli,  &dialect_lspci,  &dialect_uroot,    &dialect_lspci_vmm, &dialect_uefi,
	&dialect_kernel,  &dialect_windbg, &dialect_hyperdbg, &dialect_aida64,    &dialect_pciconf,
	&dialect_pcidump, &dialect_uboot,  &dialect_path,
};
const unsigned n_dialects = sizeof(dialects) / sizeof(dialects[0]);

void dialects_init(struct dialects *state)
{
	*state = (struct dialects){ 0 };
	for (unsigned i = 0; i < n_dialects; i++) {
		const char *first = dialects[i]->first;

		for (unsigned c = 0; c < 256; c++)
			if (!*first || (c && strchr(first, (int)c)))
				state->by_first[c] |= UINT32_C(1) << i;
	}
}

bool dialects_heading(struct dialects *state, const char *line, size_t length, struct heading *ret)
{
	struct scan text = scan_of(line, length);
	uint32_t rows;

	scan_blanks(&text);
	if (text.at == text.end)
		return false;
	rows = state->by_first[(uint8_t)*text.at];
	for (unsigned i = 0; rows >> i; i++) {
		const struct dialect *dialect = dialects[i];
		bool indented = text.at != line;

		if (!(rows >> i & 1))
			continue;
		/* Text that is indented further has to look like more than a slot. */
		if (indented && dialect->inner ? !dialect->inner(text, ret)
					       : !dialect->heading(text, &state->context, ret))
			continue;
		ret->dialect = dialect;
		return true;
	}
	return false;
}

/* "bb:dd.f" */
static bool short_slot(struct scan *scan, struct pcimsi_slot *ret)
{
	const char *at = scan->at;

	if (scan_left(scan) < 7 || ascii_hex(at[0]) < 0 || ascii_hex(at[1]) < 0 || at[2] != ':' ||
	    ascii_hex(at[3]) < 0 || ascii_hex(at[4]) < 0 || at[5] != '.' || !ascii_is_digit(at[6]))
		return false;
	ret->bus = (uint8_t)(ascii_hex(at[0]) << 4 | ascii_hex(at[1]));
	ret->device = (uint8_t)(ascii_hex(at[3]) << 4 | ascii_hex(at[4]));
	ret->function = (uint8_t)(at[6] - '0');
	scan->at += 7;
	return true;
}

bool dialect_slot(struct scan *scan, struct pcimsi_slot *ret)
{
	struct scan slot = *scan;
	uint32_t domain = 0;

	/* lspci prints four digits at least; two would be the hours of a log. */
	if (!short_slot(&slot, ret) &&
	    !(scan_hex32(&slot, 4, 8, &domain) && scan_text(&slot, ":") && short_slot(&slot, ret)))
		return false;
	ret->domain = domain;
	*scan = slot;
	return true;
}

void dialect_text(struct heading *heading, struct scan text)
{
	size_t length;

	scan_blanks(&text);
	length = scan_left(&text);
	if (length >= HEADING_SIZE)
		length = HEADING_SIZE - 1;
	memcpy(heading->text, text.at, length);
	heading->text[length] = '\0';
}

bool dialect_set_slot(struct heading *heading, uint32_t domain, uint32_t bus, uint32_t device,
		      uint32_t function)
{
	if (bus > 0xff || device > 0xff || function > 0xff)
		return false;
	heading->slot = (struct pcimsi_slot){ domain, (uint8_t)bus, (uint8_t)device,
					      (uint8_t)function };
	heading->text[0] = '\0';
	return true;
}

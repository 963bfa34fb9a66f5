/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text.h"

#include "inf/targets.h"
#include "base/utf.h"
#include "report/escape.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* Lines of prose are no longer, however wide the terminal. */
#define WIDTH_MAX 100

const char *text_style(const struct report *report, enum text_style style)
{
	static const char *const sequences[] = {
		[STYLE_BOLD] = "\033[1m",       [STYLE_DIM] = "\033[2m",
		[STYLE_RED] = "\033[1;31m",     [STYLE_GREEN] = "\033[1;32m",
		[STYLE_YELLOW] = "\033[1;33m",  [STYLE_BLUE] = "\033[1;34m",
		[STYLE_MAGENTA] = "\033[1;35m",
	};

	return report->color ? sequences[style] : "";
}

const char *text_reset(const struct report *report)
{
	return report->color ? "\033[0m" : "";
}

const char *text_slot(const struct report *report, struct pcimsi_slot slot,
		      char buffer[PCIMSI_SLOT_TEXT])
{
	const char *text = pcimsi_slot_text(slot, buffer);

	return slot.domain || report->domains ? text : strchr(text, ':') + 1;
}

static void put_id(char *out, struct pcimsi_reg id)
{
	char text[16];

	snprintf(text, sizeof(text), "%04x", id.value);
	memcpy(out, id.known ? text : "????", 4);
}

const char *text_ids(const struct pcimsi_function *function, char buffer[TEXT_IDS])
{
	put_id(buffer, function->vendor_id);
	buffer[4] = ':';
	put_id(buffer + 5, function->device_id);
	buffer[9] = '\0';
	return buffer;
}

const char *text_msi(const struct pcimsi_msi *msi, char buffer[TEXT_CELL])
{
	if (msi->state != PCIMSI_STATE_PRESENT)
		return msi->state == PCIMSI_STATE_ABSENT ? "-" : "?";
	if (!msi->control.known && !msi->capable)
		return "yes, ?";
	if (!msi->control.known) {
		snprintf(buffer, TEXT_CELL, "yes %u", msi->capable);
		return buffer;
	}
	if (!msi->capable)
		snprintf(buffer, TEXT_CELL, "%s code %u", msi->enabled ? "on" : "off", msi->mmc);
	else if (msi->enabled && msi->allocated)
		snprintf(buffer, TEXT_CELL, "on %u/%u", msi->allocated, msi->capable);
	else
		snprintf(buffer, TEXT_CELL, "%s %u", msi->enabled ? "on ?/" : "off", msi->capable);
	return buffer;
}

const char *text_msix(const struct pcimsi_msix *msix, char buffer[TEXT_CELL])
{
	if (msix->state != PCIMSI_STATE_PRESENT)
		return msix->state == PCIMSI_STATE_ABSENT ? "-" : "?";
	if (!msix->control.known && !msix->table_size)
		return "yes, ?";
	if (!msix->control.known) {
		snprintf(buffer, TEXT_CELL, "yes %u", msix->table_size);
		return buffer;
	}
	snprintf(buffer, TEXT_CELL, "%s %u%s", msix->enabled ? "on" : "off", msix->table_size,
		 msix->enabled && msix->function_masked ? " masked" : "");
	return buffer;
}

const char *text_pin(const struct pcimsi_function *function)
{
	static const char *const pins[] = { "-", "A", "B", "C", "D" };
	struct pcimsi_reg pin = function->interrupt_pin;

	if (!pin.known)
		return "?";
	return pin.value < 5 ? pins[pin.value] : "bad";
}

char *text_made(struct report *report, char *text)
{
	report->lost |= !text;
	return text;
}

char *text_name(struct report *report, const struct pcimsi_function *function)
{
	char name[512];
	const char *text = pcimsi_names_function(report->names, function, name, sizeof(name));

	return text_made(report, escape_text(text ? text : ""));
}

size_t text_character(const char *text, size_t length, unsigned *ret_columns)
{
	uint32_t code;
	size_t bytes = utf8_get((const uint8_t *)text, length, &code);
	int wide = code < 0x80 || code == UTF_NO_CHARACTER ? 1 : wcwidth((wchar_t)code);

	/* Of what the C library does not know, and in a locale that is not of UTF-8. */
	*ret_columns = wide < 0 ? 1 : (unsigned)wide;
	return bytes;
}

unsigned text_columns(const char *text, size_t length)
{
	unsigned count = 0, wide;

	for (size_t i = 0; i < length;) {
		i += text_character(text + i, length - i, &wide);
		count += wide;
	}
	return count;
}

size_t text_fitting(const char *text, size_t length, unsigned columns)
{
	unsigned wide;
	size_t at = 0;

	while (at < length) {
		size_t bytes = text_character(text + at, length - at, &wide);

		if (wide > columns)
			break;
		columns -= wide;
		at += bytes;
	}
	return at;
}

void text_wrap_from(struct report *report, unsigned indent, unsigned column, const char *paragraph)
{
	unsigned width = report->width && report->width < WIDTH_MAX ? report->width : WIDTH_MAX;
	bool first = true;

	while (*paragraph) {
		size_t word = strcspn(paragraph, " ");
		unsigned wide = text_columns(paragraph, word);

		if (!first && column + 1 + wide > width) {
			fprintf(report->out, "\n%*s", (int)indent, "");
			column = indent;
			first = true;
		}
		if (!first)
			fputc(' ', report->out);
		column += wide + !first;
		fwrite(paragraph, 1, word, report->out);
		first = false;
		paragraph += word;
		paragraph += strspn(paragraph, " ");
	}
	fputc('\n', report->out);
}

void text_wrap(struct report *report, unsigned indent, const char *paragraph)
{
	fprintf(report->out, "%*s", (int)indent, "");
	text_wrap_from(report, indent, indent, paragraph);
}

void text_wrapped(struct report *report, unsigned column, char *paragraph)
{
	if (text_made(report, paragraph))
		text_wrap_from(report, column, column, paragraph);
	free(paragraph);
}

void text_paragraph(struct report *report, unsigned indent, char *paragraph)
{
	if (text_made(report, paragraph))
		text_wrap(report, indent, paragraph);
	free(paragraph);
}

bool text_several_captures(const struct pcimsi_run *run)
{
	for (uint32_t i = 0; i < run->n_functions; i++)
		if (run->functions[i]->function->raw.member ||
		    run->functions[i]->capture != run->functions[0]->capture)
			return true;
	return false;
}

bool text_same_capture(const struct pcimsi_judged_function *a,
		       const struct pcimsi_judged_function *b)
{
	return a->capture == b->capture && a->function->raw.machine == b->function->raw.machine;
}

bool text_several_infs(const struct pcimsi_run *run)
{
	for (uint32_t i = 1; i < run->n_infs; i++)
		if (run->infs[i]->inf != run->infs[0]->inf)
			return true;
	return false;
}

bool text_several_targets(const struct pcimsi_run *run)
{
	for (uint32_t i = 1; i < run->n_infs; i++)
		if (!inf_target_equal(&run->infs[i]->resolution->target,
				      &run->infs[0]->resolution->target))
			return true;
	return false;
}

/* In a copied sysfs every function has a file, whose path ends in the slot: "bus/.../config". */
static size_t machine_length(const char *member)
{
	const char *tail = strstr(member, "/bus/pci/devices/");

	return tail ? (size_t)(tail - member) : strlen(member);
}

char *text_capture(const struct pcimsi_judged_function *function)
{
	const char *member = function->function->raw.member;
	char *name = member ? strndup(member, machine_length(member)) : strdup(function->capture);
	char *shown = name ? escape_text(name) : NULL;

	free(name);
	return shown;
}

void text_put_capture(struct report *report, FILE *out,
		      const struct pcimsi_judged_function *function)
{
	char *shown = text_made(report, text_capture(function));

	fputs(shown ? shown : "", out);
	free(shown);
}

void text_part(struct report *report, const char *label, const char *paragraph)
{
	fprintf(report->out, "\n%s%s%s\n", text_style(report, STYLE_BOLD), label,
		text_reset(report));
	text_wrap(report, 2, paragraph);
}

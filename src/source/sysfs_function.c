/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caps/decode.h"
#include "source/sysfs_function.h"

#include "source/raw.h"

#include <pcimsi/error.h>

#include <stdlib.h>
#include <string.h>

/* ---- names ----------------------------------------------------------------------------------- */

const struct sysfs_file sysfs_files[] = {
	{ .name = "config", .kind = SYSFS_CONFIG },
	{ .name = "resource", .kind = SYSFS_RESOURCE },
	{ .name = "vendor", .kind = SYSFS_VENDOR },
	{ .name = "device", .kind = SYSFS_DEVICE },
	{ .name = "subsystem_vendor", .kind = SYSFS_OTHER },
	{ .name = "subsystem_device", .kind = SYSFS_OTHER },
	{ .name = "class", .kind = SYSFS_OTHER },
	{ .name = "revision", .kind = SYSFS_OTHER },
	{ .name = "irq", .kind = SYSFS_IRQ },
	{ .name = "uevent", .kind = SYSFS_UEVENT },
	{ .name = "msi_bus", .kind = SYSFS_MSI_BUS },
	{ .name = "sriov_totalvfs", .kind = SYSFS_OTHER },
	{ .name = "sriov_numvfs", .kind = SYSFS_OTHER },
	{ .name = "driver", .kind = SYSFS_DRIVER, .is_link = true },
	{ .name = "physfn", .kind = SYSFS_OTHER, .is_link = true },
	{ .name = NULL },
};

enum sysfs_attribute sysfs_attribute_of(const char *file)
{
	for (const struct sysfs_file *row = sysfs_files; row->name; row++)
		if (strcmp(file, row->name) == 0)
			return row->kind;
	if (strncmp(file, "msi_irqs/", 9) == 0 && file[9] && !strchr(file + 9, '/'))
		return SYSFS_MSI_IRQ;
	/* Archives for systems without links have their targets in files. */
	return strcmp(file, "driver.link") == 0 ? SYSFS_DRIVER : SYSFS_OTHER;
}

/* ---- contents -------------------------------------------------------------------------------- */

static struct pcimsi_reg parse_number(const char *text, int base)
{
	char *end;
	unsigned long value = strtoul(text, &end, base);

	return (struct pcimsi_reg){ .value = (uint32_t)value,
				    .known = end != text && value <= UINT32_MAX };
}

/* Ids are 16 bits. */
static struct pcimsi_reg parse_id(const char *text)
{
	struct pcimsi_reg id = parse_number(text, 16);

	return id.known && id.value <= 0xffff ? id : (struct pcimsi_reg){ 0 };
}

/*
 * Lines of "start end flags", the first six those of the BARs; an unused one is
 * zeros (Linux drivers/pci/pci-sysfs.c, resource_show()).
 */
static void parse_resource(struct sysfs_function *function, const char *text)
{
	for (unsigned i = 0; i < PCIMSI_BARS_MAX; i++) {
		char *after_start, *after_end;
		uint64_t start = strtoull(text, &after_start, 16);
		uint64_t end = strtoull(after_start, &after_end, 16);

		if (after_start == text || after_end == after_start)
			return;
		function->bar_sizes[i] = end > start ? end - start + 1 : 0;
		text = strchr(after_end, '\n');
		if (!text)
			return;
		text++;
	}
}

static bool set_driver(struct sysfs_function *function, struct arena *arena, const char *text)
{
	size_t length = strcspn(text, "\n");
	const char *name = text;

	if (function->state.driver)
		return true;
	for (const char *at = text; at < text + length; at++)
		if (*at == '/')
			name = at + 1;
	length -= (size_t)(name - text);
	function->state.driver = length ? arena_strndup(arena, name, length) : NULL;
	return !length || function->state.driver;
}

static bool parse_uevent(struct sysfs_function *function, struct arena *arena, const char *text)
{
	for (; text; text = strchr(text, '\n')) {
		text += *text == '\n';
		if (strncmp(text, "DRIVER=", 7) == 0)
			return set_driver(function, arena, text + 7);
	}
	return true;
}

/* Text attributes; `text` ends with a NUL. */
static bool set_text(struct sysfs_function *function, struct arena *arena,
		     enum sysfs_attribute kind, const char *text)
{
	switch (kind) {
	case SYSFS_RESOURCE:
		parse_resource(function, text);
		return true;
	case SYSFS_VENDOR:
		function->vendor = parse_id(text);
		return true;
	case SYSFS_DEVICE:
		function->device = parse_id(text);
		return true;
	case SYSFS_IRQ:
		function->irq = parse_number(text, 10);
		return true;
	case SYSFS_MSI_IRQ: /* a file per allocated irq, which holds "msi" or "msix" */
		function->state.mode = strncmp(text, "msix", 4) == 0 ? "msi-x" : "msi";
		function->state.vectors++;
		break;
	case SYSFS_MSI_BUS:
		function->state.msi_allowed_known = *text != '\0' && *text != '\n';
		function->state.msi_allowed = *text != '0';
		break;
	case SYSFS_DRIVER:
		function->has_state = true;
		return set_driver(function, arena, text);
	case SYSFS_UEVENT:
		function->has_state = true;
		return parse_uevent(function, arena, text);
	default:
		return true;
	}
	function->has_state = true;
	return true;
}

int sysfs_function_take(struct sysfs_function *function, struct arena *arena,
			enum sysfs_attribute kind, const char *content, size_t size)
{
	char text[SYSFS_FILE_MAX + 1];

	if (size > SYSFS_FILE_MAX)
		size = SYSFS_FILE_MAX;
	memcpy(text, content, size);
	text[size] = '\0';
	return set_text(function, arena, kind, text) ? 0 : PCIMSI_ERR_NOMEM;
}

/* ---- the function ---------------------------------------------------------------------------- */

static bool may_be_enabled(enum pcimsi_state state, struct pcimsi_reg control, bool enabled)
{
	return state == PCIMSI_STATE_UNKNOWN || (state == PCIMSI_STATE_PRESENT && !control.known) ||
	       enabled;
}

/*
 * Without files in msi_irqs the interrupt line is in use, unless messages may be
 * enabled: then that directory is what was not copied, and `irq` is one of them.
 */
static void finish_mode(struct sysfs_function *function, const struct pcimsi_raw_function *raw)
{
	struct pcimsi_function decoded;

	if (function->state.vectors || !function->irq.known)
		return;
	pcimsi_function_decode(raw, &decoded);
	if (function->irq.value &&
	    (may_be_enabled(decoded.msi.state, decoded.msi.control, decoded.msi.enabled) ||
	     may_be_enabled(decoded.msix.state, decoded.msix.control, decoded.msix.enabled)))
		return;
	function->has_state = true;
	function->state.mode = function->irq.value ? "intx" : "none";
}

void sysfs_function_fill(struct sysfs_function *function, struct pcimsi_raw_function *raw)
{
	raw->bytes.size = raw_captured_size(raw->bytes.data, raw->bytes.size);
	raw->vf_vendor_id = function->vendor;
	raw->vf_device_id = function->device;
	memcpy(raw->bar_sizes, function->bar_sizes, sizeof(raw->bar_sizes));
	finish_mode(function, raw);
	raw->linux_state = function->has_state ? &function->state : NULL;
}

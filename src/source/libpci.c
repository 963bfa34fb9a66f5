/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/source.h"

#include "source/sysfs.h"

#include <pci/pci.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * This machine, through libpci. Only the scan and pci_read_block() are used:
 * libpci's capability lists are wrong on short reads and on CardBus bridges, and
 * its reader of dumps is unsafe on hostile input.
 */

struct live {
	struct pci_access *access;
	struct pci_dev **devices; /* in the order of their slots */
	size_t n_devices, next;
	struct pcimsi_raw_function raw;
	struct sysfs_state sysfs;
	char message[160]; /* the last that libpci said */
	uint8_t data[PCIMSI_CONFIG_SIZE];
};

/* ---- libpci's callbacks ---------------------------------------------------------------------- */

/*
 * The error callback has no argument of ours and must not return, so the call in
 * progress says where to go on (pciutils lib/pci.h).
 */
static _Thread_local struct call {
	jmp_buf escape;
	struct live *live;
} * call;

static void keep_message(const char *format, va_list args) __attribute__((format(printf, 1, 0)));

static void keep_message(const char *format, va_list args)
{
	if (call)
		vsnprintf(call->live->message, sizeof(call->live->message), format, args);
}

static void on_error(char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

static void on_error(char *format, ...)
{
	va_list args;

	va_start(args, format);
	keep_message(format, args);
	va_end(args);
	if (!call)
		abort(); /* libpci is called in guarded() only */
	longjmp(call->escape, 1);
}

static void on_warning(char *format, ...) __attribute__((format(printf, 1, 2)));

static void on_warning(char *format, ...)
{
	va_list args;

	va_start(args, format);
	keep_message(format, args);
	va_end(args);
}

static void on_debug(char *format, ...) __attribute__((format(printf, 1, 2)));

static void on_debug(char *format, ...)
{
	(void)format;
}

/* Calls libpci; false: it reported an error and what it did is undone or useless. */
static bool guarded(struct live *live, void (*step)(struct live *live))
{
	struct call this = { .live = live };
	bool done = false;

	call = &this;
	if (setjmp(this.escape) == 0) {
		step(live);
		done = true;
	}
	call = NULL;
	return done;
}

/* ---- opening --------------------------------------------------------------------------------- */

static void init_and_scan(struct live *live)
{
	pci_init(live->access);
	pci_scan_bus(live->access);
}

static void clean_up(struct live *live)
{
	pci_cleanup(live->access);
}

static int choose_method(struct pcimsi_capture *capture, struct live *live, const char *name)
{
	int method;

	if (!name)
		return 0;
	method = pci_lookup_method((char *)name);
	if (method == PCI_ACCESS_DUMP) {
		capture->detail = "the dump method is not used; name the file as a capture";
		return PCIMSI_ERR_USAGE;
	}
	if (method < 0) {
		capture->detail = "libpci has no access method of this name";
		return PCIMSI_ERR_USAGE;
	}
	live->access->method = (unsigned)method;
	return 0;
}

static int set_params(struct pcimsi_capture *capture, struct live *live,
		      const struct pcimsi_capture_options *options)
{
	for (unsigned i = 0; i < options->n_params; i++) {
		if (pci_set_param(live->access, (char *)options->params[i].name,
				  (char *)options->params[i].value) >= 0)
			continue;
		capture->detail = "libpci has no parameter of this name";
		return PCIMSI_ERR_USAGE;
	}
	return 0;
}

static void note(struct pcimsi_capture *capture, enum pcimsi_note_code code, const char *detail)
{
	notes_add(&capture->notes, code, (struct pcimsi_place){ 0 }, detail);
}

static int by_slot(const void *a, const void *b)
{
	const struct pci_dev *x = *(struct pci_dev *const *)a, *y = *(struct pci_dev *const *)b;

	if (x->domain != y->domain)
		return (uint32_t)x->domain < (uint32_t)y->domain ? -1 : 1;
	if (x->bus != y->bus)
		return x->bus < y->bus ? -1 : 1;
	if (x->dev != y->dev)
		return x->dev < y->dev ? -1 : 1;
	return x->func < y->func ? -1 : x->func > y->func;
}

/* libpci lists them as the directory had them; people expect lspci's order. */
static int sort_devices(struct live *live)
{
	for (struct pci_dev *device = live->access->devices; device; device = device->next)
		live->n_devices++;
	live->devices = calloc(live->n_devices + 1, sizeof(struct pci_dev *));
	if (!live->devices)
		return PCIMSI_ERR_NOMEM;
	live->n_devices = 0;
	for (struct pci_dev *device = live->access->devices; device; device = device->next)
		live->devices[live->n_devices++] = device;
	qsort(live->devices, live->n_devices, sizeof(struct pci_dev *), by_slot);
	return 0;
}

static int open_live(struct pcimsi_capture *capture, const struct pcimsi_capture_options *options)
{
	struct live *live = calloc(1, sizeof(*live));
	int err;

	if (!live)
		return PCIMSI_ERR_NOMEM;
	capture->state = live;
	live->access = pci_alloc();
	live->access->error = on_error;
	live->access->warning = on_warning;
	live->access->debug = on_debug;
	err = choose_method(capture, live, options->access_method);
	if (!err)
		err = set_params(capture, live, options);
	if (err)
		return err;
	if (!guarded(live, init_and_scan)) {
		note(capture, PCIMSI_NOTE_SCAN_FAILED, live->message);
		capture->detail = "libpci cannot scan it";
		return PCIMSI_ERR_IO;
	}
	return sort_devices(live);
}

/* ---- reading --------------------------------------------------------------------------------- */

/* A block read through sysfs is all or nothing, so the sizes that exist are tried. */
static void read_config(struct live *live)
{
	static const int sizes[] = { 4096, 256, 128, 64 };

	for (unsigned i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		if (!pci_read_block(live->devices[live->next], 0, live->data, sizes[i]))
			continue;
		live->raw.bytes.size = (uint32_t)sizes[i];
		return;
	}
}

static struct pcimsi_slot slot_of(const struct pci_dev *device)
{
	return (struct pcimsi_slot){
		.domain = (uint32_t)device->domain,
		.bus = device->bus,
		.device = device->dev,
		.function = device->func,
	};
}

/* What Linux says stands beside the bytes in sysfs, and nowhere else. */
static const struct pcimsi_linux *linux_state(struct live *live)
{
	if (live->access->method != PCI_ACCESS_SYS_BUS_PCI)
		return NULL;
	return sysfs_read_state(&live->sysfs, pci_get_param(live->access, (char *)"sysfs.path"),
				live->raw.slot);
}

static int next(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	struct live *live = capture->state;

	for (; live->next < live->n_devices; live->next++) {
		char slot[PCIMSI_SLOT_TEXT];

		live->raw = (struct pcimsi_raw_function){
			.slot = slot_of(live->devices[live->next]),
			.bytes = { .data = live->data },
			.source = PCIMSI_SOURCE_LIVE,
		};
		live->message[0] = '\0';
		if (guarded(live, read_config) && live->raw.bytes.size) {
			live->raw.linux_state = linux_state(live);
			live->next++;
			*ret = &live->raw;
			return 1;
		}
		pcimsi_slot_text(live->raw.slot, slot);
		note(capture, PCIMSI_NOTE_FUNCTION_LOST, slot);
	}
	return 0;
}

static void close_live(struct pcimsi_capture *capture)
{
	struct live *live = capture->state;

	if (live->access)
		guarded(live, clean_up);
	free(live->devices);
	free(live);
}

const struct source_ops source_libpci = {
	.name = "this machine",
	.open = open_live,
	.next = next,
	.close = close_live,
};

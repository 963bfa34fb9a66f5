/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/source.h"

#include "source/slot_name.h"
#include "source/sysfs_live.h"

#include <errno.h>
#include <pci/pci.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * This machine, through libpci. Only the scan and pci_read_block() are used:
 * libpci's capability lists are wrong on short reads and on CardBus bridges, and
 * its reader of dumps is unsafe on hostile input. Of sysfs the list of functions
 * and all files but `config` are read here: one odd name ends libpci's scan, and
 * `pcimsi capture` has to write down what is read.
 *
 * All is read when this machine is opened, at most some 8 KiB of a function, and no byte
 * of configuration space is looked at before: who opens it as root may drop root then.
 */

/* What was read of one function. */
struct taken {
	struct pcimsi_slot slot;
	const uint8_t *data; /* NULL: it could not be read */
	uint32_t size;
	struct sysfs_function says;
};

struct live {
	struct pci_access *access;
	struct pci_dev **devices; /* in the order of their slots */
	struct taken *taken;      /* of each of them */
	size_t n_devices, n_taken, next;
	struct pcimsi_raw_function raw;
	const char *sysfs; /* its root; NULL: another access method */
	struct arena arena;
	struct sysfs_slots slots;         /* of sysfs, in `arena` */
	struct arena read;                /* of what was taken */
	char message[160];                /* the last that libpci said */
	uint8_t data[PCIMSI_CONFIG_SIZE]; /* of the device being read */
	uint32_t size;
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

/* The devices go into libpci's list, as those of a scan do, so that it frees them. */
static void take_slots(struct live *live)
{
	for (uint32_t i = 0; i < live->slots.count; i++) {
		const struct pcimsi_slot *slot = &live->slots.items[i];
		struct pci_dev *device = pci_get_dev(live->access, (int)slot->domain, slot->bus,
						     slot->device, slot->function);

		device->next = live->access->devices;
		live->access->devices = device;
	}
}

static void init_and_scan(struct live *live)
{
	pci_init(live->access);
	if (live->sysfs)
		take_slots(live);
	else
		pci_scan_bus(live->access);
}

static void clean_up(struct live *live)
{
	pci_cleanup(live->access);
}

/* Whether the file `devices` below a path that is a parameter of libpci can be read. */
static bool has_devices(struct live *live, const char *parameter)
{
	const char *root = pci_get_param(live->access, (char *)parameter);
	char path[4096];

	return root && snprintf(path, sizeof(path), "%s/devices", root) < (int)sizeof(path) &&
	       access(path, R_OK) == 0;
}

/* What the kernel tells. libpci would go on and write to I/O ports if it tells nothing. */
static int choose_safe_method(struct pcimsi_capture *capture, struct live *live)
{
	if (has_devices(live, "sysfs.path"))
		live->access->method = PCI_ACCESS_SYS_BUS_PCI;
	else if (has_devices(live, "proc.path"))
		live->access->method = PCI_ACCESS_PROC_BUS_PCI;
	else {
		capture->detail = "neither sysfs nor /proc/bus/pci is there; -A names other ways";
		return PCIMSI_ERR_IO;
	}
	return 0;
}

static int choose_method(struct pcimsi_capture *capture, struct live *live, const char *name)
{
	int method;

	if (!name)
		return choose_safe_method(capture, live);
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

static struct pcimsi_slot slot_of(const struct pci_dev *device)
{
	return (struct pcimsi_slot){
		.domain = (uint32_t)device->domain,
		.bus = device->bus,
		.device = device->dev,
		.function = device->func,
	};
}

static int by_slot(const void *a, const void *b)
{
	return slot_compare(slot_of(*(struct pci_dev *const *)a),
			    slot_of(*(struct pci_dev *const *)b));
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

static int list_sysfs(struct pcimsi_capture *capture, struct live *live)
{
	int err;

	if (live->access->method != PCI_ACCESS_SYS_BUS_PCI)
		return 0;
	live->sysfs = pci_get_param(live->access, (char *)"sysfs.path");
	err = sysfs_list(live->sysfs, &live->arena, &capture->notes, &live->slots);
	if (err == PCIMSI_ERR_IO)
		capture->detail = strerror(errno);
	return err;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* A block read through sysfs is all or nothing, so the sizes that exist are tried. */
static void read_config(struct live *live)
{
	static const int sizes[] = { 4096, 256, 128, 64 };

	for (unsigned i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		if (!pci_read_block(live->devices[live->n_taken], 0, live->data, sizes[i]))
			continue;
		live->size = (uint32_t)sizes[i];
		return;
	}
}

static bool read_bytes(struct live *live, struct pcimsi_slot slot)
{
	live->size = 0;
	if (live->sysfs && !sysfs_has_config(live->sysfs, slot))
		return false;
	return guarded(live, read_config) && live->size;
}

/* What Linux says stands beside the bytes in sysfs, and nowhere else. */
static int take_function(struct live *live, struct taken *taken)
{
	uint8_t *data;

	taken->slot = slot_of(live->devices[live->n_taken]);
	if (!read_bytes(live, taken->slot))
		return 0;
	data = arena_alloc(&live->read, live->size);
	if (!data)
		return PCIMSI_ERR_NOMEM;
	memcpy(data, live->data, live->size);
	taken->data = data;
	taken->size = live->size;
	return live->sysfs ? sysfs_read(live->sysfs, taken->slot, &live->read, &taken->says) : 0;
}

static int take_all(struct live *live)
{
	live->taken = calloc(live->n_devices + 1, sizeof(*live->taken));
	if (!live->taken)
		return PCIMSI_ERR_NOMEM;
	for (; live->n_taken < live->n_devices; live->n_taken++)
		if (take_function(live, &live->taken[live->n_taken]) == PCIMSI_ERR_NOMEM)
			return PCIMSI_ERR_NOMEM;
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
	err = set_params(capture, live, options);
	if (!err)
		err = choose_method(capture, live, options->access_method);
	if (!err)
		err = list_sysfs(capture, live);
	if (err)
		return err;
	if (!guarded(live, init_and_scan)) {
		note(capture, PCIMSI_NOTE_SCAN_FAILED, live->message);
		capture->detail = "libpci cannot scan it";
		return PCIMSI_ERR_IO;
	}
	err = sort_devices(live);
	return err ? err : take_all(live);
}

/* ---- giving ---------------------------------------------------------------------------------- */

static int next(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	struct live *live = capture->state;

	while (live->next < live->n_taken) {
		struct taken *taken = &live->taken[live->next++];
		char slot[PCIMSI_SLOT_TEXT];

		if (!taken->data) {
			note(capture, PCIMSI_NOTE_FUNCTION_LOST,
			     pcimsi_slot_text(taken->slot, slot));
			continue;
		}
		live->raw = (struct pcimsi_raw_function){
			.slot = taken->slot,
			.bytes = { .data = taken->data, .size = taken->size },
			.source = PCIMSI_SOURCE_LIVE,
		};
		sysfs_function_fill(&taken->says, &live->raw);
		*ret = &live->raw;
		return 1;
	}
	return 0;
}

static void close_live(struct pcimsi_capture *capture)
{
	struct live *live = capture->state;

	if (live->access)
		guarded(live, clean_up);
	arena_done(&live->arena);
	arena_done(&live->read);
	free(live->taken);
	free(live->devices);
	free(live);
}

const struct source_ops source_libpci = {
	.name = "this machine",
	.open = open_live,
	.next = next,
	.close = close_live,
};

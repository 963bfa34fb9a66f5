/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "compare/compare.h"
#include "report/fact_value.h"
#include "config.h"
#include "test_inf_common.h"

#include <pcimsi/pcimsi.h>

/* What differs between two captures, of functions made by hand and of those that ship. */

/* ---- machines -------------------------------------------------------------------------------- */

/* A function with MSI-X; 0 entries: with none. */
struct card {
	uint8_t bus, device, function;
	uint16_t id, subsystem, entries;
	uint16_t bytes; /* that were captured; 0: 256 */
	uint8_t mme, enable;
};

/* With INFs, or with none. */
struct machine {
	struct pcimsi_inf *infs[2];
	struct pcimsi_check *check;
	const struct pcimsi_run *run;
};

static void machine_begin(struct machine *machine)
{
	*machine = (struct machine){ .check = pcimsi_check_new(NULL) };
	assert_non_null(machine->check);
}

static void machine_inf(struct machine *machine, const char *name, const void *text, size_t size)
{
	struct pcimsi_inf **inf = &machine->infs[machine->infs[0] != NULL];

	assert_int_equal(pcimsi_inf_open(name, text, size, NULL, inf), 0);
	assert_int_equal(pcimsi_check_add_inf(machine->check, *inf, &pcimsi_target_default, true),
			 0);
}

static void machine_add(struct machine *machine, const struct pcimsi_raw_function *raw)
{
	const struct pcimsi_function *function;

	assert_int_equal(pcimsi_function_new(raw, &function), 0);
	assert_int_equal(pcimsi_check_add_function(machine->check, function, "capture", false), 0);
	pcimsi_function_free(function);
}

static void machine_end(struct machine *machine)
{
	assert_int_equal(pcimsi_check_run(machine->check, &machine->run), 0);
}

static void machine_done(struct machine *machine)
{
	pcimsi_check_free(machine->check);
	for (size_t i = 0; i < COUNT(machine->infs); i++)
		pcimsi_inf_close(machine->infs[i]);
}

static void build(struct config *c, const struct card *card)
{
	config_endpoint(c, 0x8086, card->id);
	config_u16(c, 0x2c, 0x8086);
	config_u16(c, 0x2e, card->subsystem);
	config_u16(c, 0x0a, 0x0200);
	config_u8(c, 0x3d, 1);
	config_u32(c, 0x10, 0xf0000000);
	config_capability(c, 0x05, 0x50);
	config_u16(c, 0x52, (uint16_t)(0x0086 | card->mme << 4 | card->enable));
	config_u32(c, 0x54, 0xfee00000u + card->mme * 4096u);
	if (card->entries) {
		config_capability(c, 0x11, 0x70);
		config_u16(c, 0x72, (uint16_t)(card->entries - 1));
		config_u32(c, 0x74, 0x2000);
		config_u32(c, 0x78, 0x3000);
	}
	if (card->bytes)
		config_truncate(c, card->bytes);
	c->raw.slot = (struct pcimsi_slot){ .bus = card->bus,
					    .device = card->device,
					    .function = card->function };
}

static void machine_cards(struct machine *machine, const struct card *cards, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct config c;

		build(&c, &cards[i]);
		machine_add(machine, &c.raw);
	}
}

static void machine_of(struct machine *machine, const struct card *cards, size_t count)
{
	machine_begin(machine);
	machine_cards(machine, cards, count);
	machine_end(machine);
}

static void machine_read(struct machine *machine, const char *path)
{
	const struct pcimsi_raw_function *raw;
	struct pcimsi_capture *capture;

	assert_int_equal(pcimsi_capture_open(path, NULL, &capture, NULL), 0);
	while (pcimsi_capture_next(capture, &raw) == 1)
		machine_add(machine, raw);
	pcimsi_capture_close(capture);
	machine_end(machine);
}

static void machine_open(struct machine *machine, const char *path)
{
	machine_begin(machine);
	machine_read(machine, path);
}

/* ---- properties ------------------------------------------------------------------------------ */

static const struct pcimsi_diff *diff(const struct machine *a, const struct machine *b, bool all)
{
	const struct pcimsi_diff_options options = { .size = sizeof(options),
						     .volatile_fields = all };
	const struct pcimsi_diff *ret;

	assert_int_equal(pcimsi_diff_new(a->run, b->run, &options, &ret), 0);
	return ret;
}

static enum pcimsi_pairing mirrored(enum pcimsi_pairing pairing)
{
	if (pairing == PCIMSI_PAIRED_ONLY_OLD)
		return PCIMSI_PAIRED_ONLY_NEW;
	return pairing == PCIMSI_PAIRED_ONLY_NEW ? PCIMSI_PAIRED_ONLY_OLD : pairing;
}

static void assert_same_value(const struct pcimsi_fact_value *a, const struct pcimsi_fact_value *b)
{
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->number, b->number);
	if (a->text || b->text)
		assert_string_equal(a->text, b->text);
}

static void assert_mirrored_changes(const struct pcimsi_change *a, uint32_t n_a,
				    const struct pcimsi_change *b, uint32_t n_b)
{
	assert_int_equal(n_a, n_b);
	for (uint32_t i = 0; i < n_a; i++) {
		assert_ptr_equal(a[i].fact, b[i].fact);
		assert_int_equal(a[i].unknown, b[i].unknown);
		for (int side = 0; side < PCIMSI_SIDES; side++)
			assert_same_value(&a[i].values[side], &b[i].values[!side]);
	}
}

static void assert_mirrored_infs(const struct pcimsi_diff *a, const struct pcimsi_diff *b)
{
	assert_int_equal(a->n_same_infs, b->n_same_infs);
	assert_int_equal(a->n_infs, b->n_infs);
	for (uint32_t i = 0; i < a->n_infs; i++) {
		const struct pcimsi_inf_diff *x = &a->infs[i], *y = &b->infs[i];

		assert_mirrored_changes(x->changes, x->n_changes, y->changes, y->n_changes);
		assert_int_equal(x->n_same_models, y->n_same_models);
		assert_int_equal(x->n_models, y->n_models);
		for (uint32_t k = 0; k < x->n_models; k++) {
			const struct pcimsi_model_diff *one = &x->models[k], *other = &y->models[k];

			for (int side = 0; side < PCIMSI_SIDES; side++)
				assert_ptr_equal(one->models[side], other->models[!side]);
			assert_mirrored_changes(one->changes, one->n_changes, other->changes,
						other->n_changes);
		}
	}
}

static void assert_mirrored_verdicts(const struct pcimsi_diff *a, const struct pcimsi_diff *b)
{
	assert_int_equal(a->n_same_verdicts, b->n_same_verdicts);
	assert_int_equal(a->n_flips, b->n_flips);
	assert_int_equal(a->n_verdicts, b->n_verdicts);
	for (uint32_t i = 0; i < a->n_verdicts; i++) {
		const struct pcimsi_verdict_diff *x = &a->verdicts[i], *y = &b->verdicts[i];

		assert_int_equal(x->flips, y->flips);
		assert_int_equal(x->n_findings, y->n_findings);
		for (int side = 0; side < PCIMSI_SIDES; side++)
			assert_ptr_equal(x->verdicts[side], y->verdicts[!side]);
		assert_mirrored_changes(x->changes, x->n_changes, y->changes, y->n_changes);
	}
	assert_int_equal(a->n_findings, b->n_findings);
	for (uint32_t i = 0; i < a->n_findings; i++) {
		assert_int_equal(a->findings[i].reason, b->findings[i].reason);
		for (int side = 0; side < PCIMSI_SIDES; side++)
			assert_ptr_equal(a->findings[i].findings[side],
					 b->findings[i].findings[!side]);
	}
}

static void assert_mirrored(const struct pcimsi_diff *a, const struct pcimsi_diff *b)
{
	assert_mirrored_infs(a, b);
	assert_mirrored_verdicts(a, b);
	assert_int_equal(a->differs, b->differs);
	assert_int_equal(a->n_changes, b->n_changes);
	assert_int_equal(a->n_unknown, b->n_unknown);
	assert_int_equal(a->n_same_functions, b->n_same_functions);
	assert_int_equal(a->n_functions, b->n_functions);
	for (uint32_t i = 0; i < a->n_functions; i++) {
		const struct pcimsi_function_diff *x = &a->functions[i], *y = &b->functions[i];

		assert_int_equal(x->pairing, mirrored(y->pairing));
		for (int side = 0; side < PCIMSI_SIDES; side++)
			assert_ptr_equal(x->functions[side], y->functions[!side]);
		assert_mirrored_changes(x->changes, x->n_changes, y->changes, y->n_changes);
	}
}

/* Every function of both sides is told of once, or the same. */
static void assert_complete(const struct pcimsi_diff *d)
{
	for (int side = 0; side < PCIMSI_SIDES; side++) {
		uint32_t count = d->n_same_functions;

		for (uint32_t i = 0; i < d->n_functions; i++)
			count += d->functions[i].functions[side] != NULL;
		assert_int_equal(count, d->runs[side]->n_functions);
	}
}

static void try_pair(const struct machine *a, const struct machine *b, bool all)
{
	const struct pcimsi_diff *there = diff(a, b, all), *back = diff(b, a, all);

	assert_complete(there);
	assert_mirrored(there, back);
	pcimsi_diff_free(there);
	pcimsi_diff_free(back);
}

static void try_itself(const struct machine *a, bool all)
{
	const struct pcimsi_diff *none = diff(a, a, all);

	assert_false(none->differs);
	assert_int_equal(none->n_functions, 0);
	assert_int_equal(none->n_same_functions, a->run->n_functions);
	assert_int_equal(none->n_same_infs, a->run->n_infs);
	assert_int_equal(none->n_changes + none->n_unknown, 0);
	pcimsi_diff_free(none);
}

/* Read apart, and so with pointers of its own. */
static void assert_nothing_differs(const struct machine *a, const struct machine *b)
{
	const struct pcimsi_diff *none = diff(a, b, true);

	assert_false(none->differs);
	pcimsi_diff_free(none);
}

static const char *const shipped[] = {
	"dumps/demo.txt",       "dumps/lab-i440fx.txt",
	"dumps/lab-q35.txt",    "dumps/lab-q35-unprivileged.txt",
	"dumps/lab-virtio.txt", "dumps",
};

static void captures_that_ship_mirror(void **state)
{
	struct machine machines[COUNT(shipped)];

	(void)state;
	for (size_t i = 0; i < COUNT(shipped); i++)
		machine_open(&machines[i], shipped[i]);
	for (size_t i = 0; i < 2 * COUNT(shipped); i++)
		try_itself(&machines[i / 2], i % 2);
	for (size_t i = 0; i < COUNT(shipped); i++)
		for (size_t k = 0; k < COUNT(shipped); k++)
			try_pair(&machines[i], &machines[k], (i + k) % 2);
	for (size_t i = 0; i < COUNT(shipped); i++)
		machine_done(&machines[i]);
}

static const char *const shipped_infs[] = {
	"dumps/demo.inf",     "dumps/fit.inf",     "dumps/impossible.inf", "dumps/ineffective.inf",
	"dumps/mydevice.inf", "dumps/unknown.inf", "dumps/wasteful.inf",
};

/* Each on a capture of its own: what moves has its verdicts move, too. */
static void machine_judged(struct machine *machine, size_t inf, size_t capture)
{
	static char text[65536];
	FILE *file = fopen(shipped_infs[inf], "rb");
	size_t size;

	assert_non_null(file);
	size = fread(text, 1, sizeof(text), file);
	fclose(file);
	machine_begin(machine);
	machine_inf(machine, shipped_infs[inf], text, size);
	machine_read(machine, shipped[capture % 5]);
}

static void infs_that_ship_mirror(void **state)
{
	struct machine machines[COUNT(shipped_infs)];

	(void)state;
	for (size_t i = 0; i < COUNT(machines); i++)
		machine_judged(&machines[i], i, i);
	for (size_t i = 0; i < COUNT(machines); i++)
		for (size_t k = 0; k < COUNT(machines); k++)
			try_pair(&machines[i], &machines[k], false);
	for (size_t i = 0; i < COUNT(machines); i++) {
		struct machine again;

		try_itself(&machines[i], true);
		machine_judged(&again, i, i);
		try_pair(&machines[i], &again, false);
		assert_nothing_differs(&machines[i], &again);
		machine_done(&again);
		machine_done(&machines[i]);
	}
}

/* Few slots and few ids, so that cards move, are exchanged, and occur again. */
static struct card random_card(uint32_t *seed)
{
	static const uint16_t sizes[] = { 0, 0, 64, 96 };
	struct card card = { 0 };
	uint32_t bits;

	*seed = *seed * 1664525 + 1013904223;
	bits = *seed >> 8;
	card.device = bits % 4;
	card.function = bits / 4 % 2;
	card.id = (uint16_t)(0x1000 + bits / 8 % 3);
	card.subsystem = bits / 32 % 2;
	card.entries = bits / 64 % 4;
	card.bytes = sizes[bits / 256 % 4];
	card.mme = (uint8_t)(bits / 1024 % 3);
	card.enable = bits / 4096 % 2;
	return card;
}

static void machine_random(struct machine *machine, uint32_t *seed)
{
	struct card cards[12];
	size_t count = *seed % COUNT(cards);

	for (size_t i = 0; i < count; i++)
		cards[i] = random_card(seed);
	machine_of(machine, cards, count);
}

static void generated_captures_mirror(void **state)
{
	uint32_t seed = 1;

	(void)state;
	for (unsigned i = 0; i < 500; i++) {
		struct machine a, b;

		machine_random(&a, &seed);
		machine_random(&b, &seed);
		try_itself(&a, i % 2);
		try_pair(&a, &b, i % 2);
		machine_done(&a);
		machine_done(&b);
	}
}

/* ---- cases ----------------------------------------------------------------------------------- */

static const char *value_of(const struct pcimsi_fact_value *value, char buffer[32])
{
	switch (value->kind) {
	case PCIMSI_VALUE_NUMBER:
		snprintf(buffer, 32, "%llx", (unsigned long long)value->number);
		return buffer;
	case PCIMSI_VALUE_NONE:
		return "-";
	case PCIMSI_VALUE_UNKNOWN:
		return "?";
	default:
		return value->text;
	}
}

/* "03:00.0>04:00.0 moved; 03:00.0 in-place msix.table_size 21>11; ..." */
static void say(const struct pcimsi_diff *d, char *out, size_t size)
{
	size_t used = 0;

	out[0] = '\0';
	for (uint32_t i = 0; i < d->n_functions; i++) {
		const struct pcimsi_function_diff *f = &d->functions[i];
		char slot[PCIMSI_SLOT_TEXT], values[PCIMSI_SIDES][32];

		for (int side = 0; side < PCIMSI_SIDES; side++)
			used += (size_t)snprintf(
				out + used, size - used, "%s%s",
				side ? ">"
				: i  ? "; "
				     : "",
				f->functions[side]
					? pcimsi_slot_text(f->functions[side]->function->raw.slot,
							   slot) +
						  5
					: "");
		used += (size_t)snprintf(out + used, size - used, " %s",
					 pcimsi_pairing_name(f->pairing));
		for (uint32_t k = 0; k < f->n_changes; k++)
			used += (size_t)snprintf(out + used, size - used, " %s %s>%s",
						 f->changes[k].fact->name,
						 value_of(&f->changes[k].values[0], values[0]),
						 value_of(&f->changes[k].values[1], values[1]));
		assert_true(used < size);
	}
}

/* clang-format off */
#define CARD(b, d, f, i, n, ...) { .bus = (b), .device = (d), .function = (f), .id = (i), .entries = (n), __VA_ARGS__ }

static const struct {
	const char *what;
	struct card old_cards[4], new_cards[4];
	bool all;
	const char *said;
} cases[] = {
	{ "nothing changed",
	  { CARD(3, 0, 0, 0x1000, 33) }, { CARD(3, 0, 0, 0x1000, 33) }, false, "" },
	{ "a firmware has a smaller table",
	  { CARD(3, 0, 0, 0x1000, 33) }, { CARD(3, 0, 0, 0x1000, 17) }, false,
	  "03:00.0>03:00.0 in-place msix.table_size 21>11" },
	{ "MSI-X is gone: what follows from that is not told",
	  { CARD(3, 0, 0, 0x1000, 33) }, { CARD(3, 0, 0, 0x1000, 0) }, false,
	  "03:00.0>03:00.0 in-place msix.state present>absent msix.table_size 21>-" },
	{ "captured without root: unknown, not gone",
	  { CARD(3, 0, 0, 0x1000, 33) }, { CARD(3, 0, 0, 0x1000, 33, .bytes = 64) }, false,
	  "03:00.0>03:00.0 in-place msi.state present>? msi.capable 8>? msix.state present>? "
	  "msix.table_size 21>?" },
	{ "cut inside of a capability: it is there",
	  { CARD(3, 0, 0, 0x1000, 33) }, { CARD(3, 0, 0, 0x1000, 33, .bytes = 0x72) }, false,
	  "03:00.0>03:00.0 in-place msix.table_size 21>? msix.table_bar 0>? "
	  "msix.table_offset 2000>? msix.pba_bar 0>? msix.pba_offset 3000>?" },
	{ "what the system sets is left out",
	  { CARD(3, 0, 0, 0x1000, 0, .mme = 0) }, { CARD(3, 0, 0, 0x1000, 0, .mme = 2, .enable = 1) },
	  false, "" },
	{ "unless asked for",
	  { CARD(3, 0, 0, 0x1000, 0, .mme = 0) }, { CARD(3, 0, 0, 0x1000, 0, .mme = 2, .enable = 1) },
	  true, "03:00.0>03:00.0 in-place msi.enabled no>yes msi.mme 0>2 msi.address fee00000>fee02000" },
	{ "a card in another slot",
	  { CARD(3, 0, 0, 0x1000, 33), CARD(3, 0, 1, 0x1000, 5) },
	  { CARD(4, 0, 0, 0x1000, 33), CARD(4, 0, 1, 0x1000, 5) }, false,
	  "03:00.0>04:00.0 moved; 03:00.1>04:00.1 moved" },
	{ "one of its functions is not there any more: the others keep their number",
	  { CARD(3, 0, 0, 0x1000, 33), CARD(3, 0, 1, 0x1000, 5) },
	  { CARD(4, 0, 1, 0x1000, 5) }, false,
	  "03:00.0> only-old; 03:00.1>04:00.1 moved" },
	{ "two cards have exchanged their slots",
	  { CARD(3, 0, 0, 0x1000, 33), CARD(4, 0, 0, 0x2000, 5) },
	  { CARD(3, 0, 0, 0x2000, 5), CARD(4, 0, 0, 0x1000, 33) }, false,
	  "03:00.0>04:00.0 moved; 04:00.0>03:00.0 moved" },
	{ "its slot holds another device",
	  { CARD(3, 0, 0, 0x1000, 33) }, { CARD(3, 0, 0, 0x2000, 5), CARD(5, 0, 0, 0x1000, 33) }, false,
	  "03:00.0>05:00.0 moved; >03:00.0 only-new" },
	{ "a card replaced",
	  { CARD(3, 0, 0, 0x1000, 33) }, { CARD(3, 0, 0, 0x2000, 5) }, false,
	  "03:00.0>03:00.0 replaced device_id 1000>2000 msix.table_size 21>5" },
	{ "another board of the chip, or an EEPROM written anew",
	  { CARD(3, 0, 0, 0x1000, 33) }, { CARD(3, 0, 0, 0x1000, 33, .subsystem = 7) }, false,
	  "03:00.0>03:00.0 in-place subsystem_id 0>7" },
	{ "boards of a chip are told apart by their subsystem",
	  { CARD(3, 0, 0, 0x1000, 33), CARD(4, 0, 0, 0x1000, 33, .subsystem = 7) },
	  { CARD(3, 0, 0, 0x1000, 33, .subsystem = 7), CARD(4, 0, 0, 0x1000, 33) }, false,
	  "03:00.0>04:00.0 moved; 04:00.0>03:00.0 moved" },
	{ "a subsystem that was not captured may be any",
	  { CARD(3, 0, 0, 0x1000, 33, .subsystem = 7) }, { CARD(4, 0, 0, 0x1000, 33, .bytes = 0x2c) },
	  false, "03:00.0>04:00.0 moved subsystem_vendor_id 8086>? subsystem_id 7>? interrupt_pin 1>? "
	  "msi.state present>? msi.capable 8>? msix.state present>? msix.table_size 21>?" },
	{ "ids that were not captured may be those of the slot, and move nothing",
	  { CARD(3, 0, 0, 0x1000, 33), CARD(4, 0, 0, 0x2000, 33) },
	  { CARD(3, 0, 0, 0x1000, 33), CARD(5, 0, 0, 0x2000, 33, .bytes = 2) }, false,
	  "04:00.0> only-old; >05:00.0 only-new" },
	{ "only one capture has it: nobody says that it is gone",
	  { CARD(3, 0, 0, 0x1000, 33), CARD(4, 0, 0, 0x2000, 5) }, { CARD(4, 0, 0, 0x2000, 5) }, false,
	  "03:00.0> only-old" },
	{ "a slot that occurs again is held against what occurs again",
	  { CARD(3, 0, 0, 0x1000, 33), CARD(3, 0, 0, 0x1000, 5) },
	  { CARD(3, 0, 0, 0x1000, 33), CARD(3, 0, 0, 0x1000, 4) }, false,
	  "03:00.0>03:00.0 in-place msix.table_size 5>4" },
};
/* clang-format on */

static size_t count_cards(const struct card *cards)
{
	size_t count = 0;

	while (count < 4 && cards[count].id)
		count++;
	return count;
}

static void what_differs(void **state)
{
	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct pcimsi_diff *d;
		struct machine a, b;
		char said[1024];

		machine_of(&a, cases[i].old_cards, count_cards(cases[i].old_cards));
		machine_of(&b, cases[i].new_cards, count_cards(cases[i].new_cards));
		d = diff(&a, &b, cases[i].all);
		say(d, said, sizeof(said));
		if (strcmp(said, cases[i].said) != 0 || d->differs != (*said != '\0')) {
			print_message("%s:\n  %s\n  and not\n  %s\n", cases[i].what, said,
				      cases[i].said);
			wrong++;
		}
		pcimsi_diff_free(d);
		machine_done(&a);
		machine_done(&b);
	}
	assert_int_equal(wrong, 0);
}

static void one_that_does_not_answer_is_the_same_device(void **state)
{
	struct pcimsi_fact_value *values;
	const struct pcimsi_diff *d;
	struct machine a, b;
	struct config c;

	(void)state;
	machine_of(&a, &(struct card)CARD(3, 0, 0, 0x1000, 33), 1);
	build(&c, &(struct card)CARD(3, 0, 0, 0x1000, 33));
	memset(c.data, 0xff, 256);
	machine_begin(&b);
	machine_add(&b, &c.raw);
	machine_end(&b);
	d = diff(&a, &b, false);
	assert_int_equal(d->n_functions, 1);
	assert_int_equal(d->functions[0].pairing, PCIMSI_PAIRED_IN_PLACE);
	assert_string_equal(d->functions[0].changes[0].fact->name, "responding");
	assert_int_equal(d->n_changes, 1);
	values = (struct pcimsi_fact_value *)d->functions[0].changes[1].values;
	assert_int_equal(values[PCIMSI_SIDE_NEW].kind, PCIMSI_VALUE_UNKNOWN);
	pcimsi_diff_free(d);
	machine_done(&a);
	machine_done(&b);
}

/* ---- INFs and verdicts ----------------------------------------------------------------------- */

#define KEY "HKR,\"" MESSAGES "\","
#define MODELS(lines) VERSION "[Manufacturer]\nA=M,NTamd64\n[M.NTamd64]\n" lines
#define ID(device) "PCI\\VEN_8086&DEV_" device
#define SECTION(name, lines)                                                                     \
	"[" name "]\n[" name ".HW]\nAddReg=" name ".R\n[" name ".R]\n" KEY "MSISupported," DWORD \
	",1\n" lines
#define LIMIT(n) KEY "MessageNumberLimit," DWORD "," n "\n"

static size_t say_changes(const struct pcimsi_change *changes, uint32_t count, char *out,
			  size_t size)
{
	char values[PCIMSI_SIDES][32];
	size_t used = 0;

	for (uint32_t i = 0; i < count && used < size; i++)
		used += (size_t)snprintf(out + used, size - used, " %s %s>%s",
					 changes[i].fact->name,
					 value_of(&changes[i].values[0], values[0]),
					 value_of(&changes[i].values[1], values[1]));
	return used;
}

/* "inf; +1000; -2000; 1000 settings.MessageNumberLimit 40>21" */
static void say_infs(const struct pcimsi_diff *d, char *out, size_t size)
{
	size_t used = 0;

	out[0] = '\0';
	for (uint32_t i = 0; i < d->n_infs; i++) {
		const struct pcimsi_inf_diff *inf = &d->infs[i];

		used += (size_t)snprintf(out + used, size - used, "%sinf", i ? "; " : "");
		used += say_changes(inf->changes, inf->n_changes, out + used, size - used);
		for (uint32_t k = 0; k < inf->n_models; k++) {
			const struct pcimsi_model *const *models = inf->models[k].models;
			const char *id = (models[0] ? models[0] : models[1])->hardware_id;

			used += (size_t)snprintf(out + used, size - used, "; %s%s",
						 !models[0]   ? "+"
						 : !models[1] ? "-"
							      : "",
						 strrchr(id, '_') + 1);
			used += say_changes(inf->models[k].changes, inf->models[k].n_changes,
					    out + used, size - used);
			assert_true(used < size);
		}
	}
}

/* "02:00.0 fit>impossible came GRA703; ..." */
static void say_verdicts(const struct pcimsi_diff *d, char *out, size_t size)
{
	size_t used = 0;

	out[0] = '\0';
	for (uint32_t i = 0; i < d->n_verdicts; i++) {
		const struct pcimsi_verdict_diff *v = &d->verdicts[i];
		char slot[PCIMSI_SLOT_TEXT];

		used += (size_t)snprintf(
			out + used, size - used, "%s%s%s", i ? "; " : "",
			pcimsi_slot_text((v->functions[1] ? v->functions[1] : v->functions[0])
						 ->function->raw.slot,
					 slot) +
				5,
			v->flips ? " flips" : "");
		used += say_changes(v->changes, v->n_changes, out + used, size - used);
		for (uint32_t k = 0; k < v->n_findings; k++) {
			const struct pcimsi_finding *const *findings = v->findings[k]->findings;

			used += (size_t)snprintf(
				out + used, size - used, " %s %s",
				finding_diff_name(v->findings[k]),
				(findings[0] ? findings[0] : findings[1])->rule->id);
		}
		assert_true(used < size);
	}
}

/* clang-format off */
static const struct {
	const char *what;
	const char *old_inf, *new_inf;
	struct card old_cards[4], new_cards[4];
	const char *infs, *verdicts;
} inf_cases[] = {
	{ "nothing",
	  MODELS("D=I," ID("1000") "\n") SECTION("I", LIMIT("64")),
	  MODELS("D=I," ID("1000") "\n") SECTION("I", LIMIT("64")), .infs = "", .verdicts = "" },
	{ "a limit, which makes a verdict flip",
	  MODELS("D=I," ID("1000") "\n") SECTION("I", LIMIT("64")),
	  MODELS("D=I," ID("1000") "\n") SECTION("I", LIMIT("33")),
	  { CARD(3, 0, 0, 0x1000, 33) }, { CARD(3, 0, 0, 0x1000, 33) },
	  "inf; 1000 settings.MessageNumberLimit 40>21",
	  "03:00.0 flips verdict impossible>fit verdict.message_number_limit 40>21 gone GRA703" },
	{ "a firmware with a smaller table",
	  MODELS("D=I," ID("1000") "\n") SECTION("I", LIMIT("33")),
	  MODELS("D=I," ID("1000") "\n") SECTION("I", LIMIT("33")),
	  { CARD(3, 0, 0, 0x1000, 33) }, { CARD(3, 0, 0, 0x1000, 17) }, "",
	  "03:00.0 flips verdict fit>impossible verdict.capacity 21>11 verdict.requested 21>11 came GRA703 changed GRA713" },
	{ "the same finding with another number",
	  MODELS("D=I," ID("1000") "\n") SECTION("I", LIMIT("64")),
	  MODELS("D=I," ID("1000") "\n") SECTION("I", LIMIT("64")),
	  { CARD(3, 0, 0, 0x1000, 33) }, { CARD(3, 0, 0, 0x1000, 17) }, "",
	  "03:00.0 verdict.capacity 21>11 verdict.requested 21>11 changed GRA703 changed GRA713" },
	{ "a card in another slot keeps its verdict and its findings",
	  MODELS("D=I," ID("1000") "\n") SECTION("I", LIMIT("64")),
	  MODELS("D=I," ID("1000") "\n") SECTION("I", LIMIT("64")),
	  { CARD(3, 0, 0, 0x1000, 33) }, { CARD(7, 0, 0, 0x1000, 33) }, "", "" },
	{ "captured without root: nothing is gone",
	  MODELS("D=I," ID("1000") "\n") SECTION("I", LIMIT("64")),
	  MODELS("D=I," ID("1000") "\n") SECTION("I", LIMIT("64")),
	  { CARD(3, 0, 0, 0x1000, 33) }, { CARD(3, 0, 0, 0x1000, 33, .bytes = 64) }, "",
	  "03:00.0 flips verdict impossible>? verdict.mode msi-x>? verdict.capacity 21>? "
	  "verdict.requested 21>? verdict.fallback one-message-or-intx>? unknown GRA703 unknown GRA713" },
	{ "Models lines that came and went, and one whose compatible ids did",
	  MODELS("D=I," ID("1000") "\nE=I," ID("2000") "\nF=I," ID("3000") "\n") SECTION("I", ""),
	  MODELS("F=I," ID("3000") "," ID("1") "\nD=I," ID("1000") "\nE=I," ID("2001") "\n") SECTION("I", ""),
	  .infs = "inf; -2000; +2001; 3000 model.compatible_ids >PCI\\VEN_8086&DEV_1", .verdicts = "" },
	{ "the same id in another case, twice: in order",
	  MODELS("D=I,pci\\ven_8086&dev_1000\nE=J," ID("1000") "\n") SECTION("I", LIMIT("1")) SECTION("J", LIMIT("2")),
	  MODELS("D=I," ID("1000") "\nE=J," ID("1000") "\n") SECTION("I", LIMIT("1")) SECTION("J", LIMIT("4")),
	  .infs = "inf; 1000 settings.MessageNumberLimit 2>4", .verdicts = "" },
	{ "another type, and only if not set before",
	  MODELS("D=I," ID("1000") "\n") SECTION("I", LIMIT("4")),
	  MODELS("D=I," ID("1000") "\n") "[I]\n[I.HW]\nAddReg=I.R\n[I.R]\n" KEY "MSISupported,0x00010003,1\n"
	  KEY "MessageNumberLimit,0,4\n",
	  .infs = "inf; 1000 settings.MSISupported.conditional no>yes settings.MessageNumberLimit 4>4 "
		  "settings.MessageNumberLimit.type REG_DWORD>REG_SZ", .verdicts = "" },
	{ "a Needs that cannot be followed may write anything",
	  MODELS("D=I," ID("1000") "\n") SECTION("I", LIMIT("4")),
	  MODELS("D=I," ID("1000") "\n") "[I]\n[I.HW]\nInclude=other.inf\nNeeds=Elsewhere\n",
	  .infs = "inf; 1000 model.complete yes>no settings.MSISupported 1>? settings.MessageNumberLimit 4>? "
		  "settings.DevicePolicy ->? settings.DevicePriority ->? settings.AssignmentSetOverride ->? settings.GroupPolicy ->?",
	  .verdicts = "" },
	{ "no line matches any more",
	  MODELS("D=I," ID("1000") "\n") SECTION("I", ""),
	  MODELS("D=I," ID("1001") "\n") SECTION("I", ""),
	  { CARD(3, 0, 0, 0x1000, 33) }, { CARD(3, 0, 0, 0x1000, 33) }, "inf; -1000; +1001",
	  "03:00.0 flips verdict fit>- verdict.hardware_id PCI\\VEN_8086&DEV_1000>- verdict.section I>- "
	  "verdict.msi_supported 1>- verdict.mode msi-x>- verdict.capacity 21>- verdict.requested 21>- "
	  "verdict.fallback one-message-or-intx>-" },
	{ "whether one matches is not known where ids were not captured",
	  MODELS("D=I," ID("1000") "\n") SECTION("I", ""),
	  MODELS("D=I," ID("1000") "\n") SECTION("I", ""),
	  { CARD(3, 0, 0, 0x1000, 33) }, { CARD(3, 0, 0, 0x1000, 33, .bytes = 2) }, "",
	  "03:00.0 flips verdict fit>? verdict.hardware_id PCI\\VEN_8086&DEV_1000>? verdict.section I>? "
	  "verdict.msi_supported 1>? verdict.message_number_limit ->? verdict.mode msi-x>? verdict.capacity 21>? "
	  "verdict.requested 21>? verdict.fallback one-message-or-intx>?" },
	{ "a function that only one has flips nothing",
	  MODELS("D=I," ID("1000") "\n") SECTION("I", LIMIT("64")),
	  MODELS("D=I," ID("1000") "\n") SECTION("I", LIMIT("64")),
	  { CARD(3, 0, 0, 0x1000, 33) }, { CARD(3, 0, 0, 0x1000, 33), CARD(4, 0, 0, 0x1000, 33) }, "",
	  "04:00.0 came GRA703 came GRA713" },
	{ "DriverVer, Class",
	  MODELS("D=I," ID("1000") "\n") SECTION("I", ""),
	  "[Version]\nSignature=\"$Windows NT$\"\nClass=Net\nDriverVer=01/02/2024,1.2.3.4\n[Manufacturer]\nA=M,NTamd64\n"
	  "[M.NTamd64]\nD=I," ID("1000") "\n" SECTION("I", ""),
	  .infs = "inf inf.class ->Net inf.driver_date ->2024-01-02 inf.driver_version ->1.2.3.4", .verdicts = "" },
	{ "an INF that SetupAPI refuses has no lines",
	  MODELS("D=I," ID("1000") "\n") SECTION("I", ""), "[Version]\n[Manufacturer]\n",
	  .infs = "inf inf.accepted yes>no; -1000", .verdicts = "" },
};
/* clang-format on */

static bool expect(const char *what, const char *said, const char *wanted)
{
	if (strcmp(said, wanted) == 0)
		return true;
	print_message("%s:\n  %s\n  and not\n  %s\n", what, said, wanted);
	return false;
}

static void what_differs_of_infs(void **state)
{
	bool right = true;

	(void)state;
	for (size_t i = 0; i < COUNT(inf_cases); i++) {
		const struct pcimsi_diff *d;
		struct machine a, b;
		char said[2048];

		machine_begin(&a);
		machine_begin(&b);
		machine_inf(&a, "old.inf", inf_cases[i].old_inf, strlen(inf_cases[i].old_inf));
		machine_inf(&b, "new.inf", inf_cases[i].new_inf, strlen(inf_cases[i].new_inf));
		machine_cards(&a, inf_cases[i].old_cards, count_cards(inf_cases[i].old_cards));
		machine_cards(&b, inf_cases[i].new_cards, count_cards(inf_cases[i].new_cards));
		machine_end(&a);
		machine_end(&b);
		d = diff(&a, &b, false);
		say_infs(d, said, sizeof(said));
		right &= expect(inf_cases[i].what, said, inf_cases[i].infs);
		say_verdicts(d, said, sizeof(said));
		right &= expect(inf_cases[i].what, said, inf_cases[i].verdicts);
		pcimsi_diff_free(d);
		try_pair(&a, &b, false);
		machine_done(&a);
		machine_done(&b);
	}
	assert_true(right);
}

/* Of several INFs those of one name are compared, wherever they are. */
static void infs_are_paired_by_name(void **state)
{
	static const char one[] = MODELS("D=I," ID("1000") "\n") SECTION("I", LIMIT("4"));
	static const char two[] = MODELS("D=I," ID("2000") "\n") SECTION("I", LIMIT("8"));
	const struct pcimsi_diff *d;
	struct machine a, b;

	(void)state;
	machine_begin(&a);
	machine_begin(&b);
	machine_inf(&a, "old/one.inf", one, sizeof(one) - 1);
	machine_inf(&a, "old/two.inf", two, sizeof(two) - 1);
	machine_inf(&b, "new.zip/x/TWO.inf", two, sizeof(two) - 1);
	machine_inf(&b, "new.zip/three.inf", one, sizeof(one) - 1);
	machine_end(&a);
	machine_end(&b);
	d = diff(&a, &b, false);
	assert_int_equal(d->n_same_infs, 1);
	assert_int_equal(d->n_infs, 2);
	assert_string_equal(d->infs[0].infs[PCIMSI_SIDE_OLD]->facts->name, "old/one.inf");
	assert_null(d->infs[0].infs[PCIMSI_SIDE_NEW]);
	assert_string_equal(d->infs[1].infs[PCIMSI_SIDE_NEW]->facts->name, "new.zip/three.inf");
	assert_null(d->infs[1].infs[PCIMSI_SIDE_OLD]);
	pcimsi_diff_free(d);
	try_pair(&a, &b, false);
	machine_done(&a);
	machine_done(&b);
}

/* ---- memory, options, facts ------------------------------------------------------------------ */

static void no_memory_is_told(void **state)
{
	const struct pcimsi_diff *d;
	struct machine a, b;
	unsigned failed = 0;
	int err = 1;

	(void)state;
	machine_judged(&a, 0, 2);
	machine_judged(&b, 1, 1);
	for (size_t memory = 1; err; memory += memory / 8 + 64) {
		err = diff_new(a.run, b.run, NULL, memory, &d);
		assert_true(!err || err == PCIMSI_ERR_NOMEM);
		assert_true(err ? d == NULL : d != NULL);
		failed += err != 0;
	}
	assert_true(failed > 10);
	pcimsi_diff_free(d);
	machine_done(&a);
	machine_done(&b);
}

static void options_have_a_size(void **state)
{
	const struct pcimsi_diff_options options = { .size = 0 };
	const struct pcimsi_diff *d;
	struct machine a;

	(void)state;
	machine_of(&a, NULL, 0);
	assert_int_equal(pcimsi_diff_new(a.run, a.run, &options, &d), PCIMSI_ERR_USAGE);
	assert_null(d);
	pcimsi_diff_free(NULL);
	machine_done(&a);
}

typedef const struct pcimsi_fact *facts_fn(uint32_t number);

static void facts_have_names_of_their_own(void **state)
{
	static facts_fn *const tables[] = { pcimsi_function_fact, pcimsi_inf_fact,
					    pcimsi_model_fact, pcimsi_verdict_fact };
	const struct pcimsi_fact *fact, *other;

	(void)state;
	for (size_t t = 0; t < COUNT(tables); t++)
		for (uint32_t i = 0; (fact = tables[t](i)); i++) {
			assert_true(*fact->name && *fact->title);
			for (size_t u = 0; u <= t; u++)
				for (uint32_t k = 0; (other = tables[u](k)) && other != fact; k++)
					assert_string_not_equal(fact->name, other->name);
		}
}

/* Rows of settings are in the order of their enum. */
static void settings_have_their_names(void **state)
{
	uint32_t at = 0;
	char name[64];

	(void)state;
	while (strncmp(pcimsi_model_fact(at)->name, "settings.", 9) != 0)
		at++;
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++, at += 3) {
		snprintf(name, sizeof(name), "settings.%s",
			 pcimsi_setting_name((enum pcimsi_setting)i));
		assert_string_equal(pcimsi_model_fact(at)->name, name);
	}
	assert_null(pcimsi_model_fact(at));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(captures_that_ship_mirror),
		cmocka_unit_test(generated_captures_mirror),
		cmocka_unit_test(what_differs),
		cmocka_unit_test(one_that_does_not_answer_is_the_same_device),
		cmocka_unit_test(infs_that_ship_mirror),
		cmocka_unit_test(what_differs_of_infs),
		cmocka_unit_test(infs_are_paired_by_name),
		cmocka_unit_test(settings_have_their_names),
		cmocka_unit_test(no_memory_is_told),
		cmocka_unit_test(options_have_a_size),
		cmocka_unit_test(facts_have_names_of_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

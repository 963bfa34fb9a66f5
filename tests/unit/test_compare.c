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
#include "config.h"

#include <pcimsi/pcimsi.h>

/* What differs between two captures, of functions made by hand and of those that ship. */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- machines -------------------------------------------------------------------------------- */

/* A function with MSI-X; 0 entries: with none. */
struct card {
	uint8_t bus, device, function;
	uint16_t id, subsystem, entries;
	uint16_t bytes; /* that were captured; 0: 256 */
	uint8_t mme, enable;
};

struct machine {
	struct pcimsi_check *check;
	const struct pcimsi_run *run;
};

static void machine_begin(struct machine *machine)
{
	machine->check = pcimsi_check_new(NULL);
	assert_non_null(machine->check);
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
}

static void build(struct config *c, const struct card *card)
{
	config_endpoint(c, 0x8086, card->id);
	config_u16(c, 0x2c, 0x8086);
	config_u16(c, 0x2e, card->subsystem);
	config_u16(c, 0x0a, 0x0200);
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

static void machine_of(struct machine *machine, const struct card *cards, size_t count)
{
	machine_begin(machine);
	for (size_t i = 0; i < count; i++) {
		struct config c;

		build(&c, &cards[i]);
		machine_add(machine, &c.raw);
	}
	machine_end(machine);
}

static void machine_open(struct machine *machine, const char *path)
{
	const struct pcimsi_raw_function *raw;
	struct pcimsi_capture *capture;

	machine_begin(machine);
	assert_int_equal(pcimsi_capture_open(path, NULL, &capture, NULL), 0);
	while (pcimsi_capture_next(capture, &raw) == 1)
		machine_add(machine, raw);
	pcimsi_capture_close(capture);
	machine_end(machine);
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

static void assert_mirrored(const struct pcimsi_diff *a, const struct pcimsi_diff *b)
{
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
	assert_int_equal(none->n_changes + none->n_unknown, 0);
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
	  false, "03:00.0>04:00.0 moved subsystem_vendor_id 8086>? subsystem_id 7>? interrupt_pin 0>? "
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

/* ---- memory, options, facts ------------------------------------------------------------------ */

static void no_memory_is_told(void **state)
{
	const struct pcimsi_diff *d;
	struct machine a, b;
	unsigned failed = 0;
	int err = 1;

	(void)state;
	machine_open(&a, "dumps/lab-q35.txt");
	machine_open(&b, "dumps/lab-i440fx.txt");
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

static void facts_have_names_of_their_own(void **state)
{
	const struct pcimsi_fact *fact;
	unsigned n_volatile = 0;

	(void)state;
	for (uint32_t i = 0; (fact = pcimsi_function_fact(i)); i++) {
		assert_true(*fact->name && *fact->title);
		n_volatile += fact->is_volatile;
		for (uint32_t k = 0; k < i; k++)
			assert_string_not_equal(fact->name, pcimsi_function_fact(k)->name);
	}
	assert_true(n_volatile >= 12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(captures_that_ship_mirror),
		cmocka_unit_test(generated_captures_mirror),
		cmocka_unit_test(what_differs),
		cmocka_unit_test(one_that_does_not_answer_is_the_same_device),
		cmocka_unit_test(no_memory_is_told),
		cmocka_unit_test(options_have_a_size),
		cmocka_unit_test(facts_have_names_of_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

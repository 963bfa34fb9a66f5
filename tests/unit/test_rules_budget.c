/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "caps/decode.h"
#include "config.h"
#include "judge/judge_priv.h"

/* Properties of what-if: over many machines, processors and limits. */

#define PATH "HKR,\"Interrupt Management\\MessageSignaledInterruptProperties\","

static const char inf_text[] = "[Version]\nSignature=\"$Windows NT$\"\nClass=Net\n"
			       "[Manufacturer]\nP=M,NTamd64\n"
			       "[M.NTamd64]\n"
			       "A=One,PCI\\VEN_1AF4&DEV_0001\n"
			       "B=Two,PCI\\VEN_1AF4&DEV_0002\n"
			       "C=Three,PCI\\VEN_1AF4&DEV_0003\n"
			       "[One]\n[One.HW]\nAddReg=On,Eight\n"
			       "[Two]\n[Two.HW]\nAddReg=On\n"
			       "[Three]\n[Three.HW]\nAddReg=Off\n"
			       "[On]\n" PATH "MSISupported,0x00010001,1\n"
			       "[Off]\n" PATH "MSISupported,0x00010001,0\n"
			       "[Eight]\n" PATH "MessageNumberLimit,0x00010001,8\n";

#define N_CARDS 40

struct card {
	uint16_t device; /* 4: no INF matches it */
	uint16_t table;  /* MSI-X entries, 0: none */
	uint8_t mmc;     /* MSI */
};

struct machine {
	struct card cards[2 * N_CARDS]; /* two captures of N_CARDS */
};

/* The same machines in every run. */
static void make_machine(struct machine *machine, uint32_t seed)
{
	for (int i = 0; i < 2 * N_CARDS; i++) {
		seed = seed * 1664525 + 1013904223;
		machine->cards[i] = (struct card){
			.device = (uint16_t)(1 + (seed >> 8) % 4),
			.table = seed >> 30 ? (uint16_t)(1 + (seed >> 10) % 2048) : 0,
			.mmc = (uint8_t)((seed >> 21) % 6),
		};
	}
}

/* `*ret` is made of the bytes of `c`, which must outlive it. */
static void make_function(const struct card *card, uint8_t slot, struct config *c,
			  struct pcimsi_function *ret)
{
	config_endpoint(c, 0x1af4, card->device);
	config_capability(c, 0x05, 0x50);
	config_u16(c, 0x52, (uint16_t)(card->mmc << 1));
	if (card->table) {
		config_capability(c, 0x11, 0x60);
		config_u16(c, 0x62, (uint16_t)(card->table - 1));
	}
	config_u8(c, 0x3d, 1);
	c->raw.slot.device = slot;
	pcimsi_function_decode(&c->raw, ret);
}

struct asked {
	uint32_t cpus, limit; /* limit 0: no what-if */
};

/* The budgets of both captures. */
static void judge(const struct machine *machine, struct asked asked, struct pcimsi_budget ret[2])
{
	const struct pcimsi_check_options options = {
		.size = sizeof(options),
		.cpus = asked.cpus,
		.what_if = asked.limit > 0,
		.what_if_limit = { .value = asked.limit, .known = true },
	};
	const struct pcimsi_inf_options inf_options = { .size = sizeof(inf_options),
							.notes = { .call = NULL } };
	struct pcimsi_check *check = pcimsi_check_new(&options);
	const struct pcimsi_run *run;
	struct pcimsi_function function;
	struct config config;
	struct pcimsi_inf *inf;

	assert_int_equal(
		pcimsi_inf_open("a.inf", inf_text, sizeof(inf_text) - 1, &inf_options, &inf), 0);
	assert_int_equal(pcimsi_check_add_inf(check, inf, &pcimsi_target_default, true), 0);
	for (int i = 0; i < 2 * N_CARDS; i++) {
		make_function(&machine->cards[i], (uint8_t)(i % N_CARDS), &config, &function);
		assert_int_equal(
			pcimsi_check_add_function(check, &function, i < N_CARDS ? "a" : "b", false),
			0);
	}
	assert_int_equal(pcimsi_check_run(check, &run), 0);
	assert_int_equal(run->n_budgets, 2);
	for (uint32_t i = 0; i < run->n_verdicts && asked.limit; i++) {
		const struct pcimsi_grant *grant = run->verdicts[i]->what_if;

		assert_true(grant->requested.value <= grant->capacity.value);
		assert_true(grant->requested.value <= asked.limit);
		assert_int_equal(grant->unused.value,
				 grant->capacity.value - grant->requested.value);
	}
	for (int i = 0; i < 2; i++) {
		ret[i] = run->budgets[i];
		ret[i].capture = ret[i].capture[0] == 'a' ? "a" : "b";
	}
	pcimsi_check_free(check);
	pcimsi_inf_close(inf);
}

static uint32_t advertised_by(const struct card *card)
{
	return card->table ? card->table : 1u << card->mmc;
}

static uint32_t requested_by(const struct card *card)
{
	uint32_t all = card->table ? card->table : card->mmc > 4 ? 16 : 1u << card->mmc;

	if (card->device == 1)
		return all < 8 ? all : 8;
	return card->device == 2 ? all : 0;
}

static void sums_are_those_of_the_functions_of_a_capture(void **state)
{
	struct pcimsi_budget budgets[2];
	struct machine machine;

	(void)state;
	for (uint32_t seed = 1; seed <= 20; seed++) {
		make_machine(&machine, seed);
		judge(&machine, (struct asked){ .cpus = 8 }, budgets);
		for (int b = 0; b < 2; b++) {
			uint64_t advertised = 0, requested = 0;

			for (int i = b * N_CARDS; i < (b + 1) * N_CARDS; i++) {
				advertised += advertised_by(&machine.cards[i]);
				requested += requested_by(&machine.cards[i]);
			}
			assert_string_equal(budgets[b].capture, b ? "b" : "a");
			assert_int_equal(budgets[b].n_functions, N_CARDS);
			assert_int_equal(budgets[b].advertised, advertised);
			assert_int_equal(budgets[b].requested, requested);
			assert_int_equal(budgets[b].supply, 8 * PCIMSI_VECTORS_PER_CPU);
			for (uint32_t i = 1; i < budgets[b].n_top; i++)
				assert_true(budgets[b].top[i - 1].requested >=
					    budgets[b].top[i].requested);
		}
	}
}

static void more_processors_never_make_less_of_use(void **state)
{
	struct pcimsi_budget budgets[2];
	struct machine machine;

	(void)state;
	for (uint32_t seed = 1; seed <= 10; seed++) {
		uint64_t useful = 0, requested = 0;

		make_machine(&machine, seed);
		for (uint32_t cpus = 1; cpus <= 4096; cpus *= 2) {
			judge(&machine, (struct asked){ .cpus = cpus }, budgets);
			assert_true(budgets[0].useful >= useful);
			assert_true(budgets[0].useful <= budgets[0].requested);
			assert_true(budgets[0].requested <= budgets[0].advertised);
			/* What is requested does not depend on the processors. */
			assert_true(!requested || budgets[0].requested == requested);
			useful = budgets[0].useful;
			requested = budgets[0].requested;
		}
		assert_int_equal(useful, requested);
	}
}

static void a_higher_limit_never_asks_for_less(void **state)
{
	static const uint32_t limits[] = { 1, 2, 4, 8, 16, 33, 100, 2048 };
	struct pcimsi_budget budgets[2];
	struct machine machine;

	(void)state;
	for (uint32_t seed = 1; seed <= 10; seed++) {
		uint64_t last = 0;

		make_machine(&machine, seed);
		for (int i = 0; i < 8; i++) {
			judge(&machine, (struct asked){ .cpus = 1, .limit = limits[i] }, budgets);
			assert_true(budgets[1].what_if_given);
			assert_true(budgets[1].what_if >= last);
			assert_true(budgets[1].what_if <= budgets[1].advertised);
			last = budgets[1].what_if;
		}
		assert_true(last > 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_are_those_of_the_functions_of_a_capture),
		cmocka_unit_test(more_processors_never_make_less_of_use),
		cmocka_unit_test(a_higher_limit_never_asks_for_less),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include <pcimsi/pcimsi.h>

#include "config.h"
#include "test_inf_common.h"

/*
 * An advice says of a limit what the verdicts would say if the INF wrote it: over functions of all
 * sizes, kinds of ids and Windows.
 */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define KEY "HKR,\"Interrupt Management\\MessageSignaledInterruptProperties\","
#define MOST 5

struct silicon {
	uint16_t entries;  /* of a table; 0: no MSI-X */
	uint8_t messages;  /* of plain MSI; 0: no MSI */
	bool short_, none; /* the capabilities were not captured; there are none */
};

static const struct set {
	struct silicon functions[MOST];
	uint32_t count;
} sets[] = {
	{ { { .entries = 33 } }, 1 },
	{ { { .messages = 4 } }, 1 },
	{ { { .messages = 32 } }, 1 },
	{ { { .entries = 2 }, { .entries = 5 }, { .entries = 64 }, { .entries = 257 } }, 4 },
	{ { { .messages = 1 }, { .messages = 8 }, { .entries = 7, .messages = 4 } }, 3 },
	{ { { .entries = 1000 }, { .entries = 2048 } }, 2 },
	{ { { .entries = 9 }, { .short_ = true } }, 2 },
	{ { { .entries = 9 }, { .none = true }, { .entries = 9 } }, 3 },
};

/* By which 1234:0001 gets the limit, and what else they reach. */
static const char *const models[] = {
	"A=I,PCI\\VEN_1234&DEV_0001&SUBSYS_00011234\n",
	"A=I,PCI\\VEN_1234&DEV_0001&SUBSYS_00011234\nB=I,PCI\\VEN_1234&DEV_0002\n",
	"A=I,PCI\\VEN_1234\n",
};

static const struct pcimsi_target targets[] = {
	{ .major = 10, .build = 26200, .arch = PCIMSI_ARCH_AMD64, .product = 1 },
	{ .major = 6, .minor = 1, .arch = PCIMSI_ARCH_AMD64, .product = 1 },
};

static void make_function(struct config *c, const struct silicon *what, uint8_t device,
			  struct pcimsi_function *ret)
{
	uint16_t code = 0;

	config_endpoint(c, 0x1234, 1);
	config_u16(c, 0x2c, 0x1234);
	config_u16(c, 0x2e, 0x0001);
	config_u8(c, 0x3d, 1);
	while (1u << code < what->messages)
		code++;
	if (what->messages) {
		config_capability(c, 0x05, 0x50);
		config_u16(c, 0x52, (uint16_t)(code << 1));
	}
	if (what->entries || what->short_) {
		config_capability(c, 0x11, 0x60);
		config_u16(c, 0x62, (uint16_t)(what->entries - 1));
	}
	if (what->short_)
		config_truncate(c, 64);
	c->raw.slot.device = device;
	pcimsi_function_decode(&c->raw, ret);
}

static struct pcimsi_inf *write_inf(const char *lines, int limit)
{
	static char text[1024];
	int length = snprintf(text, sizeof(text),
			      "[Version]\nSignature=\"$Windows NT$\"\nClass=Net\n"
			      "[Manufacturer]\nP=M,NTamd64\n[M.NTamd64]\n%s"
			      "[I]\n[I.HW]\nAddReg=R\n[R]\n" KEY "MSISupported,0x00010001,1\n",
			      lines);

	if (limit >= 0)
		snprintf(text + length, sizeof(text) - (size_t)length,
			 KEY "MessageNumberLimit,0x00010001,%d\n", limit);
	return open_text(text);
}

struct judged {
	struct pcimsi_inf *inf;
	struct pcimsi_check *check;
	const struct pcimsi_run *run;
};

static void judge(struct judged *judged, const struct set *set, const char *lines,
		  const struct pcimsi_target *target, int limit, uint32_t cpus)
{
	const struct pcimsi_check_options options = { .size = sizeof(options), .cpus = cpus };

	judged->inf = write_inf(lines, limit);
	judged->check = pcimsi_check_new(&options);
	assert_non_null(judged->check);
	assert_int_equal(pcimsi_check_add_inf(judged->check, judged->inf, target, false), 0);
	for (uint32_t i = 0; i < set->count; i++) {
		struct pcimsi_function function;
		struct config c;

		make_function(&c, &set->functions[i], (uint8_t)i, &function);
		assert_int_equal(
			pcimsi_check_add_function(judged->check, &function, "capture", false), 0);
	}
	assert_int_equal(pcimsi_check_run(judged->check, &judged->run), 0);
	assert_int_equal(judged->run->n_verdicts, set->count);
}

static void done(struct judged *judged)
{
	pcimsi_check_free(judged->check);
	pcimsi_inf_close(judged->inf);
}

static const struct pcimsi_advice *advise(struct judged *judged)
{
	const struct pcimsi_advice *advice;
	uint32_t count;

	assert_int_equal(pcimsi_check_advise(judged->check, &advice, &count), 0);
	assert_int_equal(count, 1);
	assert_ptr_equal(judged->run->advice, advice);
	return advice;
}

/* What verdicts call a limit that a function gets all of its messages with. */
static void compare(const struct pcimsi_advice_row *row, const struct pcimsi_run *run,
		    const char *what)
{
	const uint32_t told[] = {
		row->functions[PCIMSI_LIMIT_IMPOSSIBLE],
		row->functions[PCIMSI_LIMIT_WASTEFUL],
		row->functions[PCIMSI_LIMIT_UNKNOWN],
		row->functions[PCIMSI_LIMIT_FIT] + row->functions[PCIMSI_LIMIT_CAPPED],
	};
	static const enum pcimsi_verdict_word of[] = {
		PCIMSI_VERDICT_IMPOSSIBLE,
		PCIMSI_VERDICT_WASTEFUL,
		PCIMSI_VERDICT_UNKNOWN,
		PCIMSI_VERDICT_FIT,
	};
	uint32_t words[PCIMSI_VERDICT_FIT + 1] = { 0 };
	uint64_t requested = 0;

	for (uint32_t i = 0; i < run->n_verdicts; i++) {
		const struct pcimsi_grant *grant = &run->verdicts[i]->grant;

		if (grant->msi == PCIMSI_STATE_ABSENT && grant->msix == PCIMSI_STATE_ABSENT)
			continue;
		words[run->verdicts[i]->word]++;
		requested += grant->requested.value;
	}
	for (int i = 0; i < 4; i++)
		if (told[i] != words[of[i]])
			fail_msg("%s, limit %d: %u functions, and %u verdicts %s", what,
				 row->limit.known ? (int)row->limit.value : -1, told[i],
				 words[of[i]], pcimsi_verdict_name(of[i]));
	assert_int_equal(row->requested, requested);
}

static void it_says_what_verdicts_would_say(void **state)
{
	(void)state;
	for (size_t s = 0; s < COUNT(sets); s++)
		for (size_t m = 0; m < COUNT(models); m++)
			for (size_t t = 0; t < COUNT(targets); t++) {
				const struct pcimsi_advice *advice;
				struct judged judged, other;
				char what[64];

				snprintf(what, sizeof(what), "set %zu, models %zu, target %zu", s,
					 m, t);
				judge(&judged, &sets[s], models[m], &targets[t], 1, 0);
				advice = advise(&judged);
				for (uint32_t i = 0; i < advice->n_rows; i++) {
					struct pcimsi_reg limit = advice->rows[i].limit;

					judge(&other, &sets[s], models[m], &targets[t],
					      limit.known ? (int)limit.value : -1, 0);
					compare(&advice->rows[i], other.run, what);
					done(&other);
				}
				done(&judged);
			}
}

/* Nothing is gained by a higher one, and something lost by each lower one. */
static void enough_is_the_lowest(void **state)
{
	(void)state;
	for (size_t s = 0; s < COUNT(sets); s++) {
		const struct pcimsi_advice *advice;
		struct judged judged;

		judge(&judged, &sets[s], models[0], &targets[0], 1, 0);
		advice = advise(&judged);
		assert_non_null(advice->enough);
		assert_ptr_equal(advice->best, advice->none);
		assert_int_equal(advice->reason, PCIMSI_ADVICE_NONE_NEEDED);
		assert_int_equal(advice->enough->requested, advice->none->requested);
		for (uint32_t i = 0; &advice->rows[i] < advice->enough; i++)
			assert_true(advice->rows[i].requested < advice->none->requested ||
				    advice->rows[i].functions[PCIMSI_LIMIT_IMPOSSIBLE]);
		done(&judged);
	}
}

static void why_257(void **state)
{
	const struct pcimsi_advice *advice;
	struct judged judged;

	(void)state;
	judge(&judged, &sets[3], models[0], &targets[0], 64, 0);
	advice = advise(&judged);
	assert_int_equal(advice->own.value, 64);
	assert_int_equal(advice->own_row->limit.value, 64);
	assert_int_equal(advice->own_row->functions[PCIMSI_LIMIT_WASTEFUL], 1);
	assert_int_equal(advice->own_row->unused, 257 - 64);
	assert_int_equal(advice->enough->limit.value, 257);
	assert_int_equal(advice->maximum->limit.value, PCIMSI_WINDOWS_MSIX_MAX);
	assert_int_equal(advice->maximum->requested, advice->enough->requested);
	assert_int_equal(advice->least, 2);
	assert_int_equal(advice->most, 257);
	assert_ptr_equal(advice->most_verdict, judged.run->verdicts[3]);
	assert_int_equal(advice->place.line, 13);
	assert_string_equal(advice->section, "I");
	assert_int_equal(advice->n_sections, 1);
	done(&judged);
}

static void what_has_no_messages_is_left_out(void **state)
{
	const struct pcimsi_advice *advice;
	struct judged judged;

	(void)state;
	judge(&judged, &sets[7], models[0], &targets[0], -1, 0);
	advice = advise(&judged);
	assert_int_equal(advice->n_verdicts, 2);
	assert_int_equal(advice->n_without, 1);
	assert_int_equal(advice->place.line, 0);
	assert_true(advice->none->is_own);
	assert_null(advice->own_row);
	done(&judged);
}

/* 200 vectors of a processor, for 257 messages and more. */
static void vectors_bound_it(void **state)
{
	const struct pcimsi_advice *advice;
	struct judged judged;

	(void)state;
	judge(&judged, &sets[3], models[0], &targets[0], 1, 1);
	advice = advise(&judged);
	assert_int_equal(advice->none->over, 1);
	assert_int_equal(advice->reason, PCIMSI_ADVICE_BUDGET);
	/* 2, 5, 64 and 64; with 128 it would be 199, with 129 too many. */
	assert_int_equal(advice->best->limit.value, 128);
	assert_int_equal(advice->best->over, 0);
	done(&judged);
	judge(&judged, &sets[3], models[0], &targets[0], 1, 2);
	assert_int_equal(advise(&judged)->reason, PCIMSI_ADVICE_NONE_NEEDED);
	done(&judged);
}

static void before_windows_8_a_device_has_to_start(void **state)
{
	const struct pcimsi_advice *advice;
	struct judged judged;

	(void)state;
	judge(&judged, &sets[5], models[0], &targets[1], 1, 0);
	advice = advise(&judged);
	assert_int_equal(advice->reason, PCIMSI_ADVICE_STARTS);
	assert_int_equal(advice->best->limit.value, PCIMSI_WINDOWS_BEFORE_8_MAX);
	assert_int_equal(advice->none->functions[PCIMSI_LIMIT_IMPOSSIBLE], 2);
	done(&judged);
}

static void nothing_is_known(void **state)
{
	static const struct set unseen = { { { .short_ = true } }, 1 };
	const struct pcimsi_advice *advice;
	struct judged judged;

	(void)state;
	judge(&judged, &unseen, models[0], &targets[0], 4, 0);
	advice = advise(&judged);
	assert_int_equal(advice->reason, PCIMSI_ADVICE_NOTHING);
	assert_null(advice->enough);
	assert_int_equal(advice->most, 0);
	assert_string_equal(pcimsi_advice_reason_name(advice->reason), "nothing-known");
	assert_string_equal(pcimsi_advice_reason_name((enum pcimsi_advice_reason)99), "");
	assert_string_equal(pcimsi_limit_effect_name((enum pcimsi_limit_effect)99), "");
	done(&judged);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_says_what_verdicts_would_say),
		cmocka_unit_test(enough_is_the_lowest),
		cmocka_unit_test(why_257),
		cmocka_unit_test(what_has_no_messages_is_left_out),
		cmocka_unit_test(vectors_bound_it),
		cmocka_unit_test(before_windows_8_a_device_has_to_start),
		cmocka_unit_test(nothing_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

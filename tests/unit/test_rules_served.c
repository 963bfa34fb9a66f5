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
 * A verdict is about one function. Another capture may change it only where the finding says
 * what that brings: over tables and messages of all sizes, limits, Windows and kinds of ids.
 */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define KEY "HKR,\"Interrupt Management\\MessageSignaledInterruptProperties\","

static const struct silicon {
	uint16_t entries;
	uint8_t messages;
} silicon[] = {
	{ 0, 0 },    { 1, 0 }, { 5, 0 }, { 16, 0 }, { 33, 0 }, { 1000, 0 },
	{ 2048, 0 }, { 0, 1 }, { 0, 4 }, { 0, 8 },  { 0, 32 }, { 7, 4 },
};

static const int limits[] = { -1, 0, 1, 3, 4, 8, 12, 16, 24, 40, 80, 920, 2048, 3000 };

/* Models lines by which 1234:0001 gets the limit, and what else they reach. */
static const char *const models[] = {
	"A=I,PCI\\VEN_1234&DEV_0001&SUBSYS_00011234\n",
	"A=I,PCI\\VEN_1234&DEV_0001\n",
	"A=I,PCI\\VEN_1234&DEV_0001\nB=I,PCI\\VEN_1234&DEV_0002\n",
	"A=I,PCI\\VEN_1234&DEV_0001\nB=I,PCI\\VEN_1234&DEV_0002\nC=I,PCI\\VEN_1234&DEV_0003\n",
	"A=I,PCI\\VEN_1234\n",
	"A=I,PCI\\CC_0200\n",
};

static void make_function(struct config *c, const struct silicon *what, uint16_t device,
			  struct pcimsi_function *ret)
{
	uint16_t code = 0;

	config_endpoint(c, 0x1234, device);
	config_u8(c, 0x0b, 0x02);
	config_u16(c, 0x2c, 0x1234);
	config_u16(c, 0x2e, 0x0001);
	config_u8(c, 0x3d, 1);
	while (1u << code < what->messages)
		code++;
	if (what->messages) {
		config_capability(c, 0x05, 0x50);
		config_u16(c, 0x52, (uint16_t)(code << 1));
	}
	if (what->entries) {
		config_capability(c, 0x11, 0x60);
		config_u16(c, 0x62, (uint16_t)(what->entries - 1));
	}
	c->raw.slot.device = (uint8_t)device;
	pcimsi_function_decode(&c->raw, ret);
}

struct outcome {
	enum pcimsi_verdict_word word;
	const char *ceiling; /* what a finding says of whom the limit serves; NULL: nothing */
	const char *where;   /* and of the capture that brings it */
	const char *row;
};

/* Of 1234:0001, beside 1234:000`other` if that is not 0. */
static struct outcome judge(struct pcimsi_inf *inf, const struct pcimsi_target *target,
			    const struct silicon *one, const struct silicon *second, uint16_t other)
{
	const struct pcimsi_check_options options = { .size = sizeof(options) };
	struct pcimsi_check *check = pcimsi_check_new(&options);
	const struct pcimsi_run *run;
	struct outcome outcome = { .ceiling = NULL };
	struct pcimsi_function function;
	struct config c;

	assert_int_equal(pcimsi_check_add_inf(check, inf, target, false), 0);
	make_function(&c, one, 1, &function);
	assert_int_equal(pcimsi_check_add_function(check, &function, "first", false), 0);
	if (other) {
		make_function(&c, second, other, &function);
		assert_int_equal(pcimsi_check_add_function(check, &function, "second", false), 0);
	}
	assert_int_equal(pcimsi_check_run(check, &run), 0);
	assert_true(run->n_verdicts > 0);
	outcome.word = run->verdicts[0]->word;
	outcome.row = run->verdicts[0]->grant.row->id;
	for (uint32_t i = 0; i < run->verdicts[0]->n_findings; i++) {
		const struct pcimsi_finding *finding = run->verdicts[0]->findings[i];
		const struct pcimsi_value *family = pcimsi_finding_value(finding, "family");

		/* Its words are constant. */
		if (!family)
			continue;
		outcome.ceiling = family->text;
		outcome.where = pcimsi_finding_value(finding, "where")->kind == PCIMSI_VALUE_TEXT
					? "second"
					: NULL;
	}
	pcimsi_check_free(check);
	return outcome;
}

static bool is(const char *text, const char *word)
{
	return text && strcmp(text, word) == 0;
}

static void compare(const struct outcome *alone, const struct outcome *beside, bool same_device)
{
	bool impossible_alone = alone->word == PCIMSI_VERDICT_IMPOSSIBLE;
	bool impossible_beside = beside->word == PCIMSI_VERDICT_IMPOSSIBLE;

	/* The other device is no way out: the finding says that all are captured. */
	if (impossible_beside && !impossible_alone)
		assert_true(is(beside->ceiling, "all"));
	/* It is one: the finding names it, or says that the device has more than one size. */
	if (impossible_alone && !impossible_beside)
		assert_true((is(beside->ceiling, "reached") && beside->where) ||
			    (same_device && is(beside->ceiling, "several-sizes")));
	if (is(beside->ceiling, "several-sizes"))
		assert_true(same_device);
	assert_string_equal(alone->row, beside->row);
}

static void try_limit(const char *lines, int limit, const struct pcimsi_target *target,
		      char rows[32][40])
{
	char text[1024], value[128] = "";
	struct pcimsi_inf *inf;

	if (limit >= 0)
		snprintf(value, sizeof(value), KEY "MessageNumberLimit,0x00010001,%d\n", limit);
	snprintf(text, sizeof(text),
		 "[Version]\nSignature=\"$Windows NT$\"\n[Manufacturer]\nM=D,NTamd64\n"
		 "[D.NTamd64]\n%s[I]\n[I.HW]\nAddReg=R\n[R]\n" KEY "MSISupported,0x00010001,1\n%s",
		 lines, value);
	inf = open_text(text);
	for (size_t i = 0; i < COUNT(silicon); i++) {
		struct outcome alone = judge(inf, target, &silicon[i], NULL, 0);
		size_t row = 0;

		while (rows[row][0] && strcmp(rows[row], alone.row) != 0)
			row++;
		snprintf(rows[row], sizeof(rows[row]), "%s", alone.row);
		for (size_t k = 1; k < COUNT(silicon); k += 2)
			for (uint16_t other = 1; other <= 2; other++) {
				struct outcome beside = judge(inf, target, &silicon[i], &silicon[k],
							      other);

				compare(&alone, &beside, other == 1);
			}
	}
	pcimsi_inf_close(inf);
}

static struct pcimsi_inf *inf_with_limit(const char *lines, int limit)
{
	char text[1024];

	snprintf(text, sizeof(text),
		 "[Version]\nSignature=\"$Windows NT$\"\n[Manufacturer]\nM=D,NTamd64\n"
		 "[D.NTamd64]\n%s[I]\n[I.HW]\nAddReg=R\n[R]\n" KEY "MSISupported,0x00010001,1\n" KEY
		 "MessageNumberLimit,0x00010001,%d\n",
		 lines, limit);
	return open_text(text);
}

/* Two sizes were seen, so who has a third is not for the captures to say. */
static void a_device_of_several_sizes_may_have_more(void **state)
{
	const struct silicon five = { 5, 0 }, sixteen = { 16, 0 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct pcimsi_inf *inf = inf_with_limit(models[i], 24);
		struct outcome outcome = judge(inf, &pcimsi_target_default, &five, &sixteen, 1);

		assert_string_equal(outcome.ceiling, "several-sizes");
		assert_int_equal(outcome.word, PCIMSI_VERDICT_FIT);
		outcome = judge(inf, &pcimsi_target_default, &five, &five, 1);
		assert_string_equal(outcome.ceiling, "one");
		assert_int_equal(outcome.word, PCIMSI_VERDICT_IMPOSSIBLE);
		pcimsi_inf_close(inf);
	}
}

static void another_capture_changes_a_verdict_only_where_it_is_named(void **state)
{
	static const char *const visited[] = {
		"neither",          "limit-undefined",     "msix-limit-undefined",
		"msix-one-entry",   "msix-limit",          "msix-no-limit",
		"msix-limit-above", "msi-limit-undefined", "msi-limit-undefined-above",
		"msi-one-message",  "msi-limit",           "msi-32",
		"msi-no-limit",     "msi-limit-above",     "msix-above-910",
	};
	static char rows[32][40];
	struct pcimsi_target windows_7 = pcimsi_target_default;

	(void)state;
	windows_7.major = 6;
	windows_7.minor = 1;
	for (size_t i = 0; i < COUNT(models); i++)
		for (size_t k = 0; k < COUNT(limits); k++) {
			try_limit(models[i], limits[k], &pcimsi_target_default, rows);
			try_limit(models[i], limits[k], &windows_7, rows);
		}
	/* All rows of an INF that writes MSISupported 1, where the capture tells all. */
	for (size_t i = 0; i < COUNT(visited); i++) {
		size_t row = 0;

		while (rows[row][0] && strcmp(rows[row], visited[i]) != 0)
			row++;
		if (!rows[row][0])
			fail_msg("no case came to %s", visited[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_device_of_several_sizes_may_have_more),
		cmocka_unit_test(another_capture_changes_a_verdict_only_where_it_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_source_common.h"

#include <pcimsi/pcimsi.h>

#include <string.h>

/* Findings that say the same are one, with many places. */

#define PATH "HKR,\"Interrupt Management\\MessageSignaledInterruptProperties\","

#define HEAD                                                 \
	"[Version]\nSignature=\"$Windows NT$\"\nClass=Net\n" \
	"[Manufacturer]\nP=M,NTamd64\n"                      \
	"[M.NTamd64]\nA=I,PCI\\VEN_8086&DEV_10D3\nB=K,PCI\\VEN_8086&DEV_10D4\n"

/* Line 10 is that of the limit, of both devices. */
static const char one_line[] = HEAD "[R]\n" PATH "MessageNumberLimit,0x00010001,64\n" PATH
				    "MSISupported,0x00010001,1\n"
				    "[I]\n[I.HW]\nAddReg=R\n[K]\n[K.HW]\nAddReg=R\n";

/* The same from lines of their own. */
static const char two_lines[] = HEAD
	"[R]\n" PATH "MessageNumberLimit,0x00010001,64\n" PATH "MSISupported,0x00010001,1\n"
	"[S]\n" PATH "MessageNumberLimit,0x00010001,64\n" PATH "MSISupported,0x00010001,1\n"
	"[I]\n[I.HW]\nAddReg=R\n[K]\n[K.HW]\nAddReg=S\n";

/* Opted out, in many sections with one line. */
static const char opted_out[] = HEAD "[R]\n" PATH "MSISupported,0x00010001,0\n"
				     "[I]\n[I.HW]\nAddReg=R\n[K]\n[K.HW]\nAddReg=R\n";

/* MSI-X of 32 entries; the device is left to the test, and so is whether the table is in a BAR. */
static const char dump_of[] = "%s Ethernet controller: Card\n"
			      "00: 86 80 %s 10 00 00 10 00 00 00 00 02 00 00 00 00\n"
			      "10: %s 00 00 00 00 00 00 00 00 00 00 00 00\n"
			      "20: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
			      "30: 00 00 00 00 60 00 00 00 00 00 00 00 0b 01 00 00\n"
			      "40: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
			      "50: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
			      "60: 11 00 1f 00 00 00 00 00 00 08 00 00 00 00 00 00\n"
			      "70: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n\n";

struct card {
	const char *slot, *device, *bar;
};

static const struct card cards[] = {
	{ "00:01.0", "d3", "00 00 00 f0" },
	{ "00:02.0", "d3", "00 00 00 f0" },
	{ "00:03.0", "d4", "00 00 00 f0" },
};

static const struct card broken_cards[] = {
	{ "00:01.0", "d3", "01 d0 00 00" },
	{ "00:02.0", "d3", "01 d0 00 00" },
	{ "00:03.0", "d4", "01 d0 00 00" },
};

struct judged {
	struct pcimsi_inf *inf;
	struct pcimsi_check *check;
	const struct pcimsi_run *run;
};

static void add_functions(struct judged *judged, const char *path)
{
	const struct pcimsi_capture_options options = { .size = sizeof(options) };
	struct pcimsi_capture *capture;
	const struct pcimsi_raw_function *raw;
	struct pcimsi_function function;
	const char *detail = NULL;

	assert_int_equal(pcimsi_capture_open(path, &options, &capture, &detail), 0);
	while (pcimsi_capture_next(capture, &raw) == 1) {
		pcimsi_function_decode(raw, &function);
		assert_int_equal(
			pcimsi_check_add_function(judged->check, &function, "dump.txt", false), 0);
	}
	pcimsi_capture_close(capture);
}

static void judge(struct lab *lab, const char *inf, const struct card *of, size_t count,
		  struct judged *judged)
{
	const struct pcimsi_inf_options options = { .size = sizeof(options) };
	FILE *file = fopen(at(lab, "dump.txt"), "w");

	assert_non_null(file);
	for (size_t i = 0; i < count; i++)
		assert_true(fprintf(file, dump_of, of[i].slot, of[i].device, of[i].bar) > 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(pcimsi_inf_open("test.inf", inf, strlen(inf), &options, &judged->inf), 0);
	judged->check = pcimsi_check_new(NULL);
	assert_int_equal(
		pcimsi_check_add_inf(judged->check, judged->inf, &pcimsi_target_default, true), 0);
	add_functions(judged, at(lab, "dump.txt"));
	assert_int_equal(pcimsi_check_run(judged->check, &judged->run), 0);
}

static void done(struct judged *judged)
{
	pcimsi_check_free(judged->check);
	pcimsi_inf_close(judged->inf);
}

/* The group of the rule that comes as the `which`th, from 0; NULL: there are fewer. */
static const struct pcimsi_group *find(const struct judged *judged, const char *rule,
				       uint32_t which)
{
	for (uint32_t i = 0; i < judged->run->n_groups; i++) {
		const struct pcimsi_group *group = judged->run->groups[i];

		if (strcmp(group->findings[0]->rule->id, rule) == 0 && which-- == 0)
			return group;
	}
	return NULL;
}

static void a_line_is_told_once(void **state)
{
	const struct pcimsi_group *above;
	struct judged judged;

	judge(*state, one_line, cards, 3, &judged);
	above = find(&judged, "GRA703", 0);
	assert_non_null(above);
	assert_int_equal(above->n_findings, 3);
	assert_null(find(&judged, "GRA703", 1));
	for (uint32_t i = 0; i < above->n_findings; i++) {
		assert_ptr_equal(above->findings[i]->group, above);
		assert_int_equal(pcimsi_finding_cause(above->findings[i])->from.line, 10);
	}
	assert_string_equal(above->findings[0]->section, "I");
	assert_string_equal(above->findings[2]->section, "K");
	done(&judged);
}

static void lines_of_their_own_are_told_apart(void **state)
{
	struct judged judged;
	const struct pcimsi_group *one, *other;

	judge(*state, two_lines, cards, 3, &judged);
	one = find(&judged, "GRA703", 0);
	other = find(&judged, "GRA703", 1);
	assert_int_equal(one->n_findings, 2);
	assert_int_equal(other->n_findings, 1);
	assert_true(one->key != other->key);
	done(&judged);
}

static void sections_with_one_line_are_places(void **state)
{
	static const struct card stranger = { "00:01.0", "d5", "00 00 00 f0" };
	struct judged judged;
	const struct pcimsi_group *group;

	judge(*state, opted_out, &stranger, 1, &judged);
	group = find(&judged, "INF431", 0);
	assert_non_null(group);
	assert_int_equal(group->n_findings, 2);
	assert_string_equal(group->findings[1]->section, "K");
	assert_null(find(&judged, "INF431", 1));
	done(&judged);
}

/* The same bytes of another device are another fact. */
static void silicon_is_told_by_device(void **state)
{
	struct judged judged;

	judge(*state, one_line, broken_cards, 3, &judged);
	/* Each has its table and its PBA there. */
	assert_int_equal(find(&judged, "MSX302", 0)->n_findings, 2);
	assert_int_equal(find(&judged, "MSX302", 1)->n_findings, 2);
	assert_int_equal(find(&judged, "MSX302", 2)->n_findings, 1);
	assert_int_equal(find(&judged, "MSX302", 3)->n_findings, 1);
	assert_null(find(&judged, "MSX302", 4));
	done(&judged);
}

static void every_finding_is_in_one_group(void **state)
{
	struct judged judged;
	uint32_t count = 0;

	judge(*state, two_lines, broken_cards, 3, &judged);
	for (uint32_t i = 0; i < judged.run->n_groups; i++) {
		const struct pcimsi_group *group = judged.run->groups[i];

		assert_int_equal(group->number, i);
		count += group->n_findings;
		for (uint32_t k = 0; k < i; k++)
			assert_true(judged.run->groups[k]->key != group->key);
		for (uint32_t k = 1; k < group->n_findings; k++)
			assert_true(group->findings[k - 1]->number < group->findings[k]->number);
	}
	assert_int_equal(count, judged.run->n_findings);
	done(&judged);
}

/* Neither lines above, nor a function more, nor the other order of them. */
static void the_key_stays(void **state)
{
	static const struct card turned[] = { { "00:07.0", "d4", "00 00 00 f0" },
					      { "00:01.0", "d3", "00 00 00 f0" } };
	struct judged judged;
	char moved[sizeof(one_line) + 16] = "; more\n\n";
	uint64_t key;

	judge(*state, one_line, cards, 3, &judged);
	key = find(&judged, "GRA703", 0)->key;
	done(&judged);
	judge(*state, strcat(moved, one_line), turned, 2, &judged);
	assert_true(find(&judged, "GRA703", 0)->key == key);
	done(&judged);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LAB_TEST(a_line_is_told_once),
		LAB_TEST(lines_of_their_own_are_told_apart),
		LAB_TEST(sections_with_one_line_are_places),
		LAB_TEST(silicon_is_told_by_device),
		LAB_TEST(every_finding_is_in_one_group),
		LAB_TEST(the_key_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

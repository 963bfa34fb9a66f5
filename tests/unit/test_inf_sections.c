/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_inf_common.h"

#include <stdio.h>

#include "inf/inf_priv.h"

static void test_same_names_merge_in_order(void **state)
{
	struct pcimsi_inf *inf = open_text(VERSION "[A]\na=1\n[B]\nb=1\n[a]\nb=2\n[c]\n[A]\na=3\n");
	const struct inf_section *section = inf_section_find(&inf->sections, "A");

	(void)state;
	assert_int_equal(inf->sections.count, 4);
	assert_string_equal(section->name, "A");
	assert_int_equal(section->place.line, 3);
	assert_int_equal(section->n_lines, 3);
	assert_string_equal(section->lines[0].fields[0].text, "1");
	assert_string_equal(section->lines[1].fields[0].text, "2");
	assert_string_equal(section->lines[2].fields[0].text, "3");
	assert_ptr_equal(inf_section_find(&inf->sections, "a"), section);
	assert_null(inf_section_find(&inf->sections, "A "));
	assert_null(inf_section_find(&inf->sections, "AB"));
	assert_null(inf_section_find(&inf->sections, ""));
	pcimsi_inf_close(inf);
}

static void test_first_line_of_a_key(void **state)
{
	struct pcimsi_inf *inf = open_text(VERSION "[A]\nx,y\nK=1\nk=2\nalone\n");
	const struct inf_section *section = inf_section_find(&inf->sections, "A");

	(void)state;
	assert_string_equal(inf_section_line(section, "k")->fields[0].text, "1");
	assert_non_null(inf_section_line(section, "alone"));
	assert_null(inf_section_line(section, "x"));
	assert_null(inf_section_line(NULL, "x"));
	pcimsi_inf_close(inf);
}

#define NAME_63 "012345678901234567890123456789012345678901234567890123456789012"
#define NAME_255 NAME_63 "-" NAME_63 "-" NAME_63 "-" NAME_63

static const struct {
	const char *name, *text;
	enum pcimsi_inf_rejection rejection;
	struct pcimsi_place place;
} rejections[] = {
	{ .name = "plain", .text = VERSION },
	{ .name = "Chicago", .text = "[version]\nsignature=\"$CHICAGO$\"\n" },
	{ .name = "Windows 95", .text = "[version]\nsignature=\"$Windows 95$\"\n" },
	{ .name = "unquoted, more fields", .text = "[Version]\nSignature=$Windows NT$,x,y\n" },
	{ .name = "name of 255", .text = VERSION "[" NAME_255 "]\n" },
	{
		.name = "name of 256",
		.text = VERSION " [" NAME_255 "x]\n",
		.rejection = PCIMSI_INF_SECTION_NAME_TOO_LONG,
		.place = { .line = 3, .column = 2 },
	},
	{
		.name = "no bracket",
		.text = VERSION "[A\nx=1\n[B",
		.rejection = PCIMSI_INF_BAD_SECTION_NAME_LINE,
		.place = { .line = 3, .column = 1 },
	},
	{
		.name = "text first",
		.text = "; c\n  x=1\n" VERSION,
		.rejection = PCIMSI_INF_EXPECTED_SECTION_NAME,
		.place = { .line = 2, .column = 3 },
	},
	{ .name = "text first, Strings", .text = "x=1\n" VERSION "[Strings]\n" },
	{
		.name = "no section",
		.text = "x=1\ny=2\n",
		.rejection = PCIMSI_INF_NO_SECTION,
		.place = { .line = 1, .column = 1 },
	},
	{ .name = "only comments", .text = "; c\n", .rejection = PCIMSI_INF_NO_VERSION },
	{ .name = "no Version", .text = "[A]\nx=1\n", .rejection = PCIMSI_INF_NO_VERSION },
	{
		.name = "no Signature",
		.text = "\n [Version]\nClass=Net\n",
		.rejection = PCIMSI_INF_BAD_SIGNATURE,
		.place = { .line = 2, .column = 2 },
	},
	{
		.name = "bad Signature",
		.text = "[Version]\n Signature=\"Windows NT\"\n",
		.rejection = PCIMSI_INF_BAD_SIGNATURE,
		.place = { .line = 2, .column = 2 },
	},
};

static void test_what_setupapi_refuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rejections); i++) {
		struct pcimsi_inf *inf = open_text(rejections[i].text);
		const struct pcimsi_inf_facts *facts = pcimsi_inf_facts(inf);

		assert_string_equal(pcimsi_rejection_text(facts->rejection),
				    pcimsi_rejection_text(rejections[i].rejection));
		assert_int_equal(facts->rejected_at.line, rejections[i].place.line);
		assert_int_equal(facts->rejected_at.column, rejections[i].place.column);
		assert_int_equal(!facts->rejected_text, !rejections[i].place.line);
		pcimsi_inf_close(inf);
	}
}

static void test_rejected_inf_has_no_models(void **state)
{
	struct pcimsi_inf *inf = open_text(DEVICE "[I]\n[x\n");
	struct pcimsi_target other;

	(void)state;
	assert_int_equal(resolve(inf)->n_models, 0);
	assert_false(resolve(inf)->has_models_section);
	assert_false(pcimsi_inf_fallback_target(inf, &pcimsi_target_default, &other));
	pcimsi_inf_close(inf);
}

static void test_version_facts(void **state)
{
	struct pcimsi_inf *inf = open_text(VERSION "Class=%c%\nClassGuid={4D36}\n"
						   "ExtensionId=\nClass=Other\n[Strings]\nc=Net\n");
	const struct pcimsi_inf_facts *facts = pcimsi_inf_facts(inf);

	(void)state;
	assert_string_equal(facts->name, "test.inf");
	assert_text(facts->class_name, "Net");
	assert_text(facts->class_guid, "{4D36}");
	assert_null(facts->extension_id);
	assert_false(facts->extension);
	assert_false(facts->is_template);
	pcimsi_inf_close(inf);
	inf = open_text(VERSION "Class=extension\n");
	assert_true(pcimsi_inf_facts(inf)->extension);
	pcimsi_inf_close(inf);
	inf = open_text(VERSION "ExtensionId={1}\n");
	assert_true(pcimsi_inf_facts(inf)->extension);
	pcimsi_inf_close(inf);
}

static void test_templates_are_recognised(void **state)
{
	static const struct {
		const char *text;
		bool template;
	} cases[] = {
		{ .text = VERSION "[M.NT$arch$]\n", .template = true },
		{ .text = VERSION "DriverVer=$KMDFVERSION$\n", .template = true },
		{ .text = VERSION "Provider=@COMPANY@\n", .template = true },
		{ .text = VERSION "a=SUBSYS_0001_INX_VENDOR&REV\n", .template = true },
		{ .text = VERSION "a=x@y.com,b@C\n", .template = false },
		{ .text = VERSION "a=LINX_1,$5 or $6$\n", .template = false },
		{ .text = "[Version]\nSignature=\"$CHICAGO$\"\n", .template = false },
		{ .text = VERSION "; $ARCH$\n", .template = false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pcimsi_inf *inf = open_text(cases[i].text);

		assert_int_equal(pcimsi_inf_facts(inf)->is_template, cases[i].template);
		pcimsi_inf_close(inf);
	}
}

static void test_stamped_headers_are_found(void **state)
{
	struct pcimsi_inf *inf = open_text(VERSION "[M.NT$ARCH$]\n[M.NTx86]\nx=1\n");
	const struct inf_sections *s = &inf->sections;

	(void)state;
	assert_ptr_equal(inf_section_find_for(s, "m.ntAMD64", PCIMSI_ARCH_AMD64), &s->items[1]);
	assert_null(inf_section_find_for(s, "M.NTamd64", PCIMSI_ARCH_ARM64));
	assert_null(inf_section_find(s, "M.NTamd64"));
	/* One that is there as it is comes first. */
	assert_ptr_equal(inf_section_find_for(s, "M.NTx86", PCIMSI_ARCH_X86), &s->items[2]);
	pcimsi_inf_close(inf);
}

static void test_missing_things_are_noted_once_open(void **state)
{
	static const char text[] = VERSION
		"[Manufacturer]\nAcme=M,NTamd64,NTmips,NTarm64\n[M.NTamd64]\nCard=I\n"
		"[I]\nAddReg=R,None\nDelReg=R\n[R]\nHKXX,a\n#if X\nHKR,a\n";
	struct seen_notes seen;
	struct pcimsi_inf *inf = open_bytes(text, sizeof(text) - 1, &seen);

	(void)state;
	assert_int_equal(seen.count[PCIMSI_NOTE_INF_BAD_DECORATION], 1);
	assert_string_equal(seen.detail[PCIMSI_NOTE_INF_BAD_DECORATION], "NTmips");
	assert_int_equal(seen.count[PCIMSI_NOTE_INF_MODELS_MISSING], 1);
	assert_string_equal(seen.detail[PCIMSI_NOTE_INF_MODELS_MISSING], "NTarm64");
	assert_int_equal(seen.count[PCIMSI_NOTE_INF_MODEL_WITHOUT_ID], 1);
	assert_int_equal(seen.count[PCIMSI_NOTE_INF_SECTION_MISSING], 1);
	assert_string_equal(seen.detail[PCIMSI_NOTE_INF_SECTION_MISSING], "None");
	assert_int_equal(seen.last[PCIMSI_NOTE_INF_SECTION_MISSING].column, 10);
	assert_int_equal(seen.count[PCIMSI_NOTE_INF_REG_ROOT], 1);
	assert_string_equal(seen.detail[PCIMSI_NOTE_INF_REG_ROOT], "HKXX");
	/* The sink is not used after opening. */
	memset(&seen, 0, sizeof(seen));
	resolve(inf);
	for (int i = 0; i < PCIMSI_NOTE_COUNT; i++)
		assert_int_equal(seen.count[i], 0);
	pcimsi_inf_close(inf);
}

static void test_a_near_name_among_few_and_many(void **state)
{
	static const int many[] = { 0, 200, 300, 5000 };
	static const struct {
		const char *name, *near;
	} names[] = {
		{ "Adapter.Reg", "Adapter_Reg" },
		{ "Xdapter_Reg", "Adapter_Reg" },
		{ "ADAPTER_RGE", "Adapter_Reg" },
		{ "dapter_Re", "Adapter_Reg" },
		{ "Adapter_Reg9", "Adapter_Reg" },
		{ "Adptr_Rg", NULL },
		{ "Ada", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(many); i++) {
		struct pcimsi_inf *inf;
		char *text = NULL;
		size_t size;
		FILE *f = open_memstream(&text, &size);

		fputs(VERSION "[Adapter_Reg]\n", f);
		for (int k = 0; k < many[i]; k++)
			fprintf(f, "[%d.section.%d]\n", k * 7919, k);
		fclose(f);
		inf = open_text(text);
		for (size_t k = 0; k < COUNT(names); k++)
			assert_text(inf_section_near(&inf->sections, names[k].name), names[k].near);
		pcimsi_inf_close(inf);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_names_merge_in_order),
		cmocka_unit_test(test_first_line_of_a_key),
		cmocka_unit_test(test_a_near_name_among_few_and_many),
		cmocka_unit_test(test_what_setupapi_refuses),
		cmocka_unit_test(test_rejected_inf_has_no_models),
		cmocka_unit_test(test_version_facts),
		cmocka_unit_test(test_templates_are_recognised),
		cmocka_unit_test(test_stamped_headers_are_found),
		cmocka_unit_test(test_missing_things_are_noted_once_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

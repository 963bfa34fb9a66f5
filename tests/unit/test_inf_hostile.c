/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_inf_common.h"

#include <stdio.h>

#include "inf/effect_list.h"
#include "inf/inf_priv.h"
#include "inf/install.h"
#include "inf/survey.h"
#include "inf/targets.h"

/* Something of everything, for cutting and for starving. */
static const char rich[] =
	"; comment\r\n[Version]\r\nSignature=\"$Windows NT$\"\r\nClass=%cls%\r\nExtensionId={1}\r\n"
	"[Manufacturer]\r\n%acme%=M,NTamd64,NT$ARCH$.10.0...14393,NTx86.6.1.3.0x80,NTmips\r\n"
	"[M]\r\nCard=I,PCI\\A\r\n[M.NTamd64]\r\n%card%=I,PCI\\B,PCI\\C,,PCI\\D\r\n"
	"[M.NT$ARCH$.10.0...14393]\r\n%card%=I,,PCI\\E\r\n\"J \"\"x\"\"\"=J,PCI\\F\r\n"
	"[M.NTx86.6.1.3.0x80]\r\nz=J.$ARCH$,PCI\\G\r\n"
	"[I]\r\n[I.NT]\r\nAddReg=soft,msi, \\ ; note\r\n  none\r\nDelReg=old\r\n"
	"[I.NT.HW]\r\nInclude=pci.inf,x.inf\r\nNeeds=N.HW,PciASPMOptIn.HW,X.HW\r\nAddReg=msi\r\n"
	"[I.HW]\r\nAddReg=msi\r\n[N.HW]\r\nNeeds=I.NT.HW\r\nAddReg=affinity\r\nDelReg=old\r\n"
	"[I.NT.Services]\r\nAddService=s,2,sec,log\r\n[sec]\r\nServiceBinary=%12%\\s.sys\r\n"
	"AddReg=msi\r\n[log]\r\nAddReg=soft\r\n[I.NT.Interfaces]\r\nAddInterface={1},,face\r\n"
	"[face]\r\nAddReg=soft\r\n[I.NT.Wdf]\r\nKmdfService=s,w\r\n[I.NT.Components]\r\n"
	"AddComponent=c,,face\r\n[ClassInstall32]\r\nAddReg=soft\r\n[J.amd64]\r\nAddReg=soft\r\n"
	"[old]\r\nHKR,Interrupt Management\r\nHKLM,x,y,0x4000\r\nHKR,l,m,0x00018002,n\r\n"
	"[soft]\r\nHKR,,a,%none%,\"b\r\nHKR,k,n,0x10000,a,b\r\nHKXX,k\r\nHKR,k,b,1,01,zz,ff\r\n"
	"[msi]\r\nHKR,\"Interrupt Management\",,0x10\r\n"
	"HKR,\"Interrupt Management\\MessageSignaledInterruptProperties\",MSISupported,%DW%,1\r\n"
	"HKR,\"Interrupt Management\\MessageSignaledInterruptProperties\",MessageNumberLimit,"
	"0x00010001,0%eight%\r\n[affinity]\r\n"
	"HKR,\"Interrupt Management\\Affinity Policy\",DevicePolicy,0x00010001,5,0,0,0\r\n"
	"HKR,,@X@,0x00010001,$Y$\r\n"
	"[strings]\r\nacme=\"Acme, Inc.\"\r\ncard=Card\r\nDW=0x00010001\r\neight=8\r\ncls=Net\r\n"
	"[Strings.0407]\r\ncard=Karte\r\nDW=1\r\n[msi]\r\nHKR,%card%x,,,1\\";

static const struct pcimsi_target targets[] = {
	{ 10, 0, 26200, PCIMSI_ARCH_AMD64, PCIMSI_PRODUCT_WORKSTATION, 0 },
	{ 6, 1, 7601, PCIMSI_ARCH_X86, PCIMSI_PRODUCT_SERVER, 0x80 },
	{ 10, 0, 10240, PCIMSI_ARCH_ARM64, PCIMSI_PRODUCT_ANY, 0 },
};

/* Everything that can be asked; the first failure, or 0. */
static int ask_all(struct pcimsi_inf *inf)
{
	const struct pcimsi_resolution *resolution;
	const struct pcimsi_target *all;
	const struct inf_survey *survey;
	struct pcimsi_target fallback;
	uint32_t n;
	int err = 0;

	pcimsi_inf_fallback_target(inf, &targets[0], &fallback);
	for (size_t i = 0; !err && i < COUNT(targets); i++)
		err = pcimsi_inf_resolve(inf, &targets[i], &resolution);
	if (!err)
		err = pcimsi_inf_targets(inf, &targets[0], &all, &n);
	if (!err)
		err = inf_survey(inf, &survey);
	for (uint32_t i = 0; !err && i < survey->n_sections; i++)
		for (uint32_t k = 0; !err && k < survey->sections[i].n_effects; k++) {
			struct inf_localized localized;

			err = inf_localized_difference(inf, &survey->sections[i].effects[k],
						       &localized);
			err = err < 0 ? err : 0;
		}
	return err;
}

static void test_rich_file_is_understood(void **state)
{
	struct pcimsi_inf *inf = open_bytes(rich, sizeof(rich) - 1, NULL);
	const struct pcimsi_install *install = resolve(inf)->models[0].install;

	(void)state;
	assert_int_equal(resolve(inf)->n_models, 2);
	assert_int_equal(install->settings[PCIMSI_SETTING_MSI_SUPPORTED]->number, 1);
	assert_int_equal(install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT]->number, 8);
	assert_true(install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT]->leading_zero);
	assert_int_equal(install->settings[PCIMSI_SETTING_DEVICE_POLICY]->number, 5);
	assert_false(install->complete);
	assert_int_equal(install->n_missing, 2);
	assert_int_equal(ask_all(inf), 0);
	pcimsi_inf_close(inf);
}

static int open_and_ask(const void *bytes, size_t size, size_t memory)
{
	struct pcimsi_inf *inf;
	int err = inf_open("x", bytes, size, NULL, memory, &inf);

	if (err) {
		assert_null(inf);
		return err;
	}
	err = ask_all(inf);
	pcimsi_inf_close(inf);
	return err;
}

static void test_cut_at_every_byte(void **state)
{
	static char wide[2 * sizeof(rich)];

	(void)state;
	for (size_t size = 1; size < sizeof(rich); size++) {
		char *exact = malloc(size); /* so that a sanitizer sees a read beyond it */

		assert_non_null(exact);
		memcpy(exact, rich, size);
		assert_int_equal(open_and_ask(exact, size, 0), 0);
		free(exact);
	}
	wide[0] = '\xff';
	wide[1] = '\xfe';
	for (size_t i = 0; i < sizeof(rich) - 1; i++)
		wide[2 * i + 2] = rich[i];
	for (size_t size = 1; size <= 2 * sizeof(rich) - 2; size += 5)
		assert_int_equal(open_and_ask(wide, size, 0), 0);
}

/* The arena refuses what goes beyond a limit: raised step by step, each place fails once. */
static void test_every_allocation_may_fail(void **state)
{
	size_t memory = 16;
	unsigned failures = 0;

	(void)state;
	while (open_and_ask(rich, sizeof(rich) - 1, memory) == PCIMSI_ERR_NOMEM) {
		failures++;
		memory += 16;
		assert_true(memory < 16 * 1024 * 1024);
	}
	assert_int_equal(open_and_ask(rich, sizeof(rich) - 1, memory), 0);
	assert_true(failures > 1000);
}

/* An INF that ran out of memory once can still be asked and closed. */
static void test_asking_again_after_a_failure(void **state)
{
	struct pcimsi_inf *inf;

	(void)state;
	assert_int_equal(inf_open("x", rich, sizeof(rich) - 1, NULL, 0, &inf), 0);
	for (size_t more = 16; ask_all(inf) == PCIMSI_ERR_NOMEM || more == 16; more += 16)
		inf->arena.limit = inf->arena.used + more;
	inf->arena.limit = 0;
	assert_int_equal(ask_all(inf), 0);
	assert_int_equal(resolve(inf)->n_models, 2);
	pcimsi_inf_close(inf);
}

struct text {
	char *data;
	size_t size;
	FILE *file;
};

static FILE *begin(struct text *text)
{
	text->file = open_memstream(&text->data, &text->size);
	assert_non_null(text->file);
	return text->file;
}

static struct pcimsi_inf *finish(struct text *text, struct seen_notes *seen)
{
	struct pcimsi_inf *inf;

	fclose(text->file);
	inf = open_bytes(text->data, text->size, seen);
	free(text->data);
	return inf;
}

static void test_deep_needs_end(void **state)
{
	struct text text;
	FILE *f = begin(&text);
	struct pcimsi_inf *inf;

	(void)state;
	fputs(DEVICE "[I]\n[I.HW]\nNeeds=N0\n", f);
	for (int i = 0; i < 1000; i++)
		fprintf(f, "[N%d]\nNeeds=N%d\nAddReg=r\n", i, i + 1);
	fputs("[N1000]\n[r]\nHKR,,MSISupported\n", f);
	inf = finish(&text, NULL);
	assert_false(only_install(inf)->complete);
	assert_int_equal(only_install(inf)->n_effects, INF_NEEDS_DEPTH_MAX);
	assert_int_equal(ask_all(inf), 0);
	pcimsi_inf_close(inf);
}

/* Every section needs every other one: a walk of all paths would never end. */
static void test_dense_needs_end(void **state)
{
	struct text text;
	FILE *f = begin(&text);
	struct pcimsi_inf *inf;

	(void)state;
	fputs(DEVICE "[I]\n[I.HW]\nNeeds=N0\n", f);
	for (int i = 0; i < 300; i++) {
		fprintf(f, "[N%d]\nAddReg=r\nNeeds=", i);
		for (int k = 0; k < 300; k++)
			fprintf(f, "N%d,", k);
		fputs("\n", f);
	}
	fputs("[r]\nHKR,,MSISupported\n", f);
	inf = finish(&text, NULL);
	assert_int_equal(ask_all(inf), 0);
	assert_true(only_install(inf)->n_effects <= 300);
	pcimsi_inf_close(inf);
}

/* One large AddReg section, named over and over by many install sections. */
static void test_effects_are_bounded(void **state)
{
	struct text text;
	FILE *f = begin(&text);
	struct pcimsi_inf *inf;

	(void)state;
	fputs(VERSION "[Manufacturer]\nA=M,NTamd64\n[M.NTamd64]\n", f);
	for (int i = 0; i < 400; i++)
		fprintf(f, "x=I%d,PCI\\A\n", i);
	for (int i = 0; i < 400; i++) {
		fprintf(f, "[I%d]\nAddReg=r\n[I%d.HW]\nAddReg=r", i, i);
		for (int k = 0; k < i % 100; k++)
			fputs(",r", f);
		fputs("\n", f);
	}
	fputs("[r]\n", f);
	for (int i = 0; i < 1000; i++)
		fputs("HKR,,MSISupported\n", f);
	inf = finish(&text, NULL);
	assert_int_equal(ask_all(inf), 0);
	assert_true(inf->n_effects <= INF_EFFECTS_MAX);
	assert_false(resolve(inf)->installs[399].complete);
	assert_true(resolve(inf)->installs[0].complete);
	assert_true(inf->arena.used < (size_t)512 * 1024 * 1024);
	pcimsi_inf_close(inf);
}

static void test_many_sections_and_fields(void **state)
{
	struct seen_notes seen;
	struct text text;
	FILE *f = begin(&text);
	struct pcimsi_inf *inf;

	(void)state;
	fputs(VERSION "[a]\n", f);
	for (int i = 0; i < 100000; i++)
		fputs(",", f);
	for (int i = 0; i < 70000; i++)
		fprintf(f, "\n[s%d]", i % 66000);
	inf = finish(&text, &seen);
	assert_int_equal(seen.count[PCIMSI_NOTE_INF_LIMIT], 2);
	assert_int_equal(inf_section_find(&inf->sections, "A")->lines[0].n_fields,
			 INF_LINE_FIELDS_MAX);
	assert_true(inf->sections.count <= INF_SECTIONS_MAX);
	assert_int_equal(ask_all(inf), 0);
	pcimsi_inf_close(inf);
}

/* Long runs that each invite a look ahead from every one of their characters. */
static void test_long_runs_are_linear(void **state)
{
	static const char *const runs[] = { "\\", "\\ ", "\"", "%", "\r", "=", ";", "[", "\\x" };

	(void)state;
	for (size_t i = 0; i < COUNT(runs); i++) {
		struct text text;
		FILE *f = begin(&text);
		struct pcimsi_inf *inf;

		fputs(VERSION "[Strings]\n[x]\nk=", f);
		for (int k = 0; k < 500000; k++)
			fputs(runs[i], f);
		fputs("y\n", f);
		inf = finish(&text, NULL);
		assert_int_equal(ask_all(inf), 0);
		pcimsi_inf_close(inf);
	}
}

static void test_no_name_and_no_options(void **state)
{
	struct pcimsi_inf *inf = NULL;

	(void)state;
	assert_int_equal(pcimsi_inf_open(NULL, "x", 1, NULL, &inf), 0);
	assert_string_equal(pcimsi_inf_facts(inf)->name, "");
	pcimsi_inf_close(inf);
	pcimsi_inf_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rich_file_is_understood),
		cmocka_unit_test(test_cut_at_every_byte),
		cmocka_unit_test(test_every_allocation_may_fail),
		cmocka_unit_test(test_asking_again_after_a_failure),
		cmocka_unit_test(test_deep_needs_end),
		cmocka_unit_test(test_dense_needs_end),
		cmocka_unit_test(test_effects_are_bounded),
		cmocka_unit_test(test_many_sections_and_fields),
		cmocka_unit_test(test_long_runs_are_linear),
		cmocka_unit_test(test_no_name_and_no_options),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

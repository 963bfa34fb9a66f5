/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_inf_common.h"

#include <stdio.h>

#include "inf/install.h"
#include "inf/section_names.h"

#define MSI(number) "HKR,\"" MESSAGES "\",MSISupported," DWORD "," number "\n"
#define LIMIT(number) "HKR,\"" MESSAGES "\",MessageNumberLimit," DWORD "," number "\n"

static const struct {
	const char *name, *sections;
	enum pcimsi_arch arch;
	const char *section, *hw; /* NULL: none */
} pairs[] = {
	{
		.name = "the architecture's own",
		.sections = "[I]\n[I.NT]\n[I.NTamd64]\n[I.NTamd64.HW]\n[I.HW]\n",
		.arch = PCIMSI_ARCH_AMD64,
		.section = "I.NTamd64",
		.hw = "I.NTamd64.HW",
	},
	{
		.name = "NT",
		.sections = "[I]\n[I.NT]\n[I.NTx86]\n[I.NT.HW]\n",
		.arch = PCIMSI_ARCH_AMD64,
		.section = "I.NT",
		.hw = "I.NT.HW",
	},
	{
		.name = "bare",
		.sections = "[I]\n[I.NTx86]\n[I.HW]\n",
		.arch = PCIMSI_ARCH_ARM64,
		.section = "I",
		.hw = "I.HW",
	},
	{
		.name = "a bare .HW does not go with a decorated section",
		.sections = "[I]\n[I.NTamd64]\n[I.HW]\n",
		.arch = PCIMSI_ARCH_AMD64,
		.section = "I.NTamd64",
	},
	{
		.name = "a decorated .HW does not go with a bare section",
		.sections = "[I]\n[I.NT.HW]\n[I.NTamd64.HW]\n",
		.arch = PCIMSI_ARCH_AMD64,
		.section = "I",
	},
	{
		.name = "versions do not decorate install sections",
		.sections = "[I.NTamd64.10.0]\n[I]\n",
		.arch = PCIMSI_ARCH_AMD64,
		.section = "I",
	},
	{
		.name = "case does not count",
		.sections = "[i.ntAMD64]\n[i.ntamd64.hw]\n",
		.arch = PCIMSI_ARCH_AMD64,
		.section = "i.ntAMD64",
		.hw = "i.ntamd64.hw",
	},
	{
		.name = "template",
		.sections = "[I.NT$ARCH$]\n[I.NT$ARCH$.HW]\n[I.HW]\n",
		.arch = PCIMSI_ARCH_AMD64,
		.section = "I.NT$ARCH$",
		.hw = "I.NT$ARCH$.HW",
	},
	{
		.name = "a .HW alone installs nothing",
		.sections = "[I.HW]\n",
		.arch = PCIMSI_ARCH_AMD64,
	},
};

static void test_sections_pair(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(pairs); i++) {
		char text[512] = VERSION;
		struct pcimsi_install install;
		struct pcimsi_inf *inf;

		strcat(text, pairs[i].sections);
		inf = open_text(text);
		assert_int_equal(inf_install(inf, "I", pairs[i].arch, &install), 0);
		assert_text(install.section, pairs[i].section);
		assert_text(install.hw_section, pairs[i].hw);
		assert_true(install.complete);
		pcimsi_inf_close(inf);
	}
}

static const struct {
	const char *name, *version, *section;
	uint32_t date;    /* 0: not known */
	uint64_t numbers; /* 0: not known */
	uint8_t feature;
} vers[] = {
	{ .name = "of the file",
	  .version = "DriverVer=03/09/2021, 1.2.3.4\n",
	  .section = "",
	  .date = 20210309,
	  .numbers = UINT64_C(0x0001000200030004),
	  .feature = 0xff },
	{ .name = "the section's own, with hyphens",
	  .version = "DriverVer=03/09/2021,1.2.3.4\n",
	  .section = "DriverVer=12-31-2022,65535.0.1\nFeatureScore=0x1f\n",
	  .date = 20221231,
	  .numbers = UINT64_C(0xffff000000010000),
	  .feature = 0x1f },
	{ .name = "no version, and the first score",
	  .version = "DriverVer=3/9/2021\n",
	  .section = "FeatureScore=F8\nFeatureScore=1\n",
	  .date = 20210309,
	  .feature = 0xf8 },
	{ .name = "a token",
	  .version = "DriverVer=%d%\n",
	  .section = "FeatureScore=%f%\n",
	  .date = 20210309,
	  .feature = 0x10 },
	{ .name = "one that was not stamped",
	  .version = "DriverVer=*,$VERSION$\n",
	  .section = "FeatureScore=100\n",
	  .feature = 0xff },
	{ .name = "no such month, and a fifth number",
	  .version = "DriverVer=31/12/2021,1.2.3.4.5\n",
	  .section = "",
	  .feature = 0xff },
	{ .name = "numbers of more than 16 bits",
	  .version = "DriverVer=01/01/2021,1.65536.0.0\n",
	  .section = "",
	  .date = 20210101,
	  .feature = 0xff },
};

static void test_what_ranks_an_install_section(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(vers); i++) {
		struct pcimsi_install install;
		struct pcimsi_inf *inf;
		char text[512];

		snprintf(text, sizeof(text), "%s%s[I]\n%s[Strings]\nd=3/9/2021\nf=10\n", VERSION,
			 vers[i].version, vers[i].section);
		print_message("%s\n", vers[i].name);
		inf = open_text(text);
		assert_int_equal(inf_install(inf, "I", PCIMSI_ARCH_AMD64, &install), 0);
		assert_int_equal(install.driver_ver.date_known, vers[i].date != 0);
		assert_int_equal(install.driver_ver.date, vers[i].date);
		assert_int_equal(install.driver_ver.version_known, vers[i].numbers != 0);
		assert_int_equal(install.driver_ver.version, vers[i].numbers);
		assert_int_equal(install.feature_score, vers[i].feature);
		pcimsi_inf_close(inf);
	}
}

static const struct {
	const char *sections;
	bool null_driver;
} drivers[] = {
	{ "[I]\n[I.Services]\nAddService=,2\n", true },
	{ "[I]\n[I.Services]\nAddService = \"\" , %assoc%\n", true },
	{ "[I]\n[I.Services]\nAddService=,0x00000002\nAddService=other,0,s\n", true },
	{ "[I]\nNeeds=NO_DRV\n", true },
	{ "[I]\n[I.Services]\nInclude=machine.inf\nNeeds=no_drv.services\n", true },
	/* A filter is no driver of the device, and neither is nothing. */
	{ "[I]\n[I.Services]\nAddService=filter,0,s\n", false },
	{ "[I]\n", false },
	{ "[I]\n[I.Services]\nAddService=,2\nAddService=own,2,s\n", false },
	{ "[I]\nNeeds=NO_DRV\n[I.Services]\nAddService=own,0x2,s\n", false },
	{ "[I]\n[I.Services]\nAddService=,0\n", false },
	/* Not the .Services of the section that is installed. */
	{ "[I.NTamd64]\n[I.Services]\nAddService=,2\n", false },
};

static void test_the_null_driver_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(drivers); i++) {
		struct pcimsi_install install;
		struct pcimsi_inf *inf;
		char text[512];

		snprintf(text, sizeof(text), "%s%s[Strings]\nassoc=2\n", VERSION,
			 drivers[i].sections);
		print_message("%s\n", drivers[i].sections);
		inf = open_text(text);
		assert_int_equal(inf_install(inf, "I", PCIMSI_ARCH_AMD64, &install), 0);
		assert_int_equal(install.null_driver, drivers[i].null_driver);
		pcimsi_inf_close(inf);
	}
}

static void test_inbox_sections_that_write_no_value_here(void **state)
{
	static const struct {
		const char *needs;
		bool complete;
	} rows[] = {
		{ "PciAtomicsOptIn.HW", true },
		{ "pcidonotuseacs.hw", true },
		{ "NO_DRV.HW", true },
		{ "PciForceSBR", true },
		{ "PciForceSBR2.HW", false },
		{ "PciInterrupts.HW", false },
		{ "PciAcsNotRequired.NT", false },
		{ "PciAcsNotRequired.HW,Other.HW", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct pcimsi_install install;
		struct pcimsi_inf *inf;
		char text[512];

		snprintf(text, sizeof(text), "%s[I]\n[I.HW]\nInclude=pci.inf\nNeeds=%s\n", VERSION,
			 rows[i].needs);
		print_message("%s\n", rows[i].needs);
		inf = open_text(text);
		assert_int_equal(inf_install(inf, "I", PCIMSI_ARCH_AMD64, &install), 0);
		assert_int_equal(install.complete, rows[i].complete);
		assert_true(install.n_missing >= 1);
		assert_int_equal(install.missing[install.n_missing - 1].harmless, rows[i].complete);
		pcimsi_inf_close(inf);
	}
}

/* Values and subkeys of all effects, with spaces between. */
static void describe(const struct pcimsi_effect *effects, uint32_t n, char *out)
{
	*out = '\0';
	for (uint32_t i = 0; i < n; i++) {
		strcat(out, i ? " " : "");
		strcat(out, effects[i].directive == PCIMSI_DIRECTIVE_DELREG   ? "-"
			    : effects[i].directive == PCIMSI_DIRECTIVE_BITREG ? "~"
									      : "");
		strcat(out, effects[i].name);
	}
}

static const struct {
	const char *name, *sections;
	const char *effects;
	const char *missing; /* the last, NULL: none */
	bool incomplete;
} orders[] = {
	{
		.name = "lists and repeated directives add up",
		.sections = "[I.HW]\nAddReg=a,b\nAddReg=c\n[c]\nHKR,,5\nHKR,,6\n[a]\nHKR,,1\n"
			    "[b]\nHKR,,2\n",
		.effects = "1 2 5 6",
	},
	{
		.name = "DelReg comes first",
		.sections = "[I.HW]\nAddReg=a\nDelReg=b\n[a]\nHKR,,1\n[b]\nHKR,,2\n",
		.effects = "-2 1",
	},
	{
		.name = "a continued list",
		.sections = "[I.HW]\nAddReg=a, \\\n b\n[a]\nHKR,,1\n[b]\nHKR,,2\n",
		.effects = "1 2",
	},
	{
		.name = "names by token",
		.sections = "[I.HW]\n%d%=%s%\n[a]\nHKR,,1\n[Strings]\nd=addreg\ns=A\n",
		.effects = "1",
	},
	{
		.name = "empty fields name nothing",
		.sections = "[I.HW]\nAddReg=a,,\nAddReg=\n[a]\nHKR,,1\n",
		.effects = "1",
	},
	{
		.name = "twice named, twice applied",
		.sections = "[I.HW]\nAddReg=a,a\n[a]\nHKR,,1\n",
		.effects = "1 1",
	},
	{
		.name = "no equals sign, no directive",
		.sections = "[I.HW]\nAddReg,a\n[a]\nHKR,,1\n",
		.effects = "",
	},
	{
		.name = "a missing section",
		.sections = "[I.HW]\nAddReg=none,a\n[a]\nHKR,,1\n",
		.effects = "1",
		.missing = "none",
	},
	{
		.name = "needs come first, own lines last",
		.sections = "[I.HW]\nAddReg=a\nNeeds=N.HW\n[a]\nHKR,,1\n"
			    "[N.HW]\nAddReg=b\nDelReg=c\n[b]\nHKR,,2\n[c]\nHKR,,3\n",
		.effects = "-3 2 1",
	},
	{
		.name = "needs of needs",
		.sections = "[I.HW]\nNeeds=N.HW\n[N.HW]\nNeeds=O.HW,P.HW\nAddReg=b\n[b]\nHKR,,2\n"
			    "[O.HW]\nAddReg=c\n[c]\nHKR,,3\n[P.HW]\nAddReg=c\n",
		.effects = "3 3 2",
	},
	{
		.name = "a decorated need is found",
		.sections =
			"[I.HW]\nNeeds=N.HW\n[N.NTamd64.HW]\nAddReg=a\n[N.NT.HW]\n[a]\nHKR,,1\n",
		.effects = "1",
	},
	{
		.name = "the very name comes before a decorated one",
		.sections =
			"[I.NTamd64]\n[I.NTamd64.HW]\nNeeds=I.HW\n[I.HW]\nAddReg=a\n[a]\nHKR,,1\n",
		.effects = "1",
	},
	{
		.name = "cycles end",
		.sections = "[I.HW]\nNeeds=N.HW,I.HW\nAddReg=a\n[N.HW]\nNeeds=I.HW\nAddReg=b\n"
			    "[a]\nHKR,,1\n[b]\nHKR,,2\n",
		.effects = "2 1",
	},
	{
		.name = "an inbox need leaves it incomplete",
		.sections = "[I.HW]\nInclude=x.inf\nNeeds=X.HW\nAddReg=a\n[a]\nHKR,,1\n",
		.effects = "1",
		.missing = "X.HW",
		.incomplete = true,
	},
	{
		.name = "BitReg comes last, and its sections have to be there",
		.sections = "[I.HW]\nBitReg=b,none\nAddReg=a\nNeeds=N.HW\n[a]\nHKR,,1\n"
			    "[b]\nHKR,,2,1,0x1,0\n[N.HW]\nBitReg=c\n[c]\nHKR,,3,1,0x1,0\n",
		.effects = "~3 1 ~2",
		.missing = "none",
	},
	{
		.name = "a harmless inbox need does not",
		.sections =
			"[I.HW]\nInclude=pci.inf\nNeeds=pciSRIOVsupported.hw\nAddReg=a\n[a]\nHKR,,1\n",
		.effects = "1",
		.missing = "pciSRIOVsupported.hw",
	},
};

static void test_order_of_effects(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(orders); i++) {
		const struct pcimsi_install *install;
		char text[1024] = DEVICE, effects[256];
		struct pcimsi_inf *inf;

		strcat(text, "[I]\n");
		strcat(text, orders[i].sections);
		inf = open_text(text);
		install = only_install(inf);
		describe(install->effects, install->n_effects, effects);
		assert_string_equal(effects, orders[i].effects);
		assert_text(install->n_missing ? install->missing[install->n_missing - 1].name
					       : NULL,
			    orders[i].missing);
		assert_int_equal(install->complete, !orders[i].incomplete);
		pcimsi_inf_close(inf);
	}
}

static void test_missing_sections_say_where(void **state)
{
	struct pcimsi_inf *inf = open_text(DEVICE "[I]\n[I.HW]\nInclude=a.inf\n"
						  "Needs = X.HW\nInclude=b.inf\nDelReg=c,d\n");
	const struct pcimsi_install *install = only_install(inf);
	const struct pcimsi_missing *m = install->missing;

	(void)state;
	assert_int_equal(install->n_missing, 3);
	assert_int_equal(m[0].directive, PCIMSI_DIRECTIVE_NEEDS);
	assert_string_equal(m[0].include, "a.inf,b.inf");
	assert_string_equal(m[0].section, "I.HW");
	assert_string_equal(m[0].text, "Needs = X.HW");
	assert_int_equal(m[0].place.line, 10);
	assert_int_equal(m[0].place.column, 9);
	assert_int_equal(m[0].end.column, 13);
	assert_int_equal(m[2].directive, PCIMSI_DIRECTIVE_DELREG);
	assert_string_equal(m[2].name, "d");
	assert_int_equal(m[2].place.column, 10);
	assert_null(m[2].include);
	pcimsi_inf_close(inf);
}

static void test_settings_of_a_device(void **state)
{
	struct pcimsi_inf *inf = open_text(DEVICE "[I]\nAddReg=soft\n[I.HW]\nAddReg=msi\n"
						  "[soft]\n" MSI("0") "[msi]\n" MSI("1") LIMIT("4")
							  LIMIT("8"));
	const struct pcimsi_install *install = only_install(inf);

	(void)state;
	assert_int_equal(install->settings[PCIMSI_SETTING_MSI_SUPPORTED]->number, 1);
	assert_int_equal(install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT]->number, 8);
	assert_int_equal(install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT]->place.line, 16);
	assert_null(install->settings[PCIMSI_SETTING_DEVICE_POLICY]);
	assert_int_equal(install->n_software_effects, 1);
	assert_int_equal(install->software_effects[0].number, 0);
	assert_int_equal(install->hw_place.line, 9);
	pcimsi_inf_close(inf);
}

/* Two install sections with one list of AddReg sections. */
static void test_equal_lists_are_shared(void **state)
{
	struct pcimsi_inf *inf = open_text(VERSION
					   "[I]\n[I.HW]\nAddReg=a,b\n[J]\n[J.HW]\nAddReg=a\n"
					   "AddReg=B\n[K]\n[K.HW]\nAddReg=b,a\n"
					   "[a]\nHKR,,1\n[b]\nHKR,,2\n");
	struct pcimsi_install i, j, k;

	(void)state;
	assert_int_equal(inf_install(inf, "I", PCIMSI_ARCH_AMD64, &i), 0);
	assert_int_equal(inf_install(inf, "J", PCIMSI_ARCH_AMD64, &j), 0);
	assert_int_equal(inf_install(inf, "K", PCIMSI_ARCH_AMD64, &k), 0);
	assert_ptr_equal(i.effects, j.effects);
	assert_ptr_not_equal(i.effects, k.effects);
	assert_string_equal(k.effects[0].name, "2");
	pcimsi_inf_close(inf);
}

/* Supplies "there.inf" and counts who asks. */
struct supply {
	struct pcimsi_inf *there;
	unsigned asked;
};

static struct pcimsi_inf *supply(void *user, const char *name)
{
	struct supply *supply = user;

	supply->asked++;
	return strcmp(name, "there.inf") == 0 ? supply->there : NULL;
}

static void test_an_include_is_asked_for_once(void **state)
{
	static const char text[] = DEVICE
		"Two=J,PCI\\VEN_1234&DEV_5679\n[I]\n[J]\n"
		"[I.HW]\nInclude=none.inf,there.inf\nNeeds=A.HW,B.HW,Found.HW,C.HW\n"
		"Include=THERE.inf,other.inf\n"
		"[J.HW]\nNeeds=D.HW,I.HW,E.HW\nInclude=None.inf,third.inf\n";
	struct supply supplied = {
		.there = open_text(VERSION "[Found.HW]\nAddReg=f\n[f]\nHKR,,1\n"),
	};
	const struct pcimsi_inf_options options = { .size = sizeof(options),
						    .include = supply,
						    .include_user = &supplied };
	const struct pcimsi_resolution *resolution;
	struct pcimsi_inf *inf;

	(void)state;
	assert_int_equal(pcimsi_inf_open("t.inf", text, sizeof(text) - 1, &options, &inf), 0);
	resolution = resolve(inf);
	assert_int_equal(supplied.asked, 4);
	assert_int_equal(resolution->installs[0].n_effects, 1);
	assert_int_equal(resolution->installs[0].n_missing, 3);
	assert_string_equal(resolution->installs[0].missing[2].include,
			    "none.inf,there.inf,THERE.inf,other.inf");
	assert_int_equal(resolution->installs[1].n_effects, 1);
	assert_int_equal(resolution->installs[1].n_missing, 5);
	assert_string_equal(resolution->installs[1].missing[4].include, "None.inf,third.inf");
	pcimsi_inf_close(inf);
	pcimsi_inf_close(supplied.there);
}

/* Every install section needs one whose line needs many: the product has an end, and says so. */
static void test_many_needs_of_many_end(void **state)
{
	const struct pcimsi_resolution *resolution;
	size_t size = 0, walked = 0;
	struct pcimsi_inf *inf;
	char *text = NULL;
	FILE *f = open_memstream(&text, &size);

	(void)state;
	fputs(DEVICE, f);
	for (int i = 0; i < 1000; i++)
		fprintf(f, "c=S%d,PCI\\VEN_1234&DEV_%04X\n", i, i);
	for (int i = 0; i < 1000; i++)
		fprintf(f, "[S%d]\n[S%d.HW]\nNeeds=N.HW\n", i, i);
	fputs("[N.HW]\nInclude=a,b\nNeeds=x", f);
	for (int i = 0; i < 1000; i++)
		fputs(",y", f);
	fputs("\n", f);
	fclose(f);
	inf = open_text(text);
	resolution = resolve(inf);
	for (uint32_t i = 0; i < resolution->n_installs; i++)
		walked += resolution->installs[i].n_missing;
	assert_int_equal(resolution->installs[1].n_missing, 1001);
	assert_true(walked < INF_WALKED_LEAST + 2 * size);
	assert_false(resolution->installs[1000].complete);
	pcimsi_inf_close(inf);
	free(text);
}

/* All of them share one list, and each is judged by it: where that ends, they are incomplete. */
static void test_a_list_of_many_devices_ends(void **state)
{
	const struct pcimsi_resolution *resolution;
	size_t size = 0, used = 0;
	struct pcimsi_inf *inf;
	char *text = NULL;
	FILE *f = open_memstream(&text, &size);

	(void)state;
	fputs(DEVICE, f);
	for (int i = 0; i < 600; i++)
		fprintf(f, "c=S%d,PCI\\VEN_1234&DEV_%04X\n", i, i);
	for (int i = 0; i < 600; i++)
		fprintf(f, "[S%d]\n[S%d.HW]\nAddReg=r\n", i, i);
	fputs("[r]\n", f);
	for (int i = 0; i < 600; i++)
		fprintf(f, "HKR,,v%d,,x\n", i);
	fclose(f);
	inf = open_text(text);
	resolution = resolve(inf);
	for (uint32_t i = 0; i < resolution->n_installs; i++) {
		used += resolution->installs[i].n_effects;
		if (resolution->installs[i].hw_section)
			assert_int_equal(resolution->installs[i].complete,
					 resolution->installs[i].n_effects == 600);
	}
	assert_true(resolution->installs[1].complete);
	assert_false(resolution->installs[resolution->n_installs - 1].complete);
	assert_true(used <= INF_USED_LEAST + 2 * size);
	pcimsi_inf_close(inf);
	free(text);
}

static void test_harmless_needs(void **state)
{
	(void)state;
	assert_true(inf_is_harmless_need("PciIoSpaceNotRequired"));
	assert_true(inf_is_harmless_need("pciASPMoptout.HW"));
	assert_true(inf_is_harmless_need("VWiFiBus.PnPFilterRegistration.hw"));
	assert_false(inf_is_harmless_need("PciIoSpaceNotRequired.Services"));
	assert_false(inf_is_harmless_need("PciIoSpace"));
	assert_false(inf_is_harmless_need(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sections_pair),
		cmocka_unit_test(test_what_ranks_an_install_section),
		cmocka_unit_test(test_the_null_driver_is_told),
		cmocka_unit_test(test_inbox_sections_that_write_no_value_here),
		cmocka_unit_test(test_order_of_effects),
		cmocka_unit_test(test_missing_sections_say_where),
		cmocka_unit_test(test_settings_of_a_device),
		cmocka_unit_test(test_equal_lists_are_shared),
		cmocka_unit_test(test_an_include_is_asked_for_once),
		cmocka_unit_test(test_many_needs_of_many_end),
		cmocka_unit_test(test_a_list_of_many_devices_ends),
		cmocka_unit_test(test_harmless_needs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

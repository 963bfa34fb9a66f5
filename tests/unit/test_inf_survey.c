/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_inf_common.h"

#include "inf/survey.h"

#define MSI "HKR,\"" MESSAGES "\",MSISupported," DWORD ",1\n"

static const struct inf_survey *survey(struct pcimsi_inf *inf)
{
	const struct inf_survey *result = NULL;

	assert_int_equal(inf_survey(inf, &result), 0);
	assert_non_null(result);
	return result;
}

/* How [x], which writes MSISupported, is reached. */
static const struct {
	const char *name, *sections;
	uint32_t contexts;
	const char *from; /* section of the first reference; NULL: none */
} reached[] = {
	{
		.name = "hardware key",
		.sections = "[I]\n[I.HW]\nAddReg=x\n",
		.contexts = INF_FROM_HW_ADDREG,
		.from = "I.HW",
	},
	{
		.name = "DelReg of the hardware key",
		.sections = "[I]\n[I.HW]\nDelReg=x\n",
		.contexts = INF_FROM_HW_DELREG,
		.from = "I.HW",
	},
	{
		.name = "hardware key, by way of a need",
		.sections = "[I]\n[I.HW]\nNeeds=N.HW\n[N.HW]\nAddReg=x\n",
		.contexts = INF_FROM_HW_ADDREG,
		.from = "N.HW",
	},
	{
		.name = "software key",
		.sections = "[I]\nAddReg=x\nDelReg=x\n",
		.contexts = INF_FROM_INSTALL_ADDREG | INF_FROM_INSTALL_DELREG,
		.from = "I",
	},
	{
		.name = "service and event log",
		.sections = "[I]\n[I.Services]\nAddService=s,2,sec,log\n[sec]\nAddReg=x\n"
			    "[log]\nAddReg=x\n",
		.contexts = INF_FROM_SERVICE | INF_FROM_EVENT_LOG,
		.from = "sec",
	},
	{
		.name = "interface",
		.sections = "[I]\n[I.Interfaces]\nAddInterface={1},,face\n[face.NT]\nAddReg=x\n",
		.contexts = INF_FROM_INTERFACE,
		.from = "face.NT",
	},
	{
		.name = "interface class",
		.sections = "[I]\n[InterfaceInstall32]\n{1}=face,0\n[face]\nAddReg=x\n",
		.contexts = INF_FROM_INTERFACE,
		.from = "face",
	},
	{
		.name = "coinstallers",
		.sections = "[I.NT]\n[I.NT.CoInstallers]\nAddReg=x\n",
		.contexts = INF_FROM_COINSTALLERS,
		.from = "I.NT.CoInstallers",
	},
	{
		.name = "component",
		.sections = "[I]\n[I.Components]\nAddComponent=c,,comp\n[comp]\nAddReg=x\n",
		.contexts = INF_FROM_COMPONENT,
		.from = "comp",
	},
	{
		.name = "class",
		.sections = "[I]\n[ClassInstall32.NT]\nAddReg=x\n",
		.contexts = INF_FROM_CLASS_INSTALL,
		.from = "ClassInstall32.NT",
	},
	{
		.name = "default install and its service",
		.sections =
			"[I]\n[DefaultInstall.NTamd64]\nAddReg=x\n"
			"[DefaultInstall.NTamd64.Services]\nAddService=s,,sec\n[sec]\nDelReg=x\n",
		.contexts = INF_FROM_DEFAULT_INSTALL | INF_FROM_SERVICE,
		.from = "DefaultInstall.NTamd64",
	},
	{
		.name = "a .HW that does not pair",
		.sections = "[I.NTamd64]\n[I.HW]\nAddReg=x\n",
		.contexts = INF_FROM_UNPAIRED_HW,
		.from = "I.HW",
	},
	{
		.name = "an install section that is not taken",
		.sections = "[I.NTamd64]\n[I]\nAddReg=x\n",
		.contexts = INF_FROM_UNPAIRED_INSTALL,
		.from = "I",
	},
	{
		.name = "from a section that nothing reaches",
		.sections = "[I]\n[Else.HW]\nAddReg=x\n",
		.contexts = INF_FROM_UNUSED,
		.from = "Else.HW",
	},
	{
		.name = "from BitReg",
		.sections = "[I]\nBitReg=x\n[I.HW]\nBitReg=x\n",
		.contexts = INF_FROM_INSTALL_BITREG | INF_FROM_HW_BITREG,
		.from = "I",
	},
	{
		.name = "from nowhere",
		.sections = "[I]\n;AddReg=x\n",
	},
	{
		.name = "from several",
		.sections = "[I]\nAddReg=x\n[I.HW]\nAddReg=x,x\n",
		.contexts = INF_FROM_INSTALL_ADDREG | INF_FROM_HW_ADDREG,
		.from = "I",
	},
};

static void test_contexts(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(reached); i++) {
		const struct inf_survey_section *x;
		char text[1024] = DEVICE;
		struct pcimsi_inf *inf;

		strcat(text, reached[i].sections);
		strcat(text, "[x]\n" MSI);
		inf = open_text(text);
		assert_int_equal(survey(inf)->n_sections, 1);
		x = &survey(inf)->sections[0];
		assert_string_equal(x->name, "x");
		assert_int_equal(x->contexts, reached[i].contexts);
		assert_text(x->n_references ? x->references[0].section : NULL, reached[i].from);
		pcimsi_inf_close(inf);
	}
}

static const struct {
	const char *line;
	bool kept;
} candidates[] = {
	{ MSI, true },
	{ "HKR,Interrupt Management,,0x10", true },
	{ "HKR,\"interrupt management\\x\",a,,1", true },
	{ "HKLM,Enum\\x\\Interrupt Management,a,,1", true },
	{ "HKR,Interupt Management,a,,1", true },
	{ "HKR,Interrupt Managment\\y,a,,1", true },
	{ "HKR,x,MSISupported,,1", true },
	{ "HKR,,GroupPolicy,,1", true },
	{ "HKR,%s%,a,,1", true },
	{ "HKR,x,a,,MessageSignalled", true },
	{ "%r%,,DevicePolicy,,1", true },
	{ "HKR,,MSISupport,0,\"1\"", false },
	{ "HKR,Ndi\\params,a,,1", false },
	{ "AddReg=Interrupt Management", false },
	{ "x,Interrupt Management", false },
	{ "HKR,Management,a,,1", false },
};

static void test_which_sections_matter(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(candidates); i++) {
		char text[512] = VERSION "[Strings]\ns=Interrupt Management\nr=HKR\n[x]\n";
		struct pcimsi_inf *inf;

		strcat(text, candidates[i].line);
		inf = open_text(text);
		assert_int_equal(survey(inf)->n_sections, candidates[i].kept);
		pcimsi_inf_close(inf);
	}
}

static void test_section_has_all_its_lines(void **state)
{
	struct pcimsi_inf *inf = open_text(VERSION "[x]\nHKR,a,b,,1\n" MSI "[X]\nHKR,,c\n");
	const struct inf_survey_section *x = &survey(inf)->sections[0];

	(void)state;
	assert_int_equal(x->n_effects, 3);
	assert_string_equal(x->effects[1].name, "MSISupported");
	assert_int_equal(x->effects[1].op, PCIMSI_EFFECT_SET);
	assert_int_equal(x->place.line, 3);
	pcimsi_inf_close(inf);
}

/* The device is served on x86 by [I.NT], on amd64 by [I.NTamd64]. */
static void test_unpaired_hw_sections(void **state)
{
	struct pcimsi_inf *inf = open_text(
		VERSION
		"[Manufacturer]\nA=M,NTx86,NTamd64\n"
		"[M.NTx86]\nCard=I,PCI\\A\n[M.NTamd64]\nCard=i,PCI\\A\n"
		"[I.NT]\n[I.NTamd64]\n[I.NTarm64]\n[I.NT.HW]\n"
		"[I.HW]\nAddReg=x\n[I.NTarm64.HW]\nAddReg=y\n[I.NTamd64.10.0.HW]\nAddReg=y\n"
		"[J.HW]\nAddReg=x\n[x]\n" MSI "[y]\nHKR,,a\n");
	const struct inf_survey *s = survey(inf);

	(void)state;
	assert_int_equal(s->n_unpaired, 3);
	assert_string_equal(s->unpaired[0].section, "I.HW");
	assert_true(strcmp(s->unpaired[0].base, "I") == 0);
	assert_null(s->unpaired[0].own);
	assert_string_equal(s->unpaired[0].chosen, "I.NT");
	assert_string_equal(s->unpaired[0].chosen_hw, "I.NT.HW");
	assert_ptr_equal(s->unpaired[0].reaches, &s->sections[0]);
	assert_string_equal(s->unpaired[1].section, "I.NTarm64.HW");
	assert_string_equal(s->unpaired[1].own, "I.NTarm64");
	assert_null(s->unpaired[1].reaches);
	assert_string_equal(s->unpaired[2].section, "I.NTamd64.10.0.HW");
	assert_int_equal(s->n_installs, 2);
	pcimsi_inf_close(inf);
}

static void test_install_facts(void **state)
{
	struct pcimsi_inf *inf = open_text(
		VERSION
		"[Manufacturer]\nA=M,NTx86,NT$ARCH$\n[M.NTx86]\nCard=I,PCI\\A\n"
		"[M.NTamd64]\nCard=I,PCI\\A\n"
		"[I]\nInclude=mf.inf\nNeeds=MFINSTALL.mf\n"
		"[I.Services]\nAddService=Card,0x2,sec\nAddService=,2\nAddService=helper,,sec2\n"
		"[sec]\nServiceBinary=%12%\\card.sys\n[I.Wdf]\nKmdfService=Card,w\n");
	const struct inf_survey_install *install = inf_survey_install(survey(inf), "i");

	(void)state;
	assert_non_null(install);
	assert_null(inf_survey_install(survey(inf), "J"));
	assert_null(inf_survey_install(survey(inf), NULL));
	assert_int_equal(install->archs, 1 << PCIMSI_ARCH_X86 | 1 << PCIMSI_ARCH_AMD64);
	assert_int_equal(install->n_services, 3);
	assert_string_equal(install->services[0].name, "Card");
	assert_text(install->services[0].binary, "%12%\\card.sys");
	assert_text(install->services[0].section, "sec");
	assert_true(install->services[0].function_driver);
	assert_null(install->services[1].section);
	assert_false(install->services[2].function_driver);
	assert_null(install->services[2].binary);
	assert_int_equal(install->n_includes, 1);
	assert_string_equal(install->includes[0], "mf.inf");
	assert_int_equal(install->n_needs, 1);
	assert_string_equal(install->needs[0], "MFINSTALL.mf");
	assert_true(install->kmdf);
	assert_string_equal(install->kmdf_text, "KmdfService=Card,w");
	pcimsi_inf_close(inf);
}

static void test_models_list(void **state)
{
	struct pcimsi_inf *inf = open_text(VERSION
					   "[Manufacturer]\nA=M,NTamd64.6.1,NTarm64\nB=N\n"
					   "[M.NTamd64.6.1]\nCard=I,PCI\\A\n[N]\nCard=I,PCI\\A\n");
	const struct inf_survey *s = survey(inf);

	(void)state;
	assert_int_equal(s->n_models, 3);
	assert_string_equal(s->models[0].section, "M.NTamd64.6.1");
	assert_int_equal(s->models[0].decoration.minor, 1);
	assert_int_equal(s->models[0].arch, PCIMSI_ARCH_AMD64);
	assert_int_equal(s->models[0].n_models, 1);
	assert_null(s->models[1].section);
	assert_string_equal(s->models[1].decoration_text, "NTarm64");
	assert_int_equal(s->models[2].manufacturer_number, 1);
	assert_int_equal(s->models[2].arch, PCIMSI_ARCH_X86);
	pcimsi_inf_close(inf);
}

static void test_templates_are_walked(void **state)
{
	struct pcimsi_inf *inf = open_text(
		VERSION "[Manufacturer]\nA=M,NT$ARCH$\n[M.NT$ARCH$]\nCard=I,PCI\\A\n"
			"[I.NT$ARCH$]\n[I.NT$ARCH$.HW]\nAddReg=x.$ARCH$\n"
			"[x.amd64]\n" MSI "[x.arm64]\n" MSI);
	const struct inf_survey *s = survey(inf);

	(void)state;
	assert_int_equal(s->n_sections, 2);
	assert_int_equal(s->sections[0].contexts, INF_FROM_HW_ADDREG);
	assert_int_equal(s->sections[1].contexts, INF_FROM_HW_ADDREG);
	assert_int_equal(s->n_unpaired, 0);
	assert_int_equal(s->n_installs, 1);
	pcimsi_inf_close(inf);
}

static void test_localized_tokens(void **state)
{
	static const struct {
		const char *line, *token, *localized;
	} cases[] = {
		{ .line = "HKR,k,N,%DW%,%one%" },
		{ .line = "HKR,k,N,%DW%,%two%", .token = "two", .localized = "zwei" },
		{ .line = "HKR,k,N,%DW%,x%one%%three%", .token = "three", .localized = NULL },
		{ .line = "HKR,k,N,%DW%,1" },
		{ .line = "HKR,k,%none%,%DW%,%12%" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[512] = VERSION
			"[Strings]\nDW=0x00010001\none=1\ntwo=2\nthree=3\n"
			"[Strings.0407]\nDW=0x00010001\none=1\ntwo=zwei\n[x]\nHKR,,MSISupported\n";
		const struct inf_survey_section *x;
		struct inf_localized localized;
		struct pcimsi_inf *inf;

		strcat(text, cases[i].line);
		inf = open_text(text);
		x = &survey(inf)->sections[0];
		assert_int_equal(inf_localized_difference(inf, &x->effects[1], &localized),
				 cases[i].token != NULL);
		if (cases[i].token) {
			assert_string_equal(localized.token, cases[i].token);
			assert_text(localized.localized_value, cases[i].localized);
			assert_string_equal(localized.section, "Strings.0407");
			assert_true(localized.place.line >= 8);
		}
		pcimsi_inf_close(inf);
	}
}

static void test_rejected_inf_has_an_empty_survey(void **state)
{
	struct pcimsi_inf *inf = open_text("[x]\n" MSI);

	(void)state;
	assert_int_equal(survey(inf)->n_sections, 0);
	assert_ptr_equal(survey(inf), survey(inf));
	pcimsi_inf_close(inf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_contexts),
		cmocka_unit_test(test_which_sections_matter),
		cmocka_unit_test(test_section_has_all_its_lines),
		cmocka_unit_test(test_unpaired_hw_sections),
		cmocka_unit_test(test_install_facts),
		cmocka_unit_test(test_models_list),
		cmocka_unit_test(test_templates_are_walked),
		cmocka_unit_test(test_localized_tokens),
		cmocka_unit_test(test_rejected_inf_has_an_empty_survey),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_inf_common.h"

#include <stdio.h>

#include "inf/inf_priv.h"
#include "inf/targets.h"
#include "inf/witness.h"

#define X86 PCIMSI_ARCH_X86
#define AMD64 PCIMSI_ARCH_AMD64

static const struct {
	const char *text;
	struct pcimsi_decoration d;
} decorations[] = {
	{ "", { .valid = true } },
	{ "NT", { .valid = true, .has_nt = true } },
	{ "ntAMD64", { .valid = true, .has_nt = true, .arch = AMD64 } },
	{ "NTx86", { .valid = true, .has_nt = true, .arch = X86 } },
	{ "NTarm", { .valid = true, .has_nt = true, .arch = PCIMSI_ARCH_ARM } },
	{ "NTarm64", { .valid = true, .has_nt = true, .arch = PCIMSI_ARCH_ARM64 } },
	{ "NTia64", { .valid = true, .has_nt = true, .arch = PCIMSI_ARCH_IA64 } },
	{ "NT.6.1",
	  { .valid = true, .has_nt = true, .has_version = true, .major = 6, .minor = 1 } },
	{ "NTamd64.6",
	  { .valid = true, .has_nt = true, .arch = AMD64, .has_version = true, .major = 6 } },
	{ "NTamd64.10.0...16299",
	  { .valid = true,
	    .has_nt = true,
	    .arch = AMD64,
	    .has_version = true,
	    .major = 10,
	    .build = 16299 } },
	{ "NTx86....0x80", { .valid = true, .has_nt = true, .arch = X86, .suite = 0x80 } },
	{ "NTamd64...1", { .valid = true, .has_nt = true, .arch = AMD64, .product = 1 } },
	{ "NTamd64...16299", { .valid = true, .has_nt = true, .arch = AMD64, .product = 16299 } },
	{ "NTamd64.0xA.0.3.0X10.22000",
	  { .valid = true,
	    .has_nt = true,
	    .arch = AMD64,
	    .has_version = true,
	    .major = 10,
	    .product = 3,
	    .suite = 16,
	    .build = 22000 } },
	{ "NTamd64.", { .valid = true, .has_nt = true, .arch = AMD64 } },
	{ "NTamd64.1.2.3.4.5.6", { .valid = false } },
	{ "NTmips", { .valid = false } },
	{ "NTamd64.x", { .valid = false } },
	{ "NTamd64.-1", { .valid = false } },
	{ "NTamd64.4294967296", { .valid = false } },
	{ "NTamd64.1 0", { .valid = false } },
	{ "amd64", { .valid = false } },
	{ "N", { .valid = false } },
	{ ".NT", { .valid = false } },
};

static void test_decorations(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(decorations); i++) {
		const struct pcimsi_decoration *e = &decorations[i].d;
		struct pcimsi_decoration d = pcimsi_decoration_parse(decorations[i].text,
								     strlen(decorations[i].text));

		assert_int_equal(d.valid, e->valid);
		assert_int_equal(d.has_nt, e->has_nt);
		assert_int_equal(d.arch, e->arch);
		assert_int_equal(d.has_version, e->has_version);
		assert_int_equal(d.major, e->major);
		assert_int_equal(d.minor, e->minor);
		assert_int_equal(d.product, e->product);
		assert_int_equal(d.suite, e->suite);
		assert_int_equal(d.build, e->build);
	}
}

/* Every section there is has one model, whose hardware id is the name of the section. */
#define MODEL(name) "[" name "]\nCard=I," name "\n"

static const struct {
	const char *name;
	const char *inf;
	struct pcimsi_target target;
	const char *chosen; /* "-": none */
} choices[] = {
	{
		.name = "exact architecture",
		.inf = "A=M,NTx86,NTamd64\n" MODEL("M.NTx86") MODEL("M.NTamd64"),
		.target = { .major = 10, .build = 22000, .arch = AMD64 },
		.chosen = "M.NTamd64",
	},
	{
		.name = "undecorated is x86 only",
		.inf = "A=M\n" MODEL("M"),
		.target = { .major = 10, .arch = AMD64 },
		.chosen = "-",
	},
	{
		.name = "undecorated on x86",
		.inf = "A=M\n" MODEL("M"),
		.target = { .major = 10, .arch = X86 },
		.chosen = "M",
	},
	{
		.name = "name alone",
		.inf = "M\n" MODEL("M"),
		.target = { .major = 10, .arch = X86 },
		.chosen = "M",
	},
	{
		.name = "bare NT is x86 only",
		.inf = "A=M,NT\n" MODEL("M.NT"),
		.target = { .major = 10, .arch = AMD64 },
		.chosen = "-",
	},
	{
		.name = "bare NT beats undecorated",
		.inf = "A=M,NT\n" MODEL("M") MODEL("M.NT"),
		.target = { .major = 10, .arch = X86 },
		.chosen = "M.NT",
	},
	{
		.name = "NTx86 beats bare NT",
		.inf = "A=M,NT,NTx86\n" MODEL("M.NT") MODEL("M.NTx86"),
		.target = { .major = 10, .arch = X86 },
		.chosen = "M.NTx86",
	},
	{
		.name = "undecorated if nothing else fits",
		.inf = "A=M,NTamd64\n" MODEL("M") MODEL("M.NTamd64"),
		.target = { .major = 10, .arch = X86 },
		.chosen = "M",
	},
	{
		.name = "highest version not above the system",
		.inf = "A=M,NTamd64,NTamd64.6.1,NTamd64.10.0\n" MODEL("M.NTamd64")
			MODEL("M.NTamd64.6.1") MODEL("M.NTamd64.10.0"),
		.target = { .major = 6, .minor = 3, .arch = AMD64 },
		.chosen = "M.NTamd64.6.1",
	},
	{
		.name = "only newer systems",
		.inf = "A=M,NTamd64.10.0\n" MODEL("M.NTamd64.10.0"),
		.target = { .major = 6, .minor = 3, .arch = AMD64 },
		.chosen = "-",
	},
	{
		.name = "highest build not above the system",
		.inf = "A=M,NTamd64.10.0,NTamd64.10.0...16299,NTamd64.10.0...22000\n" MODEL(
			"M.NTamd64.10.0") MODEL("M.NTamd64.10.0...16299")
			MODEL("M.NTamd64.10.0...22000"),
		.target = { .major = 10, .build = 19045, .arch = AMD64 },
		.chosen = "M.NTamd64.10.0...16299",
	},
	{
		.name = "builds below",
		.inf = "A=M,NTamd64.10.0...22000\n" MODEL("M.NTamd64.10.0...22000"),
		.target = { .major = 10, .build = 19045, .arch = AMD64 },
		.chosen = "-",
	},
	{
		.name = "a build before 14310 spoils the decoration",
		.inf = "A=M,NTamd64.6.1...7000\n" MODEL("M.NTamd64.6.1...7000"),
		.target = { .major = 10, .build = 10240, .arch = AMD64 },
		.chosen = "-",
	},
	{
		.name = "the build of another version does not count",
		.inf = "A=M,NTamd64.6.1...90000\n" MODEL("M.NTamd64.6.1...90000"),
		.target = { .major = 10, .build = 22000, .arch = AMD64 },
		.chosen = "M.NTamd64.6.1...90000",
	},
	{
		.name = "product",
		.inf = "A=M,NTamd64...1,NTamd64...3\n" MODEL("M.NTamd64...1")
			MODEL("M.NTamd64...3"),
		.target = { .major = 10, .arch = AMD64, .product = PCIMSI_PRODUCT_SERVER },
		.chosen = "M.NTamd64...3",
	},
	{
		.name = "another product",
		.inf = "A=M,NTamd64...1\n" MODEL("M.NTamd64...1"),
		.target = { .major = 10, .arch = AMD64, .product = PCIMSI_PRODUCT_SERVER },
		.chosen = "-",
	},
	{
		.name = "a suite that the system lacks",
		.inf = "A=M,NTamd64.6.0..1,NTamd64.6.0\n" MODEL("M.NTamd64.6.0..1")
			MODEL("M.NTamd64.6.0"),
		.target = { .major = 10, .arch = AMD64, .product = PCIMSI_PRODUCT_WORKSTATION },
		.chosen = "M.NTamd64.6.0",
	},
	{
		.name = "product beats none at one version",
		.inf = "A=M,NTamd64.6.0.1,NTamd64.6.0\n" MODEL("M.NTamd64.6.0.1")
			MODEL("M.NTamd64.6.0"),
		.target = { .major = 10, .arch = AMD64, .product = PCIMSI_PRODUCT_WORKSTATION },
		.chosen = "M.NTamd64.6.0.1",
	},
	{
		.name = "version beats product",
		.inf = "A=M,NTamd64.6.0.1,NTamd64.6.1\n" MODEL("M.NTamd64.6.0.1")
			MODEL("M.NTamd64.6.1"),
		.target = { .major = 10, .arch = AMD64, .product = PCIMSI_PRODUCT_WORKSTATION },
		.chosen = "M.NTamd64.6.1",
	},
	{
		.name = "no Windows is of product 16299",
		.inf = "A=M,NTamd64...16299\n" MODEL("M.NTamd64...16299"),
		.target = { .major = 10, .build = 22000, .arch = AMD64 },
		.chosen = "-",
	},
	{
		.name = "all suite bits are needed",
		.inf = "A=M,NTamd64....0x3\n" MODEL("M.NTamd64....0x3"),
		.target = { .major = 10, .arch = AMD64, .suite = 0x1 },
		.chosen = "-",
	},
	{
		.name = "suite",
		.inf = "A=M,NTamd64....0x3,NTamd64\n" MODEL("M.NTamd64....0x3") MODEL("M.NTamd64"),
		.target = { .major = 10, .arch = AMD64, .suite = 0x7 },
		.chosen = "M.NTamd64....0x3",
	},
	{
		.name = "a chosen section that is missing is not replaced",
		.inf = "A=M,NTamd64,NTamd64.10.0\n" MODEL("M.NTamd64"),
		.target = { .major = 10, .arch = AMD64 },
		.chosen = "-",
	},
	{
		.name = "template",
		.inf = "A=M,NT$ARCH$.10.0\n" MODEL("M.nt$arch$.10.0"),
		.target = { .major = 10, .arch = PCIMSI_ARCH_ARM64 },
		.chosen = "M.nt$arch$.10.0",
	},
	{
		.name = "template reference, stamped section",
		.inf = "A=M,NT$ARCH$\n" MODEL("M.NTamd64"),
		.target = { .major = 10, .arch = AMD64 },
		.chosen = "M.NTamd64",
	},
	{
		.name = "case does not count",
		.inf = "A=m,ntAMD64\n" MODEL("M.NTamd64"),
		.target = { .major = 10, .arch = AMD64 },
		.chosen = "M.NTamd64",
	},
	{
		.name = "trailing comma",
		.inf = "A=M,NTamd64,\n" MODEL("M.NTamd64"),
		.target = { .major = 10, .arch = AMD64 },
		.chosen = "M.NTamd64",
	},
};

static void test_choice_of_models_section(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(choices); i++) {
		const struct pcimsi_resolution *resolution;
		struct pcimsi_inf *inf;
		char text[1024] = VERSION "[Manufacturer]\n";

		strcat(text, choices[i].inf);
		inf = open_text(text);
		assert_int_equal(pcimsi_inf_resolve(inf, &choices[i].target, &resolution), 0);
		assert_text(resolution->n_models ? resolution->models[0].models_section : "-",
			    choices[i].chosen);
		assert_int_equal(resolution->has_models_section, resolution->n_models);
		assert_false(resolution->excluded);
		pcimsi_inf_close(inf);
	}
}

static void test_models_lines(void **state)
{
	struct pcimsi_inf *inf = open_text(
		VERSION "[Manufacturer]\n%acme%=M,NTamd64\nOther=O,NTamd64\n"
			"[M.NTamd64]\n"
			"%card% = I1, PCI\\A, PCI\\B,, PCI\\C,\n"
			"%card% = i1,,PCI\\D ; note\n"
			"\"x=y\" = %sec%, %id%\n"
			"no id = I1\n"
			"nothing, at all\n"
			"[O.NTamd64]\n"
			"z=I1,PCI\\E\n"
			"[Strings]\nacme=Acme Inc.\ncard=Card\nsec=I2\nid=PCI\\F\n");
	const struct pcimsi_resolution *r = resolve(inf);
	const struct pcimsi_model *m = r->models;

	(void)state;
	assert_int_equal(r->n_models, 4);
	assert_string_equal(m[0].manufacturer, "Acme Inc.");
	assert_string_equal(m[0].description, "Card");
	assert_text(m[0].hardware_id, "PCI\\A");
	assert_int_equal(m[0].n_compatible_ids, 3);
	assert_string_equal(m[0].compatible_ids[0], "PCI\\B");
	assert_string_equal(m[0].compatible_ids[1], "");
	assert_string_equal(m[0].compatible_ids[2], "PCI\\C");
	assert_int_equal(m[0].place.line, 7);
	assert_null(m[1].hardware_id);
	assert_string_equal(m[1].compatible_ids[0], "PCI\\D");
	assert_string_equal(m[1].text, "%card% = i1,,PCI\\D ; note");
	assert_string_equal(m[2].description, "x=y");
	assert_string_equal(m[2].hardware_id, "PCI\\F");
	assert_string_equal(m[3].manufacturer, "Other");
	/* I1 and i1 are one section, and it is missing. */
	assert_int_equal(r->n_installs, 2);
	assert_ptr_equal(m[0].install, &r->installs[0]);
	assert_ptr_equal(m[1].install, m[0].install);
	assert_ptr_equal(m[3].install, m[0].install);
	assert_string_equal(m[2].install->base, "I2");
	assert_null(m[2].install->section);
	assert_null(m[2].install->hw_section);
	pcimsi_inf_close(inf);
}

static void test_empty_section_is_an_exclusion(void **state)
{
	struct pcimsi_inf *inf = open_text(VERSION "[Manufacturer]\nA=M,NTamd64.6.1,NTamd64.10.0\n"
						   "[M.NTamd64.10.0]\n" MODEL("M.NTamd64.6.1"));
	struct pcimsi_target other;

	(void)state;
	assert_int_equal(resolve(inf)->n_models, 0);
	assert_true(resolve(inf)->has_models_section);
	assert_true(resolve(inf)->excluded);
	assert_false(pcimsi_inf_fallback_target(inf, &pcimsi_target_default, &other));
	assert_int_equal(other.build, pcimsi_target_default.build);
	pcimsi_inf_close(inf);
}

static void test_equal_targets_share_a_resolution(void **state)
{
	struct pcimsi_inf *inf = open_text(DEVICE "[I]\n");
	struct pcimsi_target target = pcimsi_target_default;
	const struct pcimsi_resolution *first = resolve(inf), *second;

	(void)state;
	assert_int_equal(pcimsi_inf_resolve(inf, &target, &second), 0);
	assert_ptr_equal(first, second);
	target.suite = 1;
	assert_int_equal(pcimsi_inf_resolve(inf, &target, &second), 0);
	assert_ptr_not_equal(first, second);
	target.arch = (enum pcimsi_arch)77;
	assert_int_equal(pcimsi_inf_resolve(inf, &target, &second), 0);
	assert_int_equal(second->n_models, 0);
	pcimsi_inf_close(inf);
}

/* From Windows 10.0.26200, amd64, workstation. */
static const struct {
	const char *name, *inf;
	bool differs;
	struct pcimsi_target target;
} fallbacks[] = {
	{
		.name = "served",
		.inf = "A=M,NTamd64\n" MODEL("M.NTamd64"),
		.target = { 10, 0, 26200, AMD64, PCIMSI_PRODUCT_WORKSTATION, 0 },
	},
	{
		.name = "served by none",
		.inf = "A=M,NTamd64\n",
		.target = { 10, 0, 26200, AMD64, PCIMSI_PRODUCT_WORKSTATION, 0 },
	},
	{
		.name = "x86 only",
		.inf = "A=M\n" MODEL("M"),
		.differs = true,
		.target = { 10, 0, 26200, X86, PCIMSI_PRODUCT_WORKSTATION, 0 },
	},
	{
		.name = "arm64 before x86",
		.inf = "A=M,NTx86,NTarm64\n" MODEL("M.NTx86") MODEL("M.NTarm64"),
		.differs = true,
		.target = { 10, 0, 26200, PCIMSI_ARCH_ARM64, PCIMSI_PRODUCT_WORKSTATION, 0 },
	},
	{
		.name = "server",
		.inf = "A=M,NTamd64...3\n" MODEL("M.NTamd64...3"),
		.differs = true,
		.target = { 10, 0, 26200, AMD64, PCIMSI_PRODUCT_SERVER, 0 },
	},
	{
		.name = "domain controller",
		.inf = "A=M,NTamd64...2\n" MODEL("M.NTamd64...2"),
		.differs = true,
		.target = { 10, 0, 26200, AMD64, PCIMSI_PRODUCT_DOMAIN_CONTROLLER, 0 },
	},
	{
		.name = "architecture before product",
		.inf = "A=M,NTamd64...3,NTx86\n" MODEL("M.NTamd64...3") MODEL("M.NTx86"),
		.differs = true,
		.target = { 10, 0, 26200, X86, PCIMSI_PRODUCT_WORKSTATION, 0 },
	},
	{
		.name = "newest of newer builds",
		.inf = "A=M,NTamd64.10.0...27000,NTamd64.10.0...28000\n" MODEL(
			"M.NTamd64.10.0...27000") MODEL("M.NTamd64.10.0...28000"),
		.differs = true,
		.target = { 10, 0, 28000, AMD64, PCIMSI_PRODUCT_WORKSTATION, 0 },
	},
	{
		.name = "the build of an older version",
		.inf = "A=M,NTamd64.6.1..0x80\nB=N,NTamd64.6.1...0x80\n" MODEL(
			"N.NTamd64.6.1...0x80"),
		.differs = false,
		.target = { 10, 0, 26200, AMD64, PCIMSI_PRODUCT_WORKSTATION, 0 },
	},
	{
		.name = "suite",
		.inf = "B=N,NTamd64.6.1..0x80\n" MODEL("N.NTamd64.6.1..0x80"),
		.differs = true,
		.target = { 10, 0, 26200, AMD64, PCIMSI_PRODUCT_WORKSTATION, 0x80 },
	},
};

static void test_fallback_target(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(fallbacks); i++) {
		char text[1024] = VERSION "[Manufacturer]\n";
		struct pcimsi_target target;
		struct pcimsi_inf *inf;

		strcat(text, fallbacks[i].inf);
		inf = open_text(text);
		assert_int_equal(pcimsi_inf_fallback_target(inf, &pcimsi_target_default, &target),
				 fallbacks[i].differs);
		assert_true(inf_target_equal(&target, &fallbacks[i].target));
		pcimsi_inf_close(inf);
	}
}

static void test_a_target_for_every_decoration(void **state)
{
	static const struct pcimsi_target expected[] = {
		{ 10, 0, 26200, X86, PCIMSI_PRODUCT_WORKSTATION, 0 },
		{ 6, 1, 0, AMD64, PCIMSI_PRODUCT_SERVER, 0x80 },
		{ 10, 0, 16299, AMD64, PCIMSI_PRODUCT_WORKSTATION, 0 },
		{ 10, 0, 26200, AMD64, PCIMSI_PRODUCT_WORKSTATION, 0 },
		{ 10, 0, 26200, PCIMSI_ARCH_ARM64, PCIMSI_PRODUCT_WORKSTATION, 0 },
	};
	struct pcimsi_inf *inf = open_text(VERSION
					   "[Manufacturer]\n"
					   "A=M,NT,NTamd64.6.1.3.0x80,NTamd64.10.0...16299\n"
					   "B=M,NT$ARCH$,NTmips,NTamd64...9\n[M]\n");
	const struct pcimsi_target *targets;
	uint32_t n;

	(void)state;
	assert_int_equal(pcimsi_inf_targets(inf, &pcimsi_target_default, &targets, &n), 0);
	assert_int_equal(n, COUNT(expected));
	for (uint32_t i = 0; i < n; i++)
		assert_true(inf_target_equal(&targets[i], &expected[i]));
	pcimsi_inf_close(inf);
}

/* Each line of [Manufacturer] with the sections that it names, and what takes the first. */
static const struct {
	const char *decorations;
	bool taken, before_8, since_8;
	struct pcimsi_target target;
} witnesses[] = {
	{ "NTamd64.10.0,NTamd64.10.0.1",
	  true,
	  false,
	  true,
	  { 10, 0, 0, AMD64, PCIMSI_PRODUCT_SERVER, 0 } },
	{ "NTamd64.10.0,NTamd64.10.0.1,NTamd64.10.0.3",
	  true,
	  false,
	  true,
	  { 10, 0, 0, AMD64, PCIMSI_PRODUCT_DOMAIN_CONTROLLER, 0 } },
	{ "NTamd64.10.0,NTamd64.10.0.1,NTamd64.10.0.2,NTamd64.10.0.3", false, false, false, { 0 } },
	{ "NTamd64.6.1,NTamd64.6.2",
	  true,
	  true,
	  false,
	  { 6, 1, 0, AMD64, PCIMSI_PRODUCT_WORKSTATION, 0 } },
	{ "NTamd64,NTamd64.10.0",
	  true,
	  true,
	  true,
	  { 6, 3, 9600, AMD64, PCIMSI_PRODUCT_WORKSTATION, 0 } },
	{ "NTamd64,NTamd64.6.0",
	  true,
	  false,
	  false,
	  { 5, 2, 3790, AMD64, PCIMSI_PRODUCT_WORKSTATION, 0 } },
	{ "NTamd64.6.0,NTamd64.6.2",
	  true,
	  true,
	  false,
	  { 6, 0, 0, AMD64, PCIMSI_PRODUCT_WORKSTATION, 0 } },
	{ "NTamd64.10.0...16299,NTamd64.10.0...17763",
	  true,
	  false,
	  true,
	  { 10, 0, 16299, AMD64, PCIMSI_PRODUCT_WORKSTATION, 0 } },
	/* No Windows before build 14310 knows builds. */
	{ "NTamd64.10.0...14000,NTamd64.10.0...14400",
	  true,
	  false,
	  true,
	  { 10, 0, 14393, AMD64, PCIMSI_PRODUCT_WORKSTATION, 0 } },
	{ "NTamd64.10.0..0x80,NTamd64.10.0.1",
	  true,
	  false,
	  true,
	  { 10, 0, 0, AMD64, PCIMSI_PRODUCT_SERVER, 0x80 } },
	/* x86 comes before what names no architecture; of two alike the first one is taken. */
	{ "NT,NTx86", false, false, false, { 0 } },
	{ "NTx86,NTx86", true, true, true, { 10, 0, 26200, X86, PCIMSI_PRODUCT_WORKSTATION, 0 } },
	/* No server of the last years is x86, and none of Windows 8 or later ia64. */
	{ "NTx86.6.1,NTx86.6.1.1", false, false, false, { 0 } },
	{ "NTia64,NTia64.6.2",
	  true,
	  true,
	  false,
	  { 6, 1, 7601, PCIMSI_ARCH_IA64, PCIMSI_PRODUCT_SERVER, 0 } },
};

static void models_of(char *text, size_t size, const char *list)
{
	char all[256], *rest = all, *name;

	snprintf(text, size, "%s[Manufacturer]\nA=M,%s\n", VERSION, list);
	snprintf(all, sizeof(all), "%s", list);
	while ((name = strsep(&rest, ",")))
		snprintf(text + strlen(text), size - strlen(text),
			 "[M.%s]\nD=I,PCI\\VEN_1234&DEV_0001\n", name);
}

static void test_every_models_section_has_a_witness(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(witnesses); i++) {
		const struct inf_witness *found;
		struct seen_notes seen;
		struct pcimsi_inf *inf;
		char text[1024];
		uint32_t n;

		print_message("%s\n", witnesses[i].decorations);
		models_of(text, sizeof(text), witnesses[i].decorations);
		inf = open_bytes(text, strlen(text), &seen);
		found = inf_witnesses(inf, &n);
		assert_true(n >= 1 && found->searched);
		assert_int_equal(found->taken, witnesses[i].taken);
		assert_int_equal(found->before_8, witnesses[i].before_8);
		assert_int_equal(found->since_8, witnesses[i].since_8);
		assert_true(inf_target_equal(&found->target, &witnesses[i].target));
		if (!witnesses[i].taken)
			assert_int_equal(seen.count[PCIMSI_NOTE_INF_MODELS_UNREACHED], 1);
		pcimsi_inf_close(inf);
	}
}

static void test_all_targets_hold_every_witness(void **state)
{
	const struct pcimsi_target *targets;
	struct pcimsi_inf *inf;
	char text[1024];
	uint32_t n;

	(void)state;
	models_of(text, sizeof(text), "NTamd64.10.0,NTamd64.10.0.1,NTamd64.6.1");
	inf = open_text(text);
	assert_int_equal(pcimsi_inf_targets(inf, &pcimsi_target_default, &targets, &n), 0);
	assert_int_equal(n, 3);
	assert_int_equal(targets[0].product, PCIMSI_PRODUCT_SERVER);
	assert_int_equal(targets[1].product, PCIMSI_PRODUCT_WORKSTATION);
	assert_int_equal(targets[2].major, 6);
	pcimsi_inf_close(inf);
}

/* What takes too long is not done, and nothing is claimed of it. */
static void test_too_many_decorations_are_not_searched(void **state)
{
	size_t size = 1 << 20;
	char *text = malloc(size), *end = text;
	const struct inf_witness *found;
	struct seen_notes seen;
	struct pcimsi_inf *inf;
	uint32_t n;

	(void)state;
	assert_non_null(text);
	end += sprintf(end, "%s[Manufacturer]\nA=M", VERSION);
	for (int i = 0; i < 4000; i++)
		end += sprintf(end, ",NTamd64.10.0.%d..%d", i % 3 + 1, 20000 + i);
	end += sprintf(end, "\n");
	for (int i = 0; i < 4000; i++)
		end += sprintf(end, "[M.NTamd64.10.0.%d..%d]\nD=I,PCI\\X\n", i % 3 + 1, 20000 + i);
	inf = open_bytes(text, (size_t)(end - text), &seen);
	found = inf_witnesses(inf, &n);
	assert_true(n > 0 && n < 4000);
	assert_false(found[n - 1].searched);
	assert_int_equal(seen.count[PCIMSI_NOTE_INF_MODELS_UNREACHED], 0);
	pcimsi_inf_close(inf);
	free(text);
}

static void test_names(void **state)
{
	char buffer[16];

	(void)state;
	assert_string_equal(pcimsi_arch_name(AMD64), "amd64");
	assert_string_equal(pcimsi_arch_name(PCIMSI_ARCH_NONE), "");
	assert_string_equal(pcimsi_arch_name((enum pcimsi_arch)99), "");
	assert_int_equal(pcimsi_arch_parse("ARM64"), PCIMSI_ARCH_ARM64);
	assert_int_equal(pcimsi_arch_parse(""), PCIMSI_ARCH_NONE);
	assert_int_equal(pcimsi_arch_parse("mips"), PCIMSI_ARCH_NONE);
	assert_string_equal(pcimsi_product_name(PCIMSI_PRODUCT_SERVER), "server");
	assert_string_equal(pcimsi_setting_name(PCIMSI_SETTING_GROUP_POLICY), "GroupPolicy");
	assert_string_equal(pcimsi_registry_type_name(4, buffer), "REG_DWORD");
	assert_string_equal(pcimsi_registry_type_name(0xabcd, buffer), "0xabcd");
	assert_string_equal(pcimsi_encoding_name(PCIMSI_ENCODING_UTF8), "UTF-8");
}

/* `makers` lines that name one section of `lines` lines, each with a text of `width`. */
static struct pcimsi_inf *open_product(int makers, int lines, int width, size_t *ret_size)
{
	struct pcimsi_inf *inf;
	char *text = NULL;
	FILE *f = open_memstream(&text, ret_size);

	fputs(VERSION "[Manufacturer]\n", f);
	for (int i = 0; i < makers; i++)
		fprintf(f, "Maker%d=M,NTamd64,NTamd64.6.1,NTamd64.10.0\n", i);
	fputs("[M.NTamd64]\n[M.NTamd64.6.1]\n[M.NTamd64.10.0]\n", f);
	for (int i = 0; i < lines; i++)
		fprintf(f, "%%text%%=I,PCI\\VEN_1AF4&DEV_%04X\n", i);
	fprintf(f, "[Strings]\ntext=\"%0*d\"\n", width, 0);
	fclose(f);
	inf = open_text(text);
	free(text);
	return inf;
}

static void test_models_end_where_their_cost_does(void **state)
{
	static const struct {
		int makers, lines, width;
		bool all;
	} products[] = {
		{ 2, 1000, 10, true },
		{ 50, 50, 10, true },
		{ 300, 300, 10, false },
		{ 40, 300, 4000, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(products); i++) {
		uint32_t all = (uint32_t)(products[i].makers * products[i].lines);
		size_t size, cost = 0;
		struct pcimsi_inf *inf = open_product(products[i].makers, products[i].lines,
						      products[i].width, &size);
		const struct pcimsi_resolution *resolution = resolve(inf);

		for (uint32_t k = 0; k < resolution->n_models; k++) {
			assert_non_null(resolution->models[k].install);
			cost += strlen(resolution->models[k].description) + INF_MODEL_COST;
		}
		assert_int_equal(resolution->n_models + resolution->n_left_out, all);
		assert_int_equal(resolution->n_left_out == 0, products[i].all);
		assert_true(cost <= INF_MODELS_LEAST + size * INF_MODELS_PER_BYTE);
		assert_int_equal(resolution->n_installs, 1);
		pcimsi_inf_close(inf);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decorations),
		cmocka_unit_test(test_choice_of_models_section),
		cmocka_unit_test(test_models_lines),
		cmocka_unit_test(test_empty_section_is_an_exclusion),
		cmocka_unit_test(test_equal_targets_share_a_resolution),
		cmocka_unit_test(test_fallback_target),
		cmocka_unit_test(test_a_target_for_every_decoration),
		cmocka_unit_test(test_models_end_where_their_cost_does),
		cmocka_unit_test(test_every_models_section_has_a_witness),
		cmocka_unit_test(test_all_targets_hold_every_witness),
		cmocka_unit_test(test_too_many_decorations_are_not_searched),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

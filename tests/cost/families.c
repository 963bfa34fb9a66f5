/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/cost/families.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- INFs ------------------------------------------------------------------------------------ */

#define MESSAGES "Interrupt Management\\MessageSignaledInterruptProperties"

/* A driver of one device; [I] and [I.HW] are the family's. */
static void put_driver(FILE *f)
{
	fputs("[Version]\nSignature=\"$Windows NT$\"\nClass=Net\n"
	      "[Manufacturer]\nMaker=M,NTamd64\n[M.NTamd64]\n"
	      "Card=I,PCI\\VEN_1234&DEV_5678,PCI\\VEN_1234\n[I]\n",
	      f);
}

static void put_limit(FILE *f, unsigned limit)
{
	fprintf(f,
		"HKR,\"" MESSAGES "\",MSISupported,0x00010001,1\n"
		"HKR,\"" MESSAGES "\",MessageNumberLimit,0x00010001,%u\n",
		limit);
}

/* Every Needs may be in every Include, and neither is there. */
static void needs_include(FILE *f, unsigned n)
{
	put_driver(f);
	fputs("[I.HW]\nInclude=a.inf", f);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, ",f%u.inf", i);
	fputs("\nNeeds=A.HW", f);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, ",S%u.HW", i);
	fputs("\n", f);
}

/* Many install sections need one that needs many. */
static void needs_of_needs(FILE *f, unsigned n)
{
	put_driver(f);
	fputs("[M.NTamd64]\n", f);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, "Card=S%u,PCI\\VEN_1234&DEV_%04X\n", i, i);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, "[S%u]\n[S%u.HW]\nNeeds=N.HW\n", i, i);
	fputs("[N.HW]\nNeeds=x", f);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, ",y%u", i);
	fputs("\n", f);
}

/* Names that are missing, and as many that are spelt nearly so. */
static void near_names(FILE *f, unsigned n)
{
	put_driver(f);
	fputs("[I.HW]\n", f);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, "AddReg=Adapter_Registry_%05ux\n", i * 7);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, "[Adapter_Registry_%05uyz]\n", i * 3);
}

/* The same on one line, which every finding is about. */
static void one_long_line(FILE *f, unsigned n)
{
	put_driver(f);
	fputs("[I.HW]\nAddReg=missing", f);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, ",missing_%u", i);
	fputs("\n", f);
}

/* All manufacturers name one Models section, whose lines show a long text. */
static void manufacturers(FILE *f, unsigned n)
{
	fputs("[Version]\nSignature=\"$Windows NT$\"\n[Manufacturer]\n", f);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, "Maker%u=M,NTamd64\n", i);
	fputs("[M.NTamd64]\n", f);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, "%%text%%=I,PCI\\VEN_1234&DEV_%04X\n", i);
	fprintf(f, "[I]\n[I.HW]\nAddReg=r\n[r]\nHKR,,text,,%%text%%\n[Strings]\ntext=\"%0*d\"\n",
		n < 4000 ? (int)n : 4000, 0);
}

/* Many install sections name one AddReg section of many lines. */
static void one_addreg(FILE *f, unsigned n)
{
	put_driver(f);
	fputs("[M.NTamd64]\n", f);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, "Card=S%u,PCI\\VEN_1234&DEV_%04X\n", i, i);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, "[S%u]\n[S%u.HW]\nAddReg=r\n", i, i);
	fputs("[r]\n", f);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, "HKLM,\"" MESSAGES "\",V%u,0x00010001,1\n", i);
}

/* A text that is expanded into each line. */
static void many_strings(FILE *f, unsigned n)
{
	put_driver(f);
	fputs("[I.HW]\nAddReg=r\n[r]\n", f);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, "HKR,,name%u,,\"x%%long%%%%s%u%%\"\n", i, i);
	fprintf(f, "[Strings]\nlong=\"%0*d\"\n", n < 4000 ? (int)n : 4000, 0);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, "s%u=value\n", i);
}

/* Two sections by turns: each is merged from n. */
static void same_sections(FILE *f, unsigned n)
{
	put_driver(f);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, "[I.HW]\nAddReg=r\n[r]\nHKR,,name%u,,text\n", i);
}

/* A target for every decoration. */
static void decorations(FILE *f, unsigned n)
{
	fputs("[Version]\nSignature=\"$Windows NT$\"\n[Manufacturer]\nMaker=M", f);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, ",NTamd64.10.0...%u", 10000 + i);
	fputs("\n", f);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, "[M.NTamd64.10.0...%u]\nCard=I,PCI\\VEN_1234&DEV_%04X\n", 10000 + i, i);
	fputs("[I]\n", f);
}

/* The same finding for every line of the one section that binds every function. */
static void many_wrong_lines(FILE *f, unsigned n)
{
	put_driver(f);
	fputs("[I.HW]\nAddReg=r\n[r]\n", f);
	put_limit(f, 64);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, "HKLM,\"" MESSAGES "\",V%u,0x00010001,1\n", i);
}

/* A limit that nothing reaches, for a family of devices. */
static void limit_for_all(FILE *f, unsigned n)
{
	put_driver(f);
	fputs("[M.NTamd64]\n", f);
	for (unsigned i = 0; i < n; i++)
		fprintf(f, "Card=I,PCI\\VEN_1234&DEV_5678&SUBSYS_%08X\n", i);
	fputs("[I.HW]\nAddReg=r\n[r]\n", f);
	put_limit(f, 64);
}

static void includes_all(FILE *f, unsigned n)
{
	(void)n;
	put_driver(f);
	fputs("[I.HW]\nInclude=i0.inf\nNeeds=S0.HW\n", f);
}

/* A chain of files that include the next, and one that is not there. */
static size_t chain_of_includes(unsigned n)
{
	size_t size = 0;

	for (unsigned i = 0; i < n; i++) {
		char name[32];
		FILE *f;

		snprintf(name, sizeof(name), "i%u.inf", i);
		f = fopen(name, "w");
		if (!f)
			abort();
		put_driver(f);
		fprintf(f, "[S%u.HW]\nInclude=none%u.inf,i%u.inf\nNeeds=None.HW,S%u.HW\n", i, i,
			i + 1, i + 1);
		size += (size_t)ftell(f);
		fclose(f);
	}
	return size;
}

/* ---- captures ---------------------------------------------------------------------------------
 */

/* Functions with an MSI-X table of 4. */
static void functions(FILE *f, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		fprintf(f, "%04x:%02x:%02x.%x Card\n", i >> 16, i >> 8 & 0xff, i >> 3 & 0x1f,
			i & 7);
		fputs("00: 34 12 78 56 06 04 10 00 01 00 00 02 10 00 00 00\n"
		      "10: 00 00 00 f0 00 00 00 00 00 00 00 00 00 00 00 00\n"
		      "20: 00 00 00 00 00 00 00 00 00 00 00 00 f4 1a 01 00\n"
		      "30: 00 00 00 00 40 00 00 00 00 00 00 00 0b 01 00 00\n"
		      "40: 11 00 03 80 00 00 00 00 00 08 00 00 00 00 00 00\n\n",
		      f);
	}
}

static void half_as_many_functions(FILE *f, unsigned n)
{
	functions(f, n / 2);
}

/* The same functions in other slots, and without their tables. */
static size_t moved_functions(unsigned n)
{
	FILE *f = fopen("moved.txt", "w");
	size_t size;

	if (!f)
		abort();
	for (unsigned i = n; i--;)
		fprintf(f,
			"%04x:%02x:%02x.%x Card\n"
			"00: 34 12 78 56 06 04 10 00 01 00 00 02 10 00 00 00\n"
			"20: 00 00 00 00 00 00 00 00 00 00 00 00 f4 1a 01 00\n"
			"30: 00 00 00 00 40 00 00 00 00 00 00 00 0b 01 00 00\n"
			"40: 11 00 %02x 80\n\n",
			1 + (i >> 16), i >> 8 & 0xff, i >> 3 & 0x1f, i & 7, i & 0x3f);
	size = (size_t)ftell(f);
	fclose(f);
	return size;
}

static void carriage_returns(FILE *f, unsigned n)
{
	fputs("03:00.0 Card\n", f);
	for (unsigned i = 0; i < n; i++)
		fputs("\r", f);
}

static void headings(FILE *f, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		fprintf(f, "%04x:%02x:%02x.%x Card\n", i >> 16, i >> 8 & 0xff, i >> 3 & 0x1f,
			i & 7);
}

static void one_slot(FILE *f, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		fputs("03:00.0 Card\n00: 34 12 78 56\n", f);
}

/* Text without an end, of what each step may look ahead in. */
static void no_line_end(FILE *f, unsigned n)
{
	fputs("03:00.0 ", f);
	for (unsigned i = 0; i < n; i++)
		fputs("00: ", f);
}

/* An INF that matches nothing. */
static void no_models(FILE *f, unsigned n)
{
	(void)n;
	fputs("[Version]\nSignature=\"$Windows NT$\"\nClass=Net\n[Manufacturer]\nP=M,NTamd64\n"
	      "[M.NTamd64]\nA=I,PCI\\VEN_4321&DEV_0001\n[I]\n",
	      f);
}

/* What Windows granted, in a file that is cleared away. */
static size_t granted(void (*write)(FILE *f, unsigned n), unsigned n)
{
	FILE *f = fopen("i0.inf", "w");
	size_t size;

	if (!f)
		abort();
	write(f, n);
	size = (size_t)ftell(f);
	fclose(f);
	return size;
}

/* Names that are listed once and often, and devices that share them. */
static void write_names(FILE *f, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		fprintf(f, "IRQ %u\tName %u\tOK\nIRQ %u\tName\tOK\n", 4294967293u - i, i,
			4294967293u - i);
	for (unsigned i = 0; i < n; i++)
		fprintf(f,
			"Name\tPCI\\VEN_1234&DEV_5678\\%u\nName %u\tPCI\\VEN_1234&DEV_5678\\x%u\n",
			i, i, i);
}

static size_t granted_names(unsigned n)
{
	return granted(write_names, n);
}

/* Devices with the ids of all functions, in one place. */
static void write_twins(FILE *f, unsigned n)
{
	fputs("<PnpUtil Command=\"/resources\">", f);
	for (unsigned i = 0; i < n; i++)
		fprintf(f,
			"<Device InstanceId=\"PCI\\VEN_1234&amp;DEV_5678&amp;SUBSYS_0000%04X\\%u\"><IRQ>16"
			"</IRQ><Properties><Property Key=\"DEVPKEY_Device_BusNumber\"><Value>3</Value>"
			"</Property><Property Key=\"DEVPKEY_Device_Address\"><Value>0</Value></Property>"
			"</Properties></Device>",
			i & 0xffff, i);
	fputs("</PnpUtil>", f);
}

static size_t granted_twins(unsigned n)
{
	return granted(write_twins, n);
}

/* References, comments and depth that lead nowhere. */
static void write_xml(FILE *f, unsigned n)
{
	fputs("<MsInfo>", f);
	for (unsigned i = 0; i < n; i++)
		fputs("<Data><a>&amp;&#65;&lt;</a><!-- - -- ><b c=\"&quot;\"/></Data><![CDATA[]] >]]>",
		      f);
	for (unsigned i = 0; i < n; i++)
		fputs("<!-- - ", f);
}

static size_t granted_xml(unsigned n)
{
	return granted(write_xml, n);
}

#define INF_TEXT "inf", "in.inf"
#define INF_JSON "inf", "--format", "ndjson", "in.inf"
#define HTML "--format", "html"
#define CHECK "check", "--inf", "in.inf", "in.txt"
#define GRANTED CHECK, "--granted", "i0.inf"

static void one_function(FILE *f, unsigned n)
{
	(void)n;
	functions(f, 1);
}

const struct family families[] = {
	{ "needs-include", 400, needs_include, NULL, NULL, { INF_TEXT } },
	{ "needs-include-json", 400, needs_include, NULL, NULL, { INF_JSON } },
	{ "needs-of-needs", 200, needs_of_needs, NULL, NULL, { INF_TEXT } },
	{ "near-names", 200, near_names, one_function, NULL, { CHECK } },
	{ "one-long-line", 400, one_long_line, one_function, NULL, { CHECK } },
	{ "one-long-line-json",
	  400,
	  one_long_line,
	  one_function,
	  NULL,
	  { CHECK, "--format", "json" } },
	{ "manufacturers", 200, manufacturers, NULL, NULL, { INF_TEXT } },
	{ "manufacturers-json", 200, manufacturers, NULL, NULL, { INF_JSON } },
	{ "manufacturers-check", 200, manufacturers, one_function, NULL, { CHECK } },
	{ "one-addreg", 150, one_addreg, NULL, NULL, { INF_TEXT } },
	{ "one-addreg-check", 300, one_addreg, one_function, NULL, { CHECK } },
	{ "many-strings", 1000, many_strings, NULL, NULL, { INF_TEXT } },
	{ "same-sections", 300, same_sections, one_function, NULL, { CHECK } },
	{ "decorations", 200, decorations, NULL, NULL, { "inf", "--all-targets", "in.inf" } },
	{ "many-wrong-lines", 150, many_wrong_lines, half_as_many_functions, NULL, { CHECK } },
	{ "limit-for-all", 150, limit_for_all, functions, NULL, { CHECK } },
	{ "many-wrong-lines-sarif",
	  150,
	  many_wrong_lines,
	  half_as_many_functions,
	  NULL,
	  { CHECK, "--format", "sarif" } },
	{ "many-wrong-lines-junit",
	  150,
	  many_wrong_lines,
	  half_as_many_functions,
	  NULL,
	  { CHECK, "--format", "junit" } },
	{ "many-wrong-lines-markdown",
	  150,
	  many_wrong_lines,
	  half_as_many_functions,
	  NULL,
	  { CHECK, "--format", "markdown" } },
	{ "many-wrong-lines-github",
	  150,
	  many_wrong_lines,
	  half_as_many_functions,
	  NULL,
	  { CHECK, "--format", "github" } },
	{ "many-wrong-lines-gcc",
	  150,
	  many_wrong_lines,
	  half_as_many_functions,
	  NULL,
	  { CHECK, "--format", "gcc" } },
	{ "many-wrong-lines-csv",
	  150,
	  many_wrong_lines,
	  half_as_many_functions,
	  NULL,
	  { CHECK, "--format", "csv" } },
	{ "many-wrong-lines-prom",
	  150,
	  many_wrong_lines,
	  half_as_many_functions,
	  NULL,
	  { CHECK, "--format", "prom" } },
	{ "limit-for-all-sarif",
	  150,
	  limit_for_all,
	  functions,
	  NULL,
	  { CHECK, "--format", "sarif" } },
	{ "one-long-line-sarif",
	  400,
	  one_long_line,
	  one_function,
	  NULL,
	  { CHECK, "--format", "sarif" } },
	{ "limit-for-all-junit",
	  150,
	  limit_for_all,
	  functions,
	  NULL,
	  { CHECK, "--format", "junit" } },
	{ "one-long-line-junit",
	  400,
	  one_long_line,
	  one_function,
	  NULL,
	  { CHECK, "--format", "junit" } },
	{ "limit-for-all-markdown",
	  150,
	  limit_for_all,
	  functions,
	  NULL,
	  { CHECK, "--format", "markdown" } },
	{ "one-long-line-markdown",
	  400,
	  one_long_line,
	  one_function,
	  NULL,
	  { CHECK, "--format", "markdown" } },
	{ "one-long-line-html", 400, one_long_line, one_function, NULL, { CHECK, HTML } },
	{ "many-wrong-lines-html",
	  150,
	  many_wrong_lines,
	  half_as_many_functions,
	  NULL,
	  { CHECK, HTML } },
	{ "limit-for-all-html", 150, limit_for_all, functions, NULL, { CHECK, HTML } },
	{ "functions-html", 200, NULL, functions, NULL, { "show", "in.txt", HTML } },
	{ "moved",
	  150,
	  many_wrong_lines,
	  half_as_many_functions,
	  moved_functions,
	  { "diff", "--inf", "in.inf", "in.txt", "moved.txt" } },
	{ "chain-of-includes", 50, includes_all, NULL, chain_of_includes, { INF_TEXT } },
	{ "functions", 200, NULL, functions, NULL, { "list", "in.txt" } },
	{ "carriage-returns", 70000, NULL, carriage_returns, NULL, { "list", "in.txt" } },
	{ "headings", 1000, NULL, headings, NULL, { "list", "in.txt" } },
	{ "one-slot", 1000, NULL, one_slot, NULL, { "list", "in.txt" } },
	{ "granted-names", 200, no_models, one_slot, granted_names, { GRANTED } },
	{ "granted-twins", 200, no_models, one_slot, granted_twins, { GRANTED } },
	{ "granted-xml", 1000, no_models, one_function, granted_xml, { GRANTED } },
	{ "no-line-end", 20000, NULL, no_line_end, NULL, { "list", "in.txt" } },
	{ 0 },
};

static size_t write_one(const char *name, void (*write)(FILE *f, unsigned n), unsigned n)
{
	FILE *f = fopen(name, "w");
	size_t size;

	if (!f)
		abort();
	write(f, n);
	size = (size_t)ftell(f);
	fclose(f);
	return size;
}

static unsigned most_files;

size_t family_write(const struct family *family, unsigned n)
{
	size_t size = 0;

	if (family->inf)
		size += write_one("in.inf", family->inf, n);
	if (family->capture)
		size += write_one("in.txt", family->capture, n);
	if (family->more) {
		size += family->more(n);
		most_files = n > most_files ? n : most_files;
	}
	return size;
}

void families_done(void)
{
	static const char *const names[] = { "in.inf", "in.txt", "moved.txt", "out", "err" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unlink(names[i]);
	for (unsigned i = 0; i < most_files; i++) {
		char name[32];

		snprintf(name, sizeof(name), "i%u.inf", i);
		unlink(name);
	}
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "cli/operands.h"
#include "cli/windows_names.h"

static void a_windows_has_many_names(void **state)
{
	static const struct {
		const char *name, *want;
	} cases[] = {
		{ "11", "10.0.26200 1" },
		{ "Windows 11", "10.0.26200 1" },
		{ "22H2", "10.0.22621 1" },
		{ "10 22h2", "10.0.19045 1" },
		{ "windows 10 version 1809", "10.0.17763 1" },
		{ "10", "10.0.19045 1" },
		{ "8.1", "6.3.9600 1" },
		{ "vista", "6.0.6002 1" },
		{ "win11", "10.0.26200 1" },
		{ "Win 10 22H2", "10.0.19045 1" },
		{ "Server 2012 R2", "6.3.9600 3" },
		{ "windows server 2025", "10.0.26100 3" },
		{ "2019", "10.0.17763 3" },
		{ "server", "10.0.26100 3" },
		{ "", NULL },
		{ "windows", NULL },
		{ "win", NULL },
		{ "11win", NULL },
		{ "11 1809", NULL },
		{ "10.0.22621", NULL },
		{ "11111111111111111111111111111111111111", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pcimsi_target target = { .product = PCIMSI_PRODUCT_WORKSTATION };
		char text[64];

		if (!windows_named(cases[i].name, &target)) {
			assert_null(cases[i].want);
			assert_int_equal(target.major, 0);
			continue;
		}
		snprintf(text, sizeof(text), "%u.%u.%u %u", target.major, target.minor,
			 target.build, target.product);
		assert_string_equal(text, cases[i].want);
	}
	assert_string_equal(windows_nearest("24h3"), "24H2");
	assert_null(windows_nearest("linux"));
}

static void an_architecture_has_many_names(void **state)
{
	(void)state;
	assert_string_equal(windows_arch("X64"), "amd64");
	assert_string_equal(windows_arch("i386"), "x86");
	assert_string_equal(windows_arch("aarch64"), "arm64");
	assert_string_equal(windows_arch("arm"), "arm");
	assert_string_equal(windows_arch("m68k"), "m68k");
}

/* 'i': an INF, 'r': a registry, 'p': a policy, 'c': a capture. */
static char kind_of(const char *text, size_t size)
{
	char path[] = "/tmp/pcimsi-operand-XXXXXX";
	struct options options = { .command = FOR_CHECK };
	const char *words[] = { path };
	int fd = mkstemp(path);
	char kind;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, size), size);
	close(fd);
	options.operands = (struct words){ .items = words, .count = 1 };
	assert_int_equal(operands_sort(&options), 0);
	kind = options.infs.count         ? 'i'
	       : options.registries.count ? 'r'
	       : options.policies.count   ? 'p'
					  : 'c';
	assert_int_equal(options.infs.count + options.registries.count + options.policies.count +
				 options.captures.count,
			 1);
	free(options.infs.items);
	free(options.registries.items);
	free(options.policies.items);
	free(options.captures.items);
	unlink(path);
	return kind;
}

static void an_operand_is_what_it_begins_as(void **state)
{
#define TEXT(text) text, sizeof(text) - 1
	static const struct {
		const char *text;
		size_t size;
		char kind;
	} cases[] = {
		{ TEXT("; a licence\r\n\r\n[Version]\r\nSignature=\"$Windows NT$\"\r\n"), 'i' },
		{ TEXT("[Strings] ; first\n[VERSION]\n"), 'i' },
		{ TEXT("\xff\xfe[\0v\0e\0r\0s\0i\0o\0n\0]\0\r\0\n\0"), 'i' },
		{ TEXT("\xef\xbb\xbf[Version]\n"), 'i' },
		{ TEXT("[code]\n03:00.0 Ethernet controller\n"), 'c' },
		{ TEXT("[    0.512345] pci 0000:03:00.0: [8086:10d3]\n[Version]\n"), 'c' },
		{ TEXT("Windows Registry Editor Version 5.00\r\n"), 'r' },
		{ TEXT("\xff\xfeW\0i\0n\0d\0o\0w\0s\0 \0R\0e\0g\0i\0s\0t\0r\0y\0 \0E\0d\0i\0t\0"
		       "o\0r\0"),
		  'r' },
		{ TEXT("REGEDIT4\n"), 'r' },
		{ TEXT("\nHKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Enum\\PCI\n"), 'r' },
		{ TEXT("# ours\n[severities]\nMSI213 = off\n"), 'p' },
		{ TEXT("[waiver one]\nrule = GRA705\n"), 'p' },
		{ TEXT("03:00.0 Ethernet controller\n00: 86 80\n"), 'c' },
		{ TEXT("["), 'c' },
		{ TEXT(""), 'c' },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(kind_of(cases[i].text, cases[i].size), cases[i].kind);
}

/* Completion offers them, so they have to be known, and to be what was told. */
static void every_name_is_its_own(void **state)
{
	char name[WINDOWS_NAME], version[OS_VERSION], said[OS_VERSION];
	unsigned count = 0;

	(void)state;
	for (; windows_name(count, name, version); count++) {
		struct pcimsi_target target = { 0 };

		assert_true(windows_named(name, &target));
		snprintf(said, sizeof(said), "%u.%u.%u", target.major, target.minor, target.build);
		assert_string_equal(said, version);
		assert_null(strchr(name, ' '));
	}
	assert_true(count > 20);
}

static void what_cannot_be_read_is_a_capture(void **state)
{
	const char *words[] = { "-", "/", "/no/such/file.inf" };
	struct options options = { .command = FOR_CHECK, .operands = { words, 3 } };

	(void)state;
	assert_int_equal(operands_sort(&options), 0);
	assert_int_equal(options.captures.count, 3);
	free(options.captures.items);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_name_is_its_own),
		cmocka_unit_test(a_windows_has_many_names),
		cmocka_unit_test(an_architecture_has_many_names),
		cmocka_unit_test(an_operand_is_what_it_begins_as),
		cmocka_unit_test(what_cannot_be_read_is_a_capture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

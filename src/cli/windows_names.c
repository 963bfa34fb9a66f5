/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/windows_names.h"

#include "base/nearest.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

#define NAME_SIZE 24

/* Of a name that stands in several rows the first is meant. */
static const struct {
	const char *windows, *release; /* "" : none */
	uint32_t major, minor, build;
} names[] = {
	{ "11", "25H2", 10, 0, 26200 },
	{ "11", "24H2", 10, 0, 26100 },
	{ "11", "23H2", 10, 0, 22631 },
	{ "11", "22H2", 10, 0, 22621 },
	{ "11", "21H2", 10, 0, 22000 },
	{ "10", "22H2", 10, 0, 19045 },
	{ "10", "21H2", 10, 0, 19044 },
	{ "10", "21H1", 10, 0, 19043 },
	{ "10", "20H2", 10, 0, 19042 },
	{ "10", "2004", 10, 0, 19041 },
	{ "10", "1909", 10, 0, 18363 },
	{ "10", "1903", 10, 0, 18362 },
	{ "10", "1809", 10, 0, 17763 },
	{ "10", "1803", 10, 0, 17134 },
	{ "10", "1709", 10, 0, 16299 },
	{ "10", "1703", 10, 0, 15063 },
	{ "10", "1607", 10, 0, 14393 },
	{ "10", "1511", 10, 0, 10586 },
	{ "10", "1507", 10, 0, 10240 },
	{ "8.1", "", 6, 3, 9600 },
	{ "8", "", 6, 2, 9200 },
	{ "7", "", 6, 1, 7601 },
	{ "Vista", "", 6, 0, 6002 },
	{ "Server", "2025", 10, 0, 26100 },
	{ "Server", "2022", 10, 0, 20348 },
	{ "Server", "2019", 10, 0, 17763 },
	{ "Server", "2016", 10, 0, 14393 },
	{ "Server", "2012R2", 6, 3, 9600 },
	{ "Server", "2012", 6, 2, 9200 },
	{ "Server", "2008R2", 6, 1, 7601 },
	{ "Server", "2008", 6, 0, 6002 },
};
#define N_NAMES (sizeof(names) / sizeof(names[0]))

/* Without blanks, and without a "Windows", "Win" or "version" that says nothing. */
static void squeeze(const char *name, char ret[NAME_SIZE])
{
	size_t length = 0;

	while (*name) {
		if (str_istarts(name, "windows") || str_istarts(name, "version")) {
			name += strlen("windows");
			continue;
		}
		if (!length && str_istarts(name, "win")) {
			name += strlen("win");
			continue;
		}
		/* What is too long is no name either way. */
		if (!ascii_is_blank(*name) && length < NAME_SIZE - 1)
			ret[length++] = *name;
		name++;
	}
	ret[length] = '\0';
}

static bool is_row(size_t row, const char *name)
{
	size_t length = strlen(names[row].windows);

	return str_ieq(name, names[row].windows) || str_ieq(name, names[row].release) ||
	       (str_istarts(name, names[row].windows) &&
		str_ieq(name + length, names[row].release));
}

bool windows_named(const char *name, struct pcimsi_target *ret)
{
	char bare[NAME_SIZE];

	squeeze(name, bare);
	for (size_t i = 0; i < N_NAMES && *bare; i++) {
		if (!is_row(i, bare))
			continue;
		ret->major = names[i].major;
		ret->minor = names[i].minor;
		ret->build = names[i].build;
		if (str_ieq(names[i].windows, "Server"))
			ret->product = PCIMSI_PRODUCT_SERVER;
		return true;
	}
	return false;
}

/* Whether a row before has the same release, which is meant by it then. */
static bool is_ambiguous(size_t row)
{
	for (size_t i = 0; i < row; i++)
		if (*names[row].release && strcmp(names[i].release, names[row].release) == 0)
			return true;
	return false;
}

bool windows_name(unsigned index, char name[WINDOWS_NAME], char version[OS_VERSION])
{
	bool server, both;

	if (index >= N_NAMES)
		return false;
	server = strcmp(names[index].windows, "Server") == 0;
	both = server || is_ambiguous(index) || !*names[index].release;
	snprintf(name, WINDOWS_NAME, "%s%s", both ? names[index].windows : "",
		 names[index].release);
	snprintf(version, OS_VERSION, "%u.%u.%u", names[index].major, names[index].minor,
		 names[index].build);
	return true;
}

const char *windows_nearest(const char *name)
{
	char bare[NAME_SIZE];
	struct nearest nearest;

	squeeze(name, bare);
	nearest = nearest_to(bare);
	for (size_t i = 0; i < N_NAMES; i++) {
		nearest_try(&nearest, names[i].windows);
		nearest_try(&nearest, names[i].release);
	}
	return nearest.best;
}

const char *windows_arch(const char *word)
{
	static const struct {
		const char *word;
		enum pcimsi_arch arch;
	} others[] = {
		{ "x64", PCIMSI_ARCH_AMD64 },    { "x86-64", PCIMSI_ARCH_AMD64 },
		{ "x86_64", PCIMSI_ARCH_AMD64 }, { "64-bit", PCIMSI_ARCH_AMD64 },
		{ "i386", PCIMSI_ARCH_X86 },     { "i686", PCIMSI_ARCH_X86 },
		{ "32-bit", PCIMSI_ARCH_X86 },   { "aarch64", PCIMSI_ARCH_ARM64 },
		{ "itanium", PCIMSI_ARCH_IA64 },
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (str_ieq(word, others[i].word))
			return pcimsi_arch_name(others[i].arch);
	return word;
}

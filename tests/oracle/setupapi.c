/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a SetupAPI writes for a section of an INF: a program for Windows or Wine. Reads
 * requests "NUMBER<tab>PATH<tab>SECTION" in UTF-8 from the file named by its argument,
 * installs the registry lines of each section into an empty key, and prints every value:
 * "NUMBER<tab>KEY<tab>NAME<tab>TYPE<tab>HEX". The section of a refused INF prints
 * "NUMBER<tab>!<tab>CODE". For a SECTION that begins with "=", the fields of its lines
 * instead, expanded: "NUMBER<tab>LINE<tab>FIELD<tab>HEX" of UTF-8.
 */
#define UNICODE
#define _UNICODE
#include <windows.h>

#include <setupapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRATCH L"Software\\pcimsi-scratch"
#define LINE_SIZE 4096

static void put_text(const WCHAR *text)
{
	char utf8[2 * LINE_SIZE];

	if (WideCharToMultiByte(CP_UTF8, 0, text, -1, utf8, sizeof(utf8), NULL, NULL))
		fputs(utf8, stdout);
}

static void put_values(const char *number, HKEY key, const WCHAR *path)
{
	static BYTE data[65536];
	WCHAR name[LINE_SIZE];

	for (DWORD i = 0;; i++) {
		DWORD type, size = sizeof(data), length = LINE_SIZE;

		if (RegEnumValueW(key, i, name, &length, NULL, &type, data, &size))
			return;
		printf("%s\t", number);
		put_text(path);
		putchar('\t');
		put_text(name);
		printf("\t%lu\t", (unsigned long)type);
		for (DWORD k = 0; k < size; k++)
			printf("%02x", data[k]);
		putchar('\n');
	}
}

static void put_key(const char *number, HKEY key, const WCHAR *path)
{
	WCHAR name[256], child_path[LINE_SIZE];

	put_values(number, key, path);
	for (DWORD i = 0;; i++) {
		DWORD length = 256;
		HKEY child;

		if (RegEnumKeyExW(key, i, name, &length, NULL, NULL, NULL, NULL))
			return;
		_snwprintf(child_path, LINE_SIZE, L"%s%s%s", path, *path ? L"\\" : L"", name);
		if (RegOpenKeyExW(key, name, 0, KEY_READ, &child))
			continue;
		put_key(number, child, child_path);
		RegCloseKey(child);
	}
}

static void put_field(const char *number, unsigned line, DWORD field, const WCHAR *text)
{
	char utf8[4 * LINE_SIZE];

	if (!WideCharToMultiByte(CP_UTF8, 0, text, -1, utf8, sizeof(utf8), NULL, NULL))
		return;
	printf("%s\t%u\t%lu\t", number, line, (unsigned long)field);
	for (const char *c = utf8; *c; c++)
		printf("%02x", (unsigned char)*c);
	putchar('\n');
}

static void put_lines(const char *number, const WCHAR *path, const WCHAR *section)
{
	HINF inf = SetupOpenInfFileW(path, NULL, INF_STYLE_WIN4, NULL);
	INFCONTEXT context;
	WCHAR text[LINE_SIZE];
	unsigned line = 0;
	BOOL more;

	if (inf == INVALID_HANDLE_VALUE)
		return;
	more = SetupFindFirstLineW(inf, section, NULL, &context);
	for (; more; more = SetupFindNextLine(&context, &context), line++)
		for (DWORD field = 1; field <= SetupGetFieldCount(&context); field++)
			if (SetupGetStringFieldW(&context, field, text, LINE_SIZE, NULL))
				put_field(number, line, field, text);
	SetupCloseInfFile(inf);
}

static void install(const char *number, const WCHAR *path, const WCHAR *section)
{
	HINF inf = SetupOpenInfFileW(path, NULL, INF_STYLE_WIN4, NULL);
	HKEY scratch;

	if (inf == INVALID_HANDLE_VALUE) {
		printf("%s\t!\t%08lx\n", number, (unsigned long)GetLastError());
		return;
	}
	RegDeleteTreeW(HKEY_CURRENT_USER, SCRATCH);
	if (!RegCreateKeyExW(HKEY_CURRENT_USER, SCRATCH, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &scratch,
			     NULL)) {
		SetupInstallFromInfSectionW(NULL, inf, section, SPINST_REGISTRY, scratch, NULL, 0,
					    NULL, NULL, NULL, NULL);
		put_key(number, scratch, L"");
		RegCloseKey(scratch);
	}
	SetupCloseInfFile(inf);
}

int main(int argc, char **argv)
{
	FILE *requests = argc == 2 ? fopen(argv[1], "rb") : NULL;
	char line[LINE_SIZE];

	if (!requests)
		return 1;
	while (fgets(line, sizeof(line), requests)) {
		char *path = strchr(line, '\t'), *section = path ? strchr(path + 1, '\t') : NULL;
		WCHAR wide_path[LINE_SIZE], wide_section[LINE_SIZE];

		if (!section)
			continue;
		*path++ = '\0';
		*section++ = '\0';
		section[strcspn(section, "\r\n")] = '\0';
		MultiByteToWideChar(CP_UTF8, 0, path, -1, wide_path, LINE_SIZE);
		MultiByteToWideChar(CP_UTF8, 0, section, -1, wide_section, LINE_SIZE);
		if (*wide_section == '=')
			put_lines(line, wide_path, wide_section + 1);
		else
			install(line, wide_path, wide_section);
		fflush(stdout);
	}
	return 0;
}

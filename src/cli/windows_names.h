/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_WINDOWS_NAMES_H
#define PCIMSI_CLI_WINDOWS_NAMES_H

#include <pcimsi/inf.h>

/*
 * What people call a Windows and an architecture. Sources: Microsoft, "Windows 11 release
 * information", "Windows 10 release information", "Windows Server release information".
 */

/*
 * "11", "22H2", "Windows 10 1809", "Server 2022": version and build, and the product type of
 * a server; blanks and case do not count. Of a release that several have, Windows 11's. False:
 * no such name, and *ret is as it was.
 */
bool windows_named(const char *name, struct pcimsi_target *ret);

/*
 * The names that there are, from 0, in one word each that windows_named() knows; with version and
 * build. False: no more.
 */
#define WINDOWS_NAME 24
#define OS_VERSION 24
bool windows_name(unsigned index, char name[WINDOWS_NAME], char version[OS_VERSION]);

/* The name next to it, NULL: none is near. */
const char *windows_nearest(const char *name);

/* "amd64" for "x64" and the like; else the word itself. */
const char *windows_arch(const char *word);

#endif

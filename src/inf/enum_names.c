/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/inf.h>

#include <stdio.h>

#include "base/array.h"
#include "base/str.h"

/* Windows 11 25H2. */
const struct pcimsi_target pcimsi_target_default = {
	.major = 10,
	.minor = 0,
	.build = 26200,
	.arch = PCIMSI_ARCH_AMD64,
	.product = PCIMSI_PRODUCT_WORKSTATION,
};

static const char *const arch_names[] = {
	[PCIMSI_ARCH_NONE] = "",   [PCIMSI_ARCH_X86] = "x86",     [PCIMSI_ARCH_AMD64] = "amd64",
	[PCIMSI_ARCH_ARM] = "arm", [PCIMSI_ARCH_ARM64] = "arm64", [PCIMSI_ARCH_IA64] = "ia64",
};

const char *pcimsi_arch_name(enum pcimsi_arch arch)
{
	return (unsigned)arch < ARRAY_SIZE(arch_names) ? arch_names[arch] : "";
}

enum pcimsi_arch pcimsi_arch_parse(const char *text)
{
	for (unsigned i = PCIMSI_ARCH_X86; i < ARRAY_SIZE(arch_names); i++)
		if (str_ieq(text, arch_names[i]))
			return (enum pcimsi_arch)i;
	return PCIMSI_ARCH_NONE;
}

static const char *const product_names[] = {
	[PCIMSI_PRODUCT_ANY] = "any",
	[PCIMSI_PRODUCT_WORKSTATION] = "workstation",
	[PCIMSI_PRODUCT_DOMAIN_CONTROLLER] = "dc",
	[PCIMSI_PRODUCT_SERVER] = "server",
};

const char *pcimsi_product_name(enum pcimsi_product product)
{
	return (unsigned)product < ARRAY_SIZE(product_names) ? product_names[product] : "unknown";
}

static const char *const setting_names[PCIMSI_SETTING_COUNT] = {
	[PCIMSI_SETTING_MSI_SUPPORTED] = "MSISupported",
	[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT] = "MessageNumberLimit",
	[PCIMSI_SETTING_DEVICE_POLICY] = "DevicePolicy",
	[PCIMSI_SETTING_DEVICE_PRIORITY] = "DevicePriority",
	[PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE] = "AssignmentSetOverride",
	[PCIMSI_SETTING_GROUP_POLICY] = "GroupPolicy",
};

const char *pcimsi_setting_name(enum pcimsi_setting setting)
{
	return (unsigned)setting < ARRAY_SIZE(setting_names) ? setting_names[setting] : "unknown";
}

static const char *const encoding_names[] = {
	[PCIMSI_ENCODING_ASCII] = "ASCII",      [PCIMSI_ENCODING_ANSI] = "ANSI (Windows-1252)",
	[PCIMSI_ENCODING_UTF8] = "UTF-8",       [PCIMSI_ENCODING_UTF8_BOM] = "UTF-8 with BOM",
	[PCIMSI_ENCODING_UTF16LE] = "UTF-16LE", [PCIMSI_ENCODING_UTF16BE] = "UTF-16BE",
};

const char *pcimsi_encoding_name(enum pcimsi_inf_encoding encoding)
{
	return (unsigned)encoding < ARRAY_SIZE(encoding_names) ? encoding_names[encoding]
							       : "unknown";
}

static const char *const rejection_texts[] = {
	[PCIMSI_INF_ACCEPTED] = "accepted",
	[PCIMSI_INF_BAD_SECTION_NAME_LINE] = "a section header without a closing bracket",
	[PCIMSI_INF_SECTION_NAME_TOO_LONG] = "a section name of more than 255 characters",
	[PCIMSI_INF_EXPECTED_SECTION_NAME] = "text before the first section",
	[PCIMSI_INF_NO_SECTION] = "no section at all",
	[PCIMSI_INF_NO_VERSION] = "no [Version] section",
	[PCIMSI_INF_BAD_SIGNATURE] = "no Windows Signature in [Version]",
};

const char *pcimsi_rejection_text(enum pcimsi_inf_rejection rejection)
{
	return (unsigned)rejection < ARRAY_SIZE(rejection_texts) ? rejection_texts[rejection]
								 : "unknown";
}

static const char *const type_names[] = {
	[0] = "REG_NONE",
	[1] = "REG_SZ",
	[2] = "REG_EXPAND_SZ",
	[3] = "REG_BINARY",
	[4] = "REG_DWORD",
	[5] = "REG_DWORD_BIG_ENDIAN",
	[6] = "REG_LINK",
	[7] = "REG_MULTI_SZ",
	[8] = "REG_RESOURCE_LIST",
	[9] = "REG_FULL_RESOURCE_DESCRIPTOR",
	[10] = "REG_RESOURCE_REQUIREMENTS_LIST",
	[11] = "REG_QWORD",
};

const char *pcimsi_registry_type_name(uint32_t type, char buffer[16])
{
	if (type < ARRAY_SIZE(type_names))
		return type_names[type];
	snprintf(buffer, 16, "0x%x", type);
	return buffer;
}

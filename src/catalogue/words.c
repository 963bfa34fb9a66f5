/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/catalogue.h>

#include <stddef.h>

/* The words of the enums, each written once. */

#define WORD(words, value) word_at(words, sizeof(words) / sizeof((words)[0]), (size_t)(value))

static const char *word_at(const char *const *words, size_t count, size_t value)
{
	return value < count && words[value] ? words[value] : "";
}

const char *pcimsi_severity_name(enum pcimsi_severity severity)
{
	static const char *const words[] = {
		[PCIMSI_SEVERITY_NOTE] = "note",
		[PCIMSI_SEVERITY_WARNING] = "warning",
		[PCIMSI_SEVERITY_ERROR] = "error",
	};

	return WORD(words, severity);
}

const char *pcimsi_class_name(enum pcimsi_class class_)
{
	static const char *const words[] = {
		[PCIMSI_CLASS_IMPOSSIBLE] = "impossible",
		[PCIMSI_CLASS_INEFFECTIVE] = "ineffective",
		[PCIMSI_CLASS_WASTEFUL] = "wasteful",
		[PCIMSI_CLASS_BROKEN] = "broken",
		[PCIMSI_CLASS_ODD] = "odd",
		[PCIMSI_CLASS_UNKNOWN] = "unknown",
		[PCIMSI_CLASS_POLICY] = "policy",
	};

	return WORD(words, class_);
}

const char *pcimsi_confidence_name(enum pcimsi_confidence confidence)
{
	static const char *const words[] = {
		[PCIMSI_CONFIDENCE_DOCUMENTED] = "documented",
		[PCIMSI_CONFIDENCE_OBSERVED] = "observed",
		[PCIMSI_CONFIDENCE_INFERRED] = "inferred",
	};

	return WORD(words, confidence);
}

const char *pcimsi_mode_name(enum pcimsi_mode mode)
{
	static const char *const words[] = {
		[PCIMSI_MODE_UNKNOWN] = "unknown", [PCIMSI_MODE_MSIX] = "msi-x",
		[PCIMSI_MODE_MSI] = "msi",         [PCIMSI_MODE_INTX] = "intx",
		[PCIMSI_MODE_NONE] = "none",
	};

	return WORD(words, mode);
}

const char *pcimsi_family_name(enum pcimsi_family family)
{
	static const char *const words[] = {
		[PCIMSI_FAMILY_CAP] = "CAP", [PCIMSI_FAMILY_MSI] = "MSI",
		[PCIMSI_FAMILY_MSX] = "MSX", [PCIMSI_FAMILY_INT] = "INT",
		[PCIMSI_FAMILY_INF] = "INF", [PCIMSI_FAMILY_AFF] = "AFF",
		[PCIMSI_FAMILY_MAT] = "MAT", [PCIMSI_FAMILY_GRA] = "GRA",
		[PCIMSI_FAMILY_LNX] = "LNX", [PCIMSI_FAMILY_REG] = "REG",
		[PCIMSI_FAMILY_POL] = "POL", [PCIMSI_FAMILY_WIN] = "WIN",
	};

	return WORD(words, family);
}

const char *pcimsi_reason_name(enum pcimsi_reason reason)
{
	static const char *const words[] = {
		[PCIMSI_REASON_NONE] = "evaluated",
		[PCIMSI_REASON_NOT_CAPTURED] = "not-captured",
		[PCIMSI_REASON_NO_RESPONSE] = "no-response",
		[PCIMSI_REASON_INCOMPLETE_INF] = "incomplete-inf",
		[PCIMSI_REASON_NO_NUMBER] = "no-number",
		[PCIMSI_REASON_NO_CPUS] = "no-cpus",
		[PCIMSI_REASON_NO_SIZES] = "no-bar-sizes",
		[PCIMSI_REASON_NO_LINUX] = "no-linux",
		[PCIMSI_REASON_REJECTED_INF] = "rejected-inf",
		[PCIMSI_REASON_NO_REGISTRY] = "no-registry",
		[PCIMSI_REASON_NOT_EXPORTED] = "not-exported",
		[PCIMSI_REASON_HELD_UNKNOWN] = "registry-unknown",
		[PCIMSI_REASON_MORE_HELD] = "too-many-devices",
		[PCIMSI_REASON_LIST_BROKEN] = "list-broken",
		[PCIMSI_REASON_LEFT_OUT] = "left-out",
		[PCIMSI_REASON_NO_GRANTED] = "no-granted",
		[PCIMSI_REASON_NOT_LISTED] = "not-listed",
		[PCIMSI_REASON_GRANTED_UNKNOWN] = "granted-unknown",
		[PCIMSI_REASON_REQUEST_UNKNOWN] = "request-unknown",
	};

	return WORD(words, reason);
}

const char *pcimsi_reason_text(enum pcimsi_reason reason)
{
	static const char *const texts[] = {
		[PCIMSI_REASON_NONE] = "evaluated",
		[PCIMSI_REASON_NOT_CAPTURED] = "the bytes that would tell were not captured",
		[PCIMSI_REASON_NO_RESPONSE] = "the function did not answer",
		[PCIMSI_REASON_INCOMPLETE_INF] = "a Needs section was not supplied",
		[PCIMSI_REASON_NO_NUMBER] = "the value in the INF is no number",
		[PCIMSI_REASON_NO_CPUS] = "the number of processors was not given (--cpus)",
		[PCIMSI_REASON_NO_LINUX] =
			"the capture does not tell what Linux made of the function",
		[PCIMSI_REASON_NO_SIZES] = "the capture does not hold the sizes of BARs",
		[PCIMSI_REASON_REJECTED_INF] = "SetupAPI would refuse the INF",
		[PCIMSI_REASON_NO_REGISTRY] = "no exported registry was given (--registry)",
		[PCIMSI_REASON_NOT_EXPORTED] =
			"no exported registry holds a device with the ids of the function",
		[PCIMSI_REASON_MORE_HELD] =
			"more than 256 exported devices have the ids of the function",
		[PCIMSI_REASON_HELD_UNKNOWN] = "the export does not tell what the registry holds",
		[PCIMSI_REASON_LIST_BROKEN] =
			"the list of extended capabilities is broken, or too long to be followed",
		[PCIMSI_REASON_LEFT_OUT] = "what the policy is for was left out of this run",
		[PCIMSI_REASON_NO_GRANTED] = "what Windows granted was not given (--granted)",
		[PCIMSI_REASON_NOT_LISTED] =
			"no list of what Windows granted holds a device with the ids of the function",
		[PCIMSI_REASON_GRANTED_UNKNOWN] =
			"what was given does not tell what Windows granted the function",
		[PCIMSI_REASON_REQUEST_UNKNOWN] =
			"what Windows is expected to request is not known",
	};

	return WORD(texts, reason);
}

static const struct {
	enum pcimsi_need need;
	const char *name, *text;
} needs[] = {
	{ PCIMSI_NEED_RESPONDING, "responding", "the function answered" },
	{ PCIMSI_NEED_CAP_LIST, "capability-list", "the capability list up to its end" },
	{ PCIMSI_NEED_MSI, "msi", "whether there is MSI" },
	{ PCIMSI_NEED_MSIX, "msi-x", "whether there is MSI-X" },
	{ PCIMSI_NEED_MSI_CONTROL, "msi-control", "whether there is MSI, and its control word" },
	{ PCIMSI_NEED_MSIX_CONTROL, "msi-x-control",
	  "whether there is MSI-X, and its control word" },
	{ PCIMSI_NEED_MSIX_TABLES, "msi-x-tables",
	  "where MSI-X has its table and its Pending Bit Array" },
	{ PCIMSI_NEED_IDS, "ids", "Vendor and Device ID, from wherever" },
	{ PCIMSI_NEED_ID_BYTES, "id-bytes", "the bytes of Vendor and Device ID" },
	{ PCIMSI_NEED_COMMAND, "command", "the command register" },
	{ PCIMSI_NEED_CLASS, "class", "the class code" },
	{ PCIMSI_NEED_HEADER_TYPE, "header-type", "the header type" },
	{ PCIMSI_NEED_PIN, "interrupt-pin", "the interrupt pin" },
	{ PCIMSI_NEED_BAR_SIZES, "bar-sizes", "the sizes of the BARs that MSI-X is in" },
	{ PCIMSI_NEED_LINUX, "linux", "what Linux made of the function" },
	{ PCIMSI_NEED_LINUX_MSI_BUS, "linux-msi-bus",
	  "whether Linux allows messages below a bridge" },
	{ PCIMSI_NEED_ACCEPTED_INF, "accepted-inf", "an INF that SetupAPI takes" },
	{ PCIMSI_NEED_SUPPORTED, "supported-number", "a number where the INF writes MSISupported" },
	{ PCIMSI_NEED_LIMIT, "limit-number", "a number where the INF writes MessageNumberLimit" },
	{ PCIMSI_NEED_POLICY, "policy-number", "a number where the INF writes DevicePolicy" },
	{ PCIMSI_NEED_PRIORITY, "priority-number", "a number where the INF writes DevicePriority" },
	{ PCIMSI_NEED_MASK, "mask-number",
	  "a known value where the INF writes AssignmentSetOverride" },
	{ PCIMSI_NEED_CPUS, "cpus", "the number of processors (--cpus)" },
	{ PCIMSI_NEED_REGISTRY, "registry", "an exported registry (--registry)" },
	{ PCIMSI_NEED_EXPORTED, "exported", "a device with the ids of the function in a registry" },
	{ PCIMSI_NEED_ALL_EXPORTED, "all-exported", "no more than 256 of such devices" },
	{ PCIMSI_NEED_GRANTED_GIVEN, "granted-given",
	  "something that tells what Windows granted (--granted)" },
	{ PCIMSI_NEED_GRANTED_LISTED, "granted-listed",
	  "a device with the ids of the function in it" },
	{ PCIMSI_NEED_GRANTED, "granted", "what Windows granted the function" },
};

const char *pcimsi_need_name(enum pcimsi_need need)
{
	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
		if (needs[i].need == need)
			return needs[i].name;
	return "";
}

const char *pcimsi_need_text(enum pcimsi_need need)
{
	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
		if (needs[i].need == need)
			return needs[i].text;
	return "";
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/phrases.h"

#include "base/array.h"

#include <stddef.h>
#include <string.h>

static const struct word_phrase {
	const char *param, *word, *phrase;
} words[] = {
	{ "structure", "table", "Table" },
	{ "structure", "pba", "PBA" },
	{ "missing", "both", "both Bus Master Enable and Memory Space Enable" },
	{ "missing", "memory-space", "Memory Space Enable" },
	{ "missing", "bus-master", "Bus Master Enable" },
	{ "mechanism", "msi", "MSI" },
	{ "mechanism", "msi-x", "MSI-X" },
	{ "has", "msi", "MSI" },
	{ "has", "msi-x", "MSI-X" },
	{ "one_by", "msi", "{one MSI message}" },
	{ "one_by", "msi-x", "{one MSI-X message}" },
	{ "other_by", "msi", "{other MSI message}" },
	{ "other_by", "msi-x", "{other MSI-X message}" },
	/* INF404 */
	{ "key", "service", "the Services key of the service" },
	{ "key", "event-log", "the EventLog key of the service" },
	{ "key", "interface", "the key of the device interface" },
	{ "key", "co-installers", "not the hardware key (a co-installer section)" },
	{ "key", "class", "the key of the device class" },
	/* INF430 */
	{ "how", "service", "the service mf" },
	{ "how", "include", "Include=mf.inf" },
	/* INF435 */
	{ "reason", "section-header", "a section header without a closing bracket" },
	{ "reason", "section-name-length", "a section name of more than 255 characters" },
	{ "reason", "text-before-section", "text before the first section" },
	{ "reason", "no-section", "no section at all" },
	{ "reason", "no-version", "no [Version] section" },
	{ "reason", "no-signature", "no Windows Signature in [Version]" },
	/* AFF512 */
	{ "outside", "all", "none of the mask's processors is among them" },
	{ "outside", "some", "some of the mask's processors are not among them" },
	/* MAT601 */
	{ "reason", "no-models", "The INF has no Models line that could match" },
	{ "reason", "not-captured",
	  "Whether a function has an id of this INF cannot be said: not all ids of {slot} were captured" },
	{ "reason", "filtered",
	  "No function that was chosen has an id of this INF, and others were left out" },
	{ "reason", "nothing-read", "No function was read that could have an id of this INF" },
	{ "reason", "other-ids", "No function of the captures has an id of this INF" },
	/* MAT607 */
	{ "reason", "letter-o", "the letter O stands for a digit 0" },
	{ "reason", "letter-i", "a letter stands for a digit 1" },
	{ "reason", "space", "a space or a character outside ASCII stands in it" },
	{ "reason", "digit", "a character that is no hexadecimal digit stands in it" },
	{ "reason", "width", "a part has the wrong number of digits" },
	{ "reason", "form", "these parts do not stand together, or not in this order" },
	{ "reason", "part", "a part is none of VEN, DEV, SUBSYS, REV, CC and DT" },
	{ "reason", "parts", "it has too many parts" },
	{ "reason", "example",
	  "the page has no such format in its table, and one among its examples" },
	{ "matches", "nothing", "matches nothing" },
	{ "matches", "unsure", "may match nothing" },
	/* MAT612 */
	{ "by", "feature", "its FeatureScore is lower" },
	{ "by", "rank", "its id ranks before" },
	{ "by", "date", "the ranks are equal, and its DriverVer has the later date" },
	{ "by", "version", "rank and date are equal, and its DriverVer has the higher version" },
	/* MAT610 */
	{ "what", "fell-back",
	  "The INF does not serve the default target; it is judged for the newest Windows it "
	  "serves, Windows {target}" },
	{ "what", "excluded",
	  "The Models section for Windows {target} is empty: the INF excludes it on purpose" },
	{ "what", "no-section", "No Models section serves Windows {target}" },
	/* GRA702 to GRA704 */
	{ "family", "one", "MessageNumberLimit {limit} can never be reached" },
	{ "family", "all",
	  "MessageNumberLimit {limit} can never be reached: not by any of the devices that share it, "
	  "all of which are captured" },
	{ "family", "no-ceiling", "MessageNumberLimit {limit} says \"as many as there are\"" },
	{ "family", "reached",
	  "MessageNumberLimit {limit} is a ceiling that {by} of {where} reaches" },
	{ "family", "several-devices",
	  "MessageNumberLimit {limit} is a ceiling for several devices, and none in these captures "
	  "reaches it" },
	{ "family", "several-sizes",
	  "MessageNumberLimit {limit} is a ceiling for a device that comes with different numbers of "
	  "messages, and none in these captures reaches it" },
	{ "family", "vendor",
	  "MessageNumberLimit {limit} is a ceiling for whatever a vendor makes, and nothing in these "
	  "captures reaches it" },
	{ "family", "class",
	  "MessageNumberLimit {limit} is a ceiling for a class of devices, and none in these "
	  "captures reaches it" },
	{ "family", "anyone",
	  "MessageNumberLimit {limit} is a ceiling for more devices than could be looked at, and "
	  "none in these captures reaches it" },
	{ "family", "within", "MessageNumberLimit {limit} is no number for plain MSI" },
	/* GRA702 to GRA706 */
	{ "remedy", "number", "Write {best}, or leave MessageNumberLimit out" },
	{ "remedy", "leave-out",
	  "Leave MessageNumberLimit out, which fits every function that the ids reach" },
	{ "remedy", "nothing",
	  "Nothing, if that is meant; without MessageNumberLimit each function gets what it "
	  "has, too" },
	/* INF403 */
	{ "also", "no", "" },
	{ "also", "yes", ", and to the hardware key as well, where it has its effect" },
	{ "remedy", "move", "Name [{section}] with AddReg in [{hw_section}] instead" },
	{ "remedy", "drop",
	  "Take [{section}] out of the AddReg of the install section, where it does nothing" },
	/* MAT604 */
	{ "reach", "class", "every function of that class" },
	{ "reach", "vendor", "whatever the vendor makes" },
	/* MAT606 */
	{ "ids", "same", "" },
	{ "ids", "different", ", or give the ids install sections of their own" },
	/* GRA707 */
	{ "leaves", "absent", "never writes MSISupported" },
	{ "leaves", "zero", "sets MSISupported to 0" },
	{ "dead", "none", "" },
	{ "registry", "silent", "" },
	{ "registry", "enables",
	  " after a fresh installation (the registry holds MSISupported 1, which stands now)" },
	{ "dead", "limit", ", and MessageNumberLimit has nothing to limit" },
	/* GRA717, GRA718 */
	{ "vmq", "on", "turns on" },
	{ "vmq", "off", "has, and turns off," },
	{ "lack", "silicon", "the function has none" },
	{ "lack", "inf", "it does not enable message-signaled interrupts" },
	{ "demand", "queues", "for {queues} virtual machine queues {minimum} are the minimum" },
	{ "demand", "limit", "that is enough for {queues} virtual machine queues (*VMQ)" },
	/* LNX804 */
	{ "effect", "all-off", "turns MSI off on the whole machine" },
	{ "effect", "behind-off", "turns MSI off for everything behind this bridge" },
	{ "effect", "off", "does not use MSI and MSI-X of this function" },
	{ "effect", "port-off", "does not use MSI for the port's own events" },
	{ "effect", "needs-line",
	  "keeps INTx enabled, because MSI of this function stops with it" },
	{ "effect", "mapping",
	  "looks at the HyperTransport mapping before it uses MSI behind this bridge" },
	/* REG901 */
	{ "leaves", "nothing", "leaves no such value" },
	{ "leaves", "value", "writes {written}{type}" },
	/* REG903 */
	{ "too", "no", "" },
	{ "too", "yes", " (the INF writes it, too)" },
	{ "fault", "table", "the MSI-X table has {reach entry}" },
	{ "fault", "capable", "the function is capable of {reach} by MSI" },
	{ "fault", "invalid", "plain MSI can have 1, 2, 4, 8 or 16" },
	/* REG906, REG907 */
	{ "held_in", "instance", "the key of the instance itself" },
	{ "held_in", "subkey", "its subkey \"{key}\"" },
	{ "besides", "nothing", "" },
	{ "besides", "same", "; it is the same where Windows does" },
	{ "cure", "move-messages",
	  "Write it below Device Parameters\\Interrupt Management\\MessageSignaledInterruptProperties "
	  "of the device's instance, and restart the device" },
	{ "cure", "move-affinity",
	  "Write it below Device Parameters\\Interrupt Management\\Affinity Policy of the device's "
	  "instance, and restart the device" },
	{ "cure", "delete", "Nothing is needed; it can be deleted" },
	/* POL951 */
	{ "wanted", "at-least", "it wants at least {wanted_messages message}" },
	{ "wanted", "at-most", "it wants at most {wanted_messages message}" },
	{ "wanted", "mode", "it wants {wanted_mode}" },
	{ "wanted", "capable-of", "it wants a function that has {wanted_messages message}" },
	{ "wanted_mode", "msi-x", "MSI-X" },
	{ "wanted_mode", "msi", "MSI" },
	{ "wanted_mode", "intx", "the interrupt line" },
	{ "found", "msi-x", "Windows is expected to request up to {found_messages MSI-X message}" },
	{ "found", "msi", "Windows is expected to request up to {found_messages MSI message}" },
	{ "found", "intx", "Windows is expected to use the interrupt line" },
	{ "found", "none", "the function is expected to get no interrupt at all" },
	{ "found", "capable", "this one has {found_messages}" },
	/* POL954 */
	{ "judged", "any", "" },
	/* POL953 */
	{ "stands_in", "policy", "; --write-waivers takes all that match nothing out of its file" },
	{ "stands_in", "comment", "; it is a comment of the INF, which nothing here changes" },
	{ "judged", "matched", " that an INF matches" },
	/* WIN961 to WIN966 */
	{ "asked", "inf", "the INF" },
	{ "asked", "registry", "what the registry holds" },
	{ "mechanism", "msi-x", "MSI-X" },
	{ "mechanism", "msi", "MSI" },
	{ "silent", "absent", "the INF never writes MSISupported" },
	{ "silent", "zero", "the INF sets MSISupported to 0" },
	{ "silent", "registry", "the registry does not enable them" },
	{ "surprise", "above-silicon", ", and the function has {capacity}" },
	{ "surprise", "above-request", ", and {asked} and the silicon let expect {expected}" },
	{ "surprise", "no-capability", " to a function that has neither MSI nor MSI-X" },
	{ "surprise", "both", " and the interrupt line" },
	{ "surprise", "no-pin", " and the interrupt line, and the function has no pin for it" },
};

const char *phrase_of_word(const char *param, const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strcmp(words[i].word, word) == 0 && strcmp(words[i].param, param) == 0)
			return words[i].phrase;
	return word;
}

/* NULL: as it is. */
static const struct value_phrase {
	const char *param, *given, *none, *unknown;
	const char *rule; /* NULL: any */
} values[] = {
	{ "near", .given = " Was [{}] meant?", .none = "" },
	{ "include", .given = " of {}", .none = "" },
	{ "here", .none = "missing" },
	{ "there", .none = "missing" },
	{ "id", .unknown = "a function of unknown ids" },
	{ "better", .unknown = "PCI\\VEN_...&DEV_...&SUBSYS_..." },
	{ "capacity", .unknown = "an unknown number of messages" },
	{ "capable", .unknown = "a reserved code" },
	{ "best", .unknown = "1, 2, 4, 8 or 16" },
	{ "type", .given = " ({})", .none = "", .rule = "REG901" },
	{ "instance", .given = " of {}", .none = "", .rule = "REG907" },
	{ "because", .given = " ({})", .none = "" },
	{ "capture", .given = " of {}", .none = "", .rule = "MAT606" },
	{ "other_capture", .given = " of {}", .none = "" },
};

const char *phrase_of_value(const struct pcimsi_rule *rule, const struct pcimsi_value *value)
{
	for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
		const struct value_phrase *row = &values[i];

		if (strcmp(row->param, value->param->name) != 0 ||
		    (row->rule && strcmp(row->rule, rule->id) != 0))
			continue;
		return value->kind == PCIMSI_VALUE_NONE      ? row->none
		       : value->kind == PCIMSI_VALUE_UNKNOWN ? row->unknown
							     : row->given;
	}
	return NULL;
}

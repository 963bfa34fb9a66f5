/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/fail_on.h"

#include <stdio.h>

static size_t put_word(char buffer[FAIL_ON_TEXT], size_t used, const char *word)
{
	return used +
	       (size_t)snprintf(buffer + used, FAIL_ON_TEXT - used, "%s%s", used ? "," : "", word);
}

const char *fail_on_text(const struct pcimsi_fail_on *fail_on, char buffer[FAIL_ON_TEXT])
{
	size_t used = 0;

	if (fail_on->severities)
		used = put_word(buffer, used, pcimsi_severity_name(fail_on->severity));
	if (fail_on->verdict < PCIMSI_VERDICT_UNKNOWN)
		used = put_word(buffer, used, pcimsi_verdict_name(fail_on->verdict));
	if (fail_on->unknown)
		used = put_word(buffer, used, pcimsi_verdict_name(PCIMSI_VERDICT_UNKNOWN));
	if (!used)
		put_word(buffer, used, "never");
	return buffer;
}

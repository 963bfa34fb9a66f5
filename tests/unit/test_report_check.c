/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge_lab.h"

#include "report/text.h"

#include <string.h>

/* The text of check, as options and a terminal want it. */

static char *told(const struct pcimsi_run *run, struct report report)
{
	const char *detail;
	char *text = NULL;
	size_t size = 0;

	report.judged = run;
	report.target = pcimsi_target_default;
	assert_int_equal(pcimsi_names_open("/dev/null", &report.names, &detail), 0);
	report.out = open_memstream(&text, &size);
	assert_non_null(report.out);
	assert_int_equal(text_check(&report, run), 0);
	assert_false(report.lost);
	assert_int_equal(fclose(report.out), 0);
	pcimsi_names_close(report.names);
	return text;
}

static void assert_told(const struct pcimsi_run *run, struct report report, const char *wanted,
			bool is)
{
	char *text = told(run, report);

	assert_int_equal(strstr(text, wanted) != NULL, is);
	free(text);
}

static void a_rule_leads_to_its_page(void **state)
{
	struct judged judged;

	judge(*state, "00 00 00 f0", &judged);
	assert_told(judged.run, (struct report){ .links = true },
		    "pcimsi-rules.html#GRA703\033\\GRA703\033]8;;\033\\ limit-above-msix", true);
	assert_told(judged.run, (struct report){ .color = true }, "]8;;", false);
	done(&judged);
}

static void quiet_is_the_table_alone(void **state)
{
	struct judged judged;
	char *text;

	judge(*state, "00 00 00 f0", &judged);
	text = told(judged.run, (struct report){ .quiet = true });
	assert_string_equal(text, "test.inf on Windows 10.0.26200 amd64 workstation\n"
				  "VERDICT    SLOT    ID        SECTION ASKS      HAS GETS NAME\n"
				  "IMPOSSIBLE 00:01.0 8086:10d3 I         64 32 MSI-X   32 Card\n");
	free(text);
	done(&judged);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LAB_TEST(a_rule_leads_to_its_page),
		LAB_TEST(quiet_is_the_table_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

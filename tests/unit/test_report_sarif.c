/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge_lab.h"

#include "report/formats.h"
#include "report/memory_text.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* The log of a run, written and read back. What its schema asks for: tests/formats.sh. */
static json_t *sarif_of(const struct pcimsi_run *judged)
{
	struct memory_text memory = { 0 };
	struct report report = {
		.ops = &report_sarif,
		.command = REPORT_CHECK,
		.target = pcimsi_target_default,
		.out = memory_text_open(&memory),
	};
	json_t *log;
	char *text;

	assert_non_null(report.out);
	assert_int_equal(format_begin(&report), 0);
	report.judged = judged;
	assert_int_equal(format_result(&report, judged), 0);
	assert_int_equal(format_end(&report, 1), 0);
	format_done(&report);
	text = memory_text_close(report.out, &memory);
	assert_non_null(text);
	log = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	free(text);
	return log;
}

static json_t *member(json_t *json, const char *key)
{
	json_t *found = json_object_get(json, key);

	if (!found)
		fail_msg("no %s", key);
	return found;
}

static void is_region(json_t *region)
{
	json_int_t line = json_integer_value(member(region, "startLine"));
	json_int_t end = json_integer_value(json_object_get(region, "endLine"));
	json_int_t column = json_integer_value(json_object_get(region, "startColumn"));
	json_int_t behind = json_integer_value(json_object_get(region, "endColumn"));

	assert_true(line >= 1);
	assert_true(!end || end >= line);
	assert_true(!behind || (column && (end > line || behind > column)));
}

static void is_location(json_t *location, size_t n_artifacts)
{
	json_t *physical = member(location, "physicalLocation");
	json_t *artifact = member(physical, "artifactLocation");

	assert_true(json_is_string(member(artifact, "uri")));
	assert_in_range(json_integer_value(member(artifact, "index")), 0, n_artifacts - 1);
	if (json_object_get(physical, "region"))
		is_region(member(physical, "region"));
}

/* The shape that the schema of 2.1.0 wants of what is written here. */
static void is_result(json_t *result, json_t *rules, size_t n_artifacts)
{
	json_t *rule = json_array_get(rules,
				      (size_t)json_integer_value(member(result, "ruleIndex")));
	const char *level = json_string_value(member(result, "level"));
	json_t *location;
	size_t i;

	assert_string_equal(json_string_value(member(rule, "id")),
			    json_string_value(member(result, "ruleId")));
	assert_true(strcmp(level, "note") == 0 || strcmp(level, "warning") == 0 ||
		    strcmp(level, "error") == 0);
	assert_true(json_string_length(member(member(result, "message"), "text")) > 10);
	assert_int_equal(json_array_size(member(result, "locations")), 1);
	json_array_foreach(member(result, "locations"), i, location)
		is_location(location, n_artifacts);
	json_array_foreach(member(result, "relatedLocations"), i, location)
		is_location(location, n_artifacts);
}

static json_t *run_of(json_t *log)
{
	json_t *runs = member(log, "runs");

	assert_string_equal(json_string_value(member(log, "version")), "2.1.0");
	assert_int_equal(json_array_size(runs), 1);
	return json_array_get(runs, 0);
}

static void it_has_the_shape_of_sarif(void **state)
{
	struct judged judged;
	json_t *log, *run, *rules, *result;
	size_t i;

	judge(*state, "01 d0 00 00", &judged);
	log = sarif_of(judged.run);
	assert_non_null(log);
	run = run_of(log);
	rules = member(member(member(run, "tool"), "driver"), "rules");
	assert_int_equal(json_array_size(member(run, "artifacts")), 2);
	assert_int_equal(json_array_size(member(run, "results")), judged.run->n_groups);
	json_array_foreach(member(run, "results"), i, result) is_result(result, rules, 2);
	json_decref(log);
	done(&judged);
}

static json_t *find(json_t *run, const char *rule)
{
	json_t *result;
	size_t i;

	json_array_foreach(member(run, "results"), i,
			   result) if (strcmp(json_string_value(member(result, "ruleId")), rule) ==
				       0) return result;
	fail_msg("no result of %s", rule);
	return NULL;
}

static void points_at(json_t *location, const char *uri, int line, int column, int end)
{
	json_t *physical = member(location, "physicalLocation");
	json_t *region = member(physical, "region");

	assert_string_equal(json_string_value(member(member(physical, "artifactLocation"), "uri")),
			    uri);
	assert_int_equal(json_integer_value(member(region, "startLine")), line);
	assert_int_equal(json_integer_value(json_object_get(region, "startColumn")), column);
	assert_int_equal(json_integer_value(json_object_get(region, "endColumn")), end);
}

/* The captures are closed, and the file could be gone. */
static void results_point_at_values_and_rows(void **state)
{
	struct judged judged;
	json_t *log, *above, *silicon;

	judge(*state, "01 d0 00 00", &judged);
	log = sarif_of(judged.run);
	above = find(run_of(log), "GRA703");
	points_at(json_array_get(member(above, "locations"), 0), "test.inf", 13, 95, 97);
	points_at(json_array_get(member(above, "relatedLocations"), 0), "dump.txt", 8, 0, 0);
	silicon = find(run_of(log), "MSX302");
	points_at(json_array_get(member(silicon, "locations"), 0), "dump.txt", 8, 0, 0);
	points_at(json_array_get(member(silicon, "relatedLocations"), 0), "dump.txt", 3, 0, 0);
	json_decref(log);
	done(&judged);
}

static void every_rule_has_its_help(void **state)
{
	struct judged judged;
	json_t *log, *rules, *rule;
	uint32_t count;
	size_t i;

	judge(*state, "01 d0 00 00", &judged);
	log = sarif_of(judged.run);
	rules = member(member(member(run_of(log), "tool"), "driver"), "rules");
	pcimsi_rules(&count);
	assert_int_equal(json_array_size(rules), count);
	json_array_foreach(rules, i, rule)
	{
		const char *id = json_string_value(member(rule, "id"));
		const char *page = json_string_value(member(rule, "helpUri"));

		assert_string_equal(strchr(page, '#') + 1, id);
		assert_non_null(strstr(page, "/pcimsi-rules.html#"));
		assert_true(json_string_length(member(member(rule, "help"), "text")) > 60);
		assert_true(json_array_size(member(member(rule, "properties"), "tags")) <= 10);
	}
	json_decref(log);
	done(&judged);
}

/* What GitHub would reject, with all of the run. */
#define RESULTS_MAX 25000

static const struct pcimsi_group *find_group(const struct pcimsi_run *run, const char *rule)
{
	uint32_t i = 0;

	while (i < run->n_groups && strcmp(run->groups[i]->findings[0]->rule->id, rule) != 0)
		i++;
	assert_true(i < run->n_groups);
	return run->groups[i];
}

static void what_is_too_much_is_left_out_from_the_end(void **state)
{
	static const struct pcimsi_group *groups[RESULTS_MAX + 7];
	struct judged judged;
	struct pcimsi_run many;
	json_t *log, *run, *told;

	judge(*state, "01 d0 00 00", &judged);
	for (uint32_t i = 0; i < RESULTS_MAX + 7; i++)
		groups[i] = find_group(judged.run, "INF418");
	groups[RESULTS_MAX + 6] = find_group(judged.run, "MSX302");
	assert_true(groups[0]->findings[0]->severity <
		    groups[RESULTS_MAX + 6]->findings[0]->severity);
	many = *judged.run;
	many.groups = groups;
	many.n_groups = RESULTS_MAX + 7;
	log = sarif_of(&many);
	run = run_of(log);
	assert_int_equal(json_array_size(member(run, "results")), RESULTS_MAX);
	assert_string_equal(
		json_string_value(member(json_array_get(member(run, "results"), 0), "ruleId")),
		"MSX302");
	told = member(json_array_get(member(run, "invocations"), 0), "toolExecutionNotifications");
	assert_int_equal(json_array_size(told), 1);
	assert_non_null(strstr(
		json_string_value(member(member(json_array_get(told, 0), "message"), "text")),
		"7 results were left out"));
	json_decref(log);
	done(&judged);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LAB_TEST(it_has_the_shape_of_sarif),
		LAB_TEST(results_point_at_values_and_rows),
		LAB_TEST(every_rule_has_its_help),
		LAB_TEST(what_is_too_much_is_left_out_from_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge_lab.h"
#include "sarif.h"

/* The result is what happened: of every finding where it is, and of every rule what became of it.
 */

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
	assert_int_equal(json_array_size(member(run, "results")), judged.run->n_findings);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		LAB_TEST(it_has_the_shape_of_sarif),
		LAB_TEST(results_point_at_values_and_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

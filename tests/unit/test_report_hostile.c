/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <getopt.h>
#include <locale.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf.h"
#include "cli/option_table.h"
#include "report/formats.h"

/*
 * Every format, with every text that means something to some reader, in all places where text of
 * an input goes: names of files, sections, lines of an INF, names of functions, reasons of waivers.
 * A format that comes later has no check here, and fails.
 */

static const struct {
	const char *what, *text;
} hostile[] = {
	{ "control characters", "\033[31mevil\a\b\177" },
	{ "C1 control characters", "\xc2\x9b"
				   "31mevil" },
	{ "bidi marks", "\xe2\x80\xae"
			"evil\xe2\x81\xa6" },
	{ "invalid UTF-8", "\xff\xfe\xc0\xaf"
			   "evil\xed\xa0\x80\xe2\x82" },
	{ "noncharacters", "\xef\xbf\xbe"
			   "evil\xef\xbf\xbf" },
	{ "end of CDATA", "]]>evil<![CDATA[" },
	{ "a formula", "=cmd('evil')" },
	{ "a formula behind a quote", "\"=cmd(evil)" },
	{ "a formula, wide", "\xef\xbc\x9d"
			     "evil" },
	{ "a formula with @", "@evil" },
	{ "markup", "<script>evil()</script><img src=x onerror=evil>" },
	{ "a comment", "--><evil>" },
	{ "an attribute", "\" onload=\"evil" },
	{ "entities", "&lt;evil&gt;&#60;evil" },
	{ "a bar", "|evil|" },
	{ "backticks", "`evil``" },
	{ "a link", "[evil](https://evil.example/)" },
	{ "an address", "https://evil.example/ www.evil.example" },
	{ "a mention", "@evil #1" },
	{ "a command", "::error file=evil::evil" },
	{ "a property", "evil,evil=evil" },
	{ "a command, escaped", "%0A::error::evil" },
	{ "a legacy command", "##[error]evil" },
	{ "a line", "evil\n::error::evil\n" },
	{ "a line of Windows", "evil\r\n=evil" },
	{ "a tab", "\t=evil" },
	{ "a label", "evil\"} 1 #\\" },
	{ "braces", "{evil}{0}%s%n" },
};

#define N_HOSTILE (sizeof(hostile) / sizeof(hostile[0]))

/* ---- inputs ---------------------------------------------------------------------------------- */

#define PATH "HKR,\"Interrupt Management\\MessageSignaledInterruptProperties\","

static const char inf_head[] = "[Version]\nSignature=\"$Windows NT$\"\nClass=Net\n"
			       "[Manufacturer]\nP=M,NTamd64\n[M.NTamd64]\nA=";
static const char dump_rows[] = "00: 86 80 d3 10 00 00 10 00 00 00 00 02 00 00 00 00\n"
				"10: 01 d0 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
				"20: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
				"30: 00 00 00 00 60 00 00 00 00 00 00 00 0b 01 00 00\n"
				"40: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
				"50: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
				"60: 11 00 1f 00 00 00 00 00 00 08 00 00 00 00 00 00\n"
				"70: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n\n";

/* Opens it with the folders that are above it. */
static FILE *create(const char *path)
{
	char folder[512];
	FILE *file;

	for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path), path);
		if (*folder)
			mkdir(folder, 0777);
	}
	file = fopen(path, "w");
	assert_non_null(file);
	return file;
}

static void write_inf(const char *path, const char *text)
{
	FILE *file = create(path);

	fprintf(file, "%sI %s,PCI\\VEN_8086&DEV_10D3\nA=I %s,PCI\\VEN_8086&DEV_10D3&%s\n", inf_head,
		text, text, text);
	fprintf(file, "[I %s]\n[I %s.HW]\nAddReg=R,%s\n[R]\n", text, text, text);
	fprintf(file, PATH "MSISupported,0x00010001,1\n");
	fprintf(file, PATH "MessageNumberLimit,0x00010001,64 ; %s\n", text);
	fprintf(file, "HKLM,\"Interrupt Management\\%s\",%%%s%%,0x00010001,%s\n", text, text, text);
	fprintf(file,
		"HKLM,\"Interrupt Management\\MessageSignaledInterruptProperties\","
		"MSISupported,0x00010001,%s\n",
		text);
	assert_int_equal(fclose(file), 0);
}

static void write_dump(const char *path, const char *text)
{
	FILE *file = create(path);

	for (int i = 1; i <= 2; i++)
		fprintf(file, "00:0%d.0 Ethernet controller: %s\n%s", i, text, dump_rows);
	fprintf(file, "00:04.0 %s\n00: %s\n", text, text);
	assert_int_equal(fclose(file), 0);
}

static void write_policy(const char *path, const char *text)
{
	FILE *file = create(path);

	fprintf(file,
		"[waiver %s]\nrule=MSX302\nids=8086:10d3\nvalue=structure=table bir=0\n"
		"reason=%s\nowner=%s\n",
		text, text, text);
	assert_int_equal(fclose(file), 0);
}

/* ---- reports --------------------------------------------------------------------------------- */

static char *read_report(const char *path)
{
	FILE *file = fopen(path, "r");
	size_t room = (size_t)4 << 20, size;
	char *text = malloc(room);

	assert_non_null(file);
	assert_non_null(text);
	size = fread(text, 1, room - 1, file);
	assert_true(size < room - 1);
	text[size] = '\0';
	assert_int_equal(strlen(text), size);
	fclose(file);
	return text;
}

static const struct command *command_of(const char *name)
{
	const struct command *command = commands;

	while (strcmp(command->name, name) != 0)
		command++;
	return command;
}

static void run(const char *name, int argc, char **argv)
{
	FILE *saved = stderr, *null = fopen("/dev/null", "w");
	struct options options;

	assert_non_null(null);
	stderr = null;
	optind = 0;
	assert_int_equal(options_parse(&options, command_of(name), argc, argv), 0);
	command_of(name)->run(&options);
	options_done(&options);
	stderr = saved;
	fclose(null);
}

/* The caller frees it. */
static char *report_of(const struct report_ops *format, const char *command, const char *text)
{
	char inf[160], dump[160], policy[160];
	char *of_check[] = { (char *)command,
			     (char *)"--format",
			     (char *)format->name,
			     (char *)"-o",
			     (char *)"report",
			     dump,
			     (char *)"--unmatched",
			     (char *)"-v",
			     (char *)"--inf",
			     inf,
			     (char *)"--policy",
			     policy,
			     NULL };

	snprintf(inf, sizeof(inf), "%s.inf", text);
	snprintf(dump, sizeof(dump), "./%s.txt", text);
	snprintf(policy, sizeof(policy), "./%s.ini", text);
	write_inf(inf, text);
	write_dump(dump, text);
	write_policy(policy, text);
	if (strcmp(command, "check") == 0)
		run(command, 12, of_check);
	else
		run(command, 6, of_check);
	return read_report("report");
}

/* ---- what holds for all ---------------------------------------------------------------------- */

static bool is_mark(uint32_t code)
{
	return (code >= 0x80 && code < 0xa0) || (code >= 0x200b && code <= 0x200f) ||
	       (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
	       code == 0xfeff || (code & 0xfffe) == 0xfffe;
}

static void shows_itself(const char *text)
{
	while (*text) {
		uint32_t code = (unsigned char)*text;
		size_t length = 1;

		if (code >= 0x80)
			length = utf8_get((const uint8_t *)text, strnlen(text, UTF8_MAX), &code);
		assert_true(code != UTF_NO_CHARACTER);
		assert_false(is_mark(code));
		assert_true(code >= ' ' || code == '\n' || code == '\t');
		assert_true(code != 0x7f);
		text += length;
	}
}

static void each_line(const char *text, void (*check)(const char *line))
{
	char line[65536];

	while (*text) {
		size_t length = strcspn(text, "\n");

		assert_true(length < sizeof(line));
		memcpy(line, text, length);
		line[length] = '\0';
		check(line);
		text += length + (text[length] == '\n');
	}
}

/* ---- what holds for each --------------------------------------------------------------------- */

static void is_text(const char *text)
{
	(void)text;
}

static void is_json(const char *text)
{
	json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);

	assert_non_null(json);
	json_decref(json);
}

static void is_ndjson(const char *text)
{
	each_line(text, is_json);
}

static void has_no_link(json_t *json)
{
	const char *key;
	json_t *value;
	size_t i;

	if (json_is_string(json))
		assert_null(strstr(json_string_value(json), "]("));
	json_object_foreach(json, key, value)
	{
		if (strcmp(key, "snippet") != 0)
			has_no_link(value);
	}
	json_array_foreach(json, i, value) has_no_link(value);
}

/* Names of files are references, and no prose has a link. */
static void is_sarif(const char *text)
{
	json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, NULL), *artifact;
	json_t *run = json_array_get(json_object_get(json, "runs"), 0);
	size_t i;

	assert_non_null(run);
	json_array_foreach(json_object_get(run, "artifacts"), i, artifact)
	{
		const char *uri = json_string_value(
			json_object_get(json_object_get(artifact, "location"), "uri"));

		assert_int_equal(strspn(uri, "-._~/%0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					     "abcdefghijklmnopqrstuvwxyz"),
				 strlen(uri));
	}
	has_no_link(json_object_get(run, "results"));
	json_decref(json);
}

/* Elements of ours alone, and what is between them is escaped. */
static void is_markup(const char *text, const char *const *elements)
{
	while ((text = strpbrk(text, "<&"))) {
		size_t length = strcspn(text, " />\n");
		bool known = false;

		if (*text == '&') {
			size_t end = strspn(text + 1, "abcdefghijklmnopqrstuvwxyz#0123456789");

			assert_true(end && text[end + 1] == ';');
			text++;
			continue;
		}
		length = strspn(text + 1, "/?!abcdefghijklmnopqrstuvwxyz0123456789-");
		for (const char *const *element = elements; *element; element++)
			known |= strlen(*element) == length &&
				 strncmp(*element, text + 1, length) == 0;
		if (!known)
			fail_msg("markup of an input: %.40s", text);
		text++;
	}
}

static void is_junit(const char *text)
{
	static const char *const elements[] = { "?xml",      "testsuites", "/testsuites",
						"testsuite", "/testsuite", "testcase",
						"/testcase", "failure",    "/failure",
						"skipped",   "system-out", "/system-out",
						"error",     NULL };

	is_markup(text, elements);
	assert_null(strstr(text, "]]>"));
}

/* Scripts and styles are ours: what is in a tag of an input would be seen as a tag. */
static void is_html(const char *text)
{
	assert_null(strstr(text, "<script>evil"));
	assert_null(strstr(text, "<img"));
	assert_null(strstr(text, "<evil"));
	assert_null(strstr(text, "\" onload=\""));
}

static bool is_property(const char *text)
{
	static const char *const names[] = { "file=",    "line=",      "col=",
					     "endLine=", "endColumn=", "title=" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strncmp(text, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

/* What an input brings into a property has no colon, no comma and no line. */
static void is_command(const char *line)
{
	const char *behind = strstr(line + 2, "::");

	assert_true(strncmp(line, "::error ", 8) == 0 || strncmp(line, "::warning ", 10) == 0 ||
		    strncmp(line, "::notice ", 9) == 0);
	assert_non_null(behind);
	assert_non_null(memmem(line, (size_t)(behind - line), "title=", 6));
	assert_null(strstr(line, "%0A"));
	for (const char *at = strchr(line, ' '); at && at < behind; at = strchr(at + 1, ','))
		assert_true(is_property(at + 1));
}

static void is_github(const char *text)
{
	each_line(text, is_command);
}

static void is_issue(const char *line)
{
	const char *rule = strrchr(line, '[');

	assert_non_null(rule);
	assert_int_equal(strlen(rule), strlen("[GRA703]"));
	assert_true(strstr(line, ": error: ") || strstr(line, ": warning: ") ||
		    strstr(line, ": note: "));
}

static void is_gcc(const char *text)
{
	each_line(text, is_issue);
}

/* Takes a code span away, or nothing; what is behind it. */
static const char *skip_code(const char *at)
{
	size_t fence = strspn(at, "`");
	const char *end = at + fence;

	while (*end) {
		size_t run = strspn(end, "`");

		if (run == fence)
			return end + run;
		end += run ? run : strcspn(end, "`");
	}
	fail_msg("an open fence: %.40s", at);
	return NULL;
}

/* A bar that is not escaped begins a cell, even in code. */
static void is_row(const char *line)
{
	unsigned bars = 0;

	for (const char *at = line; *at; at++) {
		bars += *at == '|';
		at += at[0] == '\\' && at[1];
	}
	assert_int_equal(bars, 7);
}

/* What is left of a line without its code and what is escaped. */
static void is_comment(const char *line)
{
	static const char *const never[] = { "<script", "<img", "<evil", "](",    "@e",
					     "@evil",   "#1",   "://",   "[evil", "`evil",
					     "|evil",   "<!",   "www.",  NULL };
	bool html = strncmp(line, "<details>", 9) == 0;
	char left[65536];
	size_t length = 0;

	if (*line == '|')
		is_row(line);
	while (*line) {
		if (!html && *line == '\\') {
			left[length++] = ' ';
			line += 2;
		} else if (!html && *line == '`') {
			line = skip_code(line);
			left[length++] = ' ';
		} else {
			left[length++] = *line++;
		}
	}
	left[length] = '\0';
	for (const char *const *word = never; *word; word++)
		if (strstr(left, *word) && !(html && strchr("[]`|w", **word)))
			fail_msg("%s in: %s", *word, left);
}

static void is_markdown(const char *text)
{
	assert_true(strlen(text) < 65536);
	each_line(text, is_comment);
}

/* How many cells the row has; each is looked at. */
static unsigned count_cells(const char **at)
{
	static const char *const formulas[] = { "=", "+", "-", "@", "\xef\xbc\x9d", NULL };
	unsigned cells = 1;
	bool quoted = false, begins = true;

	for (; **at && (quoted || **at != '\n'); (*at)++) {
		if (begins && **at != '"')
			for (const char *const *formula = formulas; *formula; formula++)
				assert_true(strncmp(*at, *formula, strlen(*formula)) != 0);
		begins = begins && **at == '"';
		quoted ^= **at == '"';
		if (!quoted && **at == ',') {
			cells++;
			begins = true;
		}
	}
	assert_false(quoted);
	*at += **at == '\n';
	return cells;
}

static void is_csv(const char *text)
{
	unsigned cells = count_cells(&text);

	assert_true(cells > 10);
	while (*text)
		assert_int_equal(count_cells(&text), cells);
}

/* NAME{LABEL="TEXT",...} NUMBER */
static void is_sample(const char *line)
{
	const char *at = line + strspn(line, "abcdefghijklmnopqrstuvwxyz_");

	if (strncmp(line, "# HELP ", 7) == 0 || strncmp(line, "# TYPE ", 7) == 0)
		return;
	assert_true(at > line);
	while (*at == '{' || *at == ',') {
		at += 1 + strspn(at + 1, "abcdefghijklmnopqrstuvwxyz_");
		assert_true(at[0] == '=' && at[1] == '"');
		for (at += 2; *at != '"'; at++) {
			assert_true(*at);
			if (*at == '\\')
				assert_true(strchr("\\\"n", *++at));
		}
		at++;
	}
	at += *at == '}';
	assert_int_equal(*at, ' ');
	assert_int_equal(strspn(at + 1, "0123456789"), strlen(at + 1));
}

static void is_prom(const char *text)
{
	each_line(text, is_sample);
}

static const struct {
	const struct report_ops *format;
	void (*is)(const char *text);
} checks[] = {
	{ &report_text, is_text },     { &report_json, is_json },
	{ &report_ndjson, is_ndjson }, { &report_html, is_html },
	{ &report_sarif, is_sarif },   { &report_junit, is_junit },
	{ &report_github, is_github }, { &report_gitlab, is_json },
	{ &report_gcc, is_gcc },       { &report_markdown, is_markdown },
	{ &report_csv, is_csv },       { &report_prom, is_prom },
};

static void check_report(const struct report_ops *format, const char *command, const char *text)
{
	char *report;
	size_t i = 0;

	while (i < sizeof(checks) / sizeof(checks[0]) && checks[i].format != format)
		i++;
	if (i == sizeof(checks) / sizeof(checks[0]))
		fail_msg("nothing is known of the format %s", format->name);
	report = report_of(format, command, text);
	assert_true(*report || strcmp(format->name, "github") == 0);
	shows_itself(report);
	checks[i].is(report);
	free(report);
}

/* ---- the table ------------------------------------------------------------------------------- */

static void every_format_stays_what_it_is(void **state)
{
	static const char *const names[] = { "check", "list" };

	(void)state;
	for (size_t i = 0; report_formats[i]; i++)
		for (size_t k = 0; k < N_HOSTILE; k++)
			for (size_t n = 0; n < 2; n++) {
				const struct command *command = command_of(names[n]);

				if (!(report_formats[i]->commands & command->bit))
					continue;
				print_message("%s --format %s: %s\n", names[n],
					      report_formats[i]->name, hostile[k].what);
				check_report(report_formats[i], names[n], hostile[k].text);
			}
}

/* What is hostile really gets into reports, or the table proves nothing. */
static void hostile_text_is_told(void **state)
{
	char *report = report_of(&report_json, "check", "evil");
	unsigned count = 0;

	(void)state;
	for (const char *at = report; (at = strstr(at, "evil")); at++)
		count++;
	assert_true(count > 40);
	free(report);
}

static char folder[] = "/tmp/test_report_hostile.XXXXXX";

static int enter(void **state)
{
	(void)state;
	/* As the program does. */
	assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return chdir("/") == 0 ? system(command) : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_format_stays_what_it_is),
		cmocka_unit_test(hostile_text_is_told),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}

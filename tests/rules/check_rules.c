/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/formats.h"
#include "report/message.h"
#include "rules/cases.h"
#include "support/files.h"
#include "rules/judge.h"
#include "rules/proofs.h"

#include <glob.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/*
 * Runs the cases of every rule; see README.md beside this file. Arguments are ids of rules: only
 * their cases. With REGEN=1 it writes findings.expect instead of comparing it.
 */

#define EXPECTED "tests/rules/findings.expect"
#define MAX_LINES 32 /* "says:" or "proves:" of a case */

struct trial {
	const struct pcimsi_rule *rule;
	const struct rule_case *c;
	unsigned found, skipped, misgiven;
	bool severity, verdict; /* those of the case were there */
	bool gap;               /* a message with an argument that nobody gave */
	bool same;              /* two findings have one fingerprint */
	bool said[MAX_LINES], proved[MAX_LINES];
	char verdicts[64]; /* what was there */
	char unread[64];   /* a rule cites what its row does not say to read */
};

static unsigned passed, failed, n_folders;
static struct text_buffer findings; /* of all hits */

__attribute__((format(printf, 3, 4))) static void
fail(const struct pcimsi_rule *rule, const struct rule_case *c, const char *format, ...)
{
	va_list list;

	fprintf(complaints, "check_rules: %s: %s%s", rule->id, c ? c->expect : "", c ? ": " : "");
	va_start(list, format);
	vfprintf(complaints, format, list);
	va_end(list);
	fputc('\n', complaints);
	failed++;
}

/* "{name}" */
static bool has_gap(const char *text)
{
	for (const char *brace = text ? strchr(text, '{') : NULL; brace;
	     brace = strchr(brace + 1, '{')) {
		size_t length = strspn(brace + 1, "abcdefghijklmnopqrstuvwxyz_");

		if (length && brace[1 + length] == '}')
			return true;
	}
	return false;
}

static void look_at_texts(struct trial *trial, const struct pcimsi_finding *finding)
{
	char *message = message_format(finding, finding->rule->message);
	char *advice = message_format(finding, finding->rule->advice);

	if (!message || !advice || has_gap(message) || has_gap(advice))
		trial->gap = true;
	free(message);
	free(advice);
}

/* A field that a finding cites is one that its rule says to read. */
static void look_at_evidence(struct trial *trial, const struct pcimsi_finding *finding)
{
	for (uint32_t i = 0; i < finding->n_locations; i++) {
		const struct pcimsi_location *evidence = &finding->locations[i];

		if (evidence->kind == PCIMSI_INPUT_CAPTURE && evidence->size &&
		    !pcimsi_rule_reads(finding->rule, evidence->field))
			snprintf(trial->unread, sizeof(trial->unread), "%s cites %s",
				 finding->rule->id, evidence->field);
	}
}

static bool is_known(const struct pcimsi_run *run, const struct pcimsi_finding *finding)
{
	for (uint32_t i = 0; i < finding->number; i++)
		if (run->findings[i]->fingerprint == finding->fingerprint)
			return true;
	return false;
}

static void look_at_result(void *user, const struct pcimsi_run *run)
{
	struct trial *trial = user;

	for (uint32_t i = 0; i < run->n_findings; i++) {
		const struct pcimsi_finding *finding = run->findings[i];

		look_at_texts(trial, finding);
		look_at_evidence(trial, finding);
		trial->same |= is_known(run, finding);
		if (finding->rule != trial->rule)
			continue;
		trial->found++;
		if (trial->c->kind == CASE_HIT)
			proofs_write(&findings, finding);
		proofs_mark(trial->c, finding, trial->said, trial->proved);
		if (strcmp(pcimsi_severity_name(finding->severity), trial->c->severity) == 0)
			trial->severity = true;
	}
	trial->misgiven = run->n_misgiven;
	for (uint32_t i = 0; i < run->n_not_evaluated; i++)
		if (run->not_evaluated[i].rule == trial->rule)
			trial->skipped++;
	for (uint32_t i = 0; i < run->n_verdicts; i++) {
		const char *word = pcimsi_verdict_name(run->verdicts[i]->word);

		snprintf(trial->verdicts, sizeof(trial->verdicts), "%s", word);
		if (strcmp(word, trial->c->verdict) == 0)
			trial->verdict = true;
	}
}

/* A run that came to its end says so in the last line. */
static bool has_end(const char *path)
{
	size_t size;
	char *text = read_file(path, &size), *last;
	bool found;

	if (!text || !size) {
		free(text);
		return false;
	}
	text[size - 1] = '\0';
	last = strrchr(text, '\n');
	found = last && strstr(last, "\"record\":\"end\"");
	free(text);
	return found;
}

/* Whatever was found: a baseline made of it waives all of it, but for what policies make of it. */
static bool can_be_waived(const struct pcimsi_rule *rule, const struct rule_case *c)
{
	struct words_of_check words = case_words(c);
	const struct look nobody = { 0 };
	struct stat status;
	int first;

	if (c->policy || rule->class_ == PCIMSI_CLASS_POLICY)
		return true;
	add_check_word(&words, "--fail-on");
	add_check_word(&words, "note");
	add_check_word(&words, "--write-waivers");
	add_check_word(&words, "base.ini");
	add_check_word(&words, "capture.txt");
	first = judge(&words, &report_text, "out", &nobody);
	if (stat("base.ini", &status) != 0)
		return first <= 2;
	words.items[words.count - 3] = "--policy";
	return judge(&words, &report_text, "out", &nobody) == 0;
}

/* The first line that no finding bears out; NULL: none. */
static const char *first_unmarked(const struct text_lines *lines, const bool *marks)
{
	for (size_t i = 0; i < lines->count; i++)
		if (!marks[i])
			return lines->items[i];
	return NULL;
}

static bool says_and_proves(const struct trial *trial)
{
	const struct rule_case *c = trial->c;
	const char *unsaid = first_unmarked(&c->says, trial->said);
	const char *unproved = first_unmarked(&c->proves, trial->proved);

	if (unsaid)
		fail(trial->rule, c, "does not say \"%s\"", unsaid);
	if (unproved)
		fail(trial->rule, c, "does not prove \"%s\"", unproved);
	return !unsaid && !unproved;
}

static bool is_as_expected(const struct trial *trial)
{
	const struct rule_case *c = trial->c;

	if (trial->gap)
		fail(trial->rule, c, "a message with an argument that nobody gave");
	else if (trial->same)
		fail(trial->rule, c, "two findings of one fingerprint");
	else if (trial->misgiven)
		fail(trial->rule, c,
		     "%u values that a row does not declare, or that were not given",
		     trial->misgiven);
	else if (*trial->unread)
		fail(trial->rule, c, "%s, which its row does not name in `reads`", trial->unread);
	else if (c->kind == CASE_HIT && !trial->found)
		fail(trial->rule, c, "did not fire");
	else if (c->kind == CASE_HIT && !trial->severity)
		fail(trial->rule, c, "fired with another severity");
	else if (c->kind != CASE_HIT && (trial->found || (c->kind == CASE_MISS) != !trial->skipped))
		fail(trial->rule, c, "fired %u times, not evaluated %u times", trial->found,
		     trial->skipped);
	else if (*c->verdict && !trial->verdict)
		fail(trial->rule, c, "another verdict: %s", trial->verdicts);
	else
		return says_and_proves(trial);
	return false;
}

static void show_err(void)
{
	char *text = read_err();

	fputs(text ? text : "", complaints);
	free(text);
}

static void run_case(const struct pcimsi_rule *rule, const struct rule_case *c)
{
	struct trial trial = { .rule = rule, .c = c };
	const struct look look = { .run = look_at_result, .user = &trial };
	struct words_of_check words = case_words(c);
	int status;

	now_at("%s: %s", rule->id, c->expect);
	if (c->says.count > MAX_LINES || c->proves.count > MAX_LINES) {
		fail(rule, c, "more than %d lines", MAX_LINES);
		return;
	}
	if (c->kind == CASE_HIT)
		text_add(&findings, "  %s\n", c->expect);
	enter_folder("%u", ++n_folders);
	if (!case_write(c, ".")) {
		failed++;
		return;
	}
	add_check_word(&words, "capture.txt");
	status = judge(&words, &report_ndjson, "out", &look);
	if (status > 2 || !has_end("out")) {
		fail(rule, c, "ended with status %d", status);
		show_err();
	} else if (!is_as_expected(&trial)) {
		return;
	} else if (c->kind == CASE_HIT && !can_be_waived(rule, c)) {
		fail(rule, c, "not all can be waived");
		show_err();
	} else {
		passed++;
	}
}

static const struct rule_case *first_of(const struct case_file *file, enum case_kind kind)
{
	for (size_t i = 0; i < file->count; i++)
		if (file->cases[i].kind == kind)
			return &file->cases[i];
	return NULL;
}

/* What make check shows of a rule: how often it fires, and the first case of either kind. */
static void list_rule(const struct pcimsi_rule *rule, const struct case_file *file)
{
	const struct rule_case *hit = first_of(file, CASE_HIT), *miss = first_of(file, CASE_MISS);
	unsigned hits = 0;

	for (size_t i = 0; i < file->count; i++)
		hits += file->cases[i].kind == CASE_HIT;
	printf("rule %s fires (%u) when: %s, not when: %s%s%s\n", rule->id, hits,
	       hit ? hit->why : "", miss ? miss->why : "", file->seen ? "; seen in " : "",
	       file->seen ? file->seen : "");
}

static void run_rule(const struct pcimsi_rule *rule)
{
	struct case_file file;
	char path[5000];

	snprintf(path, sizeof(path), "%s/tests/rules/%s.cases", top, rule->id);
	if (!cases_read(path, &file))
		fail(rule, NULL, file.count ? "bad case file" : "has no cases");
	if (file.count && !first_of(&file, CASE_HIT))
		fail(rule, NULL, "has no hit");
	if (file.count && !first_of(&file, CASE_MISS))
		fail(rule, NULL, "has no miss");
	text_add(&findings, "\n%s %s: %s\n", rule->id, rule->slug, rule->title);
	for (size_t i = 0; i < file.count; i++)
		run_case(rule, &file.cases[i]);
	if (file.count)
		list_rule(rule, &file);
	cases_free(&file);
}

static bool is_one_of(const char *id, char **words)
{
	while (*words && strcmp(*words, id) != 0)
		words++;
	return *words;
}

static void every_file_has_its_rule(void)
{
	char pattern[5000];
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s/tests/rules/*.cases", top);
	if (glob(pattern, 0, NULL, &found) != 0)
		return;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		const char *name = strrchr(found.gl_pathv[i], '/') + 1;
		char *id = strndup(name, strcspn(name, "."));

		if (!pcimsi_rule_find(id ? id : "")) {
			fprintf(complaints, "check_rules: %s: there is no such rule\n", name);
			failed++;
		}
		free(id);
	}
	globfree(&found);
}

static void write_findings(void)
{
	if (!write_file(top, EXPECTED, findings.text, findings.size))
		failed++;
}

static void compare_findings(void)
{
	char path[sizeof(top) + sizeof(EXPECTED) + 1];
	struct text_buffer difference = { 0 };
	size_t size;
	char *text;

	snprintf(path, sizeof(path), "%s/" EXPECTED, top);
	text = read_file(path, &size);
	if (!text || size != findings.size || memcmp(text, findings.text, size) != 0) {
		add_difference(&difference, EXPECTED, text, size, findings.text, findings.size);
		fprintf(complaints,
			"check_rules: findings say or prove something else; make regen, and read:\n%s",
			text_of(&difference));
		failed++;
	}
	text_free(&difference);
	free(text);
}

int main(int argc, char **argv)
{
	uint32_t count;
	const struct pcimsi_rule *rules = pcimsi_rules(&count);

	enter_work();
	text_add(&findings, "What every case that fires says and proves. Written by make regen.\n");
	for (uint32_t i = 0; i < count; i++)
		if (argc < 2 || is_one_of(rules[i].id, argv + 1))
			run_rule(&rules[i]);
	every_file_has_its_rule();
	if (getenv("REGEN"))
		write_findings();
	else if (argc < 2)
		compare_findings();
	text_free(&findings);
	printf("rule cases: %u passed, %u failed\n", passed, failed);
	return failed || !passed;
}

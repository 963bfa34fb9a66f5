/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/formats.h"
#include "rules/judge.h"
#include "rules/subjects.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/*
 * `check --suggest` keeps its word: over every INF that ships and every case of a rule, as it is
 * and in UTF-16, the diff applies with patch(1), what it says goes is gone, and nothing comes. No
 * function that the ids can reach gets fewer messages than before, on any Windows.
 * What could be tried and was refused is left alone.
 *
 * All are judged, then patch(1) gets the diffs of all at once, then all are judged again. An INF
 * with several captures is changed for one of them after the other, a round each.
 */

static unsigned passed, failed, applied;

__attribute__((format(printf, 2, 3))) static void fail(const struct subject *subject,
						       const char *format, ...)
{
	va_list list;

	fprintf(complaints, "check_suggest: %s: ", subject->name);
	va_start(list, format);
	vfprintf(complaints, format, list);
	va_end(list);
	fputc('\n', complaints);
	failed++;
}

/* ---- lists of words -------------------------------------------------------------------------- */

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* How many of the lines begin with the word. */
static size_t count_word(const struct text_lines *lines, const char *word)
{
	size_t count = 0, length = strlen(word);

	for (size_t i = 0; i < lines->count; i++)
		count += strncmp(lines->items[i], word, length) == 0 &&
			 (lines->items[i][length] == ' ' || !lines->items[i][length]);
	return count;
}

/* It begins with one of the words. */
static bool begins_with_any(const char *line, const struct text_lines *words)
{
	for (size_t i = 0; i < words->count; i++)
		if (strncmp(line, words->items[i], strlen(words->items[i])) == 0)
			return true;
	return false;
}

/*
 * The first line that is in `after` more often than in `before`, but for what was announced;
 * both are sorted. NULL: none.
 */
static const char *first_new(const struct text_lines *before, const struct text_lines *after,
			     const struct text_lines *announced)
{
	size_t i = 0;

	for (size_t k = 0; k < after->count; k++) {
		while (i < before->count && strcmp(before->items[i], after->items[k]) < 0)
			i++;
		if (i < before->count && strcmp(before->items[i], after->items[k]) == 0)
			i++;
		else if (!begins_with_any(after->items[k], announced))
			return after->items[k];
	}
	return NULL;
}

/* ---- judging --------------------------------------------------------------------------------- */

/* Every finding about an INF, as often as it is there. That the registry of a machine then holds
 * what the INF wrote before (REG), and Windows granted that (WIN), is no fault of the change. */
static void keep_findings(void *user, const struct pcimsi_run *run)
{
	struct text_lines *lines = user;

	for (uint32_t i = 0; i < run->n_findings; i++) {
		const struct pcimsi_finding *finding = run->findings[i];
		const struct pcimsi_judged_function *function = finding->function;
		char line[PCIMSI_SLOT_TEXT + 16], slot[PCIMSI_SLOT_TEXT];

		if (!finding->inf || finding->rule->family == PCIMSI_FAMILY_REG ||
		    finding->rule->family == PCIMSI_FAMILY_WIN)
			continue;
		snprintf(line, sizeof(line), "%s %s", finding->rule->id,
			 function ? pcimsi_slot_text(function->function->raw.slot, slot) : "-");
		lines_add(lines, line);
	}
	if (lines->count)
		qsort(lines->items, lines->count, sizeof(*lines->items), compare_lines);
}

static void keep_before(void *user, const struct pcimsi_run *run)
{
	struct subject *subject = user;

	keep_findings(&subject->before, run);
	requests_keep(&subject->requested, run);
}

static void keep_after(void *user, const struct pcimsi_run *run)
{
	struct subject *subject = user;

	keep_findings(&subject->after, run);
	requests_keep(&subject->requested_after, run);
}

static void keep_promise(struct subject *subject, const struct pcimsi_suggestion *suggestion)
{
	if (suggestion->kind == PCIMSI_SUGGESTION_REFUSED)
		return;
	if (!count_word(&subject->promised, suggestion->rule->id))
		lines_add(&subject->promised, suggestion->rule->id);
	if (suggestion->other)
		lines_add(&subject->announced, suggestion->other->id);
}

static void keep_promises(void *user, const struct pcimsi_suggest *suggest)
{
	struct subject *subject = user;
	const struct pcimsi_suggested_inf *infs;
	uint32_t count;

	infs = pcimsi_suggest_infs(suggest, &count);
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t k = 0; k < infs[i].n_suggestions; k++)
			keep_promise(subject, &infs[i].suggestions[k]);
}

static bool judge_subject(const struct subject *subject, unsigned round, bool suggest,
			  const struct report_ops *format, const struct look *look)
{
	struct words_of_check words = { .count = 0 };
	int status;

	for (size_t i = 0; i < subject->words.count; i++)
		add_check_word(&words, subject->words.items[i]);
	if (suggest)
		add_check_word(&words, "--suggest");
	add_check_word(&words, subject->captures.items[round]);
	status = judge(&words, format, "out", look);
	return status <= 2;
}

/* Whether a line of the report begins a hunk. */
static bool has_hunk(const char *text, size_t size)
{
	for (const char *end = text + size; text && text + 2 < end; text++) {
		if (memcmp(text, "@@", 2) == 0)
			return true;
		text = memchr(text, '\n', (size_t)(end - text));
		if (!text)
			break;
	}
	return false;
}

/* Adds the diff of what is suggested to those of the round. */
static void propose(struct subject *subject, unsigned round, FILE *diffs)
{
	const struct look first = { keep_before, keep_promises, subject };
	const struct look nobody = { 0 };
	size_t size;
	char *text;

	now_at("%s", subject->name);
	subject->changed = false;
	lines_free(&subject->before);
	lines_free(&subject->after);
	lines_free(&subject->promised);
	lines_free(&subject->announced);
	requests_free(&subject->requested);
	requests_free(&subject->requested_after);
	if (!judge_subject(subject, round, true, &report_ndjson, &first) ||
	    !judge_subject(subject, round, true, &report_text, &nobody)) {
		fail(subject, "no judgement");
		return;
	}
	text = read_file("out", &size);
	subject->changed = has_hunk(text, size);
	if (subject->changed && !subject->promised.count)
		fail(subject, "a diff and no suggestion");
	else if (!subject->changed && subject->promised.count)
		fail(subject, "suggestions and no diff");
	if (subject->changed)
		fwrite(text, 1, size, diffs);
	free(text);
}

static void apply_all(unsigned round)
{
	size_t size = 0;
	char *text = NULL;

	/* No lines of context may differ: -F0. */
	if (system("patch -s -f -F0 -p0 <diffs >patch.out 2>&1") != 0 ||
	    !(text = read_file("patch.out", &size)) || size) {
		free(text);
		text = read_file("patch.out", &size);
		fprintf(complaints, "check_suggest: round %u: diffs do not apply:\n%s", round,
			text ? text : "");
		failed++;
	}
	free(text);
}

static bool keeps_its_word(const struct subject *subject)
{
	const char *brought = first_new(&subject->before, &subject->after, &subject->announced);
	const struct request *lost = requests_lost(&subject->requested, &subject->requested_after);
	bool good = !lost;

	if (lost)
		fail(subject, "takes messages from %s", lost->what);
	if (brought)
		fail(subject, "brings %s", brought);
	for (size_t i = 0; !brought && i < subject->promised.count; i++) {
		const char *rule = subject->promised.items[i];
		size_t before = count_word(&subject->before, rule);

		/* None before: it showed only once another one was mended. */
		if (!before || count_word(&subject->after, rule) < before)
			continue;
		fail(subject, "%s does not go", rule);
		good = false;
	}
	return good && !brought;
}

static void judge_again(struct subject *subject, unsigned round)
{
	const struct look look = { .run = keep_after, .user = subject };

	now_at("%s, changed", subject->name);
	applied++;
	if (!judge_subject(subject, round, false, &report_ndjson, &look))
		fail(subject, "no judgement afterwards");
	else if (keeps_its_word(subject))
		passed++;
}

static void run_round(struct subjects *subjects, unsigned round)
{
	FILE *diffs = fopen("diffs", "w");

	if (!diffs)
		abort();
	for (size_t i = 0; i < subjects->count; i++)
		if (round < subjects->items[i].captures.count)
			propose(&subjects->items[i], round, diffs);
	fclose(diffs);
	apply_all(round);
	for (size_t i = 0; i < subjects->count; i++)
		if (round < subjects->items[i].captures.count && subjects->items[i].changed)
			judge_again(&subjects->items[i], round);
}

int main(void)
{
	struct subjects subjects = { 0 };

	enter_work();
	subjects_collect(&subjects);
	for (unsigned round = 0; round < MAX_CAPTURES; round++)
		run_round(&subjects, round);
	subjects_free(&subjects);
	printf("check_suggest: %u diffs applied\n", applied);
	printf("check_suggest: %u passed, %u failed\n", passed, failed);
	return failed || !passed;
}

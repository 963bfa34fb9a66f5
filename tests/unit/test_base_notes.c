/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <pcimsi/error.h>

#include "base/notes.h"

struct seen {
	unsigned count[PCIMSI_NOTE_COUNT];
	struct pcimsi_note last;
};

static void remember(void *user, const struct pcimsi_note *note)
{
	struct seen *seen = user;

	seen->count[note->code]++;
	seen->last = *note;
}

static void test_passes_everything_on(void **state)
{
	struct seen seen = { 0 };
	struct notes notes = { .sink = { .call = remember, .user = &seen }, .input = "a.txt" };

	(void)state;
	notes_add(&notes, PCIMSI_NOTE_LINE_CUT, (struct pcimsi_place){ .line = 3, .column = 9 },
		  "detail");
	assert_int_equal(seen.last.code, PCIMSI_NOTE_LINE_CUT);
	assert_string_equal(seen.last.input, "a.txt");
	assert_string_equal(seen.last.detail, "detail");
	assert_int_equal(seen.last.place.line, 3);
	assert_int_equal(seen.last.place.column, 9);
}

/* A capture of noise must not drown the report; each kind is counted alone. */
static void test_kinds_are_capped(void **state)
{
	struct seen seen = { 0 };
	struct notes notes = { .sink = { .call = remember, .user = &seen } };

	(void)state;
	for (unsigned i = 0; i < 1000; i++)
		notes_add(&notes, PCIMSI_NOTE_LINE_SKIPPED, (struct pcimsi_place){ 0 }, NULL);
	assert_int_equal(seen.count[PCIMSI_NOTE_LINE_SKIPPED], NOTES_PER_KIND);
	assert_int_equal(seen.count[PCIMSI_NOTE_MORE_NOTES], 1);
	assert_string_equal(seen.last.detail, "line-skipped");
	notes_add(&notes, PCIMSI_NOTE_LINE_CUT, (struct pcimsi_place){ 0 }, NULL);
	assert_int_equal(seen.count[PCIMSI_NOTE_LINE_CUT], 1);
}

static void test_without_sink(void **state)
{
	struct notes notes = { .input = NULL };

	(void)state;
	notes_add(&notes, PCIMSI_NOTE_LINE_SKIPPED, (struct pcimsi_place){ 0 }, NULL);
	assert_int_equal(notes.seen[PCIMSI_NOTE_LINE_SKIPPED], 1);
}

/* A slug is for machines and names one kind; a text takes one %s at most. */
static void test_catalogue(void **state)
{
	(void)state;
	for (unsigned i = 0; i < PCIMSI_NOTE_COUNT; i++) {
		const char *slug = pcimsi_note_slug((enum pcimsi_note_code)i);
		const char *text = pcimsi_note_text((enum pcimsi_note_code)i);

		assert_int_equal(strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-"),
				 strlen(slug));
		assert_true(strlen(text) > 0);
		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(slug, pcimsi_note_slug((enum pcimsi_note_code)j));
	}
	assert_string_equal(pcimsi_note_slug(PCIMSI_NOTE_COUNT), "unknown");
	assert_true(pcimsi_note_is_error(PCIMSI_NOTE_POLICY_KEY));
	assert_false(pcimsi_note_is_error(PCIMSI_NOTE_POLICY_OLD_VALUE));
	assert_false(pcimsi_note_is_error(PCIMSI_NOTE_LINE_CUT));
	assert_string_equal(pcimsi_note_text(PCIMSI_NOTE_COUNT), "unknown note");
}

static void test_error_texts(void **state)
{
	(void)state;
	for (int error = PCIMSI_ERR_UNSUPPORTED; error <= PCIMSI_OK; error++) {
		assert_string_not_equal(pcimsi_error_text(error), "unknown error");
		assert_true(strlen(pcimsi_error_text(error)) > 0);
	}
	assert_string_equal(pcimsi_error_text(-1000), "unknown error");
	assert_string_equal(pcimsi_error_text(1), "unknown error");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_passes_everything_on),
		cmocka_unit_test(test_kinds_are_capped),
		cmocka_unit_test(test_without_sink),
		cmocka_unit_test(test_catalogue),
		cmocka_unit_test(test_error_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

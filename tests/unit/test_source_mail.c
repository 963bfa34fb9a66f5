/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_source_common.h"

#include "archive/mail.h"

#define ROW "00: 34 12 05 f1\n"
#define DUMP "00:05.0 A\n" ROW
#define BASE64 "MDA6MDUuMCBBCjAwOiAzNCAxMiAwNSBmMQo="
#define FROM "From: a@lab.example\nDate: Sat, 28 Nov 2026 09:00:00 +0000\n"
#define MIXED FROM "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
#define MBOX "From a@lab.example Sat Nov 28 09:00:00 2026\n"

static void a_mail_is_known_by_its_header(void **state)
{
	static const struct {
		const char *name, *text;
		bool is;
	} cases[] = {
		{ .name = "parts", .text = MIXED "--b\n", .is = true },
		{ .name = "an mbox", .text = MBOX FROM "\ntext\n", .is = true },
		{ .name = "in capitals",
		  .text = "FROM: a\r\nDATE: b\r\nCONTENT-TYPE:multipart/mixed; boundary=b\r\n\r\n",
		  .is = true },
		{ .name = "base64",
		  .text = FROM "Content-Transfer-Encoding: base64\n\n" BASE64 "\n",
		  .is = true },
		{ .name = "a folded field",
		  .text = FROM "Content-Type:\tmultipart/mixed;\n boundary=b\n\n",
		  .is = true },
		{ .name = "text with a header is text", .text = FROM "\n" DUMP },
		{ .name = "no From", .text = "Date: x\nContent-Type: multipart/mixed\n\n" },
		{ .name = "From alone", .text = "From: x\nContent-Type: multipart/mixed\n\n" },
		{ .name = "a line that is no field",
		  .text = "From: x\nDate: x\nno field\nContent-Type: multipart/mixed\n\n" },
		{ .name = "a header without end",
		  .text = "From: x\nDate: x\nContent-Type: multipart/mixed\n" },
		{ .name = "a log", .text = "From: 00:05.0 to 00:06.0\nDate: now\n12:00 error\n\n" },
		{ .name = "a sentence", .text = "From here on all is a dump\n" FROM "\n" },
		{ .name = "a dump", .text = DUMP },
		{ .name = "nothing", .text = "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (mail_begins(cases[i].text, strlen(cases[i].text)) != cases[i].is)
			fail_msg("%s", cases[i].name);
}

static void what_is_made_of_a_mail_has_bounds(void **state)
{
	static const char unit[] = "--b\na:b\n";
	size_t length = sizeof(unit) - 1, count = 100001;
	char *text = malloc(length * count);

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < count; i++)
		memcpy(text + i * length, unit, length);
	assert_null(mail_limit(text, length * (count - 1)));
	assert_non_null(mail_limit(text, length * count));
	/* Each mail of an mbox for itself. */
	memcpy(text + 5000 * length, "From xx\n", 8);
	assert_null(mail_limit(text, length * count));
	assert_non_null(mail_limit(text, MAIL_SIZE_MAX + 1));
	free(text);
}

static void put(struct lab *lab, const char *name, const char *text)
{
	FILE *file = fopen(at(lab, name), "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

#ifndef HAVE_GMIME

static void mail_needs_gmime(void **state)
{
	struct lab *lab = *state;

	put(lab, "a.eml", FROM "Content-Transfer-Encoding: base64\n\n" BASE64 "\n");
	assert_int_equal(open_capture(lab, "a.eml"), PCIMSI_ERR_UNSUPPORTED);
	assert_non_null(lab->detail);
	close_capture(lab);
}

static void mails_are_read(void **state)
{
	(void)state;
	skip(); /* this build has no GMime */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mail_is_known_by_its_header),
		cmocka_unit_test(what_is_made_of_a_mail_has_bounds),
		LAB_TEST(mail_needs_gmime),
		cmocka_unit_test(mails_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

static const struct {
	const char *name, *text, *member;
} single[] = {
	{ .name = "base64",
	  .text = FROM "Content-Transfer-Encoding: base64\n\n" BASE64 "\n",
	  .member = "part 1" },
	{ .name = "an attachment, its name with folders",
	  .text = MIXED "--b\nContent-Disposition: attachment; filename=\"../C:\\\\d\\\\l s.txt\"\n"
			"Content-Transfer-Encoding: base64\n\n" BASE64 "\n--b--\n",
	  .member = "part 1/l s.txt" },
	{ .name = "an encoded name",
	  .text = MIXED "--b\nContent-Type: text/plain; name=\"=?utf-8?q?gr=C3=BCn?=\"\n\n" DUMP
			"\n--b--\n",
	  .member = "part 1/gr\xc3\xbcn" },
	{ .name = "quoted-printable",
	  .text = MIXED "--b\nContent-Transfer-Encoding: quoted-printable\n\n00:05.0=\n A\n"
			"00=3A 34 12 05 f=\n1\n--b--\n",
	  .member = "part 1" },
	{ .name = "another character set",
	  .text = MIXED "--b\nContent-Type: text/plain; charset=utf-7\n\n00:05.0 A\n"
			"00+ADo- 34 12 05 f1\n--b--\n",
	  .member = "part 1" },
	{ .name = "a character set that nobody knows",
	  .text = MIXED "--b\nContent-Type: text/plain; charset=x-lab\n\n" DUMP "\n--b--\n",
	  .member = "part 1" },
	{ .name = "one of the alternatives",
	  .text = FROM "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n" DUMP
		       "\n--b\nContent-Type: text/html\n\n<pre>" DUMP "</pre>\n--b--\n",
	  .member = "part 1" },
	{ .name = "the second alternative, where the first is none",
	  .text = FROM "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nsee there\n"
		       "--b\n\n" DUMP "\n--b--\n",
	  .member = "part 2" },
	{ .name = "a part in a part",
	  .text = MIXED "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nno\n--c\n\n" DUMP
			"\n--c--\n--b--\n",
	  .member = "part 1.2" },
	{ .name = "a mail in a mail",
	  .text = MIXED "--b\nContent-Type: message/rfc822\n\n" FROM "\n" DUMP "\n--b--\n",
	  .member = NULL },
	{ .name = "an mbox",
	  .text = MBOX FROM "\nnothing\n\n" MBOX FROM "\n" DUMP,
	  .member = "mail 2/part 1" },
};

static void parts_are_read(void **state)
{
	struct lab *lab = *state;

	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++) {
		print_message("%s\n", single[i].name);
		put(lab, "a.eml", single[i].text);
		assert_int_equal(open_capture(lab, "a.eml"), 0);
		expect_function(lab, "0000:00:05.0", 0xf105, single[i].member);
		assert_int_equal(lab->notes[PCIMSI_NOTE_MAIL_DAMAGED], 0);
		expect_end(lab, 0);
	}
}

/* The same slot of two parts is one of two machines. */
static void every_part_is_a_machine(void **state)
{
	struct lab *lab = *state;

	put(lab, "a.mbox", MBOX FROM "\n" DUMP "\n" MBOX FROM "\n" DUMP);
	assert_int_equal(open_capture(lab, "a.mbox"), 0);
	expect_function(lab, "0000:00:05.0", 0xf105, "mail 1/part 1");
	assert_false(lab->raw->repeated);
	assert_int_equal(lab->raw->machine, 1);
	expect_function(lab, "0000:00:05.0", 0xf105, "mail 2/part 1");
	assert_false(lab->raw->repeated);
	assert_int_equal(lab->raw->machine, 2);
	expect_end(lab, 0);
}

static void what_is_damaged_is_told(void **state)
{
	struct lab *lab = *state;

	put(lab, "cut.eml", MIXED "--b\n\n" DUMP);
	assert_int_equal(open_capture(lab, "cut.eml"), 0);
	expect_function(lab, "0000:00:05.0", 0xf105, "part 1");
	expect_end(lab, PCIMSI_ERR_IO);
	assert_int_equal(lab->notes[PCIMSI_NOTE_MAIL_DAMAGED], 1);
	put(lab, "none.eml", MIXED "--b\n\nno capture\n--b--\n");
	assert_int_equal(open_capture(lab, "none.eml"), PCIMSI_ERR_FORMAT);
	assert_non_null(lab->detail);
	close_capture(lab);
}

/* "00:05.0 A\n00: 34 12 05 f1\n" as gzip writes it. */
#define GZIP_BASE64 "H4sIAAAAAAACAzMwsDIw1TNQcOQyMLBSMDZRMDRSMDBVSDPkAgCnxNirGgAAAA=="

static void archives_of_mails_are_read(void **state)
{
#ifndef HAVE_LIBARCHIVE
	(void)state;
	skip(); /* this build has no libarchive */
#else
	struct lab *lab = *state;

	put(lab, "a.eml",
	    MIXED "--b\nContent-Type: application/gzip; name=l.txt.gz\n"
		  "Content-Transfer-Encoding: base64\n\n" GZIP_BASE64 "\n--b--\n");
	assert_int_equal(open_capture(lab, "a.eml"), 0);
	expect_function(lab, "0000:00:05.0", 0xf105, "part 1/l.txt.gz");
	expect_end(lab, 0);
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mail_is_known_by_its_header),
		cmocka_unit_test(what_is_made_of_a_mail_has_bounds),
		LAB_TEST(parts_are_read),
		LAB_TEST(every_part_is_a_machine),
		LAB_TEST(what_is_damaged_is_told),
		LAB_TEST(archives_of_mails_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif

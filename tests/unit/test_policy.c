/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <pcimsi/policy.h>

#include "policy/policy_priv.h"
#include "policy/value.h"

/* What was noted, as "line:slug:detail\n". */
struct noted {
	char text[4096];
};

static void note(void *user, const struct pcimsi_note *n)
{
	struct noted *noted = user;
	size_t length = strlen(noted->text);

	snprintf(noted->text + length, sizeof(noted->text) - length, "%u:%s:%s\n", n->place.line,
		 pcimsi_note_slug(n->code), n->detail ? n->detail : "");
}

static struct pcimsi_policy *open_bytes(const void *bytes, size_t size, struct noted *noted)
{
	const struct pcimsi_policy_options options = {
		.size = sizeof(options),
		.notes = { .call = note, .user = noted },
	};
	struct pcimsi_policy *policy;

	*noted = (struct noted){ "" };
	assert_int_equal(pcimsi_policy_open("p.ini", bytes, size, &options, &policy), 0);
	return policy;
}

static struct pcimsi_policy *open_text(const char *text, struct noted *noted)
{
	return open_bytes(text, strlen(text), noted);
}

#define WAIVER "[waiver w]\nrule=GRA703\nreason=r\nowner=o\n"

/* ---- what is in it --------------------------------------------------------------------------- */

static void severities_are_of_ids_and_slugs(void **state)
{
	const struct pcimsi_severity_choice *choices;
	struct pcimsi_policy *policy;
	struct noted noted;
	uint32_t count;

	(void)state;
	policy = open_text("; ours\n[Severities]\nGRA711 = off\nlimit-above-msix: Error ; why\n",
			   &noted);
	choices = pcimsi_policy_severities(policy, &count);
	assert_string_equal(noted.text, "");
	assert_int_equal(count, 2);
	assert_true(choices[0].off);
	assert_string_equal(choices[0].rule->id, "GRA711");
	assert_false(choices[1].off);
	assert_string_equal(choices[1].rule->id, "GRA703");
	assert_int_equal(choices[1].severity, PCIMSI_SEVERITY_ERROR);
	assert_int_equal(choices[1].line.place.line, 4);
	pcimsi_policy_close(policy);
}

static void a_house_rule_selects_and_requires(void **state)
{
	const struct pcimsi_house_rule *rule;
	struct pcimsi_policy *policy;
	struct noted noted;
	uint32_t count;

	(void)state;
	policy = open_text("[rule nics]\nclass = 02\nids = 8086, 1af4:1041,8086:10d3:1af4:1100\n"
			   "messages-at-least = 8\nmessages-at-most = 64\ncapable-of = 8\n"
			   "mode = MSI-X\nseverity = warning\nreason = RSS on\n  8 queues\n",
			   &noted);
	rule = pcimsi_policy_house_rules(policy, &count);
	assert_string_equal(noted.text, "");
	assert_int_equal(count, 1);
	assert_string_equal(rule->name, "nics");
	assert_int_equal(rule->class_digits, 2);
	assert_int_equal(rule->class_code, 2);
	assert_int_equal(rule->ids.count, 3);
	assert_false(rule->ids.items[0].device_id.known);
	assert_int_equal(rule->ids.items[1].device_id.value, 0x1041);
	assert_int_equal(rule->ids.items[2].subsystem_id.value, 0x1100);
	assert_int_equal(rule->requirements[PCIMSI_REQUIRE_AT_LEAST].messages, 8);
	assert_int_equal(rule->requirements[PCIMSI_REQUIRE_AT_MOST].messages, 64);
	assert_int_equal(rule->requirements[PCIMSI_REQUIRE_CAPABLE_OF].line.place.line, 6);
	assert_string_equal(rule->requirements[PCIMSI_REQUIRE_CAPABLE_OF].line.text,
			    "capable-of = 8");
	assert_int_equal(rule->requirements[PCIMSI_REQUIRE_MODE].mode, PCIMSI_MODE_MSIX);
	assert_int_equal(rule->severity, PCIMSI_SEVERITY_WARNING);
	assert_string_equal(rule->reason, "RSS on 8 queues");
	pcimsi_policy_close(policy);
}

static void a_waiver_says_of_what_why_and_how_long(void **state)
{
	const struct pcimsi_waiver *waiver;
	struct pcimsi_policy *policy;
	struct noted noted;
	uint32_t count;

	(void)state;
	policy = open_text("[waiver nvme limit]\nrule = limit-above-msix\nids = 1b36:0010\n"
			   "section = Storage.NT\ninf = \"a b\" \".inf\"\ncapture = c.txt\n"
			   "value = limit=64\n  family=several-devices  entries=\"3\" \"\\x33\"\n"
			   "reason = asked for\nowner = storage team\nuntil = 2028-02-29\n",
			   &noted);
	waiver = pcimsi_policy_waivers(policy, &count);
	assert_string_equal(noted.text, "");
	assert_int_equal(count, 1);
	assert_string_equal(waiver->name, "nvme limit");
	assert_string_equal(waiver->file, "p.ini");
	assert_string_equal(waiver->rule->id, "GRA703");
	assert_string_equal(waiver->section, "Storage.NT");
	assert_string_equal(waiver->inf, "a b.inf");
	assert_int_equal(waiver->n_values, 3);
	assert_string_equal(waiver->values[1].name, "family");
	assert_string_equal(waiver->values[1].text, "several-devices");
	assert_string_equal(waiver->values[2].text, "33");
	assert_string_equal(waiver->owner, "storage team");
	assert_int_equal(waiver->until.year, 2028);
	assert_int_equal(waiver->until_line.place.line, 11);
	pcimsi_policy_close(policy);
}

/* What the words of messages were before they were values. */
static void old_values_are_translated(void **state)
{
	static const struct {
		const char *rule, *was, *is;
	} rows[] = {
		{ "GRA703", "limit 64, entries 33 entries, best 33, family \"\"",
		  "limit=64 entries=33 family=one" },
		{ "GRA703", "limit 64, family \" (another function reaches it)\"",
		  "limit=64 family=reached" },
		{ "GRA707", "mechanism MSI-X, capacity 1 message, leaves never writes MSISupported",
		  "mechanism=msi-x capacity=1 leaves=absent" },
		{ "GRA707", "capacity an unknown number of messages, leaves sets MSISupported to 0",
		  "capacity=unknown leaves=zero" },
		{ "GRA712", "entries 2048 entries, target Windows 6.1", "entries=2048 target=6.1" },
		{ "GRA713", "capable a reserved code, entries 8 entries",
		  "capable=unknown entries=8" },
		{ "MSI202", "code 110, state disabled", "code=110 state=disabled" },
		{ "MSX301", "structure PBA, bir 6", "structure=pba bir=6" },
		{ "MSX305", "bir 0, table 0x0-0x1ff, pba 0x100-0x107",
		  "bir=0 table=0x0 table_end=0x1ff pba=0x100 pba_end=0x107" },
		{ "MSX310", "missing Memory Space Enable", "missing=memory-space" },
		{ "INT351", "class 020000", "class=0x020000" },
		{ "INF404", "name x, section S, key the EventLog key of the service",
		  "name=x section=S key=event-log" },
		{ "INF414", "limit 0x10 0x20", "limit=0x10 0x20" },
		{ "INF424", "section S, missing M, include \" of pci.inf\"",
		  "section=S missing=M include=pci.inf" },
		{ "INF424", "section S, missing M, include \"\"",
		  "section=S missing=M include=none" },
		{ "INF435", "reason no [Version] section", "reason=no-version" },
		{ "INF437", "token t, here 1, there missing, section S",
		  "token=t here=1 there=none section=S" },
		{ "MAT601", "ids 1 Models line, target Windows 10.0.22621 amd64 workstation",
		  "ids=1 target=10.0.22621 amd64 workstation" },
		{ "MAT606", "section S, one 1 MSI message, other 33 MSI-X messages",
		  "section=S one=1 one_by=msi other=33 other_by=msi-x" },
		{ "MAT607", "id I, reason it has too many parts", "id=I reason=parts" },
		{ "MAT610",
		  "what The Models section for Windows 6.1 x86 is empty: the INF excludes it on "
		  "purpose",
		  "what=excluded target=6.1 x86" },
		{ "LNX804", "effect turns MSI off on the whole machine", "effect=all-off" },
		{ "REG901", "name n, held 16, leaves writes 8",
		  "name=n held=16 leaves=value written=8" },
		{ "REG901", "leaves writes 0x8 (REG_SZ)", "leaves=value written=0x8" },
		{ "REG901", "leaves leaves no such value", "leaves=nothing written=none" },
		{ "REG903", "limit 8, too \"\", fault the MSI-X table has 1 entry, best 1",
		  "limit=8 too=no fault=table reach=1" },
		{ "REG903", "fault \"plain MSI can have 1, 2, 4, 8 or 16\"",
		  "fault=invalid reach=none" },
		{ "MAT608", "id I, right SUBSYS_00011234", "id=I right=SUBSYS_00011234" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[1024], is[512] = "";
		const struct pcimsi_waiver *waiver;
		struct pcimsi_policy *policy;
		struct noted noted;
		uint32_t count;

		/* What is wanted of the rule may come behind the value. */
		snprintf(text, sizeof(text),
			 "[waiver w]\nvalue = %s\nrule = %s\nids = 8086\nreason = r\nowner = o\n",
			 rows[i].was, rows[i].rule);
		policy = open_text(text, &noted);
		assert_string_equal(noted.text, "2:policy-old-value:\n");
		waiver = pcimsi_policy_waivers(policy, &count);
		assert_int_equal(count, 1);
		for (uint32_t k = 0; k < waiver->n_values; k++)
			snprintf(is + strlen(is), sizeof(is) - strlen(is), "%s%s=%s", k ? " " : "",
				 waiver->values[k].name, waiver->values[k].text);
		assert_string_equal(is, rows[i].is);
		pcimsi_policy_close(policy);
	}
}

/* ---- errors ---------------------------------------------------------------------------------- */

static void every_error_has_its_line(void **state)
{
	static const struct {
		const char *text, *notes;
	} rows[] = {
		{ "x = 1\n", "1:policy-key:x\n" },
		{ "[bogus]\nx = 1\n", "1:policy-section:bogus\n" },
		{ "[waiver]\n", "1:policy-section:waiver\n" },
		{ "\n[waiver w\nrule = GRA703\n", "2:policy-line:\n" },
		{ "[severities]\n\nnonsense\nGRA703=off\n", "3:policy-line:\n" },
		{ "[severities]\nGRA999 = off\n", "2:policy-key:GRA999; did you mean GRA709?\n" },
		{ "[severities]\nGRA703 = off\nlimit-above-msix = note\n",
		  "3:policy-repeated:limit-above-msix\n" },
		{ "[severities]\nGRA703 = loud\n",
		  "2:policy-value:GRA703 = loud: not off, note, warning or error\n" },
		{ "[rule r]\nmode=msi\nclass=0x02\n",
		  "3:policy-value:class = 0x02: not the first 1 to 6 hexadecimal digits of a "
		  "class\n" },
		{ "[rule r]\nmode=msi3\n", "2:policy-value:mode = msi3: not msi-x, msi or intx\n" },
		{ "[rule r]\nmode=msi\nseverity=off\n",
		  "3:policy-value:severity = off: not note, warning or error\n" },
		{ "[rule r]\nmessages-at-least = -1\n",
		  "2:policy-value:messages-at-least = -1: not a number of messages\n" },
		{ "[rule r]\nclass=02\n",
		  "1:policy-missing:messages-at-least, messages-at-most, capable-of or mode\n" },
		{ "[rule r]\nmode=msi\nmode=intx\n", "3:policy-repeated:mode\n" },
		{ "[rule r]\nmode=msi\n[RULE R]\nmode=msi\n", "3:policy-repeated:RULE R\n" },
		{ "[rule r]\nmode=msi\nowner=me\n", "3:policy-key:owner\n" },
		{ "[waiver w]\n",
		  "1:policy-missing:rule\n1:policy-missing:reason\n"
		  "1:policy-missing:owner\n"
		  "1:policy-missing:ids, section, inf, capture, registry or granted\n" },
		{ WAIVER "ids=8086:10d3:1af4\n",
		  "5:policy-value:ids = 8086:10d3:1af4: not a list of VVVV, VVVV:DDDD or "
		  "VVVV:DDDD:SSSS:SSSS with commas between\n" },
		{ WAIVER "ids=8086\nuntil=2027-02-29\n",
		  "6:policy-value:until = 2027-02-29: not a day, YYYY-MM-DD\n" },
		{ WAIVER "ids=8086\nvalue=\"x\"\n",
		  "6:policy-value:value = \"x\": not a list of name=value with blanks "
		  "between\n" },
		{ WAIVER "ids=8086\nvalue=limit\n",
		  "6:policy-value:value = limit: not a list of name=value with blanks "
		  "between\n" },
		{ WAIVER "ids=8086\nvalue=limit=\n",
		  "6:policy-value:value = limit=: a text is missing\n" },
		{ WAIVER "ids=8086\nvalue=limit=64 entries 33\n",
		  "6:policy-value:value = limit=64 entries 33: not a list of name=value with "
		  "blanks between\n" },
		{ WAIVER "value=limits=64\nids=8086\n",
		  "5:policy-value:value: findings of GRA703 have no limits\n" },
		{ WAIVER "ids=8086\nvalue=best=33\n",
		  "6:policy-value:value: findings of GRA703 have no best\n" },
		{ WAIVER "ids=8086\nvalue=family=two\n",
		  "6:policy-value:value: family of GRA703 is never two\n" },
		{ WAIVER "ids=8086\nvalue=best 33\n",
		  "6:policy-value:value: it names nothing that tells a finding from another\n" },
		{ WAIVER "section=\"a\" b\n",
		  "5:policy-value:section = \"a\" b: something stands behind the quotes\n" },
		{ WAIVER "ids=8086\nids=8086\n", "6:policy-repeated:ids\n" },
		{ "[waiver w]\nrule=POL953\nids=8086\nreason=r\nowner=o\n",
		  "2:policy-value:rule = POL953: a finding of a policy cannot be waived\n" },
		{ "[waiver w]\nrule=GRA\nids=8086\nreason=r\nowner=o\n",
		  "2:policy-value:rule = GRA: no rule of this id or slug\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct noted noted;
		struct pcimsi_policy *policy = open_text(rows[i].text, &noted);
		uint32_t count, errors = 0;

		assert_string_equal(noted.text, rows[i].notes);
		for (const char *at = noted.text; *at; at++)
			errors += *at == '\n';
		assert_int_equal(pcimsi_policy_errors(policy), errors);
		pcimsi_policy_waivers(policy, &count);
		assert_int_equal(count, 0);
		pcimsi_policy_close(policy);
	}
}

/* What is around a section that does not hold is read all the same. */
static void an_error_costs_its_section(void **state)
{
	static const char text[] = "[waiver a]\nrule=GRA703\nids=8086\nreason=r\nowner=o\n"
				   "[waiver b]\nrule=GRA703\nids=8086\nreason=r\nowner=o\nbad=1\n"
				   "[waiver c]\nrule=GRA703\nids=8086\nreason=r\nowner=o\n";
	const struct pcimsi_waiver *waivers;
	struct pcimsi_policy *policy;
	struct noted noted;
	uint32_t count;

	(void)state;
	policy = open_text(text, &noted);
	waivers = pcimsi_policy_waivers(policy, &count);
	assert_int_equal(count, 2);
	assert_string_equal(waivers[1].name, "c");
	assert_int_equal(waivers[0].offset, 0);
	assert_int_equal(waivers[0].size, strstr(text, "[waiver b]") - text);
	assert_int_equal(waivers[1].offset, strstr(text, "[waiver c]") - text);
	assert_int_equal(waivers[1].offset + waivers[1].size, sizeof(text) - 1);
	pcimsi_policy_close(policy);
}

/* Lines of any length, names as well; what goes on behind them does so. */
static void lines_may_be_long(void **state)
{
	static char text[300000];
	const struct pcimsi_waiver *waivers;
	struct pcimsi_policy *policy;
	struct noted noted;
	uint32_t count;

	(void)state;
	for (int length = 10; length <= 250000; length *= 5) {
		snprintf(text, sizeof(text),
			 WAIVER
			 "section = S\ninf = %0*d\n more ; of it\n[severities]\nGRA703=off\n",
			 length, 0);
		policy = open_text(text, &noted);
		waivers = pcimsi_policy_waivers(policy, &count);
		assert_int_equal(count, 1);
		assert_int_equal(strlen(waivers->inf), length + 5);
		assert_string_equal(waivers->inf + length, " more");
		assert_string_equal(noted.text, "");
		pcimsi_policy_severities(policy, &count);
		assert_int_equal(count, 1);
		pcimsi_policy_close(policy);
	}
}

static void names_may_be_long(void **state)
{
	const struct pcimsi_house_rule *rules;
	struct pcimsi_policy *policy;
	struct noted noted;
	char text[1024];
	uint32_t count;

	(void)state;
	snprintf(text, sizeof(text), "[rule %0150d]\nmode = msi\n[rule %0150d]\n%0180d = msi\n", 1,
		 2, 3);
	policy = open_text(text, &noted);
	rules = pcimsi_policy_house_rules(policy, &count);
	assert_int_equal(count, 1);
	assert_int_equal(strlen(rules->name), 150);
	assert_non_null(strstr(noted.text, "4:policy-key:0000"));
	pcimsi_policy_close(policy);
}

/* ---- bytes ----------------------------------------------------------------------------------- */

static void utf16_and_bom_and_cr_are_read(void **state)
{
	static const char text[] =
		"\r\n[waiver w]\r\nrule=GRA703\r\nids=8086\r\nreason=r\rowner=o\r\n\r\n; end";
	uint8_t wide[2 * sizeof(text)] = { 0xff, 0xfe }, utf8[sizeof(text) + 3] = "\xef\xbb\xbf";
	struct pcimsi_policy *policy;
	const struct pcimsi_waiver *waiver;
	struct noted noted;
	uint32_t count;

	(void)state;
	for (size_t i = 0; i < sizeof(text) - 1; i++)
		wide[2 * i + 2] = (uint8_t)text[i];
	policy = open_bytes(wide, sizeof(wide), &noted);
	waiver = pcimsi_policy_waivers(policy, &count);
	assert_string_equal(noted.text, "");
	assert_int_equal(count, 1);
	assert_int_equal(waiver->line.place.line, 2);
	assert_int_equal(waiver->offset, 2 + 2 * 2);
	assert_int_equal(waiver->offset + waiver->size,
			 2 + 2 * (size_t)(strstr(text, "; end") - text));
	pcimsi_policy_close(policy);
	memcpy(utf8 + 3, text, sizeof(text) - 1);
	policy = open_bytes(utf8, sizeof(utf8) - 1, &noted);
	waiver = pcimsi_policy_waivers(policy, &count);
	assert_string_equal(noted.text, "");
	assert_int_equal(waiver->offset, 3 + 2);
	pcimsi_policy_close(policy);
}

static void a_byte_that_is_no_character_is_an_error(void **state)
{
	static const char text[] = "; a\n; \0\n[severities]\nGRA703=off\n";
	struct pcimsi_policy *policy;
	struct noted noted;
	uint32_t count;

	(void)state;
	policy = open_bytes(text, sizeof(text) - 1, &noted);
	assert_string_equal(noted.text, "2:policy-character:\n");
	assert_int_equal(pcimsi_policy_errors(policy), 1);
	pcimsi_policy_severities(policy, &count);
	assert_int_equal(count, 1);
	pcimsi_policy_close(policy);
}

static void an_empty_file_is_a_policy(void **state)
{
	struct pcimsi_policy *policy;
	struct noted noted;

	(void)state;
	policy = open_bytes("", 0, &noted);
	assert_int_equal(pcimsi_policy_errors(policy), 0);
	assert_string_equal(pcimsi_policy_name(policy), "p.ini");
	pcimsi_policy_close(policy);
}

static void too_large_a_file_is_refused(void **state)
{
	const struct pcimsi_policy_options options = { .size = sizeof(options),
						       .notes = { .call = NULL } };
	struct pcimsi_policy *policy;

	(void)state;
	assert_int_equal(
		pcimsi_policy_open("p", "", (size_t)16 * 1024 * 1024 + 1, &options, &policy),
		PCIMSI_ERR_LIMIT);
	assert_null(policy);
}

/* Whatever allocation fails, it is said, and nothing is read past. */
static void out_of_memory_is_told(void **state)
{
	static const char text[] = WAIVER "ids = 8086, 1af4\nvalue = a b,\n  c \"d\"\nuntil = x\n"
					  "[severities]\nGRA703 = off\n[rule r]\nmode = msi\n";
	int err = PCIMSI_ERR_NOMEM;

	(void)state;
	for (size_t limit = 16; err; limit += 16) {
		struct pcimsi_policy policy = {
			.arena = { .limit = limit },
		};

		assert_in_range(limit, 16, 65536);
		err = policy_read(&policy, "p", text, sizeof(text) - 1);
		assert_true(err == 0 || err == PCIMSI_ERR_NOMEM);
		arena_done(&policy.arena);
	}
}

/* ---- texts and agreement --------------------------------------------------------------------- */

static void texts_in_quotes_are_undone(void **state)
{
	static const struct {
		const char *written, *text; /* NULL: it is none */
	} rows[] = {
		{ "a, b", "a, b" },
		{ "\"a\" \"b\"  \"c\"", "abc" },
		{ "\"\"", "" },
		{ "\"\\\\ \\\" \\x41\"", "\\ \" A" },
		{ "PCI\\VEN_8086", "PCI\\VEN_8086" },
		{ "", NULL },
		{ "a \"b\"", NULL },
		{ "\"a", NULL },
		{ "\"\\n\"", NULL },
		{ "\"\\x0\"", NULL },
		{ "\"\\x00\"", NULL },
		{ "\"a\\", NULL },
		{ "\"a\",", NULL },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *wrong = NULL, *text = value_text(&arena, rows[i].written, &wrong);

		if (rows[i].text) {
			assert_string_equal(text, rows[i].text);
			continue;
		}
		assert_null(text);
		assert_non_null(wrong);
	}
	arena_done(&arena);
}

static void ids_are_of_functions(void **state)
{
	const struct pcimsi_function function = {
		.vendor_id = { 0x8086, true },
		.device_id = { 0x10d3, true },
	};
	struct pcimsi_policy_ids ids = { .vendor_id = { 0x8086, true } };
	const struct pcimsi_policy_id_list list = { &ids, 1 }, none = { NULL, 0 };

	(void)state;
	assert_int_equal(pcimsi_policy_ids_match(&none, &function), PCIMSI_AGREEMENT_YES);
	assert_int_equal(pcimsi_policy_ids_match(&list, &function), PCIMSI_AGREEMENT_YES);
	ids.subsystem_id.known = true;
	assert_int_equal(pcimsi_policy_ids_match(&list, &function), PCIMSI_AGREEMENT_POSSIBLE);
	ids.device_id = (struct pcimsi_reg){ 0x10d4, true };
	assert_int_equal(pcimsi_policy_ids_match(&list, &function), PCIMSI_AGREEMENT_NO);
}

static void a_class_is_a_prefix(void **state)
{
	struct pcimsi_function function = {
		.responding = true,
		.class_code = { 0x020000, true },
	};
	struct pcimsi_house_rule rule = { .class_code = 0x02, .class_digits = 2 };

	(void)state;
	assert_int_equal(pcimsi_house_rule_selects(&rule, &function), PCIMSI_AGREEMENT_YES);
	rule = (struct pcimsi_house_rule){ .class_code = 0x0200, .class_digits = 4 };
	assert_int_equal(pcimsi_house_rule_selects(&rule, &function), PCIMSI_AGREEMENT_YES);
	rule = (struct pcimsi_house_rule){ .class_code = 0x2, .class_digits = 1 };
	assert_int_equal(pcimsi_house_rule_selects(&rule, &function), PCIMSI_AGREEMENT_NO);
	rule = (struct pcimsi_house_rule){ .class_digits = 0 };
	assert_int_equal(pcimsi_house_rule_selects(&rule, &function), PCIMSI_AGREEMENT_YES);
	function.class_code.known = false;
	assert_int_equal(pcimsi_house_rule_selects(&rule, &function), PCIMSI_AGREEMENT_YES);
	rule.class_digits = 6;
	assert_int_equal(pcimsi_house_rule_selects(&rule, &function), PCIMSI_AGREEMENT_POSSIBLE);
}

static void days_follow_each_other(void **state)
{
	const struct pcimsi_date a = { 2026, 12, 31 }, b = { 2027, 1, 1 }, unknown = { 0, 0, 0 };

	(void)state;
	assert_true(pcimsi_date_is_after(b, a));
	assert_false(pcimsi_date_is_after(a, b));
	assert_false(pcimsi_date_is_after(a, a));
	assert_false(pcimsi_date_is_after(b, unknown));
	assert_false(pcimsi_date_is_after(unknown, a));
}

/* ---- comments in an INF ---------------------------------------------------------------------- */

static struct pcimsi_policy *open_comment(const char *text, struct noted *noted)
{
	const struct pcimsi_policy_options options = {
		.size = sizeof(options),
		.notes = { .call = note, .user = noted },
	};
	const struct pcimsi_policy_comment comment = {
		.words = text + strlen("; pcimsi: "),
		.line = { .place = { .line = 7, .column = 5 }, .text = text },
		.of_line = 6,
	};
	struct pcimsi_policy *policy;

	*noted = (struct noted){ "" };
	assert_int_equal(pcimsi_policy_of_comments("d/x.inf", &comment, 1, &options, &policy), 0);
	return policy;
}

static void a_comment_waives_for_its_inf(void **state)
{
	const struct pcimsi_waiver *waiver;
	struct pcimsi_policy *policy;
	struct noted noted;
	uint32_t count;

	(void)state;
	policy =
		open_comment("; pcimsi: Waive GRA705 value=limit=4 unused=6 reason=two queues, a=b "
			     "until=2027-06-30 section=\"a b\" ids=8086",
			     &noted);
	assert_string_equal(noted.text, "");
	waiver = pcimsi_policy_waivers(policy, &count);
	assert_int_equal(count, 1);
	assert_string_equal(waiver->rule->id, "GRA705");
	assert_string_equal(waiver->name, "d/x.inf:7");
	assert_string_equal(waiver->inf, "d/x.inf");
	assert_string_equal(waiver->reason, "two queues, a=b");
	assert_string_equal(waiver->section, "a b");
	assert_int_equal(waiver->n_values, 2);
	assert_string_equal(waiver->values[1].text, "6");
	assert_int_equal(waiver->until.year, 2027);
	assert_int_equal(waiver->ids.count, 1);
	assert_true(waiver->is_comment);
	assert_int_equal(waiver->of_line, 6);
	pcimsi_policy_close(policy);
}

static void a_comment_with_an_error_does_not_hold(void **state)
{
	static const struct {
		const char *text, *noted;
	} rows[] = {
		{ "; pcimsi: wave GRA705 reason=x",
		  "7:policy-command:wave; did you mean waive?\n" },
		{ "; pcimsi: ", "7:policy-command:\n" },
		{ "; pcimsi: waive", "7:policy-missing:rule\n7:policy-missing:reason\n" },
		{ "; pcimsi: waive GRA705", "7:policy-missing:reason\n" },
		{ "; pcimsi: waive POL953 reason=x",
		  "7:policy-value:rule = POL953: a finding of a policy cannot be waived\n" },
		{ "; pcimsi: waive GRA705 reason=x utnil=2027-01-01",
		  "7:policy-key:utnil; did you mean until?\n" },
		{ "; pcimsi: waive GRA705 reason=x reason=y", "7:policy-repeated:reason\n" },
		{ "; pcimsi: waive GRA705 reason=\"x", "7:policy-value:a quote is not closed, or a "
						       "backslash begins neither \\\\, \\\" nor "
						       "\\xNN\n" },
		{ "; pcimsi: waive GRA705 reason=\"x\"y",
		  "7:policy-value:text stands right behind a quote\n" },
		{ "; pcimsi: waive GRA705 for ever reason=x", "7:policy-key:for ever reason=x\n" },
		{ "; pcimsi: waive GRA705 inf=y.inf reason=x",
		  "7:policy-key:inf, which is this INF\n" },
		{ "; pcimsi: waive GRA705 value=limt=4 reason=x",
		  "7:policy-value:value: findings of GRA705 have no limt\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct noted noted;
		struct pcimsi_policy *policy = open_comment(rows[i].text, &noted);
		uint32_t count;

		assert_string_equal(noted.text, rows[i].noted);
		pcimsi_policy_waivers(policy, &count);
		assert_int_equal(count, 0);
		assert_true(pcimsi_policy_errors(policy) > 0);
		pcimsi_policy_close(policy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(severities_are_of_ids_and_slugs),
		cmocka_unit_test(a_house_rule_selects_and_requires),
		cmocka_unit_test(a_waiver_says_of_what_why_and_how_long),
		cmocka_unit_test(old_values_are_translated),
		cmocka_unit_test(every_error_has_its_line),
		cmocka_unit_test(an_error_costs_its_section),
		cmocka_unit_test(lines_may_be_long),
		cmocka_unit_test(names_may_be_long),
		cmocka_unit_test(utf16_and_bom_and_cr_are_read),
		cmocka_unit_test(a_byte_that_is_no_character_is_an_error),
		cmocka_unit_test(an_empty_file_is_a_policy),
		cmocka_unit_test(too_large_a_file_is_refused),
		cmocka_unit_test(out_of_memory_is_told),
		cmocka_unit_test(texts_in_quotes_are_undone),
		cmocka_unit_test(ids_are_of_functions),
		cmocka_unit_test(a_class_is_a_prefix),
		cmocka_unit_test(days_follow_each_other),
		cmocka_unit_test(a_comment_waives_for_its_inf),
		cmocka_unit_test(a_comment_with_an_error_does_not_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

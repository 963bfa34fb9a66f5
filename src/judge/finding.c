/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/judge_priv.h"

#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TEXT_MAX 512

/* Ends a text that was cut with a mark that tells the whole of it from others. */
static void mark_cut(struct pcimsi_check *check, char buffer[TEXT_MAX], size_t length,
		     const char *format, va_list args) __attribute__((format(printf, 4, 0)));

static void mark_cut(struct pcimsi_check *check, char buffer[TEXT_MAX], size_t length,
		     const char *format, va_list args)
{
	char *whole = arena_alloc(&check->arena, length + 1);
	char mark[] = "... (0123456789abcdef)";

	if (!whole) {
		check->nomem = true;
		return;
	}
	vsnprintf(whole, length + 1, format, args);
	snprintf(mark, sizeof(mark), "... (%016llx)",
		 (unsigned long long)str_fnv64(STR_FNV64, whole, length));
	memcpy(buffer + TEXT_MAX - sizeof(mark), mark, sizeof(mark));
}

/* Arguments and values are short; a longer one (a hostile INF) is cut. */
const char *check_vstring(struct pcimsi_check *check, const char *format, va_list args)
{
	char buffer[TEXT_MAX];
	const char *text;
	va_list again;
	int length;

	va_copy(again, args);
	length = vsnprintf(buffer, sizeof(buffer), format, args);
	if (length >= TEXT_MAX)
		mark_cut(check, buffer, (size_t)length, format, again);
	va_end(again);
	text = arena_strdup(&check->arena, length < 0 ? "" : buffer);
	if (!text)
		check->nomem = true;
	return text ? text : "";
}

const char *check_string(struct pcimsi_check *check, const char *format, ...)
{
	const char *text;
	va_list args;

	va_start(args, format);
	text = check_vstring(check, format, args);
	va_end(args);
	return text;
}

const char *check_text(struct pcimsi_check *check, const char *text)
{
	return check_string(check, "%s", text);
}

static struct finding *add_finding(struct context *c, const struct judged_function *function)
{
	struct finding **slot = VEC_ADD(&c->check->arena, &c->check->findings);
	struct finding *finding = slot ? arena_alloc(&c->check->arena, sizeof(*finding)) : NULL;

	if (!finding) {
		c->check->nomem = true;
		if (slot)
			c->check->findings.count--;
		return NULL;
	}
	*slot = finding;
	finding->check = c->check;
	c->check->n_made++;
	finding->sequence = c->check->findings.count;
	finding->verdict = c->verdict;
	finding->pub = (struct pcimsi_finding){
		.rule = c->rule,
		.severity = c->rule->severity,
		.confidence = c->rule->confidence,
		.function = function ? &function->pub : NULL,
		.capture = function ? function->pub.capture : NULL,
		.member = function ? function->pub.function->raw.member : NULL,
		.inf = c->inf ? &c->inf->pub : NULL,
	};
	if (c->install)
		finding->pub.section = c->install->section;
	values_prepare(finding);
	return finding;
}

struct finding *finding_new(struct context *c)
{
	struct finding *finding = add_finding(c, c->function);
	struct finding **slot;

	if (!finding || !c->verdict)
		return finding;
	slot = VEC_ADD(&c->check->arena, &c->verdict->findings);
	if (slot)
		*slot = finding;
	else
		c->check->nomem = true;
	return finding;
}

struct finding *finding_on(struct context *c, const struct judged_function *function)
{
	return add_finding(c, function);
}

void finding_of_machine(struct finding *finding, const char *capture, const char *member)
{
	if (!finding)
		return;
	finding->pub.capture = capture;
	finding->pub.member = member;
}

void finding_missed(struct finding *finding, const struct pcimsi_finding *missed)
{
	if (finding)
		finding->pub.missed = missed;
}

void finding_severity(struct finding *finding, enum pcimsi_severity severity)
{
	if (finding)
		finding->pub.severity = severity;
}

void finding_confidence(struct finding *finding, enum pcimsi_confidence confidence)
{
	if (finding)
		finding->pub.confidence = confidence;
}

/* Once: a section may be named by any number of AddReg of one install section. */
static void attach(struct context *c, struct finding *finding)
{
	uint32_t number = (uint32_t)(c->install - c->inf->pub.resolution->installs);
	struct finding **slot;

	if (finding->attached == c->install)
		return;
	finding->attached = c->install;
	slot = VEC_ADD(&c->check->arena, &c->inf->by_install[number]);
	if (slot)
		*slot = finding;
	else
		c->check->nomem = true;
}

static uint32_t same_hash(const struct finding *finding)
{
	uint32_t place[] = { finding->pub.place.line, finding->pub.place.column,
			     finding->pub.inf->order };
	uint64_t hash = str_fnv64(values_hash(finding), finding->pub.rule->id, 6);

	return (uint32_t)str_fnv64(hash, place, sizeof(place));
}

static bool is_same(const struct finding *a, const struct finding *b)
{
	return a->pub.rule == b->pub.rule && a->pub.inf == b->pub.inf &&
	       a->pub.place.line == b->pub.place.line &&
	       a->pub.place.column == b->pub.place.column && values_same(a, b);
}

void finding_of_install(struct context *c, struct finding *finding)
{
	struct pcimsi_check *check = c->check;
	uint32_t hash;

	if (!finding)
		return;
	hash = same_hash(finding);
	for (uint32_t at = table_first(&check->same, hash); at; at = table_next(&check->same, at)) {
		struct finding *other = check->findings.items[table_item(&check->same, at)];

		if (is_same(other, finding)) {
			check->findings.count--; /* the new one was the last */
			attach(c, other);
			return;
		}
	}
	check->nomem |= table_add(&check->same, &check->arena, hash, check->findings.count - 1) !=
			0;
	attach(c, finding);
}

void finding_explains(struct context *c, struct finding *finding)
{
	struct finding **slot = finding ? VEC_ADD(&c->check->arena, &c->inf->explaining) : NULL;

	if (slot)
		*slot = finding;
	else if (finding)
		c->check->nomem = true;
}

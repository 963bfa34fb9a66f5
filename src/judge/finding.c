/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/judge_priv.h"

#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TEXT_MAX 512

static const char *format_text(struct pcimsi_check *check, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

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
static const char *format_text(struct pcimsi_check *check, const char *format, va_list args)
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
	text = format_text(check, format, args);
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
	finding->sequence = c->check->findings.count;
	finding->verdict = c->verdict;
	finding->pub = (struct pcimsi_finding){
		.rule = c->rule,
		.severity = c->rule->severity,
		.confidence = c->rule->confidence,
		.function = function ? &function->pub : NULL,
		.capture = function ? function->pub.capture : NULL,
		.member = function ? function->pub.function.raw.member : NULL,
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

static struct pcimsi_evidence *add_evidence(struct finding *finding)
{
	struct pcimsi_evidence *evidence = VEC_ADD(&finding->check->arena, &finding->evidence);

	if (!evidence)
		finding->check->nomem = true;
	finding->pub.evidence = finding->evidence.items;
	finding->pub.n_evidence = finding->evidence.count;
	return evidence;
}

static struct pcimsi_evidence *add_bytes(struct finding *finding,
					 const struct judged_function *function)
{
	struct pcimsi_evidence *evidence = add_evidence(finding);

	if (!evidence)
		return NULL;
	evidence->file = function->pub.capture;
	evidence->slot = function->pub.function.raw.slot;
	return evidence;
}

void finding_field(struct finding *finding, const struct judged_function *function, uint32_t start,
		   uint32_t at, const char *format, ...)
{
	const struct pcimsi_bytes *bytes = &function->pub.function.raw.bytes;
	struct pcimsi_field field = pcimsi_field_of(&function->pub.function, (uint16_t)start,
						    (uint16_t)at);
	struct pcimsi_evidence *evidence;
	va_list args;

	if (!finding || field.size > sizeof(evidence->bytes) ||
	    !bytes_has(bytes, field.offset, field.size))
		return;
	evidence = add_bytes(finding, function);
	if (!evidence)
		return;
	evidence->offset = field.offset;
	evidence->size = field.size;
	memcpy(evidence->bytes, bytes->data + field.offset, field.size);
	evidence->field = field.name ? field.name : "config";
	va_start(args, format);
	evidence->value = format_text(finding->check, format, args);
	va_end(args);
}

void finding_windows(struct finding *finding, const struct judged_function *function, uint32_t most)
{
	struct pcimsi_evidence *evidence = finding ? add_bytes(finding, function) : NULL;

	if (!evidence)
		return;
	evidence->field = "windows.interrupt_message_maximum";
	evidence->value = check_string(finding->check, "%u", most);
}

void finding_file_line(struct finding *finding, enum pcimsi_evidence_kind kind, const char *file,
		       struct pcimsi_place place, const char *text)
{
	struct pcimsi_evidence *evidence = finding ? add_evidence(finding) : NULL;

	if (evidence)
		*evidence = (struct pcimsi_evidence){
			.kind = kind,
			.file = file,
			.place = place,
			.text = text,
		};
}

void finding_line(struct finding *finding, const struct judged_inf *inf, struct pcimsi_place place,
		  const char *text)
{
	finding_file_line(finding, PCIMSI_EVIDENCE_INF, inf->pub.facts->name, place, text);
	if (finding && !finding->pub.place.line)
		finding->pub.place = place;
}

void finding_effect(struct finding *finding, const struct judged_inf *inf,
		    const struct pcimsi_effect *effect)
{
	struct pcimsi_place place;

	if (!effect || !finding)
		return;
	place = finding->pub.place;
	finding_line(finding, inf, effect->place, effect->text);
	/* Its line is no line of the INF, which still is what the finding is about. */
	if (!effect->file || !finding->evidence.count)
		return;
	finding->evidence.items[finding->evidence.count - 1].file = effect->file;
	finding->pub.place = place;
}

void finding_missing(struct finding *finding, const struct judged_inf *inf,
		     const struct pcimsi_missing *missing)
{
	const struct pcimsi_effect line = {
		.file = missing->file,
		.place = missing->place,
		.text = missing->text,
	};

	finding_effect(finding, inf, &line);
}

void finding_model(struct finding *finding, const struct verdict *verdict)
{
	const struct pcimsi_model *model = verdict->pub.match.model;
	const struct judged_inf *inf = (const struct judged_inf *)verdict->pub.inf;

	finding_line(finding, inf, model->place, model->text);
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

static uint32_t *same_bucket(const struct pcimsi_check *check, const struct finding *finding)
{
	uint32_t place[] = { finding->pub.place.line, finding->pub.place.column,
			     finding->pub.inf->order };
	uint64_t hash = str_fnv64(values_hash(finding), finding->pub.rule->id, 6);

	return &check->same[str_fnv64(hash, place, sizeof(place)) % check->same_buckets];
}

#define SAME_LEAST 1024

/* Makes room for one more: on average a bucket holds no more than one. */
static bool grow_same(struct pcimsi_check *check)
{
	const uint32_t *old = check->same;
	uint32_t buckets = check->same_buckets;

	if (check->n_same < buckets)
		return true;
	check->same_buckets = buckets ? buckets * 2 : SAME_LEAST;
	check->same = arena_array(&check->arena, check->same_buckets, sizeof(*check->same));
	for (uint32_t i = 0; check->same && i < buckets; i++)
		for (uint32_t at = old[i], next; at; at = next) {
			struct finding *finding = check->findings.items[at - 1];
			uint32_t *bucket = same_bucket(check, finding);

			next = finding->next_same;
			finding->next_same = *bucket;
			*bucket = at;
		}
	return check->same != NULL;
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
	uint32_t *bucket;

	if (!finding)
		return;
	if (!grow_same(check)) {
		check->same_buckets = 0;
		check->nomem = true;
		return;
	}
	bucket = same_bucket(check, finding);
	for (uint32_t at = *bucket; at;) {
		struct finding *other = check->findings.items[at - 1];

		if (is_same(other, finding)) {
			check->findings.count--; /* the new one was the last */
			attach(c, other);
			return;
		}
		at = other->next_same;
	}
	finding->next_same = *bucket;
	*bucket = check->findings.count;
	check->n_same++;
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

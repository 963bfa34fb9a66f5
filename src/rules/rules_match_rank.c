/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"

#include <stdlib.h>

/* MAT612: of several INFs that match one function, Windows installs one. */

enum rank_key { KEY_FEATURE, KEY_IDENTIFIER, KEY_DATE, KEY_VERSION, KEY_COUNT };

/* The lower the better, as the rank of a driver has it: 0xSSGGTHHH, then DriverVer. */
static bool read_key(const struct pcimsi_verdict *verdict, enum rank_key key, uint64_t *ret)
{
	const struct pcimsi_install *install = verdict->match.model->install;
	const struct pcimsi_driver_ver *ver = &install->driver_ver;

	switch (key) {
	case KEY_FEATURE:
		*ret = install->feature_score;
		return true;
	case KEY_IDENTIFIER:
		*ret = verdict->match.rank;
		return verdict->match.rank_known;
	case KEY_DATE:
		*ret = UINT64_MAX - ver->date;
		return ver->date_known;
	default:
		*ret = UINT64_MAX - ver->version;
		return ver->version_known;
	}
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int compare_targets(const struct pcimsi_target *a, const struct pcimsi_target *b)
{
	int order = compare_numbers((uint64_t)a->major << 32 | a->minor,
				    (uint64_t)b->major << 32 | b->minor);

	if (!order)
		order = compare_numbers(a->build, b->build);
	if (!order)
		order = compare_numbers((uint64_t)a->arch, (uint64_t)b->arch);
	if (!order)
		order = compare_numbers((uint64_t)a->product, (uint64_t)b->product);
	return order ? order : compare_numbers(a->suite, b->suite);
}

/* By Windows, then the best one first; what is not known comes last. */
static int compare(const void *a, const void *b)
{
	const struct pcimsi_verdict *x = *(const struct pcimsi_verdict *const *)a;
	const struct pcimsi_verdict *y = *(const struct pcimsi_verdict *const *)b;
	int order = compare_targets(&x->inf->resolution->target, &y->inf->resolution->target);

	for (int key = 0; !order && key < KEY_COUNT; key++) {
		uint64_t of_x = 0, of_y = 0;
		bool x_known = read_key(x, (enum rank_key)key, &of_x);
		bool y_known = read_key(y, (enum rank_key)key, &of_y);

		order = x_known == y_known ? compare_numbers(of_x, of_y) : x_known ? -1 : 1;
	}
	return order ? order : compare_numbers(x->inf->order, y->inf->order);
}

/* What decides between them; KEY_COUNT: nothing does, or what would is not known. */
static enum rank_key deciding(const struct pcimsi_verdict *winner,
			      const struct pcimsi_verdict *loser)
{
	for (int key = 0; key < KEY_COUNT; key++) {
		uint64_t a = 0, b = 0;
		bool a_known = read_key(winner, (enum rank_key)key, &a);
		bool b_known = read_key(loser, (enum rank_key)key, &b);

		/* Ids of one place rank alike, wherever that place is. */
		if (a == b && ((a_known && b_known) || key == KEY_IDENTIFIER))
			continue;
		return a_known && b_known ? (enum rank_key)key : KEY_COUNT;
	}
	return KEY_COUNT;
}

static void name_key(struct context *c, struct finding *finding, const char *name,
		     const struct verdict *verdict, enum rank_key key)
{
	const struct pcimsi_install *install = verdict->pub.match.model->install;
	const struct pcimsi_driver_ver *ver = &install->driver_ver;
	struct pcimsi_check *check = c->check;

	if (key == KEY_FEATURE)
		finding_text(finding, name, check_string(check, "0x%02x", install->feature_score));
	else if (key == KEY_IDENTIFIER)
		finding_text(finding, name, check_string(check, "0x%04x", verdict->pub.match.rank));
	else if (key == KEY_DATE)
		finding_text(finding, name,
			     check_string(check, "%02u/%02u/%04u", ver->date / 100 % 100,
					  ver->date % 100, ver->date / 10000));
	else
		finding_text(finding, name,
			     check_string(check, "%u.%u.%u.%u", (unsigned)(ver->version >> 48),
					  (unsigned)(ver->version >> 32 & 0xffff),
					  (unsigned)(ver->version >> 16 & 0xffff),
					  (unsigned)(ver->version & 0xffff)));
}

static void report(struct context *c, const struct verdict *winner, const struct verdict *loser)
{
	static const char *const words[] = { "feature", "rank", "date", "version" };
	enum rank_key key = deciding(&winner->pub, &loser->pub);
	const struct pcimsi_model *line = winner->pub.match.model;
	struct judged_inf *inf = seen_inf(c, winner->pub.inf->order);
	struct finding *finding;

	if (key == KEY_COUNT || winner->pub.inf->inf == loser->pub.inf->inf)
		return;
	turn_to(c, seen_inf(c, loser->pub.inf->order));
	finding = finding_on(c, seen_function(c, loser->pub.function->order));
	finding_model(finding, loser);
	finding_line(finding, inf, line->place, line->text);
	finding_text(finding, "winner", inf->pub.facts->name);
	finding_word(finding, "by", words[key]);
	name_key(c, finding, "theirs", winner, key);
	name_key(c, finding, "own", loser, key);
}

/* The verdicts of one function, of which there are `count`. */
static void compete(struct context *c, struct verdict **verdicts, uint32_t count)
{
	uint32_t winner = 0;

	qsort(verdicts, count, sizeof(*verdicts), compare);
	for (uint32_t i = 1; i < count; i++) {
		const struct pcimsi_target *target = &verdicts[i]->pub.inf->resolution->target;

		if (compare_targets(&verdicts[winner]->pub.inf->resolution->target, target) != 0)
			winner = i;
		else
			report(c, verdicts[winner], verdicts[i]);
	}
}

enum pcimsi_reason rule_MAT612(struct context *c)
{
	uint32_t n = seen_verdicts(c), first = 0, end;
	struct verdict **sorted = arena_array(rule_arena(c), n, sizeof(*sorted));

	if (!sorted) {
		rule_nomem(c);
		return PCIMSI_REASON_NONE;
	}
	for (uint32_t i = 0; i < n; i++)
		sorted[i] = seen_verdict(c, i);
	for (; first < n; first = end) {
		for (end = first + 1; end < n; end++)
			if (sorted[end]->pub.function != sorted[first]->pub.function)
				break;
		compete(c, sorted + first, end - first);
	}
	return PCIMSI_REASON_NONE;
}

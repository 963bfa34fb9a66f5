/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/policy_priv.h"

#include "base/nearest.h"
#include "base/str.h"
#include "policy/value.h"

#include <string.h>

/*
 * Waivers in comments of an INF: "waive RULE KEY=VALUE KEY=VALUE". A value goes on to the next
 * key, or stands in quotes. The keys are those of a policy file.
 */

struct comment_reader {
	struct pcimsi_policy *policy;
	const struct pcimsi_policy_comment *comment;
	const char *at; /* in its words */
};

static uint32_t count_characters(const char *from, const char *to)
{
	uint32_t count = 0;

	for (; from < to; from++)
		count += ((unsigned char)*from & 0xc0) != 0x80;
	return count;
}

/* The words are the end of the text. */
static struct pcimsi_policy_line line_at(const struct comment_reader *r, const char *at)
{
	const struct pcimsi_policy_comment *comment = r->comment;
	const char *text = comment->line.text;
	const char *words = text + strlen(text) - strlen(comment->words);
	struct pcimsi_policy_line line = comment->line;

	line.place.column += count_characters(text, words) + count_characters(comment->words, at);
	return line;
}

static const char *keep(struct comment_reader *r, const char *from, size_t length)
{
	const char *copy = arena_strndup(&r->policy->arena, from, length);

	r->policy->nomem |= !copy;
	return copy ? copy : "";
}

static void skip_blanks(struct comment_reader *r)
{
	r->at += strspn(r->at, " \t");
}

/* Up to a blank. */
static const char *take_word(struct comment_reader *r)
{
	size_t length = strcspn(r->at, " \t");
	const char *word = keep(r, r->at, length);

	r->at += length;
	skip_blanks(r);
	return word;
}

/* How long the name before an equals sign is; 0: this is none. */
static size_t name_length(const char *at)
{
	size_t length = 0;

	while (ascii_is_alnum(at[length]) || at[length] == '-')
		length++;
	return at[length] == '=' ? length : 0;
}

static bool is_key(const char *name)
{
	const struct key_row *row = policy_waiver_keys;

	while (row->name && !str_ieq(row->name, name))
		row++;
	return row->name;
}

/*
 * Whether this begins another key. In what people write for people a name that is nearly one was
 * meant as one; a value has names of its own.
 */
static bool begins_key(struct comment_reader *r, const char *at, const char *key)
{
	size_t length = name_length(at);
	const char *name = length ? keep(r, at, length) : NULL;

	return name && (is_key(name) ||
			(!str_ieq(key, "value") && policy_nearest_key(policy_waiver_keys, name)));
}

static const char *take_bare(struct comment_reader *r, const char *key)
{
	const char *from = r->at, *end = from, *value;

	while (*end && !((*end == ' ' || *end == '\t') && begins_key(r, end + 1, key)))
		end++;
	r->at = end;
	while (end > from && ascii_is_blank(end[-1]))
		end--;
	value = keep(r, from, (size_t)(end - from));
	skip_blanks(r);
	return value;
}

/* In quotes, from the first on; NULL after a complaint. */
static const char *take_quoted(struct comment_reader *r)
{
	const char *from = r->at, *end = from + 1, *wrong = NULL, *value;

	while (*end && *end != '"')
		end += *end == '\\' && end[1] ? 2 : 1;
	end += *end == '"';
	value = value_text(&r->policy->arena, keep(r, from, (size_t)(end - from)), &wrong);
	if (!wrong && *end && !ascii_is_blank(*end))
		wrong = "text stands right behind a quote";
	r->policy->nomem |= !value && !wrong;
	if (wrong)
		policy_complain(r->policy, PCIMSI_NOTE_POLICY_VALUE, line_at(r, from).place, wrong);
	r->at = end;
	skip_blanks(r);
	return wrong ? NULL : value;
}

/* KEY=VALUE; what is none ends the comment. */
static void take_pair(struct comment_reader *r)
{
	size_t length = name_length(r->at);
	struct policy_key key = {
		.line = line_at(r, r->at),
		.last_line = r->comment->line.place.line,
	};

	key.name = keep(r, r->at, length);
	if (!length || str_ieq(key.name, "inf")) {
		policy_complain(r->policy, PCIMSI_NOTE_POLICY_KEY, key.line.place,
				length ? "inf, which is this INF" : keep(r, r->at, strlen(r->at)));
		r->at += strlen(r->at);
		return;
	}
	r->at += length + 1;
	key.value = *r->at == '"' ? take_quoted(r) : take_bare(r, key.name);
	if (key.value)
		policy_see_key(r->policy, &key);
}

static void take_rule(struct comment_reader *r)
{
	struct policy_key key = { .name = "rule", .line = line_at(r, r->at) };

	if (!*r->at || name_length(r->at))
		return; /* it is missed in the end */
	key.last_line = key.line.place.line;
	key.value = take_word(r);
	policy_see_key(r->policy, &key);
}

static void complain_of_command(struct comment_reader *r, const char *command)
{
	struct nearest nearest = nearest_to(command);
	const char *detail = command;

	nearest_try(&nearest, "waive");
	if (nearest.best)
		detail = arena_printf(&r->policy->arena, "%s; did you mean %s?", command,
				      nearest.best);
	r->policy->nomem |= !detail;
	policy_complain(r->policy, PCIMSI_NOTE_POLICY_COMMAND, line_at(r, r->comment->words).place,
			detail);
}

static void read_comment(struct pcimsi_policy *policy, const struct pcimsi_policy_comment *comment)
{
	struct comment_reader r = {
		.policy = policy,
		.comment = comment,
		.at = comment->words,
	};
	const char *command = take_word(&r), *name;
	struct pcimsi_waiver *waiver;

	name = arena_printf(&policy->arena, "%s:%u", policy->name, comment->line.place.line);
	policy->nomem |= !name;
	waiver = policy->nomem ? NULL : policy_begin_waiver(policy, name, &comment->line);
	if (!waiver)
		return;
	waiver->is_comment = true;
	waiver->of_line = comment->of_line;
	waiver->inf = policy->name;
	waiver->owner = "its author";
	if (str_ieq(command, "waive")) {
		take_rule(&r);
		/* One error is enough, and a comment of millions of keys ends with the first. */
		while (*r.at && !policy->nomem && !policy->broken)
			take_pair(&r);
	} else {
		complain_of_command(&r, command);
	}
	/* Where it stands says which INF, and who wrote that answers for it. */
	policy_end_waiver(policy, (const char *const[]){ "inf", "owner", NULL });
}

static int read_comments(struct pcimsi_policy *policy, const char *inf,
			 const struct pcimsi_policy_comment *comments, uint32_t count)
{
	policy->name = arena_strdup(&policy->arena, inf);
	if (!policy->name)
		return PCIMSI_ERR_NOMEM;
	policy->notes.input = policy->name;
	for (uint32_t i = 0; i < count && !policy->nomem; i++) {
		struct pcimsi_policy_comment own = comments[i];

		own.words = arena_strdup(&policy->arena, own.words);
		own.line.text = arena_strdup(&policy->arena, own.line.text);
		if (!own.words || !own.line.text)
			return PCIMSI_ERR_NOMEM;
		read_comment(policy, &own);
	}
	return policy->nomem ? PCIMSI_ERR_NOMEM : 0;
}

int pcimsi_policy_of_comments(const char *inf, const struct pcimsi_policy_comment *comments,
			      uint32_t count, const struct pcimsi_policy_options *options,
			      struct pcimsi_policy **ret)
{
	int err = policy_new(options, ret);

	if (!err)
		err = read_comments(*ret, inf, comments, count);
	return policy_made(err, ret);
}

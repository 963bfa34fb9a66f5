/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/options.h"
#include "suggest/suggest.h"

#include "suggest/fixes.h"
#include "suggest/reached.h"
#include "suggest/trial.h"

#include <stdlib.h>
#include <string.h>

/*
 * A change is found by rule (fixes.c), carried out on a copy of the INF, and the
 * copy is judged: only if the finding is gone and no other one has come is the
 * change kept. What comes and can be mended in turn belongs to the same suggestion.
 */

#define ATTEMPTS_MAX 200 /* findings of one INF: each is judged again */
#define FOLLOW_UPS_MAX 8

struct pcimsi_suggest {
	struct arena arena;
	const struct pcimsi_run *run;
	struct pcimsi_suggest_options options;
	struct pcimsi_check_options check; /* of the options */
	VEC(struct pcimsi_suggested_inf) infs;
};

typedef VEC(struct pcimsi_suggestion) suggestion_list;

/* A finding that was looked at already: its rule, function and line of the file. */
struct seen {
	const struct pcimsi_rule *rule;
	uint32_t function; /* EVERY_FUNCTION: what stands in the way holds for all of them */
	uint32_t line;
};

/* One INF of the result. */
struct session {
	struct pcimsi_suggest *suggest;
	struct concerned_functions concern;
	VEC(struct seen) seen;
	suggestion_list suggestions;
	uint32_t n_passed_over;
	struct trial state; /* with what was suggested so far */
};

static int judge(struct session *session, struct trial *state)
{
	return trial_judge(state, &session->concern, &session->suggest->options);
}

/* ---- one finding ---------------------------------------------------------------------------- */

/* The install section that the finding is about: of its verdict, or with its line. */
static const struct pcimsi_install *install_of(const struct trial *state,
					       const struct pcimsi_finding *finding,
					       const struct pcimsi_resolution *resolution)
{
	for (uint32_t i = 0; i < state->run->n_verdicts; i++) {
		const struct pcimsi_verdict *verdict = state->run->verdicts[i];

		for (uint32_t k = 0; k < verdict->n_findings; k++)
			if (verdict->findings[k] == finding && verdict->inf == finding->inf)
				return verdict->match.model->install;
	}
	for (uint32_t i = 0; i < resolution->n_installs; i++)
		for (uint32_t k = 0; k < resolution->installs[i].n_effects; k++)
			if (resolution->installs[i].effects[k].place.line == finding->place.line)
				return &resolution->installs[i];
	return NULL;
}

/* Of the result that was given; NULL: it is not about one. */
static const struct pcimsi_judged_function *given_function(const struct session *session,
							   const struct pcimsi_finding *finding)
{
	return finding->function ? session->concern.functions.items[finding->function->order]
				 : NULL;
}

/* Changes the text of `changed`, which is that of `state` until then, for the finding. */
static int apply(struct session *session, struct trial *state, const struct pcimsi_finding *finding,
		 struct trial *changed, struct pcimsi_suggestion *suggestion)
{
	struct fixing fixing = {
		.document = &changed->document,
		.run = state->run,
		.finding = finding,
		.resolution = finding->inf->resolution,
		.arena = &session->suggest->arena,
	};
	uint32_t line = trial_origin(state, finding->place.line);

	fixing.install = install_of(state, finding, fixing.resolution);
	*suggestion = (struct pcimsi_suggestion){
		.rule = finding->rule,
		.function = given_function(session, finding),
		.line = line,
		.refusal = fix_apply(&fixing),
	};
	suggestion->other = fixing.other;
	if (suggestion->refusal && fixing.detail) {
		suggestion->detail = arena_strdup(&session->suggest->arena, fixing.detail);
		fixing.nomem = fixing.nomem || !suggestion->detail;
	}
	return fixing.nomem ? PCIMSI_ERR_NOMEM : 0;
}

static int add_suggestion(struct session *session, suggestion_list *list,
			  const struct pcimsi_suggestion *suggestion)
{
	struct pcimsi_suggestion *slot = VEC_ADD(&session->suggest->arena, list);

	if (!slot)
		return PCIMSI_ERR_NOMEM;
	*slot = *suggestion;
	return 0;
}

/* Mends in turn what the change brought, *rest first. *rest then: what is left; NULL: nothing. */
static int follow_up(struct session *session, struct trial *changed, suggestion_list *list,
		     const struct pcimsi_finding **rest)
{
	int err = 0;

	for (unsigned i = 0; !err && *rest && i < FOLLOW_UPS_MAX; i++) {
		struct pcimsi_suggestion suggestion;

		/* What enables messages would undo a change that took them away. */
		if (!fix_is_known((*rest)->rule) || fix_order((*rest)->rule) == FIX_ORDER_ENABLES)
			return 0;
		err = apply(session, changed, *rest, changed, &suggestion);
		if (err || suggestion.refusal)
			return err;
		err = judge(session, changed);
		if (!err)
			err = add_suggestion(session, list, &suggestion);
		if (!err)
			err = trial_find_new(&session->state, changed, rest);
	}
	return err;
}

/* A function that was left out, or whose ids were not captured, may get something else. */
static bool sees_all(const struct pcimsi_run *run)
{
	return !run->n_undecided && !run->options->partial;
}

/* Takes `changed` for the text from now on. */
static void accept(struct session *session, struct trial *changed, suggestion_list *list)
{
	bool safe = sees_all(session->suggest->run) && trial_is_safe(&session->state, changed);

	list->items[0].other = trial_reach_note(&session->state, changed);
	for (uint32_t i = 0; i < list->count; i++) {
		struct pcimsi_suggestion *suggestion = &list->items[i];
		uint32_t before = trial_count(&session->state, suggestion->rule, EVERY_FUNCTION);
		uint32_t after = trial_count(changed, suggestion->rule, EVERY_FUNCTION);

		suggestion->kind = safe ? PCIMSI_SUGGESTION_SAFE : PCIMSI_SUGGESTION_NEEDS_DRIVER;
		suggestion->n_gone = before > after ? before - after : 1;
	}
	trial_done(&session->state);
	session->state = *changed;
	*changed = (struct trial){ 0 };
}

/* No change may take messages from what its author has not looked at. */
static int spare_others(struct session *session, const struct trial *changed,
			struct pcimsi_suggestion *suggestion)
{
	const char *id;
	int err = reached_loses(&session->state, changed, &id);

	if (err || !id)
		return err;
	suggestion->refusal = PCIMSI_REFUSAL_OTHERS;
	suggestion->detail = arena_strdup(&session->suggest->arena, id);
	return suggestion->detail ? 0 : PCIMSI_ERR_NOMEM;
}

/* Judges the changed text; fills in why it is not good, if it is not. */
static int verify(struct session *session, const struct pcimsi_finding *finding,
		  struct trial *changed, struct pcimsi_suggestion *suggestion,
		  suggestion_list *list)
{
	const struct pcimsi_finding *rest = NULL;
	const struct pcimsi_rule *came;
	int err = judge(session, changed);
	bool stays;

	if (!err)
		err = trial_find_new(&session->state, changed, &rest);
	came = rest ? rest->rule : NULL;
	if (!err)
		err = follow_up(session, changed, list, &rest);
	if (err)
		return err;
	stays = trial_count(changed, finding->rule, finding_function(finding)) >=
		trial_count(&session->state, finding->rule, finding_function(finding));
	/* What came may have been mended by undoing the change. */
	if (rest || (stays && came))
		suggestion->refusal = PCIMSI_REFUSAL_BRINGS;
	else if (stays)
		suggestion->refusal = PCIMSI_REFUSAL_STAYS;
	if (suggestion->refusal == PCIMSI_REFUSAL_BRINGS)
		suggestion->other = rest ? rest->rule : came;
	return suggestion->refusal ? 0 : spare_others(session, changed, suggestion);
}

/* Other functions want the same lines changed: the answer is the same. How many there are. */
static uint32_t pass_over_alike(struct session *session, const struct pcimsi_finding *finding)
{
	const struct pcimsi_run *run = session->state.run;
	uint32_t count = 0;

	session->seen.items[session->seen.count - 1].function = EVERY_FUNCTION;
	for (uint32_t i = 0; i < run->n_findings; i++)
		count += run->findings[i]->rule == finding->rule &&
			 trial_is_about(&session->state, run->findings[i]) &&
			 run->findings[i]->place.line == finding->place.line;
	return count;
}

static int attempt(struct session *session, const struct pcimsi_finding *finding)
{
	struct trial changed = { 0 };
	struct pcimsi_suggestion suggestion = { 0 };
	suggestion_list list = { 0 };
	int err = document_copy(&changed.document, &session->state.document);

	if (!err)
		err = apply(session, &session->state, finding, &changed, &suggestion);
	if (!err)
		err = add_suggestion(session, &list, &suggestion);
	if (!err && !suggestion.refusal)
		err = verify(session, finding, &changed, &suggestion, &list);
	if (!err && suggestion.refusal) {
		suggestion.kind = PCIMSI_SUGGESTION_REFUSED;
		suggestion.n_alike = pass_over_alike(session, finding);
		list.count = 1;
		list.items[0] = suggestion;
	} else if (!err) {
		accept(session, &changed, &list);
	}
	for (uint32_t i = 0; !err && i < list.count; i++)
		err = add_suggestion(session, &session->suggestions, &list.items[i]);
	trial_done(&changed);
	return err;
}

/* ---- one INF -------------------------------------------------------------------------------- */

static bool was_seen(const struct session *session, const struct seen *what)
{
	for (uint32_t i = 0; i < session->seen.count; i++)
		if (session->seen.items[i].rule == what->rule &&
		    session->seen.items[i].line == what->line &&
		    (session->seen.items[i].function == what->function ||
		     session->seen.items[i].function == EVERY_FUNCTION))
			return true;
	return false;
}

/* An error or warning that counts, on lines that somebody could change. */
static bool is_to_mend(const struct pcimsi_finding *finding, const struct pcimsi_inf *inf)
{
	return !finding->waiver && finding->inf && finding->inf->inf == inf && fix_mends(finding);
}

/* The first one of that order which was not seen yet; it is marked. NULL: none. */
static int find_unseen(struct session *session, enum fix_order order,
		       const struct pcimsi_finding **ret)
{
	struct trial *state = &session->state;

	*ret = NULL;
	for (uint32_t i = 0; i < state->run->n_findings; i++) {
		const struct pcimsi_finding *finding = state->run->findings[i];
		struct seen what = { .rule = finding->rule, .function = finding_function(finding) };
		struct seen *slot;

		if (!is_to_mend(finding, state->inf) || fix_order(finding->rule) != order)
			continue;
		what.line = trial_origin(state, finding->place.line);
		if (was_seen(session, &what))
			continue;
		slot = VEC_ADD(&session->suggest->arena, &session->seen);
		if (!slot)
			return PCIMSI_ERR_NOMEM;
		*slot = what;
		*ret = finding;
		return 0;
	}
	return 0;
}

/* The next one to be looked at; NULL: none. */
static int next_finding(struct session *session, const struct pcimsi_finding **ret)
{
	int err = 0;

	*ret = NULL;
	for (int order = 0; !err && !*ret && order < FIX_ORDERS; order++)
		err = find_unseen(session, (enum fix_order)order, ret);
	return err;
}

static bool is_still_there(struct session *session, const struct pcimsi_suggestion *suggestion)
{
	struct trial *state = &session->state;

	for (uint32_t i = 0; i < state->run->n_findings; i++) {
		const struct pcimsi_finding *finding = state->run->findings[i];

		if (is_to_mend(finding, state->inf) && finding->rule == suggestion->rule &&
		    trial_origin(state, finding->place.line) == suggestion->line)
			return true;
	}
	return false;
}

/* What was refused and went along with a later change needs no words. */
static void drop_mended(struct session *session)
{
	suggestion_list *list = &session->suggestions;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < list->count; i++)
		if (list->items[i].kind != PCIMSI_SUGGESTION_REFUSED ||
		    is_still_there(session, &list->items[i]))
			list->items[kept++] = list->items[i];
	list->count = kept;
}

/* The finding of the given result that the suggestion is for. */
static const struct pcimsi_finding *given_finding(const struct session *session,
						  const struct pcimsi_suggestion *suggestion)
{
	const struct pcimsi_run *run = session->suggest->run;

	for (uint32_t i = 0; i < run->n_findings; i++) {
		const struct pcimsi_finding *finding = run->findings[i];

		if (finding->rule == suggestion->rule && finding->inf &&
		    finding->inf->inf == session->concern.inf &&
		    finding->function == suggestion->function &&
		    finding->place.line == suggestion->line)
			return finding;
	}
	return NULL;
}

static int list_lines(struct session *session, struct pcimsi_suggested_inf *ret)
{
	const struct document *document = &session->state.document;
	struct pcimsi_suggested_line *lines = arena_array(&session->suggest->arena,
							  document->lines.count, sizeof(*lines));

	if (!lines)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < document->lines.count; i++) {
		const struct document_line *line = &document->lines.items[i];

		/* Added by one change, and removed by the next. */
		if (!line->before && !line->bytes)
			continue;
		lines[ret->n_lines++] = (struct pcimsi_suggested_line){
			.before = line->before,
			.before_size = line->before_size,
			.after = line->bytes,
			.after_size = line->size,
			.number = line->origin,
			.changed = line->bytes != line->before,
		};
		ret->n_changed += line->bytes != line->before;
	}
	ret->lines = lines;
	return 0;
}

static int report(struct session *session, const struct pcimsi_judged_inf *judged)
{
	struct pcimsi_suggested_inf *inf;

	drop_mended(session);
	if (!session->suggestions.count)
		return 0;
	inf = VEC_ADD(&session->suggest->arena, &session->suggest->infs);
	if (!inf)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < session->suggestions.count; i++)
		session->suggestions.items[i].finding =
			given_finding(session, &session->suggestions.items[i]);
	inf->inf = judged;
	inf->encoding = judged->facts->encoding;
	inf->suggestions = session->suggestions.items;
	inf->n_suggestions = session->suggestions.count;
	inf->n_passed_over = session->n_passed_over;
	return list_lines(session, inf);
}

static int mend(struct session *session)
{
	const struct pcimsi_finding *finding = NULL;
	int err = judge(session, &session->state);

	for (unsigned i = 0; !err; i++) {
		err = next_finding(session, &finding);
		if (err || !finding)
			break;
		if (i < ATTEMPTS_MAX)
			err = attempt(session, finding);
		else
			session->n_passed_over++;
	}
	return err;
}

static bool is_concerned(const struct pcimsi_run *run, const struct pcimsi_inf *inf)
{
	for (uint32_t i = 0; i < run->n_findings; i++)
		if (is_to_mend(run->findings[i], inf))
			return true;
	return false;
}

static int suggest_for(struct pcimsi_suggest *suggest, const struct pcimsi_judged_inf *judged)
{
	const struct pcimsi_suggest_options *options = &suggest->options;
	struct session session = { .suggest = suggest };
	const void *bytes;
	size_t size;
	int err;

	if (!is_concerned(suggest->run, judged->inf) ||
	    !options->bytes(options->user, judged->inf, &bytes, &size))
		return 0;
	err = document_read(&session.state.document, &suggest->arena, bytes, size);
	if (!err)
		err = concerned_functions_find(&suggest->arena, suggest->run, judged->inf,
					       &session.concern);
	if (!err)
		err = mend(&session);
	if (!err)
		err = report(&session, judged);
	trial_done(&session.state);
	return err;
}

/* ---- the object ----------------------------------------------------------------------------- */

int suggest_new(const struct pcimsi_run *run, const struct pcimsi_suggest_options *options,
		size_t memory, struct pcimsi_suggest **ret)
{
	struct pcimsi_suggest *suggest = calloc(1, sizeof(*suggest));
	int err = 0;

	*ret = NULL;
	if (!suggest)
		return PCIMSI_ERR_NOMEM;
	if (!OPTIONS_TAKE(&suggest->options, options) ||
	    !OPTIONS_TAKE(&suggest->check, suggest->options.check)) {
		pcimsi_suggest_free(suggest);
		return PCIMSI_ERR_USAGE;
	}
	suggest->options.check = &suggest->check;
	suggest->run = run;
	suggest->arena.limit = memory;
	/* An INF is judged once for each target: those stand one behind the other. */
	for (uint32_t i = 0; !err && i < run->n_infs; i++)
		if (!i || run->infs[i]->inf != run->infs[i - 1]->inf)
			err = suggest_for(suggest, run->infs[i]);
	if (err) {
		pcimsi_suggest_free(suggest);
		return err;
	}
	*ret = suggest;
	return 0;
}

int pcimsi_suggest_new(const struct pcimsi_run *run, const struct pcimsi_suggest_options *options,
		       struct pcimsi_suggest **ret)
{
	return suggest_new(run, options, 0, ret);
}

void pcimsi_suggest_free(struct pcimsi_suggest *suggest)
{
	if (suggest)
		arena_done(&suggest->arena);
	free(suggest);
}

const struct pcimsi_suggested_inf *pcimsi_suggest_infs(const struct pcimsi_suggest *suggest,
						       uint32_t *ret_count)
{
	*ret_count = suggest->infs.count;
	return suggest->infs.items;
}

const char *pcimsi_suggestion_name(enum pcimsi_suggestion_kind kind)
{
	static const char *const names[] = {
		[PCIMSI_SUGGESTION_SAFE] = "safe",
		[PCIMSI_SUGGESTION_NEEDS_DRIVER] = "needs driver change",
		[PCIMSI_SUGGESTION_REFUSED] = "refused",
	};

	return names[kind];
}

const char *pcimsi_refusal_text(enum pcimsi_refusal refusal)
{
	static const char *const texts[PCIMSI_REFUSAL_COUNT] = {
		[PCIMSI_REFUSAL_NONE] = "",
		[PCIMSI_REFUSAL_DECISION] =
			"there is more than one way, and the author of the driver has to choose",
		[PCIMSI_REFUSAL_STRUCTURE] = "lines have to move to another section",
		[PCIMSI_REFUSAL_OTHERS] =
			"it would take messages from other functions that an id reaches",
		[PCIMSI_REFUSAL_BRINGS] = "it would bring another finding",
		[PCIMSI_REFUSAL_EXPLAINED] =
			"the INF means to write it, and another finding tells why it does not",
		[PCIMSI_REFUSAL_STAYS] = "the finding would still be there",
		[PCIMSI_REFUSAL_OTHER_FILE] = "the line stands in another INF",
		[PCIMSI_REFUSAL_UNUSUAL] = "the line is written in an unusual way",
		[PCIMSI_REFUSAL_INCOMPLETE] = "an INF that it needs was not supplied",
	};

	return texts[refusal];
}

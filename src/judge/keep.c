/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/inputs.h"
#include "judge/judge_priv.h"

/* What stays of a function after its capture was read on. */

/* Bytes of a function that stay after it was added: rules on verdicts cite only these. */
#define KEPT_BYTES 256
/* All captured bytes stay as long as there is room for them. */
#define KEPT_BYTES_ALL (UINT32_C(16) << 20)

bool keep_bytes(struct pcimsi_check *check, struct pcimsi_bytes *bytes)
{
	bool all = check->kept_bytes + bytes->size <= KEPT_BYTES_ALL;
	uint32_t size = bytes->size < KEPT_BYTES || all ? bytes->size : KEPT_BYTES;
	uint32_t room = size < KEPT_BYTES ? KEPT_BYTES : size;
	uint8_t *data = arena_alloc(&check->arena, room);
	uint64_t *known = arena_array(&check->arena, (room + 63) / 64, sizeof(*known));

	if (!data || !known)
		return false;
	for (uint32_t i = 0; i < size; i++) {
		if (!bytes_has(bytes, i, 1))
			continue;
		data[i] = bytes->data[i];
		known[i / 64] |= UINT64_C(1) << i % 64;
	}
	check->kept_bytes += size;
	*bytes = (struct pcimsi_bytes){ .data = data, .known = known, .size = size };
	return true;
}

bool keep_rows(struct pcimsi_check *check, struct pcimsi_raw_function *raw)
{
	struct pcimsi_row *rows = arena_array(&check->arena, raw->n_rows, sizeof(*rows));
	uint32_t count = 0;

	for (uint32_t i = 0; rows && i < raw->n_rows; i++)
		if (raw->rows[i].offset < raw->bytes.size)
			rows[count++] = raw->rows[i];
	raw->rows = rows;
	raw->n_rows = count;
	return rows != NULL;
}

bool keep_text(struct pcimsi_check *check, const char **text)
{
	if (!*text)
		return true;
	*text = arena_strdup(&check->arena, *text);
	return *text;
}

static bool keep_windows(struct pcimsi_check *check, const struct pcimsi_windows **windows)
{
	struct pcimsi_windows *copy;

	if (!*windows)
		return true;
	copy = arena_alloc(&check->arena, sizeof(*copy));
	if (!copy)
		return false;
	*copy = **windows;
	*windows = copy;
	return true;
}

static bool keep_linux(struct pcimsi_check *check, const struct pcimsi_linux **state)
{
	struct pcimsi_linux *copy;

	if (!*state)
		return true;
	copy = arena_alloc(&check->arena, sizeof(*copy));
	if (!copy)
		return false;
	*copy = **state;
	*state = copy;
	return keep_text(check, &copy->driver) && keep_text(check, &copy->mode);
}

struct judged_function *keep_function(struct pcimsi_check *check,
				      const struct pcimsi_function *function, const char *capture,
				      bool selected)
{
	struct judged_function **slot = VEC_ADD(&check->arena, &check->functions);
	struct judged_function *judged = slot ? arena_alloc(&check->arena, sizeof(*judged)) : NULL;
	struct pcimsi_raw_function *raw;

	if (!judged)
		return NULL;
	*slot = judged;
	judged->pub = (struct pcimsi_judged_function){
		.function = &judged->kept,
		.capture = capture,
		.selected = selected,
		.order = check->functions.count - 1,
	};
	judged->kept = *function;
	judged->touched = selected;
	raw = &judged->kept.raw;
	if (!keep_linux(check, &raw->linux_state) || !keep_windows(check, &raw->windows) ||
	    !keep_text(check, &raw->heading) || !keep_text(check, &raw->member))
		return NULL;
	judged->pub.input = input_of_function(check, capture, raw);
	return judged;
}

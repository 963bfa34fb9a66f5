/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "granted/granted_priv.h"

/*
 * What is known of each device. What stands with its id is its own; what stands under its name
 * is, if no other device of the file has that name. Nothing is guessed of a name that several
 * have: twins differ only in the name's end, and not always in that.
 */

static bool is_told(const struct granted_count *count)
{
	return count->messages || count->lines || count->unreadable;
}

static bool is_equal(const struct granted_count *a, const struct granted_count *b)
{
	return a->messages == b->messages && a->lines == b->lines;
}

static void take(struct pcimsi_granted_device *device, const struct granted_count *count,
		 enum pcimsi_granted_by by)
{
	device->by = by;
	if (count->unreadable) {
		device->unknown = PCIMSI_GRANTED_UNREADABLE;
		return;
	}
	device->messages = count->messages;
	device->lines = count->lines;
	device->number_place = count->place;
	device->number_text = count->text;
}

/* None of its own. */
static void take_listed(struct pcimsi_granted_list *list, struct granted_device *device,
			const struct granted_name *name)
{
	/* A device is shown by other names, too: that this one is not listed says nothing. */
	if (!name || (!is_told(&name->listed) && !list->listing_cut)) {
		device->pub.unknown = PCIMSI_GRANTED_NOT_LISTED;
	} else if (list->listing_cut) {
		device->pub.unknown = PCIMSI_GRANTED_CUT;
	} else if (name->shared) {
		device->pub.unknown = PCIMSI_GRANTED_AMBIGUOUS;
		notes_add(&list->notes, PCIMSI_NOTE_GRANTED_AMBIGUOUS, device->pub.place,
			  name->text);
	} else {
		take(&device->pub, &name->listed, PCIMSI_GRANTED_BY_NAME);
	}
}

/* Its own, which the list of names has to confirm if it tells of this device alone. */
static void take_own(struct pcimsi_granted_list *list, struct granted_device *device,
		     const struct granted_name *name)
{
	take(&device->pub, &device->own, PCIMSI_GRANTED_BY_DEVICE);
	if (device->pub.unknown || !name || name->shared || list->listing_cut ||
	    !is_told(&name->listed) || is_equal(&device->own, &name->listed))
		return;
	device->pub.unknown = PCIMSI_GRANTED_CONFLICT;
	device->pub.messages = device->pub.lines = 0;
	notes_add(&list->notes, PCIMSI_NOTE_GRANTED_CONFLICT, device->pub.place, name->text);
}

static void join(struct pcimsi_granted_list *list, struct granted_device *device)
{
	const struct granted_name *name = device->name ? granted_name(list, device->name) : NULL;

	device->pub.name = name ? name->text : NULL;
	if (device->absent)
		device->pub.unknown = PCIMSI_GRANTED_ABSENT;
	else if (!device->whole)
		device->pub.unknown = PCIMSI_GRANTED_CUT;
	else if (is_told(&device->own))
		take_own(list, device, name);
	else if (list->tells_none || device->has_none)
		take(&device->pub, &device->own, PCIMSI_GRANTED_BY_DEVICE);
	else
		take_listed(list, device, name);
}

/* Messages that stand under names of which no id is told. */
static uint32_t count_nameless(const struct pcimsi_granted_list *list)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < list->names.count; i++)
		count += list->names.items[i].listed.messages && !list->names.items[i].device;
	return count;
}

static void note_nameless(struct pcimsi_granted_list *list)
{
	uint32_t count = count_nameless(list);

	if (count)
		notes_add(&list->notes, PCIMSI_NOTE_GRANTED_NAMELESS, (struct pcimsi_place){ 0 },
			  arena_printf(&list->arena, "%u", count));
}

void granted_join(struct pcimsi_granted_list *list)
{
	list->published = arena_array(&list->arena, (size_t)list->devices.count + 1,
				      sizeof(*list->published));
	list->nomem |= !list->published;
	for (uint32_t i = 0; i < list->devices.count && !list->nomem; i++) {
		join(list, &list->devices.items[i]);
		list->published[i] = list->devices.items[i].pub;
	}
	note_nameless(list);
	if (list->devices.count && !list->tells_any)
		notes_add(&list->notes, PCIMSI_NOTE_GRANTED_NOTHING, (struct pcimsi_place){ 0 },
			  NULL);
}

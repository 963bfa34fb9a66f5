/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/topology.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/bytes.h"
#include "caps/caps.h"

#include <stdlib.h>
#include <string.h>

/* Bus numbers of bridges, the same in header types 1 and 2. */
#define BRIDGE_PRIMARY 0x18
#define BRIDGE_SECONDARY 0x19
#define BRIDGE_SUBORDINATE 0x1a

#define CLASS_HOST_BRIDGE 0x0600

#define BUSES 256

struct node {
	struct pcimsi_topology_node pub;
	uint32_t capture, machine; /* which of them */
	bool on_root_bus;          /* it is something that only stands there */
};

struct pcimsi_topology {
	struct arena arena;
	VEC(struct node) nodes;
	const char *capture; /* of the last one */
	uint32_t n_captures;
	bool made;
};

/* A bus that somebody forwards. */
struct bus {
	struct node *bridge; /* the nearest to it; NULL: none */
	bool contested;      /* bridges do not agree */
	bool is_root;        /* what stands on it says so */
};

struct pcimsi_topology *pcimsi_topology_new(void)
{
	return calloc(1, sizeof(struct pcimsi_topology));
}

void pcimsi_topology_free(struct pcimsi_topology *topology)
{
	if (topology)
		arena_done(&topology->arena);
	free(topology);
}

/* ---- a function ------------------------------------------------------------------------------ */

static struct pcimsi_reg count_of(bool known, uint32_t count)
{
	return (struct pcimsi_reg){ .value = known ? count : 0, .known = known };
}

static struct pcimsi_reg capable_of(const struct pcimsi_function *fn)
{
	if (fn->msix.state != PCIMSI_STATE_ABSENT)
		return count_of(fn->msix.table_size != 0, fn->msix.table_size);
	if (fn->msi.state != PCIMSI_STATE_ABSENT)
		return count_of(fn->msi.capable != 0, fn->msi.capable);
	return count_of(fn->responding, 0);
}

static struct pcimsi_reg enabled_of(const struct pcimsi_function *fn)
{
	if (fn->msix.enabled)
		return count_of(true, fn->msix.table_size);
	if (fn->msi.enabled)
		return count_of(fn->msi.allocated != 0, fn->msi.allocated);
	return count_of(fn->responding &&
				(fn->msix.state == PCIMSI_STATE_ABSENT || fn->msix.control.known) &&
				(fn->msi.state == PCIMSI_STATE_ABSENT || fn->msi.control.known),
			0);
}

/* Root ports, what is integrated into the root complex, host bridges. */
static bool stands_on_root_bus(const struct pcimsi_function *fn)
{
	uint32_t type = fn->express_type.value;

	if (fn->express_type.known)
		return type == 4 || type == 9 || type == 0x0a;
	return fn->class_code.known && fn->class_code.value >> 8 == CLASS_HOST_BRIDGE;
}

static void see_bridge(struct pcimsi_topology_node *node, const struct pcimsi_function *fn)
{
	const struct pcimsi_linux *state = fn->raw.linux_state;

	node->is_bridge = fn->responding && fn->header_type.known &&
			  (fn->header_type.value == HEADER_BRIDGE ||
			   fn->header_type.value == HEADER_CARDBUS);
	if (!node->is_bridge)
		return;
	node->primary = bytes_u8(&fn->raw.bytes, BRIDGE_PRIMARY);
	node->secondary = bytes_u8(&fn->raw.bytes, BRIDGE_SECONDARY);
	node->subordinate = bytes_u8(&fn->raw.bytes, BRIDGE_SUBORDINATE);
	node->msi_bus_off = state && state->msi_allowed_known && !state->msi_allowed;
}

int pcimsi_topology_add(struct pcimsi_topology *topology, const struct pcimsi_function *function,
			const char *capture)
{
	struct node *node;

	if (topology->made)
		return PCIMSI_ERR_ORDER;
	node = VEC_ADD(&topology->arena, &topology->nodes);
	if (!node)
		return PCIMSI_ERR_NOMEM;
	topology->n_captures += topology->capture != capture;
	topology->capture = capture;
	node->capture = topology->n_captures;
	node->machine = function->raw.machine;
	node->on_root_bus = stands_on_root_bus(function);
	node->pub.number = topology->nodes.count - 1;
	node->pub.slot = function->raw.slot;
	node->pub.capable = capable_of(function);
	node->pub.enabled = enabled_of(function);
	fn_linux_quirk(function, &node->pub.quirk);
	see_bridge(&node->pub, function);
	return 0;
}

void pcimsi_topology_ask(struct pcimsi_topology *topology, uint32_t number,
			 struct pcimsi_reg requested)
{
	if (number >= topology->nodes.count)
		return;
	topology->nodes.items[number].pub.is_asked = true;
	topology->nodes.items[number].pub.asked = requested;
}

void pcimsi_topology_grant(struct pcimsi_topology *topology, uint32_t number,
			   struct pcimsi_reg granted)
{
	if (number >= topology->nodes.count)
		return;
	topology->nodes.items[number].pub.is_granted = true;
	topology->nodes.items[number].pub.granted = granted;
}

/* ---- buses ----------------------------------------------------------------------------------- */

/* As Linux' pci_scan_bridge() has it: a primary bus number that is wired to 0 does no harm. */
static bool forwards(const struct pcimsi_topology_node *node)
{
	return node->is_bridge && node->primary.known && node->secondary.known &&
	       node->subordinate.known &&
	       (node->primary.value == node->slot.bus || !node->primary.value) &&
	       node->secondary.value > node->slot.bus &&
	       node->subordinate.value >= node->secondary.value;
}

/* `inner` is below `outer`, as far as both say. */
static bool is_nested(const struct pcimsi_topology_node *inner,
		      const struct pcimsi_topology_node *outer)
{
	return inner->secondary.value > outer->secondary.value &&
	       inner->subordinate.value <= outer->subordinate.value &&
	       inner->slot.bus >= outer->secondary.value;
}

static void claim(struct bus *bus, struct node *bridge)
{
	if (bus->bridge && !is_nested(&bridge->pub, &bus->bridge->pub))
		bus->contested = true;
	bus->bridge = bridge;
}

static void see_bus(struct bus *buses, struct node *node)
{
	struct bus *bus = &buses[node->pub.slot.bus];

	bus->is_root |= !node->pub.slot.bus || node->on_root_bus;
	for (uint32_t i = node->pub.secondary.value;
	     forwards(&node->pub) && i <= node->pub.subordinate.value; i++)
		claim(&buses[i], node);
}

/* The outer ones first. */
static int by_secondary(const void *a, const void *b)
{
	const struct pcimsi_topology_node *x = &(*(struct node *const *)a)->pub;
	const struct pcimsi_topology_node *y = &(*(struct node *const *)b)->pub;

	if (x->secondary.value != y->secondary.value)
		return x->secondary.value < y->secondary.value ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* ---- a machine's segment --------------------------------------------------------------------- */

static void find_parent(struct node *node, const struct bus *bus)
{
	struct pcimsi_topology_node *pub = &node->pub;
	const struct pcimsi_topology_node *bridge = bus->bridge ? &bus->bridge->pub : NULL;

	if (bus->contested || (bridge && bus->is_root))
		return;
	if (!bridge) {
		pub->parentage = bus->is_root ? PCIMSI_PARENT_NONE : PCIMSI_PARENT_UNKNOWN;
		return;
	}
	pub->parent = bridge;
	pub->parentage = bridge->secondary.value == pub->slot.bus ? PCIMSI_PARENT_BRIDGE
								  : PCIMSI_PARENT_ABOVE;
}

static void add_up(uint64_t *sum, uint32_t *unknown, struct pcimsi_reg one)
{
	*sum += one.value;
	*unknown += !one.known;
}

static void add_below(struct pcimsi_message_sum *sum, const struct pcimsi_topology_node *node)
{
	const struct pcimsi_message_sum *below = &node->below;

	sum->functions += 1 + below->functions;
	sum->capable += below->capable;
	sum->enabled += below->enabled;
	sum->asked += below->asked;
	sum->capable_unknown += below->capable_unknown;
	sum->enabled_unknown += below->enabled_unknown;
	sum->asked_unknown += below->asked_unknown;
	sum->granted += below->granted;
	sum->granted_unknown += below->granted_unknown;
	add_up(&sum->capable, &sum->capable_unknown, node->capable);
	add_up(&sum->enabled, &sum->enabled_unknown, node->enabled);
	if (node->is_asked)
		add_up(&sum->asked, &sum->asked_unknown, node->asked);
	if (node->is_granted)
		add_up(&sum->granted, &sum->granted_unknown, node->granted);
}

static bool cuts_off(const struct pcimsi_topology_node *node)
{
	return node->msi_bus_off || (node->quirk && strcmp(node->quirk, "behind-off") == 0);
}

/* A bridge is on a lower bus than what is below it, so that nothing is below itself. */
static void settle(struct node **nodes, uint32_t count, const struct bus *buses)
{
	for (uint32_t i = 0; i < count; i++) {
		struct pcimsi_topology_node *node = &nodes[i]->pub;

		find_parent(nodes[i], &buses[node->slot.bus]);
		if (!node->parent)
			continue;
		node->depth = node->parent->depth + 1;
		node->cut_off_by = cuts_off(node->parent) ? node->parent : node->parent->cut_off_by;
	}
	for (uint32_t i = count; i-- > 0;) {
		const struct bus *bus = &buses[nodes[i]->pub.slot.bus];

		if (nodes[i]->pub.parent)
			add_below(&bus->bridge->pub.below, &nodes[i]->pub);
	}
}

/* They are in the order of their buses; `sorted` has room for them. */
static void make_segment(struct node **nodes, uint32_t count, struct node **sorted)
{
	struct bus buses[BUSES] = { 0 };

	memcpy(sorted, nodes, count * sizeof(struct node *));
	qsort(sorted, count, sizeof(struct node *), by_secondary);
	for (uint32_t i = 0; i < count; i++)
		see_bus(buses, sorted[i]);
	settle(nodes, count, buses);
}

/* ---- all of it ------------------------------------------------------------------------------- */

static int by_segment(const void *a, const void *b)
{
	const struct node *x = *(struct node *const *)a, *y = *(struct node *const *)b;
	const uint32_t of_x[] = { x->capture, x->machine, x->pub.slot.domain, x->pub.slot.bus,
				  x->pub.number };
	const uint32_t of_y[] = { y->capture, y->machine, y->pub.slot.domain, y->pub.slot.bus,
				  y->pub.number };

	for (size_t i = 0; i < ARRAY_SIZE(of_x); i++)
		if (of_x[i] != of_y[i])
			return of_x[i] < of_y[i] ? -1 : 1;
	return 0;
}

static bool same_segment(const struct node *a, const struct node *b)
{
	return a->capture == b->capture && a->machine == b->machine &&
	       a->pub.slot.domain == b->pub.slot.domain;
}

static void make_segments(struct node **nodes, uint32_t count, struct node **sorted)
{
	uint32_t end;

	for (uint32_t from = 0; from < count; from = end) {
		for (end = from + 1; end < count && same_segment(nodes[from], nodes[end]); end++)
			;
		make_segment(nodes + from, end - from, sorted);
	}
}

int pcimsi_topology_make(struct pcimsi_topology *topology, uint32_t *ret_count)
{
	uint32_t count = topology->nodes.count;
	struct node **nodes;

	*ret_count = count;
	if (topology->made || !count)
		return 0;
	nodes = arena_array(&topology->arena, 2 * (size_t)count, sizeof(struct node *));
	if (!nodes)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < count; i++)
		nodes[i] = &topology->nodes.items[i];
	qsort(nodes, count, sizeof(struct node *), by_segment);
	make_segments(nodes, count, nodes + count);
	topology->made = true;
	return 0;
}

const struct pcimsi_topology_node *pcimsi_topology_node(const struct pcimsi_topology *topology,
							uint32_t number)
{
	return &topology->nodes.items[number].pub;
}

const char *pcimsi_parentage_name(enum pcimsi_parentage parentage)
{
	static const char *const names[] = {
		[PCIMSI_PARENT_UNKNOWN] = "unknown",
		[PCIMSI_PARENT_NONE] = "root",
		[PCIMSI_PARENT_BRIDGE] = "bridge",
		[PCIMSI_PARENT_ABOVE] = "above",
	};

	return (size_t)parentage < ARRAY_SIZE(names) ? names[parentage] : "";
}

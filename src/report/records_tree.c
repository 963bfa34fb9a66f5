/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/records.h"

/* Nodes of a tree. */

static void put_node_slot(struct jsonw *w, const char *key, const struct pcimsi_topology_node *node)
{
	if (node)
		key_slot(w, key, node->slot);
	else
		key_null(w, key);
}

static void put_below(struct jsonw *w, const struct pcimsi_message_sum *below)
{
	key_object(w, "below");
	key_number(w, "node_count", below->functions);
	key_number(w, "capable_count", below->capable);
	key_number(w, "capable_unknown", below->capable_unknown);
	key_number(w, "enabled_count", below->enabled);
	key_number(w, "enabled_unknown", below->enabled_unknown);
	key_number(w, "asked_count", below->asked);
	key_number(w, "asked_unknown", below->asked_unknown);
	key_number(w, "granted_count", below->granted);
	key_number(w, "granted_unknown", below->granted_unknown);
	jsonw_object_end(w);
}

void record_node(struct jsonw *w, const struct pcimsi_topology_node *node)
{
	key_number(w, "node", node->number);
	key_slot(w, "slot", node->slot);
	key_word(w, "parentage", pcimsi_parentage_name(node->parentage));
	put_node_slot(w, "parent", node->parent);
	key_known_number(w, "parent_node", node->parent, node->parent ? node->parent->number : 0);
	key_number(w, "depth", node->depth);
	key_reg(w, "primary_bus", node->primary);
	key_reg(w, "secondary_bus", node->secondary);
	key_reg(w, "subordinate_bus", node->subordinate);
	key_reg(w, "capable_count", node->capable);
	key_reg(w, "enabled_count", node->enabled);
	key_reg(w, "asked_count", node->asked);
	key_reg(w, "granted_count", node->granted);
	if (node->is_bridge)
		put_below(w, &node->below);
	else
		key_null(w, "below");
	key_bool(w, "msi_bus_off", node->msi_bus_off);
	key_word(w, "quirk", node->quirk);
	put_node_slot(w, "cut_off_by", node->cut_off_by);
}

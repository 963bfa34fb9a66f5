/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_TOPOLOGY_H
#define PCIMSI_TOPOLOGY_H

#include <stdbool.h>
#include <stdint.h>

#include <pcimsi/error.h>
#include <pcimsi/function.h>
#include <pcimsi/visibility.h>

/*
 * Since 0.1. Nodes live as long as the topology; what a function was made of need not outlive its
 * adding.
 */

/*
 * Which functions are below which bridge, and how many messages there are: a tree for each
 * machine. What the bus numbers of bridges say decides (PCI Express Base Specification
 * 7.5.1.3.3 to 7.5.1.3.5): bridges that do not agree with each other, or were not captured, have
 * nobody below them, and who could be below them has an unknown parent, never a wrong one.
 */

enum pcimsi_parentage {
	PCIMSI_PARENT_UNKNOWN, /* no bridge of the capture forwards its bus, or several do */
	PCIMSI_PARENT_NONE,    /* its bus is a root bus */
	PCIMSI_PARENT_BRIDGE,  /* it is on the secondary bus of `parent` */
	PCIMSI_PARENT_ABOVE,   /* it is somewhere below `parent`: a bus further, or a VF */
};

/* Messages of several functions: at least so many, if of some it is not known. */
struct pcimsi_message_sum {
	uint32_t functions;
	uint64_t capable, enabled;
	uint64_t asked; /* of those that pcimsi_topology_ask() told of */
	uint32_t capable_unknown, enabled_unknown, asked_unknown; /* of how many functions */
	uint64_t granted; /* of those that pcimsi_topology_grant() told of */
	uint32_t granted_unknown;
};

struct pcimsi_topology_node {
	uint32_t number; /* in which it was added, from 0 */
	struct pcimsi_slot slot;
	enum pcimsi_parentage parentage;
	const struct pcimsi_topology_node *parent; /* of BRIDGE and ABOVE; else NULL */
	uint32_t depth;                            /* bridges above it that are known */
	bool is_bridge;                            /* header type 1 or 2 */
	/* Bus numbers of a bridge; not known: not captured, or it is none. */
	struct pcimsi_reg primary, secondary, subordinate;
	struct pcimsi_reg capable; /* messages, by MSI-X or else by MSI; 0: there is neither */
	/* By what is enabled: of MSI-X the table, of MSI what was allocated; 0: nothing is. */
	struct pcimsi_reg enabled;
	bool is_asked; /* pcimsi_topology_ask() told of it */
	struct pcimsi_reg asked;
	bool is_granted; /* pcimsi_topology_grant() told of it */
	struct pcimsi_reg granted;
	struct pcimsi_message_sum below; /* all functions below it, not itself */
	bool msi_bus_off;  /* a bridge of which Linux says that nothing below it may use messages */
	const char *quirk; /* what Linux does about it, as LNX804 has it; NULL: nothing is known */
	/* The nearest bridge above it that keeps messages of it from working; NULL: none does. */
	const struct pcimsi_topology_node *cut_off_by;
	PCIMSI_ROOM;
};

struct pcimsi_topology;

PCIMSI_BEGIN_DECLS

PCIMSI_API struct pcimsi_topology *pcimsi_topology_new(void);           /* NULL: out of memory */
PCIMSI_API void pcimsi_topology_free(struct pcimsi_topology *topology); /* NULL is allowed */

/*
 * Adds a function. Those of one capture come one after the other, with the same pointer, which
 * is not followed; of a folder or an archive `raw.machine` tells machines apart.
 * PCIMSI_ERR_ORDER: nodes were asked for. PCIMSI_ERR_NOMEM.
 */
PCIMSI_API int pcimsi_topology_add(struct pcimsi_topology *topology,
				   const struct pcimsi_function *function, const char *capture);

/* What is expected to be requested for the function that was added as that one. */
PCIMSI_API void pcimsi_topology_ask(struct pcimsi_topology *topology, uint32_t number,
				    struct pcimsi_reg requested);

/* What a running Windows granted it; not known: it is not known what. */
PCIMSI_API void pcimsi_topology_grant(struct pcimsi_topology *topology, uint32_t number,
				      struct pcimsi_reg granted);

/* Makes the trees; then there are `*ret_count` nodes. PCIMSI_ERR_NOMEM. */
PCIMSI_API int pcimsi_topology_make(struct pcimsi_topology *topology, uint32_t *ret_count);

/* In the order of adding, once they were made. */
PCIMSI_API const struct pcimsi_topology_node *
pcimsi_topology_node(const struct pcimsi_topology *topology, uint32_t number);

/* "unknown", "root", "bridge", "above" */
PCIMSI_API const char *pcimsi_parentage_name(enum pcimsi_parentage parentage);

PCIMSI_END_DECLS

#endif

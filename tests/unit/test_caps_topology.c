/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pcimsi/topology.h>

#include "config.h"

/* Bus numbers decide who is below whom; where they do not agree, nobody is. */

enum { ENDPOINT, BRIDGE, ROOT_PORT, SHORT /* a bridge whose bus numbers were not captured */ };

struct fn {
	uint8_t bus, device;
	uint8_t kind;
	uint8_t primary, secondary, subordinate;
	uint8_t entries; /* of an MSI-X table; 0: there is none */
};

#define END(on, number, table)                                                        \
	{                                                                             \
		.bus = (on), .device = (number), .kind = ENDPOINT, .entries = (table) \
	}
#define BUS(on, number, what, from, to, last, table)                                \
	{                                                                           \
		.bus = (on), .device = (number), .kind = (what), .primary = (from), \
		.secondary = (to), .subordinate = (last), .entries = (table)        \
	}

static void build(struct config *c, struct pcimsi_function *function, const struct fn *fn)
{
	config_endpoint(c, 0x8086, 0x1234);
	c->raw.slot.bus = fn->bus;
	c->raw.slot.device = fn->device;
	if (fn->kind != ENDPOINT) {
		config_u8(c, 0x0e, 1);
		config_u8(c, 0x18, fn->primary);
		config_u8(c, 0x19, fn->secondary);
		config_u8(c, 0x1a, fn->subordinate);
	}
	if (fn->kind == SHORT)
		config_hide(c, 0x18, 3);
	if (fn->entries) {
		config_capability(c, 0x11, 0x60);
		config_u16(c, 0x62, (uint16_t)(fn->entries - 1));
	}
	if (fn->kind == ROOT_PORT) {
		config_capability(c, 0x10, 0x80);
		config_u16(c, 0x82, 4 << 4);
	}
	pcimsi_function_decode(&c->raw, function);
}

static void add(struct pcimsi_topology *topology, const struct fn *fn, const char *capture)
{
	struct pcimsi_function function;
	struct config c;

	build(&c, &function, fn);
	assert_int_equal(pcimsi_topology_add(topology, &function, capture), 0);
}

#define UNKNOWN (-1)
#define ROOT (-2)
#define ABOVE 100 /* and the number of the parent */
#define MAX 6

static void bus_numbers_decide(void **state)
{
	static const struct {
		const char *what;
		struct fn fns[MAX];
		uint32_t count;
		int parents[MAX];
	} rows[] = {
		{ "a chain",
		  { END(2, 0, 1), BUS(1, 0, BRIDGE, 1, 2, 2, 0), BUS(0, 1, BRIDGE, 0, 1, 3, 0) },
		  3,
		  { 1, 2, ROOT } },
		{ "a bridge that is not there",
		  { BUS(0, 1, BRIDGE, 0, 1, 3, 0), END(3, 0, 0) },
		  2,
		  { ROOT, ABOVE + 0 } },
		{ "no bridge", { END(0, 5, 0), END(5, 0, 0) }, 2, { ROOT, UNKNOWN } },
		{ "two of one bus",
		  { BUS(0, 1, BRIDGE, 0, 1, 1, 0), BUS(0, 2, BRIDGE, 0, 1, 1, 0), END(1, 0, 0) },
		  3,
		  { ROOT, ROOT, UNKNOWN } },
		{ "two that overlap",
		  { BUS(0, 1, BRIDGE, 0, 1, 3, 0), BUS(0, 2, BRIDGE, 0, 2, 5, 0), END(1, 0, 0),
		    END(3, 0, 0), END(5, 0, 0) },
		  5,
		  { ROOT, ROOT, 0, UNKNOWN, ABOVE + 1 } },
		{ "inside of another's buses, and on none of them",
		  { BUS(0, 1, BRIDGE, 0, 1, 5, 0), BUS(0, 2, BRIDGE, 0, 3, 4, 0), END(3, 0, 0) },
		  3,
		  { ROOT, ROOT, UNKNOWN } },
		{ "a bridge that leads back",
		  { BUS(1, 0, BRIDGE, 1, 2, 2, 0), BUS(2, 0, BRIDGE, 2, 1, 1, 0), END(1, 1, 0) },
		  3,
		  { UNKNOWN, 0, UNKNOWN } },
		{ "a bridge to its own bus",
		  { BUS(3, 0, BRIDGE, 3, 3, 3, 0), END(3, 1, 0) },
		  2,
		  { UNKNOWN, UNKNOWN } },
		{ "a bridge that is elsewhere",
		  { BUS(0, 1, BRIDGE, 7, 8, 8, 0), END(8, 0, 0) },
		  2,
		  { ROOT, UNKNOWN } },
		{ "a primary bus that is wired to 0",
		  { BUS(0, 1, BRIDGE, 0, 1, 9, 0), BUS(1, 0, BRIDGE, 0, 8, 8, 0), END(8, 0, 0) },
		  3,
		  { ROOT, 0, 1 } },
		{ "a bridge that nobody set up",
		  { BUS(0, 1, BRIDGE, 0, 0, 0, 0), END(1, 0, 0) },
		  2,
		  { ROOT, UNKNOWN } },
		{ "bus numbers that were not captured",
		  { BUS(0, 1, SHORT, 0, 1, 1, 0), END(1, 0, 0) },
		  2,
		  { ROOT, UNKNOWN } },
		{ "a root port makes its bus a root bus",
		  { BUS(0x80, 0, ROOT_PORT, 0x80, 0x81, 0x81, 0), END(0x80, 1, 0),
		    END(0x81, 0, 0) },
		  3,
		  { ROOT, ROOT, 0 } },
		{ "a root port below a bridge",
		  { BUS(0, 1, BRIDGE, 0, 1, 1, 0), BUS(1, 0, ROOT_PORT, 1, 2, 2, 0) },
		  2,
		  { ROOT, UNKNOWN } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pcimsi_topology *topology = pcimsi_topology_new();
		uint32_t count;

		assert_non_null(topology);
		for (uint32_t k = 0; k < rows[i].count; k++)
			add(topology, &rows[i].fns[k], "capture");
		assert_int_equal(pcimsi_topology_make(topology, &count), 0);
		assert_int_equal(count, rows[i].count);
		for (uint32_t k = 0; k < count; k++) {
			const struct pcimsi_topology_node *node = pcimsi_topology_node(topology, k);
			int parent = !node->parent ? node->parentage == PCIMSI_PARENT_NONE ? ROOT
											   : UNKNOWN
				     : node->parentage == PCIMSI_PARENT_ABOVE
					     ? ABOVE + (int)node->parent->number
					     : (int)node->parent->number;

			if (parent != rows[i].parents[k])
				fail_msg("%s: parent of %u is %d", rows[i].what, k, parent);
		}
		pcimsi_topology_free(topology);
	}
}

static void machines_have_trees_of_their_own(void **state)
{
	static const struct fn bridge = BUS(0, 1, BRIDGE, 0, 1, 1, 0), below = END(1, 0, 0);
	struct pcimsi_topology *topology = pcimsi_topology_new();
	struct pcimsi_function function;
	struct config c;
	uint32_t count;

	(void)state;
	assert_non_null(topology);
	add(topology, &bridge, "one");
	add(topology, &below, "other");
	build(&c, &function, &below);
	c.raw.machine = 1;
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(pcimsi_topology_add(topology, &function, "other"), 0);
	c.raw.machine = 0;
	c.raw.slot.domain = 1;
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(pcimsi_topology_add(topology, &function, "one"), 0);
	assert_int_equal(pcimsi_topology_make(topology, &count), 0);
	for (uint32_t i = 1; i < count; i++)
		assert_int_equal(pcimsi_topology_node(topology, i)->parentage,
				 PCIMSI_PARENT_UNKNOWN);
	assert_int_equal(pcimsi_topology_add(topology, &function, "one"), PCIMSI_ERR_ORDER);
	pcimsi_topology_free(topology);
}

static void messages_are_summed_below_bridges(void **state)
{
	static const struct fn fns[] = {
		BUS(0, 1, BRIDGE, 0, 1, 2, 1),
		BUS(1, 0, BRIDGE, 1, 2, 2, 0),
		END(2, 0, 5),
		END(2, 1, 7),
		END(0, 3, 100),
	};
	struct pcimsi_topology *topology = pcimsi_topology_new();
	const struct pcimsi_topology_node *outer, *inner;
	struct pcimsi_function function;
	struct config c;
	uint32_t count;

	(void)state;
	assert_non_null(topology);
	for (size_t i = 0; i < sizeof(fns) / sizeof(fns[0]); i++)
		add(topology, &fns[i], "capture");
	/* Nobody knows how many this one has. */
	build(&c, &function, &fns[3]);
	config_truncate(&c, 64);
	c.raw.slot.device = 2;
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(pcimsi_topology_add(topology, &function, "capture"), 0);
	pcimsi_topology_ask(topology, 2, (struct pcimsi_reg){ .value = 4, .known = true });
	pcimsi_topology_ask(topology, 3, (struct pcimsi_reg){ .known = false });
	pcimsi_topology_grant(topology, 2, (struct pcimsi_reg){ .value = 1, .known = true });
	pcimsi_topology_grant(topology, 99, (struct pcimsi_reg){ .known = false });
	pcimsi_topology_ask(topology, 99, (struct pcimsi_reg){ .known = false });
	assert_int_equal(pcimsi_topology_make(topology, &count), 0);
	outer = pcimsi_topology_node(topology, 0);
	inner = pcimsi_topology_node(topology, 1);
	assert_int_equal(outer->capable.value, 1);
	assert_int_equal(outer->below.functions, 4);
	assert_int_equal(outer->below.capable, 12);
	assert_int_equal(outer->below.capable_unknown, 1);
	assert_int_equal(outer->below.enabled, 0);
	assert_int_equal(outer->below.enabled_unknown, 1);
	assert_int_equal(inner->below.functions, 3);
	assert_int_equal(inner->below.asked, 4);
	assert_int_equal(inner->below.asked_unknown, 1);
	assert_int_equal(inner->below.granted, 1);
	assert_int_equal(inner->below.granted_unknown, 0);
	assert_int_equal(pcimsi_topology_node(topology, 2)->depth, 2);
	assert_int_equal(pcimsi_topology_node(topology, 4)->below.functions, 0);
	pcimsi_topology_free(topology);
}

static void what_is_below_a_cut_is_cut_off(void **state)
{
	static const struct fn fns[] = {
		BUS(0, 1, BRIDGE, 0, 1, 3, 0),
		BUS(1, 0, BRIDGE, 1, 2, 2, 0),
		END(2, 0, 0),
	};
	static const struct pcimsi_linux off = { .msi_allowed_known = true };
	static const struct {
		bool msi_bus;    /* of the outer bridge is 0 */
		uint16_t vendor; /* of the inner one */
		uint16_t device;
		int cut_off_by[3];
	} rows[] = {
		{ false, 0x8086, 0x1234, { -1, -1, -1 } },
		{ true, 0x8086, 0x1234, { -1, 0, 0 } },
		{ false, 0x1022, 0x7450, { -1, -1, 1 } }, /* AMD 8131: behind-off */
		{ true, 0x1022, 0x7450, { -1, 0, 1 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pcimsi_topology *topology = pcimsi_topology_new();
		uint32_t count;

		assert_non_null(topology);
		for (uint32_t k = 0; k < 3; k++) {
			struct pcimsi_function function;
			struct config c;

			build(&c, &function, &fns[k]);
			if (k == 1) {
				config_u16(&c, 0, rows[i].vendor);
				config_u16(&c, 2, rows[i].device);
				config_u16(&c, 0x0a, 0x0604);
			}
			c.raw.linux_state = !k && rows[i].msi_bus ? &off : NULL;
			pcimsi_function_decode(&c.raw, &function);
			assert_int_equal(pcimsi_topology_add(topology, &function, "capture"), 0);
		}
		assert_int_equal(pcimsi_topology_make(topology, &count), 0);
		for (uint32_t k = 0; k < 3; k++) {
			const struct pcimsi_topology_node *by =
				pcimsi_topology_node(topology, k)->cut_off_by;

			assert_int_equal(by ? (int)by->number : -1, rows[i].cut_off_by[k]);
		}
		pcimsi_topology_free(topology);
	}
}

static void parentages_have_names(void **state)
{
	(void)state;
	assert_string_equal(pcimsi_parentage_name(PCIMSI_PARENT_ABOVE), "above");
	assert_string_equal(pcimsi_parentage_name((enum pcimsi_parentage)99), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bus_numbers_decide),
		cmocka_unit_test(machines_have_trees_of_their_own),
		cmocka_unit_test(messages_are_summed_below_bridges),
		cmocka_unit_test(what_is_below_a_cut_is_cut_off),
		cmocka_unit_test(parentages_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

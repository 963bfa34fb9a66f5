/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "source/slots.h"

static void every_slot_is_new_once(void **state)
{
	struct slots slots = { 0 };

	(void)state;
	for (int round = 0; round < 2; round++)
		for (uint32_t domain = 0; domain < 3; domain++)
			for (uint32_t bus = 0; bus < 256; bus += 5)
				for (uint32_t device = 0; device < 256; device += 3)
					for (uint32_t function = 0; function < 10; function++) {
						struct pcimsi_slot slot = {
							.domain = domain * 0x7fffffff,
							.bus = (uint8_t)bus,
							.device = (uint8_t)device,
							.function = (uint8_t)function,
						};

						assert_int_equal(slots_see(&slots, slot), round);
					}
	slots_done(&slots);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_slot_is_new_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

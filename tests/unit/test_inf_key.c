/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "inf/key.h"

static const struct {
	const char *subkey;
	bool is, holds,
		below; /* the key of messages; it holds it; at or below Interrupt Management */
} cases[] = {
	{ "Interrupt Management\\MessageSignaledInterruptProperties", true, true, true },
	{ "interrupt management\\\\MESSAGESIGNALEDINTERRUPTPROPERTIES", true, true, true },
	{ "Interrupt Management\\MessageSignaledInterruptProperties\\", true, true, true },
	{ "Interrupt Management\\MessageSignaledInterruptProperties\\\\", true, true, true },
	{ "\\Interrupt Management\\MessageSignaledInterruptProperties", false, false, false },
	{ "Interrupt Management\\MessageSignaledInterruptProperties\\x", false, false, true },
	{ "Interrupt Management\\MessageSignaledInterrupt", false, false, true },
	{ "Interrupt Management", false, true, true },
	{ "Interrupt Management\\", false, true, true },
	{ "Interrupt", false, false, false },
	{ "Interrupt Managements", false, false, false },
	{ "", false, true, false },
};

static void a_key_is_the_same_however_it_is_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("%s\n", cases[i].subkey);
		assert_int_equal(inf_subkey_is(cases[i].subkey, INF_PATH_MESSAGES), cases[i].is);
		assert_int_equal(inf_key_holds(cases[i].subkey, INF_PATH_MESSAGES), cases[i].holds);
		assert_int_equal(inf_subkey_is_below(cases[i].subkey, INF_KEY_INTERRUPTS),
				 cases[i].below);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_is_the_same_however_it_is_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

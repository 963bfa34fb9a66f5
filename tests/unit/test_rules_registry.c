/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "caps/decode.h"
#include "config.h"
#include "judge/judge_priv.h"

/* Which devices of exported registries are which function, and what the rules make of it. */

#define KEY(id, instance) \
	"[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Enum\\PCI\\" id "\\" instance "]\n"
#define IN(slot) "\"LocationInformation\"=\"PCI bus;" slot "\"\n\n"
#define CARD "VEN_8086&DEV_10D3&SUBSYS_00000000&REV_00"

static const char inf_text[] =
	"[Version]\nSignature=\"$Windows NT$\"\nClass=Net\n"
	"[Manufacturer]\nP=M,NTamd64\n"
	"[M.NTamd64]\nA=I,PCI\\VEN_8086&DEV_10D3\n"
	"[I]\n[I.HW]\nAddReg=R\n[R]\n"
	"HKR,\"Interrupt Management\\MessageSignaledInterruptProperties\",MSISupported,0x00010001,1\n"
	"HKR,\"Interrupt Management\\MessageSignaledInterruptProperties\",MessageNumberLimit,0x00010001,16\n";

/* One run over functions in given slots, with up to two exports. */
struct run {
	struct pcimsi_check *check;
	struct pcimsi_inf *inf;
	struct pcimsi_registry *registries[2];
	unsigned n_registries;
	const struct pcimsi_run *run;
};

static void begin(struct run *run)
{
	const struct pcimsi_inf_options inf_options = { .size = sizeof(inf_options),
							.notes = { .call = NULL } };
	const struct pcimsi_check_options options = { .size = sizeof(options), .cpus = 0 };

	*run = (struct run){ .check = pcimsi_check_new(&options) };
	assert_non_null(run->check);
	assert_int_equal(pcimsi_inf_open("test.inf", inf_text, sizeof(inf_text) - 1, &inf_options,
					 &run->inf),
			 0);
	assert_int_equal(pcimsi_check_add_inf(run->check, run->inf, &pcimsi_target_default, true),
			 0);
}

static struct pcimsi_registry *open_registry(const char *text)
{
	struct pcimsi_registry *registry;

	assert_int_equal(pcimsi_registry_open("test.reg", text, strlen(text), NULL, &registry), 0);
	return registry;
}

static void add_registry(struct run *run, const char *text)
{
	struct pcimsi_registry *registry = open_registry(text);

	run->registries[run->n_registries++] = registry;
	assert_int_equal(pcimsi_check_add_registry(run->check, registry), 0);
}

/* MSI-X with 32 entries. */
static int add_function(struct pcimsi_check *check, struct pcimsi_slot slot)
{
	struct pcimsi_function function;
	struct config c;

	config_endpoint(&c, 0x8086, 0x10d3);
	config_capability(&c, 0x11, 0x60);
	config_u16(&c, 0x62, 0x001f);
	c.raw.slot = slot;
	pcimsi_function_decode(&c.raw, &function);
	return pcimsi_check_add_function(check, &function, "capture", false);
}

static const struct pcimsi_judged_function *judge(struct run *run, struct pcimsi_slot slot)
{
	assert_int_equal(add_function(run->check, slot), 0);
	assert_int_equal(pcimsi_check_run(run->check, &run->run), 0);
	return run->run->functions[0];
}

static void end(struct run *run)
{
	pcimsi_check_free(run->check);
	pcimsi_inf_close(run->inf);
	for (unsigned i = 0; i < run->n_registries; i++)
		pcimsi_registry_close(run->registries[i]);
}

static void the_device_in_the_slot_counts_else_all_of_its_ids(void **state)
{
	static const char text[] = KEY(CARD, "1") IN("(1,0,0)") KEY(CARD, "2") IN("(258,3,1)")
		KEY(CARD, "3") KEY("VEN_8086&DEV_10D4", "4") IN("(1,0,0)");
	static const struct {
		struct pcimsi_slot slot;
		const char *instances;
	} rows[] = {
		{ { .bus = 1 }, "1" },
		{ { .domain = 1, .bus = 2, .device = 3, .function = 1 }, "2" },
		{ { .bus = 2, .device = 3, .function = 1 }, "123" },
		{ { .bus = 1, .function = 1 }, "123" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct pcimsi_judged_function *function;
		char got[8] = "";
		struct run run;

		begin(&run);
		add_registry(&run, text);
		function = judge(&run, rows[i].slot);
		for (uint32_t k = 0; k < function->n_held; k++)
			strcat(got, function->held[k]->instance);
		assert_string_equal(got, rows[i].instances);
		end(&run);
	}
}

/* An export from before and one from after: each tells of the function. */
static void every_registry_is_asked_for_itself(void **state)
{
	const struct pcimsi_judged_function *function;
	struct run run;

	(void)state;
	begin(&run);
	add_registry(&run, KEY(CARD, "1") KEY(CARD, "2") IN("(1,0,0)"));
	add_registry(&run, KEY(CARD, "3") KEY(CARD, "4"));
	function = judge(&run, (struct pcimsi_slot){ .bus = 1 });
	assert_int_equal(function->n_held, 3);
	assert_string_equal(function->held[0]->instance, "2");
	assert_string_equal(function->held[1]->instance, "3");
	assert_string_equal(function->held[2]->instance, "4");
	end(&run);
}

static uint32_t skipped(const struct run *run, const char *rule, enum pcimsi_reason reason)
{
	for (uint32_t i = 0; i < run->run->n_not_evaluated; i++)
		if (strcmp(run->run->not_evaluated[i].rule->id, rule) == 0 &&
		    run->run->not_evaluated[i].reason == reason)
			return run->run->not_evaluated[i].count;
	return 0;
}

static void more_devices_than_are_compared_are_not_forgotten(void **state)
{
	enum { MANY = PCIMSI_HELD_MAX + 1, ROOM = MANY * 120 };
	const struct pcimsi_judged_function *function;
	char *text = malloc(ROOM);
	struct run run;
	size_t length = 0;

	(void)state;
	assert_non_null(text);
	for (int i = 0; i < MANY; i++)
		length += (size_t)snprintf(text + length, ROOM - length, KEY(CARD, "%d"), i);
	begin(&run);
	add_registry(&run, text);
	function = judge(&run, (struct pcimsi_slot){ .bus = 1 });
	assert_int_equal(function->n_held, PCIMSI_HELD_MAX);
	assert_string_equal(function->held[0]->instance, "0");
	assert_true(function->more_held);
	assert_int_equal(skipped(&run, "REG903", PCIMSI_REASON_MORE_HELD), 1);
	end(&run);
	free(text);
}

static const struct pcimsi_finding *find(const struct run *run, const char *rule)
{
	for (uint32_t i = 0; i < run->run->n_findings; i++)
		if (strcmp(run->run->findings[i]->rule->id, rule) == 0)
			return run->run->findings[i];
	fail_msg("%s did not fire", rule);
	return NULL;
}

#define MESSAGES \
	KEY(CARD, "1\\Device Parameters\\Interrupt Management\\MessageSignaledInterruptProperties")
#define SLIP MESSAGES "\"MSISupported\"=dword:00000001\n\"MessageNumberLimit\"=dword:00000016\n"

static void both_sides_are_evidence_and_the_verdict_stays_that_of_the_inf(void **state)
{
	const struct pcimsi_finding *slip, *differs;
	const struct pcimsi_verdict *verdict;
	struct run run;

	(void)state;
	begin(&run);
	add_registry(&run, SLIP);
	judge(&run, (struct pcimsi_slot){ .bus = 1 });
	slip = find(&run, "REG902");
	differs = find(&run, "REG901");
	verdict = run.run->verdicts[0];
	assert_int_equal(verdict->word, PCIMSI_VERDICT_WASTEFUL); /* 16 of 32 */
	assert_ptr_equal(verdict->findings[verdict->n_findings - 1], slip);
	assert_int_equal(differs->n_locations, 2);
	assert_int_equal(differs->locations[0].kind, PCIMSI_INPUT_INF);
	assert_int_equal(differs->locations[0].place.line, 13);
	assert_int_equal(differs->locations[1].kind, PCIMSI_INPUT_REGISTRY);
	assert_string_equal(differs->locations[1].file, "test.reg");
	assert_int_equal(differs->locations[1].place.line, 3);
	assert_int_equal(differs->place.line, 13);
	end(&run);
}

static uint64_t fingerprint_of(const char *text, struct pcimsi_slot slot)
{
	uint64_t fingerprint;
	struct run run;

	begin(&run);
	add_registry(&run, text);
	judge(&run, slot);
	fingerprint = find(&run, "REG901")->fingerprint;
	end(&run);
	return fingerprint;
}

static void fingerprints_do_not_depend_on_the_instance(void **state)
{
	uint64_t one = fingerprint_of(SLIP, (struct pcimsi_slot){ .bus = 1 });
	uint64_t two = fingerprint_of(
		"\n\n" KEY(CARD, "2\\Device Parameters\\Interrupt Management\\"
				 "MessageSignaledInterruptProperties") "\"MSISupported\"=dword:1\n"
								       "\"MessageNumberLimit\"="
								       "dword:16\n",
		(struct pcimsi_slot){ .bus = 2 });

	(void)state;
	assert_true(one == two);
}

static void without_a_registry_the_rules_are_not_evaluated(void **state)
{
	static const char *const rules[] = { "REG901", "REG902", "REG903", "REG904", "REG905" };
	struct run run;

	(void)state;
	begin(&run);
	judge(&run, (struct pcimsi_slot){ .bus = 1 });
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		assert_int_equal(skipped(&run, rules[i], PCIMSI_REASON_NO_REGISTRY), 1);
	end(&run);
	begin(&run);
	add_registry(&run, KEY("VEN_8086&DEV_10D4", "1"));
	judge(&run, (struct pcimsi_slot){ .bus = 1 });
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(skipped(&run, rules[i], PCIMSI_REASON_NOT_EXPORTED), 1);
	assert_true(find(&run, "REG905")->counts);
	end(&run);
}

static int try_all(struct run *run, const struct pcimsi_registry *registry)
{
	int err = pcimsi_check_add_registry(run->check, registry);

	if (!err)
		err = add_function(run->check, (struct pcimsi_slot){ .bus = 1 });
	return err ? err : pcimsi_check_run(run->check, &run->run);
}

static void running_out_of_memory_is_an_error_at_every_place(void **state)
{
	struct pcimsi_registry *registry = open_registry(SLIP "\n" KEY(CARD, "2"));
	size_t used = 0;
	int err;

	(void)state;
	do {
		struct run run;

		begin(&run);
		used += 64;
		run.check->arena.limit = run.check->arena.used + used;
		err = try_all(&run, registry);
		assert_true(err == 0 || err == PCIMSI_ERR_NOMEM);
		end(&run);
	} while (err);
	pcimsi_registry_close(registry);
	assert_true(used > 1024);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_device_in_the_slot_counts_else_all_of_its_ids),
		cmocka_unit_test(every_registry_is_asked_for_itself),
		cmocka_unit_test(more_devices_than_are_compared_are_not_forgotten),
		cmocka_unit_test(both_sides_are_evidence_and_the_verdict_stays_that_of_the_inf),
		cmocka_unit_test(fingerprints_do_not_depend_on_the_instance),
		cmocka_unit_test(without_a_registry_the_rules_are_not_evaluated),
		cmocka_unit_test(running_out_of_memory_is_an_error_at_every_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "caps/decode.h"
#include "config.h"
#include "judge/judge_priv.h"

/*
 * What a rule needs to know is asked before it runs: with functions in place of the rules
 * that only count, a world in which everything is known, and that world without one thing.
 */

#define PATH "HKR,\"Interrupt Management\\MessageSignaledInterruptProperties\","
#define AFFINITY "HKR,\"Interrupt Management\\Affinity Policy\","

static const char inf_format[] = "[Version]\nSignature=\"%s\"\nClass=Net\n"
				 "[Manufacturer]\nP=M,NTamd64\n"
				 "[M.NTamd64]\nA=I,PCI\\VEN_8086&DEV_10D3\n"
				 "[I]\n[I.HW]\nAddReg=R\nBitReg=B\n[R]\n" PATH
				 "MSISupported,0x%x,1\n" PATH
				 "MessageNumberLimit,0x%x,16\n" AFFINITY
				 "DevicePolicy,0x%x,4\n" AFFINITY "DevicePriority,0x%x,2\n" AFFINITY
				 "AssignmentSetOverride,0x1,01\n"
				 "[B]\n" AFFINITY "AssignmentSetOverride,0,%s,0\n";

#define DWORD 0x10001
#define SZ 0x0

static const struct pcimsi_linux linux_state = {
	.mode = "msi-x",
	.msi_allowed = true,
	.msi_allowed_known = true,
};

/* What a need is broken by; all else is known. */
struct world {
	enum pcimsi_need need;
	enum pcimsi_reason reason;
	void (*forget)(struct pcimsi_function *function);
	const char *signature;
	const char *mask;         /* of the bits that are set in the override */
	enum pcimsi_setting text; /* written as one, if `is_text` */
	bool is_text, no_cpus, no_registry;
	const char *granted;   /* what pnputil has of it; NULL: a message, "": nothing is given */
	unsigned more_devices; /* exported, than one */
	bool others;           /* they are of another Device ID */
};

#define OF_FUNCTION(what, why, how)                                                      \
	{                                                                                \
		.need = PCIMSI_NEED_##what, .reason = PCIMSI_REASON_##why, .forget = how \
	}
#define OF_OTHERS(what, why, ...)                                                      \
	{                                                                              \
		.need = PCIMSI_NEED_##what, .reason = PCIMSI_REASON_##why, __VA_ARGS__ \
	}
#define OF_NUMBER(what, setting) OF_OTHERS(what, NO_NUMBER, .is_text = true, .text = setting)

#define FORGET(name, what)                                          \
	static void forget_##name(struct pcimsi_function *function) \
	{                                                           \
		what;                                               \
	}

FORGET(answer, function->responding = false)
FORGET(list, function->walk_end = PCIMSI_WALK_NOT_CAPTURED)
FORGET(msi, function->msi.state = PCIMSI_STATE_UNKNOWN)
FORGET(msix, function->msix.state = PCIMSI_STATE_UNKNOWN)
FORGET(msi_control, function->msi.control.known = false)
FORGET(msix_control, function->msix.control.known = false)
FORGET(table, function->msix.table.known = false)
FORGET(pba, function->msix.pba.known = false)
FORGET(vendor, function->vendor_id.known = false)
FORGET(device, function->device_id.known = false)
FORGET(bytes, function->raw.bytes.size = 0)
FORGET(command, function->command.known = false)
FORGET(class, function->class_code.known = false)
FORGET(header_type, function->header_type.known = false)
FORGET(pin, function->interrupt_pin.known = false)
FORGET(size, function->bars[0].size = 0)
FORGET(linux, function->raw.linux_state = NULL)

#define GRANTED(device, number)                                                              \
	"<PnpUtil Command=\"/resources\"><Device InstanceId=\"PCI\\VEN_8086&amp;DEV_" device \
	"\\1\">"                                                                             \
	"<IRQ>" number "</IRQ></Device></PnpUtil>"

static const struct world worlds[] = {
	OF_FUNCTION(RESPONDING, NO_RESPONSE, forget_answer),
	OF_FUNCTION(CAP_LIST, NOT_CAPTURED, forget_list),
	OF_FUNCTION(MSI, NOT_CAPTURED, forget_msi),
	OF_FUNCTION(MSIX, NOT_CAPTURED, forget_msix),
	OF_FUNCTION(MSI_CONTROL, NOT_CAPTURED, forget_msi),
	OF_FUNCTION(MSI_CONTROL, NOT_CAPTURED, forget_msi_control),
	OF_FUNCTION(MSIX_CONTROL, NOT_CAPTURED, forget_msix),
	OF_FUNCTION(MSIX_CONTROL, NOT_CAPTURED, forget_msix_control),
	OF_FUNCTION(MSIX_TABLES, NOT_CAPTURED, forget_table),
	OF_FUNCTION(MSIX_TABLES, NOT_CAPTURED, forget_pba),
	OF_FUNCTION(IDS, NOT_CAPTURED, forget_vendor),
	OF_FUNCTION(IDS, NOT_CAPTURED, forget_device),
	OF_FUNCTION(ID_BYTES, NOT_CAPTURED, forget_bytes),
	OF_FUNCTION(COMMAND, NOT_CAPTURED, forget_command),
	OF_FUNCTION(CLASS, NOT_CAPTURED, forget_class),
	OF_FUNCTION(HEADER_TYPE, NOT_CAPTURED, forget_header_type),
	OF_FUNCTION(PIN, NOT_CAPTURED, forget_pin),
	OF_FUNCTION(BAR_SIZES, NO_SIZES, forget_size),
	OF_FUNCTION(LINUX, NO_LINUX, forget_linux),
	OF_FUNCTION(LINUX_MSI_BUS, NO_LINUX, forget_linux),
	OF_OTHERS(ACCEPTED_INF, REJECTED_INF, .signature = "$Windows 1$"),
	OF_NUMBER(SUPPORTED, PCIMSI_SETTING_MSI_SUPPORTED),
	OF_NUMBER(LIMIT, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT),
	OF_NUMBER(POLICY, PCIMSI_SETTING_DEVICE_POLICY),
	OF_NUMBER(PRIORITY, PCIMSI_SETTING_DEVICE_PRIORITY),
	OF_OTHERS(MASK, NO_NUMBER, .mask = "no number"),
	OF_OTHERS(CPUS, NO_CPUS, .no_cpus = true),
	OF_OTHERS(REGISTRY, NO_REGISTRY, .no_registry = true),
	OF_OTHERS(EXPORTED, NOT_EXPORTED, .others = true),
	OF_OTHERS(ALL_EXPORTED, MORE_HELD, .more_devices = PCIMSI_HELD_MAX),
	OF_OTHERS(GRANTED_GIVEN, NO_GRANTED, .granted = ""),
	OF_OTHERS(GRANTED_LISTED, NOT_LISTED, .granted = GRANTED("10D4", "16")),
	OF_OTHERS(GRANTED, GRANTED_UNKNOWN, .granted = GRANTED("10D3", "edge")),
};

static unsigned calls[RULE_COUNT];

static enum pcimsi_reason count_call(struct context *c)
{
	calls[c->rule - rule_table]++;
	return PCIMSI_REASON_NONE;
}

static void make_function(struct config *c, struct pcimsi_function *ret)
{
	config_endpoint(c, 0x8086, 0x10d3);
	config_capability(c, 0x05, 0x50);
	config_capability(c, 0x11, 0x60);
	c->raw.linux_state = &linux_state;
	pcimsi_function_decode(&c->raw, ret);
	ret->bars[0].size = 0x4000;
}

static unsigned type_of(const struct world *world, enum pcimsi_setting setting)
{
	return world->is_text && world->text == setting ? SZ : DWORD;
}

static struct pcimsi_inf *open_inf(const struct world *world)
{
	const struct pcimsi_inf_options options = { .size = sizeof(options),
						    .notes = { .call = NULL } };
	struct pcimsi_inf *inf;
	char text[1024];
	int length = snprintf(text, sizeof(text), inf_format,
			      world->signature ? world->signature : "$Windows NT$",
			      type_of(world, PCIMSI_SETTING_MSI_SUPPORTED),
			      type_of(world, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT),
			      type_of(world, PCIMSI_SETTING_DEVICE_POLICY),
			      type_of(world, PCIMSI_SETTING_DEVICE_PRIORITY),
			      world->mask ? world->mask : "1");

	assert_in_range(length, 1, sizeof(text) - 1);
	assert_int_equal(pcimsi_inf_open("test.inf", text, (size_t)length, &options, &inf), 0);
	return inf;
}

static struct pcimsi_registry *open_registry(const struct world *world)
{
	static char text[(PCIMSI_HELD_MAX + 1) * 128];
	struct pcimsi_registry *registry;
	size_t length = 0;

	for (unsigned i = 0; i <= world->more_devices; i++)
		length += (size_t)snprintf(
			text + length, sizeof(text) - length,
			"[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Enum\\PCI\\VEN_8086&DEV_"
			"%04X&SUBSYS_00000000&REV_00\\%u]\n",
			world->others ? 0x10d4 : 0x10d3, i);
	assert_in_range(length, 1, sizeof(text) - 1);
	assert_int_equal(pcimsi_registry_open("test.reg", text, length, NULL, &registry), 0);
	return registry;
}

/* NULL: none is given. */
static struct pcimsi_granted_list *open_granted(const struct world *world)
{
	const char *text = world->granted ? world->granted : GRANTED("10D3", "4294967293");
	struct pcimsi_granted_list *list = NULL;

	if (*text)
		assert_int_equal(pcimsi_granted_open("test.xml", text, strlen(text), NULL, &list),
				 0);
	return list;
}

/* How often each rule was called is in `calls`, why it was not in *ret. */
static void run(const struct world *world, uint32_t ret[RULE_COUNT][PCIMSI_REASON_COUNT])
{
	const struct pcimsi_check_options options = { .size = sizeof(options),
						      .cpus = world->no_cpus ? 0 : 8 };
	struct pcimsi_registry *registry = world->no_registry ? NULL : open_registry(world);
	struct pcimsi_granted_list *granted = open_granted(world);
	struct pcimsi_inf *inf = open_inf(world);
	const struct pcimsi_run *run;
	struct pcimsi_function function;
	struct pcimsi_check *check;
	rule_fn *rules[RULE_COUNT];
	struct config c;

	for (int i = 0; i < RULE_COUNT; i++)
		rules[i] = count_call;
	memset(calls, 0, sizeof(calls));
	check = check_new(&options, rules);
	assert_non_null(check);
	assert_int_equal(pcimsi_check_add_inf(check, inf, &pcimsi_target_default, true), 0);
	if (registry)
		assert_int_equal(pcimsi_check_add_registry(check, registry), 0);
	if (granted)
		assert_int_equal(pcimsi_check_add_granted(check, granted), 0);
	make_function(&c, &function);
	if (world->forget)
		world->forget(&function);
	assert_int_equal(pcimsi_check_add_function(check, &function, "capture", false), 0);
	assert_int_equal(pcimsi_check_run(check, &run), 0);
	memcpy(ret, check->reasons, sizeof(check->reasons));
	pcimsi_check_free(check);
	pcimsi_registry_close(registry);
	pcimsi_granted_close(granted);
	pcimsi_inf_close(inf);
}

static void where_all_is_known_every_rule_runs(void **state)
{
	const struct world all = { 0 };
	uint32_t reasons[RULE_COUNT][PCIMSI_REASON_COUNT];

	(void)state;
	run(&all, reasons);
	for (uint32_t i = 0; i < RULE_COUNT; i++) {
		if (calls[i] != 1 || reasons[i][PCIMSI_REASON_NONE] != 1)
			fail_msg("%s ran %u times", rule_table[i].id, calls[i]);
	}
}

static uint32_t hold(const struct world *world)
{
	uint32_t reasons[RULE_COUNT][PCIMSI_REASON_COUNT], count = 0;

	run(world, reasons);
	for (uint32_t i = 0; i < RULE_COUNT; i++) {
		const struct pcimsi_rule *rule = &rule_table[i];
		bool needs = rule->needs & world->need, whole = rule->whole & world->need;

		if ((needs && calls[i]) || (whole && !needs && !calls[i]))
			fail_msg("%s ran %u times without %s", rule->id, calls[i],
				 pcimsi_need_name(world->need));
		if ((needs || whole) && !reasons[i][world->reason])
			fail_msg("%s without %s: not for that reason", rule->id,
				 pcimsi_need_name(world->need));
		count += needs || whole;
	}
	return count;
}

static void without_what_it_needs_no_rule_runs(void **state)
{
	uint32_t seen = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(worlds) / sizeof(worlds[0]); i++) {
		if (!hold(&worlds[i]))
			fail_msg("no rule needs %s", pcimsi_need_name(worlds[i].need));
		seen |= (uint32_t)worlds[i].need;
	}
	assert_int_equal(seen, (UINT32_C(1) << PCIMSI_NEED_COUNT) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(where_all_is_known_every_rule_runs),
		cmocka_unit_test(without_what_it_needs_no_rule_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

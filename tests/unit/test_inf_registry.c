/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_inf_common.h"

#include "inf/inf_priv.h"
#include "inf/registry_lines.h"

static const struct {
	const char *text;
	uint32_t value;
	bool bad;
	bool leading_zero;
} numbers[] = {
	{ .text = "", .value = 0 },
	{ .text = "48", .value = 48 },
	{ .text = "0x4", .value = 4 },
	{ .text = "0X1F", .value = 31 },
	{ .text = "+1", .value = 1 },
	{ .text = "-1", .value = 0xffffffff },
	{ .text = "-0x1", .value = 0xffffffff },
	{ .text = "-2147483648", .value = 0x80000000 },
	{ .text = " 1 ", .value = 1 },
	{ .text = "0", .value = 0 },
	{ .text = "4294967295", .value = 0xffffffff },
	{ .text = "0xffffffff", .value = 0xffffffff },
	{ .text = "010", .value = 10, .leading_zero = true },
	{ .text = "08", .value = 8, .leading_zero = true },
	{ .text = "-007", .value = 0xfffffff9, .leading_zero = true },
	{ .text = "0x010", .value = 16 },
	{ .text = "x", .value = 0, .bad = true },
	{ .text = "0x", .value = 0, .bad = true },
	{ .text = "-", .value = 0, .bad = true },
	{ .text = "1F", .value = 1, .bad = true },
	{ .text = "10h", .value = 10, .bad = true },
	{ .text = "1.5", .value = 1, .bad = true },
	{ .text = "1 2", .value = 1, .bad = true },
	{ .text = "true", .value = 0, .bad = true },
	{ .text = "4294967296", .value = 0xffffffff, .bad = true },
	{ .text = "99999999999999999999", .value = 0xffffffff, .bad = true },
	{ .text = "0x1ffffffff", .value = 0xffffffff, .bad = true },
	{ .text = "-2147483649", .value = 0x80000001, .bad = true },
};

static void test_numbers(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct inf_number number = inf_number_parse(numbers[i].text);

		assert_int_equal(number.value, numbers[i].value);
		assert_int_equal(number.well_formed, !numbers[i].bad);
		assert_int_equal(number.leading_zero, numbers[i].leading_zero);
	}
}

/* One line as an AddReg or DelReg line; %..% tokens come from a fixed [Strings]. */
static struct pcimsi_inf *open_line(const char *line)
{
	char text[1024] = VERSION "[Strings]\nREG_DWORD=0x00010001\nn=0x20\nkey=a\n[R]\n";

	assert_true(strlen(text) + strlen(line) < sizeof(text));
	strcat(text, line);
	return open_text(text);
}

static const struct pcimsi_effect *read_line(struct pcimsi_inf *inf,
					     enum pcimsi_directive directive)
{
	struct inf_section *section = inf_section_find(&inf->sections, "R");
	const struct pcimsi_effect *effects = inf_section_effects(inf, section, directive);

	assert_non_null(effects);
	assert_int_equal(section->n_lines, 1);
	return effects;
}

static const struct {
	const char *line;
	uint32_t type;
	const char *data; /* hexadecimal */
	uint32_t number;
	enum pcimsi_number_form form;
	bool known, leading_zero;
} values[] = {
	{ "HKR,k,N,,abc", 1, "616263", 0, PCIMSI_NUMBER_NONE, false, false },
	{ "HKR,k,N,0,a,b,c", 1, "61", 0, PCIMSI_NUMBER_NONE, false, false },
	{ "HKR,k,N", 1, "", 0, PCIMSI_NUMBER_NONE, false, false },
	{ "HKR,k,N,0x00010000,a,b", 7, "610062", 0, PCIMSI_NUMBER_NONE, false, false },
	{ "HKR,k,N,0x00010008,x", 7, "78", 0, PCIMSI_NUMBER_NONE, false, false },
	{ "HKR,k,N,0x00020000,%%x%%", 2, "257825", 0, PCIMSI_NUMBER_NONE, false, false },
	{ "HKR,k,N,1,01,02,0a,ff", 3, "01020aff", 0, PCIMSI_NUMBER_NONE, false, false },
	{ "HKR,k,N,1,7", 3, "07", 0, PCIMSI_NUMBER_NONE, false, false },
	{ "HKR,k,N,1,", 3, "00", 0, PCIMSI_NUMBER_NONE, false, false },
	{ "HKR,k,N,1", 3, "", 0, PCIMSI_NUMBER_NONE, false, false },
	{ "HKR,k,N,0x00020001,1,2", 0, "0102", 0, PCIMSI_NUMBER_NONE, false, false },
	{ "HKR,k,N,0x000b0001,1,0,0,0,0,0,0,0", 11, "0100000000000000", 0, PCIMSI_NUMBER_NONE,
	  false, false },
	{ "HKR,k,N,0x00090001,1", 9, "01", 0, PCIMSI_NUMBER_NONE, false, false },
	{ "HKR,k,N," DWORD ",1", 4, "01000000", 1, PCIMSI_NUMBER_INTEGER, true, false },
	{ "HKR,k,N,65537,1", 4, "01000000", 1, PCIMSI_NUMBER_INTEGER, true, false },
	{ "HKR,k,N,0x10001,1", 4, "01000000", 1, PCIMSI_NUMBER_INTEGER, true, false },
	{ "HKR,k,N,0x00040001,3", 4, "03000000", 3, PCIMSI_NUMBER_INTEGER, true, false },
	{ "HKR,k,N,0x00040000,3", 4, "03000000", 3, PCIMSI_NUMBER_INTEGER, true, false },
	{ "HKR,k,N,%REG_DWORD%,%n%", 4, "20000000", 32, PCIMSI_NUMBER_INTEGER, true, false },
	{ "HKR,k,N," DWORD ",\"0x10\"", 4, "10000000", 16, PCIMSI_NUMBER_INTEGER, true, false },
	{ "HKR,k,N," DWORD ",-1", 4, "ffffffff", 0xffffffff, PCIMSI_NUMBER_INTEGER, true, false },
	{ "HKR,k,N," DWORD ",010", 4, "0a000000", 10, PCIMSI_NUMBER_INTEGER, true, true },
	{ "HKR,k,N," DWORD ",", 4, "00000000", 0, PCIMSI_NUMBER_INTEGER, true, false },
	{ "HKR,k,N," DWORD, 4, "", 0, PCIMSI_NUMBER_MISSING, false, false },
	{ "HKR,k,N," DWORD ",1F", 4, "01000000", 0, PCIMSI_NUMBER_MALFORMED, false, false },
	{ "HKR,k,N," DWORD ",%none%", 4, "00000000", 0, PCIMSI_NUMBER_MALFORMED, false, false },
	{ "HKR,k,N," DWORD ",4294967296", 4, "ffffffff", 0, PCIMSI_NUMBER_MALFORMED, false, false },
	{ "HKR,k,N," DWORD ",10,01,00,00", 4, "10010000", 0x110, PCIMSI_NUMBER_BYTES, true, false },
	{ "HKR,k,N," DWORD ",1,0", 4, "0100", 0, PCIMSI_NUMBER_BYTES, false, false },
	{ "HKR,k,N," DWORD ",1,0,0,0,0", 4, "0100000000", 0, PCIMSI_NUMBER_BYTES, false, false },
	{ "HKR,k,N," DWORD ",1,", 4, "0100", 0, PCIMSI_NUMBER_BYTES, false, false },
	{ "HKR,k,N," DWORD ",0x01,0x00,0x00,0x00", 4, "00000000", 0, PCIMSI_NUMBER_MALFORMED, false,
	  false },
	{ "HKR,k,N," DWORD ",zz,1,2,3", 4, "00010203", 0, PCIMSI_NUMBER_MALFORMED, false, false },
	{ "x=HKR,k,N," DWORD ",1", 4, "01000000", 1, PCIMSI_NUMBER_INTEGER, true, false },
};

static void hex(const struct pcimsi_effect *effect, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (uint32_t i = 0; i < effect->data_size; i++) {
		*out++ = digits[effect->data[i] >> 4];
		*out++ = digits[effect->data[i] & 15];
	}
	*out = '\0';
}

static void test_types_and_data(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(values); i++) {
		struct pcimsi_inf *inf = open_line(values[i].line);
		const struct pcimsi_effect *effect = read_line(inf, PCIMSI_DIRECTIVE_ADDREG);
		char data[128];

		hex(effect, data);
		assert_int_equal(effect->op, PCIMSI_EFFECT_SET);
		assert_int_equal(effect->type, values[i].type);
		assert_string_equal(data, values[i].data);
		assert_int_equal(effect->form, values[i].form);
		assert_int_equal(effect->number, values[i].number);
		assert_int_equal(effect->number_known, values[i].known);
		assert_int_equal(effect->leading_zero, values[i].leading_zero);
		assert_false(effect->skipped);
		pcimsi_inf_close(inf);
	}
}

static const struct {
	const char *line;
	enum pcimsi_directive directive;
	enum pcimsi_effect_op op;
	enum pcimsi_registry_root root;
	bool malformed, skipped;
} operations[] = {
	{ "HKR,k,N", PCIMSI_DIRECTIVE_ADDREG, PCIMSI_EFFECT_SET, PCIMSI_ROOT_HKR, false, false },
	{ "hklm,k,N", PCIMSI_DIRECTIVE_ADDREG, PCIMSI_EFFECT_SET, PCIMSI_ROOT_HKLM, false, false },
	{ "HKCR,k,N", PCIMSI_DIRECTIVE_ADDREG, PCIMSI_EFFECT_SET, PCIMSI_ROOT_HKCR, false, false },
	{ "HKCU,k,N", PCIMSI_DIRECTIVE_ADDREG, PCIMSI_EFFECT_SET, PCIMSI_ROOT_HKCU, false, false },
	{ "HKU,k,N", PCIMSI_DIRECTIVE_ADDREG, PCIMSI_EFFECT_SET, PCIMSI_ROOT_HKU, false, false },
	{ "HKXX,k,N", PCIMSI_DIRECTIVE_ADDREG, PCIMSI_EFFECT_SET, PCIMSI_ROOT_UNKNOWN, false,
	  true },
	{ ",k,N", PCIMSI_DIRECTIVE_ADDREG, PCIMSI_EFFECT_SET, PCIMSI_ROOT_UNKNOWN, false, true },
	{ "HKR=k,N", PCIMSI_DIRECTIVE_ADDREG, PCIMSI_EFFECT_SET, PCIMSI_ROOT_UNKNOWN, false, true },
	{ "HKR,k,N,REG_DWORD,1", PCIMSI_DIRECTIVE_ADDREG, PCIMSI_EFFECT_SET, PCIMSI_ROOT_HKR, true,
	  false },
	{ "HKR,k,N,10001h,1", PCIMSI_DIRECTIVE_ADDREG, PCIMSI_EFFECT_SET, PCIMSI_ROOT_HKR, true,
	  false },
	{ "HKR,k,N,0x100010001,1", PCIMSI_DIRECTIVE_ADDREG, PCIMSI_EFFECT_SET, PCIMSI_ROOT_HKR,
	  true, false },
	{ "HKR,k,,0x10", PCIMSI_DIRECTIVE_ADDREG, PCIMSI_EFFECT_CREATE_KEY, PCIMSI_ROOT_HKR, false,
	  false },
	{ "HKR,k,,16", PCIMSI_DIRECTIVE_ADDREG, PCIMSI_EFFECT_CREATE_KEY, PCIMSI_ROOT_HKR, false,
	  false },
	{ "HKR,k,N,0x00010011,1", PCIMSI_DIRECTIVE_ADDREG, PCIMSI_EFFECT_CREATE_KEY,
	  PCIMSI_ROOT_HKR, false, false },
	{ "HKR,k,N,0x2000,1", PCIMSI_DIRECTIVE_ADDREG, PCIMSI_EFFECT_CREATE_KEY, PCIMSI_ROOT_HKR,
	  false, false },
	{ "HKR,k,N,4", PCIMSI_DIRECTIVE_ADDREG, PCIMSI_EFFECT_DELETE_VALUE, PCIMSI_ROOT_HKR, false,
	  false },
	{ "HKR,k,,4", PCIMSI_DIRECTIVE_ADDREG, PCIMSI_EFFECT_DELETE_KEY, PCIMSI_ROOT_HKR, false,
	  false },
	{ "HKR,k,N,0x00018001,1", PCIMSI_DIRECTIVE_ADDREG, PCIMSI_EFFECT_SET, PCIMSI_ROOT_HKR,
	  false, true },
	{ "HKR,k,N", PCIMSI_DIRECTIVE_DELREG, PCIMSI_EFFECT_DELETE_VALUE, PCIMSI_ROOT_HKR, false,
	  false },
	{ "HKR,k", PCIMSI_DIRECTIVE_DELREG, PCIMSI_EFFECT_DELETE_KEY, PCIMSI_ROOT_HKR, false,
	  false },
	{ "HKR,k,N,0x2000", PCIMSI_DIRECTIVE_DELREG, PCIMSI_EFFECT_DELETE_KEY, PCIMSI_ROOT_HKR,
	  false, false },
	{ "HKR,k,N,0x4000", PCIMSI_DIRECTIVE_DELREG, PCIMSI_EFFECT_DELETE_VALUE, PCIMSI_ROOT_HKR,
	  false, false },
	{ "HKR,k,L,0x00018002,y", PCIMSI_DIRECTIVE_DELREG, PCIMSI_EFFECT_DELETE_VALUE,
	  PCIMSI_ROOT_HKR, false, false },
	{ "HKR,k,N,0x00010001,1", PCIMSI_DIRECTIVE_DELREG, PCIMSI_EFFECT_DELETE_VALUE,
	  PCIMSI_ROOT_HKR, false, true },
	{ "HKXX,k,N", PCIMSI_DIRECTIVE_DELREG, PCIMSI_EFFECT_DELETE_VALUE, PCIMSI_ROOT_UNKNOWN,
	  false, true },
};

static void test_operations(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(operations); i++) {
		struct pcimsi_inf *inf = open_line(operations[i].line);
		const struct pcimsi_effect *effect = read_line(inf, operations[i].directive);

		assert_int_equal(effect->directive, operations[i].directive);
		assert_int_equal(effect->op, operations[i].op);
		assert_int_equal(effect->root, operations[i].root);
		assert_int_equal(effect->flags_malformed, operations[i].malformed);
		assert_int_equal(effect->skipped, operations[i].skipped);
		if (operations[i].malformed)
			assert_int_equal(effect->flags, 0);
		pcimsi_inf_close(inf);
	}
}

static void test_what_stood_there(void **state)
{
	struct pcimsi_inf *inf =
		open_line("  hkr, %key%\\\"b c\", N , %REG_DWORD% , %one% ,\"2\", $X$ ; c");
	const struct pcimsi_effect *effect = read_line(inf, PCIMSI_DIRECTIVE_ADDREG);

	(void)state;
	assert_string_equal(effect->root_text, "hkr");
	assert_string_equal(effect->subkey, "a\\b c");
	assert_string_equal(effect->name, "N");
	assert_int_equal(effect->flags, 0x00010001);
	assert_string_equal(effect->flags_text, "%REG_DWORD%");
	assert_string_equal(effect->value_text, "%one%,2,$X$");
	assert_text(effect->undefined_token, "one");
	assert_true(effect->placeholder);
	assert_int_equal(effect->n_fields, 7);
	assert_string_equal(effect->section, "R");
	assert_int_equal(effect->place.line, 8);
	assert_int_equal(effect->place.column, 3);
	assert_int_equal(effect->fields[4].place.column, effect->fields[3].end.column + 3);
	assert_int_equal(effect->fields[4].end.column, effect->fields[4].place.column + 5);
	assert_true(strstr(effect->text, "; c") != NULL);
	pcimsi_inf_close(inf);
	inf = open_line("HKR");
	effect = read_line(inf, PCIMSI_DIRECTIVE_ADDREG);
	assert_string_equal(effect->flags_text, "");
	assert_string_equal(effect->value_text, "");
	assert_string_equal(effect->subkey, "");
	assert_string_equal(effect->name, "");
	assert_false(effect->placeholder);
	pcimsi_inf_close(inf);
	inf = open_line("HKR,k,N,0,\"x");
	assert_true(read_line(inf, PCIMSI_DIRECTIVE_ADDREG)->unterminated_quote);
	pcimsi_inf_close(inf);
}

/* What a key that was empty before holds: the value texts, or "-". */
static const struct {
	const char *lines;
	const char *supported, *limit, *policy;
} settings[] = {
	{ "", "-", "-", "-" },
	{ "HKR,\"" MESSAGES "\",MSISupported," DWORD ",1\nHKR,\"" MESSAGES
	  "\",MessageNumberLimit," DWORD ",8\nHKR,\"" AFFINITY "\",DevicePolicy," DWORD ",5",
	  "1", "8", "5" },
	{ "hkr,INTERRUPT MANAGEMENT\\messagesignaledinterruptproperties,msisupported," DWORD ",1",
	  "1", "-", "-" },
	{ "HKR,Interrupt Management\\\\MessageSignaledInterruptProperties\\\\,MSISupported," DWORD
	  ",1",
	  "1", "-", "-" },
	{ "HKR,\\" MESSAGES ",MSISupported," DWORD ",1", "-", "-", "-" },
	{ "HKR," MESSAGES "x,MSISupported," DWORD ",1", "-", "-", "-" },
	{ "HKR," MESSAGES "\\x,MSISupported," DWORD ",1", "-", "-", "-" },
	{ "HKR,Interrupt Management,MSISupported," DWORD ",1", "-", "-", "-" },
	{ "HKR,,MSISupported," DWORD ",1", "-", "-", "-" },
	{ "HKR," AFFINITY ",MSISupported," DWORD ",1", "-", "-", "-" },
	{ "HKLM," MESSAGES ",MSISupported," DWORD ",1", "-", "-", "-" },
	{ "HKR," MESSAGES ",MSISupported,0,1", "1", "-", "-" },
	{ "HKR," MESSAGES ",MSISupported," DWORD ",1\nHKR," MESSAGES ",MSISupported," DWORD ",0",
	  "0", "-", "-" },
	{ "HKR," MESSAGES ",MSISupported," DWORD ",1\nHKR," MESSAGES ",MSISupported,0x00010003,0",
	  "1", "-", "-" },
	{ "HKR," MESSAGES ",MSISupported,0x00010003,7", "7", "-", "-" },
	{ "HKR," MESSAGES ",MSISupported,0x00010021,7", "-", "-", "-" },
	{ "HKR," MESSAGES ",MSISupported," DWORD ",1\nHKR," MESSAGES ",MSISupported,0x00010021,7",
	  "7", "-", "-" },
	{ "HKR," MESSAGES ",MSISupported," DWORD ",1\nHKR," MESSAGES ",MSISupported,0x00010011,0",
	  "1", "-", "-" },
	{ "HKR," MESSAGES ",MSISupported," DWORD ",1\nHKR," MESSAGES ",MSISupported,4", "-", "-",
	  "-" },
	{ "HKR," MESSAGES ",MSISupported," DWORD ",1\nHKR," AFFINITY ",DevicePolicy," DWORD
	  ",5\nHKR," MESSAGES ",,4",
	  "-", "-", "5" },
	{ "HKR," MESSAGES ",MSISupported," DWORD ",1\nHKR," AFFINITY ",DevicePolicy," DWORD
	  ",5\nHKR,Interrupt Management\\,,4",
	  "-", "-", "-" },
	{ "HKR," MESSAGES ",MSISupported," DWORD ",1\nHKR,,,4", "-", "-", "-" },
	{ "HKR," MESSAGES ",MSISupported," DWORD ",1\nHKR,Interrupt,,4", "1", "-", "-" },
	{ "HKR," MESSAGES ",MSISupported," DWORD ",1\nHKR," MESSAGES "\\x,,4", "1", "-", "-" },
	{ "HKR," MESSAGES ",MSISupported," DWORD ",1\nHKLM," MESSAGES ",,4", "1", "-", "-" },
	{ "HKR," MESSAGES ",MSISupported," DWORD ",1\nHKR," MESSAGES ",MSISupported,0x00018001,0",
	  "1", "-", "-" },
};

static const char *setting_text(const struct pcimsi_effect *const *all, enum pcimsi_setting which)
{
	return all[which] ? all[which]->value_text : "-";
}

static void test_settings_on_an_empty_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(settings); i++) {
		const struct pcimsi_effect *result[PCIMSI_SETTING_COUNT], *effects;
		struct pcimsi_inf *inf = open_line(settings[i].lines);
		struct inf_section *section = inf_section_find(&inf->sections, "R");

		effects = inf_section_effects(inf, section, PCIMSI_DIRECTIVE_ADDREG);
		assert_non_null(effects);
		assert_int_equal(inf_settings(&inf->arena, effects, section->n_lines, result), 0);
		assert_string_equal(setting_text(result, PCIMSI_SETTING_MSI_SUPPORTED),
				    settings[i].supported);
		assert_string_equal(setting_text(result, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT),
				    settings[i].limit);
		assert_string_equal(setting_text(result, PCIMSI_SETTING_DEVICE_POLICY),
				    settings[i].policy);
		pcimsi_inf_close(inf);
	}
}

static void test_delreg_unsets(void **state)
{
	static const struct {
		const char *delreg;
		bool kept;
	} cases[] = {
		{ .delreg = "HKR," MESSAGES ",MSISupported" },
		{ .delreg = "HKR," MESSAGES },
		{ .delreg = "HKR,interrupt management" },
		{ .delreg = "HKR," MESSAGES ",x,0x2000" },
		{ .delreg = "HKR," MESSAGES ",x", .kept = true },
		{ .delreg = "HKR," MESSAGES ",MSISupported,0x00018002,1", .kept = true },
		{ .delreg = "HKR," MESSAGES ",MSISupported,0x00010001,1", .kept = true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct pcimsi_effect *result[PCIMSI_SETTING_COUNT];
		struct pcimsi_inf *set = open_line("HKR," MESSAGES ",MSISupported," DWORD ",1");
		struct pcimsi_inf *unset = open_line(cases[i].delreg);
		struct pcimsi_effect both[2] = { *read_line(set, PCIMSI_DIRECTIVE_ADDREG),
						 *read_line(unset, PCIMSI_DIRECTIVE_DELREG) };

		assert_int_equal(inf_settings(&set->arena, both, 2, result), 0);
		assert_int_equal(result[PCIMSI_SETTING_MSI_SUPPORTED] != NULL, cases[i].kept);
		pcimsi_inf_close(set);
		pcimsi_inf_close(unset);
	}
}

static const struct {
	const char *line;
	enum pcimsi_effect_op op;
	uint32_t mask, byte;
	bool unknown, skipped;
} bit_lines[] = {
	{ "HKR,k,N,1,0x80,3", PCIMSI_EFFECT_SET_BITS, 0x80, 3, false, false },
	{ "HKR,k,N,0x4001,0xff,0", PCIMSI_EFFECT_SET_BITS, 0xff, 0, false, false },
	{ "HKR,k,N,,0x01,0", PCIMSI_EFFECT_CLEAR_BITS, 1, 0, false, false },
	{ "HKR,k,N,0,4,255", PCIMSI_EFFECT_CLEAR_BITS, 4, 255, false, false },
	{ "HKXX,k,N,1,1,0", PCIMSI_EFFECT_SET_BITS, 1, 0, false, true },
	/* Ten or sixteen? */
	{ "HKR,k,N,1,10,0", PCIMSI_EFFECT_SET_BITS, 10, 0, true, false },
	{ "HKR,k,N,1,0x100,0", PCIMSI_EFFECT_SET_BITS, 0, 0, true, false },
	{ "HKR,k,N,1,0x1,256", PCIMSI_EFFECT_SET_BITS, 1, 256, true, false },
	{ "HKR,k,N,1,0x1,x", PCIMSI_EFFECT_SET_BITS, 1, 0, true, false },
	{ "HKR,k,N,1,,0", PCIMSI_EFFECT_SET_BITS, 0, 0, true, false },
	{ "HKR,k,N,1,0x1", PCIMSI_EFFECT_SET_BITS, 1, 0, true, false },
	{ "HKR,k,N,0x00010001,1,0", PCIMSI_EFFECT_SET_BITS, 1, 0, true, false },
	{ "HKR,k,N,set,1,0", PCIMSI_EFFECT_CLEAR_BITS, 1, 0, true, false },
};

static void test_bitreg_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bit_lines); i++) {
		struct pcimsi_inf *inf = open_line(bit_lines[i].line);
		const struct pcimsi_effect *effect = read_line(inf, PCIMSI_DIRECTIVE_BITREG);

		assert_int_equal(effect->op, bit_lines[i].op);
		assert_int_equal(effect->byte_mask, bit_lines[i].mask);
		assert_int_equal(effect->byte_number, bit_lines[i].byte);
		assert_int_equal(effect->unknown, bit_lines[i].unknown);
		assert_int_equal(effect->skipped, bit_lines[i].skipped);
		assert_int_equal(effect->type, 0);
		pcimsi_inf_close(inf);
	}
}

#define MASK "HKR," AFFINITY ",AssignmentSetOverride"

/* An AddReg line, a BitReg line, and what an empty key holds then. */
static const struct {
	const char *before, *bits, *after; /* NULL: nobody knows */
} bit_changes[] = {
	{ MASK ",1,f0,00", MASK ",1,0x0f,0", "ff,00" },
	{ MASK ",1,f0,00", MASK ",,0x30,0", "c0,00" },
	{ MASK ",1,f0,00", MASK ",1,1,1", "f0,01" },
	{ MASK ",1,f0,00", MASK ",1,0x0f,2", NULL },
	{ MASK ",1,f0,00", MASK ",1,77,0", NULL },
	{ MASK "," DWORD ",1", MASK ",1,0x0f,0", NULL },
	{ MASK ",,1", MASK ",1,0x0f,0", NULL },
	{ "HKR,,other,1,f0", MASK ",1,0x0f,0", NULL },
	{ MASK ",1,f0,00", "HKR,,other,1,0x0f,0", "f0,00" },
	{ MASK ",1,f0,00", "HKLM," AFFINITY ",AssignmentSetOverride,1,0x0f,0", "f0,00" },
};

static void test_bitreg_changes_what_is_there(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bit_changes); i++) {
		struct pcimsi_inf *add = open_line(bit_changes[i].before);
		struct pcimsi_inf *bits = open_line(bit_changes[i].bits);
		const struct pcimsi_effect *result[PCIMSI_SETTING_COUNT], *mask;
		struct pcimsi_effect both[3] = { *read_line(add, PCIMSI_DIRECTIVE_ADDREG),
						 *read_line(bits, PCIMSI_DIRECTIVE_BITREG) };

		assert_int_equal(inf_settings(&add->arena, both, 2, result), 0);
		mask = result[PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE];
		assert_non_null(mask);
		assert_int_equal(mask->unknown, bit_changes[i].after == NULL);
		if (!mask->unknown) {
			assert_string_equal(mask->value_text, bit_changes[i].after);
			assert_int_equal(mask->op, PCIMSI_EFFECT_SET);
			assert_int_equal(mask->type, PCIMSI_REGISTRY_BINARY);
			assert_int_equal(mask->data_size, 2);
		}
		/* What is written behind it counts; only if there, it may not. */
		both[2] = both[0];
		both[2].flags |= PCIMSI_ADDREG_OVERWRITEONLY;
		assert_int_equal(inf_settings(&add->arena, both, 3, result), 0);
		if (!bit_changes[i].after)
			assert_true(result[PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE]->unknown);
		both[2].flags &= ~PCIMSI_ADDREG_OVERWRITEONLY;
		assert_int_equal(inf_settings(&add->arena, both, 3, result), 0);
		if (bit_changes[i].before[4] == 'I')
			assert_ptr_equal(result[PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE], &both[2]);
		pcimsi_inf_close(add);
		pcimsi_inf_close(bits);
	}
}

/* An added directive needs a word, and one of registry lines a reader. */
static void test_directives_have_names(void **state)
{
	(void)state;
	for (int i = 0; i < PCIMSI_DIRECTIVE_COUNT; i++)
		assert_true(*pcimsi_directive_name((enum pcimsi_directive)i) != '\0');
	assert_string_equal(pcimsi_directive_name(PCIMSI_DIRECTIVE_COUNT), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_types_and_data),
		cmocka_unit_test(test_operations),
		cmocka_unit_test(test_what_stood_there),
		cmocka_unit_test(test_settings_on_an_empty_key),
		cmocka_unit_test(test_delreg_unsets),
		cmocka_unit_test(test_bitreg_lines),
		cmocka_unit_test(test_bitreg_changes_what_is_there),
		cmocka_unit_test(test_directives_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

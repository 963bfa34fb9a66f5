/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/registry_lines.h"

#include "base/str.h"
#include "inf/inf_priv.h"
#include "inf/template.h"

#include <string.h>

/*
 * Registry lines: reg-root, [subkey], [value-name], [flags], [value], [value] ...
 */

enum { ROOT, SUBKEY, NAME, FLAGS, VALUE, MASK = VALUE, BYTE };

#define BINARY PCIMSI_ADDREG_BINVALUETYPE
#define KEY_ONLY (PCIMSI_ADDREG_KEYONLY | PCIMSI_ADDREG_KEYONLY_COMMON)
#define TYPE_MASK 0xffff0001u

/* A line on its way to an effect: its fields, expanded. */
struct reading {
	struct pcimsi_inf *inf;
	const struct inf_line *line;
	const char **fields;
	struct pcimsi_effect *effect;
};

enum pcimsi_registry_root inf_reg_root(const char *text)
{
	static const struct {
		const char *name;
		enum pcimsi_registry_root root;
	} roots[] = {
		{ .name = "HKR", .root = PCIMSI_ROOT_HKR },
		{ .name = "HKLM", .root = PCIMSI_ROOT_HKLM },
		{ .name = "HKCR", .root = PCIMSI_ROOT_HKCR },
		{ .name = "HKCU", .root = PCIMSI_ROOT_HKCU },
		{ .name = "HKU", .root = PCIMSI_ROOT_HKU },
	};

	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		if (str_ieq(text, roots[i].name))
			return roots[i].root;
	return PCIMSI_ROOT_UNKNOWN;
}

/* "" for a field that is not there. */
static const char *field(const struct reading *r, uint32_t number)
{
	return number < r->line->n_fields ? r->fields[number] : "";
}

static uint32_t n_values(const struct reading *r)
{
	return r->line->n_fields > VALUE ? r->line->n_fields - VALUE : 0;
}

static int expand_fields(struct reading *r)
{
	struct pcimsi_inf *inf = r->inf;

	r->fields = arena_array(&inf->arena, r->line->n_fields, sizeof(*r->fields));
	if (!r->fields)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < r->line->n_fields; i++) {
		struct inf_expansion expansion;

		if (inf_expand(&inf->arena, &inf->strings, r->line->fields[i].text, &expansion) < 0)
			return PCIMSI_ERR_NOMEM;
		r->fields[i] = expansion.text;
		if (!r->effect->undefined_token)
			r->effect->undefined_token = expansion.undefined;
		if (inf_has_placeholder(expansion.text))
			r->effect->placeholder = true;
	}
	return 0;
}

/* ---- data ------------------------------------------------------------------------------ */

static uint8_t *new_data(struct reading *r, size_t size)
{
	uint8_t *data = arena_alloc(&r->inf->arena, size);

	r->effect->data = data;
	r->effect->data_size = data ? (uint32_t)size : 0;
	return data;
}

static int put_string(struct reading *r)
{
	const char *text = field(r, VALUE);

	r->effect->data = (const uint8_t *)text;
	r->effect->data_size = (uint32_t)strlen(text);
	return 0;
}

/* One after another, with a NUL between two of them. */
static int put_strings(struct reading *r)
{
	uint32_t n = n_values(r);
	size_t size = 0;
	uint8_t *out;

	for (uint32_t i = 0; i < n; i++)
		size += strlen(field(r, VALUE + i)) + (i > 0);
	out = new_data(r, size);
	for (uint32_t i = 0; out && i < n; i++) {
		const char *text = field(r, VALUE + i);

		out += i > 0;
		memcpy(out, text, strlen(text));
		out += strlen(text);
	}
	return out ? 0 : PCIMSI_ERR_NOMEM;
}

static uint8_t *put_number(struct reading *r, uint32_t value)
{
	uint8_t *data = new_data(r, 4);

	for (unsigned i = 0; data && i < 4; i++)
		data[i] = (uint8_t)(value >> 8 * i);
	return data;
}

/*
 * "SetupGetBinaryField": hexadecimal from 0 to FF without prefix. Of anything
 * else the leading digits are the likely reading: 0x01 is 0. An empty field is 0.
 */
static bool read_byte(const char *text, uint8_t *ret)
{
	uint32_t value = 0;

	while (*text && ascii_hex(*text) >= 0 && value <= 0xff)
		value = value << 4 | (uint32_t)ascii_hex(*text++);
	*ret = (uint8_t)value;
	return !*text && value <= 0xff;
}

/* False: some field is no byte. */
static int put_bytes(struct reading *r, bool *ret_well_formed)
{
	uint32_t n = n_values(r);
	uint8_t *data = new_data(r, n);

	*ret_well_formed = true;
	if (!data)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < n; i++)
		if (!read_byte(field(r, VALUE + i), &data[i]))
			*ret_well_formed = false;
	return 0;
}

/* One field is a number; several are bytes, which clones read and public INFs use. */
static int put_dword(struct reading *r)
{
	struct pcimsi_effect *effect = r->effect;
	struct inf_number number;
	bool well_formed;

	if (n_values(r) == 0) {
		effect->form = PCIMSI_NUMBER_MISSING;
		return 0;
	}
	if (n_values(r) == 1) {
		number = inf_number_parse(field(r, VALUE));
		effect->form = number.well_formed ? PCIMSI_NUMBER_INTEGER : PCIMSI_NUMBER_MALFORMED;
		effect->number_known = number.well_formed;
		effect->number = number.well_formed ? number.value : 0;
		effect->leading_zero = number.leading_zero;
		return put_number(r, number.value) ? 0 : PCIMSI_ERR_NOMEM;
	}
	if (put_bytes(r, &well_formed) < 0)
		return PCIMSI_ERR_NOMEM;
	effect->form = well_formed ? PCIMSI_NUMBER_BYTES : PCIMSI_NUMBER_MALFORMED;
	effect->number_known = well_formed && effect->data_size == 4;
	if (effect->number_known)
		effect->number = (uint32_t)effect->data[0] | (uint32_t)effect->data[1] << 8 |
				 (uint32_t)effect->data[2] << 16 | (uint32_t)effect->data[3] << 24;
	return 0;
}

static uint32_t type_of(uint32_t flags)
{
	switch (flags & TYPE_MASK) {
	case 0x00000000:
		return PCIMSI_REGISTRY_SZ;
	case 0x00010000:
		return PCIMSI_REGISTRY_MULTI_SZ;
	case 0x00020000:
		return PCIMSI_REGISTRY_EXPAND_SZ;
	case 0x00000001:
		return PCIMSI_REGISTRY_BINARY;
	case 0x00010001:
		return PCIMSI_REGISTRY_DWORD;
	case 0x00020001:
		return PCIMSI_REGISTRY_NONE;
	}
	/* 0xNNNN0001; the same without the last bit is not documented, Wine reads it so too. */
	return flags >> 16;
}

static int put_value(struct reading *r)
{
	bool ignored;

	r->effect->type = type_of(r->effect->flags);
	if (r->effect->type == PCIMSI_REGISTRY_DWORD)
		return put_dword(r);
	if (r->effect->flags & BINARY)
		return put_bytes(r, &ignored);
	return r->effect->type == PCIMSI_REGISTRY_MULTI_SZ ? put_strings(r) : put_string(r);
}

/* ---- operation ---------------------------------------------------------------------------- */

/* "INF AddReg Directive" */
static int read_addreg(struct reading *r)
{
	struct pcimsi_effect *effect = r->effect;

	effect->skipped = effect->root == PCIMSI_ROOT_UNKNOWN ||
			  (effect->flags & PCIMSI_ADDREG_DELREG_BIT);
	if (effect->flags & PCIMSI_ADDREG_DELVAL) {
		effect->op = *effect->name ? PCIMSI_EFFECT_DELETE_VALUE : PCIMSI_EFFECT_DELETE_KEY;
		return 0;
	}
	if (effect->flags & KEY_ONLY) {
		effect->op = PCIMSI_EFFECT_CREATE_KEY;
		return 0;
	}
	effect->op = PCIMSI_EFFECT_SET;
	return put_value(r);
}

/*
 * "INF DelReg Directive". Flags of a line: key only, the registry views, or the bit that the
 * string removal carries. A line with others, such as one copied from AddReg, is
 * passed over as Wine does; the documentation says nothing of it.
 */
static int read_delreg(struct reading *r)
{
	struct pcimsi_effect *effect = r->effect;
	const uint32_t known = PCIMSI_ADDREG_KEYONLY_COMMON | PCIMSI_ADDREG_32BITKEY |
			       PCIMSI_ADDREG_64BITKEY | PCIMSI_ADDREG_DELREG_BIT;

	effect->skipped = effect->root == PCIMSI_ROOT_UNKNOWN ||
			  (effect->flags && !(effect->flags & known));
	if (*effect->name && !(effect->flags & PCIMSI_ADDREG_KEYONLY_COMMON))
		effect->op = PCIMSI_EFFECT_DELETE_VALUE;
	else
		effect->op = PCIMSI_EFFECT_DELETE_KEY;
	return 0;
}

/* Whether it is a number of one byte in hexadecimal; without 0x only if it is the same in decimal.
 */
static bool read_mask(const char *text, uint8_t *ret)
{
	struct inf_number number = inf_number_parse(text);
	bool plain = *text && (!text[1] || str_istarts(text, "0x"));

	*ret = (uint8_t)number.value;
	return plain && number.well_formed && number.value <= UINT8_MAX;
}

/*
 * "INF BitReg directive": reg-root, [subkey], value-entry-name, [flags], byte-mask,
 * byte-to-modify.
 */
static int read_bitreg(struct reading *r)
{
	const uint32_t known = PCIMSI_BITREG_SETBITS | PCIMSI_ADDREG_32BITKEY |
			       PCIMSI_ADDREG_64BITKEY;
	struct pcimsi_effect *effect = r->effect;
	struct inf_number number = inf_number_parse(field(r, BYTE));

	effect->op = effect->flags & PCIMSI_BITREG_SETBITS ? PCIMSI_EFFECT_SET_BITS
							   : PCIMSI_EFFECT_CLEAR_BITS;
	effect->skipped = effect->root == PCIMSI_ROOT_UNKNOWN;
	effect->byte_number = number.value;
	effect->unknown = !read_mask(field(r, MASK), &effect->byte_mask) || !*field(r, BYTE) ||
			  !number.well_formed || number.value > UINT8_MAX ||
			  effect->flags_malformed || effect->flags & ~known;
	return 0;
}

/* What a line means in a section of each directive. */
static int (*const readers[INF_REGISTRY_DIRECTIVES])(struct reading *r) = {
	[PCIMSI_DIRECTIVE_DELREG] = read_delreg,
	[PCIMSI_DIRECTIVE_ADDREG] = read_addreg,
	[PCIMSI_DIRECTIVE_BITREG] = read_bitreg,
};

/* The value fields as written, with commas between them. */
static const char *join_values(struct reading *r)
{
	const struct pcimsi_inf_field *fields = r->line->fields;
	uint32_t n = r->line->n_fields;
	size_t size = 1;
	char *text, *out;

	if (n <= VALUE)
		return "";
	if (n == VALUE + 1)
		return fields[VALUE].text;
	for (uint32_t i = VALUE; i < n; i++)
		size += strlen(fields[i].text) + 1;
	out = text = arena_alloc(&r->inf->arena, size);
	for (uint32_t i = VALUE; text && i < n; i++) {
		if (i > VALUE)
			*out++ = ',';
		memcpy(out, fields[i].text, strlen(fields[i].text));
		out += strlen(fields[i].text);
	}
	return text;
}

static int read_effect(struct reading *r, const char *section, enum pcimsi_directive directive)
{
	struct pcimsi_effect *effect = r->effect;
	const struct inf_line *line = r->line;
	struct inf_number flags;

	if (expand_fields(r) < 0)
		return PCIMSI_ERR_NOMEM;
	flags = inf_number_parse(field(r, FLAGS));
	effect->directive = directive;
	effect->root_text = field(r, ROOT);
	effect->root = inf_reg_root(effect->root_text);
	effect->subkey = field(r, SUBKEY);
	effect->name = field(r, NAME);
	effect->flags = flags.well_formed ? flags.value : 0;
	effect->flags_malformed = !flags.well_formed;
	effect->flags_text = line->n_fields > FLAGS ? line->fields[FLAGS].text : "";
	effect->value_text = join_values(r);
	effect->unterminated_quote = line->unterminated_quote;
	effect->n_fields = (uint8_t)(line->n_fields < UINT8_MAX ? line->n_fields : UINT8_MAX);
	effect->fields = line->fields;
	effect->section = section;
	effect->place = line->place;
	effect->text = line->text;
	return effect->value_text ? readers[directive](r) : PCIMSI_ERR_NOMEM;
}

const struct pcimsi_effect *inf_section_effects(struct pcimsi_inf *inf, struct inf_section *section,
						enum pcimsi_directive directive)
{
	struct pcimsi_effect *effects;

	if (section->effects[directive])
		return section->effects[directive];
	effects = arena_array(&inf->arena, section->n_lines, sizeof(*effects));
	if (!effects)
		return NULL;
	for (uint32_t i = 0; i < section->n_lines; i++) {
		struct reading reading = {
			.inf = inf,
			.line = &section->lines[i],
			.effect = &effects[i],
		};

		if (read_effect(&reading, section->name, directive) < 0)
			return NULL;
	}
	section->effects[directive] = effects;
	return effects;
}

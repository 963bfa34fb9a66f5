/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hwid/hwid.h"

#include "base/array.h"
#include "base/str.h"

#include <string.h>

/* In the order in which they stand; of those with one name the first is looked for. */
static const struct part {
	char letter;
	uint8_t width; /* hex digits */
	const char *name;
} parts[] = {
	{ 'v', 4, "VEN_" }, { 'd', 4, "DEV_" }, { 's', 8, "SUBSYS_" }, { 'r', 2, "REV_" },
	{ 'c', 6, "CC_" },  { 'u', 4, "CC_" },  { 't', 1, "DT_" },
};

/*
 * The page has VEN&DEV and VEN&DEV&REV in both lists. Logs of setup (Server 2003 x64,
 * Windows 7) and Windows 10 (Microsoft in windows-driver-docs issue 1153) have them in the
 * compatible one of a function with a subsystem id; the former have them in the hardware
 * list, too, of one whose subsystem is 00000000.
 */
static const char *const hardware[] = { "vdsr", "vds", "vdc", "vdu" };
static const char *const hardware_bare[] = { "vdsr", "vds", "vdr", "vd", "vdc", "vdu" };
static const char *const compatible[] = { "vdr", "vd", "vc", "vu", "v", "ct", "c", "ut", "u" };
static const char *const all[] = { "vdsr", "vds", "vdr", "vd", "vdc", "vdu", "vc",
				   "vu",   "v",   "ct",  "c",  "ut",  "u" };

/* In the page's examples, and in two lines of the inbox machine.inf; not in its table. */
#define EXAMPLE_FORM "vdrc"

#define LIST(array) ((struct hwid_list){ (array), ARRAY_SIZE(array) })

struct hwid_list hwid_hardware(bool bare)
{
	return bare ? LIST(hardware_bare) : LIST(hardware);
}

struct hwid_list hwid_compatible(void)
{
	return LIST(compatible);
}

struct hwid_list hwid_all(void)
{
	return LIST(all);
}

static const struct part *part_of(char letter)
{
	size_t i = 0;

	while (i < ARRAY_SIZE(parts) - 1 && parts[i].letter != letter)
		i++;
	return &parts[i];
}

/* ---- writing --------------------------------------------------------------------------------- */

static char *put_text(char *out, const char *text)
{
	while (*text)
		*out++ = *text++;
	return out;
}

static char *put_value(char *out, unsigned digits, struct pcimsi_reg value)
{
	while (digits--)
		*out++ = value.known ? "0123456789ABCDEF"[value.value >> 4 * digits & 15] : '?';
	return out;
}

/* Ids are made of every function several times over: not by printf. */
static char *put_part(char *out, const struct part *part, const struct hwid *hwid)
{
	struct pcimsi_reg short_class = { hwid->class_code.value >> 8, hwid->class_code.known };

	out = put_text(out, part->name);
	switch (part->letter) {
	case 'v':
		return put_value(out, 4, hwid->vendor);
	case 'd':
		return put_value(out, 4, hwid->device);
	case 's':
		return put_value(put_value(out, 4, hwid->subsystem), 4, hwid->subsystem_vendor);
	case 'r':
		return put_value(out, 2, hwid->revision);
	case 'c':
		return put_value(out, 6, hwid->class_code);
	case 'u':
		return put_value(out, 4, short_class);
	default:
		return put_value(out, 1, hwid->port_type);
	}
}

bool hwid_write_pattern(char out[HWID_SIZE], const char *form, const struct hwid *hwid)
{
	char *end = put_text(out, "PCI\\");

	for (const char *letter = form; *letter; letter++) {
		if (letter != form)
			*end++ = '&';
		end = put_part(end, part_of(*letter), hwid);
	}
	*end = '\0';
	return !hwid->vendor.known || !strchr(form, 'v') ||
	       (hwid->vendor.value != 0 && hwid->vendor.value != 0xffff);
}

void hwid_write(char out[HWID_SIZE], const char *form, const struct hwid *hwid)
{
	if (!hwid_write_pattern(out, form, hwid) || strchr(out, '?'))
		*out = '\0';
}

/* ---- reading --------------------------------------------------------------------------------- */

const char *hwid_find(const char *ids, char letter)
{
	const char *name = part_of(letter)->name, *at = ids;

	while ((at = str_ifind(at, name))) {
		if (at == ids || strchr("&\\ ", at[-1]))
			return at + strlen(name);
		at++;
	}
	return NULL;
}

static struct pcimsi_reg read_part(const char *ids, char letter)
{
	const char *at = hwid_find(ids, letter);
	struct pcimsi_reg reg = { 0 };

	if (at)
		reg.known = ascii_take_hex(&at, part_of(letter)->width, &reg.value);
	return reg.known ? reg : (struct pcimsi_reg){ 0 };
}

void hwid_read(const char *ids, struct hwid *ret)
{
	struct pcimsi_reg subsystem = read_part(ids, 's');

	*ret = (struct hwid){
		.vendor = read_part(ids, 'v'),
		.device = read_part(ids, 'd'),
		.subsystem = { subsystem.value >> 16, subsystem.known },
		.subsystem_vendor = { subsystem.value & 0xffff, subsystem.known },
		.revision = read_part(ids, 'r'),
		.class_code = read_part(ids, 'c'),
		.port_type = read_part(ids, 't'),
	};
}

bool hwid_fits(const char *pattern, const char *id)
{
	for (; *pattern && *id; pattern++, id++)
		if (*pattern == '?' ? ascii_hex(*id) < 0
				    : ascii_lower(*pattern) != ascii_lower(*id))
			return false;
	return !*pattern && !*id;
}

bool hwid_read_pair(const char *text, uint32_t *ret_vendor, uint32_t *ret_device)
{
	return *text++ == '[' && ascii_take_hex(&text, 4, ret_vendor) && *text++ == ':' &&
	       ascii_take_hex(&text, 4, ret_device) && *text == ']';
}

/* ---- faults ---------------------------------------------------------------------------------- */

static const struct part *part_at(const char *text)
{
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		if (str_istarts(text, parts[i].name))
			return &parts[i];
	return NULL;
}

/* What no function has for a value; NULL: it is well-formed. `text` ends at `length`. */
static const char *bad_value(const struct part *part, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (text[i] == 'O' || text[i] == 'o')
			return "letter-o";
		if (text[i] == 'I' || text[i] == 'l')
			return "letter-i";
		if ((unsigned char)text[i] >= 0x80 || ascii_is_blank(text[i]))
			return "space";
		if (ascii_hex(text[i]) < 0)
			return "digit";
	}
	if (length != part->width && (part->letter != 'c' || length != part_of('u')->width))
		return "width";
	return NULL;
}

/* Whether Windows has ids of these parts, where u is c as well. */
static bool is_form_of(const char *form, const char *letters)
{
	for (; *form && *letters; form++, letters++)
		if (*form != *letters && (*form != 'u' || *letters != 'c'))
			return false;
	return *form == *letters;
}

static const char *bad_form(const char *letters)
{
	for (size_t i = 0; i < ARRAY_SIZE(all); i++)
		if (is_form_of(all[i], letters))
			return NULL;
	return strcmp(letters, EXAMPLE_FORM) == 0 ? "example" : "form";
}

const char *hwid_fault(const char *id)
{
	char letters[ARRAY_SIZE(parts) + 1] = "";
	const char *at = id + strlen("PCI\\");

	for (size_t n = 0; n < ARRAY_SIZE(parts); n++) {
		const struct part *part = part_at(at);
		const char *why;
		size_t length;

		if (!part)
			return "part";
		at += strlen(part->name);
		length = strcspn(at, "&");
		why = bad_value(part, at, length);
		if (why)
			return why;
		letters[n] = part->letter;
		at += length;
		if (!*at)
			return bad_form(letters);
		at++;
	}
	return "parts";
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/models.h"

#include "base/str.h"

#include <string.h>

/*
 * TargetOSVersion ("INF Manufacturer Section"):
 * NT[arch][.[major][.[minor][.[product][.[suite][.[build]]]]]]
 */

enum { MAJOR, MINOR, PRODUCT, SUITE, BUILD, NUMBERS };

/* Decimal or 0x hexadecimal, nothing else, 32 bits at most. */
static bool read_number(const char *text, size_t length, uint32_t *ret)
{
	unsigned base = length > 2 && text[0] == '0' && ascii_lower(text[1]) == 'x' ? 16 : 10;
	uint64_t value = 0;

	for (size_t i = base == 16 ? 2 : 0; i < length; i++) {
		int digit = ascii_hex(text[i]);

		if (digit < 0 || (unsigned)digit >= base)
			return false;
		value = value * base + (unsigned)digit;
		if (value > UINT32_MAX)
			return false;
	}
	*ret = (uint32_t)value;
	return true;
}

/* x86, amd64 ... after "NT"; nothing is allowed too. */
static bool read_arch(const char *text, size_t length, enum pcimsi_arch *ret)
{
	for (int arch = PCIMSI_ARCH_NONE; arch < INF_ARCH_COUNT; arch++) {
		const char *name = pcimsi_arch_name((enum pcimsi_arch)arch);

		if (strlen(name) == length && str_ieq_n(text, name, length)) {
			*ret = (enum pcimsi_arch)arch;
			return true;
		}
	}
	return false;
}

static size_t field_length(const char *text, size_t length)
{
	const char *dot = length ? memchr(text, '.', length) : NULL;

	return dot ? (size_t)(dot - text) : length;
}

/* What stands after "NTarch": up to five numbers, each behind a dot, each may be empty. */
static bool read_numbers(const char *text, size_t length, struct pcimsi_decoration *d)
{
	uint32_t *const numbers[NUMBERS] = {
		[MAJOR] = &d->major, [MINOR] = &d->minor, [PRODUCT] = &d->product,
		[SUITE] = &d->suite, [BUILD] = &d->build,
	};

	for (int i = 0; length; i++) {
		size_t width;

		if (i == NUMBERS)
			return false;
		text++;
		length--;
		width = field_length(text, length);
		if (!read_number(text, width, numbers[i]))
			return false;
		if (width && i <= MINOR)
			d->has_version = true;
		text += width;
		length -= width;
	}
	return true;
}

struct pcimsi_decoration pcimsi_decoration_parse(const char *text, size_t length)
{
	struct pcimsi_decoration d = { 0 };
	size_t width = field_length(text, length);

	if (!length) {
		d.valid = true;
		return d;
	}
	if (width < 2 || !str_ieq_n(text, "NT", 2) || !read_arch(text + 2, width - 2, &d.arch) ||
	    !read_numbers(text + width, length - width, &d))
		return (struct pcimsi_decoration){ 0 };
	d.valid = d.has_nt = true;
	return d;
}

enum pcimsi_arch inf_decoration_arch(const struct pcimsi_decoration *d)
{
	/* Since Server 2003 SP1 every other architecture has to be named. */
	return d->arch == PCIMSI_ARCH_NONE ? PCIMSI_ARCH_X86 : d->arch;
}

static int compare_version(uint32_t major, uint32_t minor, const struct pcimsi_target *target)
{
	if (major != target->major)
		return major < target->major ? -1 : 1;
	return minor < target->minor ? -1 : minor > target->minor;
}

/* The build field is understood since Windows 10 build 14310; before, it spoils the decoration. */
static bool knows_build(const struct pcimsi_target *target)
{
	int order = compare_version(10, 0, target);

	return order < 0 || (order == 0 && target->build >= 14310);
}

bool inf_decoration_applies(const struct pcimsi_decoration *d, const struct pcimsi_target *target)
{
	int order = compare_version(d->major, d->minor, target);

	if (!d->valid || inf_decoration_arch(d) != target->arch || order > 0)
		return false;
	if (d->build && !knows_build(target))
		return false;
	/* A build counts only where the version is exactly that of the system. */
	if (d->build && order == 0 && d->build > target->build)
		return false;
	/* NTamd64...16299 asks for a product type that no Windows is, not for a build. */
	if (d->product > PCIMSI_PRODUCT_SERVER)
		return false;
	if (d->product && target->product != PCIMSI_PRODUCT_ANY &&
	    d->product != (uint32_t)target->product)
		return false;
	return (target->suite & d->suite) == d->suite;
}

static int compare(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

static uint32_t effective_build(const struct pcimsi_decoration *d,
				const struct pcimsi_target *target)
{
	return compare_version(d->major, d->minor, target) == 0 ? d->build : 0;
}

int inf_decoration_compare(const struct pcimsi_decoration *a, const struct pcimsi_decoration *b,
			   const struct pcimsi_target *target)
{
	int order = compare(a->major, b->major);

	if (!order)
		order = compare(a->minor, b->minor);
	if (!order)
		order = compare(effective_build(a, target), effective_build(b, target));
	/* Then the closest product and suite; which of the two counts more is not documented. */
	if (!order)
		order = compare(a->product != 0, b->product != 0);
	if (!order)
		order = compare(a->suite != 0, b->suite != 0);
	if (!order)
		order = compare(a->has_nt, b->has_nt);
	/* Bare NT and undecorated x86 lose against NTx86. */
	return order ? order : compare(a->arch != PCIMSI_ARCH_NONE, b->arch != PCIMSI_ARCH_NONE);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/driver_ver.h"

#include "base/str.h"

#include <string.h>

/* What of two INFs that match alike makes the one that is installed. */

/* Digits up to the end or one of `ends`; moves *text behind that; false: no number below 65536. */
static bool read_part(const char **text, const char *ends, uint32_t *ret)
{
	const char *start = *text;
	uint32_t value = 0;

	for (; ascii_is_digit(**text) && value <= UINT16_MAX; ++*text)
		value = value * 10 + (uint32_t)(**text - '0');
	if (*text == start || value > UINT16_MAX || (**text && !strchr(ends, **text)))
		return false;
	*text += **text != '\0';
	*ret = value;
	return true;
}

/* mm/dd/yyyy, or with hyphens ("INF DriverVer Directive"). */
static bool read_date(const char *text, uint32_t *ret)
{
	uint32_t month, day, year;

	if (!read_part(&text, "/-", &month) || !read_part(&text, "/-", &day) ||
	    !read_part(&text, "", &year))
		return false;
	if (!month || month > 12 || !day || day > 31)
		return false;
	*ret = year * 10000 + month * 100 + day;
	return true;
}

/* w.x.y.z; of which the last ones may be left out. */
static bool read_version(const char *text, uint64_t *ret)
{
	uint64_t version = 0;

	for (int i = 0; i < 4; i++) {
		uint32_t part = 0;

		if ((i == 0 || *text) && !read_part(&text, ".", &part))
			return false;
		version = version << 16 | part;
	}
	if (*text)
		return false;
	*ret = version;
	return true;
}

int inf_driver_ver(struct pcimsi_inf *inf, const struct inf_section *section,
		   struct pcimsi_driver_ver *ret)
{
	const struct inf_line *line = inf_section_line(section, "DriverVer");
	const char *text;

	*ret = (struct pcimsi_driver_ver){ 0 };
	if (!line || !line->has_equals)
		return 0;
	text = inf_expanded(inf, line->fields[0].text);
	if (!text)
		return PCIMSI_ERR_NOMEM;
	ret->date_known = read_date(text, &ret->date);
	if (line->n_fields < 2)
		return 0;
	text = inf_expanded(inf, line->fields[1].text);
	if (!text)
		return PCIMSI_ERR_NOMEM;
	ret->version_known = read_version(text, &ret->version);
	return 0;
}

/* One byte in hexadecimal, as in F8 and 0xF8; else *ret stays as it is. */
static void read_score(const char *text, uint8_t *ret)
{
	uint32_t value = 0;

	if (text[0] == '0' && ascii_lower(text[1]) == 'x')
		text += 2;
	if (!*text)
		return;
	for (; *text; text++) {
		int digit = ascii_hex(*text);

		if (digit < 0 || value > 0xf)
			return;
		value = value << 4 | (uint32_t)digit;
	}
	*ret = (uint8_t)value;
}

int inf_feature_score(struct pcimsi_inf *inf, const struct inf_section *section, uint8_t *ret)
{
	const struct inf_line *line = inf_section_line(section, "FeatureScore");
	const char *text;

	*ret = PCIMSI_FEATURE_SCORE_NONE;
	if (!line || !line->has_equals)
		return 0;
	text = inf_expanded(inf, line->fields[0].text);
	if (!text)
		return PCIMSI_ERR_NOMEM;
	read_score(text, ret);
	return 0;
}

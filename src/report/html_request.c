/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html_pictures.h"

/* "asks 64, has 33, gets 33" as three bars of one scale. */

#define LABEL_WIDTH 44u
#define SCALE_WIDTH 300u
#define ROW_HEIGHT 22u

struct bars {
	FILE *out;
	uint32_t most; /* that one of them is long */
	uint32_t y;
};

static uint32_t width_of(const struct bars *bars, uint32_t count)
{
	uint32_t width = (uint32_t)((uint64_t)count * SCALE_WIDTH / bars->most);

	return count && width < 2 ? 2 : width;
}

static void put_rect(const struct bars *bars, uint32_t from, uint32_t to, const char *attributes)
{
	uint32_t x = width_of(bars, from);

	fprintf(bars->out, "<path d=\"M%u %uh%uv14h-%uz\" %s/>", LABEL_WIDTH + x, bars->y + 4,
		width_of(bars, to) - x, width_of(bars, to) - x, attributes);
}

static void put_words(struct bars *bars, uint32_t length, const char *words)
{
	fprintf(bars->out, "<text x=\"%u\" y=\"%u\">%s</text>",
		LABEL_WIDTH + width_of(bars, length) + 6, bars->y + 15, words);
	bars->y += ROW_HEIGHT;
}

static uint32_t asked_count(const struct pcimsi_grant *grant)
{
	enum pcimsi_asks asks = pcimsi_grant_asks(grant);

	return asks == PCIMSI_ASKS_LIMIT ? grant->limit.value
	       : asks == PCIMSI_ASKS_ALL ? grant->capacity.value
					 : 0;
}

/* What of it is beyond the silicon is there on paper only. */
static void put_asked(struct bars *bars, const struct pcimsi_grant *grant, const char *words)
{
	uint32_t asked = asked_count(grant), has = grant->capacity.value;
	uint32_t real = grant->capacity.known && asked > has ? has : asked;

	if (real)
		put_rect(bars, 0, real, "fill=\"#5b7fb5\"");
	if (asked > real)
		put_rect(bars, real, asked,
			 "fill=\"none\" stroke=\"#b8400f\" stroke-width=\"2\" "
			 "stroke-dasharray=\"4 3\"");
	put_words(bars, asked, words);
}

static void put_had(struct bars *bars, const struct pcimsi_grant *grant, const char *words)
{
	if (grant->capacity.known && grant->capacity.value)
		put_rect(bars, 0, grant->capacity.value, "fill=\"#656d78\"");
	put_words(bars, grant->capacity.value, words);
}

static void put_got(struct bars *bars, const struct pcimsi_grant *grant, const char *words)
{
	uint32_t got = grant->requested.value;

	if (got)
		put_rect(bars, 0, got, "fill=\"#00695c\"");
	if (grant->requested.known && grant->capacity.value > got)
		put_rect(bars, got, grant->capacity.value,
			 "fill=\"url(#hatch)\" stroke=\"#8b949e\"");
	put_words(bars, got > grant->capacity.value ? got : grant->capacity.value, words);
}

#define WORDS_SIZE 64

static void asked_words(const struct pcimsi_grant *grant, char ret[WORDS_SIZE])
{
	switch (pcimsi_grant_asks(grant)) {
	case PCIMSI_ASKS_NOTHING:
		snprintf(ret, WORDS_SIZE, "no message");
		break;
	case PCIMSI_ASKS_ALL:
		snprintf(ret, WORDS_SIZE, "all there are: no limit");
		break;
	case PCIMSI_ASKS_LIMIT:
		snprintf(ret, WORDS_SIZE, "%u", grant->limit.value);
		break;
	default:
		snprintf(ret, WORDS_SIZE, "not known");
		break;
	}
}

static const char *mechanism_of(const struct pcimsi_grant *grant)
{
	return grant->msix == PCIMSI_STATE_PRESENT  ? " MSI-X"
	       : grant->msi == PCIMSI_STATE_PRESENT ? " MSI"
						    : "";
}

static void had_words(const struct pcimsi_grant *grant, char ret[WORDS_SIZE])
{
	if (grant->capacity.known)
		snprintf(ret, WORDS_SIZE, "%u%s", grant->capacity.value, mechanism_of(grant));
	else
		snprintf(ret, WORDS_SIZE, "not known");
}

static void got_words(const struct pcimsi_grant *grant, char ret[WORDS_SIZE])
{
	bool rest = grant->unused.known && grant->unused.value;

	if (grant->mode == PCIMSI_MODE_INTX)
		snprintf(ret, WORDS_SIZE, "the interrupt line (INTx)");
	else if (grant->mode == PCIMSI_MODE_NONE)
		snprintf(ret, WORDS_SIZE, "no interrupt");
	else if (!grant->requested.known)
		snprintf(ret, WORDS_SIZE, "not known");
	else if (rest)
		snprintf(ret, WORDS_SIZE, "%u, and %u stay unused", grant->requested.value,
			 grant->unused.value);
	else
		snprintf(ret, WORDS_SIZE, "%u", grant->requested.value);
}

static void put_labels(FILE *out)
{
	fprintf(out,
		"<text y=\"15\" text-anchor=\"end\"><tspan x=\"%u\">asks</tspan>"
		"<tspan x=\"%u\" dy=\"%u\">has</tspan><tspan x=\"%u\" dy=\"%u\">gets</tspan></text>",
		LABEL_WIDTH - 6, LABEL_WIDTH - 6, ROW_HEIGHT, LABEL_WIDTH - 6, ROW_HEIGHT);
}

static void put_bars(FILE *out, const struct pcimsi_grant *grant, const char *asked,
		     const char *had, const char *got)
{
	struct bars bars = { .out = out, .most = 1 };
	const uint32_t counts[] = { grant->capacity.value, asked_count(grant),
				    grant->requested.value };

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		bars.most = counts[i] > bars.most ? counts[i] : bars.most;
	put_labels(out);
	put_asked(&bars, grant, asked);
	put_had(&bars, grant, had);
	put_got(&bars, grant, got);
}

void html_request(struct html *html, const struct pcimsi_grant *grant)
{
	char asked[WORDS_SIZE], had[WORDS_SIZE], got[WORDS_SIZE];
	struct memory_text memory;
	FILE *picture;

	asked_words(grant, asked);
	had_words(grant, had);
	got_words(grant, got);
	fprintf(html->out,
		"<svg class=\"request\" width=\"520\" height=\"%u\" viewBox=\"0 0 520 %u\" "
		"font-size=\"13\" role=\"img\" aria-label=\"asks %s, has %s, gets %s\">",
		3 * ROW_HEIGHT, 3 * ROW_HEIGHT, asked, had, got);
	picture = html_picture_open(html, &memory);
	if (picture) {
		put_bars(picture, grant, asked, had, got);
		html_picture_close(html, picture, &memory);
	}
	fputs("</svg>\n", html->out);
}

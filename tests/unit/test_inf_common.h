/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TEST_INF_COMMON_H
#define TEST_INF_COMMON_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <pcimsi/inf.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What begins every INF that SetupAPI takes. */
#define VERSION "[Version]\nSignature=\"$Windows NT$\"\n"

/* A driver for amd64 with one device; [I] and [I.HW] are the test's. */
#define DEVICE \
	VERSION "[Manufacturer]\nAcme=M,NTamd64\n[M.NTamd64]\nCard=I,PCI\\VEN_1234&DEV_5678\n"

#define MESSAGES "Interrupt Management\\MessageSignaledInterruptProperties"
#define AFFINITY "Interrupt Management\\Affinity Policy"
#define DWORD "0x00010001"

struct seen_notes {
	unsigned count[PCIMSI_NOTE_COUNT];
	struct pcimsi_place last[PCIMSI_NOTE_COUNT];
	char detail[PCIMSI_NOTE_COUNT][64]; /* of the first */
};

static inline void see_note(void *user, const struct pcimsi_note *note)
{
	struct seen_notes *seen = user;

	if (!seen->count[note->code]++ && note->detail)
		strncpy(seen->detail[note->code], note->detail, 63);
	seen->last[note->code] = note->place;
}

static inline struct pcimsi_inf *open_bytes(const void *bytes, size_t size, struct seen_notes *seen)
{
	struct pcimsi_inf_options options = { .size = sizeof(options),
					      .notes = { .call = see_note, .user = seen } };
	struct pcimsi_inf *inf = NULL;

	if (seen)
		memset(seen, 0, sizeof(*seen));
	assert_int_equal(pcimsi_inf_open("test.inf", bytes, size, seen ? &options : NULL, &inf), 0);
	assert_non_null(inf);
	return inf;
}

static inline struct pcimsi_inf *open_text(const char *text)
{
	return open_bytes(text, strlen(text), NULL);
}

static inline const struct pcimsi_resolution *resolve(struct pcimsi_inf *inf)
{
	const struct pcimsi_resolution *resolution = NULL;

	assert_int_equal(pcimsi_inf_resolve(inf, &pcimsi_target_default, &resolution), 0);
	assert_non_null(resolution);
	return resolution;
}

/* The install section of the only device. */
static inline const struct pcimsi_install *only_install(struct pcimsi_inf *inf)
{
	const struct pcimsi_resolution *resolution = resolve(inf);

	assert_int_equal(resolution->n_installs, 1);
	return &resolution->installs[0];
}

/* NULL is shown as "(null)", so that tables can say so. */
static inline void assert_text(const char *got, const char *expected)
{
	assert_string_equal(got ? got : "(null)", expected ? expected : "(null)");
}

#endif

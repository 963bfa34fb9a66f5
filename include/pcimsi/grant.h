/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_GRANT_H
#define PCIMSI_GRANT_H

#include <stdbool.h>
#include <stdint.h>

#include <pcimsi/function.h>
#include <pcimsi/inf.h>

/*
 * What a Windows is expected to request for a function, given what an INF put
 * into its hardware key. A prediction: nothing here observes Windows, and what
 * is granted depends on the vectors that are free when the device starts.
 */

/* How sure a statement about Windows is: that of the weakest fact it rests on. */
enum pcimsi_confidence {
	PCIMSI_DOCUMENTED, /* stated in Microsoft's public documentation */
	PCIMSI_OBSERVED,   /* stated by a Microsoft employee, or seen in drivers and reports */
	PCIMSI_INFERRED,   /* our conclusion; no source states it */
};

enum pcimsi_mode {
	PCIMSI_MODE_UNKNOWN,
	PCIMSI_MODE_MSIX,
	PCIMSI_MODE_MSI,
	PCIMSI_MODE_INTX,
	PCIMSI_MODE_NONE, /* no interrupt at all */
};

enum pcimsi_fallback {
	PCIMSI_FALLBACK_UNKNOWN,
	PCIMSI_FALLBACK_NONE,        /* nothing less is possible */
	PCIMSI_FALLBACK_INTX,        /* the line */
	PCIMSI_FALLBACK_ONE,         /* exactly one message; there is no line */
	PCIMSI_FALLBACK_ONE_OR_INTX, /* exactly one message, at worst the line */
};

/* What an INF leaves in MSISupported. */
enum pcimsi_enabled {
	PCIMSI_ENABLED_UNKNOWN, /* wrong type, above 1, or a Needs could not be followed */
	PCIMSI_ENABLED_NO,      /* 0, or never written */
	PCIMSI_ENABLED_YES,     /* REG_DWORD 1 */
};

struct pcimsi_grant {
	enum pcimsi_enabled enabled;
	struct pcimsi_reg msi_supported; /* the REG_DWORD; not known: not written, or no number */
	struct pcimsi_reg limit;         /* MessageNumberLimit, likewise */
	bool limit_written;              /* something is written there, be it a number or not */
	enum pcimsi_state msi, msix;     /* of the function */
	struct pcimsi_reg capacity;      /* messages the mechanism that Windows prefers has */
	enum pcimsi_mode mode;
	struct pcimsi_reg requested; /* messages; 0 with INTX and NONE */
	enum pcimsi_fallback fallback;
	enum pcimsi_confidence confidence;
};

/* Microsoft documents at most 16 messages for plain MSI and 2048 for MSI-X (910 before Windows 8).
 */
#define PCIMSI_WINDOWS_MSI_MAX 16
#define PCIMSI_WINDOWS_MSIX_MAX 2048
#define PCIMSI_WINDOWS_BEFORE_8_MAX 910

PCIMSI_BEGIN_DECLS

/*
 * "Enabling Message-Signaled Interrupts in the Registry", "Introduction to
 * Message-Signaled Interrupts", "Using Interrupt Resource Descriptors".
 */
PCIMSI_API void pcimsi_grant_predict(const struct pcimsi_function *function,
				     const struct pcimsi_install *install,
				     const struct pcimsi_target *target, struct pcimsi_grant *ret);

/* 1, 2, 4, 8 or 16: the numbers documented for plain MSI. */
PCIMSI_API bool pcimsi_limit_valid_for_msi(uint32_t limit);

PCIMSI_API const char *pcimsi_mode_name(enum pcimsi_mode mode);             /* "msi-x" ... */
PCIMSI_API const char *pcimsi_fallback_name(enum pcimsi_fallback fallback); /* NULL: unknown */
PCIMSI_API const char *pcimsi_confidence_name(enum pcimsi_confidence confidence);

PCIMSI_END_DECLS

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_GRANT_H
#define PCIMSI_GRANT_H

#include <stdbool.h>
#include <stdint.h>

#include <pcimsi/catalogue.h>
#include <pcimsi/function.h>
#include <pcimsi/inf.h>

/*
 * Since 0.1. A prediction is a value that borrows constant texts; rows and events are constant.
 */

/*
 * What a Windows is expected to request for a function, given what an INF put
 * into its hardware key. A prediction: nothing here observes Windows, and what
 * is granted depends on the vectors that are free when the device starts.
 */

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

/* What a device's hardware key holds, or may hold, of the two MSI values. */
struct pcimsi_grant_settings {
	enum pcimsi_enabled enabled;
	bool supported_written;          /* something is written to MSISupported */
	struct pcimsi_reg msi_supported; /* the REG_DWORD; not known: not written, or no number */
	struct pcimsi_reg limit;         /* MessageNumberLimit, likewise */
	bool limit_written;              /* something is written there, be it a number or not */
	bool null_driver; /* no driver is installed that could connect an interrupt */
};

/* A row of the model: src/grant/model.def. Texts are constant, and no sentences. */
struct pcimsi_grant_row {
	const char *id;       /* "msix-limit" */
	const char *when;     /* what the INF leaves and the silicon has */
	const char *expected; /* what Windows is expected to do then */
	const char *source;
	enum pcimsi_confidence confidence; /* of the row itself */
	PCIMSI_ROOM;
};

/* Something at run time that no input can tell. `text` is a sentence. */
struct pcimsi_grant_event {
	const char *id, *text, *source;
	enum pcimsi_confidence confidence;
	PCIMSI_ROOM;
};

/* Why it cannot be said what Windows requests. */
enum pcimsi_grant_unknown {
	PCIMSI_GRANT_KNOWN,              /* it can */
	PCIMSI_GRANT_NO_RESPONSE,        /* the function did not answer when it was captured */
	PCIMSI_GRANT_SUPPORTED_VALUE,    /* MSISupported is neither 0 nor 1 */
	PCIMSI_GRANT_SUPPORTED_TYPE,     /* MSISupported is no REG_DWORD number */
	PCIMSI_GRANT_INCOMPLETE_INF,     /* a Needs section that may enable messages is missing */
	PCIMSI_GRANT_NOT_CAPTURED,       /* the capture does not hold the capabilities */
	PCIMSI_GRANT_LIMIT_UNDOCUMENTED, /* MessageNumberLimit is outside of what is documented */
	PCIMSI_GRANT_PIN_NOT_CAPTURED, /* no message is to be expected, and there may be no line */
};

struct pcimsi_grant {
	const struct pcimsi_grant_row *row; /* that says so; never NULL */
	enum pcimsi_enabled enabled;
	struct pcimsi_reg msi_supported; /* the REG_DWORD; not known: not written, or no number */
	struct pcimsi_reg limit;         /* MessageNumberLimit, likewise */
	bool limit_written;              /* something is written there, be it a number or not */
	bool null_driver;            /* no driver is installed that could connect an interrupt */
	enum pcimsi_state msi, msix; /* of the function */
	struct pcimsi_reg capacity;  /* messages the mechanism that Windows prefers has */
	enum pcimsi_mode mode;
	enum pcimsi_grant_unknown unknown; /* why the mode is */
	struct pcimsi_reg requested;       /* messages; 0 with INTX and NONE */
	struct pcimsi_reg unused;          /* capacity - requested */
	enum pcimsi_fallback fallback;
	enum pcimsi_confidence confidence;
	PCIMSI_ROOM;
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

/* What an install section leaves of the two MSI values. */
PCIMSI_API struct pcimsi_grant_settings pcimsi_grant_settings(const struct pcimsi_install *install);

/* As pcimsi_grant_predict(), for values from elsewhere than an INF. */
PCIMSI_API void pcimsi_grant_predict_settings(const struct pcimsi_function *function,
					      const struct pcimsi_grant_settings *settings,
					      const struct pcimsi_target *target,
					      struct pcimsi_grant *ret);

/* The rows of the model and the events beside it, from 0; NULL: no more. */
PCIMSI_API const struct pcimsi_grant_row *pcimsi_grant_row(uint32_t number);
PCIMSI_API const struct pcimsi_grant_event *pcimsi_grant_event(uint32_t number);

/*
 * A prediction as a row: what the INF asks for, what the function has (`capacity`), gets
 * (`requested`) and leaves (`unused`), what is left in a shortage (`fallback`), and how sure that
 * is (`confidence`).
 */
enum pcimsi_asks {
	PCIMSI_ASKS_UNKNOWN,
	PCIMSI_ASKS_NOTHING, /* no message: MSISupported is 0 or missing, or there is no driver */
	PCIMSI_ASKS_ALL,     /* messages, and no limit */
	PCIMSI_ASKS_LIMIT,   /* messages, up to `limit` */
};

PCIMSI_API enum pcimsi_asks pcimsi_grant_asks(const struct pcimsi_grant *grant);

/* 1, 2, 4, 8 or 16: the numbers documented for plain MSI. */
PCIMSI_API bool pcimsi_limit_valid_for_msi(uint32_t limit);

/* "no-response" ...; NULL: it is known. */
PCIMSI_API const char *pcimsi_grant_unknown_name(enum pcimsi_grant_unknown unknown);
PCIMSI_API const char *pcimsi_fallback_name(enum pcimsi_fallback fallback); /* NULL: unknown */

PCIMSI_END_DECLS

#endif

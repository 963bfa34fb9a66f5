/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CATALOGUE_H
#define PCIMSI_CATALOGUE_H

#include <stdbool.h>
#include <stdint.h>

#include <pcimsi/visibility.h>

/*
 * Since 0.1. All of it is constant and lives as long as the program.
 */

/*
 * The rules and the words that rules, policies and reports have in common. The rows
 * are those of src/catalogue/catalogue.def; an id never changes its meaning.
 */

enum pcimsi_severity {
	PCIMSI_SEVERITY_NOTE,
	PCIMSI_SEVERITY_WARNING,
	PCIMSI_SEVERITY_ERROR,
};

enum pcimsi_class {
	PCIMSI_CLASS_IMPOSSIBLE,
	PCIMSI_CLASS_INEFFECTIVE,
	PCIMSI_CLASS_WASTEFUL,
	PCIMSI_CLASS_BROKEN,
	PCIMSI_CLASS_ODD,
	PCIMSI_CLASS_UNKNOWN,
	PCIMSI_CLASS_POLICY, /* of a policy file; makes no verdict and cannot be waived */
};

/* How sure a statement about Windows is: that of the weakest fact it rests on. */
enum pcimsi_confidence {
	PCIMSI_CONFIDENCE_DOCUMENTED, /* stated in Microsoft's public documentation */
	PCIMSI_CONFIDENCE_OBSERVED,   /* stated by a Microsoft employee, or seen in drivers and
					 reports */
	PCIMSI_CONFIDENCE_INFERRED,   /* our conclusion; no source states it */
};

/* What Windows is expected to use of a function. */
enum pcimsi_mode {
	PCIMSI_MODE_UNKNOWN,
	PCIMSI_MODE_MSIX,
	PCIMSI_MODE_MSI,
	PCIMSI_MODE_INTX,
	PCIMSI_MODE_NONE, /* no interrupt at all */
};

/* What rules are about; the first letters of their ids. */
enum pcimsi_family {
	PCIMSI_FAMILY_CAP, /* captures and capability lists */
	PCIMSI_FAMILY_MSI,
	PCIMSI_FAMILY_MSX, /* MSI-X */
	PCIMSI_FAMILY_INT, /* how a function interrupts, over all mechanisms */
	PCIMSI_FAMILY_INF,
	PCIMSI_FAMILY_AFF, /* Affinity Policy */
	PCIMSI_FAMILY_MAT, /* which lines of an INF a function reaches */
	PCIMSI_FAMILY_GRA, /* what Windows grants */
	PCIMSI_FAMILY_LNX, /* what Linux does */
	PCIMSI_FAMILY_REG, /* exported registries */
	PCIMSI_FAMILY_POL, /* policies */
	PCIMSI_FAMILY_WIN, /* what a running Windows granted */
};

/* What one evaluation of a rule looks at. */
enum pcimsi_subject {
	PCIMSI_SUBJECT_FUNCTION, /* one function */
	PCIMSI_SUBJECT_INF,      /* one INF, resolved */
	PCIMSI_SUBJECT_INSTALL,  /* one install section of a resolved INF */
	PCIMSI_SUBJECT_VERDICT,  /* one function and the INF line it matches best */
	PCIMSI_SUBJECT_RUN,      /* everything, at the end */
	PCIMSI_SUBJECT_POLICY,   /* the policies, after all that */
};

/* What a value of a finding is. */
enum pcimsi_parameter_kind {
	PCIMSI_PARAM_NUMBER,
	PCIMSI_PARAM_COUNT, /* of things that have a noun */
	PCIMSI_PARAM_HEX,   /* a number that is read in hexadecimal digits */
	PCIMSI_PARAM_BITS,  /* ... in binary ones */
	PCIMSI_PARAM_WORD,  /* one of the words of the row, which are stable */
	PCIMSI_PARAM_TEXT,  /* as an input has it, or a name */
	PCIMSI_PARAM_PLACE, /* likewise, of an input or a device */
	PCIMSI_PARAM_SLOTS, /* of one function or several */
};

/* A value that every finding of a rule has. */
struct pcimsi_parameter {
	const char *name; /* NULL: no more */
	enum pcimsi_parameter_kind kind;
	const char *noun;         /* COUNT: of one; SLOTS: what each one has a number of, or NULL */
	const char *const *words; /* WORD; NULL behind the last */
	uint8_t digits;           /* HEX and BITS: at least so many */
	bool bare;                /* HEX: shown without 0x */
	bool aside; /* no part of what the finding is: not in its fingerprint, nor in waivers */
	bool where; /* where it holds: findings that differ in nothing else are one group */
	PCIMSI_ROOM;
};

/*
 * What has to be known before a rule is evaluated. The engine asks it, in this order: the first
 * that is not is the reason.
 */
enum pcimsi_need {
	PCIMSI_NEED_RESPONDING = 1 << 0,   /* the function answered */
	PCIMSI_NEED_CAP_LIST = 1 << 1,     /* the capability list up to its end */
	PCIMSI_NEED_MSI = 1 << 2,          /* whether there is MSI */
	PCIMSI_NEED_MSIX = 1 << 3,         /* whether there is MSI-X */
	PCIMSI_NEED_MSI_CONTROL = 1 << 4,  /* whether there is MSI, and its control word */
	PCIMSI_NEED_MSIX_CONTROL = 1 << 5, /* whether there is MSI-X, and its control word */
	PCIMSI_NEED_MSIX_TABLES = 1 << 6,  /* where MSI-X has its table and its Pending Bit Array */
	PCIMSI_NEED_IDS = 1 << 7,          /* Vendor and Device ID, from wherever */
	PCIMSI_NEED_ID_BYTES = 1 << 8,     /* the bytes of Vendor and Device ID */
	PCIMSI_NEED_COMMAND = 1 << 9,      /* the command register */
	PCIMSI_NEED_CLASS = 1 << 10,       /* the class code */
	PCIMSI_NEED_HEADER_TYPE = 1 << 11, /* the header type */
	PCIMSI_NEED_PIN = 1 << 12,         /* the interrupt pin */
	PCIMSI_NEED_BAR_SIZES = 1 << 13,   /* the sizes of the BARs that MSI-X is in */
	PCIMSI_NEED_LINUX = 1 << 14,       /* what Linux made of the function */
	PCIMSI_NEED_LINUX_MSI_BUS = 1 << 15, /* whether Linux allows messages below a bridge */
	PCIMSI_NEED_ACCEPTED_INF = 1 << 16,  /* an INF that SetupAPI takes */
	PCIMSI_NEED_SUPPORTED = 1 << 17,     /* a number where the INF writes MSISupported */
	PCIMSI_NEED_LIMIT = 1 << 18,         /* a number where the INF writes MessageNumberLimit */
	PCIMSI_NEED_POLICY = 1 << 19,        /* a number where the INF writes DevicePolicy */
	PCIMSI_NEED_PRIORITY = 1 << 20,      /* a number where the INF writes DevicePriority */
	PCIMSI_NEED_MASK = 1 << 21, /* a known value where the INF writes AssignmentSetOverride */
	PCIMSI_NEED_CPUS = 1 << 22, /* the number of processors (--cpus) */
	PCIMSI_NEED_REGISTRY = 1 << 23, /* an exported registry (--registry) */
	PCIMSI_NEED_EXPORTED = 1 << 24, /* a device with the ids of the function in a registry */
	PCIMSI_NEED_ALL_EXPORTED = 1 << 25,   /* no more than 256 of such devices */
	PCIMSI_NEED_GRANTED_GIVEN = 1 << 26,  /* what tells what Windows granted (--granted) */
	PCIMSI_NEED_GRANTED_LISTED = 1 << 27, /* a device in it with the ids of the function */
	PCIMSI_NEED_GRANTED = 1 << 28,        /* what Windows granted the function */
};
#define PCIMSI_NEED_COUNT 29

/* One row of the catalogue. All texts are constant and end with a full stop where they are prose.
 */
struct pcimsi_rule {
	const char *id;   /* "GRA702" */
	const char *slug; /* "limit-above-msi" */
	enum pcimsi_family family;
	bool decides;                  /* its errors and warnings can make a verdict */
	enum pcimsi_severity severity; /* by default; a finding may carry another */
	enum pcimsi_class class_;
	enum pcimsi_subject subject;
	uint32_t needs; /* of enum pcimsi_need; without one of them the rule is not run at all */
	/* Likewise, of what it goes through: it finds what it sees, and was not evaluated. */
	uint32_t whole;
	const char *since; /* the version that had it first */
	enum pcimsi_confidence confidence;
	const struct pcimsi_parameter *params; /* they end with a NULL name; NULL: none */
	const char *const *example; /* a value of each parameter, in words; NULL: it has none */
	const char *title;
	const char *message; /* with {parameters} */
	const char *why;
	const char *advice; /* with {parameters} */
	const char *source;
	const char *const *reads; /* names of fields (field.h), NULL behind the last; NULL: none */
	uint32_t holds;           /* PCIMSI_HOLDS_x: what of an INF it holds against them */
	PCIMSI_ROOM;
};

#define PCIMSI_HOLDS_IDS 0x1u       /* those of the Models section */
#define PCIMSI_HOLDS_SUPPORTED 0x2u /* MSISupported */
#define PCIMSI_HOLDS_LIMIT 0x4u     /* MessageNumberLimit */
#define PCIMSI_HOLDS_POLICY 0x8u    /* DevicePolicy */

/* Why a rule could not be evaluated. */
enum pcimsi_reason {
	PCIMSI_REASON_NONE,
	PCIMSI_REASON_NOT_CAPTURED,   /* the bytes that would tell are not in the capture */
	PCIMSI_REASON_NO_RESPONSE,    /* the function did not answer */
	PCIMSI_REASON_INCOMPLETE_INF, /* a Needs could not be followed */
	PCIMSI_REASON_NO_NUMBER,      /* the value in the INF is no number */
	PCIMSI_REASON_NO_CPUS,        /* --cpus was not given */
	PCIMSI_REASON_NO_SIZES,       /* the capture does not hold the sizes of BARs */
	PCIMSI_REASON_NO_LINUX,       /* neither a live machine nor a sysfs tree with its state */
	PCIMSI_REASON_REJECTED_INF,   /* SetupAPI would refuse the file */
	PCIMSI_REASON_NO_REGISTRY,    /* --registry was not given */
	PCIMSI_REASON_NOT_EXPORTED,   /* no exported registry holds a device with its ids */
	PCIMSI_REASON_HELD_UNKNOWN,   /* an export does not tell what the registry holds */
	PCIMSI_REASON_MORE_HELD,      /* more devices with its ids are exported than are compared */
	PCIMSI_REASON_LIST_BROKEN,    /* the list of extended capabilities stops before its end */
	PCIMSI_REASON_LEFT_OUT,       /* a rule was not run, or functions were left out */
	PCIMSI_REASON_NO_GRANTED,     /* neither --granted nor a capture of Windows tells */
	PCIMSI_REASON_NOT_LISTED,     /* no list of what was granted has a device with its ids */
	PCIMSI_REASON_GRANTED_UNKNOWN, /* what is given does not tell what Windows granted */
	PCIMSI_REASON_REQUEST_UNKNOWN, /* what Windows is expected to request is not known */
	PCIMSI_REASON_COUNT
};

/* A day. Year 0: not known, or none. */
struct pcimsi_date {
	uint16_t year;
	uint8_t month, day; /* from 1 */
};

PCIMSI_BEGIN_DECLS

/* The catalogue, in the order of its ids. */
PCIMSI_API const struct pcimsi_rule *pcimsi_rules(uint32_t *ret_count);
/* By id or slug, without regard to case; NULL: no such rule. */
PCIMSI_API const struct pcimsi_rule *pcimsi_rule_find(const char *id_or_slug);
/* The id or slug that may have been meant by a word that is none; NULL: none is near. */
PCIMSI_API const char *pcimsi_rule_nearest(const char *word);

/* NULL: the rule has no such parameter. */
PCIMSI_API const struct pcimsi_parameter *pcimsi_rule_parameter(const struct pcimsi_rule *rule,
								const char *name);

/* Whether the rule reads the field of that name (field.h). */
PCIMSI_API bool pcimsi_rule_reads(const struct pcimsi_rule *rule, const char *field);

/* Words for machines and people; "" for what is none. */
PCIMSI_API const char *pcimsi_severity_name(enum pcimsi_severity severity); /* "warning" ... */
PCIMSI_API const char *pcimsi_class_name(enum pcimsi_class class_);         /* "wasteful" ... */
PCIMSI_API const char *pcimsi_confidence_name(enum pcimsi_confidence confidence);
PCIMSI_API const char *pcimsi_mode_name(enum pcimsi_mode mode);       /* "msi-x" ... */
PCIMSI_API const char *pcimsi_family_name(enum pcimsi_family family); /* "GRA" ... */
PCIMSI_API const char *pcimsi_reason_name(enum pcimsi_reason reason); /* "not-captured" ... */
PCIMSI_API const char *pcimsi_reason_text(enum pcimsi_reason reason);
PCIMSI_API const char *pcimsi_need_name(enum pcimsi_need need); /* "msi-control" ... */
PCIMSI_API const char *pcimsi_need_text(enum pcimsi_need need);

PCIMSI_END_DECLS

#endif

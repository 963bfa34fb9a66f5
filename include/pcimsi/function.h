/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_FUNCTION_H
#define PCIMSI_FUNCTION_H

#include <stdbool.h>
#include <stdint.h>

#include <pcimsi/bytes.h>
#include <pcimsi/visibility.h>

/*
 * Since 0.1. A function is made by the library and borrows the bytes and strings of the raw one it
 * was made of. A raw function is made by a capture. Slots are values and never grow.
 */

/*
 * One PCI function: what a source delivers (struct pcimsi_raw_function) and
 * what the decoder makes of its bytes (struct pcimsi_function). Section numbers
 * are those of the PCI Express Base Specification, revision 6.
 */

/* dddd:bb:dd.f. Captures may hold a device above 0x1f or a function above 7. */
struct pcimsi_slot {
	uint32_t domain;
	uint8_t bus;
	uint8_t device;
	uint8_t function;
};

/* How the bytes were got. */
enum pcimsi_source {
	PCIMSI_SOURCE_LIVE,    /* read from this machine */
	PCIMSI_SOURCE_HEX,     /* a text dump */
	PCIMSI_SOURCE_BINARY,  /* raw configuration bytes */
	PCIMSI_SOURCE_DECODED, /* somebody else's decoded text: weaker */
};

/* What Linux says of a live function. */
struct pcimsi_linux {
	const char *driver; /* bound driver; NULL: none */
	const char *mode;   /* "msi-x", "msi", "intx" or "none"; NULL: not known */
	uint32_t vectors;   /* files in msi_irqs/; 0 with intx and none */
	bool msi_allowed;   /* msi_bus of the function, see msi_allowed_known */
	bool msi_allowed_known;
};

/*
 * What Windows says of a function, in place of bytes (pciprop.h): its ids, and its
 * own reading of the capabilities.
 */
struct pcimsi_windows {
	struct pcimsi_reg vendor_id, device_id;
	struct pcimsi_reg subsystem_vendor_id, subsystem_id;
	struct pcimsi_reg revision, class_code;
	struct pcimsi_reg interrupt_support;         /* bits, see below */
	struct pcimsi_reg interrupt_message_maximum; /* of MSI-X, where it is supported */
	/* Numbers of interrupts that it was granted, which are messages or lines (granted.h). */
	struct pcimsi_reg granted_messages, granted_lines;
};

#define PCIMSI_WINDOWS_LINE 1u
#define PCIMSI_WINDOWS_MSI 2u
#define PCIMSI_WINDOWS_MSIX 4u

/* What was lost or repaired while the text of a function was read. */
struct pcimsi_ledger {
	uint32_t rows_cut;      /* the bytes behind an unreadable one were dropped */
	uint32_t rows_repaired; /* joined from two lines; nothing of them was lost */
	uint32_t rows_dropped;  /* nothing of the row could be used, or it belongs to nobody */
	uint32_t conflicts;     /* an offset was given twice with different bytes */
	uint32_t beyond;        /* rows that pass offset 0xfff */
	uint32_t first_line;    /* of the capture, where the first of these is; 0: none */
};

/* One for each dword of configuration space. */
#define PCIMSI_ROWS_MAX 1024

/* Bytes that stand on one line of a text. */
struct pcimsi_row {
	uint16_t offset, size;
	uint32_t line; /* from 1 */
};

/* A function as a source found it. Strings and bytes belong to the source. */
struct pcimsi_raw_function {
	struct pcimsi_slot slot;
	struct pcimsi_bytes bytes;
	enum pcimsi_source source;
	const char *heading;  /* text after the slot, untrusted; NULL: none */
	bool msi_counts_only; /* of MSI's Message Control only bits 6:0 were told; the rest is 0 */
	uint32_t line;        /* of the heading in the capture, from 1; 0: not text */
	const struct pcimsi_row *rows; /* of the bytes, as they were read; NULL: not a text */
	uint32_t n_rows; /* at most PCIMSI_ROWS_MAX; where the others stand is not known */
	bool repeated;   /* the slot occurred before in this capture */
	struct pcimsi_ledger ledger;
	const struct pcimsi_linux *linux_state; /* NULL: not live and not a sysfs tree */
	const struct pcimsi_windows *windows;   /* NULL: it is bytes that tell of the function */
	const char *member; /* file of a folder or archive it came from, untrusted; NULL: none */
	uint32_t machine; /* number of the capture inside a folder or archive; 0: it is one alone */
	uint64_t bar_sizes[6];          /* from beside the bytes; 0: not known */
	struct pcimsi_reg vf_vendor_id; /* identity from beside the bytes: the ids of an */
	struct pcimsi_reg vf_device_id; /* SR-IOV VF read all ones (9.3.4.1.1, 9.3.4.1.2) */
};

/*
 * Three states of a capability. UNKNOWN is an answer: the capture does not
 * hold the bytes that would tell. Never show it as absent.
 */
enum pcimsi_state {
	PCIMSI_STATE_ABSENT,
	PCIMSI_STATE_PRESENT,
	PCIMSI_STATE_UNKNOWN,
};

/* Why the walk of the capability list stopped. */
enum pcimsi_walk_end {
	PCIMSI_WALK_COMPLETE,       /* a next pointer of 0, or no list at all (Status bit 4) */
	PCIMSI_WALK_NOT_CAPTURED,   /* the next header lies outside the captured bytes */
	PCIMSI_WALK_BAD_POINTER,    /* a pointer below 0x40 */
	PCIMSI_WALK_LOOP,           /* a pointer to an offset already visited */
	PCIMSI_WALK_ID_FF,          /* a capability id of 0xff */
	PCIMSI_WALK_UNKNOWN_LAYOUT, /* header type not 0, 1 or 2 */
	PCIMSI_WALK_NO_RESPONSE,    /* the header reads all ones */
	PCIMSI_WALK_TOO_LONG,       /* more extended capabilities than PCIMSI_EXTENDED_MAX */
};

/* A dword-aligned list between 0x40 and 0xff cannot be longer (7.5.1.1.11). */
#define PCIMSI_CAPABILITIES_MAX 48

struct pcimsi_capability {
	uint8_t id;
	uint8_t offset;          /* 0x40..0xfc, dword aligned */
	uint8_t pointer_at;      /* where the pointer that led here is stored */
	uint8_t size;            /* bytes; 0: not fixed for this id, or not captured */
	bool pointer_misaligned; /* low two bits of that pointer were set */
};

/* An extended capability, from 0x100 on (7.6.3). */
struct pcimsi_extended {
	uint16_t id;
	uint16_t offset; /* 0x100..0xffc, dword aligned */
	uint8_t version;
};

/* As many as lspci and Linux follow would be 960; no function comes near. What is behind
 * the last one is not known: PCIMSI_WALK_TOO_LONG. */
#define PCIMSI_EXTENDED_MAX 64

enum pcimsi_bar_kind {
	PCIMSI_BAR_UNKNOWN, /* not captured, or 0 and what may stand for it (7.8.5) was not */
	PCIMSI_BAR_ZERO,    /* reads 0: not implemented, or not assigned */
	PCIMSI_BAR_IO,
	PCIMSI_BAR_MEM32,
	PCIMSI_BAR_MEM64,
	PCIMSI_BAR_MEM64_UPPER, /* upper half of the 64-bit BAR before it */
};

struct pcimsi_bar {
	enum pcimsi_bar_kind kind;
	uint32_t raw;       /* the dword as captured */
	uint64_t address;   /* without the flag bits; 0 for an upper half */
	uint64_t size;      /* in bytes; 0: not known (a capture of bytes has no sizes) */
	bool address_known; /* of I/O and memory, and all of the address was captured */
};

#define PCIMSI_BARS_MAX 6

/*
 * MSI capability, id 05 (7.7.1). Only `state`, and where present `offset`, are
 * always set; every other field says itself whether the capture holds it.
 */
struct pcimsi_msi {
	enum pcimsi_state state;
	uint8_t offset;            /* in configuration space */
	uint8_t count;             /* capabilities of this id in the list; the first is reported */
	struct pcimsi_reg control; /* Message Control, 16 bits at +2; if it is known, so are: */
	bool enabled;              /* bit 0 */
	bool layout_known;  /* the flags below are known, too; false: `raw.msi_counts_only` */
	uint8_t mmc;        /* Multiple Message Capable, bits 3:1, the code 0..7 */
	uint8_t mme;        /* Multiple Message Enable, bits 6:4, the code 0..7 */
	uint8_t capable;    /* messages: 1..32; 0 for the reserved codes 6 and 7; without
			     * control, what `raw.windows` says, or 0 */
	uint8_t allocated;  /* messages: 1..32; 0 for the reserved codes 6 and 7 */
	bool address_64bit; /* bit 7 */
	bool masking;       /* bit 8, Per-Vector Masking Capable */
	bool extended_data_capable;      /* bit 9 */
	bool extended_data_enabled;      /* bit 10 */
	struct pcimsi_reg address;       /* Message Address, +4 */
	struct pcimsi_reg address_upper; /* +8 if address_64bit; else not known */
	struct pcimsi_reg data;          /* 16 bits, or 32 with extended_data_capable */
	struct pcimsi_reg mask;          /* if masking; else not known */
	struct pcimsi_reg pending;       /* if masking; else not known */
};

/* Offsets inside the MSI capability; they depend on Message Control (7.7.1.1). */
#define PCIMSI_MSI_CONTROL 0x02
#define PCIMSI_MSI_ADDRESS 0x04
#define PCIMSI_MSI_ADDRESS_UPPER 0x08

/* MSI-X capability, id 11 (7.7.2). Fields as for struct pcimsi_msi. */
struct pcimsi_msix {
	enum pcimsi_state state;
	uint8_t offset;
	uint8_t count;
	struct pcimsi_reg control; /* Message Control, 16 bits at +2; if it is known, so are: */
	bool enabled;              /* bit 15 */
	bool function_masked;      /* bit 14 */
	uint16_t table_size;       /* entries, 1..2048 (stored as N-1 in bits 10:0); without
				    * control, what `raw.windows` says, or 0 */
	struct pcimsi_reg table;   /* dword at +4 */
	uint8_t table_bar;         /* BIR: bits 2:0 of `table` */
	uint32_t table_offset;     /* bytes from the start of that BAR: bits 31:3 */
	struct pcimsi_reg pba;     /* dword at +8 */
	uint8_t pba_bar;
	uint32_t pba_offset;
};

#define PCIMSI_MSIX_CONTROL 0x02
#define PCIMSI_MSIX_TABLE 0x04
#define PCIMSI_MSIX_PBA 0x08
#define PCIMSI_MSIX_SIZE 12

/* A decoded function. Valid as long as the raw function it was made from. */
struct pcimsi_function {
	struct pcimsi_raw_function raw;
	uint32_t bytes_captured; /* how many of the bytes are known */
	struct pcimsi_reg vendor_id;
	struct pcimsi_reg device_id;
	struct pcimsi_reg command;
	struct pcimsi_reg status;
	struct pcimsi_reg revision;
	struct pcimsi_reg class_code;          /* 24 bits: base, sub, prog-if */
	struct pcimsi_reg header_type;         /* bits 6:0 */
	struct pcimsi_reg subsystem_vendor_id; /* type 1: from capability 0d, if there is one */
	struct pcimsi_reg subsystem_id;
	struct pcimsi_reg interrupt_pin; /* 0: no INTx, 1..4: INTA..INTD */
	struct pcimsi_reg express_type;  /* Device/Port Type (7.5.3.2); unknown if conventional */
	struct pcimsi_reg power_state;   /* 0..3: D0..D3hot; unknown without capability 01 */
	bool responding;                 /* false: the captured header reads all ones */
	enum pcimsi_walk_end walk_end;
	uint8_t walk_at;              /* offset of the pointer or header the walk stopped at */
	uint8_t walk_target;          /* where that pointer leads */
	bool walk_pointer_misaligned; /* low two bits of that last pointer were set */
	uint8_t n_capabilities;
	enum pcimsi_walk_end extended_end; /* of the list in extended configuration space */
	uint8_t n_extended;
	struct pcimsi_extended extended[PCIMSI_EXTENDED_MAX]; /* in chain order */
	uint8_t n_bars; /* BARs of this header type: 6, 2 or 1; 0 for an unknown layout */
	struct pcimsi_capability capabilities[PCIMSI_CAPABILITIES_MAX]; /* in chain order */
	struct pcimsi_bar bars[PCIMSI_BARS_MAX];
	struct pcimsi_msi msi;
	struct pcimsi_msix msix;
	PCIMSI_ROOM;
};

PCIMSI_BEGIN_DECLS

/*
 * Decodes the bytes of `raw`; what they do not tell is said to be unknown. *ret is yours
 * to free, and borrows the bytes and strings of `raw`. PCIMSI_ERR_NOMEM.
 */
PCIMSI_API int pcimsi_function_new(const struct pcimsi_raw_function *raw,
				   const struct pcimsi_function **ret);
PCIMSI_API void pcimsi_function_free(const struct pcimsi_function *function); /* NULL is allowed */

/*
 * The line of the capture on which the byte at `offset` stands; that of the function's heading
 * where it is not known, and 0 if the capture is no text.
 */
PCIMSI_API uint32_t pcimsi_raw_line(const struct pcimsi_raw_function *raw, uint32_t offset);

/* "dddd:bb:dd.f", up to 8 domain digits if needed. */
#define PCIMSI_SLOT_TEXT 20
PCIMSI_API const char *pcimsi_slot_text(struct pcimsi_slot slot, char buffer[PCIMSI_SLOT_TEXT]);

/* Name of a capability id (table of the PCI Code and ID Assignment Specification); "" if none. */
PCIMSI_API const char *pcimsi_capability_name(uint8_t id);

/* The same for the ids of extended capabilities. */
PCIMSI_API const char *pcimsi_extended_name(uint16_t id);

/* "PCI Express Endpoint" ...; NULL for a reserved Device/Port Type. */
PCIMSI_API const char *pcimsi_express_type_name(uint32_t type);

PCIMSI_END_DECLS

#endif

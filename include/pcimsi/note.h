/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_NOTE_H
#define PCIMSI_NOTE_H

#include <stdbool.h>
#include <stdint.h>

#include <pcimsi/visibility.h>

/*
 * Since 0.1. A note and what it points to live until the function that it is told to returns.
 */

/* A place in a text input. Lines and columns count from 1; 0 means "none". */
struct pcimsi_place {
	uint32_t line;
	uint32_t column; /* in characters, not bytes */
};

/*
 * What can be odd about an input that reading survived: id, slug, text. The
 * slug is for machines and is never changed; "%s" in a text is the detail.
 */
#define PCIMSI_NOTES(NOTE)                                                                        \
	NOTE(LINE_SKIPPED, "line-skipped", "line skipped: it looks like hex but cannot be read")  \
	NOTE(HEX_WITHOUT_SLOT, "hex-without-slot", "hex lines before any slot heading skipped")   \
	NOTE(LINE_CUT, "line-cut", "the bytes after the first unreadable one were skipped")       \
	NOTE(BYTES_BEYOND, "bytes-beyond", "bytes beyond offset 0xfff skipped")                   \
	NOTE(BYTE_CONFLICT, "byte-conflict",                                                      \
	     "an offset was given twice with different bytes; the first is kept")                 \
	NOTE(ROW_REPAIRED, "row-repaired", "a row that was broken in two was joined")             \
	NOTE(DIFF_OLD_SIDE, "diff-old-side",                                                      \
	     "a line of the old side of the diff left out; the new side is read")                 \
	NOTE(DIFF_TWO_SIDES, "diff-two-sides",                                                    \
	     "a diff of two captures: both are read, each with the lines that differ")            \
	NOTE(TEXT_CONTRADICTS, "text-contradicts",                                                \
	     "what is said of slot %s in words differs from its bytes; the bytes are kept")       \
	NOTE(TEXT_UNREAD, "text-unread",                                                          \
	     "lines below slot %s are not understood; what they tell is unknown")                 \
	NOTE(WINDOWS_LINE, "windows-line", "a device of Windows that cannot be read skipped")     \
	NOTE(SLOT_OUT_OF_RANGE, "slot-out-of-range",                                              \
	     "device above 1f or function above 7 in slot %s")                                    \
	NOTE(SLOT_REPEATED, "slot-repeated",                                                      \
	     "slot %s occurs again; it is kept as another function")                              \
	NOTE(NO_HEX, "no-hex", "slot %s has a heading and no bytes")                              \
	NOTE(LONG_LINE, "long-line", "line longer than 65536 bytes cut there")                    \
	NOTE(NUL_BYTE, "nul-byte", "NUL byte read as a space")                                    \
	NOTE(NUL_PADDING, "nul-padding", "left out at the end of the file: %s")                   \
	NOTE(SCAN_FAILED, "scan-failed", "the live scan stopped: %s")                             \
	NOTE(FUNCTION_LOST, "function-lost", "slot %s could not be read")                         \
	NOTE(ZERO_FILLING, "zero-filling", "zeros in place of bytes that were not read left out") \
	NOTE(NAME_WITHOUT_SLOT, "name-without-slot",                                              \
	     "the name holds no slot; it is shown as 0000:00:00.0")                               \
	NOTE(MEMBER_SKIPPED, "member-skipped", "left out: %s")                                    \
	NOTE(ARCHIVE_DAMAGED, "archive-damaged", "the archive cannot be read on: %s")             \
	NOTE(MAIL_DAMAGED, "mail-damaged", "%s; what could be read of it is read")                \
	NOTE(CAPTURE_LIMIT, "capture-limit", "%s: limit reached, the rest is not read")           \
	NOTE(MORE_NOTES, "more-notes", "further notes of this kind left out")                     \
	NOTE(INF_FOREIGN, "inf-foreign",                                                          \
	     "passed over: no INF of a driver, it has neither a Signature nor [Manufacturer]")    \
	NOTE(INF_UTF8, "inf-utf8", "UTF-8 is not an encoding SetupAPI documents; read as UTF-8")  \
	NOTE(INF_UTF16BE, "inf-utf16be", "UTF-16BE is refused by InfVerif; read all the same")    \
	NOTE(INF_BAD_CHARACTER, "inf-bad-character",                                              \
	     "a byte sequence that is no character was replaced by U+FFFD")                       \
	NOTE(INF_NUL, "inf-nul", "NUL character read as a space")                                 \
	NOTE(INF_CTRL_Z, "inf-ctrl-z", "Ctrl-Z: the rest of the file is not read")                \
	NOTE(INF_FIELD_LONG, "inf-field-long", "a field of more than 4095 characters was cut")    \
	NOTE(INF_UNTERMINATED_QUOTE, "inf-unterminated-quote",                                    \
	     "a quote is closed by the line end")                                                 \
	NOTE(INF_PERCENT_COMMENT, "inf-percent-comment",                                          \
	     "the semicolon inside %%..%% starts a comment")                                      \
	NOTE(INF_LIMIT, "inf-limit", "%s: limit reached, the rest is not read")                   \
	NOTE(INF_BAD_DECORATION, "inf-bad-decoration",                                            \
	     "TargetOSVersion not understood, ignored: %s")                                       \
	NOTE(INF_MODELS_MISSING, "inf-models-missing", "no Models section of the name %s")        \
	NOTE(INF_MODELS_UNREACHED, "inf-models-unreached",                                        \
	     "no Windows takes the Models section %s: others of its line come first")             \
	NOTE(INF_MODEL_WITHOUT_ID, "inf-model-without-id", "a Models line without any id: %s")    \
	NOTE(INF_SECTION_MISSING, "inf-section-missing", "no section of the name %s")             \
	NOTE(INF_REG_ROOT, "inf-reg-root", "registry line skipped: unknown root %s")              \
	NOTE(REG_BAD_CHARACTER, "reg-bad-character",                                              \
	     "a byte sequence that is no character was replaced by U+FFFD")                       \
	NOTE(REG_LINE, "reg-line", "neither a key nor a value; the line is skipped")              \
	NOTE(REG_VALUE, "reg-value", "the data of %s cannot be read; it is unknown")              \
	NOTE(REG_CUT, "reg-cut", "the file ends inside of a value; what follows is unknown")      \
	NOTE(REG_LIMIT, "reg-limit", "more than 16384 devices; the rest is not read")             \
	NOTE(REG_IMPORT, "reg-import",                                                            \
	     "made to be imported; of what it does not set nothing is known")                     \
	NOTE(GRANTED_CHARACTER, "granted-character",                                              \
	     "a byte sequence that is no character was replaced by U+FFFD")                       \
	NOTE(GRANTED_XML, "granted-xml", "the XML is broken here; the rest is not read: %s")      \
	NOTE(GRANTED_CUT, "granted-cut",                                                          \
	     "the file ends inside of the list of interrupts; what it lists is unknown")          \
	NOTE(GRANTED_NUMBER, "granted-number",                                                    \
	     "no number of an interrupt; what was granted to its device is unknown")              \
	NOTE(GRANTED_AMBIGUOUS, "granted-ambiguous",                                              \
	     "several devices have the name %s; whose its interrupts are is unknown")             \
	NOTE(GRANTED_CONFLICT, "granted-conflict",                                                \
	     "two lists of the file differ on the interrupts of %s; they are unknown")            \
	NOTE(GRANTED_NAMELESS, "granted-nameless",                                                \
	     "names with messages of which the file does not tell the device id: %s")             \
	NOTE(GRANTED_NOTHING, "granted-nothing",                                                  \
	     "no interrupt of any device is in the file; what was granted is unknown")            \
	NOTE(GRANTED_LIMIT, "granted-limit", "more than 16384 devices; the rest is not read")     \
	NOTE(POLICY_CHARACTER, "policy-character",                                                \
	     "a byte sequence that is no character was replaced by U+FFFD")                       \
	NOTE(POLICY_LINE, "policy-line", "neither a section nor a key; the line is skipped")      \
	NOTE(POLICY_SECTION, "policy-section",                                                    \
	     "not [severities], [rule NAME] or [waiver NAME]: [%s]")                              \
	NOTE(POLICY_KEY, "policy-key", "no such key here: %s")                                    \
	NOTE(POLICY_REPEATED, "policy-repeated", "given a second time: %s")                       \
	NOTE(POLICY_VALUE, "policy-value", "%s")                                                  \
	NOTE(POLICY_OLD_VALUE, "policy-old-value",                                                \
	     "a value as an earlier pcimsi wrote it; it is read for now: write the file anew")    \
	NOTE(POLICY_MISSING, "policy-missing", "it does not hold without %s")                     \
	NOTE(POLICY_COMMAND, "policy-command", "a comment for pcimsi has to begin with waive: %s")

enum pcimsi_note_code {
#define PCIMSI_NOTE_ENUM(id, slug, text) PCIMSI_NOTE_##id,
	PCIMSI_NOTES(PCIMSI_NOTE_ENUM)
#undef PCIMSI_NOTE_ENUM
		PCIMSI_NOTE_COUNT
};

struct pcimsi_note {
	enum pcimsi_note_code code;
	const char *input; /* name of the capture or INF, as the user gave it */
	struct pcimsi_place place;
	const char *detail; /* untrusted bytes from the input, or NULL */
};

/* Called as notes arise; what it points to lives until it returns. */
typedef void pcimsi_note_fn(void *user, const struct pcimsi_note *note);

/* Where notes go. A NULL `call` drops them. */
struct pcimsi_note_sink {
	pcimsi_note_fn *call;
	void *user;
};

PCIMSI_BEGIN_DECLS

/* Never NULL; both are constant strings. */
PCIMSI_API const char *pcimsi_note_slug(enum pcimsi_note_code code);
PCIMSI_API const char *pcimsi_note_text(enum pcimsi_note_code code);

/* Somebody wrote what cannot be meant, in a policy: what it is about does not hold. */
PCIMSI_API bool pcimsi_note_is_error(enum pcimsi_note_code code);

PCIMSI_END_DECLS

#endif

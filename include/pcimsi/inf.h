/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_H
#define PCIMSI_INF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <pcimsi/error.h>
#include <pcimsi/note.h>
#include <pcimsi/options.h>

/*
 * Since 0.1. What an INF hands out lives as long as the INF; the bytes need not outlive
 * pcimsi_inf_open(). Targets are values of the caller's and never grow.
 */

/*
 * A Windows driver INF, read as SetupAPI reads it, and resolved for a target:
 * Manufacturer line -> Models section -> install section -> its .HW section ->
 * AddReg and DelReg lines -> what the device's hardware key holds afterwards.
 * Text is UTF-8 throughout. Everything belongs to the object it came from.
 */

enum pcimsi_arch {
	PCIMSI_ARCH_NONE,
	PCIMSI_ARCH_X86,
	PCIMSI_ARCH_AMD64,
	PCIMSI_ARCH_ARM,
	PCIMSI_ARCH_ARM64,
	PCIMSI_ARCH_IA64,
};

/* Product types as TargetOSVersion writes them ("INF Manufacturer Section"). */
enum pcimsi_product {
	PCIMSI_PRODUCT_ANY = 0,
	PCIMSI_PRODUCT_WORKSTATION = 1,
	PCIMSI_PRODUCT_DOMAIN_CONTROLLER = 2,
	PCIMSI_PRODUCT_SERVER = 3,
};

/* A Windows: what the INF is resolved for. */
struct pcimsi_target {
	uint32_t major, minor, build;
	enum pcimsi_arch arch;
	enum pcimsi_product product;
	uint32_t suite; /* suite mask bits of that Windows; 0 unless known */
};

/* Newest Windows 11 known here, amd64, workstation. */
PCIMSI_API extern const struct pcimsi_target pcimsi_target_default;

enum pcimsi_inf_encoding {
	PCIMSI_ENCODING_ASCII,
	PCIMSI_ENCODING_ANSI, /* bytes above 7f, read as Windows-1252 */
	PCIMSI_ENCODING_UTF8,
	PCIMSI_ENCODING_UTF8_BOM,
	PCIMSI_ENCODING_UTF16LE,
	PCIMSI_ENCODING_UTF16BE,
};

/* Why SetupAPI would refuse the whole file. */
enum pcimsi_inf_rejection {
	PCIMSI_INF_ACCEPTED,
	PCIMSI_INF_BAD_SECTION_NAME_LINE, /* a header without ] */
	PCIMSI_INF_SECTION_NAME_TOO_LONG, /* 256 characters or more */
	PCIMSI_INF_EXPECTED_SECTION_NAME, /* text before the first section */
	PCIMSI_INF_NO_SECTION,            /* text, but no section at all */
	PCIMSI_INF_NO_VERSION,            /* no [Version] section */
	PCIMSI_INF_BAD_SIGNATURE,         /* Signature missing or not a Windows one */
};

/*
 * DriverVer: of two INFs of one rank the later date is installed, then the higher version
 * ("Overview of the Driver Selection Process").
 */
struct pcimsi_driver_ver {
	bool date_known, version_known;
	uint32_t date;    /* 20240102: 2 January 2024 */
	uint64_t version; /* w.x.y.z, 16 bits each */
};

/* "INF FeatureScore Directive": 0 to ff, the lower the better; without one it is this. */
#define PCIMSI_FEATURE_SCORE_NONE 0xffu

struct pcimsi_inf;

/*
 * Gives the INF that an Include= names, open, or NULL: it was not supplied. It belongs
 * to the provider and must live as long as the INF that includes it.
 */
typedef struct pcimsi_inf *pcimsi_include_fn(void *user, const char *name);

struct pcimsi_inf_options {
	size_t size; /* options.h */
	struct pcimsi_note_sink notes;
	pcimsi_include_fn *include; /* NULL: no other INF is supplied */
	void *include_user;
};
PCIMSI_OPTIONS(inf)

/* A comment that is for us: "; pcimsi: waive GRA705 reason=...". Windows sees none of it. */
struct pcimsi_annotation {
	const char *text;          /* from its semicolon on, untrusted */
	const char *words;         /* behind the colon, without the blanks around */
	struct pcimsi_place place; /* of its semicolon */
	/* The line at the end of which it stands, which may begin above; 0: it stands alone. */
	uint32_t line;
};

/* Facts of the file that do not depend on a target. */
struct pcimsi_inf_facts {
	const char *name; /* as the user gave it */
	enum pcimsi_inf_encoding encoding;
	bool non_ascii;       /* beyond comments: some key, field or section name is not ASCII */
	bool non_ascii_names; /* the same elsewhere than in Strings sections */
	bool is_template;     /* $ARCH$ or other unstamped tokens occur */
	/* Sections of another kind of file: no Signature in [Version], and no [Manufacturer]. */
	bool is_foreign;
	enum pcimsi_inf_rejection rejection;
	struct pcimsi_place rejected_at;
	const char *rejected_text; /* what stands there: a line, or a header; NULL: nothing */
	const char *first_line;    /* of the file, as far as 255 bytes */
	const char *class_name;    /* [Version] Class, expanded; NULL: none */
	const char *class_guid;    /* NULL: none */
	const char *extension_id;  /* NULL: none */
	bool extension;            /* an extension INF: Class Extension or an ExtensionId */
	struct pcimsi_driver_ver driver_ver; /* of [Version] */
};

/* Registry types that INFs write, as winnt.h numbers them; others are possible. */
enum pcimsi_registry_type {
	PCIMSI_REGISTRY_NONE = 0,
	PCIMSI_REGISTRY_SZ = 1,
	PCIMSI_REGISTRY_EXPAND_SZ = 2,
	PCIMSI_REGISTRY_BINARY = 3,
	PCIMSI_REGISTRY_DWORD = 4,
	PCIMSI_REGISTRY_MULTI_SZ = 7,
	PCIMSI_REGISTRY_QWORD = 11,
};

enum pcimsi_registry_root {
	PCIMSI_ROOT_UNKNOWN,
	PCIMSI_ROOT_HKR,
	PCIMSI_ROOT_HKLM,
	PCIMSI_ROOT_HKCR,
	PCIMSI_ROOT_HKCU,
	PCIMSI_ROOT_HKU,
};

enum pcimsi_effect_op {
	PCIMSI_EFFECT_SET,        /* write a value */
	PCIMSI_EFFECT_CREATE_KEY, /* key only: FLG_ADDREG_KEYONLY(_COMMON) */
	PCIMSI_EFFECT_DELETE_VALUE,
	PCIMSI_EFFECT_DELETE_KEY,
	PCIMSI_EFFECT_CLEAR_BITS, /* of one byte of a value that is there */
	PCIMSI_EFFECT_SET_BITS,
};

/* Flag bits of an AddReg line ("INF AddReg directive"). */
#define PCIMSI_ADDREG_BINVALUETYPE 0x00000001u
#define PCIMSI_ADDREG_NOCLOBBER 0x00000002u
#define PCIMSI_ADDREG_DELVAL 0x00000004u
#define PCIMSI_ADDREG_APPEND 0x00000008u
#define PCIMSI_ADDREG_KEYONLY 0x00000010u
#define PCIMSI_ADDREG_OVERWRITEONLY 0x00000020u
#define PCIMSI_ADDREG_64BITKEY 0x00001000u
#define PCIMSI_ADDREG_KEYONLY_COMMON 0x00002000u
#define PCIMSI_ADDREG_32BITKEY 0x00004000u
#define PCIMSI_ADDREG_DELREG_BIT 0x00008000u

/* Flag bits of a BitReg line ("INF BitReg directive"); those of the registry views are the same. */
#define PCIMSI_BITREG_SETBITS 0x00000001u

/* How the value of a REG_DWORD was written. */
enum pcimsi_number_form {
	PCIMSI_NUMBER_NONE,      /* not a REG_DWORD line */
	PCIMSI_NUMBER_INTEGER,   /* one field, a number of at most 32 bits */
	PCIMSI_NUMBER_BYTES,     /* several fields: hex bytes, little-endian */
	PCIMSI_NUMBER_MISSING,   /* no value field */
	PCIMSI_NUMBER_MALFORMED, /* not a number, or too wide; `data` is SetupAPI's likely reading
				  */
};

/* Directives that name sections, or lists of them. */
enum pcimsi_directive {
	/* Of registry lines, in the order in which Wine applies them. */
	PCIMSI_DIRECTIVE_DELREG,
	PCIMSI_DIRECTIVE_ADDREG,
	PCIMSI_DIRECTIVE_BITREG,
	PCIMSI_DIRECTIVE_NEEDS,
	PCIMSI_DIRECTIVE_INCLUDE,
	PCIMSI_DIRECTIVE_ADD_SERVICE,
	PCIMSI_DIRECTIVE_ADD_INTERFACE,
	PCIMSI_DIRECTIVE_ADD_COMPONENT,
	PCIMSI_DIRECTIVE_COUNT
};

/* A field of a line as it stands in the file, with its quotes and without the blanks around it. */
struct pcimsi_inf_field {
	const char *text;          /* without quotes, not %-expanded */
	struct pcimsi_place place; /* of its first character; in an empty field of what ends it */
	struct pcimsi_place end;   /* behind its last one, perhaps on a continued line */
};

/* What one line of an AddReg, DelReg or BitReg section does. */
struct pcimsi_effect {
	enum pcimsi_effect_op op;
	enum pcimsi_directive directive; /* that names the section */
	enum pcimsi_registry_root root;
	const char *root_text; /* as written, expanded */
	const char *subkey;    /* expanded, no quotes; "" for the root itself */
	const char *name;      /* value name, expanded; "" for the default value */
	uint32_t flags;
	bool flags_malformed;   /* not a number: SetupAPI counts it as 0 */
	const char *flags_text; /* as written, not expanded; "" if the field is empty or missing */
	uint8_t byte_mask;      /* CLEAR_BITS and SET_BITS: these bits */
	uint32_t byte_number;   /* ... of this byte of the value, from 0 */
	/*
	 * CLEAR_BITS and SET_BITS: mask or byte cannot be read. In settings: what the value
	 * becomes is not documented, so `data`, `number` and `value_text` tell nothing.
	 */
	bool unknown;
	uint32_t type;       /* enum pcimsi_registry_type for SET; else 0 */
	const uint8_t *data; /* what the registry then holds; strings are UTF-8 without NUL */
	uint32_t data_size;
	enum pcimsi_number_form form;
	uint32_t number; /* INTEGER, or BYTES of exactly 4; else 0 */
	bool number_known;
	bool leading_zero; /* decimal with a leading zero: docs say decimal, clones read octal */
	const char *value_text; /* the value fields as written, not expanded, joined by ","; may be
				   "" */
	const char
		*undefined_token; /* a %token% of this line that Strings does not define, or NULL */
	bool unterminated_quote;
	bool placeholder; /* an unstamped template token stands in a field of this line */
	bool skipped; /* SetupAPI passes over it: unknown root, or flags that do not belong there
		       */
	uint8_t n_fields;                      /* as written, at most 255 */
	const struct pcimsi_inf_field *fields; /* those: root, subkey, name, flags, value ... */
	const char *file;          /* the included INF that it stands in; NULL: the INF itself */
	const char *section;       /* AddReg/DelReg section, as spelled in its header */
	struct pcimsi_place place; /* of the line */
	const char *text; /* the line as in the file (continuations joined), without line end */
};

enum pcimsi_setting {
	PCIMSI_SETTING_MSI_SUPPORTED,
	PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT,
	PCIMSI_SETTING_DEVICE_POLICY,
	PCIMSI_SETTING_DEVICE_PRIORITY,
	PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE,
	PCIMSI_SETTING_GROUP_POLICY,
	PCIMSI_SETTING_COUNT
};

/* A section named by AddReg, DelReg, BitReg or Needs that is not in the file. */
struct pcimsi_missing {
	enum pcimsi_directive directive; /* that names it */
	const char *name;                /* the section asked for */
	const char *include;             /* for Needs: the Include= beside it; NULL: none */
	bool harmless;       /* for Needs: an inbox section known to write no value here */
	const char *file;    /* the included INF where it stands; NULL: the INF itself */
	const char *section; /* where the directive stands */
	struct pcimsi_place place, end; /* of the name, as of a pcimsi_inf_field */
	const char *text;
};

/* What installing through one install section does to a device. */
struct pcimsi_install {
	const char *base; /* the name on the Models line */
	const char
		*section; /* the one chosen for the target, as in its header; NULL: none exists */
	struct pcimsi_place section_place;
	const char *hw_section; /* `section` + ".HW", as in its header; NULL: none exists */
	struct pcimsi_place hw_place;
	struct pcimsi_driver_ver driver_ver; /* of the section, else of [Version] */
	uint8_t feature_score;               /* of the section, not of what it Needs */
	/* No driver is installed: AddService = ,2, or NO_DRV of the inbox machine.inf. */
	bool null_driver;
	bool complete; /* false: a Needs of the .HW section could not be followed */
	/* On the hardware key, in the order they are applied. */
	const struct pcimsi_effect *effects;
	uint32_t n_effects;
	/* On the software key: registry directives of the install section itself. */
	const struct pcimsi_effect *software_effects;
	uint32_t n_software_effects;
	const struct pcimsi_missing *missing; /* of the .HW section */
	uint32_t n_missing;
	const struct pcimsi_install
		*base_install; /* before extension INFs added theirs; else NULL */
	/*
	 * What a key that was empty before holds afterwards: the effect that set it, or NULL.
	 * Of a BitReg line that changed it a SET with what it holds then.
	 */
	const struct pcimsi_effect *settings[PCIMSI_SETTING_COUNT];
};

/* One Models line of the section chosen for the target. */
struct pcimsi_model {
	const char *manufacturer; /* expanded */
	const char *description;  /* expanded */
	const char *hardware_id;  /* expanded; NULL: the field is empty */
	const char *const *compatible_ids;
	uint32_t n_compatible_ids;
	const char *models_section; /* as in its header */
	const struct pcimsi_install
		*install;  /* never NULL; shared by models of one install section */
	uint32_t n_fields; /* as written */
	const struct pcimsi_inf_field *fields; /* those: install section, hardware id ... */
	struct pcimsi_place place;
	const char *text; /* the line as in the file */
	PCIMSI_ROOM;
};

/* A decoration: one TargetOSVersion of a Manufacturer line ("INF Manufacturer section"). */
struct pcimsi_decoration {
	bool valid;
	bool has_nt;           /* false: the undecorated section */
	enum pcimsi_arch arch; /* NONE: not given */
	bool has_version;
	uint32_t major, minor;
	uint32_t product; /* 0: not given */
	uint32_t suite;   /* 0: not given */
	uint32_t build;   /* 0: not given */
};

/* An INF as one Windows sees it. */
struct pcimsi_resolution {
	struct pcimsi_target target;
	const struct pcimsi_model *models;
	uint32_t n_models;
	const struct pcimsi_install *installs; /* those that the models use, each once */
	uint32_t n_installs;
	bool has_models_section; /* some Manufacturer line has a Models section for the target */
	bool excluded;           /* that section is empty: excluded on purpose */
	/* Models beyond a limit that grows with the file: many manufacturers may name one section.
	 */
	uint32_t n_left_out;
};

PCIMSI_BEGIN_DECLS

/*
 * Reads an INF from `size` bytes, which need not outlive the call. An INF that
 * SetupAPI would reject is still an answer: facts->rejection says so.
 * PCIMSI_ERR_EMPTY: no bytes. PCIMSI_ERR_FORMAT: not an INF by any measure
 * (binary data). PCIMSI_ERR_LIMIT: above 256 MiB. PCIMSI_ERR_NOMEM.
 */
PCIMSI_API int pcimsi_inf_open(const char *name, const void *bytes, size_t size,
			       const struct pcimsi_inf_options *options, struct pcimsi_inf **ret);
PCIMSI_API const struct pcimsi_inf_facts *pcimsi_inf_facts(const struct pcimsi_inf *inf);
/* In the order of the file; they belong to the INF. */
PCIMSI_API const struct pcimsi_annotation *pcimsi_inf_annotations(const struct pcimsi_inf *inf,
								  uint32_t *ret_count);
/*
 * The lines of the file as they stand there, as far as 2^20, in UTF-8 and without line ends: line n
 * is the element n - 1. They belong to the INF.
 */
PCIMSI_API const char *const *pcimsi_inf_lines(const struct pcimsi_inf *inf, uint32_t *ret_count);
PCIMSI_API void pcimsi_inf_close(struct pcimsi_inf *inf); /* NULL is allowed */

/*
 * Resolves for `target`. A rejected INF has no models. *ret belongs to `inf`.
 * Asking again for an equal target gives the same object. PCIMSI_ERR_NOMEM.
 */
PCIMSI_API int pcimsi_inf_resolve(struct pcimsi_inf *inf, const struct pcimsi_target *target,
				  const struct pcimsi_resolution **ret);

/*
 * Without an explicit target: `wanted` if the INF has a Models section for it,
 * else the newest Windows the INF serves. Returns whether *ret differs.
 */
PCIMSI_API bool pcimsi_inf_fallback_target(struct pcimsi_inf *inf,
					   const struct pcimsi_target *wanted,
					   struct pcimsi_target *ret);

/*
 * A target for every decoration of the INF, in the order of the file, each once
 * and at most 256: exactly its version, product, suite and build; what it does
 * not say comes from `wanted`. Where another decoration of the line comes first there, a
 * Windows of another product or version that takes this one, if there is any. Undecorated
 * and bare NT are x86. *ret belongs to `inf`. PCIMSI_ERR_NOMEM.
 */
PCIMSI_API int pcimsi_inf_targets(struct pcimsi_inf *inf, const struct pcimsi_target *wanted,
				  const struct pcimsi_target **ret, uint32_t *ret_count);

/* "NTamd64.10.0...16299" -> fields; case-insensitive; valid == false if malformed. */
PCIMSI_API struct pcimsi_decoration pcimsi_decoration_parse(const char *text, size_t length);

PCIMSI_API const char *pcimsi_arch_name(enum pcimsi_arch arch);          /* "amd64"; "" for NONE */
PCIMSI_API enum pcimsi_arch pcimsi_arch_parse(const char *text);         /* NONE: no such */
PCIMSI_API const char *pcimsi_product_name(enum pcimsi_product product); /* "workstation" */
PCIMSI_API const char *pcimsi_setting_name(enum pcimsi_setting setting); /* "MSISupported" ... */
PCIMSI_API const char *pcimsi_directive_name(enum pcimsi_directive directive); /* "AddReg" ... */
PCIMSI_API const char *pcimsi_encoding_name(enum pcimsi_inf_encoding encoding);
PCIMSI_API const char *pcimsi_rejection_text(enum pcimsi_inf_rejection rejection);
/* "REG_DWORD" ...; "0x..." written to buffer for the others. */
PCIMSI_API const char *pcimsi_registry_type_name(uint32_t type, char buffer[16]);

PCIMSI_END_DECLS

#endif

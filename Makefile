# SPDX-License-Identifier: GPL-2.0-or-later
#
# make            library and program in build/<variant>/
# make help       the targets
#
# DEVELOPER=1     all warnings, as errors          V=1       show the commands
# VARIANT=asan    AddressSanitizer and UBSan       CC, CFLAGS, LDFLAGS are yours

VERSION := $(shell sed -n 's/^\#define PCIMSI_VERSION "\(.*\)"/\1/p' include/pcimsi/version.h)
SOVERSION := 0

PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR ?= $(PREFIX)/share/man
PKGCONFIGDIR ?= $(LIBDIR)/pkgconfig
COMPLETIONDIR ?= $(PREFIX)/share/bash-completion/completions
INSTALL ?= install
PKG_CONFIG ?= pkg-config
CLANG_FORMAT ?= clang-format

VARIANT ?= release
B := build/$(VARIANT)

CFLAGS ?= -O2 -g

# ---- required and optional libraries ---------------------------------------

REQUIRED := libpci smartcols jansson inih
OPTIONAL := libarchive libxml-2.0
FOUND := $(foreach p,$(OPTIONAL),$(shell $(PKG_CONFIG) --exists $(p) 2>/dev/null && echo $(p)))
DEFS := $(if $(filter libarchive,$(FOUND)),-DHAVE_LIBARCHIVE) \
	$(if $(filter libxml-2.0,$(FOUND)),-DHAVE_LIBXML2)
DEP_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(REQUIRED) $(FOUND) 2>/dev/null)
LIB_LIBS := $(shell $(PKG_CONFIG) --libs libpci inih $(filter libarchive,$(FOUND)) 2>/dev/null)
PROG_LIBS := $(shell $(PKG_CONFIG) --libs $(REQUIRED) $(filter libarchive,$(FOUND)) 2>/dev/null)
TEST_LIBS := $(shell $(PKG_CONFIG) --libs cmocka 2>/dev/null)

# ---- flags: ours are added to the user's, never in their place ---------------

OUR_CFLAGS := -std=gnu11 -D_GNU_SOURCE -fvisibility=hidden -fno-common -D_FILE_OFFSET_BITS=64 \
	-Iinclude -Isrc $(DEFS) $(DEP_CFLAGS) -Wall -Wextra
OUR_LDFLAGS :=

ifneq ($(DEVELOPER),)
CC_IS_CLANG := $(shell $(CC) --version 2>/dev/null | grep -q clang && echo yes)
OUR_CFLAGS += -Werror -Wshadow -Wconversion -Wundef -Wvla -Wformat=2 -Wstrict-prototypes \
	-Wmissing-prototypes -Wwrite-strings -Wpointer-arith -Wnull-dereference \
	-Wimplicit-fallthrough -Wold-style-definition
ifeq ($(CC_IS_CLANG),)
OUR_CFLAGS += -Wsuggest-attribute=format -Walloca -Wduplicated-cond -Wlogical-op
endif
endif

ifneq ($(filter asan fuzz,$(VARIANT)),)
OUR_CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
OUR_LDFLAGS += -fsanitize=address,undefined
endif

ifeq ($(V),)
Q := @
say = @printf '  %-7s %s\n' '$(1)' '$(2)';
else
say =
endif

# ---- what is built -----------------------------------------------------------

LIB_ROOMS := base catalogue caps source inf registry policy match grant rules suggest
PROG_ROOMS := report cli
LIB_SRC := $(sort $(foreach r,$(LIB_ROOMS),$(wildcard src/$(r)/*.c)))
PROG_SRC := $(sort $(foreach r,$(PROG_ROOMS),$(wildcard src/$(r)/*.c)))
UNIT_SRC := $(sort $(wildcard tests/unit/test_*.c))
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))
BENCH_SRC := $(sort $(wildcard tests/bench/*.c))

LIB_OBJ := $(LIB_SRC:src/%.c=$(B)/obj/%.o)
PIC_OBJ := $(LIB_SRC:src/%.c=$(B)/pic/%.o)
PROG_OBJ := $(PROG_SRC:src/%.c=$(B)/obj/%.o)
# Tests may use everything of the program but its main().
TEST_OBJ := $(filter-out $(B)/obj/cli/main.o,$(PROG_OBJ))
UNIT := $(UNIT_SRC:%.c=$(B)/%)
REPLAY := $(FUZZ_SRC:tests/fuzz/%.c=$(B)/tests/fuzz/replay_%)
BENCH := $(BENCH_SRC:%.c=$(B)/%)

STATIC := $(B)/libpcimsi.a
SHARED := $(B)/libpcimsi.so.$(VERSION)
SONAME := libpcimsi.so.$(SOVERSION)
PC := $(B)/pcimsi.pc
PROGRAM := $(B)/pcimsi

.PHONY: all
all: $(PROGRAM) $(STATIC) $(SHARED) $(PC)

.PHONY: FORCE
FORCE:

.PHONY: need-libraries
need-libraries:
	@$(PKG_CONFIG) --exists $(REQUIRED) || { \
		echo "pcimsi: libraries are missing; run 'make deps' (as root it installs them)" >&2; \
		$(PKG_CONFIG) --print-errors --exists $(REQUIRED); exit 1; }

$(B)/obj/%.o: src/%.c | need-libraries
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(OUR_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/pic/%.o: src/%.c | need-libraries
	@mkdir -p $(@D)
	$(call say,CC,$< (shared))$(CC) $(OUR_CFLAGS) -fPIC $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(STATIC): $(LIB_OBJ)
	@rm -f $@
	$(call say,AR,$@)$(AR) rcs $@ $^

$(SHARED): $(PIC_OBJ) src/pcimsi.map
	$(call say,LD,$@)$(CC) -shared $(OUR_LDFLAGS) $(CFLAGS) $(LDFLAGS) -Wl,-soname,$(SONAME) \
		-Wl,--version-script,src/pcimsi.map -o $@ $(PIC_OBJ) $(LIB_LIBS)
	@ln -sf $(@F) $(B)/$(SONAME)
	@ln -sf $(@F) $(B)/libpcimsi.so

$(PROGRAM): $(PROG_OBJ) $(STATIC)
	$(call say,LD,$@)$(CC) $(OUR_LDFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(PROG_LIBS)

# Always made anew: PREFIX may be another one this time.
$(PC): src/pcimsi.pc.in include/pcimsi/version.h FORCE
	@mkdir -p $(@D)
	$(call say,GEN,$@)sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' \
		-e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' -e 's|@VERSION@|$(VERSION)|' \
		-e 's|@LIB_LIBS@|$(LIB_LIBS)|' $< >$@

# ---- tests -------------------------------------------------------------------

$(B)/tests/unit/%: tests/unit/%.c $(TEST_OBJ) $(STATIC)
	@mkdir -p $(@D)
	$(call say,TEST,$<)$(CC) $(OUR_CFLAGS) -Itests $(CPPFLAGS) $(CFLAGS) -MMD -MP $(OUR_LDFLAGS) \
		$(LDFLAGS) -o $@ $< $(TEST_OBJ) $(STATIC) $(PROG_LIBS) $(TEST_LIBS)

RULE_TESTS := $(B)/tests/rules/check_rules $(B)/tests/rules/check_suggest
RULE_TEST_OBJ := $(addprefix $(B)/tests/rules/,cases.o files.o judge.o)

$(B)/tests/rules/%.o: tests/rules/%.c | need-libraries
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(OUR_CFLAGS) -Itests $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(RULE_TESTS): %: %.o $(RULE_TEST_OBJ) $(TEST_OBJ) $(STATIC)
	$(call say,LD,$@)$(CC) $(OUR_LDFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(PROG_LIBS)

$(B)/tests/fuzz/replay_%: tests/fuzz/%.c tests/fuzz/replay_main.c $(TEST_OBJ) $(STATIC)
	@mkdir -p $(@D)
	$(call say,TEST,$<)$(CC) $(OUR_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP $(OUR_LDFLAGS) $(LDFLAGS) \
		-o $@ tests/fuzz/replay_main.c $< $(TEST_OBJ) $(STATIC) $(PROG_LIBS)

$(B)/tests/bench/%: tests/bench/%.c $(STATIC)
	@mkdir -p $(@D)
	$(call say,BENCH,$<)$(CC) $(OUR_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP $(OUR_LDFLAGS) $(LDFLAGS) \
		-o $@ $< $(STATIC) $(LIB_LIBS)

.PHONY: tests
tests: all $(UNIT) $(REPLAY) $(RULE_TESTS)

.PHONY: check
check: tests
	@BUILD=$(B) tests/run.sh

.PHONY: check-asan
check-asan:
	@ASAN_OPTIONS=detect_leaks=1:abort_on_error=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
		$(MAKE) --no-print-directory VARIANT=asan CFLAGS='-O1 -g' check

# Every file of a folder of captures and INFs; CORPUS=DIR. Skips visibly without one.
.PHONY: check-corpus
check-corpus: all
	@BUILD=$(B) tests/oracle/check_corpus.sh "$(CORPUS)"

$(B)/tests/oracle/%: tests/oracle/%.c $(STATIC)
	@mkdir -p $(@D)
	$(call say,TEST,$<)$(CC) $(OUR_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP $(OUR_LDFLAGS) $(LDFLAGS) \
		-o $@ $< $(STATIC) $(LIB_LIBS)

# Registry effects of every .HW section of the INFs below INFS=DIR (or CORPUS), against the
# SetupAPI of Wine. Skips visibly without Wine, a compiler for Windows, or a folder.
.PHONY: check-setupapi
check-setupapi: all $(B)/tests/oracle/hw_effects
	@BUILD=$(B) tests/oracle/check_setupapi.sh "$(or $(INFS),$(CORPUS))"

.PHONY: regen
regen: all
	@BUILD=$(B) REGEN=1 tests/run_cases.sh

.PHONY: bench
bench: all $(BENCH)
	@BUILD=$(B) tests/bench/run.sh

# libFuzzer; FUZZ=NAME (fuzz_NAME.c), SECONDS=N. Needs clang.
FUZZ ?= inf
FUZZ_SECONDS ?= 60
.PHONY: fuzz
fuzz:
	@$(MAKE) --no-print-directory VARIANT=fuzz CC=clang CFLAGS='-O1 -g -fsanitize=fuzzer-no-link' \
		build/fuzz/libpcimsi.a build/fuzz/pcimsi
	@mkdir -p build/fuzz/corpus_$(FUZZ) tests/fuzz/crashers/$(FUZZ)
	clang $(OUR_CFLAGS) -O1 -g -fsanitize=fuzzer,address,undefined -o build/fuzz/fuzz_$(FUZZ) \
		tests/fuzz/fuzz_$(FUZZ).c $(TEST_OBJ:$(B)/%=build/fuzz/%) \
		build/fuzz/libpcimsi.a $(PROG_LIBS)
	build/fuzz/fuzz_$(FUZZ) -max_total_time=$(FUZZ_SECONDS) -timeout=10 \
		-artifact_prefix=tests/fuzz/crashers/$(FUZZ)/ \
		$(if $(wildcard tests/fuzz/$(FUZZ).dict),-dict=tests/fuzz/$(FUZZ).dict) \
		build/fuzz/corpus_$(FUZZ) $(wildcard tests/fuzz/corpus/$(FUZZ))

# ---- demo, lint, format --------------------------------------------------------

.PHONY: demo
demo: all
	@BUILD=$(B) tests/demo.sh

.PHONY: lint
lint: need-libraries
	@BUILD=$(B) CC='$(CC)' CLANG_FORMAT='$(CLANG_FORMAT)' CFLAGS='$(OUR_CFLAGS)' tests/lint.sh

FORMATTED := $(sort $(wildcard src/*/*.[ch] include/pcimsi/*.h tests/*/*.[ch]))
.PHONY: format
format:
	@$(CLANG_FORMAT) -i $(FORMATTED)

.PHONY: deps
deps:
	@tests/deps.sh

# ---- install -------------------------------------------------------------------

.PHONY: install
install: all
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBDIR) $(DESTDIR)$(INCLUDEDIR)/pcimsi \
		$(DESTDIR)$(PKGCONFIGDIR) $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(COMPLETIONDIR)
	$(INSTALL) -m 755 $(PROGRAM) $(DESTDIR)$(BINDIR)/pcimsi
	$(INSTALL) -m 644 $(STATIC) $(DESTDIR)$(LIBDIR)/libpcimsi.a
	$(INSTALL) -m 755 $(SHARED) $(DESTDIR)$(LIBDIR)/$(notdir $(SHARED))
	ln -sf $(notdir $(SHARED)) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(notdir $(SHARED)) $(DESTDIR)$(LIBDIR)/libpcimsi.so
	$(INSTALL) -m 644 include/pcimsi/*.h $(DESTDIR)$(INCLUDEDIR)/pcimsi
	$(INSTALL) -m 644 $(PC) $(DESTDIR)$(PKGCONFIGDIR)/pcimsi.pc
	$(INSTALL) -m 644 src/cli/pcimsi.1 $(DESTDIR)$(MANDIR)/man1/pcimsi.1
	$(INSTALL) -m 644 src/cli/pcimsi.bash $(DESTDIR)$(COMPLETIONDIR)/pcimsi

.PHONY: uninstall
uninstall:
	rm -f $(DESTDIR)$(BINDIR)/pcimsi $(DESTDIR)$(LIBDIR)/libpcimsi.a \
		$(DESTDIR)$(LIBDIR)/libpcimsi.so.$(VERSION) $(DESTDIR)$(LIBDIR)/$(SONAME) \
		$(DESTDIR)$(LIBDIR)/libpcimsi.so $(DESTDIR)$(PKGCONFIGDIR)/pcimsi.pc \
		$(DESTDIR)$(MANDIR)/man1/pcimsi.1 $(DESTDIR)$(COMPLETIONDIR)/pcimsi
	rm -rf $(DESTDIR)$(INCLUDEDIR)/pcimsi

.PHONY: clean
clean:
	rm -rf build

.PHONY: help
help:
	@echo 'all check check-asan check-corpus check-setupapi lint format regen bench fuzz demo deps install uninstall clean'

-include $(LIB_OBJ:.o=.d) $(PIC_OBJ:.o=.d) $(PROG_OBJ:.o=.d) $(UNIT:=.d) $(REPLAY:=.d) $(wildcard $(B)/tests/rules/*.d) $(BENCH:=.d)

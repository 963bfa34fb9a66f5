# SPDX-License-Identifier: GPL-2.0-or-later
#
# make            library and program in build/<variant>/
# make help       the targets
#
# DEVELOPER=1     all warnings, as errors          V=1       show the commands
# VARIANT=asan    AddressSanitizer and UBSan       CC, CFLAGS, LDFLAGS are yours
# WITHOUT=LIBRARY without an optional library, though it is there; WITHOUT=sandbox for a program
#                 that has to write more than its report, as one does that counts what was run

VERSION := $(shell sed -n 's/^\#define PCIMSI_VERSION "\(.*\)"/\1/p' include/pcimsi/version.h)
SOVERSION := 0

PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
DOCDIR ?= $(DATADIR)/doc/pcimsi
PKGCONFIGDIR ?= $(LIBDIR)/pkgconfig
COMPLETIONDIR ?= $(DATADIR)/bash-completion/completions
ZSHDIR ?= $(DATADIR)/zsh/site-functions
FISHDIR ?= $(DATADIR)/fish/vendor_completions.d
INSTALL ?= install
PKG_CONFIG ?= pkg-config

VARIANT ?= release
B := build/$(VARIANT)

CFLAGS ?= -O2 -g

# ---- compiler and libraries --------------------------------------------------

# "make deps all" installs what "all" needs: nothing is looked up while this file is read, but
# when a recipe first asks for it, and then once. Only recipes may use what is defined so.
once = $(eval $(1) := $(2))$($(1))

ifneq ($(filter default undefined,$(origin CC)),)
CC = $(call once,CC,$(shell for c in cc gcc clang; do command -v $$c >/dev/null && break; done; echo $$c))
endif

REQUIRED := libpci smartcols
OPTIONAL := $(filter-out $(WITHOUT),libarchive gmime-3.0 libseccomp)
FOUND = $(call once,FOUND,$(foreach p,$(OPTIONAL),$(shell $(PKG_CONFIG) --exists $(p) 2>/dev/null && echo $(p))))
DEFS = $(if $(filter libarchive,$(FOUND)),-DHAVE_LIBARCHIVE) \
	$(if $(filter gmime-3.0,$(FOUND)),-DHAVE_GMIME) \
	$(if $(filter libseccomp,$(FOUND)),-DHAVE_LIBSECCOMP) \
	$(if $(filter sandbox,$(WITHOUT)),-DWITHOUT_SANDBOX)
DEP_CFLAGS = $(call once,DEP_CFLAGS,$(shell $(PKG_CONFIG) --cflags $(REQUIRED) $(FOUND)))
# The optional ones are not linked but loaded when they are needed: src/archive/library.h.
LIB_LIBS = $(call once,LIB_LIBS,$(shell $(PKG_CONFIG) --libs libpci) -ldl)
PROG_LIBS = $(call once,PROG_LIBS,$(shell $(PKG_CONFIG) --libs $(REQUIRED)) -ldl)
# jansson is the parser that reads what the program's own writer wrote.
TESTED_WITH := cmocka jansson
# Tests write archives.
TEST_LIBS = $(call once,TEST_LIBS,$(shell $(PKG_CONFIG) --libs $(TESTED_WITH) $(filter libarchive,$(FOUND)) 2>/dev/null))

# ---- flags: ours are added to the user's, never in their place ---------------

OUR_CFLAGS = -std=gnu11 -D_GNU_SOURCE -fvisibility=hidden -fno-common -D_FILE_OFFSET_BITS=64 \
	-Iinclude -Isrc -I$(B)/gen $(DEFS) $(DEP_CFLAGS) -Wall -Wextra
OUR_LDFLAGS :=

ifneq ($(DEVELOPER),)
CC_IS_CLANG = $(call once,CC_IS_CLANG,$(shell $(CC) --version | grep -o -m 1 clang))
OUR_CFLAGS += -Werror -Wshadow -Wconversion -Wundef -Wvla -Wformat=2 -Wstrict-prototypes \
	-Wmissing-prototypes -Wwrite-strings -Wpointer-arith -Wnull-dereference \
	-Wimplicit-fallthrough -Wold-style-definition
OUR_CFLAGS += $(if $(CC_IS_CLANG),,-Wsuggest-attribute=format -Walloca -Wduplicated-cond -Wlogical-op)
endif

ifneq ($(filter asan fuzz,$(VARIANT)),)
OUR_CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
OUR_LDFLAGS += -fsanitize=address,undefined
else
# What the library uses, it names. A sanitizer's symbols come with the program.
SHARED_LDFLAGS := -Wl,-z,defs
endif

ifeq ($(V),)
Q := @
say = @printf '  %-7s %s\n' '$(1)' '$(2)';
else
say =
endif

# ---- what is built -----------------------------------------------------------

LIB_ROOMS := base archive hwid catalogue caps source source/carrier source/dialect inf registry granted policy match \
	grant judge rules suggest compare
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

# Whoever asks for several goals at once, "make -j2 clean deps all", means them in this order.
FIRST := $(filter clean deps deps-dev deps-lab,$(MAKECMDGOALS))
need = @command -v $(firstword $(CC)) >/dev/null && $(PKG_CONFIG) --exists $(1) 2>/dev/null || { \
	echo "pcimsi: compiler or libraries are missing; run 'make deps' (as root it installs them)" >&2; \
	command -v $(firstword $(CC)) >/dev/null || echo "no compiler: $(CC)" >&2; \
	$(PKG_CONFIG) --print-errors --exists $(1); exit 1; }

.PHONY: need-libraries need-test-libraries
need-libraries: | $(FIRST)
	$(call need,$(REQUIRED))

need-test-libraries: need-libraries
	$(call need,$(TESTED_WITH))

# ---- stamps: what a build was made of. Written when it changes, then all is made anew. --------

comma := ,
quoted = '$(subst ','\'',$(strip $(1)))'
stamp = mkdir -p $(@D); printf '%s\n' $(1) >$@.new; \
	if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

# Compiler and flags as they will be used, and versions: an upgrade changes no flag.
CONFIG := $(B)/config
$(CONFIG): need-libraries FORCE
	@$(call stamp,$(foreach v,CC OUR_CFLAGS CPPFLAGS CFLAGS OUR_LDFLAGS SHARED_LDFLAGS LDFLAGS PROG_LIBS \
		TEST_LIBS AR,$(call quoted,$(v) = $($(v)))) \
		"$$($(CC) --version | head -n 1)" \
		"$$($(PKG_CONFIG) --modversion $(REQUIRED) $(FOUND) | tr '\n' ' ')")

# A source that is gone must leave the library, and no object is newer for that.
SOURCES := $(B)/sources
$(SOURCES): FORCE | $(FIRST)
	@$(call stamp,$(LIB_SRC) $(PROG_SRC))

# ---- library and program -------------------------------------------------------

$(B)/obj/%.o: src/%.c $(CONFIG)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(OUR_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/pic/%.o: src/%.c $(CONFIG)
	@mkdir -p $(@D)
	$(call say,CC,$< (shared))$(CC) $(OUR_CFLAGS) -fPIC $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# The style sheet and the script of a page, as C, with their hashes; without their comments.
$(B)/gen/html_%.h: src/report/html.% src/report/embed.awk
	@mkdir -p $(@D)
	$(call say,GEN,$@)grep -v '^/\*.*\*/$$' $< >$@.text && { sha256sum <$@.text; cat $@.text; } | \
		awk -v name=html_$* -f src/report/embed.awk >$@.new && mv $@.new $@

$(B)/obj/report/html_page.o $(B)/count/report/html_page.o: $(B)/gen/html_css.h $(B)/gen/html_js.h

$(STATIC): $(LIB_OBJ) $(SOURCES)
	@rm -f $@
	$(call say,AR,$@)$(AR) rcs $@ $(LIB_OBJ)

$(SHARED): $(PIC_OBJ) src/pcimsi.map $(SOURCES)
	$(call say,LD,$@)$(CC) -shared $(OUR_LDFLAGS) $(CFLAGS) $(LDFLAGS) $(SHARED_LDFLAGS) -Wl,-soname,$(SONAME) \
		-Wl,--version-script,src/pcimsi.map -o $@ $(PIC_OBJ) $(LIB_LIBS)
	@ln -sf $(@F) $(B)/$(SONAME)
	@ln -sf $(@F) $(B)/libpcimsi.so

$(PROGRAM): $(PROG_OBJ) $(STATIC) $(SOURCES)
	$(call say,LD,$@)$(CC) $(OUR_LDFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $(PROG_OBJ) $(STATIC) $(PROG_LIBS)

# Where the page of all rules will be, for those who point to it.
$(B)/docdir: FORCE
	@$(call stamp,'$(DOCDIR)')
$(B)/obj/report/rules_page.o $(B)/count/report/rules_page.o: $(B)/docdir
$(B)/obj/report/rules_page.o $(B)/count/report/rules_page.o: CPPFLAGS += -DPCIMSI_DOCDIR='"$(DOCDIR)"'

# What the program writes of its own catalogue.
RULES_7 := $(B)/pcimsi-rules.7
RULES_HTML := $(B)/pcimsi-rules.html
.PHONY: pages
pages: $(RULES_7) $(RULES_HTML)
page = $(call say,GEN,$@)$(PROGRAM) --page $(1) >$@.new && mv $@.new $@
$(RULES_7): $(PROGRAM)
	$(call page,mdoc)
$(RULES_HTML): $(PROGRAM)
	$(call page,html)

# Always made anew: PREFIX may be another one this time.
$(PC): src/pcimsi.pc.in include/pcimsi/version.h $(CONFIG) FORCE
	@mkdir -p $(@D)
	$(call say,GEN,$@)sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' \
		-e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' -e 's|@VERSION@|$(VERSION)|' \
		-e 's|@LIB_LIBS@|$(LIB_LIBS)|' $< >$@

# ---- tests -------------------------------------------------------------------

$(B)/tests/unit/%: tests/unit/%.c $(TEST_OBJ) $(STATIC) $(CONFIG) | need-test-libraries
	@mkdir -p $(@D)
	$(call say,TEST,$<)$(CC) $(OUR_CFLAGS) -Itests $(CPPFLAGS) $(CFLAGS) -MMD -MP $(OUR_LDFLAGS) \
		$(LDFLAGS) -o $@ $< $(TEST_OBJ) $(STATIC) $(PROG_LIBS) $(TEST_LIBS)

# It has a table of formats of its own.
$(B)/tests/unit/test_cli_formats: TEST_OBJ := $(filter-out $(B)/obj/report/formats.o,$(TEST_OBJ))

CHECKS := $(addprefix $(B)/tests/,rules/check_rules rules/check_suggest cases/run_cases \
	schema/check_schema)
CHECK_OBJ := $(addprefix $(B)/tests/,\
	support/files.o schema/validate.o cases/execute.o rules/cases.o rules/image.o rules/judge.o rules/proofs.o rules/requests.o rules/subjects.o)

$(CHECKS:=.o) $(CHECK_OBJ): $(B)/%.o: %.c $(CONFIG)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(OUR_CFLAGS) -Itests $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(CHECKS): %: %.o $(CHECK_OBJ) $(TEST_OBJ) $(STATIC)
	$(call say,LD,$@)$(CC) $(OUR_LDFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(PROG_LIBS) $(TEST_LIBS)

# The program once more, with a counter at every basic block: tests/cost/. Its sources were
# warned of already; what is counted should not depend much on CFLAGS.
COST_TEST := $(B)/tests/cost/check_cost
COST_OBJ := $(patsubst $(B)/obj/%,$(B)/count/%,$(LIB_OBJ) $(TEST_OBJ))
COST_WRAPPED := malloc calloc realloc memcpy memmove memset memchr strlen strchr strrchr strstr \
	strcspn strcmp fwrite fputs vsnprintf opendir readdir scandir

$(B)/count/%.o: src/%.c $(CONFIG)
	@mkdir -p $(@D)
	$(call say,CC,$< (counted))$(CC) $(OUR_CFLAGS) $(CPPFLAGS) $(CFLAGS) -O1 -w \
		-fsanitize-coverage=trace-pc -MMD -MP -c -o $@ $<

$(COST_TEST): $(wildcard tests/cost/*.[ch]) $(COST_OBJ) $(CONFIG)
	@mkdir -p $(@D)
	$(call say,TEST,tests/cost)$(CC) $(OUR_CFLAGS) -I. $(CPPFLAGS) $(CFLAGS) $(OUR_LDFLAGS) $(LDFLAGS) \
		$(addprefix -Wl$(comma)--wrap=,$(COST_WRAPPED)) -o $@ $(filter %.c %.o,$^) $(PROG_LIBS) -lm

$(B)/tests/fuzz/replay_%: tests/fuzz/%.c tests/fuzz/replay_main.c $(TEST_OBJ) $(STATIC) $(CONFIG)
	@mkdir -p $(@D)
	$(call say,TEST,$<)$(CC) $(OUR_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP $(OUR_LDFLAGS) $(LDFLAGS) \
		-o $@ tests/fuzz/replay_main.c $< $(TEST_OBJ) $(STATIC) $(PROG_LIBS) $(TEST_LIBS)

$(B)/tests/bench/%: tests/bench/%.c $(STATIC) $(CONFIG)
	@mkdir -p $(@D)
	$(call say,BENCH,$<)$(CC) $(OUR_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP $(OUR_LDFLAGS) $(LDFLAGS) \
		-o $@ $< $(STATIC) $(LIB_LIBS)

.PHONY: tests
tests: all pages $(UNIT) $(REPLAY) $(CHECKS) $(COST_TEST)

.PHONY: check
check: tests
	@BUILD=$(B) tests/run.sh

# Faults put into a copy of the tree, which the tests have to see. Takes minutes, and is not in CI.
.PHONY: mutants
mutants:
	@tests/mutants.sh

.PHONY: check-asan
check-asan:
	@ASAN_OPTIONS=detect_leaks=1:abort_on_error=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
		$(MAKE) --no-print-directory VARIANT=asan CFLAGS='-O1 -g' check

# Virtual machines full of PCI functions: pcimsi beside lspci and the kernel. LAB='NAME...' boots
# only these. Minutes; skips visibly without QEMU and a kernel.
.PHONY: check-live-lab
check-live-lab: all
	@BUILD=$(B) tests/lab/check.sh $(LAB)

# Every file of a folder of captures and INFs; CORPUS=DIR. Skips visibly without one.
.PHONY: check-corpus
check-corpus: all
	@BUILD=$(B) tests/oracle/check_corpus.sh "$(CORPUS)"

# Reports of every format before the readers that they are for. Skips visibly those that are not there.
.PHONY: check-formats
check-formats: all
	@BUILD=$(B) tests/check_formats.sh

# Pages of --format html in a browser. Skips visibly without one.
.PHONY: check-html
check-html: all pages
	@BUILD=$(B) tests/check_html.sh

$(B)/tests/oracle/%: tests/oracle/%.c $(STATIC) $(CONFIG)
	@mkdir -p $(@D)
	$(call say,TEST,$<)$(CC) $(OUR_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP $(OUR_LDFLAGS) $(LDFLAGS) \
		-o $@ $< $(STATIC) $(LIB_LIBS)

# Registry effects of every .HW section of the INFs below INFS=DIR (or CORPUS), against the
# SetupAPI of Wine. Skips visibly without Wine, a compiler for Windows, or a folder.
.PHONY: check-setupapi
check-setupapi: all $(B)/tests/oracle/hw_effects
	@BUILD=$(B) tests/oracle/check_setupapi.sh "$(or $(INFS),$(CORPUS))"

.PHONY: regen
regen: all $(CHECKS)
	@awk -f src/report/schema.awk src/report/schema.def >src/report/pcimsi-2.schema.json
	@BUILD=$(B) REGEN=1 $(B)/tests/cases/run_cases
	@BUILD=$(B) REGEN=1 $(B)/tests/rules/check_rules >/dev/null

.PHONY: bench
bench: all $(BENCH)
	@BUILD=$(B) tests/bench/run.sh

# libFuzzer; FUZZ=NAME (fuzz_NAME.c), SECONDS=N. Needs clang.
FUZZ ?= inf
FUZZ_SECONDS ?= 60
.PHONY: fuzz
fuzz:
	@$(MAKE) --no-print-directory VARIANT=fuzz CC=clang CFLAGS='-O1 -g -fsanitize=fuzzer-no-link' \
		build/fuzz/tests/fuzz/fuzz_$(FUZZ)
	@mkdir -p build/fuzz/corpus_$(FUZZ) tests/fuzz/crashers/$(FUZZ)
	build/fuzz/tests/fuzz/fuzz_$(FUZZ) -max_total_time=$(FUZZ_SECONDS) -timeout=10 \
		-artifact_prefix=tests/fuzz/crashers/$(FUZZ)/ \
		$(if $(wildcard tests/fuzz/$(FUZZ).dict),-dict=tests/fuzz/$(FUZZ).dict) \
		build/fuzz/corpus_$(FUZZ) $(wildcard tests/fuzz/corpus/$(FUZZ))

# Each target for FUZZ_SECONDS, one after the other, and a table of what came of it.
.PHONY: fuzz-all
fuzz-all:
	@MAKE='$(MAKE)' FUZZ_SECONDS='$(FUZZ_SECONDS)' tests/fuzz/all.sh

$(B)/tests/fuzz/fuzz_%: tests/fuzz/fuzz_%.c $(TEST_OBJ) $(STATIC) $(CONFIG)
	@mkdir -p $(@D)
	$(call say,FUZZ,$<)$(CC) $(OUR_CFLAGS) $(CPPFLAGS) $(CFLAGS) -fsanitize=fuzzer $(OUR_LDFLAGS) \
		$(LDFLAGS) -o $@ $< $(TEST_OBJ) $(STATIC) $(PROG_LIBS) $(TEST_LIBS)

# ---- demo, lint, format --------------------------------------------------------

.PHONY: demo
demo: all
	@BUILD=$(B) tests/demo.sh

.PHONY: lint
lint: all
	@BUILD=$(B) CC='$(CC)' CLANG_FORMAT='$(CLANG_FORMAT)' CFLAGS='$(OUR_CFLAGS)' tests/lint.sh
	@CC='$(CC)' CLANG_FORMAT='$(CLANG_FORMAT)' tests/lint.sh --prove

FORMATTED := $(sort $(wildcard src/*/*.[ch] src/*/*/*.[ch] include/pcimsi/*.h tests/*/*.[ch]))
.PHONY: format
format:
	@CLANG_FORMAT='$(CLANG_FORMAT)' tests/format.sh -i $(FORMATTED)

# The characters that a report escapes, of Debian's unicode-data or another copy.
UNICODE ?= /usr/share/unicode
.PHONY: unicode
unicode:
	awk -f src/report/unshown.awk $(UNICODE)/UnicodeData.txt $(UNICODE)/DerivedCoreProperties.txt \
		$(UNICODE)/PropList.txt >src/report/unshown.def.new
	@mv src/report/unshown.def.new src/report/unshown.def

# What running and testing needs; and what only those need who change something.
.PHONY: deps deps-dev deps-lab
deps:
	@tests/deps.sh

deps-dev: deps
	@tests/deps.sh developer
	@tests/node_modules.sh
	@tests/promtool.sh

# What check-live-lab boots, about 45 MB.
deps-lab:
	@tests/lab/deps.sh

# The README's commands on the smallest system of this release and of the next. Minutes.
.PHONY: check-first-run
check-first-run:
	@tests/first_run.sh

# ---- install -------------------------------------------------------------------

.PHONY: install
install: all pages
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBDIR) $(DESTDIR)$(INCLUDEDIR)/pcimsi \
		$(DESTDIR)$(PKGCONFIGDIR) $(addprefix $(DESTDIR)$(MANDIR)/man,1 3 5 7) \
		$(DESTDIR)$(COMPLETIONDIR) $(DESTDIR)$(ZSHDIR) $(DESTDIR)$(FISHDIR) \
		$(DESTDIR)$(DATADIR)/pcimsi $(DESTDIR)$(DOCDIR)
	$(INSTALL) -m 755 $(PROGRAM) $(DESTDIR)$(BINDIR)/pcimsi
	$(INSTALL) -m 644 $(STATIC) $(DESTDIR)$(LIBDIR)/libpcimsi.a
	$(INSTALL) -m 755 $(SHARED) $(DESTDIR)$(LIBDIR)/$(notdir $(SHARED))
	ln -sf $(notdir $(SHARED)) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(notdir $(SHARED)) $(DESTDIR)$(LIBDIR)/libpcimsi.so
	$(INSTALL) -m 644 include/pcimsi/*.h $(DESTDIR)$(INCLUDEDIR)/pcimsi
	$(INSTALL) -m 644 $(PC) $(DESTDIR)$(PKGCONFIGDIR)/pcimsi.pc
	$(INSTALL) -m 644 src/cli/pcimsi.1 $(DESTDIR)$(MANDIR)/man1/pcimsi.1
	$(INSTALL) -m 644 src/pcimsi.3 $(DESTDIR)$(MANDIR)/man3/pcimsi.3
	$(INSTALL) -m 644 src/cli/pcimsi-policy.5 $(DESTDIR)$(MANDIR)/man5/pcimsi-policy.5
	$(INSTALL) -m 644 $(RULES_7) $(DESTDIR)$(MANDIR)/man7/pcimsi-rules.7
	$(INSTALL) -m 644 $(RULES_HTML) $(DESTDIR)$(DOCDIR)/pcimsi-rules.html
	$(INSTALL) -m 644 src/cli/pcimsi.bash $(DESTDIR)$(COMPLETIONDIR)/pcimsi
	$(INSTALL) -m 644 src/cli/pcimsi.zsh $(DESTDIR)$(ZSHDIR)/_pcimsi
	$(INSTALL) -m 644 src/cli/pcimsi.fish $(DESTDIR)$(FISHDIR)/pcimsi.fish
	$(INSTALL) -m 644 src/report/pcimsi-2.schema.json src/policy/whcp.ini $(DESTDIR)$(DATADIR)/pcimsi

.PHONY: uninstall
uninstall:
	rm -f $(DESTDIR)$(BINDIR)/pcimsi $(DESTDIR)$(LIBDIR)/libpcimsi.a \
		$(DESTDIR)$(LIBDIR)/libpcimsi.so.$(VERSION) $(DESTDIR)$(LIBDIR)/$(SONAME) \
		$(DESTDIR)$(LIBDIR)/libpcimsi.so $(DESTDIR)$(PKGCONFIGDIR)/pcimsi.pc \
		$(DESTDIR)$(MANDIR)/man1/pcimsi.1 $(DESTDIR)$(MANDIR)/man3/pcimsi.3 \
		$(DESTDIR)$(MANDIR)/man5/pcimsi-policy.5 $(DESTDIR)$(MANDIR)/man7/pcimsi-rules.7 \
		$(DESTDIR)$(DOCDIR)/pcimsi-rules.html \
		$(DESTDIR)$(COMPLETIONDIR)/pcimsi $(DESTDIR)$(ZSHDIR)/_pcimsi $(DESTDIR)$(FISHDIR)/pcimsi.fish
	-rmdir $(DESTDIR)$(DOCDIR)
	rm -rf $(DESTDIR)$(INCLUDEDIR)/pcimsi $(DESTDIR)$(DATADIR)/pcimsi

# Debian packages, in build/deb; and whether they install and work on the smallest system. Minutes.
.PHONY: deb check-deb
deb:
	@tests/deb.sh

check-deb: deb
	@tests/deb_root.sh

.PHONY: clean
clean:
	rm -rf build

.PHONY: help
help:
	@echo 'all check mutants check-asan check-corpus check-setupapi check-formats check-html check-live-lab' \
		'check-first-run check-deb deb lint format regen' \
		'bench fuzz fuzz-all demo pages unicode deps deps-dev deps-lab install uninstall clean'

-include $(LIB_OBJ:.o=.d) $(PIC_OBJ:.o=.d) $(PROG_OBJ:.o=.d) $(COST_OBJ:.o=.d) $(UNIT:=.d) $(REPLAY:=.d) $(CHECKS:=.d) $(CHECK_OBJ:.o=.d) $(BENCH:=.d)

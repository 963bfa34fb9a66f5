#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make check-formats: what readers of each format say of it: JSON Schema, SARIF's validator with GitHub's rules, an
# XML Schema, promtool, a renderer of Markdown. Reports are left in $BUILD/formats. What is not there is told
# and skipped; make deps-dev installs it.

set -u
cd "$(dirname "$0")/.." || exit 1

BUILD=${BUILD:-build/release}
pcimsi=$PWD/$BUILD/pcimsi
out=$PWD/$BUILD/formats
modules=tests/formats/node_modules
multitool=$modules/@microsoft/sarif-multitool-linux
failed=0
rm -rf "$out"
mkdir -p "$out" || exit 1

fail() {
	echo "formats: $*"
	failed=$((failed + 1))
}

skip() {
	echo "formats: $1: skipped, no $2; make deps-dev installs it"
}

# ---- reports: one run writes all formats -------------------------------------------------------

# reports NAME ARGUMENT...: of check, whatever its status
reports() {
	local name=$1 options=() format
	shift
	for format in json ndjson sarif junit github gitlab gcc markdown csv prom; do
		options+=(--report "$format=$out/$name.$format")
	done
	"$pcimsi" check -i tests/data/pci.ids "${options[@]}" -o /dev/null "$@" 2>/dev/null
	[ -s "$out/$name.json" ] || fail "no report of: $*"
}

# Names and lines that mean something to a reader of some format.
mkdir -p "$out/<script>"
hostile="$out/<script>/=@|\`[x](y)\`,\"%s ::error::.txt"
# shellcheck disable=SC2016 # for Markdown
evil=$(printf 'e\033[31m\342\200\256 ]]><img src=x>=cmd()|@you #1 `x` [x](https://example.invalid) \377')
sed "s/^\(0000:[^ ]*\) .*/\1 $(printf %s "$evil" | sed 's/[&\/]/\\&/g')/" dumps/demo.txt >"$hostile"
LC_ALL=C awk -v evil="$evil" '{ print $0 " ; " evil }' dumps/demo.inf >"${hostile%.txt}.inf"
cat >"$out/house.ini" <<'END'
[severities]
MAT603 = warning
[waiver known]
rule = GRA705
ids = 1af4:1041
value = limit=4 unused=6 entries=10
reason = the driver uses "no more" ]]> <yet>
owner = me
END
cat dumps/demo.txt dumps/demo.txt >"$out/twice.txt"

reports demo --inf dumps/demo.inf dumps/demo.txt
reports labs --all-targets --cpus 8 --inf dumps dumps/lab-q35.txt dumps/lab-virtio.txt dumps/lab-i440fx.txt dumps/demo.txt
reports hostile -v --inf "${hostile%.txt}.inf" "$hostile"
reports waived --policy "$out/house.ini" --inf dumps/demo.inf dumps/demo.txt
reports twice --unmatched --inf dumps/demo.inf --inf dumps/wasteful.inf "$out/twice.txt" gone.txt
reports nothing --inf dumps/unknown.inf dumps/lab-q35-unprivileged.txt
for inf in fit impossible ineffective wasteful unknown mydevice; do
	reports "$inf" --inf "dumps/$inf.inf" dumps/demo.txt
done
"$pcimsi" list --format csv -o "$out/list.csv" dumps/*.txt
for command in list show; do
	"$pcimsi" "$command" --format json -o "$out/$command.json" dumps/*.txt
done
"$pcimsi" inf --all-targets --format json -o "$out/inf.json" dumps/*.inf
"$pcimsi" explain --list --format json -o "$out/explain.json"

# ---- goldens -----------------------------------------------------------------------------------

# Those of commands that write ours alone; an object of several lines is one document.
for file in tests/cases/*/expect.{json,stdout} tests/cases/incidents/*/expect.{json,stdout}; do
	if ! [ -e "$file" ] || [ "$(head -c 1 "$file")" != '{' ] || grep -q -e sed -e sarif "${file%/*}/cmd"; then
		continue
	fi
	name=${file#tests/cases/}
	cp "$file" "$out/${name//\//-}.golden"
done
for format in junit gitlab markdown csv prom; do
	cp "tests/cases/check-demo-$format/expect.stdout" "$out/golden.$format"
done

# ---- readers: each prints what does not fit, and fails then -------------------------------------

promtool=$(type -P promtool tests/formats/promtool | head -n 1)

schemas() {
	node tests/formats/check.mjs src/report/pcimsi-2.schema.json "$multitool/sarif-2.1.0.json" "$@"
}

# It ends with 0 whatever it finds; SARIF2005 wants an address on the web, which there is none of.
sarif() {
	chmod +x "$multitool/Sarif.Multitool"
	DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_BUNDLE_EXTRACT_BASE_DIR=$out/dotnet \
		"$multitool/Sarif.Multitool" validate --rule-kind 'Sarif;Ghas' "$@" >"$out/multitool" 2>&1
	grep -e ' error ' -e ' warning ' "$out/multitool" | grep -v ' SARIF2005: ' | head -n 5 | grep . && return 1
	grep -q '^Analysis completed successfully' "$out/multitool" && return
	tail -n 3 "$out/multitool"
	return 1
}

junit() {
	xmllint --noout --schema tests/formats/junit.xsd "$@" 2>&1 | grep -v ' validates$' | head -n 5 | grep . && return 1
	return 0
}

prom() {
	local file
	for file; do
		"$promtool" check metrics <"$file" 2>&1 || return 1
	done
}

# Nothing of an input becomes an element, or a link.
markdown() {
	local file
	for file; do
		cmark-gfm --unsafe -e table -e autolink -e strikethrough "$file" >"$out/cmark"
		grep -o -e '<a [^>]*>' -e '<img[^>]*>' -e '<script' "$out/cmark" && return 1
		grep -q '<table>' "$out/cmark" && continue
		echo "no table"
		return 1
	done
}

github() {
	LC_ALL=C grep -v -h -e '^::\(error\|warning\|notice\) [^:]*::[^:]' "$@" && return 1
	return 0
}

gcc() {
	LC_ALL=C grep -v -h -e '^[^ ].*: \(error\|warning\|note\): .* \[[A-Z]\{3\}[0-9]\{3\}\]$' "$@" && return 1
	return 0
}

# READER FORMAT SED-SCRIPT: a reader that does not see that fault proves nothing
sees() {
	sed -e "$3" "$out/demo.$2" >"$out/fault.$2"
	cmp -s "$out/demo.$2" "$out/fault.$2" && fail "no fault was planted: $3"
	"$1" "$out/fault.$2" >"$out/seen" && fail "$1 takes a $2 with: $3"
	rm "$out/fault.$2"
}

# READER FILE...
holds() {
	local reader=$1
	shift
	"$reader" "$@" || fail "$reader does not take all reports"
}

if [ -d "$modules/ajv" ] && [ -e "$multitool/sarif-2.1.0.json" ]; then
	holds schemas "$out"/*.{json,ndjson,golden,sarif,gitlab,csv}
	sees schemas json 's/"severity":"warning"/"severity":"warn"/'
	sees schemas ndjson 's/"slot":"[0-9:.]*"/"slot":1/'
	sees schemas sarif 's/"startLine":[0-9]*/"startLine":0/'
	sees schemas gitlab 's/"severity":"major"/"severity":"warning"/'
	sees schemas csv '2s/,//'
else
	skip "JSON, SARIF, GitLab and CSV against schemas" "Node.js with the packages of tests/formats"
fi
if [ -e "$multitool/Sarif.Multitool" ]; then
	holds sarif "$out"/*.sarif
	sees sarif sarif 's/"ruleIndex":[0-9]*/"ruleIndex":9999/'
else
	skip "SARIF's validator" "package of tests/formats"
fi
if [ -n "$(type -P xmllint)" ]; then
	holds junit "$out"/*.junit
	sees junit junit 's/<failure type="[a-z]*"/<failure/'
else
	skip junit xmllint
fi
if [ -n "$promtool" ]; then
	holds prom "$out"/*.prom
	sees prom prom 's/{severity="note"}/{severity="note}/'
else
	skip prom promtool
fi
if [ -n "$(type -P cmark-gfm)" ]; then
	holds markdown "$out"/*.markdown
	sees markdown markdown 's/^| --- .*//'
	sees markdown markdown 's/INF408/<img src=x>/'
else
	skip markdown cmark-gfm
fi
holds github "$out"/*.github
sees github github 's/^::error/:error/'
holds gcc "$out"/*.gcc
sees gcc gcc 's/ \[GRA703\]$//'

[ "$failed" -eq 0 ] && echo "formats: all readers take all reports, and see every fault"
[ "$failed" -eq 0 ]

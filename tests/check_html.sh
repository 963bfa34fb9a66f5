#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make check-html: what a browser makes of pages of --format html, and of the page of all rules. They
# and pictures of them are left in $BUILD/html. Skips visibly without Chromium, Node.js or what
# make deps-dev installs for it.

set -u
cd "$(dirname "$0")/.." || exit 1

BUILD=${BUILD:-build/release}
pcimsi=$PWD/$BUILD/pcimsi
html=$PWD/$BUILD/html
names=$PWD/tests/data/pci.ids

skip() {
	echo "check_html: skipped, $*"
	exit 0
}

chromium=$(type -P "${CHROMIUM:-chromium}" chromium-browser | head -n 1)
[ -n "$chromium" ] || skip "no Chromium; make deps-dev installs it"
[ -n "$(type -P node)" ] || skip "no Node.js; make deps-dev installs it"
[ "$(node -p 'parseInt(process.versions.node)')" -ge 20 ] || skip "Node.js is older than 20"
[ -d tests/html/node_modules/playwright-core ] || skip "its packages are missing; make deps-dev installs them"

rm -rf "$html"
mkdir -p "$html" || exit 1

# page NAME COMMAND ARGUMENT...: its status says what was found, and is no fault
page() {
	local name=$1 command=$2
	shift 2
	"$pcimsi" "$command" -i "$names" --format html -o "$html/$name.html" "$@" 2>/dev/null
	[ -s "$html/$name.html" ] || {
		echo "check_html: no page of: $*"
		exit 1
	}
}

# hostile FILE: with the names that tests/cases/hostile-html puts into it
hostile() {
	local markup='</script><img src=x onerror=alert(1)>' turned long
	turned=$(printf '\342\200\256gnp.x')
	long=$(printf '%10000s' '' | tr ' ' a)
	sed -e "s|@N@|$markup|g; s|@B@|$turned|g; s|@L@|$long|g" "tests/cases/hostile-html/$1"
}

hostile hostile.inf >"$html/a&\"'<b>.inf"
hostile hostile.txt >"$html/<i>.txt"
for count in 125 500; do
	awk -v count=$count -f tests/html/many.awk dumps/demo.txt >"$html/$count.txt"
done
cat >"$html/faults.html" <<'END'
<!DOCTYPE html><html lang="en"><head><title>faults</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src *; style-src 'sha256-AAAA'"></head>
<body><p style="width: 9000px">style</p><script>alert(1)</script><img alt="" src="https://example.invalid/x.png">
<p><font color="#bbbbbb">contrast</font></p><table width="9000"><tr><td>wide</td></tr></table></body></html>
END

cp "$BUILD/pcimsi-rules.html" "$html/rules.html" || exit 1

page demo check --inf dumps/demo.inf dumps/demo.txt
page lab check --all-targets --cpus 8 --inf dumps dumps/lab-q35.txt dumps/lab-virtio.txt dumps/lab-i440fx.txt dumps/demo.txt
page hostile check --inf "$html/a&\"'<b>.inf" "$html/<i>.txt"
page nothing check --inf dumps/demo.inf dumps/lab-virtio.txt
page some check --inf dumps/demo.inf "$html/125.txt"
page many check --inf dumps/demo.inf "$html/500.txt"
page show show tests/cases/html-silicon/silicon.txt dumps/demo.txt
page diff diff --inf dumps/fit.inf dumps/lab-q35.txt dumps/lab-virtio.txt
page hostile-diff diff --old-inf "$html/a&\"'<b>.inf" --inf dumps/demo.inf "$html/<i>.txt" dumps/demo.txt
exec node tests/html/check.mjs "$html" "$chromium"

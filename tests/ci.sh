#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The CI kit in tests/ci: its YAML and JSON can be read, it names formats and options that there are,
# what its jobs run runs, the hook stops a commit, and the problem matcher reads --format gcc. What
# needs a tool that is not installed is skipped visibly.

set -u
cd "$(dirname "$0")/.." || exit 1

BUILD=${BUILD:-build/release}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
skipped=0
kit=$PWD/tests/ci

mkdir "$work/bin"
ln -s "$(realpath "$BUILD/pcimsi")" "$work/bin/pcimsi"
PATH=$work/bin:$PATH

expect() { # WHAT COMMAND...
	local what=$1
	shift
	if "$@" >"$work/said" 2>&1; then
		passed=$((passed + 1))
	else
		echo "ci: $what"
		sed 's/^/  /' "$work/said"
		failed=$((failed + 1))
	fi
}

skip() {
	echo "ci: skipped: $1"
	skipped=$((skipped + 1))
}

# A repository as the kit takes it.
repository() { # FOLDER
	mkdir -p "$1/drivers" "$1/captures"
	cp dumps/demo.inf "$1/drivers/card.inf"
	cp dumps/demo.txt "$1/captures/lab.txt"
}

# ---- what is named -------------------------------------------------------------------------------

pcimsi --option-words | awk -F '\t' '$1 == "check" && $2 == "--format" { gsub(" ", "\n", $3); print $3 }' >"$work/formats"
pcimsi --option-table | awk -F '\t' '$1 == "check" { print $NF }' >"$work/options"
expect 'there are no formats' [ -s "$work/formats" ]
cat "$kit"/* | grep -v '^ *#' | grep -o -e '--report [a-z]*' -e '--format [a-z]*' | cut -d ' ' -f 2 | sort -u |
	grep -v -x -F -f "$work/formats" >"$work/got"
expect 'formats that do not exist' diff /dev/null "$work/got"
cat "$kit"/* | grep -v '^ *#' | tr '\n' ' ' | sed 's/\\ / /g; s/>-/ /g' |
	grep -o 'pcimsi check  *[^|&;]*' | grep -o -e ' --[a-z][a-z-]*' | tr -d ' ' | sort -u |
	grep -v -x -F -f "$work/options" | grep -v -x -e --depth -e --branch -e --edit-last -e --body-file >"$work/got"
expect 'options that do not exist' diff /dev/null "$work/got"

# ---- jobs ----------------------------------------------------------------------------------------

# The steps that judge, as a script; what they leave is what the others hand on.
if python3 -c 'import yaml' >"$work/said" 2>&1; then
	for file in "$kit"/*.y*ml; do
		expect "$(basename "$file") is no YAML" python3 -c 'import sys, yaml; yaml.safe_load(open(sys.argv[1]))' "$file"
	done
	cat >"$work/jobs.py" <<-'END'
		import sys, yaml
		kit, work = sys.argv[1:]
		steps = yaml.safe_load(open(kit + "/github.yml"))["jobs"]["msi"]["steps"]
		named = {step["name"]: step for step in steps if "name" in step}
		open(work + "/github", "w").write(named["Judge"]["run"])
		left = [named["Code scanning"]["with"]["sarif_file"], named["Page"]["with"]["path"], "pcimsi.md"]
		assert left[2] in named["Comment"]["run"]
		open(work + "/github.left", "w").write("\n".join(left))
		job = yaml.safe_load(open(kit + "/gitlab.yml"))["pcimsi"]
		open(work + "/gitlab", "w").write("\n".join(job["script"]))
		left = list(job["artifacts"]["reports"].values()) + job["artifacts"]["paths"]
		open(work + "/gitlab.left", "w").write("\n".join(left))
		hook = yaml.safe_load(open(kit + "/pre-commit-config.yaml"))["repos"][0]["hooks"][0]
		assert hook["entry"].endswith("/pre-commit") and hook["pass_filenames"] is False
	END
	expect 'the jobs are not as they were' python3 "$work/jobs.py" "$kit" "$work"
	for job in github gitlab; do
		repository "$work/$job.d"
		(cd "$work/$job.d" && bash -e "../$job") >"$work/$job.out" 2>&1
		expect "the job of $job ends with another status than 1" [ $? -eq 1 ]
		while read -r left || [ -n "$left" ]; do
			expect "the job of $job leaves no $left" [ -s "$work/$job.d/$left" ]
		done <"$work/$job.left"
	done
	expect 'there are no annotations' grep -q '^::error file=drivers/card.inf,line=43,' "$work/github.out"
else
	skip 'python3 has no yaml'
fi

# ---- the hook ------------------------------------------------------------------------------------

commit() {
	git -C "$work/hooked" commit -q -m change >"$work/committed" 2>&1
}

stops() { # WHAT PATTERN
	commit
	expect "$1 does not stop a commit" [ $? -ne 0 ]
	expect "$1 is not told" grep -e "$2" "$work/committed"
}

passes() { # WHAT
	expect "$1 stops a commit" commit
}

if command -v git >/dev/null 2>&1; then
	export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
	git init -q "$work/hooked"
	git -C "$work/hooked" config user.name Somebody
	git -C "$work/hooked" config user.email somebody@example.org
	git -C "$work/hooked" config core.hooksPath "$kit"
	echo first >"$work/hooked/README"
	git -C "$work/hooked" add .
	passes 'what is no INF'
	repository "$work/hooked"
	rm -r "$work/hooked/captures"
	git -C "$work/hooked" add .
	stops 'an INF without captures' 'git config pcimsi.captures'
	repository "$work/hooked"
	git -C "$work/hooked" add .
	stops 'an INF with an error' '^drivers/card.inf:43:1: error: .*INF408'
	sed -i 's/^\[Nic\.HW\]/[Nic.NTamd64.HW]/' "$work/hooked/drivers/card.inf"
	stops 'what is staged, whatever lies in the folder,' '^drivers/card.inf:43:1: error: '
	git -C "$work/hooked" add .
	stops 'an INF with what is impossible' '^drivers/card.inf:68:94: warning: .*GRA703'
	sed -i 's/,64$/,33/' "$work/hooked/drivers/card.inf"
	git -C "$work/hooked" add .
	passes 'an INF without errors'
	git -C "$work/hooked" config pcimsi.failOn warning
	echo '; more' >>"$work/hooked/drivers/card.inf"
	git -C "$work/hooked" add .
	stops 'an INF with a warning' '^drivers/card.inf:62:94: warning: .*GRA705'
	printf '[severities]\nGRA703 = off\nGRA705 = off\n' >"$work/hooked/pcimsi.ini"
	git -C "$work/hooked" add .
	passes 'what the policy of the repository puts off'
	git -C "$work/hooked" mv captures boards
	stops 'an INF whose captures went' 'git config pcimsi.captures'
	git -C "$work/hooked" config pcimsi.captures boards
	passes 'another folder of captures'
else
	skip 'git is not installed'
fi

# ---- the problem matcher -------------------------------------------------------------------------

# "regexp": "...", with its \\ as one
regexp=$(sed -n 's/^\t*"regexp": "\(.*\)",$/\1/p' "$kit/problem-matcher.json" | sed 's/\\\\/\\/g')
expect 'the problem matcher has no expression' [ -n "$regexp" ]
pcimsi check --format gcc --notes dumps/demo.inf dumps/demo.txt >"$work/gcc" 2>&1
expect 'there is nothing to match' [ -s "$work/gcc" ]
if command -v perl >/dev/null 2>&1; then
	# shellcheck disable=SC2016 # perl's
	REGEXP=$regexp perl -ne 'print /$ENV{REGEXP}/ ? join("|", $1, $2, $3 // "", $4, $6) . "\n" : "no match: $_"' \
		"$work/gcc" >"$work/got"
	grep 'no match' "$work/got" >"$work/lines"
	expect 'a line is not matched' diff /dev/null "$work/lines"
	expect 'a place is matched otherwise' grep -x 'dumps/demo.inf|43|1|error|INF408' "$work/got"
	expect 'a line without a column is matched otherwise' grep -x 'dumps/demo.txt|32||note|MSI213' "$work/got"
else
	skip 'perl is not installed'
fi
if command -v jq >/dev/null 2>&1; then
	jq -r '.problemMatcher[0].pattern[0].regexp' "$kit/problem-matcher.json" >"$work/got"
	expect 'the problem matcher is no JSON' [ "$(cat "$work/got")" = "$regexp" ]
else
	skip 'jq is not installed'
fi

echo "ci: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]

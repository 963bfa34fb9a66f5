#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Rooms know only the rooms that the design lets them know: by the symbols of their objects, by
# their own headers, and by public headers, each of which belongs to the room that defines its
# functions.

. tests/lint/lib.bash

# Which rooms each room may know: the arrows of the design. "Of public headers" with no
# function, or with one that a room above defines: rules hand the engine their functions.
table() {
	cat <<-'END'
		room base      base
		room archive   base archive
		room hwid      base hwid
		room catalogue base catalogue
		room caps      base hwid caps
		room source    base hwid archive caps source
		room inf       base inf
		room registry  base hwid caps inf registry
		room granted   base hwid caps granted
		room policy    base caps catalogue policy
		room match     base hwid caps inf match
		room grant     base catalogue caps inf match grant
		room judge     base hwid catalogue caps inf registry granted policy match grant judge
		room rules     base hwid catalogue caps inf registry granted policy match grant judge rules
		room suggest   base catalogue caps inf match grant judge rules suggest
		room compare   base catalogue caps inf match grant judge compare
		room report    base catalogue caps source inf registry granted policy match grant judge rules suggest compare report
		room cli       base archive catalogue caps source inf registry granted policy match grant judge rules suggest compare report cli
		header bytes      base
		header options    base
		header visibility base
		header pcimsi     cli
		header check      judge
	END
}

# "D room symbol" of what an object defines, "U room symbol object" of what it uses.
symbols() {
	local files
	mapfile -t files < <(objects)
	nm -A -g "${files[@]}" | awk -v build="$BUILD/obj/" '
	{
		at = match($0, /: *([0-9a-f]+)? +[A-Za-z] /)
		object = substr($0, length(build) + 1, at - length(build) - 1)
		room = object
		sub(/\/.*/, "", room)
		print $(NF - 1) == "U" ? "U" : "D", room, $NF, object
	}'
}

# "F header symbol" of what a public header declares.
declared() {
	local headers=(include/pcimsi/*.h)
	code_of "${headers[@]}" | sed -n 's|^include/pcimsi/\([^.]*\)\.h:\([0-9]*\):.*\b\(pcimsi_[a-z0-9_]*\)(.*|F \1 \3|p'
}

# "I room header file:line" of what a file of a room, or of a public header, includes.
included() {
	local files=(src/*/*.[ch] src/*/*/*.[ch] include/pcimsi/*.h)
	code_of "${files[@]}" | sed -n \
		-e 's|^\(src/\([^/]*\)/[^:]*:[0-9]*\):[ \t]*#[ \t]*include[ \t]*"\([^"]*/[^"]*\)".*|I \2 \3 \1|p' \
		-e 's|^\(src/\([^/]*\)/[^:]*:[0-9]*\):[ \t]*#[ \t]*include[ \t]*<pcimsi/\(.*\)\.h>.*|I \2 <\3> \1|p' \
		-e 's|^\(include/pcimsi/\([^.]*\)\.h:[0-9]*\):[ \t]*#[ \t]*include[ \t]*<pcimsi/\(.*\)\.h>.*|I <\2> <\3> \1|p'
}

check() {
	[ -d "$BUILD/obj" ] || {
		echo "$BUILD/obj is not built"
		return 77
	}
	{ table && symbols && declared && included; } | awk '
	function fault(text) { print text; faults++ }

	# Of a header in <>, or of the first folder of a path.
	function room_of(name) {
		if (sub(/^</, "", name) && sub(/>$/, "", name)) {
			if (!(name in header_room))
				fault("include/pcimsi/" name ".h: of no room: the table has no row, and no room defines its functions")
			return header_room[name]
		}
		sub(/\/.*/, "", name)
		return name
	}

	function knows(room, other) { return other == "" || (room, other) in allowed }

	$1 == "room" {
		rooms[$2]
		for (i = 3; i <= NF; i++)
			allowed[$2, $i]
	}
	$1 == "header" { header_room[$2] = $3; told[$2] }
	$1 == "D" { defined[$3] = $2 }
	$1 == "U" { use[++n_uses] = $0 }
	$1 == "F" { declares[++n_declares] = $0 }
	$1 == "I" { include[++n_includes] = $0 }

	END {
		for (i = 1; i <= n_uses; i++) {
			split(use[i], f)
			if (!(f[2] in rooms))
				strange[f[2]]
			else if (f[3] in defined && !knows(f[2], defined[f[3]]))
				fault("src/" f[4] ": " f[2] " must not use " f[3] "() of " defined[f[3]])
		}
		for (room in strange)
			fault("src/" room ": no room of the design; tests/lint/rooms.sh has the table")
		for (i = 1; i <= n_declares; i++) {
			split(declares[i], f)
			if (!(f[3] in defined))
				continue
			if (f[2] in told && knows(defined[f[3]], header_room[f[2]]))
				continue
			if (f[2] in header_room && header_room[f[2]] != defined[f[3]])
				fault("include/pcimsi/" f[2] ".h: declares " f[3] "() of " defined[f[3]] \
					" and functions of " header_room[f[2]])
			header_room[f[2]] = defined[f[3]]
		}
		for (i = 1; i <= n_includes; i++) {
			split(include[i], f)
			room = room_of(f[2])
			if (f[2] != "<pcimsi>" && f[3] != "<pcimsi>" && !knows(room, room_of(f[3])))
				fault(f[4] ": " room " must not include " f[3])
		}
		exit faults > 0
	}'
}

plant_symbol() {
	plant src/report/upper.c <<<'int upper(void) { return 1; }'
	plant src/inf/lower.c <<<'int upper(void); int lower(void) { return upper(); }'
	echo "src/inf/lower.o: inf must not use upper() of report"
}

plant_header() {
	plant src/report/upper.h </dev/null
	plant src/inf/lower.c <<<'#include "report/upper.h"'
	echo "src/inf/lower.c:1: inf must not include report/upper.h"
}

plant_public_header() {
	plant include/pcimsi/upper.h <<<'int pcimsi_upper(void);'
	plant src/report/upper.c <<<'int pcimsi_upper(void) { return 1; }'
	plant src/inf/lower.h <<<'#include <pcimsi/upper.h>'
	echo "src/inf/lower.h:1: inf must not include <upper>"
}

plant_headers_among_themselves() {
	plant include/pcimsi/upper.h <<<'int pcimsi_upper(void);'
	plant include/pcimsi/lower.h <<<$'#include <pcimsi/upper.h>\nint pcimsi_lower(void);'
	plant src/report/upper.c <<<'int pcimsi_upper(void) { return 1; }'
	plant src/base/lower.c <<<'int pcimsi_lower(void) { return 1; }'
	echo "include/pcimsi/lower.h:1: base must not include <upper>"
}

plant_header_of_two_rooms() {
	plant include/pcimsi/both.h <<<$'int pcimsi_upper(void);\nint pcimsi_lower(void);'
	plant src/report/upper.c <<<'int pcimsi_upper(void) { return 1; }'
	plant src/base/lower.c <<<'int pcimsi_lower(void) { return 1; }'
	echo "include/pcimsi/both.h: declares pcimsi_lower() of base and functions of report"
}

plant_strange_room() {
	plant src/attic/trunk.c <<<'int puts(const char *); int trunk(void) { return puts(""); }'
	echo "src/attic: no room of the design; tests/lint/rooms.sh has the table"
}

lint_main "$@"

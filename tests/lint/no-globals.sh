#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Two runs in one process share nothing: the objects of pure rooms have no data that can be
# written. What only the dynamic linker writes (.data.rel.ro) is none.

. tests/lint/lib.bash

check() {
	local pattern files
	pattern=$(IFS='|' && echo "${pure_rooms[*]}")
	mapfile -t files < <(objects | grep -E "^$BUILD/obj/($pattern)/")
	[ ${#files[@]} -gt 0 ] || {
		echo "$BUILD/obj is not built"
		return 77
	}
	objdump -t "${files[@]}" | awk -v build="$BUILD/obj/" '
	/: +file format / { file = $1; sub(/:$/, "", file); file = substr(file, length(build) + 1) }
	# Flags are seven characters; d is the section itself.
	substr($0, 18, 7) !~ /d/ && match($0, /[.](data|bss|tdata|tbss)([.][^ \t]*)?[ \t]|[*]COM[*]/) &&
	substr($0, RSTART) !~ /^[.]data[.]rel[.]ro/ {
		print "src/" file ": " $NF " is writable"
		faults++
	}
	END { exit faults > 0 }'
}

plant_counter() {
	plant src/caps/counter.c <<<'int f(void) { static int calls; return ++calls; }'
	echo 'src/caps/counter.o: calls'
}

plant_initialised() {
	plant src/match/seed.c <<<'int seed = 7;'
	echo 'src/match/seed.o: seed is writable'
}

plant_per_thread() {
	plant src/match/seed.c <<<'_Thread_local int seed;'
	echo 'src/match/seed.o: seed is writable'
}

lint_main "$@"

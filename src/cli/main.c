/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/output.h"
#include "cli/program.h"
#include "cli/sandbox.h"

int main(int argc, char **argv)
{
	program_guard();
	output_buffer();
	sandbox_permit();
	return program_run(argc, argv);
}

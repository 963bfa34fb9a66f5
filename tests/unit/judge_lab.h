/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_TESTS_JUDGE_LAB_H
#define PCIMSI_TESTS_JUDGE_LAB_H

#include "test_source_common.h"

#include <pcimsi/pcimsi.h>

/* A function and an INF that wants too much of it, judged. */

#define PATH "HKR,\"Interrupt Management\\MessageSignaledInterruptProperties\","

static const char inf_text[] = "[Version]\nSignature=\"$Windows NT$\"\nClass=Net\n"
			       "[Manufacturer]\nP=M,NTamd64\n"
			       "[M.NTamd64]\nA=I,PCI\\VEN_8086&DEV_10D3\n"
			       "[I]\n[I.HW]\nAddReg=R\n[R]\n" /* line 11 */
	PATH "MSISupported,0x00010003,1\n" PATH "MessageNumberLimit,0x00010001,  64 ; too many\n";

/* MSI-X of 32 entries; the table is told of on line 8. Its BAR is left to the test. */
static const char dump_of[] = "00:01.0 Ethernet controller: Card\n"
			      "00: 86 80 d3 10 00 00 10 00 00 00 00 02 00 00 00 00\n"
			      "10: %s 00 00 00 00 00 00 00 00 00 00 00 00\n"
			      "20: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
			      "30: 00 00 00 00 60 00 00 00 00 00 00 00 0b 01 00 00\n"
			      "40: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
			      "50: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
			      "60: 11 00 1f 00 00 00 00 00 00 08 00 00 00 00 00 00\n"
			      "70: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n";

struct judged {
	struct pcimsi_capture *capture;
	struct pcimsi_inf *inf;
	struct pcimsi_check *check;
	const struct pcimsi_run *run;
};

/* The bytes of the first BAR are those of `bar`. */
static inline void judge(struct lab *lab, const char *bar, struct judged *judged)
{
	const struct pcimsi_capture_options options = { .size = sizeof(options) };
	const struct pcimsi_inf_options inf_options = { .size = sizeof(inf_options) };
	const struct pcimsi_check_options check_options = { .size = sizeof(check_options) };
	const struct pcimsi_raw_function *raw;
	struct pcimsi_function function;
	const char *detail = NULL;
	FILE *file = fopen(at(lab, "dump.txt"), "w");

	assert_non_null(file);
	assert_true(fprintf(file, dump_of, bar) > 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(
		pcimsi_capture_open(at(lab, "dump.txt"), &options, &judged->capture, &detail), 0);
	assert_int_equal(pcimsi_inf_open("test.inf", inf_text, sizeof(inf_text) - 1, &inf_options,
					 &judged->inf),
			 0);
	judged->check = pcimsi_check_new(&check_options);
	assert_non_null(judged->check);
	assert_int_equal(
		pcimsi_check_add_inf(judged->check, judged->inf, &pcimsi_target_default, true), 0);
	assert_int_equal(pcimsi_capture_next(judged->capture, &raw), 1);
	pcimsi_function_decode(raw, &function);
	assert_int_equal(pcimsi_check_add_function(judged->check, &function, "dump.txt", false), 0);
	assert_int_equal(pcimsi_capture_next(judged->capture, &raw), 0);
	pcimsi_capture_close(judged->capture);
	assert_int_equal(pcimsi_check_run(judged->check, &judged->run), 0);
}

static inline void done(struct judged *judged)
{
	pcimsi_check_free(judged->check);
	pcimsi_inf_close(judged->inf);
}

#endif

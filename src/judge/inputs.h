/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_JUDGE_INPUTS_H
#define PCIMSI_JUDGE_INPUTS_H

#include "judge/judge_priv.h"

/* Each of these, out of memory: NULL, and the check remembers. */

const struct pcimsi_input *input_add(struct pcimsi_check *check, enum pcimsi_input_kind kind,
				     const char *name, const char *charset);
/* The INF, for whatever target it is judged. */
const struct pcimsi_input *input_of_inf(struct pcimsi_check *check, const struct pcimsi_inf *inf);
/* The capture, or the member of it, that the function is from; `raw` is kept by the check. */
const struct pcimsi_input *input_of_function(struct pcimsi_check *check, const char *capture,
					     const struct pcimsi_raw_function *raw);
/* The one of that kind and name, which is added if need be: an INF that another includes. */
const struct pcimsi_input *input_named(struct pcimsi_check *check, enum pcimsi_input_kind kind,
				       const char *name);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_TESTS_FEWER_BYTES_H
#define PCIMSI_TESTS_FEWER_BYTES_H

#include <pcimsi/function.h>

#include <stddef.h>

/*
 * A capture that lost bytes never gives another answer: what is said of the part is
 * what is said of the whole, or "unknown". Each of these returns what breaks the
 * promise, or NULL.
 */

#define PROMISE(condition)                 \
	do {                               \
		if (!(condition))          \
			return #condition; \
	} while (0)

static inline bool same_or_unknown(struct pcimsi_reg part, struct pcimsi_reg whole)
{
	if (!part.known)
		return !part.value;
	return whole.known && whole.value == part.value;
}

static inline bool state_holds(enum pcimsi_state part, enum pcimsi_state whole)
{
	return part == PCIMSI_STATE_UNKNOWN || part == whole;
}

static inline bool end_holds(enum pcimsi_walk_end part, enum pcimsi_walk_end whole)
{
	return part == PCIMSI_WALK_NOT_CAPTURED || part == PCIMSI_WALK_NO_RESPONSE || part == whole;
}

static inline const char *header_fault(const struct pcimsi_function *part,
				       const struct pcimsi_function *whole)
{
	PROMISE(same_or_unknown(part->vendor_id, whole->vendor_id));
	PROMISE(same_or_unknown(part->device_id, whole->device_id));
	PROMISE(same_or_unknown(part->command, whole->command));
	PROMISE(same_or_unknown(part->status, whole->status));
	PROMISE(same_or_unknown(part->revision, whole->revision));
	PROMISE(same_or_unknown(part->class_code, whole->class_code));
	PROMISE(same_or_unknown(part->header_type, whole->header_type));
	PROMISE(same_or_unknown(part->subsystem_vendor_id, whole->subsystem_vendor_id));
	PROMISE(same_or_unknown(part->subsystem_id, whole->subsystem_id));
	PROMISE(same_or_unknown(part->interrupt_pin, whole->interrupt_pin));
	PROMISE(same_or_unknown(part->express_type, whole->express_type));
	PROMISE(same_or_unknown(part->power_state, whole->power_state));
	return NULL;
}

static inline const char *bars_fault(const struct pcimsi_function *part,
				     const struct pcimsi_function *whole)
{
	PROMISE(part->n_bars == 0 || part->n_bars == whole->n_bars);
	for (unsigned i = 0; i < part->n_bars; i++) {
		const struct pcimsi_bar *x = &part->bars[i], *y = &whole->bars[i];

		PROMISE(x->kind == PCIMSI_BAR_UNKNOWN || x->kind == y->kind);
		PROMISE(!x->address_known || (y->address_known && x->address == y->address));
		PROMISE(x->address_known || !x->address);
		PROMISE(!x->size || x->size == y->size);
	}
	return NULL;
}

static inline const char *lists_fault(const struct pcimsi_function *part,
				      const struct pcimsi_function *whole)
{
	PROMISE(end_holds(part->walk_end, whole->walk_end));
	PROMISE(end_holds(part->extended_end, whole->extended_end));
	PROMISE(part->n_capabilities <= whole->n_capabilities);
	PROMISE(part->n_extended <= whole->n_extended);
	for (unsigned i = 0; i < part->n_capabilities; i++) {
		PROMISE(part->capabilities[i].id == whole->capabilities[i].id);
		PROMISE(part->capabilities[i].offset == whole->capabilities[i].offset);
		PROMISE(!part->capabilities[i].size ||
			part->capabilities[i].size == whole->capabilities[i].size);
	}
	for (unsigned i = 0; i < part->n_extended; i++) {
		PROMISE(part->extended[i].id == whole->extended[i].id);
		PROMISE(part->extended[i].offset == whole->extended[i].offset);
		PROMISE(part->extended[i].version == whole->extended[i].version);
	}
	return NULL;
}

static inline const char *messages_fault(const struct pcimsi_function *part,
					 const struct pcimsi_function *whole)
{
	PROMISE(state_holds(part->msi.state, whole->msi.state));
	PROMISE(state_holds(part->msix.state, whole->msix.state));
	PROMISE(same_or_unknown(part->msi.control, whole->msi.control));
	PROMISE(same_or_unknown(part->msi.address, whole->msi.address));
	PROMISE(same_or_unknown(part->msi.address_upper, whole->msi.address_upper));
	PROMISE(same_or_unknown(part->msi.data, whole->msi.data));
	PROMISE(same_or_unknown(part->msi.mask, whole->msi.mask));
	PROMISE(same_or_unknown(part->msi.pending, whole->msi.pending));
	PROMISE(same_or_unknown(part->msix.control, whole->msix.control));
	PROMISE(same_or_unknown(part->msix.table, whole->msix.table));
	PROMISE(same_or_unknown(part->msix.pba, whole->msix.pba));
	PROMISE(!part->msi.capable || part->msi.capable == whole->msi.capable);
	PROMISE(!part->msix.table_size || part->msix.table_size == whole->msix.table_size);
	return NULL;
}

static inline const char *fewer_bytes_fault(const struct pcimsi_function *part,
					    const struct pcimsi_function *whole)
{
	const char *fault = header_fault(part, whole);

	if (!fault)
		fault = bars_fault(part, whole);
	if (!fault)
		fault = lists_fault(part, whole);
	return fault ? fault : messages_fault(part, whole);
}

#endif

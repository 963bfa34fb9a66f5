/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"

#include "caps/facts.h"
#include "rules/device.h"

#include <string.h>

/* MSI: what the MSI capability says of itself (PCI Express Base Specification 7.7.1). */

#define COMMAND 0x04
#define COMMAND_BUS_MASTER 0x0004
#define CLASS_IOMMU 0x0806

/* NULL: there is none. Its control word is known where there is. */
static const struct pcimsi_msi *msi_of(const struct context *c)
{
	const struct pcimsi_msi *msi = &c->function->pub.function->msi;

	return msi->state == PCIMSI_STATE_PRESENT ? msi : NULL;
}

static void cite_control(struct finding *finding, struct context *c)
{
	const struct pcimsi_msi *msi = &c->function->pub.function->msi;

	finding_field(finding, c->function, msi->offset, PCIMSI_MSI_CONTROL,
		      "MSI %s, capable code %u, enabled code %u",
		      msi->enabled ? "enabled" : "disabled", msi->mmc, msi->mme);
}

static const char *state_text(const struct pcimsi_msi *msi)
{
	return msi->enabled ? "enabled" : "disabled";
}

/* A reserved or excessive code has no effect until MSI is enabled. */
static void weaken_if_disabled(struct finding *finding, const struct pcimsi_msi *msi)
{
	if (!msi->enabled)
		finding_severity(finding, PCIMSI_SEVERITY_WARNING);
}

enum pcimsi_reason rule_MSI201(struct context *c)
{
	const struct pcimsi_msi *msi = msi_of(c);

	if (msi && !msi->capable) {
		struct finding *finding = finding_new(c);

		finding_number(finding, "code", msi->mmc);
		cite_control(finding, c);
		finding_bits(finding, "multiple_message_capable");
	}
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSI202(struct context *c)
{
	const struct pcimsi_msi *msi = msi_of(c);

	if (msi && !msi->allocated) {
		struct finding *finding = finding_new(c);

		weaken_if_disabled(finding, msi);
		finding_number(finding, "code", msi->mme);
		finding_word(finding, "state", state_text(msi));
		cite_control(finding, c);
		finding_bits(finding, "multiple_message_enable");
	}
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSI203(struct context *c)
{
	const struct pcimsi_msi *msi = msi_of(c);

	/* Reserved codes are MSI201 and MSI202. */
	if (msi && msi->capable && msi->allocated && msi->mme > msi->mmc) {
		struct finding *finding = finding_new(c);

		weaken_if_disabled(finding, msi);
		finding_number(finding, "allocated", msi->allocated);
		finding_number(finding, "capable", msi->capable);
		finding_word(finding, "state", state_text(msi));
		cite_control(finding, c);
		finding_bits(finding, "multiple_message_enable");
	}
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSI204(struct context *c)
{
	const struct pcimsi_function *function = c->function->pub.function;
	const struct pcimsi_msix *msix = &function->msix;
	const struct pcimsi_msi *msi = msi_of(c);
	struct finding *finding;

	if (!msi || !msi->enabled)
		return PCIMSI_REASON_NONE;
	if (msix->state == PCIMSI_STATE_UNKNOWN ||
	    (msix->state == PCIMSI_STATE_PRESENT && !msix->control.known))
		return PCIMSI_REASON_NOT_CAPTURED;
	if (msix->state == PCIMSI_STATE_ABSENT || !msix->enabled)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	cite_control(finding, c);
	finding_bits(finding, "msi_enable");
	finding_field(finding, c->function, msix->offset, PCIMSI_MSIX_CONTROL, "MSI-X Enable set");
	finding_bits(finding, "msix_enable");
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSI205(struct context *c)
{
	const struct pcimsi_function *function = c->function->pub.function;
	struct finding *finding;

	if (function->msi.count < 2)
		return function->walk_end == PCIMSI_WALK_NOT_CAPTURED ? PCIMSI_REASON_NOT_CAPTURED
								      : PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "count", function->msi.count);
	for (uint32_t i = 0; i < function->n_capabilities; i++)
		if (function->capabilities[i].id == CAP_ID_MSI)
			finding_field(finding, c->function, function->capabilities[i].offset, 0,
				      "MSI");
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSI206(struct context *c)
{
	const struct pcimsi_function *function = c->function->pub.function;
	const struct pcimsi_msi *msi = msi_of(c);
	struct finding *finding;

	if (!msi || msi->address_64bit)
		return PCIMSI_REASON_NONE;
	if (!msi->layout_known)
		return PCIMSI_REASON_NOT_CAPTURED;
	if (!function->express_type.known)
		return function->walk_end == PCIMSI_WALK_COMPLETE ? PCIMSI_REASON_NONE
								  : PCIMSI_REASON_NOT_CAPTURED;
	if (function->express_type.value != 0)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_field(finding, c->function, msi->offset, PCIMSI_MSI_CONTROL,
		      "64-bit Address Capable clear");
	finding_bits(finding, "address_64bit_capable");
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSI207(struct context *c)
{
	const struct pcimsi_msi *msi = msi_of(c);

	if (msi && msi->extended_data_enabled && !msi->extended_data_capable) {
		struct finding *finding = finding_new(c);

		cite_control(finding, c);
		finding_bits(finding, "extended_message_data_enable");
	}
	return PCIMSI_REASON_NONE;
}

static void cite_address(struct finding *finding, struct context *c, const struct pcimsi_msi *msi)
{
	finding_field(finding, c->function, msi->offset, PCIMSI_MSI_ADDRESS, "0x%08x",
		      msi->address.value);
}

enum pcimsi_reason rule_MSI208(struct context *c)
{
	const struct pcimsi_msi *msi = msi_of(c);

	if (!msi)
		return PCIMSI_REASON_NONE;
	if (!msi->address.known)
		return PCIMSI_REASON_NOT_CAPTURED;
	if (msi->address.value & 3) {
		struct finding *finding = finding_new(c);

		finding_number(finding, "address", msi->address.value);
		cite_address(finding, c, msi);
	}
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSI209(struct context *c)
{
	const struct pcimsi_msi *msi = msi_of(c);
	struct finding *finding;

	if (!msi || !msi->enabled)
		return PCIMSI_REASON_NONE;
	if (!msi->address.known || (msi->address_64bit && !msi->address_upper.known))
		return PCIMSI_REASON_NOT_CAPTURED;
	if (msi->address.value || (msi->address_64bit && msi->address_upper.value))
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	cite_address(finding, c, msi);
	if (msi->address_64bit)
		finding_field(finding, c->function, msi->offset, PCIMSI_MSI_ADDRESS + 4u, "0x%08x",
			      msi->address_upper.value);
	cite_control(finding, c);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSI210(struct context *c)
{
	const struct pcimsi_function *function = c->function->pub.function;
	const struct pcimsi_msi *msi = msi_of(c);
	struct finding *finding;

	if (!msi || !msi->enabled)
		return PCIMSI_REASON_NONE;
	if (!function->command.known || !function->class_code.known)
		return PCIMSI_REASON_NOT_CAPTURED;
	if (function->command.value & COMMAND_BUS_MASTER ||
	    function->class_code.value >> 8 == CLASS_IOMMU ||
	    (function->power_state.known && function->power_state.value != 0))
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_field(finding, c->function, 0, COMMAND, "Bus Master Enable clear");
	finding_bits(finding, "bus_master_enable");
	cite_control(finding, c);
	return PCIMSI_REASON_NONE;
}

/* Where Mask Bits lie depends on the address width (7.7.1.7). */
static void cite_mask(struct finding *finding, struct context *c, const struct pcimsi_msi *msi)
{
	finding_field(finding, c->function, msi->offset, msi->address_64bit ? 0x10u : 0x0cu,
		      "0x%08x", msi->mask.value);
}

static uint32_t mask_of(uint8_t messages)
{
	return messages >= 32 ? UINT32_MAX : (UINT32_C(1) << messages) - 1;
}

enum pcimsi_reason rule_MSI211(struct context *c)
{
	const struct pcimsi_msi *msi = msi_of(c);
	struct finding *finding;

	if (!msi || !msi->masking || !msi->capable)
		return PCIMSI_REASON_NONE;
	if (!msi->mask.known)
		return PCIMSI_REASON_NOT_CAPTURED;
	if (!(msi->mask.value & ~mask_of(msi->capable)))
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "mask", msi->mask.value);
	finding_number(finding, "capable", msi->capable);
	cite_mask(finding, c, msi);
	cite_control(finding, c);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSI212(struct context *c)
{
	const struct pcimsi_msi *msi = msi_of(c);
	struct finding *finding;
	uint32_t all;

	if (!msi || !msi->masking || !msi->enabled || !msi->allocated)
		return PCIMSI_REASON_NONE;
	if (!msi->mask.known)
		return PCIMSI_REASON_NOT_CAPTURED;
	all = mask_of(msi->allocated);
	if ((msi->mask.value & all) != all)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "allocated", msi->allocated);
	finding_number(finding, "mask", msi->mask.value);
	cite_mask(finding, c, msi);
	cite_control(finding, c);
	return PCIMSI_REASON_NONE;
}

/* Ports ask for several messages and are content with one. */
static bool is_port(const struct pcimsi_function *function)
{
	uint32_t type = function->express_type.value;

	return function->express_type.known && type >= 4 && type <= 8;
}

enum pcimsi_reason rule_MSI213(struct context *c)
{
	const struct pcimsi_function *function = c->function->pub.function;
	const struct pcimsi_msi *msi = msi_of(c);
	struct finding *finding;

	if (!msi || !msi->enabled || !msi->capable || !msi->allocated ||
	    msi->allocated >= msi->capable)
		return PCIMSI_REASON_NONE;
	if (is_port(function) || function->class_code.value >> 8 == CLASS_IOMMU)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "allocated", msi->allocated);
	finding_number(finding, "capable", msi->capable);
	cite_control(finding, c);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSI214(struct context *c)
{
	const struct pcimsi_function *function = c->function->pub.function;
	const struct pcimsi_msi *msi = msi_of(c);
	bool is_pf = fn_extended(function, EXTENDED_ID_SRIOV);
	struct finding *finding;

	if (!msi || msi->masking)
		return PCIMSI_REASON_NONE;
	if (!msi->layout_known)
		return PCIMSI_REASON_NOT_CAPTURED;
	if (!is_pf && !fn_is_vf_of_known(function))
		return extended_reason(function);
	finding = finding_new(c);
	finding_word(finding, "kind", is_pf ? "physical" : "virtual");
	cite_control(finding, c);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_MSI215(struct context *c)
{
	const struct pcimsi_msi *msi = msi_of(c);

	if (msi && msi->control.value & 0xf800) {
		struct finding *finding = finding_new(c);

		finding_number(finding, "control", msi->control.value);
		cite_control(finding, c);
	}
	return PCIMSI_REASON_NONE;
}

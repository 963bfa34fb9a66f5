/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/records.h"

#include "report/message.h"

/*
 * The inf record of schema pcimsi/1. A small file may have a great many models, as lines of
 * many manufacturers may name the same: they are written one at a time.
 */

static void put_text(struct jsonw *w, const char *key, const char *text)
{
	jsonw_key(w, key);
	jsonw_text(w, text);
}

static void put_word(struct jsonw *w, const char *key, const char *word)
{
	jsonw_key(w, key);
	jsonw_word(w, word);
}

static void put_bool(struct jsonw *w, const char *key, bool value)
{
	jsonw_key(w, key);
	jsonw_bool(w, value);
}

static void put_line(struct jsonw *w, uint32_t line)
{
	jsonw_key(w, "line");
	if (line)
		jsonw_number(w, line);
	else
		jsonw_null(w);
}

static void put_target(struct jsonw *w, const struct pcimsi_target *target)
{
	char os[OS_TEXT];

	jsonw_key(w, "target");
	jsonw_object(w);
	put_word(w, "os", os_text(target, os));
	put_word(w, "arch", pcimsi_arch_name(target->arch));
	put_word(w, "product", pcimsi_product_name(target->product));
	jsonw_object_end(w);
}

static void put_setting(struct jsonw *w, const struct pcimsi_effect *effect)
{
	char type[16];

	if (!effect) {
		jsonw_null(w);
		return;
	}
	jsonw_object(w);
	put_word(w, "type", pcimsi_reg_type_name(effect->type, type));
	jsonw_key(w, "value");
	if (effect->unknown)
		jsonw_null(w);
	else if (effect->type == PCIMSI_REG_DWORD && effect->number_known)
		jsonw_number(w, effect->number);
	else
		jsonw_bytes(w, effect->data, effect->data_size);
	put_text(w, "text", effect->value_text);
	put_line(w, effect->place.line);
	put_text(w, "file", effect->file);
	put_bool(w, "conditional",
		 effect->directive == PCIMSI_DIRECTIVE_ADDREG &&
			 effect->flags & PCIMSI_ADDREG_NOCLOBBER);
	jsonw_object_end(w);
}

static void put_settings(struct jsonw *w, const struct pcimsi_install *install)
{
	jsonw_key(w, "settings");
	jsonw_object(w);
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++) {
		jsonw_key(w, pcimsi_setting_name((enum pcimsi_setting)i));
		put_setting(w, install->settings[i]);
	}
	jsonw_object_end(w);
}

static void put_model(struct jsonw *w, const struct pcimsi_model *model)
{
	const struct pcimsi_install *install = model->install;

	jsonw_object(w);
	put_text(w, "manufacturer", model->manufacturer);
	put_text(w, "description", model->description);
	put_text(w, "hardware_id", model->hardware_id);
	jsonw_key(w, "compatible_ids");
	jsonw_array(w);
	for (uint32_t i = 0; i < model->n_compatible_ids; i++)
		jsonw_text(w, model->compatible_ids[i]);
	jsonw_array_end(w);
	put_text(w, "section", install->section ? install->section : install->base);
	put_text(w, "hw_section", install->hw_section);
	put_bool(w, "complete", install->complete);
	put_line(w, model->place.line);
	put_settings(w, install);
	jsonw_object_end(w);
}

void record_inf(struct jsonw *w, bool named, const struct pcimsi_inf_facts *facts,
		const struct pcimsi_resolution *resolution, FILE *out)
{
	jsonw_object(w);
	if (named)
		put_word(w, "record", "inf");
	put_text(w, "file", facts->name);
	put_word(w, "encoding", pcimsi_encoding_name(facts->encoding));
	put_text(w, "class", facts->class_name);
	put_bool(w, "extension", facts->extension);
	put_target(w, &resolution->target);
	jsonw_key(w, "models");
	jsonw_array(w);
	for (uint32_t i = 0; i < resolution->n_models; i++) {
		put_model(w, &resolution->models[i]);
		jsonw_spill(w, out);
	}
	jsonw_array_end(w);
	jsonw_key(w, "models_left_out");
	jsonw_number(w, resolution->n_left_out);
	jsonw_object_end(w);
}

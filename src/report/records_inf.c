/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/records.h"

/*
 * The inf record. A small file may have a great many models, as lines of
 * many manufacturers may name the same: they are written one at a time.
 */

static void put_setting(struct jsonw *w, const struct pcimsi_effect *effect)
{
	char type[16];

	if (!effect) {
		jsonw_null(w);
		return;
	}
	jsonw_object(w);
	key_word(w, "type", pcimsi_registry_type_name(effect->type, type));
	jsonw_key(w, "value");
	if (effect->unknown)
		jsonw_null(w);
	else if (effect->type == PCIMSI_REGISTRY_DWORD && effect->number_known)
		jsonw_number(w, effect->number);
	else
		jsonw_bytes(w, effect->data, effect->data_size);
	key_text(w, "text", effect->value_text);
	key_line(w, "line", effect->place.line);
	key_text(w, "file", effect->file);
	key_bool(w, "conditional",
		 effect->directive == PCIMSI_DIRECTIVE_ADDREG &&
			 effect->flags & PCIMSI_ADDREG_NOCLOBBER);
	jsonw_object_end(w);
}

static void put_settings(struct jsonw *w, const struct pcimsi_install *install)
{
	key_object(w, "settings");
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
	key_text(w, "manufacturer", model->manufacturer);
	key_text(w, "description", model->description);
	key_text(w, "hardware_id", model->hardware_id);
	key_array(w, "compatible_ids");
	for (uint32_t i = 0; i < model->n_compatible_ids; i++)
		jsonw_text(w, model->compatible_ids[i]);
	jsonw_array_end(w);
	key_text(w, "section", install->section ? install->section : install->base);
	key_text(w, "hw_section", install->hw_section);
	key_bool(w, "complete", install->complete);
	key_bool(w, "null_driver", install->null_driver);
	key_line(w, "line", model->place.line);
	put_settings(w, install);
	jsonw_object_end(w);
}

void record_inf(struct jsonw *w, const struct pcimsi_inf_facts *facts,
		const struct pcimsi_resolution *resolution, FILE *out)
{
	key_text(w, "file", facts->name);
	key_word(w, "encoding", pcimsi_encoding_name(facts->encoding));
	key_text(w, "class", facts->class_name);
	key_bool(w, "extension", facts->extension);
	record_target(w, &resolution->target);
	key_array(w, "models");
	for (uint32_t i = 0; i < resolution->n_models; i++) {
		put_model(w, &resolution->models[i]);
		jsonw_spill(w, out);
	}
	jsonw_array_end(w);
	key_number(w, "models_left_out", resolution->n_left_out);
}

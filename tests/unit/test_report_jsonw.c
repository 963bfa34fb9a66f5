/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <jansson.h>

#include "report/jsonw.h"

/* What the writer wrote, as a parser reads it. */
static json_t *parse(const struct jsonw *w)
{
	json_error_t error;
	json_t *json = json_loadb(w->text, w->length, JSON_DISABLE_EOF_CHECK, &error);

	if (!json)
		print_message("%s at %d: %.*s\n", error.text, error.position, (int)w->length,
			      w->text);
	assert_non_null(json);
	return json;
}

static void what_is_written_can_be_parsed(void **state)
{
	struct jsonw w = { 0 };
	json_t *json;

	(void)state;
	jsonw_object(&w);
	jsonw_key(&w, "text");
	jsonw_text(&w, "a \"quoted\" \\ back\\slash");
	jsonw_key(&w, "none");
	jsonw_text(&w, NULL);
	jsonw_key(&w, "numbers");
	jsonw_array(&w);
	jsonw_number(&w, 0);
	jsonw_number(&w, UINT64_MAX >> 1);
	jsonw_array_end(&w);
	jsonw_key(&w, "empty");
	jsonw_array(&w);
	jsonw_array_end(&w);
	jsonw_key(&w, "nested");
	jsonw_object(&w);
	jsonw_key(&w, "hex");
	jsonw_hex(&w, "0x", 0xab, 4);
	jsonw_key(&w, "yes");
	jsonw_bool(&w, true);
	jsonw_key(&w, "no");
	jsonw_bool(&w, false);
	jsonw_object_end(&w);
	jsonw_key(&w, "word");
	jsonw_word(&w, "last");
	jsonw_object_end(&w);
	json = parse(&w);
	assert_string_equal(json_string_value(json_object_get(json, "text")),
			    "a \"quoted\" \\ back\\slash");
	assert_true(json_is_null(json_object_get(json, "none")));
	assert_int_equal(json_array_size(json_object_get(json, "numbers")), 2);
	assert_int_equal(json_integer_value(json_array_get(json_object_get(json, "numbers"), 1)),
			 INT64_MAX);
	assert_string_equal(
		json_string_value(json_object_get(json_object_get(json, "nested"), "hex")),
		"0x00ab");
	assert_true(json_is_true(json_object_get(json_object_get(json, "nested"), "yes")));
	assert_string_equal(json_string_value(json_object_get(json, "word")), "last");
	json_decref(json);
	jsonw_done(&w);
}

/* A record that is longer than the buffer may get comes out whole, in pieces. */
static void a_long_record_is_written_in_pieces(void **state)
{
	static const uint8_t bytes[] = { 0x00, 0xff, 0xa5 };
	struct jsonw w = { 0 };
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	json_t *json;

	(void)state;
	jsonw_object(&w);
	jsonw_key(&w, "list");
	jsonw_array(&w);
	for (int i = 0; i < 300000; i++) {
		jsonw_bytes(&w, bytes, sizeof(bytes));
		jsonw_spill(&w, out);
		assert_true(w.capacity < 4 * 1024 * 1024);
	}
	jsonw_array_end(&w);
	jsonw_key(&w, "none");
	jsonw_bytes(&w, bytes, 0);
	jsonw_object_end(&w);
	assert_int_equal(jsonw_flush(&w, out), 0);
	jsonw_done(&w);
	fclose(out);
	json = json_loadb(text, size, 0, NULL);
	assert_int_equal(json_array_size(json_object_get(json, "list")), 300000);
	assert_string_equal(
		json_string_value(json_array_get(json_object_get(json, "list"), 299999)), "00ffa5");
	assert_string_equal(json_string_value(json_object_get(json, "none")), "");
	json_decref(json);
	free(text);
}

/* Every single byte, alone and after a quote: nothing breaks out of the string. */
static void no_text_breaks_out_of_its_string(void **state)
{
	(void)state;
	for (int byte = 1; byte < 256; byte++) {
		char text[] = { '"', (char)byte, '\\', (char)byte, '\0' };
		struct jsonw w = { 0 };
		json_t *json;

		jsonw_array(&w);
		jsonw_text(&w, text);
		jsonw_array_end(&w);
		json = parse(&w);
		assert_int_equal(json_array_size(json), 1);
		json_decref(json);
		jsonw_done(&w);
	}
}

static void the_buffer_is_used_again(void **state)
{
	struct jsonw w = { 0 };
	FILE *out = tmpfile();
	char line[64] = "";

	(void)state;
	assert_non_null(out);
	for (int i = 0; i < 2; i++) {
		jsonw_array(&w);
		jsonw_number(&w, (uint64_t)i);
		jsonw_array_end(&w);
		assert_int_equal(jsonw_flush(&w, out), 0);
		assert_int_equal(w.length, 0);
	}
	rewind(out);
	assert_non_null(fgets(line, sizeof(line), out));
	assert_string_equal(line, "[0][1]");
	fclose(out);
	jsonw_done(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_can_be_parsed),
		cmocka_unit_test(a_long_record_is_written_in_pieces),
		cmocka_unit_test(no_text_breaks_out_of_its_string),
		cmocka_unit_test(the_buffer_is_used_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

# SPDX-License-Identifier: GPL-2.0-or-later
#
# The JSON Schema (draft 2020-12) of the rows of schema.def.

function quoted(text) {
	gsub(/\\/, "\\\\", text)
	gsub(/"/, "\\\"", text)
	return "\"" text "\""
}

function fail(text) {
	print FILENAME ":" FNR ": " text >"/dev/stderr"
	failed = 1
	exit 1
}

function typed(json, nullable) {
	return "\"type\": " (nullable ? "[" json ", \"null\"]" : json)
}

function words_of(name, nullable,    list, i) {
	if (!(name in n_words))
		fail("no words " name)
	for (i = 1; i <= n_words[name]; i++)
		list = list (i > 1 ? ", " : "") quoted(word[name, i])
	return "\"enum\": [" list (nullable ? ", null" : "") "]"
}

function reference(name) {
	used[name] = FILENAME ":" FNR
	return "{ \"$ref\": \"#/$defs/" name "\" }"
}

# The constraints of a type, without braces.
function type_of(type,    nullable, name) {
	nullable = sub(/[?]$/, "", type)
	name = type
	sub(/^[a-z]*:/, "", name)
	if (type in pattern)
		return typed("\"string\"", nullable) ", \"pattern\": " quoted(pattern[type])
	if (type == "text")
		return typed("\"string\"", nullable)
	if (type == "number")
		return typed("\"integer\"", nullable) ", \"minimum\": 0"
	if (type == "bool")
		return typed("\"boolean\"", nullable)
	if (type == "datum")
		return typed("\"integer\", \"string\"", 1)
	if (type == "schema")
		return "\"const\": \"pcimsi/2\""
	if (type == "arguments")
		return "\"type\": \"object\", \"additionalProperties\": { \"type\": [\"integer\", \"string\", \"array\", \"null\"] }"
	if (type ~ /^words:/)
		return words_of(name, nullable)
	if (type ~ /^object:/)
		return nullable ? "\"anyOf\": [" reference(name) ", { \"type\": \"null\" }]" : substr(reference(name), 3, length(reference(name)) - 4)
	if (type ~ /^list:/)
		return typed("\"array\"", nullable) ", \"items\": " (name == "text" || name in pattern ? "{ " type_of(name) " }" : reference(name))
	fail("no type " type)
}

# The words behind the first n.
function meaning(n,    text, i) {
	text = $0
	for (i = 0; i < n; i++)
		sub(/^[ \t]*[^ \t]+[ \t]*/, "", text)
	if (text == "")
		fail("nothing is said of it")
	return text
}

function end_object() {
	if (!name)
		return
	body = body "\n\t\t\t},\n\t\t\t\"required\": [" required "]\n\t\t}"
	name = ""
}

BEGIN {
	pattern["slot"] = "^[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}[.][0-7]$"
	pattern["hex"] = "^[0-9a-f]+$"
	pattern["bytes"] = "^([0-9a-f][0-9a-f])*$"
	pattern["register"] = "^0x[0-9a-f]+$"
	pattern["rule_id"] = "^[A-Z]{3}[0-9]{3}$"
	pattern["slug"] = "^[a-z0-9]+(-[a-z0-9]+)*$"
	pattern["date"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
}

/^#/ || /^$/ { next }

$1 == "words" {
	end_object()
	row = $0
	gsub(/\\ /, "\001", row)
	n_words[$2] = split(row, field, " ") - 2
	for (i = 1; i <= n_words[$2]; i++) {
		gsub(/\001/, " ", field[i + 2])
		word[$2, i] = field[i + 2]
	}
	next
}

$1 == "record" || $1 == "object" || $1 == "document" {
	end_object()
	name = $2
	if (name in known)
		fail(name " stands twice")
	known[name] = 1
	body = body (body ? ",\n" : "") "\t\t" quoted(name) ": {\n\t\t\t\"description\": " quoted(meaning(2)) \
		",\n\t\t\t\"type\": \"object\",\n\t\t\t\"properties\": {"
	required = ""
	first = 1
	if ($1 != "object")
		top[++n_top] = name
	is_record[name] = $1 == "record"
	if ($1 == "record") {
		body = body "\n\t\t\t\t\"record\": { \"const\": " quoted(name) ", \"description\": \"With --format ndjson.\" }"
		first = 0
		if (name == "byte")
			required = "\"record\""
	}
	next
}

/^\t/ && name {
	key = $1
	if (!sub(/[?]$/, "", key))
		required = required (required ? ", " : "") quoted(key)
	body = body (first ? "" : ",") "\n\t\t\t\t" quoted(key) ": { " type_of($2) ", \"description\": " quoted(meaning(2)) " }"
	first = 0
	next
}

{ fail("what is this?") }

END {
	if (failed)
		exit 1
	end_object()
	for (name in used)
		if (!(name in known)) {
			print used[name] ": no object " name >"/dev/stderr"
			exit 1
		}
	print "{"
	print "\t\"$schema\": \"https://json-schema.org/draft/2020-12/schema\","
	print "\t\"$id\": \"urn:pcimsi:schema:2\","
	print "\t\"title\": \"pcimsi/2\","
	print "\t\"$comment\": \"Made of src/report/schema.def by make regen.\","
	print "\t\"description\": \"What pcimsi writes with --format json, and a line of --format ndjson.\","
	print "\t\"anyOf\": ["
	# A document is none of a record that asks for less.
	for (i = 1; i <= n_top; i++)
		print "\t\t{ \"$ref\": \"#/$defs/" top[i] "\"" (is_record[top[i]] ? ", \"required\": [\"record\"]" : "") " }" \
			(i < n_top ? "," : "")
	print "\t],"
	print "\t\"$defs\": {"
	print body
	print "\t}"
	print "}"
}

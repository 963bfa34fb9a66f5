// SPDX-License-Identifier: GPL-2.0-or-later
//
// check.mjs SCHEMA SARIF-SCHEMA FILE...: holds each file against what its ending says that it is:
// .json and .ndjson (ours), .sarif, .gitlab, .csv. Prints what does not fit; status 1 if something
// does not.

import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const [ours, sarif, ...files] = process.argv.slice(2);
let passed = 0, failed = 0;

function compile(schema) {
	const ajv = new Ajv2020({ strict: false, allErrors: false });

	addFormats(ajv);
	return ajv.compile(schema);
}

// The part of Code Climate's issues that GitLab reads, and nothing else.
const gitlabSchema = {
	type: "array",
	items: {
		type: "object",
		additionalProperties: false,
		required: ["description", "check_name", "fingerprint", "severity", "location"],
		properties: {
			description: { type: "string", minLength: 1 },
			check_name: { type: "string", pattern: "^[A-Z]{3}[0-9]{3}$" },
			fingerprint: { type: "string", pattern: "^[0-9a-f]{16}$" },
			severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
			location: {
				type: "object",
				additionalProperties: false,
				required: ["path", "lines"],
				properties: {
					path: { type: "string", minLength: 1, pattern: "^(?!\\./)" },
					lines: {
						type: "object",
						required: ["begin", "end"],
						properties: {
							begin: { type: "integer", minimum: 1 },
							end: { type: "integer", minimum: 1 },
						},
					},
				},
			},
		},
	},
};

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));
const isOurs = compile(readJson(ours));
const isSarif = compile(readJson(sarif));
const isGitlab = compile(gitlabSchema);

function against(validate, value) {
	if (!validate(value))
		throw new Error(validate.errors.map((e) => `${e.instancePath} ${e.message}`).join("; "));
}

// What tells results apart has to, in the whole report.
function differ(values, what) {
	if (new Set(values).size !== values.length)
		throw new Error(`two have the same ${what}`);
}

function isWholeSarif(text) {
	const log = JSON.parse(text);

	against(isSarif, log);
	for (const run of log.runs)
		differ(run.results.map((r) => r.partialFingerprints.primaryLocationLineHash), "fingerprint");
}

function isWholeGitlab(text) {
	const issues = JSON.parse(text);

	against(isGitlab, issues);
	differ(issues.map((issue) => issue.fingerprint), "fingerprint");
}

// RFC 4180, with lines that end as those of Unix do.
function rowsOf(text) {
	const rows = [], cell = /("(?:[^"]|"")*"|[^",\n]*)([,\n])/y;
	let row = [];

	while (cell.lastIndex < text.length) {
		const at = cell.lastIndex, match = cell.exec(text);

		if (!match)
			throw new Error(`no cell at ${JSON.stringify(text.slice(at, at + 40))}`);
		row.push(match[1].replace(/^"|"$/g, "").replaceAll('""', '"'));
		if (match[2] === "\n") {
			rows.push(row);
			row = [];
		}
	}
	if (row.length)
		throw new Error("the last line has no end");
	return rows;
}

function isCsv(text) {
	const rows = rowsOf(text);

	differ(rows[0], "head");
	for (const row of rows) {
		if (row.length !== rows[0].length)
			throw new Error(`${row.length} cells, not ${rows[0].length}: ${row}`);
		for (const cell of row)
			if (/^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(cell))
				throw new Error(`a formula: ${cell}`);
	}
}

// A document, or a record a line.
function isGolden(text) {
	try {
		against(isOurs, JSON.parse(text));
	} catch {
		isLines(text);
	}
}

function isLines(text) {
	for (const line of text.trimEnd().split("\n"))
		against(isOurs, JSON.parse(line));
}

const kinds = {
	json: (text) => against(isOurs, JSON.parse(text)),
	ndjson: isLines,
	golden: isGolden,
	sarif: isWholeSarif,
	gitlab: isWholeGitlab,
	csv: isCsv,
};

// Bytes that are no UTF-8 would be lost in silence.
function read(path) {
	return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
}

for (const path of files) {
	try {
		kinds[path.slice(path.lastIndexOf(".") + 1)](read(path));
		passed++;
	} catch (error) {
		console.log(`formats: ${path}: ${error.message}`.slice(0, 600));
		failed++;
	}
}
console.log(`formats: ${passed} files fit their schemas, ${failed} do not`);
process.exit(failed ? 1 : 0);

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Filters, sorts and folds, and reads a field out that has the focus: the page is whole without. */
"use strict";
{
	const all = (selector, root = document) => [...root.querySelectorAll(selector)];
	const make = (tag, properties, ...children) => {
		const element = Object.assign(document.createElement(tag), properties);
		element.append(...children);
		return element;
	};

	/* ---- filter: functions by words and by verdict ---- */

	const rows = all(".matrix tbody tr"), parts = all(".fn");
	const hidden = new Set();
	const find = make("input", { type: "search", placeholder: "slot, id, name \u2026" });
	const said = make("output", { className: "said" });

	const keep = (element, text, words) => {
		const seen = !words.some((word) => hidden.has(word)) || words.some((word) => !hidden.has(word));
		element.hidden = !(seen && element.dataset.text.includes(text));
		return !element.hidden;
	};
	const filter = () => {
		const text = find.value.trim().toLowerCase();
		for (const row of rows)
			keep(row, text, all(".v", row).map((v) => v.classList[1]));
		for (const part of parts)
			keep(part, text, part.dataset.word ? [part.dataset.word] : []);
		const told = rows.length ? rows : parts;
		const shown = told.filter((one) => !one.hidden).length;
		said.value = shown < told.length ? `${shown} of ${told.length} functions` : "";
	};
	const toggle = (word) => {
		const box = make("input", { type: "checkbox", checked: true });
		box.addEventListener("change", () => {
			hidden[box.checked ? "delete" : "add"](word);
			filter();
		});
		return make("label", {}, box, ` ${word}`);
	};

	/* ---- fold ---- */

	const fold = (open) => {
		for (const details of all("details.silicon, details.fn"))
			details.open = open;
	};
	const button = (text, action) => {
		const made = make("button", { type: "button" }, text);
		made.addEventListener("click", action);
		return made;
	};

	/* ---- sort: by a column of the matrix ---- */

	const order = ["impossible", "ineffective", "wasteful", "unknown", "fit"];
	const key = (cell) => {
		const word = cell.querySelector(".v");
		return word ? String(order.indexOf(word.classList[1])) : cell.textContent;
	};
	const sort = (head, column) => {
		const body = head.closest("table").tBodies[0];
		const down = head.getAttribute("aria-sort") === "ascending";
		const sorted = [...rows].sort((a, b) =>
			key(a.cells[column]).localeCompare(key(b.cells[column]), "en", { numeric: true }));
		for (const other of head.parentElement.cells)
			other.removeAttribute("aria-sort");
		head.setAttribute("aria-sort", down ? "descending" : "ascending");
		body.append(...(down ? sorted.reverse() : sorted));
	};

	/* ---- read: the field of a map that is touched, clicked or reached by arrows ---- */

	const title = (field) => field.querySelector("title").textContent;
	const states = new Map();
	/* A picture that is used again becomes one of its own, so that its fields can be marked. */
	const state = (map) => {
		if (states.has(map))
			return states.get(map);
		for (const use of all("use", map)) {
			const copy = document.querySelector(use.getAttribute("href")).cloneNode(true);
			copy.removeAttribute("id");
			use.replaceWith(copy);
		}
		const fields = all("path", map).filter((path) => path.querySelector("title"));
		fields.sort((a, b) => parseInt(title(a), 16) - parseInt(title(b), 16));
		const made = { fields, at: -1, output: make("output", { className: "read" }) };
		map.after(made.output);
		states.set(map, made);
		return made;
	};
	const read = (known, number) => {
		known.fields[known.at]?.classList.remove("at");
		known.at = Math.max(0, Math.min(number, known.fields.length - 1));
		known.fields[known.at].classList.add("at");
		known.output.value = title(known.fields[known.at]);
	};
	const readable = (map) => {
		map.tabIndex = 0;
		map.setAttribute("role", "group");
		map.setAttribute("aria-label", "Map: arrow keys go from field to field");
		map.addEventListener("click", (event) => {
			const known = state(map);
			const number = known.fields.indexOf(document.elementFromPoint(event.clientX, event.clientY));
			if (number >= 0)
				read(known, number);
		});
		map.addEventListener("keydown", (event) => {
			const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
			if (!step)
				return;
			event.preventDefault();
			read(state(map), state(map).at + step);
		});
	};

	/* ---- all of it ---- */

	for (const element of [...rows, ...parts])
		element.dataset.text = (element.matches("tr") ? element
			: element.querySelector("h2, h3, summary")).textContent.toLowerCase();
	for (const map of all(".map"))
		readable(map);
	all(".matrix thead th").forEach((head, column) => {
		const label = button("", () => sort(head, column));
		label.append(...head.childNodes);
		head.append(label);
	});
	if (rows.length > 1 || parts.length > 1) {
		const words = order.filter((word) => document.querySelector(`.matrix .v.${word}`));
		(document.querySelector(".wide") ?? parts[0]).before(make("div", { className: "tools" },
			make("label", {}, "Find ", find), ...words.map(toggle),
			button("Open all", () => fold(true)), button("Close all", () => fold(false)), said));
		find.addEventListener("input", filter);
	}
}

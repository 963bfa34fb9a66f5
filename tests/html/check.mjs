// SPDX-License-Identifier: GPL-2.0-or-later
//
// check.mjs FOLDER CHROMIUM: what a browser makes of the pages in FOLDER, which check_html.sh wrote.
// Pictures are left there for those who want to look. One line for each fault, and how many
// checks passed.

import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [folder, executablePath] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
let passed = 0;
let failed = 0;

const expect = (what, holds, detail = "") => {
	if (holds) {
		passed++;
	} else {
		failed++;
		console.log(`check_html: ${what}${detail ? `: ${detail}` : ""}`);
	}
};

const browser = await chromium.launch({
	executablePath,
	args: ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync"].concat(process.getuid() ? [] : ["--no-sandbox"]),
});

// A page, and all that a good one does not do.
const open = async (name, options = {}) => {
	const { width = 1280, ...rest } = options;
	const context = await browser.newContext({ viewport: { width, height: 900 }, ...rest });
	const page = await context.newPage();
	const faults = [];
	page.on("console", (message) => faults.push(`console: ${message.text()}`));
	page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
	page.on("dialog", (dialog) => {
		faults.push(`dialog: ${dialog.message()}`);
		dialog.dismiss();
	});
	page.on("request", (request) => request.isNavigationRequest() || faults.push(`request: ${request.url()}`));
	await context.route(/^(?!file:)/, (route) => route.abort());
	await page.goto(`file://${folder}/${name}.html`);
	return { context, page, faults };
};

const violations = async (page) => {
	await page.evaluate(axe);
	const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
	return result.violations.filter((one) => ["serious", "critical"].includes(one.impact))
		.map((one) => `${one.id} (${one.nodes.length}): ${one.nodes[0].html.slice(0, 200)} ${one.nodes[0].failureSummary}`);
};

const unfold = (page) => page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));

// ---- all pages, as people look at them -----------------------------------------------------------

const looks = [
	{ name: "wide", width: 1280, colorScheme: "light" },
	{ name: "phone", width: 390, colorScheme: "dark" },
];

const look = async (name, { name: as, ...options }, picture) => {
	const { context, page, faults } = await open(name, options);
	const told = `${name}, ${as}`;
	await unfold(page);
	const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	expect(`${told}: the page is wider than the screen`, over <= 0, `${over} pixels`);
	if (picture) {
		const found = await violations(page);
		expect(`${told}: axe`, found.length === 0, found.join("\n  "));
		await page.screenshot({ path: `${folder}/${name}-${as}.png`, fullPage: true });
	}
	expect(`${told}: says something, or asks for something`, faults.length === 0, faults.join("; "));
	await context.close();
};

const print = async (name) => {
	const { context, page, faults } = await open(name);
	await page.emulateMedia({ media: "print" });
	expect(`${name}: a function may break across pages`, await page.evaluate(() =>
		[...document.querySelectorAll(".fn")].every((one) => getComputedStyle(one).breakInside === "avoid")));
	expect(`${name}: what only a screen can do is printed`, await page.evaluate(() =>
		[...document.querySelectorAll(".tools")].every((one) => getComputedStyle(one).display === "none")));
	await page.pdf({ path: `${folder}/${name}.pdf`, format: "A4", printBackground: true });
	expect(`${name}: printing says something`, faults.length === 0, faults.join("; "));
	await context.close();
};

// ---- without scripts, and with them --------------------------------------------------------------

const plain = async (name, words) => {
	const { context, page } = await open(name, { javaScriptEnabled: false });
	const text = await page.locator("body").innerText();
	for (const word of words)
		expect(`${name} without scripts: no ${word}`, text.includes(word));
	expect(`${name} without scripts: buttons that do nothing`, await page.locator("button").count() === 0);
	await context.close();
};

// Where mail and CI pages strip styles, attributes of the pictures and words tell what is meant.
const bare = async (name) => {
	const { context, page } = await open(name, { javaScriptEnabled: false });
	await page.evaluate(() => document.querySelector("style").remove());
	const paint = (selector, what) => page.evaluate(([selector, what]) =>
		getComputedStyle(document.querySelector(selector))[what], [selector, what]);
	expect(`${name} without styles: no frame of what a finding is about`, await paint("#f1 .cited", "stroke") === "rgb(184, 64, 15)");
	expect(`${name} without styles: no colour of MSI-X`, await paint("#f1 .k3", "fill") === "rgb(185, 217, 255)");
	expect(`${name} without styles: no dump`, (await page.locator("#f1 pre").innerText()).includes("40 11 80 20 80"));
	await context.close();
};

const count = (page, selector) => page.locator(selector).filter({ visible: true }).count();

const filters = async (page) => {
	await page.getByLabel("Find").fill("10d3");
	expect("filter: not one row", await count(page, ".matrix tbody tr") === 1);
	expect("filter: not one function", await count(page, "section.fn") === 1);
	await page.getByLabel("Find").fill("");
	await page.getByLabel("fit").uncheck();
	expect("filter: a verdict that was left out is shown", await count(page, ".matrix .v.fit") === 0);
	expect("filter: another verdict is gone", await count(page, ".matrix .v.wasteful") === 1);
	await page.getByLabel("fit").check();
	expect("filter: not all is back", await count(page, ".matrix tbody tr") === 4);
};

const sorts = async (page) => {
	const verdicts = () => page.$$eval(".matrix tbody .v", (all) => all.map((one) => one.classList[1]).join());
	const head = page.locator(".matrix thead button").last();
	await head.focus();
	await page.keyboard.press("Enter");
	expect("sort: the worst is not the first", await verdicts() === "impossible,ineffective,wasteful,fit", await verdicts());
	await page.keyboard.press("Enter");
	expect("sort: the worst is not the last", await verdicts() === "fit,wasteful,ineffective,impossible", await verdicts());
};

const folds = async (page) => {
	await page.getByRole("button", { name: "Open all" }).click();
	expect("fold: something is closed", await count(page, ".map") === 4);
	await page.getByRole("button", { name: "Close all" }).click();
	expect("fold: something is open", await count(page, ".map") === 0);
	await page.getByRole("button", { name: "Open all" }).click();
};

const reads = async (page) => {
	const map = page.locator("#f1 .map");
	const said = page.locator("#f1 .read");
	await map.focus();
	await page.keyboard.press("ArrowRight");
	expect("read: not the first field", (await said.innerText()).includes("Vendor ID"), await said.innerText());
	await page.keyboard.press("ArrowRight");
	expect("read: not the second field", (await said.innerText()).includes("Device ID"), await said.innerText());
	await map.click({ position: { x: 80, y: 4 * 18 + 9 } });
	expect("read: not the field that was clicked", /0x42\.\.0x43 Message Control.*33 entries/.test(await said.innerText()),
		await said.innerText());
};

const works = async (name) => {
	const { context, page, faults } = await open(name);
	for (const part of [filters, sorts, folds, reads])
		await part(page);
	expect(`${name}: using it says something`, faults.length === 0, faults.join("; "));
	await context.close();
};

// ---- hostile names -------------------------------------------------------------------------------

const hostile = async (name) => {
	const { context, page, faults } = await open(name);
	const text = await page.evaluate(() => document.documentElement.textContent);
	expect(`${name}: what was meant as markup is no text`, text.includes("</script><img src=x onerror=alert(1)>"));
	expect(`${name}: an element of an input`, await page.locator("img, script:not(:last-child), i").count() === 0);
	expect(`${name}: characters that turn text round`, !bidi.test(text));
	expect(`${name}: a name of 10,000 characters is not cut`, !text.includes("a".repeat(2000)));
	expect(`${name}: something ran`, faults.length === 0, faults.join("; "));
	await context.close();
};

// ---- many functions ------------------------------------------------------------------------------

const load = async (name) => {
	let best = Infinity;
	for (let i = 0; i < 3; i++) {
		const { context, page } = await open(name);
		best = Math.min(best, await page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventEnd));
		await context.close();
	}
	return best;
};

// Of 125 and 500 functions; four times as many may take seven times as long.
const many = async (few, all) => {
	const { context, page } = await open(all);
	const nodes = await page.evaluate(() => document.getElementsByTagName("*").length);
	const size = statSync(`${folder}/${all}.html`).size;
	expect(`${all}: not 500 functions`, await page.locator("section.fn").count() === 500);
	expect(`${all}: a function without its map`, await page.locator("section.fn .map").count() === 500);
	expect(`${all}: more than 2 MB`, size < 2e6, `${size} bytes`);
	expect(`${all}: more than 100 elements a function`, nodes < 5e4, `${nodes}`);
	await page.getByLabel("Find").fill("00:01.1");
	expect(`${all}: filter`, await count(page, "section.fn") === 1);
	await page.getByRole("button", { name: "Open all" }).click();
	// Its picture is one that was drawn before.
	await page.locator("#f9 .map").click({ position: { x: 80, y: 9 } });
	expect(`${all}: a field is not read out`, (await page.locator("#f9 .read").innerText()).startsWith("0x00..0x3f header"));
	await page.locator("#f9 .map").press("ArrowRight");
	expect(`${all}: not the next field`, (await page.locator("#f9 .read").innerText()).startsWith("0x40"));
	await context.close();
	const [short, long] = [await load(few), await load(all)];
	expect(`${all}: loads in ${long} ms, a quarter of it in ${short}`, long < 7 * short + 50);
};

// ---- faults that have to be seen -----------------------------------------------------------------

const seen = async () => {
	const { context, page, faults } = await open("faults");
	const found = (await violations(page)).join();
	expect("a style of an element is not seen", faults.some((one) => one.includes("inline style")), faults.join("; "));
	expect("a script is not seen", faults.some((one) => one.includes("inline script")));
	expect("a request is not seen", faults.some((one) => one.includes("example.invalid")));
	expect("a low contrast is not seen", found.includes("color-contrast"), found);
	expect("a page that is too wide is not seen",
		await page.evaluate(() => document.documentElement.scrollWidth > innerWidth));
	await context.close();
};

// --------------------------------------------------------------------------------------------------

await seen();
for (const name of ["demo", "hostile", "rules"]) {
	for (const one of looks)
		await look(name, one, true);
	await print(name);
}
await look("lab", looks[0], true);
await look("nothing", looks[1], true);
await look("show", looks[0], true);
await look("diff", looks[0], true);
await look("diff", looks[1], true);
await look("hostile-diff", looks[1], true);
await look("many", looks[0], false);
await plain("demo", ["00:02.2", "impossible", "ineffective", "wasteful", "fit", "MessageNumberLimit 64 can never be reached",
	"Write 33", "Table Size 33"]);
await bare("demo");
await works("demo");
await hostile("hostile");
await hostile("hostile-diff");
await many("some", "many");
await browser.close();
console.log(`check_html: ${passed} passed, ${failed} failed`);
process.exitCode = failed || !passed ? 1 : 0;

// What a librarian does at a desk, by the screen.

import assert from "node:assert/strict";
import { reader } from "./browser.mjs";
import { until } from "./until.mjs";

// Opens the desk of a library in a context of its own; gives its page.
export async function signInAtDesk(context, screens, library, staff) {
  const page = await context.newPage();
  await page.goto(`${screens}/guichet/${library}/connexion`);
  await page.locator("#nom").fill(staff.name);
  await page.locator("#secret").fill(staff.password);
  await page.locator("main form button[type=submit]").click();
  await page.waitForURL((url) => url.pathname === `/guichet/${library}` || url.pathname === `/guichet/${library}/`);
  return page;
}

// The desk of a library: its page, and the address below which it works.
export async function deskOf({ browser, screens, territory }, library, more = {}) {
  const page = await signInAtDesk(await reader(browser, more), screens, library, territory.staff);
  return { page, base: `${screens}/guichet/${library}`, close: () => page.context().close() };
}

// Scans a code into the one field; gives what the desk says it did.
export async function scan(page, base, code) {
  await page.goto(base);
  return typed(page, code);
}

// Takes an item back at the counter; gives what the desk says it did.
export async function takeBack({ page, base }, code) {
  await page.goto(`${base}/retour`);
  return typed(page, code);
}

async function typed(page, code) {
  await page.locator("form.scan #code").fill(code);
  await page.keyboard.press("Enter");
  const said = page.locator("#travail .outcome, #travail .stop").first();
  await said.waitFor();
  return words(said);
}

// Lends an item to a patron of this library at the counter.
export async function lend({ page, base }, card, code, title) {
  await page.goto(`${base}/pret`);
  await page.locator("#carte").fill(card);
  await page.keyboard.press("Enter");
  await page.locator("form.scan #code").fill(code);
  await page.keyboard.press("Enter");
  await page.locator("table.work", { hasText: title }).waitFor();
}

// Finds the line of a title in a list of work; gives its text, or nothing.
export async function lineOf(page, base, list, title) {
  await page.goto(`${base}/travail/${list}`);
  const line = page.locator("table.work tbody tr", { hasText: title }).first();
  return (await line.count()) ? words(line) : null;
}

// Finds the item of a title in a list, as its line names it: library/barcode.
export async function itemOf(page, base, list, title) {
  assert.ok(await lineOf(page, base, list, title), `${title} stands on ${list}`);
  const line = page.locator("table.work tbody tr", { hasText: title }).first();
  const item = (await line.locator(".quiet").first().textContent()).trim();
  assert.match(item, /^[a-z0-9-]+\/\S+$/);
  return item;
}

// Takes what was asked for from the shelf; gives the item.
export async function pull({ page, base }, title) {
  await until(() => lineOf(page, base, "prendre", title), `${title} on the list of what to pull`);
  const item = await itemOf(page, base, "prendre", title);
  assert.match(await scan(page, base, item.split("/")[1]), /Pris en rayon/);
  return item;
}

// Says that the van took the crate in which a title lies; `list` is what it lies there for: sent to others, or on its way home.
export async function giveToVan({ page, base }, title, list = "expedier") {
  await until(() => lineOf(page, base, list, title), `${title} in a crate`);
  const crate = page.locator("main form", { has: page.locator("tbody tr", { hasText: title }) });
  await crate.locator("button[value=partie]").click();
  await until(async () => !(await lineOf(page, base, list, title)), `${title} gone with the van`);
}

// Scans what came out of the van; gives what the desk says.
export async function receive({ page, base }, title, item) {
  await until(() => lineOf(page, base, "recevoir", title), `${title} on the list of what to receive`);
  return scan(page, base, item);
}

// Gives the text of a part of a page on one line.
export async function words(part) {
  return (await part.textContent()).replace(/\s+/g, " ").trim();
}

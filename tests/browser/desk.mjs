// What a librarian does at a desk, by the screen.

import assert from "node:assert/strict";

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

// Scans a code into the one field; gives what the desk says it did.
export async function scan(page, base, code) {
  if (!(await page.locator("form.scan #code").count())) await page.goto(base);
  await page.locator("form.scan #code").fill(code);
  await page.keyboard.press("Enter");
  const said = page.locator("#travail .outcome, #travail .stop").first();
  await said.waitFor();
  return (await said.textContent()).replace(/\s+/g, " ").trim();
}

// Finds the line of a title in a list of work; gives its text, or nothing.
export async function lineOf(page, base, list, title) {
  await page.goto(`${base}/travail/${list}`);
  const line = page.locator("table.work tbody tr", { hasText: title }).first();
  return (await line.count()) ? (await line.textContent()).replace(/\s+/g, " ").trim() : null;
}

// Finds the item of a title in a list, as its line names it: library/barcode.
export async function itemOf(page, base, list, title) {
  assert.ok(await lineOf(page, base, list, title), `${title} stands on ${list}`);
  const line = page.locator("table.work tbody tr", { hasText: title }).first();
  const item = (await line.locator(".quiet").first().textContent()).trim();
  assert.match(item, /^[a-z0-9-]+\/\S+$/);
  return item;
}

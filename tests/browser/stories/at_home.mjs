// What a patron does alone: changes their mind, sends a form twice, signs out.

import assert from "node:assert/strict";
import { reader, signInPatron } from "../browser.mjs";

// Two clicks from a list to a request; sent twice it is one; and it can be taken back. Without any script.
export async function requestsOnceAndCancels({ browser, screens, territory }) {
  const patron = territory.patrons.lumbres;
  const context = await reader(browser, { script: "none" });
  const page = await context.newPage();
  await signInPatron(page, screens, patron);
  await page.goto(`${screens}/recherche?q=camus&retrait=${patron.library}`);
  const asked = page.locator(".works li").filter({ has: page.locator("button[name=titre]") }).first();
  const title = (await asked.locator("h2").textContent()).trim();
  const form = { titre: await asked.locator("button[name=titre]").getAttribute("value") };
  for (const name of ["jeton", "page"]) form[name] = await page.locator(`form[action="/reserver"] input[name=${name}]`).inputValue();
  const twice = await Promise.all([1, 2].map(() => context.request.post(`${screens}/reserver`, { form })));
  assert.deepEqual(twice.map((answer) => answer.status()), [200, 200]);
  await page.goto(`${screens}/compte/reservations`);
  const mine = page.locator("main .cards > li", { hasText: title });
  assert.equal(await mine.count(), 1, title);
  await mine.getByRole("link", { name: /Annuler/ }).click();
  await page.locator("main form button[type=submit]").first().click();
  await page.goto(`${screens}/compte/reservations`);
  assert.doesNotMatch(page.url(), new RegExp(patron.card));
  await context.close();
}

// Nothing personal in addresses; after signing out nobody is known, on no page.
export async function signsOut({ browser, screens, territory }) {
  const patron = territory.patrons["saint-omer"];
  const context = await reader(browser);
  const page = await context.newPage();
  const addresses = [];
  page.on("request", (request) => addresses.push(request.url(), request.headers().referer ?? ""));
  await signInPatron(page, screens, patron);
  await page.goto(`${screens}/compte`);
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await page.goto(`${screens}/compte`);
  assert.match(page.url(), /\/connexion/);
  assert.deepEqual(addresses.filter((address) => address.includes(patron.card) || address.includes(patron.pin)), []);
  await context.close();
}

// A wrong PIN is said above the form, in the title and beside the field, and what was typed is kept.
export async function isToldWhatIsWrong({ browser, screens, territory }) {
  const context = await reader(browser);
  const page = await context.newPage();
  await page.goto(`${screens}/connexion`);
  await page.locator("#bibliotheque").selectOption("saint-omer");
  await page.locator("#carte").fill(territory.patrons["saint-omer"].card);
  await page.locator("#secret").fill("mauvais mot");
  await page.locator("main form button[type=submit]").click();
  await page.locator(".error-summary").waitFor();
  assert.match(await page.title(), /^Erreur/);
  assert.equal(await page.evaluate(() => document.activeElement.className), "error-summary");
  assert.equal(await page.locator("#carte").inputValue(), territory.patrons["saint-omer"].card);
  await context.close();
}

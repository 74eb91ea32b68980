// A patron asks at home; the book is pulled, given to the van, received, lent, brought back, and is to go home.

import assert from "node:assert/strict";
import { reader, signInPatron } from "../browser.mjs";
import { itemOf, lineOf, scan, signInAtDesk } from "../desk.mjs";

const TITLE = "La Guerre des boutons";
const LENDER = "arques";

export async function booksTravel({ browser, screens, territory, work }) {
  const patron = territory.patrons.fauquembergues;
  const home = await reader(browser);
  const page = await home.newPage();
  await requestOf(page, screens, patron, work);

  const lender = `${screens}/guichet/${LENDER}`;
  const arques = await signInAtDesk(await reader(browser), screens, LENDER, territory.staff);
  await until(async () => lineOf(arques, lender, "prendre", TITLE));
  const item = await itemOf(arques, lender, "prendre", TITLE);
  const pulled = await scan(arques, lender, item.split("/")[1]);
  assert.match(pulled, /Pris en rayon/);
  await itemOf(arques, lender, "expedier", TITLE);
  await arques.locator("button[value=partie]").first().click();
  await until(async () => !(await lineOf(arques, lender, "expedier", TITLE)));

  const pickup = `${screens}/guichet/${patron.library}`;
  const village = await signInAtDesk(await reader(browser), screens, patron.library, territory.staff);
  await until(async () => lineOf(village, pickup, "recevoir", TITLE));
  assert.match(await scan(village, pickup, item), /étagère des réservations/);
  assert.ok(await lineOf(village, pickup, "etagere", TITLE));
  await until(async () => {
    await page.goto(`${screens}/compte`);
    return (await page.locator("main").textContent()).includes(TITLE);
  });

  await lentAndBroughtBack(village, pickup, item, patron);
  assert.ok(await lineOf(village, pickup, "renvoyer", TITLE));
}

async function requestOf(page, screens, patron, work) {
  await signInPatron(page, screens, patron);
  await page.goto(`${screens}/titre/${work}`);
  await page.locator("#retrait").selectOption(patron.library);
  await page.getByRole("button", { name: "Réserver" }).click();
  await page.getByRole("heading", { name: "C'est réservé" }).waitFor();
}

async function lentAndBroughtBack(desk, base, item, patron) {
  await desk.goto(`${base}/pret`);
  await desk.locator("#carte").fill(patron.card);
  await desk.keyboard.press("Enter");
  await desk.locator("form.scan #code").fill(item);
  await desk.keyboard.press("Enter");
  await desk.locator("table.work", { hasText: TITLE }).waitFor();
  await desk.goto(`${base}/retour`);
  await desk.locator("form.scan #code").fill(item);
  await desk.keyboard.press("Enter");
  await desk.locator("#travail .outcome").waitFor();
}

// Looks again until something is so: libraries tell each other within a second or two.
async function until(look) {
  for (let tries = 0; tries < 60; tries += 1) {
    if (await look()) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  assert.fail("it did not come to that");
}

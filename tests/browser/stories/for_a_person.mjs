// A librarian acts for a person who stands at the desk; what was done stands in the person's account.

import assert from "node:assert/strict";
import { atHome, loanOf, requestOf } from "../account.mjs";
import { barcodeOf } from "../catalogue.mjs";
import { deskOf, lend, takeBack } from "../desk.mjs";
import { until } from "../until.mjs";

const WANTED = "Une femme";
const LENT = "Boule de suif";

export async function actsForAPerson(world) {
  const { screens, territory } = world;
  const patron = territory.patrons.lumbres;
  const home = await atHome(world, patron);
  const desk = await deskOf(world, patron.library);

  await openPatron(desk, patron);
  await desk.page.getByRole("link", { name: "Réserver" }).click();
  await desk.page.locator("#q").fill(WANTED);
  await desk.page.keyboard.press("Enter");
  const found = desk.page.locator("form.hit").filter({ has: desk.page.getByRole("heading", { name: WANTED, exact: true }) });
  await found.locator("button[name=titre]").click();
  await desk.page.locator("tbody tr", { hasText: WANTED }).waitFor();
  await until(() => requestOf(home, screens, WANTED), "the request in the person's account");

  const barcode = await barcodeOf(territory, patron.library, "Boule de suif : et autres nouvelles");
  await lend(desk, patron.card, barcode, LENT);
  const due = await until(() => loanOf(home, screens, LENT), "the loan in the person's account");
  await openPatron(desk, patron);
  await desk.page.locator("tbody tr", { hasText: LENT }).getByRole("button", { name: /Prolonger/ }).click();
  await desk.page.locator(".done").waitFor();
  assert.notEqual(dueDay(await loanOf(home, screens, LENT)), dueDay(due), "it is due later");

  await desk.page.locator("tbody tr", { hasText: WANTED }).getByRole("button", { name: /Annuler/ }).click();
  await desk.page.locator(".done").waitFor();
  await until(async () => /Annulée/.test(await requestOf(home, screens, WANTED)), "the request is cancelled in the account");
  await takeBack(desk, barcode);
  for (const page of [home, desk.page]) await page.context().close();
}

// Finds a person by their card, as a librarian would.
async function openPatron({ page, base }, patron) {
  await page.goto(`${base}/pret`);
  await page.locator("#carte").fill(patron.card);
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Fiche du lecteur" }).click();
  await page.locator("h1").waitFor();
}

function dueDay(told) {
  return told.match(/\d+ [a-zéû]+/)[0];
}

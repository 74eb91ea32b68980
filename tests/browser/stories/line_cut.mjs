// The line to the federator is cut: desk, portal and kiosk of a library go on by themselves, say so, and catch up afterwards.

import assert from "node:assert/strict";
import { atHome, loanOf, requestOf } from "../account.mjs";
import { HERE, startApart, stopApart } from "../apart.mjs";
import { barcodeOf, workNamed } from "../catalogue.mjs";
import { deskOf, lend, takeBack } from "../desk.mjs";
import { atKiosk, finish, lendAtKiosk, returnAtKiosk, showCard } from "../kiosk.mjs";
import { stopProcess } from "../territory.mjs";
import { until } from "../until.mjs";

const LENT = "Le Signal";
const WANTED = "L'Âge des low tech";
// Libraries are asked for anew every half minute.
const LEARNT_WITHIN = { withinMs: 90_000 };

export async function goesOnWhenTheLineIsCut({ browser }, t) {
  let apart;
  try {
    apart = await startApart();
    const world = { browser, territory: apart, screens: apart.screens };
    const barcode = await barcodeOf(apart, HERE, LENT);
    const work = await workNamed(apart, WANTED);
    await stopProcess(apart.running.federator);
    await t.test("the desk says since when, and lends and takes back", () => deskGoesOn(world, barcode));
    await t.test("a request is kept, and the account says so", () => requestIsKept(world, work));
    await t.test("the kiosk says so, and lends and takes back", () => kioskGoesOn(world, barcode));
    await apart.restart("federator");
    await t.test("when the line is back, the banner goes and the request is confirmed", () => catchesUp(world));
  } finally {
    await stopApart(apart);
  }
}

async function deskGoesOn(world, barcode) {
  const { screens, territory } = world;
  const patron = territory.patrons[HERE];
  const desk = await deskOf(world, HERE);
  const said = await until(() => bannerOf(desk), "the banner", LEARNT_WITHIN);
  assert.match(said, /coupée depuis (un instant|\d+ min)/);
  const home = await atHome(world, patron);
  await lend(desk, patron.card, barcode, LENT);
  assert.ok(await loanOf(home, screens, LENT));
  await takeBack(desk, barcode);
  assert.equal(await loanOf(home, screens, LENT), null);
  const report = await reportOf(desk);
  assert.match(report, /chiffres des échanges reviennent/);
  assert.match(report, /Prêts par mois/, "what is counted here is shown all the same");
  for (const page of [home, desk.page]) await page.context().close();
}

async function requestIsKept(world, work) {
  const { screens, territory } = world;
  const patron = territory.patrons[HERE];
  const home = await atHome(world, patron);
  await home.goto(`${screens}/titre/${work}`);
  await home.locator("#retrait").selectOption(HERE);
  await home.getByRole("button", { name: "Réserver" }).click();
  await home.getByRole("heading", { name: "C'est réservé" }).waitFor();
  assert.match(await home.locator("main").innerText(), /ligne est coupée/);
  assert.match(await requestOf(home, screens, WANTED), /ligne est coupée/);
  await home.goto(`${screens}/compte`);
  assert.match(await home.locator("main").innerText(), /ligne est coupée/);
  await home.context().close();
}

async function kioskGoesOn(world, barcode) {
  const { kiosk, patrons } = world.territory;
  const page = await atKiosk(world);
  await until(async () => {
    await page.goto(kiosk);
    return page.locator(".notice", { hasText: /coupée/ }).count();
  }, "the kiosk's notice", LEARNT_WITHIN);
  await page.goto(`${kiosk}/carte?pour=emprunter`);
  await showCard(page, patrons[HERE]);
  await lendAtKiosk(page, kiosk, barcode, LENT);
  assert.match(await page.locator(".notice").first().innerText(), /coupée/);
  await returnAtKiosk(page, kiosk, barcode, LENT);
  await finish(page);
  await page.context().close();
}

async function catchesUp(world) {
  const { screens, territory } = world;
  const desk = await deskOf(world, HERE);
  await until(async () => !(await bannerOf(desk)), "the end of the banner", LEARNT_WITHIN);
  const counted = async () => /Télécharger les échanges/.test(await reportOf(desk));
  await until(counted, "the figures of the exchanges", LEARNT_WITHIN);
  const home = await atHome(world, territory.patrons[HERE]);
  await until(async () => {
    const told = await requestOf(home, screens, WANTED);
    return told && !/confirmé|coupée/.test(told);
  }, "the request confirmed", LEARNT_WITHIN);
  for (const page of [home, desk.page]) await page.context().close();
}

async function reportOf({ page, base }) {
  await page.goto(`${base}/bilan`);
  return page.locator("main").innerText();
}

async function bannerOf({ page, base }) {
  await page.goto(base);
  const banner = page.locator(".notice.cut");
  return (await banner.count()) ? banner.innerText() : null;
}

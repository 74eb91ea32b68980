// How much goes over the line at a desk and at a kiosk?

import assert from "node:assert/strict";
import { barcodeOf } from "../catalogue.mjs";
import { weigh, weighAct } from "../checks/bytes.mjs";
import { deskOf } from "../desk.mjs";
import { atKiosk, finish, showCard } from "../kiosk.mjs";

const FIRST_MAX = 60_000;
const SCAN_MAX = 2_000;
const KIOSK_MAX = 100_000;
// Copies that stand in the library; scanned again and again, they fill the list of the last acts.
const TITLES = ["L'Âge des low tech", "Le Signal", "Max et Lili veulent être populaires", "Devenir", "Vipère au poing"];

export async function deskIsLight(world, t) {
  const desk = await deskOf(world, "saint-omer");
  const codes = [];
  for (const title of TITLES) codes.push(await barcodeOf(world.territory, "saint-omer", title));
  const first = await weigh(desk.page.context(), desk.base);
  t.diagnostic(`desk, first load: ${first.bytes} bytes in ${first.requests} requests`);
  assert.ok(first.bytes <= FIRST_MAX, JSON.stringify(first));
  await desk.page.goto(desk.base);
  let heaviest = { bytes: 0 };
  for (const code of [...codes, ...codes.map((code) => `saint-omer/${code}`), ...codes, "inconnu"]) {
    const scanned = await weighAct(desk.page, () => scanHere(desk.page, code));
    if (scanned.bytes > heaviest.bytes) heaviest = { ...scanned, code };
  }
  t.diagnostic(`desk, heaviest scan: ${heaviest.bytes} bytes in ${heaviest.requests} request`);
  assert.ok(heaviest.bytes <= SCAN_MAX && heaviest.requests === 1, JSON.stringify(heaviest));
  await desk.close();
}

async function scanHere(page, code) {
  await page.locator("form.scan #code").fill(code);
  await page.keyboard.press("Enter");
  const asked = code.split("/").at(-1);
  await page.locator("#travail .outcome, #travail .stop").filter({ hasText: asked === "inconnu" ? "" : asked }).first().waitFor();
}

export async function kioskIsLight(world, t) {
  const { kiosk, patrons } = world.territory;
  const page = await atKiosk(world);
  await page.goto(`${kiosk}/carte?pour=prets`);
  await showCard(page, patrons["saint-omer"]);
  await page.goto(`${kiosk}/chercher`);
  await page.locator("#q").fill("camus");
  await page.keyboard.press("Enter");
  await page.locator("main .cards > li").first().waitFor();
  for (const address of [kiosk, page.url(), `${kiosk}/emprunter`, `${kiosk}/prets`, `${kiosk}/rendre`]) {
    const weight = await weigh(page.context(), address);
    t.diagnostic(`kiosk, ${new URL(address).pathname}: ${weight.bytes} bytes in ${weight.requests} requests`);
    assert.ok(weight.bytes <= KIOSK_MAX && weight.requests <= 10, `${address} ${JSON.stringify(weight)}`);
  }
  await finish(page);
  await page.context().close();
}

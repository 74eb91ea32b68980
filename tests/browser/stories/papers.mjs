// Slips, manifests and pick lists: what is printed is read back by a scanner, on paper and on the page.

import assert from "node:assert/strict";
import { askFor, atHome } from "../account.mjs";
import { workNamed } from "../catalogue.mjs";
import { codesOfPdf, codesOfPicture, missingReader, sheetOfPdf, textOfPdf } from "../checks/papers.mjs";
import { deskOf, giveToVan, lineOf, pull, receive, scan } from "../desk.mjs";
import { until } from "../until.mjs";

const TITLE = "Wolf Hall";
const LENDER = "fauquembergues";
// As many dots as a printer of rolls has: 2 × 96 an inch.
const PRINTER = { how: { viewport: { width: 1280, height: 900 }, deviceScaleFactor: 2 } };

export async function papersAreReadBack(world, t) {
  const missing = missingReader();
  if (missing) return t.skip(`${missing} is missing (Debian packages poppler-utils, zbar-tools): papers are not read back`);
  const { screens, territory } = world;
  const patron = territory.patrons["saint-omer"];
  const home = await atHome(world, patron);
  await askFor(home, screens, patron, await workNamed(territory, TITLE));

  const from = await deskOf(world, LENDER, PRINTER);
  await until(() => lineOf(from.page, from.base, "prendre", TITLE), `${TITLE} to be pulled`);
  await pickListIsWhole(from);
  const item = await pull(from, TITLE);
  await slipsAreRead(from, item);
  const run = await manifestOf(from);
  await giveToVan(from, TITLE);

  const to = await deskOf(world, patron.library, PRINTER);
  await manifestIsRead(to, run, item);
  await receive(to, TITLE, item);
  await slipsAreRead(to, item);
  for (const page of [home, from.page, to.page]) await page.context().close();
}

// The paper of what was scanned last, on a roll and on a sheet, as a PDF and on the page.
async function slipsAreRead({ page, base }, item) {
  await scan(page, base, item);
  await page.locator(".outcome a[href*=bulletin]").click();
  for (const [format, sides] of [["a6", [105, 148]], ["80", [80, 110]]]) {
    const other = page.locator(`button[name=format][value="${format}"]`);
    if (await other.count()) await other.click();
    await page.locator(format === "a6" ? ".paper.a6" : ".paper.roll").waitFor();
    const pdf = await pdfOf(page);
    assert.deepEqual(await sheetOfPdf(pdf), sides);
    holdsTheItem(await codesOfPdf(pdf), item, `${format}, PDF`);
    holdsTheItem(await codesOfPicture(await page.locator(".paper").screenshot()), item, `${format}, page`);
  }
}

// Both codes name the item; bars that would be too long for a roll hold the barcode alone.
function holdsTheItem(codes, item, where) {
  assert.equal(codes["QR-Code"], item, where);
  assert.ok([item, item.split("/")[1]].includes(codes["CODE-128"]), `${where}: ${codes["CODE-128"]}`);
}

// The manifest of the run stands with the crate.
async function manifestOf({ page, base }) {
  assert.ok(await lineOf(page, base, "expedier", TITLE));
  const crate = page.locator("main form", { has: page.locator("tbody tr", { hasText: TITLE }) });
  const address = await crate.getByRole("link", { name: /Bordereau/ }).getAttribute("href");
  return address.split("/tournee/")[1];
}

// What comes off the van is in the code of its manifest: read from paper or page, it checks the crate.
async function manifestIsRead({ page, base }, run, item) {
  await until(async () => {
    await page.goto(`${base}/tournee/${run}`);
    return page.locator("tbody tr", { hasText: TITLE }).count();
  }, `${TITLE} on the manifest`);
  const pdf = await pdfOf(page);
  assert.match(await textOfPdf(pdf), new RegExp(TITLE));
  const onPaper = (await codesOfPdf(pdf))["QR-Code"];
  assert.equal((await codesOfPicture(await page.locator(".paper").screenshot()))["QR-Code"], onPaper);
  for (const part of item.split("/")) assert.ok(onPaper.includes(part), onPaper);
  await page.goto(`${base}/caisse`);
  await page.locator("#bordereau").fill(onPaper);
  await page.locator("#caisse").fill(item);
  await page.locator("main form button[type=submit]").click();
  assert.match(await page.locator(".outcome").innerText(), /: 1 comme au bordereau/);
  assert.equal(await page.locator("main li", { hasText: item }).count(), 0);
}

// Everything that is to be pulled stands on the list, in the order of the shelves.
async function pickListIsWhole({ page, base }) {
  await page.goto(`${base}/travail/prendre`);
  const items = await page.locator("table.work tbody .quiet").allTextContents();
  const wanted = items.filter((text) => /^[a-z-]+\/\S+$/.test(text.trim())).map((text) => text.trim());
  assert.ok(wanted.length > 0);
  await page.goto(`${base}/liste-a-prendre`);
  const places = wanted.map((item) => ({ item }));
  const text = await textOfPdf(await pdfOf(page));
  for (const place of places) place.at = text.indexOf(place.item);
  assert.ok(places.every(({ at }) => at >= 0), text);
  assert.deepEqual(places.map(({ at }) => at), places.map(({ at }) => at).sort((one, other) => one - other));
}

async function pdfOf(page) {
  const address = new URL(await page.locator("a[href*='.pdf']").getAttribute("href"), page.url());
  const answer = await page.context().request.get(address.href);
  assert.equal(answer.headers()["content-type"], "application/pdf");
  return answer.body();
}

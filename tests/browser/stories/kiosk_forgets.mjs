// The kiosk forgets whoever stood there, and keeps what they have while they stand there.

import assert from "node:assert/strict";
import { barcodeOf } from "../catalogue.mjs";
import { atKiosk, basketLine, finish, lendAtKiosk, returnAtKiosk, showCard } from "../kiosk.mjs";

const LIBRARY = "saint-omer";
const BOOK = "L'Âge des low tech";
const LOOKED_FOR = "peste";
// What a page shows only to who has signed in, or has looked for something.
const TRACES = new RegExp(`${BOOK}|${LOOKED_FOR}|Prolonger|retour`, "i");

// Forty seconds pass and the screen asks; twenty more and everything is wiped: on the glass, in the browser, at the kiosk.
export async function wipesWhenNobodyTouches(world) {
  const { kiosk, patrons } = world.territory;
  const page = await atKiosk(world);
  await page.clock.install();
  const searched = await lookFor(page, kiosk);
  const barcode = await borrow(page, kiosk, world.territory, patrons[LIBRARY]);
  const before = await page.context().cookies();

  await page.clock.fastForward(39_000);
  assert.equal(await page.locator("#encore").isVisible(), false);
  await page.clock.fastForward(2_000);
  await page.locator("#encore").waitFor();
  assert.match(await page.locator("#secondes").textContent(), /^(19|20)$/);
  // Who is still there says so, and has as long again.
  await page.locator("#continuer").click();
  await page.clock.fastForward(39_000);
  assert.equal(await page.locator("#encore").isVisible(), false);
  await page.clock.fastForward(2_000);
  await page.locator("#encore").waitFor();
  await page.clock.fastForward(20_000);
  await page.locator("#fini").waitFor();

  const gone = await page.context().cookies();
  assert.deepEqual(gone.filter((one) => before.some((old) => old.value === one.value && one.name !== "borne-script")), []);
  await showsNothing(page, [searched, ...["/emprunter", "/prets", "/reservations", "/rendre"].map((path) => kiosk + path)]);
  // Nor to somebody who kept the cookies.
  await page.context().addCookies(before);
  await showsNothing(page, [`${kiosk}/emprunter`, `${kiosk}/prets`, `${kiosk}/reservations`]);
  await returnAtKiosk(page, kiosk, barcode, BOOK);
  await page.context().close();
}

// Whoever has finished is not found again by Back, however often it is pressed.
export async function backShowsNothing(world) {
  const { kiosk, patrons } = world.territory;
  for (const script of ["ours", "none"]) {
    const page = await atKiosk(world, { script });
    await lookFor(page, kiosk);
    const barcode = await borrow(page, kiosk, world.territory, patrons[LIBRARY]);
    await page.goto(`${kiosk}/prets`);
    await finish(page);
    for (let back = 0; back < 8; back += 1) {
      await page.goBack().catch(() => null);
      // The browser's own page, where a form's answer cannot be shown again, has no part of ours.
      assert.doesNotMatch(await page.locator("body").innerText(), TRACES, `${page.url()}, script ${script}`);
    }
    await returnAtKiosk(page, kiosk, barcode, BOOK);
    await finish(page);
    await page.context().close();
  }
}

// Where no script runs, the pages themselves lead away: to the question, and from there to the end.
export async function leadsAwayWithoutScript(world) {
  const { kiosk, patrons } = world.territory;
  const page = await atKiosk(world, { script: "none" });
  await page.goto(`${kiosk}/carte?pour=prets`);
  await showCard(page, patrons[LIBRARY]);
  const shown = await page.goto(`${kiosk}/prets`);
  assert.match(shown.headers().refresh, /^40;url=\/encore/);
  const asks = await page.goto(`${kiosk}${shown.headers().refresh.split("url=")[1]}`);
  assert.equal(asks.headers().refresh, "20;url=/fin");
  assert.match(await page.locator("main").innerText(), /toujours là/);
  await page.goto(`${kiosk}/fin`);
  await showsNothing(page, [`${kiosk}/prets`]);
  await page.context().close();
}

// At every step language and letters change, and what was borrowed and brought back stays.
export async function keepsTheBasket(world) {
  const { kiosk, patrons } = world.territory;
  const page = await atKiosk(world);
  const searched = await lookFor(page, kiosk);
  await changesAndBack(page, searched, /peste/i);
  await changesAndBack(page, `${kiosk}/carte?pour=emprunter`, /carte|card/i);
  const barcode = await borrow(page, kiosk, world.territory, patrons[LIBRARY]);
  await changesAndBack(page, `${kiosk}/emprunter`, new RegExp(BOOK));
  await changesAndBack(page, `${kiosk}/prets`, new RegExp(BOOK));
  await changesAndBack(page, `${kiosk}/reservations`, /réservations|requests/i);
  await returnAtKiosk(page, kiosk, barcode, BOOK);
  await changesAndBack(page, `${kiosk}/rendre`, new RegExp(BOOK));
  await page.goto(`${kiosk}/emprunter`);
  await basketLine(page, BOOK).waitFor();
  await finish(page);
  assert.equal(await page.locator("html").getAttribute("lang"), "fr", "who comes next finds the page as everybody does");
  await page.context().close();
}

async function changesAndBack(page, address, kept) {
  await page.goto(address);
  const html = page.locator("html");
  for (const [link, holds] of [
    ["English", async () => (await html.getAttribute("lang")) === "en"],
    ["Large print", async () => /large|grand/.test(await html.getAttribute("class"))],
    ["Normal print", async () => !/large|grand/.test(await html.getAttribute("class"))],
    ["Français", async () => (await html.getAttribute("lang")) === "fr"],
  ]) {
    await Promise.all([page.waitForEvent("load"), page.locator("footer").getByRole("link", { name: link }).click()]);
    assert.ok(await holds(), `${link} at ${address}`);
    assert.equal(page.url(), address);
    assert.match(await page.locator("main").innerText(), kept, `${link} at ${address}`);
  }
}

async function lookFor(page, kiosk) {
  await page.goto(`${kiosk}/chercher`);
  await page.locator("#q").fill(LOOKED_FOR);
  await page.keyboard.press("Enter");
  await page.locator("main .cards > li", { hasText: /peste/i }).first().waitFor();
  return page.url();
}

async function borrow(page, kiosk, territory, patron) {
  const barcode = await barcodeOf(territory, LIBRARY, BOOK);
  await page.goto(`${kiosk}/carte?pour=emprunter`);
  await showCard(page, patron);
  await lendAtKiosk(page, kiosk, barcode, BOOK);
  return barcode;
}

async function showsNothing(page, addresses) {
  for (const address of addresses) {
    await page.goto(address);
    assert.doesNotMatch(await page.locator("main").innerText(), TRACES, `${address} shows ${page.url()}`);
  }
}

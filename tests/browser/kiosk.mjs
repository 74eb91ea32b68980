// What somebody does in front of the kiosk.

import { reader } from "./browser.mjs";

// A screen that stands upright in a library.
export const GLASS = { viewport: { width: 1080, height: 1920 } };

// Stands in front of the kiosk; gives the page.
export async function atKiosk({ browser, territory }, more = {}) {
  const page = await (await reader(browser, { how: GLASS, ...more })).newPage();
  await page.goto(territory.kiosk);
  return page;
}

// Signs in where a card is asked for: the number, then the PIN.
export async function showCard(page, patron) {
  await page.locator("#carte").fill(patron.card);
  await page.keyboard.press("Enter");
  await page.locator("#code").fill(patron.pin);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname !== "/carte");
}

// Looks for a title, and asks for it to be collected here.
export async function askAtKiosk(page, kiosk, patron, title) {
  await page.goto(`${kiosk}/chercher`);
  await page.locator("#q").fill(title);
  await page.keyboard.press("Enter");
  const found = page.locator("main .cards > li", { has: page.getByRole("heading", { name: title, exact: true }) });
  await found.getByRole("button", { name: /Réserver/ }).click();
  await page.waitForURL(/\/(carte|reservations)/);
  if (page.url().includes("/carte")) await showCard(page, patron);
  await page.locator("main .cards > li", { hasText: title }).waitFor();
}

// Lends an item to whoever has signed in; it is the first of the basket then.
export async function lendAtKiosk(page, kiosk, code, title) {
  await page.goto(`${kiosk}/emprunter`);
  await page.locator("#document").fill(code);
  await page.keyboard.press("Enter");
  await basketLine(page, title).waitFor();
}

// Brings an item back; gives where the screen says to lay it.
export async function returnAtKiosk(page, kiosk, code, title) {
  await page.goto(`${kiosk}/rendre`);
  await page.locator("#document").fill(code);
  await page.keyboard.press("Enter");
  await basketLine(page, title).waitFor();
  return basketLine(page, title).textContent();
}

// Finds what was lent or brought back in this turn.
export function basketLine(page, title) {
  return page.locator("main ol.cards > li", { hasText: title });
}

// Says that one has finished.
export async function finish(page) {
  await page.locator("button.finish").click();
  await page.locator("#fini").waitFor();
}

// What a patron does and reads at home, by the screen.

import { reader, signInPatron } from "./browser.mjs";
import { words } from "./desk.mjs";

// Opens the account of a patron in a browser of their own; gives its page.
export async function atHome({ browser, screens }, patron) {
  const page = await (await reader(browser)).newPage();
  await signInPatron(page, screens, patron);
  return page;
}

// Asks for a work, to be collected at the patron's own library.
export async function askFor(page, screens, patron, work) {
  await page.goto(`${screens}/titre/${work}`);
  await page.locator("#retrait").selectOption(patron.library);
  await page.getByRole("button", { name: "Réserver" }).click();
  await page.getByRole("heading", { name: "C'est réservé" }).waitFor();
}

// Gives what the list of requests says of a title: a card while it is under way, a line when it has ended.
export async function requestOf(page, screens, title) {
  await page.goto(`${screens}/compte/reservations`);
  const told = page.locator("main li", { hasText: title }).first();
  return (await told.count()) ? words(told) : null;
}

// Gives what the list of loans says of a title, or nothing.
export async function loanOf(page, screens, title) {
  await page.goto(`${screens}/compte/prets`);
  const told = page.locator("main tbody tr", { hasText: title }).first();
  return (await told.count()) ? words(told) : null;
}

// Cancels a request, as the page asks.
export async function cancel(page, screens, title) {
  await page.goto(`${screens}/compte/reservations`);
  await page.locator("main .cards > li", { hasText: title }).getByRole("link", { name: /Annuler/ }).click();
  await page.getByRole("button", { name: "Oui, annuler" }).click();
  await page.getByText("La réservation est annulée").waitFor();
}

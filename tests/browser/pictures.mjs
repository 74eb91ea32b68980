// Pictures of the key pages, for people to look at: a desktop, a telephone, light, dark, large, on paper, and a kiosk. Each shows what it
// is named after: what is not there yet is done first. Those that README.md shows are of a window's size, so that they stay small.

import { join } from "node:path";
import { HOW, reader, signInPatron } from "./browser.mjs";
import { scan, signInAtDesk } from "./desk.mjs";

const FOLDER = process.env.PICTURES ?? "pictures";
// The library of the pictures: its desk, its kiosk, one of its patrons.
const HERE = "saint-omer";
const PICKUP = "fauquembergues";
const WINDOW = { viewport: { width: 1000, height: 720 } };
const KIOSK = { viewport: { width: 1024, height: 768 } };

export async function takePictures(world) {
  await openPages(world);
  await kioskPages(world);
  await patronPages(world);
  await deskPages(world);
}

// Says where this reader collects, as readers do: in the form of the first page.
async function collectAt(page, screens, library) {
  await page.goto(screens);
  await page.locator("#retrait").selectOption(library);
  await page.locator("#q").fill("camus");
  await page.locator("#q").press("Enter");
  await page.waitForURL(/recherche/);
}

async function openPages({ browser, screens, work }) {
  const results = `/recherche?q=camus&retrait=${PICKUP}`;
  for (const [name, how, change, path] of [
    ["home", HOW.desktop, "", "/"],
    ["readme-results", WINDOW, "", results],
    ["results", HOW.desktop, "", results],
    ["results-phone", HOW.phone, "", results],
    ["results-light-phone", HOW.phone, "mode=leger", results],
    ["results-light", HOW.desktop, "mode=leger", results],
    ["results-dark", HOW.desktop, "couleurs=sombres", results],
    ["results-large", HOW.phone, "lettres=grandes", results],
    ["results-easy", HOW.desktop, "langue=falc", results],
    ["results-of-a-link", HOW.desktop, "", "/recherche?q=camus&retrait=arques"],
    ["work", HOW.desktop, "", `/titre/${work}`],
    ["work-phone", HOW.phone, "", `/titre/${work}`],
    ["work-easy", HOW.desktop, "langue=falc", `/titre/${work}`],
    ["libraries", HOW.desktop, "", "/bibliotheques"],
    ["sign-in", HOW.phone, "", "/connexion"],
    ["registration", HOW.phone, "", "/inscription"],
    ["help-easy", HOW.phone, "langue=falc", "/aide"],
  ]) {
    const context = await reader(browser, { how });
    const page = await context.newPage();
    await collectAt(page, screens, PICKUP);
    if (change) await page.goto(`${screens}/vue?${change}&retour=/aide`);
    await page.goto(screens + path);
    await take(page, name);
    await context.close();
  }
}

// An account with something on its way and something at home.
async function patronPages({ browser, screens, territory }) {
  const patron = territory.patrons[HERE];
  const context = await reader(browser, { how: HOW.phone });
  const page = await context.newPage();
  await signInPatron(page, screens, patron);
  await page.goto(`${screens}/recherche?q=camus`);
  await page.locator(".works button[name=titre]").first().click();
  await page.waitForURL(/\/compte\/reservations\//);
  await take(page, "requested");
  for (const [name, path] of [["account", "/compte"], ["requests", "/compte/reservations"], ["loans", "/compte/prets"]]) {
    await page.goto(screens + path);
    await take(page, name);
  }
  await context.close();
  const desktop = await reader(browser);
  const sheet = await desktop.newPage();
  await signInPatron(sheet, screens, patron);
  await sheet.goto(`${screens}/compte`);
  await take(sheet, "account-desktop");
  await sheet.goto(`${screens}/compte/prets/feuille`);
  if (!(await sheet.locator("main tbody tr").count())) console.log("no loan for loans-sheet");
  await take(sheet, "loans-sheet");
  await sheet.emulateMedia({ media: "print" });
  await sheet.setViewportSize({ width: 794, height: 1123 });
  await take(sheet, "loans-print");
  await desktop.close();
}

// Gives the items on a list of the desk, as their lines name them: library/barcode.
async function itemsOf(desk, base, list) {
  await desk.goto(`${base}/travail/${list}`);
  const named = await desk.locator("table.work tbody tr .quiet").allTextContents();
  return named.map((text) => text.trim()).filter((text) => /^[a-z0-9-]+\/\S+$/.test(text));
}

// A desk through which things have gone: one received, one pulled, one that nobody knows.
async function deskPages({ browser, screens, territory }) {
  const page = await signInAtDesk(await reader(browser, { how: WINDOW }), screens, HERE, territory.staff);
  const base = `${screens}/guichet/${HERE}`;
  await page.goto(`${base}/travail/prendre`);
  await take(page, "readme-desk");
  await onPaper(page, base, "desk-pick-list", "/travail/prendre", "a[href$='/liste-a-prendre']");
  for (const list of ["recevoir", "prendre"]) {
    // Of two to pull, one may be for the own hold shelf: the other fills a crate.
    for (const item of (await itemsOf(page, base, list)).slice(0, 2)) await scan(page, base, item);
  }
  await take(page, "desk-scan");
  await onPaper(page, base, "desk-slip", "", "a[href*='/bulletin?'], a[href$='/bulletin']");
  await scan(page, base, "inconnu-0000");
  await take(page, "desk-stop");
  for (const [name, path] of [
    ["desk", ""], ["desk-hold-shelf", "/travail/etagere"], ["desk-ship", "/travail/expedier"], ["desk-patrons", "/lecteurs"],
    ["desk-rounds", "/tournees"], ["desk-reports", "/bilan"], ["desk-register", "/inscription"],
  ]) {
    await page.goto(base + path);
    await take(page, name);
  }
  await onPaper(page, base, "desk-manifest", "/travail/expedier", "a[href$='/bordereau']");
  await counterPages(page, base, territory.patrons[HERE]);
  await page.context().close();
}

// A page that is printed, by the link that leads to it.
async function onPaper(page, base, name, path, link) {
  if (path) await page.goto(base + path);
  const found = page.locator(link).first();
  if (!(await found.count())) return console.log(`no link leads to ${name} today`);
  await page.goto(new URL(await found.getAttribute("href"), page.url()).href);
  await take(page, name);
}

async function counterPages(page, base, patron) {
  await page.goto(`${base}/pret`);
  await page.locator("#carte").fill(patron.card);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/pret\/./);
  await take(page, "desk-lend");
  const handle = new URL(page.url()).pathname.split("/").pop();
  await page.goto(`${base}/lecteur/${handle}`);
  await take(page, "desk-patron");
}

// A kiosk: looked at, searched at, brought back to, and lent at. Gives nothing away: the patron of the other pictures has the loan.
async function kioskPages({ browser, screens, territory }) {
  const context = await reader(browser, { how: KIOSK });
  const page = await context.newPage();
  const { kiosk } = territory;
  for (const [name, path] of [["readme-kiosk", "/"], ["kiosk-search", "/chercher"], ["kiosk-card", "/carte?pour=emprunter"], ["kiosk-return", "/rendre"]]) {
    await page.goto(kiosk + path);
    await take(page, name);
  }
  await page.goto(`${kiosk}/chercher`);
  await page.locator("#q").fill("camus");
  await page.locator("form.scan button[type=submit]").click();
  await page.locator(".cards").first().waitFor();
  await take(page, "kiosk-results");
  const back = await bringBack(page, kiosk, await lentItems(browser, screens, territory));
  await borrow(page, kiosk, territory.patrons[HERE], back);
  await context.close();
}

// Things that this library waits for: lent and late, or in the van.
async function lentItems(browser, screens, territory) {
  const desk = await signInAtDesk(await reader(browser, { how: WINDOW }), screens, HERE, territory.staff);
  const items = [];
  for (const list of ["retard", "recevoir", "renvoyer"]) items.push(...await itemsOf(desk, `${screens}/guichet/${HERE}`, list));
  await desk.context().close();
  return items.slice(0, 6);
}

async function bringBack(page, kiosk, items) {
  const back = [];
  for (const item of items) {
    await page.goto(`${kiosk}/rendre`);
    await page.locator("#document").fill(item);
    await page.keyboard.press("Enter");
    await page.locator(".done, .error-summary").first().waitFor();
    if (await page.locator(".done").count()) back.push(item);
  }
  if (!back.length) console.log("nothing could be brought back for kiosk-returned");
  await take(page, "kiosk-returned");
  return back;
}

async function borrow(page, kiosk, patron, items) {
  await page.goto(`${kiosk}/carte?pour=emprunter`);
  await page.locator("#carte").fill(patron.card);
  await page.keyboard.press("Enter");
  await page.locator("#code").fill(patron.pin);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/emprunter/);
  for (const item of items) {
    await page.goto(`${kiosk}/emprunter`);
    await page.locator("#document").fill(item);
    await page.keyboard.press("Enter");
    await page.locator(".done, .error-summary").first().waitFor();
  }
  await page.goto(`${kiosk}/emprunter`);
  if (!(await page.locator("main .cards li").count())) console.log("nothing could be lent for kiosk-basket");
  await take(page, "kiosk-basket");
}

async function take(page, name) {
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: !name.startsWith("readme-") });
}

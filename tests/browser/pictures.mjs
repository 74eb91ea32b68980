// Pictures of the key pages, for people to look at: a desktop, a telephone, light, dark, large, on paper, and a kiosk. Those that
// README.md shows are of a window's size, so that they stay small.

import { join } from "node:path";
import { HOW, reader, signInPatron } from "./browser.mjs";
import { signInAtDesk } from "./desk.mjs";

const FOLDER = process.env.PICTURES ?? "pictures";
const RESULTS = "/recherche?q=camus&retrait=fauquembergues";
const WINDOW = { viewport: { width: 1000, height: 720 } };

export async function takePictures(world) {
  await openPages(world);
  await patronPages(world);
  await deskPages(world);
  await kioskPages(world);
}

async function openPages({ browser, screens, work }) {
  for (const [name, how, change, path] of [
    ["home", HOW.desktop, "", "/"],
    ["readme-results", WINDOW, "", RESULTS],
    ["results-phone", HOW.phone, "", RESULTS],
    ["results-frugal", HOW.phone, "mode=leger", RESULTS],
    ["results-dark", HOW.desktop, "couleurs=sombres", RESULTS],
    ["results-large", HOW.phone, "lettres=grandes", RESULTS],
    ["results-easy", HOW.desktop, "langue=falc", RESULTS],
    ["work", HOW.desktop, "", `/titre/${work}`],
    ["work-phone", HOW.phone, "", `/titre/${work}`],
    ["libraries", HOW.desktop, "", "/bibliotheques"],
    ["sign-in", HOW.phone, "", "/connexion"],
    ["registration", HOW.phone, "", "/inscription"],
  ]) {
    const context = await reader(browser, { how });
    const page = await context.newPage();
    if (change) await page.goto(`${screens}/vue?${change}&retour=/aide`);
    await page.goto(screens + path);
    await take(page, name);
    await context.close();
  }
}

async function patronPages({ browser, screens, territory }) {
  const context = await reader(browser, { how: HOW.phone });
  const page = await context.newPage();
  await signInPatron(page, screens, territory.patrons["saint-omer"]);
  for (const [name, path] of [["account", "/compte"], ["loans-sheet", "/compte/prets/feuille"]]) {
    await page.goto(screens + path);
    await take(page, name);
  }
  await page.emulateMedia({ media: "print" });
  await take(page, "loans-print");
  await context.close();
}

async function deskPages({ browser, screens, territory }) {
  const page = await signInAtDesk(await reader(browser, { how: WINDOW }), screens, "saint-omer", territory.staff);
  const base = `${screens}/guichet/saint-omer`;
  for (const [name, path] of [
    ["desk", ""], ["readme-desk", "/travail/prendre"], ["desk-hold-shelf", "/travail/etagere"], ["desk-lend", "/pret"],
    ["desk-patrons", "/lecteurs"], ["desk-rounds", "/tournees"], ["desk-reports", "/bilan"], ["desk-register", "/inscription"],
  ]) {
    await page.goto(base + path);
    await take(page, name);
  }
  await page.context().close();
}

async function kioskPages({ browser, territory }) {
  const context = await reader(browser, { how: { viewport: { width: 1024, height: 768 } } });
  const page = await context.newPage();
  for (const [name, path] of [["readme-kiosk", "/"], ["kiosk-card", "/carte?pour=emprunter"], ["kiosk-return", "/rendre"]]) {
    await page.goto(territory.kiosk + path);
    await take(page, name);
  }
  await page.goto(`${territory.kiosk}/chercher`);
  await page.locator("#q").fill("camus");
  await page.keyboard.press("Enter");
  await page.locator("main .cards > li").first().waitFor();
  await take(page, "kiosk-search");
  await context.close();
}

async function take(page, name) {
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: !name.startsWith("readme-") });
}

// Pictures of the key pages, for people to look at: a desktop, a telephone, light, dark, large, and on paper.

import { join } from "node:path";
import { HOW, reader } from "./browser.mjs";

const FOLDER = process.env.PICTURES ?? "pictures";

export async function takePictures({ browser, screens, work }) {
  const results = "/recherche?q=camus&retrait=fauquembergues";
  for (const [name, how, change, path] of [
    ["home", HOW.desktop, "", "/"],
    ["results", HOW.desktop, "", results],
    ["results-phone", HOW.phone, "", results],
    ["results-frugal", HOW.phone, "mode=leger", results],
    ["results-dark", HOW.desktop, "couleurs=sombres", results],
    ["results-large", HOW.phone, "lettres=grandes", results],
    ["results-easy", HOW.desktop, "langue=falc", results],
    ["work", HOW.desktop, "", `/titre/${work}`],
    ["work-phone", HOW.phone, "", `/titre/${work}`],
    ["libraries", HOW.desktop, "", "/bibliotheques"],
    ["sign-in", HOW.phone, "", "/connexion"],
  ]) {
    const context = await reader(browser, { how });
    const page = await context.newPage();
    if (change) await page.goto(`${screens}/vue?${change}&retour=/aide`);
    await page.goto(screens + path);
    await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: name !== "results" });
    await context.close();
  }
}

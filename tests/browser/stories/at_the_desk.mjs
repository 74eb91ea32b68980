// What a librarian does: twenty scans without a mouse, an error that stops the hand, a person registered within a minute.

import assert from "node:assert/strict";
import { reader } from "../browser.mjs";
import { signInAtDesk } from "../desk.mjs";

export async function scansTwentyInARow({ browser, screens, territory }) {
  const base = `${screens}/guichet/saint-omer`;
  const page = await signInAtDesk(await reader(browser), screens, "saint-omer", territory.staff);
  for (let number = 1; number <= 20; number += 1) {
    await page.waitForFunction(() => document.activeElement?.id === "code" || document.activeElement?.closest(".stop"));
    await page.keyboard.type(`inconnu-${number}`);
    await page.keyboard.press("Enter");
    await page.locator(".stop").waitFor();
    // It must be acknowledged by a key that no scanner sends.
    assert.equal(await page.locator("form.scan #code").count(), 0);
    await page.waitForFunction(() => document.activeElement?.closest(".stop"));
    await page.keyboard.press("Escape");
    await page.locator("form.scan #code").waitFor();
  }
  await page.goto(base);
  await page.context().close();
}

export async function registersAPerson({ browser, screens, territory }) {
  const page = await signInAtDesk(await reader(browser), screens, "ecques", territory.staff);
  await page.goto(`${screens}/guichet/ecques/inscription`);
  const name = `Essai${Date.now()}`;
  await page.getByLabel(/^Nom/).first().fill(name);
  await page.getByLabel(/^Prénom/).first().fill("Camille");
  const birth = ["jour", "mois", "annee"];
  for (const [place, value] of ["4", "5", "1990"].entries()) {
    const field = page.locator(`input[name$="-${birth[place]}"]`).first();
    if (await field.count()) await field.fill(value);
  }
  await page.locator("main form button[type=submit]").last().click();
  await page.getByText(name).first().waitFor();
  assert.ok(!page.url().includes(name));
  await page.context().close();
}

// What stops the hand at the desk is acknowledged by a person, never by the next scan, and no scan is lost meanwhile.

import assert from "node:assert/strict";
import { reader } from "../browser.mjs";
import { signInAtDesk } from "../desk.mjs";

export async function theNextScanAcknowledgesNothing({ browser, screens, territory }) {
  const page = await signInAtDesk(await reader(browser), screens, "saint-omer", territory.staff);
  await stopped(page, "inconnu-1");
  await page.keyboard.type("inconnu-2");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".stop").count(), 1, "the scan acknowledged nothing");
  assert.equal(await page.locator(".stop .unsent b").textContent(), "inconnu-2");
  assert.ok(await page.locator(".stop .unsent").isVisible());
  // Not even where somebody has gone to the button.
  await page.keyboard.press("Tab");
  await page.keyboard.type("inconnu-3");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".stop .unsent b").textContent(), "inconnu-2, inconnu-3");
  await page.getByRole("button", { name: "J'ai vu" }).click();
  await page.locator("form.scan #code").waitFor();
  await page.context().close();
}

export async function withoutScriptEnterAcknowledgesNothing({ browser, screens, territory }) {
  const page = await signInAtDesk(await reader(browser, { script: "none" }), screens, "saint-omer", territory.staff);
  await page.locator("#code").fill("inconnu-1");
  await page.keyboard.press("Enter");
  await page.locator(".stop").waitFor();
  await page.keyboard.type("inconnu-2");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".stop").count(), 1);
  await page.getByRole("button", { name: "J'ai vu" }).click();
  await page.locator("form.scan #code").waitFor();
  await page.context().close();
}

export async function aScanThatIsNotTakenIsNamed({ browser, screens, territory }) {
  const context = await reader(browser);
  const page = await signInAtDesk(context, screens, "saint-omer", territory.staff);
  await page.locator("form.scan #code").waitFor();
  await context.clearCookies({ name: "visite" });
  await page.keyboard.type("3001234");
  await page.keyboard.press("Enter");
  await page.locator(".stop").waitFor();
  assert.equal(await page.locator(".stop .not-taken").textContent(), "3001234");
  await page.keyboard.press("Escape");
  // The page that comes then has its cookie again.
  await stopped(page, "inconnu-4");
  await page.context().close();
}

async function stopped(page, code) {
  await page.locator("form.scan #code").waitFor();
  await page.waitForFunction(() => document.activeElement?.id === "code");
  await page.keyboard.type(code);
  await page.keyboard.press("Enter");
  await page.locator(".stop").waitFor();
}

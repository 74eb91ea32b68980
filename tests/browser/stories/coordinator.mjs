// The coordinator moves a run, after everybody has seen whose dates change.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { askFor, atHome, requestOf } from "../account.mjs";
import { reader } from "../browser.mjs";
import { workNamed } from "../catalogue.mjs";
import { until } from "../until.mjs";

const TITLE = "Frédéric";

export async function movesARun(world) {
  const { screens, territory } = world;
  const home = await atHome(world, territory.patrons.lumbres);
  await askFor(home, screens, territory.patrons.lumbres, await workNamed(territory, TITLE));
  const before = await until(() => dayOf(home, screens), "a promised day");

  const page = await signInAsCoordinator(world);
  const run = await until(() => runThatBrings(page, screens), "the run that brings it");
  await page.goto(run);
  await page.locator("#vers").fill(daysLater(run.split("/").at(-1), 3));
  await page.getByRole("button", { name: /déplac/i }).click();
  const line = page.locator("tbody tr", { hasText: TITLE });
  await line.waitFor();
  const [, , was, will] = (await line.locator("td").allInnerTexts()).map((text) => text.trim());
  assert.ok(was.includes(before), `${was} was promised: ${before}`);
  assert.equal(await dayOf(home, screens), before, "nothing has been done yet");

  await page.locator("#motif").fill("verglas");
  await page.getByRole("button", { name: /^Déplacer/ }).last().click();
  await page.waitForURL(/territoire\?fait=\d+/);
  const after = await until(async () => {
    const day = await dayOf(home, screens);
    return day !== before && day;
  }, "another day in the account");
  assert.ok(will.includes(after), `${will}: ${after}`);
  for (const one of [home, page]) await one.context().close();
}

// Without the key nothing of the territory's affairs is shown.
export async function onlyTheCoordinatorComesIn(world) {
  const page = await (await reader(world.browser)).newPage();
  for (const path of ["", "/bilan", "/bilan.csv", "/tournee/mardi-est/2026-12-01"]) {
    await page.goto(`${world.screens}/territoire${path}`);
    assert.match(page.url(), /\/territoire\/connexion/, path);
  }
  await page.locator("main form button[type=submit]").click();
  await page.locator(".error-summary").waitFor();
  assert.match(await page.title(), /^Erreur/);
  await page.context().close();
}

export async function signInAsCoordinator({ browser, screens, territory }) {
  const key = (await readFile(join(territory.folder, "federator", "operator.token"), "utf8")).trim();
  const page = await (await reader(browser)).newPage();
  await page.goto(`${screens}/territoire/connexion`);
  await page.locator("#cle").fill(key);
  await page.locator("main form button[type=submit]").click();
  await page.waitForURL(/\/territoire$/);
  return page;
}

// Looks through the runs to come for the one whose end would change the day of the title.
async function runThatBrings(page, screens) {
  await page.goto(`${screens}/territoire`);
  const links = await page.locator("main li a").evaluateAll((all) => all.map((link) => link.href));
  for (const link of links) {
    await page.goto(`${link}?quoi=annuler`);
    if (await page.locator("tbody tr", { hasText: TITLE }).count()) return link;
  }
  return null;
}

async function dayOf(home, screens) {
  const told = await requestOf(home, screens, TITLE);
  return told?.match(/Arrive le \S+ (\d+ \S+)/)?.[1];
}

function daysLater(day, days) {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

// A copy is not on its shelf: another library is asked, and the patron's day changes.

import assert from "node:assert/strict";
import { askFor, atHome, requestOf } from "../account.mjs";
import { workNamed } from "../catalogue.mjs";
import { deskOf, lineOf } from "../desk.mjs";
import { until } from "../until.mjs";

// Held by two libraries that stand on different rounds.
const TITLE = "Max se trouve trop petit";
const HOLDERS = { eperlecques: /perlecques/, roquetoire: /Roquetoire/ };

export async function asksAnotherLibrary(world, t) {
  const { screens, territory } = world;
  const patron = territory.patrons.lumbres;
  const home = await atHome(world, patron);
  await askFor(home, screens, patron, await workNamed(territory, TITLE));
  const before = await until(() => lentBySomebody(home, screens), "a library is asked");
  const [first] = Object.keys(HOLDERS).filter((library) => HOLDERS[library].test(before));
  const [second] = Object.keys(HOLDERS).filter((library) => library !== first);

  const asked = await deskOf(world, first);
  await until(() => lineOf(asked.page, asked.base, "prendre", TITLE), `${TITLE} to be pulled in ${first}`);
  await asked.page.locator("tbody tr", { hasText: TITLE }).getByRole("button", { name: /Introuvable/ }).click();
  await asked.page.locator(".outcome, .done").first().waitFor();
  assert.equal(await lineOf(asked.page, asked.base, "prendre", TITLE), null);
  assert.ok(await lineOf(asked.page, asked.base, "chercher", TITLE), "it is looked for where it should stand");

  const after = await until(async () => {
    const told = await lentBySomebody(home, screens);
    return HOLDERS[second].test(told) && told;
  }, "the other library is asked");
  t.diagnostic(`before: ${before}`);
  t.diagnostic(`after: ${after}`);
  assert.notEqual(dayOf(after), dayOf(before), "the promised day changes");
  const other = await deskOf(world, second);
  await until(() => lineOf(other.page, other.base, "prendre", TITLE), `${TITLE} to be pulled in ${second}`);
  for (const page of [home, asked.page, other.page]) await page.context().close();
}

async function lentBySomebody(page, screens) {
  const told = await requestOf(page, screens, TITLE);
  return /Prêté par/.test(told) ? told : "";
}

function dayOf(told) {
  const day = told.match(/Arrive le (\S+ \d+ \S+)/);
  assert.ok(day, `a day is promised: ${told}`);
  return day[1];
}

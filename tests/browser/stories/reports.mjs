// What was lent, month by month and with each other library: at the desk and at the coordinator's, on the page and for a spreadsheet.

import assert from "node:assert/strict";
import { reader } from "../browser.mjs";
import { assertNone, faultsOf } from "../checks/page.mjs";
import { signInAtDesk } from "../desk.mjs";
import { signInAsCoordinator } from "./coordinator.mjs";

const TWELVE_MONTHS = "Les 12 derniers mois";

export async function theDeskReadsWhatItLentAndBorrowed({ browser, screens, territory }) {
  const how = { viewport: { width: 1000, height: 800 } };
  const page = await signInAtDesk(await reader(browser, { how }), screens, "saint-omer", territory.staff);
  await page.goto(`${screens}/guichet/saint-omer/bilan`);
  const [months] = await page.locator("table.sum").all();
  assert.match(await months.locator("tbody th").first().textContent(), /^[a-zûé]+ \d{4}$/, "a month is written in words");
  assert.ok(await staysInItsPane(months), "the months are no wider than their pane");
  const answer = await page.goto(await otherSpan(page));
  assertNone(await faultsOf(page, await answer.text()), "the report over twelve months");
  const exchange = page.locator("h2#echanges ~ table");
  assert.match(await exchange.locator("tbody tr").last().textContent(), /En tout/);
  assert.ok(await exchange.locator("tbody tr").count() > 1, "the demo has lent between libraries");
  await inASpreadsheet(page, screens, "a[href*='/echanges.csv']");
  await page.context().close();
}

export async function theCoordinatorReadsWhatAllLentEachOther(world) {
  const page = await signInAsCoordinator(world);
  await page.goto(`${world.screens}/territoire/bilan`);
  const answer = await page.goto(await otherSpan(page));
  assertNone(await faultsOf(page, await answer.text()), "the coordinator's report");
  assert.ok(await page.locator("table tbody tr").count() > 1);
  await inASpreadsheet(page, world.screens, "a[href*='/territoire/bilan.csv']");
  await page.context().close();
}

// The address of the same page over other days, as its link has it.
async function otherSpan(page) {
  const link = page.getByRole("link", { name: TWELVE_MONTHS });
  return new URL(await link.getAttribute("href"), page.url()).href;
}

// The link leads to the same days, and no cell begins a formula.
async function inASpreadsheet(page, screens, link) {
  const href = await page.locator(link).getAttribute("href");
  assert.match(href, /du=\d{4}-\d\d-\d\d/);
  const answer = await page.request.get(screens + href);
  assert.match(answer.headers()["content-type"], /text\/csv/);
  const cells = (await answer.text()).replace(/^\ufeff/, "").trim().split(/[;\r\n]+/);
  assert.deepEqual(cells.filter((cell) => /^"?[=+\-@\t]/.test(cell)), []);
}

async function staysInItsPane(table) {
  return table.evaluate((found) => found.getBoundingClientRect().right <= found.parentElement.getBoundingClientRect().right + 1);
}

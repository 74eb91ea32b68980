// What is done for one person at the desk: Enter does what stands beside the field, cards come back after a rest, signing in again ends
// what was before.

import assert from "node:assert/strict";
import { HOW, reader } from "../browser.mjs";
import { signInAtDesk } from "../desk.mjs";
import { assertNone, faultsOf, sidewaysOf } from "../checks/page.mjs";

export async function enterChangesThePinAndNothingElse({ browser, screens, territory }) {
  const page = await patronPage(await reader(browser), screens, territory);
  const patron = page.url();
  await page.goto(`${patron}/reserver?q=boutons`);
  assert.match(await page.locator("form.hit .day").first().textContent(), /\S/, "the day is said before it is asked for");
  await page.locator("form.hit button[type=submit]").first().click();
  await page.waitForURL((url) => url.pathname.split("/").length === 5 || url.pathname.endsWith("/reserver"));
  await page.goto(patron);
  const requests = await page.locator("button[value^=annuler]").count();
  assert.ok(requests >= 1, "there is a request that could be cancelled by mistake");
  await page.locator("details.settings summary").click();
  // The one that it has: other stories come with it.
  await page.locator("#pin").fill(territory.patrons["saint-omer"].pin);
  await page.keyboard.press("Enter");
  await page.locator(".done").waitFor();
  assert.equal(await page.locator("button[value^=annuler]").count(), requests);
  await page.locator("button[value^=annuler]").last().click();
  await page.locator(".done").waitFor();
  await page.context().close();
}

export async function everyPageOfAPatronAtTheDeskIsAccessible({ browser, screens, territory }) {
  for (const how of [HOW.desktop, HOW.narrow]) {
    const page = await patronPage(await reader(browser, { how }), screens, territory);
    const patron = page.url();
    const base = `${screens}/guichet/saint-omer`;
    for (const address of [
      patron, `${patron}/compte`, `${patron}/avis`, `${patron}/modifier`, `${patron}/effacer`, `${patron}/reserver?q=camus`,
      `${patron}/pause/0123456789abcdef0123456789abcdef`, `${base}/demandes`, `${base}/bilan`, `${base}/tournees`, `${base}/caisse`,
      `${base}/document?document=saint-omer/1&titre=Essai&demande=01`, `${base}/lecteur/inconnue/compte`, `${base}/nulle-part`,
    ]) {
      const answer = await page.goto(address);
      const faults = how === HOW.narrow ? await sidewaysOf(page) : await faultsOf(page, await answer.text());
      assertNone(faults, `${address.replace(patron, "PATRON")}, ${how.viewport.width} px`);
    }
    await page.context().close();
  }
}

export async function aCardThatIsGoneIsAskedForAtTheDesk({ browser, screens, territory }) {
  const page = await signInAtDesk(await reader(browser), screens, "saint-omer", territory.staff);
  for (const path of ["/lecteur/inconnue", "/lecteur/inconnue/compte", "/pret/inconnue", "/lecteur/inconnue/modifier"]) {
    const answer = await page.goto(`${screens}/guichet/saint-omer${path}`);
    assert.equal(answer.status(), 404, path);
    assert.match(await page.locator(".stop").textContent(), /carte/, path);
    assert.ok(await page.locator("nav.lists").count(), `${path} stands in the desk's frame`);
  }
  await page.context().close();
}

export async function signingInAgainEndsTheSessionBefore({ browser, screens, territory }) {
  const context = await reader(browser);
  const page = await signInAtDesk(context, screens, "saint-omer", territory.staff);
  const before = (await context.cookies()).find((cookie) => cookie.name === "guichet");
  await signInAtDesk(context, screens, "ecques", territory.staff);
  const old = await fetch(`${screens}/guichet/saint-omer`, { headers: { cookie: `guichet=${before.value}` }, redirect: "manual" });
  assert.equal(old.status, 303, "the old session is over");
  await page.context().close();
}

async function patronPage(context, screens, territory) {
  const page = await signInAtDesk(context, screens, "saint-omer", territory.staff);
  await page.goto(`${screens}/guichet/saint-omer/lecteurs`);
  await page.locator("#texte").fill(territory.patrons["saint-omer"].card);
  await page.keyboard.press("Enter");
  await page.locator("table.work tbody a").first().click();
  await page.locator("dl.facts").waitFor();
  return page;
}

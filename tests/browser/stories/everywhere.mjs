// Whoever signs out everywhere is signed out everywhere: at home and at the desk.

import assert from "node:assert/strict";
import { atHome } from "../account.mjs";
import { deskOf } from "../desk.mjs";

export async function patronEndsAllSessions(world) {
  const patron = world.territory.patrons["saint-omer"];
  const [telephone, computer] = [await atHome(world, patron), await atHome(world, patron)];
  await telephone.goto(`${world.screens}/compte/acces`);
  await telephone.getByRole("button", { name: "Me déconnecter partout" }).click();
  for (const page of [computer, telephone]) {
    await page.goto(`${world.screens}/compte`);
    assert.match(page.url(), /\/connexion/);
    await page.context().close();
  }
}

export async function librarianEndsAllSessions(world) {
  const [here, there] = [await deskOf(world, "arques"), await deskOf(world, "arques")];
  await here.page.locator("button[name=partout]").click();
  await here.page.locator("#secret").waitFor();
  for (const desk of [there, here]) {
    await desk.page.goto(`${desk.base}/travail/prendre`);
    assert.match(desk.page.url(), /\/guichet\/arques\/connexion/);
    await desk.close();
  }
}

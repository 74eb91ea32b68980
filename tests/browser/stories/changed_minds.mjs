// What becomes of a book that nobody wants any more while it is in the van?

import assert from "node:assert/strict";
import { cancel, requestOf } from "../account.mjs";
import { giveToVan, lineOf, receive, scan } from "../desk.mjs";
import { sent } from "../journey.mjs";
import { until } from "../until.mjs";

export async function cancelsInTransit(world) {
  const patron = world.territory.patrons.lumbres;
  const title = "Bébés chouettes";
  const { home, from, to, item, close } = await sent(world, { title, lender: "aire", patron });
  await until(async () => /en route/.test(await requestOf(home, world.screens, title)), "the patron is told that it is on its way");
  await cancel(home, world.screens, title);
  await until(async () => /Annulée/.test(await requestOf(home, world.screens, title)), "the request is cancelled");

  // Nobody waits for it where the van brings it: it goes back into a crate, and home.
  assert.match(await scan(to.page, to.base, item), /Dans la caisse pour .*Aire/);
  assert.equal(await lineOf(to.page, to.base, "etagere", title), null);
  await giveToVan(to, title, "renvoyer");
  assert.match(await receive(from, title, item), /En rayon/);
  assert.match(await requestOf(home, world.screens, title), /Annulée/);
  await close();
}

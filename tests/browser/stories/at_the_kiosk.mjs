// What a patron does at the kiosk: asks, borrows what was brought for them, and brings it back.

import assert from "node:assert/strict";
import { giveToVan, lineOf, receive } from "../desk.mjs";
import { shipped } from "../journey.mjs";
import { askAtKiosk, atKiosk, finish, lendAtKiosk, returnAtKiosk, showCard } from "../kiosk.mjs";

// The whole round: asked for at the kiosk, brought by the van, lent and taken back at the kiosk, home again.
export async function kioskLendsWhatWaits(world) {
  const { kiosk, patrons } = world.territory;
  const patron = patrons["saint-omer"];
  const title = "Bel-Ami";
  const glass = await atKiosk(world);
  await askAtKiosk(glass, kiosk, patron, title);
  await finish(glass);

  const { from, to, item, close } = await shipped(world, { title, lender: "ecques", patron });
  assert.match(await receive(to, title, item), /étagère des réservations/);

  await glass.goto(`${kiosk}/carte?pour=emprunter`);
  await showCard(glass, patron);
  await lendAtKiosk(glass, kiosk, item, title);
  assert.equal(await lineOf(to.page, to.base, "etagere", title), null);
  await glass.goto(`${kiosk}/prets`);
  await glass.locator("main .cards > li", { hasText: title }).waitFor();
  await finish(glass);

  assert.match(await returnAtKiosk(glass, kiosk, item, title), /caisse/);
  await finish(glass);
  await giveToVan(to, title, "renvoyer");
  assert.match(await receive(from, title, item), /En rayon/);
  await close();
  await glass.context().close();
}

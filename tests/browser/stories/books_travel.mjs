// A patron asks at home; the book is pulled, given to the van, received, lent, brought back, and goes home.

import assert from "node:assert/strict";
import { loanOf, requestOf } from "../account.mjs";
import { giveToVan, lend, lineOf, receive, scan, takeBack } from "../desk.mjs";
import { delivered } from "../journey.mjs";
import { until } from "../until.mjs";

export async function booksTravel(world) {
  const patron = world.territory.patrons.fauquembergues;
  const title = "La Guerre des boutons";
  const { home, to, item, said, close } = await delivered(world, { title, lender: "arques", patron });
  assert.match(said, /étagère des réservations/);
  assert.ok(await lineOf(to.page, to.base, "etagere", title));
  await until(async () => /vous attend/.test(await requestOf(home, world.screens, title)), "the patron is told that it waits");
  await lend(to, patron.card, item, title);
  await until(() => loanOf(home, world.screens, title), "the loan in the patron's account");
  await takeBack(to, item);
  assert.ok(await lineOf(to.page, to.base, "renvoyer", title));
  await close();
}

export async function goesHome(world) {
  const patron = world.territory.patrons.fauquembergues;
  const title = "Mon papa";
  const { home, from, to, item, close } = await delivered(world, { title, lender: "therouanne", patron });
  await lend(to, patron.card, item, title);
  await takeBack(to, item);
  // Scanned once more it stays where it is, and says so.
  assert.match(await scan(to.page, to.base, item), /Dans la caisse pour .*Thérouanne/);
  await giveToVan(to, title, "renvoyer");
  assert.equal(await lineOf(to.page, to.base, "renvoyer", title), null);
  assert.match(await receive(from, title, item), /En rayon/);
  for (const list of ["recevoir", "renvoyer"]) assert.equal(await lineOf(from.page, from.base, list, title), null, list);
  await until(async () => /Rendu/.test(await requestOf(home, world.screens, title)), "the request is over");
  assert.equal(await loanOf(home, world.screens, title), null);
  await close();
}

// A book on its way: what a patron and two desks do until it lies where it was asked for. The stories begin from here.

import { askFor, atHome } from "./account.mjs";
import { workNamed } from "./catalogue.mjs";
import { deskOf, giveToVan, pull, receive } from "./desk.mjs";

// Asks for a title at home, and has its library give it to the van; gives who has a part in it, and the item.
export async function sent(world, { title, lender, patron }) {
  const { screens, territory } = world;
  const home = await atHome(world, patron);
  await askFor(home, screens, patron, await workNamed(territory, title));
  return shipped(world, { title, lender, patron, home });
}

// Has the library of a title that was asked for give it to the van.
export async function shipped(world, { title, lender, patron, home }) {
  const from = await deskOf(world, lender);
  const item = await pull(from, title);
  await giveToVan(from, title);
  const to = await deskOf(world, patron.library);
  const people = [from.page, to.page, home].filter(Boolean);
  return { home, from, to, item, title, close: () => Promise.all(people.map((page) => page.context().close())) };
}

// Has it sent, and received where it was asked for; `said` is what the desk says then.
export async function delivered(world, wish) {
  const journey = await sent(world, wish);
  return { ...journey, said: await receive(journey.to, wish.title, journey.item) };
}

// A kiosk in a browser: sign in, borrow, list the loans, give back. `protobuf` is protobufjs, which reads the contracts as they are.

import { callsTo } from "./grpc_web.mjs";

// Names a command: repeated with the same name, it changes nothing and gives the first answer again.
const aRequestId = () => crypto.randomUUID().replaceAll("-", "");

async function kiosk(node, cardNumber, pin, barcode, say) {
  const root = new protobuf.Root();
  root.resolvePath = (_, target) => `/proto/${target}`;
  await root.load(["navette/access/v1/access_service.proto", "navette/circulation/v1/circulation_service.proto"]);
  const service = (name, token) => root.lookupService(name).create(callsTo(node, token));

  const { session } = await service("navette.access.v1.AccessService").signInPatron({ card: { number: cardNumber }, pin });
  // The session says whose loan it is: no card is named any more.
  const asPatron = service("navette.circulation.v1.CirculationService", session.token);
  const { loan } = await asPatron.checkOut({ requestId: aRequestId(), code: barcode });
  say(`lent: ${loan.title}, due ${loan.due}`);
  const { loans } = await asPatron.listLoans({});
  for (const { title, due } of loans) say(`loan: ${title}, due ${due}`);
  // The kiosk takes back in its own name: a return needs no patron.
  const { act } = await service("navette.circulation.v1.CirculationService").checkIn({ requestId: aRequestId(), code: barcode });
  say(`back: ${act.title}, ${act.place}`);
  // Whoever comes next must find nobody signed in.
  await service("navette.access.v1.AccessService", session.token).signOut({});
  say("signed out");
}

const form = document.querySelector("form");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const told = document.querySelector("output");
  const say = (line) => (told.textContent += line + "\n");
  const { node, card, pin, barcode } = Object.fromEntries(new FormData(form));
  form.elements.pin.value = "";
  try {
    await kiosk(node, card, pin, barcode, say);
  } catch (refused) {
    say(`refused: ${refused.message}`);
  }
});

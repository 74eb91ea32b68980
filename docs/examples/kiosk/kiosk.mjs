// A kiosk in sixty lines of JavaScript: sign in, borrow, list the loans, give back.
//
//   npm install @grpc/grpc-js @grpc/proto-loader
//   node kiosk.mjs PROTO_FOLDER 127.0.0.1:7701 000001 2580 BARCODE
//
// The node must trust this machine, as those of `navette demo` do; how a kiosk elsewhere shows its certificate: docs/integrators.md.

import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { promisify } from "node:util";

// Looked for where the command is run, so that this file may stand anywhere.
const require = createRequire(process.cwd() + "/");
const grpc = require("@grpc/grpc-js");
const { loadSync } = require("@grpc/proto-loader");

// Names a command: repeated with the same name, it changes nothing and gives the first answer again.
const aRequestId = () => randomBytes(16).toString("hex");

/** Makes a client whose calls are promises, each with ten seconds. */
function client(Service, address) {
  const made = new Service(address, grpc.credentials.createInsecure());
  return (method, request, metadata = new grpc.Metadata()) =>
    promisify(made[method].bind(made))(request, metadata, { deadline: Date.now() + 10_000 });
}

async function main(protos, node, cardNumber, pin, barcode) {
  const contracts = loadSync(["navette/access/v1/access_service.proto", "navette/circulation/v1/circulation_service.proto"], {
    includeDirs: [protos],
    enums: String,
    defaults: true,
  });
  const { navette } = grpc.loadPackageDefinition(contracts);
  const access = client(navette.access.v1.AccessService, node);
  const counter = client(navette.circulation.v1.CirculationService, node);

  // Without a library it is the one whose node is called.
  const { session } = await access("SignInPatron", { card: { number: cardNumber }, pin });
  const asPatron = new grpc.Metadata();
  asPatron.set("authorization", `Bearer ${session.token}`);

  // The session says whose loan it is: no card is named any more.
  const { loan } = await counter("CheckOut", { requestId: aRequestId(), code: barcode }, asPatron);
  console.log(`lent: ${loan.title}, due ${loan.due}`);

  const { loans } = await counter("ListLoans", {}, asPatron);
  for (const { title, due } of loans) console.log(`loan: ${title}, due ${due}`);

  // The kiosk takes back in its own name: a return needs no patron.
  const { act } = await counter("CheckIn", { requestId: aRequestId(), code: barcode });
  console.log(`back: ${act.title}, ${act.place}`);

  // Whoever comes next must find nobody signed in.
  await access("SignOut", {}, asPatron);
  console.log("signed out");
}

const told = process.argv.slice(2);
if (told.length !== 5) {
  console.error("usage: kiosk.mjs PROTO_FOLDER HOST:PORT CARD PIN BARCODE");
  process.exit(2);
}
main(...told).then(
  () => process.exit(0),
  (refused) => {
    console.error(refused.code ? `${grpc.status[refused.code]}: ${refused.details}` : refused);
    process.exit(1);
  },
);

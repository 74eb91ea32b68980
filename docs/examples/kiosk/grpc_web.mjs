// gRPC-Web by hand: one call, one answer. It is all that a kiosk needs, and nothing has to be generated or built.
// The protocol: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md

const LAST = 0x80; // The frame that says how the call ended.

/** Makes what protobufjs calls by: `service.create(callsTo("http://127.0.0.1:7701", token))`. */
export function callsTo(node, token) {
  return (method, message, done) => {
    call(`${node}/${method.parent.fullName.slice(1)}/${method.name}`, message, token).then((bytes) => done(null, bytes), done);
  };
}

async function call(address, message, token) {
  const framed = new Uint8Array(5 + message.length);
  new DataView(framed.buffer).setUint32(1, message.length);
  framed.set(message, 5);
  const headers = { "content-type": "application/grpc-web+proto", "x-grpc-web": "1", "grpc-timeout": "10S" };
  if (token) headers.authorization = `Bearer ${token}`;
  const answer = await fetch(address, { method: "POST", headers, body: framed });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}: is this page's origin in [web] origins of the node?`);
  let ending = Object.fromEntries(answer.headers);
  let told = new Uint8Array();
  const bytes = new Uint8Array(await answer.arrayBuffer());
  for (let at = 0; at + 5 <= bytes.length; ) {
    const end = at + 5 + new DataView(bytes.buffer, at + 1, 4).getUint32(0);
    const frame = bytes.subarray(at + 5, end);
    if (bytes[at] & LAST) ending = { ...ending, ...readEnding(new TextDecoder().decode(frame)) };
    else told = frame;
    at = end;
  }
  if (ending["grpc-status"] !== "0") throw new Error(`${ending["grpc-status"]}: ${decodeURIComponent(ending["grpc-message"] ?? "")}`);
  return told;
}

function readEnding(text) {
  const lines = text.split("\r\n").filter((line) => line.includes(":"));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
}

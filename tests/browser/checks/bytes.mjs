// How much goes over the line? Counted by the browser itself: heads and bodies, as they were sent.

import { until } from "../until.mjs";

// Loads a page with nothing kept from before; gives requests, bytes in all, and bytes of the page itself.
export async function weigh(context, url) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  let bytes = 0;
  let requests = 0;
  const sizes = new Map();
  session.on("Network.requestWillBeSent", () => { requests += 1; });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    bytes += encodedDataLength;
    sizes.set(requestId, encodedDataLength);
  });
  await page.goto(url, { waitUntil: "networkidle" });
  const own = [...sizes.values()][0] ?? 0;
  await page.close();
  return { requests, bytes, own };
}

// Loads a page over a poor line; gives the seconds until a selector is there.
export async function secondsOver(context, url, selector, { kbps, latencyMs }) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const bytesPerSecond = kbps * 1000 / 8;
  await session.send("Network.emulateNetworkConditions", {
    offline: false, latency: latencyMs, downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond,
  });
  const began = performance.now();
  await page.goto(url, { waitUntil: "commit" });
  await page.locator(selector).first().waitFor();
  const took = performance.now() - began;
  await page.close();
  return took / 1000;
}

// Counts what one act on an open page brings: all answers, heads and bodies, until nothing is under way any more.
export async function weighAct(page, act) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const underWay = new Set();
  let bytes = 0;
  let requests = 0;
  session.on("Network.requestWillBeSent", ({ requestId, redirectResponse }) => {
    // One that is led elsewhere keeps its name; what led it there has come over the line too.
    bytes += redirectResponse?.encodedDataLength ?? 0;
    underWay.add(requestId);
    requests += 1;
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    bytes += encodedDataLength;
    underWay.delete(requestId);
  });
  session.on("Network.loadingFailed", ({ requestId }) => underWay.delete(requestId));
  await act();
  await until(() => requests > 0 && underWay.size === 0, "the answer");
  await session.detach();
  return { requests, bytes };
}

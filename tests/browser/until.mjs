// Looks again until something is so: libraries tell each other within a second or two, and no test sleeps for a fixed time.

import assert from "node:assert/strict";

const LOOK_EVERY_MS = 300;

// Gives what `look` found, once it finds something.
export async function until(look, what = "it", { withinMs = 30_000 } = {}) {
  const late = Date.now() + withinMs;
  while (Date.now() < late) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  assert.fail(`${what} did not come to be`);
}

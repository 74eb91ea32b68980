// What is held where? Asked by the command line, since no page for patrons shows barcodes.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

async function asked(...words) {
  const { stdout } = await run(process.env.NAVETTE_PROGRAM, [...words, "--output", "json"]);
  return JSON.parse(stdout);
}

// Gives the only work of a title, as the federator knows it.
export async function workNamed({ federator }, title) {
  const { results } = await asked("search", title, "--at", federator);
  const works = results.filter((one) => one.title === title);
  assert.equal(works.length, 1, `works with the title ${title}`);
  return works[0].work;
}

// Gives the barcode of a copy that stands on the shelf of a library.
export async function barcodeOf(territory, library, title) {
  const { holdings } = await asked("show", await workNamed(territory, title), "--at", territory.federator);
  const items = holdings.filter((holding) => holding.library === library).flatMap((holding) => holding.items);
  const item = items.find((one) => one.status === "available");
  assert.ok(item, `a copy of ${title} stands in ${library}`);
  return item.barcode;
}

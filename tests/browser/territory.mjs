// A whole demo territory for the tests: started, waited for, and stopped.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const READY_WITHIN_MS = 120_000;

// Starts `navette demo` on free ports; gives its addresses, and what its patrons and desks sign in with.
export async function startTerritory() {
  const program = process.env.NAVETTE_PROGRAM;
  if (!program) throw new Error("NAVETTE_PROGRAM does not name the navette executable");
  const folder = await mkdtemp(join(tmpdir(), "navette-screens-"));
  const began = performance.now();
  const process_ = spawn(program, ["demo", "--listen", "127.0.0.1:0", "--data-dir", folder], { stdio: ["ignore", "pipe", "pipe"] });
  const territory = { process: process_, folder, patrons: {} };
  const lines = createInterface({ input: process_.stdout });
  const errors = [];
  process_.stderr.on("data", (chunk) => errors.push(chunk));
  await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("the demo was not ready in time")), READY_WITHIN_MS);
    process_.once("exit", (code) => reject(new Error(`the demo ended with ${code}: ${Buffer.concat(errors)}`)));
    lines.on("line", (line) => {
      read(line, territory);
      if (line === "ready") {
        clearTimeout(late);
        resolve();
      }
    });
  });
  await (await fetch(territory.screens)).text();
  territory.firstPageSeconds = (performance.now() - began) / 1000;
  return territory;
}

// Stops it, and takes what it kept away.
export async function stopTerritory(territory) {
  if (!territory) return;
  await stopProcess(territory.process);
  await rm(territory.folder, { recursive: true });
}

// Stops a process of ours by the signal that a person would send.
export async function stopProcess(process_) {
  process_.removeAllListeners("exit");
  if (process_.exitCode !== null || process_.signalCode !== null) return;
  const ended = new Promise((resolve) => process_.once("exit", resolve));
  process_.kill("SIGINT");
  await ended;
}

function read(line, territory) {
  const federator = line.match(/^federator\s+(\S+)/);
  if (federator) territory.federator = federator[1];
  const screens = line.match(/^screens\s+(http:\/\/[^/\s]+)\//);
  if (screens) territory.screens = screens[1];
  const kiosk = line.match(/^kiosk\s+(http:\/\/[^/\s]+)\//);
  if (kiosk) territory.kiosk = kiosk[1];
  const desk = line.match(/sign in as (\S+), password "([^"]+)"/);
  if (desk) territory.staff = { name: desk[1], password: desk[2] };
  const password = line.match(/a card, below, and the password "([^"]+)"/);
  if (password) territory.password = password[1];
  const patron = line.match(/^\s+(\d{6}) of (\S+)\s+PIN (\d+)/);
  if (patron) territory.patrons[patron[2]] = { card: patron[1], library: patron[2], pin: patron[3], password: territory.password };
}

// A territory in processes of its own, so that one of them can be stopped: a federator, two nodes, and beside one of them a portal
// and a kiosk. Its people and books are those of a demo, which is played first and stopped; the processes then take over its folders.

import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { startTerritory, stopProcess, stopTerritory } from "./territory.mjs";
import { until } from "./until.mjs";

// Where the line is cut, and another library that is not reached then.
export const HERE = "saint-omer";
const OTHER = "arques";
const HOURS = '["tuesday 09:00-18:00", "wednesday 09:00-18:00", "friday 09:00-18:00", "saturday 09:00-18:00"]';

export async function startApart() {
  const demo = await startTerritory();
  const apart = { ...demo, running: {} };
  try {
    await takeOver(apart);
    return apart;
  } catch (error) {
    await stopApart(apart);
    throw error;
  }
}

async function takeOver(apart) {
  await stopProcess(apart.process);
  const ports = {};
  for (const name of ["federator", HERE, OTHER, "portal", "kiosk"]) ports[name] = await freePort();
  const at = (name) => `127.0.0.1:${ports[name]}`;
  Object.assign(apart, { federator: at("federator"), screens: `http://${at("portal")}`, kiosk: `http://${at("kiosk")}` });
  await writeSettings(apart.folder, at);
  apart.restart = async (name) => {
    const words = name === "kiosk" ? ["kiosk", "--node", at(HERE), "--listen", at("kiosk")]
      : [{ federator: "federator", portal: "portal" }[name] ?? "node", "--config", join(apart.folder, `${name}.toml`)];
    const env = { ...process.env, NAVETTE_LOG: "warn" };
    apart.running[name] = spawn(process.env.NAVETTE_PROGRAM, words, { env, stdio: ["ignore", "ignore", "inherit"] });
    await until(() => listens(ports[name]), `${name} at its port`);
  };
  for (const name of [HERE, OTHER, "federator", "portal", "kiosk"]) await apart.restart(name);
  await until(() => isWhole(apart), "a book of the other library");
}

export async function stopApart(apart) {
  if (!apart) return;
  for (const name of ["kiosk", "portal", "federator", HERE, OTHER]) {
    if (apart.running[name]) await stopProcess(apart.running[name]);
  }
  await stopTerritory(apart);
}

async function writeSettings(folder, at) {
  const trusting = "[access]\ntrust_this_machine = true\n";
  const member = (library) => `[[members]]\nlibrary = "${library}"\nname = "${library}"\naddress = "http://${at(library)}"\nhours = ${HOURS}\n`;
  const round = '[[rounds]]\nid = "mardi-est"\nname = "Mardi"\nweekday = "tuesday"\n'
    + `stops = ["${HERE} 09:00", "${OTHER} 09:30", "${HERE} 12:00"]\ncut_off_minutes = 30\ncrate_grams = 15000\n`;
  const node = (library) => `library = "${library}"\nlisten = "${at(library)}"\ndata_dir = "${join(folder, library)}"\n`
    + `federator = "http://${at("federator")}"\nhours = ${HOURS}\n${trusting}`;
  const settings = {
    federator: `listen = "${at("federator")}"\ndata_dir = "${join(folder, "federator")}"\ndeadline_ms = 1000\nmatch_limit = 20000\n`
      + `time_zone = "Europe/Paris"\n${trusting}${member(HERE)}${member(OTHER)}${round}`,
    [HERE]: node(HERE),
    [OTHER]: node(OTHER),
    portal: `listen = "${at("portal")}"\n[[libraries]]\nlibrary = "${HERE}"\nnode = "http://${at(HERE)}"\n`,
  };
  for (const [name, text] of Object.entries(settings)) await writeFile(join(folder, `${name}.toml`), text);
}

async function isWhole({ screens }) {
  const shown = await (await fetch(`${screens}/recherche?q=guerre+des+boutons`)).text();
  return shown.includes("/titre/");
}

async function listens(port) {
  return fetch(`http://127.0.0.1:${port}/`).then(() => true, (error) => error.cause?.code !== "ECONNREFUSED");
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

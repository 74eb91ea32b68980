// What does a scanner read on our papers? Sheets are drawn as a printer draws them, and read by zbarimg.

import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { accessSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);
// What printers of rolls have: 8 dots a millimetre.
const DOTS_PER_INCH = "203";
const KINDS = { "QR-Code": "qrcode", "CODE-128": "code128" };

// Names a program that is missing here, so that the story can be left out and say why.
export function missingReader() {
  const here = (program) => process.env.PATH.split(delimiter).some((folder) => exists(join(folder, program)));
  return ["pdftoppm", "pdftotext", "zbarimg"].find((program) => !here(program));
}

function exists(path) {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}

// Reads the codes of a PDF: what each kind holds.
export async function codesOfPdf(pdf) {
  return inFolder(async (folder) => {
    await writeFile(join(folder, "paper.pdf"), pdf);
    await run("pdftoppm", ["-r", DOTS_PER_INCH, "-gray", "-png", join(folder, "paper.pdf"), join(folder, "sheet")]);
    const sheets = (await readdir(folder)).filter((name) => name.startsWith("sheet")).map((name) => join(folder, name));
    return codesOf(sheets);
  });
}

// Reads the codes of a picture of a page.
export async function codesOfPicture(picture) {
  return inFolder(async (folder) => {
    await writeFile(join(folder, "page.png"), picture);
    return codesOf([join(folder, "page.png")]);
  });
}

// Gives the text of a PDF in reading order.
export async function textOfPdf(pdf) {
  return inFolder(async (folder) => {
    await writeFile(join(folder, "paper.pdf"), pdf);
    return (await run("pdftotext", ["-layout", join(folder, "paper.pdf"), "-"])).stdout;
  });
}

// Gives the sides of the first sheet of a PDF in millimetres.
export async function sheetOfPdf(pdf) {
  return inFolder(async (folder) => {
    await writeFile(join(folder, "paper.pdf"), pdf);
    const { stdout } = await run("pdfinfo", [join(folder, "paper.pdf")]);
    const [, width, height] = stdout.match(/Page size:\s+([\d.]+) x ([\d.]+) pts/);
    return [width, height].map((points) => Math.round(points / 72 * 25.4));
  });
}

async function codesOf(pictures) {
  const codes = {};
  for (const [kind, name] of Object.entries(KINDS)) {
    // Exit code 4: nothing of this kind was found.
    const read = await run("zbarimg", ["-q", "--raw", "-Sdisable", `-S${name}.enable`, ...pictures]).catch((error) => {
      if (error.code === 4) return { stdout: "" };
      throw error;
    });
    codes[kind] = read.stdout.trim();
  }
  return codes;
}

async function inFolder(act) {
  const folder = await mkdtemp(join(tmpdir(), "navette-papers-"));
  try {
    return await act(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

// Debian's browser, as a person at home, on a telephone, or without script would have it.

import { chromium } from "playwright-core";

const PROGRAM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

// How a reader has come: `script: false` for a browser without script.
export const HOW = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
  narrow: { viewport: { width: 320, height: 640 } },
};

export async function openBrowser() {
  return chromium.launch({ executablePath: PROGRAM, args: ARGUMENTS });
}

// Opens a reader of their own: own cookies, own language. `script`: "ours" runs ours; "blocked" leaves it out, so that a page can be
// examined as it is without; "none" is a browser that runs no script at all.
export async function reader(browser, { language = "fr", script = "ours", how = HOW.desktop, ...more } = {}) {
  const context = await browser.newContext({ ...how, locale: language, javaScriptEnabled: script !== "none", ...more });
  if (script === "blocked") await context.route("**/*.js", (route) => route.abort());
  context.setDefaultTimeout(15_000);
  return context;
}

// Signs a patron in; gives the page they land on.
export async function signInPatron(page, screens, patron) {
  await page.goto(`${screens}/connexion`);
  const library = page.locator("#bibliotheque");
  if (await library.count()) await library.selectOption(patron.library);
  await page.locator("#carte").fill(patron.card);
  await page.locator("#secret").fill(patron.password);
  await page.locator("main form button[type=submit]").click();
  await page.waitForURL((url) => url.pathname !== "/connexion");
}

// What keeps a reader safe: headers, escaping, and forms that only our own pages can send.

import assert from "node:assert/strict";
import { reader } from "../browser.mjs";

// After the OWASP Secure Headers Project: each with what its value must hold.
const WANTED = {
  "content-security-policy": /default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/,
  "x-content-type-options": /^nosniff$/,
  "x-frame-options": /^DENY$/,
  "referrer-policy": /^(no-referrer|same-origin)$/,
  "permissions-policy": /camera=\(\)/,
  "cross-origin-opener-policy": /^same-origin$/,
  "cross-origin-resource-policy": /^same-origin$/,
  "cross-origin-embedder-policy": /^require-corp$/,
  "x-permitted-cross-domain-policies": /^none$/,
};
const UNWANTED = ["server", "x-powered-by", "x-aspnet-version"];

export async function headersAreSafe({ screens, work }) {
  for (const path of ["/", "/recherche?q=a", `/titre/${work}`, "/connexion", "/rien", "/suggestions?q=la", "/compte", "/guichet"]) {
    const answer = await fetch(screens + path, { redirect: "manual" });
    for (const [name, wanted] of Object.entries(WANTED)) {
      assert.match(answer.headers.get(name) ?? "", wanted, `${name} of ${path}`);
    }
    for (const name of UNWANTED) assert.equal(answer.headers.get(name), null, `${name} of ${path}`);
    assert.ok(!/unsafe/.test(answer.headers.get("content-security-policy")), path);
    for (const line of answer.headers.getSetCookie()) {
      assert.match(line, /HttpOnly/, line);
      assert.match(line, /SameSite=(Lax|Strict)/, line);
    }
  }
}

const ATTACKS = [
  "<script>document.title='gotcha'</script>",
  "\"><img src=x onerror=\"document.title='gotcha'\">",
  "'; DROP TABLE patrons; --",
  "{{7*7}}${7*7}",
  "javascript:alert(1)",
];

export async function attacksAreText({ screens, browser }) {
  const context = await reader(browser);
  const page = await context.newPage();
  const broken = [];
  page.on("console", (message) => { if (message.type() === "error") broken.push(message.text()); });
  for (const attack of ATTACKS) {
    await page.goto(`${screens}/recherche?q=${encodeURIComponent(attack)}`);
    assert.notEqual(await page.title(), "gotcha");
    assert.equal(await page.locator("#q").inputValue(), attack);
    assert.equal(await page.locator("main img, main script").count(), 0, attack);
  }
  assert.deepEqual(broken, []);
  const back = await fetch(`${screens}/vue?langue=en&retour=${encodeURIComponent("//evil.example/")}`, { redirect: "manual" });
  assert.equal(back.headers.get("location"), "/");
  await context.close();
}

export async function formsAreOurs({ screens, work }) {
  const body = new URLSearchParams({ titre: work, retrait: "aire", jeton: "0".repeat(32), page: "0".repeat(32) });
  for (const path of ["/reserver", "/connexion", "/deconnexion"]) {
    const foreign = await fetch(screens + path, {
      method: "POST", body, redirect: "manual", headers: { origin: "http://evil.example", cookie: `visite=${"a".repeat(32)}` },
    });
    assert.equal(foreign.status, 403, path);
  }
  const long = await fetch(`${screens}/connexion`, { method: "POST", body: "a".repeat(100_000), redirect: "manual" });
  assert.equal(long.status, 413);
}

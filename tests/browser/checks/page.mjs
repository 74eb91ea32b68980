// What must hold of one page: accessible, valid, narrow, and nothing that a keyboard cannot reach.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { HtmlValidate } from "html-validate";

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const VALIDATE = new HtmlValidate({
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    // Written by templates: what the standard allows and a formatter would dislike.
    "no-trailing-whitespace": "off",
    "void-style": "off",
    "no-inline-style": "error",
    // Names of fields are the addresses of what is asked; some come several times.
    "form-dup-name": "off",
    "long-title": "off",
    // Card numbers and codes are not telephone numbers.
    "tel-non-breaking": "off",
    // Screen readers of Safari lose lists without bullets; ours are menus.
    "no-redundant-role": "off",
  },
});

// Looks at a page that is open; gives what is wrong, in words.
export async function faultsOf(page, html) {
  return [
    ...(await axeFaults(page)),
    ...(await htmlFaults(html)),
    ...(await unlabelled(page)),
    ...(await smallTargets(page, 24)),
  ];
}

async function axeFaults(page) {
  await page.evaluate(AXE);
  const result = await page.evaluate(
    (tags) => window.axe.run(document, { runOnly: { type: "tag", values: tags } }), TAGS);
  return result.violations.map((fault) => {
    const where = fault.nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ");
    return `axe ${fault.id}: ${fault.help} (${where})`;
  });
}

async function htmlFaults(html) {
  const report = await VALIDATE.validateString(html);
  return report.results.flatMap((result) => result.messages
    .filter((message) => message.severity === 2)
    .map((message) => `html ${message.ruleId} at ${message.line}:${message.column}: ${message.message}`));
}

async function unlabelled(page) {
  return page.evaluate(() => [...document.querySelectorAll("input:not([type=hidden]),select,textarea")]
    .filter((field) => !field.labels?.length)
    .map((field) => `field ${field.name || field.id} has no label`));
}

// WCAG 2.2, 2.5.8: links within a sentence are excepted.
export async function smallTargets(page, least) {
  return page.evaluate((least) => [...document.querySelectorAll("button,input:not([type=hidden]),select,summary,a.button")]
    .filter((control) => control.checkVisibility())
    .map((control) => [control, control.getBoundingClientRect()])
    .filter(([, box]) => box.height > 1 && (box.height < least || box.width < least))
    .map(([control, box]) => `target ${control.textContent.trim() || control.name} is ${Math.round(box.width)}×${Math.round(box.height)} px`), least);
}

// Nothing may be wider than the window.
export async function sidewaysOf(page) {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide <= 0) return [];
    const culprits = [...document.querySelectorAll("body *")]
      .filter((part) => part.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .slice(0, 3).map((part) => `${part.tagName.toLowerCase()}.${part.className}`);
    return [`${wide} px too wide: ${culprits.join(", ")}`];
  });
}

// Goes through a page by the Tab key alone: every control is reached, and shows that it is.
export async function keyboardFaults(page) {
  const wanted = await page.evaluate(() => {
    const controls = [...document.querySelectorAll("a[href],button,input:not([type=hidden]),select,textarea,summary")];
    return controls.filter((control) => control.checkVisibility({ visibilityProperty: true }) && !control.disabled
      && !control.closest("details:not([open])")?.matches("details:not([open])") || control.matches("summary")).length;
  });
  const reached = new Set();
  const faults = [];
  for (let step = 0; step < wanted + 20; step += 1) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return null;
      at.dataset.reached ??= String(Math.random());
      const style = getComputedStyle(at);
      const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none";
      return { id: at.dataset.reached, name: at.textContent.trim().slice(0, 40) || at.name, shown };
    });
    if (!seen) continue;
    if (reached.has(seen.id)) break;
    reached.add(seen.id);
    if (!seen.shown) faults.push(`focus on "${seen.name}" is not to be seen`);
  }
  if (reached.size < wanted) faults.push(`${reached.size} of ${wanted} controls are reached by the keyboard`);
  return faults;
}

export function assertNone(faults, where) {
  assert.deepEqual(faults, [], where);
}

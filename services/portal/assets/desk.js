// Comfort at the desk, and nothing that a page could not do without: scans without reloading, a sound on an error, slips that print
// themselves. Everything works when this file never arrives.
(() => {
  "use strict";
  const work = document.getElementById("travail");
  const waiting = [];
  let busy = false;
  // What the scanner is writing while the hand is stopped, and when its last letter came.
  let caught = "";
  let caughtAt = 0;
  // A scanner writes its letters faster than this, in milliseconds; a hand does not.
  const PAUSE = 1000;

  function sound() {
    const Audio = window.AudioContext || window.webkitAudioContext;
    if (!Audio) return;
    const context = new Audio();
    [0, 0.25].forEach((at) => {
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.type = "square";
      tone.frequency.value = 220;
      volume.gain.value = 0.15;
      tone.connect(volume).connect(context.destination);
      tone.start(context.currentTime + at);
      tone.stop(context.currentTime + at + 0.18);
    });
    setTimeout(() => context.close(), 1000);
  }

  function text(address) {
    return fetch(address, { credentials: "same-origin" }).then((answer) => (answer.ok ? answer.text() : ""));
  }

  function print(address) {
    text(address + "&part=1").then((html) => {
      if (!html) return;
      let papers = document.querySelector(".papers");
      if (!papers) {
        papers = document.createElement("div");
        papers.className = "papers";
        papers.setAttribute("aria-hidden", "true");
        document.body.append(papers);
      }
      papers.innerHTML = html;
      document.body.classList.add("printing");
      window.print();
      document.body.classList.remove("printing");
      focus();
    });
  }

  function focus() {
    const first = document.querySelector("#travail [autofocus]") || document.querySelector("main [autofocus]");
    if (first) first.focus();
  }

  function attend(root) {
    if (root.querySelector("[data-sound]")) sound();
    const paper = root.querySelector("[data-print]");
    if (paper) print(paper.dataset.print);
    const escape = root.querySelector(".stop .escape");
    if (escape) escape.hidden = false;
    const counts = root.querySelector("[data-counts]");
    if (counts) count(counts.dataset.counts.split(" "));
  }

  // The numbers beside the lists: "how many,how many of them late", in the order of the lists.
  function count(numbers) {
    document.querySelectorAll(".lists a").forEach((link, place) => {
      if (numbers[place] === undefined) return;
      const [all, late] = numbers[place].split(",");
      link.querySelector("b").textContent = all;
      link.classList.toggle("none", all === "0");
      const said = link.querySelector(".late");
      if (said) said.textContent = late === "0" ? "" : said.textContent.replace(/\d+/, late);
    });
  }

  // Codes that nobody has dealt with are listed where the hand is stopped.
  function list(codes) {
    const unsent = document.querySelector(".stop .unsent");
    if (!unsent || !codes.length) return;
    const named = unsent.querySelector("b");
    named.textContent = (named.textContent ? [named.textContent] : []).concat(codes).join(", ");
    unsent.hidden = false;
  }

  function take(html) {
    const before = work.querySelector("[data-scan] #code");
    const begun = before ? before.value : "";
    work.innerHTML = html;
    if (work.querySelector(".stop")) {
      // The scanner may be in the middle of a code.
      [caught, caughtAt] = [begun, performance.now()];
      list(waiting.splice(0));
    }
    focus();
    attend(work);
    return begun;
  }

  // The portal did not take it: said in words that came with the page, and the code is not lost.
  function refuse(code) {
    const words = document.getElementById("pas-pris");
    if (!words) return void location.assign(location.pathname);
    take(words.innerHTML);
    work.querySelector(".not-taken").textContent = code || "–";
  }

  // A form's answer takes the place of the work; one that leads elsewhere is followed.
  function send(form, pressed) {
    const fields = new URLSearchParams(new FormData(form));
    if (pressed && pressed.name) fields.set(pressed.name, pressed.value);
    fields.set("part", "1");
    const isGet = form.method === "get";
    const address = form.getAttribute("action") + (isGet ? "?" + fields : "");
    busy = true;
    const field = form.querySelector("#code");
    if (field && form.matches("[data-scan]")) field.value = "";
    fetch(address, { method: form.method, body: isGet ? null : fields, credentials: "same-origin" })
      .then((answer) => {
        if (answer.redirected) return void location.assign(answer.url);
        if (!answer.ok) {
          busy = false;
          return refuse(fields.get("code"));
        }
        return answer.text().then((html) => {
          busy = false;
          const begun = take(html);
          const next = document.querySelector("#travail [data-scan] #code");
          if (!next) return;
          next.value = begun;
          const code = waiting.shift();
          if (code === undefined) return;
          next.value = code;
          send(next.form);
          const after = document.querySelector("#travail [data-scan] #code");
          if (after) after.value = begun;
        });
      })
      .catch(() => {
        busy = false;
        // The browser itself says what is wrong with the line; sent twice, it is one command.
        const code = fields.get("code");
        if (code && field) field.value = code;
        form.submit();
      });
  }

  // While the hand is stopped, what is scanned is caught and listed: its Enter acknowledges nothing and chooses nothing. A hand
  // acknowledges by Escape, by a click, or by going to the button.
  document.addEventListener("keydown", (event) => {
    const stop = document.querySelector(".stop");
    if (!stop || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.matches("input:not([type=checkbox]):not([type=radio]),textarea,select")) return;
    if (event.timeStamp - caughtAt > PAUSE) caught = "";
    const seen = stop.querySelector("[data-seen]");
    if (event.key === "Escape" && seen) {
      event.preventDefault();
      seen.click();
    } else if (event.key === "Enter" && caught) {
      event.preventDefault();
      list([caught]);
      caught = "";
    } else if (event.key.length === 1 && (caught || event.key !== " ")) {
      event.preventDefault();
      caught += event.key;
      caughtAt = event.timeStamp;
    }
  });

  if (work && window.fetch && window.URLSearchParams) {
    work.addEventListener("submit", (event) => {
      const form = event.target;
      if (!form.matches("[data-part]")) return;
      event.preventDefault();
      const field = form.matches("[data-scan]") && form.querySelector("#code");
      if (!busy) return send(form, event.submitter);
      // The scanner is quicker than the line: one after the other, at most twenty.
      if (field && field.value.trim() && waiting.length < 20) {
        waiting.push(field.value.trim());
        field.value = "";
      }
    });
    // Letters typed anywhere go into the field: a scanner has no eyes.
    document.addEventListener("keydown", (event) => {
      const field = document.querySelector("#travail [data-scan] #code");
      const free = document.activeElement === document.body || document.activeElement === document.querySelector("main");
      if (field && free && event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) field.focus();
    });
  }

  document.querySelectorAll("[data-print-now]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  const here = location.pathname;
  document.querySelectorAll(".lists a, .top nav a").forEach((link) => {
    if (link.pathname === here) link.setAttribute("aria-current", "page");
  });
  focus();
  attend(document);
})();

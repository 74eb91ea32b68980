// Comfort at the desk, and nothing that a page could not do without: scans without reloading, a sound on an error, slips that print
// themselves. Everything works when this file never arrives.
(() => {
  "use strict";
  const work = document.getElementById("travail");
  const waiting = [];
  let busy = false;

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
  }

  function take(html) {
    work.innerHTML = html;
    const stopped = work.querySelector(".unsent");
    if (stopped && waiting.length) {
      stopped.querySelector("b").textContent = waiting.splice(0).join(", ");
      stopped.hidden = false;
    }
    focus();
    attend(work);
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
        if (!answer.ok) return void location.assign(location.pathname);
        return answer.text().then((html) => {
          const typed = document.querySelector("#travail [data-scan] #code");
          const begun = typed ? typed.value : "";
          busy = false;
          take(html);
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

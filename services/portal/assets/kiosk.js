// Comfort and care: everything works without it. The clock that wipes, one entry of history, a form sent once, keys on the screen.
(() => {
  const body = document.body;
  // The clock below watches from now on; without it pages lead away by themselves.
  document.cookie = "borne-script=1; Path=/; SameSite=Strict";
  const idle = Number(body.dataset.idle || 0), warning = Number(body.dataset.warning || 0);
  const dialog = document.getElementById("encore");
  const go = (address) => location.replace(address);

  // What comes back from the browser's store may be somebody else's.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // Links take the place of the page they stand on: Back leads out of nobody's pages.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.origin !== location.origin || link.hash) return;
    event.preventDefault();
    go(link.href);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "get") {
      event.preventDefault();
      return go(form.action + "?" + new URLSearchParams(new FormData(form)));
    }
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 8000);
  });

  if (document.getElementById("fini")) setTimeout(() => go("/"), 10000);

  if (idle && dialog && dialog.showModal) {
    const seconds = document.getElementById("secondes");
    let touched = Date.now(), told = Date.now();
    const touch = () => {
      if (dialog.open) return;
      touched = Date.now();
      if (touched - told < 10000) return;
      told = touched;
      fetch("/ici", { cache: "no-store" }).catch(() => {});
    };
    const stay = () => {
      dialog.close();
      told = 0;
      touch();
    };
    for (const kind of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(kind, touch, { passive: true });
    document.getElementById("continuer").addEventListener("click", stay);
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
    const clock = setInterval(() => {
      const left = Math.ceil(idle - (Date.now() - touched) / 1000);
      if (left <= 0) {
        // Once: asked again, the browser would begin anew each time, and never arrive.
        clearInterval(clock);
        return go("/fin");
      }
      if (left <= warning && !dialog.open) dialog.showModal();
      if (dialog.open) seconds.textContent = String(left);
    }, 500);
  }

  // Keys on the screen, for a kiosk without a keyboard. What is typed is sent by the button below them.
  const DIGITS = ["123", "456", "789"];
  const CODE_DIGITS = [...DIGITS, ["ABC", "0", "<"]];
  const CODE_LETTERS = ["ABCDEF", "GHIJKL", "MNOPQR", "STUVWX", "YZ-./", ["123", "<"]];
  const AZERTY = ["azertyuiop", "qsdfghjklm", "wxcvbn'-é"];
  const QWERTY = ["qwertyuiop", "asdfghjkl", "zxcvbnm'-"];
  for (const field of document.querySelectorAll("[data-pad]")) {
    const [name, erase, space, letters, digits] = field.dataset.padWords.split("|");
    const kind = field.dataset.pad;
    const words = { "<": erase, "_": space, "ABC": letters, "123": digits };
    const press = (key) => {
      // Some barcodes and cards have letters: the same keys, turned over.
      if (key === "ABC") return fill(CODE_LETTERS);
      if (key === "123") return fill(CODE_DIGITS);
      if (key === "<") field.value = field.value.slice(0, -1);
      else if (field.value.length < field.maxLength) field.value += key === "_" ? " " : key;
    };
    const pad = document.createElement("div");
    pad.className = "pad " + kind;
    pad.setAttribute("role", "group");
    pad.setAttribute("aria-label", name);
    const fill = (rows) => {
      pad.replaceChildren();
      for (const row of rows) {
        const line = document.createElement("div");
        for (const key of row) {
          const button = document.createElement("button");
          button.type = "button";
          button.textContent = words[key] || key;
          // The reader's field keeps the focus.
          button.addEventListener("mousedown", (event) => event.preventDefault());
          button.addEventListener("click", () => press(key));
          line.append(button);
        }
        pad.append(line);
      }
    };
    const alphabet = document.documentElement.lang === "en" ? QWERTY : AZERTY;
    fill({ letters: ["1234567890", ...alphabet, "_<"], codes: CODE_DIGITS, digits: [...DIGITS, "0<"] }[kind]);
    field.closest(".field").after(pad);
    // Beside what was found the keys wait until they are wanted.
    if (kind === "letters" && field.value) {
      pad.hidden = true;
      field.addEventListener("focus", () => (pad.hidden = false));
    }
  }
})();

// Comfort only: everything works without it. Suggestions under the search field, and a form that is sent once.
(() => {
  const field = document.querySelector("[data-suggest]");
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "get") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    // After a while it may be sent again: the page may never have come.
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  // A page that comes back from the browser's store may be sent again.
  addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => delete form.dataset.sent));
  // A link in a letter carries its code behind the #, which no server sees; it does not stay in the address.
  const code = document.querySelector("[data-fragment]");
  if (code && location.hash.length > 1) {
    const sent = location.hash.slice(1);
    // A stray % is no escape: the code stands as it came.
    try { code.value = decodeURIComponent(sent); } catch { code.value = sent; }
    history.replaceState(null, "", location.pathname + location.search);
  }
  if (!field) return;
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0].textContent);
  list.hidden = true;
  field.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]])
    field.setAttribute(name, value);
  let chosen = -1, asked = 0, timer = 0;
  const close = () => {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    const options = [...list.children];
    if (!options.length) return;
    chosen = (place + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    field.setAttribute("aria-activedescendant", options[chosen].id);
  };
  const take = (text) => {
    field.value = text;
    close();
    field.form.requestSubmit();
  };
  const show = (texts) => {
    list.replaceChildren(...texts.map((text, at) => {
      const option = document.createElement("li");
      option.id = "suggestion-" + at;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = text;
      option.addEventListener("mousedown", (event) => { event.preventDefault(); take(text); });
      return option;
    }));
    list.hidden = !texts.length;
    field.setAttribute("aria-expanded", String(texts.length > 0));
    chosen = -1;
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    const text = field.value.trim();
    if (text.length < 2) return close();
    timer = setTimeout(async () => {
      const mine = ++asked;
      try {
        const answer = await fetch(field.dataset.suggest + "?q=" + encodeURIComponent(text));
        const texts = answer.ok ? await answer.json() : [];
        if (mine === asked && document.activeElement === field) show(texts);
      } catch { close(); }
    }, 200);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen].textContent);
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", close);
})();

/* Suggestions under a search box: the editable combobox with list autocomplete of the ARIA Authoring Practices.
   htmx asks and puts the list in; here is when to ask, the keyboard, and what is said. */
"use strict";

const PAUSE = 150;
const SHORTEST = 2;

function makeCombobox(input) {
  const form = input.form;
  const said = form.querySelector("[data-suggestions-said]");
  const list = () => document.getElementById(`${input.id}-suggestions`);
  const options = () => [...list().querySelectorAll("[role=option]")];
  let timer = 0;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list().id);
  close();

  function isOpen() {
    return input.getAttribute("aria-expanded") === "true";
  }

  function close() {
    clearTimeout(timer);
    list().hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(null);
  }

  function open() {
    const isAny = options().length > 0;
    list().hidden = !isAny;
    input.setAttribute("aria-expanded", String(isAny));
    choose(null);
  }

  function chosen() {
    return list().querySelector("[aria-selected=true]");
  }

  function choose(option) {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function step(by) {
    const all = options();
    const at = all.indexOf(chosen());
    choose(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length]);
  }

  function wanted() {
    return input.value.trim().length >= SHORTEST;
  }

  function ask() {
    clearTimeout(timer);
    if (wanted()) timer = setTimeout(() => input.dispatchEvent(new Event("suggest")), PAUSE);
    else {
      close();
      list().replaceChildren();
      said.textContent = "";
    }
  }

  const keys = {
    ArrowDown(event) {
      if (isOpen()) {
        if (!event.altKey) step(1);
      } else if (options().length && wanted()) {
        open();
        if (!event.altKey) step(1);
      } else ask();
      event.preventDefault();
    },
    ArrowUp(event) {
      if (!isOpen()) return;
      if (event.altKey) close();
      else step(-1);
      event.preventDefault();
    },
    Enter(event) {
      const option = isOpen() && chosen();
      if (!option) return close();
      event.preventDefault();
      location.assign(option.dataset.path);
    },
    Escape(event) {
      if (!isOpen()) return;
      close();
      event.preventDefault();
    },
    Home: () => choose(null),
    End: () => choose(null),
    Tab: close,
  };

  input.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing) return;
    keys[event.key]?.(event);
  });
  input.addEventListener("input", ask);
  input.addEventListener("blur", close);

  // An answer to what is no longer typed, after the box was left, or that is no list (429), changes nothing.
  input.addEventListener("htmx:before:response", (event) => {
    const { request, response } = event.detail.ctx;
    const asked = new URL(request.action, location.href).searchParams.get("q");
    if (response.status !== 200 || asked !== input.value || document.activeElement !== input) event.preventDefault();
  });
  form.addEventListener("htmx:after:swap", () => {
    open();
    said.textContent = list().dataset.said;
  });

  // Before the box loses the focus, and with it the list.
  form.addEventListener("mousedown", (event) => {
    if (event.target.closest("[role=listbox]")) event.preventDefault();
  });
  form.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.path);
  });
}

document.querySelectorAll("[data-suggests]").forEach(makeCombobox);

/* The frame: toasts, theme, menus, the why panel, and where the focus goes after a swap. */
(function () {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const word = (name) => byId("words")?.dataset[name] || "";

  /* ── toasts: 6 s, 10 s with an undo, errors stay until closed ── */
  function button(text, act) {
    const element = document.createElement("button");
    element.type = "button";
    element.textContent = text;
    element.addEventListener("click", act);
    return element;
  }

  function toast({ text, tone = "", undo = null, link = "" }) {
    const place = byId("toasts");
    if (!place || !text) return;
    const box = document.createElement("div");
    box.className = tone === "bad" ? "toast1 toast1-bad" : "toast1";
    const sign = document.createElement("i");
    sign.className = tone === "bad" ? "ti ti-alert-circle" : "ti ti-check";
    sign.setAttribute("aria-hidden", "true");
    const words = document.createElement("span");
    words.textContent = text;
    box.append(sign, words);
    if (undo?.url) {
      box.append(
        button(undo.label || word("undo"), () => {
          box.remove();
          window.htmx.ajax("POST", undo.url, { swap: "none" });
        }),
      );
    }
    if (link) box.append(button(word("signin"), () => window.open(new URL(link).pathname)));
    if (tone === "bad") box.append(button(word("close"), () => box.remove()));
    else setTimeout(() => box.remove(), undo?.url ? 10000 : 6000);
    place.append(box);
  }

  function tendToasts(root) {
    for (const box of root.querySelectorAll("[data-toast]:not([data-stays])")) setTimeout(() => box.remove(), 6000);
  }

  document.addEventListener("toast", (event) => toast(event.detail || {}));

  /* ── a whole page is never an answer for a pane: a refusal is said, and what was typed stays ── */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (!/^\s*<!doctype/i.test(xhr.responseText)) return;
    const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
    const isSignIn = page.body.classList.contains("signin");
    if (!isSignIn && xhr.status !== 409 && xhr.status !== 422) return;
    event.detail.shouldSwap = false;
    const said = page.querySelector("[data-refusal]")?.textContent.trim();
    toast({ text: isSignIn ? word("signedout") : said || word("failed"), tone: "bad", link: isSignIn ? xhr.responseURL : "" });
  });

  /* Signing in again in another tab changes the token: send the one that holds now. */
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (token) event.detail.headers["X-CSRFToken"] = token[1];
  });

  /* ── what the server did not say itself ── */
  document.addEventListener("htmx:responseError", (event) => {
    const reason = { 403: "forbidden", 404: "gone" }[event.detail.xhr.status] || "failed";
    toast({ text: word(reason), tone: "bad" });
  });
  document.addEventListener("htmx:sendError", () => toast({ text: word("offline"), tone: "bad" }));

  /* ── theme ── */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-theme-form]") || !event.submitter) return;
    event.preventDefault();
    const body = new FormData(form, event.submitter);
    fetch(form.action, { method: "POST", body, redirect: "manual" });
    const choice = event.submitter.value;
    for (const other of form.querySelectorAll("[name=theme]")) other.setAttribute("aria-pressed", String(other.value === choice));
    window.showTheme(choice);
  });

  /* ── why panel, drawers, dialogs, menus ── */
  const openers = new Map();

  function closePanel(query) {
    const panel = document.querySelector(query);
    if (!panel || !panel.childNodes.length) return false;
    panel.replaceChildren();
    const opener = openers.get(query);
    opener?.removeAttribute("aria-expanded");
    (opener?.isConnected ? opener : byId("main"))?.focus();
    return true;
  }

  function closeMenus(except = null) {
    let closed = false;
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (menu === except || menu.contains(except)) continue;
      menu.open = false;
      closed = true;
    }
    return closed;
  }

  function toggleDrawer(opener) {
    const drawer = document.querySelector(opener.dataset.drawer);
    const isOpen = drawer?.classList.toggle("open") || false;
    opener.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) drawer.focus();
  }

  async function copy(source) {
    await navigator.clipboard?.writeText(new URL(source.dataset.copy, location.href).href);
    toast({ text: source.dataset.copied });
  }

  const ACTS = {
    close: (element, event) => closePanel(element.dataset.close) && event.preventDefault(),
    drawer: toggleDrawer,
    copy,
    dismiss: (element) => element.closest(".toast1").remove(),
    show: (element) => (element.dataset.show === "#keys" ? window.showKeys() : document.querySelector(element.dataset.show).showModal()),
    hide: (element) => document.querySelector(element.dataset.hide).close(),
    print: () => window.print(),
  };

  document.addEventListener("click", (event) => {
    closeMenus(event.target);
    for (const [name, act] of Object.entries(ACTS)) {
      const element = event.target.closest(`[data-${name}]`);
      if (element) act(element, event);
    }
    const opener = event.target.closest("[data-opens]");
    if (opener) openers.set(opener.dataset.opens, opener);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    const menu = document.activeElement?.closest?.("details[data-menu]");
    if (closeMenus()) {
      menu?.querySelector("summary").focus();
      event.preventDefault();
      return;
    }
    if (closePanel("#why")) {
      event.preventDefault();
      return;
    }
    const drawer = document.querySelector(".cols > .aside.open");
    if (drawer) {
      drawer.classList.remove("open");
      const toggle = document.querySelector("[data-drawer]");
      toggle?.setAttribute("aria-expanded", "false");
      toggle?.focus();
    }
  });

  /* ── "select all" of a table ── */
  document.addEventListener("change", (event) => {
    if (!event.target.matches("input[data-select-all]")) return;
    for (const box of event.target.closest("table").querySelectorAll("input[data-select]")) box.checked = event.target.checked;
  });

  /* ── how many rows are picked, said in the bar ── */
  function countPicked() {
    const picked = document.querySelectorAll("input[data-select]:checked").length;
    for (const element of document.querySelectorAll("[data-picked]")) element.textContent = picked;
  }
  document.addEventListener("change", countPicked);
  document.addEventListener("reset", () => setTimeout(countPicked));
  document.addEventListener("DOMContentLoaded", countPicked);

  /* ── the focus after a swap: the first field at fault, else the new heading ── */
  const BY_HAND = new Set(["click", "submit", "keydown", "change"]);

  document.addEventListener("htmx:afterSettle", (event) => {
    const place = event.detail.elt;
    tendToasts(place);
    const cause = event.detail.requestConfig?.triggeringEvent?.type;
    if (!BY_HAND.has(cause)) return;
    const fault = cause === "submit" || cause === "click" ? place.querySelector("[aria-invalid=true]") : null;
    (fault || place.querySelector("[data-focus]"))?.focus();
    const opener = openers.get(`#${event.detail.target?.id}`);
    if (event.detail.target?.id === "why") opener?.setAttribute("aria-expanded", "true");
  });

  document.addEventListener("DOMContentLoaded", () => {
    tendToasts(document);
    const fault = document.querySelector("form [aria-invalid=true]");
    (fault || document.querySelector("[data-opened]"))?.focus();
  });

  window.toast = toast;
})();

/* Keyboard: an element names its own key in data-key; lists, dialogs and the main action share theirs. */
(function () {
  "use strict";

  const NAMES = { escape: "Esc", enter: "↵", ctrl: "Ctrl", alt: "Alt" };
  const all = (query, root = document) => Array.from(root.querySelectorAll(query));

  const isTyping = (element) =>
    Boolean(element) &&
    (element.isContentEditable ||
      element.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=button], [type=submit])"));

  const isShown = (element) => element.getClientRects().length > 0;

  /* 'Alt R' arrives as alt+r; the code is used with Alt, where some keyboards send another letter. */
  function nameOf(event) {
    const letter = event.altKey && event.code.startsWith("Key") ? event.code.slice(3) : event.key;
    const parts = [event.ctrlKey || event.metaKey ? "ctrl" : "", event.altKey ? "alt" : "", letter.toLowerCase()];
    return parts.filter(Boolean).join("+");
  }

  function singleLettersAreOn() {
    try {
      return localStorage.getItem("single-keys") !== "off";
    } catch {
      return true;
    }
  }

  function press(element) {
    if (element.dataset.keyAct === "focus") {
      element.focus();
      element.select?.();
    } else if (element.matches("summary")) {
      element.closest("details").open = true;
      element.closest("details").querySelector("input, select, button, a[href]")?.focus();
    } else {
      element.click();
    }
  }

  function pressKey(name) {
    const target = all("[data-key]").find((element) => element.dataset.key === name && isReachable(element));
    if (target) press(target);
    return Boolean(target);
  }

  /* A chip's own input is not drawn, but its label is. */
  const isReachable = (element) => !element.disabled && (isShown(element) || isShown(element.closest("label") || element));

  /* lists: the focus itself is the cursor, so Enter opens by nature */
  function rows() {
    return all("[data-list] [data-row]").filter(isShown);
  }

  const handleOf = (row) => row.querySelector("[data-open], a.k, a[href]");

  function currentRow() {
    return document.activeElement?.closest?.("[data-row]") || document.querySelector("[data-row].cur");
  }

  function step(by) {
    const list = rows();
    if (!list.length) return false;
    const at = list.indexOf(currentRow());
    const started = list.findIndex((row) => row.querySelector("[aria-current]"));
    const from = at === -1 ? started : at;
    const next = list[Math.min(list.length - 1, Math.max(0, from + by))];
    list.forEach((row) => row.classList.toggle("cur", row === next));
    handleOf(next)?.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }

  function openRow() {
    const row = currentRow();
    if (!row || document.activeElement !== document.body) return false;
    handleOf(row)?.click();
    return true;
  }

  function selectRow() {
    const box = currentRow()?.querySelector("input[data-select]");
    box?.click();
    return Boolean(box);
  }

  /* D on a row that nobody has picked: pick it, then act on it */
  function dispatchRow() {
    if (document.querySelector("input[data-select]:checked")) return false;
    return selectRow() && pressKey("d");
  }

  function mainAction() {
    const form = document.activeElement?.closest?.("form");
    const target = form?.querySelector("[data-primary]") || all("[data-primary]").find(isShown);
    target?.click();
    return Boolean(target);
  }

  const SHARED = {
    "?": showKeys,
    j: () => step(1),
    k: () => step(-1),
    enter: openRow,
    x: selectRow,
    d: dispatchRow,
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const name = nameOf(event);
    if (document.querySelector("dialog[open]") && name !== "escape") return;
    const isPlain = !name.includes("+") && name !== "escape";
    if (isPlain && (isTyping(event.target) || (name.length === 1 && !singleLettersAreOn()))) return;
    const isDone = name === "ctrl+enter" ? mainAction() : pressKey(name) || Boolean(SHARED[name]?.());
    if (isDone) event.preventDefault();
  });

  /* the list of keys */
  const shown = (name) => name.split("+").map((part) => NAMES[part] || part.toUpperCase()).join(" ");

  function labelOf(element) {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("kbd").forEach((key) => key.remove());
    return element.dataset.keyLabel || element.getAttribute("aria-label") || copy.textContent.trim();
  }

  function line(element) {
    const item = document.createElement("li");
    const label = document.createElement("span");
    const key = document.createElement("kbd");
    label.textContent = labelOf(element);
    key.textContent = shown(element.dataset.key);
    item.append(label, key);
    item.dataset.made = "";
    return item;
  }

  function showKeys() {
    const dialog = document.getElementById("keys");
    const list = dialog?.querySelector("[data-keys]");
    if (!list) return false;
    all("[data-made]", list).forEach((item) => item.remove());
    all("[data-when]", list).forEach((item) => (item.hidden = !document.querySelector(item.dataset.when)));
    const seen = new Set();
    for (const element of all("[data-key]").filter(isReachable)) {
      if (seen.has(element.dataset.key)) continue;
      seen.add(element.dataset.key);
      list.append(line(element));
    }
    dialog.showModal();
    return true;
  }

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-single-keys]")) return;
    try {
      localStorage.setItem("single-keys", event.target.checked ? "on" : "off");
    } catch {
      /* private windows forget it, which is all that happens */
    }
  });

  document.addEventListener("DOMContentLoaded", () => {
    all("[data-single-keys]").forEach((box) => (box.checked = singleLettersAreOn()));
    all("[data-key]").forEach((element) => element.setAttribute("aria-keyshortcuts", shown(element.dataset.key).replace(" ", "+")));
  });

  window.showKeys = showKeys;
})();

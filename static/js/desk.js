/* The call desk: a whole call by the keyboard. Digits answer the question at hand and go on; Enter goes on too. */
(function () {
  "use strict";

  const sheet = () => document.querySelector("#sheet form[data-sheet]");
  const all = (query, root) => Array.from((root || document).querySelectorAll(query));
  const questions = () => all("[data-question]", sheet() || document.createElement("form"));
  const radios = (question) => all("input[type=radio]", question).filter((input) => !input.closest("[data-heard]"));
  const typing = (element) => element.matches("textarea, select, input:not([type=radio])");

  function isAnswered(question) {
    const text = question.querySelector("textarea");
    return text ? text.value.trim() !== "" : radios(question).some((input) => input.checked);
  }

  /* ── which question is at hand ── */
  function mark(current) {
    for (const question of questions()) {
      question.classList.toggle("now", question === current);
      question.classList.toggle("done", question !== current && isAnswered(question));
    }
  }

  function focusOn(question) {
    const input = question.querySelector("textarea") || radios(question).find((one) => one.checked) || radios(question)[0];
    input?.focus({ preventScroll: true });
    question.scrollIntoView({ block: "nearest" });
  }

  function goOn(from) {
    const list = questions();
    const after = list.slice(list.indexOf(from) + 1).concat(list);
    const next = after.find((question) => !isAnswered(question));
    mark(next || null);
    if (next) focusOn(next);
    else sheet().querySelector("[data-primary]").focus();
  }

  /* ── what was heard: the strip stands under the bad answer and becomes a ticket in the same step ── */
  const strip = () => sheet()?.querySelector("[data-heard]");

  function badAnswer() {
    const bad = (question) => question.dataset.question === "choice" && question.querySelector("input[data-bad]:checked");
    return questions().find(bad);
  }

  function tendStrip(question) {
    const heard = strip();
    if (!heard) return false;
    const under = badAnswer();
    const words = heard.querySelector("[data-heard-words]");
    const chosen = heard.querySelector("input[type=radio]:checked");
    if (under) {
      under.querySelector("fieldset").after(heard);
      const wasHidden = heard.hidden;
      heard.hidden = false;
      if (wasHidden && under === question) {
        words.value ||= sheet().querySelector("textarea[name=note]")?.value || "";
        words.focus();
        return true;
      }
    } else if (!words.value && !chosen?.value) heard.hidden = true;
    return false;
  }

  function makeTicket(key) {
    const heard = strip();
    const kind = heard?.querySelector(`[data-key="${key}"]`);
    if (!kind) return false;
    heard.hidden = false;
    kind.click();
    heard.querySelector("[data-heard-words]").focus();
    return true;
  }

  /* ── keys ── */
  function answer(digit) {
    const question = document.activeElement?.closest?.("[data-question]") || sheet().querySelector(".qs.now[data-question]");
    const input = question && radios(question)[digit - 1];
    if (!input) return false;
    input.checked = true;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  /* Enter in a field never sends the sheet: it goes on, or presses the button beside it. */
  function enter(input) {
    const question = input.closest("[data-question]");
    if (question) goOn(question);
    else input.closest(".pop")?.querySelector(input.type === "datetime-local" ? "input[type=datetime-local] + button" : "button")?.focus();
    return true;
  }

  document.addEventListener(
    "keydown",
    (event) => {
      if (!sheet() || event.isComposing || event.ctrlKey || event.metaKey) return;
      if (document.querySelector("dialog[open]")) return;
      const target = event.target;
      let done = false;
      if (event.altKey) done = ["KeyR", "KeyC"].includes(event.code) && makeTicket(`alt+${event.code.slice(3).toLowerCase()}`);
      else if (/^[1-5]$/.test(event.key) && !typing(target)) done = answer(Number(event.key));
      else if (event.key === "Enter" && target.matches("#sheet input")) done = enter(target);
      if (!done) return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );

  document.addEventListener("change", (event) => {
    const question = event.target.closest("#sheet [data-question]");
    if (!question || event.target.closest("[data-heard]")) return;
    const opened = tendStrip(question);
    if (event.isTrusted || opened) mark(questions().find((one) => !isAnswered(one)) || null);
    else goOn(question);
  });

  document.addEventListener("focusin", (event) => {
    const question = event.target.closest?.("#sheet [data-question]");
    if (question) mark(question);
  });

  /* ── the queue shows which call is open; nothing in it moves ── */
  function markRow() {
    const open = document.querySelector("#sheet [data-sheet]")?.dataset.sheet;
    for (const row of all("#queue [data-open]")) {
      if (row.id === `q-${open}`) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }

  /* The badge on the rail counts what the queue counts. */
  function renewRail() {
    const rail = document.getElementById("rail");
    const address = rail?.getAttribute("hx-get");
    if (address) window.htmx.ajax("GET", address, { target: rail, swap: "outerHTML" });
  }

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "sheet") return;
    markRow();
    tendStrip(null);
    mark(questions().find((question) => !isAnswered(question)) || null);
    renewRail();
  });

  document.addEventListener("DOMContentLoaded", () => tendStrip(null));
})();

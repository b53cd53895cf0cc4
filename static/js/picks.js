/* From a search field into what it found: down and up move, Enter takes the only one found. */
(function () {
  "use strict";

  const picksOf = (field) => Array.from(document.querySelectorAll(`${field.dataset.picks} [data-pick]`));

  document.addEventListener("keydown", (event) => {
    const field = document.querySelector("[data-picks]");
    if (!field || event.isComposing) return;
    const picks = picksOf(field);
    const at = picks.indexOf(document.activeElement);
    if (document.activeElement !== field && at < 0) return;
    if (event.key === "Enter" && at < 0) {
      event.preventDefault();
      if (picks.length === 1) picks[0].click();
      else picks[0]?.focus();
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      (next < 0 ? field : picks[Math.min(next, picks.length - 1)])?.focus();
    }
  });
})();

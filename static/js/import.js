/* Imports: says which file was chosen, refuses one that is too large before it travels, marks a column used twice. */
(function () {
  "use strict";

  const MEGA = 1024 * 1024;

  function look(input) {
    const file = input.files[0];
    const place = document.querySelector(input.dataset.fileState);
    const isTooLarge = Boolean(file) && file.size > Number(input.dataset.maxBytes || Infinity);
    input.setCustomValidity(isTooLarge ? input.dataset.tooLarge : "");
    if (!place) return;
    place.textContent = !file ? "" : isTooLarge ? input.dataset.tooLarge : `${file.name} · ${(file.size / MEGA).toFixed(1)} MB`;
    place.classList.toggle("bad", isTooLarge);
  }

  /* A field of ours can be filled from one column only. */
  function markTwice(form) {
    const selects = Array.from(form.querySelectorAll("select[data-column]"));
    const counts = new Map();
    for (const select of selects) if (select.value) counts.set(select.value, (counts.get(select.value) || 0) + 1);
    for (const select of selects) {
      const isTwice = counts.get(select.value) > 1;
      select.classList.toggle("is-invalid", isTwice);
      select.setCustomValidity(isTwice ? form.dataset.twice || " " : "");
    }
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("input[type=file][data-file-state]")) look(event.target);
    const form = event.target.closest("form[data-mapping]");
    if (form) markTwice(form);
  });
})();

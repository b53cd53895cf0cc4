/* From one record to the next in the order of the list it was opened from: the list leaves its addresses behind. */
(function () {
  "use strict";

  const KEY = "list-order";

  function keep() {
    const rows = Array.from(document.querySelectorAll("[data-list] [data-row] [data-open]"), (link) => link.getAttribute("href"));
    if (rows.length) sessionStorage.setItem(KEY, JSON.stringify(rows));
  }

  function point(place) {
    const rows = JSON.parse(sessionStorage.getItem(KEY) || "[]");
    const at = rows.indexOf(location.pathname);
    for (const link of place.querySelectorAll("a[data-step]")) {
      const address = at < 0 ? undefined : rows[at + Number(link.dataset.step)];
      link.hidden = !address;
      if (address) link.href = address;
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    try {
      keep();
      document.querySelectorAll("[data-neighbours]").forEach(point);
    } catch {
      /* without a store for the session there is no order to follow */
    }
  });
})();

/* Live clocks: every [data-due] says how long is left, each 30 s; the server's own words come with the next answer. */
(function () {
  "use strict";

  const DAY = 1440;
  const words = () => document.getElementById("words").dataset;
  const fill = (pattern, values) => pattern.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

  function span(minutes) {
    const said = words();
    if (minutes >= DAY) {
      const d = Math.floor(minutes / DAY);
      const h = Math.floor((minutes % DAY) / 60);
      return h ? fill(said.dh, { d, h }) : fill(said.d, { d });
    }
    if (minutes < 60) return fill(said.m, { m: minutes });
    return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  }

  function tick() {
    for (const element of document.querySelectorAll("[data-due]")) {
      const minutes = Math.round((Date.parse(element.dataset.due) - Date.now()) / 60000);
      const isOver = minutes < 0;
      element.textContent = fill(isOver ? words().over : words().left, { span: span(Math.abs(minutes)) });
      element.classList.toggle("w-over", isOver);
    }
  }

  document.addEventListener("DOMContentLoaded", tick);
  document.addEventListener("htmx:afterSettle", tick);
  setInterval(tick, 30000);
})();

/* Lists that a phone shows as cards: each cell knows its head, and the parts keep their names as parts of a table
   where the browser forgets them with their display. */
(function () {
  "use strict";

  const UNKNOWN = ["", "—", "–"];
  /* a head that is only spoken stands over buttons, which say what they are */
  const wordsOf = (cell) => (cell.querySelector(":scope > .sr") ? "" : (cell.querySelector("a") || cell).textContent.replace(/[↑↓]/g, "").trim());
  const part = (element, role) => element.setAttribute("role", role);

  /* Which cells say what they are: the number first, the state, a name, a stage, a window. */
  const speaks = (cell) => cell.cellIndex === 0 || cell.matches(".cut, .subject, :has(> .dotw, > .tag, > .wb, .cut, .stg)");

  function tendCell(cell, heads) {
    part(cell, cell.tagName === "TD" ? "cell" : cell.scope === "row" ? "rowheader" : "columnheader");
    if (cell.tagName !== "TD") return;
    const isDrawn = cell.querySelector("svg, i, input, button");
    if (!isDrawn && UNKNOWN.includes(cell.textContent.trim())) cell.dataset.none = "";
    else if (heads[cell.cellIndex] && !speaks(cell)) cell.dataset.head = heads[cell.cellIndex];
  }

  function tend(table) {
    const heads = Array.from(table.tHead.rows[0].cells, wordsOf);
    part(table, "table");
    for (const group of [table.tHead, ...table.tBodies]) part(group, "rowgroup");
    for (const row of table.rows) {
      part(row, "row");
      for (const cell of row.cells) tendCell(cell, heads);
    }
  }

  const tendAll = (root) => root.querySelectorAll("table:is([data-list], .tb-cards)").forEach(tend);

  document.addEventListener("DOMContentLoaded", () => tendAll(document));
  document.addEventListener("htmx:afterSettle", (event) => tendAll(event.detail.elt));
})();

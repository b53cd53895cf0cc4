/* Runs before the first paint: says that scripts run, and turns "as the device" into light or dark. */
(function () {
  "use strict";

  const root = document.documentElement;
  const night = window.matchMedia("(prefers-color-scheme: dark)");

  function show(choice) {
    const theme = choice === "auto" ? (night.matches ? "dark" : "light") : choice;
    root.dataset.theme = choice;
    if (root.dataset.bsTheme !== theme) {
      root.dataset.bsTheme = theme;
      document.dispatchEvent(new CustomEvent("theme"));
    }
  }

  root.classList.add("js");
  show(root.dataset.theme || "auto");
  night.addEventListener("change", () => show(root.dataset.theme));
  window.showTheme = show;

  /* Paper is white, whatever the screen is. */
  window.addEventListener("beforeprint", () => {
    root.dataset.bsTheme = "light";
  });
  window.addEventListener("afterprint", () => show(root.dataset.theme));
})();

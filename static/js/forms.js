/* A fault that was said beside a field goes once the field is filled; if it is still wrong, the server says so again. */
(function () {
  "use strict";

  const isFilled = (input) => (input.matches("[type=radio], [type=checkbox]") ? input.checked : input.value.trim() !== "");

  function forget(place, fault) {
    for (const element of [place, ...place.querySelectorAll("[aria-invalid], [aria-describedby]")]) {
      element.removeAttribute("aria-invalid");
      element.classList.remove("is-invalid");
      const said = (element.getAttribute("aria-describedby") || "").split(/\s+/).filter((id) => id && id !== fault.id);
      if (said.length) element.setAttribute("aria-describedby", said.join(" "));
      else element.removeAttribute("aria-describedby");
    }
    fault.remove();
  }

  function tend(event) {
    const place = event.target.closest?.(".field, .qs");
    const fault = place?.querySelector(".err");
    if (fault && "value" in event.target && isFilled(event.target)) forget(place, fault);
  }

  document.addEventListener("input", tend);
  document.addEventListener("change", tend);
})();

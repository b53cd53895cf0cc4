/* At the machine: the device's own time with each act, where one stands on the page, the customer's signature. */
(function () {
  "use strict";

  const WIDTH = 1000; // points are sent in thousandths of the field's width
  const field = (form, name) => form.elements.namedItem(name);

  /* ── when it was and when it is sent, by this device's clock: the server puts the clock right ── */
  function stamp(form) {
    const now = String(Date.now());
    if (!field(form, "happened_ms").value) field(form, "happened_ms").value = now;
    field(form, "sent_ms").value = now;
  }

  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-device-time]")) stamp(event.target);
  }, true);
  document.addEventListener("htmx:configRequest", (event) => {
    const form = event.target.closest?.("[data-device-time]");
    if (!form) return;
    stamp(form);
    event.detail.formData.set("happened_ms", field(form, "happened_ms").value);
    event.detail.formData.set("sent_ms", field(form, "sent_ms").value);
  });

  /* A photo goes up as soon as it is taken. */
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("#photos form[data-device-time]");
    if (form && event.target.type === "file" && event.target.files.length) form.requestSubmit();
  });

  /* ── which part of the record is on the screen ── */
  const marks = new Map();
  for (const link of document.querySelectorAll(".stp a")) {
    const part = document.querySelector(link.getAttribute("href"));
    if (part) marks.set(part, link);
  }
  const watch = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) marks.get(target).classList.toggle("c", isIntersecting);
    const shown = [...marks.values()].filter((link) => link.classList.contains("c"));
    for (const link of shown.slice(1)) link.classList.remove("c");
  }, { rootMargin: "-25% 0px -55% 0px" });
  for (const part of marks.keys()) watch.observe(part);

  /* ── the signature ── */
  const sheet = document.querySelector("form[data-sign]");
  const canvas = document.getElementById("sig");
  if (!sheet || !canvas || !window.SignaturePad) return;
  const pad = new window.SignaturePad(canvas, { minWidth: 1.6, maxWidth: 3.6, penColor: "#101C1E" });

  function fit() {
    const drawn = pad.toData();
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    canvas.width = canvas.offsetWidth * ratio;
    canvas.height = canvas.offsetHeight * ratio;
    canvas.getContext("2d").scale(ratio, ratio);
    pad.fromData(drawn);
  }

  function strokes() {
    const drawn = pad.toData();
    const began = drawn[0]?.points[0]?.time || 0;
    const scale = WIDTH / canvas.offsetWidth;
    const place = (value) => Math.min(WIDTH, Math.max(0, Math.round(value * scale)));
    return drawn.map(({ points }) => points.map(({ x, y, time }) => [place(x), place(y), Math.round(time - began)]));
  }

  function locate() {
    navigator.geolocation?.getCurrentPosition(({ coords }) => {
      field(sheet, "latitude").value = coords.latitude.toFixed(5);
      field(sheet, "longitude").value = coords.longitude.toFixed(5);
      field(sheet, "accuracy").value = String(Math.round(coords.accuracy));
    }, () => {});
  }

  /* What was drawn before a refusal stands there again. */
  function restore() {
    const kept = JSON.parse(field(sheet, "strokes").value || "[]");
    const scale = canvas.offsetWidth / WIDTH;
    const look = { penColor: pad.penColor, minWidth: pad.minWidth, maxWidth: pad.maxWidth, dotSize: 0 };
    pad.fromData(kept.map((stroke) => ({
      ...look,
      points: stroke.map(([x, y, time]) => ({ x: x * scale, y: y * scale, time, pressure: 0.5 })),
    })));
  }

  fit();
  restore();
  window.addEventListener("resize", fit);
  pad.addEventListener("beginStroke", locate, { once: true });
  pad.addEventListener("endStroke", () => { field(sheet, "happened_ms").value = String(Date.now()); });
  document.querySelector("[data-sign-again]")?.addEventListener("click", () => pad.clear());
  sheet.addEventListener("submit", () => { field(sheet, "strokes").value = JSON.stringify(strokes()); }, true);
})();

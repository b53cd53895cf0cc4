/* A fault told by voice and photos: one button each in place of the file inputs, which stay where nothing records. */
(function () {
  "use strict";

  const inForm = (name) => document.querySelector(`#report input[name="${name}"]`);
  const filled = (words, n) => words.replace("{n}", n);

  function buttonFor(input, icon) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.innerHTML = `<i class="ti ti-${icon}" aria-hidden="true"></i><span></span>`;
    input.hidden = true;
    input.after(button);
    return {button, say: (text) => { button.querySelector("span").textContent = text; }};
  }

  function photos() {
    const input = inForm("photos");
    const {button, say} = buttonFor(input, "camera");
    say(input.dataset.press);
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => say(input.files.length ? filled(input.dataset.kept, input.files.length) : input.dataset.press));
  }

  function voice() {
    const input = inForm("voice");
    if (!window.MediaRecorder || !navigator.mediaDevices) return;
    const {button, say} = buttonFor(input, "microphone");
    let recorder = null;
    say(input.dataset.start);

    function keep(pieces, type, begun) {
      const kept = new DataTransfer();
      const name = type.includes("mp4") ? "voice.m4a" : "voice.webm";
      kept.items.add(new File(pieces, name, {type: type.split(";")[0]}));
      input.files = kept.files;
      say(filled(input.dataset.kept, Math.max(1, Math.round((Date.now() - begun) / 1000))));
    }

    async function start() {
      let sound;
      try {
        sound = await navigator.mediaDevices.getUserMedia({audio: true});
      } catch {
        button.remove();
        input.hidden = false;
        return;
      }
      const pieces = [];
      const begun = Date.now();
      recorder = new MediaRecorder(sound);
      recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
      recorder.addEventListener("stop", () => {
        sound.getTracks().forEach((track) => track.stop());
        keep(pieces, recorder.mimeType, begun);
        recorder = null;
      });
      recorder.start();
      say(input.dataset.stop);
    }

    button.addEventListener("click", () => (recorder ? recorder.stop() : start()));
  }

  photos();
  voice();
})();

// A soft tone when something arrives: off until somebody turns it on in the lobby, where it can be
// tried before play.  It says nothing that the page does not say.
"use strict";

{
  const place = "drillroom:sound";
  const on = () => localStorage.getItem(place) === "on";
  let context;

  // Two notes, a fifth apart, for a third of a second; whether they could be played.
  async function tone() {
    try {
      context ??= new AudioContext();
      await context.resume();
      [[0, 523], [0.14, 784]].forEach(([after, hertz]) => note(context.currentTime + after, hertz));
      return context.state === "running";
    } catch {
      return false;
    }
  }

  function note(at, hertz) {
    const [voice, loudness] = [context.createOscillator(), context.createGain()];
    voice.frequency.value = hertz;
    loudness.gain.setValueAtTime(0.0001, at);
    loudness.gain.exponentialRampToValueAtTime(0.2, at + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.18);
    voice.connect(loudness).connect(context.destination);
    voice.start(at);
    voice.stop(at + 0.2);
  }

  addEventListener("drillroom:news", () => on() && tone());

  const box = document.querySelector("[data-sound]");
  if (box) {
    const said = box.querySelector("output");
    const asked = box.querySelector("input");
    box.hidden = false;
    asked.checked = on();
    asked.addEventListener("change", () => localStorage.setItem(place, asked.checked ? "on" : "off"));
    box.querySelector("button").addEventListener("click", async () => {
      said.textContent = await tone()
        ? "Two notes were played. If you heard none, turn the volume up."
        : "This browser plays no sound here. Messages are shown and read out all the same.";
    });
  }
}

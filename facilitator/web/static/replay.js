// The replay's slider and its playing.  Every instant is a page of its own, folded by the server, so
// playing opens the next one when its time has come; in between only the slider glides.
"use strict";

const slider = $("[data-scrub]");
const shown = Number(slider.getAttribute("value"));
const end = Number(slider.max);
const playButton = $("[data-key=play]");
const paces = $$("[data-times]");
const A_MINUTE = 60_000;
const A_PAGE = 1000; // how long each page stays at least

const playing = () => sessionStorage.getItem("drillroom:play") === "yes";
const pace = () => Number(localStorage.getItem("drillroom:pace") ?? 20);

// From when this page was asked for, so that a slow one does not hold up the story.
const storyNow = () => Math.min(end, Math.floor(shown + performance.now() * pace()));
let timer = 0;

function addressOf(t) {
  const there = new URL(location.href);
  there.searchParams.set("t", t);
  there.hash = "";
  return there;
}

// What playing opens is no step that "back" should go through.
function playOn(t, on) {
  clearInterval(timer);
  sessionStorage.setItem("drillroom:play", on ? "yes" : "no");
  location.replace(addressOf(t));
}

function glide() {
  const now = storyNow();
  const next = $("[data-key=on]");
  const entry = next ? Number(new URL(next.href).searchParams.get("t")) : end;
  const hasCome = now >= Math.min(entry, shown + A_MINUTE, end) && performance.now() >= A_PAGE;
  if (hasCome && !typing(document.activeElement)) return void playOn(now, now < end);
  if (still) return;
  slider.value = now;
  put($(".scrub time"), at(now));
  $("[data-cursor]").setAttribute("transform", `translate(${(1080 * (now - shown)) / Math.max(end, A_MINUTE)} 0)`);
}

function showPace() {
  for (const one of paces) one.setAttribute("aria-pressed", String(Number(one.dataset.times) === pace()));
}

playButton.hidden = false;
playButton.addEventListener("click", () => {
  if (playing()) playOn(storyNow(), false);
  else playOn(shown < end ? shown : 0, true);
});
$("[data-paces]").hidden = false;
for (const one of paces) {
  one.addEventListener("click", () => {
    const now = storyNow();
    localStorage.setItem("drillroom:pace", one.dataset.times);
    showPace();
    if (playing()) playOn(now, true);
  });
}
showPace();
if (playing()) {
  playButton.firstChild.textContent = "Pause ";
  timer = setInterval(glide, 200);
}

slider.addEventListener("input", () => clearInterval(timer));
slider.addEventListener("change", () => location.assign(addressOf(slider.value)));

// Each step opens the page anew; who steps with the keys goes on where they were.
for (const one of [slider, playButton, ...paces]) {
  if (sessionStorage.getItem("drillroom:stay") === one.id) one.focus({ preventScroll: true });
  one.addEventListener("focus", () => sessionStorage.setItem("drillroom:stay", one.id));
  one.addEventListener("blur", () => sessionStorage.removeItem("drillroom:stay"));
}

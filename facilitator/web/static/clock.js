// What every other script of a page leans on: its helpers, the exercise clock with all countdowns,
// and the voice, which speaks one thing at a time.  Loaded first.
"use strict";

const root = document.documentElement;
const data = root.dataset;
const $ = (selector, from = document) => from.querySelector(selector);
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

// ---------------------------------------------------------------- clock and countdowns
const clock = {
  at: Number(data.clockAt), wall: Number(data.clockWall), num: Number(data.clockNum),
  den: Number(data.clockDen), running: data.clockRunning === "yes", state: data.clockState,
};
let heard = performance.now();

function setClock(anchor) {
  const ends = clock.state !== "ended" && anchor.state === "ended";
  if (anchor.running && !clock.running) openForms();
  Object.assign(clock, anchor);
  if (ends && data.kind === "participant" && !isTyped(document.body)) location.assign("hotwash");
  heard = performance.now();
  const words = { lobby: "not started", held: "held", ended: "ended" };
  const pace = clock.den === 1 ? clock.num : `${clock.num}:${clock.den}`;
  for (const place of $$("[data-pace]")) {
    place.textContent = words[clock.state] ?? (clock.running ? `running ${pace}×` : "held");
  }
  tick();
}

// What waited for nothing but the exercise can be pressed again; the server has the last word.
function openForms() {
  for (const why of $$("main .why")) {
    if (!why.textContent.startsWith("Opens while the exercise runs")) continue;
    const form = why.closest("form");
    const closed = form ? $$("button:disabled", form) : $$(`[aria-describedby="${why.id}"]`);
    for (const button of closed) button.disabled = false;
    why.remove();
  }
}

function exerciseNow() {
  if (!clock.running) return clock.at;
  return clock.at + ((performance.now() - heard) * clock.num) / clock.den;
}

const two = (n) => String(n).padStart(2, "0");

function span(ms) {
  const all = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  if (h >= 24) return `${h} h ${two(m)} min`;
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

function at(ms) {
  const all = Math.floor(ms / 1000);
  return `${Math.floor(all / 3600)}:${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;
}

const MARKS = [[300_000, "5 minutes"], [60_000, "1 minute"], [30_000, "30 seconds"], [0, "now due"]];
const spoken = new WeakMap();

function speakDue(place, left) {
  const before = spoken.get(place) ?? left;
  spoken.set(place, left);
  const mark = MARKS.find(([ms]) => before > ms && left <= ms);
  if (!mark || place.hasAttribute("data-plain")) return;
  const what = place.closest("li, article, tr")?.querySelector(".what, span, b")?.textContent ?? "";
  say(mark[0] ? `${what}: ${mark[1]} left` : `${what}: now due`);
}

function tick() {
  const now = exerciseNow();
  for (const place of $$("[data-clock]")) put(place, at(now));
  for (const place of $$("[data-since]:not(html)")) put(place, span(now - Number(place.dataset.since)));
  for (const place of $$("[data-due]")) {
    const left = Number(place.dataset.due) - now;
    const words = left >= 0 ? `in ${span(left)}` : `late ${span(-left)}`;
    put($("time", place) ?? place, place.dataset.lead ? `${place.dataset.lead} ${words}` : words);
    if (place.classList.contains("state")) {
      const tone = left < 0 ? "bad" : left <= 600_000 ? "warn" : "idle";
      const shape = left < 0 ? "late" : left <= 600_000 ? "soon" : "wait";
      if (!place.classList.contains(tone)) {
        place.classList.remove("bad", "warn", "idle");
        place.classList.add(tone);
        $("use", place)?.setAttribute("href", `#i-${shape}`);
      }
    }
    if (clock.running) speakDue(place, left);
    if (left >= 0) place.setAttribute("data-to-come", "");
    else if (place.hasAttribute("data-to-come")) {
      place.removeAttribute("data-to-come");
      dispatchEvent(new Event("drillroom:due"));
    }
  }
  for (const place of $$("[data-opens]")) {
    if (Number(place.dataset.opens) > now) continue;
    place.removeAttribute("data-opens");
    dispatchEvent(new Event("drillroom:opens"));
  }
}

function tickBreak() {
  for (const place of $$("[data-wall]")) {
    const left = Number(place.dataset.wall) - (clock.wall + performance.now() - heard);
    put(place, left > 0 ? `Back in ${span(left)}` : "The break is over");
  }
}

function put(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

// ---------------------------------------------------------------- speaking, one at a time
const queue = [];
let speaking = 0;

function say(words) {
  if (!words) return;
  queue.push(words);
  if (!speaking) speaking = setTimeout(speak, 100);
}

function speak() {
  const place = $("#say");
  if (queue.length > 3) {
    place.textContent = `${queue.length} updates, latest: ${queue.at(-1)}`;
    queue.length = 0;
  } else if (queue.length) {
    place.textContent = queue.shift();
  }
  speaking = queue.length ? setTimeout(speak, 1500) : 0;
}

function alarm(words) {
  $("#alarm").textContent = words;
}

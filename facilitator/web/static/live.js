// What a page of an exercise does by itself: follow the stream, count down, speak, keep what is
// typed, send what could not be sent, and listen to the keyboard.  Every page also works without.
"use strict";

const root = document.documentElement;
const data = root.dataset;
const $ = (selector, from = document) => from.querySelector(selector);
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
const CONTROL_ACTS = /^(exercise|inject|person|world|action\.adjudicate|deadline|event|span|control)\b/;
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

// ---------------------------------------------------------------- clock and countdowns
const clock = {
  at: Number(data.clockAt), wall: Number(data.clockWall), num: Number(data.clockNum),
  den: Number(data.clockDen), running: data.clockRunning === "yes", state: data.clockState,
};
let heard = performance.now();

function setClock(anchor) {
  const ends = clock.state !== "ended" && anchor.state === "ended";
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

// ---------------------------------------------------------------- putting news into the page
const isTyped = (element) => $$("textarea, input:not([type=hidden], [type=radio], [type=checkbox])", element)
  .some((field) => field.value !== field.defaultValue);

// Nobody is interrupted: a region in which somebody types waits until they leave it or send it.
const busy = (element) => isTyped(element) || (element.contains(document.activeElement)
  && document.activeElement.matches("textarea, select, input:not([type=radio], [type=checkbox])")
  && !document.activeElement.form?.hasAttribute("data-sent"));

function insert(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  for (const element of [...holder.content.children]) {
    const old = element.id && document.getElementById(element.id);
    freshIds(element);
    if (old) {
      if (busy(old)) old.setAttribute("data-stale", "");
      else swap(old, element);
      continue;
    }
    const list = document.getElementById(element.dataset.into ?? "");
    if (!list) continue;
    $("#feed-empty", list)?.remove();
    if (!still) element.classList.add("new");
    keepPlace(() => (element.dataset.place === "last" ? list.append(element) : list.prepend(element)));
    htmxOn(element);
    countNews(list);
  }
}

function swap(old, element) {
  const opened = $$("details[open]", old).map((box) => box.id || $("summary", box)?.textContent);
  for (const box of $$("details", element)) {
    if (opened.includes(box.id || $("summary", box)?.textContent)) box.open = true;
  }
  keepReceipts(old, element);
  const focused = old.contains(document.activeElement) ? sameAs(document.activeElement) : null;
  old.replaceWith(element);
  if (focused) ($(focused, element) ?? $("button, a, summary", element) ?? element).focus();
  restore(element);
  htmxOn(element);
  if (element.id === "for-me") countInTitle();
}

// An answer is read after the region in which it stands has changed because of it.
function keepReceipts(old, element) {
  for (const said of $$("form[id] .receipt:not(:empty)", old)) {
    const place = $(`#${CSS.escape(said.closest("form").id)} .receipt`, element);
    if (place && !place.textContent.trim()) place.replaceChildren(...said.childNodes);
  }
}

function sameAs(control) {
  if (control.id) return `#${CSS.escape(control.id)}`;
  if (control.dataset.key) return `[data-key="${control.dataset.key}"]`;
  const form = control.closest("form[id]");
  if (form && control.name) return `#${CSS.escape(form.id)} [name="${CSS.escape(control.name)}"]:not([type=hidden])`;
  return form ? `#${CSS.escape(form.id)} button` : `[href="${control.getAttribute("href")}"]`;
}

function countInTitle() {
  const waiting = Number($(".for-me")?.dataset.count ?? 0);
  document.title = (waiting ? `(${waiting}) ` : "") + document.title.replace(/^\(\d+\) /, "");
}

const htmxOn = (element) => window.htmx?.process(element);

function keepPlace(change) {
  const anchor = document.activeElement !== document.body ? document.activeElement : $("#feed > li");
  const before = anchor?.getBoundingClientRect().top;
  const scrolled = scrollY > 240;
  change();
  if (anchor?.isConnected && scrolled) scrollBy(0, anchor.getBoundingClientRect().top - before);
}

let news = 0;

function countNews(list) {
  const button = $("#more-news");
  if (!button || list.id !== "feed" || list.getBoundingClientRect().top > 0) return;
  news += 1;
  button.hidden = false;
  button.textContent = `${news} new`;
}

addEventListener("scroll", () => {
  const button = $("#more-news");
  if (button && !button.hidden && $("#feed")?.getBoundingClientRect().top > 0) {
    news = 0;
    button.hidden = true;
  }
}, { passive: true });

const stale = new Set();
let fetching = 0;

function markStale(ids) {
  for (const id of ids) if (document.getElementById(id)) stale.add(id);
  if (stale.size && !fetching) fetching = setTimeout(refetch, 300 + Math.random() * 200);
}

async function refetch() {
  const ids = [...stale];
  stale.clear();
  await Promise.all(ids.map(refetchOne));
  fetching = stale.size ? setTimeout(refetch, 300) : 0;
}

async function refetchOne(id) {
  const region = document.getElementById(id);
  if (!region) return;
  if (busy(region)) {
    region.setAttribute("data-stale", "");
    return;
  }
  const address = new URL(location.href);
  address.searchParams.set("part", id);
  address.hash = "";
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const copy = region.cloneNode(false);
    copy.removeAttribute("data-stale");
    copy.innerHTML = await answer.text();
    freshIds(copy);
    const now = document.getElementById(id);
    if (now && !busy(now)) keepPlace(() => swap(now, copy));
  } catch {
    stale.add(id);  // the connection is gone; the stream will say so and ask again
  }
}

addEventListener("focusout", (event) => {
  const region = event.target.closest?.("[data-stale]");
  if (region?.id) setTimeout(() => markStale([region.id]), 50);
});

// ---------------------------------------------------------------- the stream
let socket, last = Number(data.since), wait = 250, silence, goneAt = 0;

function connect() {
  if (!data.stream || !("WebSocket" in window) || location.protocol === "file:") return;
  const address = new URL(data.stream, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  address.searchParams.set("since", last);
  address.searchParams.set("ticket", data.ticket);
  socket = new WebSocket(address);
  socket.onmessage = (message) => receive(JSON.parse(message.data));
  socket.onclose = (event) => lost(event.code);
  listen();
}

function listen() {
  clearTimeout(silence);
  silence = setTimeout(() => socket?.close(), 12_000);
}

function receive(frame) {
  listen();
  if (frame.clock) setClock(frame.clock);
  if (frame.hello) return welcome(frame.hello);
  if (frame.ping) {
    setClock(frame.ping.clock);
    if (frame.ping.head > last) socket.close();  // something went missing: resume
    return;
  }
  if (frame.bye) return void (frame.bye.code === 4401 && signIn(frame.bye.says));
  if (frame.seq) {
    if (frame.seq <= last) return;
    if (frame.seq !== last + 1) return void socket.close();
    last = frame.seq;
  }
  if (frame.html) insert(frame.html);
  if (frame.html || frame.priority === "assertive") dispatchEvent(new Event("drillroom:news"));
  if (frame.stale) markStale(frame.stale);
  if (frame.priority === "assertive") alarm(frame.say);
  else if (frame.priority !== "silent") say(frame.say);
}

function welcome(hello) {
  if (data.view && hello.view !== data.view) return void location.reload();
  setClock(hello.clock);
  wait = 250;
  goneAt = 0;
  link("good", "live", "Live");
  if (hello.head > last) say(`Catching up: ${hello.head - last} updates`);
  root.classList.remove("offline");
  flush();
  const seen = setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN) clearInterval(seen);
    else socket.send(JSON.stringify({ seen: last }));
  }, 4000);
}

function lost(code) {
  clearTimeout(silence);
  if (code === 4401 || code === 4403) return signIn();
  goneAt ||= exerciseNow();
  root.classList.add("offline");
  link("warn", "soon", `Connection lost, trying again. Last word ${at(goneAt)}; what you type is kept`);
  setTimeout(renew, wait * (0.7 + Math.random() * 0.6));
  wait = Math.min(8000, wait * 2);
}

function renew() {
  if (!socket || socket.readyState > WebSocket.OPEN) connect();
}

function signIn(says) {
  link("bad", "late", says ?? "You are signed out here");
  alarm("You are signed out. Reload to sign in again.");
}

function link(tone, shape, words) {
  const place = $("#link");
  if (!place) return;
  place.className = `state ${tone}`;
  place.innerHTML = `<svg class="i" aria-hidden="true"><use href="#i-${shape}"/></svg>`;
  place.append(words);
}

addEventListener("online", () => { wait = 250; renew(); });

// ---------------------------------------------------------------- what is typed, and what waits
const store = `drillroom:${data.exercise}:${data.view}:`;
const draftOf = (field) => field.dataset.draft && store + field.dataset.draft;

function restore(from) {
  for (const field of $$("[data-draft]", from)) {
    const kept = sessionStorage.getItem(draftOf(field));
    if (kept && !field.value) field.value = kept;
  }
}

addEventListener("input", (event) => {
  event.target.form?.removeAttribute("data-sent");
  const key = draftOf(event.target);
  if (key) sessionStorage.setItem(key, event.target.value);
});

function freshIds(from) {
  for (const field of $$("input[name=cmd]", from)) field.value = newId();
  for (const field of $$("[data-fresh]", from)) {
    field.value = field.dataset.fresh + newId().toLowerCase().replace(/[-_]/g, "x");
  }
}

const newId = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(9))))
  .replaceAll("+", "-").replaceAll("/", "_");

function outbox() {
  return JSON.parse(sessionStorage.getItem(`${store}outbox`) ?? "[]");
}

function keepOutbox(letters) {
  sessionStorage.setItem(`${store}outbox`, JSON.stringify(letters));
  root.toggleAttribute("data-queued", letters.length > 0);
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || !form.dataset.do || !root.classList.contains("offline")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const receipt = $(".receipt", form);
  if (CONTROL_ACTS.test(form.dataset.do)) {
    receipt.textContent = "Not sent: there is no connection. Control's acts are never sent later.";
    return;
  }
  const letter = [...new FormData(form, event.submitter)].map(([name, value]) => [name, String(value)]);
  keepOutbox([...outbox(), { action: form.action, letter }]);
  receipt.textContent = "Queued, not yet received";
}, true);

async function flush() {
  for (let letters = outbox(); letters.length; letters = outbox()) {
    const [{ action, letter }, ...rest] = letters;
    try {
      const answer = await fetch(action, {
        method: "POST", body: new URLSearchParams(letter), headers: { Accept: "application/json" },
      });
      const { says, record } = await answer.json();
      keepOutbox(rest);
      dispatchEvent(new CustomEvent("drillroom:record", { detail: record }));
      const form = document.getElementById(Object.fromEntries(letter).form);
      if (form) accepted(form, answer.ok);
      const receipt = form && $(".receipt", form);
      if (receipt) receipt.textContent = says;
      say(says);
    } catch {
      return;  // still away: the letters stay, with their ids, and are sent once
    }
  }
}

function accepted(form, ok) {
  freshIds(form);
  if (!ok) return;
  for (const field of $$("[data-draft]", form)) sessionStorage.removeItem(draftOf(field));
  form.reset();
  form.setAttribute("data-sent", "");
  const waiting = form.closest("[data-stale]");
  if (waiting?.id) markStale([waiting.id]);
}

addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form[data-do]");
  if (form && event.detail.xhr?.status) accepted(form, event.detail.successful);
  // Never away from where somebody has gone on to type: a space there would fire the next event.
  const lost = () => document.activeElement === document.body;
  if (form?.id === "fire-next") setTimeout(() => lost() && $("#fire-next button")?.focus(), 400);
});

// ---------------------------------------------------------------- begin
restore(document);
setInterval(() => { tick(); tickBreak(); }, 1000);
tick();
connect();

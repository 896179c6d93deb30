// What a page of an exercise does by itself: follow the stream, put news into the page, keep what is
// typed.  Loaded after clock.js.  Every page also works without.
"use strict";

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
    settle(element);
    countNews(list);
  }
}

function swap(old, element) {
  const opened = $$("details[open]", old).map((box) => box.id || $("summary", box)?.textContent);
  keepReceipts(old, element);
  const focused = old.contains(document.activeElement) ? sameAs(document.activeElement) : null;
  old.replaceWith(element);
  restore(element);
  settle(element);
  for (const box of $$("details", element)) {
    if (opened.includes(box.id || $("summary", box)?.textContent)) box.open = true;
  }
  if (focused) ($(focused, element) ?? $("button, a, summary", element) ?? element).focus();
  if (element.id === "for-me") countInTitle();
}

// An answer is read after the region in which it stands has changed because of it, and one that is
// still on its way finds its place.
function keepReceipts(old, element) {
  for (const said of $$("form[id] .receipt", old)) {
    const place = $(`#${CSS.escape(said.closest("form").id)} .receipt`, element);
    if (place && !place.textContent.trim()) place.replaceWith(said);
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

// What has just been put into the page is wired like the rest of it.
function settle(element) {
  window.htmx?.process(element);
  dispatchEvent(new CustomEvent("drillroom:put", { detail: element }));
}

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
    if (answer.status >= 500) link("warn", "soon", "A part of this page could not be loaded; load the page again");
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

// What waited for an instant: the server says so, and who was away just then still reads it.
addEventListener("drillroom:opens", () => markStale(["for-me", "board"]));
// What fell due may have been done where this page does not see it.
addEventListener("drillroom:due", () => markStale(["deadlines", "cases"]));

addEventListener("focusout", (event) => {
  const region = event.target.closest?.("[data-stale]");
  if (region?.id) setTimeout(() => markStale([region.id]), 50);
});

// ---------------------------------------------------------------- the stream
const TOO_MANY = 4409;
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
  if (frame.writing) return void dispatchEvent(new CustomEvent("drillroom:writing", { detail: frame.writing }));
  if (frame.bye) return void sentAway(frame.bye);
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
  dispatchEvent(new Event("drillroom:live"));
  const seen = setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN) clearInterval(seen);
    else tell({ seen: last });
  }, 4000);
}

function tell(said) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(said));
}

function sentAway({ code, says }) {
  if (code === 4401) signIn(says);
  if (code === TOO_MANY) link("warn", "soon", says);
}

function lost(code) {
  clearTimeout(silence);
  if (code === 4401 || code === 4403) return signIn();
  goneAt ||= exerciseNow();
  root.classList.add("offline");
  if (code !== TOO_MANY) link("warn", "soon", `Connection lost, trying again. Last word ${at(goneAt)}; what you type is kept`);
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

// ---------------------------------------------------------------- what is typed
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

function accepted(form, ok) {
  freshIds(form);
  if (!ok) return;
  for (const field of $$("[data-draft]", form)) sessionStorage.removeItem(draftOf(field));
  form.reset();
  for (const tie of $$("[data-once]", form)) {  // what it was tied to holds for one sending
    if (tie.matches("select")) tie.value = "";
    else tie.remove();
  }
  form.setAttribute("data-sent", "");
  const waiting = form.closest("[data-stale]");
  if (waiting?.id) markStale([waiting.id]);
}

// Too many at once, a mistake of the server's, or not stored: nothing was decided, and sent again
// under its id it counts once.
const UNDECIDED = [429, 500, 503];

addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form[data-do]");
  const status = event.detail.xhr?.status;
  if (form && status && !UNDECIDED.includes(status)) accepted(form, status < 400);
  // Never away from where somebody has gone on to type: a space there would fire the next event.
  const lost = () => document.activeElement === document.body;
  if (form?.id === "fire-next") setTimeout(() => lost() && $("#fire-next button")?.focus(), 400);
});

// A field that is wrong gets the focus; why stands beside the button and is spoken.
addEventListener("htmx:afterSwap", ({ target }) => {
  const form = target.closest?.("form[data-do]");
  if (!form) return;
  for (const field of $$("[aria-invalid]", form)) field.removeAttribute("aria-invalid");
  const wrong = form.elements[$("[data-field]", target)?.dataset.field];
  wrong?.setAttribute?.("aria-invalid", "true");
  wrong?.focus?.();
});

// A form that came back stands at the address of its own page.
const cameFrom = $("#not-done")?.dataset.from;
if (cameFrom) history.replaceState(null, "", cameFrom);

// ---------------------------------------------------------------- begin
restore(document);
setInterval(() => { tick(); tickBreak(); }, 1000);
tick();
connect();

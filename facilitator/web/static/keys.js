// The keyboard and the small boxes: shortcuts from the printed table, menus that close.  Loaded
// after clock.js, whose helpers it uses.
"use strict";

// Keys that somebody has changed, by where and what they are in the printed table.
const changed = JSON.parse(localStorage.getItem("drillroom:own-keys") ?? "{}");
const rows = $$("[data-shortcut]");
for (const row of rows) row.dataset.shortcut = changed[row.dataset.own] ?? row.dataset.shortcut;
const table = rows.map((row) => row.dataset);
let first = "";

const keysOn = () => localStorage.getItem("drillroom:keys") !== "off";
const typing = (target) => target.closest?.("input:not([data-scrub]), textarea, select, [contenteditable]");
const ANY_NUMBER = "1…9";
const ARROWS = { ArrowLeft: "←", ArrowRight: "→" };

function keyOf(event) {
  if (event.ctrlKey || event.metaKey) return `Ctrl+${event.key}`;
  const arrow = ARROWS[event.key];
  if (!arrow) return event.key;
  return event.shiftKey ? `Shift+${arrow}` : arrow;
}

// Keys that write nothing act while one types, and are not single keys that can be switched off.
const writesNothing = (key) => key.startsWith("Ctrl+") || /^F\d+$/.test(key);

addEventListener("keydown", (event) => {
  if (event.altKey) return;
  if (event.key === "Escape") return void closeAll();
  const key = keyOf(event);
  if (!writesNothing(key) && (typing(event.target) || !keysOn())) return;
  const pressed = first ? `${first} ${key}` : key;
  first = "";
  const number = /^[1-9]$/.test(pressed) && ANY_NUMBER;
  const found = table.find((row) => row.shortcut === pressed) ?? table.find((row) => row.shortcut === number);
  if (!found) {
    if (table.some((row) => row.shortcut.startsWith(`${pressed} `))) first = pressed;
    return;
  }
  event.preventDefault();
  if (found.go) location.assign(found.go);
  else if (found.move) move(found.move === "next" ? 1 : -1);
  else if (found.press === "send") send(event.target.closest?.("form[data-do]"));
  else if (found.press === "help") $("#shortcuts").showModal();
  else if (found.press === "note") tieNote(document.activeElement.closest("[data-event]")?.dataset.event);
  else press($(`[data-key="${found.press}"]${found.shortcut === ANY_NUMBER ? `[data-nth="${pressed}"]` : ""}`));
});

// What a key is called stands in the table and on the control that it presses.
function nameKeys(from) {
  for (const { press: what, own, shortcut } of table) {
    if (!changed[own] || !what) continue;
    for (const kbd of $$(`[data-key="${what}"] kbd`, from)) kbd.textContent = shortcut;
  }
}

for (const button of $$("[data-change]")) {
  const row = button.closest("[data-shortcut]");
  $("kbd", row).textContent = row.dataset.shortcut;
  button.hidden = false;
  button.addEventListener("click", () => {
    put($("#keys-say"), "Press the key that it shall have; Escape leaves it as it is.");
    addEventListener("keydown", (event) => change(event, row), { capture: true, once: true });
  });
}
nameKeys(document);
addEventListener("drillroom:put", ({ detail: element }) => nameKeys(element));

function change(event, row) {
  event.preventDefault();
  event.stopImmediatePropagation();
  const key = event.key;
  const taken = table.find((other) => other !== row.dataset && other.shortcut.split(" ")[0] === key);
  if (key.length > 1 || key === " ") return void put($("#keys-say"), "It stays as it was.");
  if (taken) return void put($("#keys-say"), `${key} is taken.`);
  row.dataset.shortcut = changed[row.dataset.own] = key;
  localStorage.setItem("drillroom:own-keys", JSON.stringify(changed));
  $("kbd", row).textContent = key;
  nameKeys(document);
  put($("#keys-say"), `It is ${key} now.`);
}

function press(control) {
  if (!control || control.disabled || !control.checkVisibility()) return;
  const field = control.matches("textarea, input, select");
  if (field || control.matches("summary")) control.focus();
  if (!field) control.click();
}

// A form with several buttons asks which one is meant.
function send(form) {
  const buttons = form ? $$("button[type=submit]", form) : [];
  if (buttons.length === 1) form.requestSubmit(buttons[0]);
}

// A note is about the event in whose row somebody is; from elsewhere it stands alone.
function tieNote(event) {
  const choice = $("#note-about");
  if (choice && event) choice.value = event;
  press($("[data-key=note]"));
}

addEventListener("click", (click) => {
  const tie = click.target.closest?.("[data-tie]");
  if (!tie) return;
  click.preventDefault();
  tieNote(tie.dataset.tie);
});

function move(step) {
  const items = $$("#feed > li[id], .steps > li[id], .for-me li[id], .law[id], .msel tr[id]");
  const here = items.findIndex((item) => item.contains(document.activeElement));
  const there = items[Math.min(items.length - 1, Math.max(0, here + step))];
  there?.setAttribute("tabindex", "-1");
  there?.focus();
}

function closeAll() {
  $("dialog[open]")?.close();
  const box = document.activeElement?.closest("details[open]") ?? $("details.pop[open], .stop-box[open]");
  if (box) {
    box.open = false;
    $("summary", box).focus();
  }
}

addEventListener("click", (event) => {
  if (event.target.closest(".help")) {
    event.preventDefault();
    $("#shortcuts").showModal();
  }
  for (const box of $$("details.pop[open], .stop-box[open]")) {
    if (!box.contains(event.target)) box.open = false;
  }
});

const keys = $("#keys-on");
if (keys) {
  keys.checked = keysOn();
  keys.addEventListener("change", () => localStorage.setItem("drillroom:keys", keys.checked ? "on" : "off"));
}

const hide = $("[data-key=lock]");
if (hide) hide.addEventListener("click", () => $("#hidden-screen").showModal());

for (const button of $$("[data-print]")) button.addEventListener("click", () => print());
document.getElementById(location.hash.slice(1))?.querySelector("details")?.setAttribute("open", "");

// A text with numbered lines: a problem leads to its line, and *next problem* to the one after the
// caret.  After clock.js, whose helpers it uses; every button of the page also works without.
"use strict";

const text = $("#text");
const numbers = $("#numbers");
const lineAt = (place) => text.value.slice(0, place).split("\n").length;

function count() {
  const lines = lineAt(Infinity);
  if (lines === Number(numbers.dataset.lines)) return;
  numbers.dataset.lines = lines;
  numbers.textContent = Array.from({ length: lines }, (_, at) => at + 1).join("\n");
}

function toLine(number) {
  const lines = text.value.split("\n");
  const from = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
  text.focus({ preventScroll: true });
  text.setSelectionRange(from, from + (lines[number - 1] ?? "").length);
  const height = Number.parseFloat(getComputedStyle(text).lineHeight);
  text.scrollTo(0, (number - 1) * height - text.clientHeight / 3);
  text.parentElement.scrollIntoView({ block: "nearest" });
}

addEventListener("click", (event) => {
  const one = event.target.closest("[data-line]");
  if (one) return void toLine(Number(one.dataset.line));
  if (!event.target.closest("[data-key=problem]")) return;
  const here = lineAt(text.selectionStart);
  const all = $$("[data-line]").map((each) => Number(each.dataset.line));
  const next = all.find((line) => line > here) ?? all[0];
  if (next) toLine(next);
});

const reveal = () => $$("[data-key=problem]").forEach((button) => { button.hidden = false; });
document.body.addEventListener("htmx:afterSwap", reveal);
text.addEventListener("input", count);
text.addEventListener("scroll", () => { numbers.scrollTop = text.scrollTop; });
document.body.addEventListener("htmx:sendError", () => {
  $("#tried").textContent = "Not sent: the server does not answer. What you wrote is still here; press again.";
});
addEventListener("beforeunload", (event) => {
  if ($("#beside [data-unsaved]")) event.preventDefault();
});
numbers.hidden = false;
count();
reveal();
